"""A core package works without torch and mediapipe, says what reading signs needs, and takes it in later."""

import json
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from engines import resource
from tests.core_package import FILE, ID, ROOT, CorePackage, add_on_zip
from tests.engines.sign_to_text.taught.signer import HELLO, Signer
from tests.tiny_vosk import tiny_vosk

SAMPLE: Final = resource.path("samples", "save-changes-dialog.png")
NEEDED: Final = f"get the file {FILE} from where you got Sori"

LONG: Final = (
    "수어를 읽으려면 184 MB 크기의 추가 기능이 필요합니다. Sori를 받은 곳에서 "
    f"{FILE} 파일을 받아 모델 페이지에서 가져오거나 `sori models import {FILE}` 명령으로 가져오십시오."
)
"""What is said in Korean, as long as it gets."""

WINDOW: Final = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication

qt = QApplication([])
from desktop import paths
from desktop.announcer import SilentAnnouncer
from desktop.app import build
from desktop.settings import SettingsFile

file = SettingsFile(paths.settings_file())
app = build(file, file.load(), lambda jobs, trouble: SilentAnnouncer())
window = app.window
window.show()

def wait(question):
    deadline = time.monotonic() + 30
    while not question() and time.monotonic() < deadline:
        qt.processEvents()
        time.sleep(0.01)
    print(question())

window.open_page("sign")
offer = window.page("sign").widget.offer
wait(offer.isVisible)
window.open_page("models")
models = window.page("models").widget.list
wait(lambda: models.count() and models.item(0).text().splitlines()[0])
app.asking.open_model = lambda then: then(Path(sys.argv[1]))
window.actions_by_id["import_model"].trigger()
wait(lambda: "Add-on for reading signs: installed" in models.item(0).text())
window.open_page("sign")
wait(lambda: not offer.isVisible())
window.close()
app.close()
"""
"""Goes from the page Sign to the models, imports the add-on, and goes back."""


@pytest.fixture
def core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CorePackage:
    monkeypatch.setenv("SORI_VOSK_MODEL", str(tiny_vosk("en")))
    return CorePackage(tmp_path / "package")


def test_a_core_package_has_neither_torch_nor_mediapipe(core: CorePackage) -> None:
    answer = core.python("from importlib.util import find_spec as f; print(f('torch'), f('mediapipe'))")
    assert answer.stdout.strip() == "None None", answer.stderr


def test_pictures_are_described_without_the_add_on(core: CorePackage) -> None:
    answer = core.sori("describe", SAMPLE)
    assert answer.returncode == 0, answer.stderr
    assert "Don't Save, Cancel, Save" in answer.stdout


def test_words_are_spoken_heard_and_captioned_without_the_add_on(core: CorePackage, tmp_path: Path) -> None:
    # GIVEN words that are spoken into a file
    sound = tmp_path / "numbers.wav"
    answer = core.sori("speak", "seven eight nine", "--save", sound)
    assert (answer.returncode, answer.stderr) == (0, "")
    # WHEN they are heard and captioned THEN they are there
    for command in (("transcribe", sound), ("caption", "--source", sound)):
        answer = core.sori(*command, "--language", "en")
        assert answer.returncode == 0, answer.stderr
        assert "seven eight nine" in answer.stdout


def test_signs_come_and_go_as_landmarks_and_hands_are_drawn_without_the_add_on(
    core: CorePackage, tmp_path: Path
) -> None:
    # GIVEN a sign as landmarks, which need nobody to find hands
    example = Signer(1).example(HELLO)
    body = np.concatenate([example.body, np.ones((len(example), 25, 1))], axis=-1)
    hands = np.nan_to_num(example.hands[:, ::-1])
    rows = [part.reshape(len(example), -1) for part in (np.nan_to_num(body), hands)]
    np.save(tmp_path / "hello.npy", np.concatenate(rows, axis=1).astype(np.float32))
    # WHEN it is taught, exported, forgotten and imported THEN it is there again
    answers = core.each(
        ("teach", "hello", tmp_path / "hello.npy"),
        ("signs", "export", tmp_path / "all.signs"),
        ("signs", "remove", "hello"),
        ("signs", "import", tmp_path / "all.signs"),
        ("signs", "list"),
        ("spell", "HI", "--save", tmp_path / "hi.gif"),
    )
    assert [answer.code for answer in answers] == [0] * 6, answers
    assert "hello" in answers[4].out
    # AND a word is drawn
    assert answers[5].out == "H I\n"


def test_what_needs_the_add_on_says_so_in_one_sentence(core: CorePackage) -> None:
    for answer in core.each(
        ("sign", SAMPLE), ("sign", "--pack", "taught", SAMPLE), ("teach", "hello", SAMPLE)
    ):
        assert answer.code == 3
        assert len(answer.err.strip().splitlines()) == 1
        assert "Reading signs needs an add-on of 6.3 KB" in answer.err
        assert NEEDED in answer.err


def test_the_lists_say_it_too(core: CorePackage) -> None:
    # WHEN engines and models are listed THEN both say what is missing and how to get it
    engines, told, listed, fetched = core.each(
        ("engines", "--json"),
        ("models", "list"),
        ("models", "list", "--json"),
        ("models", "fetch", ID, "--yes"),
    )
    lines = [json.loads(line) for line in engines.out.splitlines()]
    lacking = {line["id"]: line["error"] for line in lines if line["task"] == "sign_to_text"}
    assert set(lacking) == {"fingerspelling", "taught"}
    assert all(NEEDED in error["message"] for error in lacking.values())
    first = told.out.splitlines()[0]
    assert first.startswith(f"{ID}  Add-on for reading signs, 6.3 KB, BSD-3-Clause, Apache-2.0 and others")
    assert f"get {FILE} (6.3 KB) from where you got Sori" in first
    # AND for programs it is as the schema says
    schema = json.loads((ROOT / "docs" / "models.schema.json").read_text(encoding="utf-8"))
    line = json.loads(listed.out.splitlines()[0])
    Draft202012Validator(schema).validate(line)
    assert (line["id"], line["engine"], line["is_installed"]) == (ID, "hands", False)
    # AND it cannot be fetched from nowhere
    assert fetched.code == 3
    assert "from where you got Sori" in fetched.err


def test_the_doctor_names_it_and_nothing_else_that_core_comes_without(core: CorePackage) -> None:
    program = """
