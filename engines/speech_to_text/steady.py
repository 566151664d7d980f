"""A recogniser in a child process that goes on through crashes; nothing is lost or said twice."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from engines.errors import EngineError
from engines.media import RATE_HZ, AudioChunk
from engines.results import HeardWord, Transcript
from engines.speech_to_text import Listening
from engines.speech_to_text.conversation import Answer, Conversation, Silence
from engines.speech_to_text.voice_activity import SileroVad, Speech, SpeechGate
from engines.words import _

_PIECE_BYTES: Final = 2 * RATE_HZ // 10
"""A tenth of a second: what is given to the child at a time."""
_BACKLOG_SECONDS: Final = 60.0
"""While the child loads, so much sound may wait; a file then waits too, and a microphone keeps the rest."""
_CRASHES: Final = 5
"""So often the child may die without getting further than before."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long the child may take."""

    load_seconds: float = 180.0
    """To load its model; the biggest take half a minute on a slow disk."""
    answer_seconds: float = 15.0
    """To answer a piece of sound; the biggest models take 4 s for the last words."""


class GivenUp(EngineError):
    """The child died again and again; whoever asked has a sentence for that."""


class SteadyChild:
    """Children of one program, one after the other, each loaded with the same model and grammar."""

    def __init__(self, program: Sequence[str], load: Answer, patience: Patience) -> None:
        """Start the first one; `load` is the request it gets first."""
        self._program = program
        self._load = load
        self._patience = patience
        self._deadline = 0.0
        self._talk: Conversation | None = None
        self._turn = threading.Lock()
        self.is_over = False
        """Whether `close` was called, perhaps by another thread while this one listens."""
        self.loaded: Answer | None = None
        """What the child answered when it was loaded; None until then."""
        self.start()

    @property
    def pid(self) -> int:
        """The number of the process; 0 if there is none."""
        return self._talk.pid if self._talk else 0

    def start(self) -> None:
        """Start another one in place of the one there is."""
        with self._turn:
            self._end()
            if self.is_over:
                return
            self.loaded = None
            self._deadline = time.monotonic() + self._patience.load_seconds
            self._talk = Conversation(self._program)
            with suppress(Silence):  # that it has died will be noticed when it is asked whether it is ready
                self._talk.send(self._load)

    def is_ready(self) -> bool:
        """Look whether it has loaded.

        Raises:
            Silence: if it died, or takes too long.
        """
        if self.loaded is None:
            self.loaded = self._now().answer_now()
            if self.loaded is None and time.monotonic() > self._deadline:
                raise Silence("it does not load")
        return self.loaded is not None

    def ask(self, message: bytes | Answer) -> Generator[None, None, Answer]:
        """Yield while waiting, and return the answer.

        Raises:
            Silence: if it died, or did not answer in time.
        """
        talk = self._now()
        talk.send(message)
        answer = yield from talk.answer(self._patience.answer_seconds)
        if "error" in answer:
            raise Silence(f"{answer['error']}: {answer.get('reason', '')}")
        return answer

    def close(self) -> None:
        """Kill the child for good. May be called from any thread; calling it twice is harmless."""
        self.is_over = True
        with self._turn:
            self._end()

    def _now(self) -> Conversation:
        talk = self._talk
        if talk is None:
            raise Silence("it was closed")
        return talk

    def _end(self) -> None:
        talk, self._talk = self._talk, None
        if talk:
            talk.close()


