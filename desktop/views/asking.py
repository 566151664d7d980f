"""Open the dialogs; each one calls back when the user has decided, and blocks nothing meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.settings import Settings
from desktop.views import dialogs
from desktop.views.focus_ring import FocusRing
from engines.text_to_speech import Voice
from engines.words import _

Chosen = Callable[[Path], None]


class Asking:
    """The dialogs of one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def open_file(self, chosen: Chosen) -> None:
        """Ask for a picture file."""
        from engines.sources.pictures import NAME_PATTERNS

        self._ask_path(dialogs.open_dialog(self._window, NAME_PATTERNS), chosen)

    def save_text(self, chosen: Chosen) -> None:
        """Ask where to save text."""
        self._ask_path(dialogs.save_dialog(self._window, _("Save as text"), _("Description"), "txt"), chosen)

    def save_audio(self, chosen: Chosen) -> None:
        """Ask where to save sound."""
        self._ask_path(dialogs.save_dialog(self._window, _("Save as audio"), _("Description"), "wav"), chosen)

    def settings(
        self, now: Settings, voices: Sequence[Voice], chosen: Callable[[Mapping[str, Any]], None]
    ) -> None:
        """Show the settings."""
        dialog = dialogs.SettingsDialog(self._window, now, voices)
        dialog.accepted.connect(lambda: chosen(dialog.values()))
        self._open(dialog)

    def keys(self) -> None:
        """Show every command with its keys."""
        self._open(dialogs.KeysDialog(self._window))

    def about(self) -> None:
        """Show what Sori is."""
        self._open(dialogs.about(self._window))

    def _ask_path(self, dialog: QFileDialog, chosen: Chosen) -> None:
        dialog.accepted.connect(lambda: chosen(Path(dialog.selectedFiles()[0])))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        FocusRing(dialog)
        dialog.open()
