"""Layouts for each kind of screen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from training.screens.qt.kinds import documents, files, forms, media, pages, rows, talk
from training.screens.qt.stage import Stage


class Layout(NamedTuple):
    """What builds a kind of screen on an empty stage, and how often it is drawn."""

    build: Callable[[Stage], None]
    weight: float


HANDHELD: Final = (
    "sign-in",
    "form",
    "settings",
    "message",
    "list",
    "chat",
    "article",
    "search-results",
    "picture",
)
"""Kinds that are drawn now and then as on a telephone: narrow and tall."""
LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "sign-in": Layout(forms.sign_in, 6),
        "form": Layout(forms.form, 10),
        "settings": Layout(forms.settings, 14),
        "message": Layout(forms.message, 7),
        "wizard": Layout(forms.wizard, 5),
        "file-dialog": Layout(files.file_dialog, 4),
        "print-dialog": Layout(files.print_dialog, 4),
        "menu": Layout(pages.menu, 5),
        "list": Layout(rows.listing, 5),
        "table": Layout(rows.table, 6),
        "spreadsheet": Layout(documents.spreadsheet, 3),
        "code-editor": Layout(documents.code_editor, 4),
        "word-processor": Layout(documents.word_processor, 4),
        "chat": Layout(talk.chat, 4),
        "email": Layout(talk.email, 4),
        "article": Layout(documents.article, 4),
        "search-results": Layout(pages.search_results, 4),
        "dashboard": Layout(pages.dashboard, 6),
        "calendar": Layout(pages.calendar, 3),
        "media-player": Layout(media.media_player, 4),
        "map": Layout(media.world_map, 2),
        "terminal": Layout(documents.terminal, 2),
        "file-manager": Layout(files.file_manager, 4),
        "picture": Layout(media.picture, 2),
        "desktop": Layout(media.desktop, 3),
        "blank": Layout(media.blank, 0.5),
        "noise": Layout(media.noise, 0.5),
    }
)
