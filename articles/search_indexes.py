"""Which parts of an article are searched, filtered, counted and shown.

A field of names and its `_exact` shadow say the same thing twice: the field holds
the words a reader may type (`person:kumaran`), the shadow the stable values that
addresses carry (`person=p-kumaran`) and facets count. Countries are counted in
every role, since a reader who asks for a country wants what speaks of it;
`parties` holds those an article is about.

A results page is made of stored fields alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from haystack import indexes
from haystack.fields import FacetCharField, FacetMultiValueField

from archive.search import Zone, zoned

from .models import Article, Comment, Mention, Quote

#: How much a word in the headline and above the body counts beside one in the body.
#: A headline names the subject and a body of 300 words mentions much else; at 4 an
#: article with a word in its headline passes one that has it three times in the body.
HEADLINE, ABOVE_BODY, BODY = 4.0, 2.0, 1.0


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="title", null=True)
    headline = indexes.CharField(model_attr="headline", indexed=False)
    slug = indexes.CharField(model_attr="slug", indexed=False)
    comment = indexes.MultiValueField(stored=False, null=True)
    said = indexes.MultiValueField(stored=False, null=True)
    by = indexes.MultiValueField(stored=False, null=True)

    countries = indexes.MultiValueField(stored=False, null=True)
    countries_exact = FacetMultiValueField(facet_for="countries")
    parties = FacetMultiValueField(stored=False)
    pair = FacetCharField(stored=False)
    topics = indexes.MultiValueField(stored=False, null=True)
    topics_exact = FacetMultiValueField(facet_for="topics", stored=False)
    people = indexes.MultiValueField(stored=False, null=True)
    people_exact = FacetMultiValueField(facet_for="people", stored=False)
    organizations = indexes.MultiValueField(stored=False, null=True)
    organizations_exact = FacetMultiValueField(facet_for="organizations", stored=False)
    offices = indexes.MultiValueField(stored=False, null=True)
    events = indexes.MultiValueField(stored=False, null=True)
    events_exact = FacetMultiValueField(facet_for="events", stored=False)
    sources = indexes.MultiValueField(null=True)
    sources_exact = FacetMultiValueField(facet_for="sources", stored=False)
    agency = indexes.CharField(null=True)
    agency_exact = FacetCharField(facet_for="agency", stored=False)
    language = FacetCharField(model_attr="language", stored=False)

    published = indexes.DateField(model_attr="sort_date", null=True)
    year = FacetCharField(stored=False)
    month = FacetCharField(stored=False)
    date_precision = indexes.CharField(indexed=False, null=True)
    date_basis = indexes.CharField(model_attr="published_basis", indexed=False)
    modified = indexes.DateTimeField(model_attr="modified_at", stored=False)

    def get_model(self) -> type[Article]:
        return Article

    def get_updated_field(self) -> str:
        return "modified_at"

    def index_queryset(self, using: str | None = None) -> Any:
        """Published articles with all that is indexed of them, in a fixed number of queries."""
        # Countries have rows of their own, places and dates are not searched: more than half of all mentions.
        named = ("person", "office", "organization", "topic", "event")
        speaking_of = (
            Mention.objects.standing().filter(kind__in=named).only("article", "kind", "surface", *named)
        )
        return (
            Article.objects.published()
            .defer("removed", "rules_version")
            .select_related("outlet", "agency", "origin")
            .prefetch_related(
                "article_countries__country",
                "key_points",
                Prefetch("comments", Comment.objects.visible()),
                Prefetch("quotes", Quote.objects.filter(stale=False).select_related("speaker")),
                Prefetch("mentions", speaking_of),
                *(f"mentions__{name}" for name in ("person", "office", "organization", "topic")),
                "mentions__event__series",
            )
        )

    def read_queryset(self, using: str | None = None) -> Any:
        """What `load_all` hands to pages: the rows themselves, in one query."""
        return Article.objects.published().select_related("outlet", "agency", "origin")

    def prepare_text(self, article: Article) -> str:
        above = (article.subtitle, article.standfirst, article.summary, *map(str, article.key_points.all()))
        return zoned(
            Zone(article.title, HEADLINE),
            *(Zone(text, ABOVE_BODY) for text in above),
            Zone(article.text, BODY),
        )

    def prepare_title(self, article: Article) -> str | None:
        return article.title or None

    def prepare_comment(self, article: Article) -> list[str]:
        return [comment.text for comment in article.comments.all() if comment.text]

    def prepare_said(self, article: Article) -> list[str]:
        return [quote.text for quote in article.quotes.all()] + [article.pull_quote] * bool(
            article.pull_quote
        )

    def prepare_by(self, article: Article) -> list[str]:
        spoken = [
            name
            for quote in article.quotes.all()
            for name in (
                quote.speaker_name,
                quote.speaker_surface,
                quote.speaker.name if quote.speaker else "",
            )
        ]
        return _distinct([*spoken, article.pull_quote_speaker])

    # --- What it speaks of ---

    def prepare_countries(self, article: Article) -> list[str]:
        return [tie.country.name for tie in article.article_countries.all()]

    def prepare_countries_exact(self, article: Article) -> list[str]:
        return [tie.country_id for tie in article.article_countries.all()]

    def prepare_parties(self, article: Article) -> list[str]:
        return [tie.country_id for tie in article.article_countries.all() if tie.role == "party"]

    def prepare_pair(self, article: Article) -> str | None:
        return "-".join(article.pair) if article.pair else None

    def prepare_topics(self, article: Article) -> list[str]:
        return _names(article, "topic")

    def prepare_topics_exact(self, article: Article) -> list[str]:
        return _slugs(article, "topic")

    def prepare_people(self, article: Article) -> list[str]:
        """Names in full and as they stand in the text, so that a surname or a variant finds them."""
        return _distinct(_names(article, "person") + _surfaces(article, "person"))

    def prepare_people_exact(self, article: Article) -> list[str]:
        return _slugs(article, "person")

    def prepare_organizations(self, article: Article) -> list[str]:
        short = [row.abbreviation for row in _targets(article, "organization")]
        return _distinct(_names(article, "organization") + short + _surfaces(article, "organization"))

    def prepare_organizations_exact(self, article: Article) -> list[str]:
        return _slugs(article, "organization")

    def prepare_offices(self, article: Article) -> list[str]:
        return _distinct(_names(article, "office") + _surfaces(article, "office"))

    def prepare_events(self, article: Article) -> list[str]:
        named = [
            name
            for event in _targets(article, "event")
            for name in (
                event.name,
                *((event.series.name, event.series.abbreviation) if event.series else ()),
            )
        ]
        return _distinct(named + _surfaces(article, "event"))

    def prepare_events_exact(self, article: Article) -> list[str]:
        return _distinct(event.series.slug for event in _targets(article, "event") if event.series)

    # --- Where it comes from and when ---

    def prepare_sources(self, article: Article) -> list[str]:
        return _distinct(source.name for source in (article.outlet, article.origin) if source)

    def prepare_sources_exact(self, article: Article) -> list[str]:
        return _distinct(source.slug for source in (article.outlet, article.origin) if source)

    def prepare_agency(self, article: Article) -> str | None:
        return article.agency.name if article.agency else None

    def prepare_agency_exact(self, article: Article) -> str | None:
        return article.agency.slug if article.agency else None

    def prepare_language(self, article: Article) -> str | None:
        return article.language or None

    def prepare_year(self, article: Article) -> str | None:
        return f"{article.sort_date:%Y}" if article.sort_date else None

    def prepare_month(self, article: Article) -> str | None:
        return f"{article.sort_date:%Y-%m}" if article.sort_date else None

    def prepare_date_precision(self, article: Article) -> str | None:
        """How much of the day that an article is filed under is known."""
        if article.sort_date is None:
            return None
        if article.published_date is not None:
            return article.published_precision or "day"
        return _common(article.published_earliest, article.published_latest)

    def prepare_modified(self, article: Article) -> datetime:
        return article.modified_at


def _common(earliest: date, latest: date) -> str:
    return "month" if (earliest.year, earliest.month) == (latest.year, latest.month) else "year"


def _targets(article: Article, kind: str) -> Iterator[Any]:
    """What the article mentions of one kind, in reading order, each once."""
    seen: set[Any] = set()
    for mention in article.mentions.all():
        target = getattr(mention, kind) if mention.kind == kind else None
        if target is not None and target.pk not in seen:
            seen.add(target.pk)
            yield target


def _names(article: Article, kind: str) -> list[str]:
    return [target.name for target in _targets(article, kind)]


def _slugs(article: Article, kind: str) -> list[str]:
    return [target.slug for target in _targets(article, kind)]


def _surfaces(article: Article, kind: str) -> list[str]:
    return [mention.surface for mention in article.mentions.all() if mention.kind == kind]


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
