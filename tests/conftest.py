"""What holds for every test: nothing is left running, nothing is logged unasked, nobody calls out.

A test that provokes a warning in the log says so with the fixture `expect_log`. Material that does
not ship with Sori is looked for in the folder named by SORI_REAL_DATA (fixture `real_data`).
"""

import contextlib
import ipaddress
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from engines import words

pytest_plugins = ("tests.audio_rig", "tests.display_rig")

PATIENCE_SECONDS: Final = 2.0
"""How long threads and processes may take to end after a test."""
RIG_PROCESSES: Final = {"pulseaudio", "Xvfb", "dbus-daemon", "dbus-run-sessio", "at-spi-bus-laun", "openbox"}
"""Servers that the rigs keep for many tests, by the names the kernel knows them by."""

_calls_out: list[str] = []


class NetworkUsed(Exception):
    """Code under test tried to reach another machine."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" or event == "socket.sendto":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        _calls_out.append(f"{event} {host!r}")
        raise NetworkUsed(f"{event} {host!r}")


def _is_local(host: object) -> bool:
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    return False


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    _calls_out.clear()
    yield
    assert not _calls_out, f"this test tried to reach another machine: {_calls_out}"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test user folders of its own, and English."""
    home = tmp_path_factory.mktemp("user")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    words.use("en")


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _watched_log() -> Iterator[_Warnings]:
    root, watch = logging.getLogger(), _Warnings()
    handlers, level = list(root.handlers), root.level
    root.addHandler(watch)
    yield watch
    root.handlers[:], root.level = handlers, level
    unexpected = [text for text in watch.messages if not any(re.search(one, text) for one in watch.expected)]
    assert not unexpected, f"this test logged warnings it did not expect (see `expect_log`): {unexpected}"
    missed = [one for one in watch.expected if not any(re.search(one, text) for text in watch.messages)]
    assert not missed, f"these warnings were expected in the log and did not come: {missed}"


@pytest.fixture
def expect_log(_watched_log: _Warnings) -> Callable[[str], None]:
    """Return a function that takes the pattern of a warning this test will cause, `logger: message`."""
    return _watched_log.expected.append


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    threads, children = set(_threads()), set(_children())
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and (set(_threads()) - threads or set(_children()) - children):
        time.sleep(0.02)
    left = [thread.name for thread in set(_threads()) - threads]
    assert not left, (
        f"this test left threads running: {left}; close what started them (Jobs.close, lane.shutdown)"
    )
    processes = [_children()[pid] for pid in set(_children()) - children if pid in _children()]
    assert not processes, f"this test left child processes: {processes}; close the engine or wait for them"


def _threads() -> list[threading.Thread]:
    # A C library's own thread that called back into Python stays in the list for good as a dummy.
    dummy = threading._DummyThread  # type: ignore[attr-defined] # there is no public way to tell
    return [thread for thread in threading.enumerate() if not isinstance(thread, dummy)]


def _children() -> dict[int, str]:
    """Return the child processes of this one: number to command."""
    found = {}
    for task in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for pid in map(int, task.read_text().split()):
                name, command = _process(pid)
                if name not in RIG_PROCESSES and "multiprocessing.resource_tracker" not in command:
                    found[pid] = f"{pid} {command or name}"
    return found


def _process(pid: int) -> tuple[str, str]:
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        return Path(f"/proc/{pid}/comm").read_text().strip(), command.strip()
    return "", "(just ended)"


@pytest.fixture(scope="session")
def real_data() -> Path | None:
    """Return the folder of real material, or None where there is none: such a test then has less to do."""
    folder = os.environ.get("SORI_REAL_DATA")
    return Path(folder) if folder else None
