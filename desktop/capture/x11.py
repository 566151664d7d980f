"""Find the window the user was in before Sori, by asking the X server.

Qt has no call for it. libxcb is loaded through ctypes because Qt needs it anyway, and because,
unlike Xlib, it does not end the process when a window vanishes between two questions.
"""

import ctypes
import ctypes.util
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from engines.results import Box

_ANY_TYPE: Final = 0
_VIEWABLE: Final = 2
_Z_PIXMAP: Final = 2
_LONGEST: Final = 4096  # of a property's value, in 4-byte units
_NOT_FOR_READING: Final = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK")


@dataclass(frozen=True)
class ForeignWindow:
    """A window of another program, as it stands on the virtual desktop."""

    id: int
    title: str
    box: Box
    """With its frame, in native px of the virtual desktop."""


@dataclass(frozen=True)
class Standing:
    """How a window stands on the desktop now."""

    box: Box
    """With its frame, in native px of the virtual desktop."""
    is_shown: bool
    """Whether it is on the screen, and not put away as an icon."""
    above: tuple[Box, ...]
    """What lies over it: the windows of other programs that are higher in the stack."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _AtomReply(ctypes.Structure):
    _fields_ = (("head", ctypes.c_uint8 * 8), ("atom", ctypes.c_uint32))


class _PropertyReply(ctypes.Structure):
    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("format", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("bytes_after", ctypes.c_uint32),
        ("value_len", ctypes.c_uint32),
        ("padding", ctypes.c_uint8 * 12),
    )


class _GeometryReply(ctypes.Structure):
    _fields_ = (
        ("head", ctypes.c_uint8 * 8),
        ("root", ctypes.c_uint32),
        ("x", ctypes.c_int16),
        ("y", ctypes.c_int16),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
    )


class _TranslateReply(ctypes.Structure):
    _fields_ = (("head", ctypes.c_uint8 * 12), ("x", ctypes.c_int16), ("y", ctypes.c_int16))


class _AttributesReply(ctypes.Structure):
    _fields_ = (("before", ctypes.c_uint8 * 26), ("map_state", ctypes.c_uint8))


class _ImageReply(ctypes.Structure):
    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("depth", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("visual", ctypes.c_uint32),
        ("padding", ctypes.c_uint8 * 20),
    )


def window_below() -> ForeignWindow | None:
    """Return the topmost ordinary window of another program, or None if there is none.

    Call it while Sori's own windows are hidden: then the active window is the one the user came from.
    """
    with _connection() as server:
        return server.topmost() if server else None


def window_at(x: int, y: int) -> ForeignWindow | None:
    """Return the topmost window of another program at a point of the virtual desktop, in native px."""
    with _connection() as server:
        return server.at(x, y) if server else None


def standing(window: int) -> Standing | None:
    """Return how a window of another program stands now, or None if it is gone. Any thread may ask."""
    with _connection() as server:
        return server.standing(window) if server else None


def own_windows() -> tuple[Box, ...]:
    """Return where Sori's own windows are on the screen. Any thread may ask."""
    with _connection() as server:
        return server.own_windows() if server else ()


def pixels(box: Box) -> bytes | None:
    """Return what the screen shows there, 4 bytes a px: blue, green, red and one unused. Any thread may ask.

    None where the server gives no such picture; `box` must lie within `desktop`.
    """
    with _connection() as server:
        return server.pixels(box) if server else None


def desktop() -> Box | None:
    """Return the whole virtual desktop in native px; None without an X server. Any thread may ask."""
    with _connection() as server:
        return server.desktop() if server else None


@contextmanager
def _connection() -> Iterator["_Server | None"]:
    library = _library()
    if library is None:
        yield None
        return
    connection = library.xcb_connect(None, None)
    try:
        yield None if library.xcb_connection_has_error(connection) else _Server(library, connection)
    finally:
        library.xcb_disconnect(connection)


