"""Korean number words to digits: Sino-Korean and native, dates, times, money, rows of digits.

Many numerals are also words or parts of words (이 "this", 일 "work", 사원 "employee", 만일 "if"), so a
numeral becomes digits only where something bears it out:

- of two syllables or more before a unit (삼십 분, 이천이십육년), of three or more alone (백이십삼);
- one syllable where a date, a time, a percent or a long unit asks for it (삼월 삼일, 오 퍼센트);
- small numbers before a counter stay words (`keeps_small`): 두 명, 오 층; else they become 2명, 5층;
- rows of digits of which 공 or their length speaks: 공일공 일이삼사 오육칠팔 is 010-1234-5678.

Amounts have commas from 1,000 on (15,000원); whole ten thousands are written 5만 원, 3억 원. Years and
numbers (호, 번) have none. Digits stand directly before their unit.

What belongs together is written alike: 삼 분 이십 초 (3분 20초), 두시부터 다섯시까지 (2시부터 5시까지), the
score 이십 대 십칠 stays words.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from engines.writing.korean_particles import TAIL
from engines.writing.phrases import row_of, words_of

_DIGITS: Final = {syllable: value for value, syllable in enumerate("영일이삼사오육칠팔구")} | {"공": 0}
_SMALL_POWERS: Final = {"천": 1000, "백": 100, "십": 10}
_ONE_TO_NINE: Final = "[일이삼사오육칠팔구]"
_BELOW_MYRIAD: Final = "".join(f"(?:{_ONE_TO_NINE}?{power})?" for power in _SMALL_POWERS) + f"{_ONE_TO_NINE}?"
_SINO: Final = re.compile(
    rf"(?:(?P<trillions>{_BELOW_MYRIAD})(?<=[일이삼사오육칠팔구십백천])조)?"
    rf"(?:(?P<hundred_millions>{_BELOW_MYRIAD})(?<=[일이삼사오육칠팔구십백천])억)?"
    rf"(?:(?P<myriads>{_BELOW_MYRIAD})(?P<man>만))?(?P<ones>{_BELOW_MYRIAD})"
)
_NUMERAL: Final = re.compile("[영공일이삼사오육칠팔구십백천만억조점]+")
_DIGIT_ROW: Final = re.compile("[영공일이삼사오육칠팔구]+")
_NATIVE_TENS: Final = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70} | {
    "여든": 80,
    "아흔": 90,
}
_NATIVE_ONES: Final = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "석": 3,
    "넉": 4,
    "하나": 1,
    "둘": 2,
    "셋": 3,
    "넷": 4,
} | {
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
}
_NATIVE: Final = re.compile(rf"(?P<tens>{'|'.join(_NATIVE_TENS)})?(?P<ones>{'|'.join(_NATIVE_ONES)})?")

_LONG_UNITS: Final = row_of(
    "킬로미터 센티미터 밀리미터 미터 킬로그램 밀리그램 그램 밀리리터 리터 킬로 센티 달러 유로 센트 개월"
    " 학년 호선 인분 페이지 칼로리 킬로칼로리 기가바이트 메가바이트 테라바이트 퍼센트 퍼센트포인트 프로"
    " 헤르츠 볼트 와트"
)
"""Before these one syllable is enough."""
_BOUND_UNITS: Final = words_of(
    "퍼센트 퍼센트포인트 개월 킬로 킬로미터 센티미터 밀리미터 킬로그램 밀리그램 그램 리터 밀리리터 인분 호선"
    " 기가바이트 메가바이트"
)
"""No word by themselves, so that 이 before them is "two", and not "this"."""
_NOT_COUNTED_BY_ATTACHED: Final = words_of("유로 페이지 볼트 와트")
"""이 in one word with these may be "this"."""
_SHORT_UNITS: Final = row_of(
    "년 년도 년대 분 초 원 명 개 층 호 번 번지 도 세 쪽 장 주 주년 주일 회 위 등 점 배 대 톤 평 권 건 곳 차"
    " 석 매 동 시간 엔 살 마리 잔 병 일 조 항 세기 학기"
)
_NATIVE_UNITS: Final = row_of(
    "시간 명 개 살 번 번째 마리 권 장 대 잔 병 분 사람 가지 달 켤레 송이 그루 채 벌 자루 통 줄 판 칸 군데 배"
    " 곳 건"
)
_KEPT_WITH_ONE: Final = words_of("번 번째 사람 가지 분 달 통 줄 칸 판 대 채 배")
"""한 번 and the like are words, not amounts."""
_KEPT_NATIVE: Final = words_of("번 번째 분")
"""두 번 is "twice", but 2번 "number two"."""
_ROUND_UNITS: Final = words_of("원 엔 명 개 도 층 분 초 장 권 점 톤 평 건 마리 대 살 세")
"""Before these 백, 천 and 만, standing apart, are amounts; 천 년 and 백 번 are sayings."""
_UNGROUPED: Final = words_of("년 년도 년대 호 번 번지 동")
_SMALLER_UNITS: Final = {"분": "초", "년": "개월", "동": "호", "시간": "분"}
"""Before an amount of the smaller unit the greater one is digits too."""
_AGES: Final = words_of("세 살 년 개월 일 주년 시간 주")
"""Before these 만 is "full": 만 삼 년, 만 세 살."""
_WORDS_FOR_NUMBERS: Final = {
    "만일": frozenset[str](),
    **dict.fromkeys(("천사", "만사"), words_of("원 호 번 번지 동")),
}
"""Words that stand before counted things: 만일 세 명이, 천사 세 명; and the units after which they count."""
_NOT_NUMBERS: Final = row_of("백일장 십일조 만만세 백일홍 천일염 천일홍 사천왕 천만다행 일조일석")
"""Words that begin like a number and a unit."""
_AMBIGUOUS: Final = "이"
_BEFORE_HOURS: Final = words_of("오전 오후 새벽 아침 점심 저녁 밤 낮 정오 매일")
_NOT_AFTER_HOURS: Final = ("도", "를", "가", "는", "의", "인")
"""시 is also a poem, 네 also "your"."""
_AFTER_FEBRUARY: Final = words_of("에 에는 에도 부터 부터는 까지 까지는 말 초")
"""이월 is also what is carried over, but not before these."""
_SCALES: Final = words_of("영하 영상 섭씨 화씨")
_NOT_BEFORE_NUMBERS: Final = words_of("몇 수")
_MOST_GROUPS: Final = 20
_MONTHS: Final = {"유": 6, "시": 10, "육": 6, "십": 10}


_BEFORE_OTHERS: Final = words_of("부터 에서 이나 나")
_PRODUCTS: Final = words_of("아이폰 아이패드 맥북 윈도 윈도우 갤럭시")
_FULL_NATIVE: Final = words_of("살 시간 달")
"""만 is "full" before these."""
_RANGE_STARTS: Final = words_of("부터 에서")


def _alternatives(units: Sequence[str]) -> str:
    return "|".join(sorted(units, key=len, reverse=True))


_UNIT: Final = rf"(?P<unit>{_alternatives([*_LONG_UNITS, *_SHORT_UNITS])})(?P<tail>{TAIL})"
_WITH_UNIT: Final = re.compile(rf"(?P<numeral>{_NUMERAL.pattern}){_UNIT}")
_UNIT_ALONE: Final = re.compile(_UNIT)
_NATIVE_UNIT: Final = re.compile(rf"(?P<unit>{_alternatives(_NATIVE_UNITS)})(?P<tail>{TAIL})")
_MONTH: Final = re.compile(rf"(?P<numeral>십일|십이|십|시|유|[일이삼사오육칠팔구])?월(?P<tail>달?{TAIL})")
_DAY: Final = re.compile(rf"(?P<numeral>{_NUMERAL.pattern})?일(?P<tail>{TAIL})")
_HOUR: Final = re.compile(rf"(?P<numeral>[가-힣]*?)시(?!간)(?P<tail>{TAIL})")
_MINUTE: Final = re.compile(rf"(?P<numeral>{_NUMERAL.pattern})?분(?P<tail>{TAIL})")
_BARE: Final = re.compile(rf"(?P<numeral>{_NUMERAL.pattern}?)(?P<tail>{TAIL})")
_CLASS: Final = re.compile(rf"(?P<numeral>{_NUMERAL.pattern})?반(?P<tail>{TAIL})")
_WON_BEFORE: Final = re.compile(rf"(?:{_NUMERAL.pattern[:-1]}*[십백천만억])?원(?:에서|이나|부터)")
_LAST_GROUP: Final = re.compile(rf"(?P<numeral>{_DIGIT_ROW.pattern[:-1]}{{4}})(?P<tail>번?{TAIL}|이야|야)")
_NATIVE_BARE: Final = re.compile(
    rf"(?P<numeral>(?:{'|'.join(_NATIVE_TENS)})(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉))(?P<tail>{TAIL})"
)

Found = tuple[int, list[str]]
"""How many words were understood, and what is written for them."""


class _Amount(NamedTuple):
    """A numeral and its unit."""

    words: int
    """How many, the unit's included."""
    numeral: str
    is_apart: bool
    """Whether a space stood between the numeral and the unit."""
    unit: str
    tail: str


