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

from ._flat import Array
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

    `distinct` is how many values there are, shown or not.
    """

    distinct: int = 0


def count_values(
    snapshot: Snapshot, layout: Layout, docs: Array, name: str, options: Mapping[str, Any]
) -> Counts:
    """Each value with the number of hits that have it, most frequent first.

    Options are those of Solr and Elasticsearch, `limit` (or `size`) and `mincount`,
    and `also`: values that are told of whatever their rank.
    """
    plan = layout.plans.get(name)
    if plan is None:
        return Counts()
    if plan.exact:
        plan = layout.plans[plan.exact]
    limit = options.get("limit", options.get("size"))
    most = None if limit is None or int(limit) < 0 else int(limit)
    least = int(options.get("mincount", 1))
    if plan.kind in ("number", "datetime"):
        return _counted_numbers(snapshot, plan, docs, most, least)
    counts = snapshot.counted(plan.name, docs)
    ordinals = snapshot.ordinals(plan.name)
    counts[0] = 0
    present = np.flatnonzero(counts >= max(least, 1))
    kept = _most_frequent(counts[present], ordinals.ranks[present], most)
    made = Counts()
    made.distinct = len(present)
    read: Any = (lambda value: value == "t") if plan.kind == "boolean" else (lambda value: value)
    made += [(read(ordinals.values[number]), int(counts[number])) for number in present[kept].tolist()]
    if also := set(options.get("also", ())) - {value for value, _ in made}:
        numbers = ordinals.of([str(value).encode() for value in sorted(also)]).tolist()
        made += [(ordinals.values[n], int(counts[n]) if n < len(counts) else 0) for n in numbers]
    return made


def _most_frequent(counts: Array, ranks: Array, most: int | None) -> Array:
    """The places of the greatest counts, equal ones in the order of their ranks."""
    if most is not None and most < len(counts):
        if not most:
            return np.zeros(0, np.int64)
        least = np.partition(counts, len(counts) - most)[len(counts) - most]
        held = np.flatnonzero(counts >= least)
        return held[np.lexsort((ranks[held], -counts[held]))][:most]
    return np.lexsort((ranks, -counts))


def _counted_numbers(
    snapshot: Snapshot, plan: FieldPlan, docs: Array, most: int | None, least: int
) -> Counts:
    numbers, counted = np.unique(snapshot.numbers(plan.name)[docs], return_counts=True)
    read = snapshot.schema[plan.name].from_column_value
    made = Counts()
    for number, count in zip(numbers.tolist(), counted.tolist(), strict=True):
        if number != int(MISSING) and count >= least:
            value = read(number)
            made.append((value.date() if plan.day_only else value, count))
    made.sort(key=_by_count)
    made.distinct = len(made)
    if most is not None:
        del made[most:]
    return made


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
