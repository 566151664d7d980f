"""Tells the kind of screen from words and controls, by rules a person can follow."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engines.results import Element, Region

_SIGN_IN = re.compile(r"\b(sign in|log ?in|sign on)\b|로그인", re.I)
_PASSWORD = re.compile(r"password|passcode|비밀번호|암호", re.I)
_SETTINGS = re.compile(r"\b(settings?|preferences|options|configuration)\b|설정|환경 ?설정|기본 설정", re.I)
_STEPS = re.compile(r"^\W*(next|back|previous|finish|다음|이전|뒤로|마침|완료)\W*$", re.I)
_WIZARD = re.compile(r"\b(wizard|setup|installer|step \d+ of \d+)\b|마법사|설치", re.I)
_PRINT = re.compile(r"\bprint\b|인쇄", re.I)
_PRINT_PARTS = re.compile(
    r"\b(printer|copies|pages|landscape|portrait|duplex|collate)\b|프린터|매수|용지", re.I
)
_FILE_NAME = re.compile(r"\b(file ?name|save in|look in|files? of type)\b|파일 ?이름|파일 형식", re.I)
_OPEN_SAVE = re.compile(r"^\W*(open|save|열기|저장)\W*$", re.I)
_FILE_COLUMNS = re.compile(
    r"^(name|size|type|modified|date modified|kind|이름|크기|종류|수정한 날짜|유형)$", re.I
)
_MAIL = re.compile(
    r"\b(inbox|drafts|sent|spam|compose|reply|subject|unread)\b|받은 ?편지함|보낸 ?편지함|메일|답장", re.I
)
_CHAT = re.compile(
    r"\b(type a message|message #|write to|direct messages|channels|online)\b|메시지 입력|채팅|대화", re.I
)
_SEARCH = re.compile(r"\b(about [\d,]+ results|[\d,]+ results|results for)\b|검색 ?결과", re.I)
_WEEKDAY = re.compile(r"^(sun|mon|tue|wed|thu|fri|sat)[a-z]*$|^[일월화수목금토](요일)?$", re.I)
_DASHBOARD = re.compile(
    r"\b(dashboard|overview|analytics|statistics|summary)\b|대시보드|통계|현황|요약|정산", re.I
)
_MAP = re.compile(r"\b(directions|traffic|satellite|map data)\b|길찾기|지도|위성", re.I)
_PLAY_TIME = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?( ?/ ?\d{1,2}:\d{2}(:\d{2})?)?$")
_PROMPT = re.compile(r"^(\S+@\S+[:~].*[$#]|[$#>] |PS [A-Z]:\\|[A-Z]:\\.*>|>>> )")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(def|class|import|from|return|function|const|let|var|if|for|while|public|#include)\b.*[:;({]|=>|</\w+>"
)
_EDITOR = re.compile(r"\b(word|writer|document|markdown)\b|\.(docx?|odt|md|rtf|txt)\b|문서", re.I)
_VALUE = re.compile(r"^[^\w]{0,2}[\d.,]+ ?(%|k|m|원|건|개|명|매|px|gb|mb)?$", re.I)
_QUESTION_ROLES: Final = ("textbox", "combobox", "spinbutton", "radio", "checkbox", "slider", "switch")


@dataclass(frozen=True)
class Evidence:
    """What a kind is judged by."""

    title: str
    subject: str
    texts: tuple[str, ...]
    """Every line of text, in reading order."""
    elements: tuple[Element, ...]
    regions: tuple[Region, ...]
    photograph_share: float
    is_dark: bool


def judge(evidence: Evidence) -> str:
    """Return a kind of docs/describe.schema.json, `unknown` where no rule speaks."""
    roles = Counter(element.role for element in evidence.elements)
    questions = sum(roles[role] for role in _QUESTION_ROLES)
    headings = [one.label for one in evidence.elements if one.role == "heading" and one.level <= 2]
    head = "\n".join((evidence.title, evidence.subject, *headings))
    buttons = [element.label for element in evidence.elements if element.role in ("button", "link")]
    for kind in (
        _picture(evidence, questions),
        _dialog(evidence, head, buttons, roles, questions),
        _program(evidence),
        _page(evidence, head, roles, questions),
    ):
        if kind:
            return kind
    return "unknown"


def _picture(evidence: Evidence, questions: int) -> str:
    is_photograph = evidence.photograph_share > 0.5 and len(evidence.texts) <= 4 and questions == 0
    return "picture" if is_photograph else ""


def _dialog(
    evidence: Evidence, head: str, buttons: Sequence[str], roles: Counter[str], questions: int
) -> str:
    everything = "\n".join(evidence.texts)
    steps = sum(bool(_STEPS.match(label)) for label in buttons)
    if _is_sign_in(evidence, head, buttons):
        return "sign-in"
    if steps >= 2 or (steps and _WIZARD.search(head)):
        return "wizard"
    if _PRINT.search(head) and len(_PRINT_PARTS.findall(everything)) >= 2:
        return "print-dialog"
    if _FILE_NAME.search(everything) and any(_OPEN_SAVE.match(label) for label in buttons):
        columns = sum(bool(_FILE_COLUMNS.match(text)) for text in evidence.texts)
        if columns >= 2 or len(evidence.texts) > 25:
            return "file-dialog"
    if _SETTINGS.search(head) and questions + roles["button"] >= 2:
        return "settings"
    is_small = len(evidence.texts) <= 9 and 1 <= roles["button"] <= 4
    return "message" if is_small and questions <= 1 and not roles["table"] else ""


def _is_sign_in(evidence: Evidence, head: str, buttons: Sequence[str]) -> bool:
    """Whether there is a field for a password, and a short word or a button that says sign in."""
    fields = [one for one in evidence.elements if one.role == "textbox"]
    near = [f"{field.label} {field.value}" for field in fields]
    short = [text for text in (*evidence.texts, *buttons) if len(text.split()) <= 3]
    has_password = any(_PASSWORD.search(text) for text in near) or (
        bool(fields) and any(_PASSWORD.fullmatch(text.strip(" :*")) for text in short)
    )
    return has_password and len(fields) <= 3 and any(_SIGN_IN.search(text) for text in (*short, head))


def _program(evidence: Evidence) -> str:
    texts = evidence.texts
    count = max(1, len(texts))
    prompts = sum(bool(_PROMPT.match(text)) for text in texts)
    code = sum(bool(_CODE.search(text)) for text in texts)
    if prompts >= 2 and prompts + code > 0.1 * count:
        return "terminal"
    if code >= 6 and code > 0.3 * count:
        return "code-editor"
    if len({text for text in texts if re.fullmatch("[A-Z]", text)} & set("ABCDEFG")) >= 4:
        return "spreadsheet"
    if sum(bool(_WEEKDAY.match(text)) for text in texts) >= 5:
        return "calendar"
    if len({match.group().lower() for text in texts for match in _MAIL.finditer(text)}) >= 3:
        return "email"
    headers = [table.header or table.rows[0] for region in evidence.regions for table in region.tables]
    if any(sum(bool(_FILE_COLUMNS.match(cell)) for cell in header) >= 2 for header in headers):
        return "file-manager"
    return ""


def _page(evidence: Evidence, head: str, roles: Counter[str], questions: int) -> str:
    texts = evidence.texts
    everything = "\n".join(texts)
    tables = [table for region in evidence.regions for table in region.tables]
    values = sum(bool(_VALUE.match(text)) for text in texts)
    long_lines = sum(len(text.split()) >= 7 for text in texts)
    headings = roles["heading"]
    if _SEARCH.search(everything):
        return "search-results"
    if len({match.group().lower() for match in _CHAT.finditer(everything)}) >= 2 and questions <= 2:
        return "chat"
    if len(_MAP.findall(everything)) >= 2:
        return "map"
    if (
        sum(bool(_PLAY_TIME.match(text)) for text in texts) in (1, 2)
        and roles["slider"] + roles["progressbar"]
    ):
        return "media-player"
    if _DASHBOARD.search(head) and values >= 2:
        return "dashboard"
    if tables and sum(len(table.rows) for table in tables) >= 3:
        return "table"
    if _EDITOR.search(evidence.title) and long_lines >= 3:
        return "word-processor"
    if questions >= 3 or (questions >= 2 and roles["button"]):
        return "form"
    if values >= 4 and headings >= 1:
        return "dashboard"
    return "article" if long_lines >= 6 and long_lines > 0.35 * len(texts) else ""
