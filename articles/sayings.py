"""What somebody is quoted as saying, in the latest articles first.

A minister is quoted in thirty thousand places. To put all of them in the order of their articles
takes long, so the latest articles, whose numbers a page has already, are looked through before
the others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from .models import Article, Country, Organization, Person, Quote

_COLUMNS: Final = ("article", "text", "field", "start", "end")


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation, by whom where that was asked for."""

    article: int
    text: str
    field: str
    start: int
    end: int
    name: str = ""
    slug: str = ""
    side: str = ""


def _whole() -> QuerySet:
    return Quote.objects.filter(stale=False).exclude(kind=Quote.Kind.PARTIAL).order_by()


def by(
    speaker: Person | Organization, latest: Sequence[int], most: int, *, there_are_more: bool
) -> list[Said]:
    """The latest that somebody said. One query, and one more where the `latest` articles are not enough."""
    name = "speaker" if isinstance(speaker, Person) else "speaking_organization"
    # An expression keeps a database off an index: here off all that the speaker said, below off all articles.
    near = _whole().filter(article__in=latest).annotate(who=Coalesce(name, Value(0))).filter(who=speaker.pk)
    found = _in_order((Said(*row) for row in near.values_list(*_COLUMNS)), latest)[:most]
    if len(found) == most or not there_are_more:
        return found
    everything = (
        _whole()
        .filter(**{name: speaker})
        .annotate(
            status=Coalesce("article__status", Value("")),
            day=Coalesce("article__sort_date", Value(date.min)),
        )
        .filter(status=Article.Status.PUBLISHED)
        .order_by("-day", "-article", "start")
    )
    return [Said(*row) for row in everything.values_list(*_COLUMNS)[:most]]


def by_sides(sides: Iterable[Country], latest: Sequence[int]) -> list[Said]:
    """What people of these countries say in these articles, the latest first. One query."""
    rows = (
        _whole()
        .filter(article__in=latest)
        .annotate(side=Coalesce("speaker__country", Value("")))
        .filter(side__in=[country.pk for country in sides])
        .values_list(*_COLUMNS, "speaker__name", "speaker__slug", "side")
    )
    return _in_order((Said(*row) for row in rows), latest)


def _in_order(said: Iterable[Said], articles: Sequence[int]) -> list[Said]:
    place: dict[int, Any] = {number: index for index, number in enumerate(articles)}
    return sorted(said, key=lambda each: (place[each.article], each.field != "text", each.start))
