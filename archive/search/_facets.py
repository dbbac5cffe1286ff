"""Counting what the hits of a search have in common.

All counts are exact: every hit is counted, by lists that hold each document's
values. Dates are counted by bounds that are worked out once.
"""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Final

from haystack.exceptions import FacetingError
from whoosh.util.times import datetime_to_long

from ._schema import Layout, as_datetime
from ._snapshot import Snapshot

#: Bars of one date facet. More cannot be shown, and a gap of a second over a
#: century would never end.
MOST_GAPS: Final = 10_000
_LATEST: Final = as_datetime(date.max)


def count_values(
    snapshot: Snapshot, layout: Layout, docs: Collection[int], name: str, options: Mapping[str, Any]
) -> list[tuple[Any, int]]:
    """Each value with the number of hits that have it, most frequent first.

    Options are those of Solr and Elasticsearch: `limit` (or `size`) and `mincount`.
    """
    plan = layout.plans.get(name)
    if plan is None:
        return []
    if plan.exact:
        plan = layout.plans[plan.exact]
    counts: Counter[Any]
    if plan.kind in ("number", "datetime"):
        numbers = snapshot.numbers(plan.name)
        read = snapshot.schema[plan.name].from_column_value
        counted = Counter(numbers[doc] for doc in docs)
        counts = Counter({read(number): count for number, count in counted.items() if number is not None})
        if plan.day_only:
            counts = Counter({moment.date(): count for moment, count in counts.items()})
    else:
        values = snapshot.values(plan.name)
        counts = Counter(chain.from_iterable(map(values.__getitem__, docs)))
        if plan.kind == "boolean":
            counts = Counter({value == "t": count for value, count in counts.items()})
    least = int(options.get("mincount", 1))
    limit = options.get("limit", options.get("size"))
    ordered = sorted(((value, count) for value, count in counts.items() if count >= least), key=_by_count)
    return ordered if limit is None or int(limit) < 0 else ordered[: int(limit)]


def _by_count(item: tuple[Any, int]) -> tuple[int, Any]:
    return -item[1], item[0]


def count_dates(
    numbers: Sequence[int | None], docs: Collection[int], details: Mapping[str, Any]
) -> list[tuple[datetime, int]]:
    """The start of each gap from `start_date` up to `end_date` with its number of hits, zeros included."""
    start, end = as_datetime(details["start_date"]), as_datetime(details["end_date"])
    starts = _starts(start, end, details["gap_by"], int(details.get("gap_amount", 1)))
    bounds = [datetime_to_long(each) for each in starts]
    last = datetime_to_long(end)
    counts = [0] * len(bounds)
    for doc in docs:
        number = numbers[doc]
        if number is not None and bounds and bounds[0] <= number < last:
            counts[bisect_right(bounds, number) - 1] += 1
    return list(zip(starts, counts, strict=True))


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
