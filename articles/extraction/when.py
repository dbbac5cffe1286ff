"""Dates named in a text, as ISO 8601 at the precision that is known.

A general date parser turns "April 27-28, 2025" into the year 2028 and "March 2022" into an invented
day; here a date is only what the words and the article's own day give: "on Friday" is the Friday on or
before publication, "January 30" the latest such day, "last November" a month, "in 2015" a year. What
would need a day that is not known (a weekday in an undated article) gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from articles.drafts import Published

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(_MONTHS, 1)
}
_MONTH_NUMBERS["sept"] = 9
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

_MONTH = (
    r"(?P<month{0}>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_UNTIL = r"(?:\s?[-–—&]\s?[0-3]?\d(?:st|nd|rd|th)?|\s(?:to|and)\s[0-3]?\d(?:st|nd|rd|th)?(?=\s))?"
_DAY = r"(?P<day{0}>[0-3]?\d)(?:st|nd|rd|th)?" + _UNTIL
_YEAR = r"(?P<year{0}>(?:19|20)\d\d)\b"
_DATE = re.compile(
    r"\b(?:"
    rf"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b"
    rf"|{_DAY.format(1)}(?:\s(?:of\s)?){_MONTH.format(1)}(?:,?\s{_YEAR.format(1)})?"
    rf"|{_MONTH.format(2)}\s{_DAY.format(2)}\b(?!:)(?:,?\s{_YEAR.format(2)})?"
    rf"|(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s)?{_MONTH.format(3)}(?:,?\s{_YEAR.format(3)})?"
    rf"|(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Pp]ast)\s)?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
    rf"|(?P<relative>[Tt]oday|[Yy]esterday|[Tt]omorrow)\b"
    rf"|(?P<turn>[Ll]ast|[Tt]his|[Nn]ext)\s(?P<unit>month|year)\b"
    rf"|(?:[Ii]n|[Bb]y|[Ss]ince|[Dd]uring|[Oo]f)\s{_YEAR.format(4)}"
    r")"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|during|by|of|until|from|early|late|mid|between|and|to)[\s-]$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as the text names it: `iso` is a day, a month or a year; `end` the offset after it."""

    start: int
    end: int
    iso: str
    rule: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day an article speaks from; without one only full dates are read."""

    day: date | None

    @classmethod
    def of(cls, published: Published) -> Anchor:
        if published.precision in ("month", "year"):
            return cls(None)
        return cls(published.date)


def find_dates(text: str, start: int, end: int, anchor: Anchor, *, future: bool = False) -> Iterator[When]:
    """Dates between two offsets; `future` when the sentence speaks of what is still to come."""
    for match in _DATE.finditer(text, start, end):
        found = _resolve(text, match, anchor.day, future)
        if found is not None:
            yield When(match.start(), match.end(), *found)


def _resolve(text: str, match: re.Match[str], today: date | None, future: bool) -> tuple[str, str] | None:
    if match["iso"]:
        return (match["iso"], "iso-date") if _exists(match["iso"]) else None
    for part in ("1", "2"):
        if match["day" + part]:
            return _day(match["day" + part], match["month" + part], match["year" + part], today, future)
    if match["month3"]:
        return _month(text, match, today, future)
    if match["weekday"]:
        return _weekday(match["weekday"], match["near"], today, future)
    if match["relative"]:
        return _relative(match["relative"].lower(), today)
    if match["turn"]:
        return _turn(match["turn"].lower(), match["unit"], today)
    return (match["year4"], "year") if match["year4"] else None


def _exists(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _number(month: str) -> int:
    return _MONTH_NUMBERS[month.lower().rstrip(".")]


def _day(day: str, month: str, year: str | None, today: date | None, future: bool) -> tuple[str, str] | None:
    if year:
        iso = f"{year}-{_number(month):02}-{int(day):02}"
        return (iso, "full-date") if _exists(iso) else None
    if today is None:
        return None
    years = (today.year, today.year + 1) if future else (today.year, today.year - 1)
    for candidate in years:
        iso = f"{candidate}-{_number(month):02}-{int(day):02}"
        if _exists(iso) and (
            date.fromisoformat(iso) >= today if future else date.fromisoformat(iso) <= today
        ):
            return iso, "day-of-year"
    return None


def _month(text: str, match: re.Match[str], today: date | None, future: bool) -> tuple[str, str] | None:
    month = _number(match["month3"])
    if match["year3"]:
        return f"{match['year3']}-{month:02}", "month-and-year"
    which = (match["which"] or "").lower()
    before = text[max(0, match.start() - 9) : match.start()]
    if today is None or not (which or _BEFORE_MONTH.search(before)):
        return None
    year = today.year
    if which == "next" or (future and not which):
        year += month < today.month
    elif which == "this":
        pass
    elif month > today.month or (which == "last" and month == today.month):
        year -= 1
    return f"{year}-{month:02}", "month-of-year"


def _weekday(name: str, near: str | None, today: date | None, future: bool) -> tuple[str, str] | None:
    if today is None:
        return None
    wanted, near = _WEEKDAYS.index(name.lower()), (near or "").lower()
    if near in ("next", "coming") or (future and not near):
        ahead = (wanted - today.weekday()) % 7 or (7 if near else 0)
        return (today + timedelta(days=ahead)).isoformat(), "weekday-ahead"
    back = (today.weekday() - wanted) % 7 or (7 if near in ("last", "past") else 0)
    try:
        return (today - timedelta(days=back)).isoformat(), "weekday"
    except OverflowError:
        return None


def _relative(word: str, today: date | None) -> tuple[str, str] | None:
    if today is None:
        return None
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    try:
        return (today + timedelta(days=shift)).isoformat(), "relative-day"
    except OverflowError:
        return None


def _turn(which: str, unit: str, today: date | None) -> tuple[str, str] | None:
    if today is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return f"{today.year + shift:04}", "relative-year"
    month = today.year * 12 + today.month - 1 + shift
    return f"{month // 12:04}-{month % 12 + 1:02}", "relative-month"
