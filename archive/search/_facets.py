"""Counting what the hits of a search have in common.

All counts are exact: every hit is counted, by tables that hold the numbers of each
document's values. Only the values that are shown become text again.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from haystack.exceptions import FacetingError
from whoosh.util.times import datetime_to_long

from ._flat import Array, smallest
from ._schema import FieldPlan, Layout, as_datetime
from ._segment import MISSING
from ._snapshot import Snapshot

#: Bars of one date facet. More cannot be shown, and a gap of a second over a
#: century would never end.
MOST_GAPS: Final = 10_000
_LATEST: Final = as_datetime(date.max)

#: Numbers and documents of an index without any.
NO_DATES: Final = (np.zeros(0, np.uint64), np.zeros(0, np.int64))


class Counts(list[tuple[Any, int]]):
    """Values with their numbers of hits, most frequent first.

    `distinct` is how many values there are, shown or not. `beside` are the counts without what
    the search is narrowed by in this facet, where they were asked for: what else could be chosen.
    """

    distinct: int = 0
    beside: Counts | None = None


def count_all(
    snapshot: Snapshot, layout: Layout, docs: Array, asked: Mapping[str, Mapping[str, Any]]
) -> dict[str, Counts]:
    """The values of each facet with the number of hits that have them, most frequent first.

    Options are those of Solr and Elasticsearch, `limit` (or `size`) and `mincount`,
    and two more: `also` are values that are told of whatever their rank, `without` the
    narrowing queries of this facet, which `beside` is counted without. All facets are
    counted in one step.
    """
    plans = {name: plan for name in asked if (plan := _counted_plan(layout, name)) is not None}
    together = tuple(dict.fromkeys(plan.name for plan in plans.values() if not _is_number(plan)))
    counts = snapshot.counted(together, docs) if together else None
    made: dict[str, Counts] = {}
    for name, options in asked.items():
        plan = plans.get(name)
        if plan is None:
            made[name] = Counts()
        elif counts is None or _is_number(plan):
            made[name] = _numbers(snapshot, plan, docs, *_bounds(options))
        else:
            made[name] = _values(snapshot, plan, counts, options)
    return made


def _counted_plan(layout: Layout, name: str) -> FieldPlan | None:
    plan = layout.plans.get(name)
    return layout.plans[plan.exact] if plan is not None and plan.exact else plan


def _is_number(plan: FieldPlan) -> bool:
    return plan.kind in ("number", "datetime")


def _bounds(options: Mapping[str, Any]) -> tuple[int | None, int]:
    """How many values are shown, and how many hits each of them has at least."""
    limit = options.get("limit", options.get("size"))
    most = None if limit is None or int(limit) < 0 else int(limit)
    return most, max(1, int(options.get("mincount", 1)))


def _values(snapshot: Snapshot, plan: FieldPlan, counts: Array, options: Mapping[str, Any]) -> Counts:
    most, least = _bounds(options)
    ordered, _ = snapshot.ordinals.in_order(plan.name)
    mine = counts[ordered]
    present = (mine >= least).nonzero()[0]
    kept = present[_most_frequent(mine[present], most)]
    texts = snapshot.ordinals.values
    made = Counts(zip([texts[n] for n in ordered[kept].tolist()], mine[kept].tolist(), strict=True))
    made.distinct = len(present)
    if also := set(options.get("also", ())) - {value for value, _ in made}:
        held = {texts[number]: int(counts[number]) for number in ordered.tolist() if texts[number] in also}
        made += [(value, held.get(value, 0)) for value in sorted(also)]
    if plan.kind == "boolean":
        made[:] = [(value == "t", count) for value, count in made]
    return made


def _most_frequent(counts: Array, most: int | None) -> Array:
    """The places of the greatest counts; equal ones stay in order."""
    if most is None or most >= len(counts):
        return np.argsort(-counts, kind="stable")
    if not most:
        return np.zeros(0, np.int64)
    least = np.partition(counts, len(counts) - most)[len(counts) - most]
    held = (counts >= least).nonzero()[0]
    return held[np.argsort(-counts[held], kind="stable")][:most]


def _numbers(snapshot: Snapshot, plan: FieldPlan, docs: Array, most: int | None, least: int) -> Counts:
    numbers, codes = snapshot.once(("coded", plan.name), lambda: _coded(snapshot.numbers(plan.name)))
    counted = np.bincount(codes[docs], minlength=len(numbers))
    present = np.flatnonzero(counted >= least)
    read = snapshot.schema[plan.name].from_column_value
    made = Counts()
    for number, count in zip(numbers[present].tolist(), counted[present].tolist(), strict=True):
        if number != int(MISSING):
            value = read(number)
            made.append((value.date() if plan.day_only else value, count))
    made.sort(key=_by_count)
    made.distinct = len(made)
    if most is not None:
        del made[most:]
    return made


def _coded(numbers: Array) -> tuple[Array, Array]:
    """The different numbers in order, and which of them each document has."""
    different, codes = np.unique(numbers, return_inverse=True)
    return different, smallest(codes)


def _by_count(item: tuple[Any, int]) -> tuple[int, Any]:
    return -item[1], item[0]


def count_dates(numbers: Array, docs: Array, details: Mapping[str, Any]) -> list[tuple[datetime, int]]:
    """The start of each gap from `start_date` up to `end_date` with its number of hits, zeros included."""
    start, end = as_datetime(details["start_date"]), as_datetime(details["end_date"])
    starts = _starts(start, end, details["gap_by"], int(details.get("gap_amount", 1)))
    bounds = np.array([*map(datetime_to_long, starts), datetime_to_long(end)], np.uint64)
    # What lies before the first gap or behind the last falls outside, as does what has no date.
    places = np.searchsorted(bounds, numbers[docs], side="right")
    counts = np.bincount(places, minlength=len(starts) + 2)[1:-1]
    return list(zip(starts, counts.tolist(), strict=True))


def _starts(start: datetime, end: datetime, gap: str, amount: int) -> list[datetime]:
    starts: list[datetime] = []
    moment = start
    while moment < end:
        if len(starts) == MOST_GAPS:
            raise FacetingError(
                f"A date facet has at most {MOST_GAPS} gaps; choose a longer one than {amount} {gap}."
            )
        starts.append(moment)
        moment = _later(start, gap, amount * len(starts))
    return starts


def _later(start: datetime, gap: str, count: int) -> datetime:
    """So many gaps after the start. Months keep the day where they can: January 31 to February 28."""
    if gap in ("year", "month"):
        months = start.month - 1 + count * (12 if gap == "year" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        if year > date.max.year:
            return _LATEST
        return start.replace(year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1]))
    try:
        return start + timedelta(**{f"{gap}s": count})
    except OverflowError:
        return _LATEST
