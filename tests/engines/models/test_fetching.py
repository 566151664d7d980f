"""Models are fetched whole from servers that break off, stall, redirect and lie, or not at all."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from engines.errors import InputUnsupported, ModelDamaged, ModelMissing, OutputUnwritable
from engines.models import Interrupted, Model, ModelStore, Patience, Progress
from tests.model_server import (
    CERTIFICATE,
    LIST,
    MODEL,
    ModelServer,
    catalogue_file,
    published,
    serving,
    vosk_files,
    vosk_zip,
    without_proxies,
    zipped,
)

PATIENCE: Final = Patience(connect_seconds=10, stall_seconds=10, tries=3, backoff_seconds=0.02)
ZIP: Final = f"/{MODEL}.zip"
MIRROR: Final = f"/mirror/en/{MODEL}.zip"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)


class Place(NamedTuple):
    """A store, its model and what lies in its folder."""

    store: ModelStore
    model: Model

    def fetch(self, **options: Any) -> list[Progress]:
        return list(self.store.fetch(self.model, **options))

    def lying(self) -> set[str]:
        folder = self.store.folder
        return (
            {path.relative_to(folder).as_posix() for path in folder.rglob("*")} if folder.exists() else set()
        )

    def debris(self) -> set[str]:
        return {name for name in self.lying() if not name.startswith(MODEL) and name != "first-seen.json"}


Placed = Callable[..., Place]


@pytest.fixture
def placed(tmp_path: Path, server: ModelServer) -> Placed:
    """Return a function that makes a store whose one model is at the server, verifiable by default."""

    def make(*urls: str, patience: Patience = PATIENCE, **facts: Any) -> Place:
        facts.setdefault("digest_of", vosk_zip())
        file = catalogue_file(tmp_path, *(urls or (server.url(ZIP),)), **facts)
        store = ModelStore(tmp_path / "models", file, patience)
        return Place(store, store.model(MODEL))

    return make


def is_whole(place: Place) -> bool:
    folder = place.store.path(MODEL)
    return all((folder / name).read_bytes() == content for name, content in vosk_files().items())


def test_a_model_is_fetched_verified_and_installed(server: ModelServer, placed: Placed) -> None:
    # GIVEN an honest server
    server.put(ZIP, vosk_zip())
    place = placed()
    # WHEN the model is fetched
    steps = place.fetch()
    # THEN it went through every stage, and is there whole, with nothing beside it
    assert steps[0].stage == "connecting"
    assert {"unpacking", "done"} <= {step.stage for step in steps}
    assert is_whole(place)
    assert place.debris() == set()
    assert place.store.is_verified(MODEL)
    assert place.store.sha256(MODEL) == hashlib.sha256(vosk_zip()).hexdigest()
    assert place.store.find("vosk", "en") == place.store.path(MODEL)
    assert place.store.find("vosk", "ko") is None


def test_an_installed_model_is_not_fetched_again(server: ModelServer, placed: Placed) -> None:
    # GIVEN a model that is installed
    server.put(ZIP, vosk_zip())
    place = placed()
    place.fetch()
    # WHEN it is asked for once more
    steps = place.fetch()
    # THEN the server hears nothing of it
    assert [step.stage for step in steps] == ["done"]
    assert len(server.asked) == 1


def test_a_broken_download_goes_on_where_it_was(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server that drops the connection more often than we try in a row
    server.put(ZIP, vosk_zip(), breaks_after=[100_000, 50_000, 70_000, 30_000, 1_000])
    place = placed()
    # WHEN the model is fetched
    steps = place.fetch()
    # THEN each try asked for the rest only, and the user was told
    assert is_whole(place)
    assert server.ranges(ZIP) == [
        "",
        "bytes=100000-",
        "bytes=150000-",
        "bytes=220000-",
        "bytes=250000-",
        "bytes=251000-",
    ]
    assert any("trying again" in step.notice for step in steps)


def test_a_stalled_download_is_taken_up_again(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server that falls silent in the middle
    server.put(ZIP, vosk_zip(), stalls_after=[120_000])
    place = placed(patience=Patience(10, 0.4, 5, 0.02))
    # WHEN the model is fetched
    place.fetch()
    # THEN the silence ended the try, and the next one went on there
    assert is_whole(place)
    assert "bytes=120000-" in server.ranges(ZIP)


def test_a_file_that_changed_in_between_is_fetched_from_its_beginning(
    server: ModelServer, placed: Placed
) -> None:
    # GIVEN half of another file from an earlier run, with that file's tag
    file = server.put(ZIP, vosk_zip(2), breaks_after=[100_000] * 3)
    place = placed(patience=Patience(10, 10, 1, 0.02))
    with pytest.raises(Interrupted):
        place.fetch()
    # WHEN the server has the right file
    file.content, file.breaks_after = vosk_zip(), []
    place.fetch()
    # THEN the halves are not joined
    assert server.asked[-1][1]["Range"] == "bytes=100000-"
    assert server.asked[-1][1]["If-Range"]
    assert is_whole(place)


def test_pieces_that_do_not_fit_are_thrown_away_once(server: ModelServer, placed: Placed) -> None:
    # GIVEN half of another file, and a server that says it is still the same
    file = server.put(ZIP, vosk_zip(2), breaks_after=[100_000] * 3, tag='"same"')
    place = placed(patience=Patience(10, 10, 1, 0.02))
    with pytest.raises(Interrupted):
        place.fetch()
    file.content, file.breaks_after = vosk_zip(), []
    # WHEN the rest does not make the model
    patient = Place(ModelStore(place.store.folder, place.store._catalogue_file, PATIENCE), place.model)
    patient.fetch()
    # THEN it was fetched anew
    assert server.ranges(ZIP)[-2:] == ["bytes=100000-", ""]
    assert is_whole(place)


@pytest.mark.parametrize("tag", ['W/"weak"', "none"])
def test_what_nothing_proves_to_belong_together_is_not_joined(
    server: ModelServer, placed: Placed, tag: str
) -> None:
    # GIVEN a model without digest, half fetched, and a server that does not tell one file from another
    server.put(ZIP, vosk_zip(), breaks_after=[100_000], tag=tag)
    place = placed(digest_of=None)
    # WHEN it is fetched
    place.fetch()
    # THEN it is fetched from its beginning
    assert server.ranges(ZIP) == ["", ""]
    assert is_whole(place)


def test_a_server_without_ranges_starts_again(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server that breaks off once and always sends the whole file
    server.put(ZIP, vosk_zip(), breaks_after=[200_000], is_range_ignored=True)
    place = placed()
    # WHEN the model is fetched
    place.fetch()
    # THEN it is whole
    assert server.ranges(ZIP) == ["", "bytes=200000-"]
    assert is_whole(place)


def test_a_lost_connection_keeps_what_has_arrived(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server that never gets further than a point
    file = server.put(ZIP, vosk_zip(), breaks_after=[150_000, 0, 0])
    place = placed()
    # WHEN all tries are used up
    with pytest.raises(Interrupted, match=r"Fetch .* again"):
        place.fetch()
    # THEN the beginning is kept, and the next fetch goes on there
    assert not place.store.is_installed(MODEL)
    assert f".unfinished/{MODEL}.zip.part" in place.lying()
    file.breaks_after = []
    place.fetch()
    assert server.ranges(ZIP)[-1] == "bytes=150000-"
    assert is_whole(place)
    assert place.debris() == set()


def test_a_server_that_cannot_be_reached_is_told_apart(server: ModelServer, placed: Placed) -> None:
    # GIVEN an address where nobody listens
    place = placed("http://127.0.0.1:9/model.zip")
    # THEN the sentence says to check the connection, and nothing lies around
    with pytest.raises(Interrupted, match="cannot be reached"):
        place.fetch()
    assert place.lying() == set()


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_refusal_is_not_tried_again(server: ModelServer, placed: Placed, status: int) -> None:
    # GIVEN a server that does not have the model
    server.put(ZIP, statuses=[status] * 9)
    place = placed()
    # THEN one sentence says so at once, and nothing lies around
    with pytest.raises(ModelMissing, match=r"127\.0\.0\.1"):
        place.fetch()
    assert len(server.asked) == 1
    assert place.lying() == set()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_busy_server_is_tried_again(server: ModelServer, placed: Placed, status: int) -> None:
    server.put(ZIP, vosk_zip(), statuses=[status, status])
    place = placed()
    place.fetch()
    assert is_whole(place)


def test_mirrors_are_asked_in_order(server: ModelServer, placed: Placed) -> None:
    # GIVEN a publisher without the file, and a mirror with it
    server.put(MIRROR, vosk_zip())
    place = placed(server.url(ZIP), server.url("/mirror/{language}/{id}.zip"))
    # WHEN the model is fetched
    steps = place.fetch()
    # THEN it comes from the mirror, and the user was told why
    assert [path for path, _headers in server.asked] == [ZIP, MIRROR]
    assert is_whole(place)
    assert any("no longer has" in step.notice for step in steps)


def test_a_mirror_goes_on_where_the_publisher_broke_off(server: ModelServer, placed: Placed) -> None:
    # GIVEN a publisher that is lost in the middle, and a mirror of the same file
    server.put(ZIP, vosk_zip(), breaks_after=[150_000, 0, 0])
    server.put(MIRROR, vosk_zip())
    place = placed(server.url(ZIP), server.url("/mirror/{language}/{id}.zip"))
    # WHEN the model is fetched
    place.fetch()
    # THEN only the rest came from the mirror, and the digest proves that it fits
    assert server.ranges(MIRROR) == ["bytes=150000-"]
    assert is_whole(place)


def test_a_model_without_digest_is_not_asked_of_a_mirror(server: ModelServer, placed: Placed) -> None:
    place = placed(server.url(ZIP), server.url("/mirror/{language}/{id}.zip"), digest_of=None)
    assert place.model.urls == (server.url(ZIP),)


def test_redirects_are_followed_on_trusted_hosts(server: ModelServer, placed: Placed) -> None:
    # GIVEN an address that has moved twice
    server.put(ZIP, redirect="/moved.zip")
    server.put("/moved.zip", redirect=server.url("/there.zip"))
    server.put("/there.zip", vosk_zip(), breaks_after=[90_000])
    place = placed()
    # WHEN the model is fetched
    place.fetch()
    # THEN it is found, and a broken download goes on there
    assert server.ranges("/there.zip") == ["", "bytes=90000-"]
    assert is_whole(place)


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/model.zip",
        "http://elsewhere.example/model.zip",
        "https://10.0.0.1/model.zip",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_redirects_to_strangers_are_refused(server: ModelServer, placed: Placed, target: str) -> None:
    # GIVEN an address that sends us on to a host the user did not agree to
    server.put(ZIP, redirect=target)
    place = placed()
    # THEN nobody is asked there (tests/conftest.py watches), and a sentence says what to do
    with pytest.raises(ModelMissing, match="not trusted"):
        place.fetch()
    assert place.lying() == set()


def test_a_round_of_redirects_ends(server: ModelServer, placed: Placed) -> None:
    server.put(ZIP, redirect=ZIP)
    with pytest.raises(ModelMissing, match="circles"):
        placed().fetch()


def test_an_address_that_anybody_could_listen_to_is_refused(placed: Placed) -> None:
    with pytest.raises(ModelMissing, match="not trusted"):
        placed("http://elsewhere.example/model.zip").fetch()


def test_a_server_that_promises_more_than_it_sends(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server whose length is too big
    server.put(ZIP, vosk_zip(), claims_bytes=len(vosk_zip()) + 5_000)
    place = placed()
    # WHEN the model is fetched
    place.fetch()
    # THEN the rest it promised is asked for, there is none, and the digest says that all has come
    assert server.ranges(ZIP) == ["", f"bytes={len(vosk_zip())}-"]
    assert is_whole(place)


@pytest.mark.parametrize("digest_of", [vosk_zip(), None])
def test_a_server_that_sends_more_than_it_promised(
    server: ModelServer, placed: Placed, digest_of: bytes | None
) -> None:
    # GIVEN a server whose length is too small
    server.put(ZIP, vosk_zip(), claims_bytes=100_000)
    place = placed(digest_of=digest_of)
    # THEN what it announced is not the model, whether or not a digest is known
    with pytest.raises(ModelDamaged):
        place.fetch()
    assert place.lying() == set()


def test_a_file_that_is_far_too_big_is_not_taken(server: ModelServer, placed: Placed) -> None:
    server.put(ZIP, vosk_zip(), claims_bytes=10_000_000_000)
    place = placed()
    with pytest.raises(ModelDamaged, match="too big"):
        place.fetch()
    assert place.lying() == set()


def test_an_endless_file_is_cut_off(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server that tells no length and sends more than any honest one
    server.put(ZIP, bytes(17_000_000), has_length=False)
    place = placed(size_bytes=1_000)
    with pytest.raises(ModelDamaged, match="too big"):
        place.fetch()
    assert place.lying() == set()


def test_a_file_without_length_is_taken_whole(server: ModelServer, placed: Placed) -> None:
    server.put(ZIP, vosk_zip(), has_length=False)
    place = placed()
    place.fetch()
    assert is_whole(place)


def test_a_wrong_digest_leaves_nothing(server: ModelServer, placed: Placed) -> None:
    # GIVEN a server with another file than the catalogue names
    server.put(ZIP, vosk_zip(2))
    place = placed()
    # THEN it is deleted, and a sentence says so
    with pytest.raises(ModelDamaged, match="something else"):
        place.fetch()
    assert len(server.asked) == 1
    assert place.lying() == set()


def test_the_digest_comes_from_the_publishers_list(server: ModelServer, placed: Placed) -> None:
    # GIVEN a model whose digest is not in the catalogue, but in the list
    server.put(ZIP, vosk_zip())
    server.put(LIST, published(server.url(ZIP), vosk_zip()))
    place = placed(digest_of=None, list_url=server.url(LIST))
    assert not place.model.is_verifiable
    # WHEN it is fetched
    place.fetch()
    # THEN it was verified, and the list is kept
    assert place.store.is_verified(MODEL)
    assert place.store.model(MODEL).is_verifiable


def test_a_wrong_digest_in_the_publishers_list_is_heeded(server: ModelServer, placed: Placed) -> None:
    server.put(ZIP, vosk_zip())
    server.put(LIST, published(server.url(ZIP), vosk_zip(2)))
    place = placed(digest_of=None, list_url=server.url(LIST))
    with pytest.raises(ModelDamaged):
        place.fetch()
    assert not place.store.is_installed(MODEL)


@pytest.mark.parametrize("listed", [b"[]", b"<html>", b"", b'[{"name": 3}]', None])
def test_without_a_digest_it_is_fetched_and_called_not_verifiable(
    server: ModelServer, placed: Placed, listed: bytes | None
) -> None:
    # GIVEN a publisher whose list is useless or missing
    server.put(ZIP, vosk_zip())
    if listed is not None:
        server.put(LIST, listed)
    place = placed(digest_of=None, list_url=server.url(LIST))
    # THEN the offer says that it cannot be verified
    assert any("Not verifiable" in sentence for sentence in place.store.offer(place.model).sentences)
    # WHEN it is fetched all the same
    steps = place.fetch()
    # THEN the user is told again
    assert "could not be verified" in steps[-1].notice
    assert not place.store.is_verified(MODEL)
    assert is_whole(place)


def test_the_archive_first_installed_is_the_only_one_taken(server: ModelServer, placed: Placed) -> None:
    # GIVEN a model without digest that was installed and removed
    server.put(ZIP, vosk_zip())
    place = placed(digest_of=None)
    place.fetch()
    place.store.remove(MODEL)
    # WHEN its address gives another archive
    server.put(ZIP, vosk_zip(2))
    with pytest.raises(ModelDamaged, match="first installed"):
        place.fetch()
    assert place.lying() == {"first-seen.json"}
    # THEN only after it was forgotten
    place.store.remove(MODEL, forget=True)
    place.fetch()
    assert place.store.path(MODEL)


def test_cancelling_at_any_moment_leaves_nothing(server: ModelServer, placed: Placed) -> None:
    # GIVEN a download with breaks, waits and mirrors in it
    place = placed(server.url(ZIP), server.url("/mirror/{language}/{id}.zip"))
    server.put(MIRROR, vosk_zip())
    for steps in range(1, 30):
        server.put(ZIP, vosk_zip(), breaks_after=[90_000, 0, 0])
        # WHEN it is cancelled after so many steps
        work = place.store.fetch(place.model)
        done = list(islice(work, steps))
        work.close()
        # THEN nothing is left, until it was quicker than we were
        if done[-1].stage == "done":
            break
        assert place.lying() == set()
    # AND the next one is whole
    place.fetch()
    assert is_whole(place)


def test_cancelling_while_the_server_is_silent(server: ModelServer, placed: Placed) -> None:
    # GIVEN a download that hangs in the middle
    server.put(ZIP, vosk_zip(), stalls_after=[100_000])
    place = placed()
    work = place.store.fetch(place.model)
    arrived = next(step for step in work if step.done_bytes == 100_000)
    # WHEN it is cancelled
    work.close()
    # THEN at once, and nothing is left (the thread that read is gone too: tests/conftest.py)
    assert arrived.stage == "downloading"
    assert arrived.total_bytes == len(vosk_zip())
    assert place.lying() == set()


def test_pausing_keeps_what_has_arrived(server: ModelServer, placed: Placed) -> None:
    # GIVEN a download in the middle
    server.put(ZIP, vosk_zip(), stalls_after=[100_000])
    place = placed()
    work = place.store.fetch(place.model, keep_part=True)
    next(step for step in work if step.done_bytes == 100_000)
    # WHEN it is paused and taken up again
    work.close()
    place.fetch()
    # THEN only the rest was fetched
    assert server.ranges(ZIP) == ["", "bytes=100000-"]
    assert is_whole(place)


def test_a_killed_process_loses_nothing_that_arrived(server: ModelServer, placed: Placed) -> None:
    # GIVEN a process that is killed in the middle of a download
    server.put(ZIP, vosk_zip(), stalls_after=[140_000])
    place = placed()
    program = f"""
