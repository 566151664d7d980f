"""A small foreign window for tests of capture: `python garden.py`."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

TITLE = "Garden planner"
TEXT = "Sunflowers need water"
WATERED = "Sunflowers were watered"
"""What stands there after a press on the button."""

if __name__ == "__main__":
    application = QApplication([])
    window = QWidget()
    window.setWindowTitle(TITLE)
    column = QVBoxLayout(window)
    label = QLabel(TEXT)
    label.setFont(QFont("DejaVu Sans", 28))
    column.addWidget(label)
    button = QPushButton("Water now")
    button.clicked.connect(lambda: label.setText(WATERED if label.text() == TEXT else TEXT))
    column.addWidget(button)
    window.setGeometry(60, 60, 700, 300)
    window.show()
    application.exec()
