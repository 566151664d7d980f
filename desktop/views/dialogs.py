"""The dialogs: settings, the keys, and the files to open or save."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import actions
from desktop.settings import FASTEST_WPM, LARGEST_PERCENT, SLOWEST_WPM, SMALLEST_PERCENT, Settings
from desktop.views.commands import MENUS, Command
from engines.text_to_speech import Voice
from engines.words import N_, _

_FORMS: Final = {
    "txt": N_("Text"),
    "srt": N_("SubRip subtitles"),
    "vtt": N_("WebVTT subtitles"),
    "json": N_("JSON with times"),
}
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
    "dictation_language": (
        ("system", N_("As the window")),
        ("en", N_("English")),
        ("ko", N_("한국어")),
    ),
}


_LABEL_CHARACTERS: Final = 34
_WIDEST_PX: Final = 880


class SettingsDialog(QDialog):
    """Every setting with its label, on three tabs; nothing changes before OK."""

    def __init__(
        self, parent: QWidget, settings: Settings, voices: Sequence[Voice], microphones: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self._settings = settings
        self._forms = (_form(), _form(), _form())
        self._form = self._forms[0]
        self._boxes = {
            "own_voice": self._box(_("Sori's &voice speaks:"), "own_voice", settings.own_voice),
            "voice": self._list_box(
                _("V&oice:"),
                _("The voice of the language"),
                [(one.id, one.title) for one in voices],
                settings.voice,
            ),
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
        self._add_dictation(settings, microphones)
        self._add_keys(settings)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._problem.hide()
        titles = (_("Speech and window"), _("Dictation"), _("Keys in other programs"))
        self.tabs = _lay_out(self, tuple(zip(titles, self._forms, strict=True)), self._problem)

    def values(self) -> Mapping[str, Any]:
        """Return what was chosen, by the settings' names."""
        chosen = {name: box.currentData() for name, box in self._boxes.items()}
        chosen |= {name: switch.isChecked() for name, switch in self._switches.items()}
        defaults = actions.default_keys()
        keys = {name: line.text().strip() for name, line in self._keys.items()}
        chosen["keys"] = {name: text for name, text in keys.items() if text != defaults.get(name, "")}
        return chosen | {name: box.value() for name, box in self._numbers.items()}

    def accept(self) -> None:
        """Close, unless keys were written that cannot be: then say so and go there."""
        from desktop.input.hotkeys import read

        _good, problems = read({name: line.text().strip() for name, line in self._keys.items()})
        if not problems:
            super().accept()
            return
        self.tabs.setCurrentIndex(len(self._forms) - 1)
        self._problem.setText(problems[0].sentence)
        self._problem.show()
        line = self._keys[problems[0].action]
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, problems[0].sentence))

    def _add_dictation(self, settings: Settings, microphones: Sequence[str]) -> None:
        self._form = self._forms[1]
        self._boxes |= {
            "dictation_language": self._box(
                _("&Language that is spoken:"), "dictation_language", settings.dictation_language
            ),
            "microphone": self._list_box(
                _("&Microphone:"),
                _("The system's own"),
                [(name, name) for name in microphones],
                settings.microphone,
            ),
        }
        self._switches = {
            "is_history_kept": self._switch(_("Keep what I sa&y on this computer"), settings.is_history_kept),
            "is_written_here": self._switch(_("&Write into Sori's own text only"), settings.is_written_here),
            "has_sounds": self._switch(_("&Sounds when dictation starts and stops"), settings.has_sounds),
        }
        self._numbers["history_days"] = self._number(
            _("Delete what I said after &days (0: never):"), 0, 3650, 30, settings.history_days
        )

    def _add_keys(self, settings: Settings) -> None:
        self._form = self._forms[2]
        bindings = settings.bindings
        self._keys = {
            action.id: self._line(action, bindings.get(action.id, "")) for action in actions.ACTIONS
        }

    def _line(self, action: actions.Action, keys: str) -> QLineEdit:
        line = QLineEdit(keys)
        line.setMaxLength(60)
        line.setAccessibleDescription(_("Write the keys, such as Ctrl+Alt+D; empty means none."))
        line.setPlaceholderText(_("none"))
        return self._labelled(f"{_(action.title)}:", line)

    def _switch(self, title: str, is_on: bool) -> QCheckBox:
        box = QCheckBox(title)
        box.setChecked(is_on)
        self._form.addRow(box)
        return box

    def _box(self, label: str, name: str, current: str) -> QComboBox:
        box = QComboBox()
        for value, title in _CHOICES[name]:
            box.addItem(_(title), value)
        box.setCurrentIndex(max(box.findData(current), 0))
        return self._labelled(label, box)

    def _list_box(
        self, label: str, standard: str, values: Sequence[tuple[str, str]], current: str
    ) -> QComboBox:
        box = QComboBox()
        # The longest name of a voice or microphone must not make the dialog wider than the screen.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        box.addItem(standard, "")
        for value, title in values:
            box.addItem(title, value)
        if current and box.findData(current) < 0:
            # What is away for now stays chosen.
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
        # A label that may wrap asks for less width than its words need, and the form cuts its second line
        # off. The two characters more are its margins.
        metrics = title.fontMetrics()
        needed = metrics.horizontalAdvance(label) + 2 * metrics.averageCharWidth()
        title.setMinimumWidth(min(needed, _LABEL_CHARACTERS * metrics.averageCharWidth()))
        control.setAccessibleName(label.replace("&", "").rstrip(":"))
        self._form.addRow(title, control)
        return control


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setVerticalSpacing(12)
    form.setContentsMargins(12, 12, 12, 12)
    return form


