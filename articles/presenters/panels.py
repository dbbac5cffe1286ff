"""Blocks beside a list of articles. `template` names the include that draws each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import Truncator

from articles.models import Country, Organization, Person, Topic
from articles.selections import FIELDS, Survey, spoken_of
from articles.tenures import Passage, Tenure

from .dates import date_label, short_day
from .ledger import Ledger
from .links import CountedLink, Link, with_shares
from .segments import anchor

#: Letters of a sentence that stand beside a holder; the link leads to the whole.
SENTENCE = 240
#: So many entries in a block, then it stops: the register itself has them all.
BLOCK = 8
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


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation with the article it is from."""

    text: str
    language: str
    source: Link
    date: str


@dataclass(frozen=True, slots=True)
class Sayings:
    template: ClassVar[str] = "panels/sayings.html"
    title: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An office with who held it, or a holder; `evidence` are the first and the last sentence that say so."""

    link: Link
    evidence: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Tenures:
    template: ClassVar[str] = "panels/tenures.html"
    title: str
    tenures: tuple[Held, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ledgers:
    template: ClassVar[str] = "panels/ledgers.html"
    title: str
    ledgers: tuple[Ledger, ...]


Panel = Bars | Entries | Sayings | Tenures | Ledgers


def filled(*panels: Panel | None) -> tuple[Panel, ...]:
    """Those that have something to show."""
    return tuple(panel for panel in panels if panel is not None)


def counted(rows: Iterable[Any]) -> tuple[CountedLink, ...]:
    """Register rows that carry `articles` as bars; namesakes are told apart by their country."""
    rows = list(rows)
    times = Counter(row.name for row in rows)
    return with_shares(
        CountedLink(
            name_of(row),
            row.get_absolute_url(),
            row.articles,
            note=row.country.name if times[row.name] > 1 and getattr(row, "country", None) else "",
        )
        for row in rows
    )


def bars(
    title: str, found: Survey, rows: QuerySet, most: int = BLOCK, *, among_all: bool = True
) -> Bars | None:
    """What most of these articles speak of, from one register."""
    links = counted(spoken_of(found, rows, most, among_all=among_all))
    return Bars(title, links) if links else None


def company(found: Survey, without: Any = None) -> tuple[Panel, ...]:
    """Who and what else these articles speak of, in four queries."""

    def others(model: Any) -> QuerySet:
        rows = model.objects.select_related("country") if model in (Person, Organization) else model.objects
        return rows.exclude(pk=without.pk) if isinstance(without, model) else rows.all()

    return filled(
        bars("Countries", found, others(Country)),
        bars("People", found, others(Person)),
        bars("Organizations", found, others(Organization)),
        bars("Topics", found, others(Topic)),
    )


def sayings(title: str, quotes: QuerySet) -> Sayings | None:
    # Which ones, first: putting all in order with the texts of their articles takes long.
    shown = tuple(
        Saying(
            quote.text,
            quote.article.language,
            Link(
                quote.article.headline,
                f"{quote.article.get_absolute_url()}#{anchor(quote.field, quote.start, quote.end)}",
            ),
            date_label(quote.article).text,
        )
        for quote in quotes.filter(pk__in=quotes.values("pk")[:BLOCK])
    )
    return Sayings(title, shown) if shown else None


def tenures(title: str, found: Iterable[Tenure]) -> Tenures | None:
    held = tuple(
        Held(
            Link(name_of(each.row), each.row.get_absolute_url(), so_called(each)),
            tuple(
                Saying(
                    Truncator(passage.sentence).chars(SENTENCE),
                    passage.article.language,
                    Link("", _address(passage)),
                    date_label(passage.article).text,
                )
                for passage in each.passages
            ),
        )
        for each in found
    )
    note = "The latest first, with the first and the last article that say so, and their sentences."
    return Tenures(title, held, note) if held else None


def _address(passage: Passage) -> str:
    return f"{passage.article.get_absolute_url()}#{anchor(passage.field, passage.start, passage.end)}"


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