def to_digits(words: Sequence[str], keeps_small: bool, before: str = "", following: str = "") -> list[str]:
    """Return `words` with numbers as digits, an amount being one item; `before` and `following` are marks."""
    return _Reading(list(words), keeps_small, before, following).written()


class _Reading:
    """One run of words that holds no marks."""

    def __init__(self, words: list[str], keeps_small: bool, before: str, following: str) -> None:
        self._words = words
        self._keeps_small = keeps_small
        self._before = before
        self._following = following
        self._kept = ""
        """The word before, if it stayed a word."""

    def written(self) -> list[str]:
        result: list[str] = []
        at = 0
        while at < len(self._words):
            found = self._found(at)
            count, items = found or (1, [self._words[at]])
            self._kept = "" if found else self._words[at]
            result += items
            at += count
        return result

    def _found(self, at: int) -> Found | None:
        if self._word(at + 1) == "다시" and _NUMERAL.fullmatch(self._word(at)):
            return (3, self._words[at : at + 3]) if _is_bare_number(self._word(at + 2)) else None
        rules = (self._row_of_digits, self._date, self._time, self._sino, self._native, self._bare)
        return next((found for rule in rules if (found := rule(at))), None)

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _row_of_digits(self, at: int) -> Found | None:
        """Read 공일공 일이삼사 오육칠팔, and digits said one by one."""
        groups = self._groups(at)
        digits = "".join(groups)
        if digits.startswith("0"):
            if last := _LAST_GROUP.fullmatch(self._word(at + len(groups))):
                whole = digits + _digits_of(last["numeral"])
                if 9 <= len(whole) <= 11:
                    return len(groups) + 1, [_phone_number(whole) + last["tail"]]
            if 9 <= len(digits) <= 11:
                return len(groups), [_phone_number(digits)]
        if self._starts_unit(at + len(groups)):
            return None
        if groups and re.match(rf"{_DIGIT_ROW.pattern[:-1]}{{3}}", self._word(at + len(groups))):
            return None  # it goes on, in a way that is not understood
        sizes = [len(group) for group in groups]
        if sizes == [4, 4]:
            return len(groups), ["-".join(groups)]
        # 공사 사이 and 이사 are words: pairs of such syllables tell nothing.
        is_row = set(sizes) == {1} or max(sizes, default=0) >= 3
        # 삼삼오오 and 사이사이 are words too.
        is_long = len(digits) >= (5 if len(groups) > 1 else 7) or (len(digits) >= 4 and "0" in digits)
        return (len(groups), [digits]) if is_row and is_long else None

    def _groups(self, at: int) -> list[str]:
        groups: list[str] = []
        while len(groups) < _MOST_GROUPS:
            word = self._word(at + len(groups))
            # 공일공에 일이삼사에 오육칠팔: phone numbers are said so.
            is_linked = word.endswith("에") and (groups or [word])[0].startswith(("0", "공", "영"))
            syllables = word[:-1] if is_linked else word
            if not _DIGIT_ROW.fullmatch(syllables):
                break
            groups.append(_digits_of(syllables))
        return groups

    def _starts_unit(self, at: int) -> bool:
        return bool(_UNIT_ALONE.fullmatch(self._word(at)))

    # Dates and times

    def _date(self, at: int) -> Found | None:
        """Read 삼월, 삼월 삼일, 삼 월 삼 일; 이월 only with a year before or a day after it."""
        month = self._month(at)
        if not month:
            return self._days(at)
        count, value, tail, is_ambiguous = month
        text = f"{value}월{tail}"
        if not tail and (days := self._days(at + count)):
            return count + days[0], [text, *days[1]]
        day = None if tail else self._day(at + count)
        if day:
            return count + day[0], [text, day[1]]
        is_after_year = bool(re.search("년도?$", self._word(at - 1)))
        return None if is_ambiguous and not is_after_year else (count, [text])

    def _days(self, at: int) -> Found | None:
        """Read 삼일부터 오일까지."""
        first = self._numeral_and(_DAY, at)
        is_this = first and first[0] == 2 and self._word(at) == _AMBIGUOUS
        if not first or is_this or first[2] not in _RANGE_STARTS:
            return None
        last = self._numeral_and(_DAY, at + first[0])
        if not last or not last[2].startswith("까지") or not 1 <= first[1] < last[1] <= 31:
            return None
        return first[0] + last[0], [f"{first[1]}일{first[2]}", f"{last[1]}일{last[2]}"]

    def _month(self, at: int) -> tuple[int, int, str, bool] | None:
        """Return how many words name a month, its number, what follows, and whether it may be no month."""
        match = _MONTH.fullmatch(self._word(at))
        if match and match["numeral"]:
            numeral, count, tail = match["numeral"], 1, match["tail"]
        else:
            match = _MONTH.fullmatch(self._word(at + 1))
            if not match or match["numeral"] or not _NUMERAL.fullmatch(self._word(at)):
                return None
            numeral, count, tail = self._word(at), 2, match["tail"]
        value = _MONTHS.get(numeral) or sino(numeral) or 0
        is_ambiguous = numeral == _AMBIGUOUS and not (count == 1 and tail in _AFTER_FEBRUARY)
        return (count, value, tail, is_ambiguous) if 1 <= value <= 12 else None

    def _day(self, at: int) -> tuple[int, str] | None:
        found = self._numeral_and(_DAY, at)
        if not found or (found[0] == 2 and self._word(at) == _AMBIGUOUS):
            return None
        count, value, tail = found
        return (count, f"{value}일{tail}") if 1 <= value <= 31 else None

    def _numeral_and(self, pattern: re.Pattern[str], at: int) -> tuple[int, int, str] | None:
        """Match a Sino-Korean numeral with its unit in one word, or in two or three."""
        match = pattern.fullmatch(self._word(at))
        if match and match["numeral"] and (value := sino(match["numeral"])) is not None:
            return 1, value, match["tail"]
        for parts in (1, 2):
            numeral = "".join(self._words[at : at + parts])
            match = pattern.fullmatch(self._word(at + parts))
            value = sino(numeral)
            if match and value is not None:
                rest = match["numeral"] or ""
                joined = sino(numeral + rest)
                if joined is not None:
                    return parts + 1, joined, match["tail"]
        return None

    def _time(self, at: int) -> Found | None:
        hour = self._hour(at)
        if not hour:
            return None
        count, value, tail, is_sure = hour
        minutes = None if tail else self._numeral_and(_MINUTE, at + count)
        if minutes and 0 <= minutes[1] <= 59:
            return count + minutes[0], [f"{value}시", f"{minutes[1]}분{minutes[2]}"]
        if hours := self._hours(at):
            return hours
        is_half = not tail and re.fullmatch(rf"반{TAIL}", self._word(at + count))
        is_end = tail.startswith("까지") and re.search("[시분반](?:부터|에서)$", self._word(at - 1))
        if is_sure or is_end or is_half or self._word(at - 1) in _BEFORE_HOURS:
            return count, [f"{value}시{tail}"]
        return None

    def _hours(self, at: int) -> Found | None:
        """Read 두시부터 네시까지, of which neither by itself is surely an hour."""
        first = self._hour(at)
        last = self._hour(at + first[0]) if first and first[2] in _RANGE_STARTS else None
        if not first or not last:
            return None
        following = self._word(at + first[0] + last[0])
        if not (last[2].startswith("까지") or (not last[2] and following.startswith("사이"))):
            return None
        return first[0] + last[0], [f"{first[1]}시{first[2]}", f"{last[1]}시{last[2]}"]

    def _hour(self, at: int) -> tuple[int, int, str, bool] | None:
        """Return how many words name an hour, the hour, what follows, and whether it is surely one."""
        for count in (3, 2, 1):
            words = self._words[at : at + count]
            match = _HOUR.fullmatch(words[-1]) if len(words) == count else None
            # Only a word by itself holds both; else 시 begins its own: 열 두 시.
            if not match or bool(match["numeral"]) != (count == 1):
                continue
            numeral, tail = "".join(words[:-1]) + match["numeral"], match["tail"]
            if value := _hour_of(numeral):
                is_poem = tail.startswith(_NOT_AFTER_HOURS)
                return count, value, tail, len(numeral) > 1 or (count > 1 and not is_poem)
        return None

    # Amounts

    def _sino(self, at: int) -> Found | None:
        if self._kept in _NOT_BEFORE_NUMBERS or (self._kept != "만" and _NUMERAL.fullmatch(self._kept)):
            return None  # 몇 십 명 and 삼 사십 명 are guesses, and stay what they are
        amount = self._amount(at)
        if not amount or self._words[at].startswith(_NOT_NUMBERS):
            return None
        words = _WORDS_FOR_NUMBERS.get(self._words[at])
        if words is not None and amount.words == 2 and amount.unit not in words:
            return None
        following = self._word(at + amount.words)
        if amount.unit == "세" and not amount.tail and _NATIVE_UNIT.fullmatch(following):
            return None  # 만일 세 명이
        if amount.unit == "층" and amount.is_apart and self._is_two_numbers(at, amount.words - 1):
            return None  # 이백사십 이 층
        if amount.unit == "프로" and self._word(at - 1) in _PRODUCTS:
            return None
        if amount.unit == "분" and amount.tail == "의" and _is_bare_number(following):
            return amount.words, self._words[at : at + amount.words]  # 십 분의 일
        if amount.unit in ("대", "점") and not amount.tail and _is_bare_number(following):
            return amount.words + 1, self._words[at : at + amount.words + 1]  # 이십 대 십칠, 삼십 점 오
        if amount.unit == "학년" and not amount.tail and (of_class := self._class(at + amount.words)):
            grade = _written(amount.numeral, "번")
            return amount.words + of_class[0], [f"{grade}학년", of_class[1]]
        written = _written(amount.numeral, amount.unit)
        is_on_a_scale = self._word(at - 1) in _SCALES and amount.unit == "도"
        if written is None or not (
            is_on_a_scale or self._has_company(at, amount) or self._is_borne_out(amount)
        ):
            return None
        unit = "%" if amount.unit == "퍼센트" else amount.unit
        space = " " if written[-1] in "만억조" and unit != "%" else ""
        return amount.words, [f"{written}{space}{unit}{amount.tail}"]

    def _is_two_numbers(self, at: int, words: int) -> bool:
        """Tell whether the last of `words` may be a number of its own after another one."""
        return words > 1 and self._words[at + words - 1] in _DIGITS and len(self._words[at]) > 2

    def _class(self, at: int) -> tuple[int, str] | None:
        """Read the 이 반 of 삼 학년 이 반."""
        found = self._numeral_and(_CLASS, at)
        return (found[0], f"{found[1]}반{found[2]}") if found else None

    def _has_company(self, at: int, amount: _Amount) -> bool:
        """Tell whether another amount goes with this one, whose digits bear it out."""
        if self._has_smaller_unit(at, amount):
            return True
        is_short = len(amount.numeral) == 1 and (amount.is_apart or amount.numeral in "십백천만")
        if not is_short:
            return False
        if amount.unit == "원" and _WON_BEFORE.fullmatch(self._word(at - 1)):
            return True
        following = self._amount(at + amount.words) if amount.tail in _BEFORE_OTHERS else None
        return following is not None and following.unit == amount.unit and not self._is_small(following)

    def _is_small(self, amount: _Amount) -> bool:
        return len(amount.numeral) == 1 and amount.numeral in _DIGITS

    def _has_smaller_unit(self, at: int, amount: _Amount) -> bool:
        """Tell whether this is the 삼 분 of 삼 분 이십 초."""
        smaller = _SMALLER_UNITS.get(amount.unit)
        if not smaller or amount.tail or not (amount.is_apart or amount.unit in ("동", "년")):
            return False
        following = self._amount(at + amount.words)
        return (
            following is not None
            and following.unit == smaller
            and (len(following.numeral) > 1 or (smaller == "개월" and following.numeral in _DIGITS))
        )

    def _is_borne_out(self, amount: _Amount) -> bool:
        """Tell whether the unit is enough to take the syllables before it for a number."""
        numeral, unit = amount.numeral, amount.unit
        if not amount.is_apart and _is_like_a_word(numeral, unit):
            return False
        if not amount.is_apart and unit == "원" and numeral in ("백", "천"):
            return True
        if unit in _LONG_UNITS:
            if unit == "프로" and len(numeral) == 1:
                return False
            is_this = numeral == _AMBIGUOUS and amount.is_apart
            if numeral == _AMBIGUOUS and not amount.is_apart:
                return unit not in _NOT_COUNTED_BY_ATTACHED
            return not is_this or unit in _BOUND_UNITS
        if len(numeral) == 1 and numeral in _DIGITS:
            return amount.is_apart and not self._keeps_small and numeral != _AMBIGUOUS
        if len(numeral) == 1:
            return amount.is_apart and (unit in _ROUND_UNITS or numeral == "십")
        return unit != "일" or amount.is_apart or len(numeral) > 2

    def _amount(self, at: int) -> _Amount | None:
        """Find the longest numeral at `at` that a unit ends: 만 오천 원 is three words."""
        count = 0
        while count < 8 and _NUMERAL.fullmatch(self._word(at + count)):
            count += 1
        for words in range(count, -1, -1):
            head = "".join(self._words[at : at + words])
            if words > 1 and self._words[at] in (_AMBIGUOUS, "만") and not self._may_lead(at, words):
                continue
            match = _UNIT_ALONE.fullmatch(self._word(at + words))
            if match and words and _is_number(head):
                if self._words[at] == "만" and _is_full_age(self._words[at + 1 : at + words], match["unit"]):
                    continue
                return _Amount(words + 1, head, True, match["unit"], match["tail"])
            match = _WITH_UNIT.fullmatch(self._word(at + words))
            if (
                match
                and _is_number(head + match["numeral"])
                and not (words and self._words[at] == _AMBIGUOUS)
            ):
                if words and self._words[at] == "만" and match["unit"] in ("세", "살"):
                    continue
                return _Amount(words + 1, head + match["numeral"], False, match["unit"], match["tail"])
        return None

    def _may_lead(self, at: int, words: int) -> bool:
        """Tell whether 이 or 만 begins a number of several words: "this" and "full (age)" do not."""
        return self._words[at] == "만"

    def _native(self, at: int) -> Found | None:
        """Read 스물다섯 명, 열 두 개; alone only compounds such as 스물다섯."""
        follows_round = bool(re.fullmatch(f"{_NUMERAL.pattern[:-1]}*[백천만]", self._kept))
        for parts in (2, 1, 0):
            words = self._words[at : at + parts + 1]
            if len(words) != parts + 1:
                continue
            match = _NATIVE_UNIT.fullmatch(words[-1]) if parts else _attached_native(words[0])
            if not match:
                continue
            if follows_round and not (self._kept == "만" and match["unit"] in _FULL_NATIVE):
                return None  # 백 스무 명
            numeral = "".join(words[:-1]) if parts else match["numeral"]
            value = native(numeral)
            after = at + parts + 1
            has_minutes = self._has_minutes(after, match["tail"])
            if value and (
                self._is_native_amount(value, numeral, match["unit"], parts > 0, has_minutes)
                or (parts and self._leads_to_more(after, match))
            ):
                return parts + 1, [f"{value}{match['unit']}{match['tail']}"]
        return None

    def _leads_to_more(self, at: int, first: re.Match[str]) -> bool:
        """Tell whether this is the 두 명 of 두 명에서 열 명."""
        following = _NATIVE_UNIT.fullmatch(self._word(at + 1))
        is_same = following is not None and following["unit"] == first["unit"]
        return first["tail"] in _BEFORE_OTHERS and is_same and (native(self._word(at)) or 0) >= 10

    def _has_minutes(self, at: int, tail: str) -> bool:
        """Tell whether the 이십 분 of 한 시간 이십 분 follows."""
        minutes = None if tail else self._numeral_and(_MINUTE, at)
        return minutes is not None and 10 <= minutes[1] <= 59

    def _is_native_amount(
        self, value: int, numeral: str, unit: str, is_apart: bool, minutes_follow: bool
    ) -> bool:
        if value >= 10:
            return is_apart or len(numeral) > 1
        if unit == "시간" and is_apart and minutes_follow:
            return True
        if self._keeps_small or not is_apart or unit in _KEPT_NATIVE:
            return False
        return value != 1 or unit not in _KEPT_WITH_ONE

    def _bare(self, at: int) -> Found | None:
        """Read a number without unit: at least three syllables, and no ending that may be a particle."""
        if match := _NATIVE_BARE.fullmatch(self._word(at)):
            age = re.fullmatch(rf"세(?P<tail>{TAIL})", self._word(at + 1))
            if age and not match["tail"]:
                return 2, [f"{native(match['numeral'])}세{age['tail']}"]
            return 1, [f"{native(match['numeral'])}{match['tail']}"]
        is_marked = (at == 0 and self._before in ("$", "#")) or (
            at == len(self._words) - 1 and self._following == "%"
        )
        is_going_on = bool(_NUMERAL.fullmatch(self._kept)) and self._kept[-1] in "만억조"
        match = _BARE.fullmatch(self._word(at))
        if not match or is_going_on or self._word(at).startswith(_NOT_NUMBERS):
            return None
        whole = self._word(at)
        if _NUMERAL.fullmatch(whole) and sino(whole) is not None and (is_marked or _is_surely_number(whole)):
            return 1, [_written(whole, "번" if len(whole) > 1 else "") or whole]
        numeral, tail = match["numeral"], match["tail"]
        if tail and _is_surely_number(numeral) and not _NUMERAL.fullmatch(whole):
            return 1, [f"{_written(numeral, '번')}{tail}"]
        return None


