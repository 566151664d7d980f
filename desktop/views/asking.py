"""Open the dialogs; each one calls back when the user has decided, and blocks nothing meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

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

    def open_sound(self, chosen: Chosen) -> None:
        """Ask for a recording."""
        self._ask_path(dialogs.open_dialog(self._window, (), _("Open a recording")), chosen)

    def open_video(self, chosen: Chosen) -> None:
        """Ask for a video or a picture of hands."""
        self._ask_path(dialogs.open_dialog(self._window, (), _("Open a video of hands")), chosen)

    def open_signs(self, chosen: Chosen) -> None:
        """Ask for a file of taught signs."""
        self._ask_path(dialogs.open_dialog(self._window, ("*.signs",), _("Import signs")), chosen)

    def save_signs(self, chosen: Chosen) -> None:
        """Ask where to put a file of taught signs."""
        self._ask_path(dialogs.save_dialog(self._window, _("Export signs"), _("Signs"), "signs"), chosen)

    def open_words(self, chosen: Chosen) -> None:
        """Ask for a table of the user's own words."""
        self._ask_path(
            dialogs.open_dialog(self._window, ("*.csv", "*.txt"), _("Import your own words")), chosen
        )

    def save_words(self, chosen: Chosen) -> None:
        """Ask where to put the table of the user's own words."""
        self._ask_path(
            dialogs.save_dialog(self._window, _("Export your own words"), _("Words"), "csv"), chosen
        )

    def open_model(self, chosen: Chosen) -> None:
        """Ask for a model in a zip file."""
        self._ask_path(dialogs.open_dialog(self._window, ("*.zip",), _("Import a model")), chosen)

    def open_model_folder(self, chosen: Chosen) -> None:
        """Ask for a model in a folder."""
        self._ask_path(dialogs.folder_dialog(self._window, _("Import a model")), chosen)

    def export(self, name: str, endings: Sequence[str], chosen: Chosen) -> None:
        """Ask where to save words, and by the ending of the name in which form."""
        self._ask_path(dialogs.export_dialog(self._window, name, endings), chosen)

    def confirm(self, title: str, text: str, confirms: str, then: Callable[[], None]) -> None:
        """Ask whether to do `then`; `confirms` are the words of the button that says so."""
        self.select(title, text, {confirms: then})

    def select(self, title: str, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Ask which of these to do, by the words of their buttons; Cancel does none."""
        box = QMessageBox(
            QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.Cancel, self._window
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        does = {box.addButton(words, QMessageBox.ButtonRole.AcceptRole): do for words, do in answers.items()}
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(lambda clicked: does[clicked]() if clicked in does else None)
        self._open(box)

    def settings(
        self,
        now: Settings,
        voices: Sequence[Voice],
        chosen: Callable[[Mapping[str, Any]], None],
        microphones: Sequence[str] = (),
    ) -> None:
        """Show the settings."""
        dialog = dialogs.SettingsDialog(self._window, now, voices, microphones)
        dialog.accepted.connect(lambda: chosen(dialog.values()))
        self._open(dialog)

    def keys(self) -> None:
        """Show every command with its keys."""
        self._open(dialogs.KeysDialog(self._window))

    def about(self, dialog: QDialog) -> None:
        """Show what Sori is."""
        self._open(dialog)

    def _ask_path(self, dialog: QFileDialog, chosen: Chosen) -> None:
        dialog.accepted.connect(lambda: chosen(Path(dialog.selectedFiles()[0])))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        FocusRing(dialog)
        dialog.open()
