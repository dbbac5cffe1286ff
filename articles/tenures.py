"""Who is called by which office, from when to when, and the sentences that say so.

An office or a person may be called so in twenty thousand places: the database groups them, and only the
first and the last place of what is shown are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import CharField, Count, F, Max, Min, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Cast, Concat

from .extraction.spans import sentences
from .models import Article, Mention, Office, Person

By = Literal["person", "office"]


@dataclass(frozen=True, slots=True)
class Tenure:
    """`row` is the person who held it, or the office that was held; dates are those of articles.

    `places` are where the first and the last article say so.
    """

    row: Any
    articles: int
    first: date | None
    last: date | None
    places: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Tenures:
    """A page of them, the latest first; `total` is how many there are."""

    shown: tuple[Tenure, ...]
    total: int
    page: int


def holders(office: Office, most: int, page: int = 1) -> Tenures:
    """Who published articles call by it. In two queries."""
    return _tenures("person", most, page, office=office)


def offices_of(person: Person, most: int, page: int = 1) -> Tenures:
    """What published articles call a person. In two queries."""
    return _tenures("office", most, page, person=person)


def _tenures(by: By, most: int, page: int, **target: Any) -> Tenures:
    called = Mention.objects.standing().filter(kind=Mention.Kind.OFFICE, office__isnull=False, **target)
    grouped = _grouped(by, called)
    page = min(max(1, page), max(1, -(-len(grouped) // most)))
    shown = {row[by]: row for row in grouped[(page - 1) * most : page * most]}
    places = _places(by, called, {key: _first_and_last(row) for key, row in shown.items()})
    made = tuple(_tenure(by, row, places[key]) for key, row in shown.items() if key in places)
    return Tenures(made, len(grouped), page)


def _grouped(by: By, called: QuerySet) -> Sequence[dict[str, Any]]:
    """Each with how many articles say so, and which are the first dated one and the last: `2019-03-04/17`."""
    dated = Q(article__sort_date__isnull=False)
    day_and_article = Concat(
        Cast("article__sort_date", CharField()), Value("/"), Cast("article", CharField())
    )
    return list(
        called.filter(article__status=Article.Status.PUBLISHED)
        .order_by()
        .values(by)
        .annotate(
            articles=Count("article", distinct=True),
            earliest=Min(day_and_article, filter=dated),
            latest=Max(day_and_article, filter=dated),
            greatest=Max("article"),
        )
        .order_by(F("latest").desc(nulls_last=True), "-articles", by)
    )


def _first_and_last(row: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of the first and the last article; one where they are the same."""
    if row["latest"] is None:
        return (row["greatest"],)
    ends = (int(row[end].rpartition("/")[2]) for end in ("earliest", "latest"))
    return tuple(dict.fromkeys(ends))


def _places(
    by: By, called: QuerySet, wanted: Mapping[int, tuple[int, ...]]
) -> dict[int, tuple[Mention, ...]]:
    """The first place in each of the articles that are wanted of somebody, or of an office."""
    if not wanted:
        return {}
    rows = (
        called.filter(
            **{f"{by}__in": list(wanted)}, article__in={each for pair in wanted.values() for each in pair}
        )
        .select_related(f"{by}__country")
        .order_by("field", "start")
    )
    first: dict[tuple[int, int], Mention] = {}
    for mention in rows:
        first.setdefault((getattr(mention, f"{by}_id"), mention.article_id), mention)
    found = {
        key: tuple(first[key, article] for article in articles if (key, article) in first)
        for key, articles in wanted.items()
    }
    return {key: places for key, places in found.items() if places}


def _tenure(by: By, row: Mapping[str, Any], places: tuple[Mention, ...]) -> Tenure:
    first, last = (
        date.fromisoformat(day[:10]) if (day := row[end]) else None for end in ("earliest", "latest")
    )
    return Tenure(getattr(places[0], by), row["articles"], first, last, places)


def read_key_points(places: Iterable[Mention], articles: Mapping[int, Article]) -> None:
    """Beside the articles that have one of these places in a key point. A query where there is any."""
    listed = {
        articles[each.article_id] for each in places if "/" in each.field and each.article_id in articles
    }
    if listed:
        prefetch_related_objects(list(listed), "key_points")


def sentence(place: Mention, article: Article) -> str:
    """The sentence, or the whole headline, that the words stand in."""
    if place.field == "text":
        bounds = (each for each in sentences(article.text) if each[0] <= place.start < each[1])
        start, end = next(bounds, (place.start, place.end))
        return article.text[start:end]
    if "/" in place.field:
        return article.span_fields().get(place.field, "")
    return _line(article, place.field)


def _line(article: Article, field: str) -> str:
    return str(getattr(article, {"dateline": "dateline_text"}.get(field, field), ""))
