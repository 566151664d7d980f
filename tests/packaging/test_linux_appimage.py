"""The AppImage has its pinned runtime in front and runs from what is behind; the Flatpak's manifest is read.

The real runtime is not on a machine that tests: a file of random bytes stands in, pinned like it.
"""

import hashlib
import os
import platform
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from releasing import appimage, flatpak, linux_files
from releasing.edition import APPLICATION_ID, CORE, FULL, platform_tag
from tests.packaging.linux_stand_in import stand_in, tree

RUNTIME = b"\x7fELF\x02\x01\x01\x00AI\x02" + bytes(range(256)) * 64


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that is pinned as the runtime of this machine."""
    file = tmp_path / "runtime"
    file.write_bytes(RUNTIME)
    monkeypatch.setattr(appimage, "DIGESTS", {platform.machine(): hashlib.sha256(RUNTIME).hexdigest()})
    return file


def test_the_runtime_is_in_front_and_the_application_behind(tmp_path: Path, runtime: Path) -> None:
    # GIVEN a frozen application
    frozen = stand_in(tmp_path / "sori")
    # WHEN its AppImage is made
    file = appimage.build(frozen, tmp_path, FULL, "2.36", "1.0", runtime=runtime)
    # THEN it can be run, and begins with the runtime, to the last byte
    assert file.name == f"sori-1.0-{platform_tag()}.AppImage"
    assert os.access(file, os.X_OK)
    assert file.read_bytes().startswith(RUNTIME)
    # AND right behind it lies what a runtime mounts
    root = unpack(file, tmp_path / "mounted")
    assert tree(root / "usr/lib/sori") == tree(frozen)
    for name in (f"{APPLICATION_ID}.desktop", f"{APPLICATION_ID}.svg", ".DirIcon"):
        assert (root / name).is_file()
    subprocess.run(["desktop-file-validate", str(root / f"{APPLICATION_ID}.desktop")], check=True)
    # AND nothing of the staging is left
    assert {path.name for path in tmp_path.iterdir()} == {"sori", "runtime", "mounted", file.name}


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what an AppImage holds."""
    folder = tmp_path_factory.mktemp("appimage")
    appimage.stage(stand_in(folder / "frozen"), folder / "AppDir")
    return folder / "AppDir"


