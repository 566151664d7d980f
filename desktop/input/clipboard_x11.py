"""The clipboard of an X server, owned from a thread of our own: the window never waits for another program.

Qt would read another program's clipboard on the GUI thread and wait up to five seconds for a hung one,
and does not tell who has taken what it offers. Protocol: ICCCM 2.6, with INCR for what is large.
"""

import itertools
import logging
import os
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Final

from desktop.input import x11
from desktop.input.clipboard import MOST_BYTES, MOST_FORMATS, TEXT, ClipboardUnavailable, Content

_CLIPBOARD, _PRIMARY, _MANAGER = "CLIPBOARD", "PRIMARY", "CLIPBOARD_MANAGER"
_STEP_BYTES: Final = 128 * 1024
"""Of one property; what is longer goes in pieces."""
_PROPERTIES: Final = 64
_READ_SECONDS: Final = 1.5
_PART_SECONDS: Final = 0.5
_OWN_SECONDS: Final = 2.0
_SEND_SECONDS: Final = 10.0
_ABOUT: Final = frozenset(("TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION"))
"""Formats that are not content."""
_TEXT_TARGETS: Final = (TEXT, "UTF8_STRING", "text/plain", "STRING", "TEXT")

logger = logging.getLogger(__name__)


class X11Clipboard:
    """Reads in the caller's thread, serves in its own, which begins with the first `put`."""

    def __init__(self) -> None:
        """Get ready; the server is asked only when there is something to do."""
        self._owner: _Owner | None = None
        self._reader: _Reader | None = None

    def content(self) -> Content:
        """Return all that stands on it, as far as it can be kept."""
        if self._owner and self.is_ours():
            return self._owner.content
        try:
            if self._reader is None:
                self._reader = _Reader()
            return self._reader.read()
        except x11.XUnavailable as error:
            self._stop_reading()
            raise ClipboardUnavailable from error

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        """Replace what stands on it; for a terminal also what the middle mouse button pastes."""
        if self._owner is None or not self._owner.is_alive:
            self._stop_serving()
            try:
                self._owner = _Owner()
            except x11.XUnavailable as error:
                raise ClipboardUnavailable from error
        if not self._owner.put(content, for_terminal):
            raise ClipboardUnavailable

    def was_taken(self, by: int = 0) -> bool | None:
        """Whether the program of the window `by`, or any if that is 0, has asked for what was put last."""
        return self._owner.was_taken(by) if self._owner else False

    def is_ours(self) -> bool:
        """Whether nobody has copied anything since the last `put`."""
        return self._owner is not None and self._owner.owns and self._owner.is_known_to_own()

    def close(self) -> None:
        """Hand over to a clipboard history, if there is one, and stop serving."""
        self._stop_reading()
        self._stop_serving()

    def _stop_serving(self) -> None:
        owner, self._owner = self._owner, None
        if owner:
            owner.close()

    def _stop_reading(self) -> None:
        if self._reader:
            self._reader.close()
            self._reader = None


