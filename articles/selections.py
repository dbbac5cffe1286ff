"""Sets of articles that a page is about: a page of their list, and what they speak of, counted.

A `Selection` says a set twice: to the database as a QuerySet that starts from
`published()`, and to the index as values that all of its articles have. `survey`
asks the index once for everything that a page shows of a set, and the database
where the index cannot be relied on or has no word for the set. Either way what is
told of an article or a register is read from its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db.models import Count, QuerySet, Window

from . import browsing
from .addresses import number_in
from .models import (
    Article,
    Country,
    EventSeries,
    Office,
    Organization,
    Person,
    Place,
    Source,
    Topic,
)
from .models.articles import ArticleQuerySet
from .queries.gathering import Gathered, Order, Term, Wanted, gather

#: Lines of a list and entries of a feed on one page.
LINES: Final = 25
#: The field of the index that has what an article speaks of.
FIELDS: Final[Mapping[Any, str]] = {
    Country: "parties",
    EventSeries: "series",
    Office: "offices",
    Organization: "organizations",
    Person: "people",
    Place: "places",
    Source: "credits",
    Topic: "topics",
}
#: Commonest values among which entries of one country are looked for first.
_NEAR_THE_TOP: Final = 400


@dataclass(frozen=True, slots=True)
class Selection:
    """`terms` are empty for all articles and None where the index has no word for these."""

    articles: ArticleQuerySet
    terms: tuple[Term, ...] | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """One page of a selection, and its counts where the index made them.

    `page` is a page that there is, whatever was asked for.
    """

    selection: Selection
    total: int
    order: Order = "newest"
    page: int = 1
    size: int = LINES
    numbers: tuple[int, ...] = ()
    counts: Mapping[str, Mapping[str, int]] | None = None
    distinct: Mapping[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


# --- Which there are ---


def everything() -> Selection:
    return Selection(Article.objects.published(), ())


def party_to(country: Country) -> Selection:
    return Selection(Article.objects.published().party_to(country), (("parties", country.pk),))


def naming(country: Country) -> Selection:
    return Selection(Article.objects.published().naming(country), (("countries", country.pk),))


def between(first: Country, second: Country) -> Selection:
    terms = (("parties", first.pk), ("parties", second.pk))
    return Selection(Article.objects.published().between(first, second), terms)


def speaking_of(entry: Any, articles: ArticleQuerySet) -> Selection:
    """Articles that speak of an entry of a register."""
    return Selection(articles, ((FIELDS[type(entry)], entry.slug),))


def in_year(selection: Selection, year: int) -> Selection:
    """Those of one year."""
    terms = None if selection.terms is None else (*selection.terms, ("year", str(year)))
    return Selection(selection.articles.dated(year), terms)


# --- A page of it ---


def survey(
    selection: Selection,
    wanted: Wanted | None = None,
    *,
    order: Order = "newest",
    page: Any = 1,
    size: int = LINES,
) -> Survey:
    """One page of the articles with the counts that are wanted beside it."""
    number = number_in(str(page)) or 1
    found = _gathered(selection, wanted or {}, order, number, size)
    if found is None:
        return _from_the_database(selection, order, number, size)
    last = max(1, -(-found.total // size))
    if number > last:
        return survey(selection, wanted, order=order, page=last, size=size)
    return Survey(selection, found.total, order, number, size, found.numbers, found.counts, found.distinct)


def _gathered(selection: Selection, wanted: Wanted, order: Order, page: int, size: int) -> Gathered | None:
    if selection.terms is None:
        return None
    return gather(selection.terms, wanted, order, (page - 1) * size, page * size)


def _from_the_database(selection: Selection, order: Order, page: int, size: int) -> Survey:
    articles = selection.articles
    ordered = articles.oldest_first() if order == "oldest" else articles.newest_first()
    # Numbers alone: with their texts, all that come before the page would be read and put in order.
    rows = ordered.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    found = list(rows[(page - 1) * size : page * size])
    if not found and page > 1:
        page = max(1, -(-articles.order_by().count() // size))
        found = list(rows[(page - 1) * size : page * size])
    total = found[0][1] if found else 0
    return Survey(selection, total, order, page, size, tuple(number for number, _ in found))


# --- What it speaks of ---


def spoken_of(found: Survey, rows: QuerySet, most: int, *, among_all: bool = True) -> list[Any]:
    """The rows of a register that most of these articles speak of, each with `articles`, their number.

    `among_all` is False where `rows` are a small part of the register, such as the people of one country.
    """
    model = rows.model
    counts = None if found.counts is None else found.counts.get(FIELDS[model])
    if counts is None:
        return list(_spoken_of(rows, found.selection.articles)[:most])
    if among_all:
        # One is left out by a page of an entry: itself.
        return rows_of(rows, counts, islice(counts, most + 1))[:most]
    shown = rows_of(rows, counts, islice(counts, _NEAR_THE_TOP))
    if len(shown) < most and len(counts) > _NEAR_THE_TOP:
        own = set(rows.order_by().values_list("slug", flat=True))
        shown = rows_of(rows, counts, islice((slug for slug in counts if slug in own), most))
    return shown[:most]


def _spoken_of(rows: QuerySet, articles: ArticleQuerySet) -> QuerySet:
    if rows.model is Country:
        return browsing.parties_of(articles).filter(pk__in=rows.order_by().values("pk"))
    if rows.model is EventSeries:
        return browsing.series_of(articles)
    return browsing.spoken_of(rows, articles)


def rows_of(rows: QuerySet, counts: Mapping[str, int], values: Iterable[str]) -> list[Any]:
    """Those of the rows that have these values, in the order of the values, with their counts."""
    key = "pk" if rows.model is Country else "slug"
    wanted = list(values)
    held = {getattr(row, key): row for row in rows.filter(**{f"{key}__in": wanted})} if wanted else {}
    shown = [held[value] for value in wanted if value in held]
    for row in shown:
        row.articles = counts[getattr(row, key)]
    return shown
