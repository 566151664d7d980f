"""Talk with a child process that may hang or die, a JSON object a line each way."""

import contextlib
import json
import logging
import subprocess
import threading
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any, Final

from engines.children import environment
from engines.errors import EngineError

_LOOK_SECONDS: Final = 0.05

logger = logging.getLogger(__name__)


class Silence(EngineError):
    """The child has died, or did not answer in time; whoever asked has a sentence for that."""


class Conversation:
    """A running child with a private folder for files. One thread asks; `close` may come from any."""

    def __init__(self, program: Sequence[str]) -> None:
        self._folder = TemporaryDirectory(prefix="sori-voice-")
        self.folder = Path(self._folder.name)
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        # Windows cannot wait for a pipe with a limit of time, so a thread waits without one.
        self._reader = threading.Thread(target=self._read, name="voice-reader", daemon=True)
        self._reader.start()

    def ask(self, request: dict[str, Any], patience_seconds: float) -> Generator[None, None, dict[str, Any]]:
        """Send a request, yield every 50 ms while waiting, and return the answer.

        Raises:
            Silence: if no answer came in time.
        """
        try:
            assert self._process.stdin
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:  # it has died; or `close` was called meanwhile
            raise Silence("the pipe is closed") from error
        deadline = time.monotonic() + patience_seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(Empty):
                return _parsed(self._answers.get(timeout=_LOOK_SECONDS))
            yield
        raise Silence(f"no answer within {patience_seconds:.0f} s")

    def close(self) -> None:
        """Kill the child, whatever it does, and remove its files. Calling it twice is harmless."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not flushed can no longer be read by anyone
                if pipe:
                    pipe.close()
        self._folder.cleanup()

    def _read(self) -> None:
        assert self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._answers.put(line.decode("utf-8", "replace"))
        self._answers.put(None)


def _parsed(line: str | None) -> dict[str, Any]:
    if line is None:
        raise Silence("the child has ended")
    try:
        answer: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise Silence("the answer makes no sense") from error
    return answer
