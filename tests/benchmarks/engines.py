"""Engines side by side in one run on one core: first touch, p50 and p95 by family of questions.

Rounds go question by question through all engines in turn, so that whatever else the
machine does falls on all alike; a question's figure is its median over the rounds after
the first. What counts are ratios, over the questions that both were asked. Indexes and
how fast they were made are kept where a folder is given, so that a later run only asks.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from .corpus import (
    FAMILIES,
    PORTION,
    Document,
    Question,
    held_in,
    kept,
    label,
    portions,
    questions,
    vocabulary,
)
from .haystacks import Ours, Stock, StockFacets, StockStored
from .peers import Engine, Fts5, Missing, Postgres, Tantivy

ENGINES: tuple[type[Engine], ...] = (Ours, Tantivy, Fts5, Postgres, StockFacets, StockStored, Stock)
ROUNDS = 5
#: A question that takes an engine so long is asked it once more and not five times,
#: one that takes a second is not asked again.
SLOW_MS, SLOWEST_MS = 50.0, 1000.0
#: From so many articles on, a slow engine is asked a part of the questions.
MANY = 5_000


@dataclass(frozen=True, slots=True)
class Built:
    """An index, made in this run or an earlier one."""

    engine: Engine
    articles: int
    articles_per_second: float
    megabytes: float

    def as_dict(self) -> dict[str, Any]:
        return {
            "engine": self.engine.index_name,
            "articles": self.articles,
            "version": self.engine.version(),
            "articles_per_second": self.articles_per_second,
            "megabytes": self.megabytes,
        }


@dataclass(slots=True)
class Times:
    """What one engine took for the questions of one family: by number of the question."""

    engine: str
    family: str
    first: dict[int, float] = field(default_factory=dict)
    again: dict[int, list[float]] = field(default_factory=dict)
    hits: int = 0

    def of(self, number: int) -> float:
        return median(self.again.get(number) or [self.first[number]])

    def over(self, numbers: Sequence[int]) -> list[float]:
        return [self.of(number) for number in numbers]

    def p50(self, numbers: Sequence[int] | None = None) -> float:
        return median(self.over(list(self.first) if numbers is None else numbers))

    def p95(self, numbers: Sequence[int] | None = None) -> float:
        over = self.over(list(self.first) if numbers is None else numbers)
        return quantiles(over, n=20)[-1] if len(over) > 1 else over[0]

    def first_p50(self, numbers: Sequence[int] | None = None) -> float:
        return median(self.first[number] for number in (self.first if numbers is None else numbers))

    def as_dict(self) -> dict[str, Any]:
        return {
            "engine": self.engine,
            "family": self.family,
            "questions": len(self.first),
            "p50_ms": round(self.p50(), 3),
            "p95_ms": round(self.p95(), 3),
            "first_ms": round(self.first_p50(), 3),
            "hits": self.hits,
        }


@dataclass(frozen=True, slots=True)
class Measured:
    built: list[Built]
    times: list[Times]
    missing: list[str]
    cannot: dict[tuple[str, str], str]


def measure(
    folder: Path,
    count: int,
    path: Path | None = None,
    *,
    stock: int | None = None,
    peers: Collection[str] | None = None,
) -> Measured:
    """`stock` bounds how many articles Haystack's own backend is given: it indexes 140 a second."""
    count = held_in(path, count)
    read = kept(folder, count, path)
    built: list[Built] = []
    missing: list[str] = []
    for engine in ENGINES:
        if engine is not Ours and peers is not None and engine.index_name not in peers:
            continue
        size = min(stock or count, count) if issubclass(engine, Stock) else count
        try:
            built.append(prepared(engine(place(folder, engine, size, path)), read, size))
        except Missing as error:
            missing.append(str(error))
    known = vocabulary(read)
    times = [each for family in FAMILIES for each in asked(built, family, questions(known, family))]
    cannot = {(each.engine.name, name): why for each in built for name, why in each.engine.cannot.items()}
    return Measured(built, times, missing, cannot)


def place(folder: Path, engine: type[Engine], count: int, path: Path | None = None) -> Path:
    return folder / f"{engine.index_name}-{label(count, path)}"


def prepared(engine: Engine, read: Path, count: int) -> Built:
    """The index, from an earlier run with the same engine where there is one."""
    record = engine.folder.with_name(f"{engine.folder.name}.json")
    wanted = {"articles": count, "version": engine.version()}
    if record.exists():
        held = json.loads(record.read_text("utf-8"))
        try:
            if all(held[name] == value for name, value in wanted.items()):
                engine.open()
                return Built(engine, count, held["articles_per_second"], held["megabytes"])
        except Exception as error:
            print(f"{engine.index_name}: made anew, {error}", flush=True)
    record.unlink(missing_ok=True)
    engine.clear()
    speed = indexed(engine, read, count)
    engine.open()
    made = Built(engine, count, round(speed, 1), round(engine.size(), 1))
    record.write_text(json.dumps(made.as_dict()), encoding="utf-8")
    print(f"{engine.index_name}: {count:,} articles at {speed:,.0f} a second", flush=True)
    return made


def indexed(engine: Engine, held: Path, count: int) -> float:
    """Articles a second on the engine's clock, without the time it takes to read them."""
    reading, clock = 0.0, engine.clock

    def read() -> Iterator[Document]:
        nonlocal reading
        source = portions(held)
        for _ in range(0, count, PORTION):
            began = clock()
            portion = next(source)
            reading += clock() - began
            yield from portion

    began = clock()
    engine.index(islice(read(), count))
    return count / (clock() - began - reading)


def asked(built: Sequence[Built], family: str, asks: Sequence[Question]) -> list[Times]:
    told = [
        (each, Times(each.engine.name, family), _share(each, family, len(asks)))
        for each in built
        if family not in each.engine.cannot
    ]
    for round_ in range(ROUNDS + 1):
        for number, question in enumerate(asks):
            for each, times, share in told:
                if number not in share or not _again(times, number, round_):
                    continue
                began = time.perf_counter()
                found = each.engine.search(question)
                spent = 1000 * (time.perf_counter() - began)
                if round_:
                    times.again.setdefault(number, []).append(spent)
                else:
                    times.first[number] = spent
                    times.hits += found
    return [times for _, times, _ in told]


def _again(times: Times, number: int, round_: int) -> bool:
    if round_ == 1:
        return times.first[number] <= SLOWEST_MS
    return round_ == 0 or (number in times.again and times.again[number][0] <= SLOW_MS)


def _share(each: Built, family: str, count: int) -> range:
    """Questions that an engine is asked; a part of them is spread over their kinds."""
    sample = each.engine.sample
    if sample is None or each.articles < MANY:
        return range(count)
    most = sample if family == "words" else sample // 2
    # A step that shares no factor with the four kinds meets all of them.
    step = max(1, count // most) | 1
    return range(0, count, step)


def as_dict(measured: Measured) -> dict[str, Any]:
    from .floors import ratios

    return {
        "indexes": [each.as_dict() for each in measured.built],
        "times": [each.as_dict() for each in measured.times],
        "missing": measured.missing,
        "cannot": [f"{name}, {family}: {why}" for (name, family), why in measured.cannot.items()],
        "figures": ratios(measured),
    }
