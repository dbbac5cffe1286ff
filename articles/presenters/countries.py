"""Pages of a country, of two countries, and the first page with the ways in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from articles import browsing
from articles.models import Article, Country, Event, Organization, Person, Statement, Topic
from articles.models.articles import ArticleQuerySet

from .dates import partial_date_words
from .ledger import Ledger, ledgers, ordinal_words
from .links import PAGE_SIZE, CountedLink, Link, Pager, page_url, pager, with_shares
from .panels import Bars, Entries, Entry, Panel, articles_words, bars, counted, filled
from .segments import anchor

SCOPES = (("party", "party to"), ("mention", "every mention"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What articles say two countries were or became in a year, with the words that say so."""

    status: str
    kind: str
    words: str
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class YearOfClaims:
    year: str
    claims: tuple[Claim, ...]


def scope_links(country: Country, scope: str) -> tuple[Link, ...]:
    """The switch between articles about a country and all that name it; the chosen one leads nowhere."""
    path = country.get_absolute_url()
    addresses = {"party": path, "mention": page_url(path, {"scope": "mention"})}
    return tuple(Link(label, "" if name == scope else addresses[name]) for name, label in SCOPES)


def country_panels(country: Country, articles: ArticleQuerySet) -> tuple[Panel, ...]:
    """Partners, people, organizations, topics and dialogues in the articles that the country is party to."""
    return filled(
        partners(country, articles),
        bars("People", browsing.spoken_of(Person.objects.filter(country=country), articles)),
        bars("Organizations", browsing.spoken_of(Organization.objects.filter(country=country), articles)),
        bars("Topics", browsing.spoken_of(Topic.objects.all(), articles)),
        bars("Dialogues", browsing.series_of(articles)),
    )


def partners(country: Country, articles: ArticleQuerySet) -> Bars | None:
    others = browsing.parties_of(articles).exclude(pk=country.pk)[:12]
    links = with_shares(
        CountedLink(other.name, pair_url(country.pk, other.pk), other.articles) for other in others
    )
    return Bars("Together with", links) if links else None


def pair_url(first: str, second: str) -> str:
    """Codes in alphabetical order: two countries have one address."""
    return reverse("pair", args=["-".join(sorted((first, second))).lower()])


def busiest_pairs(limit: int) -> tuple[CountedLink, ...]:
    return _pair_links(browsing.busiest_pairs()[:limit])


def pair_page(number: str | None) -> tuple[tuple[CountedLink, ...], Pager]:
    """One page of all pairs that some article is about."""
    page = Paginator(browsing.busiest_pairs(), PAGE_SIZE).get_page(number)
    return _pair_links(page.object_list), pager(page, reverse("pairs"), {})


def _pair_links(rows: Iterable[dict[str, Any]]) -> tuple[CountedLink, ...]:
    return with_shares(
        CountedLink(
            f"{row['first_name']} – {row['second_name']}",
            pair_url(row["first"], row["second"]),
            row["articles"],
        )
        for row in rows
    )


def timeline(statements: Iterable[Statement]) -> tuple[YearOfClaims, ...]:
    """Statements by year; the same claim made in several articles is told once, with all of them."""
    dated = sorted(statements, key=lambda each: (each.year is None, each.year or 0))
    return tuple(
        YearOfClaims(str(year) if year else "No year given", _claims(group))
        for year, group in groupby(dated, key=lambda each: each.year)
    )


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
                for made in {each.article_id: each for each in reversed(group)}.values()
            ),
        )
        for group in same.values()
    )


def pair_ledgers(first: Country, second: Country) -> tuple[Ledger, ...]:
    return ledgers(browsing.events_between(first, second))


def pair_panels(first: Country, second: Country, articles: ArticleQuerySet) -> tuple[Panel, ...]:
    """People of either side with the offices these articles give them, and topics."""
    people = list(browsing.spoken_of(Person.objects.filter(country__in=[first, second]), articles)[:24])
    offices: dict[int, list[dict[str, Any]]] = {}
    for row in browsing.offices_held(people, articles):
        offices.setdefault(row["person"], []).append(row)
    sides = (
        _people_of(side, [person for person in people if person.country_id == side.pk], offices)
        for side in (first, second)
    )
    return filled(*sides, bars("Topics", browsing.spoken_of(Topic.objects.all(), articles)))


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


def country_links(limit: int) -> tuple[CountedLink, ...]:
    return counted(browsing.parties_of(Article.objects.published())[:limit])


def latest_rounds(limit: int) -> tuple[Entry, ...]:
    return tuple(_round(event) for event in browsing.latest_rounds()[:limit])


def _round(event: Event) -> Entry:
    url = event.series.get_absolute_url() if event.series else ""
    where = ", ".join(part for part in (event.place, partial_date_words(event.date)) if part)
    note = " · ".join(part for part in (f"{ordinal_words(event.ordinal)} round", where) if part)
    name = event.series.name if event.series else event.name
    return Entry(name, f"{url}#event-{event.pk}" if url else "", note)
