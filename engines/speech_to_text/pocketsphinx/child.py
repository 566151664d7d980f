"""The child process in which PocketSphinx lives: it would keep every other thread waiting while it works."""

import re
from pathlib import Path
from typing import Any, Final

from engines.media import RATE_HZ
from engines.speech_to_text.answering import Answer, Refused, serve
from engines.speech_to_text.grammar import Grammar, parsed
from engines.speech_to_text.pocketsphinx.pronunciation import guessed

_FRAME_SECONDS: Final = 0.01
_MARGIN_SECONDS: Final = 0.2
"""Put before and after an utterance, so that a clipped first sound is still a beginning."""
_NOISE: Final = 20
"""How loud the noise is that is mixed in with a grammar (-64 dBFS).

The model knows wide-band sound only. Without a little noise the empty upper half of a telephone's
or an old recorder's band looks like nothing it knows: on 30 such digits it tells 60% without, 83% with.
"""
_SAID: Final = {"mr": "mister", "mrs": "missus"}
_PENALTY: Final = 0.005
"""What another word costs in a grammar: with less, one digit is often heard as two."""
_AGAIN_SECONDS: Final = 10.0
"""An utterance up to so long is heard a second time at its end, now with its own mean spectrum."""


class PocketsphinxEar:
    """One decoder, for one utterance after the other."""

    def __init__(self, decoder: Any, noise: int) -> None:
        import numpy

        self._numpy: Any = numpy
        self._decoder = decoder
        self._first_mean = decoder.get_cmn(False)
        self._noise = numpy.random.default_rng(0).normal(0, noise, RATE_HZ)  # (samples of 1 s,)
        self._heard = bytearray()

    def hear(self, samples: bytes) -> Answer:
        """Take sound; it never finds an end of its own."""
        if not self._heard:
            self._decoder.set_cmn(self._first_mean)
            self._decoder.start_utt()
            self._take(bytes(2 * round(_MARGIN_SECONDS * RATE_HZ)))
        self._take(samples)
        return {"partial": self._text()}

    def end(self) -> Answer:
        """End the utterance."""
        if not self._heard:
            return {"final": []}
        self._take(bytes(2 * round(_MARGIN_SECONDS * RATE_HZ)))
        self._decoder.end_utt()
        sound, self._heard = bytes(self._heard), bytearray()
        if len(sound) <= 2 * RATE_HZ * _AGAIN_SECONDS:
            self._decoder.start_utt()
            self._decoder.process_raw(sound, False, True)
            self._decoder.end_utt()
        return {"final": self._words()}

    def _take(self, samples: bytes) -> None:
        numpy = self._numpy
        clean = numpy.frombuffer(samples, "<i2")  # (samples,)
        places = (len(self._heard) // 2 + numpy.arange(len(clean))) % RATE_HZ
        mixed = numpy.clip(clean + self._noise[places], -32768, 32767).astype("<i2").tobytes()
        self._heard += mixed
        self._decoder.process_raw(mixed, False, False)

    def _text(self) -> str:
        found = self._decoder.hyp()
        return " ".join(map(_plain, found.hypstr.split())) if found else ""

    def _words(self) -> list[tuple[str, float, float, float]]:
        if not self._decoder.hyp():
            return []
        words = []
        for segment in self._decoder.seg():
            if segment.word[0] not in "<[(+":
                start = max(0.0, segment.start_frame * _FRAME_SECONDS - _MARGIN_SECONDS)
                end = max(start, (segment.end_frame + 1) * _FRAME_SECONDS - _MARGIN_SECONDS)
                words.append((_plain(segment.word), start, end, min(1.0, max(0.0, segment.prob))))
        return words


def _plain(word: str) -> str:
    """Return the word as it is said, without the number of its pronunciation: `zero(2)`."""
    plain = re.sub(r"\(\d+\)$", "", word)
    return _SAID.get(plain, plain)


def load(request: Answer) -> tuple[PocketsphinxEar, Answer]:
    """Load the English model of the wheel, for free speech or for a grammar."""
    import pocketsphinx

    folder = Path(pocketsphinx.get_model_path()) / "en-us"
    files: dict[str, Any] = {"hmm": str(folder / "en-us"), "dict": str(folder / "cmudict-en-us.dict")}
    text = request["grammar"]
    try:
        if not text:
            decoder = pocketsphinx.Decoder(lm=str(folder / "en-us.lm.bin"), loglevel="FATAL", **files)
            return PocketsphinxEar(decoder, 0), {"unknown": []}
        # The best path through a lattice takes minutes for some grammars, and finds no other words.
        decoder = pocketsphinx.Decoder(lm=None, bestpath=False, wip=_PENALTY, loglevel="FATAL", **files)
    except (RuntimeError, ValueError) as error:
        raise Refused("model", str(error)) from error
    grammar = parsed(text)
    unknown = [word for word in grammar.words if not _is_known(decoder, word)]
    _use(decoder, grammar.without(unknown), unknown)
    return PocketsphinxEar(decoder, _NOISE), {"unknown": unknown}


def _is_known(decoder: Any, word: str) -> bool:
    """Look the word up, and teach the decoder a guess if the dictionary lacks it."""
    if decoder.lookup_word(word) is not None:
        return True
    sounds = guessed(word)
    if not sounds:
        return False
    try:
        decoder.add_word(word, sounds, True)
    except RuntimeError:
        return False
    return True


def _use(decoder: Any, grammar: Grammar, unknown: list[str]) -> None:
    if not grammar.public:
        raise Refused("grammar", words=unknown)
    try:
        decoder.add_jsgf_string("sori", grammar.as_jsgf())
        decoder.activate_search("sori")
    except RuntimeError as error:
        raise Refused("jsgf", str(error)) from error


if __name__ == "__main__":
    serve(load)
