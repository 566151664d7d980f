"""The dialogs: settings, the keys, about, and the files to open or save."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import VERSION
from desktop.settings import FASTEST_WPM, LARGEST_PERCENT, SLOWEST_WPM, SMALLEST_PERCENT, Settings
from desktop.views.commands import MENUS, Command
from engines.text_to_speech import Voice
from engines.words import N_, _

Control = TypeVar("Control", bound=QWidget)
_CHOICES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "own_voice": (
        ("automatic", N_("When no screen reader is running")),
        ("always", N_("Always")),
        ("never", N_("Never")),
    ),
    "level": (
        ("headline", N_("Headline: one sentence")),
        ("structure", N_("Structure: regions, buttons and states")),
        ("everything", N_("Everything: all text in reading order")),
    ),
    "language": (
        ("system", N_("As the system")),
        ("en", N_("English")),
        ("ko", N_("한국어")),
    ),
    "speech_language": (
        ("auto", N_("By script, sentence by sentence")),
        ("en", N_("English")),
        ("ko", N_("한국어")),
    ),
}


class SettingsDialog(QDialog):
    """Every setting with its label; nothing changes before OK."""

    def __init__(self, parent: QWidget, settings: Settings, voices: Sequence[Voice]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setVerticalSpacing(12)
        self._boxes = {
            "own_voice": self._box(_("Sori's &voice speaks:"), "own_voice", settings.own_voice),
            "voice": self._voice_box(_("V&oice:"), voices, settings.voice),
            "speech_language": self._box(_("S&peaks:"), "speech_language", settings.speech_language),
            "level": self._box(_("Level of &detail:"), "level", settings.level),
            "language": self._box(_("&Language of the window:"), "language", settings.language),
        }
        self._numbers = {
            "rate_wpm": self._number(
                _("&Rate, words a minute:"), SLOWEST_WPM, FASTEST_WPM, 5, settings.rate_wpm
            ),
            "volume_percent": self._number(_("Vol&ume, percent:"), 0, 100, 10, settings.volume_percent),
            "text_percent": self._number(
                _("&Text size, percent:"), SMALLEST_PERCENT, LARGEST_PERCENT, 25, settings.text_percent
            ),
        }
        _lay_out(self, self._form, _ok_and_cancel(self))

    def values(self) -> Mapping[str, Any]:
        """Return what was chosen, by the settings' names."""
        chosen = {name: box.currentData() for name, box in self._boxes.items()}
        return chosen | {name: box.value() for name, box in self._numbers.items()}

    def _box(self, label: str, name: str, current: str) -> QComboBox:
        box = QComboBox()
        for value, title in _CHOICES[name]:
            box.addItem(_(title), value)
        box.setCurrentIndex(max(box.findData(current), 0))
        return self._labelled(label, box)

    def _voice_box(self, label: str, voices: Sequence[Voice], current: str) -> QComboBox:
        box = QComboBox()
        box.addItem(_("The voice of the language"), "")
        for voice in voices:
            box.addItem(voice.title, voice.id)
        if current and box.findData(current) < 0:
            # A voice that is away for now stays chosen.
            box.addItem(current, current)
        box.setCurrentIndex(max(box.findData(current), 0))
        return self._labelled(label, box)

    def _number(self, label: str, low: int, high: int, step: int, current: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setValue(current)
        return self._labelled(label, box)

    def _labelled(self, label: str, control: Control) -> Control:
        # On X11 a combo box ignores its accessible name: only a label that is its buddy names it.
        title = QLabel(label)
        title.setBuddy(control)
        title.setWordWrap(True)
        control.setAccessibleName(label.replace("&", "").rstrip(":"))
        self._form.addRow(title, control)
        return control


def _ok_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    for button in buttons.buttons():
        # The style's own pictures beside OK and Cancel are too small to help.
        button.setIcon(QIcon())
    return buttons


def _lay_out(dialog: QDialog, form: QFormLayout, buttons: QDialogButtonBox) -> None:
    # At 200 percent the form may be taller than the screen: it scrolls, the buttons stay.
    inner = QWidget()
    inner.setLayout(form)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    area.setMinimumWidth(inner.sizeHint().width() + 40)
    area.setMinimumHeight(min(inner.sizeHint().height() + 8, 520))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 20, 20, 20)
    column.addWidget(area)
    column.addWidget(buttons)


