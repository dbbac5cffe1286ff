"""How often the rules are right, as `make evaluate` measured it and wrote it beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).with_name("measured.json")
_PAGES, _REPORTS, _SHORT = "Whole pages", "Reports from every continent", "Single paragraphs"
#: What a table of the evaluation counts, in words for readers. The rest of it is for programmers.
_LINES = (
    ("countries", "all stories", "Countries"),
    ("quotes", "direct quotes found", "Quotations"),
    ("quotes", "speaker, of found", "Speakers"),
)
_RULE = "rule: "


@dataclass(frozen=True, slots=True)
class Figure:
    """Of `labeled` facts that a person marked in some texts, how many were found; of those found, how many
    are right."""

    texts: str
    name: str
    labeled: int
    precision: float
    recall: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Of the facts of a kind that a rule found, how many are right."""

    kind: str
    name: str
    found: int
    precision: float


@dataclass(frozen=True, slots=True)
class Measured:
    figures: tuple[Figure, ...]
    rules: tuple[Rule, ...]


def published(figures: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Of all that an evaluation measured, what readers are told."""
    reports = figures.get("stories", {})
    return {"figures": list(_figures(figures, reports)), "rules": list(_rules(reports))}


def _figures(figures: dict[str, Any], reports: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, row in figures.get("found", {}).items():
        yield _figure(_PAGES, name, row["labeled"], row)
    for name, row in reports.items():
        if not name.startswith(_RULE):
            yield _figure(_REPORTS, name, row["n"], row)
    for table, line, name in _LINES:
        if row := figures.get(table, {}).get(line):
            yield _figure(_SHORT, name, row["n"], row)


def _figure(texts: str, name: str, labeled: int, row: dict[str, Any]) -> dict[str, Any]:
    shares = {
        share: None if row.get(share) is None else round(row[share], 3) for share in ("precision", "recall")
    }
    return {"texts": texts, "name": name[:1].upper() + name[1:], "labeled": labeled} | shares


def _rules(reports: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for line, row in reports.items():
        if line.startswith(_RULE):
            kind, _, name = line.removeprefix(_RULE).partition(", ")
            yield {"kind": kind, "name": name, "found": row["n"], "precision": round(row["precision"], 3)}


@cache
def measured() -> Measured:
    told = json.loads(WRITTEN.read_text(encoding="utf-8"))
    return Measured(
        tuple(Figure(**row) for row in told["figures"]), tuple(Rule(**row) for row in told["rules"])
    )
