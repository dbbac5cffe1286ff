"""What a search answers: the parts of a results page, from what the index counted and stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.utils.safestring import SafeString

from .asking import FACETS, YEAR, FacetKind, SearchRequest
from .language import country_names
from .moved import REGISTERS
from .timeline import Counts, counted_in, periods_of

#: Values of a facet that are shown; the others are counted as "more".
SHOWN_VALUES: Final = 10


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
    """`more` counts the values that are not shown; `all_url` leads to a page of all."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int = 0
    switches: tuple[Switch, ...] = ()
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year, a month or a day of the histogram; its address narrows to it."""

    label: str
    count: int
    url: str
    start: date
    end: date
    short: str = ""


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
class Way:
    """A part of a request, or a request with less in it, with the number of articles that it finds."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`meant` is the question as it was probably meant, where that finds more.

    Where nothing is found, `clauses` tell what each part of the request finds alone, and
    `relaxations` which smallest steps back find something.
    """

    request: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bar, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    chips: tuple[Chip, ...] = ()
    meant: Suggestion | None = None
    clauses: tuple[Way, ...] = ()
    relaxations: tuple[Way, ...] = ()
    page: int = 1
    pages: int = 1
    next_url: str | None = None
    previous_url: str | None = None
    took_ms: float = 0.0


# --- Facets, chips and the histogram ---

Labels = Mapping[tuple[str, str], str]
_OF_COUNTRIES: Final = ("person", "organization")


def labels_of(request: SearchRequest, counts: Counts, shown: int = SHOWN_VALUES) -> Labels:
    """The names of all slugs that the page shows, by parameter and slug; one query."""
    labels: dict[tuple[str, str], str] = {}
    selects: list[str] = []
    slugs: list[str] = []
    quoted = connection.ops.quote_name
    for kind in FACETS:
        wanted = {
            *getattr(request, kind.parameter),
            *(value for value, _ in counts.get(kind.field, ())[:shown]),
            *(value for value, _ in getattr(counts.get(kind.field), "beside", None) or ()),
        }
        if kind.parameter == "country":
            labels |= {("country", code): country_names().get(code, code) for code in wanted}
        elif wanted:
            table = quoted(REGISTERS[kind.parameter]._meta.db_table)
            marks = ", ".join(["%s"] * len(wanted))
            of = "country_id" if kind.parameter in _OF_COUNTRIES else "NULL"
            columns = f"'{kind.parameter}', slug, name, {of}"
            selects.append(f"SELECT {columns} FROM {table} WHERE slug IN ({marks})")  # noqa: S608
            slugs += sorted(wanted)
    if selects:
        # Django takes longer to write this union than the database to answer it, and it is in every page.
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), slugs)
            labels |= _told_apart(cursor.fetchall())
    return labels


def _told_apart(rows: Sequence[tuple[str, str, str, str | None]]) -> dict[tuple[str, str], str]:
    """Names by parameter and slug; of two that are alike each says whose it is."""
    often = Counter((about, name) for about, _, name, _ in rows)
    return {
        (about, slug): f"{name}, {country_names().get(code, code)}"
        if code and often[about, name] > 1
        else name
        for about, slug, name, code in rows
    }


def facets_of(request: SearchRequest, counts: Counts, labels: Labels) -> Iterable[Facet]:
    for kind in FACETS:
        shown = shown_of(counts.get(kind.field, ()))
        values = tuple(values_of(request, kind, shown, labels))
        more = max(0, getattr(shown, "distinct", 0) - len(shown))
        switches = tuple(_switches(request, kind))
        yield Facet(kind.parameter, kind.label, values, more, switches, request.facet_url(kind.parameter))
    years = sorted(counts.get("year", ()), reverse=True)
    more = max(0, len(years) - SHOWN_VALUES)
    yield Facet(
        YEAR.parameter,
        YEAR.label,
        tuple(years_of(request, years[:SHOWN_VALUES])),
        more,
        all_url=request.facet_url(YEAR.parameter),
    )


def shown_of(counted: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """The counts without what is chosen in the facet, where these were asked for."""
    beside: Sequence[tuple[str, int]] | None = getattr(counted, "beside", None)
    return counted if beside is None else beside


def values_of(
    request: SearchRequest, kind: FacetKind, counted: Sequence[tuple[str, int]], labels: Labels
) -> Iterable[FacetValue]:
    """The values of a facet. Chosen, each comes on top of what is chosen already, or in place of
    it where it was counted without that."""
    chosen: tuple[str, ...] = getattr(request, kind.parameter)
    instead = kind.parameter in request.beside and not request.joins(kind)
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
    if request.joins(kind):
        yield Switch("All of them in one article", request.url(match="all"))
        return
    if kind.parameter in request.beside:
        others = tuple(name for name in request.beside if name != kind.parameter)
        yield Switch("Show what narrows further", request.url(beside=others))
    else:
        yield Switch("Show what else there is", request.url(beside=(*request.beside, kind.parameter)))
    if kind.parameter == "country":
        label = "Any of them is enough" if len(chosen) > 1 else "Add others; any of them is enough"
        yield Switch(label, request.url(match="any"))


def years_of(request: SearchRequest, counted: Iterable[tuple[str, int]]) -> Iterable[FacetValue]:
    for year, count in counted:
        start, end = date(int(year), 1, 1), date(int(year), 12, 31)
        chosen = (request.from_date, request.to_date) == (start, end)
        bounds = (None, None) if chosen else (start, end)
        url = request.url(from_date=bounds[0], to_date=bounds[1])
        yield FacetValue(year, year, count, chosen, url)


def histogram_of(request: SearchRequest, counts: Counts) -> Iterable[Bar]:
    periods = periods_of(request, (counts,))
    for period, count in zip(periods, counted_in(periods, counts), strict=True):
        url = request.url(from_date=period.start, to_date=period.end)
        yield Bar(period.label, count, url, period.start, period.end, period.short)


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
