"""Whenever a process is killed while it writes, the old file or the new one is there, whole."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from desktop import paths
from tests.upgrades import any_sori, chosen

ROOT: Final = Path(__file__).resolve().parents[2]
STEPS: Final = (
    "ALTER TABLE utterance ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
    "UPDATE utterance SET mood = 'glad'",
    "CREATE INDEX by_time ON utterance (said_at)",
)
"""What a later version might do to the history."""
MIGRATE: Final = f"""
import os, signal, sqlite3, sys
from desktop import history, paths
history._STEPS = (*history._STEPS, *{STEPS!r})
connect, count = sqlite3.connect, [0]

def connected(*arguments, **options):
    connection = connect(*arguments, **options)
    def traced(statement):
        count[0] += 1
        if count[0] == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(traced)
    return connection

sqlite3.connect = connected
one = history.History(paths.history_file())
one.search()
one.close()
print(count[0])
"""
"""Takes the history through those steps, and is killed at the statement with the number of the argument."""
KILLED_EVERYWHERE: Final = """
import json, os, shutil, signal, sys
from pathlib import Path
from tests.upgrades import any_sori

part, home, backup = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
getattr(any_sori, "write_" + part)()
read, change = getattr(any_sori, "read_" + part), getattr(any_sori, "change_" + part)
shutil.copytree(home, backup)
states, moment, status = [read()], 0, -1

def kill(event, arguments):
    global left
    if event in ("open", "os.rename", "os.remove") and str(arguments[0]).startswith(str(home)):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

while status:
    moment += 1
    shutil.rmtree(home)
    shutil.copytree(backup, home)
    child = os.fork()
    if child == 0:
        left = moment
        sys.addaudithook(kill)
        change()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL)
    states.append(read())
print(json.dumps({"moments": moment, "states": states}))
"""
"""Changes a part of a user's files again and again, killed whenever a file is opened or renamed."""


def ran(program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def facts() -> tuple[int, list[Any]]:
    """Return the number of the history's form, and its columns."""
    connection = sqlite3.connect(paths.history_file())
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        return number, [row[1] for row in connection.execute("PRAGMA table_info(utterance)")]
    finally:
        connection.close()


def test_a_migration_that_is_killed_at_any_statement_leaves_the_old_file_usable() -> None:
    # GIVEN a history, and a later version that takes it through several steps
    any_sori.write_history()
    before, old, kills = any_sori.read_history(), facts(), 0
    while facts() == old:
        # WHEN it is killed at one statement after the other
        kills += 1
        done = ran(MIGRATE, kills)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        # THEN this version finds every utterance
        assert any_sori.read_history() == before
    # AND there was nothing between the old form and the new one
    assert kills > len(STEPS) + 1
    assert facts() == (len(STEPS) + 1, [*old[1], "mood"])
    # AND this version goes on using the new one
    any_sori.change_history()
    assert [one["text"] for one in any_sori.read_history()][1:] == [one["text"] for one in before]


def test_a_history_that_was_killed_at_its_birth_is_used() -> None:
    # GIVEN a file of a first version that was killed before it wrote the number of its form
    any_sori.write_history()
    with sqlite3.connect(paths.history_file()) as connection:
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert len(any_sori.read_history()) == len(chosen.UTTERANCES)
    assert facts()[0] == 1


@pytest.mark.parametrize(("part", "changes"), [("settings", 1), ("signs", 2), ("letters", 1)])
def test_a_change_that_is_killed_at_any_moment_loses_nothing(
    part: str, changes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a user's files, which are changed by a process that is killed at every moment in turn
    home = tmp_path / "home"
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    done = ran(KILLED_EVERYWHERE, part, home, tmp_path / "backup")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # THEN at no time was there anything but what was before a change or after it
    assert found["moments"] > changes
    states = [json.dumps(state) for state in found["states"]]
    assert len(dict.fromkeys(states)) <= changes + 1
    assert states[0] != states[-1]
