"""Screens to fill in: sign-in, forms, settings, messages, wizards."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QLabel, QSizePolicy, QWidget

from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import banner, bottom_bar, segments, side_menu, top_bar
from training.screens.qt.stage import Stage
from training.screens.qt.theme import mix
from training.screens.qt.windows import placed

_SIGNS = {
    "information": "#1976d2",
    "warning": "#e09b00",
    "error": "#c62828",
    "help": "#1976d2",
    "success": "#2e7d32",
}

_WRONG = "#d93025"


def sign_in(stage: Stage) -> None:
    """Build a page or dialog with a name, a password and a button."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick(
        "Sign in|Log in|Welcome back|Sign in to your account|Login",
        "로그인|다시 오신 것을 환영합니다|계정에 로그인|회원 로그인",
    )
    name = words.pick(
        "Email|Username|Email address|Phone or email", "이메일|아이디|사용자 이름|휴대전화 번호 또는 이메일"
    )
    secret = words.pick("Password", "비밀번호")
    has_labels = kit.chance(0.65)
    parts: list[Part] = []
    if kit.chance(0.5):
        parts.append(kit.row(kit.icon("", 40, colour=kit.theme.on_accent, plate=kit.theme.accent), None))
    parts.append(kit.heading(title, kit.random.uniform(1.3, 2)))
    if kit.chance(0.4):
        parts.append(kit.label(words.sentence(), is_dim=True, wraps=True))
    parts.append(kit.theme.gap)
    for field, is_password in ((name, False), (secret, True)):
        if has_labels:
            parts.append(kit.label(field))
        text = kit.random.choice(("", "", "anna.keller@example.org", "minjun.kim", "s3cret-word"))
        hint = "" if has_labels and kit.chance(0.6) else field
        parts.append(
            kit.textbox(
                field,
                text,
                hint=hint,
                is_password=is_password,
                icon=("lock" if is_password else "user") if kit.chance(0.2) else "",
            )
        )
    stay = words.pick(
        "Remember me|Keep me signed in|Stay signed in", "로그인 상태 유지|아이디 저장|자동 로그인"
    )
    forgot = words.pick(
        "Forgot password?|I forgot my password|Trouble signing in?",
        "비밀번호 찾기|비밀번호를 잊으셨나요?|아이디 찾기",
    )
    if kit.chance(0.7):
        mark = kit.switch(stay) if kit.chance(0.15) else kit.checkbox(stay)
        parts.append(kit.row(mark, None, kit.link(forgot)) if kit.chance(0.5) else mark)
    enter = kit.button(words.pick("Sign in|Log in|Continue|Next", "로그인|계속|다음"), look="primary")
    if kit.chance(0.6):
        enter.setMaximumWidth(2000)
        enter.setSizePolicy(enter.sizePolicy().Policy.Expanding, enter.sizePolicy().verticalPolicy())
        parts += [kit.theme.gap, enter]
    else:
        parts += [
            kit.theme.gap,
            kit.row(
                enter,
                kit.button(words.pick("Cancel|Back", "취소|뒤로"), look=kit.random.choice(("", "text"))),
                None,
            ),
        ]
    if kit.chance(0.4):
        for brand in ("Google", "Microsoft", "GitHub")[: kit.random.randint(1, 3)]:
            parts.append(
                kit.button(words.pick(f"Continue with {brand}", f"{brand} 계정으로 계속"), icon="web")
            )
    if kit.chance(0.6):
        parts.append(
            kit.row(
                kit.label(words.pick("No account yet?", "계정이 없으신가요?"), is_dim=True),
                kit.link(words.pick("Create account|Sign up", "회원가입|계정 만들기")),
                None,
            )
        )
    box = kit.column(*parts, None)
    if kit.theme.frame == "none" or kit.chance(0.5):
        inner = kit.card(box) if kit.chance(0.5) else kit.pane(box)
        inner.setFixedWidth(min(stage.width - 20, kit.random.randint(300, 460)))
        inner.setMaximumHeight(inner.sizeHint().height() + 20)
        page = kit.pane(kit.row(None, inner, None), margin=8, colour=kit.theme.window)
        placed(stage, page, title if kit.theme.frame != "none" else "")
        stage.title = title
    else:
        placed(stage, kit.pane(box), title, share=0.5, is_dialog=True)


