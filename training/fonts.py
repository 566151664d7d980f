"""Font files with Korean or Latin letters, from Debian packages, for rendering what training looks at."""

import json
import random
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache as remember
from pathlib import Path
from typing import Final

from training import packages

_NAMES: Final = """
    fonts-adf-gillius fonts-adf-switzera fonts-adf-universalis fonts-adf-verana fonts-agave
    fonts-alee fonts-anonymous-pro fonts-arkpandora fonts-b612 fonts-baekmuk fonts-cabin
    fonts-cantarell fonts-clear-sans fonts-comfortaa fonts-courier-prime fonts-croscore
    fonts-crosextra-caladea fonts-crosextra-carlito fonts-dejavu-core fonts-dejavu-extra fonts-dosis
    fonts-droid-fallback fonts-ebgaramond fonts-fantasque-sans fonts-firacode fonts-freefont-ttf
    fonts-go fonts-hack-ttf fonts-hermit fonts-inconsolata fonts-inter fonts-jetbrains-mono
    fonts-junction fonts-jura fonts-karla fonts-lato fonts-league-spartan fonts-lexi-gulim
    fonts-lexi-saebom fonts-liberation fonts-liberation2 fonts-linuxlibertine fonts-manrope
    fonts-monoid fonts-mononoki fonts-nanum fonts-nanum-coding fonts-nanum-eco fonts-nanum-extra
    fonts-national-park fonts-naver-d2coding fonts-noto-cjk fonts-noto-cjk-extra fonts-noto-core
    fonts-noto-mono fonts-noto-ui-core fonts-open-sans fonts-opendin fonts-oxygen fonts-paratype
    fonts-play fonts-quicksand fonts-roboto-hinted fonts-roboto-slab fonts-roboto-unhinted
    fonts-routed-gothic fonts-sil-andika fonts-sora fonts-stix fonts-texgyre fonts-tuffy
    fonts-ubuntu-title fonts-unfonts-core fonts-unfonts-extra fonts-urw-base35 fonts-vollkorn
    fonts-wine fonts-woowa-bm ttf-bitstream-vera
"""
PACKAGES: Final = tuple(_NAMES.split())

KEPT_OUT: Final = (
    "NanumSquareRound",
    "gulim",
    "Cantarell",
    "OpenSans",
    "Lato",
    "NotoSansCJK-Medium",
    "ClearSans",
)
"""Parts of file names: training never sees these; they are for testing."""

_UNUSUAL: Final = (
    "Thin",
    "Hairline",
    "Slanted",
    "Fallback",
    "Symbols",
    "Extra",
    "UltraLight",
    "Emoji",
    "Yet",
    "Nakseo",
)
_KOREAN: Final = (
    "NotoSansCJK-*", "NotoSerifCJK-*", "Nanum*", "D2Coding*", "batang*", "dotum*", "gulim*", "hline*",
    "UnDotum*", "UnBatang*", "UnGraphic*", "UnDinaru*", "UnTaza*", "UnShinmun*", "UnPen*", "UnVada*",
    "UnYetgul*", "Bandal*", "Bangwool*", "Eunjin*", "Guseul*", "BM*", "gulim*", "saebom*", "Lexi*",
)  # fmt: skip
_LATIN: Final = (
    "Roboto-*", "RobotoCondensed-*", "RobotoSlab*", "OpenSans-*", "Cantarell-*", "Inter-*",
    "DejaVuSans*", "DejaVuSerif*", "LiberationSans*", "LiberationSerif-*", "LiberationMono*",
    "NotoSans-*", "NotoSansUI*", "NotoSansDisplay-*", "NotoSansMono-*", "NotoSerif-*", "Lato-*",
    "Hack-*", "FreeSans*", "FreeSerif*", "FreeMono*", "Carlito*", "Caladea*", "Oxygen*",
    "JetBrainsMono-*", "Quicksand*", "mononoki*", "NimbusSans*", "NimbusMono*", "URWGothic*",
    "Comfortaa*", "Tuffy*", "Manrope*", "C059*", "Arkpandora*", "Aerial*", "Veranda*", "Tymes*",
    "tahoma*", "DroidSans*", "ClearSans*", "Karla*", "Sora*", "Cabin*", "Dosis*", "Play*", "Go-*",
    "FiraCode*", "Inconsolata*", "Arimo*", "Tinos*", "Cousine*", "PTS*", "PTN*", "PTM*", "PTF*",
    "B612*", "FantasqueSans*", "Anonymous*", "Jura*", "NationalPark*", "OpenDin*", "routed-gothic*",
    "Verana*", "Switzera*", "Universalis*", "Gillius*", "Vera*", "Andika*", "texgyre*", "STIX*",
    "LinLibertine*", "LinBiolinum*", "Vollkorn*", "junction*", "LeagueSpartan*", "agave*", "Hermit*",
    "Monoid*", "CourierPrime*", "EBGaramond*",
)  # fmt: skip
_UPRIGHT, _SLANTED = 8, 2
"""Of one family no more than these."""
_KOREAN_ENOUGH: Final = 2300
"""Syllables a Korean font must draw: nearly the 2,350 of KS X 1001."""


