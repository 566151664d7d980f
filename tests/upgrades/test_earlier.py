"""What every earlier version wrote is read, kept and gone on with."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from platformdirs import user_config_dir, user_data_dir

from desktop import paths
from desktop.history import History
from desktop.settings import Settings, SettingsFile
from engines.models import ModelStore, Patience
from engines.sign_to_text.fingerspelling.calibration import LetterExamples
from engines.sign_to_text.taught.store import TaughtSigns
from engines.writing import CustomWords
from tests.model_server import catalogue_file, serving
from tests.upgrades import chosen
from tests.upgrades.make_earlier import EARLIER, VERSIONS

CONFIG: Final = partial(user_config_dir, "sori", appauthor=False)
DATA: Final = partial(user_data_dir, "sori", appauthor=False)
Home = Callable[..., None]
SETTINGS_THEN: Final = {
    "12858ae": 10,
    "db79273": 25,
    "8ded7f3": 34,
    "443a250": 34,
    "8129c41": 35,
    "21127c4": 35,
}
"""How many settings each version had."""


def with_part(part: str) -> list[str]:
    return [commit for commit, parts in VERSIONS.items() if part in parts]


@pytest.fixture
def home() -> Home:
    """Return a function that lays the files of a version where Sori looks for its user's."""

    def lay(commit: str, what: str = "user") -> None:
        for there, here in (
            ("config", user_config_dir("sori", appauthor=False)),
            ("data", DATA()),
        ):
            source = EARLIER / commit / what / there
            if source.is_dir():
                shutil.copytree(source, Path(here).parent, dirs_exist_ok=True)

    return lay


def test_every_folder_is_opened_by_a_test() -> None:
    assert {path.name for path in EARLIER.iterdir() if path.is_dir()} == set(VERSIONS)


@pytest.mark.parametrize("commit", with_part("settings"))
def test_settings_are_kept(home: Home, commit: str) -> None:
    # GIVEN settings of an earlier version, none of which has its default
    home(commit)
    stored = json.loads(paths.settings_file().read_text(encoding="utf-8"))
    assert len(stored) == SETTINGS_THEN[commit]
    wanted: dict[str, Any] = {name: chosen.SETTINGS[name] for name in stored}
    if commit == "8ded7f3":
        wanted["sign_hold_ms"] = chosen.SHORTEST_HOLD_ONCE
    # WHEN they are loaded THEN each has its value, and what came later has its default
    file = SettingsFile(paths.settings_file())
    loaded = file.load()
    assert loaded == Settings(**wanted)
    assert all(
        getattr(loaded, name) != default for name, default in asdict(Settings()).items() if name in wanted
    )
    # WHEN they are saved THEN they are the same still
    file.save(loaded)
    assert SettingsFile(paths.settings_file()).load() == loaded


@pytest.mark.parametrize(
    ("commit", "what"), [*((commit, "user") for commit in with_part("history")), ("ea1b656", "crashed")]
)
def test_the_history_is_kept(home: Home, commit: str, what: str) -> None:
    # GIVEN what was dictated with an earlier version, also one that was killed
    home(commit, what)
    history = History(paths.history_file())
    # WHEN it is looked at THEN every utterance is there as it was
    found = [asdict(one) for one in history.search()]
    blank = {"application": "", "language": "", "is_inserted": False}
    assert found == [
        {**blank, **said, "id": number} for number, said in reversed(list(enumerate(chosen.UTTERANCES, 1)))
    ]
    # WHEN something is added and something deleted THEN the rest stays
    assert history.add("new", said_at=1_800_000_000.0) == len(chosen.UTTERANCES) + 1
    history.forget(1)
    history.close()
    assert [one.id for one in History(paths.history_file()).search()] == [4, 3, 2]


@pytest.mark.parametrize("commit", with_part("words"))
def test_the_users_own_words_are_kept(home: Home, commit: str) -> None:
    home(commit)
    words = CustomWords.from_csv(paths.custom_words_file())
    assert tuple((one.heard, one.written) for one in words.entries) == chosen.WORDS
    assert CustomWords.from_csv(words.to_csv()) == words


