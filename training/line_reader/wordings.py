"""Makes up what the rendered lines say: mostly real interface strings, and what stands beside them."""

import random
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, Literal

from engines.image_description.screen.line_letters import FOREIGN, is_known, spell

Kind = Literal["ko", "en", "number", "name", "random ko", "random en", "mixed", "person", "foreign"]

LONGEST: Final = 30
_SHARES: Final[dict[Kind, float]] = {
    "ko": 33, "en": 29, "number": 8, "name": 7, "random ko": 9, "random en": 5, "mixed": 7, "person": 2,
    "foreign": 2,
}  # fmt: skip
_WORDS_TAKEN: Final = (1, 1, 2, 2, 3, 4, 5, 6, 8)
_FAMILY_NAMES: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_UNITS: Final = ("KB", "MB", "GB", "TB", "ms", "px", "kg", "km", "fps", "Hz", "kHz", "dB", "°C", "pt", "s")
_ENDINGS: Final = (".txt", ".png", ".py", ".html", ".exe", ".pdf", ".docx", ".json", ".jpg", ".md", ".cpp")
_SHAPES: Final = (
    "{} {}",
    "{}: {}",
    "{} ({})",
    "{}, {}",
    "{}/{}",
    "{} - {}",
    "{}({})",
    "[{}] {}",
    "{} · {}",
    "{} > {}",
)
_ASCII: Final = "".join(map(chr, range(33, 127)))
_FOREIGN: Final = (
    (0x4E00, 0x9F00), (0x4E00, 0x9F00), (0x4E00, 0x6500), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x410, 0x44F),
    (0x391, 0x3C9),
)  # fmt: skip
"""Han (the more usual ones more often), hiragana, katakana, Cyrillic, Greek."""
_CONFUSABLE: Final = "lI1|iltfj!O0oQD5S8B2Z6G.,:;'`\"-_~rnmvwuc"


