"""A screen for tests: a private Xvfb with openbox, a session bus and the accessibility bus."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import Properties

Node = tuple[str, str]
"""A bus name and an object path."""
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
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
            command, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        self._stack.callback(_end, process)
        return process

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            subprocess.run(["xdotool", "key", name], env=self.environment, check=True)
            time.sleep(0.15)

    def tree(self) -> list[Seen]:
        """Return every node of the programs on this screen."""
        session = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        try:
            address = _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")[0]
        finally:
            session.close()
        bus = open_dbus_connection(address)
        try:
            return list(_walk(bus, _ROOT))
        finally:
            bus.close()

    def wait_for(self, is_there: Callable[[list[Seen]], Any], seconds: float = 20) -> list[Seen]:
        """Return the tree as soon as something is in it; fail with the tree if it never is."""
        deadline = time.monotonic() + seconds
        nodes: list[Seen] = []
        while time.monotonic() < deadline:
            nodes = self.tree()
            if is_there(nodes):
                return nodes
            time.sleep(0.2)
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
    reply = bus.send_and_get_reply(
        new_method_call(DBusAddress(node[1], node[0], interface), method), timeout=10
    )
    return () if reply.header.message_type == MessageType.error else reply.body


def _walk(bus: DBusConnection, node: Node, depth: int = 0, is_shown: bool = True) -> Iterator[Seen]:
    role = _call(bus, node, _ACCESSIBLE, "GetRoleName")
    states = _call(bus, node, _ACCESSIBLE, "GetState")
    if role and states and depth:
        low = states[0][0]
        is_focusable, is_focused, is_showing = (
            bool(low >> bit & 1) for bit in (_FOCUSABLE, _FOCUSED, _SHOWING)
        )
        # An item of a hidden list says of itself that it shows. Programs as such never do.
        is_shown = is_shown and (is_showing or depth == 1)
        names = (_text(bus, node, "Name"), _text(bus, node, "Description"))
        yield Seen(role[0], *names, is_focusable, is_focused, is_shown)
    children = _call(bus, node, _ACCESSIBLE, "GetChildren")
    for child in children[0] if children and depth < 20 else ():
        yield from _walk(bus, child, depth + 1, is_shown)


def _text(bus: DBusConnection, node: Node, name: str) -> str:
    call = Properties(DBusAddress(node[1], node[0], _ACCESSIBLE)).get(name)
    reply = bus.send_and_get_reply(call, timeout=10)
    return "" if reply.header.message_type == MessageType.error else str(reply.body[0][1])


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
        screen.start("openbox")
        yield screen
    finally:
        screen.close()


def sori_window(screen: Display, *arguments: str) -> subprocess.Popen[bytes]:
    """Open Sori's window on the screen."""
    return screen.start(sys.executable, "-m", "desktop", *arguments)
