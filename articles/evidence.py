"""One article with all that ties its facts to its words, read in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from .extraction.spans import Offsets, sentences
from .models import (
    Article,
    ArticleCountry,
    Comment,
    EventReport,
    Image,
    KeyPoint,
    Mention,
    Quote,
    ReceivedDocument,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`fields` are the strings that spans point into, by name; `sentences` are those of the text."""

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
    reports = article.event_reports.select_related("event__series", "country").prefetch_related(
        "chairs", "participants"
    )
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
        comments=tuple(article.comments.visible()),
        received=tuple(article.received.defer("data")),
    )
