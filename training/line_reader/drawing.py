"""Draws one line of text as a screen would show it, and crops it as a text detector would."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.fonts import Font
from training.line_reader import surroundings

Grey = NDArray[np.float32]

_SIZES: Final = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 24, 28, 32, 40)
_SIZE_SHARES: Final = (4, 7, 10, 11, 13, 14, 13, 10, 9, 5, 6, 5, 4, 3, 2, 1, 1)
"""Small sizes weigh double: there the reading fails first."""
_SMALLEST_KOREAN: Final = 9
_WAYS: Final = ("hinted", "smooth", "subpixel", "two colours")
_WAY_SHARES: Final = (44, 31, 22, 3)
_SUBPIXELS: Final = 3
_PAD_PX: Final = 6


@dataclass(frozen=True)
class Ink:
    """A text's coverage, 0 to 1, before it has colours."""

    coverage: Grey
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size_px: int


class Pen:
    """Draws texts in some of the fonts given; the same seed draws the same."""

    def __init__(self, seed: int, korean: Sequence[Font], latin: Sequence[Font]) -> None:
        self._random = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._korean, self._latin = korean, latin
        self._korean_shares = [_korean_share(font.path.name) for font in self._korean]
        self._latin_shares = [0.4 if _is_ornate(font.path.name) else 1.0 for font in self._latin]

    def draw(self, text: str) -> NDArray[np.uint8] | None:
        """Return a grey crop (height, width), or None where no font draws the text."""
        runs = self._fonts_for(text)
        ink = self._ink(runs) if runs else None
        if ink is None:
            return None
        picture, foreground, background = self._coloured(ink)
        frame = surroundings.Frame.around(ink, self._random)
        if self._random.random() < 0.5:
            frame = surroundings.clutter(picture, ink, frame, foreground, background, self._random)
        return self._photographed(picture, frame, ink.size_px)

    def _fonts_for(self, text: str) -> list[tuple[str, Font]] | None:
        choose = self._random
        is_korean = any("가" <= letter <= "힣" for letter in text)
        if is_korean and not self._korean:
            return None
        for _ in range(12):
            from_korean = is_korean or (bool(self._korean) and choose.random() < 0.3)
            if from_korean:
                font = choose.choices(self._korean, self._korean_shares)[0]
            else:
                font = choose.choices(self._latin, self._latin_shares)[0]
            if is_korean and choose.random() < 0.35:
                runs = _split(text, choose.choices(self._latin, self._latin_shares)[0], font)
                if runs:
                    return runs
            elif font.covers(text):
                return [(text, font)]
        return None

    def _ink(self, runs: Sequence[tuple[str, Font]]) -> Ink | None:
        choose = self._random
        text = "".join(part for part, _ in runs)
        size = choose.choices(_SIZES, _SIZE_SHARES)[0]
        if any("가" <= letter <= "힣" for letter in text):
            size = max(size, _SMALLEST_KOREAN)
        way = choose.choices(_WAYS, _WAY_SHARES)[0]
        scale = 1 if way in ("hinted", "two colours") else _SUBPIXELS
        drawn_size = size * scale
        if way == "smooth":
            drawn_size = max(8, round(drawn_size * choose.uniform(0.93, 1.07)))
        spacing = choose.choice((-0.3, -0.5, 0.5, 1, 1, 1.5, 2, 3)) * scale if choose.random() < 0.08 else 0.0
        page, baseline = self._written(runs, drawn_size, spacing, scale, way == "two colours")
        box = page.getbbox()
        if not box or box[2] - box[0] < 2:
            return None
        coverage = np.asarray(page, np.float32) / 255
        across = scale / choose.uniform(0.88, 1.12) if way == "smooth" and choose.random() < 0.5 else scale
        if scale > 1:
            if way == "subpixel":
                weights = np.array([[1, 2, 3, 2, 1]], np.float32) / 9
                coverage = np.asarray(cv2.filter2D(coverage, -1, weights), np.float32)
            size_px = round(page.width / across), round(page.height / scale)
            coverage = np.asarray(cv2.resize(coverage, size_px, interpolation=cv2.INTER_AREA), np.float32)
        if choose.random() < 0.15:
            coverage = np.clip(coverage, 0, 1) ** choose.uniform(0.6, 1.5)
        left, top, right, bottom = box[0] / across, box[1] / scale, box[2] / across, box[3] / scale
        return Ink(coverage.astype(np.float32), left, top, right, bottom, baseline / scale, size)

    def _written(
        self, runs: Sequence[tuple[str, Font]], size: int, spacing: float, scale: int, is_hard: bool
    ) -> tuple[Image.Image, int]:
        faces = [(part, _face(str(font.path), font.index, size)) for part, font in runs]
        letters = sum(len(part) for part, _ in runs)
        length = sum(face.getlength(part) for part, face in faces) + abs(spacing) * letters
        page = Image.new("L", (int(length) + 4 * size + 8, int(size * 2.6) + 4), 0)
        pen = ImageDraw.Draw(page)
        if is_hard:
            pen.fontmode = "1"
        start = x = 2.0 * size + self._random.randrange(scale)
        baseline = int(size * 1.6)
        for part, face in faces:
            for piece in part if spacing else (part,):
                pen.text((x, baseline), piece, fill=255, font=face, anchor="ls")
                x += face.getlength(piece) + spacing
        if self._random.random() < 0.03:  # a link
            under = baseline + max(1, size // 9)
            pen.rectangle((start, under, x, under + size // 18), fill=255)
        return page, baseline

    def _coloured(self, ink: Ink) -> tuple[Grey, float, float]:
        foreground, background = self._two_greys()
        choose = self._random
        height, width = ink.coverage.shape
        ground = np.full((height, width), float(background), np.float32)
        way = choose.random()
        if way < 0.06:
            ground += np.linspace(-1, 1, height, dtype=np.float32)[:, None] * choose.uniform(5, 25)
        elif way < 0.09:
            ground += np.linspace(-1, 1, width, dtype=np.float32)[None] * choose.uniform(5, 25)
        elif way < 0.11:
            coarse = self._noise.normal(0, choose.uniform(4, 14), (max(2, height // 6), max(2, width // 6)))
            ground += cv2.resize(coarse.astype(np.float32), (width, height))
        picture = ground * (1 - ink.coverage) + foreground * ink.coverage
        return picture.astype(np.float32), float(foreground), float(background)

    def _two_greys(self) -> tuple[int, int]:
        choose = self._random
        least = 45 if choose.random() < 0.2 else 90
        while True:
            background = choose.choice(
                (255, 255, 255, choose.randint(200, 255), choose.randint(0, 60), choose.randint(0, 255))
            )
            foreground = choose.choice(
                (0, 0, choose.randint(0, 110), choose.randint(180, 255), 255, choose.randint(0, 255))
            )
            if abs(background - foreground) >= least:
                return foreground, background

    def _photographed(
        self, picture: Grey, frame: "surroundings.Frame", size: int
    ) -> NDArray[np.uint8] | None:
        """Cut the frame out, after rescaling, blur, noise and JPEG have worked on more than it."""
        choose = self._random
        height, width = picture.shape
        left, top, right, bottom = frame.within(width, height)
        x, y = max(0, left - _PAD_PX), max(0, top - _PAD_PX)
        crop = np.clip(picture[y : bottom + _PAD_PX, x : right + _PAD_PX], 0, 255)
        scale = 1.0
        if choose.random() < 0.35:
            shrunk = choose.uniform(0.62, 0.98) if size >= 14 else choose.uniform(0.85, 0.99)
            scale = choose.choice((shrunk, choose.uniform(1.05, 2)))
            if size * scale < 8:
                scale = 1.0
            enlarge = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
            shrink = (cv2.INTER_LINEAR, cv2.INTER_AREA, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
            ways = shrink if scale < 1 else enlarge
            crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=choose.choice(ways))
        if choose.random() < 0.08:
            crop = cv2.GaussianBlur(crop, (0, 0), choose.uniform(0.3, 0.8) * scale)
        if choose.random() < 0.1:
            crop = crop + self._noise.normal(0, choose.uniform(1, 6), crop.shape)
        grey = np.clip(crop, 0, 255).astype(np.uint8)
        if choose.random() < 0.2:
            quality = [cv2.IMWRITE_JPEG_QUALITY, choose.randint(35, 95)]
            grey = np.asarray(cv2.imdecode(cv2.imencode(".jpg", grey, quality)[1], 0), np.uint8)
        rows = slice(int((top - y) * scale), max(int((top - y) * scale) + 6, round((bottom - y) * scale)))
        columns = slice(int((left - x) * scale), max(int((left - x) * scale) + 4, round((right - x) * scale)))
        cut = grey[rows, columns]
        return cut if min(cut.shape) >= 4 else None


@lru_cache(1500)
def _face(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


def _split(text: str, latin: Font, korean: Font) -> list[tuple[str, Font]] | None:
    """Write Latin letters in one font and the rest in another, as systems do that fall back."""
    runs: list[tuple[str, Font]] = []
    for letter in text:
        font = latin if ord(letter) < 0x250 and latin.covers(letter) else korean
        if not font.covers(letter):
            return None
        if runs and runs[-1][1] is font:
            runs[-1] = runs[-1][0] + letter, font
        else:
            runs.append((letter, font))
    return runs


def _korean_share(name: str) -> float:
    """Fonts of interfaces weigh more than handwriting and ornament."""
    if "SansCJK" in name:
        return 7.0
    if any(
        part in name
        for part in ("NanumGothic", "BarunGothic", "Square", "dotum", "UnDotum", "D2Coding", "LexiGulim")
    ):
        return 3.0
    if any(part in name for part in ("SerifCJK", "Myeongjo", "batang", "UnBatang", "UnGraphic", "Barunpen")):
        return 1.0
    return 0.3


def _is_ornate(name: str) -> bool:
    parts = ("Serif", "Comfortaa", "Quicksand", "FreeMono", "Tymes", "C059", "Tuffy", "Jura", "EBG", "Courier", "Lin", "Vollkorn", "STIX", "Tinos", "termes", "pagella", "schola", "bonum", "chorus", "PTF", "Slab", "agave", "Dosis", "league", "League")  # fmt: skip  # noqa: E501
    return any(part in name for part in parts)
