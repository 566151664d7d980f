"""Settings: what is valid is kept, what is damaged is salvaged, what is newer is preserved."""

import json
from pathlib import Path

import pytest

from desktop.settings import Settings, salvage


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, Settings()),
        ({"rate_wpm": 220}, Settings(rate_wpm=220)),
        ({"volume_percent": 0, "level": "everything"}, Settings(volume_percent=0, level="everything")),
        ({"language": "ko", "from_the_future": [1, 2]}, Settings(language="ko")),
    ],
)
def test_valid_values_are_kept(stored: dict, expected: Settings) -> None:
    assert salvage(stored) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_wpm", "fast"),
        ("rate_wpm", 100000),
        ("rate_wpm", True),
        ("volume_percent", -3),
        ("level", "loud"),
        ("language", "tlh"),
        ("voice", 7),
        ("text_percent", None),
        ("dictation_language", "fr"),
        ("microphone", "two\nlines"),
        ("is_history_kept", 1),
        ("history_days", -1),
        ("keys", ["Ctrl+A"]),
        ("caption_source", "telephone"),
        ("caption_points", 500),
        ("caption_text", "#fff"),
        ("caption_lines", 0),
        ("caption_window", [1, 2, 3]),
    ],
)
def test_one_bad_value_costs_only_itself(name: str, value: object, caplog: pytest.LogCaptureFixture) -> None:
    # GIVEN stored settings of which one is damaged WHEN salvaged THEN the others are kept
    good = {"level": "headline"} if name != "level" else {"rate_wpm": 200}
    with caplog.at_level("CRITICAL", logger="desktop.settings"):
        kept = salvage({name: value, **good})
    assert getattr(kept, name) == getattr(Settings(), name)
    assert all(getattr(kept, key) == wanted for key, wanted in good.items())


def test_what_is_written_is_json_people_can_read(tmp_path: Path) -> None:
    # GIVEN settings as a mapping WHEN written and read as JSON THEN nothing is lost
    stored = json.loads(json.dumps(Settings(rate_wpm=210).__dict__))
    assert salvage(stored) == Settings(rate_wpm=210)
