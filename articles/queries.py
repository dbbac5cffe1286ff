"""The only door from pages to search: a `SearchRequest` goes in, a `SearchPage` comes out.

A page is made of what the index stores. The database is asked once, for the names
of the people, organizations, topics, series and sources whose slugs the facets
count, so that an entry that was renamed is shown by its new name at once.

Nothing here raises for what a reader may ask: odd parameters and odd questions
come back as notices, and an index that is out of order as a sentence.
"""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, Final, Literal, Self
from urllib.parse import urlencode

from django.db.models import CharField, Value
from django.http import QueryDict
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from haystack import connections
from haystack.backends import SQ
from haystack.inputs import Raw
from haystack.query import SearchQuerySet

from archive.search import Choice, DateField, Language, TextField, Understood, ValueField, understand

from .extraction.tables import load
from .models import Article, EventSeries, Organization, Person, Source, Topic, fold

Sort = Literal["relevance", "newest", "oldest"]

PAGE_SIZE: Final = 20
#: Values of a facet that are shown; the others are counted as "more".
SHOWN_VALUES: Final = 10
#: A histogram of at most this many months is drawn by month, a longer one by year.
MOST_MONTHS: Final = 36
#: Values of one parameter that are heeded.
_MOST_CHOSEN: Final = 20
_LONGEST_CHOICE: Final = 120
_SNIPPET: Final = 280
_LIKE: Final = 5


