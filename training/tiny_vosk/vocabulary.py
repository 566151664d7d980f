"""The words that a tiny model knows, and the texts it hears while it learns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np


@dataclass(frozen=True)
class Vocabulary:
    """What is said in one language, and by whom."""

    voices: tuple[str, ...]
    """Voices of espeak-ng that the model learns from."""
    other_voices: tuple[str, ...]
    """Voices kept back, to measure the model with."""
    phrases: tuple[str, ...]
    digits: tuple[str, ...]
    common: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word once, in order."""
        said = " ".join((*self.phrases, *self.digits, *self.common))
        return tuple(sorted(set(said.split())))

    def texts(self, random: np.random.Generator) -> Iterator[str]:
        """Yield texts without end: orders, rows of digits, and words in any order."""
        while True:
            kind = random.random()
            if kind < 0.35:
                yield " ".join(random.choice(self.phrases, random.integers(1, 4)))
            elif kind < 0.5:
                yield " ".join(random.choice(self.digits, random.integers(1, 7)))
            elif kind < 0.85:
                yield " ".join(random.choice(self.common, random.integers(2, 8)))
            else:
                yield " ".join(random.choice(self.words, random.integers(2, 6)))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " | ").split("|") if part.strip())


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _variants(voice: str, variants: str) -> tuple[str, ...]:
    return tuple(f"{voice}+{variant}" for variant in variants.split())


_HEARD: Final = "m1 m2 m3 m4 m5 m7 f1 f2 f3 f5 Andy Annie Denis Diogo Lee edward2"
_KEPT_BACK: Final = "m6 f4 edward linda Mario antonio"


# No two words sound alike, so "two" is there without "to", "four" without "for", "right" without "write".
_ENGLISH: Final = Vocabulary(
    voices=("gmw/en-us", "gmw/en-us", *_variants("gmw/en-us", _HEARD)),
    other_voices=_variants("gmw/en-us", _KEPT_BACK),
    phrases=_lines(
        """
        comma|period|full stop|question mark|exclamation mark|colon|semicolon|hyphen|dash
        new line|new paragraph|open quote|close quote|open bracket|close bracket|literal comma|literal period
        scratch that|undo that|delete that|redo|stop listening|start listening|all caps|capital
        select all|copy|paste|cut|read this page|stop reading|describe screen|describe window|pause|resume
        faster|slower|louder|quieter|click|double click|right click|scroll up|scroll down|page up|page down
        go back|next window|open browser|close window|press enter|press escape|space|tab|wake up|help
        what is the time|turn the light on|turn the light off|hello world|good morning|thank you
        this is a test|please read the letter
        """
    ),
    digits=_lines("zero|one|two|three|four|five|six|seven|eight|nine|ten"),
    common=_words(
        """
        the of and i is you that it he was on are with his they be this have from or had by but what some
        we can out other were there when use your how said each she which do time if will about many then
        them would like so these her long make thing see him look more day could come did number sound no
        most people my over water than call first who may side been now find any new work part take get
        place made live where after little only round year came show every good me give our under name
        very through just form sentence great think low turn cause much mean before move boy old
        same tell does want also play small end put home hand large add even land here
        must big high such follow act why ask change went light kind off need house try us again
        animal point mother near build self earth father hello world today letter table coffee please
        morning friend music minute twenty thirty hundred thousand dollar percent
        """
    ),
)

_KOREAN: Final = Vocabulary(
    voices=("ko", "ko", *_variants("ko", _HEARD)),
    other_voices=_variants("ko", _KEPT_BACK),
    phrases=_lines(
        """
        마침표|쉼표|물음표|느낌표|쌍점|따옴표 열기|따옴표 닫기|괄호 열기|괄호 닫기|그대로 쉼표|그대로 마침표
        줄 바꿔|새 단락|새 줄|지워|실행 취소|다시 실행|모두 선택|복사|붙여넣기|잘라내기
        듣기 중지|듣기 시작|읽기 시작|읽기 중지|일시 정지|계속|빠르게|느리게|크게|작게
        화면 설명|다음 창|창 닫기|도움말|저장|취소
        안녕하세요|감사합니다|반갑습니다|오늘 날씨가 좋습니다|책을 읽습니다|물을 마십니다|전화를 합니다
        """
    ),
    digits=_lines("영|일|이|삼|사|오|육|칠|팔|구|십|백"),
    common=_words(
        """
        오늘 내일 어제 나는 우리는 학교에 집에 갑니다 왔습니다 사람이 날씨가 좋습니다 책을 읽습니다 물을
        마십니다 안녕하세요 감사합니다 지하철 어디에 있습니다 시간이 많이 조금 천천히 친구와 함께 전화를
        합니다 컴퓨터로 글을 씁니다 편지를 음악을 커피를
        """
    ),
)

VOCABULARIES: Final = {"en": _ENGLISH, "ko": _KOREAN}