def are_the_taught(signs: TaughtSigns) -> bool:
    found = {sign.name: sign.examples for sign in signs.signs()}
    return {name: len(examples) for name, examples in found.items()} == chosen.SIGNS and all(
        np.array_equal(ours, theirs, equal_nan=True)
        for name, examples in found.items()
        for number, example in enumerate(examples)
        for ours, theirs in zip(
            (example.seconds, example.hands, example.body), chosen.example(name, number), strict=True
        )
    )


@pytest.mark.parametrize("commit", with_part("signs"))
def test_taught_signs_are_kept_to_the_last_number(home: Home, tmp_path: Path, commit: str) -> None:
    # GIVEN signs that were taught, and a file they were exported to
    home(commit)
    signs, others = TaughtSigns(paths.signs_folder()), TaughtSigns(tmp_path / "others")
    # THEN all are there, and can be imported anywhere
    assert signs.troubles() == ()
    assert are_the_taught(signs)
    others.import_from(paths.signs_folder().parent / "all.signs", lambda _name: "keep")
    assert are_the_taught(others)
    # WHEN one is renamed and has its name again THEN nothing changed
    signs.rename("house", "home")
    signs.rename("home", "house")
    assert are_the_taught(signs)


@pytest.mark.parametrize("commit", with_part("letters"))
def test_the_users_own_letters_are_kept(home: Home, commit: str) -> None:
    home(commit)
    letters = LetterExamples(paths.signs_folder())
    assert letters.counts("asl-letters") == {"A": 2}
    assert letters.counts("ksl") == {"ㄱ": 1}
    # WHEN one is forgotten THEN the others are as they were, to the last number
    letters.delete("asl-digits", "7")
    kept = json.loads((paths.signs_folder() / "letters.json").read_text(encoding="utf-8"))["examples"]
    assert [tuple(map(tuple, one["points"])) for one in kept] == [
        tuple(chosen.hand(number)) for number in range(3)
    ]
    assert [(one["pack"], one["letter"], one["side"]) for one in kept] == list(chosen.LETTERS[:3])


@pytest.mark.parametrize("commit", with_part("models"))
def test_models_are_kept_and_a_download_goes_on(
    home: Home, commit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    home(commit)
    archive = (Path(DATA()).parent / f"{chosen.PARTIAL}.zip").read_bytes()
    arrived = (ModelStore().folder / ".unfinished" / f"{chosen.PARTIAL}.zip.part").stat().st_size
    with serving() as server:
        server.put("/korean.zip", archive)
        file = catalogue_file(
            tmp_path,
            server.url("/korean.zip"),
            digest_of=archive,
            model_id=chosen.PARTIAL,
            size_bytes=len(archive),
        )
        store = ModelStore(catalogue_file=file, patience=Patience(tries=2, backoff_seconds=0.02))
        # THEN the model is there, whole and verified, and the publisher's list is known still
        assert [model.id for model in store.installed()] == [chosen.MODEL]
        assert store.trouble(chosen.MODEL) == ""
        assert store.is_verified(chosen.MODEL)
        assert store.find("vosk", "en") == store.folder / chosen.MODEL
        assert [step.stage for step in store.verify(chosen.MODEL)][-1] == "done"
        assert store.model(chosen.MODEL).md5
        assert set(store._first_seen()) == {chosen.MODEL}
        # WHEN the download is taken up again THEN only the rest comes
        list(store.fetch(store.model(chosen.PARTIAL)))
        assert server.ranges("/korean.zip") == [f"bytes={arrived}-" if arrived else ""]
    assert store.trouble(chosen.PARTIAL) == ""
    assert (store.path(chosen.PARTIAL) / "am/final.mdl").read_bytes() == chosen.model_files()["am/final.mdl"]
