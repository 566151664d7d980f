"""Write an utterance: the steps that follow from it, with marks, numbers, capitals and spaces."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from engines.writing import english_numbers, korean_numbers
from engines.writing.characters import clean, fold
from engines.writing.korean_particles import without_particle
from engines.writing.marks import COMMANDS, NOT_BEFORE_COMMAND, SPOKEN, Directive, Mark, Spoken
from engines.writing.phrases import row_of, words_of
from engines.writing.steps import Command, Insert, Step, Writing

_NOISE: Final = re.compile(r"<[^<>\s]*>|\[[a-z_]+\]|\+\+\w+\+\+", re.IGNORECASE)
_VARIANT: Final = re.compile(r"(?<=\w)\(\d+\)$")
_OPENERS: Final = "([{<“‘「『《〈¿¡"
_CLOSERS: Final = ")]}>”’」』》〉\"'"
_SENTENCE_ENDS: Final = ".?!。？！"
_ABBREVIATION: Final = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|vs|mr|mrs|ms|dr|prof|st|no|cf)\.$", re.IGNORECASE)
_TIGHT: Final = re.compile(r"(?:[^\s]-|[/@_\\—·]|(?:^|[\s(])[#$€])$")
"""Marks before the caret after which a word follows without a space."""
_WITHOUT_SPACES: Final = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff65]")
"""Chinese and Japanese characters and full-width marks."""
_PUNCTUATION: Final = re.compile(r"[,.;:!?%…)\]}”’]+")
_ALWAYS_CAPITAL: Final = {
    **{word: word.capitalize() for word in ("i", "i'm", "i've", "i'll", "i'd")},
    **{
        word: word.capitalize()
        for word in row_of(
            "monday tuesday wednesday thursday friday saturday sunday january february april june july august"
            " september october november december"
        )
    },
}
"""May and March are left out: they are ordinary words too, and known in dates and after these words."""
_BEFORE_MONTHS: Final = words_of("in since last next early late until")
_ENDS_KOREAN_SENTENCE: Final = re.compile(
    r"(?:니다|[았었였했됐갔왔한된인]다|[세어아여해예에네군지나가와려죠]요|까|죠|[.?!])$"
)
_AFTER_KOREAN_QUOTE: Final = words_of(
    "라고 이라고 라는 이라는 라며 이라며 란 이란 은 는 을 를 의 와 과 에 도"
)


@dataclass(frozen=True)
class _Piece:
    """A word or mark to be written."""

    text: str
    kind: str
    """`plain` words may become digits or get a capital; `word` only a capital; `exact` and `mark` neither."""
    joins_left: bool = False
    joins_right: bool = False


def write(utterance: str, before: str, options: Writing) -> tuple[Step, ...]:
    """Return what follows from one final utterance, in order: at most one insertion, then commands.

    `utterance` is what a recogniser heard, words with spaces between them; `before` is the text before
    the caret, of which the last line is enough, or empty at the start of a text or where it is unknown.
    The inserted text brings its own space on the left where one is due, and none on the right.
    """
    words = _words(utterance)
    count, commands = _commands([fold(word) for word in words], options)
    text = _joined(_numbered(_Reading(words[:count], options).pieces(), options), before, options)
    return (Insert(text), *commands) if text else commands


def _words(utterance: str) -> list[str]:
    heard = (_VARIANT.sub("", word) for word in clean(utterance).split() if not _NOISE.fullmatch(word))
    return [word for word in heard if word]


def _commands(folded: Sequence[str], options: Writing) -> tuple[int, tuple[Step, ...]]:
    """Return how many words come before the commands at the end, and these commands."""
    commands: list[Step] = []
    count = len(folded)
    while found := COMMANDS[options.language].ending(folded[:count]):
        start = count - found[0]
        if start and not _may_be_followed_by_command(folded[:start], options):
            break
        commands.insert(0, Command(found[1]))
        count = start
    return count, tuple(commands)


def _may_be_followed_by_command(folded: Sequence[str], options: Writing) -> bool:
    if options.language == "en":
        return folded[-1] not in NOT_BEFORE_COMMAND and folded[-1] != "literal"
    if "".join(folded[-3:]).endswith("글자그대로"):
        return False
    # A Korean sentence ends with its verb: 파일을 지워 deletes a file, and is no command.
    is_ended = _ENDS_KOREAN_SENTENCE.search(folded[-1]) or SPOKEN["ko"].ending(folded)
    is_command = COMMANDS["ko"].ending(folded)
    return bool(is_ended or is_command)


class _Reading:
    """The words of an utterance, read as marks, custom words and plain words."""

    def __init__(self, words: list[str], options: Writing) -> None:
        self._words = words
        self._folded = [fold(word) for word in words]
        self._custom = options.custom.phrases
        self._language = options.language
        self._is_literal_only = not options.spoken_punctuation

    def pieces(self) -> list[_Piece]:
        pieces: list[_Piece] = []
        at = 0
        while at < len(self._words):
            count, piece = self._piece(at)
            pieces.append(piece)
            at += count
        return pieces

    def _piece(self, at: int) -> tuple[int, _Piece]:
        custom, spoken = self._custom_at(at), self._spoken_at(at)
        if custom and (not spoken or custom[0] >= spoken[0]):
            return custom[0], _Piece(custom[1], "exact")
        if spoken:
            count, meaning = spoken
            if self._is_ordinary(at, count, meaning):
                if isinstance(meaning, Directive) and meaning.name == "literal":
                    # "a literal comma": both are words.
                    count += self._literal_length(at + count)
                return count, _Piece(" ".join(self._words[at : at + count]), "word")
            if isinstance(meaning, Mark):
                return count, _Piece(meaning.text, "mark", meaning.joins_left, meaning.joins_right)
            if found := self._directed(meaning, at + count):
                return count + found[0], found[1]
        return 1, _Piece(self._words[at], "plain", bool(_PUNCTUATION.fullmatch(self._words[at])))

    def _custom_at(self, at: int) -> tuple[int, str] | None:
        found = self._custom.at(self._folded, at)
        if found or self._language != "ko":
            return found
        base, particle = without_particle(self._folded[at])
        inflected = self._custom.at([base], 0) if particle and len(base) > 1 else None
        return (1, inflected[1] + particle) if inflected and inflected[1] else None

    def _spoken_at(self, at: int) -> tuple[int, Spoken] | None:
        found = SPOKEN[self._language].at(self._folded, at)
        if found and self._is_literal_only:
            meaning = found[1]
            return found if isinstance(meaning, Directive) and meaning.name == "literal" else None
        return found

    def _is_ordinary(self, at: int, count: int, meaning: Spoken) -> bool:
        """Tell from its neighbours whether a phrase belongs to the sentence: "the comma"."""
        previous = self._folded[at - 1] if at else ""
        following = self._folded[at + count] if at + count < len(self._folded) else ""
        return previous in meaning.not_after or following in meaning.not_before

    def _directed(self, directive: Directive, at: int) -> tuple[int, _Piece] | None:
        """Do what is said about the words at `at`; None if nothing there can obey."""
        if directive.name == "no-space" and at < len(self._words):
            return 0, _Piece("", "mark", joins_left=True, joins_right=True)
        if directive.name == "literal":
            return self._literal(at)
        if at >= len(self._words):
            return None
        count, piece = self._piece(at)
        if piece.kind == "mark" or not piece.text:
            return None
        return count, replace(piece, text=_CASES[directive.name](piece.text), kind="exact")

    def _literal(self, at: int) -> tuple[int, _Piece] | None:
        count = self._literal_length(at)
        return (count, _Piece(" ".join(self._words[at : at + count]), "word")) if count else None

    def _literal_length(self, at: int) -> int:
        """Return how many words at `at` would mean something else than themselves."""
        lengths = [COMMANDS[self._language].length(self._folded, at), self._custom.length(self._folded, at)]
        if not self._is_literal_only:
            lengths.append(SPOKEN[self._language].length(self._folded, at))
        return max(lengths)


_CASES: Final[dict[str, Callable[[str], str]]] = {
    "cap": lambda word: word[:1].upper() + word[1:],
    "all-caps": str.upper,
    "no-caps": str.lower,
}


def _numbered(pieces: list[_Piece], options: Writing) -> Iterator[_Piece]:
    """Turn the numbers within each row of plain words into digits."""
    rows = [(is_plain, list(row)) for is_plain, row in groupby(pieces, lambda piece: piece.kind == "plain")]
    to_digits = english_numbers.to_digits if options.language == "en" else korean_numbers.to_digits
    for index, (is_plain, row) in enumerate(rows):
        if not (is_plain and options.numbers):
            yield from row
            continue
        before = rows[index - 1][1][-1].text if index else ""
        following = rows[index + 1][1][0].text if index + 1 < len(rows) else ""
        words = [piece.text for piece in row]
        for text in to_digits(words, options.small_numbers_as_words, before, following):
            yield _Piece(text, "plain", bool(_PUNCTUATION.fullmatch(text)))


def _joined(pieces: Iterable[_Piece], before: str, options: Writing) -> str:
    """Put the pieces together as they stand after `before`."""
    has_capitals = options.capitals and options.language == "en"
    written: list[str] = []
    last, is_tight = before, not _wants_space(before, options.language)
    is_start = _is_sentence_start(before)
    was_closed = False
    for piece in pieces:
        joins_left = piece.joins_left or (was_closed and piece.text in _AFTER_KOREAN_QUOTE)
        text = _cased(piece, is_start, last) if has_capitals else piece.text
        if not (is_tight or joins_left or text[:1].isspace()) and text:
            written.append(" ")
        written.append(text)
        is_tight = piece.joins_right or (not text and is_tight) or text[-1:].isspace()
        if text:
            last = text
            is_start = _is_start_after(last, is_start)
            was_closed = options.language == "ko" and piece.kind == "mark" and text in _CLOSERS
    return "".join(written)


def _cased(piece: _Piece, is_start: bool, previous: str) -> str:
    text = piece.text
    if piece.kind not in ("plain", "word"):
        return text
    if fold(text) in ("may", "march") and fold(previous) in _BEFORE_MONTHS:
        return text.capitalize()
    text = _ALWAYS_CAPITAL.get(fold(text), text)
    return text[:1].upper() + text[1:] if is_start and text == text.lower() else text


def _wants_space(before: str, language: str) -> bool:
    """Tell whether a word at the caret needs a space on its left."""
    last = before[-1:]
    if not last or last.isspace() or last in _OPENERS or _TIGHT.search(before[-3:]):
        return False
    if last in "\"'":
        # Straight quotes look alike on both sides: after a space or an opening mark they open.
        return bool(before[-2:-1]) and not before[-2].isspace() and before[-2] not in _OPENERS
    return language == "ko" or not _WITHOUT_SPACES.match(last)


def _is_sentence_start(before: str) -> bool:
    line = before[-200:].rstrip(" \t\u00a0")
    while line and (line[-1] in _OPENERS or (line[-1] in "\"'" and not line[-2:-1].strip())):
        line = line[:-1].rstrip(" \t\u00a0")
    return not line or line[-1] == "\n" or _ends_sentence(line)


def _is_start_after(text: str, is_start: bool) -> bool:
    """Tell whether a sentence starts after `text`, before which one `is_start`."""
    if text.endswith("\n"):
        return True
    if all(character in _OPENERS + _CLOSERS or character.isspace() for character in text):
        return is_start
    return _ends_sentence(text)


def _ends_sentence(text: str) -> bool:
    line = text.rstrip(_CLOSERS)
    if not line or line[-1] not in _SENTENCE_ENDS or line.endswith(".."):
        return False
    return not _ABBREVIATION.search(line[-8:])
