"""Who said what: quotations of published articles, narrowed by speaker, country, date and words.

A page is read without counting all there are. Words are first looked up in the index, so that rare ones
do not have the database read every quotation; the words of common ones are soon found anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import browsing, queries
from .addresses import number_in
from .models import Article, Country, Organization, Person, Quote, make_slug

PAGE_SIZE = 25
#: Nobody reads further; a narrower question does.
MOST_PAGES = 40
#: Words of a question that are looked for, and speakers that a name may mean.
_WORDS, _SPEAKERS = 6, 20
#: So many articles the database is told by their numbers.
_NAMED = 900
#: Articles among which the quotations of one more page are looked for.
_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an address is understood; the rest of it is let be."""

    words: str = ""
    speaker: str = ""
    country: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> Asked:
        country = params.get("country", "").strip().upper()
        return cls(
            words=_plain(params.get("q", "")),
            speaker=_plain(params.get("speaker", "")),
            country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
            first=_day(params.get("from", "")),
            last=_day(params.get("to", "")),
            page=min(MOST_PAGES, number_in(params.get("page", ""), digits=4) or 1),
        )


@dataclass(frozen=True, slots=True)
class Found:
    quotes: tuple[Quote, ...]
    more: bool


def _plain(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:200]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def countries() -> tuple[Country, ...]:
    """Those that somebody who is quoted belongs to."""
    return tuple(
        Country.objects.filter(pk__in=Person.objects.exclude(country=None).values("country")).order_by("name")
    )


def find(asked: Asked) -> Found:
    rows = browsing.quotes_of()
    if asked.speaker:
        named = Q(slug=make_slug(asked.speaker)) | Q(name__icontains=asked.speaker)
        people = Person.objects.filter(named).values_list("pk", flat=True)[:_SPEAKERS]
        bodies = Organization.objects.filter(named).values_list("pk", flat=True)[:_SPEAKERS]
        rows = rows.filter(Q(speaker__in=list(people)) | Q(speaking_organization__in=list(bodies)))
    if asked.first:
        rows = rows.filter(article__sort_date__gte=asked.first)
    if asked.last:
        rows = rows.filter(article__sort_date__lte=asked.last)
    words = asked.words.replace('"', " ").split()[:_WORDS]
    for word in words:
        rows = rows.filter(text__icontains=word)
    if words and (numbers := _articles_saying(words)) is not None:
        rows = rows.filter(article__in=numbers)
    # Which ones, first: putting all in order with the texts of their articles takes long.
    page = tuple(_whole(browsing.quotes_of(pk__in=_numbers(rows, asked))))
    return Found(page[:PAGE_SIZE], len(page) > PAGE_SIZE and asked.page < MOST_PAGES)


def _numbers(rows: QuerySet, asked: Asked) -> Sequence[int] | QuerySet:
    """The quotations of a page and the one after it.

    A country whose people are quoted often is found in the latest articles; all that its people said
    would be put in order for a page of it.
    """
    start = (asked.page - 1) * PAGE_SIZE
    page = slice(start, start + PAGE_SIZE + 1)
    if asked.country and not asked.speaker:
        articles = Article.objects.published().newest_first()
        if asked.first:
            articles = articles.filter(sort_date__gte=asked.first)
        if asked.last:
            articles = articles.filter(sort_date__lte=asked.last)
        latest = list(articles.values_list("pk", flat=True)[: _NAMED + _A_PAGE * asked.page])
        # Asked so, no database begins with all people of the country.
        theirs = Exists(Person.objects.filter(pk=OuterRef("speaker"), country=asked.country).order_by())
        found = list(rows.filter(theirs, article__in=latest).values_list("pk", flat=True)[page])
        if len(found) > PAGE_SIZE:
            return found
    if asked.country:
        rows = rows.filter(speaker__country=asked.country)
    return rows.values("pk")[page]


def _whole(quotes: QuerySet) -> QuerySet:
    """With what a page tells of each."""
    return quotes.select_related("article", "speaker__country", "speaking_organization").prefetch_related(
        "article__key_points"
    )


def _articles_saying(words: list[str]) -> list[int] | None:
    """Numbers of the articles that quote these words, where they are few; None where that is no help."""
    asked = queries.SearchRequest(q=" ".join(f'said:"{word}"' for word in words))
    if not queries.is_ready() or queries.counted(asked) > _NAMED:
        return None
    found = queries.everything(asked)
    return None if found is None else list(found.numbers)
