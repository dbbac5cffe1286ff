"""Ratios to other engines, the floors below which they must not fall, and the goals that are set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .engines import Measured, Times

FLOORS = Path(__file__).parent / "floors.json"
#: A floor is a good half of what was measured: neighbors on a machine take their share.
SHARE = 0.6
#: Goals are set for an archive of so many articles.
GOALS_AT = 100_000


@dataclass(frozen=True, slots=True)
class Goal:
    """`name` is that of a figure; it should be at least or at most `value`."""

    name: str
    value: float
    least: bool = False

    def is_met(self, figure: float) -> bool:
        return figure >= self.value if self.least else figure <= self.value


GOALS = (
    Goal("tantivy words p50", 1.67, least=True),
    Goal("tantivy words p95", 1.67, least=True),
    Goal("tantivy words first", 0.5, least=True),
    Goal("haystack facets words p50", 1000, least=True),
    Goal("postgresql words p50", 100, least=True),
    Goal("sqlite-fts5 words p50", 50, least=True),
    Goal("haystack-whoosh indexing", 15, least=True),
    Goal("postgresql indexing", 1, least=True),
    Goal("completion p95 ms", 5),
    Goal("did you mean p95 ms", 10),
    Goal("more like this p95 ms", 20),
    Goal("snippet ms a hit", 1),
    Goal("saved and found p50 ms", 150),
    Goal("searches after a save, of those before", 1.1),
    Goal("first search after start ms", 300),
    Goal("hostile questions max ms", 100),
    Goal("search page p50 ms", 25),
    Goal("search page queries max", 3),
    Goal("pages a second", 150, least=True),
    Goal("export csv seconds", 30),
    Goal("export jsonl seconds", 30),
    Goal("export csv MB", 100),
    Goal("export jsonl MB", 100),
    Goal("postings kept MB", 268.5),
    Goal("postings kept where 67 MB are allowed MB", 67.2),
)


def ratios(measured: Measured) -> dict[str, float]:
    """How many times faster ours is than each other, over the questions that both were asked."""
    told: dict[str, float] = {}
    ours = {each.family: each for each in measured.times if each.engine == "ours"}
    for other in measured.times:
        if other.engine == "ours" or other.family not in ours:
            continue
        mine, shared = ours[other.family], sorted(other.first)
        named = f"{other.engine} {other.family}"
        told[f"{named} p50"] = _ratio(other.p50(shared), mine.p50(shared))
        told[f"{named} p95"] = _ratio(other.p95(shared), mine.p95(shared))
        if other.family == "words":
            told[f"{named} first"] = _ratio(other.first_p50(shared), mine.first_p50(shared))
    return told | _indexing(measured)


def _indexing(measured: Measured) -> dict[str, float]:
    speeds = {each.engine.index_name: each.articles_per_second for each in measured.built}
    mine = speeds.pop("ours", None)
    return {f"{name} indexing": _ratio(mine, speed) for name, speed in speeds.items()} if mine else {}


def _ratio(larger: float, smaller: float) -> float:
    return round(larger / smaller, 2)


def below_floors(told: Mapping[str, float], count: int, *, lower: bool) -> list[str]:
    """Ratios that fell below what was reached with as many articles. Only `lower` writes lower floors."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    held = floors.get(str(count), {})
    if lower:
        floors[str(count)] = held | {name: round(SHARE * ratio, 2) for name, ratio in told.items()}
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
        return []
    return [
        f"{name}: {told[name]} < {floor}" for name, floor in held.items() if told.get(name, floor) < floor
    ]


def times_of(measured: Measured, engine: str, family: str) -> Times | None:
    return next((each for each in measured.times if (each.engine, each.family) == (engine, family)), None)
