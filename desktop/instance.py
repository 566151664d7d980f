"""One Sori for each user: the running window takes orders from `sori do` and from a second start.

The first to `serve` wins; whoever comes later finds it taken and may `ask` the first one instead. What
goes through the door is one line of JSON each way:

    {"version": 1, "action": "describe-screen", "arguments": []}
    {"version": 1, "error": null, "message": "…"}

The door opens to this user only (`desktop.instance_doors`).
"""

import contextlib
import json
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.instance_doors import Door, this_door
from engines.words import _

if TYPE_CHECKING:
    from desktop.instance_server import Instance

VERSION: Final = 1
MOST_BYTES: Final = 65_536
"""Of a line, either way."""
MOST_CHARACTERS: Final = 8000
"""Of an answer's sentence: six bytes each fit into a line."""
MOST_ARGUMENTS: Final = 16
ANSWER_SECONDS: Final = 10.0
"""How long the window may take for an order."""
_CLIENT_SECONDS: Final = ANSWER_SECONDS + 5
_STEP_SECONDS: Final = 0.05

Post = Callable[[Callable[[], None]], None]
Handle = Callable[[str, tuple[str, ...]], str | None]
"""Carries out an action with its arguments; returns a sentence for whoever asked, or None.

An `EngineError` it raises is the answer: that is how an action is refused.
"""


@dataclass(frozen=True)
class Answer:
    """What the running Sori said to an action."""

    error: str = ""
    """The stable code of what went wrong; empty if the action was carried out."""
    message: str = ""
    """One sentence in the language of the running Sori, or empty."""

    def line(self) -> bytes:
        """Return it as it goes through the door."""
        message = self.message[:MOST_CHARACTERS]
        answer = {"version": VERSION, "error": self.error or None, "message": message}
        return json.dumps(answer).encode() + b"\n"


def serve(handle: Handle, post: Post, door: Door | None = None) -> "Instance | None":
    """Take orders from now on, or return None if another Sori of this user does.

    `handle` is called through `post`, one action after the other. Close what is returned.

    Raises:
        OutputUnwritable: there is no place for the door that only this user can reach.
    """
    from desktop.instance_server import Instance

    door = door or this_door()
    listener = door.open()
    return Instance(door, listener, handle, post) if listener else None


def ask(
    action: str, arguments: Sequence[str] = (), patience_seconds: float = 0.0, door: Door | None = None
) -> Answer | None:
    """Ask the running Sori for an action; None if none runs.

    A Sori that has just started may not listen yet: `patience_seconds` is how long it is waited for.
    """
    door = door or this_door()
    connection = _connected(door, patience_seconds)
    if connection is None:
        return None
    request = {"version": VERSION, "action": action, "arguments": list(arguments), "secret": door.secret}
    deadline = time.monotonic() + _CLIENT_SECONDS
    line = b""
    # A reset or a silence leaves the line unfinished, which says enough.
    with connection, contextlib.suppress(OSError):
        connection.settimeout(_CLIENT_SECONDS)
        connection.sendall(json.dumps(request).encode() + b"\n")
        while not line.endswith(b"\n") and len(line) < MOST_BYTES and time.monotonic() < deadline:
            if not (piece := connection.recv(4096)):
                break
            line += piece
    return _answer(line)


def _connected(door: Door, patience_seconds: float) -> socket.socket | None:
    deadline = time.monotonic() + patience_seconds
    while True:
        connection = door.connect()
        if connection is not None or time.monotonic() >= deadline:
            return connection
        time.sleep(_STEP_SECONDS)


def _answer(line: bytes) -> Answer:
    answer = read_line(line)
    if not line.endswith(b"\n") or answer is None:
        return Answer(
            "no_answer", _("Sori is running but does not answer: close its window and open it again.")
        )
    error, message = answer.get("error"), answer.get("message")
    return Answer(str(error) if error else "", str(message) if message else "")


def read_line(line: bytes) -> dict[str, Any] | None:
    """Return what a line holds, or None if it is not one of ours."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("version") == VERSION else None
