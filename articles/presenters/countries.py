"""Countries, one by one and two by two, and the latest rounds of their dialogues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse

from articles import browsing
from articles.addresses import address_of
from articles.company import Named, company
from articles.models import Country, Event, EventSeries, Organization, Person, Topic
from articles.queries import forms_of
from articles.selections import Survey, everything, naming, party_to, rows_of, survey

from .dates import partial_date_words
from .ledger import ordinal_words
from .links import PAGE_SIZE, CountedLink, Link, Pager, numbered, page_asked, page_url, with_shares
from .listing import article_list, asked
from .overview import LOOKED_AT, Opened, opened
from .panels import BLOCK, Bars, Entry, Panel, bars, filled, named_bars

SCOPES = (("party", "party to"), ("mention", "every mention"))


def scope_links(country: Country, scope: str) -> tuple[Link, ...]:
    """The switch between articles about a country and all that name it; the chosen one leads nowhere."""
    path = country.get_absolute_url()
    addresses = {"party": path, "mention": page_url(path, {"scope": "mention"})}
    return tuple(Link(label, "" if name == scope else addresses[name]) for name, label in SCOPES)


def country_facts(country: Country) -> tuple[Entry, ...]:
    """What the country is, and by which words articles are found to speak of it."""
    forms = forms_of(country.pk)
    told = (
        ("Code", f"{country.pk} (ISO 3166-1)"),
        ("Seat of government", ", ".join(forms.capitals)),
        ("Also printed as", ", ".join(forms.names)),
        ("Its people", ", ".join(forms.demonyms)),
    )
    return tuple(Entry(label, note=note) for label, note in told if note)


#: So many partners stand beside a country's articles.
PARTNERS = 12
#: What the index counts of a country's articles.
COUNTRY_COUNTS = {"parties": PARTNERS + 1, "people": None, "organizations": None, "topics": 9, "series": 9}


def opened_country(country: Country, scope: str, params: Mapping[str, str]) -> Opened:
    """A page of its articles. What stands beside them is always told of those to which it is party."""
    path = country.get_absolute_url()
    if scope == "party":
        return opened(party_to(country), COUNTRY_COUNTS, params, path)
    where = asked(params)
    named = survey(naming(country), **where)
    listed = article_list(named, path, scope=scope)
    if named.page > 1 or where["order"] != "newest":
        return Opened(listed, back=Link("Overview", path))
    counts = {**COUNTRY_COUNTS, "year": None}
    return Opened(listed, about=survey(party_to(country), counts, size=LOOKED_AT))


def country_panels(country: Country, about: Survey) -> tuple[Panel, ...]:
    """Partners, people, organizations, topics and dialogues in the articles that the country is party to."""
    told = company(about, PARTNERS, country, (Country, Topic, EventSeries))
    return filled(
        _partners(country, told[Country]),
        bars("People", about, Person.objects.filter(country=country), among_all=False),
        bars("Organizations", about, Organization.objects.filter(country=country), among_all=False),
        named_bars("Topics", Topic, told[Topic][:BLOCK]),
        named_bars("Dialogues", EventSeries, told[EventSeries][:BLOCK]),
    )


def _partners(country: Country, others: Iterable[Named]) -> Bars | None:
    links = with_shares(
        CountedLink(other.name, pair_url(country.pk, other.slug), other.articles) for other in others
    )
    return Bars("Together with", links) if links else None


def pair_url(first: str, second: str) -> str:
    """Codes in alphabetical order: two countries have one address."""
    return address_of("pair", "-".join(sorted((first, second))).lower())


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
