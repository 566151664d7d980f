"""Measure the window at a text size: `python -m tests.desktop.measured LANGUAGE PERCENT`."""

import json
import sys

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QScrollArea, QWidget

from desktop.presenters.about import introduction
from desktop.settings import Settings
from desktop.views import look
from desktop.views.about import AboutDialog
from desktop.views.dialogs import KeysDialog, SettingsDialog
from desktop.views.window import Window
from engines import build, words

SCREEN = (1024, 768)


def cut_off(window: QWidget) -> list[str]:
    """Return the words of every control that has less room than it needs, or sticks out of its page."""
    found = []
    for kind in (QAbstractButton, QComboBox, QLabel):
        for control in window.findChildren(kind):
            text = control.currentText() if isinstance(control, QComboBox) else control.text()
            if control.isVisible() and text and not _fits(control):
                found.append(text)
    return found


def _fits(control: QWidget) -> bool:
    hint, size = control.sizeHint(), control.size()
    if isinstance(control, QLabel) and control.wordWrap():
        is_roomy = size.height() >= control.heightForWidth(size.width())
    else:
        is_roomy = size.width() >= hint.width() and size.height() >= hint.height()
    page = control.parentWidget()
    assert page is not None
    return is_roomy and page.rect().contains(control.geometry())


def needs_sideways(window: QWidget) -> list[str]:
    """Return the pages that are wider than the area they scroll in."""
    return [
        area.widget().objectName() or type(area.widget()).__name__
        for area in window.findChildren(QScrollArea)
        if area.widget().minimumSizeHint().width() > area.viewport().width()
    ]


def measure(language: str, percent: int) -> dict[str, list[str]]:
    """Return what is wrong with each window on a small screen."""
    words.use(language)
    application = QApplication([])
    look.set_text_size(application, look.base_font(application), percent)
    window = Window()
    window.resize(*SCREEN)
    window.show_status("x " * 200)
    window.show_found("what is sought was found in many places, " * 9)
    window.finding.show_live(True, "x " * 200)
    shown: list[QWidget] = [window]
    dialogs: list[QDialog] = [SettingsDialog(window, Settings(), ()), KeysDialog(window)]
    dialogs.append(AboutDialog(window, introduction(build.this()), False))
    shown += dialogs
    problems = {}
    for one in shown:
        one.show()
        for _turn in range(20):
            application.processEvents()
        is_too_big = not QRect(0, 0, *SCREEN).contains(QRect(0, 0, one.width(), one.height()))
        problems[type(one).__name__] = cut_off(one) + needs_sideways(one) + ["too big"] * is_too_big
    return problems


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2])), ensure_ascii=False))
