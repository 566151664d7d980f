"""Draws screens with known truth for tests and benchmarks: `python -m tests.drawn NAME OUT.png`.

Real Qt widgets and real fonts, in a process of its own, so that no test needs a window system.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

_PEOPLE = (
    "Ada Lindqvist",
    "Bruno Keller",
    "Chen Wei",
    "Dilara Aksoy",
    "Emil Novak",
    "Farah Idris",
    "Goro Sato",
)
_PLACES = ("Oslo", "Zurich", "Taipei", "Ankara", "Prague", "Tripoli", "Osaka")
_STATES = ("Paid", "Open", "Late", "Draft")


def dense() -> QWidget:
    """Draw an office program of 1920x1080 with about 200 pieces of text."""
    window = QMainWindow()
    for name in ("File", "Edit", "View", "Insert", "Tools", "Window", "Help"):
        window.menuBar().addMenu(name)
    bar = window.addToolBar("Main")
    for name in ("New order", "Print list", "Send reminder", "Export", "Refresh"):
        bar.addAction(name)
    body = QWidget()
    columns = QHBoxLayout(body)
    columns.addWidget(_tree())
    columns.addWidget(_orders(), 1)
    columns.addWidget(_details())
    window.setCentralWidget(body)
    window.statusBar().showMessage("28 orders, 4 of them late, last saved at 14:32")
    window.resize(1920, 1080)
    return window


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabel("Folders")
    tree.setFixedWidth(260)
    for top in ("Orders", "Customers", "Products", "Reports", "Archive"):
        branch = QTreeWidgetItem([top])
        tree.addTopLevelItem(branch)
        for name in ("This month", "Last month", "This year", "Older"):
            branch.addChild(QTreeWidgetItem([f"{top} {name.lower()}"]))
    tree.expandAll()
    return tree


def _orders() -> QTableWidget:
    table = QTableWidget(28, 6)
    table.setHorizontalHeaderLabels(["Number", "Customer", "City", "Date", "Amount", "State"])
    for row in range(28):
        cells = (
            f"A-{2041 + row}",
            _PEOPLE[row % 7],
            _PLACES[row % 7],
            f"2026-{row % 12 + 1:02d}-{row % 27 + 1:02d}",
            f"{137 * (row + 3) % 4000 + 19.5:,.2f}",
            _STATES[row % 4],
        )
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultSectionSize(180)
    return table


def _details() -> QGroupBox:
    box = QGroupBox("Order A-2041")
    box.setFixedWidth(400)
    form = QFormLayout()
    form.addRow("Customer:", QLineEdit("Ada Lindqvist"))
    form.addRow("Street:", QLineEdit("14 Harbour Road"))
    city = QComboBox()
    city.addItems(["Oslo", "Bergen"])
    form.addRow("City:", city)
    form.addRow("Copies:", QSpinBox())
    form.addRow("Paid:", QProgressBar(value=40))
    column = QVBoxLayout(box)
    column.addLayout(form)
    gift, invoice = QCheckBox("Wrap as a gift"), QCheckBox("Send the invoice by post")
    invoice.setChecked(True)
    for widget in (gift, invoice, QPushButton("Save order"), QPushButton("Cancel order")):
        column.addWidget(widget)
    column.addStretch()
    return box


def korean_dialog() -> QWidget:
    """Draw a small Korean question with two buttons and a ticked box."""
    window = QWidget()
    column = QVBoxLayout(window)
    head = QLabel("변경 내용을 저장할까요?")
    head.setFont(QFont(window.font().family(), 16, QFont.Weight.Bold))
    column.addWidget(head)
    column.addWidget(QLabel("저장하지 않으면 마지막 12분 동안의 작업이 사라집니다."))
    again = QCheckBox("다시 묻지 않기")
    again.setChecked(True)
    column.addWidget(again)
    row = QHBoxLayout()
    for name in ("저장 안 함", "취소", "저장"):
        row.addWidget(QPushButton(name))
    column.addLayout(row)
    window.resize(640, 260)
    return window


def dark_form() -> QWidget:
    """Draw a form in a dark palette."""
    window = QWidget()
    palette = QPalette(QColor(40, 42, 48))
    for role, colour in (
        (QPalette.ColorRole.WindowText, QColor(230, 230, 230)),
        (QPalette.ColorRole.Text, QColor(230, 230, 230)),
        (QPalette.ColorRole.ButtonText, QColor(230, 230, 230)),
        (QPalette.ColorRole.Base, QColor(28, 29, 33)),
    ):
        palette.setColor(role, colour)
    window.setPalette(palette)
    QApplication.setPalette(palette)
    form = QFormLayout(window)
    form.addRow("First name:", QLineEdit("Maria"))
    form.addRow("Last name:", QLineEdit("Fernandez"))
    form.addRow("Phone:", QLineEdit("555 0199"))
    box = QCheckBox("Remember me")
    form.addRow("", box)
    form.addRow("", QPushButton("Create account"))
    window.resize(700, 360)
    return window


SCREENS: dict[str, Callable[[], QWidget]] = {
    "dense": dense,
    "korean-dialog": korean_dialog,
    "dark-form": dark_form,
}


def draw(name: str, path: Path) -> Path:
    """Draw a screen of `SCREENS` into a PNG, in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-m", "tests.drawn", name, str(path)], check=True, env=environment)
    return path


def _main(name: str, path: str) -> None:
    application = QApplication([])
    application.setStyle("Fusion")
    application.setFont(QFont("Noto Sans CJK KR" if name.startswith("korean") else "DejaVu Sans", 10))
    widget = SCREENS[name]()
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.show()
    application.processEvents()
    widget.grab().save(path)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2])
