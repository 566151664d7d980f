"""What is frozen: the right files in each edition, an add-on that is always the same, sizes, the floor."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from releasing import budgets, contents, floor, freezing
from releasing.edition import CORE, EDITIONS, FULL, Edition, platform_tag

SMALL = Edition("core", "small", most_installed_bytes=1000, most_deb_bytes=100)


@pytest.mark.parametrize(
    ("place", "belongs"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch\\lib\\c10.dll", True),
        ("torch-2.13.0+cpu.dist-info/METADATA", True),
        ("mediapipe/modules/hand_landmark/hand_landmark_full.tflite", True),
        ("google/protobuf/message.pyc", True),
        ("attrs-26.1.0.dist-info/METADATA", True),
        ("numpy.libs/libopenblas.so", False),
        ("resources/models/finger_reader/card.md", False),
        ("attribute.txt", False),
        ("libpython3.11.so.1.0", False),
    ],
)
def test_the_add_on_is_what_only_the_reading_of_hands_needs(place: str, belongs: bool) -> None:
    assert contents.is_add_on(place) is belongs


@pytest.mark.parametrize(
    ("place", "is_wanted"),
    [
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/protoc", False),
        ("torch/include/ATen/ATen.h", False),
        ("PySide6/Qt/translations/qtbase_ko.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", True),
        ("libstdc++.so.6", False),
        ("resources/samples/invoice-table.png", True),
    ],
)
def test_what_a_user_needs_is_packed_and_what_only_builders_need_is_not(place: str, is_wanted: bool) -> None:
    assert contents.is_wanted(place) is is_wanted


def test_nothing_that_sori_imports_is_left_out() -> None:
    # GIVEN what our own modules import
    root = freezing.ROOT
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for task in ("desktop", "engines")
        for path in (root / task).rglob("*.py")
    )
    imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", text, re.MULTILINE))
    # THEN no module that is not followed is among it
    assert {
        name for name in imported for one in contents.said("left_out") if f"{name}.".startswith(f"{one}.")
    } == set()


def test_every_shipped_file_is_there_and_every_resource_ships() -> None:
    shipped = freezing.shipped_files()
    # THEN each file exists, also the models that come in other people's packages
    assert [file for file, _folder in shipped if not Path(file).is_file()] == []
    assert {"PP-OCRv6_det_small.onnx", "silero_vad.onnx"} <= {Path(file).name for file, _folder in shipped}
    # AND all of resources is among them
    resources = {path for path in (freezing.ROOT / "resources").rglob("*") if path.is_file()}
    assert resources <= {Path(file) for file, _folder in shipped}


def test_modules_that_read_their_own_text_ship_with_it() -> None:
    # GIVEN those of torch that ask for it while they are imported
    torch = Path(sysconfig.get_paths()["purelib"], "torch")
    asking = {
        f"torch/{path.relative_to(torch).as_posix()}"
        for path in torch.rglob("*.py")
        if "install_config_module(sys.modules" in path.read_text(encoding="utf-8")
        and "testing" not in path.parts
    }
    # THEN each is named
    assert asking <= set(contents.said("with_source"))
    assert [file for file, _folder in freezing.sources() if not Path(file).is_file()] == []


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder as PyInstaller leaves it, in small, and the list of what is the add-on's."""
    for edition in EDITIONS:
        inside = tmp_path / "out" / edition.package / "_internal"
        (inside / "resources").mkdir(parents=True)
        (inside / "numpy.so").write_bytes(b"n" * 10)
    full = tmp_path / "out" / FULL.package / "_internal"
    (full / "torch" / "bin").mkdir(parents=True)
    (full / "torch" / "__init__.pyc").write_bytes(b"t" * 100)
    tool = full / "torch" / "bin" / "torch_shm_manager"
    tool.write_bytes(b"tool")
    tool.chmod(0o755)
    (tmp_path / "add_on.txt").write_text("torch/__init__.pyc\ntorch/bin/torch_shm_manager", encoding="utf-8")
    return tmp_path


def test_the_add_on_is_the_same_however_often_it_is_packed(frozen: Path) -> None:
    # WHEN it is packed twice
    first = freezing._pack_add_on(frozen, frozen / "out")
    content = first.read_bytes()
    again = freezing._pack_add_on(frozen, frozen / "out")
    # THEN it has the same name and the same bytes, and core is told of exactly this file
    assert again == first
    assert again.read_bytes() == content
    told = freezing.describe(again)
    assert told.file == again.name
    assert told.size_bytes == len(content)
    with zipfile.ZipFile(again) as packed:
        assert packed.namelist() == ["add-on.json", "torch/__init__.pyc", "torch/bin/torch_shm_manager"]
        assert json.loads(packed.read("add-on.json"))["id"] == told.id
        assert packed.getinfo("torch/bin/torch_shm_manager").external_attr >> 16 & 0o777 == 0o755
        assert packed.getinfo("torch/__init__.pyc").external_attr >> 16 & 0o777 == 0o644


