"""One Sori for each user, and what goes through its door: real sockets, real processes."""

import json
import os
import queue
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import actions, instance, instance_server
from desktop.instance import Answer, ask, serve
from desktop.instance_doors import Door, PortDoor, SocketDoor, this_door
from engines.errors import DeviceUnavailable, OutputUnwritable

WAIT_SECONDS = 20

RUNNING = """
import sys, threading
from pathlib import Path
from desktop.instance import serve
from desktop.instance_doors import SocketDoor
door = SocketDoor(Path(sys.argv[1]))
sys.stdin.readline()
running = serve(lambda action, arguments: f"{action} by the winner", lambda call: call(), door)
print("won" if running else "lost", flush=True)
sys.stdin.readline()
if running:
    running.close()
"""


class Gui:
    """A thread that runs what is posted, as the GUI thread would; it can be held up."""

    def __init__(self) -> None:
        self.done: list[tuple[str, tuple[str, ...]]] = []
        self.outcome: str | Exception | None = None
        self.broken: list[Exception] = []
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gui")
        self._thread.start()

    def post(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    def handle(self, action: str, arguments: tuple[str, ...]) -> str | None:
        assert threading.current_thread() is self._thread
        self.done.append((action, arguments))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def close(self) -> None:
        self._calls.put(None)
        self._thread.join(WAIT_SECONDS)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except ZeroDivisionError as error:
                self.broken.append(error)


@pytest.fixture
def gui() -> Iterator[Gui]:
    gui = Gui()
    yield gui
    gui.close()


@pytest.fixture(params=[SocketDoor, PortDoor])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return request.param(tmp_path / "run")


def another(door: Any) -> Any:
    """Return the same door from the side of another process."""
    return type(door)(door._folder)


def raw(door: Any, sent: bytes) -> dict[str, Any]:
    """Send bytes through the door and return the line that comes back, or nothing."""
    connection = another(door).connect()
    assert connection is not None
    with connection:
        connection.settimeout(WAIT_SECONDS)
        try:
            connection.sendall(sent)
            line = connection.makefile("rb").readline()
        except (ConnectionResetError, BrokenPipeError):
            return {}
    return dict(json.loads(line)) if line else {}


def test_an_order_is_carried_out_on_the_gui_thread_and_answered(door: Any, gui: Gui) -> None:
    # GIVEN nobody WHEN asked THEN nobody answers
    assert ask("stop", door=another(door)) is None
    # GIVEN a running Sori
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    try:
        # WHEN asked THEN it does so, and its sentence comes back
        gui.outcome = "Stopped. 멈췄습니다."
        assert ask("stop", ("a", "b c"), door=another(door)) == Answer("", "Stopped. 멈췄습니다.")
        gui.outcome = None
        assert ask("dictate", door=another(door)) == Answer()
        # WHEN a second start was given a picture THEN its path arrives whole, also one that is no text
        path = os.fsdecode("그림 1\n".encode() + b"\xff.png")
        assert ask(actions.DESCRIBE_FILE, (path,), door=another(door)) == Answer()
        assert gui.done == [("stop", ("a", "b c")), ("dictate", ()), ("describe-file", (path,))]
        # WHEN it refuses THEN its reason comes back
        gui.outcome = DeviceUnavailable("No microphone was found: connect one.")
        assert ask("dictate", door=another(door)) == Answer(
            "device_unavailable", "No microphone was found: connect one."
        )
        # WHEN it has a bug THEN that is said, the bug is not hidden, and it goes on
        gui.outcome = ZeroDivisionError()
        assert ask("dictate", door=another(door)) == Answer("bug", "Something went wrong inside Sori.")
        gui.outcome = "x" * 100_000
        answer = ask("repeat", door=another(door))
        assert answer is not None
        assert answer.message == "x" * instance.MOST_CHARACTERS
        # WHEN another one starts THEN it is not the one that runs
        assert serve(gui.handle, gui.post, another(door)) is None
    finally:
        running.close()
    assert len(gui.broken) == 1
    # WHEN it has closed THEN nobody answers, and another may run
    assert ask("stop", door=another(door)) is None
    next_one = serve(gui.handle, gui.post, another(door))
    assert next_one is not None
    next_one.close()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\n", "bad_request"),
        (b"GET / HTTP/1.1\r\n\r\n", "bad_request"),
        (b"\xff\xfe\x00\n", "bad_request"),
        (b"[" * 60_000 + b"\n", "bad_request"),
        (b"x" * 200_000, "bad_request"),
        (b'{"version": 2, "action": "stop"}\n', "bad_request"),
        (b'{"version": 1}\n', "bad_request"),
        (b'{"version": 1, "action": ["stop"]}\n', "bad_request"),
        (b'{"version": 1, "action": "stop", "arguments": "rm"}\n', "bad_request"),
        (b'{"version": 1, "action": "stop", "arguments": [1]}\n', "bad_request"),
        (b'{"version": 1, "action": "stop", "arguments": ["a\\u0000b"]}\n', "bad_request"),
        (
            b'{"version": 1, "action": "stop", "arguments": %s}\n' % json.dumps(["a"] * 17).encode(),
            "bad_request",
        ),
        (b'{"version": 1, "action": "st\\u001bop"}\n', "bad_request"),
        (b'{"version": 1, "action": "hold-to-dictate"}\n', "unknown_action"),
        (b'{"version": 1, "action": "format-disk"}\n', "unknown_action"),
    ],
)
def test_what_is_no_order_is_refused(tmp_path: Path, gui: Gui, sent: bytes, code: str) -> None:
    door = SocketDoor(tmp_path / "run")
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    try:
        assert raw(door, sent)["error"] == code
        # AND the next order is carried out as if nothing had been
        assert ask("stop", door=another(door)) == Answer()
    finally:
        running.close()
    assert gui.done == [("stop", ())]


