"""Everything bundled is known with its licence, and what does not go with ours stops the build."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

import pytest

from releasing import components, licences, openssl_stand_in
from releasing.components import Component

HERE: Final = Path(sysconfig.get_path("purelib"))
ELSEWHERE: Final = {
    ("windows-x86_64", "av"): (
        "avcodec-62.dll avdevice-62.dll avfilter-11.dll avformat-62.dll avutil-60.dll libdav1d.dll "
        "libgcc_s_seh-1.dll libiconv-2.dll libmp3lame-0.dll libopencore-amrnb-0.dll libopencore-amrwb-0.dll "
        "libopus-0.dll libsharpyuv.dll libstdc++-6.dll libSvtAv1Enc.dll libvpl.dll libvpx-1.dll libwebp.dll "
        "libwebpmux.dll libwinpthread-1.dll libx264-165.dll libx265.dll swresample-6.dll swscale-9.dll "
        "zlib1.dll "
    ),
    ("windows-x86_64", "numpy"): ("libopenblas64__v0.3.23-293-gc2f4bdbb-gcc_10_3_0.dll "),
    ("macos-arm64", "av"): (
        "libavutil.60.26.102.dylib libavfilter.11.14.102.dylib libswresample.6.3.102.dylib "
        "libwebp.7.2.0.dylib libavcodec.62.28.102.dylib libdav1d.7.dylib libavdevice.62.3.102.dylib "
        "libx264.165.dylib libmp3lame.0.dylib libswscale.9.5.102.dylib libavformat.62.12.102.dylib "
        "libSvtAv1Enc.4.1.0.dylib libopencore-amrnb.0.dylib libopencore-amrwb.0.dylib libwebpmux.3.1.2.dylib "
        "libvpx.12.dylib libx265.216.dylib libopus.0.dylib libsharpyuv.0.1.2.dylib "
    ),
    ("macos-arm64", "numpy"): (
        "libgfortran.5.dylib libquadmath.0.dylib libgcc_s.1.1.dylib libopenblas64_.0.dylib "
    ),
    ("macos-arm64", "opencv-python-headless"): (
        "libtheoraenc.1.dylib libhwy.1.2.0.dylib libp11-kit.0.dylib libSvtAv1Enc.2.2.0.dylib libvmaf.3.dylib "
        "libsodium.26.dylib libvorbisenc.2.dylib libmbedcrypto.3.6.2.dylib libgnutls.30.dylib "
        "libjxl_cms.0.11.1.dylib libx264.164.dylib libtasn1.6.dylib libsoxr.0.1.2.dylib libdav1d.7.dylib "
        "libidn2.0.dylib libavformat.61.7.100.dylib libjxl_threads.0.11.1.dylib libsnappy.1.2.1.dylib "
        "libavcodec.61.19.100.dylib libX11.6.dylib liblcms2.2.dylib libtheoradec.1.dylib libpng16.16.dylib "
        "libssl.3.dylib libmp3lame.0.dylib libxcb.1.1.0.dylib libswresample.5.3.100.dylib "
        "libbrotlidec.1.1.0.dylib libfreetype.6.dylib libcrypto.3.dylib libXau.6.0.0.dylib "
        "libbrotlicommon.1.1.0.dylib libopencore-amrnb.0.dylib librist.4.dylib libssh.4.10.1.dylib "
        "libintl.8.dylib libXdmcp.6.dylib libfontconfig.1.dylib libavutil.59.39.100.dylib "
        "libopenjp2.2.5.2.dylib libsrt.1.5.4.dylib libvorbis.0.dylib liblzma.5.dylib libx265.212.dylib "
        "librav1e.0.7.1.dylib libwebp.7.1.9.dylib libunistring.5.dylib libzmq.5.dylib "
        "libbrotlienc.1.1.0.dylib libspeex.1.dylib libopencore-amrwb.0.dylib libsharpyuv.0.1.0.dylib "
        "libvpx.9.dylib libswscale.8.3.100.dylib libbluray.2.dylib libjxl.0.11.1.dylib libgmp.10.dylib "
        "libogg.0.dylib libhogweed.6.9.dylib libwebpmux.3.1.0.dylib libaribb24.0.dylib libcjson.1.7.18.dylib "
        "libnettle.8.9.dylib libaom.3.11.0.dylib libopus.0.dylib "
    ),
    ("macos-arm64", "pillow"): (
        "libbrotlicommon.1.2.0.dylib libbrotlidec.1.2.0.dylib liblcms2.2.dylib libpng16.16.dylib "
        "libxcb.1.1.0.dylib libjpeg.62.4.0.dylib libfreetype.6.dylib libharfbuzz.0.dylib libsharpyuv.0.dylib "
        "libopenjp2.2.5.4.dylib libavif.16.4.2.dylib libz.1.3.1.zlib-ng.dylib libwebp.7.dylib libXau.6.dylib "
        "libwebpmux.3.dylib libwebpdemux.2.dylib liblzma.5.dylib libtiff.6.dylib "
    ),
}
"""The libraries beside the wheels for other systems, as seen in them, without the digests in their names."""


@pytest.fixture(scope="module")
def found() -> tuple[Component, ...]:
    """Return what this very environment would bundle."""
    return components.found(HERE)


def test_all_that_ships_has_a_licence_that_goes_with_ours(found: tuple[Component, ...]) -> None:
    # WHEN everything in this environment is checked
    notes = licences.check(found, components.strange_libraries(HERE))
    # THEN nothing is unknown, and what is accepted all the same is told with its date
    assert all("accepted on 20" in note for note in notes)
    # AND what a release needs a decision about is in the list of those that are accepted
    undecided = [one for one in licences.exceptions() if not one.is_decided]
    if any(one.component in note for one in undecided for note in notes):
        with pytest.raises(licences.Unlicensed):
            licences.check(found, is_release=True)


def test_parts_of_wheels_and_models_are_among_it(found: tuple[Component, ...]) -> None:
    # THEN the libraries inside wheels, the models and the words are named with what they are part of
    inside = {(one.name, one.part_of) for one in found}
    assert {
        ("FFmpeg", "av"),
        ("x264", "av"),
        ("eSpeak NG", "espeakng-loader"),
        ("Vosk and Kaldi", "vosk"),
        ("OpenFst", "vosk"),
        ("libsoxr", "soxr"),
        ("PP-OCR models of PaddleOCR", "rapidocr"),
        ("Silero voice activity model", "silero-vad"),
        ("CMU US English model", "pocketsphinx"),
    } <= inside
    assert {"model", "words"} <= {one.kind for one in found if one.part_of == "Sori"}
    # AND each row has a key of its own where it stands alone
    keys = [one.key for one in found if not one.part_of]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("expression", "goes"),
    [
        ("MIT", True),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND OpenSSL", False),
        ("Apache-2.0 AND (OpenSSL OR BSD-3-Clause)", True),
        ("LicenseRef-Of-Our-Own", False),
        ("", False),
        ("MIT AND (", False),
    ],
)
def test_an_expression_goes_with_the_gpl_or_says_why_not(expression: str, goes: bool) -> None:
    # WHEN a licence is looked at
    trouble = licences.trouble_with(expression)
    # THEN there is a reason exactly where it does not go
    assert bool(trouble) is not goes


def test_a_licence_nobody_knows_stops_the_build() -> None:
    # GIVEN a package without a licence, and a library nobody explained
    bare = Component("novel", "1.0", "", "package")
    # WHEN they are checked
    with pytest.raises(licences.Unlicensed) as caught:
        licences.check([bare], ["libnovel.so in novel"])
    # THEN each is named, on a line
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "libnovel.so in novel",
        "novel (package)",
    ]


def test_what_is_accepted_is_accepted_for_one_component_only() -> None:
    # GIVEN something else under a licence that one component is accepted with
    accepted = licences.exceptions()[0]
    assert accepted.component == "OpenSSL 1.1"
    same = Component(accepted.component, "", "OpenSSL", "library", accepted.part_of)
    other = Component(accepted.component, "", "OpenSSL", "library", "another")
    # THEN the one passes with a note, the other does not
    assert len(licences.check([same])) == 1
    with pytest.raises(licences.Unlicensed):
        licences.check([other])


def wheel(site_packages: Path, name: str, files: dict[str, str], metadata: str = "") -> None:
    """Install a made-up distribution as pip would."""
    folder = site_packages / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{metadata}")
    for path, content in files.items():
        (site_packages / path).parent.mkdir(parents=True, exist_ok=True)
        (site_packages / path).write_text(content)
    (folder / "RECORD").write_text("".join(f"{path},,\n" for path in files))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an environment of two packages, which the lock names."""
    lock = tmp_path / "small.lock"
    lock.write_text("# two\npillow==1.0\nnovel==1.0\nelsewhere==1.0 ; sys_platform == 'nowhere'\n")
    monkeypatch.setattr(components, "LOCK", lock)
    here = tmp_path / "site-packages"
    files = {"pillow.libs/libpng16-1a2b.so.16": "", "pillow.libs/libnew-1a2b.so.1": "", "PIL/__init__.py": ""}
    wheel(here, "pillow", files | {"pillow-1.0.dist-info/licenses/LICENSE": "The PIL licence"})
    wheel(here, "novel", {"novel/__init__.py": ""}, "License-Expression: Apache-2.0\n")
    return here


