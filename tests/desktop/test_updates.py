"""Updates are looked for and fetched from servers that lie, stall, replay and break off, or not at all."""

import hashlib
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
from nacl.signing import SigningKey

from desktop import release_list, updates
from desktop.release_list import Seen, Untrusted
from desktop.updates import Fetched, Found, NotSetUp, Unavailable
from engines import words
from engines.build import Build
from engines.errors import EngineError, ModelMissing, OutputUnwritable
from engines.models import Patience, Progress
from engines.models.lock import locked
from releasing import manifest
from tests.model_server import CERTIFICATE, ModelServer, serving, without_proxies

PATIENCE: Final = Patience(connect_seconds=10, stall_seconds=10, tries=2, backoff_seconds=0.02)
ARCHIVE: Final = "sori-9.1.0-linux-x86_64.tar.zst"
CONTENT: Final = bytes(range(256)) * 2000
NOTES: Final = {"en": "It hears better.", "ko": "더 잘 듣습니다."}
KEY: Final = SigningKey.generate()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)
    for name in ("FLATPAK_ID", "APPIMAGE"):
        monkeypatch.delenv(name, raising=False)


class Place:
    """A publisher of Sori, and a packaged copy of Sori that knows it."""

    def __init__(self, server: ModelServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.seen = folder / "seen.json"
        self.downloads = folder / "Downloads"
        self.build = Build("full", "linux-x86_64", server.url("/releases/"), manifest.encoded(KEY.verify_key))
        self.publish("9.1.0", datetime(2026, 3, 1, tzinfo=UTC))

    def publish(self, release: str, when: datetime, *names: str, key: SigningKey = KEY) -> None:
        """Put a release on the server, signed."""
        dist = self.folder / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        dist.mkdir()
        usual = (f"sori-{release}-linux-x86_64.tar.zst", f"sori-core_{release}-1_amd64.deb")
        for name in names or usual:
            (dist / name).write_bytes(CONTENT)
        manifest.sign(manifest.write(dist, NOTES, release, when), key)
        for path in dist.iterdir():
            self.server.put(f"/releases/{path.name}", path.read_bytes())

    def check(self, version: str = "9.0.0", build: Build | None = None) -> Found:
        return last(updates.check(build or self.build, version, self.seen, PATIENCE))

    def fetch(self, found: Found | None = None) -> Fetched:
        work = updates.fetch(found or self.check(), self.build, self.downloads, PATIENCE)
        return last(work)

    def lying(self) -> set[str]:
        return {path.name for path in self.downloads.iterdir()} if self.downloads.exists() else set()


def last(work: Any) -> Any:
    """Go through the work and return what it returns."""
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            return stop.value
        assert isinstance(step, Progress)


@pytest.fixture
def place(server: ModelServer, tmp_path: Path) -> Place:
    return Place(server, tmp_path)


def test_a_copy_without_an_address_asks_nothing(server: ModelServer, place: Place) -> None:
    # GIVEN a source tree, and packages that lack the address or the key
    complete = place.build
    builds = [
        Build(),
        Build("full", "linux-x86_64", "", complete.public_key),
        Build("full", "linux-x86_64", complete.release_address, ""),
    ]
    # WHEN they look for updates
    for build in builds:
        with pytest.raises(NotSetUp, match="Updates are not set up in this copy of Sori"):
            place.check(build=build)
    # THEN nobody was asked
    assert server.asked == []


def test_a_flatpak_leaves_updates_to_the_software_centre(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a copy that runs in a Flatpak
    monkeypatch.setenv("FLATPAK_ID", "io.github.sori_app.Sori")
    # THEN it says who updates it, and asks nothing
    with pytest.raises(NotSetUp, match="software centre"):
        place.check()
    assert place.server.asked == []


def test_a_newer_sori_is_told_with_its_size_and_notes(place: Place) -> None:
    # WHEN a copy looks for updates
    found = place.check()
    # THEN it hears of the newer one that is for this platform, edition and kind
    assert found.can_be_fetched
    assert found.file is not None
    assert found.file.name == ARCHIVE
    assert found.sentence == "Sori 9.1.0 of 2026-03-01 is out: 512 KB to download."
    assert found.release.told == "It hears better."
    # AND in Korean if that is the language
    words.use("ko")
    assert found.release.told == "더 잘 듣습니다."
    # AND two small files were asked for, with nothing about who asks
    assert [path for path, _headers in place.server.asked] == [
        "/releases/manifest.json",
        "/releases/manifest.json.sig",
    ]
    assert {headers.get("User-Agent") for _path, headers in place.server.asked} == {"sori"}
    assert not any(headers.get("Cookie") for _path, headers in place.server.asked)


@pytest.mark.parametrize("version", ["9.1.0", "9.1.1", "10.0"])
def test_an_older_or_equal_release_is_no_update(place: Place, version: str) -> None:
    # GIVEN a copy that is as new as the release, or newer
    found = place.check(version)
    # THEN it is told so, and there is nothing to fetch
    assert not found.can_be_fetched
    assert found.sentence.startswith("This is the newest Sori")
    with pytest.raises(ValueError, match="nothing"):
        place.fetch(found)


def test_a_release_without_a_file_for_this_computer_says_so(place: Place) -> None:
    # GIVEN a release for others only
    place.publish("9.2.0", datetime(2026, 4, 1, tzinfo=UTC), "sori-9.2.0-macos-arm64.dmg")
    # WHEN a copy looks
    found = place.check()
    # THEN it hears of it, without an offer
    assert "not for this computer" in found.sentence
    assert not found.can_be_fetched


def test_an_older_list_is_not_played_again(place: Place) -> None:
    # GIVEN a copy that saw a list, which is replaced by a genuine older one
    place.publish("9.3.0", datetime(2026, 6, 1, tzinfo=UTC))
    assert place.check().release.version == "9.3.0"
    place.publish("9.2.0", datetime(2026, 5, 1, tzinfo=UTC))
    # THEN the older one is refused, again and again
    for _time in range(2):
        with pytest.raises(Untrusted, match="older list"):
            place.check()
    # AND the newer one is taken as before
    place.publish("9.3.0", datetime(2026, 6, 1, tzinfo=UTC))
    assert place.check().can_be_fetched


def test_a_damaged_memory_starts_anew(place: Place) -> None:
    # GIVEN what was remembered is damaged
    for content in ("", "[1]", '{"serial": "x"}'):
        place.seen.write_text(content)
        # THEN a look works, and is remembered
        assert place.check().can_be_fetched
        assert release_list.recall(place.seen).serial > 0


def tampered(server: ModelServer, change: Callable[[Any], None]) -> bytes:
    """Return the list on the server after a change of what it says."""
    told = json.loads(server.files["/releases/manifest.json"].content)
    change(told)
    return json.dumps(told).encode()


def test_what_is_not_signed_is_not_even_read(place: Place) -> None:
    # GIVEN a list that was changed, one signed by others, a page of a network one must sign in to, and
    # signatures that are none
    server = place.server
    genuine = {path: file.content for path, file in server.files.items()}
    changed = tampered(server, lambda told: told.update(release="99.0"))
    place.publish("9.1.0", datetime(2026, 3, 1, tzinfo=UTC), key=SigningKey.generate())
    others = {path: file.content for path, file in server.files.items()}
    cases: list[dict[str, bytes]] = [
        {"/releases/manifest.json": changed},
        {"/releases/manifest.json.sig": others["/releases/manifest.json.sig"]},
        dict.fromkeys(("/releases/manifest.json", "/releases/manifest.json.sig"), b"<html>Sign in</html>"),
        {"/releases/manifest.json.sig": b""},
        {"/releases/manifest.json.sig": b"\xff\xfe not base64"},
    ]
    for case in cases:
        for path, content in (genuine | case).items():
            server.put(path, content)
        # THEN each is refused with what to do, and nothing of it is remembered
        with pytest.raises(Untrusted, match="not signed by the makers of Sori"):
            place.check()
        assert not place.seen.exists()


def test_a_damaged_key_trusts_nothing(place: Place) -> None:
    # GIVEN a copy whose key is damaged
    for key in ("????", "c2hvcnQ="):
        build = Build("full", "linux-x86_64", place.build.release_address, key)
        # THEN it trusts nobody
        with pytest.raises(Untrusted):
            place.check(build=build)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(version=2),
        lambda told: told.update(release="newest"),
        lambda told: told.update(serial="5"),
        lambda told: told.update(files=None),
        lambda told: told["files"][0].pop("sha256"),
        lambda told: told["files"][0].update(name="../../.profile"),
        lambda told: told["files"][0].update(size_bytes=-1),
        lambda told: told["files"][0].update(kind=7),
        lambda told: told.update(notes="text"),
    ],
)
def test_a_list_of_a_later_kind_is_not_guessed_at(place: Place, change: Callable[[Any], None]) -> None:
    # GIVEN a genuine list that this Sori does not understand
    path = place.folder / "dist" / manifest.NAME
    path.write_bytes(tampered(place.server, change))
    manifest.sign(path, KEY)
    for name in (manifest.NAME, manifest.SIGNATURE):
        place.server.put(f"/releases/{name}", (path.parent / name).read_bytes())
    # THEN it says where to get a newer one
    with pytest.raises(Untrusted, match="does not understand"):
        place.check()