@cache
def _library() -> Any:
    try:
        xcb = ctypes.CDLL(ctypes.util.find_library("xcb") or "libxcb.so.1")
    except OSError:
        return None
    pointer, u8, u16, u32 = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32
    int_16 = ctypes.c_int16
    requests = {
        "xcb_intern_atom": (_AtomReply, (u8, u16, ctypes.c_char_p)),
        "xcb_get_property": (_PropertyReply, (u8, u32, u32, u32, u32, u32)),
        "xcb_get_geometry": (_GeometryReply, (u32,)),
        "xcb_translate_coordinates": (_TranslateReply, (u32, u32, int_16, int_16)),
        "xcb_get_window_attributes": (_AttributesReply, (u32,)),
        "xcb_get_image": (_ImageReply, (u8, u32, int_16, int_16, u16, u16, u32)),
    }
    for name, (reply, arguments) in requests.items():
        ask, answer = getattr(xcb, name), getattr(xcb, f"{name}_reply")
        ask.argtypes, ask.restype = (pointer, *arguments), _Cookie
        answer.argtypes, answer.restype = (pointer, _Cookie, pointer), ctypes.POINTER(reply)
    xcb.xcb_connect.argtypes, xcb.xcb_connect.restype = (ctypes.c_char_p, pointer), pointer
    xcb.xcb_connection_has_error.argtypes = (pointer,)
    xcb.xcb_disconnect.argtypes, xcb.xcb_disconnect.restype = (pointer,), None
    xcb.xcb_get_property_value.argtypes = (ctypes.POINTER(_PropertyReply),)
    xcb.xcb_get_property_value.restype = pointer
    xcb.xcb_get_image_data.argtypes = (ctypes.POINTER(_ImageReply),)
    xcb.xcb_get_image_data.restype = pointer
    xcb.xcb_get_setup.argtypes, xcb.xcb_get_setup.restype = (pointer,), pointer
    return xcb


