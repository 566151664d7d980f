"""What a newer version wrote is used, changed and saved without a loss, or refused and not touched."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from desktop.history import History
from desktop.presenters.own_words import given_out
from desktop.settings import Settings, SettingsFile
from engines.errors import InputUnsupported, OutputUnwritable
from engines.hands import Hand, Point, Sight
from engines.models import ModelStore
from engines.models.catalogue import from_json
from engines.sign_to_text.fingerspelling.calibration import LetterExamples
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.landmark_file import TaughtSign, packed
from engines.sign_to_text.taught.store import TaughtSigns
from engines.writing import CustomWords
from tests.model_server import MODEL, catalogue_file, vosk_zip
from tests.upgrades import chosen

ExpectLog = Callable[[str], None]
NEWER_TABLE: Final = """
CREATE TABLE utterance (
    id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, said_at REAL NOT NULL,
    seconds REAL NOT NULL DEFAULT 0, application TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
    is_inserted INTEGER NOT NULL DEFAULT 0{more})
"""


def stored(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


# ---- Settings -------------------------------------------------------------------------------------------


def newer_settings(path: Path) -> dict[str, Any]:
    values = {
        "rate_wpm": 600,
        "level": "poem",
        "sign_pack": "bsl-letters",
        "window": [1, 2, 300, 200, 96],
        "keys": {"dictate": "Gesture+Swipe", "stop": "F9", "wave": "Ctrl+Alt+W"},
        "gestures": {"swipe": [1, 2]},
        "theme": None,
        "text_percent": 150,
    }
    path.write_text(json.dumps(values), encoding="utf-8")
    return values


@pytest.fixture
def _told(expect_log: ExpectLog) -> None:
    for name in ("rate_wpm", "level", "sign_pack", "window"):
        expect_log(f"the stored setting {name} is not valid")
    expect_log("the stored keys of 'dictate' are not valid")


@pytest.mark.usefixtures("_told")
def test_settings_that_are_not_understood_are_written_back(tmp_path: Path) -> None:
    # GIVEN settings of a newer version: fields, choices, keys and bounds that are not known here
    path = tmp_path / "settings.json"
    newer = newer_settings(path)
    file = SettingsFile(path)
    # WHEN they are loaded THEN what is known is used, and the rest has its default
    settings = file.load()
    assert settings == Settings(text_percent=150, keys={"stop": "F9", "wave": "Ctrl+Alt+W"})
    # WHEN another setting is changed and saved THEN everything else is as it was
    file.save(replace(settings, volume_percent=40))
    kept = stored(path)
    assert {name: kept[name] for name in newer} == newer
    assert kept["volume_percent"] == 40


@pytest.mark.usefixtures("_told")
def test_what_the_user_chooses_here_counts(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    newer_settings(path)
    file = SettingsFile(path)
    # WHEN the user chooses something for a setting whose value was not understood
    file.save(replace(file.load(), level="headline", keys={"dictate": "F8", "stop": "F9"}))
    # THEN the choice is kept, and the others still wait for the newer version
    kept = stored(path)
    assert kept["level"] == "headline"
    assert kept["keys"] == {"dictate": "F8", "stop": "F9"}
    assert kept["sign_pack"] == "bsl-letters"


def test_damage_is_not_taken_for_something_newer(tmp_path: Path, expect_log: ExpectLog) -> None:
    expect_log("the stored setting rate_wpm is not valid")
    expect_log("the stored setting level is not valid")
    path = tmp_path / "settings.json"
    path.write_text('{"rate_wpm": "fast", "level": 7}', encoding="utf-8")
    file = SettingsFile(path)
    file.save(replace(file.load(), volume_percent=40))
    assert (stored(path)["rate_wpm"], stored(path)["level"]) == (175, "structure")


# ---- History --------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def newer_history(path: Path, more: str = "", *statements: str) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA journal_mode = WAL")
        newer.execute(NEWER_TABLE.format(more=more))
        newer.execute("INSERT INTO utterance (text, said_at) VALUES ('from later', 1)")
        for statement in statements:
            newer.execute(statement)
        newer.execute("PRAGMA user_version = 7")
    newer.close()


def test_a_history_with_more_columns_is_used_and_stays_what_it_is(path: Path) -> None:
    # GIVEN a history of a newer version, with columns that may be left out, and an index
    newer_history(
        path,
        ", mood TEXT, stars INTEGER NOT NULL DEFAULT 3",
        "UPDATE utterance SET mood = 'glad', stars = 5",
        "CREATE INDEX by_time ON utterance (said_at)",
    )
    # WHEN this version adds, marks and deletes
    history = History(path)
    number = history.add("new", said_at=2.0)
    history.mark_inserted(number)
    history.forget(history.add("soon gone", said_at=3.0))
    assert [one.text for one in history.search()] == ["new", "from later"]
    history.close()
    # THEN what the newer one wrote is there, and the file is still its own
    with sqlite3.connect(path) as newer:
        rows = newer.execute("SELECT text, mood, stars FROM utterance ORDER BY id").fetchall()
        assert rows == [("from later", "glad", 5), ("new", None, 3)]
        assert newer.execute("PRAGMA user_version").fetchone() == (7,)
    newer.close()


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE utterance", NEWER_TABLE.format(more=", speaker TEXT NOT NULL")),
        ("CREATE TABLE spoken_by (utterance INTEGER, name TEXT)",),
        ("CREATE VIEW newest AS SELECT * FROM utterance",),
        ("CREATE TRIGGER t AFTER INSERT ON utterance BEGIN UPDATE utterance SET seconds = 1; END",),
        ("ALTER TABLE utterance RENAME COLUMN seconds TO milliseconds",),
        ("ALTER TABLE utterance RENAME TO heard",),
    ],
    ids=["required column", "table", "view", "trigger", "renamed column", "renamed table"],
)
def test_a_history_that_was_changed_further_is_refused_and_not_touched(
    path: Path, statements: tuple[str, ...]
) -> None:
    # GIVEN a history that a newer version made into something else
    newer_history(path, "", *statements)
    before = path.read_bytes()
    history = History(path)
    works: tuple[Callable[[], Any], ...] = (
        lambda: history.add("new", said_at=2.0),
        lambda: history.search("later"),
        lambda: history.mark_inserted(1),
        lambda: history.forget(1),
        lambda: history.forget_before(99.0),
        history.delete_all,
    )
    # WHEN it is used THEN one sentence says what to do, and not a byte of it has changed
    for work in works:
        with pytest.raises(
            OutputUnwritable, match=r"^The history .* is from a newer version of Sori.*update Sori\.$"
        ):
            work()
    history.close()
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if "damaged" in one.name] == []


# ---- Signs and letters ----------------------------------------------------------------------------------


def example(number: int) -> Example:
    return Example(*chosen.example("house", number))


@pytest.fixture
def signs(tmp_path: Path) -> TaughtSigns:
    """Return a folder with one sign as a newer version keeps it."""
    folder = tmp_path / "signs"
    folder.mkdir()
    (folder / "one.signs").write_bytes(newer_sign(packed([TaughtSign("house", (example(0),))])))
    return TaughtSigns(folder)


def newer_sign(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            given = old.read(name)
            if name == "signs.json":
                facts = json.loads(given)
                facts["camera"] = {"name": "front"}
                facts["signs"][0]["meaning"] = ["집", 1]
                given = json.dumps(facts).encode()
            new.writestr(name, given)
        new.writestr("faces", b"\1\2\3")
    return out.getvalue()


def newer_facts(signs: TaughtSigns) -> tuple[Any, Any, bytes]:
    """Return what the newer version wrote and this one does not know."""
    (path,) = signs.folder.glob("*.signs")
    with zipfile.ZipFile(path) as archive:
        facts = json.loads(archive.read("signs.json"))
        faces = archive.read("faces") if "faces" in archive.namelist() else b""
    return facts.get("camera"), facts["signs"][0].get("meaning"), faces


def test_what_is_not_known_of_a_sign_outlives_every_change(signs: TaughtSigns, tmp_path: Path) -> None:
    everything = ({"name": "front"}, ["집", 1], b"\1\2\3")
    assert newer_facts(signs) == everything
    # WHEN it is renamed THEN all of it is there still
    signs.rename("house", "home")
    assert newer_facts(signs) == everything
    # WHEN its examples change THEN only what may belong to the former ones is left out
    signs.add("home", [example(1)])
    assert newer_facts(signs) == (*everything[:2], b"")
    signs.delete_example("home", 0)
    signs.record_again("home", [example(2), example(3)])
    assert newer_facts(signs) == (*everything[:2], b"")
    # WHEN it is exported and imported elsewhere THEN it goes along
    signs.export(tmp_path / "all.signs")
    others = TaughtSigns(tmp_path / "others")
    others.import_from(tmp_path / "all.signs", lambda _name: "keep")
    assert newer_facts(others) == (*everything[:2], b"")


def test_an_imported_sign_brings_everything_along(signs: TaughtSigns, tmp_path: Path) -> None:
    others = TaughtSigns(tmp_path / "others")
    others.import_from(signs.folder / "one.signs", lambda _name: "keep")
    assert newer_facts(others) == newer_facts(signs)


def test_a_sign_of_a_later_kind_is_refused_and_not_touched(signs: TaughtSigns) -> None:
    path = signs.folder / "one.signs"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("signs.json", json.dumps({"version": 2, "signs": "otherwise"}))
    path.write_bytes(out.getvalue())
    assert signs.signs() == ()
    assert signs.troubles() == ("one.signs is from a newer version of Sori. Update Sori, then try again.",)
    signs.add("house", [example(0)])
    assert path.read_bytes() == out.getvalue()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Return the file of letters as a newer version keeps it."""
    LetterExamples(tmp_path).add("ksl", "ㄱ", [sight(1)])
    path = tmp_path / "letters.json"
    facts = stored(path)
    facts["light"] = "dim"
    facts["examples"][0]["camera"] = "front"
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def sight(seed: int) -> Sight:
    return Sight(0.0, hands=(Hand("right", tuple(Point(*row) for row in chosen.hand(seed))),))


