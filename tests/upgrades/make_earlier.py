"""Make tests/data/earlier again: a user's files, each written by the version that names its folder.

`python -m tests.upgrades.make_earlier` checks every version out into a scratch folder and runs `any_sori.py`
with its code. `… down COMMIT` writes all parts with the code of this tree, lets the code of COMMIT read and
change them, and tells what this tree finds afterwards.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.model_server import LIST, catalogue_file, published, serving, zipped
from tests.upgrades import chosen

ROOT: Final = Path(__file__).resolve().parents[2]
EARLIER: Final = ROOT / "tests" / "data" / "earlier"
SCRIPT: Final = Path(__file__).with_name("any_sori.py")
VERSIONS: Final[dict[str, tuple[str, ...]]] = {
    "12858ae": ("settings",),
    "ea1b656": ("history", "crashed"),
    "61b6379": ("models",),
    "d28e891": ("words",),
    "db79273": ("settings",),
    "bc5e921": ("models",),
    "bd6d65f": ("history",),
    "df467a3": ("signs",),
    "8ded7f3": ("settings",),
    "1aa2f02": ("letters",),
    "443a250": ("settings",),
    "026b8cc": ("letters",),
    "8129c41": ("settings",),
    "21127c4": ("settings", "history", "words", "signs", "letters", "models"),
}
"""The first and the last version of each form that a file had, the oldest first; 21127c4: before packages."""
ALL_PARTS: Final = ("settings", "history", "words", "signs", "letters", "models")
CHANGED_PARTS: Final = ("settings", "history", "signs", "letters")
_LEFT_OUT: Final = ("*.lock", ".lock", "*-shm", "state", "cache")


@contextlib.contextmanager
def tree(commit: str) -> Iterator[Path]:
    """Check a version out for as long as the context lasts."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, commit)
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(folder), commit], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def run(code: Path, home: Path, verb: str, part: str, **more: str) -> Any:
    """Run a verb with the code in `code` and the user's folders in `home`; return what it prints."""
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), verb, part],
        env={**os.environ, **folders, "PYTHONPATH": str(code), "LANG": "C.UTF-8", **more},
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{verb} {part} in {code.name}: {done.stderr}")
    return json.loads(done.stdout) if verb == "read" else None


def write(code: Path, home: Path, part: str) -> None:
    """Write one part of a user's files with the code in `code`."""
    home.mkdir(parents=True, exist_ok=True)
    if part == "models":
        _write_models(code, home)
    else:
        run(code, home, "write", part)


def _write_models(code: Path, home: Path) -> None:
    """Let models come from a server on this machine, which keeps the second one back in the middle."""
    archives = {name: zipped(chosen.model_files(), name) for name in (chosen.MODEL, chosen.PARTIAL)}
    with serving() as server, tempfile.TemporaryDirectory() as scratch:
        for name, content in archives.items():
            server.put(f"/{name}.zip", content)
        server.files[f"/{chosen.PARTIAL}.zip"].stalls_after = [chosen.PARTIAL_BYTES]
        addresses = {name: server.url(f"/{name}.zip") for name in archives}
        rows = [
            *json.loads(published(addresses[chosen.MODEL], archives[chosen.MODEL])),
            *json.loads(
                published(
                    addresses[chosen.PARTIAL],
                    archives[chosen.PARTIAL],
                    name=chosen.PARTIAL,
                    lang="ko",
                    lang_text="Korean",
                )
            ),
        ]
        server.put(LIST, json.dumps(rows).encode())
        file = catalogue_file(
            Path(scratch),
            addresses[chosen.MODEL],
            list_url=server.url(LIST),
            size_bytes=len(archives[chosen.MODEL]),
        )
        run(code, home, "write", "models", SORI_MODEL_CATALOGUE=str(file), no_proxy="*")
    (home / "data" / f"{chosen.PARTIAL}.zip").write_bytes(archives[chosen.PARTIAL])


def make() -> None:
    """Make the files of every version anew."""
    for commit, parts in VERSIONS.items():
        shutil.rmtree(EARLIER / commit, ignore_errors=True)
        with tree(commit) as code, tempfile.TemporaryDirectory() as scratch:
            for part in parts:
                home = Path(scratch, commit, "crashed" if part == "crashed" else "user")
                write(code, home, part)
                shutil.copytree(
                    home,
                    EARLIER / commit / home.name,
                    dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns(*_LEFT_OUT),
                )
        print(commit, *parts, flush=True)


def down(commit: str) -> None:
    """Tell whether the code of `commit` reads what this tree wrote, and changes it as this tree would."""
    with tree(commit) as code, tempfile.TemporaryDirectory() as scratch:
        home, other = Path(scratch, "user"), Path(scratch, "other")
        for part in ALL_PARTS:
            write(ROOT, home, part)
            ours, theirs = run(ROOT, home, "read", part), run(code, home, "read", part)
            known = {name: ours[name] for name in theirs} if part == "settings" else ours
            print(part, "read alike" if theirs == known else f"read otherwise: {ours} {theirs}", flush=True)
        shutil.copytree(home, other)
        for part in CHANGED_PARTS:
            run(code, home, "change", part)
            run(ROOT, other, "change", part)
            ours, theirs = run(ROOT, other, "read", part), run(ROOT, home, "read", part)
            print(
                part, "changed alike" if theirs == ours else f"changed otherwise: {ours} {theirs}", flush=True
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["down"]:
        down(sys.argv[2])
    else:
        make()