def test_a_server_that_does_not_answer_is_named(place: Place) -> None:
    # GIVEN no list, a server in trouble, endless redirects, one to elsewhere, and one too big
    server, there = place.server, "/releases/manifest.json"
    here = server.url(there)
    troubles: list[tuple[dict[str, Any], type[EngineError], str]] = [
        ({"statuses": [404] * 9}, Unavailable, "does not have what it should"),
        ({"statuses": [503] * 9}, Unavailable, "Check the internet connection"),
        ({"redirect": here}, Unavailable, "does not have what it should"),
        ({"redirect": "https://elsewhere.example/"}, Unavailable, "does not have what it should"),
        ({"content": b"0" * 1_500_000}, Untrusted, "damaged or not Sori"),
        ({"content": b"{}", "breaks_after": [0] * 9}, Unavailable, "Check the internet connection"),
    ]
    for manners, kind, words_ in troubles:
        server.put(there, **manners)
        with pytest.raises(kind, match=words_) as caught:
            place.check()
        # THEN each is one sentence or two about updates, not about models
        assert "127.0.0.1" in str(caught.value)
        assert "model" not in str(caught.value).lower()
        assert caught.value.exit_code == 3


def test_no_server_at_all_is_told(place: Place) -> None:
    # GIVEN nobody at the address
    build = Build("full", "linux-x86_64", "http://127.0.0.1:9/", place.build.public_key)
    with pytest.raises(Unavailable, match=r"cannot be reached\. Check the internet connection"):
        place.check(build=build)


