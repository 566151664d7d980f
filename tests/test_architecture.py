"""The four rules of docs/architecture.md, and what keeps the repository clean, hold."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, requires, version
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engines import resource
from engines.spec import TASKS, engines

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = resource.path("samples", "save-changes-dialog.png")
HEAVY: Final = ("torch", "mediapipe", "vosk", "onnxruntime", "cv2", "pyttsx3", "sounddevice")
WITHOUT_QT: Final = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, NoQt())
"""
NOT_NEEDED: Final = {
    "rapidocr": "only the models in its wheel are used (docs/decisions/0001)",
    "pynput": "evdev is for consoles without a desktop",
    "mediapipe": "jax, jaxlib and sentencepiece are for other models; a stand-in stands for matplotlib",
    "silero-vad": "only the model in its wheel is used, by onnxruntime",
    "vosk": "srt and websockets are for subtitles and servers; a stand-in takes the place of srt",
    "pyttsx3": "on macOS two frameworks of pyobjc do, and on Windows pywin32 without its old alias",
}
"""Packages whose own wishes are not all granted, and why."""


def python(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)


def sources() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def test_the_import_contracts_are_kept() -> None:
    answer = python("from importlinter.cli import lint_imports_command as run; run()")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_engines_work_without_qt() -> None:
    # GIVEN a Python in which PySide6 cannot be imported
    # WHEN every engine is looked up and the sample is described
    program = f"""{WITHOUT_QT}
from engines.spec import TASKS, engines
assert all(spec.id for task in TASKS for spec in engines(task))
from desktop.cli import run
sys.exit(run(["describe", {str(SAMPLE)!r}]))"""
    answer = python(program)
    # THEN the description comes, and Qt was not asked for
    assert answer.returncode == 0, answer.stderr
    assert "Save" in answer.stdout


def test_without_qt_the_window_says_what_to_do() -> None:
    # GIVEN a Python in which PySide6 cannot be imported
    # WHEN the window is asked for
    answer = python(f'{WITHOUT_QT}\nfrom desktop.cli import run\nsys.exit(run(["gui"]))')
    # THEN one sentence says what to do
    assert answer.returncode == 3, answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "program",
    [
        "import desktop.cli",
        "from desktop.cli import parser; parser()",
        "from desktop.cli import run; run(['engines'])",
        "import desktop.views.window",
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(program: str) -> None:
    # WHEN Sori has come this far
    answer = python(f"{program}\nimport sys\nprint('loaded:', *sorted(set({HEAVY!r}) & set(sys.modules)))")
    # THEN none of the heavy libraries is loaded
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize("task", TASKS)
def test_every_engine_folder_has_a_spec_that_tells_the_truth(task: str) -> None:
    # GIVEN the folders of a task
    folders = {path.parent.name for path in (ROOT / "engines" / task).glob("*/__init__.py")}
    # THEN each is an engine whose spec names its folder, its task and a factory inside it
    assert {spec.id for spec in engines(task)} == folders
    for spec in engines(task):
        module, _, name = spec.factory.partition(":")
        assert spec.task == task
        assert module.startswith(f"engines.{task}.{spec.id}.")
        assert name
        assert (ROOT / Path(*module.split("."))).with_suffix(".py").exists()


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    silent = [
        path for path in sources() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    # The pattern is in pieces, so that this file does not match itself.
    unwanted = "|".join(
        ["/wor" + "k/", "/roo" + "t/", "py" + r"pi\.org", "pythonhos" + "ted", "/hom" + "e/[a-z]"]
    )
    answer = subprocess.run(
        ["git", "grep", "--line-number", "--text", "--extended-regexp", unwanted, "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout == ""
    assert answer.returncode == 1


def test_pyproject_and_the_locks_name_the_same_versions() -> None:
    # GIVEN what pyproject asks for
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    # THEN the lock holds exactly that version of it
    for wanted, lock in (
        (project["project"]["dependencies"], run),
        (project["dependency-groups"]["dev"], dev),
    ):
        for requirement in filter(applies, map(Requirement, wanted)):
            assert lock[canonicalize_name(requirement.name)].specifier == requirement.specifier, (
                requirement.name
            )


def test_what_is_locked_is_what_is_installed() -> None:
    # GIVEN every version that applies on this system
    for name, requirement in (locked("requirements.lock") | locked("requirements-dev.lock")).items():
        if requirement.marker is None or requirement.marker.evaluate():
            # THEN it is the one that is installed
            assert requirement.specifier.contains(version(name)), f"{name} {version(name)}"


def test_nothing_that_an_installed_package_needs_is_missing() -> None:
    # GIVEN the packages of the locks, and what each of them asks for
    installed = {canonicalize_name(one.metadata["Name"]) for one in distributions()}
    missing = {
        (name, wish.name)
        for name in locked("requirements.lock") | locked("requirements-dev.lock")
        if name in installed
        for wish in map(Requirement, requires(name) or ())
        if wish.marker is None or wish.marker.evaluate({"extra": ""})
        if canonicalize_name(wish.name) not in installed
    }
    # THEN only what we leave out on purpose is missing
    assert {name for name, _wish in missing} <= NOT_NEEDED.keys(), missing


def test_there_is_one_opencv_and_it_brings_no_qt() -> None:
    # A second OpenCV brings Qt plugins of its own, and Sori's window then fails to open.
    names = {canonicalize_name(one.metadata["Name"]) for one in distributions()}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


def test_the_locks_hold_no_address_and_no_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|--hash|--index|--find-links|@", text), name


def locked(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in filter(applies, found)}


def applies(requirement: Requirement) -> bool:
    """Whether a requirement is meant for this system."""
    return requirement.marker is None or requirement.marker.evaluate()
