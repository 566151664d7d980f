"""What the commands print as JSON is what docs/*.schema.json promises."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from engines import resource, spec

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
SORI: Final = (sys.executable, "-c", "from desktop.cli import main; main()")


def schema(name: str) -> Draft202012Validator:
    content = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def sori(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
    answer = subprocess.run([*SORI, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in answer.stderr, answer.stderr
    return answer.returncode, [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[dict[str, Any]]]:
    """Describe good pictures and bad ones in one go."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "text.png").write_text("not a picture")
    samples = [resource.path("samples", name) for name in ("save-changes-dialog.png", "settings-ko.png")]
    return sori("describe", "--json", samples[0], folder / "gone.png", folder / "text.png", samples[1])


def test_describe_prints_one_line_for_each_input_in_the_order_given(
    described: tuple[int, list[dict[str, Any]]],
) -> None:
    # GIVEN two samples with two bad inputs between them
    code, lines = described
    # THEN each has its line, and the exit code tells that some failed
    assert [Path(line["file"]).name for line in lines] == [
        "save-changes-dialog.png",
        "gone.png",
        "text.png",
        "settings-ko.png",
    ]
    assert [line["error"] is None for line in lines] == [True, False, False, True]
    assert code == 2


def test_describe_keeps_its_schema(described: tuple[int, list[dict[str, Any]]]) -> None:
    # GIVEN what was printed, for good inputs and bad ones
    _code, lines = described
    # THEN every line is as docs/describe.schema.json says
    for line in lines:
        schema("describe").validate(line)


def test_describe_finds_what_the_samples_show(described: tuple[int, list[dict[str, Any]]]) -> None:
    # GIVEN the descriptions of the English and of the Korean sample
    _code, lines = described
    english, korean = lines[0], lines[3]
    # THEN the lists hold what can be seen, inside the picture
    assert {"Cancel", "Save"} <= {one["label"] for one in english["elements"] if one["role"] == "button"}
    assert any("알림" in one["text"] for one in korean["texts"] if one["language"] == "ko")
    for line in (english, korean):
        assert all(
            left < right <= 900 and top < bottom <= 600
            for left, top, right, bottom in (one["box"] for one in line["elements"] + line["texts"])
        )


def test_engines_keeps_its_schema() -> None:
    # WHEN the engines are listed
    code, lines = sori("engines", "--json")
    # THEN there is a line for every engine folder, as the schema says
    assert code == 0
    assert {line["id"] for line in lines} == {one.id for task in spec.TASKS for one in spec.engines(task)}
    for line in lines:
        schema("engines").validate(line)


def test_voices_keeps_its_schema() -> None:
    # WHEN the voices are listed
    code, lines = sori("voices", "--json")
    # THEN English and Korean are among them, as the schema says
    assert code == 0
    assert {"en", "ko"} <= {tag.partition("-")[0] for line in lines for tag in line["languages"]}
    for line in lines:
        schema("voices").validate(line)
