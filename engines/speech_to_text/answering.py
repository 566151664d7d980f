"""The child's side of `conversation`: it reads requests, and answers each with one JSON object.

`{"do": "load", "model": …, "grammar": …}` comes first and is answered by `{"unknown": [word, …]}`.
Sound is answered by `{"partial": text}`, or by `{"final": [[word, start, end, confidence], …]}` where the
library itself found an end. `{"do": "end"}` ends an utterance and is answered by a `final` too. Times are
seconds from the first sample after the last final. `{"error": kind, "reason": …}` answers what failed.
The process ends when its input does.
"""

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol

from engines import network
from engines.speech_to_text.conversation import read, write

Answer = dict[str, Any]


class Refused(Exception):
    """A request that cannot be done, and of what kind the reason is."""

    def __init__(self, kind: str, reason: str = "", words: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.kind = kind
        self.words = list(words)


class Ear(Protocol):
    """A recogniser at work."""

    def hear(self, samples: bytes) -> Answer:
        """Take sound; return a `partial` or a `final`."""
        ...

    def end(self) -> Answer:
        """End the utterance; return its `final`."""
        ...


def serve(load: Callable[[Answer], tuple[Ear, Answer]]) -> None:
    """Answer requests until there are no more."""
    # Ctrl+C in a terminal reaches every process there; when to end is the other side's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    network.install_if_inherited()
    requests, answers = _private_pipes()
    ear: Ear | None = None
    while (request := read(requests)) is not None:
        try:
            if isinstance(request, bytes):
                assert ear
                answer = ear.hear(request)
            elif request["do"] == "load":
                ear, answer = load(request)
            else:
                assert ear
                answer = ear.end()
        except Refused as refused:
            answer = {"error": refused.kind, "reason": str(refused), "words": refused.words}
        write(answers, answer)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes for frames alone, because a C library prints what it likes to standard output."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers
