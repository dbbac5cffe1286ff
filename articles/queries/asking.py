"""What a reader asks for: a `SearchRequest`, read from an address and written as one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, Self
from urllib.parse import quote_plus

from django.http import QueryDict

from ..addresses import address_of, number_in
from .language import country, language
from .moved import kept

_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")

Sort = Literal["relevance", "newest", "oldest"]
Match = Literal["all", "any"]

PAGE_SIZE: Final = 20
#: Results on a page that a reader may choose.
PAGE_SIZES: Final = (20, 50, 100)
#: A longer page shows less of each article, so that it comes as fast as a short one and is not much larger.
LONG_PAGE: Final = 20
#: Values of one parameter that are heeded.
_MOST_CHOSEN: Final = 20
LONGEST_CHOICE: Final = 120


@dataclass(frozen=True, slots=True)
class FacetKind:
    """A facet: its parameter in the address, its field in the index and what it is called."""

    parameter: str
    field: str
    label: str
    noun: str


FACETS: Final = (
    FacetKind("country", "countries", "Countries", "Country"),
    FacetKind("topic", "topics", "Topics", "Topic"),
    FacetKind("person", "people", "People", "Person"),
    FacetKind("organization", "organizations", "Organizations", "Organization"),
    FacetKind("event", "events", "Event series", "Event series"),
    FacetKind("source", "sources", "Sources", "Source"),
    FacetKind("agency", "agency", "Agencies", "Agency"),
)
YEAR: Final = FacetKind("year", "year", "Years", "Year")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks for. Each value of a parameter narrows further.

    With `match` "any", one of the chosen countries is enough. `beside` names facets whose values are
    shown with what each would find in place of what is chosen there.
    """

    q: str = ""
    country: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    sort: Sort = "relevance"
    match: Match = "all"
    beside: tuple[str, ...] = ()
    page: int = 1
    page_size: int = PAGE_SIZE
    #: The page of results, and the parameters of an address, each written: a hundred on a page share most.
    _page: str = field(init=False, repr=False, compare=False)
    _parts: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = {name: _written(name, getattr(self, name)) for name in _WRITTEN}
        object.__setattr__(self, "_parts", parts | {"page": ""})
        object.__setattr__(self, "_page", address_of("search"))

    @classmethod
    def from_params(cls, params: QueryDict) -> tuple[Self, tuple[str, ...]]:
        """A request from the parameters of an address, and what of them could not be read."""
        notices: list[str] = []
        chosen = kept({kind.parameter: _chosen(params.getlist(kind.parameter)) for kind in FACETS})
        chosen["country"] = _known_countries(chosen["country"], notices)
        ends = params.get("from", ""), params.get("to", "")
        first, last = _day(ends[0], notices, last=False), _day(ends[1], notices, last=True)
        if first and last and first > last:
            notices.append("The two dates stood the wrong way round and were swapped.")
            first, last = _day(ends[1], notices, last=False), _day(ends[0], notices, last=True)
        request = cls(
            q=_question(params.get("q", ""), notices),
            from_date=first,
            to_date=last,
            sort=_sort(params.get("sort", ""), notices),
            match="any" if params.get("match") == "any" else "all",
            beside=tuple(name for name in _chosen(params.getlist("beside")) if name in chosen),
            page=_page(params.get("page", ""), notices),
            page_size=_size(params.get("size", ""), notices),
            **chosen,
        )
        return request, tuple(notices)

    def url(self, **changes: Any) -> str:
        """The address of this request with some fields changed; it starts at page 1 unless told otherwise."""
        parts = self._parts.copy()
        for name, value in changes.items():
            parts[name] = _written(name, value)
        query = "&".join(filter(None, parts.values()))
        return f"{self._page}?{query}" if query else self._page

    @property
    def query(self) -> str:
        """The parameters of this request, from its first page on."""
        return "&".join(filter(None, self._parts.values()))

    def toggled(self, parameter: str, value: str) -> str:
        """The address with one value of a parameter added, or removed where it is chosen."""
        held: tuple[str, ...] = getattr(self, parameter)
        kept = tuple(each for each in held if each != value) if value in held else (*held, value)
        return self.url(**{parameter: kept})

    def facet_url(self, parameter: str) -> str:
        """The address of all values of a facet among what this request finds."""
        address = address_of("search_facet", parameter)
        return f"{address}?{query}" if (query := self.query) else address

    def joins(self, kind: FacetKind) -> bool:
        """Is one of the chosen values enough? Then what else could be chosen adds to what is found."""
        return self.match == "any" and kind.parameter == "country" and bool(self.country)

    @property
    def is_narrowed(self) -> bool:
        """Is anything but words asked for?"""
        return any(getattr(self, kind.parameter) for kind in FACETS) or bool(self.from_date or self.to_date)


_WRITTEN: Final = (
    "q",
    *(kind.parameter for kind in FACETS),
    "from_date",
    "to_date",
    "sort",
    "match",
    "beside",
    "page_size",
)


#: What need not be said.
_USUAL: Final = {"sort": "relevance", "match": "all"}


def _written(name: str, value: Any) -> str:
    """One field as it stands in an address; empty where it says nothing."""
    if isinstance(value, tuple):
        return "&".join([f"{name}={quote_plus(each)}" for each in value])
    if name == "page":
        return f"page={value}" if value > 1 else ""
    if name in _USUAL:
        return f"{name}={value}" if value != _USUAL[name] else ""
    if name == "page_size":
        return f"size={value}" if value in PAGE_SIZES[1:] else ""
    return f"{name.removesuffix('_date')}={quote_plus(str(value))}" if value else ""


def _clean(text: str) -> str:
    """Without what cannot be written down: NULs and halves of characters."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def _question(text: str, notices: list[str]) -> str:
    """Cut to what is read of it: a page repeats it in each of its links."""
    text = _clean(text)
    longest = language().longest
    if len(text) > longest:
        notices.append(f"The question was cut to its first {longest:,} characters.")
    return text[:longest].rstrip()


def _chosen(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_clean(value)[:LONGEST_CHOICE] for value in values))))[
        :_MOST_CHOSEN
    ]


def _known_countries(values: Iterable[str], notices: list[str]) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for value in values:
        if (choice := country(value)) is not None:
            known[choice.value] = None
        else:
            notices.append(f"No country has the code “{value[:60]}”, so it was left out.")
    return tuple(known)


def _day(text: str, notices: list[str], *, last: bool) -> date | None:
    """A day, or the first or last of a month or year."""
    text = _clean(text)
    if not text:
        return None
    try:
        year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
        month_end = month or (12 if last else 1)
        days = calendar.monthrange(year, month_end)[1]
        return date(year, month_end, day or (days if last else 1))
    except (ValueError, IndexError):
        notices.append(f"“{text[:60]}” is no date; write it as 2025-08-26.")
        return None


def _sort(text: str, notices: list[str]) -> Sort:
    match text:
        case "relevance" | "newest" | "oldest":
            return text
        case "":
            return "relevance"
    notices.append(f"There is no order “{text[:60]}”; the best matches come first.")
    return "relevance"


def _page(text: str, notices: list[str]) -> int:
    if not text:
        return 1
    if number := number_in(text):
        return number
    notices.append(f"“{text[:60]}” is no page; this is the first.")
    return 1


def _size(text: str, notices: list[str]) -> int:
    if text in ("", *map(str, PAGE_SIZES)):
        return int(text or PAGE_SIZE)
    notices.append(f"There are pages of {', '.join(map(str, PAGE_SIZES))} results, not of “{text[:60]}”.")
    return PAGE_SIZE
