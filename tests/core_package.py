"""A core package without a freeze: Sori from the source tree, with torch and mediapipe nowhere to be found.

The commands run in processes of their own, in which only an add-on brings what a core package lacks.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from engines.build import AddOn

ROOT: Final = Path(__file__).resolve().parent.parent
ID: Final = "hands-0123456789ab"
PLATFORM: Final = "linux-x86_64"
FILE: Final = f"sori-{ID}-{PLATFORM}.zip"
LACKING: Final = ("torch", "mediapipe", "sympy", "networkx", "jinja2", "fsspec", "mpmath", "torchgen")
"""What a core package comes without, by import name."""
_BEGINNING: Final = f"""
import os, sys
from importlib.machinery import PathFinder

class Core:
    \"\"\"Finds what a core package has, and the rest where an add-on lies.\"\"\"

    invalidate_caches = PathFinder.invalidate_caches
    find_distributions = PathFinder.find_distributions

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {LACKING!r} and path is None:
            path = [one for one in sys.path if os.path.exists(os.path.join(one, "add-on.json"))]
        return PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Core
sys._MEIPASS = os.environ["SORI_TEST_CORE"]
from engines import add_on
add_on.activate()
"""
"""Runs before anything else in each process, as the entry point of a package does."""

_EACH: Final = """
import contextlib, io, json, sys
from desktop.cli import run
answers = []
for command in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(command)
    answers.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(answers))
"""


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def add_on_files(seed: int = 1) -> dict[str, bytes]:
    """Return the files of a made-up add-on: a torch that says which it is, a library and a module of data."""
    about = {"id": ID, "version": "0.1.0", "platform": PLATFORM}
    return {
        "add-on.json": json.dumps(about).encode(),
        "torch/__init__.py": f"version = {seed}\n".encode(),
        "torch/lib/libtorch.so": bytes(range(256)) * 5_000,
        "mediapipe/__init__.py": b"",
        "mediapipe/python/__init__.py": b"from made_up_hands import NAME\n",
        "made_up_hands/__init__.py": b"NAME = 'hands'\n",
        "made_up_hands-1.0.dist-info/METADATA": b"Name: made-up-hands\nVersion: 1.0\n",
    }


def add_on_zip(files: dict[str, bytes] | None = None, mode: int = 0o100755) -> bytes:
    """Return an add-on as it is published; every file has the permissions `mode`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files or add_on_files()).items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def facts(content: bytes, add_on_id: str = ID) -> AddOn:
    """Return what a core package is told of this add-on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    return AddOn(add_on_id, FILE, len(content), unpacked, hashlib.sha256(content).hexdigest())


class CorePackage:
    """A folder that stands for the installed package, and the commands in it."""

    def __init__(self, folder: Path, content: bytes | None = None, address: str = "") -> None:
        """`content` is the add-on it takes, `address` where releases are."""
        self._folder = folder
        wanted = facts(add_on_zip() if content is None else content)
        self.add_on = wanted
        resources = folder / "resources"
        resources.mkdir(parents=True)
        for path in (ROOT / "resources").iterdir():
            (resources / path.name).symlink_to(path)
        build = {"edition": "core", "platform": PLATFORM, "release_address": address, "public_key": ""}
        (resources / "build.json").write_text(json.dumps({**build, "add_on": vars(wanted)}), encoding="utf-8")
        (folder / "sitecustomize.py").write_text(_BEGINNING, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """What makes any Python of ours one of this package."""
        return {
            **os.environ,
            "SORI_TEST_CORE": str(self._folder),
            "PYTHONPATH": os.pathsep.join((str(self._folder), str(ROOT))),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def python(self, program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        """Run a program."""
        return self._run("-c", program, *map(str, arguments))

    def sori(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        """Run a command."""
        return self._run("-m", "desktop.cli", *map(str, arguments))

    def each(self, *commands: tuple[object, ...]) -> list[Answer]:
        """Run several commands in one process, which is quicker."""
        done = self._run("-c", _EACH, json.dumps([[str(word) for word in command] for command in commands]))
        assert done.returncode == 0, done.stderr
        return [Answer(*answer) for answer in json.loads(done.stdout)]

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=self._folder,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
