"""start.py sets Sori up once, mends what was cut short, and says what to do where it cannot.

The set-up is run for real, on a small project of its own: a copy of start.py, a few packages made on
the spot, and the pip of this environment served from a folder instead of the internet.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, Final

import pytest

import start

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAM: Final = """
import os, sys
def main():
    print("sori", *sys.argv[1:], "in", os.getcwd())
    sys.exit(7 if sys.argv[1:] == ["fail"] else 0)
"""


class Project:
    """A small Sori in a folder of its own, and the packages that pip can find for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.wheels = folder / "wheels"
        self.first = subprocess.CompletedProcess[str]([], 0)
        """What the first start said, once it was started."""

    def make(self) -> None:
        """Write the project and its packages."""
        self.wheels.mkdir()
        (self.folder / "desktop").mkdir(parents=True)
        (self.folder / "desktop" / "__init__.py").write_text("")
        (self.folder / "desktop" / "cli.py").write_text(PROGRAM)
        (self.folder / "tests").mkdir()
        shutil.copy(ROOT / "start.py", self.folder)
        self.wheel("torch", "1.0")
        self.wheel("one", "1.0")
        self.wheel(
            "pytest",
            "1.0",
            module="import sys; print('tests', *sys.argv[1:]); print('1 passed'); sys.exit(5)",
        )
        pip_wheel(self.wheels)
        self.lock("one==1.0")
        (self.folder / "requirements-dev.lock").write_text("# tests\npytest==1.0\n")

    def lock(self, *lines: str, torch: str = "1.0") -> None:
        pinned = [f"pip=={version('pip')}", f"torch=={torch}", *lines]
        (self.folder / "requirements.lock").write_text("# versions\n" + "\n".join(pinned) + "\n")

    def wheel(
        self, name: str, number: str, module: str = "", needs: str = "", folder: Path | None = None
    ) -> None:
        """Make a package that holds one module of its own name."""
        info = f"{name}-{number}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
        files = {
            f"{name}.py": module,
            f"{info}/METADATA": metadata + (f"Requires-Dist: {needs}\n" if needs else ""),
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
        target = folder or self.wheels
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target / f"{name}-{number}-py3-none-any.whl", "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)

    def index(self, name: str, package: tuple[str, str, str, str]) -> str:
        """Make an index that holds one package (name, version, module, needs) and return its address."""
        folder = self.wheels.parent / name
        self.wheel(*package, folder=folder / package[0])
        file = f"{package[0]}-{package[1]}-py3-none-any.whl"
        page = f'<a href="{file.replace("+", "%2B")}">{file}</a>'
        (folder / package[0] / "index.html").write_text(page)
        return folder.as_uri()

    def name_torch_index(self, address: str) -> None:
        (self.folder / "pyproject.toml").write_text(f'[tool.sori]\ntorch_cpu_index = "{address}"\n')

    def environment(self, **more: str) -> dict[str, str]:
        # Nothing of the tester's own pip configuration, and no way out to the internet.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        no_index = (self.wheels.parent / "no-index").as_uri()
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": no_index, "PIP_FIND_LINKS": str(self.wheels)}
        return {**kept, **pip, "PIP_NO_CACHE_DIR": "1", **more}

    def begin(self, *arguments: str, **more: Any) -> "subprocess.Popen[str]":
        command = [sys.executable, str(self.folder / "start.py"), *arguments]
        pipe = subprocess.PIPE
        settings = {"cwd": self.folder, "env": self.environment(), **more}
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", **settings)

    def start(self, *arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
        process = self.begin(*arguments, **more)
        out, err = process.communicate(timeout=180)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    @property
    def site_packages(self) -> Path:
        return next((self.folder / ".venv" / "lib").glob("python3*/site-packages"))


def pip_wheel(folder: Path) -> None:
    """Pack the pip of this environment into a wheel."""
    pip = distribution("pip")
    wanted = [path for path in pip.files or () if path.parts[0].startswith("pip") and path.suffix != ".pyc"]
    with zipfile.ZipFile(folder / f"pip-{pip.version}-py3-none-any.whl", "w") as archive:
        for path in wanted:
            archive.write(pip.locate_file(path), str(path))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project that nobody has started yet."""
    project = Project(tmp_path)
    project.make()
    return project


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project that is set up already, for tests that do not change it."""
    project = Project(tmp_path_factory.mktemp("ready"))
    project.make()
    project.first = project.start("describe", "a b.png", cwd=project.wheels)
    return project


@pytest.fixture
def moved(ready: Project, tmp_path: Path) -> Project:
    """Return a project whose folder was copied elsewhere after its set-up, which has to be done again."""
    shutil.copytree(ready.folder.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Project(tmp_path)


# ---- A set-up ---------------------------------------------------------------------------------


def test_the_first_run_shows_its_steps_and_runs_the_command_where_the_user_is(ready: Project) -> None:
    # GIVEN a project without .venv, and a user in another folder who starts a command
    answer = ready.first
    # THEN every step is announced on stderr, and the command gets its arguments and its folder
    assert answer.returncode == 0, answer.stderr
    assert [line for line in answer.stderr.splitlines() if line.startswith("Step ")] == [
        "Step 1 of 3: a Python environment in .venv",
        "Step 2 of 3: Python packages, about 1.9 GB on disk",
        "Step 3 of 3: the commands sori and sori-desktop",
    ]
    assert answer.stdout == f"sori describe a b.png in {ready.wheels}\n"
    # AND the two commands stand in .venv
    assert {"sori", "sori-desktop"} <= {path.name for path in (ready.folder / ".venv" / "bin").iterdir()}


def test_a_later_run_says_nothing_and_passes_the_exit_code_on(ready: Project) -> None:
    answer = ready.start("fail")
    assert (answer.returncode, answer.stderr) == (7, "")


def test_arguments_after_test_go_to_pytest_and_its_summary_is_the_last_line(ready: Project) -> None:
    # WHEN the tests are asked for
    answer = ready.start("test", "-k", "some name")
    # THEN pytest gets the arguments, has the last word, and its exit code is returned
    assert answer.stdout.splitlines() == ["tests -k some name", "1 passed"]
    assert answer.returncode == 5


def test_a_new_version_in_the_lock_is_installed(moved: Project) -> None:
    # GIVEN a project that was set up
    # WHEN the lock names another version
    moved.wheel("one", "2.0", module="number = 2")
    moved.lock("one==2.0")
    answer = moved.start("second")
    # THEN that version is there, and no system package was asked for
    assert answer.returncode == 0, answer.stderr
    assert "number = 2" in (moved.site_packages / "one.py").read_text()


def test_where_only_the_system_has_changed_nothing_is_said_or_written(ready: Project) -> None:
    # GIVEN a project that is set up, and a stamp from before some package was installed
    stamp = ready.folder / ".venv" / start.STAMP.name
    stamp.write_text(stamp.read_text().replace('"system run": "', '"system run": "0'))
    (ready.folder / ".venv.lock").unlink()
    # WHEN a command is started
    answer = ready.start("again")
    # THEN it runs, without the lock that a read-only folder could not hold
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not (ready.folder / ".venv.lock").exists()


# ---- Interrupted and side by side -------------------------------------------------------------


def test_a_set_up_that_was_killed_is_taken_up_again(project: Project) -> None:
    # GIVEN a set-up killed while the Python packages were coming
    process = project.begin("first", start_new_session=True)
    assert process.stderr is not None
    while "Step 2" not in process.stderr.readline():
        assert process.poll() is None
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    # WHEN the command is given again
    answer = project.start("again")
    # THEN it works as if nothing had happened
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("sori again")


def test_a_package_cut_short_is_installed_again(moved: Project) -> None:
    # GIVEN a package whose installation stopped before pip wrote its RECORD, and no finished set-up
    (moved.site_packages / "one-1.0.dist-info" / "RECORD").unlink()
    (moved.site_packages / "one.py").write_text("half of")
    (moved.folder / ".venv" / start.STAMP.name).unlink()
    # WHEN the command is given again
    answer = moved.start("again")
    # THEN the package is whole
    assert answer.returncode == 0, answer.stderr
    assert (moved.site_packages / "one.py").read_text() == ""


def test_an_environment_whose_python_is_gone_is_made_anew(moved: Project) -> None:
    # GIVEN an environment that points to a Python that was removed
    python = moved.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    # WHEN the command is given again
    answer = moved.start("again")
    # THEN it works
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("sori again")


def test_two_at_once_do_not_collide(moved: Project) -> None:
    # GIVEN two set-ups begun at the same moment
    both = [moved.begin(name) for name in ("one", "two")]
    outputs = [process.communicate(timeout=180) for process in both]
    # THEN both commands run, and one of them waited for the other's set-up
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sum("this one waits for it" in err for _out, err in outputs) == 1
    assert sum("Step 2" in err for _out, err in outputs) == 1


# ---- What a person has to do ------------------------------------------------------------------


def test_a_package_that_cannot_be_had_is_a_sentence(moved: Project) -> None:
    # GIVEN a lock with a package that is nowhere
    moved.lock("nowhere-to-be-found==1.0")
    # WHEN a command is started
    answer = moved.start("first")
    # THEN pip's own words and a sentence are shown, and nothing is run
    assert answer.returncode == start.MISSING
    assert "nowhere-to-be-found" in answer.stderr
    assert answer.stderr.splitlines()[-1].startswith("The Python packages could not be installed")
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_a_torch_with_graphics_card_libraries_is_left_for_the_other_index(moved: Project) -> None:
    # GIVEN an index whose torch brings libraries for graphics cards, and one whose torch does not
    cards = moved.index("cards", ("torch", "2.0", "kind = 'cards'", "nvidia-something"))
    moved.wheel("nvidia_something", "1.0")
    processor = moved.index("processor", ("torch", "2.0+cpu", "kind = 'processor'", ""))
    moved.lock(torch="2.0")
    moved.name_torch_index(processor)
    # WHEN the project is set up
    answer = moved.start("first", env=moved.environment(PIP_INDEX_URL=cards))
    # THEN torch came from the second, and nothing for graphics cards is there
    assert answer.returncode == 0, answer.stderr
    assert (moved.site_packages / "torch.py").read_text() == "kind = 'processor'"
    assert not list(moved.site_packages.glob("nvidia*"))


def test_where_that_index_cannot_be_reached_the_size_is_told(moved: Project) -> None:
    # GIVEN a torch that brings triton, and an index for the other one that is not there
    cards = moved.index("cards", ("torch", "2.0", "kind = 'cards'", "triton"))
    moved.wheel("triton", "1.0")
    moved.lock(torch="2.0")
    moved.name_torch_index("file:///nowhere/index")
    # WHEN the project is set up
    answer = moved.start("first", env=moved.environment(PIP_INDEX_URL=cards))
    # THEN it stops with a sentence that names the address and the sizes, and torch is as it was
    assert answer.returncode == start.MISSING, answer.stderr
    assert "file:///nowhere/index" in answer.stderr.splitlines()[-1]
    assert "3 GB" in answer.stderr.splitlines()[-1]
    assert (moved.site_packages / "torch.py").read_text() == ""


def test_without_root_and_sudo_the_line_to_type_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # GIVEN a user who is not root, on a machine without sudo
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    # WHEN packages have to be installed
    with pytest.raises(start.Trouble) as trouble:
        start._apt_get(["libportaudio2", "xvfb"])
    # THEN the last line is what to type, and the exit code is the contract's
    assert (
        str(trouble.value)
        .splitlines()[-1]
        .endswith("apt-get install -y --no-install-recommends libportaudio2 xvfb")
    )
    assert trouble.value.exit_code == 3


def test_on_another_system_the_packages_are_named_and_the_set_up_goes_on(
    moved: Project, tmp_path: Path
) -> None:
    # GIVEN a Linux without apt-get
    python = moved.folder / "bin"
    python.mkdir()
    (python / "python3").symlink_to(sys.executable)
    # WHEN the project is set up
    answer = moved.start("first", env=moved.environment(PATH=str(python)))
    # THEN a sentence names what is needed, and the command runs
    assert answer.returncode == 0, answer.stderr
    assert "This is not Debian or Ubuntu" in answer.stderr
    assert "libportaudio2" in answer.stderr
    assert answer.stdout.startswith("sori first")


@pytest.fixture
def fake_dpkg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a dpkg-query and an apt-get in front that know what the file `installed` lists."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "dpkg-query").write_text(f"#!/bin/sh\nsed 's/^/installed /' {tmp_path}/installed\nexit 1\n")
    (folder / "apt-get").write_text("#!/bin/sh\nexit 0\n")
    for file in folder.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return tmp_path / "installed"


def test_of_several_packages_that_serve_alike_one_is_enough(fake_dpkg: Path) -> None:
    # GIVEN a machine that has everything for `sori`, with another Korean font than ours
    names = [entry.split("|")[-1] for entry in start.PACKAGES[start.RUN].split()]
    fake_dpkg.write_text("\n".join(names))
    # THEN nothing is missing, and for the tests only what the tests need
    assert start.missing_packages(start.RUN) == []
    assert start.missing_packages(start.TEST) == start.PACKAGES[start.TEST].split()
    # AND without the font, ours is asked for
    fake_dpkg.write_text("\n".join(name for name in names if not name.startswith("fonts-unfonts")))
    assert start.missing_packages(start.RUN) == ["fonts-noto-cjk"]


def test_this_machine_has_what_the_window_needs() -> None:
    # GIVEN the library with which Qt opens windows on X11
    import PySide6

    plugin = Path(PySide6.__path__[0], "Qt", "plugins", "platforms", "libqxcb.so")
    # THEN the linker finds everything it asks for
    answer = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=True)
    assert "not found" not in answer.stdout


def test_any_python_since_3_6_can_read_it() -> None:
    # `feature_version` makes the parser refuse what came later
    import ast

    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_under_an_unsupported_python_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # GIVEN a Python that Sori does not run on, and no other in reach
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")
    # WHEN it has to do the set-up
    with pytest.raises(start.Trouble) as trouble:
        start._use_supported_python()
    # THEN the sentence names what is there and what is needed
    assert "3.11 or 3.12" in str(trouble.value)
    assert "3.9" in str(trouble.value)
    assert trouble.value.exit_code == 3


# ---- Progress ---------------------------------------------------------------------------------


def test_progress_is_a_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    # GIVEN what pip prints while it fetches a package
    progress = start.PipProgress(every_seconds=0)
    for line in (
        "Collecting torch==1.0",
        "Downloading torch-1.0-py3-none-any.whl (190 MB)",
        "Progress 5000000 of 190000000",
    ):
        progress.follow(line)
    # THEN there is one plain line for each, on stderr
    assert capsys.readouterr().err.splitlines() == ["  torch", "  torch", "  torch: 5 of 190 MB"]
