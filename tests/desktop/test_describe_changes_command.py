"""`sori describe` when it tells changes, answers a question or finds words: output, exit codes, schema."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop.test_describe_command import SAMPLE, sori
from tests.test_schema import schema

TICKED, NOT_TICKED = (36, 332, 58, 354), (36, 369)
"""Where the sample has a box that is ticked, and one that is not."""


def test_changes_between_pictures(tmp_path: Path) -> None:
    # GIVEN a picture, one that is none, and the first with another box ticked
    later, bad = tmp_path / "later.png", tmp_path / "bad.png"
    picture = Image.open(SAMPLE).convert("RGB")
    picture.paste(picture.crop(TICKED), NOT_TICKED)
    picture.save(later)
    bad.write_text("no picture")
    # WHEN told as JSON
    done = sori("describe", "--changes", "--json", SAMPLE, str(bad), str(later))
    first, failed, second = [json.loads(line) for line in done.stdout.splitlines()]
    # THEN the first is described, the bad one passed over, and of the last only the change is told
    assert done.returncode == 2
    assert len(first["sentences"]) > 2
    assert first["changes"] == failed["changes"] == []
    assert second["sentences"] == ["Encrypt with password, check box: now checked."]
    (change,) = second["changes"]
    assert (change["what"], change["before"], change["after"]) == ("state", "", "checked")
    # AND each line keeps the schema
    for one in (first, failed, second):
        schema("describe").validate(one)


def test_the_same_picture_twice_in_plain_words() -> None:
    # WHEN a picture is compared with itself THEN it is described once, and then nothing changed
    done = sori("describe", "--changes", "--level", "headline", SAMPLE, SAMPLE)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-2:] == [f"{SAMPLE}:", "Nothing changed."]


def test_a_question_is_answered_and_nothing_else_is_said() -> None:
    done = sori("describe", "--ask", "ticked", "--json", SAMPLE)
    (told,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert told["sentences"] == ["1 is checked: Create a backup copy, check box."]
    assert [one["label"] for one in told["answers"]] == ["Create a backup copy"]
    schema("describe").validate(told)


def test_words_are_found() -> None:
    done = sori("describe", "--find", "BACKUP", SAMPLE)
    assert done.stdout.decode().splitlines() == [
        "BACKUP was found in 1 place.",
        "Create a backup copy, check box, checked",
    ]


def test_tables_stand_in_the_json() -> None:
    sample = str(Path(SAMPLE).with_name("invoice-table.png"))
    (told,) = [json.loads(line) for line in sori("describe", "--json", sample).stdout.splitlines()]
    tables = told["tables"]
    assert tables
    assert all(len(row) == len(tables[0]["rows"][0]) for row in tables[0]["rows"])
    schema("describe").validate(told)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--changes", SAMPLE), "two pictures"),
        (("--ask", "nonsense", SAMPLE), "focused"),
        (("--find", " ", SAMPLE), "--find"),
        (("--find", "x", "--ask", "focused", SAMPLE), "only one"),
    ],
)
def test_bad_use_gives_one_sentence(arguments: tuple[str, ...], hint: str) -> None:
    done = sori("describe", *arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    (sentence,) = done.stderr.decode().splitlines()
    assert hint in sentence
