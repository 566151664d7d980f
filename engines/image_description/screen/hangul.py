"""Reads lines of Korean with Tesseract, all of a screen in one run of the program."""

import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.children import NO_WINDOW, outside, program, told

Pixels = NDArray[np.uint8]

HANGUL = re.compile("[가-힣]")
_SURE = 0.6
_HEIGHT, _SECOND_HEIGHT, _MARGIN = 40, 34, 10
"""Tesseract's line network reads 36 px; a little more than that, with white around, measured best."""
_PATIENCE_SECONDS = 60
_WORD_GAP = 0.2
"""A gap wider than this share of the letters' height parts two words; Tesseract parts every syllable."""


@dataclass(frozen=True)
class Token:
    """A piece of a line as Tesseract cuts it."""

    text: str
    confidence: float
    """0 to 1."""
    left: float
    right: float
    """0 to 1 along the line's crop."""


@cache
def is_installed() -> bool:
    """Whether Tesseract is here and knows Korean."""
    tesseract = program("tesseract")
    if tesseract is None:
        return False
    return "kor" in told(tesseract, "--list-langs").split()


def read(lines: Sequence[Pixels]) -> list[list[Token]]:
    """Read cropped lines, RGB (height, width, 3); a line that yields nothing gets an empty list.

    A line read with little confidence is read again a pixel narrower: that small change often turns
    a 0.3 into a 0.97. Nothing touches the disk: the pictures go through a pipe.
    """
    if not lines or not is_installed():
        return [[] for _ in lines]
    found = _run(lines, _HEIGHT)
    weak = [
        index
        for index, tokens in enumerate(found)
        if _hangul_share(tokens) > 0.0 and certainty(tokens) < _SURE
    ]
    again = _run([lines[index][1:-1, 2:] for index in weak], _SECOND_HEIGHT)
    for index, tokens in zip(weak, again, strict=True):
        if certainty(tokens) > certainty(found[index]):
            found[index] = tokens
    return found


def certainty(tokens: Sequence[Token]) -> float:
    """Return the least confidence of the tokens that hold Hangul, 0 to 1; 0 where none does."""
    return min((token.confidence for token in tokens if HANGUL.search(token.text)), default=0.0)


def _hangul_share(tokens: Sequence[Token]) -> float:
    return sum(bool(HANGUL.search(token.text)) for token in tokens) / max(1, len(tokens))


def _run(lines: Sequence[Pixels], height: int) -> list[list[Token]]:
    if not lines:
        return []
    prepared = [_prepare(line, height) for line in lines]
    pages = [Image.fromarray(page) for page, _ in prepared]
    sheaf = io.BytesIO()
    pages[0].save(sheaf, "TIFF", save_all=True, append_images=pages[1:])
    tesseract = program("tesseract") or "tesseract"
    command = [tesseract, "stdin", "stdout", "-l", "kor", "--psm", "7", "--dpi", "150", "tsv"]
    done = subprocess.run(
        command,
        input=sheaf.getvalue(),
        capture_output=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
        env={**outside(), "OMP_THREAD_LIMIT": "1"},
        creationflags=NO_WINDOW,
    )
    found: list[list[Token]] = [[] for _ in lines]
    for row in done.stdout.decode(errors="replace").splitlines()[1:]:
        _add_token(row.split("\t"), prepared, found)
    return [_apart(tokens) for tokens in found]


def _apart(tokens: list[Token]) -> list[Token]:
    """End each token where the next begins: Tesseract's left edges are right, its right ones are not."""
    if not tokens:
        return []
    nexts = [*[token.left for token in tokens[1:]], 1.0]
    return [
        replace(token, right=max(token.left, min(token.right, left)))
        for token, left in zip(tokens, nexts, strict=True)
    ]


def _prepare(line: Pixels, full_height: int) -> tuple[Pixels, float]:
    """Return dark-on-white at a fixed height, and how wide the line itself is in it."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    if np.median(grey) < 128:
        grey = 255 - grey
    grey = cv2.normalize(grey, None, 0, 255, cv2.NORM_MINMAX)  # type: ignore[call-overload]  # no output array
    # The edge of a selected row or a frame, inked from end to end, would be read as a bracket.
    is_dark = grey < 128
    height, width = grey.shape
    at_side = np.abs(np.arange(width) - (width - 1) / 2) > width / 2 - 0.2 * height
    at_edge = np.abs(np.arange(height) - (height - 1) / 2) > 0.35 * height
    grey[:, at_side & (is_dark.mean(0) > 0.85)] = 255
    grey[at_edge & (is_dark.mean(1) > 0.85)] = 255
    rows = np.flatnonzero((grey < 128).any(1))
    if len(rows) > 4:
        grey = grey[max(0, rows[0] - 1) : rows[-1] + 2]
    width = max(8, round(grey.shape[1] * full_height / grey.shape[0]))
    grey = cv2.resize(grey, (width, full_height), interpolation=cv2.INTER_CUBIC)
    page = np.pad(grey, ((_MARGIN, _MARGIN), (2 * _MARGIN, 2 * _MARGIN)), constant_values=255)
    return page.astype(np.uint8), float(width)


def _add_token(row: list[str], prepared: Sequence[tuple[Pixels, float]], found: list[list[Token]]) -> None:
    is_word = len(row) == 12 and row[0] == "5" and row[11].strip()
    if not is_word:
        return
    page, left, width = int(row[1]) - 1, int(row[6]) - 2 * _MARGIN, int(row[8])
    line_width = prepared[page][1]
    found[page].append(
        Token(
            row[11].strip().replace("ㆍ", "·"),
            max(0.0, float(row[10]) / 100),
            left / line_width,
            (left + width) / line_width,
        )
    )


def join(tokens: Sequence[Token], line: Pixels) -> str:
    """Put tokens back together with a space only where the line has one."""
    text = ""
    for index, token in enumerate(tokens):
        if index and _is_gap(line, tokens[index - 1], token):
            text += " "
        text += token.text
    return text


def cut(line: Pixels, share: float) -> int:
    """Return the column nearest to `share` of the width (0 to 1) where no letter is cut through."""
    is_empty = ~_ink(line).any(0)
    column = round(share * line.shape[1])
    candidates = np.flatnonzero(is_empty)
    if not len(candidates):
        return column
    nearest = int(candidates[np.abs(candidates - column).argmin()])
    return nearest if abs(nearest - column) <= 0.5 * line.shape[0] else column


def _is_gap(line: Pixels, before: Token, after: Token) -> bool:
    """Whether the ink between two tokens leaves a gap as wide as a space."""
    ink = _ink(line)
    rows = np.flatnonzero(ink.any(1))
    width = line.shape[1]
    start = int((before.left + before.right) / 2 * width)
    end = int((after.left + after.right) / 2 * width) + 1
    is_empty = ~ink[:, max(0, start) : max(start + 1, end)].any(0)  # (columns between the middles,)
    if not is_empty.size or not len(rows):
        return True
    edges = np.flatnonzero(np.diff(np.r_[0, is_empty.astype(np.int8), 0]))
    widest = (edges[1::2] - edges[::2]).max(initial=0)
    return bool(widest > _WORD_GAP * (rows[-1] - rows[0] + 1))


def _ink(line: Pixels) -> NDArray[np.bool_]:
    grey = line.astype(np.int16).mean(2)
    return np.asarray(np.abs(grey - np.median(grey)) > 48)