@pytest.mark.parametrize("sent", [b"\n", b'{"action": "stop", "secret": "wrong"}\n'])
def test_what_is_refused_is_told_in_the_users_language(
    tmp_path: Path, gui: Gui, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    # GIVEN a language in which every sentence is marked
    monkeypatch.setattr(instance_server, "_", lambda text: f"<{text}>")
    running = serve(gui.handle, gui.post, PortDoor(tmp_path / "run"))
    assert running is not None
    # WHEN something is refused THEN it is told in that language
    try:
        assert raw(PortDoor(tmp_path / "run"), sent)["message"].startswith("<")
    finally:
        running.close()


def test_callers_who_say_nothing_or_leave_hold_up_nobody(door: Any, gui: Gui) -> None:
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    # GIVEN callers who say nothing, half of it, or leave before the answer
    silent = [another(door).connect() for _ in range(5)]
    for one in silent:
        one.settimeout(WAIT_SECONDS)
    half = another(door).connect()
    half.settimeout(WAIT_SECONDS)
    half.sendall(b'{"version": 1, "action": "st')
    gone = another(door)
    leaver = gone.connect()
    request = {"version": 1, "action": "pause", "secret": gone.secret}
    leaver.sendall(json.dumps(request).encode() + b"\n")
    leaver.close()
    try:
        # WHEN somebody asks THEN they are answered at once
        assert ask("stop", door=another(door)) == Answer()
    finally:
        # WHEN Sori closes THEN it does not wait for the silent ones
        running.close()
        for connection in (*silent, half):
            assert connection.recv(1) == b""
            connection.close()
    assert ("stop", ()) in gui.done


def test_too_many_callers_are_turned_away_not_kept(
    tmp_path: Path, gui: Gui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance_server, "MOST_CALLERS", 2)
    door = SocketDoor(tmp_path / "run")
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    callers = [another(door).connect() for _ in range(3)]
    try:
        # The last one finds the line closed.
        callers[-1].settimeout(WAIT_SECONDS)
        assert callers[-1].recv(1) == b""
    finally:
        running.close()
        for caller in callers:
            caller.close()


def test_an_order_that_was_given_up_is_not_carried_out_later(
    tmp_path: Path, gui: Gui, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a GUI thread that is held up for longer than a caller waits
    monkeypatch.setattr(instance_server, "ANSWER_SECONDS", 0.05)
    door = SocketDoor(tmp_path / "run")
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    go_on = threading.Event()
    gui.post(lambda: bool(go_on.wait(WAIT_SECONDS)) and None)
    try:
        # WHEN asked THEN the caller hears that nothing was done
        answer = ask("dictate", door=another(door))
        assert answer == Answer("busy", "Sori is busy and did nothing: try again in a moment.")
        # AND nothing is done when the GUI thread goes on
        go_on.set()
        monkeypatch.setattr(instance_server, "ANSWER_SECONDS", WAIT_SECONDS)
        assert ask("stop", door=another(door)) == Answer()
        assert gui.done == [("stop", ())]
    finally:
        go_on.set()
        running.close()


def test_an_order_that_waits_while_sori_closes_is_answered(tmp_path: Path) -> None:
    # GIVEN an order that the GUI thread has not come to
    door = SocketDoor(tmp_path / "run")
    posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    running = serve(lambda _action, _arguments: pytest.fail("carried out"), posted.put, door)
    assert running is not None
    answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
    asking = threading.Thread(target=lambda: answers.put(ask("stop", door=another(door))))
    asking.start()
    call = posted.get(timeout=WAIT_SECONDS)
    # WHEN Sori closes THEN the caller hears so, and the order is never carried out
    running.close()
    call()
    asking.join(WAIT_SECONDS)
    answer = answers.get(timeout=WAIT_SECONDS)
    assert answer is not None
    assert answer.error == "closing"


def test_only_this_user_can_reach_the_socket(
    tmp_path: Path, gui: Gui, expect_log: Callable[[str], None]
) -> None:
    # GIVEN a folder that others could enter
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    door = SocketDoor(folder)
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    try:
        # THEN it is closed to them, and the socket is, too
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "socket").stat().st_mode) == 0o600
        assert stat.S_ISSOCK((folder / "socket").stat().st_mode)
        # WHEN the kernel says that a caller is somebody else
        expect_log("is not the one Sori runs for")
        door._uid += 1
        # THEN they are turned away and nothing is done
        assert raw(door, b'{"version": 1, "action": "stop"}\n')["error"] == "not_allowed"
        # WHEN the one that listens is somebody else THEN nothing is sent to them
        stranger = another(door)
        stranger._uid += 1
        assert ask("stop", door=stranger) is None
        assert gui.done == []
    finally:
        running.close()


