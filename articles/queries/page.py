"""What a search answers: the parts of a results page, from what the index counted and stored."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.utils.safestring import SafeString

from ..models import EventSeries, Organization, Person, Source, Topic
from .asking import FACETS, YEAR, FacetKind, SearchRequest
from .language import country_names

#: Values of a facet that are shown; the others are counted as "more".
SHOWN_VALUES: Final = 10
#: A histogram of at most this many months is drawn by month, a longer one by year.
MOST_MONTHS: Final = 36


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
        return tuple(country_names().get(code, code) for code in self.countries)


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool
    toggle_url: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Another way of showing or joining the values of a facet."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """`more` counts the values that are not shown."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int = 0
    switches: tuple[Switch, ...] = ()


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
class Suggestion:
    """A text for the search box, what it is, and the search that it leads to."""

    text: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`meant` is the question as it was probably meant, where that finds more."""

    request: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bar, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    chips: tuple[Chip, ...] = ()
    meant: Suggestion | None = None
    page: int = 1
    pages: int = 1
    next_url: str | None = None
    previous_url: str | None = None
    took_ms: float = 0.0


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


def labels_of(request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]]) -> Labels:
    """The names of all slugs that the page shows, by parameter and slug; one query."""
    labels: dict[tuple[str, str], str] = {}
    selects: list[str] = []
    slugs: list[str] = []
    quoted = connection.ops.quote_name
    for kind in FACETS:
        wanted = {
            *getattr(request, kind.parameter),
            *(value for value, _ in counts.get(kind.field, ())[:SHOWN_VALUES]),
            *(value for value, _ in getattr(counts.get(kind.field), "beside", None) or ()),
        }
        if kind.parameter == "country":
            labels |= {("country", code): country_names().get(code, code) for code in wanted}
        elif wanted:
            table = quoted(_REGISTERS[kind.parameter]._meta.db_table)
            marks = ", ".join(["%s"] * len(wanted))
            selects.append(f"SELECT '{kind.parameter}', slug, name FROM {table} WHERE slug IN ({marks})")  # noqa: S608
            slugs += sorted(wanted)
    if selects:
        # Django takes longer to write this union than the database to answer it, and it is in every page.
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), slugs)
            labels |= {(about, slug): name for about, slug, name in cursor.fetchall()}
    return labels


def facets_of(
    request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]], labels: Labels
) -> Iterable[Facet]:
    for kind in FACETS:
        counted = counts.get(kind.field, ())
        beside = getattr(counted, "beside", None)
        shown = counted if beside is None else beside
        values = tuple(_values(request, kind, shown, labels, instead=beside is not None))
        more = max(0, getattr(shown, "distinct", 0) - len(shown))
        yield Facet(kind.parameter, kind.label, values, more, tuple(_switches(request, kind)))
    yield _years(request, sorted(counts.get("year", ()), reverse=True))


def _values(
    request: SearchRequest,
    kind: FacetKind,
    counted: Sequence[tuple[str, int]],
    labels: Labels,
    *,
    instead: bool,
) -> Iterable[FacetValue]:
    """The values of a facet; chosen, each comes on top of what is chosen already or `instead` of it."""
    chosen: tuple[str, ...] = getattr(request, kind.parameter)
    for value, count in counted:
        taken = instead and value not in chosen
        yield FacetValue(
            value=value,
            label=labels.get((kind.parameter, value), value),
            count=count,
            selected=value in chosen,
            toggle_url=request.url(**{kind.parameter: (value,)})
            if taken
            else request.toggled(kind.parameter, value),
        )


def _switches(request: SearchRequest, kind: FacetKind) -> Iterable[Switch]:
    chosen: tuple[str, ...] = getattr(request, kind.parameter)
    if not chosen:
        return
    if kind.parameter in request.beside:
        others = tuple(name for name in request.beside if name != kind.parameter)
        yield Switch("Show what narrows further", request.url(beside=others))
    else:
        yield Switch("Show what else there is", request.url(beside=(*request.beside, kind.parameter)))
    if kind.parameter == "country" and len(chosen) > 1:
        joined = (
            ("any", "Any of them is enough") if request.match == "all" else ("all", "All of them together")
        )
        yield Switch(joined[1], request.url(match=joined[0]))


def _years(request: SearchRequest, counted: Sequence[tuple[str, int]]) -> Facet:
    values = []
    for year, count in counted[:SHOWN_VALUES]:
        start, end = date(int(year), 1, 1), date(int(year), 12, 31)
        chosen = (request.from_date, request.to_date) == (start, end)
        bounds = (None, None) if chosen else (start, end)
        url = request.url(from_date=bounds[0], to_date=bounds[1])
        values.append(FacetValue(year, year, count, chosen, url))
    return Facet(YEAR.parameter, YEAR.label, tuple(values), max(0, len(counted) - SHOWN_VALUES))


def histogram_of(request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]]) -> Iterable[Bar]:
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


def chips_of(request: SearchRequest, labels: Labels) -> tuple[Chip, ...]:
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