def sino(numeral: str) -> int | None:
    """Return the value of a Sino-Korean numeral: 이천이십육, 공, 삼백이; None if it is none."""
    if numeral in ("영", "공"):
        return 0
    match = _SINO.fullmatch(numeral)
    if not match or not numeral:
        return None
    parts = [(match["trillions"], 10**12), (match["hundred_millions"], 10**8), (match["ones"], 1)]
    total = sum(_below_myriad(part) * power for part, power in parts if part)
    if match["man"]:
        total += (_below_myriad(match["myriads"]) or 1) * 10**4
    return total


def native(numeral: str) -> int | None:
    """Return the value of a native Korean numeral from 1 to 99; None if it is none."""
    if numeral == "스무":
        return 20
    match = _NATIVE.fullmatch(numeral)
    if not match or not numeral:
        return None
    return _NATIVE_TENS.get(match["tens"] or "", 0) + _NATIVE_ONES.get(match["ones"] or "", 0)


def _hour_of(numeral: str) -> int:
    """Return 1 to 24; 0 if it names no hour. Of Sino-Korean numerals only 십 to 이십사 do."""
    hour = native(numeral) or 0
    if 1 <= hour <= 24:
        return hour
    hour = (sino(numeral) or 0) if len(numeral) > 1 else 0
    return hour if 10 < hour <= 24 else 0


