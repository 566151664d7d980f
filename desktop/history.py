"""Every utterance that was dictated, kept on disk before it goes anywhere else."""

import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engines.errors import OutputUnwritable
from engines.words import _

_FIRST: Final = """
CREATE TABLE IF NOT EXISTS utterance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    said_at REAL NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    application TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    is_inserted INTEGER NOT NULL DEFAULT 0
)
"""
_STEPS: Final[tuple[str, ...]] = (_FIRST,)
"""The statement with this number, from 0, takes a file of that number (its `user_version`) to the next.

A step only adds columns that may be left out: then an earlier Sori goes on using the file
(docs/decisions/0016). Whatever cannot be done so belongs into another file.
"""
_COLUMNS: Final = "id, text, said_at, seconds, application, language, is_inserted"
_PATIENCE_SECONDS: Final = 2.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Utterance:
    """One thing that was said, and what became of it."""

    id: int
    text: str
    said_at: float
    """When it began: seconds since 1970, UTC."""
    seconds: float = 0.0
    """How long it took to say."""
    application: str = ""
    """The program it was said to; empty if unknown."""
    language: str = ""
    is_inserted: bool = False


class History:
    """The utterances on disk, in SQLite with a write-ahead log.

    When `add` returns, the utterance survives a crash of Sori and a power cut. Every statement is a
    transaction of its own, and they take turns, so any thread may call.
    Every method raises `OutputUnwritable` if the disk does not take or give what it must, or if a newer
    Sori made the file into something that this one cannot use; then nothing in it is touched.
    """

    def __init__(self, path: Path) -> None:
        """Get ready; the file is opened, or made, by the first call."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        # One statement at a time: two may not open the file, nor may one clear it while another reads.
        self._turn = threading.Lock()

    def add(
        self,
        text: str,
        *,
        said_at: float,
        seconds: float = 0.0,
        application: str = "",
        language: str = "",
        is_inserted: bool = False,
    ) -> int:
        """Keep one utterance and return its number; it is on the disk when this returns."""
        statement = (
            "INSERT INTO utterance (text, said_at, seconds, application, language, is_inserted)"
            " VALUES (?, ?, ?, ?, ?, ?)"
        )
        return self._run(statement, (text, said_at, seconds, application, language, is_inserted))[1]

    def mark_inserted(self, number: int) -> None:
        """Note that this utterance reached the program it was meant for."""
        self._run("UPDATE utterance SET is_inserted = 1 WHERE id = ?", (number,))

    def search(self, text: str = "", limit: int = 200) -> tuple[Utterance, ...]:
        """Return the newest utterances that contain `text`, the newest first."""
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows, _number = self._run(
            f"SELECT {_COLUMNS} FROM utterance WHERE text LIKE ? ESCAPE '\\' ORDER BY id DESC LIMIT ?",
            (pattern, limit),
        )
        return tuple(_utterance(row) for row in rows)

    def forget(self, number: int) -> None:
        """Delete one utterance."""
        self._delete("DELETE FROM utterance WHERE id = ?", (number,))

    def forget_before(self, when: float) -> None:
        """Delete what was said before `when`, in seconds since 1970."""
        self._delete("DELETE FROM utterance WHERE said_at < ?", (when,))

    def delete_all(self) -> None:
        """Delete every utterance; nothing of their text stays in any file, damaged ones included."""
        self._delete("DELETE FROM utterance")
        self._delete("VACUUM")
        try:
            for aside in self._path.parent.glob(_aside(self._path, "*").name):
                aside.unlink()
        except OSError as error:
            raise _undeletable(self._path) from error

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _delete(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run one statement that deletes; no words stay in the log that SQLite keeps beside the file."""
        try:
            self._run(statement, values)
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        except _FromNewerSori:
            raise
        except OutputUnwritable as error:
            raise _undeletable(self._path) from error

    def _run(self, statement: str, values: Sequence[Any] = ()) -> tuple[list[Any], int]:
        """Run one statement; return its rows and the number of the row it added."""
        try:
            with self._turn:
                cursor = self._opened().execute(statement, values)
                return cursor.fetchall(), cursor.lastrowid or 0
        except sqlite3.Error as error:
            logger.info("history: %s", type(error).__name__)
            raise _unwritable(self._path) from error

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._connection = _connected(self._path)
            except OSError as error:
                raise _unwritable(self._path) from error
        return self._connection


class _FromNewerSori(OutputUnwritable):
    """The file is sound, and not ours to write."""


def _utterance(row: Sequence[Any]) -> Utterance:
    number, text, said_at, seconds, application, language, is_inserted = row
    return Utterance(number, text, said_at, seconds, application, language, bool(is_inserted))


def _connected(path: Path) -> sqlite3.Connection:
    try:
        return _ready(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # full, locked or not permitted: the file itself is sound
        # Not lost: whoever knows SQLite can still look into it.
        aside = _aside(path, time.strftime("%Y%m%d-%H%M%S"))
        path.replace(aside)
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        logger.warning("the history was damaged; it is kept as %s and a new one is begun", aside.name)
        return _ready(path)


def _aside(path: Path, when: str) -> Path:
    return path.with_name(f"{path.stem}.damaged-{when}{path.suffix}")


def _ready(path: Path) -> sqlite3.Connection:
    if not _is_usable(path):
        raise _too_new(path)
    path.touch(mode=0o600)
    connection = sqlite3.connect(
        path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL writes the log through at each commit: a power cut loses nothing that was added.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        _bring_up_to_date(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take the file through all steps it lacks, or through none: a crash leaves it as it was."""
    if connection.execute("PRAGMA user_version").fetchone()[0] >= len(_STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again, now that nobody else can take it through the same steps.
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        for statement in _STEPS[number:]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(number, len(_STEPS))}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.rollback()
        raise


def _is_usable(path: Path) -> bool:
    """Return whether the file is one of ours, or of a newer Sori that only added columns; writes nothing."""
    if not path.exists():
        return True
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_SECONDS
        )
    except sqlite3.Error:
        return True  # opening it to write tells what is wrong
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        return number <= len(_STEPS) or _has_only_more_columns(connection)
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def _has_only_more_columns(connection: sqlite3.Connection) -> bool:
    """Return whether the table is ours but for columns that may be left out, and there is nothing else.

    Another table or a trigger could keep words that deleting them here would leave behind.
    """
    things = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    if {(kind, name) for kind, name in things if kind != "index"} != {("table", "utterance")}:
        return False
    columns = connection.execute("PRAGMA table_xinfo(utterance)").fetchall()
    ours = set(_COLUMNS.split(", "))
    may_be_left_out = [
        not is_required or default is not None
        for _number, name, _type, is_required, default, _key, _hidden in columns
        if name not in ours
    ]
    return ours <= {column[1] for column in columns} and all(may_be_left_out)


def _unwritable(path: Path) -> OutputUnwritable:
    return OutputUnwritable(
        _(
            "What you said could not be kept in the history: free some space, or make sure the folder "
            "{folder} can be written to."
        ).format(folder=path.parent)
    )


def _too_new(path: Path) -> _FromNewerSori:
    return _FromNewerSori(
        _(
            "The history {file} is from a newer version of Sori, so it is left as it is and nothing is added "
            "to it: update Sori."
        ).format(file=path)
    )


def _undeletable(path: Path) -> OutputUnwritable:
    return OutputUnwritable(
        _(
            "What you said could not be deleted from the history: close what else has it open, or make sure "
            "the folder {folder} can be written to."
        ).format(folder=path.parent)
    )
