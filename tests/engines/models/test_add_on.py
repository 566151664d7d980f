"""The add-on of a core package comes whole and verified or not at all, and Python finds it at once."""

import importlib
import json
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from engines import add_on, build
from engines.build import Build
from engines.errors import (
    DependencyMissing,
    InputUnsupported,
    ModelDamaged,
    ModelMissing,
    OutputUnwritable,
)
from engines.models import Interrupted, Model, ModelStore, Patience, size
from tests.core_package import FILE, ID, PLATFORM, add_on_files, add_on_zip, facts
from tests.model_server import ModelServer, serving, vosk_zip

PATIENCE: Final = Patience(connect_seconds=10, stall_seconds=10, tries=2, backoff_seconds=0.02)
MODULE: Final = "made_up_hands"
UNPACK_UNTIL: Final = """
import os, signal, sys
from pathlib import Path
from engines import build
build.this = lambda: build.read(Path(sys.argv[1]))
from engines.models import ModelStore

def kill(event, arguments):
    if event == "open" and str(arguments[0]).endswith(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
list(ModelStore().import_from(Path(sys.argv[2])))
"""
"""Ends when a file is opened whose name ends as the last argument."""
UNPACK_IN_LITTLE_ROOM: Final = """
import resource, sys
from pathlib import Path
from engines import build
build.this = lambda: build.read(Path(sys.argv[1]))
from engines.errors import OutputUnwritable
from engines.models import ModelStore
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    list(ModelStore().import_from(Path(sys.argv[2])))
except OutputUnwritable as error:
    print(error)
"""

Became = Callable[..., Model]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as one:
        yield one


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what an add-on does to this process."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] == MODULE]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def store() -> ModelStore:
    return ModelStore(patience=PATIENCE)


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch, store: ModelStore) -> Became:
    """Return a function that makes this a core package which takes `content`, and returns its entry."""

    def become(content: bytes | None = None, address: str = "", add_on_id: str = ID) -> Model:
        wanted = facts(add_on_zip() if content is None else content, add_on_id)
        monkeypatch.setattr(build, "this", lambda: Build("core", PLATFORM, address, "", wanted))
        return store.catalogue()[0]

    return become


def saved(folder: Path, content: bytes, name: str = FILE) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def lying(store: ModelStore) -> set[str]:
    """Return everything that lies in the store's folder."""
    folder = store.folder
    found = folder.rglob("*") if folder.exists() else ()
    return {path.relative_to(folder).as_posix() for path in found}


def is_usable() -> bool:
    """Return whether this process finds the add-on."""
    return add_on.lack() == "" and find_spec(MODULE) is not None


def is_absent(store: ModelStore) -> bool:
    return bool(add_on.lack()) and find_spec(MODULE) is None and lying(store) == set()


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def with_entry(name: str, mode: int = 0o100644, content: bytes = b"x") -> bytes:
    """Return an add-on with one more entry."""
    out = BytesIO(add_on_zip())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(entry(name, mode), content)
    return out.getvalue()


# ---- What is said of it ---------------------------------------------------------------------------------


def test_a_source_tree_and_a_full_package_need_none(
    monkeypatch: pytest.MonkeyPatch, store: ModelStore, tmp_path: Path
) -> None:
    for this in (Build(), Build("full", PLATFORM, "https://releases.example/")):
        monkeypatch.setattr(build, "this", lambda this=this: this)
        assert add_on.lack() == ""
        assert not add_on.activate()
        assert not any(model.is_add_on for model in store.catalogue())
        with pytest.raises(InputUnsupported, match="This one needs none"):
            list(store.import_from(saved(tmp_path, add_on_zip())))


def test_title_size_and_licence_come_first(became: Became, store: ModelStore) -> None:
    # GIVEN a core package with an address
    model = became(address="https://releases.example/sori/")
    # THEN what is asked before the download tells all that a person should know
    sentences = store.offer(model).sentences
    assert sentences[0].startswith(
        f"Add-on for reading signs, {size(model.size_bytes)}, BSD-3-Clause, Apache"
    )
    assert "reads finger spelling" in sentences[1]
    assert sentences[2] == "From releases.example."
    assert store.offer(model).needed_bytes == model.size_bytes + facts(add_on_zip()).unpacked_bytes
    assert model.urls == (f"https://releases.example/sori/{FILE}",)
    assert f"`sori models fetch {ID}`" in add_on.lack()


def test_without_an_address_it_says_where_to_get_the_file(became: Became, store: ModelStore) -> None:
    model = became()
    assert FILE in store.no_source(model)
    assert f"get the file {FILE} from where you got Sori" in add_on.lack()
    with pytest.raises(ModelMissing, match="from where you got Sori"):
        list(store.fetch(model))


