"""Chooses what kind of page to draw, and puts it together."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from training.screens.web.dialogs import (
    dialog_page,
    file_dialog,
    gallery,
    menu_page,
    message_page,
    plain_form,
    print_dialog,
    settings,
    sign_in,
    wizard,
)
from training.screens.web.draft import Draft, Mark, Node
from training.screens.web.leisure import article, blank, map_page, media_player, picture_page, search_results
from training.screens.web.look import Look
from training.screens.web.parts import desktop_window, loose_menu
from training.screens.web.words import Words
from training.screens.web.work import (
    calendar,
    chat,
    code_editor,
    dashboard,
    email,
    file_manager,
    list_page,
    spreadsheet,
    table_page,
    terminal,
    word_processor,
)


@dataclass(frozen=True)
class Page:
    """A page to draw."""

    kind: str
    title: str
    nodes: tuple[Node, ...]
    marks: tuple[Mark, ...]
    """What is true of the node with this number."""
    focus: int | None
    """The node that is given the focus."""
    hover: int | None
    """The node that the mouse points at."""


def make(chance: random.Random, look: Look, words: Words) -> Page:
    """Put a page together for a look."""
    names = [one for one in _KINDS if not look.is_old_desktop or one in _OF_DESKTOPS]
    kind = chance.choices(names, [_KINDS[one][1] for one in names])[0]
    draft = Draft(chance, look, words)
    title, body = _KINDS[kind][0](draft)
    over: list[Node] = []
    if kind in _MAY_BE_COVERED and draft.likely(0.13) and not look.is_old_desktop:
        title, kind, dialog = dialog_page(draft)
        over.append(dialog)
    elif kind in _MAY_BE_COVERED and draft.likely(0.14):
        over.append(loose_menu(draft))
    nodes = [desktop_window(draft, title, body)] if look.is_old_desktop else [body]
    drawn = _numbers(over) if over else _numbers(nodes)
    focusable = [one for one in draft.focusable() if one in drawn]
    focus = chance.choice(focusable) if focusable and draft.likely(0.5) else None
    pointed = [i for i in focusable if draft.marks[i].role in ("button", "link")]
    hover = chance.choice(pointed) if pointed and draft.likely(0.2) else None
    return Page(kind, title, (*nodes, *over), tuple(draft.marks), focus, hover)


def _numbers(nodes: Sequence[Any]) -> set[int]:
    """Return the numbers of the nodes and of all within them."""
    found: set[int] = set()
    for node in nodes:
        if not isinstance(node, dict):
            continue
        if "id" in node:
            found.add(node["id"])
        for value in node.values():
            within = value if isinstance(value, list) else [value]
            for one in within:
                found |= _numbers(one if isinstance(one, list) else [one])
    return found


_Maker = Callable[[Draft], tuple[str, Node]]
_KINDS: Final[dict[str, tuple[_Maker, float]]] = {
    "sign-in": (sign_in, 6),
    "form": (plain_form, 10),
    "settings": (settings, 10),
    "message": (message_page, 3),
    "wizard": (wizard, 4),
    "file-dialog": (file_dialog, 3),
    "print-dialog": (print_dialog, 3),
    "menu": (menu_page, 4),
    "list": (list_page, 5),
    "table": (table_page, 6),
    "spreadsheet": (spreadsheet, 3),
    "code-editor": (code_editor, 3),
    "word-processor": (word_processor, 3),
    "chat": (chat, 3),
    "email": (email, 4),
    "article": (article, 4),
    "search-results": (search_results, 3),
    "dashboard": (dashboard, 7),
    "calendar": (calendar, 3),
    "media-player": (media_player, 3),
    "map": (map_page, 2),
    "terminal": (terminal, 1),
    "file-manager": (file_manager, 3),
    "picture": (picture_page, 2),
    "blank": (blank, 0.3),
    "gallery": (gallery, 14),
}
_OF_DESKTOPS: Final = frozenset(
    {
        "sign-in",
        "form",
        "settings",
        "message",
        "wizard",
        "file-dialog",
        "print-dialog",
        "menu",
        "list",
        "table",
        "spreadsheet",
        "word-processor",
        "email",
        "file-manager",
        "code-editor",
    }
)
_MAY_BE_COVERED: Final = frozenset(
    {
        "form",
        "settings",
        "list",
        "table",
        "dashboard",
        "email",
        "article",
        "chat",
        "calendar",
        "search-results",
    }
)
KIND_OF: Final = {"gallery": "form"}
"""What a page is called in the truth, where it has a name of its own here."""
