"""Places what every Linux package has beside the application: entries, metainfo, icons, man pages, menus."""

import gzip
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop import VERSION
from engines import words
from releasing import manual
from releasing.edition import APPLICATION_ID, ROOT

LINUX: Final = ROOT / "packaging" / "linux"
HOME_PAGE: Final = "https://github.com/sori-app/sori"
"""Follows from the application's id; metainfo and the Debian package name it."""
PICTURES: Final = f"https://raw.githubusercontent.com/sori-app/sori/v{VERSION}/docs/images"
IMAGES: Final = ROOT / "docs" / "images"
SHOWN: Final = {
    "window": (
        "A window is described: the picture, and what is in it as a tree",
        "창을 설명한 모습: 그림과, 그 안에 있는 것을 나타낸 트리",
    ),
    "captions": ("Captions of what the computer hears", "컴퓨터에서 나는 말의 자막"),
    "sign": (
        "Finger spelling is read, and words are spelled",
        "지문자를 읽고, 낱말을 지문자로 보여 주는 모습",
    ),
}
"""Pictures that software centres show, with captions in English and Korean; the Korean ones end in `-ko`."""
ICON_SIDES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""In px, beside the drawing that fits every size."""
MENUS: Final = {
    "sori-describe.kde.desktop": "kio/servicemenus/sori-describe.desktop",
    "sori-describe.nemo_action": "nemo/actions/sori-describe.nemo_action",
    "sori-describe.thunar.desktop": "Thunar/sendto/sori-describe.desktop",
    "describe-with-sori.nautilus": "sori/file-managers/describe-with-sori.nautilus",
}
"""How file managers offer `Describe with Sori`, and where under `share` each looks for it."""
SCHEMAS: Final = "docs/*.schema.json"


def epoch() -> int:
    """Return the time that everything in a package bears, in seconds: that of the last commit unless set."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(answer.stdout) if answer.returncode == 0 else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def moment() -> datetime:
    """Return `epoch` as a date."""
    return datetime.fromtimestamp(epoch(), UTC)


def place(share: Path, *, final: str = "/usr/share") -> None:
    """Write everything that belongs under a folder `share`.

    Args:
        share: Where to write.
        final: Where it will lie once installed; the man pages name it.
    """
    applications = share / "applications"
    for name in (f"{APPLICATION_ID}.desktop", f"{APPLICATION_ID}.Describe.desktop"):
        copy(LINUX / name, applications / name)
    autostart = f"{APPLICATION_ID}.desktop"
    copy(LINUX / "autostart" / autostart, share / "sori" / "autostart" / autostart)
    for name, to in MENUS.items():
        copy(LINUX / "file-managers" / name, share / to)
    write(share / "metainfo" / f"{APPLICATION_ID}.metainfo.xml", metainfo())
    place_icons(share / "icons" / "hicolor")
    place_manual(share / "man", final)
    settle(share)


def metainfo() -> str:
    """Return the AppStream description of this version."""
    text = (LINUX / f"{APPLICATION_ID}.metainfo.xml.in").read_text(encoding="utf-8")
    is_final = VERSION.replace(".", "").isdigit()
    marks = {
        "@VERSION@": VERSION,
        "@DATE@": f"{moment():%Y-%m-%d}",
        "@KIND@": "stable" if is_final else "development",
        "@SCREENSHOTS@": "\n".join(_screenshots()),
        "@HOME@": HOME_PAGE,
    }
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text


def _screenshots() -> Iterator[str]:
    """Yield each picture that is there, in both languages; the first stands for all."""
    kind = ' type="default"'
    for name, (english, korean) in SHOWN.items():
        images = [(IMAGES / f"{name}.png", ""), (IMAGES / f"{name}-ko.png", ' xml:lang="ko"')]
        if images[0][0].is_file():
            yield f"    <screenshot{kind}>"
            yield f"      <caption>{english}</caption>"
            yield f'      <caption xml:lang="ko">{korean}</caption>'
            for file, language in images:
                if file.is_file():
                    width, height = _size(file)
                    size = f'width="{width}" height="{height}"'
                    yield f'      <image type="source"{language} {size}>{PICTURES}/{file.name}</image>'
            yield "    </screenshot>"
            kind = ""


def _size(file: Path) -> tuple[int, int]:
    """Return width and height of a PNG, in px."""
    with file.open("rb") as opened:
        # A signature of 8 bytes, then the first part's length and name, then these two.
        width, height = struct.unpack(">II", opened.read(24)[16:])
    return width, height


def place_icons(theme: Path) -> None:
    """Write the drawing and its pictures into an icon theme."""
    # Qt is loaded for this alone.
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing = LINUX / f"{APPLICATION_ID}.svg"
    copy(drawing, theme / "scalable" / "apps" / drawing.name)
    renderer = QSvgRenderer(QByteArray(drawing.read_bytes()))
    for side in ICON_SIDES:
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        file = theme / f"{side}x{side}" / "apps" / f"{APPLICATION_ID}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(file)):
            raise OSError(f"{file} cannot be written")
        file.chmod(0o644)


def place_manual(man: Path, share: str = "/usr/share") -> None:
    """Write every man page, English under `man1` and Korean under `ko/man1`."""
    for language in words.LANGUAGES:
        section = man / "man1" if language == "en" else man / language / "man1"
        for name in manual.PAGES:
            text = manual.page(name, language, f"{moment():%Y-%m-%d}", share)
            write_packed(section / f"{name}.1.gz", text)


# ---- Files ---------------------------------------------------------------------------------------------


def copy(file: Path, to: Path) -> None:
    """Copy a file and make the folders above it; who may run it, may run the copy."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
    to.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def write(to: Path, text: str) -> None:
    """Write a text that everybody may read, and make the folders above it."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text, encoding="utf-8")
    to.chmod(0o644)


def write_packed(to: Path, text: str) -> None:
    """Write a text packed by gzip, the same bytes each time."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    to.chmod(0o644)


def link_tree(source: Path, target: Path) -> None:
    """Make `target` a twin of the folder `source`, by hard links where the disk allows, else by copies.

    Folders can be entered and files read by everybody afterwards, on both sides of a link.
    """
    for folder, folders, names in os.walk(source):
        here = target / Path(folder).relative_to(source)
        here.mkdir(parents=True)
        here.chmod(0o755)
        for name in [*names, *(one for one in folders if Path(folder, one).is_symlink())]:
            _link(Path(folder, name), here / name)


def _link(file: Path, to: Path) -> None:
    if file.is_symlink():
        to.symlink_to(file.readlink())
        return
    is_run = file.stat().st_mode & 0o100 and ".so" not in file.suffixes
    mode = 0o755 if is_run else 0o644
    if file.stat().st_mode & 0o777 != mode:
        file.chmod(mode)
    try:
        os.link(file, to)
    except OSError:
        shutil.copy2(file, to)


def settle(root: Path) -> None:
    """Let everybody enter every folder, whatever this process makes new ones like."""
    for folder, _folders, _names in os.walk(root):
        Path(folder).chmod(0o755)
