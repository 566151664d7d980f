"""Talk with the child process in which a recogniser lives: it may abort, hang or be killed at any moment."""

import contextlib
import json
import struct
import subprocess
import threading
import time
from collections.abc import Generator, Sequence
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, Final

from engines.children import environment
from engines.errors import EngineError

_LOOK_SECONDS: Final = 0.05
_HEAD: Final = struct.Struct("<cI")
"""What stands before each frame: its kind, and how many bytes follow."""
_JSON: Final = b"J"
_SOUND: Final = b"S"
_LONGEST_FRAME: Final = 1 << 26

Answer = dict[str, Any]


class Silence(EngineError):
    """The child has died, or did not answer in time; whoever asked has a sentence for that."""


def write(stream: BinaryIO, message: bytes | Answer) -> None:
    """Write a frame: sound as bytes, or anything else as a JSON object."""
    kind = _SOUND if isinstance(message, bytes) else _JSON
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    stream.write(_HEAD.pack(kind, len(body)) + body)
    stream.flush()


def read(stream: BinaryIO) -> bytes | Answer | None:
    """Read a frame; None at the end, also when it comes within a frame.

    Raises:
        ValueError: if it is not a frame.
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if kind not in (_JSON, _SOUND) or length > _LONGEST_FRAME:
        raise ValueError("not a frame")
    body = stream.read(length)
    if len(body) < length:
        return None
    if kind == _SOUND:
        return body
    answer: Answer = json.loads(body)
    return answer


class Conversation:
    """A running child. One thread asks, one question at a time; `close` may come from any."""

    def __init__(self, program: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        # Windows cannot wait for a pipe with a limit of time, so a thread waits without one.
        self._reader = threading.Thread(target=self._read, name="recogniser-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the child process."""
        return self._process.pid

    def send(self, message: bytes | Answer) -> None:
        """Send a request.

        Raises:
            Silence: if the child has died.
        """
        try:
            assert self._process.stdin
            write(self._process.stdin, message)  # type: ignore[arg-type] # Popen says IO[bytes]
        except (OSError, ValueError) as error:  # it has died; or `close` was called meanwhile
            raise Silence("the pipe is closed") from error

    def answer(self, patience_seconds: float) -> Generator[None, None, Answer]:
        """Yield every 50 ms while waiting, and return the answer to the oldest request.

        Raises:
            Silence: if no answer came in time.
        """
        deadline = time.monotonic() + patience_seconds
        while True:
            with contextlib.suppress(Empty):
                return _present(self._answers.get(timeout=_LOOK_SECONDS))
            if time.monotonic() > deadline:
                raise Silence(f"no answer within {patience_seconds:.0f} s")
            yield

    def answer_now(self) -> Answer | None:
        """Return the answer to the oldest request if it is here, else None.

        Raises:
            Silence: if the child has died.
        """
        try:
            return _present(self._answers.get_nowait())
        except Empty:
            return None

    def close(self) -> None:
        """Kill the child, whatever it does. Calling it twice is harmless."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not flushed can no longer be read by anyone
                if pipe:
                    pipe.close()

    def _read(self) -> None:
        assert self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            while isinstance(answer := read(self._process.stdout), dict):  # type: ignore[arg-type] # as above
                self._answers.put(answer)
        self._answers.put(None)


def _present(answer: Answer | None) -> Answer:
    if answer is None:
        raise Silence("the child has ended")
    return answer