class _Server:
    """One connection to the X server; every question may find that its window is gone."""

    def __init__(self, library: Any, connection: int) -> None:
        self._xcb = library
        self._connection = connection
        self._free = ctypes.CDLL(None).free
        self._free.argtypes, self._free.restype = (ctypes.c_void_p,), None
        self._atoms: dict[str, int] = {}

    def topmost(self) -> ForeignWindow | None:
        """Return the active window, else the one highest in the stack."""
        root = self._root()
        active = self._numbers(root, "_NET_ACTIVE_WINDOW")
        stack = self._numbers(root, "_NET_CLIENT_LIST_STACKING")
        for window in (*active, *reversed(stack)):
            if window and self._is_readable(window):
                box = self._box(window, root)
                if box is not None:
                    return ForeignWindow(window, self._title(window), box)
        return None

    def at(self, x: int, y: int) -> ForeignWindow | None:
        root = self._root()
        for window in reversed(self._numbers(root, "_NET_CLIENT_LIST_STACKING")):
            box = self._box(window, root) if self._is_readable(window) else None
            if box is not None and box.left <= x < box.right and box.top <= y < box.bottom:
                return ForeignWindow(window, self._title(window), box)
        return None

    def standing(self, window: int) -> Standing | None:
        root = self._root()
        box = self._box(window, root)
        stack = self._numbers(root, "_NET_CLIENT_LIST_STACKING")
        if box is None or window not in stack:
            return None
        owner = self._numbers(window, "_NET_WM_PID")
        higher = stack[stack.index(window) + 1 :]
        # A dialog of the same program belongs to what its window shows.
        others = [one for one in higher if self._numbers(one, "_NET_WM_PID") != owner and self._is_seen(one)]
        boxes = (self._box(one, root) for one in others)
        return Standing(box, self._is_seen(window), tuple(one for one in boxes if one is not None))

    def own_windows(self) -> tuple[Box, ...]:
        root, own = self._root(), (os.getpid(),)
        found = [
            self._box(one, root)
            for one in self._numbers(root, "_NET_CLIENT_LIST_STACKING")
            if self._numbers(one, "_NET_WM_PID")[:1] == own and self._is_seen(one)
        ]
        return tuple(box for box in found if box is not None)

    def desktop(self) -> Box | None:
        size = self._ask("xcb_get_geometry", self._root())
        return None if size is None else Box(0, 0, size.width, size.height)

    def pixels(self, box: Box) -> bytes | None:
        arguments = (_Z_PIXMAP, self._root(), box.left, box.top, box.width, box.height, 0xFFFFFFFF)
        cookie = self._xcb.xcb_get_image(self._connection, *arguments)
        reply = self._xcb.xcb_get_image_reply(self._connection, cookie, None)
        if not reply:
            return None
        try:
            if reply.contents.length != box.width * box.height:
                return None  # not 4 bytes a px
            return ctypes.string_at(self._xcb.xcb_get_image_data(reply), 4 * box.width * box.height)
        finally:
            self._free(reply)

    def _root(self) -> int:
        # The first screen's root window follows the setup's vendor string and pixmap formats.
        setup = self._xcb.xcb_get_setup(self._connection)
        head = ctypes.string_at(setup, 40)
        (vendor_length,) = struct.unpack_from("=H", head, 24)
        (formats,) = struct.unpack_from("=B", head, 29)
        offset = 40 + (vendor_length + 3) // 4 * 4 + formats * 8
        return int(struct.unpack("=I", ctypes.string_at(setup + offset, 4))[0])

    def _is_readable(self, window: int) -> bool:
        if self._numbers(window, "_NET_WM_PID")[:1] == (os.getpid(),):
            return False
        return self._is_seen(window)

    def _is_seen(self, window: int) -> bool:
        kinds = self._numbers(window, "_NET_WM_WINDOW_TYPE")
        is_furniture = any(self._atom(name) in kinds for name in _NOT_FOR_READING)
        is_hidden = self._atom("_NET_WM_STATE_HIDDEN") in self._numbers(window, "_NET_WM_STATE")
        return not is_furniture and not is_hidden and self._is_viewable(window)

    def _is_viewable(self, window: int) -> bool:
        reply = self._ask("xcb_get_window_attributes", window)
        return reply is not None and reply.map_state == _VIEWABLE

    def _box(self, window: int, root: int) -> Box | None:
        size = self._ask("xcb_get_geometry", window)
        place = self._ask("xcb_translate_coordinates", window, root, 0, 0)
        if size is None or place is None:
            return None
        left, right, top, bottom = (*self._numbers(window, "_NET_FRAME_EXTENTS"), 0, 0, 0, 0)[:4]
        return Box(
            place.x - left, place.y - top, place.x + size.width + right, place.y + size.height + bottom
        )

    def _title(self, window: int) -> str:
        name = self._bytes(window, "_NET_WM_NAME") or self._bytes(window, "WM_NAME")
        return name.decode("utf-8", errors="replace")

    def _numbers(self, window: int, name: str) -> tuple[int, ...]:
        value = self._bytes(window, name)
        return struct.unpack(f"={len(value) // 4}I", value[: len(value) // 4 * 4])

    def _bytes(self, window: int, name: str) -> bytes:
        if self._atom(name) == 0:
            return b""
        arguments = (0, window, self._atom(name), _ANY_TYPE, 0, _LONGEST)
        cookie = self._xcb.xcb_get_property(self._connection, *arguments)
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        if not reply:
            return b""
        size = reply.contents.value_len * reply.contents.format // 8
        value = ctypes.string_at(self._xcb.xcb_get_property_value(reply), size)
        self._free(reply)
        return value

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            reply = self._ask("xcb_intern_atom", 1, len(name), name.encode())
            self._atoms[name] = reply.atom if reply is not None else 0
        return self._atoms[name]

    def _ask(self, request: str, *arguments: Any) -> Any:
        """Return a copy of the reply, or None if the server answered with an error."""
        cookie = getattr(self._xcb, request)(self._connection, *arguments)
        reply = getattr(self._xcb, f"{request}_reply")(self._connection, cookie, None)
        if not reply:
            return None
        answer = type(reply.contents).from_buffer_copy(reply.contents)
        self._free(reply)
        return answer
