"""What the figures may not fall below.

A floor counts what is right under one label file, field by field (and of people,
countries and events one by one), so that a loss in one is not hidden by a gain in
another. It is pinned to the hash of the labels
and of their documents: a floor for other labels says nothing. Raising is free;
lowering, also by changing labels, takes the flag that says so.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from .documents import FieldResult, labeled

FLOORS = Path(__file__).parent / "floors.json"

Floor = dict[str, Any]


def measured(labels: Path, folders: Collection[Path], results: Iterable[FieldResult]) -> Floor:
    right: Counter[str] = Counter()
    for result in results:
        right[result.field] += result.right
        if result.outcome.counts:
            right[f"{result.field}, one by one"] += result.outcome.counts.right
    return {"labels": _fingerprint(labels, folders), "right": dict(right)}


def tabled(path: Path, rows: dict[str, dict[str, float]]) -> Floor:
    """Of a table's lines the figure that sums each up; a rule's precision is published and has no floor."""
    figures = {
        label: round(row.get("F1", row.get("recall", 0.0)), 4)
        for label, row in rows.items()
        if not label.startswith("rule: ")
    }
    return {"labels": hashlib.sha256(path.read_bytes()).hexdigest(), "right": figures}


def _fingerprint(labels: Path, folders: Collection[Path]) -> str:
    digest = hashlib.sha256(labels.read_bytes())
    for name in labeled(labels):
        for folder in folders:
            if (folder / name).exists():
                digest.update((folder / name).read_bytes())
                break
    return digest.hexdigest()


def load(path: Path = FLOORS) -> dict[str, Floor]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def save(floors: dict[str, Floor], path: Path = FLOORS) -> None:
    path.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def falls(corpus: str, now: Floor, floor: Floor | None) -> list[str]:
    """What is below the floor, a sentence each."""
    if floor is None:
        return [f"{corpus}: no floor is set; --raise-floors sets it"]
    if floor["labels"] != now["labels"]:
        return [
            f"{corpus}: the labels or documents are not those the floor was set on; --lower-floors sets it anew"
        ]
    return [
        f"{corpus}: {field}: {now['right'].get(field, 0)} right, the floor is {least}"
        for field, least in floor["right"].items()
        if now["right"].get(field, 0) < least
    ]


def raised(now: Floor, floor: Floor | None) -> Floor:
    """The floor with every gain; a figure below it stays where it was."""
    if floor is None:
        return now
    if floor["labels"] != now["labels"]:
        return floor
    fields = {**floor["right"], **now["right"]}
    best = {field: max(floor["right"].get(field, 0), now["right"].get(field, 0)) for field in fields}
    return {"labels": now["labels"], "right": best}