# --- What is asked ---


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
_YEAR: Final = FacetKind("year", "year", "Years", "Year")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks for. Each value of a parameter narrows further."""

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
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def from_params(cls, params: QueryDict) -> tuple[Self, tuple[str, ...]]:
        """A request from the parameters of an address, and what of them could not be read."""
        notices: list[str] = []
        chosen: dict[str, Any] = {kind.parameter: _chosen(params.getlist(kind.parameter)) for kind in FACETS}
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
            page=_page(params.get("page", ""), notices),
            **chosen,
        )
        return request, tuple(notices)

    def url(self, **changes: Any) -> str:
        """The address of this request with some fields changed; it starts at page 1 unless told otherwise."""
        changed = replace(self, **{"page": 1, **changes})
        pairs: list[tuple[str, str]] = [("q", changed.q)] if changed.q else []
        for kind in FACETS:
            pairs += [(kind.parameter, value) for value in getattr(changed, kind.parameter)]
        pairs += [("from", f"{changed.from_date}")] * (changed.from_date is not None)
        pairs += [("to", f"{changed.to_date}")] * (changed.to_date is not None)
        pairs += [("sort", changed.sort)] * (changed.sort != "relevance")
        pairs += [("page", f"{changed.page}")] * (changed.page > 1)
        address = _address(get_script_prefix())
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def toggled(self, parameter: str, value: str) -> str:
        """The address with one value of a parameter added, or removed where it is chosen."""
        held: tuple[str, ...] = getattr(self, parameter)
        kept = tuple(each for each in held if each != value) if value in held else (*held, value)
        return self.url(**{parameter: kept})

    @property
    def is_narrowed(self) -> bool:
        """Is anything but words asked for?"""
        return any(getattr(self, kind.parameter) for kind in FACETS) or bool(self.from_date or self.to_date)


@cache
def _address(script_prefix: str) -> str:
    """A page holds a hundred addresses of itself; the resolver is asked once."""
    return reverse("search")


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _question(text: str, notices: list[str]) -> str:
    """Cut to what is read of it: a page repeats it in each of its links."""
    text = _clean(text)
    longest = language().longest
    if len(text) > longest:
        notices.append(f"The question was cut to its first {longest:,} characters.")
    return text[:longest].rstrip()


def _chosen(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_clean(value)[:_LONGEST_CHOICE] for value in values))))[
        :_MOST_CHOSEN
    ]


def _known_countries(values: Iterable[str], notices: list[str]) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for value in values:
        if (choice := _country(value)) is not None:
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
    if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text):
        return int(text)
    notices.append(f"“{text[:60]}” is no page; this is the first.")
    return 1


# --- What is answered ---


@dataclass(frozen=True, slots=True)
class Hit:
    """One result, from stored fields alone. `snippet` is HTML with nothing but <mark> in it."""

    id: int
    url: str
    title: str
    date: date | None
    date_precision: str
    date_basis: str
    source: str
    agency: str
    countries: tuple[str, ...]
    snippet: SafeString
    score: float

    @property
    def country_names(self) -> tuple[str, ...]:
        return tuple(_country_names().get(code, code) for code in self.countries)


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool
    toggle_url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """`more` counts the values that are not shown."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or a year of the histogram; its address narrows to it."""

    label: str
    count: int
    url: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Chip:
    """Something asked for, with the address that takes it away."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    request: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bar, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    chips: tuple[Chip, ...] = ()
    page: int = 1
    pages: int = 1
    next_url: str | None = None
    previous_url: str | None = None
    took_ms: float = 0.0


OUT_OF_ORDER: Final = (
    "Search is out of order at the moment. The articles can still be browsed by country and by date."
)


def search(request: SearchRequest) -> SearchPage:
    """Run a request and make its page."""
    started = time.perf_counter()
    understood = understand(request.q, language())
    if connections["default"].get_backend().problem() is not None:
        labels = _labels(request, {})
        return SearchPage(request, notices=(OUT_OF_ORDER,), chips=_chips(request, labels))
    notices = list(understood.notices)
    asked = _asked(request, understood)
    answer = _Answer.of(asked, request.page, request.page_size)
    page, pages = request.page, max(1, -(-answer.total // request.page_size))
    if page > pages:
        notices.append(
            f"There is no page {page}; this is the last of {pages}."
            if pages > 1
            else "There is only this page."
        )
        page = pages
        answer = _Answer.of(asked, page, request.page_size)
    if not answer.total:
        notices += _why_nothing(request, understood)
    labels = _labels(request, answer.counts)
    return SearchPage(
        request=request,
        hits=tuple(map(_hit, answer.results)),
        total=answer.total,
        facets=tuple(_facets(request, answer.counts, labels)),
        histogram=tuple(_histogram(request, answer.counts)),
        notices=tuple(dict.fromkeys(notices)),
        understood=understood.text,
        chips=_chips(request, labels),
        page=page,
        pages=pages,
        next_url=request.url(page=page + 1) if page < pages else None,
        previous_url=request.url(page=page - 1) if page > 1 else None,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def more_like_this(article: Article, count: int = _LIKE) -> tuple[Hit, ...]:
    """Published articles that speak of the same things."""
    found = SearchQuerySet().highlight(**_STYLE).more_like_this(article)
    return tuple(_hit(result) for result in found[:count])


_STYLE: Final[Mapping[str, Any]] = {
    "pre_tag": "<mark>",
    "post_tag": "</mark>",
    "length": _SNIPPET,
    "without": "title",
}


def _asked(request: SearchRequest, understood: Understood) -> Any:
    """The request in Haystack's terms, with everything the page counts."""
    asked = SearchQuerySet().highlight(**_STYLE)
    if understood.query is not None:
        asked = asked.filter(content=Raw(understood.query))
    for kind in FACETS:
        for value in getattr(request, kind.parameter):
            asked = asked.narrow(SQ(**{f"{kind.field}_exact": value}))
    if request.from_date is not None:
        asked = asked.narrow(SQ(published__gte=request.from_date))
    if request.to_date is not None:
        asked = asked.narrow(SQ(published__lte=request.to_date))
    for name in (*(kind.field for kind in FACETS), "year", "month"):
        asked = asked.facet(name)
    match request.sort:
        case "newest":
            return asked.order_by("-published", "-score")
        case "oldest":
            return asked.order_by("published", "-score")
    return asked.order_by("-score", "-published")


