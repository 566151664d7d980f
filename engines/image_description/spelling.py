"""Spells a text letter by letter, so that a name, a code or an address can be written down."""

import unicodedata
from typing import Final

from engines.words import N_, Catalogue

_SIGNS: Final = {
    " ": N_("space"),
    ".": N_("dot"),
    ",": N_("comma"),
    ":": N_("colon"),
    ";": N_("semicolon"),
    "!": N_("exclamation mark"),
    "?": N_("question mark"),
    "-": N_("hyphen"),
    "_": N_("underscore"),
    "–": N_("dash"),
    "—": N_("long dash"),
    "/": N_("slash"),
    "\\": N_("backslash"),
    "|": N_("vertical bar"),
    "@": N_("at sign"),
    "#": N_("number sign"),
    "$": N_("dollar sign"),
    "%": N_("percent sign"),
    "^": N_("caret"),
    "&": N_("and sign"),
    "*": N_("asterisk"),
    "+": N_("plus"),
    "=": N_("equals sign"),
    "~": N_("tilde"),
    "`": N_("backtick"),
    "'": N_("apostrophe"),
    '"': N_("quotation mark"),
    "(": N_("left parenthesis"),
    ")": N_("right parenthesis"),
    "[": N_("left bracket"),
    "]": N_("right bracket"),
    "{": N_("left brace"),
    "}": N_("right brace"),
    "<": N_("less than"),
    ">": N_("greater than"),
    "·": N_("middle dot"),
    "•": N_("bullet"),
    "…": N_("ellipsis"),
    "€": N_("euro sign"),
    "£": N_("pound sign"),
    "₩": N_("won sign"),
    "©": N_("copyright sign"),
    "°": N_("degree sign"),
    "→": N_("right arrow"),
    "←": N_("left arrow"),
    "\u2018": N_("apostrophe"),
    "\u2019": N_("apostrophe"),
    "\u201c": N_("quotation mark"),
    "\u201d": N_("quotation mark"),
}
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def spell(text: str, words: Catalogue, in_jamo: bool = False) -> tuple[str, ...]:
    """Return what is said for each letter, in order: capitals and signs by name.

    A Korean syllable is said as it is; with `in_jamo` the letters it is made of follow.
    """
    composed = unicodedata.normalize("NFC", text)
    return tuple(_said(letter, words, in_jamo) for letter in composed)


def _said(letter: str, words: Catalogue, in_jamo: bool) -> str:
    if letter in _SIGNS:
        return words.gettext(_SIGNS[letter])
    if letter.isspace():
        return words.gettext("space")
    if letter.isupper():
        return words.gettext("capital {letter}").format(letter=letter)
    if in_jamo and "가" <= letter <= "힣":
        return words.gettext("{syllable}: {letters}").format(syllable=letter, letters=" ".join(_jamo(letter)))
    if letter.isalnum():
        return letter
    return unicodedata.name(letter, words.gettext("unknown sign")).lower()


def _jamo(syllable: str) -> list[str]:
    """Return the two or three letters of a Korean syllable."""
    index = ord(syllable) - 0xAC00
    initial, rest = divmod(index, 588)
    vowel, final = divmod(rest, 28)
    letters = [_INITIALS[initial], _VOWELS[vowel], _FINALS[final]]
    return [letter for letter in letters if letter != " "]
