"""`sori models` does what docs/models.schema.json and the exit codes promise, and asks before it acts."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from desktop import cli
from engines.models import ModelStore
from tests.model_server import (
    LIST,
    MODEL,
    ModelServer,
    catalogue_file,
    published,
    serving,
    vosk_zip,
    zipped,
)

ROOT: Final = Path(__file__).resolve().parents[2]
SORI: Final = (
    sys.executable,
    "-c",
    "import desktop.cli as c; c.COMMANDS = (*dict.fromkeys((*c.COMMANDS, 'models')),); c.main()",
    "models",
)
ZIP: Final = f"/{MODEL}.zip"

Sori = Callable[..., "Answer"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """Serve the one model of the catalogue that every command of the test uses."""
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as one:
        one.put(ZIP, vosk_zip())
        file = catalogue_file(tmp_path, one.url(ZIP), list_url=one.url(LIST), digest_of=vosk_zip())
        monkeypatch.setenv("SORI_MODEL_CATALOGUE", str(file))
        yield one


class Answer(NamedTuple):
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def sori(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sori:
    """Return a function that runs the command in this process, where nobody can be asked."""
    monkeypatch.setattr(cli, "COMMANDS", tuple(dict.fromkeys((*cli.COMMANDS, "models"))))

    def run(*arguments: object) -> Answer:
        code = cli.run(["models", *map(str, arguments)])
        return Answer(code, *capsys.readouterr())

    return run


def lines(answer: Answer) -> list[dict[str, Any]]:
    """Return what was printed, every line as the schema says."""
    schema = json.loads((ROOT / "docs" / "models.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    for one in found:
        Draft202012Validator(schema).validate(one)
    return found


def lying() -> set[str]:
    """Return what lies in the folder of the models."""
    folder = ModelStore().folder
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def on_terminal(*arguments: str, answer: str) -> tuple[int, str]:
    """Run the command on a terminal and type `answer`; return its exit code and what it showed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*SORI, *arguments], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs) as child:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        with contextlib.suppress(OSError):  # a terminal ends with an error
            while block := os.read(ours, 4096):
                shown += block
    os.close(ours)
    return child.returncode, shown.decode("utf-8", "replace")


def test_list_shows_what_there_is_and_keeps_its_schema(sori: Sori, server: ModelServer) -> None:
    # WHEN the models are listed for a person, and for a program
    told, listed = sori("list"), sori("list", "--json")
    # THEN both name the model
    assert (told.returncode, listed.returncode) == (0, 0)
    assert MODEL in told.stdout
    assert "Apache-2.0" in told.stdout
    (line,) = lines(listed)
    assert (line["id"], line["is_installed"], line["is_verifiable"]) == (MODEL, False, True)
    assert line["addresses"] == [server.url(ZIP)]


def test_the_shipped_catalogue_keeps_the_schema(sori: Sori) -> None:
    answer = sori("list", "--json")
    assert answer.returncode == 0
    assert "vosk-model-small-en-us-0.15" in {line["id"] for line in lines(answer)}


def test_fetch_installs_and_list_tells(sori: Sori, server: ModelServer) -> None:
    # WHEN a script fetches the model
    answer = sori("fetch", MODEL, "--yes", "--json")
    # THEN it is there, and progress went to stderr
    assert answer.returncode == 0, answer.stderr
    (line,) = lines(answer)
    assert line["is_installed"]
    assert line["is_verified"]
    assert Path(line["path"], "am", "final.mdl").exists()
    assert "Unpacking" in answer.stderr
    assert lines(sori("list", "--json"))[0]["installed_sha256"] == line["installed_sha256"] != ""
    # AND once more is no work
    again = sori("fetch", MODEL)
    assert again.returncode == 0
    assert "installed already" in again.stderr
    assert len(server.asked) == 1


def test_a_script_must_say_yes(sori: Sori, server: ModelServer) -> None:
    # WHEN nobody can be asked
    answer = sori("fetch", MODEL)
    # THEN nothing is fetched, and one sentence says how
    assert answer.returncode == 2
    assert "--yes" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert server.asked == []


@pytest.mark.parametrize(
    ("typed", "is_installed"), [("y\n", True), ("n\n", False), ("\n", False), ("예\n", True)]
)
def test_fetch_asks_on_a_terminal(server: ModelServer, typed: str, is_installed: bool) -> None:
    # WHEN a person fetches the model
    code, shown = on_terminal("fetch", MODEL, answer=typed)
    # THEN the person was told what it is, and it is done or not as answered
    assert code == 0
    for told in ("Apache-2.0", "127.0.0.1", "free", "Test 1.0 %", "Download it?"):
        assert told in shown
    assert ("Nothing was downloaded" in shown) == (not is_installed)
    assert bool(server.asked) == is_installed
    assert lying() == ({MODEL, "first-seen.json"} if is_installed else set())


def test_a_batch_goes_on_and_ends_with_the_worst_code(
    sori: Sori, server: ModelServer, tmp_path: Path
) -> None:
    # WHEN a name is wrong among good ones
    answer = sori("fetch", "nothing", MODEL, "--yes", "--json")
    # THEN each has its line, in order
    assert answer.returncode == 2
    assert [line["file"] for line in lines(answer)] == ["nothing", MODEL]
    assert [line["error"] and line["error"]["code"] for line in lines(answer)] == ["input_unsupported", None]


