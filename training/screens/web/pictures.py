"""Pictures for pages, drawn from chance alone: skies and hills, blurred colours, shapes, portraits."""

import base64
import io
import random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

_LARGEST: Final = 420


def picture(chance: random.Random, width: int, height: int) -> str:
    """Return a picture as the address that a page can show: a JPEG of about that size."""
    share = min(1.0, _LARGEST / max(width, height))
    size = (max(8, round(width * share)), max(8, round(height * share)))
    draw = chance.choice((_landscape, _landscape, _blurred, _shapes, _portrait, _noise))
    image = draw(chance, size)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=82)
    return "data:image/jpeg;base64," + base64.b64encode(held.getvalue()).decode()


def _colour(chance: random.Random, least: int = 0, most: int = 255) -> tuple[int, int, int]:
    return chance.randint(least, most), chance.randint(least, most), chance.randint(least, most)


def _gradient(
    size: tuple[int, int], top: tuple[int, int, int], bottom: tuple[int, int, int]
) -> NDArray[np.float64]:
    share = np.linspace(0, 1, size[1])[:, None, None]  # (h, 1, 1)
    plane = np.array(top) * (1 - share) + np.array(bottom) * share
    return np.broadcast_to(plane, (size[1], size[0], 3)).copy()  # (h, w, 3)


def _grain(chance: random.Random, pixels: NDArray[np.float64], strength: float) -> Image.Image:
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, strength, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8), "RGB")


def _landscape(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    image = _grain(chance, _gradient(size, _colour(chance, 60, 255), _colour(chance, 120, 255)), 3)
    draw = ImageDraw.Draw(image)
    for layer in range(chance.randint(2, 4)):
        shade = _colour(chance, 15, 170 - 30 * layer)
        level = size[1] * (0.45 + 0.15 * layer)
        points: list[tuple[float, float]] = [(0, size[1])]
        steps = chance.randint(4, 30)
        for i in range(steps + 1):
            level += chance.gauss(0, size[1] * 0.04)
            points.append((size[0] * i / steps, level))
        draw.polygon([*points, (size[0], size[1])], fill=shade)
    return image.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.2)))


def _blurred(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, _colour(chance))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y, r = chance.random() * size[0], chance.random() * size[1], chance.random() * max(size) * 0.4
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(chance))
    return image.filter(ImageFilter.GaussianBlur(max(size) * chance.uniform(0.01, 0.08)))


def _shapes(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, _colour(chance, 150, 255))
    draw = ImageDraw.Draw(image)
    for _ in range(chance.randint(5, 25)):
        x, y = chance.random() * size[0], chance.random() * size[1]
        w, h = chance.random() * size[0] * 0.5, chance.random() * size[1] * 0.5
        shape = chance.choice((draw.rectangle, draw.ellipse))
        shape((x, y, x + w, y + h), fill=_colour(chance))
    return image


def _portrait(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    image = _grain(chance, _gradient(size, _colour(chance, 80, 230), _colour(chance, 60, 200)), 4)
    draw = ImageDraw.Draw(image)
    middle, r = size[0] / 2, min(size) * 0.22
    draw.ellipse(
        (middle - 2.2 * r, size[1] * 0.68, middle + 2.2 * r, size[1] * 1.5), fill=_colour(chance, 20, 200)
    )
    skin = chance.choice(((236, 200, 170), (198, 150, 115), (141, 96, 66), (90, 62, 45)))
    draw.ellipse((middle - r, size[1] * 0.42 - 1.3 * r, middle + r, size[1] * 0.42 + 1.3 * r), fill=skin)
    draw.pieslice(
        (middle - 1.1 * r, size[1] * 0.42 - 1.5 * r, middle + 1.1 * r, size[1] * 0.42 + r),
        180,
        360,
        fill=_colour(chance, 10, 120),
    )
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _noise(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    random_numbers = np.random.default_rng(chance.getrandbits(32))
    total = np.zeros((size[1], size[0], 3))
    for power in range(1, 6):
        small = random_numbers.random((2**power + 1, 2**power + 1, 3)) * 255
        layer = Image.fromarray(small.astype(np.uint8), "RGB").resize(size, Image.Resampling.BICUBIC)
        total += np.asarray(layer, float) / 2**power
    return Image.fromarray(np.clip(total, 0, 255).astype(np.uint8), "RGB")
