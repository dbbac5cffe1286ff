"""The small shapes that templates loop over: links, counted links, bars and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page

from articles.addresses import number_in

T = TypeVar("T")

#: Entries on one page of any list.
PAGE_SIZE = 25
#: A row of upright bars has room for so many letters under it on the narrowest page.
LETTERS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountedLink:
    """`share` is the count in hundredths of the largest one beside it: the length of its bar."""

    label: str
    url: str
    count: int
    share: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar of many: `height` in hundredths of the tallest, `top` what is above it.

    `short` is the label under the bar, empty where labels would run into each other.
    """

    label: str
    short: str
    url: str
    count: int
    height: int
    top: int


@dataclass(frozen=True, slots=True)
class Pager:
    page: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str = ""
    next_url: str = ""


def with_shares(links: Iterable[CountedLink]) -> tuple[CountedLink, ...]:
    """The same links with the lengths of their bars; what is there at all is seen."""
    links = tuple(links)
    largest = max((link.count for link in links), default=0) or 1
    return tuple(
        CountedLink(link.label, link.url, link.count, share_of(link.count, largest), link.note)
        for link in links
    )


def thinned(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels that stand under bars side by side, without those there is no room for."""
    longest = max(map(len, labels), default=0) or 1
    step = -(-len(labels) * longest // LETTERS_SHOWN) or 1
    return tuple(label if index % step == 0 else "" for index, label in enumerate(labels))


def columns(
    bars: Sequence[CountedLink], short: int | None = None, labels: Sequence[str] | None = None
) -> tuple[Column, ...]:
    """Bars side by side; `short` cuts the labels under them to so many letters, `labels` replace them."""
    largest = max((bar.count for bar in bars), default=0) or 1
    under = thinned(labels or [bar.label[:short] for bar in bars])
    return tuple(
        Column(
            bar.label,
            under[index],
            bar.url,
            bar.count,
            share_of(bar.count, largest),
            100 - share_of(bar.count, largest),
        )
        for index, bar in enumerate(bars)
    )


def share_of(count: int, largest: int) -> int:
    return max(1, round(100 * count / largest)) if count else 0


def foremost(items: Sequence[T], most: int, weight: Callable[[T], int]) -> tuple[T, ...]:
    """Those that weigh most, in the order they had."""
    heaviest = sorted(range(len(items)), key=lambda index: -weight(items[index]))[:most]
    return tuple(items[index] for index in sorted(heaviest))


def with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def page_url(path: str, kept: Mapping[str, str], page: int = 1, name: str = "page") -> str:
    """An address of a list; the first page has no number, so that it has one address."""
    values = {name: value for name, value in kept.items() if value}
    if page > 1:
        values[name] = str(page)
    return f"{path}?{urlencode(values)}" if values else path


def pager(page: Page, path: str, kept: Mapping[str, str]) -> Pager:
    return numbered(page.number, page.paginator.count, page.paginator.per_page, path, kept)


def numbered(
    page: int, total: int, size: int, path: str, kept: Mapping[str, str], name: str = "page"
) -> Pager:
    """The pager of a page that there is, by its number; `name` is the parameter that tells it."""
    pages = max(1, -(-total // size))
    return Pager(
        page=page,
        pages=pages,
        total=total,
        first=(page - 1) * size + 1 if total else 0,
        last=min(page * size, total),
        previous_url=page_url(path, kept, page - 1, name) if page > 1 else "",
        next_url=page_url(path, kept, page + 1, name) if page < pages else "",
    )


def page_asked(params: Mapping[str, str], total: int, size: int) -> int:
    """The page that an address asks for, or the nearest that there is."""
    return min(number_in(params.get("page") or "") or 1, max(1, -(-total // size)))
