"""Dates as a reader reads them, with how they are known."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from datetime import date

from articles.addresses import address_of
from articles.models import Article

from .links import Link

#: From this confidence on the word is used; below the last one it is "low".
CONFIDENCE_WORDS = ((0.9, "high"), (0.6, "fair"), (0.0, "low"))
PRECISION_WORDS = {
    "minute": "to the minute",
    "day": "to the day",
    "month": "to the month",
    "year": "to the year",
}


@dataclass(frozen=True, slots=True)
class DateLabel:
    """`text` for the reader, `iso` for `<time datetime>`, `note` when it is not simply a printed day."""

    text: str
    iso: str
    note: str = ""


def day_words(day: date) -> str:
    return f"{day.day} {month_name[day.month]} {day.year}"


def month_words(year: int, month: int) -> str:
    return f"{month_name[month]} {year}"


def short_day(day: date) -> str:
    return f"{day.day} {month_name[day.month][:3]} {day.year}"


def partial_date_words(iso: str) -> str:
    """ISO 8601 at any precision ("2022-03", "--02-13") in words; what is no date stays as it is."""
    parts = iso.removeprefix("--").split("-")
    try:
        numbers = [int(part) for part in parts]
        if iso.startswith("--"):
            return f"{numbers[1]} {month_name[numbers[0]]}"
        if len(numbers) == 3:
            return day_words(date(*numbers))
        if len(numbers) == 2:
            return month_words(*numbers)
    except (ValueError, IndexError):
        pass
    return iso


def confidence_words(confidence: float) -> str:
    return next(word for floor, word in CONFIDENCE_WORDS if confidence >= floor)


def date_label(article: Article) -> DateLabel:
    """The date of a line in a list."""
    note = "inferred" if article.published_basis == Article.Basis.INFERRED else ""
    day, precision = article.published_date, article.published_precision
    if day is None:
        return _range_label(article, note)
    if precision == Article.Precision.YEAR:
        return DateLabel(str(day.year), f"{day.year:04d}", note)
    if precision == Article.Precision.MONTH:
        return DateLabel(f"{month_name[day.month][:3]} {day.year}", f"{day:%Y-%m}", note)
    return DateLabel(short_day(day), day.isoformat(), note)


def _range_label(article: Article, note: str) -> DateLabel:
    first, last = article.published_earliest, article.published_latest
    if first is None or last is None:
        return DateLabel("No date", "")
    if (first.year, first.month) == (last.year, last.month):
        return DateLabel(f"{month_name[first.month][:3]} {first.year}", f"{first:%Y-%m}", note)
    if first.year == last.year:
        return DateLabel(str(first.year), f"{first.year:04d}", note)
    return DateLabel(f"{first.year}–{last.year}", "", note)


def full_date_words(article: Article) -> str:
    """The date at the head of an article: never more than is known."""
    day, precision = article.published_date, article.published_precision
    first, last = article.published_earliest, article.published_latest
    if day is None:
        if first is None or last is None:
            return "Date unknown"
        return f"between {day_words(first)} and {day_words(last)}"
    if precision == Article.Precision.YEAR:
        return str(day.year)
    if precision == Article.Precision.MONTH:
        return month_words(day.year, day.month)
    return day_words(day)


def time_words(stated: str) -> str:
    """ "21:52:00+05:30" as "21:52 (UTC+05:30)"; no zone is added where none was printed."""
    clock, sign, zone = stated.partition("+") if "+" in stated else stated.partition("-")
    clock = clock.rsplit("T", 1)[-1]
    if clock.endswith("Z"):
        return f"{clock.rstrip('Z')[:5]} (UTC)"
    if not sign:
        return clock[:5]
    return f"{clock[:5]} (UTC)" if zone in {"00:00", "0000"} else f"{clock[:5]} (UTC{sign}{zone})"


def calendar_link(article: Article) -> Link | None:
    """The page of the calendar an article is filed under, as near as its date is known."""
    day = article.sort_date
    if day is None:
        return Link("articles without a date", address_of("undated"))
    if article.published_precision == Article.Precision.YEAR:
        return Link(str(day.year), address_of("year", day.year))
    if article.published_precision == Article.Precision.MONTH or article.published_date is None:
        return Link(month_words(day.year, day.month), address_of("month", day.year, day.month))
    return Link(day_words(day), address_of("day", day.year, day.month, day.day))
