"""Blocks beside a list of articles. `template` names the include that draws each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import Truncator

from articles import company as beside
from articles.addresses import address_of
from articles.coverage import Years
from articles.models import Article, Country, EventSeries, Organization, Person, Topic
from articles.sayings import Said
from articles.selections import FIELDS, Survey, spoken_of
from articles.tenures import Tenure, Tenures, read_key_points, sentence

from .dates import date_label, partial_date_words, short_day
from .ledger import Ledger, ordinal_words
from .links import Column, CountedLink, Link, Pager, columns, numbered, with_shares
from .wording import place_url

#: Letters of a sentence that stand beside a holder; the link leads to the whole.
SENTENCE = 240
#: So many entries in a block, then it stops: the register itself has them all.
BLOCK = 8
#: Holders of an office, or offices of a person, on one page.
HOLDERS = 8
#: Letters of a quotation that stand beside a list; the link leads to the whole.
QUOTATION = 320
#: Years that coverage is drawn for; a longer row of bars would be one of hairs.
YEARS = 60
#: What `company` counts, with one more than it shows: an entry is no company of itself.
COMPANY = {FIELDS[model]: BLOCK + 1 for model in (Country, Person, Organization, Topic)}


@dataclass(frozen=True, slots=True)
class Bars:
    """Names with the number of articles, as bars."""

    template: ClassVar[str] = "panels/bars.html"
    title: str
    links: tuple[CountedLink, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of its own: `label` may lead somewhere, `note` follows, `links` come after."""

    label: str
    url: str = ""
    note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    template: ClassVar[str] = "panels/entries.html"
    title: str
    entries: tuple[Entry, ...]
    note: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation with the article it is from."""

    text: str
    language: str
    source: Link
    date: str
    speaker: Link | None = None


@dataclass(frozen=True, slots=True)
class Sayings:
    template: ClassVar[str] = "panels/sayings.html"
    title: str
    sayings: tuple[Saying, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An office with who held it, or a holder; `evidence` are the first and the last sentence that say so."""

    link: Link
    evidence: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class HeldList:
    template: ClassVar[str] = "panels/tenures.html"
    title: str
    tenures: tuple[Held, ...]
    pager: Pager
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Articles a year as a picture and as a table, both of links.

    Bars of many years are too narrow for a finger and too many for the tab key, so the way there by
    keyboard is the table.
    """

    template: ClassVar[str] = "parts/coverage.html"
    title: str
    bars: tuple[Column, ...]

    @property
    def first(self) -> str:
        return self.bars[0].label

    @property
    def last(self) -> str:
        return self.bars[-1].label


@dataclass(frozen=True, slots=True)
class Ledgers:
    template: ClassVar[str] = "panels/ledgers.html"
    title: str
    ledgers: tuple[Ledger, ...]


Panel = Bars | Entries | Sayings | HeldList | Ledgers | Coverage


def filled(*panels: Panel | None) -> tuple[Panel, ...]:
    """Those that have something to show."""
    return tuple(panel for panel in panels if panel is not None)


def counted(rows: Iterable[Any]) -> tuple[CountedLink, ...]:
    """Register rows that carry `articles` as bars; the country is read of namesakes alone."""

    def link(row: Any, alike: bool) -> CountedLink:
        note = country.name if alike and (country := getattr(row, "country", None)) else ""
        return CountedLink(name_of(row), row.get_absolute_url(), row.articles, note=note)

    return _told_apart(rows, link)


def _told_apart(rows: Iterable[Any], link: Callable[[Any, bool], CountedLink]) -> tuple[CountedLink, ...]:
    """Bars of what has a name; each is told whether another has the same."""
    rows = list(rows)
    times = Counter(row.name for row in rows)
    return with_shares(link(row, times[row.name] > 1) for row in rows)


def bars(
    title: str, found: Survey, rows: QuerySet, most: int = BLOCK, *, among_all: bool = True
) -> Bars | None:
    """What most of these articles speak of, from one register."""
    links = counted(spoken_of(found, rows, most, among_all=among_all))
    return Bars(title, links) if links else None


_TITLES = {Country: "Countries", Person: "People", Organization: "Organizations", Topic: "Topics"}
#: Registers whose entries a search can be narrowed by.
_SEARCHED = (Person, Organization, Topic, EventSeries)


def company(found: Survey, entry: Any) -> tuple[Panel, ...]:
    """Who and what else the articles of an entry speak of, and where all of it is."""
    told = beside.company(found, BLOCK, entry)
    panels = filled(*(named_bars(title, model, told[model]) for model, title in _TITLES.items()))
    if not isinstance(entry, _SEARCHED):
        return panels
    facets = {title: address_of("search_facet", model._meta.model_name) for model, title in _TITLES.items()}
    return tuple(
        replace(
            panel,
            more=Link(f"All {panel.title.lower()}", f"{facets[panel.title]}?{entry.address}={entry.slug}"),
        )
        if isinstance(panel, Bars) and len(panel.links) == BLOCK
        else panel
        for panel in panels
    )


def named_bars(title: str, model: Any, rows: Sequence[beside.Named]) -> Bars | None:
    """Entries of one register as bars; namesakes are told apart by their country."""

    def link(row: beside.Named, alike: bool) -> CountedLink:
        url = (
            address_of("country", row.slug.lower())
            if model is Country
            else address_of(model.address, row.slug)
        )
        return CountedLink(row.name, url, row.articles, note=row.country if alike else "")

    links = _told_apart(rows, link)
    return Bars(title, links) if links else None


def coverage(years: Years, address: Callable[[int], str] = "?year={}".format) -> Coverage | None:
    """Every year from the first to the last that has articles, so that gaps are seen as gaps.

    `address` is where the articles of a year are.
    """
    if not years:
        return None
    last = max(years)
    shown = range(max(min(years), last - YEARS + 1), last + 1)
    title = "Coverage" if shown[0] == min(years) else f"Coverage since {shown[0]}"
    links = (
        CountedLink(str(year), address(year) if year in years else "", years.get(year, 0)) for year in shown
    )
    return Coverage(title, columns(tuple(links)))


def happenings(rows: Iterable[Mapping[str, Any]], note: str, more: Link | None = None) -> Entries | None:
    """Dated events, each led to its round where it has one."""
    entries = tuple(_happening(row) for row in rows)
    return Entries("Timeline", entries, note, more) if entries else None


def _happening(row: Mapping[str, Any]) -> Entry:
    slug, ordinal = row["event__series__slug"], row["event__ordinal"]
    where = ", ".join(part for part in (partial_date_words(row["event__date"]), row["event__place"]) if part)
    round_ = f"{ordinal_words(ordinal)} round" if ordinal else ""
    return Entry(
        row["event__series__name"] or row["event__name"],
        f"{address_of('event', slug)}?event={row['event']}" if slug else "",
        " · ".join(part for part in (where, round_, articles_words(row["articles"])) if part),
    )


def sayings(
    title: str, said: Iterable[Said], articles: Mapping[int, Article], more: Link | None = None
) -> Sayings | None:
    shown = tuple(_saying(each, articles[each.article]) for each in said if each.article in articles)
    return Sayings(title, shown, more) if shown else None


def _saying(said: Said, article: Article) -> Saying:
    return Saying(
        Truncator(said.text).chars(QUOTATION),
        article.language,
        Link(article.headline, place_url(article, said)),
        date_label(article).text,
        Link(said.name, address_of("person", said.slug)) if said.slug else None,
    )


def tenures(title: str, found: Tenures, articles: Mapping[int, Article], path: str) -> HeldList | None:
    """A page of them; `articles` are those of their places."""
    read_key_points((place for each in found.shown for place in each.places), articles)
    held = tuple(
        Held(
            Link(name_of(each.row), each.row.get_absolute_url(), so_called(each)),
            tuple(
                Saying(
                    Truncator(sentence(place, article)).chars(SENTENCE),
                    article.language,
                    Link("", place_url(article, place)),
                    date_label(article).text,
                )
                for place in each.places
                if (article := articles.get(place.article_id)) is not None
            ),
        )
        for each in found.shown
    )
    note = "The latest first, with the first and the last article that say so, and their sentences."
    pager = numbered(found.page, found.total, HOLDERS, path, {}, "held")
    return HeldList(title, held, pager, note) if held else None


def so_called(tenure: Tenure) -> str:
    parts = (time_span(tenure.first, tenure.last), articles_words(tenure.articles))
    return " · ".join(part for part in parts if part)


def name_of(row: Any) -> str:
    """A name that can stand alone: an office says whose it is."""
    country = getattr(row, "country", None) if row._meta.model_name == "office" else None
    return f"{row.name}, {country.name}" if country is not None else str(row)


def time_span(first: date | None, last: date | None) -> str:
    """ "14 Feb 2026" or "16 Aug 2025 – 14 Feb 2026"; empty when no article has a date."""
    if first is None or last is None:
        return ""
    return short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"


def articles_words(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"