def test_what_is_not_known_of_letters_outlives_every_change(letters: Path) -> None:
    # WHEN a letter is shown and another forgotten
    LetterExamples(letters.parent).add("ksl", "ㄴ", [sight(2)])
    LetterExamples(letters.parent).delete("ksl", "ㄴ")
    # THEN what the newer version wrote is there
    kept = stored(letters)
    assert kept["light"] == "dim"
    assert [one["camera"] for one in kept["examples"]] == ["front"]


def test_letters_of_a_later_kind_are_refused_and_not_touched(letters: Path) -> None:
    letters.write_text('{"version": 2, "examples": {}}', encoding="utf-8")
    before = letters.read_bytes()
    for work in (lambda one: one.counts("ksl"), lambda one: one.add("ksl", "ㄴ", [sight(2)])):
        with pytest.raises(InputUnsupported, match="from a newer version of Sori"):
            work(LetterExamples(letters.parent))
    assert letters.read_bytes() == before


# ---- Models ---------------------------------------------------------------------------------------------


def test_the_record_of_a_newer_version_is_read_and_stays(tmp_path: Path) -> None:
    # GIVEN a model that a newer version installed, of which it knows more
    file = catalogue_file(tmp_path, "https://models.example/a.zip", digest_of=vosk_zip())
    store = ModelStore(tmp_path / "models", file)
    (tmp_path / "given.zip").write_bytes(vosk_zip())
    list(store.import_from(tmp_path / "given.zip"))
    path = store.folder / MODEL / "sori-model.json"
    facts = stored(path)
    facts["model"] |= {"voices": ["a", "b"], "needs_bytes": 7}
    facts |= {"signature": "…", "version": 2}
    path.write_text(json.dumps(facts), encoding="utf-8")
    before = path.read_bytes()
    # THEN it is not taken for damaged, and is used
    assert store.trouble(MODEL) == ""
    assert store.find("vosk", "en") == store.folder / MODEL
    assert store.is_verified(MODEL)
    assert [step.stage for step in store.verify(MODEL)][-1] == "done"
    assert path.read_bytes() == before


