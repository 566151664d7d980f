"""What is said for marks, layout and capitals, in English and Korean, and the spoken commands."""

from dataclasses import dataclass
from typing import Final, Literal

from engines.writing.phrases import Phrases, words_of


@dataclass(frozen=True)
class Mark:
    """What is written for a spoken mark, and where no space stands."""

    text: str
    joins_left: bool = False
    joins_right: bool = False
    not_after: frozenset[str] = frozenset()
    """After one of these words it is an ordinary word."""
    not_before: frozenset[str] = frozenset()
    """Before one of these words it is an ordinary word."""


@dataclass(frozen=True)
class Directive:
    """What is said about the words that follow."""

    name: Literal["literal", "cap", "all-caps", "no-caps", "no-space"]
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


Spoken = Mark | Directive
CommandName = Literal["scratch-that", "undo", "stop-listening"]


# None of these ends a sentence, so what follows is a noun: "the comma", "a question mark".
_ARTICLES: Final = words_of("a an the my your our their its every another")
_AUXILIARIES: Final = words_of("to will would must should could can might may i'll we'll they'll you'll i'd")
_ADJECTIVES: Final = words_of("double single trailing leading terminating inverted reversed forward backward")
_NOUNS: Final = words_of("character characters symbol symbols key keys separated delimited")
"""What is said of a mark as a thing: "comma separated", "trailing slash"."""
_BEFORE_THINGS: Final = _ARTICLES | _ADJECTIVES
_LINKS: Final = words_of("is was of for that which and or on off to with from were are has had will in at by")


def _left(text: str, after: str = "", before: str = "") -> Mark:
    return Mark(text, True, False, _BEFORE_THINGS | words_of(after), _NOUNS | words_of(before))


def _right(text: str) -> Mark:
    return Mark(text, False, True, _BEFORE_THINGS, _NOUNS)


def _both(text: str, after: frozenset[str] = frozenset()) -> Mark:
    return Mark(text, True, True, _BEFORE_THINGS | after, _NOUNS)


def _apart(text: str, after: frozenset[str] = frozenset()) -> Mark:
    return Mark(text, False, False, _BEFORE_THINGS | after, _NOUNS)


_OPENED_ENGLISH: Final = {
    "quote": '"',
    "quotes": '"',
    "quotation mark": '"',
    "double quote": '"',
    "single quote": "'",
    "paren": "()",
    "parens": "()",
    "parenthesis": "()",
    "parentheses": "()",
    "bracket": "[]",
    "square bracket": "[]",
    "brace": "{}",
    "curly brace": "{}",
    "curly bracket": "{}",
    "angle bracket": "<>",
}

_ENGLISH: Final[dict[str, Spoken]] = {
    "comma": _left(","),
    "period": _left(".", "trial grace probation menstrual", "of"),
    "full stop": _left("."),
    "question mark": _left("?"),
    "exclamation mark": _left("!"),
    "exclamation point": _left("!"),
    "colon": _left(":", before="cancer cancers surgery polyp polyps cleanse infection"),
    "semicolon": _left(";"),
    "semi colon": _left(";"),
    "ellipsis": _left("…"),
    "dot dot dot": _left("…"),
    "percent sign": _left("%"),
    "dot com": _left(".com"),
    "dot org": _left(".org"),
    "dot net": _left(".net"),
    "dash": _apart("–", _AUXILIARIES | words_of("meter metre yard hundred mad")),
    "en dash": _both("–"),
    "em dash": _both("—"),
    "hyphen": _both("-"),
    "apostrophe": _both("'"),
    "slash": _both("/", _AUXILIARIES),
    "forward slash": _both("/"),
    "backslash": _both("\\"),
    "back slash": _both("\\"),
    "underscore": _both("_"),
    "at sign": _both("@"),
    "ampersand": _apart("&"),
    "plus sign": _apart("+"),
    "equals sign": _apart("="),
    "equal sign": _apart("="),
    "asterisk": _apart("*"),
    "dollar sign": _right("$"),
    "euro sign": _right("€"),
    "hash sign": _right("#"),
    "number sign": _right("#"),
    "hashtag": _right("#"),
    "new line": _both("\n", words_of("this that whole entire brand")),
    "newline": _both("\n"),
    "new paragraph": _both("\n\n", words_of("this that whole entire")),
    # "tab" alone is a thing of browsers and editors; a tab in a form takes the focus away.
    "insert tab": _both("\t"),
    "tab key": _both("\t", words_of("press hit")),
    "literal": Directive("literal", _ARTICLES),
    "cap": Directive(
        "cap",
        _ARTICLES | _LINKS | words_of("this his her no salary baseball bottle screw knee ice market price"),
        _LINKS | words_of("it them"),
    ),
    "all caps": Directive("all-caps", words_of("in with using the are is"), _LINKS | words_of("please")),
    "no caps": Directive("no-caps", words_of("are is there with has have were"), _LINKS | words_of("please")),
    "no space": Directive(
        "no-space",
        words_of(
            "is was are were be have has had there's there with leaves leave left got find found makes need"
        ),
        _LINKS | words_of("left between around available"),
    ),
}

_DEMONSTRATIVES: Final = words_of("이 그 저 한 첫 무슨 어떤 어느 다른 모든 이중 단일")
_KOREAN_NOUNS: Final = words_of(
    "문자 문자가 문자는 문자를 문자로 문자의 문자열 기호 기호가 기호는 기호를 구분 구분자 구분자로 형식"
    " 형식을 모드 사용 포함 없음 없이 안함 뒤에 앞에 다음에"
)


