"""Drawings made of lines, as SVG: charts and maps of places that do not exist."""

import random


def chart(chance: random.Random, width: int, height: int) -> str:
    """Return a chart of bars or of one line."""
    values = [chance.uniform(0.1, 1) for _ in range(chance.randrange(6, 14))]
    if chance.random() < 0.5:
        step = width / len(values)
        drawn = "".join(
            _rectangle(i * step + step * 0.15, height * (1 - one), step * 0.7, height * one, "var(--accent)")
            for i, one in enumerate(values)
        )
    else:
        step = width / (len(values) - 1)
        points = " ".join(f"{i * step:.1f},{height * (1 - one * 0.95):.1f}" for i, one in enumerate(values))
        drawn = f'<polyline points="{points}" fill="none" stroke="var(--accent)" stroke-width="3"/>'
    levels = [f"{height * i / 4:.1f}" for i in range(5)]
    ruled = "".join(
        f'<line x1="0" x2="{width}" y1="{one}" y2="{one}" stroke="currentColor" stroke-opacity=".15"/>'
        for one in levels
    )
    size = f'viewBox="0 0 {width} {height}" width="100%" height="{height}" preserveAspectRatio="none"'
    return f'<svg {size} style="display:block">{ruled}{drawn}</svg>'


def city_map(chance: random.Random, width: int, height: int) -> str:
    """Return a map of parks, water and roads."""
    parks = ""
    for _ in range(9):
        left, top = chance.randrange(width), chance.randrange(height)
        colour = chance.choice(("#c6e6b8", "#aad3df", "#e6dfd0"))
        parks += _rectangle(left, top, chance.randrange(40, 220), chance.randrange(40, 160), colour)
    roads = "".join(_road(chance, width, height) for _ in range(24))
    ground = _rectangle(0, 0, width, height, "#ece7dd")
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg {size} style="display:block">{ground}{parks}{roads}</svg>'


def _road(chance: random.Random, width: int, height: int) -> str:
    stops = [f"{chance.randrange(-50, width + 50)},{chance.randrange(-50, height + 50)}" for _ in range(3)]
    colour = chance.choice(("#fff", "#f7d96b", "#fff", "#e8e8e8"))
    line = f'd="M{" L".join(stops)}" fill="none" stroke="{colour}"'
    return f'<path {line} stroke-width="{chance.randrange(3, 14)}"/>'


def _rectangle(left: float, top: float, width: float, height: float, colour: str) -> str:
    place = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{colour}"/>'