class Wordings:
    """An endless source of texts out of interface strings; the same seed gives the same ones."""

    def __init__(self, seed: int, english: Sequence[str], korean: Sequence[str]) -> None:
        self._random = random.Random(seed)
        self._english, self._korean = english, korean
        self._words = sorted({word for text in self._english for word in text.split()})
        self._syllables = _usual_syllables()
        self._make: dict[Kind, Callable[[], str]] = {
            "ko": lambda: self._part(self._random.choice(self._korean)),
            "en": self._english_part,
            "number": self._number,
            "name": self._name,
            "random ko": self._random_korean,
            "random en": self._random_latin,
            "mixed": self._mixed,
            "person": lambda: self._random.choice(_FAMILY_NAMES) + self._some(self._syllables, 2),
            "foreign": self._foreign,
        }

    def next(self, kind: Kind | None = None) -> str:
        """Return a text of at most 30 letters, all of them known or foreign."""
        while True:
            chosen = kind or self._random.choices(list(_SHARES), list(_SHARES.values()))[0]
            text = " ".join(self._make[chosen]().split())[:LONGEST].strip()
            if text and (chosen == "foreign" or is_known(text)):
                return text

    def _part(self, text: str) -> str:
        words = text.split()
        taken = self._random.choice(_WORDS_TAKEN)
        if len(text) > 26 or self._random.random() < 0.3:
            start = self._random.randrange(max(1, len(words) - taken + 1))
            words = words[start : start + taken]
        return " ".join(words)

    def _english_part(self) -> str:
        text = self._part(self._random.choice(self._english))
        way = self._random.random()
        return (
            text.upper()
            if way < 0.06
            else text.title()
            if way < 0.1
            else text.lower()
            if way < 0.12
            else text
        )

    def _number(self) -> str:
        n, choice = self._random.randint, self._random.choice
        makers: tuple[Callable[[], str], ...] = (
            lambda: str(n(0, 999)),
            lambda: str(n(0, 12)),
            lambda: f"{n(0, 99999999):,}",
            lambda: f"{n(0, 100)}%",
            lambda: f"{n(1990, 2030)}-{n(1, 12):02}-{n(1, 31):02}",
            lambda: f"{n(0, 23):02}:{n(0, 59):02}" + choice(("", f":{n(0, 59):02}")),
            lambda: f"{n(0, 20)}.{n(0, 20)}.{n(0, 99)}",
            lambda: f"{n(0, 999)}.{n(0, 9)}{choice(('', ' '))}{choice(_UNITS)}",
            lambda: f"{n(0, 999)}{choice(('', ' '))}{choice(_UNITS)}",
            lambda: f"{n(1, 300) * 100:,}원",
            lambda: f"{choice('$€£₩')}{n(0, 9999):,}.{n(0, 99):02}",
            lambda: f"{n(1, 12)}월 {n(1, 31)}일",
            lambda: f"{n(1, 255)}.{n(0, 255)}.{n(0, 255)}.{n(0, 255)}",
            lambda: f"{n(1990, 2030)}년 {n(1, 12)}월 {n(1, 31)}일",
            lambda: f"{n(1, 12)}/{n(1, 31)}/{n(1990, 2030)}",
            lambda: f"010-{n(1000, 9999)}-{n(1000, 9999)}",
            lambda: f"({n(1, 99)}/{n(1, 99)})",
            lambda: f"{n(1, 12)}:{n(0, 59):02} {choice(('AM', 'PM', 'am', 'pm'))}",
            lambda: f"{choice(('오전', '오후'))} {n(1, 12)}:{n(0, 59):02}",
            lambda: f"{n(1, 99)}{choice('개명분초시번회장쪽')}",
            lambda: f"#{n(0, 0xFFFFFF):06x}",
            lambda: f"{choice('-+±')}{n(0, 99)}.{n(0, 99)}",
        )
        return choice(makers)()

    def _name(self) -> str:
        """Files, addresses, keys: what looks like a word and is none."""
        choice, n = self._random.choice, self._random.randint
        words = ["".join(filter(str.isalnum, choice(self._words))) or "a" for _ in range(n(1, 3))]
        lower = [word.lower() for word in words]
        makers: tuple[Callable[[], str], ...] = (
            lambda: "_".join(lower),
            lambda: "".join(word.capitalize() for word in words),
            lambda: ".".join(lower) + choice(_ENDINGS),
            lambda: "-".join(lower) + choice(_ENDINGS),
            lambda: "/" + "/".join(words),
            lambda: "C:\\" + "\\".join(words),
            lambda: f"{lower[0]}@{lower[-1]}{choice(('.com', '.org', '.co.kr', '.net'))}",
            lambda: f"https://{'.'.join(lower)}.com/",
            lambda: f"www.{lower[0]}.{choice(('com', 'org', 'io', 'kr'))}",
            lambda: "-".join(lower),
            lambda: words[0] + "()",
            lambda: f"Ctrl+{choice(('Shift+', 'Alt+', ''))}{chr(n(65, 90))}",
            lambda: f"Alt+F{n(1, 12)}",
            lambda: f"v{n(0, 9)}.{n(0, 20)}",
        )
        return choice(makers)()

    def _random_korean(self) -> str:
        letters = [
            self._random.choice(self._syllables)
            if self._random.random() < 0.9
            else chr(0xAC00 + self._random.randrange(11172))
            for _ in range(self._random.randint(1, 8))
        ]
        if len(letters) > 4 and self._random.random() < 0.5:
            letters.insert(self._random.randint(1, len(letters) - 1), " ")
        return "".join(letters)

    def _random_latin(self) -> str:
        accented = "".join(map(chr, range(0xC0, 0x100)))
        signs = "–—‘’“”…•·×÷±°©®™€£¥₩§←↑→↓▶◀▲▼✓★☆●○■□※½²³≤≥≠∞"
        letters = self._random.choice((_ASCII, _ASCII, _ASCII + accented, _ASCII + signs, _CONFUSABLE))
        return self._some(letters, self._random.randint(1, 10))

    def _mixed(self) -> str:
        kinds: tuple[Kind, ...] = ("ko", "en", "number", "name")
        parts = [self.next(self._random.choice(kinds)) for _ in range(2)]
        return self._part(self._random.choice(_SHAPES).format(*parts))

    def _foreign(self) -> str:
        """Letters that are not read, so that the reader can say so: Han, kana, Cyrillic, Greek."""
        first, last = self._random.choice(_FOREIGN)
        text = "".join(chr(self._random.randint(first, last)) for _ in range(self._random.randint(1, 9)))
        return text if self._random.random() < 0.7 else f"{text} {self.next('number')}"

    def _some(self, letters: str, count: int) -> str:
        return "".join(self._random.choice(letters) for _ in range(count))


def is_held_out(text: str) -> bool:
    """Whether a string is kept for testing: one in twenty, by its own letters."""
    return zlib.crc32(text.encode()) % 20 == 0


def shown(text: str) -> str:
    """Return the text as the reader should read it: letters it does not know become one sign."""
    return "".join(FOREIGN if not is_known(letter) else letter for letter in text)


def needed_steps(text: str) -> int:
    """Return how many steps CTC needs: one for each class, and one between two alike."""
    places = spell(text)
    return len(places) + sum(one == other for one, other in pairwise(places))


def _usual_syllables() -> str:
    """Return the 2,350 syllables of KS X 1001."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("euc_kr", errors="ignore") for code in codes)