class KeysDialog(QDialog):
    """Every command with its keys, as a tree to walk."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        tree = QTreeWidget()
        tree.setAccessibleName(_("Commands and their keys"))
        tree.setHeaderHidden(True)
        tree.setTabKeyNavigation(False)
        tree.setWordWrap(True)
        for title, lines in key_lines():
            branch = QTreeWidgetItem(tree, [title])
            for line in lines:
                QTreeWidgetItem(branch, [line])
        tree.expandAll()
        first = tree.topLevelItem(0)
        if first is not None:
            tree.setCurrentItem(first)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(tree)
        column.addWidget(buttons)
        self.resize(620, 560)


def key_lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each menu's title with one line for each of its commands that has keys."""
    menus = [(plain(_(menu.title)), _lines_of(menu.commands)) for menu in MENUS]
    walking = (
        _("Up and Down: the item before or after"),
        _("Right and Left: open or close a region"),
        _("Tab and Shift+Tab: the next or previous control"),
        _("Alt with an underlined letter: the menus"),
    )
    return (*menus, (_("In the window"), walking))


def plain(title: str) -> str:
    """Return a menu's words without the mark of its mnemonic."""
    without_suffix = re.sub(r"\(&.\)", "", title)
    return without_suffix.replace("&", "").rstrip("…")


def _lines_of(commands: Sequence[Command | None]) -> tuple[str, ...]:
    lines = []
    for command in commands:
        if command is not None and command.keys:
            native = QKeySequence.SequenceFormat.NativeText
            keys = _(" or ").join(QKeySequence(key).toString(native) for key in command.keys)
            lines.append(_("{command}: {keys}").format(command=plain(_(command.title)), keys=keys))
    return tuple(lines)


def about(parent: QWidget) -> QMessageBox:
    """Return the dialog that says what Sori is."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("About Sori"))
    box.setText(_("Sori {version}").format(version=VERSION))
    box.setInformativeText(
        _(
            "Sori describes the screen aloud, offline: no picture and no text leaves this computer. "
            "It is free software under the GNU General Public License, version 3 or later."
        )
    )
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    return box


def open_dialog(parent: QWidget, patterns: Sequence[str]) -> QFileDialog:
    """Return the dialog that asks for a picture file."""
    dialog = QFileDialog(parent, _("Open picture"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [_("Pictures ({patterns})").format(patterns=" ".join(patterns)), _("All files (*)")]
    )
    dialog.setViewMode(QFileDialog.ViewMode.List)
    _name_parts(dialog)
    return dialog


def save_dialog(parent: QWidget, title: str, name: str, suffix: str) -> QFileDialog:
    """Return the dialog that asks where to save; it asks before an existing file is replaced."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{name}.{suffix}")
    dialog.setViewMode(QFileDialog.ViewMode.List)
    _name_parts(dialog)
    return dialog


def _name_parts(dialog: QFileDialog) -> None:
    # Qt's own dialog, shown where the desktop has none, leaves some of its parts without a name.
    names: tuple[tuple[type[QWidget], str, str], ...] = (
        (QListView, "sidebar", _("Places")),
        (QListView, "listView", _("Files")),
        (QTreeView, "treeView", _("Files")),
        (QLineEdit, "fileNameEdit", _("File name")),
        (QComboBox, "lookInCombo", _("Folder")),
        (QComboBox, "fileTypeCombo", _("File type")),
    )
    for kind, part, name in names:
        widget = dialog.findChild(kind, part)
        if widget is not None:
            widget.setAccessibleName(name)
    for button in dialog.findChildren(QToolButton):
        if not button.accessibleName():
            button.setAccessibleName(button.toolTip())
