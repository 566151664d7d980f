"""Korean: spoken marks, numbers and commands."""

import pytest

from engines.writing import Command, Insert, Writing, write

KOREAN = Writing("ko")


def _written(utterance: str, before: str = "글 ", options: Writing = KOREAN) -> str:
    return "".join(step.text for step in write(utterance, before, options) if isinstance(step, Insert))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("안녕하세요 마침표", "안녕하세요."),
        ("네 쉼표 그렇습니다 마침표", "네, 그렇습니다."),
        ("정말요 물음표", "정말요?"),
        ("와 느낌표", "와!"),
        ("준비물 쌍점 연필", "준비물: 연필"),
        ("준비물 콜론 연필", "준비물: 연필"),
        ("하나 세미콜론 둘", "하나; 둘"),
        ("글쎄 줄임표", "글쎄…"),
        ("글쎄 말줄임표", "글쎄…"),
        ("사과 가운뎃점 배", "사과·배"),
        ("한국 하이픈 미국", "한국-미국"),
        ("한국 붙임표 미국", "한국-미국"),
        ("서울 물결표 부산", "서울~부산"),
        ("그리고 슬래시 또는", "그리고/또는"),
        ("이름 골뱅이 기호 회사", "이름@회사"),
        ("따옴표 열고 안녕 따옴표 닫고 라고 했다", '"안녕"라고 했다'),
        ("작은따옴표 열고 안녕 작은따옴표 닫고", "'안녕'"),
        ("큰따옴표 열고 안녕 큰따옴표 닫고", '"안녕"'),
        ("서울 괄호 열고 수도 괄호 닫고", "서울(수도)"),
        ("대괄호 열고 주 대괄호 닫고", "[주]"),
        ("겹낫표 열고 소리 겹낫표 닫고 를 읽었다", "『소리』를 읽었다"),
        ("첫째 줄 바꿔 둘째", "첫째\n둘째"),
        ("첫째 줄바꿈 둘째", "첫째\n둘째"),
        ("첫째 새 줄 둘째", "첫째\n둘째"),
        ("끝 마침표 문단 바꿔 시작", "끝.\n\n시작"),
        ("끝 새 단락 시작", "끝.\n\n시작".replace(".", "")),
        ("이름 탭 키 값", "이름\t값"),
        ("데이터 붙여 쓰기 베이스", "데이터베이스"),
        ("삼십 퍼센트 기호", "30%"),
        ("마침표", "."),
    ],
)
def test_marks_and_layout(said: str, written: str) -> None:
    assert _written(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "그 마침표가 빠졌다",
        "마침표를 찍었다",
        "이 쉼표 다음에",
        "물음표는 어디에",
        "줄을 바꿔 서세요",
        "괄호 안에",
        "골뱅이 무침",
        "새 탭을 열어",
        "쉼표 구분 목록",
        "줄바꿈 문자가 없음",
        "이중 콜론",
    ],
)
def test_ordinary_words_are_not_taken_for_marks(said: str) -> None:
    assert _written(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("글자 그대로 쉼표", "쉼표"),
        ("글자 그대로 줄 바꿔", "줄 바꿔"),
        ("글자 그대로 지워", "지워"),
        ("글자 그대로 되돌려", "되돌려"),
        ("여기에 글자 그대로 마침표 마침표", "여기에 마침표."),
        ("글자 그대로 옮겨", "글자 그대로 옮겨"),
    ],
)
def test_literal_gives_the_word_itself(said: str, written: str) -> None:
    assert write(said, "글 ", KOREAN) == (Insert(written),)