def test_exit_codes_tell_what_is_wrong(sori: Sori, server: ModelServer) -> None:
    # GIVEN a server that has lost the model, then one with another file
    server.put(ZIP, statuses=[404])
    missing = sori("fetch", MODEL, "--yes", "--json")
    server.put(ZIP, vosk_zip(2))
    damaged = sori("fetch", MODEL, "--yes", "--json")
    # THEN both are told apart
    assert (missing.returncode, damaged.returncode) == (3, 3)
    assert lines(missing)[0]["error"]["code"] == "model_missing"
    assert lines(damaged)[0]["error"]["code"] == "model_damaged"
    # AND a folder that cannot be written to is 4
    ModelStore().folder.rmdir()
    ModelStore().folder.write_text("in the way")
    unwritable = sori("fetch", MODEL, "--yes", "--json")
    assert unwritable.returncode == 4
    assert lines(unwritable)[0]["error"]["code"] == "output_unwritable"


def test_ctrl_c_ends_with_130_and_leaves_nothing(server: ModelServer) -> None:
    # GIVEN a download that hangs in the middle
    server.put(ZIP, vosk_zip(), stalls_after=[150_000])
    with subprocess.Popen(
        [*SORI, "fetch", MODEL, "--yes"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr
        for shown in child.stderr:
            if shown.startswith("Downloading"):
                break
        # WHEN the user interrupts it
        child.send_signal(signal.SIGINT)
        rest = child.stderr.read()
    # THEN it ends at once, and nothing is left
    assert child.returncode == 130
    assert "Traceback" not in rest
    assert lying() == set()


def test_import_and_remove(sori: Sori, server: ModelServer, tmp_path: Path) -> None:
    # GIVEN a zip, and a file that is none
    good, bad = tmp_path / f"{MODEL}.zip", tmp_path / "bad.zip"
    good.write_bytes(vosk_zip())
    bad.write_text("no archive")
    # WHEN both are imported
    answer = sori("import", bad, good, "--json")
    # THEN each has its line
    assert answer.returncode == 2
    assert [bool(line["error"]) for line in lines(answer)] == [True, False]
    assert lines(answer)[1]["id"] == MODEL
    assert server.asked == []
    # AND a script must say yes to remove it
    refused = sori("remove", MODEL)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert MODEL in lying()
    removed = sori("remove", MODEL, "--yes", "--json")
    assert removed.returncode == 0
    assert lines(removed)[0]["is_installed"] is False
    assert MODEL not in lying()
    assert sori("remove", MODEL, "--yes").returncode == 3


def test_an_import_whose_language_must_be_told(sori: Sori, server: ModelServer, tmp_path: Path) -> None:
    path = tmp_path / "mine.zip"
    path.write_bytes(
        zipped(
            {"am/final.mdl": b"1", "conf/model.conf": b"1", "conf/mfcc.conf": b"1", "graph/HCLG.fst": b"1"},
            "mine",
        )
    )
    assert "--language" in sori("import", path).stderr
    answer = sori("import", path, "--language", "ko", "--json")
    assert answer.returncode == 0
    assert lines(answer)[0]["languages"] == ["ko"]


@pytest.mark.parametrize(("typed", "is_removed"), [("y\n", True), ("n\n", False)])
def test_remove_asks_on_a_terminal(sori: Sori, server: ModelServer, typed: str, is_removed: bool) -> None:
    sori("fetch", MODEL, "--yes")
    code, shown = on_terminal("remove", MODEL, answer=typed)
    assert code == 0
    assert "Delete it from this computer?" in shown
    assert (MODEL not in lying()) == is_removed


def test_damage_shows_in_the_list(sori: Sori, server: ModelServer) -> None:
    # GIVEN an installed model in which a byte has changed
    sori("fetch", MODEL, "--yes")
    target = ModelStore().path(MODEL) / "graph" / "Gr.fst"
    target.write_bytes(bytes(target.stat().st_size))
    # THEN only the thorough look finds it
    assert lines(sori("list", "--json"))[0]["error"] is None
    assert lines(sori("list", "--json", "--verify"))[0]["error"]["code"] == "model_damaged"
    # AND a missing file is found at once
    target.unlink()
    assert lines(sori("list", "--json"))[0]["error"]["code"] == "model_damaged"
    assert "damaged" in sori("list").stdout
    # WHEN it is fetched again
    assert sori("fetch", MODEL, "--yes").returncode == 0
    # THEN it is mended
    assert lines(sori("list", "--json"))[0]["error"] is None


def test_refresh_renews_the_list(sori: Sori, server: ModelServer) -> None:
    # GIVEN a publisher with a new model
    server.put(LIST, published(server.url("/b.zip"), vosk_zip(2), name="vosk-model-small-ko-0.9", lang="ko"))
    # WHEN the list is refreshed
    answer = sori("refresh")
    # THEN the model can be seen
    assert answer.returncode == 0
    assert "2 models" in answer.stderr
    assert "vosk-model-small-ko-0.9" in sori("list").stdout
    # AND without a connection what is known stays
    server.put(LIST, statuses=[404])
    assert sori("refresh").returncode == 3
    assert "vosk-model-small-ko-0.9" in sori("list").stdout