def unpack(file: Path, to: Path) -> Path:
    command = [
        "unsquashfs",
        "-quiet",
        "-no-progress",
        "-offset",
        str(len(RUNTIME)),
        "-dest",
        str(to),
        str(file),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return to


@pytest.mark.parametrize(
    ("called", "arguments", "started"),
    [
        ("/x/Sori.AppImage", [], "sori-desktop"),
        ("/x/Sori.AppImage", ["/home/사람/그림 1.png"], "sori-desktop"),
        ("/x/Sori.AppImage", ["--language", "ko"], "sori-desktop"),
        ("/x/Sori.AppImage", ["describe", "/x/picture.png"], "sori"),
        ("/x/Sori.AppImage", ["--version"], "sori"),
        ("/x/sori", ["/x/picture.png"], "sori"),
        ("/x/sori-desktop", ["picture.png"], "sori-desktop"),
        ("", [], "sori-desktop"),
    ],
)
def test_the_file_is_the_window_and_the_command(
    inside: Path, called: str, arguments: list[str], started: str
) -> None:
    # GIVEN what an AppImage holds
    # WHEN the runtime starts it, as which it tells in ARGV0
    settings = {"PATH": "/usr/bin:/bin", "ARGV0": called}
    said = subprocess.run(
        [str(inside / "AppRun"), *arguments], capture_output=True, text=True, check=True, env=settings
    )
    # THEN the window or the command gets the arguments as they are
    assert said.stdout.splitlines() == [f"{started} 1", *arguments]


def test_two_payloads_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a time to build for
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = []
    for name in ("one", "two"):
        # WHEN the same is packed twice
        (tmp_path / name).mkdir()
        appimage.stage(stand_in(tmp_path / name / "sori"), tmp_path / name / "AppDir")
        found.append(appimage.squash(tmp_path / name / "AppDir", tmp_path / name / "payload").read_bytes())
    # THEN both are alike to the last bit
    assert found[0] == found[1]


def test_another_runtime_is_refused(tmp_path: Path, runtime: Path) -> None:
    # GIVEN a runtime of which one byte was changed
    runtime.write_bytes(RUNTIME[:-1] + b"?")
    # WHEN an AppImage is to be made with it
    # THEN it is refused, and none is made
    with pytest.raises(ValueError, match="not the runtime that is pinned"):
        appimage.build(stand_in(tmp_path / "sori"), tmp_path, FULL, "2.36", runtime=runtime)
    assert list(tmp_path.glob("*.AppImage")) == []


def test_without_a_runtime_it_is_said_where_to_get_it(tmp_path: Path, runtime: Path) -> None:
    # GIVEN no runtime
    runtime.unlink()
    # THEN the sentence names its release and where to put it
    with pytest.raises(
        FileNotFoundError, match=rf"type2-runtime/releases/download/{appimage.RELEASE}/.*{runtime}"
    ):
        appimage.build(stand_in(tmp_path / "sori"), tmp_path, FULL, "2.36", runtime=runtime)


def test_every_pinned_digest_is_one() -> None:
    assert {len(bytes.fromhex(digest)) for digest in appimage.DIGESTS.values()} == {32}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Serve the folder `served` and return its address."""
    (tmp_path / "served").mkdir()
    handler = partial(Silent, directory=str(tmp_path / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


class Silent(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        pass


def test_the_runtime_is_fetched_once(tmp_path: Path, runtime: Path, server: str) -> None:
    # GIVEN a server that has the pinned runtime
    (tmp_path / "served" / "runtime").write_bytes(RUNTIME)
    to = tmp_path / "kept" / "runtime"
    # WHEN it is fetched, and again after the server lost it
    assert appimage.fetch(to, f"{server}/runtime").read_bytes() == RUNTIME
    (tmp_path / "served" / "runtime").unlink()
    # THEN the second time the kept one serves
    assert appimage.fetch(to, f"{server}/runtime") == to


def test_a_false_runtime_is_thrown_away(tmp_path: Path, runtime: Path, server: str) -> None:
    # GIVEN a server that has something else
    (tmp_path / "served" / "runtime").write_bytes(RUNTIME + b"!")
    # WHEN it is fetched
    with pytest.raises(ValueError, match="not the runtime that is pinned"):
        appimage.fetch(tmp_path / "kept" / "runtime", f"{server}/runtime")
    # THEN nothing of it stays
    assert list((tmp_path / "kept").iterdir()) == []


def test_flatpak_builder_understands_the_manifest(tmp_path: Path) -> None:
    # GIVEN the manifest with what it packs
    frozen = stand_in(tmp_path / "sori")
    manifest = flatpak.write_manifest(frozen, tmp_path / "sources")
    # WHEN flatpak-builder reads it
    found = flatpak.shown(manifest)
    # THEN it is our application, and the window is what it starts
    assert (found["id"], found["command"]) == (APPLICATION_ID, "sori-desktop")
    # AND the folder it packs is there
    packed = manifest.parent / found["modules"][0]["sources"][0]["path"]
    assert tree(packed / "app") == tree(frozen)
    # AND it may reach no network, no bus as a whole and no folder of the person
    allowed = set(found["finish-args"])
    assert not {
        one for one in allowed if "network" in one or one.startswith(("--socket=session", "--socket=system"))
    }
    assert {one for one in allowed if one.startswith("--filesystem")} == {"--filesystem=xdg-run/at-spi"}


def test_the_manifests_commands_lay_out_the_application(tmp_path: Path) -> None:
    # GIVEN the commands of the manifest, with a folder of the test in the place of /app
    manifest = flatpak.write_manifest(stand_in(tmp_path / "sori"), tmp_path / "sources")
    module = flatpak.shown(manifest)["modules"][0]
    application = tmp_path / "app"
    (application / "share").mkdir(parents=True)
    # WHEN they are run where flatpak-builder runs them: in a copy of the sources
    for command in module["build-commands"]:
        there = command.replace("/app/", f"{application}/")
        subprocess.run(["sh", "-c", there], cwd=manifest.parent / "sources", check=True)
    # THEN the programs run, and the desktop finds the entry and the icon by the application's id
    said = subprocess.run([str(application / "bin/sori-desktop")], capture_output=True, text=True, check=True)
    assert said.stdout == "sori-desktop 1\n"
    for place in (f"applications/{APPLICATION_ID}.desktop", f"metainfo/{APPLICATION_ID}.metainfo.xml"):
        assert (application / "share" / place).is_file()
    assert (application / f"share/icons/hicolor/scalable/apps/{APPLICATION_ID}.svg").is_file()


def test_an_unknown_part_of_a_manifest_is_told(tmp_path: Path) -> None:
    # GIVEN a manifest with a slip of the pen
    manifest = flatpak.write_manifest(stand_in(tmp_path / "sori"), tmp_path / "sources")
    linux_files.write(manifest, manifest.read_text(encoding="utf-8") + "finnish-args: []\n")
    # THEN it does not pass
    with pytest.raises(ValueError, match="finnish-args"):
        flatpak.shown(manifest)


def test_without_its_runtime_the_flatpak_is_its_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a machine on which no runtime of Flatpak is installed
    monkeypatch.setenv("FLATPAK_USER_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("FLATPAK_SYSTEM_DIR", str(tmp_path / "none"))
    # WHEN the Flatpak is made
    made = flatpak.build(stand_in(tmp_path / "sori-core"), tmp_path, CORE, "2.36", "1.0")
    # THEN the manifest is what there is
    assert made == tmp_path / f"sori-core-1.0-{platform_tag()}.flatpak-sources" / f"{APPLICATION_ID}.yaml"
