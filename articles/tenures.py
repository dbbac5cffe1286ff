"""Who is called by which office, from when to when, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import F, prefetch_related_objects

from .extraction.spans import sentences
from .models import Article, Mention, Office, Person
from .models.articles import ArticleQuerySet

#: Mentions of one office, or offices of one person, that are looked at.
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence, or the whole headline, that words of an article stand in, and where the words are."""

    article: Article
    field: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """`row` is the person who held it, or the office that was held; dates are those of articles."""

    row: Any
    articles: int
    first: date | None
    last: date | None
    passages: tuple[Passage, ...]


def holders(office: Office, articles: ArticleQuerySet, most: int) -> tuple[Tenure, ...]:
    """Who these articles call by it, the latest first. In two queries."""
    return _tenures("person", articles, most, office=office)


def offices_of(person: Person, articles: ArticleQuerySet, most: int) -> tuple[Tenure, ...]:
    """What these articles call a person, the latest first. In two queries."""
    return _tenures("office", articles, most, person=person)


def _tenures(
    by: Literal["person", "office"], articles: ArticleQuerySet, most: int, **target: Any
) -> tuple[Tenure, ...]:
    found: dict[int, list[Mention]] = {}
    mentions = (
        Mention.objects.standing()
        .filter(kind=Mention.Kind.OFFICE, article__in=articles.order_by().values("pk"), **target)
        .select_related(f"{by}__country")
        .annotate(day=F("article__sort_date"))
        .order_by(F("day").asc(nulls_first=True), "article_id", "field", "start")
    )
    for mention in mentions[:MOST_ROWS]:
        found.setdefault(getattr(mention, f"{by}_id"), []).append(mention)
    shown = sorted(found.values(), key=lambda each: (each[-1].day or date.min, len(each)), reverse=True)[
        :most
    ]
    wanted = [_first_and_last(each) for each in shown]
    read = _read(each for places in wanted for each in places)
    return tuple(
        Tenure(
            getattr(each[0], by),
            len({mention.article_id for mention in each}),
            next((mention.day for mention in each if mention.day), None),
            each[-1].day,
            tuple(_passage(place, read[place.article_id]) for place in places),
        )
        for each, places in zip(shown, wanted, strict=True)
    )


def _first_and_last(mentions: list[Mention]) -> list[Mention]:
    """The first dated one and the last; one where both are in the same article."""
    first = next((each for each in mentions if each.day), mentions[0])
    return [first] if first.article_id == mentions[-1].article_id else [first, mentions[-1]]


def _read(places: Iterable[Mention]) -> dict[int, Article]:
    """The articles, with their key points where one of those is a place."""
    places = list(places)
    articles = list(Article.objects.filter(pk__in={place.article_id for place in places}).defer("removed"))
    if any("/" in place.field for place in places):
        prefetch_related_objects(articles, "key_points")
    return {article.pk: article for article in articles}


def _passage(place: Mention, article: Article) -> Passage:
    text, start, end = article.text, place.start, place.end
    if place.field == "text":
        bounds = (each for each in sentences(text) if each[0] <= start < each[1])
        start, end = next(bounds, (start, end))
        text = text[start:end]
    else:
        text = (
            article.span_fields().get(place.field, "") if "/" in place.field else _line(article, place.field)
        )
    return Passage(article, place.field, place.start, place.end, text)


def _line(article: Article, field: str) -> str:
    return str(getattr(article, {"dateline": "dateline_text"}.get(field, field), ""))
