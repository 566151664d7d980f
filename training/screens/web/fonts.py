"""The fonts that pages are set in: families of a language, and what shows a browser only these."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from PIL import ImageFont

from training import cache as training_cache
from training import fonts
from training.screens.web.words import Language

_OF_SCREENS: Final = re.compile(
    r"^(Roboto|Inter|DejaVuSans|LiberationSans|NotoSans|Carlito|Oxygen|NimbusSans|FreeSans|Manrope|Arimo|tahoma|Karla"
    r"|Cabin|PTS|Go-|Verana|Switzera|Arkpandora|Aerial|Veranda|Vera|Andika|B612|Sora|OpenDin|Tuffy|Play|Nanum|dotum|gulim"
    r"|hline|UnDotum|UnGraphic|BMHANNA|BMDOHYEON|BMJUA|D2Coding|Lexi|saebom|ClearSans|OpenSans|Lato|Cantarell)"
)
_ODD: Final = re.compile(
    "Mono|Serif|Pen|Brush|Myeongjo|Condensed|Narrow|Symbol|Math|Keyboard"
    "|Bold|Light|Italic|Oblique|Coding|Black|Thin|Slab"
)
_ODD_FAMILY: Final = re.compile(r"Mono|Serif|Smallcaps|^sans$|Medium|Demi")
_COMMON: Final[dict[Language, list[str]]] = {
    "en": ["Noto Sans", "Roboto", "Inter", "Liberation Sans", "Liberation Sans", "DejaVu Sans"],
    "ko": ["Noto Sans CJK KR"] * 6 + ["NanumGothic"] * 2 + ["Baekmuk Dotum"],
}
"""These are listed once more for each time that they are to be chosen more often."""


@cache
def families(language: Language) -> tuple[str, ...]:
    """Return the names of families that programs and pages are set in; never those kept out of training."""
    files = fonts.korean() if language == "ko" else fonts.latin()
    found = set()
    for font in files:
        name = font.path.name
        if _OF_SCREENS.search(name) and not _ODD.search(name.rpartition(".")[0]):
            found.add(ImageFont.truetype(str(font.path), 12, index=font.index).getname()[0] or "")
    plain = sorted(one for one in found if one and "CJK" not in one and not _ODD_FAMILY.search(one))
    return tuple(plain + _COMMON[language])


def configuration() -> Path:
    """Write fontconfig's configuration: the fetched fonts, without those kept out; return its path."""
    place = training_cache.folder("web")
    path = place / "fonts.conf"
    text = _configuration(fonts.fetch(), place / "fontconfig", fonts.KEPT_OUT)
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    return path


def _configuration(files: Path, kept: Path, left_out: Sequence[str]) -> str:
    rejected = "".join(f"<glob>*/*{escape(one)}*</glob>" for one in left_out)
    likes = "".join(
        f"<alias><family>{family}</family><prefer><family>{first}</family>"
        "<family>Noto Sans CJK KR</family></prefer></alias>"
        for family, first in (
            ("sans-serif", "DejaVu Sans"),
            ("serif", "DejaVu Serif"),
            ("monospace", "DejaVu Sans Mono"),
            ("system-ui", "Noto Sans"),
        )
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(files))}</dir><cachedir>{escape(str(kept))}</cachedir>"
        f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont>{likes}</fontconfig>\n"
    )