from pathlib import Path
from engines.models import ModelStore
store = ModelStore(Path({str(place.store.folder)!r}), Path({str(place.store._catalogue_file)!r}))
for step in store.fetch(store.model({MODEL!r})):
    if step.done_bytes == 140_000:
        print("half", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "half\n"
        # THEN another one waits its turn
        with pytest.raises(ModelMissing, match="Another Sori"):
            place.fetch()
        os.kill(child.pid, signal.SIGKILL)
    # WHEN the model is fetched again
    part = place.store.folder / ".unfinished" / f"{MODEL}.zip.part"
    kept = part.stat().st_size
    place.fetch()
    # THEN it goes on there, and nothing lies around
    assert 0 < kept <= 140_000
    assert server.ranges(ZIP) == ["", f"bytes={kept}-"]
    assert is_whole(place)
    assert place.debris() == set()


def test_room_is_looked_for_before_anything_is_fetched(
    server: ModelServer, placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a disk that is nearly full
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1_000_000))
    place = placed(size_bytes=2_000_000)
    # THEN the need is told in numbers, and the server hears nothing
    with pytest.raises(OutputUnwritable, match=r"needs 6.0 MB .* 1.0 MB"):
        place.fetch()
    assert server.asked == []
    assert place.lying() == set()


@pytest.mark.parametrize("limit", [50_000, 250_000])
def test_a_disk_that_fills_up_leaves_nothing(server: ModelServer, placed: Placed, limit: int) -> None:
    # GIVEN a process whose files cannot grow further: while downloading, or while unpacking
    files = {**vosk_files(), "graph/HCLr.fst": bytes(600_000)}
    archive = zipped({**files, "am/final.mdl": vosk_files()["am/final.mdl"][:100_000]})
    server.put(ZIP, archive)
    place = placed(digest_of=archive)
    program = f"""
import resource, sys
from pathlib import Path
from engines.errors import OutputUnwritable
from engines.models import ModelStore
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
store = ModelStore(Path({str(place.store.folder)!r}), Path({str(place.store._catalogue_file)!r}))
try:
    for step in store.fetch(store.model({MODEL!r})):
        pass
except OutputUnwritable as error:
    print(error)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN one sentence says to make room, and nothing is left
    assert "Make room" in answer.stdout, answer.stderr
    assert place.lying() == set()


def test_a_folder_nobody_may_write_to(placed: Placed, tmp_path: Path) -> None:
    # GIVEN a file where the folder should be
    place = placed()
    place.store.folder.write_text("in the way")
    with pytest.raises(OutputUnwritable):
        place.fetch()


def test_the_systems_proxy_is_used(
    server: ModelServer, placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a model at a port where nobody listens, and a proxy
    monkeypatch.setenv("http_proxy", server.url(""))
    server.put(ZIP, vosk_zip())
    place = placed(f"http://127.0.0.1:9{ZIP}")
    # WHEN it is fetched
    place.fetch()
    # THEN the proxy brought it
    assert len(server.asked) == 1
    assert is_whole(place)


def test_a_proxy_of_an_unknown_kind_is_said(placed: Placed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(ModelMissing, match="proxy"):
        placed().fetch()


def test_unknown_names_are_refused(placed: Placed) -> None:
    for name in ("nothing", "../etc", "", "a/b"):
        with pytest.raises(InputUnsupported, match="sori models list"):
            placed().store.model(name)
    with pytest.raises(InputUnsupported):
        placed().store.path("../etc")


def test_a_secure_connection_is_checked_and_can_be_cancelled(
    placed: Placed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a publisher whose certificate only an organisation's own authority vouches for
    certificate = tmp_path / "server.pem"
    certificate.write_text(CERTIFICATE)
    with serving(certificate) as secure:
        secure.put(ZIP, vosk_zip(), stalls_after=[100_000], breaks_after=[80_000])
        place = placed(secure.url(ZIP))
        # THEN it is not believed
        with pytest.raises(ModelMissing, match="could not prove who it is"):
            place.fetch()
        assert secure.asked == []
        # WHEN that authority is trusted
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        work = place.store.fetch(place.model)
        next(step for step in work if step.done_bytes == 80_000)
        # THEN a download that hangs can be cancelled
        work.close()
        assert place.lying() == set()
        # AND one that does not is whole
        place.fetch()
        assert is_whole(place)


def test_a_small_real_model_goes_all_the_way(server: ModelServer, placed: Placed) -> None:
    # GIVEN a model that the real recogniser loads
    folder = Path(__file__).parents[2] / "data" / "tiny_vosk" / "en"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    content = zipped(files)
    server.put(ZIP, content)
    place = placed(digest_of=content)
    # WHEN it is fetched
    place.fetch()
    # THEN it is there, byte for byte
    installed = place.store.path(MODEL)
    assert all((installed / name).read_bytes() == data for name, data in files.items())


def test_what_was_begun_is_cleared_by_an_import(server: ModelServer, placed: Placed, tmp_path: Path) -> None:
    # GIVEN a download that was lost in the middle
    server.put(ZIP, vosk_zip(), breaks_after=[100_000, 0, 0])
    place = placed()
    with pytest.raises(Interrupted):
        place.fetch()
    # WHEN the model comes from a file instead
    given = tmp_path / "given.zip"
    given.write_bytes(vosk_zip())
    list(place.store.import_from(given))
    # THEN the beginning is gone
    assert place.debris() == set()
    assert is_whole(place)


def test_a_catalogue_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[[models]]\nid = 3")
    for path in (tmp_path / "gone.toml", broken):
        monkeypatch.setenv("SORI_MODEL_CATALOGUE", str(path))
        with pytest.raises(InputUnsupported, match="catalogue"):
            ModelStore(tmp_path / "models").catalogue()
