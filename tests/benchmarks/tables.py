"""What was measured as tables: of plain text for a terminal, cells that Markdown takes as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .corpus import FAMILIES
from .engines import Measured
from .floors import GOALS, GOALS_AT, times_of


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The first column to the left, numbers to the right, as wide as they need."""
    cells = [list(map(shown, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    lines = [_line(head, widths), "|".join(["", *("-" * (width + 2) for width in widths), ""])]
    return "\n".join([*lines, *(_line(row, widths) for row in cells)])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    return f"| {first[0]:<{first[1]}} | " + " | ".join(f"{cell:>{width}}" for cell, width in others) + " |"


def shown(value: Any) -> str:
    if not isinstance(value, int | float):
        return "-" if value is None else str(value)
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def side_by_side(measured: Measured) -> str:
    names = [each.engine.name for each in measured.built]
    built = [
        (each.engine.index_name, each.articles, each.articles_per_second, each.megabytes)
        for each in {each.engine.index_name: each for each in measured.built}.values()
    ]
    words = [
        (name, len(each.first), each.p50(), each.p95(), each.first_p50(), each.hits)
        for name in names
        if (each := times_of(measured, name, "words"))
    ]
    parts = [
        "Every answer: the first 20 hits, the counts of 8 facets and a histogram of years",
        table(("index", "articles", "indexed/s", "MB"), built),
        FAMILIES["words"][1],
        table(("engine", "questions", "p50 ms", "p95 ms", "first ms", "hits"), words),
        "p50 / p95 in ms by what is asked",
        table(
            ("engine", *FAMILIES),
            [(name, *(_cell(measured, name, each) for each in FAMILIES)) for name in names],
        ),
        "\n".join(f"{name}: {told}" for name, (_, told) in FAMILIES.items()),
        "\n".join(
            [
                *(f"not asked: {name}, {family}: {why}" for (name, family), why in measured.cannot.items()),
                *(f"missing: {name}" for name in measured.missing),
            ]
        ),
    ]
    return "\n\n".join(filter(None, parts))


def _cell(measured: Measured, engine: str, family: str) -> str:
    each = times_of(measured, engine, family)
    return f"{shown(each.p50())} / {shown(each.p95())}" if each else "-"


def against_goals(figures: Mapping[str, float], count: int) -> str:
    """Goals beside what was measured; with fewer articles than they are set for only as a guide."""
    rows = [
        (
            goal.name,
            f"{'>=' if goal.least else '<='} {shown(goal.value)}",
            figures[goal.name],
            "met" if goal.is_met(figures[goal.name]) else "missed",
        )
        for goal in GOALS
        if goal.name in figures
    ]
    about = "" if count >= GOALS_AT else f" (set for {GOALS_AT:,} articles; these are {count:,})"
    return f"Goals{about}\n\n" + table(("figure", "goal", "here", ""), rows)