def test_a_server_that_cannot_prove_who_it_is(tmp_path: Path) -> None:
    # GIVEN a server whose certificate nobody trusts
    certificate = tmp_path / "server.pem"
    certificate.write_text(CERTIFICATE)
    with serving(certificate) as server:
        place = Place(server, tmp_path)
        # THEN that is what is said
        with pytest.raises(Unavailable, match=r"could not prove who it is\. Check this computer's date"):
            place.check()


def test_a_file_is_fetched_verified_and_named(place: Place) -> None:
    # WHEN what was found is fetched
    fetched = place.fetch()
    # THEN it lies whole in the folder for downloads, alone, and one hears how to install it
    assert fetched.path == place.downloads / ARCHIVE
    assert fetched.path.read_bytes() == CONTENT
    assert place.lying() == {ARCHIVE}
    assert fetched.sentences[0] == f"It lies in {fetched.path}."
    assert "install.sh" in fetched.advice


def test_what_is_there_already_is_not_fetched_again(place: Place) -> None:
    # GIVEN a file that was fetched
    found = place.check()
    first = place.fetch(found)
    asked = len(place.server.asked)
    # WHEN it is asked for once more
    assert place.fetch(found) == first
    # THEN the server hears nothing of it
    assert len(place.server.asked) == asked
    # AND a file of that name that is another one stays as it is
    first.path.write_bytes(b"my own notes")
    again = place.fetch(found)
    assert again.path.read_bytes() == CONTENT
    assert first.path.read_bytes() == b"my own notes"
    assert place.lying() == {ARCHIVE, again.path.name}


