"""English number words to digits: amounts, dates, times, money, years, rows of digits.

The values come from text2num; which words make one number is decided here, because text2num takes
"two hundred three hundred" for 203 and 100, "thousands of" for 1000, and knows no years or times.

- Whole numbers below ten stay words (`keeps_small`), unless a unit, percent, money, a date, a time, a label
  such as "page", or a row of three digits or more asks for digits. "one" alone always stays.
- From 10,000 on thousands are parted by commas; money from 1,000 on. Round millions stay "2 million".
- "first" to "ninth" stay words outside dates. "twenty second" counts as 22nd only after "the" or a month.
- Numbers that follow each other in no known pattern ("twenty five thirty") stay words, all of them.
- Numbers that a word such as "to" or "or" links are written alike: "5 to 10", "between one and ten".
- "one dollar fifty" is $1.50 where a price ends; "five pounds ten" may be money or weight, and stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from text_to_num import text2num

from engines.writing.phrases import row_of, words_of

_ONES: Final = row_of("one two three four five six seven eight nine")
_TEENS: Final = row_of("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS: Final = row_of("twenty thirty forty fifty sixty seventy eighty ninety")
_FIRSTS: Final = dict(
    zip(row_of("first second third fourth fifth sixth seventh eighth ninth"), _ONES, strict=True)
)
_TENTHS: Final = dict(
    zip(
        row_of(
            "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
            " nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
        ),
        _TEENS + _TENS,
        strict=True,
    )
)
_CLASSES: Final = {
    **dict.fromkeys(_ONES, "d"),
    **dict.fromkeys(_TEENS, "t"),
    **dict.fromkeys(_TENS, "T"),
    **dict.fromkeys(_FIRSTS, "f"),
    **dict.fromkeys(_TENTHS, "g"),
    **dict.fromkeys(("million", "billion", "trillion"), "m"),
    **dict.fromkeys(("oh", "o"), "o"),
    "zero": "z",
    "hundred": "h",
    "thousand": "k",
    "and": "a",
}
"""One letter for each kind of number word; `.` for every other word."""

_BELOW_100: Final = r"(?:Td|T(?![df])|t|d)"
_BELOW_1000: Final = rf"(?:{_BELOW_100}h(?:a?{_BELOW_100}(?!h))?|{_BELOW_100})"
_CARDINAL: Final = re.compile(
    rf"(?:{_BELOW_1000}m){{1,2}}(?:{_BELOW_1000}k)?(?:a?{_BELOW_1000}(?![hkm]))?"
    rf"|{_BELOW_1000}k(?:a?{_BELOW_1000}(?![hkm]))?|{_BELOW_1000}|z|o"
)
_ORDINAL: Final = re.compile(rf"(?:{_BELOW_100}ha?)?(?:Tf|f|g)")
_AFTER_POINT: Final = re.compile(rf"[dzo]+|{_BELOW_100}(?![hk])")
_DIGITS: Final = {word: value for value, word in enumerate(_ONES, 1)}

_MONTHS: Final = row_of(
    "january february march april may june july august september october november december"
)
_PLURAL_TENS: Final = {"hundreds": 0, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50} | {
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
_UNITS: Final = words_of(
    "percentage degree degrees meter meters metre metres kilometer kilometers kilometre kilometres centimeter"
    " centimeters centimetre centimetres millimeter millimeters millimetre millimetres gram grams kilogram"
    " kilograms kilo kilos milligram milligrams liter liters litre litres milliliter milliliters millilitre"
    " millilitres inch inches mile miles pounds ounces cent cents pence yen gigabyte gigabytes megabyte"
    " megabytes kilobyte kilobytes terabyte terabytes watt watts volt volts hertz kilohertz megahertz"
    " gigahertz pixels"
)
_SINGULAR_UNITS: Final = words_of("dollar euro cent degree watt volt") | {
    unit.removesuffix("s") for unit in _UNITS if unit.endswith(("ters", "tres", "grams", "kilos", "miles"))
}
_LABELS: Final = words_of(
    "page chapter verse section version room flight route highway building platform apartment"
)
_BEFORE_TIMES: Final = words_of("at by until till before after around from since")
_BEFORE_DAYS: Final = words_of("on by until till from since before after to of dated")
_BEFORE_MONTHS: Final = words_of("in since of by until till from last next this")
_PARTS_OF_DAY: Final = words_of("morning afternoon evening")
_FRACTIONS: Final = words_of("half quarter quarters third thirds")
_NOT_ALONE: Final = words_of(
    "past o'clock tens thousands something odd ish quarters halves thirds hundredths tenths"
)
_AFTER_PRICES: Final = words_of(
    "a an the this that each apiece per for and or but in on off at is was plus more less extra change tip"
    " please now today yesterday tomorrow altogether total including with from back because if so instead"
    " only"
)
"""After "five dollars fifty" these say that the fifty are cents; any other word may be what is counted."""
_AFTER_BARE_PRICES: Final = words_of("each apiece per plus")
_BEFORE_BARE_PRICES: Final = words_of("costs cost pay paid only charge charged just priced")
"""With these "nineteen ninety five" is rather a price than a year."""
_NOT_TIMED: Final = words_of(
    "bake baked cook cooked roast roasted oven heat heated preheat sold sell selling sells priced"
)
"""After "bake at" and the like "three fifty" is no time."""
_PARTED_UNITS: Final = words_of(
    "foot feet pound pounds buck bucks hour hours minute minutes meter meters metre metres"
)
"""A second number may follow these without its own unit: "five foot eleven"."""
_SECOND_UNITS: Final = words_of("inch inches ounce ounces pence minute minutes second seconds")
_RANGES: Final = words_of("to or through until till")
_IN_WORDS: Final = words_of("in by for times after before and")
"""What these link stays words, if a part of it does."""
_LINKS: Final = {("out", "of"), ("divided", "by"), ("plus",), ("minus",)} | {
    (word,) for word in _RANGES | _IN_WORDS
}
_MOST_LINKED: Final = 6
_CURRENCIES: Final = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€"}
_COUNTED: Final = ([1, 2, 3], [3, 2, 1], [5, 4, 3, 2, 1])
"""What is said before a start or into a microphone, and is no number."""
_BEFORE_SCORES: Final = words_of("won lost win lose wins loses beat sets score scores")
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
_SIGNS: Final = ("$", "€", "#", "+", "=")


@dataclass(frozen=True)
class _Number:
    """A cardinal within the words: `words[start:end]`."""

    value: int
    start: int
    end: int
    letters: str

    @property
    def is_digit(self) -> bool:
        return self.letters in ("d", "z", "o")


@dataclass(frozen=True)
class _Row:
    """Cardinals that follow each other, and what comes after a point."""

    numbers: tuple[_Number, ...]
    decimals: str
    """Begins with a point; empty if there are none."""
    end: int

    @property
    def first(self) -> int:
        return self.numbers[0].value


Found = tuple[int, list[str]]
"""Where the words that were understood end, and what is written for them."""


def to_digits(words: Sequence[str], keeps_small: bool, before: str = "", following: str = "") -> list[str]:
    """Return `words` with numbers as digits, a date or an amount being one item.

    `before` and `following` are the marks on both sides, such as "$" and "%", else empty.
    """
    return _Reading(_split_hyphens(words), keeps_small, before, following).written()


def _split_hyphens(words: Sequence[str]) -> list[str]:
    """Part "twenty-five" and "twenty-first", and nothing else."""
    split: list[str] = []
    for word in words:
        parts = word.split("-")
        letters = "".join(_CLASSES.get(part.lower(), ".") for part in parts)
        split.extend(parts if letters in ("Td", "Tf") else [word])
    return split


class _Reading:
    """One run of words that holds no marks."""

    def __init__(self, words: list[str], keeps_small: bool, before: str, following: str) -> None:
        self._words = words = _with_doubles(words)
        self._folded = [word.lower().replace("’", "'") for word in words]
        self._keeps_small = keeps_small
        self._before = before
        self._following = following
        self._letters = self._classified()

    def written(self) -> list[str]:
        result: list[str] = []
        at = 0
        while at < len(self._words):
            end, items = self._found(at) or (at + 1, [self._words[at]])
            result += items
            at = end
        return result

    def _classified(self) -> str:
        letters = [_CLASSES.get(word, ".") for word in self._folded]
        for index, letter in enumerate(letters):
            if letter != "o":
                continue
            # "oh" is a digit only within or before others: "one oh five", "oh two oh".
            follows = index > 0 and (letters[index - 1] in "dzotT" or self._word(index - 1) == "point")
            leads = "".join(letters[index + 1 : index + 3])
            is_decimal = index > 1 and letters[index - 2] in "dztT" and self._word(index - 1) == "point"
            # "nine oh two one oh" ends with one, "one point oh" too.
            is_last = index == len(letters) - 1 and "o" in letters[max(0, index - 4) : index - 2]
            if is_decimal or (is_last and letters[index - 1] == "d"):
                continue
            if not (leads[:1] and leads[0] in "dzo" and (follows or (len(leads) == 2 and leads[1] in "dzo"))):
                letters[index] = "."
        return "".join(letters)

    def _word(self, at: int) -> str:
        return self._folded[at] if 0 <= at < len(self._folded) else ""

    def _found(self, at: int) -> Found | None:
        if self._word(at) in _MONTHS:
            return self._date(at)
        if self._word(at) in ("minus", "negative"):
            return self._negative(at)
        if self._word(at) == "a":
            return self._a_hundred(at)
        if self._word(at) == "point":
            return self._below_one(at)
        if ordinal := self._ordinal_at(at):
            return self._ordinal(at, *ordinal)
        row = self._row(at)
        return self._row_written(at, row) if row else None

    # Cardinals

    def _row(self, at: int) -> _Row | None:
        numbers: list[_Number] = []
        end = at
        while number := self._number(end):
            numbers.append(number)
            end = number.end
        if not numbers:
            return None
        decimals = ""
        if len(numbers) == 1 and numbers[0].letters != "o":
            decimals, end = self._decimals(end)
        return _Row(tuple(numbers), decimals, end)

    def _number(self, at: int) -> _Number | None:
        match = _CARDINAL.match(self._letters, at)
        if not match:
            return None
        letters = match.group()
        if letters in ("z", "o"):
            return _Number(0, at, match.end(), letters)
        words = self._folded[at : match.end()]
        value = _value(words)
        return None if value is None else _Number(value, at, match.end(), letters)

    def _decimals(self, at: int) -> tuple[str, int]:
        decimals = ""
        while self._word(at) == "point" and (digits := self._digits(at + 1)):
            decimals += f".{digits[0]}"
            at = digits[1]
        return decimals, at

    def _digits(self, at: int) -> tuple[str, int] | None:
        """Read what follows a point: digits one by one, or one number below a hundred."""
        if match := _AFTER_POINT.match(self._letters, at):
            words = self._folded[at : match.end()]
            if match.group()[0] in "dzo":
                return "".join(str(_DIGITS.get(word, 0)) for word in words), match.end()
            return str(_value(words)), match.end()
        return None

    def _row_written(self, at: int, row: _Row) -> Found:
        rules = (self._dotted, self._linked, self._until, self._unlinked)
        found = next((found for rule in rules if (found := rule(at, row))), None)
        return found or self._unchanged(at, row.end)

    def _unlinked(self, at: int, row: _Row) -> Found | None:
        rules = (self._labelled, self._clock, self._with_unit, self._year, self._many_digits, self._alone)
        return next((found for rule in rules if (found := rule(at, row))), None)

    def _unchanged(self, at: int, end: int) -> Found:
        return end, self._words[at:end]

    def _alone(self, at: int, row: _Row) -> Found | None:
        if len(row.numbers) != 1 or self._is_part_of_a_saying(at, row.end) or self._is_parted(at):
            return None
        if self._word(at - 1) in ("oh", "o") and row.numbers[0].letters == "dh":
            return None  # "oh eight hundred hours"
        text, end = self._amount(row)
        is_forced = (at == 0 and self._before.endswith(_SIGNS)) or (
            row.end == len(self._words) and self._following == "%"
        )
        is_small = (
            row.first < 10 and not row.decimals and end == row.end and "m" not in row.numbers[0].letters
        )
        if is_small and not is_forced and (self._keeps_small or row.first == 1):
            return None
        return end, [text]

    def _is_part_of_a_saying(self, at: int, end: int) -> bool:
        """Tell whether this is "half past two", "ten and a half", "three tenths" or the like."""
        if self._word(end) in _NOT_ALONE or self._word(at - 1) == "past":
            return True
        if self._word(at - 2) in _FRACTIONS and self._word(at - 1) in ("to", "after", "or", "by"):
            return True
        has_fraction = self._word(end) == "and" and self._word(end + 1) in ("a", "three")
        if has_fraction and self._word(end + 2) in _FRACTIONS:
            return True
        return self._letters[end : end + 1] in ("f", "g")

    def _is_parted(self, at: int) -> bool:
        """Tell whether this is the "eleven" of "five foot eleven"."""
        is_amount = self._letters[at - 2 : at - 1] in tuple("dtThk") or self._word(at - 2) in ("a", "an")
        number = self._number(at)
        has_unit = number and self._word(number.end) in _SECOND_UNITS
        return at > 1 and self._word(at - 1) in _PARTED_UNITS and is_amount and not has_unit

    def _amount(self, row: _Row, is_money: bool = False) -> tuple[str, int]:
        """Return how one number is written, and where it ends."""
        number, end = row.numbers[0], row.end
        if row.decimals:
            text = _grouped(number.value, is_money) + row.decimals
            if self._letters[end : end + 1] == "m":
                return f"{text} {self._word(end)}", end + 1
            return (text + "0" if is_money and len(row.decimals) == 2 else text), end
        if number.letters.endswith("m") and number.letters.count("m") == 1:
            scale = self._word(end - 1)
            return (
                f"{_grouped(number.value // (10**6 if scale == 'million' else 10**9), is_money)} {scale}",
                end,
            )
        return _grouped(number.value, is_money), end

    # Linked numbers

    def _linked(self, at: int, row: _Row) -> Found | None:
        """Write numbers that are linked alike: "5 to 10 percent", "two or three hundred"."""
        starts, rows, links = self._chain(at, row)
        if self._word(row.end) in _RANGES and self._word(row.end + 1) == "a" and len(row.numbers) == 1:
            return self._to_a_hundred(at, row)
        if len(rows) < 2 or self._word(at - 1) in _LABELS or (at == 0 and self._before.endswith(_SIGNS)):
            return None
        end = rows[-1].end
        if found := self._linked_times(at, starts, rows, links):
            return found
        if any(len(one.numbers) > 1 for one in rows):
            is_known = all(self._unlinked(*one) for one in zip(starts, rows, strict=True))
            is_apart = not all(link[0] in (*_RANGES, "and") for link in links)
            return None if is_known or is_apart else self._unchanged(at, end)
        if _is_elliptic(rows):
            return self._unchanged(at, end)
        is_range = all(
            link[0] in _RANGES or (link == ("and",) and self._word(at - 1) == "between") for link in links
        )
        if self._is_counted(end) or (end == len(self._words) and self._following == "%"):
            is_range = is_range or (self._word(end) in _UNITS and set(links) == {("by",)})
            return self._linked_amounts(starts, rows) if is_range else None
        return self._linked_alone(at, starts, rows, links, is_range)

    def _to_a_hundred(self, at: int, row: _Row) -> Found | None:
        """Read "fifty to a hundred dollars"; without a unit all stay words."""
        if self._letters[row.end + 2 : row.end + 3] not in tuple("hkm"):
            return None
        found = self._a_hundred(row.end + 1)
        if not found:
            return self._unchanged(at, row.end)
        end, items = found
        if len(items) > 1 or "m" in row.numbers[0].letters:
            return None
        sign = items[0][0] if items[0][0] in "$€" else ""
        text = sign + self._amount(row, is_money=bool(sign))[0]
        return end, [text, self._words[row.end], *items]

    def _dotted(self, at: int, row: _Row) -> Found | None:
        """Read "one ninety two dot one sixty eight dot one dot one"; a single dot leaves words."""
        parts, end = [_joined(row)], row.end
        while self._word(end) == "dot" and (following := self._row(end + 1)):
            parts.append(_joined(following))
            end = following.end
        if len(parts) == 1:
            return None
        return (end, [".".join(parts)]) if len(parts) > 2 and all(parts) else self._unchanged(at, end)

    def _until(self, at: int, row: _Row) -> Found | None:
        """Read the "five" of "from nine am to five", and the "two" of "page one to two"."""
        if (
            self._word(at - 1) not in ("to", "until", "till", "through")
            or len(row.numbers) > 1
            or row.decimals
        ):
            return None
        is_time = row.first <= 12 and self._word(at - 2) in ("am", "pm", "m", "a.m.", "p.m.")
        is_label = self._word(at - 3) in _LABELS and self._letters[at - 2] in "dtT"
        is_followed = bool(self._word(row.end))
        if at < 3 or not (is_time or is_label) or (row.first == 1 and is_followed):
            return None
        return (
            None if self._half_of_day(row.end) or self._is_counted(row.end) else (row.end, [str(row.first)])
        )

    def _chain(self, at: int, row: _Row) -> tuple[list[int], list[_Row], list[tuple[str, ...]]]:
        """Return where linked rows start, the rows, and what links them."""
        starts, rows, links = [at], [row], list[tuple[str, ...]]()
        while True:
            end = rows[-1].end
            link = next((one for one in _LINKS if tuple(self._folded[end : end + len(one)]) == one), None)
            following = self._row(end + len(link)) if link else None
            if not link or not following or len(rows) == _MOST_LINKED:
                return starts, rows, links
            starts.append(end + len(link))
            rows.append(following)
            links.append(link)

    def _linked_times(
        self, at: int, starts: list[int], rows: list[_Row], links: list[tuple[str, ...]]
    ) -> Found | None:
        end = rows[-1].end
        minutes = [_minutes(row) for row in rows]
        if any(one is None or not 1 <= row.first <= 12 for one, row in zip(minutes, rows, strict=True)):
            return None
        if not all(link[0] in (*_RANGES, "and") for link in links) or self._is_counted(end):
            return None
        half = self._half_of_day(end)
        before = self._word(at - 1)
        is_opening = any(minutes) and before in ("from", "between")
        if not half and not is_opening and not (all(minutes) and before in _BEFORE_TIMES):
            return None
        times = [
            f"{row.first}:{one}" if one else str(row.first) for one, row in zip(minutes, rows, strict=True)
        ]
        if half:
            times[-1] += f" {half[0]}"
            end += half[1]
        return end, self._between(starts, rows, times)

    def _linked_amounts(self, starts: list[int], rows: list[_Row]) -> Found:
        """Read "five to ten percent" and "five or ten dollars"."""
        last = self._with_unit(starts[-1], rows[-1]) or self._alone(starts[-1], rows[-1])
        end = rows[-1].end
        sign = _CURRENCIES.get(self._word(end), "")
        if not last or (sign and any("m" in row.numbers[0].letters for row in rows)):
            return self._unchanged(starts[0], end)
        texts = [sign + self._amount(row, is_money=bool(sign))[0] for row in rows[:-1]]
        return last[0], [*self._between(starts, rows, [*texts, last[1][0]]), *last[1][1:]]

    def _linked_alone(
        self,
        at: int,
        starts: list[int],
        rows: list[_Row],
        links: list[tuple[str, ...]],
        is_range: bool,
    ) -> Found | None:
        values = [row.first for row in rows]
        are_small = [self._is_small(row) for row in rows]
        end = rows[-1].end
        if {("after",), ("before",)} & set(links) and values[-1] <= 12:
            return self._unchanged(at, end)  # "ten after five"
        if self._is_part_of_a_saying(at, end):
            return self._unchanged(at, end)  # "eleven or twelve o'clock"
        if all(are_small) or not any(are_small):
            is_mixed = all(are_small) and 1 in values and not self._keeps_small
            return self._unchanged(at, end) if is_mixed else None
        if ("in",) in links and values[-1] > 100:
            return None
        is_descending = ("to",) in links and values != sorted(values)  # "twenty to four" is a time
        if 1 in values or is_descending or not (is_range or links[0][0] not in _IN_WORDS):
            return self._unchanged(at, end)
        ends_with_scale = self._amount(rows[-1])[1]
        return ends_with_scale, self._between(starts, rows, [self._amount(row)[0] for row in rows])

    def _between(self, starts: list[int], rows: list[_Row], texts: list[str]) -> list[str]:
        """Return `texts` with the words that stand between the rows."""
        items = [texts[0]]
        for previous, start, text in zip(rows, starts[1:], texts[1:], strict=False):
            items += [*self._words[previous.end : start], text]
        return items

    def _is_small(self, row: _Row) -> bool:
        return row.first < 10 and not row.decimals and "m" not in row.numbers[0].letters

    # Amounts

    def _labelled(self, at: int, row: _Row) -> Found | None:
        if self._word(at - 1) not in _LABELS:
            return None
        if len(row.numbers) == 1:
            return row.end, [str(row.first) + row.decimals]
        if all(number.value < 100 for number in row.numbers):
            return row.end, ["".join(str(number.value) for number in row.numbers)]
        return None

    def _with_unit(self, at: int, row: _Row) -> Found | None:
        if len(row.numbers) != 1:
            return None
        text, end = self._amount(row)
        unit = self._word(end)
        if unit in _CURRENCIES:
            return self._money(at, row)
        if unit == "percent":
            return end + 1, [f"{text}%"]
        if unit == "per" and self._word(end + 1) == "cent":
            return end + 2, [f"{text}%"]
        second = self._row(end + 1) if unit in _PARTED_UNITS else None
        if second and second.first < 100:
            has_unit = self._word(second.end) in _SECOND_UNITS
            if has_unit and unit in ("feet", "foot"):
                return end, [text]
            if not has_unit and not self._is_counted(second.end):
                return self._unchanged(at, second.end)  # "five pounds ten"
        return (end, [text]) if unit in _UNITS else None

    def _money(self, at: int, row: _Row) -> Found:
        text, end = self._amount(row, is_money=True)
        sign = _CURRENCIES[self._word(end)]
        end += 1
        if row.decimals or not text[-1].isdigit():
            return end, [f"{sign}{text}"]
        is_joined = self._word(end) == "and"
        if self._word(end) in ("oh", "o") and self._letters[end + 1 : end + 2] == "d":
            return end + 2, [f"{sign}{text}.0{_DIGITS[self._word(end + 1)]}"]
        cents = self._row(end + is_joined)
        if not cents or len(cents.numbers) > 1 or cents.first > 99 or cents.decimals:
            return end, [f"{sign}{text}"]
        price = f"{sign}{text}.{cents.first:02}"
        following = self._word(cents.end)
        if following in ("cent", "cents"):
            return cents.end + 1, [price]
        if is_joined or self._is_counted(cents.end):
            return end, [f"{sign}{text}"]
        is_end = not following
        if cents.first >= 10 and (is_end or following in _AFTER_PRICES):
            return cents.end, [price]
        if cents.first >= 10 or is_end:
            return self._unchanged(at, cents.end)  # "five dollars fifty people", "five dollars five"
        return end, [f"{sign}{text}"]

    def _a_hundred(self, at: int) -> Found | None:
        """Read "a hundred and twenty", "a hundred dollars", "a dollar fifty"; "a hundred" by itself stays."""
        if self._word(at + 1) in _CURRENCIES:
            price = self._money(at, _Row((_Number(1, at, at + 1, "d"),), "", at + 1))
            return price if price[0] > at + 2 else None
        match = _CARDINAL.match("d" + self._letters[at + 1 : at + 40])
        if not match or match.group()[1:2] not in ("h", "k"):
            return None
        end = at + match.end()
        value = _value(["one", *self._folded[at + 1 : end]])
        if value is None:
            return None
        row = _Row((_Number(value, at, end, match.group()),), "", end)
        if found := self._with_unit(at, row):
            # "a hundred dollar bill" is "a $100 bill", "a hundred dollars" $100.
            is_adjective = self._word(end) in _SINGULAR_UNITS and found[0] == end + (
                self._word(end) in _CURRENCIES
            )
            return (found[0], [self._words[at], *found[1]]) if is_adjective else found
        following = self._row(end + 1) if self._word(end) in _RANGES else None
        if following and following.first >= 10:
            return self._linked(at, row) or (end, [_grouped(value)])
        if match.end() == 2 or self._number(end) or self._is_part_of_a_saying(at, end):
            return None
        return end, [_grouped(value)]

    def _below_one(self, at: int) -> Found | None:
        """Read "point five percent"; without a unit, "at this point five people" is as likely."""
        decimals, end = self._decimals(at)
        if not decimals:
            return None
        return self._with_unit(at, _Row((_Number(0, at, at, "z"),), decimals, end))

    def _negative(self, at: int) -> Found | None:
        row = self._row(at + 1)
        if not row or (at > 0 and self._letters[at - 1] in "dztThkm"):
            return None
        found = self._with_unit(at + 1, row)
        if found and found[1][0][0].isdigit():
            return found[0], [f"-{found[1][0]}"]
        return None

    def _many_digits(self, at: int, row: _Row) -> Found | None:
        """Read "five five five twelve": at least three digits, and nothing above 99 among them."""
        leading = next((n for n, number in enumerate(row.numbers) if not number.is_digit), len(row.numbers))
        values = [number.value for number in row.numbers]
        is_score = self._word(at - 1) in _BEFORE_SCORES
        if leading < 3 or max(values) > 99 or values in _COUNTED or is_score:
            return None
        return row.end, ["".join(str(number.value) for number in row.numbers)]

    # Times and dates

    def _clock(self, at: int, row: _Row) -> Found | None:
        minutes = _minutes(row)
        if minutes is None or not 1 <= row.first <= 12:
            return None
        text = f"{row.first}:{minutes}" if minutes else str(row.first)
        if half := self._half_of_day(row.end):
            return row.end + half[1], [f"{text} {half[0]}"]
        following = [self._word(row.end + step) for step in range(3)]
        is_said_with_part = following[:2] == ["in", "the"] and following[2] in _PARTS_OF_DAY
        is_after_at = self._word(at - 1) in _BEFORE_TIMES and self._word(at - 2) not in _NOT_TIMED
        is_after_at = is_after_at and not self._is_counted(row.end)
        if minutes and (is_said_with_part or is_after_at):
            return row.end, [text]
        return None

    def _half_of_day(self, at: int) -> tuple[str, int] | None:
        """Return "am" or "pm", and how many words it was."""
        one, two = self._word(at), self._word(at + 1)
        joined = one.replace(".", "")
        if joined in ("am", "pm"):
            return joined, 1
        if one.rstrip(".") in ("a", "p") and two.rstrip(".") == "m":
            return f"{one[0]}m", 2
        return None

    def _is_counted(self, at: int) -> bool:
        return (
            self._word(at) in _UNITS or self._word(at) in _CURRENCIES or self._word(at) in ("percent", "per")
        )

    def _year(self, at: int, row: _Row) -> Found | None:
        if self._word(row.end) in _PLURAL_TENS and len(row.numbers) == 1 and 17 <= row.first <= 20:
            return row.end + 1, [f"{row.first}{_PLURAL_TENS[self._word(row.end)]:02}s"]
        year = _year_of(row.numbers)
        if year is None or len(row.numbers) == 1 or self._is_counted(row.end):
            return None
        following, before = self._word(row.end), self._word(at - 1)
        if following in _AFTER_BARE_PRICES or before in _BEFORE_BARE_PRICES or following == "vision":
            return None
        return row.end, [str(year)]

    def _date(self, at: int) -> Found | None:
        month = self._word(at).capitalize()
        if ordinal := self._ordinal_at(at + 1):
            return self._month_and_ordinal(at, month, *ordinal)
        row = self._row(at + 1)
        if not row or row.decimals or self._is_counted(row.end):
            return None
        before = self._word(at - 1)
        year = _year_of(row.numbers)
        if year and (month not in ("May", "March") or before in _BEFORE_MONTHS):
            return row.end, [f"{month} {year}"]
        year = _year_of(row.numbers[1:])
        if not 1 <= row.first <= 31:
            return None
        if year:
            return row.end, [f"{month} {row.first}, {year}"]
        if len(row.numbers) == 1 and before in _BEFORE_DAYS:
            return row.end, [f"{month} {row.first}"]
        return None

    def _month_and_ordinal(self, at: int, month: str, day: int, end: int) -> Found | None:
        if not 1 <= day <= 31:
            return None
        years = self._row(end)
        year = _year_of(years.numbers) if years else None
        if year and years:
            return years.end, [f"{month} {day}, {year}"]
        # "you may first want to", "may third parties": the word may be an ordinary one.
        if month in ("May", "March") and day <= 3 and self._word(at - 1) not in _BEFORE_DAYS:
            return None
        items = [f"{month} {day}"]
        while self._word(end) in ("and", "or", "to", "through") and (other := self._ordinal_at(end + 1)):
            if not day < other[0] <= 31:
                break
            day = other[0]
            items += [self._words[end], str(day)]
            end = other[1]
        return end, items

    def _ordinal_at(self, at: int) -> tuple[int, int] | None:
        """Return the value of the ordinal at `at`, and where it ends."""
        match = _ORDINAL.match(self._letters, at)
        if not match:
            return None
        *words, last = self._folded[at : match.end()]
        value = _value([*words, _FIRSTS.get(last) or _TENTHS[last]])
        return None if value is None else (value, match.end())

    def _ordinal(self, at: int, value: int, end: int) -> Found | None:
        if self._word(end) == "of" and self._word(end + 1) in _MONTHS and 1 <= value <= 31:
            years = self._row(end + 2)
            year = _year_of(years.numbers) if years else None
            date = f"{_ordinal_text(value)} of {self._word(end + 1).capitalize()}"
            return (years.end, [f"{date} {year}"]) if year and years else (end + 2, [date])
        if found := self._linked_ordinals(at, value, end):
            return found
        is_fraction = self._word(at - 1) in ("a", "one") and self._letters[at] == "g"
        is_in_row = self._letters[at - 1 : at] in tuple("dtThk")  # "seven twenty fifth street"
        is_seconds = self._word(end - 1) == "second" and self._word(at - 1) != "the"
        if value < 10 or is_fraction or is_seconds or is_in_row:
            return self._unchanged(at, end)
        return end, [_ordinal_text(value)]

    def _linked_ordinals(self, at: int, value: int, end: int) -> Found | None:
        """Write "the ninth and tenth" alike: words, but "the 9th and 10th of May"."""
        values, texts, first, start = [value], [_ordinal_text(value)], at, end
        while len(values) < _MOST_LINKED and self._word(start) in ("and", "or", "to", "through"):
            first = start + (2 if self._word(start + 1) == "the" else 1)
            if not (other := self._ordinal_at(first)):
                break
            values.append(other[0])
            texts += [*self._words[start:first], _ordinal_text(other[0])]
            start = other[1]
        if len(values) == 1:
            return None
        if self._word(start) == "of" and self._word(start + 1) in _MONTHS and max(values) <= 31:
            last = self._ordinal(first, values[-1], start)
            return (last[0], [*texts[:-1], *last[1]]) if last else None
        if min(values) < 10 <= max(values):
            return self._unchanged(at, start)
        if min(values) < 10 or self._words[start - 1].lower() != "second":
            return None
        # "the twenty first and twenty second" are both days, without "the" the last may be seconds.
        return (start, texts) if self._word(at - 1) == "the" else self._unchanged(at, start)


def _with_doubles(words: list[str]) -> list[str]:
    """Say "double four" as "four four" within five digits or more."""
    result: list[str] = []
    at = 0
    while at < len(words):
        end, digits = at, list[str]()
        while end < len(words):
            times = {"double": 2, "triple": 3}.get(words[end].lower(), 1)
            digit = words[end + (times > 1)].lower() if end + (times > 1) < len(words) else ""
            if _CLASSES.get(digit, ".") not in "dzo":
                break
            digits += [digit] * times
            end += 1 + (times > 1)
        if len(digits) >= 5:
            result += digits
        else:
            end = max(end, at + 1)
            result += words[at:end]
        at = end
    return result


def _value(words: Sequence[str]) -> int | None:
    """Return the value of the words of one cardinal; None for what text2num refuses, such as trillions."""
    try:
        return int(text2num(" ".join(words), "en"))
    except ValueError:
        return None


def _is_elliptic(rows: Sequence[_Row]) -> bool:
    """Tell whether this is "two or three hundred", whose first number counts hundreds too."""
    last = rows[-1].numbers[0]
    if rows[-1].decimals or last.letters[-1] not in "hk":
        return False
    multiplier = last.value // (1000 if last.letters[-1] == "k" else 100)
    return any(row.first < multiplier and not set(row.numbers[0].letters) & set("hkm") for row in rows[:-1])


def _joined(row: _Row) -> str:
    """Return "192" for "one ninety two"; empty if the numbers do not join so."""
    values = [number.value for number in row.numbers]
    if row.decimals or (len(values) > 1 and not (len(values) == 2 and values[0] < 10 <= values[1] < 100)):
        return ""
    return "".join(map(str, values))


def _minutes(row: _Row) -> str | None:
    """Return two digits, empty for a full hour, None if this is no time."""
    rest = row.numbers[1:]
    if row.decimals or not row.numbers[0].letters.strip("o"):
        return None
    if not rest:
        return ""
    if len(rest) == 1 and 10 <= rest[0].value <= 59:
        return str(rest[0].value)
    if len(rest) == 2 and rest[0].letters in ("o", "z") and rest[1].is_digit:
        return f"0{rest[1].value}"
    return None


def _year_of(numbers: Sequence[_Number]) -> int | None:
    """Return the year that "nineteen eighty four", "twenty oh five" or "two thousand six" name."""
    values = [number.value for number in numbers]
    if len(values) == 1 and 1900 <= values[0] <= 2099:
        return values[0]
    if len(values) == 2 and 17 <= values[0] <= 20 and 10 <= values[1] <= 99:
        return values[0] * 100 + values[1]
    if len(values) == 3 and 17 <= values[0] <= 20 and numbers[1].letters == "o" and numbers[2].letters == "d":
        return values[0] * 100 + values[2]
    return None


def _grouped(value: int, is_money: bool = False) -> str:
    return f"{value:,}" if value >= (1_000 if is_money else 10_000) else str(value)


def _ordinal_text(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{_ENDINGS.get(value % 10, 'th')}"
