"""Makes widgets in one look and notes of each what is true of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionSlider,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from training.screens.qt.drawn import Combo, Glyph, Mark, Painted, Spin, icon_pixmap
from training.screens.qt.icons import any_icon
from training.screens.qt.theme import Theme, hsv, mix
from training.screens.qt.words import Words

W = TypeVar("W", bound=QWidget)
B = TypeVar("B", bound=QBoxLayout)
Part = QWidget | QLayout | int | None
"""What a row or a column is made of: a number is a space, None takes what is left over."""
_SELDOM = 0.08


@dataclass(frozen=True)
class Noted:
    """What is true of a widget or a part of it, to be asked once everything has its place."""

    widget: QWidget
    role: str
    label: str
    where: Callable[[], QRect]
    """In the widget's coordinates."""
    state: Callable[[], set[str]]


@dataclass
class Kit:
    """One look, one language, one source of chance."""

    theme: Theme
    words: Words
    random: Random
    scale: float
    noted: list[Noted] = field(default_factory=list)
    focusable: list[QWidget] = field(default_factory=list)

    # -- notes ---------------------------------------------------------------------------------

    def note(
        self,
        widget: W,
        role: str,
        label: str,
        where: Callable[[], QRect] | None = None,
        state: Callable[[], set[str]] = set,
    ) -> W:
        """Remember what a widget is; without `where` it is all of it."""
        self.noted.append(
            Noted(widget, role, label, where or widget.rect, lambda: state() | _plain_state(widget))
        )
        return widget

    def chance(self, share: float) -> bool:
        """Say yes as often as a share from 0 to 1 says."""
        return self.random.random() < share

    # -- words ---------------------------------------------------------------------------------

    def label(
        self,
        text: str,
        *,
        is_dim: bool = False,
        size: float = 1.0,
        is_bold: bool = False,
        wraps: bool = False,
        colour: str = "",
    ) -> QLabel:
        """Make a plain text."""
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setFont(self.font(size, is_bold=is_bold))
        made.setWordWrap(wraps)
        if is_dim or colour:
            made.setStyleSheet(f"color: {colour or self.theme.dim}")
        return made

    def heading(self, text: str, size: float = 1.5) -> QLabel:
        """Make a heading, so many times as large as plain text."""
        made = self.label(text, size=size, is_bold=self.theme.bold_headings)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return self.note(made, "heading", text, lambda: _words_of(made))

    def link(self, text: str) -> QLabel:
        """Make a link, underlined or not."""
        made = self.label(text, colour=self.theme.link)
        font = made.font()
        font.setUnderline(self.chance(0.5))
        made.setFont(font)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return self.note(made, "link", text, lambda: _words_of(made))

    def font(self, size: float = 1.0, *, is_bold: bool = False) -> QFont:
        """Return the look's font in another size."""
        made = QFont(self.theme.family)
        made.setPixelSize(max(8, round(self.theme.font_px * size)))
        made.setBold(is_bold)
        if self.theme.is_crisp:
            made.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
        return made

    # -- pictures ------------------------------------------------------------------------------

    def icon(
        self, name: str = "", side: int = 0, *, colour: str = "", plate: str = "", is_noted: bool = True
    ) -> Glyph:
        """Make an icon without a frame."""
        name = name or any_icon(self.random)
        colour = colour or self.theme.text
        side = side or round(self.theme.font_px * 1.35)
        made = Glyph(name, side, colour, self.theme.stroke, plate, self._inside(colour))
        return self.note(made, "icon", name, made.mark) if is_noted else made

    def pixmap(self, name: str, colour: str = "", side: int = 0) -> QIcon:
        """Return an icon to be put on a button or into a row."""
        side = side or round(self.theme.font_px * 1.25)
        colour = colour or self.theme.text
        return QIcon(icon_pixmap(name, side, colour, self.theme.stroke, self.scale, self._inside(colour)))

    def _inside(self, colour: str) -> str:
        """Return the colour for what the lines of an icon enclose; empty for none."""
        if self.theme.icons == "line":
            return ""
        return colour if self.theme.icons == "solid" else hsv(self.random.random(), 0.55, 0.85)

    def picture(
        self, paint: Callable[[QPainter, QRect], None], width: int = 0, height: int = 0, label: str = ""
    ) -> Painted:
        """Make a picture that a function paints."""
        return self.note(Painted(paint, width, height), "img", label)

    # -- buttons -------------------------------------------------------------------------------

    def button(self, text: str, *, look: str = "", icon: str = "") -> QPushButton:
        """Make a push button; `look` is primary, danger or text."""
        text = text.upper() if self.theme.is_upper else text
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.setProperty("look", look)
        if self.theme.is_native and look == "primary":
            made.setDefault(True)
        if icon:
            is_filled = look == "primary" and self.theme.has_filled_main and not self.theme.is_native
            colour = self.theme.on_accent if is_filled else ""
            made.setIcon(self.pixmap(icon, colour))
            made.setIconSize(QSize(*2 * [round(self.theme.font_px * 1.25)]))
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.maybe(made)
        if look == "text" and not self.theme.is_native:
            return self.note(made, "button", text, lambda: _around_words(made))
        return self.note(made, "button", text)

    def icon_button(self, name: str = "", *, side: int = 0) -> QPushButton:
        """Make a framed button that shows only an icon."""
        name = name or any_icon(self.random)
        made = QPushButton()
        made.setProperty("look", "icon")
        made.setIcon(self.pixmap(name))
        side = side or round(self.theme.font_px * 1.3)
        made.setIconSize(QSize(side, side))
        whole = side + 2 * self.theme.pad_y + 4
        made.setFixedSize(whole, whole)
        self.maybe(made)
        return self.note(made, "button", name)

    def toggle(self, text: str, *, is_on: bool) -> QPushButton:
        """Make a button that stays down."""
        made = self.button(text)
        made.setCheckable(True)
        made.setChecked(is_on)
        return made

    # -- marks ---------------------------------------------------------------------------------

    def checkbox(self, text: str, *, is_on: bool | None = None, label: str = "") -> QWidget:
        """Make a check box; without `is_on` chance sets it, now and then to mixed."""
        is_mixed = is_on is None and self.chance(0.07)
        is_on = self.chance(0.5) if is_on is None else is_on
        if self.theme.is_native:
            native = QCheckBox(text)
            native.setTristate(is_mixed)
            native.setCheckState(
                Qt.CheckState.PartiallyChecked
                if is_mixed
                else (Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            )
            self.maybe(native)
            part = QStyle.SubElement.SE_CheckBoxIndicator
            return self.note(
                native,
                "checkbox",
                text or label,
                lambda: _indicator(native, part),
                lambda: {"mixed"} if is_mixed else {"checked"} if is_on else set(),
            )
        made = Mark(self.theme, "check", text)
        made.setChecked(is_on and not is_mixed)
        made.is_mixed = is_mixed
        self.maybe(made)
        return self.note(
            made,
            "checkbox",
            text or label,
            made.mark,
            lambda: {"mixed"} if is_mixed else {"checked"} if is_on else set(),
        )

    def radio(self, text: str, *, is_on: bool) -> QWidget:
        """Make one of several choices."""
        made: QRadioButton | Mark
        where: Callable[[], QRect]
        if self.theme.is_native:
            made = QRadioButton(text)
            where = partial(_indicator, made, QStyle.SubElement.SE_RadioButtonIndicator)
        else:
            made = Mark(self.theme, "radio", text)
            where = made.mark
        made.setAutoExclusive(False)
        made.setChecked(is_on)
        self.maybe(made)
        return self.note(made, "radio", text, where, lambda: {"checked"} if is_on else set())

    def switch(
        self, text: str, *, is_on: bool | None = None, label: str = "", is_on_right: bool = False
    ) -> Mark:
        """Make a switch."""
        is_on = self.chance(0.5) if is_on is None else is_on
        made = Mark(self.theme, "switch", text)
        made.is_on_right = is_on_right
        made.setChecked(is_on)
        self.maybe(made)
        return self.note(made, "switch", text or label, made.mark, lambda: {"checked"} if is_on else set())

    # -- fields --------------------------------------------------------------------------------

    def textbox(
        self,
        label: str,
        text: str | None = None,
        *,
        hint: str = "",
        is_password: bool = False,
        icon: str = "",
    ) -> QLineEdit:
        """Make a field of one line."""
        made = QLineEdit()
        if text is None:
            text = self.random.choice(
                ("", "", self.words.noun(), self.words.person(), str(self.random.randint(1, 99999)))
            )
        if is_password:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setText(text)
        made.setPlaceholderText(hint)
        if icon:
            made.addAction(self.pixmap(icon, self.theme.dim), QLineEdit.ActionPosition.LeadingPosition)
        if self.chance(0.05):
            made.setReadOnly(True)
        self.maybe(made)
        return self.note(
            made, "textbox", label or hint, state=lambda: {"readonly"} if made.isReadOnly() else set()
        )

    def text_area(self, label: str, text: str, *, height: int = 0) -> QPlainTextEdit:
        """Make a field of several lines."""
        made = QPlainTextEdit(text)
        if height:
            made.setFixedHeight(height)
        self.maybe(made)
        return self.note(made, "textbox", label)

    def combo(self, label: str, choices: Sequence[str]) -> QComboBox:
        """Make a closed combo box that shows one of its choices."""
        made = Combo(self.theme)
        made.addItems(list(choices))
        made.setCurrentIndex(self.random.randrange(len(choices)))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.maybe(made)
        return self.note(made, "combobox", label)

    def spin(self, label: str) -> QSpinBox:
        """Make a field for a number with buttons beside it."""
        made = Spin(self.theme)
        made.setRange(0, 9999)
        made.setValue(self.random.choice((self.random.randint(0, 20), self.random.randint(0, 2000))))
        made.setSuffix(self.random.choice(("", "", "", " px", " %", " s", " pt")))
        self.maybe(made)
        return self.note(made, "spinbutton", label)

    def slider(self, label: str, *, is_upright: bool = False) -> QSlider:
        """Make a slider with its knob anywhere."""
        made = QSlider(Qt.Orientation.Vertical if is_upright else Qt.Orientation.Horizontal)
        made.setRange(0, 100)
        made.setValue(self.random.randint(3, 97))
        made.setMinimumWidth(16 if is_upright else 90)
        self.maybe(made)
        return self.note(made, "slider", label, lambda: _slid(made))

    def progress(self, label: str, *, is_thin: bool | None = None) -> QProgressBar:
        """Make a progress bar: with or without its share in words, or a thin line."""
        made = QProgressBar()
        made.setValue(self.random.randint(2, 100))
        is_thin = self.chance(0.35) if is_thin is None else is_thin
        if is_thin and not self.theme.is_native:
            made.setProperty("look", "thin")
            made.setTextVisible(False)
        elif self.chance(0.4):
            made.setTextVisible(False)
        return self.note(made, "progressbar", label)

    # -- many of a kind ------------------------------------------------------------------------

    def tabs(self, names: Sequence[str], pages: Sequence[QWidget], chosen: int) -> QTabWidget:
        """Make pages behind tabs, one of them open."""
        made = QTabWidget()
        for name, page in zip(names, pages, strict=True):
            made.addTab(page, name)
        bar = made.tabBar()
        bar.setExpanding(False)
        bar.setDrawBase(self.theme.is_native)
        bar.setUsesScrollButtons(False)
        made.setCurrentIndex(chosen)
        for place, name in enumerate(names):
            if place != chosen and self.chance(_SELDOM / 2):
                bar.setTabEnabled(place, False)
            self.note(
                bar,
                "tab",
                name,
                partial(bar.tabRect, place),
                partial(_tab_state, bar, place),
            )
        return made

    def menu_bar(self, names: Sequence[str], opened: int | None = None) -> QMenuBar:
        """Make a menu bar; one of its menus may be open."""
        made = QMenuBar()
        made.setNativeMenuBar(False)
        for place, name in enumerate(names):
            action = made.addAction(f"&{name}" if self.words.language == "en" and self.chance(0.3) else name)
            self.note(
                made,
                "menuitem",
                name,
                partial(made.actionGeometry, action),
                partial(set, ("expanded",) if place == opened else ()),
            )
            if place == opened:
                made.setActiveAction(action)
        return made

    def listing(
        self,
        label: str,
        rows: Sequence[str],
        *,
        has_icons: bool = False,
        chosen: int | None = 0,
        row_px: int = 0,
    ) -> QListWidget:
        """Make a list of rows."""
        made = QListWidget()
        for row in rows:
            item = QListWidgetItem(row)
            if has_icons:
                item.setIcon(self.pixmap(any_icon(self.random), self.theme.text))
            if row_px:
                item.setSizeHint(QSize(10, row_px))
            made.addItem(item)
        if chosen is not None and rows:
            made.setCurrentRow(chosen % len(rows))
        made.setMinimumHeight(60)
        return self.note(made, "list", label)

    def table(
        self, label: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, has_marks: bool = False
    ) -> QTableWidget:
        """Make a table with a header row."""
        made = QTableWidget(len(rows), len(header))
        made.setHorizontalHeaderLabels(list(header))
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                made.setItem(down, across, QTableWidgetItem(cell))
        made.verticalHeader().setVisible(self.chance(0.25))
        made.setShowGrid(self.chance(0.5))
        made.setAlternatingRowColors(self.chance(0.4))
        made.verticalHeader().setDefaultSectionSize(self.theme.font_px + 2 * self.theme.pad_y + 4)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        bar = made.horizontalHeader()
        bar.setSectionResizeMode(
            QHeaderView.ResizeMode.Stretch if self.chance(0.6) else QHeaderView.ResizeMode.ResizeToContents
        )
        bar.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if rows and self.chance(0.5):
            made.selectRow(self.random.randrange(len(rows)))
        made.setMinimumHeight(90)
        self.note(made, "table", label)
        if has_marks and not self.theme.is_native:
            self._mark_rows(made, [row[0] for row in rows])
        return made

    def _mark_rows(self, table: QTableWidget, names: Sequence[str]) -> None:
        """Put a check box before each row of a table."""
        table.insertColumn(0)
        table.setHorizontalHeaderItem(0, QTableWidgetItem(""))
        share = self.random.random()
        for down, name in enumerate(names):
            mark = self.checkbox("", is_on=self.chance(share), label=name)
            table.setCellWidget(down, 0, self.pane(self.row(6, mark, None), margin=0))
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(0, 44)

    def menu(self, rows: Sequence[str]) -> QMenu:
        """Make an open menu; an empty row is a line between groups."""
        made = QMenu()
        active = self.random.randrange(len(rows)) if self.chance(0.6) else -1
        for place, row in enumerate(rows):
            if not row:
                made.addSeparator()
                continue
            action = made.addAction(row)
            is_checked = self.chance(0.12)
            action.setCheckable(is_checked)
            action.setChecked(is_checked)
            action.setEnabled(not self.chance(0.12))
            if self.chance(0.3) and not is_checked:
                action.setIcon(self.pixmap(any_icon(self.random)))
            if self.chance(0.35):
                action.setShortcut(f"Ctrl+{self.random.choice('ABCDEFGHKLNOPSTVWXZ')}")
                action.setShortcutVisibleInContextMenu(True)
            if place == active:
                made.setActiveAction(action)

            states = [*(["checked"] if is_checked else []), *([] if action.isEnabled() else ["disabled"])]
            self.note(made, "menuitem", row, partial(made.actionGeometry, action), partial(set, states))
        return made

    def group(self, title: str) -> tuple[QGroupBox, QVBoxLayout]:
        """Make a titled frame and the column within."""
        made = QGroupBox(title)
        inner = QVBoxLayout(made)
        inner.setSpacing(self.theme.gap)
        return made, inner

    # -- layouts -------------------------------------------------------------------------------

    def column(self, *parts: Part, gap: int | None = None) -> QVBoxLayout:
        """Stack parts."""
        return _stack(QVBoxLayout(), parts, self.theme.gap if gap is None else gap)

    def row(self, *parts: Part, gap: int | None = None) -> QHBoxLayout:
        """Put parts side by side."""
        return _stack(QHBoxLayout(), parts, self.theme.gap if gap is None else gap)

    def pane(self, layout: QBoxLayout, *, margin: int | None = None, colour: str = "") -> QWidget:
        """Make a surface that holds a layout."""
        made = QWidget()
        made.setLayout(layout)
        inset = self.theme.margin if margin is None else margin
        layout.setContentsMargins(inset, inset, inset, inset)
        if colour:
            made.setObjectName(f"pane{id(made)}")
            made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            made.setStyleSheet(f"#{made.objectName()} {{ background: {colour}; }}")
        return made

    def within(self, page: QWidget) -> QWidget:
        """Keep a page from growing as wide as the screen, most often."""
        if self.chance(0.3):
            return page
        page.setMaximumWidth(self.random.randint(460, 900))
        page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sides: tuple[Part, ...] = (page, None) if self.chance(0.5) else (None, page, None)
        row = self.row(*sides)
        row.setStretchFactor(page, 100)
        return self.pane(row, margin=0)

    def card(self, layout: QBoxLayout) -> QWidget:
        """Make a framed surface with rounded corners."""
        made = self.pane(layout)
        made.setObjectName(f"card{id(made)}")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        edge = mix(self.theme.border, self.theme.surface, 0.4)
        made.setStyleSheet(
            f"#{made.objectName()} {{ background: {self.theme.surface}; border: 1px solid {edge};"
            f"border-radius: {self.theme.radius}px; }}"
        )
        return made

    # -- chance --------------------------------------------------------------------------------

    def maybe(self, widget: QWidget) -> None:
        """Disable a widget now and then, or let the pointer be over it."""
        if self.chance(_SELDOM):
            widget.setEnabled(False)
        elif isinstance(widget, QPushButton) and self.chance(0.03):
            widget.setDown(True)
        elif self.chance(0.04):
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        else:
            self.focusable.append(widget)


def _stack(layout: B, parts: Sequence[Part], gap: int) -> B:
    layout.setSpacing(gap)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            layout.addStretch()
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def _plain_state(widget: QWidget) -> set[str]:
    state = set()
    if not widget.isEnabled():
        state.add("disabled")
    if widget.hasFocus():
        state.add("focused")
    if widget.property("is_required"):
        state.add("required")
    if widget.property("is_open"):
        state.add("expanded")
    if isinstance(widget, QPushButton) and (widget.isDown() or widget.isChecked()):
        state.add("pressed")
    return state


def _tab_state(bar: QTabBar, place: int) -> set[str]:
    state = {"selected"} if bar.currentIndex() == place else set()
    return state if bar.isTabEnabled(place) else state | {"disabled"}


def _around_words(button: QPushButton) -> QRect:
    """Return what of a button without a frame can be seen: its words and icon, and a little around."""
    metrics = button.fontMetrics()
    width = metrics.horizontalAdvance(button.text()) + 12
    if not button.icon().isNull():
        width += button.iconSize().width() + 4
    made = QRect(0, 0, width, metrics.height() + 6)
    made.moveCenter(button.rect().center())
    return made.intersected(button.rect())


def _words_of(label: QLabel) -> QRect:
    room = label.contentsRect()
    flags = int(label.alignment()) | (int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0)
    return label.fontMetrics().boundingRect(room, flags, label.text()).intersected(label.rect())


def _indicator(button: QCheckBox | QRadioButton, part: QStyle.SubElement) -> QRect:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    return button.style().subElementRect(part, option, button)


def _slid(slider: QSlider) -> QRect:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    style, control = slider.style(), QStyle.ComplexControl.CC_Slider
    knob = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, slider)
    if slider.orientation() == Qt.Orientation.Horizontal:
        return QRect(0, knob.top(), slider.width(), knob.height())
    return QRect(knob.left(), 0, knob.width(), slider.height())
