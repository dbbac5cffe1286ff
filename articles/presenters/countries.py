"""Pages of a country, of two countries, and the first page with the ways in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse

from articles import browsing
from articles.models import Country, Event, EventSeries, Organization, Person, Statement, Topic
from articles.selections import Survey, everything, rows_of, spoken_of, survey

from .dates import partial_date_words
from .ledger import Ledger, ledgers, ordinal_words
from .links import PAGE_SIZE, CountedLink, Link, Pager, numbered, page_asked, page_url, with_shares
from .panels import Bars, Entries, Entry, Panel, articles_words, bars, filled
from .segments import anchor

SCOPES = (("party", "party to"), ("mention", "every mention"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What articles say two countries were or became in a year, with the words that say so."""

    status: str
    kind: str
    words: str
    sources: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class YearOfClaims:
    year: str
    claims: tuple[Claim, ...]


def scope_links(country: Country, scope: str) -> tuple[Link, ...]:
    """The switch between articles about a country and all that name it; the chosen one leads nowhere."""
    path = country.get_absolute_url()
    addresses = {"party": path, "mention": page_url(path, {"scope": "mention"})}
    return tuple(Link(label, "" if name == scope else addresses[name]) for name, label in SCOPES)


#: So many partners stand beside a country's articles, and so many people beside those of two countries.
PARTNERS, PEOPLE = 12, 24
#: What the index counts of a country's articles, and of those of two.
COUNTRY_COUNTS = {"parties": PARTNERS + 1, "people": None, "organizations": None, "topics": 9, "series": 9}
PAIR_COUNTS = {"people": None, "topics": 9}


def country_panels(country: Country, about: Survey) -> tuple[Panel, ...]:
    """Partners, people, organizations, topics and dialogues in the articles that the country is party to."""
    return filled(
        partners(country, about),
        bars("People", about, Person.objects.filter(country=country), among_all=False),
        bars("Organizations", about, Organization.objects.filter(country=country), among_all=False),
        bars("Topics", about, Topic.objects.all()),
        bars("Dialogues", about, EventSeries.objects.all()),
    )


def partners(country: Country, about: Survey) -> Bars | None:
    others = spoken_of(about, Country.objects.exclude(pk=country.pk), PARTNERS)
    links = with_shares(
        CountedLink(other.name, pair_url(country.pk, other.pk), other.articles) for other in others
    )
    return Bars("Together with", links) if links else None


def pair_url(first: str, second: str) -> str:
    """Codes in alphabetical order: two countries have one address."""
    return reverse("pair", args=["-".join(sorted((first, second))).lower()])


def busiest_pairs(limit: int, found: Survey | None = None) -> tuple[CountedLink, ...]:
    """Two countries that most articles are about; `found` is a survey of all with counts of `pairs`."""
    found = found or survey(everything(), {"pairs": limit}, size=1)
    if found.counts is None:
        return _pair_links(
            (row["first"], row["second"], row["articles"]) for row in browsing.busiest_pairs()[:limit]
        )
    return _pair_links(_counted_pairs(list(found.counts["pairs"].items())[:limit]))


def pair_page(params: Mapping[str, str]) -> tuple[tuple[CountedLink, ...], Pager]:
    """One page of all pairs that some article is about."""
    counts = survey(everything(), {"pairs": None}, size=1).counts
    rows = browsing.busiest_pairs() if counts is None else list(counts["pairs"].items())
    total = len(rows) if isinstance(rows, list) else rows.count()
    page = page_asked(params, total, PAGE_SIZE)
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    pairs = (
        _counted_pairs(shown)
        if isinstance(shown, list)
        else [(row["first"], row["second"], row["articles"]) for row in shown]
    )
    return _pair_links(pairs), numbered(page, total, PAGE_SIZE, reverse("pairs"), {})


