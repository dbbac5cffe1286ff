"""Lists of articles: one line an article, 25 lines a page, in an order that never wavers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import Truncator

from articles.models import Article, ArticleCountry
from articles.models.articles import ArticleQuerySet

from .dates import DateLabel, date_label
from .links import PAGE_SIZE, Link, Pager, page_url, pager

#: A list names so many countries of an article and then stops.
COUNTRIES_SHOWN = 4
LEAD_WORDS = 34


@dataclass(frozen=True, slots=True)
class ArticleRow:
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


def article_list(articles: ArticleQuerySet, path: str, params: Mapping[str, str], **kept: str) -> ArticleList:
    """One page of these articles. `kept` are the other parameters of the page's address."""
    oldest = params.get("sort") == "oldest"
    ordered = articles.oldest_first() if oldest else articles.newest_first()
    page = Paginator(ordered, PAGE_SIZE).get_page(params.get("page"))
    sort = "oldest" if oldest else ""
    sorts = tuple(
        Link(label, "" if value == sort else page_url(path, kept | {"sort": value}))
        for label, value in (("newest first", ""), ("oldest first", "oldest"))
    )
    return ArticleList(
        rows=article_rows(page.object_list),
        pager=pager(page, path, kept | {"sort": sort}),
        sorts=sorts if page.paginator.count > 1 else (),
    )


def article_rows(articles: ArticleQuerySet) -> tuple[ArticleRow, ...]:
    """The lines of a list in two queries, however long it is.

    The text comes with them: an article without a headline is called by its
    first words, and fetching those one by one would be a query a line.
    """
    parties = ArticleCountry.objects.filter(role="party").select_related("country")
    rows = (
        articles.defer("removed")
        .select_related("outlet", "agency")
        .prefetch_related(Prefetch("article_countries", parties, to_attr="parties"))
    )
    return tuple(article_row(article) for article in rows)


def article_row(article: Article) -> ArticleRow:
    return ArticleRow(
        url=article.get_absolute_url(),
        headline=article.headline,
        language=article.language,
        lead=lead_of(article),
        date=date_label(article),
        section=article.section,
        sources=tuple(
            Link(source.name, source.get_absolute_url())
            for source in (article.outlet, article.agency)
            if source is not None
        ),
        countries=tuple(
            Link(each.country.name, reverse("country", args=[each.country_id.lower()]))
            for each in article.parties[:COUNTRIES_SHOWN]
        ),
    )


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