@pytest.mark.parametrize(
    ("before", "said", "written"),
    [
        ("", "안녕", "안녕"),
        ("안녕", "하세요", " 하세요"),
        ("안녕 ", "하세요", "하세요"),
        ("안녕.", "다음", " 다음"),
        ("안녕", "마침표", "."),
        ("(", "안녕", "안녕"),
        ("「", "안녕", "안녕"),
        ("줄\n", "안녕", "안녕"),
        ("大韓", "안녕", " 안녕"),
    ],
)
def test_space_at_the_caret(before: str, said: str, written: str) -> None:
    assert _written(said, before) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        # dates
        ("이천이십육년 삼월 삼일", "2026년 3월 3일"),
        ("이천이십육 년 삼 월 삼 일", "2026년 3월 3일"),
        ("이공이육년", "2026년"),
        ("천구백팔십사년에", "1984년에"),
        ("구십팔년도", "98년도"),
        ("십이월 이십오일에", "12월 25일에"),
        ("삼월 십일", "3월 10일"),
        ("삼월 십일일", "3월 11일"),
        ("이월 이십일일", "2월 21일"),
        ("이천이십육년 이월", "2026년 2월"),
        ("유월 육일", "6월 6일"),
        ("시월 구일은 한글날", "10월 9일은 한글날"),
        ("오월의 신부", "5월의 신부"),
        ("오월 오일", "5월 5일"),
        ("칠월부터", "7월부터"),
        # times
        ("오후 세 시 삼십 분", "오후 3시 30분"),
        ("오후 세시 삼십분에", "오후 3시 30분에"),
        ("오전 한시", "오전 1시"),
        ("열두 시 반에", "12시 반에"),
        ("열 두 시", "12시"),
        ("다섯시까지", "5시까지"),
        ("두 시 오 분", "2시 5분"),
        ("네 시에 만나", "4시에 만나"),
        ("십오시 십분", "15시 10분"),
        ("삼십 분 뒤", "30분 뒤"),
        # money and amounts
        ("만 오천 원", "15,000원"),
        ("만오천 원", "15,000원"),
        ("만 오천원입니다", "15,000원입니다"),
        ("오천원", "5,000원"),
        ("천 원", "1,000원"),
        ("오만 원", "5만 원"),
        ("삼백오십만 원", "350만 원"),
        ("천만 원", "1,000만 원"),
        ("이억 삼천만 원", "2억 3,000만 원"),
        ("십이만 삼천사백 명", "123,400명"),
        ("백 달러", "100달러"),
        ("오 달러", "5달러"),
        ("이십 명", "20명"),
        ("백이십 개", "120개"),
        ("삼십 층", "30층"),
        ("십 킬로미터", "10킬로미터"),
        ("오 킬로그램", "5킬로그램"),
        ("삼 개월", "3개월"),
        ("이십오 도", "25도"),
        ("만 이십 세", "만 20세"),
        ("백이십여 명", "120여 명"),
        ("이백오십 페이지", "250페이지"),
        # percent and decimals
        ("삼십 퍼센트", "30%"),
        ("삼십퍼센트가", "30%가"),
        ("오 퍼센트", "5%"),
        ("삼점오 퍼센트", "3.5%"),
        ("영점오 퍼센트", "0.5%"),
        ("삼십육점오 도", "36.5도"),
        # native
        ("스물다섯", "25"),
        ("스물다섯 명", "25명"),
        ("스물다섯 살입니다", "25살입니다"),
        ("스무 살", "20살"),
        ("열두 개", "12개"),
        ("열 두 개", "12개"),
        ("열두 번째", "12번째"),
        ("서른여섯 시간", "36시간"),
        # rows of digits
        ("공일공 일이삼사 오육칠팔", "010-1234-5678"),
        ("공일공일이삼사오육칠팔", "010-1234-5678"),
        ("공일공에 일이삼사에 오육칠팔", "010-1234-5678"),
        ("공이 일이삼 사오육칠", "02-123-4567"),
        ("일오팔팔 일이삼사", "1588-1234"),
        ("공 일 공 일 이 삼 사 오 육 칠 팔", "010-1234-5678"),
        ("일 이 삼 사 오", "12345"),
        ("삼공이호", "302호"),
        ("백이십삼", "123"),
        ("이천이십육", "2026"),
    ],
)
def test_numbers_become_digits(said: str, written: str) -> None:
    assert _written(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "이 일은 사람이 한다",
        "이 사람",
        "이 분은 누구세요",
        "이 년",
        "이 층",
        "이 번 주",
        "이번 주",
        "이월된 금액",
        "이월 예산",
        "사원이 늘었다",
        "오일을 갈았다",
        "구원을 받았다",
        "만일 비가 오면",
        "천만에요",
        "만 원짜리라도",
        "천 년의 사랑",
        "백 번 말해도",
        "이점이 많다",
        "백일장에 나갔다",
        "십일조",
        "한 번 해 보세요",
        "한번 해 보세요",
        "한 사람",
        "두 번 말했다",
        "두 명이 왔다",
        "세 개",
        "하나 둘 셋",
        "네 그렇습니다",
        "네 시를 읽었다",
        "한시도 쉬지 않았다",
        "삼십이 넘었다",
        "몇 십 명",
        "수 백 명",
        "삼 사십 명",
        "이삼 일",
        "공사 사이",
        "이사 사이 오이",
        "육이오 전쟁",
        "오 년 만에",
        "일 분만 기다려",
        "열이 난다",
        "열대 과일",
        "서른 즈음에",
        "첫 번째",
        "만세",
        "구분이 안 된다",
        "십분 활용",
        "일이 많다",
        "삼월 일이 많다",
        "다음 이유로 실패했다",
        "이러한 사유로",
        "구조대가 왔다",
        "구조도를 그렸다",
        "천사도 운다",
        "천사만 보았다",
        "만사도 귀찮다",
        "백사장에서 놀았다",
        "백조도 날았다",
        "오만도 죄다",
        "이만 마칩니다",
        "삼삼오오 모였다",
        "사이사이이 풀이",
        "일조권 침해",
        "구조주의",
        "삼천리 강산",
        "오십보백보",
        "팔만대장경",
        "백만장자",
        "사오십 대",
    ],
)
def test_words_stay_words_in_doubt(said: str) -> None:
    expected = {"만 원짜리라도": "1만 원짜리라도", "삼월 일이 많다": "3월 일이 많다"}.get(said, said)
    assert _written(said) == expected


