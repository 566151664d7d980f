"""A small text program to type into, in a process of its own: `python editor.py FILE [--field KIND]`.

It writes each change of what stands in its field to FILE, as one line of JSON, so that a test learns
from the program itself what has arrived.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("page", "line", "password", "readonly", "button")


@dataclass
class Editor:
    """The running program, from the side of the test."""

    process: "subprocess.Popen[bytes]"
    file: Path

    @property
    def texts(self) -> list[str]:
        """All that has stood in the field, oldest first."""
        lines = self.file.read_text(encoding="utf-8").split("\n") if self.file.exists() else []
        # The last line may still be being written.
        return [json.loads(line) for line in lines[:-1]]

    @property
    def text(self) -> str:
        """What stands in the field."""
        return (self.texts or [""])[-1]

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Wait until `text` stands in the field."""
        deadline = time.monotonic() + seconds
        while self.text != text:
            assert time.monotonic() < deadline, f"{self.text!r} instead of {text!r}"
            time.sleep(0.02)

    def end(self) -> None:
        """Close the program."""
        self.process.terminate()
        self.process.wait(10)


def open_editor(
    start: Callable[..., "subprocess.Popen[bytes]"], folder: Path, *arguments: str, name: str = "editor"
) -> Editor:
    """Start the program through `start`, which takes the parts of a command."""
    file = folder / f"{name}.jsonl"
    return Editor(start(sys.executable, __file__, str(file), *arguments), file)


def _field(kind: str, say: Callable[[str], None]) -> Any:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

    if kind == "button":
        button = QPushButton("Water now")
        button.clicked.connect(lambda: say("pressed"))
        return button
    if kind in ("page", "readonly"):
        page = QPlainTextEdit()
        if kind == "readonly":
            page.setReadOnly(True)
            page.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        page.textChanged.connect(lambda: say(page.toPlainText()))
        return page
    line = QLineEdit()
    line.setMaxLength(1_000_000)
    if kind == "password":
        line.setEchoMode(QLineEdit.EchoMode.Password)
    line.textChanged.connect(say)
    return line


def main() -> None:
    """Show the window until the process is ended."""
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--title", default="Notes", help="of the window, and the name of its field")
    parser.add_argument("--class", dest="kind", default="editor", help="the window's class under X11")
    parser.add_argument("--field", default="page", choices=FIELDS)
    parser.add_argument("--text", default="", help="what stands in the field at first")
    parser.add_argument("--longest", type=int, default=0, help="of a line, in characters")
    args = parser.parse_args()
    application = QApplication([args.kind])
    window = QWidget()
    window.setWindowTitle(args.title)
    column = QVBoxLayout(window)
    with args.file.open("a", encoding="utf-8", buffering=1) as file:
        target = _field(args.field, lambda text: print(json.dumps(text), file=file, flush=True))
        target.setAccessibleName(args.title)
        column.addWidget(target)
        if isinstance(target, QLineEdit):
            target.setMaxLength(args.longest or target.maxLength())
            target.setText(args.text)
        elif isinstance(target, QPlainTextEdit):
            target.setPlainText(args.text)
            target.moveCursor(QTextCursor.MoveOperation.End)
        window.setGeometry(60, 60, 600, 300)
        window.show()
        target.setFocus()
        sys.exit(application.exec())


if __name__ == "__main__":
    main()