def test_the_add_on_brings_its_licences(frozen: Path) -> None:
    # GIVEN what was collected of the licences of its libraries
    texts = frozen / freezing._ADD_ON_LICENCES / "torch"
    texts.mkdir(parents=True)
    (texts / "LICENSE.txt").write_text("Do as you like.", encoding="utf-8")
    (texts.parent / "index.json").write_text("{}", encoding="utf-8")
    # WHEN it is packed THEN they are in it, where About looks
    with zipfile.ZipFile(freezing._pack_add_on(frozen, frozen / "out")) as packed:
        assert packed.namelist()[-2:] == ["sori-licences/index.json", "sori-licences/torch/LICENSE.txt"]


def test_another_content_gives_the_add_on_another_name(frozen: Path) -> None:
    first = freezing._pack_add_on(frozen, frozen / "out").name
    (frozen / "out" / FULL.package / "_internal" / "torch" / "__init__.pyc").write_bytes(b"s" * 100)
    assert freezing._pack_add_on(frozen, frozen / "out").name != first


def test_the_next_sori_takes_the_same_add_on_if_its_libraries_are_the_same(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = freezing._pack_add_on(frozen, frozen / "out")
    content = first.read_bytes()
    # WHEN another version packs the same files THEN the file is the same: who has it need not fetch it again
    monkeypatch.setattr(freezing, "VERSION", "9.9.9", raising=False)
    again = freezing._pack_add_on(frozen, frozen / "out")
    assert (again, again.read_bytes()) == (first, content)
    # WHEN other bytes come of it, for one may be run now THEN it has another name
    (frozen / "out" / FULL.package / "_internal" / "torch" / "__init__.pyc").chmod(0o755)
    assert freezing._pack_add_on(frozen, frozen / "out").name != first.name


def test_what_was_frozen_before_is_found_again_or_asked_for(frozen: Path) -> None:
    # GIVEN no add-on THEN a sentence says what to do
    with pytest.raises(FileNotFoundError, match="start"):
        freezing.found(frozen / "out")
    # WHEN there is one THEN both folders are known
    add_on = freezing._pack_add_on(frozen, frozen / "out")
    assert freezing.found(frozen / "out").add_on == add_on
    assert freezing.found(frozen / "out").executable(CORE).parent.name == "sori-core"
    assert platform_tag() in add_on.name


def test_a_package_that_is_too_heavy_says_what_weighs(tmp_path: Path) -> None:
    # GIVEN a folder within what it may weigh THEN it is measured, links not counted
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "heavy.so").write_bytes(b"x" * 900)
    (tmp_path / "_internal" / "again.so").symlink_to("heavy.so")
    assert budgets.check_installed(SMALL, tmp_path) == 900
    # WHEN it grows THEN the build stops, and names the heaviest part first
    (tmp_path / "sori").write_bytes(b"x" * 200)
    with pytest.raises(budgets.TooLarge, match=r"(?s)small has 0 MB installed.*heavy\.so"):
        budgets.check_installed(SMALL, tmp_path)
    with pytest.raises(budgets.TooLarge, match="as a"):
        budgets.check_deb(SMALL, tmp_path / "sori")


def test_the_floor_is_the_newest_glibc_that_any_library_asks_for(tmp_path: Path) -> None:
    # GIVEN two programs of this machine in a folder, and a text
    for name in ("ls", "true"):
        shutil.copy(shutil.which(name) or "", tmp_path / name)
    (tmp_path / "readme.txt").write_text("GLIBC_9.9")
    # WHEN the floor is measured
    version, files = floor.floor(tmp_path)
    # THEN it is what the symbols of the two say, and names who asks for it
    symbols = subprocess.run(
        ["objdump", "-T", str(tmp_path / "ls"), str(tmp_path / "true")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wanted = {tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_([\d.]+)", symbols)}
    assert version == ".".join(map(str, max(wanted)))
    assert set(files) <= {"ls", "true"}
    assert files


def test_a_folder_without_libraries_has_no_floor(tmp_path: Path) -> None:
    assert floor.floor(tmp_path) == ("0", ())


def test_the_spec_is_python_and_names_both_executables() -> None:
    text = freezing.SPEC.read_text(encoding="utf-8")
    compile(text, str(freezing.SPEC), "exec")
    assert '"sori-desktop"' in text
    assert sys.version_info[:2] >= (3, 11)