@dataclass(frozen=True, slots=True)
class _Answer:
    results: Sequence[Any]
    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]]

    @classmethod
    def of(cls, asked: Any, page: int, size: int) -> Self:
        """One search: a page of results, their number and all counts."""
        query = asked.query._clone()
        query.set_limits((page - 1) * size, page * size)
        results = query.get_results()
        return cls(results, query.get_count(), query.get_facet_counts().get("fields", {}))


def _why_nothing(request: SearchRequest, understood: Understood) -> list[str]:
    """What of a request no article answers. Five parts of the question are looked into."""

    def found(asked: Any) -> bool:
        return bool(SearchQuerySet().filter(content=Raw(asked)).count())

    lonely = [text for text, part in understood.parts[:5] if not found(part)]
    if lonely:
        return [f"No article in the archive matches “{text[:80]}”." for text in lonely]
    if understood.query is None:
        return ["No article has all of what is chosen."] if request.is_narrowed else []
    if request.is_narrowed and found(understood.query):
        return ["The words are found elsewhere in the archive, but not with these filters."]
    if len(understood.parts) > 1:
        return ["Each part of the question is found, but no article has all of them. Try fewer words."]
    return ["What is asked for is found, but only where something stands that is not wanted."]


def _hit(result: Any) -> Hit:
    return Hit(
        id=int(result.pk),
        url=reverse("article", args=[int(result.pk), result.slug]),
        title=result.headline,
        date=result.published,
        date_precision=result.date_precision or "",
        date_basis=result.date_basis or "unknown",
        source=", ".join(result.sources or ()),
        agency=result.agency or "",
        countries=tuple(result.countries_exact or ()),
        # The engine escapes everything but the marks that `_STYLE` names.
        snippet=mark_safe(result.highlighted["text"][0]),  # noqa: S308
        score=float(result.score),
    )


# --- Facets, chips and the histogram ---

Labels = Mapping[tuple[str, str], str]
_REGISTERS: Final = {
    "topic": Topic,
    "person": Person,
    "organization": Organization,
    "event": EventSeries,
    "source": Source,
    "agency": Source,
}


def _labels(request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]]) -> Labels:
    """The names of all slugs that the page shows, by parameter and slug; one query."""
    labels: dict[tuple[str, str], str] = {}
    queries = []
    for kind in FACETS:
        wanted = {
            *getattr(request, kind.parameter),
            *(value for value, _ in counts.get(kind.field, ())[:SHOWN_VALUES]),
        }
        if kind.parameter == "country":
            labels |= {("country", code): _country_names().get(code, code) for code in wanted}
        elif wanted:
            rows = _REGISTERS[kind.parameter].objects.filter(slug__in=wanted)
            about = Value(kind.parameter, output_field=CharField())
            queries.append(rows.order_by().annotate(about=about).values_list("about", "slug", "name"))
    if queries:
        first, *others = queries
        labels |= {(about, slug): name for about, slug, name in first.union(*others, all=True)}
    return labels


def _facets(
    request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]], labels: Labels
) -> Iterable[Facet]:
    for kind in FACETS:
        chosen: tuple[str, ...] = getattr(request, kind.parameter)
        counted = list(counts.get(kind.field, ()))
        shown = dict(counted[:SHOWN_VALUES])
        shown |= {value: dict(counted).get(value, 0) for value in chosen}
        values = tuple(
            FacetValue(
                value=value,
                label=labels.get((kind.parameter, value), value),
                count=count,
                selected=value in chosen,
                toggle_url=request.toggled(kind.parameter, value),
            )
            for value, count in shown.items()
        )
        yield Facet(kind.parameter, kind.label, values, max(0, len(counted) - len(shown)))
    yield _years(request, sorted(counts.get("year", ()), reverse=True))