def form(stage: Stage) -> None:
    """Build a form with labels beside or above its fields, and buttons below."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick(
        "New contact|Edit profile|Shipping address|Registration|Add user"
        "|New event|Report a problem|Application",
        "새 연락처|프로필 편집|배송지|회원가입|사용자 추가|새 일정|문제 신고|신청서",
    )
    parts: list[Part] = [kit.heading(title, kit.random.uniform(1.2, 2))]
    if kit.chance(0.4):
        parts.append(kit.label(words.sentence(), is_dim=True, wraps=True))
    columns = 2 if stage.width > 760 and kit.chance(0.4) else 1
    rows = max(2, min(9, stage.height // 85))
    parts.append(kit.row(*(fields(kit, rows) for _ in range(columns)), gap=kit.theme.margin * 2))
    if kit.chance(0.5):
        parts += [kit.checkbox(words.choice()) for _ in range(kit.random.randint(1, 2))]
    parts += [kit.theme.gap, buttons(kit), None]
    page = kit.within(kit.pane(kit.column(*parts), colour=kit.theme.window))
    placed(stage, page, title if kit.chance(0.7) else words.noun(), share=kit.random.choice((1, 1, 0.7)))


def settings(stage: Stage) -> None:
    """Build a page of settings, with a list of pages or tabs beside it."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick("Settings|Preferences|Options|Configuration", "설정|환경 설정|기본 설정|옵션")
    if stage.is_handheld:
        _handheld_settings(stage, title)
        return
    names = words.nouns(kit.random.randint(3, 9))
    shape = kit.random.choice(("tabs", "list", "rows", "plain", "columns"))
    if shape == "tabs":
        names = names[: max(2, min(len(names), stage.width // 130))]
        chosen = kit.random.randrange(len(names))
        inner = kit.pane(kit.column(*options(kit, stage), None))
        tabs = kit.tabs(
            names, [inner if place == chosen else QWidget() for place in range(len(names))], chosen
        )
        body: QWidget = kit.pane(kit.column(tabs, *([buttons(kit)] if kit.chance(0.6) else [])))
    elif shape == "columns":
        half = max(1, min(3, stage.width // 320))
        columns = [kit.column(*options(kit, stage), None) for _ in range(half)]
        body = kit.pane(kit.column(kit.row(*columns, gap=kit.theme.margin), buttons(kit)))
    elif shape == "plain":
        body = kit.within(kit.pane(kit.column(kit.heading(title), *options(kit, stage), None, buttons(kit))))
    else:
        chosen = kit.random.randrange(len(names))
        row_px = kit.theme.font_px + 2 * kit.theme.pad_y + 8
        side: QWidget
        if kit.chance(0.5):
            side = side_menu(kit, names, chosen=chosen)
        else:
            side = kit.listing(title, names, has_icons=kit.chance(0.6), chosen=chosen, row_px=row_px)
            side.setFixedWidth(min(stage.width // 3, 220))
        content = kit.column(kit.heading(names[chosen]), *options(kit, stage), None)
        page = kit.within(kit.pane(content, margin=kit.theme.margin))
        body = kit.pane(kit.row(side, page, gap=0), margin=0)
    placed(stage, body, title, share=kit.random.choice((1, 1, 0.75)))


def _row_end(kit: Kit, name: str) -> QWidget:
    match kit.random.randrange(5):
        case 0 | 1:
            return kit.switch("", label=name)
        case 2:
            return kit.icon("next", 16, colour=kit.theme.dim)
        case 3:
            return kit.label(kit.words.choice()[:8], is_dim=True)
        case _:
            return kit.checkbox("", label=name)


def _handheld_settings(stage: Stage, title: str) -> None:
    """Build the settings of a telephone: rows with a switch, a value or an arrow at their end."""
    kit, words = stage.kit, stage.kit.words
    rows: list[Part] = []
    room = stage.height - 130
    while room > 0:
        name = words.choice()
        icon: list[Part] = [kit.icon("", 22)] if kit.chance(0.5) else []
        end = _row_end(kit, name)
        text = kit.label(name)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        under: list[Part] = [kit.label(words.choice(), is_dim=True, size=0.85)] if kit.chance(0.3) else []
        for one in under:
            if isinstance(one, QWidget):
                one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = kit.row(*icon, kit.column(text, *under, gap=2), end, gap=12)
        line = kit.card(row) if kit.chance(0.2) else kit.pane(row, margin=12)
        rows.append(line)
        if kit.chance(0.15):
            rows.append(kit.pane(kit.row(kit.heading(words.noun(), 1.05), None), margin=8))
        room -= line.sizeHint().height() + 12
    page = kit.pane(kit.column(*rows, None, gap=0), margin=4)
    bars: list[Part] = [bottom_bar(kit)] if kit.chance(0.5) else []
    placed(stage, kit.pane(kit.column(top_bar(kit, title), page, *bars, gap=0), margin=0), title)


def message(stage: Stage) -> None:
    """Build a message with an icon and its answers, alone or over a dimmed window."""
    kit, words = stage.kit, stage.kit.words
    dims = 0.0
    if kit.chance(0.5):
        form(stage)
        dims = kit.random.choice((0, 0.3, 0.5))
        kit.focusable.clear()
    sign = kit.random.choice(list(_SIGNS))
    title = words.pick(
        "Save changes?|Delete file?|Connection lost|Update available|Warning|Error|Confirm|Information",
        "변경 사항을 저장할까요?|파일을 삭제할까요?|연결이 끊어졌습니다|업데이트 있음|경고|오류|확인|알림",
    )
    text: list[Part] = [kit.heading(title, 1.2)] if kit.chance(0.7) else []
    text.append(kit.label(words.paragraph(kit.random.randint(1, 2)), wraps=True))
    if kit.chance(0.3):
        text.append(
            kit.checkbox(
                words.pick(
                    "Do not ask again|Don't show this message again|Apply to all",
                    "다시 묻지 않기|다시 보지 않기|모두 적용",
                )
            )
        )
    icon = [kit.icon(sign, 36, colour=_SIGNS[sign])] if kit.chance(0.75) else []
    top = kit.row(*icon, kit.column(*text), gap=16)
    content = kit.pane(kit.column(top, kit.theme.gap, None, buttons(kit)))
    content.setMinimumWidth(min(stage.width - 40, kit.random.randint(280, 460)))
    layer = placed(stage, content, title, share=0.3, is_dialog=True, dims=dims)
    kit.note(layer.widget, "dialog", title)


def wizard(stage: Stage) -> None:
    """Build one step of a wizard."""
    kit, words = stage.kit, stage.kit.words
    title = (
        words.pick(
            "Setup|Installation|New project|Import data|Add printer|Backup",
            "설치|새 프로젝트|데이터 가져오기|프린터 추가|백업",
        )
        + " "
        + words.pick("Wizard|Assistant", "마법사")
    )
    content: list[Part] = [
        kit.heading(
            words.pick(
                "Choose a location|Welcome|Select components|Ready to install|License agreement",
                "위치 선택|환영합니다|구성 요소 선택|설치 준비 완료|사용권 계약",
            ),
            1.4,
        )
    ]
    content.append(kit.label(words.sentence(), wraps=True))
    content += kit.random.choice((_choices, _ticks, _path, _work))(kit)
    page = kit.column(*content, None)
    if kit.chance(0.5):
        steps = words.nouns(kit.random.randint(3, 6))
        here = kit.random.randrange(len(steps))
        names: list[QWidget] = [
            kit.link(step)
            if kit.chance(0.3)
            else kit.label(step, is_bold=place == here, is_dim=place != here)
            for place, step in enumerate(steps)
        ]
        side = kit.pane(kit.column(*names, None), colour=mix(kit.theme.window, kit.theme.accent, 0.1))
        side.setFixedWidth(170)
        top = kit.row(side, kit.pane(page), gap=0)
    else:
        top = kit.row(kit.pane(page), gap=0)
    back, onward, cancel = words.pick(
        "< Back;Next >;Cancel|Back;Next;Cancel|Previous;Continue;Quit", "< 뒤로;다음 >;취소|이전;다음;취소"
    ).split(";")
    below = kit.row(None, kit.button(back), kit.button(onward, look="primary"), kit.button(cancel))
    placed(
        stage, kit.pane(kit.column(top, kit.pane(below)), margin=0), title, share=kit.random.choice((1, 0.7))
    )


def fields(kit: Kit, count: int) -> QFormLayout | QBoxLayout:
    """Make labelled fields, the labels beside them or above."""
    made = [_field(kit) for _ in range(count)]
    if kit.chance(0.5):
        beside = QFormLayout()
        beside.setSpacing(kit.theme.gap)
        beside.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        beside.setLabelAlignment(kit.random.choice((Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)))
        for label, field in made:
            beside.addRow(label, field)
        return beside
    stacked: list[QWidget | int] = []
    for label, field in made:
        stacked += [label, field, 2]
        if kit.chance(0.06) and not kit.theme.is_native:
            field.setStyleSheet(f"border: {kit.theme.border_px}px solid {_WRONG}")
            stacked.insert(-1, kit.label(kit.words.sentence(), size=0.85, colour=_WRONG))
    return kit.column(*stacked, gap=max(2, kit.theme.gap // 2))


def options(kit: Kit, stage: Stage) -> Sequence[Part]:
    """Make blocks of settings that fill about the height of a stage."""
    blocks: list[Part] = []
    room = stage.height - 200
    while room > 0:
        build = kit.random.choice(
            (
                _choices,
                _ticks,
                _switches,
                _level,
                _pair,
                _path,
                _group,
                _explained,
                _segments,
                _banner,
                _equaliser,
            )
        )
        block = build(kit)
        blocks += [*block, kit.theme.gap]
        room -= (
            sum(
                part.sizeHint().height() + kit.theme.gap
                for part in block
                if isinstance(part, QWidget | QBoxLayout)
            )
            + kit.theme.gap
        )
    return blocks or [kit.checkbox(kit.words.choice())]


def buttons(kit: Kit) -> QBoxLayout:
    """Make a row of buttons, the main one first or last."""
    count = kit.random.randint(1, 3)
    texts = (
        kit.words.verbs(count)
        if kit.chance(0.5)
        else kit.words.pick(
            "OK;Cancel;Apply|Save;Cancel;Help|Yes;No;Cancel", "확인;취소;적용|저장;취소;도움말|예;아니요;취소"
        ).split(";")[:count]
    )
    main = kit.random.randrange(len(texts)) if kit.chance(0.8) else -1
    plain = kit.random.choice(("", "", "text"))
    made = [
        kit.button(
            text,
            look="primary" if place == main else plain,
            icon=kit.random.choice(("", "", "", "done", "close")),
        )
        for place, text in enumerate(texts)
    ]
    where = kit.random.random()
    if where < 0.6:
        return kit.row(None, *made)
    return kit.row(*made, None) if where < 0.85 else kit.row(None, *made, None)


def _field(kit: Kit) -> tuple[QLabel, QWidget]:
    words = kit.words
    name = words.field()
    is_required = kit.chance(0.2)
    label = kit.label(name + (" *" if is_required else kit.random.choice(("", ":"))))
    field = _any_field(kit, name)
    field.setProperty("is_required", is_required)
    return label, field


def _any_field(kit: Kit, name: str) -> QWidget:
    words = kit.words
    shape = kit.random.random()
    if shape < 0.55:
        hint = words.field() if kit.chance(0.2) else ""
        return kit.textbox(name, hint=hint, icon=kit.random.choice(("", "", "", "", "calendar", "search")))
    if shape < 0.78:
        return kit.combo(name, [words.choice() for _ in range(3)])
    if shape < 0.9:
        return kit.spin(name)
    if shape < 0.95:
        text = words.paragraph(kit.random.randint(0, 2))
        return kit.text_area(name, text, height=kit.random.randint(50, 110))
    return kit.textbox(name, "hunter2hunter2", is_password=True)


Block = list[Part]


def _choices(kit: Kit) -> Block:
    count = kit.random.randint(2, 4)
    chosen = kit.random.randrange(count)
    made = [kit.radio(kit.words.choice(), is_on=place == chosen) for place in range(count)]
    title = kit.label(kit.words.field(), is_bold=kit.chance(0.4))
    return [title, *made] if kit.chance(0.7) else [title, kit.row(*made, None)]


def _ticks(kit: Kit) -> Block:
    return [kit.checkbox(kit.words.choice()) for _ in range(kit.random.randint(1, 4))]


def _switches(kit: Kit) -> Block:
    made: Block = []
    for _ in range(kit.random.randint(1, 4)):
        text = kit.words.choice()
        if kit.chance(0.6):
            words = (
                kit.column(kit.label(text), kit.label(kit.words.sentence(), is_dim=True, size=0.9), gap=1)
                if kit.chance(0.4)
                else kit.row(kit.label(text))
            )
            row = kit.row(words, None, kit.switch("", label=text))
            made.append(kit.card(row) if kit.chance(0.4) else row)
        else:
            made.append(kit.switch(text))
    return made


def _level(kit: Kit) -> Block:
    name = kit.words.field()
    slider = kit.slider(name)
    ends = [kit.label(f"{slider.value()} %", is_dim=True)] if kit.chance(0.5) else []
    icon = (
        [kit.icon(kit.random.choice(("volume", "sun", "zoom in", "microphone")))] if kit.chance(0.3) else []
    )
    return (
        [kit.row(*icon, kit.label(name), slider, *ends)]
        if kit.chance(0.6)
        else [kit.label(name), kit.row(*icon, slider, *ends)]
    )


def _pair(kit: Kit) -> Block:
    label, field = _field(kit)
    return [kit.row(label, None, field)] if kit.chance(0.5) else [label, field]


def _path(kit: Kit) -> Block:
    name = kit.words.pick(
        "Output folder|Location|Install to|Download folder", "출력 폴더|위치|설치 위치|다운로드 폴더"
    )
    path = kit.random.choice(
        (
            "~/Documents",
            "C:\\Program Files\\Sketch",
            "D:\\Backup\\2026",
            "/usr/share/data",
            "~/Downloads",
        )
    )
    browse = kit.button(kit.words.pick("Browse…|Change…|Choose", "찾아보기…|변경…|선택"))
    return [kit.label(name), kit.row(kit.textbox(name, path), browse)]


def _group(kit: Kit) -> Block:
    frame, inner = kit.group(kit.words.noun())
    for part in kit.random.choice((_choices, _ticks, _level, _pair))(kit):
        if isinstance(part, QWidget):
            inner.addWidget(part)
        elif isinstance(part, QBoxLayout):
            inner.addLayout(part)
    return [frame]


def _explained(kit: Kit) -> Block:
    return [kit.heading(kit.words.noun(), 1.15), kit.label(kit.words.sentence(), is_dim=True, wraps=True)]


def _segments(kit: Kit) -> Block:
    return [
        kit.label(kit.words.field()),
        kit.row(
            segments(
                kit,
                [
                    kit.words.pick(
                        "Light|Dark|Auto|Small|Large|Day|Week|Test", "라이트|다크|자동|작게|크게|일|주|테스트"
                    )
                    for _ in range(kit.random.randint(2, 3))
                ],
            ),
            None,
        ),
    ]


def _equaliser(kit: Kit) -> Block:
    names = [
        kit.random.choice(("60 Hz", "310 Hz", "1 kHz", "6 kHz", "16 kHz"))
        for _ in range(kit.random.randint(3, 6))
    ]
    columns: list[Part] = []
    for name in names:
        slider = kit.slider(name, is_upright=True)
        slider.setFixedHeight(90)
        columns.append(kit.column(slider, kit.label(name, size=0.8, is_dim=True)))
    return [kit.row(*columns, None, gap=kit.theme.gap * 2)] if kit.chance(0.5) else _level(kit)


def _folds(kit: Kit) -> Block:
    """Make headings that unfold, one of them unfolded."""
    made: Block = []
    is_framed = kit.chance(0.5)
    opened = kit.random.randint(0, 3)
    for place in range(kit.random.randint(2, 4)):
        name = kit.words.noun()
        arrow = kit.icon("collapse" if place == opened else "expand", 14, is_noted=False)
        line = kit.row(kit.label(name, is_bold=kit.chance(0.5)), None, arrow)
        head = kit.card(line) if is_framed else kit.pane(line, margin=6)
        made.append(
            kit.note(head, "button", name, state=partial(set, ("expanded",) if place == opened else ()))
        )
        if place == opened:
            made.append(
                kit.row(kit.theme.margin, kit.column(kit.checkbox(kit.words.choice()), kit.textbox(name)))
            )
    return made


def _banner(kit: Kit) -> Block:
    return [banner(kit)]


def _work(kit: Kit) -> Block:
    name = kit.words.pick(
        "Copying files|Installing|Downloading updates", "파일 복사 중|설치 중|업데이트 내려받는 중"
    )
    return [
        kit.label(name + "…"),
        kit.progress(name),
        kit.label(f"{kit.random.randint(1, 59)} " + kit.words.pick("minutes left", "분 남음"), is_dim=True),
    ]