def test_a_release_host_may_send_us_on_to_its_own_store(became: Became) -> None:
    model = became(address="https://github.com/sori/releases/download/v1/")
    assert "release-assets.githubusercontent.com" in model.hosts
    assert became(address="https://releases.example/").hosts == ()


# ---- From a file ----------------------------------------------------------------------------------------


def test_an_imported_add_on_is_found_at_once_and_after_everything_else(
    became: Became, store: ModelStore, tmp_path: Path
) -> None:
    # GIVEN a core package, which looked for the add-on in vain
    became()
    assert is_absent(store)
    # WHEN its file is imported
    steps = list(store.import_from(saved(tmp_path, add_on_zip())))
    # THEN this very process can import it, and whatever else is installed goes before it
    assert {"unpacking", "done"} <= {step.stage for step in steps}
    assert is_usable()
    assert sys.path[-1] == str(store.folder / ID)
    assert importlib.import_module(MODULE).NAME == "hands"
    # AND it is whole, verified, and named
    assert store.trouble(ID) == ""
    assert store.is_verified(ID)
    assert [model.title for model in store.installed()] == ["Add-on for reading signs"]
    assert store.catalogue()[0] in store.installed()


def test_nothing_that_is_unpacked_can_be_started_by_itself(
    became: Became, store: ModelStore, tmp_path: Path
) -> None:
    # GIVEN an archive in which everything may be executed, with the rights of its owner
    content = add_on_zip(mode=0o104777)
    became(content)
    list(store.import_from(saved(tmp_path, content)))
    modes = [path.stat().st_mode for path in (store.folder / ID).rglob("*") if path.is_file()]
    assert modes
    assert not any(mode & (0o111 | stat.S_ISUID | stat.S_ISGID) for mode in modes)


@pytest.mark.parametrize(
    "content",
    [
        with_entry("../outside.py"),
        with_entry("/outside.py"),
        with_entry("torch/../../outside.py"),
        with_entry("torch/link", stat.S_IFLNK | 0o777, b"/etc/passwd"),
        with_entry("torch/pipe", stat.S_IFIFO | 0o644),
        with_entry("torch/__init__.py/inside.py"),
        with_entry("aux.py"),
    ],
    ids=["up", "root", "through", "link", "pipe", "below a file", "device"],
)
def test_an_archive_that_is_not_safe_is_not_unpacked_even_with_the_right_digest(
    became: Became, store: ModelStore, tmp_path: Path, content: bytes
) -> None:
    became(content)
    with pytest.raises(InputUnsupported, match="not safe to unpack"):
        list(store.import_from(saved(tmp_path, content)))
    assert is_absent(store)
    assert not (tmp_path / "outside.py").exists()


def test_only_the_very_file_that_the_build_names_is_taken(
    became: Became, store: ModelStore, tmp_path: Path
) -> None:
    became()
    changed = add_on_zip(add_on_files(seed=2))
    cut = add_on_zip()[:-200]
    flipped = bytearray(add_on_zip())
    flipped[400] ^= 1
    # WHEN a file was changed by one bit, made anew, or is another altogether THEN nothing is installed
    assert len(changed) == len(flipped) == facts(add_on_zip()).size_bytes
    for content, why in (
        (changed, "damaged or was changed"),
        (bytes(flipped), "damaged or was changed"),
        (add_on_zip() + b"more", "damaged or was changed"),
        (cut, "no zip file"),
    ):
        with pytest.raises(InputUnsupported, match=why):
            list(store.import_from(saved(tmp_path, content)))
        assert is_absent(store)


def test_the_add_on_of_another_version_is_not_taken(
    became: Became, store: ModelStore, tmp_path: Path
) -> None:
    became(add_on_id="hands-fedcba987654")
    with pytest.raises(InputUnsupported, match="for another version of Sori"):
        list(store.import_from(saved(tmp_path, add_on_zip())))
    assert is_absent(store)


def test_an_unpacked_folder_is_not_taken(became: Became, store: ModelStore, tmp_path: Path) -> None:
    became()
    with zipfile.ZipFile(BytesIO(add_on_zip())) as archive:
        archive.extractall(tmp_path / ID)
    with pytest.raises(InputUnsupported, match="Import its zip file instead"):
        list(store.import_from(tmp_path / ID))
    assert is_absent(store)