@dataclass(frozen=True)
class Font:
    """One face of a font file."""

    path: Path
    index: int
    """Which face of a collection; 0 in a plain file."""
    package: str
    letters: frozenset[int] = field(repr=False)

    def covers(self, text: str) -> bool:
        """Whether every letter of `text` can be drawn; a space always can."""
        return all(ord(letter) in self.letters for letter in text if letter != " ")

    @property
    def is_kept_out(self) -> bool:
        """Whether training must not see it."""
        return any(part in self.path.name for part in KEPT_OUT)


def fetch() -> Path:
    """Fetch the fonts' packages, unless they are here, and return the folder they are unpacked in."""
    return packages.unpacked(PACKAGES, "fonts")


def korean(kept_out: bool = False) -> tuple[Font, ...]:
    """Return the fonts that draw Korean: those for training, or those kept out of it."""
    return tuple(font for font in _all() if font.is_kept_out == kept_out and _is_korean(font))


def latin(kept_out: bool = False) -> tuple[Font, ...]:
    """Return the fonts chosen for Latin text: those for training, or those kept out of it."""
    return tuple(font for font in _all() if font.is_kept_out == kept_out and not _is_korean(font))


def _is_korean(font: Font) -> bool:
    return ord("가") in font.letters


@remember
def _all() -> tuple[Font, ...]:
    root = fetch()
    store = root / "faces.json"
    if not store.is_file():
        store.write_text(json.dumps([_written(font, root) for font in _faces(root)]))
    return tuple(
        Font(root / path, index, package, frozenset(_spread(runs)))
        for path, index, package, runs in json.loads(store.read_text())
    )


def _faces(root: Path) -> list[Font]:
    paths = [path for path in sorted(root.glob("*/usr/share/**/*.[to]t[fc]")) if path.is_file()]
    paths = [path for path in paths if not any(part in path.name for part in _UNUSUAL)]
    found: dict[str, Font] = {}
    for pattern in _KOREAN:
        for path in paths:
            if fnmatch(path.name, pattern) and path.name not in found:
                # In Noto's collections the second face is the Korean one.
                face = _face(path, 1 if path.suffix == ".ttc" and "CJK" in path.name else 0, root)
                if (
                    face
                    and len([code for code in range(0xAC00, 0xD7A4) if code in face.letters])
                    >= _KOREAN_ENOUGH
                ):
                    found[path.name] = face
    for pattern in _LATIN:
        chosen = [path for path in paths if fnmatch(path.name, pattern) and path.name not in found]
        random.Random(1).shuffle(chosen)
        slanted = [path for path in chosen if "tal" in path.name or "bliq" in path.name]
        upright = [path for path in chosen if path not in slanted]
        for path in (*upright[:_UPRIGHT], *slanted[:_SLANTED]):
            face = _face(path, 0, root)
            if face and face.covers("".join(map(chr, range(33, 127)))) and ord("가") not in face.letters:
                found.setdefault(path.name, face)
    return list(found.values())


def _face(path: Path, index: int, root: Path) -> Font | None:
    from fontTools.ttLib import TTFont, TTLibError  # ships no types

    try:
        with TTFont(path, fontNumber=index, lazy=True) as file:
            letters = frozenset(file.getBestCmap() or ())
    except (TTLibError, OSError, AssertionError, KeyError):
        return None
    return Font(path, index, path.relative_to(root).parts[0], letters)


def _written(font: Font, root: Path) -> tuple[str, int, str, list[tuple[int, int]]]:
    return str(font.path.relative_to(root)), font.index, font.package, _runs(sorted(font.letters))


def _runs(codes: list[int]) -> list[tuple[int, int]]:
    """Put rising numbers together into runs of first and last."""
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], code
        else:
            runs.append((code, code))
    return runs


def _spread(runs: list[tuple[int, int]]) -> list[int]:
    return [code for first, last in runs for code in range(first, last + 1)]