def test_small_numbers_can_be_digits_too() -> None:
    # GIVEN options that keep no small numbers
    options = Writing("ko", small_numbers_as_words=False)
    # WHEN and THEN amounts become digits, and sayings stay words
    assert _written("두 명과 세 개", options=options) == "2명과 3개"
    assert _written("오 층", options=options) == "5층"
    assert _written("한 번 두 번", options=options) == "한 번 두 번"
    assert _written("이 층", options=options) == "이 층"


def test_each_layer_can_be_switched_off() -> None:
    assert _written("삼십 퍼센트", options=Writing("ko", numbers=False)) == "삼십 퍼센트"
    assert _written("네 쉼표", options=Writing("ko", spoken_punctuation=False)) == "네 쉼표"


SCRATCH, UNDO, STOP = Command("scratch-that"), Command("undo"), Command("stop-listening")


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("지워", (SCRATCH,)),
        ("지워 줘", (SCRATCH,)),
        ("방금 거 지워", (SCRATCH,)),
        ("되돌려", (UNDO,)),
        ("실행 취소", (UNDO,)),
        ("그만 들어", (STOP,)),
        ("듣기 중지", (STOP,)),
        ("회의를 시작합니다 지워", (Insert("회의를 시작합니다"), SCRATCH)),
        ("안녕하세요 지워", (Insert("안녕하세요"), SCRATCH)),
        ("안녕 마침표 듣기 중지", (Insert("안녕."), STOP)),
        ("지워 듣기 중지", (SCRATCH, STOP)),
        ("그 파일을 지워", (Insert("그 파일을 지워"),)),
        ("모두 지워", (Insert("모두 지워"),)),
        ("지워 버렸다", (Insert("지워 버렸다"),)),
        ("상태를 되돌려", (Insert("상태를 되돌려"),)),
    ],
)
def test_commands(said: str, steps: tuple[object, ...]) -> None:
    assert write(said, "글 ", KOREAN) == steps
