"""Draw the sample screens in `resources/samples`: `python -m training.samples [FOLDER]`.

Real Qt widgets are drawn without a display, so that anybody can make the pictures again. Fonts come
from the system: DejaVu Sans for English, Noto Sans CJK for Korean.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines import resource

SIZE: Final = (900, 600)
BAR_HEIGHT: Final = 36


def save_changes_dialog() -> QWidget:
    """Build the English dialog: a document with unsaved changes is about to be closed."""
    body = QVBoxLayout()
    body.setContentsMargins(40, 28, 40, 28)
    body.setSpacing(14)
    body.addWidget(_heading("Save changes to Travel report.odt?", 20))
    body.addWidget(QLabel("If you close without saving, your changes from the last 12 minutes will be lost."))
    body.addSpacing(10)
    body.addLayout(_save_form())
    body.addSpacing(10)
    body.addWidget(_check_box("Create a backup copy", is_checked=True))
    body.addWidget(_check_box("Encrypt with password", is_checked=False))
    body.addStretch()
    body.addLayout(_buttons("Don't Save", "Cancel", "Save"))
    return _window("Save Changes", body)


def settings_ko() -> QWidget:
    """Build the Korean settings page: a list of pages on the left, the notification page on the right."""
    pages = QListWidget()
    pages.addItems(["일반", "알림", "소리", "화면", "개인정보 보호", "정보"])
    pages.setCurrentRow(1)
    pages.setFixedWidth(200)
    pages.setSpacing(4)
    page = QVBoxLayout()
    page.setContentsMargins(28, 20, 32, 24)
    page.setSpacing(12)
    _fill_settings_page(page)
    body = QHBoxLayout()
    body.setContentsMargins(0, 0, 0, 0)
    body.addWidget(pages)
    body.addLayout(page)
    return _window("설정", body)


def invoice_table() -> QWidget:
    """Build an English list of invoices with a search field above it."""
    body = QVBoxLayout()
    body.setContentsMargins(24, 18, 24, 18)
    body.setSpacing(14)
    body.addWidget(_heading("Invoices", 20))
    search = QHBoxLayout()
    search.addWidget(QLabel("Search:"))
    search.addWidget(_line_edit("paid"))
    search.addWidget(QPushButton("Find"))
    body.addLayout(search)
    body.addWidget(_invoices())
    body.addWidget(QLabel("5 invoices, 3,140.50 in total"))
    return _window("Accounts", body)


SAMPLES: Final[dict[str, tuple[str, Callable[[], QWidget]]]] = {
    "save-changes-dialog.png": ("DejaVu Sans", save_changes_dialog),
    "settings-ko.png": ("Noto Sans CJK KR", settings_ko),
    "invoice-table.png": ("DejaVu Sans", invoice_table),
}
"""File name to font family and the function that builds the screen."""


def draw(folder: Path) -> list[Path]:
    """Draw every sample into `folder` and return the files written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["samples"])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setPalette(_light_palette())
    written = []
    for name, (family, build) in SAMPLES.items():
        application.setFont(_font(family, 15))
        window = build()
        window.grab().save(str(folder / name))
        window.deleteLater()
        written.append(folder / name)
    return written


def _save_form() -> QFormLayout:
    form = _form()
    form.addRow("File name:", _line_edit("Travel report.odt"))
    author = _line_edit("")
    author.setPlaceholderText("Your name")
    form.addRow("Author:", author)
    form.addRow("Folder:", _combo_box("Documents", "Desktop", "Downloads"))
    form.addRow("File type:", _combo_box("OpenDocument text (.odt)", "Plain text (.txt)"))
    return form


def _fill_settings_page(page: QVBoxLayout) -> None:
    page.addWidget(_heading("알림 설정", 20))
    page.addWidget(QLabel("어떤 알림을 언제 받을지 선택하세요."))
    page.addWidget(_check_box("새 메시지 알림 받기", is_checked=True))
    page.addWidget(_check_box("잠금 화면에 내용 표시", is_checked=False))
    page.addWidget(_heading("알림 방식", 16))
    page.addLayout(_radio_row(["소리와 진동", "진동만", "무음"], chosen=0))
    form = _form()
    form.addRow("표시 이름:", _line_edit("김하늘"))
    form.addRow("알림 소리:", _combo_box("종소리", "물방울"))
    form.addRow("이메일:", _line_edit("haneul@example.com"))
    page.addLayout(form)
    page.addStretch()
    page.addLayout(_buttons("기본값으로", "취소", "저장"))


def _invoices() -> QTableWidget:
    header = ["Number", "Customer", "Due date", "Amount", "Status"]
    rows = [
        ["2041", "Hanbit Books", "12 March", "420.00", "Paid"],
        ["2042", "Orchard Tea", "15 March", "96.50", "Open"],
        ["2043", "North Bakery", "18 March", "1,310.00", "Paid"],
        ["2044", "Miller and Sons", "21 March", "740.00", "Overdue"],
        ["2045", "Seaside Hotel", "30 March", "574.00", "Paid"],
    ]
    table = QTableWidget(len(rows), len(header))
    table.setHorizontalHeaderLabels(header)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setDefaultSectionSize(44)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    return table


def _window(title: str, body: QVBoxLayout | QHBoxLayout) -> QWidget:
    window = QWidget()
    window.setFixedSize(*SIZE)
    outer = QVBoxLayout(window)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(_title_bar(title))
    outer.addLayout(body)
    return window


def _title_bar(title: str) -> QFrame:
    bar = QFrame()
    bar.setFixedHeight(BAR_HEIGHT)
    bar.setStyleSheet("QFrame { background: #2f3b4c; } QLabel { color: white; }")
    row = QHBoxLayout(bar)
    row.setContentsMargins(14, 0, 14, 0)
    name = QLabel(title)
    close = QLabel("\N{MULTIPLICATION SIGN}")
    row.addWidget(name)
    row.addStretch()
    row.addWidget(close)
    return bar


def _heading(text: str, pixel_size: int) -> QLabel:
    label = QLabel(text)
    font = QFont(label.font())
    font.setPixelSize(pixel_size)
    font.setBold(True)
    label.setFont(font)
    return label


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(18)
    form.setVerticalSpacing(12)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return form


def _check_box(text: str, *, is_checked: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(is_checked)
    return box


def _line_edit(text: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setMinimumHeight(32)
    edit.setTextMargins(6, 0, 6, 0)
    return edit


def _combo_box(*choices: str) -> QComboBox:
    box = QComboBox()
    box.addItems(choices)
    box.setMinimumSize(320, 32)
    return box


def _radio_row(choices: Sequence[str], chosen: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(28)
    group = QButtonGroup(row)
    for number, text in enumerate(choices):
        button = QRadioButton(text)
        button.setChecked(number == chosen)
        group.addButton(button)
        row.addWidget(button)
    row.addStretch()
    return row


def _buttons(first: str, *others: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(_button(first))
    row.addStretch()
    for text in others:
        row.addWidget(_button(text))
    return row


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumSize(120, 36)
    return button


def _font(family: str, pixel_size: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixel_size)
    return font


def _light_palette() -> QPalette:
    palette = QPalette(QColor("#f0f0f0"))
    palette.setColor(QPalette.ColorRole.Base, QColor("white"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2a6fc9"))
    return palette


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else resource.path("samples")
    target.mkdir(parents=True, exist_ok=True)
    for file in draw(target):
        print(file)
