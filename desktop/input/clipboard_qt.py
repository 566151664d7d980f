"""The clipboard through Qt, asked from a lane: for Windows and macOS. The door to the GUI thread and back."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.input.clipboard import MOST_BYTES, MOST_FORMATS, TEXT, ClipboardUnavailable, Content

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]

_ANSWER_SECONDS: Final = 2.0


class ClipboardDoor:
    """Carries each question to the GUI thread and waits for its answer. Never call it on the GUI thread."""

    def __init__(self, post: Post) -> None:
        """Get ready; `post` runs a call on the GUI thread, as `GuiThread.post` does."""
        self._post = post
        self._offered: _Offered | None = None

    def content(self) -> Content:
        """Return all that stands on it, as far as it can be kept."""
        return self._ask(_content)

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        """Replace what stands on it."""
        self._ask(lambda: self._offer(content))

    def was_taken(self, by: int = 0) -> bool | None:
        """Whether any program has asked; not every system tells, so the answer is never no."""
        return True if self._offered and self._offered.was_asked else None

    def is_ours(self) -> bool:
        """Whether nobody has copied anything since the last `put`."""
        try:
            return self._ask(lambda: QGuiApplication.clipboard().ownsClipboard())
        except ClipboardUnavailable:
            return False

    def close(self) -> None:
        """Leave it to Qt, which hands over when the program ends."""

    def _offer(self, content: Content) -> None:
        self._offered = _Offered(content)
        QGuiApplication.clipboard().setMimeData(self._offered)

    def _ask(self, question: Callable[[], T]) -> T:
        answers: SimpleQueue[T] = SimpleQueue()
        self._post(lambda: answers.put(question()))
        try:
            return answers.get(timeout=_ANSWER_SECONDS)
        except Empty:
            raise ClipboardUnavailable from None


class _Offered(QMimeData):
    """What stands on the clipboard by us; it notices when it is asked for."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.was_asked = False
        for name, value in content.formats:
            if name == TEXT:
                self.setText(value.decode("utf-8", errors="replace"))
            else:
                self.setData(name, value)

    def retrieveData(self, name: str, kind: object) -> object:  # noqa: N802 # Qt's name
        self.was_asked = True
        return super().retrieveData(name, kind)  # type: ignore[arg-type] # Qt's own kind, handed on


def _content() -> Content:
    held = QGuiApplication.clipboard().mimeData()
    names = held.formats()
    formats: list[tuple[str, bytes]] = [(TEXT, held.text().encode())] if held.hasText() else []
    left, is_whole = MOST_BYTES, len(names) <= MOST_FORMATS
    for name in names[:MOST_FORMATS]:
        if name.startswith("text/plain") or (name.startswith("image/") and name != "image/png"):
            continue
        value = held.data(name).data()
        if len(value) > left:
            is_whole = False
            continue
        formats.append((name, bytes(value)))
        left -= len(value)
    return Content(tuple(formats), is_whole)
