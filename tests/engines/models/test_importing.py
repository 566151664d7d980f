"""Models come from files without network, no archive writes outside its folder, and damage is found."""

import io
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from engines.errors import InputUnsupported, ModelDamaged, ModelMissing
from engines.models import ModelStore, Progress, unpacking
from tests.model_server import MODEL, catalogue_file, vosk_files, vosk_zip, zipped

KOREAN: Final = "vosk-model-small-ko-0.1"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    file = catalogue_file(tmp_path, "https://models.example/a.zip", digest_of=vosk_zip())
    return ModelStore(tmp_path / "models", file)


def lying(store: ModelStore) -> set[str]:
    """Return what lies around besides whole models."""
    if not store.folder.exists():
        return set()
    return {path.name for path in store.folder.iterdir()} - {MODEL, KOREAN, "first-seen.json"}


def saved(folder: Path, content: bytes, name: str = "given.zip") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_zip_is_imported(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN the publisher's archive on a memory stick
    given = saved(tmp_path, vosk_zip())
    # WHEN it is imported
    steps = list(store.import_from(given))
    # THEN the model is there, known by its name and verified by its digest
    assert steps[-1].stage == "done"
    assert steps[-1].notice == ""
    assert store.find("vosk", "en-US") == store.path(MODEL)
    assert store.is_verified(MODEL)
    assert lying(store) == set()
    assert given.exists()


def test_an_altered_zip_is_imported_with_a_word(store: ModelStore, tmp_path: Path) -> None:
    steps = list(store.import_from(saved(tmp_path, vosk_zip(2))))
    assert "not the file its publisher names" in steps[-1].notice
    assert not store.is_verified(MODEL)


def test_a_folder_is_imported_and_replaces_the_one_before(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN an installed model, and another of its name as a folder within a folder
    list(store.import_from(saved(tmp_path, vosk_zip())))
    for name, content in vosk_files(3).items():
        path = tmp_path / "stick" / MODEL / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    # WHEN the folder around it is imported
    list(store.import_from(tmp_path / "stick"))
    # THEN it took the other's place
    assert (store.path(MODEL) / "am/final.mdl").read_bytes() == vosk_files(3)["am/final.mdl"]
    assert store.sha256(MODEL) == ""
    assert lying(store) == set()


def test_an_installed_folder_can_be_taken_to_another_computer(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN a model that was installed here
    list(store.import_from(saved(tmp_path, vosk_zip())))
    other = ModelStore(tmp_path / "other", tmp_path / "catalogue.toml")
    # WHEN its folder is imported there
    list(other.import_from(store.path(MODEL)))
    # THEN it is that computer's own, and its old record was not taken for a file of the model
    assert other.path(MODEL)
    assert not other.is_verified(MODEL)


def test_the_language_is_in_the_name_or_must_be_told(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN models that no catalogue knows
    list(store.import_from(saved(tmp_path, zipped(vosk_files(), KOREAN))))
    assert store.find("vosk", "ko") == store.path(KOREAN)
    nameless = saved(tmp_path, zipped(vosk_files(), "my-model"))
    with pytest.raises(InputUnsupported, match="--language"):
        list(store.import_from(nameless))
    # WHEN the language is told
    list(store.import_from(nameless, language="ko"))
    # THEN it can be found
    assert {model.id: model.languages for model in store.installed()}["my-model"] == ("ko",)


def test_the_language_tag_that_was_asked_for_comes_before_size(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN an American model, and a bigger British one
    list(store.import_from(saved(tmp_path, vosk_zip())))
    big = {**vosk_files(), "graph/Gr.fst": os.urandom(900_000)}
    list(store.import_from(saved(tmp_path, zipped(big, "vosk-model-small-en-gb-0.1"))))
    # THEN just English means the bigger, and American the American
    assert store.find("vosk", "en") == store.path("vosk-model-small-en-gb-0.1")
    assert store.find("vosk", "en-us") == store.path(MODEL)


def slip(name: str) -> bytes:
    return zipped({**{f"{MODEL}/{key}": value for key, value in vosk_files().items()}, name: b"evil"}, top="")


def twice() -> bytes:
    out = io.BytesIO(vosk_zip())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(f"{MODEL}/am/final.mdl", b"evil")
    return out.getvalue()


def link() -> bytes:
    out = io.BytesIO(vosk_zip())
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo(f"{MODEL}/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def bomb() -> bytes:
    return zipped({**vosk_files(), "graph/big.fst": bytes(60_000_000)})


def crowd() -> bytes:
    return zipped(vosk_files() | {f"many/{number}": b"" for number in range(unpacking.MOST_FILES + 1)})


UNSAFE: Final[dict[str, Callable[[], bytes]]] = {
    "up": lambda: slip("../evil"),
    "up inside": lambda: slip(f"{MODEL}/../../evil"),
    "absolute": lambda: slip("/tmp/evil"),
    "drive": lambda: slip("C:/evil"),
    "backslash": lambda: slip("..\\evil"),
    "alternate stream": lambda: slip(f"{MODEL}/am/final.mdl:evil"),
    "device": lambda: slip(f"{MODEL}/NUL.txt"),
    "control character": lambda: slip(f"{MODEL}/a\x1bb"),
    "twice": twice,
    "file as folder": lambda: slip(f"{MODEL}/am/final.mdl/evil"),
    "link": link,
    "bomb": bomb,
    "crowd": crowd,
}


@pytest.mark.parametrize("kind", UNSAFE)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_an_unsafe_archive_is_not_unpacked(store: ModelStore, tmp_path: Path, kind: str) -> None:
    # GIVEN an archive that wants to write elsewhere, or more than it should
    given = saved(tmp_path, UNSAFE[kind]())
    before = {path for path in tmp_path.rglob("*") if store.folder not in path.parents}
    # WHEN it is imported
    with pytest.raises(InputUnsupported, match="not safe"):
        list(store.import_from(given))
    # THEN nothing was written, neither there nor here
    assert lying(store) == set()
    assert not store.is_installed(MODEL)
    assert {path for path in tmp_path.rglob("*") if store.folder not in path.parents} - {
        store.folder
    } == before
    assert not Path("/tmp/evil").exists()


def test_a_second_name_in_an_archive_leads_nowhere_else(tmp_path: Path) -> None:
    # GIVEN an archive in which an extra field names a file anew, as Python 3.12 and later read it
    with zipfile.ZipFile(saved(tmp_path, slip(f"{MODEL}/evil"))) as archive:
        (info,) = (one for one in archive.infolist() if one.filename.endswith("evil"))
        info.filename = f"{MODEL}/../../evil"
        # WHEN its files are looked at THEN it is refused
        with pytest.raises(ModelDamaged, match="not safe"):
            unpacking.in_archive(archive, "the model")


def test_an_archive_that_lies_about_sizes_writes_no_more_than_it_claims(
    store: ModelStore, tmp_path: Path
) -> None:
    # GIVEN a file of which the list says that it is small
    content = bytearray(zipped({**vosk_files(), "graph/HCLr.fst": bytes(5_000_000)}))
    at = content.rfind(b"PK\1\2", 0, content.rfind(b"graph/HCLr.fst"))
    struct.pack_into("<I", content, at + 24, 1_000)
    # WHEN it is imported
    with pytest.raises(InputUnsupported, match="damaged"):
        list(store.import_from(saved(tmp_path, bytes(content))))
    # THEN it is refused
    assert lying(store) == set()


def flipped() -> bytes:
    content = bytearray(vosk_zip())
    content[5_000] ^= 0xFF
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(vosk_zip())
    at = content.find(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


BROKEN: Final[dict[str, bytes]] = {
    "empty": b"",
    "text": b"not an archive",
    "cut short": vosk_zip()[:200_000],
    "no beginning": vosk_zip()[200_000:],
    "flipped bit": flipped(),
    "encrypted": encrypted(),
    "no model": zipped({"README": b"hello"}),
    "nothing in it": zipped({}),
    "half a model": zipped({k: v for k, v in vosk_files().items() if k != "graph/Gr.fst"}),
    "an empty file": zipped({**vosk_files(), "am/final.mdl": b""}),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_archive_is_refused_in_one_sentence(store: ModelStore, tmp_path: Path, kind: str) -> None:
    # GIVEN a file that holds no whole model
    given = saved(tmp_path, BROKEN[kind], f"{MODEL}.zip")
    # THEN one sentence says so, and nothing is left
    with pytest.raises(InputUnsupported) as caught:
        list(store.import_from(given))
    assert "\n" not in str(caught.value)
    assert lying(store) == set()
    assert not store.is_installed(MODEL)


def test_what_cannot_be_imported_at_all(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "final.mdl").symlink_to("/etc/passwd")
    for path in (tmp_path / "gone.zip", tmp_path / "empty", linked):
        with pytest.raises(InputUnsupported):
            list(store.import_from(path))
    assert lying(store) == set()


def test_what_a_desktop_leaves_in_folders_is_left_out(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN an archive that a Mac made
    content = slip("__MACOSX/._final.mdl")
    list(store.import_from(saved(tmp_path, content)))
    # THEN it is the model all the same
    assert {path.name for path in store.path(MODEL).iterdir()} == {"am", "conf", "graph", unpacking.RECORD}


def test_cancelling_an_import_leaves_nothing(store: ModelStore, tmp_path: Path) -> None:
    given = saved(tmp_path, vosk_zip())
    for steps in range(1, 100):
        # WHEN it is cancelled after so many steps
        work = store.import_from(given)
        done = list(islice(work, steps))
        work.close()
        # THEN nothing is left, until it was quicker than we were
        assert lying(store) == set()
        if done[-1].stage == "done":
            break
        assert not store.is_installed(MODEL)
    assert store.path(MODEL)


def test_a_damaged_model_is_noticed_passed_over_and_mended(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN a model of which a file was cut short
    given = saved(tmp_path, vosk_zip())
    list(store.import_from(given))
    (store.path(MODEL) / "graph/Gr.fst").write_bytes(b"short")
    # THEN it is not handed out, and why is told
    with pytest.raises(ModelDamaged, match="again"):
        store.path(MODEL)
    assert store.find("vosk", "en") is None
    assert "damaged" in store.trouble(MODEL)
    assert [model.id for model in store.installed()] == [MODEL]
    # WHEN it is imported again
    list(store.import_from(given))
    # THEN it is whole
    assert store.trouble(MODEL) == ""


@pytest.mark.parametrize(
    "harm", ["file gone", "folder gone", "record gone", "record broken", "record of another kind"]
)
def test_half_deleted_models_are_noticed(store: ModelStore, tmp_path: Path, harm: str) -> None:
    # GIVEN a model that something else has tampered with
    list(store.import_from(saved(tmp_path, vosk_zip())))
    folder = store.path(MODEL)
    match harm:
        case "file gone":
            (folder / "conf/model.conf").unlink()
        case "folder gone":
            shutil.rmtree(folder / "am")
        case "record gone":
            (folder / unpacking.RECORD).unlink()
        case "record broken":
            (folder / unpacking.RECORD).write_text("{")
        case _:
            (folder / unpacking.RECORD).write_text("[1, 2]")
    # THEN it is called damaged
    assert "damaged" in store.trouble(MODEL)
    assert store.find("vosk", "en") is None
    # AND it can be removed
    store.remove(MODEL)
    assert not store.is_installed(MODEL)


def test_a_change_that_keeps_the_size_is_found_by_reading_everything(
    store: ModelStore, tmp_path: Path
) -> None:
    # GIVEN a model that verifies
    list(store.import_from(saved(tmp_path, vosk_zip())))
    assert [step.stage for step in store.verify(MODEL)][-1] == "done"
    # WHEN one byte changes
    target = store.path(MODEL) / "am/final.mdl"
    content = bytearray(target.read_bytes())
    content[7] ^= 1
    target.write_bytes(content)
    # THEN the quick check does not see it, and the thorough one does
    assert store.path(MODEL)
    with pytest.raises(ModelDamaged):
        list(store.verify(MODEL))


def test_removing(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN an installed model
    list(store.import_from(saved(tmp_path, vosk_zip())))
    # WHEN it is removed
    store.remove(MODEL)
    # THEN it is gone, and cannot be removed twice
    assert store.installed() == ()
    assert lying(store) == set()
    with pytest.raises(ModelMissing):
        store.path(MODEL)
    with pytest.raises(ModelMissing):
        store.remove(MODEL)


def test_progress_says_what_is_going_on() -> None:
    step = Progress("downloading", 10_000_000, 40_000_000, 2_000_000.0, 15.0)
    assert step.sentence == "Downloading, 10 MB of 40 MB, 2.0 MB a second, 15 s left."
    assert step.fraction == 0.25
    assert Progress("downloading", 10_000, 0).sentence == "Downloading, 10 KB."
    assert Progress("unpacking", 1, 4).sentence == "Unpacking, 25 %."


def test_a_damaged_model_that_nobody_offers_must_be_imported_again(store: ModelStore, tmp_path: Path) -> None:
    # GIVEN a model that came from a file, is in no catalogue, and is damaged
    given = saved(tmp_path, zipped(vosk_files(), KOREAN))
    list(store.import_from(given))
    (store.path(KOREAN) / "am/final.mdl").unlink()
    # THEN fetching it is refused with what to do instead
    with pytest.raises(ModelMissing, match="Import it again"):
        list(store.fetch(store.model(KOREAN)))
    list(store.import_from(given))
    assert store.trouble(KOREAN) == ""