def test_a_record_says_no_more_than_the_first_version_understands(tmp_path: Path) -> None:
    # An earlier version takes a record whose model has other facts for damaged.
    earlier = Path(__file__).parents[1] / "data" / "earlier" / "61b6379" / "user" / "data" / "sori" / "models"
    first = stored(earlier / chosen.MODEL / "sori-model.json")
    store = ModelStore(tmp_path / "models", catalogue_file(tmp_path, "https://models.example/a.zip"))
    (tmp_path / "given.zip").write_bytes(vosk_zip())
    list(store.import_from(tmp_path / "given.zip"))
    ours = stored(store.folder / MODEL / "sori-model.json")
    assert ours["model"].keys() == first["model"].keys()
    assert ours.keys() >= first.keys()


def test_a_kept_list_of_a_newer_version_is_used() -> None:
    row = {"engine": "vosk", "id": "a", "kind": "small", "languages": ["en"], "language_text": "English"}
    row |= {"size_bytes": 1, "md5": "", "address": "https://models.example/a.zip", "is_obsolete": False}
    (found,) = from_json(json.dumps({"version": 2, "rows": [{**row, "stars": 5}]}))
    assert (found.id, found.languages) == ("a", ("en",))


def test_digests_that_a_newer_version_keeps_otherwise_stay(tmp_path: Path) -> None:
    # GIVEN digests first seen, one of them in a form that is not known here
    store = ModelStore(tmp_path / "models", catalogue_file(tmp_path, "https://models.example/a.zip"))
    store.folder.mkdir()
    newer = {MODEL: {"sha256": "0" * 64, "when": 1}, "another": "1" * 64}
    (store.folder / "first-seen.json").write_text(json.dumps(newer), encoding="utf-8")
    # WHEN models come and go THEN all of them are there still
    (tmp_path / "given.zip").write_bytes(vosk_zip())
    list(store.import_from(tmp_path / "given.zip"))
    store.remove(MODEL)
    assert stored(store.folder / "first-seen.json") == newer


# ---- The user's own words -------------------------------------------------------------------------------


def test_words_of_a_later_kind_are_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("heard,written,when\nsori,Sori,always\n", encoding="utf-8")
    with pytest.raises(InputUnsupported, match="two columns"):
        CustomWords.from_csv(path)
    with pytest.raises(InputUnsupported):
        list(given_out(path, tmp_path / "out.csv"))
    assert path.read_text(encoding="utf-8") == "heard,written,when\nsori,Sori,always\n"