def _years(request: SearchRequest, counted: Sequence[tuple[str, int]]) -> Facet:
    values = []
    for year, count in counted[:SHOWN_VALUES]:
        start, end = date(int(year), 1, 1), date(int(year), 12, 31)
        chosen = (request.from_date, request.to_date) == (start, end)
        bounds = (None, None) if chosen else (start, end)
        url = request.url(from_date=bounds[0], to_date=bounds[1])
        values.append(FacetValue(year, year, count, chosen, url))
    return Facet(_YEAR.parameter, _YEAR.label, tuple(values), max(0, len(counted) - SHOWN_VALUES))


def _histogram(request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]]) -> Iterable[Bar]:
    """A bar for each month or, over a longer time, each year, from the first hit to the last."""
    months = {_month_number(month): count for month, count in counts.get("month", ())}
    if not months:
        return
    first, last = min(months), max(months)
    if last - first < MOST_MONTHS:
        for number in range(first, last + 1):
            start = date(number // 12, number % 12 + 1, 1)
            end = start.replace(day=calendar.monthrange(start.year, start.month)[1])
            label = f"{calendar.month_abbr[start.month]} {start.year}"
            yield Bar(label, months.get(number, 0), request.url(from_date=start, to_date=end), start, end)
        return
    years = {int(year): count for year, count in counts.get("year", ())}
    for year in range(first // 12, last // 12 + 1):
        start, end = date(year, 1, 1), date(year, 12, 31)
        yield Bar(str(year), years.get(year, 0), request.url(from_date=start, to_date=end), start, end)


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _chips(request: SearchRequest, labels: Labels) -> tuple[Chip, ...]:
    chips = [Chip(request.q, request.url(q=""))] if request.q else []
    for kind in FACETS:
        for value in getattr(request, kind.parameter):
            name = labels.get((kind.parameter, value), value)
            chips.append(Chip(f"{kind.noun}: {name}", request.toggled(kind.parameter, value)))
    if request.from_date:
        chips.append(Chip(f"From {request.from_date:%-d %B %Y}", request.url(from_date=None)))
    if request.to_date:
        chips.append(Chip(f"Until {request.to_date:%-d %B %Y}", request.url(to_date=None)))
    return tuple(chips)


# --- The reader's language ---


@cache
def language() -> Language:
    """What may stand before a colon in the search box."""
    in_text = {
        "title": "title",
        "text": "text",
        "comment": "comment",
        "said": "said",
        "by": "by",
        "person": "people",
        "office": "offices",
        "organization": "organizations",
        "organisation": "organizations",
        "topic": "topics",
        "event": "events",
        "source": "sources",
        "agency": "agency",
    }
    return Language(
        default=TextField("text"),
        fields={
            **{name: TextField(held) for name, held in in_text.items()},
            "country": ValueField("countries_exact", "country", _country),
            "pair": ValueField("pair", "pair of countries", _pair),
            "date": DateField("published"),
            "after": DateField("published", "after"),
            "before": DateField("published", "before"),
        },
    )


@cache
def _country_names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in load("countries.json")["countries"]}


@cache
def _country_forms() -> Mapping[str, str]:
    """Codes by what a country is called, folded; names come before demonyms where two meet."""
    forms: dict[str, str] = {}
    rows = load("countries.json")["countries"]
    for keys in (("code", "name"), ("names", "short"), ("demonyms",)):
        for row in rows:
            held = (row.get(key, ()) for key in keys)
            for form in chain.from_iterable([each] if isinstance(each, str) else each for each in held):
                forms.setdefault(fold(form), row["code"])
    return forms


def _country(typed: str) -> Choice | None:
    code = _country_forms().get(fold(typed))
    return Choice(code, _country_names()[code]) if code else None


def _pair(typed: str) -> Choice | None:
    """ "IN-KR", "kr/in" or "India-South Korea", in any order."""
    for mark in ("-", "\u2013", "/", "+", " and ", ","):
        first, found, second = typed.partition(mark)
        one, other = _country(first), _country(second)
        if found and one and other and one.value != other.value:
            low, high = sorted((one, other), key=lambda choice: choice.value)
            return Choice(f"{low.value}-{high.value}", f"{low.label} and {high.label}")
    return None
