"""The page that reads signs: the camera and the drawn hand, and beside them three parts behind tabs."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QTabBar, QVBoxLayout, QWidget

from desktop.views.pages import Page
from desktop.views.parts import GAP_PX, Offer, models_button
from desktop.views.practice import PracticeSection
from desktop.views.sign_reading import ReadingSection
from desktop.views.sign_watching import WatchingView
from desktop.views.teach import TeachSection
from engines.words import _

SECTIONS = ("read", "practise", "teach")


class SignPage(Page):
    """Puts the parts side by side; each draws what its own presenter decides."""

    turned = Signal(str)
    """The part that is shown now, one of `SECTIONS`."""
    left = Signal()
    """Another page is shown, or the window is closed."""

    def __init__(self, button: Callable[[str], QPushButton], to_models: Callable[[], None]) -> None:
        super().__init__()
        self.offer = Offer(models_button(lambda: to_models()))
        self.watching = WatchingView(button)
        self.reading, self.practice = ReadingSection(button), PracticeSection(button)
        self.teach = TeachSection(button)
        self._sections: tuple[QWidget, ...] = (self.reading, self.practice, self.teach)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parts of this page"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        # Buttons to scroll the tabs could not be reached by keys, and have no names.
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for title in (_("Read signs"), _("Practise"), _("Teach")):
            self.tabs.addTab(title)
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)

    def show_offer(self, sentence: str) -> None:
        """Show what is missing to read signs, with the way to it; empty: hide it."""
        self.offer.show_offer(sentence)

    @property
    def section(self) -> str:
        """The part that is shown."""
        return SECTIONS[max(self.tabs.currentIndex(), 0)]

    def open_section(self, name: str) -> None:
        """Show a part and put the focus into it."""
        self.tabs.setCurrentIndex(SECTIONS.index(name))
        first = {"read": self.reading.text, "practise": self.practice.letter, "teach": self.teach.name}[name]
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        # Sentences grow: then the page scrolls, and nothing is cut off.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return is_handled

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # A window that is put away for a while tells so too, but the page is still the one that is shown.
        if not event.spontaneous():
            self.left.emit()

    def _turn(self, number: int) -> None:
        for one, section in enumerate(self._sections):
            section.setVisible(one == number)
        self._fit()
        self.turned.emit(SECTIONS[number])

    def _fit(self) -> None:
        """Let the page be as high as the part that is shown needs."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        height = layout.minimumHeightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        column.addWidget(self.offer)
        column.addWidget(self.watching.controls)
        middle = Sides()
        middle.splitterMoved.connect(lambda _place, _number: self._fit())
        middle.addWidget(self.watching)
        middle.addWidget(self._right_side())
        middle.setSizes([440, 600])
        column.addWidget(middle, stretch=1)

    def _right_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        for number, section in enumerate(self._sections):
            column.addWidget(section, stretch=1)
            section.setVisible(number == 0)
        what = QLabel(
            _("Finger spelling, digits and the signs you teach; not the translation of a language.")
        )
        what.setWordWrap(True)
        what.setContentsMargins(0, GAP_PX, 0, 0)
        column.addWidget(what)
        return side


class Sides(QSplitter):
    """Two columns that can be made wider; as high as the words in them need at their widths."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GAP_PX)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((self._needed(self.widget(number)) for number in range(self.count())), default=0)

    def _needed(self, side: QWidget | None) -> int:
        layout = side.layout() if side is not None else None
        return layout.minimumHeightForWidth(side.width()) if side is not None and layout is not None else 0