def _ok_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    for button in buttons.buttons():
        # The style's own pictures beside OK and Cancel are too small to help.
        button.setIcon(QIcon())
    return buttons


def _lay_out(dialog: QDialog, forms: Sequence[tuple[str, QFormLayout]], below: QWidget) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setAccessibleName(dialog.windowTitle())
    tabs.tabBar().setAccessibleName(dialog.windowTitle())
    tabs.setUsesScrollButtons(False)
    for title, form in forms:
        tabs.addTab(_scrolling(form), title)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 20, 20, 20)
    column.addWidget(tabs)
    column.addWidget(below)
    column.addWidget(_ok_and_cancel(dialog))
    return tabs


def _scrolling(form: QFormLayout) -> QScrollArea:
    # At 200 percent the form may be taller than the screen: it scrolls, the buttons stay.
    inner = QWidget()
    inner.setLayout(form)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    # On a small screen a field goes below its label instead.
    area.setMinimumWidth(min(inner.sizeHint().width() + 40, _WIDEST_PX))
    area.setMinimumHeight(min(inner.sizeHint().height() + 8, 480))
    return area


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
        _("Single letters, and keys that go from cell to cell: only while the description has the focus"),
        _("Enter: open a table, or go from an answer to what it names"),
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
        if command is not None and (command.keys or command.list_keys):
            native = QKeySequence.SequenceFormat.NativeText
            every = (*command.keys, *command.list_keys)
            keys = _(" or ").join(QKeySequence(key).toString(native) for key in every)
            lines.append(_("{command}: {keys}").format(command=plain(_(command.title)), keys=keys))
    return tuple(lines)


def open_dialog(parent: QWidget, patterns: Sequence[str], title: str = "") -> QFileDialog:
    """Return the dialog that asks for a file: a picture, unless a title says otherwise."""
    dialog = QFileDialog(parent, title or _("Open picture"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if patterns and not title:
        dialog.setNameFilters(
            [_("Pictures ({patterns})").format(patterns=" ".join(patterns)), _("All files (*)")]
        )
    elif patterns:
        dialog.setNameFilters([" ".join(patterns), _("All files (*)")])
    dialog.setViewMode(QFileDialog.ViewMode.List)
    _name_parts(dialog)
    return dialog


def folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Return the dialog that asks for a folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setViewMode(QFileDialog.ViewMode.List)
    _name_parts(dialog)
    return dialog


def export_dialog(parent: QWidget, name: str, endings: Sequence[str]) -> QFileDialog:
    """Return the dialog that asks where to save words, in the form that the ending names."""
    dialog = save_dialog(parent, _("Export"), name, endings[0])
    filters = {f"{_(_FORMS[ending])} (*.{ending})": ending for ending in endings}
    dialog.setNameFilters(list(filters))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
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
