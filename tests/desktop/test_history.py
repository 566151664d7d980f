"""What was dictated survives: kill -9, a full disk, a damaged file; and it goes when it must."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.history import History, Utterance
from engines.errors import OutputUnwritable

ADD_FOR_EVER = """
import sys, time
from pathlib import Path
from desktop.history import History
history = History(Path(sys.argv[1]))
for number in range(1_000_000):
    history.add(f"utterance {number}", said_at=time.time())
    print(number, flush=True)
"""
ADD_UNTIL_FULL = """
import resource, sys
from pathlib import Path
from desktop.history import History
from engines.errors import OutputUnwritable
history = History(Path(sys.argv[1]))
history.add("before", said_at=1)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
kept = 1
try:
    while kept < 10_000:
        history.add("x" * 1000, said_at=2)
        kept += 1
except OutputUnwritable as error:
    print(kept)
    print(error)
"""


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "data" / "history.db")
    yield history
    history.close()


def test_an_utterance_comes_back_as_it_was_said(history: History) -> None:
    # GIVEN two utterances
    first = history.add(
        "안녕하세요, 100% 좋아요 😀", said_at=10.5, seconds=2.0, application="gedit", language="ko"
    )
    second = history.add("Hello", said_at=20.0)
    # WHEN one of them reaches its program
    history.mark_inserted(first)
    # THEN both come back, the newest first
    assert history.search() == (
        Utterance(second, "Hello", 20.0),
        Utterance(first, "안녕하세요, 100% 좋아요 😀", 10.5, 2.0, "gedit", "ko", is_inserted=True),
    )


def test_search_takes_signs_as_they_are(history: History) -> None:
    for text in ("100% sure", "100 sure", "a_b", "aXb", "back\\slash"):
        history.add(text, said_at=1.0)
    found = {text: [one.text for one in history.search(text)] for text in ("0%", "a_b", "\\", "SURE", "zzz")}
    assert found == {
        "0%": ["100% sure"],
        "a_b": ["a_b"],
        "\\": ["back\\slash"],
        "SURE": ["100 sure", "100% sure"],
        "zzz": [],
    }
    assert len(history.search("", limit=2)) == 2


def test_what_is_deleted_is_gone_from_the_disk(history: History, tmp_path: Path) -> None:
    # GIVEN something private among other things
    for number in range(50):
        history.add(f"private words {number}", said_at=float(number))
    history.forget_before(25.0)
    assert len(history.search()) == 25
    assert b"private words 7" not in read(tmp_path)
    history.forget(history.search()[0].id)
    assert len(history.search()) == 24
    assert b"private words 49" not in read(tmp_path)
    # WHEN all is deleted THEN none of the words is left in any file
    history.delete_all()
    assert history.search() == ()
    assert b"private" not in read(tmp_path)


def read(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "data").iterdir())


def test_what_cannot_be_deleted_is_told_as_that(history: History, tmp_path: Path) -> None:
    # GIVEN words, and another program that writes to the file
    history.add("private", said_at=1.0)
    other = sqlite3.connect(tmp_path / "data" / "history.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    # WHEN they are to go THEN the sentence tells of deleting
    with pytest.raises(OutputUnwritable, match="could not be deleted"):
        history.forget_before(2.0)
    other.close()


def test_only_the_user_can_read_it(history: History, tmp_path: Path) -> None:
    history.add("mine", said_at=1.0)
    for path in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


@pytest.mark.parametrize("after", [1, 17, 60])
def test_a_killed_process_loses_nothing_it_had_added(tmp_path: Path, after: int) -> None:
    # GIVEN a process that adds one utterance after the other
    path = tmp_path / "history.db"
    with subprocess.Popen(
        [sys.executable, "-c", ADD_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        # WHEN it is killed in the middle
        process.send_signal(signal.SIGKILL)
        told = [int(line) for line in process.stdout.read().split()]
    # THEN each utterance it had been told was kept is there
    history = History(path)
    last = told[-1] if told else after - 1
    assert {one.text for one in history.search(limit=10_000)} >= {f"utterance {n}" for n in range(last + 1)}
    history.close()


def test_a_full_disk_is_one_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    # GIVEN a disk that takes little WHEN it is full
    path = tmp_path / "history.db"
    answer = subprocess.run(
        [sys.executable, "-c", ADD_UNTIL_FULL, str(path)], capture_output=True, text=True, check=True
    )
    kept, sentence = answer.stdout.splitlines()
    # THEN a sentence says what to do, and all that was kept before is there
    assert "free some space" in sentence
    assert int(kept) > 1
    history = History(path)
    assert len(history.search(limit=20_000)) == int(kept)
    history.close()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputUnwritable, match="could not be kept"):
        History(tmp_path / "file" / "history.db").add("words", said_at=1.0)


def test_a_damaged_file_is_set_aside_and_a_new_one_begun(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    # GIVEN a history that something else wrote over
    path = tmp_path / "history.db"
    path.write_bytes(b"this is no database, " * 100)
    expect_log("the history was damaged")
    # WHEN something is said THEN it is kept, and the old file is still there
    history = History(path)
    history.add("after", said_at=1.0)
    assert [one.text for one in history.search()] == ["after"]
    aside = [one for one in tmp_path.iterdir() if re.fullmatch(r"history\.damaged-\d{8}-\d{6}\.db", one.name)]
    assert len(aside) == 1
    assert aside[0].read_bytes().startswith(b"this is no database")
    # WHEN all is deleted THEN so is that
    history.delete_all()
    assert not aside[0].exists()
    assert history.search() == ()
    history.close()


def test_a_newer_file_is_used_as_it_is(tmp_path: Path) -> None:
    # GIVEN a history of a later Sori, with a column more
    path = tmp_path / "history.db"
    History(path).add("old", said_at=1.0)
    with sqlite3.connect(path) as newer:
        newer.execute("ALTER TABLE utterance ADD COLUMN mood TEXT")
        newer.execute("PRAGMA user_version = 9")
    newer.close()
    # WHEN this Sori uses it THEN nothing is lost on either side
    history = History(path)
    history.add("new", said_at=2.0)
    assert [one.text for one in history.search()] == ["new", "old"]
    history.close()
    with sqlite3.connect(path) as newer:
        assert newer.execute("PRAGMA user_version").fetchone() == (9,)
    newer.close()


def test_any_thread_may_add(history: History) -> None:
    threads = [
        threading.Thread(target=lambda: [history.add("words", said_at=1.0) for _ in range(20)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.search()) == 80


def test_threads_that_come_at_once_open_one_file_and_lose_nothing(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    # GIVEN a damaged history, and lanes that all want it at once, one of them to clear it
    path = tmp_path / "history.db"
    path.write_bytes(b"this is no database, " * 100)
    expect_log("the history was damaged")
    history, numbers = History(path), set[int]()
    ready = threading.Barrier(5)

    def add() -> None:
        ready.wait()
        numbers.update(history.add("words", said_at=1.0) for _ in range(20))

    def clear() -> None:
        ready.wait()
        history.search()
        history.forget_before(0.5)

    threads = [*(threading.Thread(target=add) for _ in range(4)), threading.Thread(target=clear)]
    # WHEN they do THEN it is set aside once, and each utterance has a number of its own
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.search()) == len(numbers) == 80
    assert len([one for one in tmp_path.iterdir() if ".damaged-" in one.name]) == 1
    history.close()


def test_the_file_lies_in_the_users_own_folder(tmp_path: Path) -> None:
    from desktop import paths

    program = "from desktop import paths; print(paths.history_file())"
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == str(tmp_path / "sori" / "history.db")
    assert paths.history_file().name == "history.db"
