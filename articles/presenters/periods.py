"""Where a reader stands in time: the periods around what is chosen, and those before and after it."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.queries import month_ends

from .dates import day_words, month_words, short_day
from .links import Link

#: The address of the same page over other days, or over all time.
Address = Callable[[date | None, date | None], str]


@dataclass(frozen=True, slots=True)
class Trail:
    """`around` leads outwards from all time on; `current` is what is chosen."""

    around: tuple[Link, ...]
    current: str
    earlier: Link | None = None
    later: Link | None = None


@dataclass(frozen=True, slots=True)
class _Whole:
    """A year, month or day as a whole."""

    name: str
    in_full: str
    start: date
    end: date


def trail(first: date | None, last: date | None, address: Address) -> Trail | None:
    """None where no days are chosen."""
    if first is None and last is None:
        return None
    around = [Link("Any time", address(None, None))]
    wholes = _wholes(first, last) if first and last else []
    for whole in wholes:
        if (whole.start, whole.end) == (first, last):
            return Trail(tuple(around), whole.name, *_neighbors(whole, address))
        around.append(Link(whole.name, address(whole.start, whole.end)))
    return Trail(tuple(around), _days_words(first, last))


def _wholes(first: date, last: date) -> list[_Whole]:
    """The year, month and day that hold all of these days, the largest first."""
    held = []
    if first.year == last.year:
        held.append(_year(first.year))
        if first.month == last.month:
            held.append(_month(first.year, first.month))
            if first == last:
                held.append(_day(first))
    return held


def _year(year: int) -> _Whole:
    return _Whole(str(year), str(year), date(year, 1, 1), date(year, 12, 31))


def _month(year: int, month: int) -> _Whole:
    return _Whole(month_name[month], month_words(year, month), *month_ends(year, month))


def _day(day: date) -> _Whole:
    return _Whole(str(day.day), day_words(day), day, day)


def _neighbors(whole: _Whole, address: Address) -> tuple[Link | None, Link | None]:
    """The periods of the same length before and after; there is none beyond the calendar's ends."""

    def alike(day: date) -> Link:
        if whole.start == whole.end:
            other = _day(day)
        elif whole.end.month == whole.start.month:
            other = _month(day.year, day.month)
        else:
            other = _year(day.year)
        return Link(other.in_full, address(other.start, other.end))

    earlier = None if whole.start == date.min else alike(whole.start - timedelta(days=1))
    later = None if whole.end == date.max else alike(whole.end + timedelta(days=1))
    return earlier, later


def _days_words(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{short_day(first)} – {short_day(last)}"
    return f"from {short_day(first)}" if first else f"until {short_day(last)}" if last else ""
