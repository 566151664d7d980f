"""Nothing of the user's lives in the application's folder, so installing again keeps all of it."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engines import resource
from tests.model_server import MODEL, vosk_zip
from tests.upgrades import any_sori

ROOT: Final = Path(__file__).resolve().parents[2]
PARTS: Final = ("settings", "history", "words", "signs", "letters")
OURS: Final = (".config/sori/", ".local/share/sori/", ".local/state/sori/")
"""Where what is kept of a user may lie, below the home folder; libraries keep nothing of their own either."""


class Installed:
    """Sori in a folder nobody may write to, and its user's home."""

    def __init__(self, folder: Path) -> None:
        self.application, self.home = folder / "application", folder / "home"
        self.home.mkdir()
        self.install()

    def install(self) -> None:
        for name in ("desktop", "engines", "resources"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, self.application / name, ignore=ignored)
        for path in (*self.application.rglob("*"), self.application):
            path.chmod(stat.S_IRUSR | stat.S_IXUSR if path.is_dir() else stat.S_IRUSR)

    def uninstall(self) -> None:
        for path in (self.application, *self.application.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(self.application)

    def run(self, *arguments: object) -> str:
        """Run a command, or a file of ours, and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            env={
                **kept,
                "HOME": str(self.home),
                "PYTHONPATH": str(self.application),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sori(self, *arguments: object) -> str:
        return self.run("-m", "desktop.cli", *arguments)

    def parts(self, verb: str) -> str:
        """Write or read every part of the user's files."""
        return self.run(any_sori.__file__, verb, *PARTS)

    def files(self) -> dict[str, tuple[int, int]]:
        """Return what lies in the application's folder, with sizes and times."""
        return {
            str(path.relative_to(self.application)): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(self.application.rglob("*"))
        }


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installed]:
    one = Installed(tmp_path)
    yield one
    one.uninstall()


def test_what_a_user_does_leaves_the_application_alone_and_outlives_it(
    installed: Installed, tmp_path: Path
) -> None:
    # GIVEN Sori, newly installed
    before = installed.files()
    # WHEN a user works with it
    sample = resource.path("samples", "save-changes-dialog.png")
    installed.sori("describe", "--level", "headline", sample, "--save", tmp_path / "said.wav")
    installed.sori("spell", "HI", "--save", tmp_path / "hi.png")
    (tmp_path / f"{MODEL}.zip").write_bytes(vosk_zip())
    installed.sori("models", "import", tmp_path / f"{MODEL}.zip")
    installed.parts("write")
    # THEN not a file in its folder came, went or changed, and all that is kept lies in the user's own
    assert installed.files() == before
    home = installed.home
    kept = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if not path.startswith(OURS)] == []
    known = installed.parts("read")
    assert len(known.splitlines()) == len(PARTS)
    # WHEN it is removed and installed again THEN everything is there as it was
    installed.uninstall()
    installed.install()
    assert installed.parts("read") == known
    assert installed.sori("models", "list").splitlines()[0].startswith(f"{MODEL}  ")
