"""Rounds and meetings with what each published article tells of them, read as plain rows.

A dialogue that the press follows closely has thousands of reports. Which of them disagree is
found in what they say, a few words each; an article is read only when a page leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from .models import Article, Country, Event, EventReport, EventSeries, Mention

#: Chairs of one round that are told; articles of many rounds name many.
_CHAIRS = 3


class Told(NamedTuple):
    """What one article says of one event: a tuple, for there are thousands."""

    event: int
    article: int
    date: str
    place: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event with its reports, those of the earliest article first."""

    number: int
    name: str
    type: str
    date: str
    ordinal: int | None
    series: tuple[str, str] | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article names an event."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    slug: str


def of_series(series: EventSeries) -> tuple[Happening, ...]:
    return _read(EventReport.objects.filter(event__series=series))


def between(first: Country, second: Country) -> tuple[Happening, ...]:
    """Rounds of the dialogues of these two, and other events that both took part in."""
    return _read(EventReport.objects.filter(event_of(first, second)))


def event_of(first: Country, second: Country, path: str = "event") -> Q:
    """Reports of events between two countries. As two sets of numbers, which databases look up by index."""
    taking_part = Event.countries.through.objects
    both = taking_part.filter(
        country=first, event__in=taking_part.filter(country=second).values("event")
    ).values("event")
    rounds = Event.objects.filter(series__first=first, series__second=second).order_by().values("pk")
    return Q(**{f"{path}__in": rounds}) | Q(**{f"{path}__in": both})


def _read(reports: QuerySet) -> tuple[Happening, ...]:
    """One query, however many there are."""
    rows = (
        reports.filter(article__status=Article.Status.PUBLISHED)
        .order_by("event__series__name", "event__ordinal", "event", "article__sort_date", "article")
        .values_list(
            *("event", "article", "date", "place"),
            *("event__name", "event__type", "event__date", "event__ordinal"),
            *("event__series__name", "event__series__slug"),
        )
    )
    return tuple(_happening(list(group)) for _, group in groupby(rows, key=lambda row: row[0]))


def _happening(rows: list[tuple[Any, ...]]) -> Happening:
    number, _, _, _, name, kind, day, ordinal, series, slug = rows[0]
    told = tuple([Told._make(row[:4]) for row in rows])
    return Happening(number, name, kind, day, ordinal, (series, slug) if slug else None, told)


def chairs_of(events: Collection[int]) -> dict[int, tuple[Person, ...]]:
    """Who chaired, as most articles say it, by the number of the event."""
    if not events:
        return {}
    rows = (
        EventReport.chairs.through.objects.filter(
            eventreport__event__in=events, eventreport__article__status=Article.Status.PUBLISHED
        )
        .order_by()
        .values("eventreport__event", "person__name", "person__slug")
        .annotate(times=Count("pk"))
        .order_by("-times", "person__name", "person__slug")
        .values_list("eventreport__event", "person__name", "person__slug")
    )
    found: defaultdict[int, list[Person]] = defaultdict(list)
    for event, name, slug in rows:
        if len(found[event]) < _CHAIRS:
            found[event].append(Person(name, slug))
    return {event: tuple(people) for event, people in found.items()}


def places_of(told: Iterable[Told]) -> dict[tuple[int, int], Place]:
    """Where these articles name these events first; the words of the text before those of a headline."""
    wanted = {(each.event, each.article) for each in told}
    if not wanted:
        return {}
    rows = (
        Mention.objects.standing()
        .filter(event__in={event for event, _ in wanted}, article__in={article for _, article in wanted})
        .order_by()
        .values_list("event", "article", "field", "start", "end")
    )
    found: dict[tuple[int, int], Place] = {}
    for event, article, *words in sorted(rows, key=lambda row: (row[2] != "text", row[3])):
        if (event, article) in wanted:
            found.setdefault((event, article), Place(*words))
    return found


def articles_of(numbers: Iterable[int]) -> dict[int, Article]:
    """What a link to an article and its date need. The text is what one without a title is called by."""
    wanted = set(numbers)
    published = Article.objects.published().defer("removed")
    return published.in_bulk(wanted) if wanted else {}


def lately_reported(numbers: Collection[int]) -> list[dict[str, Any]]:
    """Dated events that these articles report, the latest first."""
    rows = (
        EventReport.objects.filter(
            article__in=numbers,
            article__status=Article.Status.PUBLISHED,
            event__happened_on__isnull=False,
        )
        .order_by()
        .values(
            *("event", "event__name", "event__ordinal", "event__date", "event__place"),
            *("event__series__name", "event__series__slug"),
        )
        .annotate(articles=Count("article"), day=F("event__happened_on"))
        .order_by("-day", "event")
    )
    return list(rows)