def test_a_new_library_inside_a_wheel_is_noticed(small: Path) -> None:
    # GIVEN a wheel with one library that is known and one that is not
    # WHEN its libraries are looked at
    strange = components.strange_libraries(small)
    # THEN the new one is named; and not where the wheel does not ship
    assert strange == ["libnew-1a2b.so.1 in pillow"]
    assert components.strange_libraries(small, without=["Pillow"]) == []
    names = {one.name for one in components.found(small)}
    assert {"pillow", "libpng", "novel", "Python", "Sori"} <= names
    assert "libtiff" not in names


@pytest.mark.parametrize(("platform", "name"), ELSEWHERE)
def test_the_libraries_of_other_systems_are_known(
    platform: str, name: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN the wheel of another system
    monkeypatch.setattr(components, "platform_tag", lambda: platform)
    here = tmp_path / "elsewhere"
    files = {f"x.libs/{file}": "" for file in ELSEWHERE[platform, name].split()}
    wheel(here, name, files, "License-Expression: MIT\n")
    (tmp_path / "small.lock").write_text(f"{name}==1.0")
    # THEN each of its libraries is explained, and its licence goes with ours
    assert components.strange_libraries(here) == []
    licences.check(components.found(here))


def test_a_package_that_is_not_installed_is_named(small: Path) -> None:
    # GIVEN an environment that lacks a package of the lock
    shutil.rmtree(small / "novel-1.0.dist-info")
    # THEN that is said
    with pytest.raises(FileNotFoundError, match="novel"):
        components.found(small)


def test_texts_are_collected_with_an_index(small: Path, tmp_path: Path) -> None:
    # WHEN the texts are collected, twice
    out = tmp_path / "licences"
    licences.collect(out, small)
    licences.collect(out, small)
    index = json.loads((out / "index.json").read_text(encoding="utf-8"))
    rows = {(row["name"], row["part_of"]): row for row in index["components"]}
    # THEN each component has texts that are there
    assert index["version"] == 1
    assert all(row["texts"] for row in rows.values())
    assert all((out / text).read_text(encoding="utf-8") for row in rows.values() for text in row["texts"])
    # AND a wheel with a text gives its own, one without the standard text, a part both
    assert rows["pillow", ""]["texts"] == ["pillow/LICENSE.txt"]
    assert rows["novel", ""]["texts"] == ["standard/Apache-2.0.txt"]
    assert rows["libpng", "pillow"]["texts"] == ["pillow/LICENSE.txt", "standard/libpng-2.0.txt"]
    # WHEN those of one wheel are wanted THEN they and what is inside it come alone
    licences.collect(out, small, only_with=["Pillow"])
    index = json.loads((out / "index.json").read_text(encoding="utf-8"))
    assert {(row["name"], row["part_of"]) for row in index["components"]} == {
        key for key in rows if "pillow" in key
    }


def test_system_libraries_of_a_frozen_folder_are_named(small: Path, tmp_path: Path) -> None:
    # GIVEN a frozen folder with a library of this machine, one of a wheel, Python's own, and an extension
    inner = tmp_path / "frozen" / "_internal"
    inner.mkdir(parents=True)
    names = ("libz.so.1", "libodd.so.9", "libpng16-1a2b.so.16", "libpython3.11.so.1.0")
    for name in (*names, "mod.cpython-311-x86_64-linux-gnu.so"):
        (inner / name).write_bytes(b"library")
    (inner / "libagain.so.1").symlink_to("libz.so.1")
    # WHEN what is bundled is found
    found = components.found(small, tmp_path / "frozen")
    system = {one.files[0]: one for one in found if one.part_of == components.SYSTEM}
    # THEN the two system libraries are named, the known one with its licence
    assert set(system) == {"libz.so.1", "libodd.so.9"}
    assert system["libz.so.1"].licence == "Zlib"
    with pytest.raises(licences.Unlicensed, match=r"libodd\.so\.9"):
        licences.check(found)
    # AND what Debian installed is told by its package, with its copyright file
    if shutil.which("dpkg-query"):
        assert system["libz.so.1"].name == "zlib1g"
        assert [path.name for path in system["libz.so.1"].texts] == ["copyright"]


def test_opencv_works_with_the_stand_ins_for_openssl(tmp_path: Path) -> None:
    # GIVEN a copy of OpenCV whose OpenSSL 1.1 was replaced
    made = openssl_stand_in.make(tmp_path / "made", HERE)
    copy = tmp_path / "site"
    for name in ("cv2", "opencv_python_headless.libs"):
        shutil.copytree(HERE / name, copy / name, copy_function=_link)
    for place, stand_in in made.items():
        (copy / place).unlink()
        shutil.copy(stand_in, copy / place)
    # WHEN it writes a video, reads it through FFmpeg, and is asked for an address
    program = (
        f"import sys; sys.path.insert(0, {str(copy)!r}); import cv2, numpy\n"
        "assert cv2.__file__.startswith(sys.path[0])\n"
        "out = cv2.VideoWriter('v.avi', cv2.VideoWriter_fourcc(*'MJPG'), 10, (64, 48))\n"
        "[out.write(numpy.full((48, 64, 3), n, numpy.uint8)) for n in range(9)]; out.release()\n"
        "video = cv2.VideoCapture('v.avi', cv2.CAP_FFMPEG)\n"
        "print(sum(video.read()[0] for _ in range(9)),"
        " cv2.VideoCapture('https://127.0.0.1:1/', cv2.CAP_FFMPEG).isOpened())"
    )
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "LD_BIND_NOW": "1"}
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    # THEN the video works, and the address cannot be reached
    assert told.stdout == "9 False\n", told.stderr
    # AND a stand-in is not taken for what it stands for
    for path in made.values():
        (tmp_path / "frozen").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "frozen" / path.name)
        assert path.name not in components.frozen_names(tmp_path / "frozen")
    assert all(openssl_stand_in.is_stand_in(path) for path in made.values())


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