def _ko_left(text: str) -> Mark:
    return Mark(text, True, False, _DEMONSTRATIVES, _KOREAN_NOUNS)


def _ko_right(text: str) -> Mark:
    return Mark(text, False, True, _DEMONSTRATIVES, _KOREAN_NOUNS)


def _ko_both(text: str) -> Mark:
    return Mark(text, True, True, _DEMONSTRATIVES, _KOREAN_NOUNS)


def _ko_apart(text: str) -> Mark:
    return Mark(text, False, False, _DEMONSTRATIVES, _KOREAN_NOUNS)


_OPENED_KOREAN: Final = {
    "따옴표": '"',
    "큰따옴표": '"',
    "큰 따옴표": '"',
    "작은따옴표": "'",
    "작은 따옴표": "'",
    "괄호": "()",
    "소괄호": "()",
    "중괄호": "{}",
    "대괄호": "[]",
    "낫표": "「」",
    "겹낫표": "『』",
    "화살괄호": "〈〉",
    "겹화살괄호": "《》",
}

_KOREAN: Final[dict[str, Spoken]] = {
    **dict.fromkeys(("마침표", "온점"), _ko_left(".")),
    "쉼표": _ko_left(","),
    "물음표": _ko_left("?"),
    "느낌표": _ko_left("!"),
    **dict.fromkeys(("쌍점", "콜론"), _ko_left(":")),
    **dict.fromkeys(("쌍반점", "세미콜론", "세미 콜론"), _ko_left(";")),
    **dict.fromkeys(("줄임표", "말줄임표", "말 줄임표"), _ko_left("…")),
    **dict.fromkeys(("가운뎃점", "가운데점", "가운데 점"), _ko_both("·")),
    **dict.fromkeys(("붙임표", "하이픈"), _ko_both("-")),
    "물결표": _ko_both("~"),
    **dict.fromkeys(("백슬래시", "역슬래시"), _ko_both("\\")),
    **dict.fromkeys(("빗금", "슬래시"), _ko_both("/")),
    **dict.fromkeys(("골뱅이표", "골뱅이 기호"), _ko_both("@")),
    "줄표": _ko_apart("—"),
    "앰퍼샌드": _ko_apart("&"),
    "별표": _ko_apart("*"),
    **dict.fromkeys(("퍼센트 기호", "퍼센트 표시"), _ko_left("%")),
    "달러 기호": _ko_right("$"),
    "우물정자": _ko_right("#"),
    **dict.fromkeys(("줄 바꿔", "줄바꿔", "줄 바꿈", "줄바꿈", "새 줄"), _ko_both("\n")),
    **dict.fromkeys(
        ("새 단락", "새 문단", "문단 바꿔", "문단바꿔", "문단 바꿈", "단락 바꿔", "단락 바꿈"),
        _ko_both("\n\n"),
    ),
    **dict.fromkeys(("탭 문자", "탭 키"), _ko_both("\t")),
    **dict.fromkeys(("붙여 쓰기", "띄우지 말고"), Directive("no-space")),
    "글자 그대로": Directive("literal"),
}


def _opened_english() -> dict[str, Spoken]:
    marks: dict[str, Spoken] = {}
    for name, pair in _OPENED_ENGLISH.items():
        marks |= dict.fromkeys((f"open {name}", f"begin {name}"), _right(pair[0]))
        marks |= dict.fromkeys((f"close {name}", f"end {name}"), _left(pair[-1]))
        if len(pair) == 2:
            marks |= {f"left {name}": _right(pair[0]), f"right {name}": _left(pair[-1])}
    return marks


def _opened_korean() -> dict[str, Spoken]:
    marks: dict[str, Spoken] = {}
    for name, pair in _OPENED_KOREAN.items():
        # Brackets that explain a word follow it without a space: 서울(Seoul).
        opening = Mark(pair[0], joins_left=pair[0] in "([", joins_right=True, not_after=_DEMONSTRATIVES)
        marks |= dict.fromkeys((f"{name} 열고", f"{name} 열기", f"여는 {name}"), opening)
        marks |= dict.fromkeys((f"{name} 닫고", f"{name} 닫기", f"닫는 {name}"), _ko_left(pair[-1]))
    return marks


SPOKEN: Final[dict[str, Phrases[Spoken]]] = {
    "en": Phrases(_opened_english() | _ENGLISH),
    "ko": Phrases(_opened_korean() | _KOREAN),
}

COMMANDS: Final[dict[str, Phrases[CommandName]]] = {
    "en": Phrases(
        {
            **dict.fromkeys(("scratch that", "please scratch that"), "scratch-that"),
            **dict.fromkeys(("undo that", "please undo that"), "undo"),
            **dict.fromkeys(("stop listening", "please stop listening", "stop dictation"), "stop-listening"),
        }
    ),
    "ko": Phrases(
        {
            **dict.fromkeys(
                ("지워", "지워 줘", "지워줘", "방금 거 지워", "방금 말 지워", "방금 한 말 지워"),
                "scratch-that",
            ),
            **dict.fromkeys(("되돌려", "되돌려 줘", "되돌려줘", "되돌리기", "실행 취소"), "undo"),
            **dict.fromkeys(
                ("그만 들어", "그만 듣기", "듣기 그만", "듣기 중지", "받아쓰기 그만", "받아쓰기 중지"),
                "stop-listening",
            ),
        }
    ),
}

NOT_BEFORE_COMMAND: Final = _AUXILIARIES | words_of(
    "not never cannot can't don't won't didn't doesn't couldn't wouldn't shouldn't and or then i you we they"
    " he she let's please just always did does do if when who"
)
"""After one of these, English words that are a command by themselves belong to the sentence."""