def test_without_the_secret_nobody_is_heard(tmp_path: Path, gui: Gui) -> None:
    # GIVEN a port, which every user of the machine can reach
    door = PortDoor(tmp_path / "run")
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    try:
        file = tmp_path / "run" / "port.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        # WHEN somebody does not know the secret, or knows another THEN they are turned away
        for secret in ("", "0" * 64, "비밀", "\ud800"):
            order = json.dumps({"version": 1, "action": "stop", "secret": secret}).encode() + b"\n"
            assert raw(door, order)["error"] == "not_allowed"
        assert gui.done == []
    finally:
        running.close()


@pytest.mark.parametrize("kind", [SocketDoor, PortDoor])
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, gui: Gui, kind: type[Any]) -> None:
    # GIVEN a link where the folder should be, or a file
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").touch()
    for name in ("link", "file"):
        # WHEN Sori wants to run there THEN a sentence says what to do
        with pytest.raises(OutputUnwritable, match="delete it and start Sori again"):
            serve(gui.handle, gui.post, kind(tmp_path / name))
        assert ask("stop", door=kind(tmp_path / name)) is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_the_door_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a session's own folder THEN the door is there
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    door = this_door()
    assert isinstance(door, SocketDoor)
    assert door._folder == tmp_path / "sori"
    # GIVEN none, or one that is no folder THEN it is in a place of the user's own
    for value in ("", "relative", str(tmp_path / "missing")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
        door = this_door()
        assert isinstance(door, SocketDoor)
        assert door._folder in (
            Path(f"/run/user/{os.getuid()}/sori"),
            Path(os.environ["XDG_STATE_HOME"], "sori", "run"),
        )


def test_a_long_path_is_no_hindrance(tmp_path: Path, gui: Gui) -> None:
    # GIVEN a folder whose name does not fit into a socket's address
    door = SocketDoor(tmp_path / ("long" * 30) / "run")
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    assert ask("stop", door=another(door)) == Answer()
    running.close()
    assert not (door._folder / "socket").exists()


def start(folder: Path) -> "subprocess.Popen[str]":
    """Start a process that will try to be the one that runs as soon as it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", RUNNING, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def tell(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def heard(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    guard = threading.Timer(WAIT_SECONDS, process.kill)
    guard.start()
    try:
        return process.stdout.readline().strip()
    finally:
        guard.cancel()
        guard.join()


def test_of_many_at_the_same_moment_exactly_one_wins(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    # GIVEN what a crashed one left behind, and four that start at the same moment
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folder / "socket")) if len(str(folder)) < 90 else (folder / "socket").touch()
    processes = [start(folder) for _ in range(4)]
    try:
        for process in processes:
            tell(process)
        # THEN one wins, the others know it, and the winner can be asked
        assert sorted(heard(process) for process in processes) == ["lost", "lost", "lost", "won"]
        answer = ask("show", patience_seconds=WAIT_SECONDS, door=SocketDoor(folder))
        assert answer == Answer("", "show by the winner")
    finally:
        for process in processes:
            process.communicate("\n", WAIT_SECONDS)


def test_a_killed_one_is_replaced(tmp_path: Path, gui: Gui) -> None:
    folder = tmp_path / "run"
    # GIVEN a Sori that is killed
    process = start(folder)
    tell(process)
    assert heard(process) == "won"
    assert serve(gui.handle, gui.post, SocketDoor(folder)) is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=WAIT_SECONDS)
    assert (folder / "socket").exists()
    # THEN nobody answers, and the next one takes its place
    assert ask("stop", door=SocketDoor(folder)) is None
    door: Door = SocketDoor(folder)
    running = serve(gui.handle, gui.post, door)
    assert running is not None
    assert ask("stop", door=SocketDoor(folder)) == Answer()
    running.close()


def test_one_that_hangs_up_without_an_answer_is_told(tmp_path: Path) -> None:
    # GIVEN something that listens but is not Sori
    folder = tmp_path / "run"
    door = SocketDoor(folder)
    listener = door.open()
    assert listener is not None
    listener.settimeout(WAIT_SECONDS)
    for reply in (b"", b"garbage\n", b'{"version": 1', b'["version"]\n'):

        def answer(reply: bytes = reply) -> None:
            caller, _address = listener.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        # WHEN asked THEN a sentence says what to do
        said = ask("stop", door=SocketDoor(folder))
        thread.join(WAIT_SECONDS)
        assert said is not None
        assert said.error == "no_answer"
        assert "close its window and open it again" in said.message
    listener.close()
    door.close()


def test_the_kernel_names_the_caller() -> None:
    # The check above stands on this: three numbers, the second one the user's.
    left, right = socket.socketpair()
    with left, right:
        found = left.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    assert struct.unpack("3i", found)[1] == os.getuid()
