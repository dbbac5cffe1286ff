"""Which parts of an article are searched, filtered, counted and shown.

A field of names and its `_exact` shadow say the same thing twice: the field holds
the words a reader may type (`person:kumaran`), the shadow the stable values that
addresses carry (`person=p-kumaran`) and facets count. Countries are counted in
every role, since a reader who asks for a country wants what speaks of it;
`parties` holds those an article is about. An article about a topic is found under the
topics that it is a part of, too.

Some fields are there for browsing alone, whose pages count and list by them:
`pairs` of parties, `offices_exact`, `places`, `series` whose rounds are reported,
`credits` of every source that had a part in it, and `number`, which decides
between articles of one day.

A results page is made of stored fields alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any, Final, cast

from haystack import indexes
from haystack.fields import FacetCharField, FacetMultiValueField

from archive.search import Zone, zoned

from .indexed import Spoken, indexed
from .models import Article

#: How much a word in the headline and above the body counts beside one in the body.
#: A headline names the subject and a body of 300 words mentions much else; at 4 an
#: article with a word in its headline passes one that has it three times in the body.
HEADLINE, ABOVE_BODY, BODY = 4.0, 2.0, 1.0

#: Where an article has what is indexed of it, from when it was read with others until it is prepared.
_TOLD: Final = "told_to_the_index"


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
    pairs = FacetMultiValueField(stored=False)
    topics = indexes.MultiValueField(stored=False, null=True)
    topics_exact = FacetMultiValueField(facet_for="topics", stored=False)
    people = indexes.MultiValueField(stored=False, null=True)
    people_exact = FacetMultiValueField(facet_for="people", stored=False)
    organizations = indexes.MultiValueField(stored=False, null=True)
    organizations_exact = FacetMultiValueField(facet_for="organizations", stored=False)
    offices = indexes.MultiValueField(stored=False, null=True)
    offices_exact = FacetMultiValueField(facet_for="offices", stored=False)
    places = FacetMultiValueField(stored=False)
    events = indexes.MultiValueField(stored=False, null=True)
    events_exact = FacetMultiValueField(facet_for="events", stored=False)
    series = FacetMultiValueField(stored=False)
    sources = indexes.MultiValueField(null=True)
    sources_exact = FacetMultiValueField(facet_for="sources", stored=False)
    agency = indexes.CharField(null=True)
    agency_exact = FacetCharField(facet_for="agency", stored=False)
    credits = FacetMultiValueField(stored=False)
    language = FacetCharField(model_attr="language", stored=False)

    published = indexes.DateField(model_attr="sort_date", null=True)
    year = FacetCharField(stored=False)
    month = FacetCharField(stored=False)
    date_precision = indexes.CharField(indexed=False, null=True)
    date_basis = indexes.CharField(model_attr="published_basis", indexed=False)
    modified = indexes.DateTimeField(model_attr="modified_at", stored=False)
    number = indexes.IntegerField(model_attr="pk", stored=False)

    def get_model(self) -> type[Article]:
        return Article

    def get_updated_field(self) -> str:
        return "modified_at"

    def index_queryset(self, using: str | None = None) -> Any:
        return Article.objects.published().defer("removed", "rules_version")

    def read_queryset(self, using: str | None = None) -> Any:
        """What `load_all` hands to pages: the rows themselves, in one query."""
        return Article.objects.published().select_related("outlet", "agency", "origin")

    def gather(self, articles: Sequence[Article]) -> None:
        """Give these articles what is indexed of them beside their own columns, until they are prepared."""
        told = indexed(articles)
        for article in articles:
            vars(article)[_TOLD] = told[article.pk]

    def prepare(self, article: Article) -> dict[str, Any]:
        told = vars(article).pop(_TOLD, None)
        self.told = indexed([article])[article.pk] if told is None else told
        return cast("dict[str, Any]", super().prepare(article))

    def prepare_text(self, article: Article) -> str:
        above = (article.subtitle, article.standfirst, article.summary, *self.told.key_points)
        return zoned(
            Zone(article.title, HEADLINE),
            *(Zone(text, ABOVE_BODY) for text in above),
            Zone(article.text, BODY),
        )

    def prepare_title(self, article: Article) -> str | None:
        return article.title or None

    def prepare_comment(self, article: Article) -> list[str]:
        return [text for text in self.told.comments if text]

    def prepare_said(self, article: Article) -> list[str]:
        return [text for text, *_ in self.told.quotes] + [article.pull_quote] * bool(article.pull_quote)

    def prepare_by(self, article: Article) -> list[str]:
        spoken = [name for _, *names in self.told.quotes for name in names]
        return _distinct([*spoken, article.pull_quote_speaker])

    # --- What it speaks of ---

    def prepare_countries(self, article: Article) -> list[str]:
        return [name for _, name, _ in self.told.countries]

    def prepare_countries_exact(self, article: Article) -> list[str]:
        return [code for code, _, _ in self.told.countries]

    def prepare_parties(self, article: Article) -> list[str]:
        return [code for code, _, role in self.told.countries if role == "party"]

    def prepare_pair(self, article: Article) -> str | None:
        return "-".join(article.pair) if article.pair else None

    def prepare_pairs(self, article: Article) -> list[str]:
        return ["-".join(pair) for pair in combinations(sorted(self.prepare_parties(article)), 2)]

    def prepare_topics(self, article: Article) -> list[str]:
        return self.told.spoken["topic"].names

    def prepare_topics_exact(self, article: Article) -> list[str]:
        return self.told.spoken["topic"].slugs

    def prepare_people(self, article: Article) -> list[str]:
        return _called(self.told.spoken["person"])

    def prepare_people_exact(self, article: Article) -> list[str]:
        return self.told.spoken["person"].slugs

    def prepare_organizations(self, article: Article) -> list[str]:
        return _called(self.told.spoken["organization"])

    def prepare_organizations_exact(self, article: Article) -> list[str]:
        return self.told.spoken["organization"].slugs

    def prepare_offices(self, article: Article) -> list[str]:
        return _called(self.told.spoken["office"])

    def prepare_offices_exact(self, article: Article) -> list[str]:
        return self.told.spoken["office"].slugs

    def prepare_places(self, article: Article) -> list[str]:
        return self.told.spoken["place"].slugs

    def prepare_events(self, article: Article) -> list[str]:
        return _called(self.told.spoken["event"])

    def prepare_events_exact(self, article: Article) -> list[str]:
        return _distinct(self.told.spoken["event"].slugs)

    def prepare_series(self, article: Article) -> list[str]:
        return _distinct(self.told.series)

    # --- Where it comes from and when ---

    def prepare_sources(self, article: Article) -> list[str]:
        return _distinct(self._credited(0, "outlet", "origin"))

    def prepare_sources_exact(self, article: Article) -> list[str]:
        return _distinct(self._credited(1, "outlet", "origin"))

    def prepare_agency(self, article: Article) -> str | None:
        return next(self._credited(0, "agency"), None)

    def prepare_agency_exact(self, article: Article) -> str | None:
        return next(self._credited(1, "agency"), None)

    def prepare_credits(self, article: Article) -> list[str]:
        return _distinct(self._credited(1, "outlet", "agency", "origin"))

    def _credited(self, column: int, *parts: str) -> Iterator[str]:
        """Names or slugs of the sources that had these parts in the article."""
        return (self.told.sources[part][column] for part in parts if part in self.told.sources)

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


def _called(spoken: Spoken) -> list[str]:
    """Names in full and as they stand in the text, so that a surname or a variant finds them."""
    return _distinct([*spoken.names, *spoken.others, *spoken.surfaces])


def _distinct(names: Iterable[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
