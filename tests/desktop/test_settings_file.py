"""The settings on disk survive damage, newer versions and folders that cannot be written to."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.actions import default_keys
from desktop.settings import Settings, SettingsFile
from engines.errors import OutputUnwritable

ExpectLog = Callable[[str], None]
CHOSEN = Settings(
    rate_wpm=220,
    level="everything",
    language="ko",
    text_percent=150,
    window=(1, 2, 300, 200),
    microphone="USB 마이크",
    is_history_kept=False,
    keys={"dictate": "Ctrl+Alt+D", "captions": ""},
    caption_text="yellow",
    caption_window=(10, 20, 900, 160),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sori" / "settings.json"


def test_what_is_saved_is_loaded(path: Path) -> None:
    # GIVEN a folder that does not exist yet WHEN settings are saved THEN they come back, and no part stays
    SettingsFile(path).save(CHOSEN)
    assert SettingsFile(path).load() == CHOSEN
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


def test_what_a_newer_sori_wrote_is_kept(path: Path, expect_log: ExpectLog) -> None:
    # GIVEN a file with a key and a value from the future
    expect_log("the stored setting level is not valid")
    path.parent.mkdir()
    stored = {"rate_wpm": 200, "level": "poem", "gestures": {"swipe": [1, 2]}}
    path.write_text(json.dumps(stored), encoding="utf-8")
    file = SettingsFile(path)
    # WHEN loaded, changed and saved THEN the unknown key is as it was
    logged = file.load()
    file.save(Settings(rate_wpm=300))
    assert logged == Settings(rate_wpm=200)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["gestures"] == {"swipe": [1, 2]}
    assert kept["rate_wpm"] == 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Settings()),
        ("nonsense", Settings()),
        ("[1, 2]", Settings()),
        ("[" * 100_000, Settings()),
        ('{"rate_wpm": 220, "level": "headl', Settings(rate_wpm=220)),
        ('{\n  "rate_wpm": 220,\n  "text_percent": 150,\n  "voi', Settings(rate_wpm=220, text_percent=150)),
        ('{"volume_percent": 10', Settings()),
        (
            '{"volume_percent": 50, "window": [1, 2, 30, 40], "language": 7',
            Settings(volume_percent=50, window=(1, 2, 30, 40)),
        ),
        ('{\n  "rate_wpm": 220,,\n  "language": "ko"\n}', Settings(rate_wpm=220, language="ko")),
    ],
)
def test_damage_costs_only_what_is_damaged(path: Path, text: str, expected: Settings) -> None:
    # GIVEN a damaged file WHEN loaded THEN each whole value in it is kept
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert SettingsFile(path).load() == expected


def test_keys_are_salvaged_one_by_one(path: Path, expect_log: ExpectLog) -> None:
    # GIVEN keys of which some are damaged, and one of an action that only a newer Sori knows
    expect_log("the stored keys of 'dictate' are not valid")
    path.parent.mkdir()
    keys = {"dictate": "Ctrl+Alt+Banana", "captions": "", "stop": "F9", "wave": "Ctrl+Alt+W", "pause": 7}
    path.write_text(json.dumps({"keys": keys, "rate_wpm": 200}), encoding="utf-8")
    # WHEN loaded THEN the others are kept, and the damaged one has its default
    loaded = SettingsFile(path).load()
    assert loaded.keys == {"captions": "", "stop": "F9", "wave": "Ctrl+Alt+W"}
    assert loaded.bindings["dictate"] == default_keys()["dictate"]
    assert loaded.bindings["captions"] == ""
    assert loaded.bindings["stop"] == "F9"


def test_a_torn_file_keeps_its_keys_where_they_belong(path: Path) -> None:
    # GIVEN a file that was cut off after the keys WHEN loaded and saved THEN they do not turn up elsewhere
    path.parent.mkdir()
    path.write_text('{"keys": {"stop": "F9"}, "caption_lines": 5, "caption_po', encoding="utf-8")
    file = SettingsFile(path)
    loaded = file.load()
    assert loaded == Settings(keys={"stop": "F9"}, caption_lines=5)
    file.save(loaded)
    assert "stop" not in json.loads(path.read_text(encoding="utf-8"))


def test_bytes_that_are_no_text_are_no_crash(path: Path) -> None:
    # GIVEN a file of noise WHEN loaded THEN the defaults come
    path.parent.mkdir()
    path.write_bytes(bytes(range(256)) * 20)
    assert SettingsFile(path).load() == Settings()


def test_a_folder_that_cannot_be_written_to_is_one_sentence(
    path: Path, tmp_path: Path, expect_log: ExpectLog
) -> None:
    # GIVEN a file where the folder must be
    expect_log("settings not saved")
    path.parent.write_text("in the way", encoding="utf-8")
    # WHEN saved THEN a sentence says what to do, and what was there is there
    with pytest.raises(OutputUnwritable, match=r"make sure the folder .* can be written to"):
        SettingsFile(path).save(CHOSEN)
    assert path.parent.read_text(encoding="utf-8") == "in the way"


def test_a_failed_write_keeps_the_old_file(path: Path, expect_log: ExpectLog) -> None:
    # GIVEN saved settings, and a folder where the part file must go
    expect_log("settings not saved")
    file = SettingsFile(path)
    file.save(CHOSEN)
    path.with_name(f"{path.name}.{os.getpid()}.part").mkdir()
    # WHEN other settings cannot be written THEN the old ones are whole
    with pytest.raises(OutputUnwritable):
        file.save(Settings())
    assert SettingsFile(path).load() == CHOSEN
