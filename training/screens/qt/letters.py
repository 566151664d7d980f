"""Fonts for the screens: those fetched for training where they are at hand, else those of the system."""

import functools
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtGui import QFontDatabase

from training import cache, fonts
from training.screens.qt.words import Language

_USUAL: Final = {
    "en": (
        "Roboto-Reg",
        "Roboto-Med",
        "NotoSans-Reg",
        "NotoSansDisplay",
        "Inter-",
        "OpenSans-Reg",
        "LiberationSans-Reg",
        "DejaVuSans.",
        "Cantarell-Reg",
        "Lato-Reg",
        "Carlito-Reg",
        "Oxygen-Sans",
        "Arimo-Reg",
        "tahoma.",
        "DroidSans.",
        "FreeSans.",
        "NimbusSans-Reg",
        "Vera.",
        "PTS55",
        "Manrope",
        "Karla",
        "Sora",
        "Cabin",
        "ClearSans-Reg",
        "B612-Reg",
    ),
    "ko": (
        "NotoSansCJK-Reg",
        "NotoSansCJK-Demi",
        "NotoSansCJK-Med",
        "NanumGothic.",
        "NanumBarunGothic.",
        "NanumSquare",
        "UnDotum.",
        "dotum",
        "gulim",
        "NanumGothicEco.",
        "Lexi",
    ),
}
"""What interfaces are set in, by parts of the names of files."""
_ODD: Final = ("Bold", "Ital", "Obliq", "Black", "Light", "Heavy", "Mono", "Condensed", "-BI", "-RI", "_K.")
_SYSTEM: Final = {
    "en": (
        "DejaVu Sans",
        "DejaVu Sans",
        "Noto Sans CJK KR",
        "Nimbus Sans",
        "Liberation Sans",
        "Noto Sans",
        "DejaVu Serif",
    ),
    "ko": ("Noto Sans CJK KR", "Noto Sans CJK KR", "NanumGothic", "Noto Serif CJK KR"),
}


def any_family(random: Random, language: Language, is_kept_out: bool) -> str:
    """Choose a font family, most often one that interfaces use; those kept out are for testing."""
    usual, others = _files(language, is_kept_out)
    chosen = usual if usual and random.random() < 0.8 else others
    if chosen:
        family = _registered(random.choice(chosen))
        if family:
            return family
    have = set(QFontDatabase.families())
    return random.choice([one for one in _SYSTEM[language] if one in have] or sorted(have) or [""])


@functools.cache
def _files(language: Language, is_kept_out: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the usual and the other font files, sorted; none where nothing was fetched."""
    if not (cache.folder("fonts") / "faces.json").is_file():
        return (), ()
    faces = (fonts.korean if language == "ko" else fonts.latin)(is_kept_out)
    paths = sorted({face.path for face in faces if not any(part in face.path.name for part in _ODD)})
    usual = tuple(path for path in paths if any(part in path.name for part in _USUAL[language]))
    return usual, tuple(path for path in paths if path not in usual)


@functools.cache
def _registered(path: Path) -> str:
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    wanted = [one for one in families if one.endswith("KR")] or families
    return wanted[0] if wanted else ""