@pytest.mark.parametrize("shape", ["folder in a folder", "zip of a folder", "name alone"])
def test_what_is_only_called_like_it_does_not_take_its_place(
    installed: Path, store: ModelStore, tmp_path: Path, shape: str
) -> None:
    # GIVEN the add-on, and something else that is called like it
    if shape == "folder in a folder":
        given = tmp_path / "outer"
        for name, content in add_on_files().items():
            (given / ID / name).parent.mkdir(parents=True, exist_ok=True)
            (given / ID / name).write_bytes(content)
    else:
        given = tmp_path / f"{ID}.zip"
        top = f"{ID}/" if shape == "zip of a folder" else ""
        with zipfile.ZipFile(given, "w") as archive:
            archive.writestr(f"{top}torch/__init__.py", "raise SystemExit")
            archive.writestr(f"{top}notes.txt", "no add-on")
    # WHEN it is imported THEN it is refused, and the add-on is as it was
    with pytest.raises(InputUnsupported):
        list(store.import_from(given))
    assert is_usable()
    store.path(ID)
    assert (installed / "torch" / "__init__.py").read_bytes() == add_on_files()["torch/__init__.py"]


def test_a_model_for_speech_is_still_imported(became: Became, store: ModelStore, tmp_path: Path) -> None:
    became()
    list(store.import_from(saved(tmp_path, vosk_zip(), "vosk-model-small-en-us-0.1.zip")))
    assert store.find("vosk", "en") is not None


# ---- Over the network -----------------------------------------------------------------------------------


def test_it_is_fetched_goes_on_where_it_broke_off_and_is_found(
    became: Became, store: ModelStore, server: ModelServer
) -> None:
    # GIVEN a server that breaks off twice, each time for good
    content = add_on_zip()
    server.put(f"/{FILE}", content, breaks_after=[2_000, 0])
    model = became(address=server.url("/"))
    with pytest.raises(Interrupted):
        list(store.fetch(model))
    assert bool(add_on.lack())
    # WHEN it is fetched again THEN only the rest is asked for, and Python finds what came
    list(store.fetch(model))
    assert server.ranges(f"/{FILE}")[0] == ""
    assert set(server.ranges(f"/{FILE}")[1:]) == {"bytes=2000-"}
    assert is_usable()
    assert store.is_verified(ID)
    assert not (store.folder / "first-seen.json").exists()


def test_what_is_not_the_add_on_leaves_nothing(
    became: Became, store: ModelStore, server: ModelServer
) -> None:
    server.put(f"/{FILE}", add_on_zip(add_on_files(seed=2)))
    with pytest.raises(ModelDamaged, match="something else"):
        list(store.fetch(became(address=server.url("/"))))
    assert is_absent(store)


def test_a_host_that_is_not_trusted_is_not_followed(
    became: Became, store: ModelStore, server: ModelServer
) -> None:
    server.put(f"/{FILE}", redirect="https://elsewhere.example/add-on.zip")
    with pytest.raises(ModelMissing, match="not trusted"):
        list(store.fetch(became(address=server.url("/"))))
    assert is_absent(store)


def test_cancelling_at_any_moment_leaves_nothing(
    became: Became, store: ModelStore, server: ModelServer
) -> None:
    model = became(address=server.url("/"))
    for steps in range(1, 30):
        server.put(f"/{FILE}", add_on_zip(), breaks_after=[2_000])
        # WHEN it is cancelled after so many steps THEN nothing is left, until it was quicker than we were
        work = store.fetch(model)
        done = list(islice(work, steps))
        work.close()
        if done[-1].stage == "done":
            break
        assert is_absent(store)
    assert is_usable()