def test_a_download_that_breaks_off_goes_on_where_it_was(place: Place) -> None:
    # GIVEN a server that breaks off for good, half-way
    file = place.server.files[f"/releases/{ARCHIVE}"]
    file.breaks_after = [200_000, 0, 0, 0]
    found = place.check()
    with pytest.raises(Unavailable, match=r"Fetch Sori 9\.1\.0 again to go on where it broke off"):
        place.fetch(found)
    assert ARCHIVE not in place.lying()
    # WHEN it is fetched again, later
    file.breaks_after = []
    fetched = place.fetch(found)
    # THEN it went on there, and is whole
    assert place.server.ranges(f"/releases/{ARCHIVE}")[-1] == "bytes=200000-"
    assert fetched.path.read_bytes() == CONTENT
    assert place.lying() == {ARCHIVE}


def test_a_download_that_is_stopped_keeps_what_came(place: Place) -> None:
    # GIVEN a server that stalls after some of it
    file = place.server.files[f"/releases/{ARCHIVE}"]
    file.stalls_after = [150_000]
    found = place.check()
    work = updates.fetch(found, place.build, place.downloads, PATIENCE)
    for step in islice(work, 400):
        if step.stage == "downloading" and step.done_bytes >= 150_000:
            break
    # WHEN it is stopped
    work.close()
    # THEN nothing that looks whole lies there, and the next one goes on
    assert ARCHIVE not in place.lying()
    assert place.fetch(found).path.read_bytes() == CONTENT
    assert place.server.ranges(f"/releases/{ARCHIVE}")[-1] == "bytes=150000-"


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"x", CONTENT + b"more", b"<html>Sign in</html>"])
def test_a_file_that_is_not_the_signed_one_is_deleted(place: Place, content: bytes) -> None:
    # GIVEN another file at the address
    found = place.check()
    place.server.put(f"/releases/{ARCHIVE}", content)
    # WHEN it is fetched
    with pytest.raises(Untrusted, match="damaged or not Sori"):
        place.fetch(found)
    # THEN nothing of it is left
    assert place.lying() == set()


def test_a_file_that_is_gone_is_told(place: Place) -> None:
    # GIVEN a release whose file was taken away
    found = place.check()
    del place.server.files[f"/releases/{ARCHIVE}"]
    with pytest.raises(Unavailable, match="Try again later"):
        place.fetch(found)
    assert place.lying() == set()


