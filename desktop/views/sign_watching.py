"""The left side of the page that reads signs: whether the camera is on, what it sees, and the drawn hand."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.presenters.sign_drawn import Caption
from desktop.presenters.sign_watching import State
from desktop.settings import FASTEST_SPELLING, SLOWEST_SPELLING, Settings
from desktop.views.parts import GAP_PX, choice, choose, labelled, number, row_of
from desktop.views.sign_hands import DrawnView, WatchedView
from engines.hands import Hand, Sight
from engines.hands.spelling import LONGEST
from engines.media import Image
from engines.words import _

_SHORTEST_NAME = 12


class WatchingView(QWidget):
    """Draws what the presenters of the camera and of the drawn hand decide."""

    chosen = Signal(str, object)
    """The name of a setting and its new value."""
    camera_turned = Signal(bool)
    """Whether the camera is on now."""
    word_given = Signal()
    """Enter was pressed in the field of the word that is to be spelled."""

    def __init__(self, button: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self._start, self._pause = button("sign_camera"), button("spell_pause")
        self.state, self.words = StateLabel(), QLabel()
        self.watched, self.drawn = WatchedView(), DrawnView()
        self.picture = QCheckBox(_("Show the p&icture"))
        self.still = QCheckBox(_("Letter &by letter"))
        self.still.setToolTip(_("The hand does not move on its way from one letter to the next."))
        self.still.setAccessibleDescription(self.still.toolTip())
        self.word, self.pace = QLineEdit(), number(SLOWEST_SPELLING, FASTEST_SPELLING, 15)
        self._make_boxes()
        self._lay_out(button)
        self._follow_boxes()
        self.show_spelling(is_spelling=False, is_paused=False)
        # The rows of controls stand above both sides; the page puts them there.
        self.controls = row_of(
            [
                self._start,
                button("sign_video"),
                labelled(_("Ca&mera:"), self.boxes["camera"]),
                labelled(_("Ha&nd:"), self.boxes["sign_hand"]),
                labelled(_("Mirr&or:"), self.boxes["sign_mirror"]),
                self.picture,
            ]
        )

    # What the presenters ask for

    def show_state(self, state: State, is_camera: bool, sentence: str) -> None:
        """Show whether somebody is watched."""
        is_on = state in ("starting", "on")
        stop = _("Camera off") if is_camera else _("Stop the video")
        self._start.setText(stop if is_on else _("Camera on"))
        self._start.setAccessibleName(self._start.text())
        self.state.show_state(sentence, is_watching=state != "off")
        self.watched.show_invitation(sentence)
        self.camera_turned.emit(is_camera and state != "off")

    def show_sight(self, image: Image | None, sight: Sight | None, is_flipped: bool) -> None:
        """Draw the hands over the picture."""
        self.watched.show_sight(image, sight, is_flipped)

    def show_words(self, sentence: str) -> None:
        """Show what is seen in words."""
        self.words.setText(sentence)
        self.watched.show_words(sentence)

    def show_choices(self, settings: Settings) -> None:
        """Show the hand, the mirror, the camera and whether there is a picture."""
        for name, box in self.boxes.items():
            choose(box, getattr(settings, name))
        self.picture.setChecked(settings.is_camera_picture_shown)
        self.still.setChecked(settings.is_hand_still)
        blocked = self.pace.blockSignals(True)
        self.pace.setValue(settings.spelling_pace)
        self.pace.blockSignals(blocked)

    def show_cameras(self, cameras: tuple[tuple[str, str], ...]) -> None:
        """Offer these cameras."""
        box = self.boxes["camera"]
        current = box.currentData()
        blocked = box.blockSignals(True)
        box.clear()
        for value, words in (("", _("The first one")), *cameras):
            box.addItem(words, value)
        box.blockSignals(blocked)
        choose(box, current)

    def show_drawn(self, hand: Hand | None, caption: Caption, description: str) -> None:
        """Draw a hand and a word beneath it."""
        self.drawn.show_drawn(hand, caption, description)

    def show_spelling(self, is_spelling: bool, is_paused: bool) -> None:
        """Show whether the hand is moving."""
        self._pause.setText(_("Let the hand go on") if is_paused else _("Pause the hand"))
        self._pause.setAccessibleName(self._pause.text())

    def _make_boxes(self) -> None:
        sides = {"auto": _("Either"), "right": _("Right"), "left": _("Left")}
        mirrors = {"auto": _("Automatic"), "yes": _("Yes"), "no": _("No")}
        self.boxes = {
            "camera": choice({"": _("The first one")}),
            "sign_hand": choice(sides),
            "sign_mirror": choice(mirrors),
        }
        # The longest name of a camera must not make the page wider than the screen.
        box = self.boxes["camera"]
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_SHORTEST_NAME)

    def _follow_boxes(self) -> None:
        self.word.returnPressed.connect(self.word_given)
        self.pace.valueChanged.connect(lambda value: self.chosen.emit("spelling_pace", value))
        for name, box in self.boxes.items():
            box.activated.connect(
                lambda _number, name=name, box=box: self.chosen.emit(name, box.currentData())
            )
        self.picture.clicked.connect(lambda is_on: self.chosen.emit("is_camera_picture_shown", is_on))
        self.still.clicked.connect(lambda is_on: self.chosen.emit("is_hand_still", is_on))

    def _lay_out(self, button: Callable[[str], QPushButton]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        # Two lines from the start: words that come and go must not move what is beneath them.
        self.words.setMinimumHeight(2 * self.words.fontMetrics().height() + 4)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.state)
        column.addWidget(self.watched, stretch=5)
        column.addWidget(self.words)
        column.addWidget(self.drawn, stretch=6)
        self.word.setMaxLength(LONGEST)
        column.addWidget(labelled(_("&Word to spell:"), self.word))
        pace = labelled(_("Letters a min&ute:"), self.pace)
        column.addWidget(row_of([button("spell_out"), self._pause, pace, self.still]))


class StateLabel(QLabel):
    """Whether the camera is on: in words, and with a mark whose shape says the same as its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._is_watching = False
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_state(self, sentence: str, is_watching: bool) -> None:
        """Show the sentence and the mark."""
        self._is_watching = is_watching
        font = self.font()
        font.setBold(is_watching)
        self.setFont(font)
        self.setText(sentence)
        side = self.fontMetrics().height()
        self.setContentsMargins(side + 12, 4, 8, 4)
        self.setMinimumHeight(side + 12)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.fontMetrics().height()
        colour = self.palette().windowText().color()
        painter.setPen(colour)
        # A full disc while somebody is watched, an empty ring while nobody is.
        painter.setBrush(colour if self._is_watching else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(6, (self.height() - side) // 2 + 2, side - 4, side - 4)
        if self._is_watching:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
