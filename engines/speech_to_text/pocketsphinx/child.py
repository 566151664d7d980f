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
_PENALTY: Final = 0.05
"""What another word costs in a grammar: with less, one digit is often heard as two."""
_AGAIN_SECONDS: Final = 15.0
"""An utterance up to so long is heard a second time as a whole at its end."""


class PocketsphinxEar:
    """One utterance after the other, each heard as it comes by one decoder and as a whole by another.

    The second is never given sound piece by piece: a decoder that was hears worse afterwards. On the
    sentences of the benchmark 19% of the words are wrong with two decoders, 29% with one.
    """

    def __init__(self, at_once: Any, as_a_whole: Any, noise: int) -> None:
        import numpy

        self._numpy: Any = numpy
        self._at_once, self._as_a_whole = at_once, as_a_whole
        self._first_mean = at_once.get_cmn(False)
        self._noise = numpy.random.default_rng(0).normal(0, noise, RATE_HZ)  # (samples of 1 s,)
        self._margin_seconds = _MARGIN_SECONDS if noise else 0.0
        self._heard = bytearray()

    def hear(self, samples: bytes) -> Answer:
        """Take sound; it never finds an end of its own."""
        if not self._heard:
            self._at_once.set_cmn(self._first_mean)
            self._at_once.start_utt()
            self._take(self._margin())
        self._take(samples)
        found = self._at_once.hyp()
        return {"partial": " ".join(map(_plain, found.hypstr.split())) if found else ""}

    def end(self) -> Answer:
        """End the utterance."""
        if not self._heard:
            return {"final": []}
        self._take(self._margin())
        self._at_once.end_utt()
        sound, self._heard = bytes(self._heard), bytearray()
        if len(sound) > 2 * RATE_HZ * _AGAIN_SECONDS:
            return {"final": self._words(self._at_once)}
        self._as_a_whole.set_cmn(self._first_mean)
        self._as_a_whole.start_utt()
        self._as_a_whole.process_raw(sound, False, True)
        self._as_a_whole.end_utt()
        return {"final": self._words(self._as_a_whole)}

    def _margin(self) -> bytes:
        return bytes(2 * round(self._margin_seconds * RATE_HZ))

    def _take(self, samples: bytes) -> None:
        if not samples:
            return
        numpy = self._numpy
        clean = numpy.frombuffer(samples, "<i2")  # (samples,)
        places = (len(self._heard) // 2 + numpy.arange(len(clean))) % RATE_HZ
        mixed = numpy.clip(clean + self._noise[places], -32768, 32767).astype("<i2").tobytes()
        self._heard += mixed
        self._at_once.process_raw(mixed, False, False)

    def _words(self, decoder: Any) -> list[tuple[str, float, float, float]]:
        words = []
        for segment in decoder.seg() if decoder.hyp() else ():
            if segment.word[0] not in "<[(+":
                start = max(0.0, segment.start_frame * _FRAME_SECONDS - self._margin_seconds)
                end = max(start, (segment.end_frame + 1) * _FRAME_SECONDS - self._margin_seconds)
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
    options: dict[str, Any] = {"hmm": str(folder / "en-us"), "dict": str(folder / "cmudict-en-us.dict")}
    text = request["grammar"]
    if text:
        # The best path through a lattice takes minutes for some grammars, and finds no other words.
        options |= {"lm": None, "bestpath": False, "wip": _PENALTY}
    else:
        options |= {"lm": str(folder / "en-us.lm.bin")}
    try:
        at_once = pocketsphinx.Decoder(loglevel="FATAL", **options)
        as_a_whole = pocketsphinx.Decoder(loglevel="FATAL", **options)
    except (RuntimeError, ValueError) as error:
        raise Refused("model", str(error)) from error
    if not text:
        return PocketsphinxEar(at_once, as_a_whole, noise=0), {"unknown": []}
    grammar = parsed(text)
    for decoder in (at_once, as_a_whole):
        unknown = [word for word in grammar.words if not _is_known(decoder, word)]
        _use(decoder, grammar.without(unknown), unknown)
    return PocketsphinxEar(at_once, as_a_whole, _NOISE), {"unknown": unknown}


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