class Listener:
    """One source being listened to.

    The gate finds utterances; their pieces wait in a queue until the child has taken them, and are
    kept until the child has said the final words of them. When it dies, what was kept goes back to
    the head of the queue. An utterance is at most 30 s long, so what is kept is bounded.
    """

    def __init__(self, child: SteadyChild, gate: SpeechGate, check: Callable[[Answer], str]) -> None:
        """Get ready; `check` is given what the child answers when it has loaded.

        It raises an `EngineError`, or returns a sentence for the user, empty if all is well.
        """
        self._child = child
        self._gate = gate
        self._check = check
        self._is_checked = False
        self._waiting: deque[Speech] = deque()
        self._kept: list[Speech] = []
        """Given to the child since its last final words."""
        self._partial = ""
        self._notice = ""
        self._reached = -1.0
        """How far any child ever got, in source seconds."""
        self._crashes = 0

    @property
    def _segment_start(self) -> float:
        return self._kept[0].start_seconds if self._kept else self._gate.heard_seconds

    def transcribe(self, chunks: Iterable[AudioChunk]) -> Iterator[Transcript]:
        """Yield at least one transcript for each chunk; end early if the child is closed meanwhile.

        Raises:
            GivenUp: if the child dies again and again.
        """
        for chunk in chunks:
            for speech in self._gate.hear(chunk):
                self._waiting.extend(_pieces(speech))
            yield from self._work(is_waiting=self._waiting_seconds() > _BACKLOG_SECONDS)
            if self._child.is_over:
                return
            yield self._told(self._so_far())
        for speech in self._gate.finish():
            self._waiting.extend(_pieces(speech))
        yield from self._work(is_waiting=True)
        if self._notice:
            yield self._told(self._so_far())

    def _work(self, is_waiting: bool) -> Iterator[Transcript]:
        """Give the child what waits; if it is not ready, wait for it only if `is_waiting`."""
        while (self._waiting or not self._is_checked) and not self._child.is_over:
            try:
                if self._child.is_ready():
                    self._have_checked()
                    if self._waiting:
                        yield from self._give(self._waiting[0])
                        yield self._told(self._so_far())
                elif is_waiting:
                    time.sleep(0.05)
                    yield self._told(self._so_far())
                else:
                    return
            except Silence as silence:
                self._crashed(str(silence))

    def _have_checked(self) -> None:
        if not self._is_checked:
            self._notice = self._check(self._child.loaded or {}) or self._notice
            self._is_checked = True

    def _give(self, piece: Speech) -> Iterator[Transcript]:
        final = None
        if piece.samples:
            answer = yield from self._asked(piece.samples)
            self._partial = answer.get("partial", "")
            final = self._final(answer, piece)
        if piece.is_last:
            answer = yield from self._asked({"do": "end"})
            final = final or self._final(answer, piece)
        # Only now is the piece done with: whatever failed before this line is done again.
        self._waiting.popleft()
        self._kept.append(piece)
        if self._reached < piece.end_seconds or piece.is_last:
            self._crashes = 0
        self._reached = max(self._reached, piece.end_seconds)
        if final is not None or piece.is_last:
            self._kept.clear()
            self._partial = ""
        if final is not None and final.text:
            yield self._told(final)

    def _asked(self, message: bytes | Answer) -> Generator[Transcript, None, Answer]:
        waiting = self._child.ask(message)
        while True:
            try:
                next(waiting)
            except StopIteration as stop:
                answer: Answer = stop.value
                return answer
            yield self._told(self._so_far())

    def _final(self, answer: Answer, piece: Speech) -> Transcript | None:
        """Return the final words in an answer; None if it holds none."""
        if "final" not in answer:
            return None
        start = self._kept[0].start_seconds if self._kept else piece.start_seconds
        words = tuple(
            HeardWord(
                text, round(start + begin, 3), round(min(start + end, piece.end_seconds), 3), confidence
            )
            for text, begin, end, confidence in answer["final"]
        )
        if not words:
            return Transcript("", is_final=True, start=start, end=piece.end_seconds)
        confidence = sum(word.confidence for word in words) / len(words)
        text = " ".join(word.text for word in words)
        return Transcript(text, True, words[0].start, words[-1].end, confidence, words)

    def _so_far(self) -> Transcript:
        heard = self._gate.heard_seconds
        if not self._partial:
            return Transcript("", is_final=False, start=heard, end=heard)
        return Transcript(self._partial, is_final=False, start=self._segment_start, end=heard)

    def _told(self, transcript: Transcript) -> Transcript:
        """Return it with the notice that waits, if there is one."""
        notice, self._notice = self._notice, ""
        return replace(transcript, notice=notice) if notice else transcript

    def _crashed(self, reason: str) -> None:
        if self._child.is_over:
            return
        self._crashes += 1
        logger.info("the recogniser failed, %d without progress: %s", self._crashes, reason)
        if self._crashes >= _CRASHES:
            raise GivenUp(reason)
        self._waiting.extendleft(reversed(self._kept))
        self._kept.clear()
        self._partial = ""
        self._notice = _restarted()
        self._child.start()

    def _waiting_seconds(self) -> float:
        return len(self._waiting) * _PIECE_BYTES / (2 * RATE_HZ)


def _pieces(speech: Speech) -> Iterator[Speech]:
    """Yield a long piece in short ones."""
    starts = range(0, max(1, len(speech.samples)), _PIECE_BYTES)
    for start in starts:
        yield Speech(
            speech.samples[start : start + _PIECE_BYTES],
            speech.start_seconds + start / (2 * RATE_HZ),
            is_first=speech.is_first and start == 0,
            is_last=speech.is_last and start == starts[-1],
        )


def _restarted() -> str:
    return _("The speech recogniser stopped and was started again; nothing that was said is lost.")


class SteadyRecognizer:
    """What the recognisers in child processes share; the child is kept for the next source."""

    def __init__(self, program: Sequence[str], patience: Patience) -> None:
        """Get ready: nothing is started before `listen`."""
        self._program = program
        self._patience = patience
        self._child: SteadyChild | None = None
        self._request: Answer = {}
        self._vad: SileroVad | None = None

    @property
    def pid(self) -> int:
        """The number of the child process; 0 if there is none."""
        return self._child.pid if self._child else 0

    def listen(
        self,
        request: Answer,
        check: Callable[[Answer], str],
        chunks: Iterable[AudioChunk],
        how: Listening,
    ) -> Iterator[Transcript]:
        """Yield what is heard by a child that was loaded with `request`.

        Raises:
            GivenUp: if it dies again and again; `is_loaded` then tells whether it ever loaded.
        """
        if self._child is None or self._request != request:
            self.close()
            self._child, self._request = SteadyChild(self._program, request, self._patience), request
        self._vad = self._vad or SileroVad()
        self._vad.forget()
        is_whole = False
        try:
            gate = SpeechGate(how.pause_seconds, self._vad)
            yield from Listener(self._child, gate, check).transcribe(chunks)
            is_whole = True
        finally:
            if not is_whole:  # it may be in the middle of an answer or of an utterance
                self.close()

    def close(self) -> None:
        """Kill the child. May be called from any thread; calling it twice is harmless."""
        child, self._child = self._child, None
        if child:
            child.close()
