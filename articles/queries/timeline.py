"""When what was found was published: periods of one length, from years down to days.

A period that was asked for is cut so that it shows more than one bar: years over a long time,
months over three years, days over two months. Over one day there is nothing to cut. Without
such bounds the hits decide, from the first to the last.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from .asking import SearchRequest

#: A histogram of at most this many months is drawn by month, a longer one by year.
MOST_MONTHS: Final = 36
#: One of at most this many days is drawn by day: two months, or what a reader chose of about that.
MOST_DAYS: Final = 62

Length = Literal["year", "month", "day"]
Counts = Mapping[str, Sequence[tuple[Any, int]]]

#: The field of the index that is counted for periods of a length.
_FIELDS: Final[Mapping[Length, str]] = {"year": "year", "month": "month", "day": "published"}


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day, cut to what was asked for. `short` is its label beside its neighbors."""

    label: str
    short: str
    start: date
    end: date
    length: Length


def fields_of(request: SearchRequest) -> tuple[str, ...]:
    """What has to be counted for the bars of a request."""
    return (_FIELDS["day" if _by_day(request) else "month"],)


def periods_of(request: SearchRequest, counted: Iterable[Counts]) -> tuple[Period, ...]:
    """The bars over these counts, side by side; none where one would say nothing."""
    first_day, last_day = request.from_date, request.to_date
    if first_day and last_day and _by_day(request):
        return tuple(_days(first_day, last_day)) if first_day != last_day else ()
    months = [_number(month) for counts in counted for month, _ in counts.get("month", ())]
    if not months:
        return ()
    first, last = _asked_months(request) or (min(months), max(months))
    if last - first < MOST_MONTHS:
        return tuple(_months(request, first, last))
    return tuple(_years(request, min(months) // 12, max(months) // 12))


def counted_in(periods: Sequence[Period], counts: Counts) -> tuple[int, ...]:
    """The number of hits in each of these periods, which are of one length."""
    if not periods:
        return ()
    length = periods[0].length
    if length == "day":
        days = dict(counts.get("published", ()))
        return tuple(days.get(period.start, 0) for period in periods)
    cut = 4 if length == "year" else 7
    held: dict[str, int] = {}
    for month, count in counts.get("month", ()):
        held[month[:cut]] = held.get(month[:cut], 0) + count
    return tuple(held.get(period.start.isoformat()[:cut], 0) for period in periods)


def month_ends(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _by_day(request: SearchRequest) -> bool:
    first, last = request.from_date, request.to_date
    return first is not None and last is not None and (last - first).days < MOST_DAYS


def _asked_months(request: SearchRequest) -> tuple[int, int] | None:
    first, last = request.from_date, request.to_date
    if first is None or last is None:
        return None
    months = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return months if months[1] - months[0] < MOST_MONTHS else None


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _days(first: date, last: date) -> Iterator[Period]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        label = f"{day.day} {calendar.month_abbr[day.month]} {day.year}"
        yield Period(label, str(day.day), day, day, "day")


def _months(request: SearchRequest, first: int, last: int) -> Iterator[Period]:
    for number in range(first, last + 1):
        year, month = number // 12, number % 12 + 1
        name = calendar.month_abbr[month]
        short = name if first // 12 == last // 12 else f"{name} {year}"
        yield Period(f"{name} {year}", short, *_within(request, *month_ends(year, month)), "month")


def _years(request: SearchRequest, first: int, last: int) -> Iterator[Period]:
    for year in range(first, last + 1):
        yield Period(str(year), str(year), *_within(request, date(year, 1, 1), date(year, 12, 31)), "year")


def _within(request: SearchRequest, start: date, end: date) -> tuple[date, date]:
    return max(start, request.from_date or start), min(end, request.to_date or end)
