"""One article with all that ties its facts to its words, read in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Value, prefetch_related_objects

from .extraction.spans import Offsets, sentences
from .models import (
    Article,
    ArticleCountry,
    Comment,
    EventReport,
    Image,
    KeyPoint,
    Mention,
    Person,
    Quote,
    ReceivedDocument,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who took part in an event, maybe in its chair."""

    person: Person
    in_chair: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """`fields` are the strings that spans point into, by name; `sentences` are those of the text.

    `seats` are of each report by its number, chairs first.
    """

    article: Article
    fields: Mapping[str, str]
    sentences: tuple[Offsets, ...]
    key_points: tuple[KeyPoint, ...]
    images: tuple[Image, ...]
    countries: tuple[ArticleCountry, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    statements: tuple[Statement, ...]
    reports: tuple[EventReport, ...]
    seats: Mapping[int, tuple[Seat, ...]]
    comments: tuple[Comment, ...]
    received: tuple[ReceivedDocument, ...]


def gather(article: Article) -> Evidence:
    """What is known of an article. Mentions whose words are gone from the text stay out."""
    prefetch_related_objects([article], "key_points")
    mentions = (
        article.mentions.standing()
        .in_reading_order()
        .select_related(
            "country",
            "person__country",
            "office__country",
            "organization__country",
            "place__country",
            "topic",
            "event__series",
        )
    )
    reports = article.event_reports.select_related("event__series", "country")
    quotes = article.quotes.filter(stale=False).select_related("speaker", "speaking_organization")
    return Evidence(
        article=article,
        key_points=tuple(article.key_points.all()),
        fields=article.span_fields(),
        sentences=sentences(article.text),
        images=tuple(article.images.all()),
        countries=tuple(article.article_countries.select_related("country")),
        mentions=tuple(mentions),
        quotes=tuple(quotes),
        statements=tuple(article.statements.filter(stale=False).select_related("first", "second")),
        reports=tuple(reports.order_by("event__ordinal", "event__happened_on", "pk")),
        seats=_seats(article),
        comments=tuple(article.comments.visible()),
        received=tuple(article.received.defer("data")),
    )


def _seats(article: Article) -> Mapping[int, tuple[Seat, ...]]:
    """Who took part in what the article reports, in one query: of a person what a link needs."""
    chairs, parts = (
        way.through.objects.filter(eventreport__article=article)
        .order_by()
        .values_list("eventreport", Value(in_chair), "person", "person__name", "person__slug")
        for way, in_chair in ((EventReport.chairs, 1), (EventReport.participants, 0))
    )
    seated: dict[int, dict[int, Seat]] = {}
    for report, in_chair, pk, name, slug in sorted(
        chairs.union(parts), key=lambda row: (-row[1], row[3], row[2])
    ):
        seated.setdefault(report, {}).setdefault(
            pk, Seat(Person(pk=pk, name=name, slug=slug), bool(in_chair))
        )
    return {report: tuple(seats.values()) for report, seats in seated.items()}