def test_a_full_disk_is_told_before_anything_is_fetched(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a disk with little room
    found = place.check()
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    asked = len(place.server.asked)
    with pytest.raises(OutputUnwritable, match="Make room"):
        place.fetch(found)
    assert len(place.server.asked) == asked


def test_a_disk_that_fills_up_is_told_and_what_came_stays(place: Place) -> None:
    # GIVEN a process that may write files of 300 KB at most, as on a disk with no more room
    found = place.check()
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from desktop import updates; from engines.models import Patience\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "from engines.build import Build; from desktop.release_list import File, Release\n"
        "row = File(*sys.argv[1:2], int(sys.argv[2]), *sys.argv[3:7])\n"
        "found = updates.Found(Release('9.1.0', 1, '', (row,), {}), True, row)\n"
        "build = Build('full', 'linux-x86_64', sys.argv[7], 'key')\n"
        "try: list(updates.fetch(found, build, Path(sys.argv[8]), Patience(tries=1)))\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    file = found.file
    assert file is not None
    facts = (file.name, file.size_bytes, file.sha256, file.platform, file.edition, file.kind)
    arguments = [*map(str, facts), place.build.release_address, str(place.downloads)]
    told = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    # THEN it is said, and the next time it goes on
    assert "OutputUnwritable" in told.stdout, told.stderr
    assert "Make room" in told.stdout
    assert place.lying() == {f"{ARCHIVE}.part", f"{ARCHIVE}.part.json"}
    assert place.fetch(found).path.read_bytes() == CONTENT
    assert place.server.ranges(f"/releases/{ARCHIVE}")[-1].startswith("bytes=")


def test_a_folder_that_cannot_be_written_to_is_named(place: Place) -> None:
    # GIVEN a file where the folder should be
    found = place.check()
    place.downloads.write_text("")
    with pytest.raises(OutputUnwritable, match="Downloads"):
        place.fetch(found)


def test_two_at_once_do_not_mix(place: Place) -> None:
    # GIVEN another Sori that fetches the same file
    found = place.check()
    lock = place.downloads / f".{ARCHIVE}.lock"
    # THEN the second waits for its turn
    with locked(lock, "x"), pytest.raises(ModelMissing, match=r"Another Sori is at work on Sori 9\.1\.0"):
        place.fetch(found)
    assert place.fetch(found).path.exists()


@pytest.mark.parametrize(
    ("platform", "environment", "kind"),
    [
        ("windows-x86_64", {}, "installer"),
        ("macos-arm64", {}, "disk-image"),
        ("linux-x86_64", {"APPIMAGE": "/x", "APPDIR": sys.prefix}, "appimage"),
        ("linux-x86_64", {"APPIMAGE": "/x", "APPDIR": "/tmp/.mount_of_a_terminal"}, "archive"),
        ("linux-x86_64", {"FLATPAK_ID": "x"}, "flatpak"),
        ("linux-x86_64", {}, "archive"),
        ("", {}, ""),
    ],
)
def test_a_copy_knows_what_it_came_in(
    platform: str, environment: dict[str, str], kind: str, tmp_path: Path
) -> None:
    # THEN each knows which package replaces it
    assert updates.kind_here(Build("full", platform), environment, tmp_path) == kind


def test_a_copy_that_dpkg_installed_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a copy in the system's folders that dpkg lists
    monkeypatch.setattr(sys, "prefix", "/opt/sori/_internal")
    (tmp_path / "sori-core.list").touch()
    # THEN core came as a Debian package, and full did not
    assert updates.kind_here(Build("core", "linux-x86_64"), {}, tmp_path) == "deb"
    assert updates.kind_here(Build("full", "linux-x86_64"), {}, tmp_path) == "archive"


def test_what_is_to_be_typed_names_one_file() -> None:
    # GIVEN a folder whose name has a space
    fetched = Fetched(Path("/srv/My downloads/sori.deb"), "deb")
    # THEN the command takes it for one
    assert shlex.split(fetched.advice)[-1] == "/srv/My downloads/sori.deb"


def test_every_kind_can_be_installed_by_what_is_said() -> None:
    # THEN each kind of package has its sentence
    kinds = {"deb", "archive", "appimage", "installer", "disk-image"}
    advice = {Fetched(Path("/tmp/x"), kind).advice for kind in kinds}
    assert len(advice) == len(kinds)
    assert all(sentence.startswith("Close Sori") for sentence in advice)


def test_a_week_is_a_week() -> None:
    # GIVEN a look on some day
    seen = Seen(1, 1_000_000.0)
    # THEN the next is due a week later, and also if the clock went back
    assert not seen.is_week_over(1_000_000.0 + release_list.WEEK_SECONDS - 1)
    assert seen.is_week_over(1_000_000.0 + release_list.WEEK_SECONDS)
    assert seen.is_week_over(999_999.0)
    assert Seen().is_week_over()


def test_an_appimage_can_be_started_at_once(place: Place) -> None:
    # GIVEN a copy that runs from an AppImage, and a newer one
    name = "Sori-9.4.0-x86_64.AppImage"
    place.publish("9.4.0", datetime(2026, 9, 1, tzinfo=UTC), name)
    file = next(iter(json.loads(place.server.files["/releases/manifest.json"].content)["files"]))
    row = release_list.File(**file)
    found = Found(release_list.Release("9.4.0", 1, "", (row,), {}), True, row)
    # WHEN it is fetched
    fetched = place.fetch(found)
    # THEN its owner may start it
    assert fetched.path.stat().st_mode & 0o100
    assert hashlib.sha256(fetched.path.read_bytes()).hexdigest() == row.sha256


def test_a_release_may_come_from_where_its_host_keeps_the_files_and_from_nowhere_else() -> None:
    assert updates.sent_on_to("https://github.com/sori/sori/releases/download/v1/manifest.json") == {
        "objects.githubusercontent.com",
        "release-assets.githubusercontent.com",
    }
    assert updates.sent_on_to("https://sori.example/releases/manifest.json") == frozenset()
