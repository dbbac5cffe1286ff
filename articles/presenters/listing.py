"""Lists of articles: one line an article, 25 lines a page, in an order that never wavers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.text import Truncator

from articles.addresses import address_of
from articles.models import Article, ArticleCountry
from articles.models.articles import ArticleQuerySet
from articles.queries.gathering import Order
from articles.selections import Survey

from .dates import DateLabel, date_label
from .links import Link, Pager, numbered, page_url

#: A list names so many countries of an article and then stops.
COUNTRIES_SHOWN = 4
LEAD_WORDS = 34


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """`language` is that of the words, where it is not the language of the page around them."""

    url: str
    headline: str
    language: str
    lead: str
    date: DateLabel
    section: str
    sources: tuple[Link, ...]
    countries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ArticleList:
    rows: tuple[ArticleRow, ...]
    pager: Pager
    sorts: tuple[Link, ...]


def asked(params: Mapping[str, str]) -> dict[str, Any]:
    """The order and the page of a list that an address asks for, as `survey` takes them."""
    order: Order = "oldest" if params.get("sort") == "oldest" else "newest"
    return {"order": order, "page": params.get("page", "")}


def article_list(found: Survey, path: str, **kept: str) -> ArticleList:
    """One page of these articles. `kept` are the other parameters of the page's address."""
    sort = "oldest" if found.order == "oldest" else ""
    sorts = tuple(
        Link(label, "" if value == sort else page_url(path, kept | {"sort": value}))
        for label, value in (("newest first", ""), ("oldest first", "oldest"))
    )
    return ArticleList(
        rows=numbered_rows(found.numbers),
        pager=numbered(found.page, found.total, found.size, path, kept | {"sort": sort}),
        sorts=sorts if found.total > 1 else (),
    )


def numbered_rows(numbers: Sequence[int]) -> tuple[ArticleRow, ...]:
    """The lines of published articles by their numbers, in that order."""
    articles = with_what_a_line_tells(Article.objects.published().filter(pk__in=numbers))
    held = {article.pk: article for article in articles} if numbers else {}
    return tuple(article_row(held[number]) for number in numbers if number in held)


def article_rows(articles: ArticleQuerySet) -> tuple[ArticleRow, ...]:
    """The lines of a list in two queries, however long it is.

    The text comes with them: an article without a headline is called by its
    first words, and fetching those one by one would be a query a line.
    """
    return tuple(article_row(article) for article in with_what_a_line_tells(articles))


def with_what_a_line_tells(articles: ArticleQuerySet) -> ArticleQuerySet:
    parties = ArticleCountry.objects.filter(role="party").select_related("country")
    return (
        articles.defer("removed")
        .select_related("outlet", "agency")
        .prefetch_related(Prefetch("article_countries", parties, to_attr="parties"))
    )


def article_row(article: Article) -> ArticleRow:
    return ArticleRow(
        url=article.get_absolute_url(),
        headline=article.headline,
        language=foreign(article),
        lead=lead_of(article),
        date=date_label(article),
        section=article.section,
        sources=tuple(
            Link(source.name, source.get_absolute_url())
            for source in (article.outlet, article.agency)
            if source is not None
        ),
        countries=tuple(
            Link(each.country.name, address_of("country", each.country_id.lower()))
            for each in article.parties[:COUNTRIES_SHOWN]
        ),
    )


def foreign(article: Article) -> str:
    return "" if article.language == "en" else article.language


def lead_of(article: Article) -> str:
    """A few words to tell what the article is about, as the page itself put it where it did.

    The first paragraph of an article without a headline stands in the headline's place already.
    """
    if article.summary or article.standfirst or article.subtitle:
        return Truncator(article.summary or article.standfirst or article.subtitle).words(LEAD_WORDS)
    paragraphs = article.text.split("\n\n", 2)[:2]
    if not article.title:
        paragraphs = paragraphs[1:]
    return Truncator(paragraphs[0]).words(LEAD_WORDS) if paragraphs else ""
