"""`sori updates` does what docs/updates.schema.json and the exit codes promise."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from nacl.signing import SigningKey

from desktop import cli
from engines import build, network
from engines.build import Build
from releasing import manifest
from tests.model_server import ModelServer, serving

SCHEMA: Final = Path(__file__).resolve().parents[2] / "docs" / "updates.schema.json"
KEY: Final = SigningKey.generate()
ARCHIVE: Final = "sori-99.1-linux-x86_64.tar.zst"


class Answer(NamedTuple):
    """What the command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.out)
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(told)
        return told


Sori = Callable[..., Answer]


@pytest.fixture
def sori(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sori:
    """Return a function that runs the command in this process."""
    monkeypatch.setattr(cli, "COMMANDS", tuple(dict.fromkeys((*cli.COMMANDS, "updates"))))

    def run(*arguments: str) -> Answer:
        code = cli.run(["updates", *arguments])
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """Serve a release to a packaged copy of Sori, which this process then is."""
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "Downloads"))
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / ARCHIVE).write_bytes(b"Sori" * 50_000)
    notes = {"en": "It hears better.\nIt is quicker.", "ko": "더 잘 듣습니다."}
    manifest.sign(manifest.write(dist, notes, "99.1", datetime(2026, 3, 1, tzinfo=UTC)), KEY)
    with serving() as one:
        for path in dist.iterdir():
            one.put(f"/{path.name}", path.read_bytes())
        packaged = Build("full", "linux-x86_64", one.url("/"), manifest.encoded(KEY.verify_key))
        monkeypatch.setattr(build, "this", lambda: packaged)
        yield one


def test_a_source_tree_says_that_updates_are_not_set_up(sori: Sori) -> None:
    # WHEN it is asked in a source tree
    answer = sori("--json")
    # THEN that is the error, told in words and by a code
    assert answer.line["error"]["code"] == "updates_not_set_up"
    assert answer.code == 3
    assert (
        answer.err == "Updates are not set up in this copy of Sori. Look for a newer one where you got it.\n"
    )
    assert sori().out == ""


def test_what_is_newer_is_told_and_not_fetched(sori: Sori, server: ModelServer, tmp_path: Path) -> None:
    # WHEN it is asked
    answer = sori()
    # THEN size, notes and how to go on stand there, in order
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "Sori 99.1 of 2026-03-01 is out: 200 KB to download.",
        "It hears better.",
        "It is quicker.",
        "`sori updates --fetch` downloads it.",
    ]
    # AND nothing was fetched but the list and its signature
    assert {path for path, _headers in server.asked} == {"/manifest.json", "/manifest.json.sig"}
    assert not (tmp_path / "Downloads").exists()


def test_it_is_fetched_when_asked(sori: Sori, server: ModelServer, tmp_path: Path) -> None:
    # WHEN it is to be fetched
    answer = sori("--fetch", "--json")
    # THEN the line says where it lies, and it lies there
    told = answer.line
    assert answer.code == 0
    assert told["error"] is None
    assert (told["is_newer"], told["file"], told["kind"]) == (True, ARCHIVE, "archive")
    assert Path(told["path"]) == tmp_path / "Downloads" / ARCHIVE
    assert Path(told["path"]).stat().st_size == told["size_bytes"] == 200_000
    assert told["advice"]
    # AND in words, the path and the advice are the last two lines
    assert sori("--fetch").out.splitlines()[-2:] == [f"It lies in {told['path']}.", told["advice"]]


def test_a_failure_keeps_what_was_found(sori: Sori, server: ModelServer) -> None:
    # GIVEN a release whose file is another one
    server.put(f"/{ARCHIVE}", b"something else")
    # WHEN it is to be fetched
    answer = sori("--fetch", "--json")
    # THEN the line says what was found, and why it is not here
    assert answer.code == 3
    assert answer.line["release"] == "99.1"
    assert answer.line["error"]["code"] == "update_untrusted"
    assert answer.line["path"] == ""


def test_a_broken_connection_and_a_false_signature_are_told(sori: Sori, server: ModelServer) -> None:
    # GIVEN a list that somebody else signed
    server.put("/manifest.json.sig", b"AAAA")
    answer = sori("--json")
    assert answer.line["error"]["code"] == "update_untrusted"
    # AND one that is not there
    del server.files["/manifest.json"]
    answer = sori("--json")
    assert answer.line["error"]["code"] == "update_unavailable"
    assert answer.line["release"] == ""


def test_only_the_host_of_the_releases_is_opened(
    sori: Sori, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a guard that tells what it is asked to open
    opened: list[set[str]] = []
    real = network.allowed
    monkeypatch.setattr(network, "allowed", lambda hosts: (opened.append(set(hosts)), real(hosts))[1])
    # WHEN an update is fetched
    assert sori("--fetch").code == 0
    # THEN it was this host each time, and none is open any more
    assert opened == [{"127.0.0.1"}] * 3
    assert not network._guard._open
