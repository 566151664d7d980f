"""How a word that the dictionary lacks is pronounced: eSpeak NG's guess, in the model's sounds."""

import ctypes
import re
from functools import cache
from typing import Any, Final

_UTF8: Final = 1
_IPA: Final = 2
_VOICE: Final = b"gmw/en-us"

_SOUNDS: Final = {
    "aɪɚ": "AY ER", "aɪə": "AY AH", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "ɔɪ": "OY", "əl": "AH L",
    "tʃ": "CH", "dʒ": "JH", "ɑːɹ": "AA R", "ɔːɹ": "AO R", "oːɹ": "AO R", "ɛɹ": "EH R", "ɪɹ": "IH R",
    "ʊɹ": "UH R", "iː": "IY", "uː": "UW", "ɑː": "AA", "ɔː": "AO", "ɜː": "ER", "oː": "AO", "æ": "AE",
    "ɐ": "AH", "ʌ": "AH", "ə": "AH", "ᵻ": "IH", "ɪ": "IH", "i": "IY", "ʊ": "UH", "u": "UW", "ɛ": "EH",
    "e": "EH", "ɔ": "AO", "o": "OW", "ɑ": "AA", "a": "AA", "ɚ": "ER", "ɝ": "ER", "n̩": "AH N", "l̩": "AH L",
    "ŋ": "NG", "θ": "TH", "ð": "DH", "ʃ": "SH", "ʒ": "ZH", "ɹ": "R", "r": "R", "ɾ": "D", "ɡ": "G", "g": "G",
    "j": "Y", "x": "K", "ʔ": "T", "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "f": "F", "v": "V",
    "s": "S", "z": "Z", "m": "M", "n": "N", "l": "L", "h": "HH", "w": "W",
}  # fmt: skip
_LONGEST_FIRST: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def guessed(word: str) -> str:
    """Return the sounds of an English word as the model names them, or nothing if there is no telling."""
    ipa = _ipa(word)
    letters = "".join(letter for letter in ipa if letter not in "ˈˌ_ -ː̩\u200d" or letter in "ː\u0329")
    sounds = []
    at = 0
    while at < len(letters):
        found = _LONGEST_FIRST.match(letters, at)
        if not found and letters[at] not in "ː\u0329":
            return ""
        if found:
            sounds.append(_SOUNDS[found.group()])
        at = found.end() if found else at + 1
    return " ".join(sounds)


def _ipa(word: str) -> str:
    """Ask eSpeak NG; nothing where it is not whole."""
    library = _library()
    if library is None or not any(letter.isalpha() for letter in word):
        return ""
    text = ctypes.create_string_buffer(word.encode("utf-8", "replace"))
    at = ctypes.c_void_p(ctypes.addressof(text))
    found: list[str] = []
    while at.value:
        phonemes = library.espeak_TextToPhonemes(ctypes.byref(at), _UTF8, _IPA)
        found.append((phonemes or b"").decode("utf-8", "replace"))
    return "".join(found)


@cache
def _library() -> Any:
    """Load eSpeak NG, once in a process which does not speak; None where it is not whole."""
    from engines.errors import EngineError
    from engines.text_to_speech.espeak.library import library

    try:
        library()  # checks that it is whole, and starts it
    except EngineError:
        return None
    import espeakng_loader

    c = ctypes.CDLL(espeakng_loader.get_library_path())
    c.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    c.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return None if c.espeak_SetVoiceByName(_VOICE) else c