def _below_myriad(numeral: str) -> int:
    total, digit = 0, 0
    for syllable in numeral:
        if syllable in _SMALL_POWERS:
            total += (digit or 1) * _SMALL_POWERS[syllable]
            digit = 0
        else:
            digit = _DIGITS[syllable]
    return total + digit


def _attached_native(word: str) -> re.Match[str] | None:
    return re.fullmatch(
        rf"(?P<numeral>(?:{'|'.join(_NATIVE_TENS)}|스무)(?:{'|'.join(_NATIVE_ONES)})?){_NATIVE_UNIT.pattern}",
        word,
    )


def _is_number(numeral: str) -> bool:
    whole, point, decimals = numeral.partition("점")
    if point:
        return sino(whole) is not None and bool(_DIGIT_ROW.fullmatch(decimals))
    return sino(whole) is not None or _is_row(whole)


def _is_row(numeral: str) -> bool:
    """Tell whether a number is said digit by digit, as 이공이육년 and 삼공이호 are."""
    return len(numeral) >= 3 and bool(_DIGIT_ROW.fullmatch(numeral))


def _is_bare_number(word: str) -> bool:
    """Tell whether this may be the other side of a score: 십칠로, 일의; but not 사이에서."""
    return any(
        sino(word[:end]) is not None and re.fullmatch(TAIL, word[end:]) for end in range(1, len(word) + 1)
    )


