"""What lies beside the application on Linux is valid, in both languages, and says what the programs do."""

import argparse
import gzip
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop import cli, paths
from desktop.__main__ import parser as window_parser
from engines import resource, words
from engines.sources.pictures import SUFFIXES
from releasing import linux_files, manual
from releasing.edition import APPLICATION_ID, ROOT

SAFE = {**os.environ, "LC_ALL": "C.UTF-8"}
TYPES = {
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".webp": "webp",
    ".bmp": "bmp",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".gif": "gif",
}
KEY = re.compile(r"^([\w-]+)(?:\[(\w+)\])?=(.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that belongs under /usr/share, made where new files are private."""
    folder = tmp_path_factory.mktemp("linux") / "share"
    before = os.umask(0o077)
    linux_files.place(folder)
    os.umask(before)
    return folder


def entries(share: Path) -> list[Path]:
    return [path for path in sorted(share.rglob("*.desktop")) if "servicemenus" not in path.parts]


def keys(file: Path) -> dict[tuple[str, str], str]:
    found = KEY.findall(file.read_text(encoding="utf-8"))
    return {(name, language): value for name, language, value in found}


def test_every_entry_is_valid(share: Path) -> None:
    # GIVEN the entries of the menu, of pictures, of the login and of Thunar
    files = entries(share)
    assert len(files) == 4
    # WHEN the freedesktop validator reads them
    answer = subprocess.run(
        ["desktop-file-validate", *map(str, files)], capture_output=True, text=True, check=False
    )
    # THEN it has nothing to say
    assert (answer.returncode, answer.stdout) == (0, "")


def test_every_text_a_person_sees_is_korean_too(share: Path) -> None:
    # GIVEN every entry and menu
    for file in [*share.rglob("*.desktop"), *share.rglob("*.nemo_action")]:
        found = keys(file)
        # THEN what stands in English stands in Korean, in Korean letters
        for name, _language in [
            key for key in found if key[0] in ("Name", "GenericName", "Comment", "Keywords")
        ]:
            assert re.search("[가-힣]", found[name, "ko"]), (file, name)


def test_the_window_belongs_to_its_entry(share: Path) -> None:
    # GIVEN the id that the window tells the desktop
    # THEN an entry, an icon and the metainfo bear it
    assert paths.APPLICATION_ID == APPLICATION_ID
    entry = keys(share / "applications" / f"{APPLICATION_ID}.desktop")
    assert entry["Icon", ""] == APPLICATION_ID
    assert entry["StartupWMClass", ""] == "sori"
    assert (share / "icons/hicolor/scalable/apps" / f"{APPLICATION_ID}.svg").is_file()
    assert f"<id>{APPLICATION_ID}</id>" in linux_files.metainfo()


def test_pictures_of_every_kind_sori_reads_are_offered(share: Path) -> None:
    # GIVEN the kinds of pictures that Sori reads
    wanted = {f"image/{TYPES[suffix]}" for suffix in SUFFIXES}
    # WHEN the menus and the metainfo say what they are for
    menus = [path for path in share.rglob("*") if path.is_file() and b"MimeType=" in path.read_bytes()]
    menus += list(share.rglob("*.nemo_action"))
    # THEN it is all of them
    assert len(menus) == 4
    for menu in menus:
        found = keys(menu)
        assert (
            set(found.get(("MimeType", ""), found.get(("Mimetypes", ""), "")).strip(";").split(";")) == wanted
        )
    assert set(re.findall("<mediatype>(.*)</mediatype>", linux_files.metainfo())) == wanted


def test_sori_does_not_start_at_login_by_itself(share: Path) -> None:
    # GIVEN the folder under which desktops look for what starts at login: /etc/xdg/autostart
    # THEN the package has nothing there; its entry lies where the manual says
    entry = share / "sori" / "autostart" / f"{APPLICATION_ID}.desktop"
    assert keys(entry)["Exec", ""] == "sori-desktop"
    page = manual.page("sori-desktop", "en", "2026-01-01").replace("\\-", "-")
    assert f"/usr/share/{entry.relative_to(share)}" in page


def test_the_metainfo_is_valid(share: Path) -> None:
    # GIVEN the metainfo
    file = share / "metainfo" / f"{APPLICATION_ID}.metainfo.xml"
    # WHEN AppStream's validator reads it
    command = ["appstreamcli", "validate", "--no-net", "--pedantic", "--no-color", str(file)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=SAFE)
    # THEN all it has to say are the two remarks that the file explains
    assert answer.returncode == 0
    remarks = re.findall(r"^[EWIP]: [^:]+:\d+: (\S+)", answer.stdout, re.MULTILINE)
    assert set(remarks) <= {"cid-contains-uppercase-letter", "unknown-tag"}
    # AND no mark of the template is left
    assert "@" not in file.read_text(encoding="utf-8").replace("@users", "")


def test_the_pictures_that_the_metainfo_shows_are_there() -> None:
    # GIVEN the pictures that software centres show, by their addresses
    pattern = r'<image type="source"(?: xml:lang="\w+")? width="(\d+)" height="(\d+)">(.*)</image>'
    shown = re.findall(pattern, linux_files.metainfo())
    assert len(shown) == linux_files.metainfo().count("<image ") > 0
    for width, height, address in shown:
        # THEN each is a picture of this tree, of that size, at the tag of this version
        assert address.startswith(f"{linux_files.PICTURES}/")
        picture = QImage(str(ROOT / "docs" / "images" / address.rpartition("/")[2]))
        assert (picture.width(), picture.height()) == (int(width), int(height))


def test_icons_are_drawn_in_every_size(share: Path) -> None:
    # GIVEN the sizes that desktops ask for
    for side in linux_files.ICON_SIDES:
        # WHEN the icon of that size is opened
        image = QImage(str(share / f"icons/hicolor/{side}x{side}/apps/{APPLICATION_ID}.png"))
        # THEN it is that large, clear in the corners, with white on blue within
        assert (image.width(), image.height()) == (side, side)
        assert image.pixelColor(0, 0).alpha() < 128
        ground = image.pixelColor(side // 2, side // 8)
        assert ground.blue() > ground.red() + 50
        frame = max(image.pixelColor(x, side // 2).lightness() for x in range(side // 10, side // 4))
        assert frame > 200


def test_the_drawing_is_the_one_the_window_has() -> None:
    # GIVEN the window's icon, and the drawing at the same size
    ours = QImage(str(resource.path("icons", "sori.png"))).convertToFormat(QImage.Format.Format_ARGB32)
    drawn = QImage(ours.size(), QImage.Format.Format_ARGB32)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(str(linux_files.LINUX / f"{APPLICATION_ID}.svg")).render(painter)
    painter.end()
    # THEN they differ nowhere but along the edges
    points = [(x, y) for x in range(0, 256, 3) for y in range(0, 256, 3)]
    far = [
        at for at in points if abs(ours.pixelColor(*at).lightness() - drawn.pixelColor(*at).lightness()) > 40
    ]
    assert len(far) < len(points) / 50


def every_command(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for below, _help in manual.subcommands(parser):
        yield below


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_manual_names_every_command_and_option(language: str) -> None:
    # GIVEN the parsers that the programs use, and the pages
    for name, parser in (("sori", cli.parser()), ("sori-desktop", window_parser())):
        page = manual.page(name, language, "2026-01-01").replace("\\-", "-")
        # THEN every command has its part, and every option of it stands there
        for command in every_command(parser):
            part = page if command is parser else page.split(f'.SS "{command.prog}"\n')[1].split("\n.SS")[0]
            for option in [one for action in command._actions for one in action.option_strings]:
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", part), (command.prog, option)
    # AND the language of the test is what it was
    assert words.interface_language() == "en"


def test_the_manual_in_korean_is_korean() -> None:
    # GIVEN the page in Korean
    page = manual.page("sori", "ko", "2026-01-01")
    # WHEN every line that explains something is looked at
    explained = [after for after in re.findall(r"^\.TP\n\.B .*\n(.*)$", page, re.MULTILINE) if after]
    # THEN it is in Korean letters
    assert len(explained) > 100
    assert [line for line in explained if not re.search("[가-힣]", line)] == []


@pytest.mark.parametrize(
    "page", ["man1/sori.1.gz", "man1/sori-desktop.1.gz", "ko/man1/sori.1.gz", "ko/man1/sori-desktop.1.gz"]
)
def test_man_pages_are_set_without_a_complaint(share: Path, page: str) -> None:
    # GIVEN a page
    text = gzip.decompress((share / "man" / page).read_bytes())
    # WHEN groff sets it for a terminal
    command = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-b"]
    answer = subprocess.run(command, input=text, capture_output=True, check=False, env=SAFE)
    # THEN it warns of nothing, and no mark of the template is left
    assert (answer.returncode, answer.stderr.decode()) == (0, "")
    assert b"@" not in text
    assert len(answer.stdout) > 500


def test_everybody_may_read_all_of_it(share: Path) -> None:
    # GIVEN files made on a machine on which new ones are their owner's alone
    modes = {stat.S_IMODE(path.stat().st_mode) for path in share.rglob("*") if path.is_file()}
    # THEN these are everybody's to read, and the script to run
    assert modes == {0o644, 0o755}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [share, *share.rglob("*")] if path.is_dir()} == {
        0o755
    }
    assert os.access(share / "sori/file-managers/describe-with-sori.nautilus", os.X_OK)


def test_the_script_for_nautilus_hands_over_the_picture(share: Path, tmp_path: Path) -> None:
    # GIVEN a sori-desktop that tells what it was given
    told = tmp_path / "told"
    program = tmp_path / "sori-desktop"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{told}"\n')
    program.chmod(0o755)
    # WHEN the file manager runs the script for a picture whose name begins like an option
    script = share / "sori/file-managers/describe-with-sori.nautilus"
    subprocess.run([str(script), "--그림 1.png"], check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    # THEN the picture arrives as a picture
    assert told.read_text() == "--|--그림 1.png|"
