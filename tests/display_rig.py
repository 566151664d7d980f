"""A screen for tests: a private Xvfb with openbox, a session bus and the accessibility bus."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import Properties

Node = tuple[str, str]
"""A bus name and an object path."""
_Told = tuple[Any, ...]
"""The answers to the four questions about a node; an empty one where it is gone."""
_DEEPEST = 20
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_COMMAND_SECONDS = 60
"""Longer than any command takes; whoever waits for one that hangs waits no longer."""
_FOCUSABLE, _FOCUSED, _SHOWING = 11, 12, 25
"""Bits of AT-SPI's state set."""


@dataclass(frozen=True)
class Seen:
    """One node of the accessibility tree."""

    role: str
    name: str
    description: str
    is_focusable: bool
    is_focused: bool
    is_showing: bool


@dataclass
class Display:
    """A running screen; every program started on it ends with it."""

    environment: dict[str, str]
    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Run a program on this screen until the test ends."""
        log = self._stack.enter_context((self.folder / "programs.log").open("ab"))
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        return process

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.run("xdotool", "key", name)
            time.sleep(0.15)

    def run(self, *command: str) -> None:
        """Run a command to its end, which must come soon."""
        subprocess.run(command, env=self.environment, check=True, timeout=_COMMAND_SECONDS)

    @contextmanager
    def talking(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Run Python, reading its lines; it is ended if it takes so long that a line must be missing."""
        command, pipe = [sys.executable, *arguments], subprocess.PIPE
        with subprocess.Popen(command, env=self.environment, stdin=pipe, stdout=pipe, text=True) as process:
            guard = threading.Timer(_COMMAND_SECONDS, process.kill)
            guard.start()
            try:
                yield process
            finally:
                process.kill()
                guard.cancel()
                guard.join()

    def tree(self) -> list[Seen]:
        """Return every node of the programs on this screen."""
        session = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        try:
            address = _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")[0]
        finally:
            session.close()
        bus = open_dbus_connection(address)
        try:
            return list(_walk(bus))
        finally:
            bus.close()

    def wait_for(self, is_there: Callable[[list[Seen]], Any], seconds: float = 20) -> list[Seen]:
        """Return the tree as soon as something is in it; fail with the tree if it never is."""
        deadline = time.monotonic() + seconds
        nodes: list[Seen] = []
        while time.monotonic() < deadline:
            began = time.monotonic()
            nodes = self.tree()
            if is_there(nodes):
                return nodes
            # On a busy machine the questions must not take the time from what they wait for.
            time.sleep(max(0.2, time.monotonic() - began))
        raise AssertionError(f"not found among {[(one.role, one.name) for one in nodes]}")

    def close(self) -> None:
        """End every program."""
        self._stack.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _call(bus: DBusConnection, node: Node, interface: str, method: str) -> tuple[Any, ...]:
    return _ask(bus, [new_method_call(DBusAddress(node[1], node[0], interface), method)])[0]


def _ask(bus: DBusConnection, questions: Sequence[Message]) -> list[tuple[Any, ...]]:
    """Send all questions and only then wait: on a busy machine each wait of its own would add up."""
    serials = [next(bus.outgoing_serial) for _question in questions]
    for serial, question in zip(serials, questions, strict=True):
        bus.send(question, serial=serial)
    bodies: dict[int, tuple[Any, ...]] = {}
    while any(serial not in bodies for serial in serials):
        reply = bus.receive(timeout=10)
        is_error = reply.header.message_type == MessageType.error
        bodies[reply.header.fields.get(HeaderFields.reply_serial, 0)] = () if is_error else reply.body
    return [bodies[serial] for serial in serials]


def _walk(bus: DBusConnection) -> Iterator[Seen]:
    """Yield every node below the root, each before its children; a whole level is asked for at once."""
    children, told = {_ROOT: _children(bus, [_ROOT])[0]}, dict[Node, _Told]()
    level = children[_ROOT]
    for _depth in range(_DEEPEST):
        told |= zip(level, _tell(bus, level), strict=True)
        # What a closed menu holds are most nodes of a window, and nobody can reach them.
        level = [node for node in level if not _is_closed_menu(told[node])]
        children |= zip(level, _children(bus, level), strict=True)
        level = [child for node in level for child in children[node] if child not in children]
        if not level:
            break
    yield from _flat(_ROOT, children, told)


def _is_closed_menu(told: _Told) -> bool:
    role, states, _name, _description = told
    return bool(role) and role[0] == "popup menu" and not _has(states, _SHOWING)


def _flat(
    above: Node,
    children: dict[Node, list[Node]],
    told: dict[Node, _Told],
    depth: int = 1,
    is_shown: bool = True,
) -> Iterator[Seen]:
    for node in children.get(above, ()):
        role, states, name, description = told.get(node, ((), (), (), ()))
        # An item of a hidden list says of itself that it shows. Programs as such never do.
        is_showing = is_shown and (_has(states, _SHOWING) or depth == 1)
        if role and states:
            words = (str(one[0][1]) if one else "" for one in (name, description))
            yield Seen(role[0], *words, _has(states, _FOCUSABLE), _has(states, _FOCUSED), is_showing)
        yield from _flat(node, children, told, depth + 1, is_showing)


def _tell(bus: DBusConnection, nodes: Sequence[Node]) -> list[_Told]:
    """Return role, states, name and description of each, as the bus hands them over."""
    questions = []
    for node in nodes:
        address = DBusAddress(node[1], node[0], _ACCESSIBLE)
        questions += [new_method_call(address, "GetRoleName"), new_method_call(address, "GetState")]
        questions += [Properties(address).get(name) for name in ("Name", "Description")]
    bodies = _ask(bus, questions)
    return [tuple(bodies[start : start + 4]) for start in range(0, len(bodies), 4)]


def _children(bus: DBusConnection, nodes: Sequence[Node]) -> list[list[Node]]:
    questions = [new_method_call(DBusAddress(node[1], node[0], _ACCESSIBLE), "GetChildren") for node in nodes]
    return [[(one[0], one[1]) for one in body[0]] if body else [] for body in _ask(bus, questions)]


def _has(states: tuple[Any, ...], bit: int) -> bool:
    return bool(states) and bool(states[0][0] >> bit & 1)


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    """Return a fresh screen of 1280x900."""
    folder = tmp_path / "display"
    folder.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "XDG_RUNTIME_DIR": str(folder),
        "HOME": str(folder),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    screen = Display(environment, folder)
    try:
        reading, writing = os.pipe()
        xvfb = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        screen._stack.callback(_end, xvfb)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            environment["DISPLAY"] = f":{pipe.readline().strip()}"
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        screen._stack.callback(_end, bus)
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        bus.stdout.close()
        _manage(screen)
        yield screen
    finally:
        screen.close()


def _manage(screen: Display) -> None:
    """Start the window manager and wait until it is one: a window that opens before it gets no focus."""
    from Xlib.display import Display as Server

    screen.start("openbox")
    # This connection stays open meanwhile: when its last client leaves, an X server begins anew, and
    # closes on whoever just comes.
    server = Server(screen.environment["DISPLAY"])
    try:
        check = server.intern_atom("_NET_SUPPORTING_WM_CHECK")
        deadline = time.monotonic() + _COMMAND_SECONDS
        while server.screen().root.get_full_property(check, 0) is None:
            assert time.monotonic() < deadline, "openbox has not started"
            time.sleep(0.02)
    finally:
        server.close()


def sori_window(screen: Display, *arguments: str) -> subprocess.Popen[bytes]:
    """Open Sori's window on the screen."""
    return screen.start(sys.executable, "-m", "desktop", *arguments)
