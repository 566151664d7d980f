"""What may be said: JSGF, or one phrase a line, turned into what each recogniser understands."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engines.errors import InputUnsupported
from engines.words import _

PLACES_LIMIT: Final = 4000
"""Words that a JSGF grammar may hold for Vosk, each use of a rule counted anew."""
PHRASES_LIMIT: Final = 20_000
"""Phrases that Vosk is given at most."""
_DEPTH_LIMIT: Final = 100

_TOKEN: Final = re.compile(
    r"""\s+ | //[^\n]* | /\*.*?\*/ | (?P<weight>/\s*\d+(?:\.\d*)?(?:[eE][-+]?\d+)?\s*/)
      | (?P<tag>\{(?:\\.|[^}\\])*\}) | "(?P<quoted>[^"]*)" | <(?P<rule>[^<>\s]+)>
      | (?P<sign>[=|()\[\]*+;]) | (?P<word>(?:\\.|[^\s=|()\[\]*+;<>"{}/\\])+)""",
    re.VERBOSE | re.DOTALL,
)
_MARKS: Final = re.compile(r"[=|()\[\]*+;<>\"{}/\\]")
_HEADER: Final = re.compile(r"\ufeff?\s*#JSGF[^;\n]*;?")


@dataclass(frozen=True)
class Spoken:
    """One word that is said."""

    word: str


@dataclass(frozen=True)
class Rule:
    """Whatever a rule allows."""

    name: str


@dataclass(frozen=True)
class Sequenced:
    """Parts one after the other; none: nothing is said."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True)
class Choice:
    """One of several, more or less likely."""

    options: "tuple[Part, ...]"
    weights: tuple[str, ...] = ()
    """As they were written; empty where there are none."""


@dataclass(frozen=True)
class Repeated:
    """A part said once or more."""

    part: "Part"


Part = Spoken | Rule | Sequenced | Choice | Repeated
_NOTHING: Final = Sequenced(())
_NULL: Final = "<NULL>"


@dataclass(frozen=True)
class Grammar:
    """The rules by their names, and those of them that may be said."""

    rules: dict[str, Part]
    public: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word in it, in the order of their first mention."""
        return tuple(dict.fromkeys(_words(Sequenced(tuple(self.rules.values())))))

    def without(self, words: Sequence[str]) -> "Grammar":
        """Return it without the choices that need one of these words."""
        unwanted = set(words)
        rules = dict(self.rules)
        dead: set[str] = set()
        while True:
            kept = {name: _pruned(part, unwanted, dead) for name, part in rules.items() if name not in dead}
            gone = {name for name, part in kept.items() if part is None}
            rules = {name: part for name, part in kept.items() if part is not None}
            dead |= gone
            if not gone:
                return Grammar(rules, tuple(name for name in self.public if name in rules))

    def as_jsgf(self) -> str:
        """Write it as plain JSGF with one public rule, words in lower case."""
        names = {name: f"r{number}" for number, name in enumerate(self.rules)}
        top = " | ".join(f"<{names[name]}>" for name in self.public)
        lines = [f"<{names[name]}> = {_written(part, names)};" for name, part in self.rules.items()]
        return "\n".join(["#JSGF V1.0;", "grammar sori;", f"public <sori> = {top};", *lines, ""])

    def as_phrases(self) -> tuple[str, ...]:
        """Return phrases in which every two words stand side by side that may do so, and no others.

        Vosk learns from its list of phrases no more than which word may follow which (recognizer.cc:
        an n-gram of order 2), so these say as much as all phrases would, which may be without number.

        Raises:
            InputUnsupported: if a rule uses itself, or the grammar is too big.
        """
        return _covering(_Places(self))


def parsed(text: str) -> Grammar:
    """Read a grammar: JSGF if it begins with `#JSGF`, else one phrase a line.

    Raises:
        InputUnsupported: if it cannot be understood or says nothing.
    """
    if _HEADER.match(text):
        return _Reader(text).grammar()
    lines = (_said(line) for line in text.lstrip("\ufeff").splitlines())
    phrases = dict.fromkeys(Sequenced(tuple(map(Spoken, line))) for line in lines if line)
    if not phrases:
        raise InputUnsupported(_("The grammar is empty. Write one phrase on each line."))
    return Grammar({"phrases": Choice(tuple(phrases))}, ("phrases",))


class _Reader:
    """Reads JSGF by recursive descent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = deque(_tokens(text))
        self._depth = 0

    def grammar(self) -> Grammar:
        rules: dict[str, Part] = {}
        public = []
        while self._tokens:
            is_public = False
            if self._next_word() in ("grammar", "import"):
                if self._take()[1] == "import":
                    raise InputUnsupported(
                        _("The grammar imports another file. Copy the rules it needs into it.")
                    )
                while self._take() != ("sign", ";"):
                    pass
                continue
            if self._next_word() == "public":
                self._take()
                is_public = True
            kind, name, _line = self._tokens[0] if self._tokens else ("", "", 0)
            if kind != "rule":
                raise self._wrong()
            self._take()
            self._expect("=")
            rules[name] = self._choice()
            self._expect(";")
            if is_public:
                public.append(name)
        return _checked(Grammar(rules, tuple(public)))

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise _too_deep()
        options, weights = [], []
        while True:
            weights.append(self._take()[1] if self._tokens and self._tokens[0][0] == "weight" else "")
            options.append(self._sequence())
            if not self._is_sign("|"):
                break
            self._take()
        self._depth -= 1
        if len(options) == 1:
            return options[0]
        return Choice(tuple(options), tuple(weights) if all(weights) else ())

    def _sequence(self) -> Part:
        parts = []
        while self._tokens and not any(map(self._is_sign, ("|", ")", "]", ";"))):
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else Sequenced(tuple(parts))

    def _part(self) -> Part:
        kind, value, _line = self._tokens[0]
        part: Part
        if kind == "sign" and value in "([":
            self._take()
            part = self._choice()
            self._expect(")" if value == "(" else "]")
            if value == "[":
                part = Choice((part, _NOTHING))
        elif kind == "rule":
            self._take()
            part = _NOTHING if value == "NULL" else Rule(value)
        elif kind in ("word", "quoted"):
            self._take()
            spoken = tuple(map(Spoken, _said(value)))
            part = spoken[0] if len(spoken) == 1 else Sequenced(spoken)
        else:
            raise self._wrong()
        return self._with_signs(part)

    def _with_signs(self, part: Part) -> Part:
        signs = set()
        while self._tokens and (self._tokens[0][0] == "tag" or self._is_sign("*") or self._is_sign("+")):
            signs.add(self._take())
        if ("sign", "*") in signs:
            return Choice((Repeated(part), _NOTHING))
        return Repeated(part) if ("sign", "+") in signs else part

    def _is_sign(self, sign: str) -> bool:
        return bool(self._tokens) and self._tokens[0][:2] == ("sign", sign)

    def _next_word(self) -> str:
        return self._tokens[0][1] if self._tokens and self._tokens[0][0] == "word" else ""

    def _take(self) -> tuple[str, str]:
        if not self._tokens:
            raise self._wrong()
        return self._tokens.popleft()[:2]

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            raise self._wrong()
        self._take()

    def _wrong(self) -> InputUnsupported:
        line = self._tokens[0][2] if self._tokens else self._text.count("\n") + 1
        return _not_understood(line)


def _said(text: str) -> list[str]:
    """Return the words of a text as they are said: in lower case, without marks around them or of JSGF."""
    words = (word.strip(",!?:…“”") for word in _MARKS.sub(" ", text.lower()).split())
    return [bare for word in words if (bare := word if "." in word.rstrip(".") else word.rstrip("."))]


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, value and line of each token."""
    header = _HEADER.match(text)
    at = header.end() if header else 0
    line = text.count("\n", 0, at) + 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _not_understood(line)
        kind = found.lastgroup
        if kind:
            yield kind, re.sub(r"\\(.)", r"\1", found.group(kind)), line
        line += text.count("\n", at, found.end())
        at = found.end()


def _not_understood(line: int) -> InputUnsupported:
    sentence = _("The grammar cannot be understood at line {line}. Mend that line and try again.")
    return InputUnsupported(sentence.format(line=line))


def _checked(grammar: Grammar) -> Grammar:
    if not grammar.public:
        raise InputUnsupported(_("The grammar has no public rule. Write “public” before one of its rules."))
    for name in _rules(Sequenced(tuple(grammar.rules.values()))):
        if name != "VOID" and name not in grammar.rules:
            sentence = _("The grammar uses the rule {name}, which it does not define. Add that rule.")
            raise InputUnsupported(sentence.format(name=name))
    usable = grammar.without(())
    if not usable.public or not usable.words:
        raise InputUnsupported(_("The grammar allows no word to be said. Write a phrase into it."))
    return usable


def _words(part: Part) -> Iterator[str]:
    if isinstance(part, Spoken):
        yield part.word
    for inner in _inner(part):
        yield from _words(inner)


def _rules(part: Part) -> Iterator[str]:
    if isinstance(part, Rule):
        yield part.name
    for inner in _inner(part):
        yield from _rules(inner)


def _inner(part: Part) -> tuple[Part, ...]:
    if isinstance(part, Sequenced):
        return part.parts
    if isinstance(part, Choice):
        return part.options
    return (part.part,) if isinstance(part, Repeated) else ()


def _pruned(part: Part, words: set[str], rules: set[str]) -> Part | None:
    """Return the part without what needs one of the words or rules; None if nothing can be said then."""
    if isinstance(part, Spoken):
        return None if part.word in words else part
    if isinstance(part, Rule):
        return None if part.name in rules or part.name == "VOID" else part
    inner = [_pruned(one, words, rules) for one in _inner(part)]
    whole = tuple(one for one in inner if one is not None)
    if isinstance(part, Choice):
        kept = tuple(weight for weight, one in zip(part.weights, inner, strict=False) if one is not None)
        return Choice(whole, kept) if whole else None
    if len(whole) < len(inner):
        return None
    return Repeated(whole[0]) if isinstance(part, Repeated) else Sequenced(whole)


def _written(part: Part, names: dict[str, str]) -> str:
    if isinstance(part, Spoken):
        return part.word
    if isinstance(part, Rule):
        return f"<{names[part.name]}>"
    inner = [_written(one, names) for one in _inner(part)]
    if isinstance(part, Choice):
        weighted = [f"{weight} {one}" for weight, one in zip(part.weights, inner, strict=False)]
        if _NOTHING in part.options:
            return f"[{' | '.join(one for one in inner if one != _NULL)}]"
        return f"({' | '.join(weighted or inner)})"
    if isinstance(part, Repeated):
        return f"({inner[0]})+"
    return f"({' '.join(inner)})" if inner else _NULL


@dataclass(frozen=True)
class _Ends:
    """What a part begins and ends with, as places of words, and whether it may be left out."""

    first: frozenset[int]
    last: frozenset[int]
    is_optional: bool


class _Places:
    """Every word of a grammar where it stands, and which may follow which (Glushkov's construction)."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self.words: list[str] = []
        self.next: list[set[int]] = []
        self._open: list[str] = []
        self._depth = 0
        ends = self._choice([Rule(name) for name in grammar.public])
        self.first, self.last = ends.first, ends.last

    def _ends(self, part: Part) -> _Ends:
        self._depth += 1
        if self._depth > 2 * _DEPTH_LIMIT:
            raise _too_deep()
        ends = self._ends_of(part)
        self._depth -= 1
        return ends

    def _ends_of(self, part: Part) -> _Ends:
        if isinstance(part, Spoken):
            if len(self.words) >= PLACES_LIMIT:
                raise _too_big()
            self.words.append(part.word)
            self.next.append(set())
            here = frozenset({len(self.words) - 1})
            return _Ends(here, here, is_optional=False)
        if isinstance(part, Rule):
            return self._rule(part.name)
        if isinstance(part, Choice):
            return self._choice(part.options)
        if isinstance(part, Repeated):
            ends = self._ends(part.part)
            self._join(ends.last, ends.first)
            return ends
        return self._sequence(part.parts)

    def _rule(self, name: str) -> _Ends:
        if name in self._open:
            sentence = _("The rule {name} of the grammar uses itself. Write its repetition with + or *.")
            raise InputUnsupported(sentence.format(name=name))
        self._open.append(name)
        ends = self._ends(self._grammar.rules[name])
        self._open.pop()
        return ends

    def _choice(self, options: Sequence[Part]) -> _Ends:
        ends = [self._ends(option) for option in options]
        return _Ends(
            frozenset().union(*(one.first for one in ends)),
            frozenset().union(*(one.last for one in ends)),
            any(one.is_optional for one in ends),
        )

    def _sequence(self, parts: Sequence[Part]) -> _Ends:
        whole = _Ends(frozenset(), frozenset(), is_optional=True)
        for ends in map(self._ends, parts):
            self._join(whole.last, ends.first)
            whole = _Ends(
                whole.first | ends.first if whole.is_optional else whole.first,
                whole.last | ends.last if ends.is_optional else ends.last,
                whole.is_optional and ends.is_optional,
            )
        return whole

    def _join(self, before: frozenset[int], after: frozenset[int]) -> None:
        for place in before:
            self.next[place] |= after


def _covering(places: _Places) -> tuple[str, ...]:
    """Return phrases from a first word to a last one that use every step of the grammar."""
    before = _nearest(places.first, places.next)
    back: list[set[int]] = [set() for _word in places.words]
    for place, following in enumerate(places.next):
        for after in following:
            back[after].add(place)
    onward = _nearest(places.last, back)
    phrases: dict[str, None] = {}
    steps: set[tuple[int, ...]] = {(place,) for place in places.first & places.last}
    steps |= {(place, following) for place, many in enumerate(places.next) for following in many}
    if len(steps) > PHRASES_LIMIT:
        raise _too_big()
    for step in sorted(steps):
        way = [*reversed(_way(step[0], before)), *step[1:], *_way(step[-1], onward)[1:]]
        phrases[" ".join(places.words[place] for place in way)] = None
    return tuple(phrases)


def _nearest(ends: frozenset[int], steps: Sequence[set[int]]) -> dict[int, int]:
    """Return for each place that can be reached from `ends` the place before it on a shortest way."""
    found = {place: place for place in sorted(ends)}
    waiting = deque(found)
    while waiting:
        place = waiting.popleft()
        for following in sorted(steps[place]):
            if following not in found:
                found[following] = place
                waiting.append(following)
    return found


def _way(place: int, towards: dict[int, int]) -> list[int]:
    """Return the places from `place` to the end that is nearest, both included."""
    way = [place]
    while towards[way[-1]] != way[-1]:
        way.append(towards[way[-1]])
    return way


def _too_deep() -> InputUnsupported:
    return InputUnsupported(
        _("The rules of the grammar are nested too deeply. Write them with fewer levels.")
    )


def _too_big() -> InputUnsupported:
    return InputUnsupported(
        _("The grammar is too big for Vosk. Make it smaller, or use the engine PocketSphinx.")
    )