def test_a_full_disk_is_told_before_anything_is_fetched(
    became: Became, store: ModelStore, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN room for the archive, but not for what is unpacked from it
    server.put(f"/{FILE}", add_on_zip())
    model = became(address=server.url("/"))
    room = model.size_bytes + facts(add_on_zip()).unpacked_bytes - 1
    monkeypatch.setattr(store, "free_bytes", lambda: room)
    # THEN it is said how much it needs
    with pytest.raises(OutputUnwritable, match=r"needs 1\.3 MB on the disk and 1\.3 MB are free"):
        list(store.fetch(model))
    assert server.asked == []
    assert is_absent(store)


# ---- Damage, removal, other versions --------------------------------------------------------------------


@pytest.fixture
def installed(became: Became, store: ModelStore, tmp_path: Path) -> Path:
    """Return the folder of an add-on that is installed, and was not yet looked for by this process."""
    became()
    list(store.import_from(saved(tmp_path, add_on_zip())))
    sys.path.remove(str(store.folder / ID))
    return store.folder / ID


@pytest.mark.parametrize("moment", ["libtorch.so", "sori-model.json", add_on.MARKER])
def test_a_killed_process_leaves_no_half_add_on(
    became: Became, store: ModelStore, tmp_path: Path, moment: str
) -> None:
    # GIVEN an import that is killed while it unpacks, or when all but the last is written
    became()
    settings, given = tmp_path / "build.json", saved(tmp_path, add_on_zip())
    settings.write_text(json.dumps(asdict(build.this())), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", UNPACK_UNTIL, settings, given, moment], check=False)
    assert done.returncode == -signal.SIGKILL
    # THEN it is not taken for whole
    assert lying(store)
    assert bool(add_on.lack())
    assert store.installed() == ()
    # WHEN it is imported again THEN it is there, and what lay around is gone
    list(store.import_from(given))
    assert is_usable()
    assert {path.name for path in store.folder.iterdir()} == {ID}


@pytest.mark.parametrize("lost", [add_on.MARKER, "torch/lib/libtorch.so"])
def test_a_damaged_add_on_is_not_used_and_mended_by_another_import(
    installed: Path, store: ModelStore, tmp_path: Path, lost: str
) -> None:
    # GIVEN an add-on of which something was lost THEN it is not on the path, and its damage is told
    (installed / lost).unlink()
    assert not add_on.activate()
    assert str(installed) not in sys.path
    assert "damaged" in store.trouble(ID)
    # WHEN it is imported again
    list(store.import_from(saved(tmp_path, add_on_zip())))
    assert is_usable()


def test_a_removed_add_on_is_lacking_again_and_may_come_back(
    installed: Path, store: ModelStore, tmp_path: Path
) -> None:
    assert is_usable()
    store.remove(ID)
    assert is_absent(store)
    list(store.import_from(saved(tmp_path, add_on_zip())))
    assert is_usable()


def test_the_add_on_of_another_version_is_left_alone_named_and_may_be_removed(
    installed: Path, became: Became, store: ModelStore
) -> None:
    # GIVEN an upgrade to a version that takes another add-on
    before = lying(store)
    became(add_on_id="hands-fedcba987654")
    # THEN the old one is not used, named as what it is, and not offered
    assert bool(add_on.lack())
    assert str(installed) not in sys.path
    (other,) = store.installed()
    assert (other.id, other.title) == (ID, "Add-on for another version of Sori")
    assert "not used: remove it" in store.trouble(ID)
    assert lying(store) == before
    assert store.find("vosk", "en") is None
    # WHEN the version goes back THEN it is used again
    became()
    assert is_usable()
    assert store.trouble(ID) == ""
    # WHEN it is removed THEN it is gone
    became(add_on_id="hands-fedcba987654")
    store.remove(ID)
    assert lying(store) == set()


def test_an_add_on_without_a_record_is_still_named(installed: Path, store: ModelStore) -> None:
    (installed / "sori-model.json").unlink()
    (model,) = store.installed()
    assert model.is_add_on
    assert store.trouble(ID)


def test_a_disk_that_fills_up_leaves_nothing(became: Became, store: ModelStore, tmp_path: Path) -> None:
    # GIVEN a process whose files cannot grow as large as a library of the add-on
    became()
    settings, given = tmp_path / "build.json", saved(tmp_path, add_on_zip())
    settings.write_text(json.dumps(asdict(build.this())), encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-c", UNPACK_IN_LITTLE_ROOM, settings, given],
        capture_output=True,
        text=True,
        check=False,
    )
    # THEN one sentence says to make room, and nothing is left
    assert "Make room" in answer.stdout, answer.stderr
    assert is_absent(store)


def test_another_file_under_the_same_id_is_not_used(
    installed: Path, became: Became, store: ModelStore, tmp_path: Path
) -> None:
    # GIVEN a build that names another file for the id that is installed
    other = add_on_zip(add_on_files(seed=2))
    became(other)
    # THEN what is here is not used, and told to be fetched again
    assert not add_on.activate()
    assert "damaged" in store.trouble(ID)
    list(store.import_from(saved(tmp_path, other)))
    assert is_usable()


def test_an_add_on_that_cannot_be_imported_is_called_damaged(installed: Path, became: Became) -> None:
    # GIVEN an add-on that lost a small file, which is not looked at when a process starts
    (installed / "made_up_hands" / "__init__.py").write_text("import nothing_of_the_kind\n", encoding="utf-8")
    assert add_on.activate()
    # WHEN it is imported THEN one sentence says what to do
    with pytest.raises(DependencyMissing, match=r"is damaged\. Remove it"), add_on.loading():
        importlib.import_module(MODULE)


def test_what_cannot_be_imported_elsewhere_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), add_on.loading():
        importlib.import_module("nothing_of_the_kind")