class _Reader:
    """Reads over a connection of its own.

    Its window stays: a slow program that answered to one that has gone would get an error, and many end then.
    """

    def __init__(self) -> None:
        from Xlib import X

        self._server = x11.open_server()
        self._window = self._server.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._window.change_attributes(event_mask=X.PropertyChangeMask)
        self._properties = itertools.cycle(
            [self._server.intern_atom(f"SORI_READING_{number}") for number in range(_PROPERTIES)]
        )
        self._property = next(self._properties)
        self._deadline = 0.0

    def read(self) -> Content:
        self._deadline = time.monotonic() + _READ_SECONDS
        with x11.asking():
            return self._everything()

    def close(self) -> None:
        x11.close(self._server)

    def _everything(self) -> Content:
        from Xlib import X

        if self._server.get_selection_owner(self._server.intern_atom(_CLIPBOARD)) == X.NONE:
            return Content()
        listed = self._convert("TARGETS", MOST_BYTES)
        if listed is None:
            return Content(is_whole=False)
        offered = _worth_keeping([self._name(int(number)) for number in listed])
        formats: list[tuple[str, bytes]] = []
        left, is_whole = MOST_BYTES, len(offered) <= MOST_FORMATS
        for name in offered[:MOST_FORMATS]:
            value = self._convert(name, left)
            if isinstance(value, bytes):
                formats.append((name, value))
                left -= len(value)
            elif value is None:
                is_whole = False
        return Content(tuple(formats), is_whole)

    def _name(self, atom: int) -> str:
        return str(self._server.get_atom_name(atom))

    def _convert(self, target: str, most: int) -> Any:
        """Return bytes, a sequence of numbers, or None if it does not come, or is longer than `most`."""
        from Xlib import X

        selection = self._server.intern_atom(_CLIPBOARD)
        # Each question has another property, so that a late answer to an earlier one is not taken for this.
        self._property = next(self._properties)
        self._window.delete_property(self._property)
        asked = self._server.intern_atom(target)
        self._window.convert_selection(selection, asked, self._property, X.CurrentTime)
        told = self._wait(
            lambda event: (
                event.type == X.SelectionNotify
                and (event.property == self._property or (not event.property and event.target == asked))
            )
        )
        if told is None or told.property == X.NONE:
            return None
        incremental = self._server.intern_atom("INCR")
        whole = self._window.get_full_property(self._property, X.AnyPropertyType)
        if whole is None:
            return None
        if whole.property_type == incremental:
            return self._in_pieces(most)
        if whole.format == 8:
            value = whole.value if isinstance(whole.value, bytes) else bytes(whole.value)
            return value if len(value) <= most else None
        return whole.value if target == "TARGETS" else None

    def _in_pieces(self, most: int) -> bytes | None:
        from Xlib import X

        pieces: list[bytes] = []
        self._window.delete_property(self._property)
        while True:
            told = self._wait(
                lambda event: (
                    event.type == X.PropertyNotify
                    and event.atom == self._property
                    and event.state == X.PropertyNewValue
                )
            )
            if told is None:
                return None
            piece = self._window.get_full_property(self._property, X.AnyPropertyType)
            self._window.delete_property(self._property)
            if piece is None or not len(piece.value):
                return b"".join(pieces)
            pieces.append(piece.value if isinstance(piece.value, bytes) else bytes(piece.value))
            if sum(map(len, pieces)) > most:
                return None

    def _wait(self, is_it: Callable[[Any], bool]) -> Any:
        until = min(self._deadline, time.monotonic() + _PART_SECONDS)
        while True:
            while self._server.pending_events():
                event = self._server.next_event()
                if is_it(event):
                    return event
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._server], [], [], left)[0]:
                return None


def _worth_keeping(names: list[str]) -> list[str]:
    """Leave out what is not content, and pictures that the owner would only make from a PNG."""
    kept = [name for name in dict.fromkeys(names) if name not in _ABOUT]
    if "image/png" in kept:
        kept = [name for name in kept if not name.startswith("image/") or name == "image/png"]
    return kept


@dataclass
class _Sending:
    """What still has to go to a window, piece by piece."""

    window: Any
    property: int
    type: int
    rest: bytes
    until: float
    is_last_sent: bool = False


@dataclass(frozen=True)
class _Put:
    """A wish to own the clipboard."""

    content: Content
    for_terminal: bool
    done: threading.Event = field(default_factory=threading.Event)


