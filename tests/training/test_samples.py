"""The pictures in resources/samples are what training/samples.py draws."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from engines import resource

LIST_WIDGETS = """
import json, os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QComboBox, QAbstractButton
from training.samples import SAMPLES
app = QApplication([])
found = {}
for name, (_family, build) in SAMPLES.items():
    window = build()
    found[name] = [
        [type(one).__name__, one.currentText() if isinstance(one, QComboBox) else one.text()]
        for kind in (QLabel, QAbstractButton, QLineEdit, QComboBox)
        for one in window.findChildren(kind)
    ]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def widgets() -> dict[str, list[list[str]]]:
    answer = subprocess.run([sys.executable, "-c", LIST_WIDGETS], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def test_the_script_draws_every_sample_again_at_the_same_size(tmp_path: Path) -> None:
    # WHEN the samples are drawn into another folder
    subprocess.run([sys.executable, "-m", "training.samples", str(tmp_path)], capture_output=True, check=True)
    # THEN the same pictures are there; fonts differ from machine to machine, so pixels are not compared
    kept = sorted(resource.path("samples").glob("*.png"))
    assert [path.name for path in kept] == sorted(path.name for path in tmp_path.iterdir())
    for path in kept:
        with Image.open(path) as old, Image.open(tmp_path / path.name) as new:
            assert new.size == old.size == (900, 600)
            assert len(new.convert("RGB").getcolors(900 * 600) or ()) > 50


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "save-changes-dialog.png",
            [
                ["QLabel", "Save Changes"],
                ["QCheckBox", "Create a backup copy"],
                ["QPushButton", "Don't Save"],
                ["QPushButton", "Cancel"],
                ["QPushButton", "Save"],
                ["QLineEdit", "Travel report.odt"],
                ["QComboBox", "Documents"],
            ],
        ),
        (
            "settings-ko.png",
            [
                ["QLabel", "설정"],
                ["QCheckBox", "새 메시지 알림 받기"],
                ["QRadioButton", "소리와 진동"],
                ["QPushButton", "저장"],
                ["QComboBox", "종소리"],
            ],
        ),
        ("invoice-table.png", [["QLabel", "Accounts"], ["QPushButton", "Find"], ["QLineEdit", "paid"]]),
    ],
)
def test_the_samples_are_made_of_real_widgets(
    widgets: dict[str, list[list[str]]], name: str, expected: list[list[str]]
) -> None:
    assert [one for one in expected if one not in widgets[name]] == []
