"""What the search page says about its results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.addresses import address_of
from articles.queries import LONG_PAGE, PAGE_SIZES, Facet, Hit, SearchPage

from .dates import DateLabel, month_words, short_day
from .links import Column, CountedLink, Link, Pager, columns, with_query
from .periods import Trail, trail

#: On a page of more results than this, each is its headline and date alone, and no chart stands above them:
#: a hundred fit in a hundred kilobytes.
HEADLINES_ALONE = 50

SORTS = (("relevance", "best match first"), ("newest", "newest first"), ("oldest", "oldest first"))
#: Without words nothing matches better than anything else, and the newest come first anyway.
SORTS_WITHOUT_WORDS = (("relevance", "newest first"), ("oldest", "oldest first"))


@dataclass(frozen=True, slots=True)
class HitRow:
    """`snippet` is safe to be written as it is."""

    url: str
    title: str
    date: DateLabel
    countries: tuple[Link, ...] = ()
    snippet: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SearchResults:
    rows: tuple[HitRow, ...]
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    notices: tuple[str, ...]
    understood: str
    sorts: tuple[Link, ...]
    sizes: tuple[Link, ...]
    trail: Trail | None
    pager: Pager
    export_url: str
    save_url: str
    compare_url: str


def search_results(found: SearchPage, notices: Iterable[str]) -> SearchResults:
    """`notices` are about the address; those of the search itself come after them.

    What was understood is only told where it is not just what was typed.
    """
    first = (found.page - 1) * found.request.page_size + 1 if found.hits else 0
    return SearchResults(
        rows=tuple(_row(hit, found.request.page_size) for hit in found.hits),
        columns=columns(
            [CountedLink(bar.label, bar.url if bar.count else "", bar.count) for bar in found.histogram],
            labels=[bar.short or bar.label for bar in found.histogram],
        )
        if found.request.page_size <= HEADLINES_ALONE
        else (),
        facets=tuple(facet for facet in found.facets if facet.values),
        notices=tuple(dict.fromkeys((*notices, *found.notices))),
        understood=found.understood if _spoken(found.understood) != _spoken(found.request.q) else "",
        sorts=tuple(
            Link(label, "" if name == found.request.sort else found.request.url(sort=name))
            for name, label in (SORTS if found.request.q else SORTS_WITHOUT_WORDS)
        ),
        sizes=tuple(
            Link(str(size), "" if size == found.request.page_size else found.request.url(page_size=size))
            for size in PAGE_SIZES
        )
        if found.total > PAGE_SIZES[0]
        else (),
        trail=trail(
            found.request.from_date,
            found.request.to_date,
            lambda first, last: found.request.url(from_date=first, to_date=last),
        ),
        pager=Pager(
            found.page,
            found.pages,
            found.total,
            first,
            first + len(found.hits) - 1 if found.hits else 0,
            found.previous_url or "",
            found.next_url or "",
        ),
        export_url=with_query(address_of("export"), found.request.query),
        save_url=with_query(address_of("save_search"), found.request.query),
        compare_url=with_query(address_of("search_compare"), found.request.query),
    )


def _spoken(query: str) -> str:
    """A query without the look of its letters and quotation marks."""
    return query.casefold().replace("“", '"').replace("”", '"')


def _row(hit: Hit, page_size: int) -> HitRow:
    if page_size > HEADLINES_ALONE:
        return HitRow(hit.url, hit.title, _date(hit))
    countries = zip(hit.countries, hit.country_names, strict=True) if page_size <= LONG_PAGE else ()
    return HitRow(
        hit.url,
        hit.title,
        _date(hit),
        tuple(Link(name, address_of("country", code.lower())) for code, name in countries),
        hit.snippet,
        " · ".join(filter(None, (hit.source, hit.agency))),
    )


def _date(hit: Hit) -> DateLabel:
    note = "inferred" if hit.date_basis == "inferred" else ""
    if hit.date is None:
        return DateLabel("No date", "")
    if hit.date_precision == "year":
        return DateLabel(str(hit.date.year), f"{hit.date.year:04d}", note)
    if hit.date_precision == "month":
        return DateLabel(month_words(hit.date.year, hit.date.month), f"{hit.date:%Y-%m}", note)
    return DateLabel(short_day(hit.date), hit.date.isoformat(), note)
