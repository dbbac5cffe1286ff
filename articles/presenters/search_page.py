"""What the search page says about its results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.queries import Hit, SearchPage

from .dates import short_day
from .links import Column, CountedLink, columns


@dataclass(frozen=True, slots=True)
class HitRow:
    hit: Hit
    date: str
    iso: str
    note: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    rows: tuple[HitRow, ...]
    columns: tuple[Column, ...]
    notices: tuple[str, ...]
    first: int
    last: int


def search_page(found: SearchPage, notices: Iterable[str]) -> SearchResults:
    first = (found.page - 1) * found.request.page_size + 1 if found.hits else 0
    return SearchResults(
        rows=tuple(_row(hit) for hit in found.hits),
        columns=columns([CountedLink(bar.label, bar.url, bar.count) for bar in found.histogram]),
        notices=tuple(dict.fromkeys((*notices, *found.notices))),
        first=first,
        last=first + len(found.hits) - 1 if found.hits else 0,
    )


def _row(hit: Hit) -> HitRow:
    note = "inferred" if hit.date_basis == "inferred" else ""
    if hit.date is None:
        return HitRow(hit, "No date", "", "")
    if hit.date_precision == "year":
        return HitRow(hit, str(hit.date.year), f"{hit.date:%Y}", note)
    if hit.date_precision == "month":
        return HitRow(hit, f"{hit.date:%b %Y}", f"{hit.date:%Y-%m}", note)
    return HitRow(hit, short_day(hit.date), hit.date.isoformat(), note)
