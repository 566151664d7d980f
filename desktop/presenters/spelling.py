"""A text letter by letter: capitals and marks by name, Korean by its jamo."""

import unicodedata
from typing import Final

from engines.words import N_, Catalogue

_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11172
_FINALS, _VOWELS = 28, 21
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLES: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_ENDINGS: Final = (
    *("", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ"),
    *("ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"),
)
_CONSONANTS: Final = {
    **{"ㄱ": "기역", "ㄲ": "쌍기역", "ㄴ": "니은", "ㄷ": "디귿", "ㄸ": "쌍디귿", "ㄹ": "리을", "ㅁ": "미음"},
    **{
        "ㅂ": "비읍",
        "ㅃ": "쌍비읍",
        "ㅅ": "시옷",
        "ㅆ": "쌍시옷",
        "ㅇ": "이응",
        "ㅈ": "지읒",
        "ㅉ": "쌍지읒",
    },
    **{"ㅊ": "치읓", "ㅋ": "키읔", "ㅌ": "티읕", "ㅍ": "피읖", "ㅎ": "히읗"},
}
"""The letters' own names: proper names in any language."""

_PHONETIC: Final = {
    "a": N_("Alpha"),
    "b": N_("Bravo"),
    "c": N_("Charlie"),
    "d": N_("Delta"),
    "e": N_("Echo"),
    "f": N_("Foxtrot"),
    "g": N_("Golf"),
    "h": N_("Hotel"),
    "i": N_("India"),
    "j": N_("Juliett"),
    "k": N_("Kilo"),
    "l": N_("Lima"),
    "m": N_("Mike"),
    "n": N_("November"),
    "o": N_("Oscar"),
    "p": N_("Papa"),
    "q": N_("Quebec"),
    "r": N_("Romeo"),
    "s": N_("Sierra"),
    "t": N_("Tango"),
    "u": N_("Uniform"),
    "v": N_("Victor"),
    "w": N_("Whiskey"),
    "x": N_("X-ray"),
    "y": N_("Yankee"),
    "z": N_("Zulu"),
}
_SPACE: Final = N_("space")
_MARKS: Final = {
    " ": _SPACE,
    ".": N_("dot"),
    ",": N_("comma"),
    ":": N_("colon"),
    ";": N_("semicolon"),
    "!": N_("exclamation mark"),
    "?": N_("question mark"),
    "-": N_("hyphen"),
    "–": N_("dash"),
    "—": N_("long dash"),
    "_": N_("underscore"),
    "/": N_("slash"),
    "\\": N_("backslash"),
    "'": N_("apostrophe"),
    "\u2018": N_("opening single quote"),
    "\u2019": N_("closing single quote"),
    '"': N_("quote"),
    "“": N_("opening quote"),
    "”": N_("closing quote"),
    "(": N_("opening bracket"),
    ")": N_("closing bracket"),
    "[": N_("opening square bracket"),
    "]": N_("closing square bracket"),
    "{": N_("opening curly bracket"),
    "}": N_("closing curly bracket"),
    "<": N_("less than"),
    ">": N_("greater than"),
    "+": N_("plus"),
    "=": N_("equals"),
    "*": N_("star"),
    "&": N_("and sign"),
    "@": N_("at sign"),
    "#": N_("number sign"),
    "%": N_("percent sign"),
    "$": N_("dollar sign"),
    "€": N_("euro sign"),
    "£": N_("pound sign"),
    "₩": N_("won sign"),
    "~": N_("tilde"),
    "^": N_("caret"),
    "|": N_("vertical bar"),
    "`": N_("grave accent"),
    "…": N_("three dots"),
    "·": N_("middle dot"),
    "•": N_("bullet"),
    "→": N_("right arrow"),
    "←": N_("left arrow"),
    "©": N_("copyright sign"),
    "°": N_("degree sign"),
}


def spelled(text: str, words: Catalogue, is_phonetic: bool = False) -> str:
    """Return every letter of `text` by its name; with `is_phonetic` by a word that begins with it."""
    letters = unicodedata.normalize("NFC", text)
    return words.gettext(", ").join(_letter(one, words, is_phonetic) for one in letters)


def _letter(letter: str, words: Catalogue, is_phonetic: bool) -> str:
    if letter in _MARKS:
        return words.gettext(_MARKS[letter])
    if 0 <= ord(letter) - _FIRST_SYLLABLE < _SYLLABLES:
        return words.gettext("{syllable}: {letters}").format(syllable=letter, letters=_jamo(letter))
    if letter in _CONSONANTS or letter in _MIDDLES:
        return _named(letter)
    if letter.isspace():
        return words.gettext(_SPACE)
    if not letter.isalnum():
        return unicodedata.name(letter, letter).lower()
    return _latin(letter, words, is_phonetic)


def _latin(letter: str, words: Catalogue, is_phonetic: bool) -> str:
    small = letter.lower()
    named = words.gettext(_PHONETIC[small]) if is_phonetic and small in _PHONETIC else letter
    return named if letter == small else words.gettext("cap {letter}").format(letter=named)


def _jamo(syllable: str) -> str:
    number = ord(syllable) - _FIRST_SYLLABLE
    initial = _INITIALS[number // (_VOWELS * _FINALS)]
    middle = _MIDDLES[number // _FINALS % _VOWELS]
    return " ".join(_named(one) for one in (initial, middle, *_ENDINGS[number % _FINALS]))


def _named(jamo: str) -> str:
    """Return a consonant's name; a vowel is called what it sounds like."""
    if jamo in _CONSONANTS:
        return _CONSONANTS[jamo]
    return chr(_FIRST_SYLLABLE + (_INITIALS.index("ㅇ") * _VOWELS + _MIDDLES.index(jamo)) * _FINALS)