def _counted_pairs(counts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    for pair, articles in counts:
        first, _, second = pair.partition("-")
        yield first, second, articles


def _pair_links(pairs: Iterable[tuple[str, str, int]]) -> tuple[CountedLink, ...]:
    pairs = list(pairs)
    names = Country.objects.in_bulk({code for first, second, _ in pairs for code in (first, second)})
    return with_shares(
        CountedLink(f"{names[first].name} – {names[second].name}", pair_url(first, second), articles)
        for first, second, articles in pairs
        if first in names and second in names
    )


def timeline(statements: Iterable[Statement]) -> tuple[YearOfClaims, ...]:
    """Statements by year; the same claim made in several articles is told once, with all of them."""
    dated = sorted(statements, key=lambda each: (each.year is None, each.year or 0))
    return tuple(
        YearOfClaims(str(year) if year else "No year given", _claims(group))
        for year, group in groupby(dated, key=lambda each: each.year)
    )


#: Articles that are named for one claim; the others are counted.
SOURCES = 5


def _claims(statements: Iterable[Statement]) -> tuple[Claim, ...]:
    same: dict[tuple[str, str], list[Statement]] = {}
    for each in statements:
        same.setdefault((each.status.casefold(), each.kind), []).append(each)
    return tuple(
        Claim(
            group[0].status,
            group[0].kind.replace("_", " ").replace("-", " "),
            group[0].surface,
            tuple(
                Link(
                    made.article.headline,
                    f"{made.article.get_absolute_url()}#{anchor(made.field, made.start, made.end)}",
                )
                for made in list(_one_an_article(group))[:SOURCES]
            ),
            max(0, len(_one_an_article(group)) - SOURCES),
        )
        for group in same.values()
    )


def _one_an_article(statements: list[Statement]) -> Collection[Statement]:
    return {each.article_id: each for each in reversed(statements)}.values()


def pair_ledgers(first: Country, second: Country) -> tuple[Ledger, ...]:
    return ledgers(browsing.events_between(first, second))


def pair_panels(first: Country, second: Country, found: Survey) -> tuple[Panel, ...]:
    """People of either side with the offices these articles give them, and topics."""
    people = spoken_of(found, Person.objects.filter(country__in=[first, second]), PEOPLE, among_all=False)
    offices: dict[int, list[dict[str, Any]]] = {}
    for row in browsing.offices_held(people, found.selection.articles):
        offices.setdefault(row["person"], []).append(row)
    sides = (
        _people_of(side, [person for person in people if person.country_id == side.pk], offices)
        for side in (first, second)
    )
    return filled(*sides, bars("Topics", found, Topic.objects.all()))


def _people_of(
    country: Country, people: list[Person], offices: dict[int, list[dict[str, Any]]]
) -> Entries | None:
    entries = tuple(
        Entry(
            person.name,
            person.get_absolute_url(),
            articles_words(person.articles),
            tuple(
                Link(row["office__name"], reverse("office", args=[row["office__slug"]]))
                for row in offices.get(person.pk, ())[:2]
            ),
        )
        for person in people
    )
    return Entries(f"For {country.name}", entries) if entries else None


def all_countries() -> dict[str, CountedLink]:
    return by_code(survey(everything(), {"parties": None, "countries": None}, size=1))


def by_code(found: Survey) -> dict[str, CountedLink]:
    """Every country that an article names, by how many are about it, under its code.

    The note is how many name it. `found` is a survey of all articles with counts of parties and of countries.
    """
    if found.counts is None:
        rows = list(Country.objects.in_use())
    else:
        named = found.counts["countries"]
        about = dict.fromkeys(named, 0) | found.counts["parties"]
        rows = rows_of(Country.objects.all(), about, about)
        for row in rows:
            row.mentioned = named.get(row.pk, row.articles)
        rows.sort(key=lambda row: (-row.articles, -row.mentioned, row.name))
    links = with_shares(
        CountedLink(row.name, row.get_absolute_url(), row.articles, note=f"{row.mentioned:,}") for row in rows
    )
    return dict(zip((row.pk for row in rows), links, strict=True))


def latest_rounds(limit: int) -> tuple[Entry, ...]:
    return tuple(_round(event) for event in browsing.latest_rounds()[:limit])


def _round(event: Event) -> Entry:
    url = event.series.get_absolute_url() if event.series else ""
    where = ", ".join(part for part in (event.place, partial_date_words(event.date)) if part)
    note = " · ".join(part for part in (f"{ordinal_words(event.ordinal)} round", where) if part)
    name = event.series.name if event.series else event.name
    return Entry(name, f"{url}#event-{event.pk}" if url else "", note)
