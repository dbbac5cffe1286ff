"""How often the rules are right, as `make evaluate` measured it and wrote it beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).with_name("measured.json")
#: What a table of the evaluation counts, in words for readers. The rest of it is for programmers.
_LINES = (
    ("countries", "all stories", "Countries of short stories"),
    ("quotes", "direct quotes found", "Quotations"),
    ("quotes", "speaker, of found", "Speakers of quotations"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Of `labeled` facts that a person marked, how many were found; of those found, how many are right."""

    name: str
    labeled: int
    precision: float
    recall: float | None


def published(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Of all that an evaluation measured, what readers are told."""
    rows = [
        {"name": name.capitalize(), "labeled": row["labeled"]} | _shares(row)
        for name, row in figures.get("found", {}).items()
    ]
    for table, line, name in _LINES:
        if row := figures.get(table, {}).get(line):
            rows.append({"name": name, "labeled": row["n"]} | _shares(row))
    return rows


def _shares(row: dict[str, Any]) -> dict[str, float | None]:
    return {name: None if row.get(name) is None else round(row[name], 3) for name in ("precision", "recall")}


@cache
def figures() -> tuple[Figure, ...]:
    return tuple(Figure(**row) for row in json.loads(WRITTEN.read_text(encoding="utf-8")))