def _is_full_age(numerals: Sequence[str], unit: str) -> bool:
    """Tell whether 만 before these is "full": 만 이십 세, but 만 오백 년."""
    return unit in _AGES and (sino("".join(numerals)) or 0) < 100


def _is_like_a_word(numeral: str, unit: str) -> bool:
    """Tell whether both in one word may be another word: 이유로, 천사도, 구조대, 백사장, 오만도."""
    if len(numeral) == 1:
        return unit == "유로"
    if len(numeral) == 2:
        is_rescue = numeral[1] == "조" and unit not in ("원", "달러")
        is_angel = numeral[0] in "만천백" and numeral[1] in _DIGITS and unit not in _LONG_UNITS
        return is_rescue or is_angel or (unit == "도" and numeral[1] != "십")
    return False


def _is_surely_number(numeral: str) -> bool:
    # 이 and 만 at the end are particles as well: 삼십이 넘다, 천사만 보다; 이십일에 may be the twentieth.
    has_power = any(power in numeral for power in "십백천만억")
    return len(numeral) >= 3 and has_power and sino(numeral) is not None and numeral[-1] not in "이만일"


def _written(numeral: str, unit: str) -> str | None:
    """Return the digits of a numeral before `unit`; None if it cannot be written before it."""
    whole, point, decimals = numeral.partition("점")
    if point:
        return f"{sino(whole)}.{''.join(str(_DIGITS[one]) for one in decimals)}"
    if _is_row(whole):
        return "".join(str(_DIGITS[one]) for one in whole) if unit in _UNGROUPED else None
    value = sino(whole)
    if value is None:
        return None
    if value < 10_000:
        return str(value) if unit in _UNGROUPED else f"{value:,}"
    if value < 10**8 and value % 10_000:
        return f"{value:,}"
    parts = [
        (value // 10**12, "조"),
        (value // 10**8 % 10**4, "억"),
        (value // 10**4 % 10**4, "만"),
        (value % 10**4, ""),
    ]
    return " ".join(f"{part:,}{name}" for part, name in parts if part)


def _digits_of(syllables: str) -> str:
    return "".join(str(_DIGITS[syllable]) for syllable in syllables)


def _phone_number(digits: str) -> str:
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"