class _Owner:
    """Owns the selection and answers whoever asks for it, in a thread of its own.

    The caller's thread only puts wishes in a queue and wakes the thread through a pipe; what it reads
    back (`content`, `owns`, `was_taken`) is replaced as a whole by the thread, never changed in place.
    """

    def __init__(self) -> None:
        from Xlib import X

        self._server = x11.open_server()
        self._window = self._server.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._window.change_attributes(event_mask=X.PropertyChangeMask)
        self._wishes: SimpleQueue[_Put | None] = SimpleQueue()
        self._waking, self._wake = os.pipe()
        self._atoms: dict[str, int] = {}
        self._sending: list[_Sending] = []
        self._takers: frozenset[int] = frozenset()
        self._since = X.CurrentTime
        self._owned: frozenset[int] = frozenset()
        self.content = Content()
        # Looked up here, so that the caller's thread never asks over the connection of the other.
        self._atom(_CLIPBOARD)
        self._thread = threading.Thread(target=self._serve, name="clipboard", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def owns(self) -> bool:
        return self.is_alive and self._atom(_CLIPBOARD) in self._owned

    def put(self, content: Content, for_terminal: bool) -> bool:
        wish = _Put(content, for_terminal)
        self._wishes.put(wish)
        os.write(self._wake, b".")
        return wish.done.wait(_OWN_SECONDS) and (self.owns or not content.formats)

    def is_known_to_own(self) -> bool:
        """Ask the server, over a connection of this thread: that another owns it may still be on its way."""
        try:
            server = x11.open_server()
        except x11.XUnavailable:
            return False
        try:
            return x11.owner_of(server, _CLIPBOARD) == int(self._window.id)
        except x11.XUnavailable:
            return False
        finally:
            x11.close(server)

    def was_taken(self, by: int) -> bool:
        takers = self._takers
        return any(x11.client_of(self._server, one) == x11.client_of(self._server, by) for one in takers) or (
            not by and bool(takers)
        )

    def close(self) -> None:
        if self._thread.is_alive():
            self._wishes.put(None)
            os.write(self._wake, b".")
            self._thread.join(3 * _OWN_SECONDS)
        os.close(self._wake)
        os.close(self._waking)

    def _serve(self) -> None:
        try:
            with x11.asking():
                while self._step():
                    pass
        except x11.XUnavailable:
            logger.info("the X server has gone, and the clipboard with it")
        finally:
            self._owned = frozenset()
            x11.close(self._server)

    def _step(self) -> bool:
        # pending_events also flushes what waits to be sent.
        if not self._server.pending_events():
            select.select([self._server, self._waking], [], [], 1.0)
        while self._server.pending_events():
            self._hear(self._server.next_event())
        now = time.monotonic()
        self._sending = [one for one in self._sending if one.until > now]
        try:
            wish = self._wishes.get_nowait()
        except Empty:
            return True
        os.read(self._waking, 1)
        if wish is None:
            self._hand_over()
            return False
        self._own(wish)
        return True

    def _own(self, wish: _Put) -> None:
        from Xlib import X

        # Owning begins at a time of the server, and the server tells it only in an event.
        self._window.change_property(self._atom("SORI_NOW"), self._atom("STRING"), 8, b"")
        now = self._await_time()
        self.content, self._takers, self._since = wish.content, frozenset(), now
        names = (_CLIPBOARD, _PRIMARY) if wish.for_terminal else (_CLIPBOARD,)
        wanted = {self._atom(name) for name in names} if wish.content.formats else set()
        for selection in self._owned - wanted:
            self._set_owner(selection, X.NONE, now)
        for selection in wanted:
            self._set_owner(selection, self._window.id, now)
        self._owned = frozenset(
            one for one in wanted if self._server.get_selection_owner(one) == self._window
        )
        wish.done.set()

    def _set_owner(self, selection: int, window: int, now: int) -> None:
        from Xlib.protocol import request

        request.SetSelectionOwner(display=self._server.display, window=window, selection=selection, time=now)

    def _await_time(self) -> int:
        from Xlib import X

        until = time.monotonic() + _OWN_SECONDS
        while time.monotonic() < until:
            while self._server.pending_events():
                event = self._server.next_event()
                if event.type == X.PropertyNotify and event.atom == self._atom("SORI_NOW"):
                    return int(event.time)
                self._hear(event)
            select.select([self._server], [], [], 0.1)
        return int(X.CurrentTime)

    def _hear(self, event: Any) -> None:
        from Xlib import X

        if event.type == X.SelectionRequest:
            self._answer(event)
        elif event.type == X.SelectionClear:
            self._owned -= {int(event.atom)}
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            self._go_on(event)

    def _answer(self, event: Any) -> None:
        from Xlib import X
        from Xlib.protocol.event import SelectionNotify

        # Programs older than ICCCM name no property and mean the target's name.
        wanted = event.property or event.target
        is_given = int(event.selection) in self._owned and self._give(event, wanted)
        event.requestor.send_event(
            SelectionNotify(
                time=event.time,
                requestor=event.requestor,
                selection=event.selection,
                target=event.target,
                property=wanted if is_given else X.NONE,
            )
        )
        self._server.flush()

    def _give(self, event: Any, wanted: int) -> bool:
        from Xlib import Xatom

        target = int(event.target)
        formats = self._offered()
        if target == self._atom("TARGETS"):
            listed = [*formats, self._atom("TARGETS"), self._atom("TIMESTAMP")]
            event.requestor.change_property(wanted, Xatom.ATOM, 32, listed)
            return True
        if target == self._atom("TIMESTAMP"):
            event.requestor.change_property(wanted, Xatom.INTEGER, 32, [self._since])
            return True
        if target not in formats:
            return False
        kind, value = formats[target]
        if len(value) > _STEP_BYTES:
            self._begin_pieces(event.requestor, wanted, kind, value)
        else:
            event.requestor.change_property(wanted, kind, 8, value)
        self._takers |= {int(event.requestor.id)}
        return True

    def _offered(self) -> dict[int, tuple[int, bytes]]:
        """Return for each target its type and its value; plain text goes by its X names as well."""
        offered = {self._atom(name): (self._atom(name), value) for name, value in self.content.formats}
        plain = dict(self.content.formats).get(TEXT)
        if plain is not None:
            text = self._atom("UTF8_STRING")
            for name in _TEXT_TARGETS:
                offered.setdefault(self._atom(name), (self._atom(name), plain))
            offered[self._atom("TEXT")] = (text, plain)
            latin = plain.decode("utf-8", errors="replace").encode("latin-1", errors="replace")
            offered[self._atom("STRING")] = (self._atom("STRING"), latin)
        return offered

    def _begin_pieces(self, window: Any, wanted: int, kind: int, value: bytes) -> None:
        from Xlib import X

        window.change_attributes(event_mask=X.PropertyChangeMask)
        window.change_property(wanted, self._atom("INCR"), 32, [len(value)])
        self._sending.append(_Sending(window, wanted, kind, value, time.monotonic() + _SEND_SECONDS))

    def _go_on(self, event: Any) -> None:
        for one in self._sending:
            if one.window.id == event.window.id and one.property == event.atom:
                piece, one.rest = one.rest[:_STEP_BYTES], one.rest[_STEP_BYTES:]
                one.window.change_property(one.property, one.type, 8, piece)
                one.until = time.monotonic() + _SEND_SECONDS
                one.is_last_sent = not piece
        self._sending = [one for one in self._sending if not one.is_last_sent]
        self._server.flush()

    def _hand_over(self) -> None:
        """Give what we hold to the desktop's clipboard history, for it is lost with our window."""
        from Xlib import X

        manager = self._server.get_selection_owner(self._atom(_MANAGER))
        is_secret = "x-kde-passwordManagerHint" in dict(self.content.formats)
        if manager == X.NONE or self._atom(_CLIPBOARD) not in self._owned or is_secret:
            return
        self._window.convert_selection(
            self._atom(_MANAGER), self._atom("SAVE_TARGETS"), self._atom("SORI_SAVED"), X.CurrentTime
        )
        until = time.monotonic() + _OWN_SECONDS
        while time.monotonic() < until:
            while self._server.pending_events():
                event = self._server.next_event()
                if event.type == X.SelectionNotify:
                    return
                self._hear(event)
            select.select([self._server], [], [], 0.1)

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = int(self._server.intern_atom(name))
        return self._atoms[name]
