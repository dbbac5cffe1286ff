"""Engines side by side in one run on one core: first touch, p50, p95, articles indexed a second, size.

Rounds go question by question through all engines in turn, so that whatever else the
machine does falls on all alike; a question's figure is its median over the rounds.
What is compared are ratios.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from .corpus import PORTION, Document, Question, kept, portions, questions
from .peers import ENGINES, Engine, Missing, Stock

FLOORS = Path(__file__).parent / "floors.json"
ROUNDS = 5
#: A question that takes an engine so long is asked it once more and not five times.
SLOW_MS = 50.0


@dataclass(frozen=True, slots=True)
class Figures:
    engine: str
    articles: int
    p50_ms: float
    p95_ms: float
    first_ms: float
    articles_per_second: float
    megabytes: float
    hits: int


def measure(
    folder: Path, count: int, stock: int, path: Path | None = None
) -> tuple[list[Figures], list[str]]:
    """Figures of all engines that are here, and the names of those that are not."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    asked = questions()
    held: list[tuple[Engine, int, float]] = []
    missing: list[str] = []
    read = kept(folder, count, path)
    for engine in ENGINES:
        try:
            made = engine(folder / engine.name)
        except Missing as error:
            missing.append(str(error))
            continue
        size = min(stock, count) if engine is Stock else count
        held.append((made, size, _indexed(made, read, size)))
    for engine, size, speed in held:
        print(
            f"{engine.name}: {size:,} articles at {speed:,.0f} a second, {engine.size():,.0f} MB", flush=True
        )
    return _searched(held, asked), missing


def _indexed(engine: Engine, held: Path, count: int) -> float:
    """Articles a second, without the time it takes to read them."""
    reading = 0.0

    def read() -> Iterator[Document]:
        nonlocal reading
        source = portions(held)
        for _ in range(0, count, PORTION):
            began = time.perf_counter()
            portion = next(source)
            reading += time.perf_counter() - began
            yield from portion

    began = time.perf_counter()
    engine.index(islice(read(), count))
    return count / (time.perf_counter() - began - reading)


def _searched(held: Sequence[tuple[Engine, int, float]], asked: Sequence[Question]) -> list[Figures]:
    first: dict[str, list[float]] = {engine.name: [] for engine, _, _ in held}
    times: dict[str, list[list[float]]] = {engine.name: [[] for _ in asked] for engine, _, _ in held}
    hits: dict[str, int] = dict.fromkeys(first, 0)
    for round_ in range(ROUNDS + 1):
        for number, question in enumerate(asked):
            for engine, _, _ in held:
                if round_ > 1 and times[engine.name][number][0] > SLOW_MS:
                    continue
                began = time.perf_counter()
                found = engine.search(question)
                spent = 1000 * (time.perf_counter() - began)
                if round_:
                    times[engine.name][number].append(spent)
                else:
                    first[engine.name].append(spent)
                    hits[engine.name] += found
    return [
        Figures(
            engine=engine.name,
            articles=size,
            p50_ms=round(median(map(median, times[engine.name])), 3),
            p95_ms=round(quantiles(map(median, times[engine.name]), n=20)[-1], 3),
            first_ms=round(median(first[engine.name]), 3),
            articles_per_second=round(speed),
            megabytes=round(engine.size(), 1),
            hits=hits[engine.name],
        )
        for engine, size, speed in held
    ]


def ratios(figures: Sequence[Figures]) -> dict[str, float]:
    """How many times faster ours is than each other, at p50, p95 and in indexing."""
    ours = figures[0]
    told: dict[str, float] = {}
    for other in figures[1:]:
        told[f"{other.engine} p50"] = round(other.p50_ms / ours.p50_ms, 2)
        told[f"{other.engine} p95"] = round(other.p95_ms / ours.p95_ms, 2)
        told[f"{other.engine} first"] = round(other.first_ms / ours.first_ms, 2)
        told[f"{other.engine} indexing"] = round(ours.articles_per_second / other.articles_per_second, 2)
    return told


def below_floors(told: dict[str, float], count: int, *, lower: bool) -> list[str]:
    """Ratios that fell below what was reached with as many articles. Only `lower` writes lower floors.

    A floor is a good half of what was measured: neighbors on a machine take their share.
    """
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    held = floors.get(str(count), {})
    if lower:
        floors[str(count)] = held | {name: round(0.6 * ratio, 2) for name, ratio in told.items()}
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
        return []
    return [
        f"{name}: {told[name]} < {floor}" for name, floor in held.items() if told.get(name, floor) < floor
    ]


def table(figures: Sequence[Figures], missing: Sequence[str]) -> str:
    lines = [
        "50 questions (one word, all of 2-3, any of 3), top 20, 8 facets and a histogram, one core",
        f"{'engine':<16}{'articles':>9}{'p50 ms':>10}{'p95 ms':>10}{'first ms':>10}{'indexed/s':>11}{'MB':>8}",
    ]
    lines += [
        f"{each.engine:<16}{each.articles:>9,}{each.p50_ms:>10.2f}{each.p95_ms:>10.2f}{each.first_ms:>10.2f}"
        f"{each.articles_per_second:>11,.0f}{each.megabytes:>8.0f}"
        for each in figures
    ]
    lines += [f"missing: {name}" for name in missing]
    lines += [f"{name:<28}{ratio:>9.2f} x" for name, ratio in ratios(figures).items()]
    return "\n".join(lines)


def as_dict(figures: Sequence[Figures], missing: Sequence[str]) -> dict[str, Any]:
    versions = {name: _version(name) for name in ("numpy", "whoosh-reloaded", "django-haystack", "tantivy")}
    return {
        "engines": [asdict(each) for each in figures],
        "ratios": ratios(figures),
        "missing": list(missing),
        "versions": versions,
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
