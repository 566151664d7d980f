"""A small foreign window for tests of capture: `python garden.py`."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

TITLE = "Garden planner"
TEXT = "Sunflowers need water"

if __name__ == "__main__":
    application = QApplication([])
    window = QWidget()
    window.setWindowTitle(TITLE)
    column = QVBoxLayout(window)
    label = QLabel(TEXT)
    label.setFont(QFont("DejaVu Sans", 28))
    column.addWidget(label)
    column.addWidget(QPushButton("Water now"))
    window.setGeometry(60, 60, 700, 300)
    window.show()
    application.exec()
