"""Screens where people talk: chats and mail."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from training.screens.qt.kinds.rows import date
from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import avatar, chips, menu_bar, rail, side_menu, tool_bar, top_bar
from training.screens.qt.stage import Stage
from training.screens.qt.theme import mix
from training.screens.qt.windows import placed


def chat(stage: Stage) -> None:
    """Build a talk with bubbles or lines, the people at the left, a field below."""
    kit, words = stage.kit, stage.kit.words
    partner = words.person() if kit.chance(0.6) else "# " + words.noun()
    has_bubbles = kit.chance(0.6)
    said: list[Part] = []
    room = stage.height - 190
    while room > 0:
        is_own = kit.chance(0.4)
        row = _bubble(kit, stage, is_own=is_own) if has_bubbles else _line(kit)
        said.append(row)
        room -= row.sizeHint().height() + 10
    talk = kit.pane(kit.column(None, *said, gap=10), colour=kit.theme.surface)
    talk.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
    hint = words.pick("Write a message|Message|Type a message…", "메시지를 입력하세요|메시지 보내기")
    field = kit.textbox(hint, kit.random.choice(("", "", words.sentence())), hint=hint)
    send: QWidget = (
        kit.button(words.pick("Send", "보내기|전송"), look="primary")
        if kit.chance(0.4)
        else kit.icon("send", 20, colour=kit.theme.accent)
    )
    below = kit.pane(
        kit.row(
            *(
                kit.icon(name, 20)
                for name in ("attach", "emoji", "add", "microphone")[: kit.random.randint(0, 3)]
            ),
            field,
            send,
        ),
        margin=8,
        colour=kit.theme.raised,
    )
    head = kit.pane(
        kit.row(
            avatar(kit, 30),
            kit.heading(partner, 1.2),
            None,
            kit.icon("phone", 18),
            kit.icon("video", 18),
            kit.icon("more vertical", 18),
            gap=14,
        ),
        margin=8,
    )
    main = kit.column(head, talk, below, gap=0)
    sides: list[Part] = [rail(kit, 5)] if kit.chance(0.3) else []
    if stage.width > 600:
        sides.append(_people(kit, stage))
    title = kit.random.choice(
        (partner, words.pick("Messages|Chat|Messenger|Team", "메시지|채팅|메신저|대화"))
    )
    placed(
        stage, kit.pane(kit.row(*sides, main, gap=0), margin=0), title, share=kit.random.choice((1, 1, 0.7))
    )


def email(stage: Stage) -> None:
    """Build a mailbox: folders, messages, one message; or a message being written."""
    kit, words = stage.kit, stage.kit.words
    if kit.chance(0.35):
        _compose(stage)
        return
    title = words.pick("Inbox|Mail", "받은 편지함|메일")
    folders = side_menu(
        kit,
        words.pick(
            "Inbox;Starred;Sent;Drafts;Archive;Spam;Trash",
            "받은 편지함;별표 편지함;보낸 편지함;임시 보관함;보관함;스팸;휴지통",
        ).split(";"),
        chosen=0,
    )
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.3) else []
    top.append(
        tool_bar(kit, ("edit", "refresh", "reply", "reply all", "forward", "archive", "delete", "flag"))
        if kit.chance(0.5)
        else top_bar(kit, title, has_search=True)
    )
    has_reader = stage.width > 780 and kit.chance(0.7)
    rows: list[Part] = []
    for place in range(max(3, stage.height // 70)):
        rows.append(_letter(kit, is_chosen=place == 1, is_wide=not has_reader))
    letters = kit.note(
        kit.pane(kit.column(*rows, None, gap=0), margin=0, colour=kit.theme.surface), "list", title
    )
    letters.setSizePolicy(
        QSizePolicy.Policy.Ignored if not has_reader else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
    )
    body: list[Part] = [folders, letters]
    if has_reader:
        letters.setFixedWidth(min(360, stage.width // 3))
        answer = kit.row(
            kit.button(words.pick("Reply", "답장"), icon="reply"),
            kit.button(words.pick("Forward", "전달"), look="text"),
            None,
        )
        text = kit.label(words.paragraph(kit.random.randint(4, 14)), wraps=True)
        body.append(
            kit.pane(
                kit.column(
                    kit.heading(words.choice(), 1.4),
                    kit.row(
                        avatar(kit, 32),
                        kit.label(words.person(), is_bold=True),
                        None,
                        kit.label(date(kit), is_dim=True),
                    ),
                    text,
                    answer,
                    None,
                )
            )
        )
    placed(
        stage,
        kit.pane(kit.column(*top, kit.row(*body, gap=0), gap=0), margin=0),
        title,
        share=kit.random.choice((1, 1, 0.8)),
    )


def _compose(stage: Stage) -> None:
    kit, words = stage.kit, stage.kit.words
    title = words.pick("New message|Compose|Write", "새 메일|편지 쓰기|새 메시지")
    rows = [
        kit.row(
            kit.label(name), kit.textbox(name, kit.random.choice(("", "anna@example.org", words.person())))
        )
        for name in words.pick("To;Cc;Subject", "받는 사람;참조;제목").split(";")
    ]
    text = kit.text_area(words.pick("Message", "본문"), words.paragraph(kit.random.randint(0, 6)))
    send = kit.row(
        kit.button(words.pick("Send", "보내기"), look="primary", icon="send"),
        kit.icon("attach"),
        kit.icon("picture"),
        None,
        kit.icon("delete"),
    )
    tools: list[Part] = (
        [tool_bar(kit, ("bold", "italic", "underline", "list", "link", "picture"))] if kit.chance(0.5) else []
    )
    parts = [*rows, *tools, text, send] if kit.chance(0.7) else [send, *rows, *tools, text]
    placed(stage, kit.pane(kit.column(*parts)), title, share=kit.random.choice((1, 0.7)))


def _bubble(kit: Kit, stage: Stage, *, is_own: bool) -> QWidget:
    back = kit.theme.accent if is_own else mix(kit.theme.surface, kit.theme.text, 0.1)
    ink = kit.theme.on_accent if is_own else kit.theme.text
    words = kit.label(kit.words.sentence(), wraps=True, colour=ink)
    words.setMaximumWidth(max(120, stage.width // 3))
    words.setStyleSheet(
        f"background: {back}; color: {ink}; border-radius: {kit.random.choice((4, 10, 14))}px; "
        f"padding: 7px 11px"
    )
    time = kit.label(f"{kit.random.randint(0, 23)}:{kit.random.randint(0, 59):02d}", size=0.8, is_dim=True)
    parts: list[Part] = [None, time, words] if is_own else [avatar(kit, 28), words, time, None]
    return kit.pane(kit.row(*parts), margin=0)


def _line(kit: Kit) -> QWidget:
    head = kit.row(
        kit.label(kit.words.person(), is_bold=True),
        kit.label(f"{kit.random.randint(0, 23)}:{kit.random.randint(0, 59):02d}", size=0.8, is_dim=True),
        None,
    )
    text = kit.label(kit.words.sentence(), wraps=True)
    face = avatar(kit, 34)
    row = kit.row(face, kit.column(head, text, gap=2), gap=10)
    row.setAlignment(face, Qt.AlignmentFlag.AlignTop)
    return kit.pane(row, margin=0)


def _people(kit: Kit, stage: Stage) -> QWidget:
    names = [kit.words.person() for _ in range(max(3, stage.height // 80))]
    if kit.chance(0.4):
        return side_menu(kit, ["# " + kit.words.noun() for _ in names])
    rows: list[Part] = []
    if kit.chance(0.6):
        search = kit.words.pick("Search", "검색")
        rows.append(kit.textbox(search, "", hint=search, icon="search"))
    chosen = kit.random.randrange(len(names))
    for place, name in enumerate(names):
        text = kit.label(kit.words.sentence()[:24] + "…", size=0.9, is_dim=True)
        row = kit.row(
            avatar(kit, 34),
            kit.column(kit.label(name, is_bold=True), text, gap=1),
            None,
            *([chips(kit, 1)] if kit.chance(0.2) else []),
        )
        rows.append(
            kit.pane(
                row, margin=7, colour=mix(kit.theme.window, kit.theme.accent, 0.25) if place == chosen else ""
            )
        )
    made = kit.pane(kit.column(*rows, None, gap=0), margin=6)
    made.setFixedWidth(min(270, stage.width // 3))
    return kit.note(made, "list", kit.words.pick("Conversations", "대화 목록"))


def _letter(kit: Kit, *, is_chosen: bool, is_wide: bool) -> QWidget:
    is_new = kit.chance(0.3)
    sender, subject = (
        kit.label(kit.words.person(), is_bold=is_new),
        kit.label(kit.words.choice(), is_bold=is_new),
    )
    when = kit.label(date(kit), size=0.85, is_dim=True)
    mark: list[Part] = (
        [kit.checkbox("", is_on=is_chosen, label=kit.words.pick("Select", "선택"))] if kit.chance(0.3) else []
    )
    star: list[Part] = [kit.icon("star", 16, colour=kit.theme.dim)] if kit.chance(0.4) else []
    if is_wide:
        sender.setFixedWidth(130)
        rest = kit.label(kit.words.sentence(), is_dim=True)
        rest.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = kit.row(*mark, *star, sender, subject, rest, when)
    else:
        text = kit.label(kit.words.sentence(), is_dim=True, size=0.9)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = kit.row(*mark, kit.column(kit.row(sender, None, when), subject, text, gap=2), *star)
    return kit.pane(row, margin=8, colour=mix(kit.theme.surface, kit.theme.accent, 0.25) if is_chosen else "")
