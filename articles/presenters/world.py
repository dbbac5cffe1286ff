"""A map of the world, each country shaded by how many articles are about it.

The geometry is Natural Earth's, projected and thinned out once: as it comes it would
make a page of half a megabyte. A country too small for a shape is a dot. The map says
to the eye what a table beside it says to everybody: its links are no stops for the
keyboard, where two hundred in geographical disorder would be a trap.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Final

from .links import CountedLink

DATA: Final = Path(__file__).with_name("data") / "world.json"
#: Shades of coverage. Each is for as many times more articles than the one below it.
SHADES: Final = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """`d` is a path of SVG; a dot has `x` and `y` instead."""

    link: CountedLink
    d: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Shade:
    """Countries of about as many articles; `words` tell from how many to how many."""

    level: int
    words: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class WorldMap:
    """`land` is what no article is about, in one path."""

    width: int
    height: int
    land: str
    shades: tuple[Shade, ...]


@cache
def _geometry() -> Mapping[str, Any]:
    held: Mapping[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return held


def world_map(countries: Mapping[str, CountedLink]) -> WorldMap:
    """The world with these countries, by their codes, as links."""
    held = _geometry()
    covered = {code: link for code, link in countries.items() if link.count}
    most = max((link.count for link in covered.values()), default=0)
    shades: dict[int, list[Shape]] = {level: [] for level in range(1, SHADES + 1)}
    for code, link in covered.items():
        if code in held["shapes"]:
            shades[shade_of(link.count, most)].append(Shape(link, d=held["shapes"][code]))
        elif code in held["dots"]:
            x, y = held["dots"][code]
            shades[shade_of(link.count, most)].append(Shape(link, x=x, y=y))
    return WorldMap(
        *held["size"],
        land="".join(path for code, path in held["shapes"].items() if code not in covered),
        shades=tuple(
            Shade(level, _words(level, most), tuple(shapes)) for level, shapes in shades.items() if shapes
        ),
    )


def shade_of(count: int, most: int) -> int:
    """By orders of magnitude: a few countries have most articles, and a plain scale would show only those."""
    return SHADES if count >= most else 1 + int(SHADES * log(count) / log(most))


def _words(level: int, most: int) -> str:
    counts = [bound for bound in (_least(level, most), _least(level + 1, most) - 1) if bound]
    low, high = counts[0], most if level == SHADES else counts[-1]
    return f"{low:,}" if low >= high else f"{low:,} to {high:,}"


def _least(level: int, most: int) -> int:
    """The least number of articles that has this shade."""
    near = max(1, round(most ** ((level - 1) / SHADES)))
    steps = (near + step for step in (-1, 0, 1) if near + step > 0)
    return next((count for count in steps if shade_of(count, most) >= level), near + 1)
