"""Years, months and days with how many articles each has, and the way to the next that has any."""

from __future__ import annotations

from calendar import Calendar, day_name, month_name, monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from articles import browsing
from articles.addresses import address_of
from articles.coverage import Years, by_year
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.selections import everything, survey

from .dates import day_words, month_words
from .links import Column, CountedLink, Link, columns
from .panels import articles_words

#: A calendar page begins its weeks on Monday, as ISO 8601 does.
WEEKDAYS = tuple((name, name[:2]) for name in day_name)


#: A year that has every day.
_LEAP = 2000
#: A row of bars with more years than this would be a row of hairs.
MOST_YEARS = 80


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a month; `number` is 0 outside the month, `url` empty on a day without articles."""

    number: int
    count: int = 0
    url: str = ""
    label: str = ""
    level: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years as cells; `number` of a cell is the year."""

    label: str
    years: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year's calendar; `url` is empty where it has no article."""

    words: str
    url: str
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The nearest period with articles on either side."""

    previous: Link | None
    next: Link | None


def years(counts: Mapping[int, int]) -> tuple[Column, ...]:
    """Every year from the first to the last that has articles, so that gaps are seen as gaps.

    Over a longer time than a row of bars can show, only the years that have articles.
    """
    if not counts:
        return ()
    shown = range(min(counts), max(counts) + 1)
    if len(shown) > MOST_YEARS:
        shown = sorted(counts)
    return columns(
        [
            CountedLink(str(year), address_of("year", year) if year in counts else "", counts.get(year, 0))
            for year in shown
        ]
    )


def counted_years() -> Years:
    """How many articles each year has."""
    return by_year(survey(everything(), {"year": None}, size=1))


@dataclass(frozen=True, slots=True)
class DayOfYears:
    words: str
    years: tuple[CountedLink, ...]
    steps: Steps


def decades(counts: Mapping[int, int]) -> tuple[Decade, ...]:
    """The decades that have articles, the latest first, their years shaded by how many."""
    most = max(counts.values(), default=0)
    return tuple(
        Decade(
            f"{decade}s",
            tuple(
                Day(
                    year,
                    counts.get(year, 0),
                    address_of("year", year) if year in counts else "",
                    f"{year}: {articles_words(counts.get(year, 0))}",
                    _level(counts.get(year, 0), most),
                )
                for year in range(max(1, decade), decade + 10)
            ),
        )
        for decade in sorted({year // 10 * 10 for year in counts}, reverse=True)
    )


def year_of_months(year: int) -> tuple[Month, ...]:
    """All days of a year, shaded by how many articles each has beside the fullest. One query."""
    counts = browsing.by_day_of(year)
    most = max(counts.values(), default=0)
    with_days = {day.month for day in counts}
    return tuple(
        Month(
            month_name[month],
            address_of("month", year, month) if month in with_days else "",
            tuple(
                tuple(
                    _day(year, month, number, counts.get(date(year, month, number), 0) if number else 0, most)
                    for number in week
                )
                for week in Calendar().monthdayscalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )


def months(year: int) -> tuple[Column, ...]:
    counts = browsing.by_month(year)
    return columns(
        [
            CountedLink(
                month_name[month],
                address_of("month", year, month) if month in counts else "",
                counts.get(month, 0),
            )
            for month in range(1, 13)
        ],
        short=3,
    )


def weeks(year: int, month: int, current: int = 0) -> tuple[tuple[Day, ...], ...]:
    counts = browsing.by_day(year, month)
    most = max(counts.values(), default=0)
    return tuple(
        tuple(_day(year, month, number, counts.get(number, 0), most, number == current) for number in week)
        for week in Calendar().monthdayscalendar(year, month)
    )


def _day(year: int, month: int, number: int, count: int, most: int, current: bool = False) -> Day:
    if not number:
        return Day(0)
    words = f"{number} {month_name[month]}"
    url = address_of("day", year, month, number) if count else ""
    return Day(number, count, url, f"{words}: {articles_words(count)}", _level(count, most), current)


def _level(count: int, most: int) -> int:
    """A shade from 1 to 3, 0 for nothing."""
    level = 0 if not count else 1 + (3 * count - 1) // most if most > 1 else 1
    return min(level, 3)


def day_of_years(month: int, day: int) -> DayOfYears:
    """One day of the year: the same day of other years, and the days before and after."""
    this = date(_LEAP, month, day)
    return DayOfYears(
        f"{day} {month_name[month]}",
        tuple(
            CountedLink(str(year), address_of("day", year, month, day), count)
            for year, count in browsing.on_this_day(month, day).items()
        ),
        Steps(_day_of_years_link(this - timedelta(1)), _day_of_years_link(this + timedelta(1))),
    )


def today_in_years() -> Link:
    return _day_of_years_link(localdate())


def _day_of_years_link(day: date) -> Link:
    return Link(f"{day.day} {month_name[day.month]}", address_of("day_of_years", day.month, day.day))


def year_steps(year: int) -> Steps:
    return _steps(Article.objects.published(), date(year, 1, 1), date(year, 12, 31), _year_link)


def month_steps(year: int, month: int) -> Steps:
    last = date(year, month, monthrange(year, month)[1])
    return _steps(
        browsing.dated_to_the_month(Article.objects.published()), date(year, month, 1), last, _month_link
    )


def day_steps(day: date) -> Steps:
    return _steps(browsing.dated_to_the_day(Article.objects.published()), day, day, _day_link)


def _steps(articles: ArticleQuerySet, first: date, last: date, link: Callable[[date], Link]) -> Steps:
    before, after = browsing.neighbor_days(articles, first, last)
    return Steps(link(before) if before else None, link(after) if after else None)


def _year_link(day: date) -> Link:
    return Link(str(day.year), address_of("year", day.year))


def _month_link(day: date) -> Link:
    return Link(month_words(day.year, day.month), address_of("month", day.year, day.month))


def _day_link(day: date) -> Link:
    return Link(day_words(day), address_of("day", day.year, day.month, day.day))