from desktop import diagnosis
print(diagnosis._signs(diagnosis.probe), diagnosis._packages().advice, diagnosis._speech_models().detail)
"""
    answer = core.python(program)
    assert answer.returncode == 0, answer.stderr
    assert NEEDED in answer.stdout
    assert "is_ok=False, is_needed=False" in answer.stdout
    assert "torch" not in answer.stdout
    assert "mediapipe" not in answer.stdout


def test_it_is_imported_used_and_removed_by_commands(core: CorePackage, tmp_path: Path) -> None:
    # GIVEN the file from where Sori came from
    given = tmp_path / FILE
    given.write_bytes(add_on_zip())
    # WHEN it is imported THEN what it brings is found, and is no speech model
    answer = core.sori("models", "import", given)
    assert answer.returncode == 0, answer.stderr
    found = core.python(
        "import torch, mediapipe.python; from desktop import diagnosis as d;"
        "from engines import add_on; from engines.sign_to_text.taught import SPEC;"
        "print(torch.version, torch.__file__, repr(add_on.lack()), SPEC.missing, d._speech_models().is_ok)"
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("1 ")
    assert ID in found.stdout
    assert "'' () False" in found.stdout
    # WHEN it cannot be imported, as this made-up one, THEN that is one sentence too
    broken = core.sori("sign", SAMPLE)
    assert broken.returncode == 3
    assert "The add-on for reading signs is damaged. Remove it" in broken.stderr
    # WHEN it is removed THEN it is lacking again
    removed, lacking = core.each(("models", "remove", ID, "--yes"), ("sign", SAMPLE))
    assert removed.code == 0
    assert NEEDED in lacking.err


def test_the_self_test_tries_the_add_on_where_there_is_one(core: CorePackage, tmp_path: Path) -> None:
    # GIVEN no add-on THEN hands are left out
    without = json.loads(core.sori("--self-test", "--json", "hands").stdout)
    assert without["outcome"] == "left out"
    # WHEN one is here, which the home of the self-test has not THEN it is tried; this made-up one is none
    given = tmp_path / FILE
    given.write_bytes(add_on_zip())
    core.sori("models", "import", given)
    with_it = json.loads(core.sori("--self-test", "--json", "hands").stdout)
    assert with_it["outcome"] == "fails"
    assert "torch" in with_it["detail"]


def test_the_page_sign_leads_to_the_models_and_goes_on_drawing(core: CorePackage) -> None:
    # GIVEN the window of a core package WHEN its page Sign is opened
    program = """
from tests.desktop.sign_room import main
import os
from engines import add_on
os.environ["SORI_TEST_LACK"] = add_on.lack()
main("en", "work", "lacking")
"""
    answer = core.python(program)
    assert answer.returncode == 0, answer.stderr
    shown = json.loads(answer.stdout)
    # THEN one sentence says what is missing, a button leads to the models, and words are spelled all the same
    (sentence,) = shown["shown"]
    assert NEEDED in sentence
    assert shown["button"] == [True, "Go to the models", "Go to the models", ["models"]]
    assert shown["drawn"]


def test_the_page_sign_has_room_for_the_sentence(core: CorePackage) -> None:
    # GIVEN a small screen, large letters and Korean WHEN every part of the page is laid out
    program = f"""
from tests.desktop.sign_room import main
import os
os.environ["SORI_TEST_LACK"] = {LONG!r}
main("ko", "check", "200")
"""
    answer = core.python(program)
    # THEN nothing is cut off, and the button has a name of its own
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {"read": [], "practise": [], "teach": []}


def test_the_window_takes_the_add_on_in_without_a_restart(core: CorePackage, tmp_path: Path) -> None:
    given = tmp_path / FILE
    given.write_bytes(add_on_zip())
    answer = core.python(WINDOW, given)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == ["True", "Add-on for reading signs: not installed", "True", "True"]
