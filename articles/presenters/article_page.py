"""The page of one article: the report as printed, with its evidence marked, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.safestring import SafeString

from articles.evidence import Evidence
from articles.models import Article, Comment, ReceivedDocument

from .dates import (
    PRECISION_WORDS,
    calendar_link,
    confidence_words,
    full_date_words,
    partial_date_words,
    time_words,
)
from .facts import Place, date_evidence, foreign, pair_link
from .links import Link
from .listing import lead_of
from .margin import Asked, Margin, markings
from .scripts import direction
from .segments import render_line, render_paragraphs


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """The date and how it is known. `calendar` is the page it is filed under."""

    text: str
    iso: str
    time: str
    basis: str
    how: str
    certainty: str
    evidence: tuple[Place, ...]
    calendar: Link | None


@dataclass(frozen=True, slots=True)
class Credit:
    role: str
    link: Link


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines that are no part of the report, under the rule that took them out."""

    rule: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    article: Article
    direction: str
    headline: SafeString
    untitled: bool
    lead: str
    subtitle: SafeString
    standfirst: SafeString
    summary: SafeString
    dateline: SafeString
    dateline_note: str
    body: SafeString
    pull_quote: SafeString
    key_points: tuple[SafeString, ...]
    images: tuple[tuple[str, str], ...]
    published: PublishedNote
    credits: tuple[Credit, ...]
    original: Link | None
    pair: Link | None
    margin: Margin
    site_comments: tuple[Comment, ...]
    reader_comments: tuple[Comment, ...]
    removed: tuple[Removed, ...]
    removed_lines: int
    received: tuple[ReceivedDocument, ...]

    @property
    def foreign(self) -> str:
        return foreign(self.article)


def article_page(evidence: Evidence, margin: Margin, wanted: Asked | None = None) -> ArticlePage:
    """The page with these facts beside the text, and the words marked that its address asks for."""
    article = evidence.article
    marked = markings(evidence, margin, wanted)
    removed = removed_by_rule(article.removed)

    def line(name: str) -> SafeString:
        return render_line(evidence.fields.get(name, ""), marked.get(name, ()), name)

    return ArticlePage(
        article=article,
        direction=direction(article.text, article.language),
        headline=line("title") if article.title else render_line(article.headline, (), "title"),
        untitled=not article.title,
        lead=lead_of(article),
        subtitle=line("subtitle"),
        standfirst=line("standfirst"),
        summary=line("summary"),
        dateline=line("dateline"),
        dateline_note=_dateline_note(article),
        body=render_paragraphs(article.text, marked.get("text", ()), "text"),
        pull_quote=line("pull_quote"),
        key_points=tuple(line(f"key_points/{point.position}") for point in evidence.key_points),
        images=tuple((image.caption, image.credit) for image in evidence.images),
        published=_published(article, date_evidence(evidence)),
        credits=_credits(article),
        original=original_link(article.url),
        pair=pair_link(article),
        margin=margin,
        site_comments=tuple(each for each in evidence.comments if each.origin == Comment.Origin.SCRAPED),
        reader_comments=tuple(each for each in evidence.comments if each.origin != Comment.Origin.SCRAPED),
        removed=removed,
        removed_lines=sum(len(each.lines) for each in removed),
        received=evidence.received,
    )


def removed_by_rule(removed: list[dict[str, str]]) -> tuple[Removed, ...]:
    """What parsing took out, gathered under its rules in the order they first applied."""
    by_rule: dict[str, list[str]] = {}
    for piece in removed:
        by_rule.setdefault(piece["rule"], []).append(piece["text"])
    return tuple(Removed(rule, tuple(lines)) for rule, lines in by_rule.items())


def _published(article: Article, places: tuple[Place, ...]) -> PublishedNote:
    day, precision = article.published_date, article.published_precision
    sure = {
        Article.Basis.STATED: "Stated on the page",
        Article.Basis.INFERRED: "Inferred" if places else "Inferred from the text",
        Article.Basis.UNKNOWN: "Nothing on the page tells when it was published",
    }[Article.Basis(article.published_basis)]
    certainty = ""
    if article.published_basis != Article.Basis.UNKNOWN:
        parts = (
            PRECISION_WORDS.get(precision, ""),
            f"confidence {confidence_words(article.published_confidence)}",
        )
        certainty = ", ".join(part for part in parts if part)
    return PublishedNote(
        text=full_date_words(article),
        iso=day.isoformat() if day and precision not in ("month", "year") else "",
        time=time_words(article.published_time) if article.published_time else "",
        basis=article.published_basis,
        how=sure,
        certainty=certainty,
        evidence=places,
        calendar=calendar_link(article),
    )


def _dateline_note(article: Article) -> str:
    country = article.dateline_country.name if article.dateline_country else ""
    when = partial_date_words(article.dateline_date) if article.dateline_date else ""
    return ", ".join(part for part in (article.dateline_place, country, when) if part)


def _credits(article: Article) -> tuple[Credit, ...]:
    roles = (
        ("Published by", article.outlet),
        ("Agency", article.agency),
        ("Reprinted from", article.origin),
    )
    return tuple(
        Credit(role, Link(source.name, source.get_absolute_url()))
        for role, source in roles
        if source is not None
    )


def original_link(url: str) -> Link | None:
    """The page it was on, where its address is one a browser may be sent to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return Link(parts.netloc, url) if parts.scheme in ("http", "https") and parts.netloc else None
