"""The registers as data: which there are, what a page of each says, and what stands beside its articles.

One pair of views and one pair of templates serve them all; a new register is a
line in `REGISTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from articles import browsing
from articles.addresses import address_of
from articles.dialogues import articles_of, of_series
from articles.models import (
    Article,
    EventSeries,
    Office,
    Organization,
    Person,
    Place,
    Source,
    Topic,
    fold,
)
from articles.models.articles import ArticleQuerySet
from articles.sayings import Said
from articles.sayings import by as sayings_by
from articles.selections import FIELDS, Survey, everything, rows_of, survey
from articles.tenures import Tenures, holders, offices_of

from .ledger import WHOLE, Ledger, Room, ledger, linked, named_in, only, part, room_for
from .links import PAGE_SIZE, CountedLink, Link, Pager, numbered, page_asked, page_url, with_shares
from .overview import Reports, number_of, reports_of
from .panels import (
    BLOCK,
    HOLDERS,
    Entry,
    Ledgers,
    Panel,
    company,
    filled,
    sayings,
    tenures,
)
from .topics import TopicBranch, part_of, parts_of, topic_tree, topics_in_use


@dataclass(frozen=True, slots=True)
class Register:
    """`path` is its address and the name of its list; `related` is read along with its entries.

    A register with a `tree` shows that in place of a list that nobody filtered or ordered.
    """

    path: str
    title: str
    one: str
    intro: str
    model: Any
    rows: Callable[[], QuerySet]
    articles: Callable[[Any], ArticleQuerySet]
    panels: Callable[[Any, Overview], tuple[Panel, ...]]
    facts: Callable[[Any, Survey | None], tuple[Entry, ...]]
    related: tuple[str, ...] = ()
    tree: Callable[[], tuple[TopicBranch, ...]] | None = None

    def entries(self) -> QuerySet:
        """Every entry that a published article speaks of, with `articles`, the number of those that do."""
        return self.rows().select_related(*self.related)


@dataclass(frozen=True, slots=True)
class RegisterList:
    links: tuple[CountedLink, ...]
    pager: Pager
    sorts: tuple[Link, ...]
    wanted: str
    tree: tuple[TopicBranch, ...] = ()


def register_list(register: Register, params: Any) -> RegisterList:
    """One page of a register: entries that published articles speak of, filtered by a part of the name."""
    wanted = " ".join(params.get("q", "").replace("\x00", " ").split())[:100]
    by_name = params.get("sort") == "name"
    field = FIELDS[register.model]
    counts = survey(everything(), {field: None}, size=1).counts
    if counts is None:
        rows, page, total = _from_the_database(register, wanted, by_name, params)
    else:
        rows, page, total = _from_the_index(register, counts[field], wanted, by_name, params)
    path, sort = reverse(register.path), "name" if by_name else ""
    return RegisterList(
        links=with_shares(
            CountedLink(row.name, row.get_absolute_url(), row.articles, note=line_note(row)) for row in rows
        ),
        pager=numbered(page, total, PAGE_SIZE, path, {"q": wanted, "sort": sort}),
        sorts=tuple(
            Link(label, "" if value == sort else page_url(path, {"q": wanted, "sort": value}))
            for label, value in (("most covered", ""), ("by name", "name"))
        ),
        wanted=wanted,
        tree=register.tree() if register.tree and not wanted and "sort" not in params else (),
    )


def _from_the_index(
    register: Register, counts: Mapping[str, int], wanted: str, by_name: bool, params: Any
) -> tuple[Sequence[Any], int, int]:
    """The rows of one page, its number and how many rows there are, where the counts are known already.

    The database is asked for addresses alone where names decide, and for the rows that are shown.
    """
    rows = register.model.objects.order_by()
    named = rows.filter(_named_like(wanted)) if wanted else rows
    if by_name:
        ordered = named.order_by("name", "pk").values_list("slug", flat=True)
        values = [slug for slug in ordered if slug in counts]
    elif wanted:
        held = set(named.values_list("slug", flat=True))
        values = [slug for slug in counts if slug in held]
    else:
        values = list(counts)
    page = page_asked(params, len(values), PAGE_SIZE)
    shown = values[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return rows_of(rows.select_related(*register.related), counts, shown), page, len(values)


def _from_the_database(
    register: Register, wanted: str, by_name: bool, params: Any
) -> tuple[Sequence[Any], int, int]:
    rows = register.entries()
    if wanted:
        rows = rows.filter(_named_like(wanted))
    rows = rows.order_by("name", "pk") if by_name else rows.order_by("-articles", "slug")
    total = rows.count()
    page = page_asked(params, total, PAGE_SIZE)
    return list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), page, total


def _named_like(part: str) -> Q:
    """Names that contain these words as typed or, from three letters on, however they are spelled.

    A key holds the letters alone, so "yoonjoo" finds "Yoon-joo" and "erdogan" finds "Erdoğan".
    """
    folded = fold(part)
    found = Q(name__icontains=part)
    return found | Q(key__contains=folded) if len(folded) >= 3 else found


def line_note(row: Any) -> str:
    """What tells one entry from another of the same name."""
    short = getattr(row, "abbreviation", "")
    short = "" if short == row.name else short
    if isinstance(row, EventSeries):
        parts = [short, *(side.name for side in (row.first, row.second) if side)]
        return " · ".join(part for part in parts if part)
    if isinstance(row, Source):
        return row.get_kind_display()
    country = getattr(row, "country", None)
    parts = [short, country.name if country else ""]
    return " · ".join(part for part in parts if part)


def _spoken_of(model: Any) -> Callable[[], QuerySet]:
    return lambda: browsing.spoken_of(model.objects.all(), Article.objects.published())


def _mentioning(kind: str) -> Callable[[Any], ArticleQuerySet]:
    return lambda row: Article.objects.published().mentioning(**{kind: row})


def _person_facts(person: Person, about: Survey | None) -> tuple[Entry, ...]:
    """With the forms of the name that the latest articles print."""
    forms = browsing.name_forms(person, about.numbers) if about else []
    note = " · ".join(form for form in forms if form != person.name)
    return (*_country_fact(person), *((Entry("Also printed as", note=note),) if note else ()))


def _country_fact(row: Any, _about: Survey | None = None) -> tuple[Entry, ...]:
    country = row.country
    return (Entry("Country", links=(Link(country.name, country.get_absolute_url()),)),) if country else ()


def _organization_facts(organization: Organization, _about: Survey | None) -> tuple[Entry, ...]:
    abbreviation = organization.abbreviation
    short = (Entry("Short form", note=abbreviation),) if abbreviation not in ("", organization.name) else ()
    return (*short, *_country_fact(organization))


def _series_facts(series: EventSeries, _about: Survey | None) -> tuple[Entry, ...]:
    facts = [Entry("Short form", note=series.abbreviation)] if series.abbreviation else []
    if series.first and series.second:
        codes = f"{series.first_id}-{series.second_id}".lower()
        label = f"{series.first.name} – {series.second.name}"
        facts.append(Entry("Between", links=(Link(label, reverse("pair", args=[codes])),)))
    calendar = Link("its dated rounds", reverse("series_calendar", args=[series.slug]))
    return (*facts, Entry("Calendar", links=(calendar,)))


def _source_facts(source: Source, _about: Survey | None) -> tuple[Entry, ...]:
    return (Entry("Kind", note=source.get_kind_display()),)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the panels of an entry are made from: all of its articles, and what else the address asks."""

    about: Survey
    params: Mapping[str, str]
    path: str


def _person_panels(person: Person, shown: Overview) -> tuple[Panel, ...]:
    held = offices_of(person, HOLDERS, number_of(shown.params, "held"))
    said = _said_by(person, shown.about)
    articles = _articles_of(held, said)
    return filled(
        tenures("Offices", held, articles, shown.path),
        sayings("Quoted", said, articles, _all_quotations(person)),
        *company(shown.about, person),
    )


def _office_panels(office: Office, shown: Overview) -> tuple[Panel, ...]:
    held = holders(office, HOLDERS, number_of(shown.params, "held"))
    return filled(tenures("Held by", held, _articles_of(held, ()), shown.path), *company(shown.about, office))


def _organization_panels(organization: Organization, shown: Overview) -> tuple[Panel, ...]:
    said = _said_by(organization, shown.about)
    return filled(
        sayings("Quoted", said, _articles_of(None, said), _all_quotations(organization)),
        *company(shown.about, organization),
    )


def _said_by(speaker: Person | Organization, about: Survey) -> list[Said]:
    return sayings_by(speaker, about.numbers, BLOCK, there_are_more=about.total > len(about.numbers))


def _articles_of(held: Tenures | None, said: Iterable[Said]) -> Mapping[int, Article]:
    """The articles of all that is shown, in one query."""
    places = (place.article_id for each in (held.shown if held else ()) for place in each.places)
    return articles_of((*places, *(each.article for each in said)))


def _all_quotations(speaker: Person | Organization) -> Link:
    return Link("All quotations", page_url(address_of("quotes"), {"speaker": speaker.slug}))


def _series_panels(series: EventSeries, shown: Overview) -> tuple[Panel, ...]:
    made = part(ledger(series, of_series(series)), shown.params.get("rounds", ""))
    return filled(_ledger("Rounds", made, room_for([made])), *company(shown.about, series))


def _ledger(title: str, made: Ledger, room: Room) -> Ledgers | None:
    articles = articles_of(told.article for told in named_in([made], room))
    return Ledgers(title, linked([made], room, articles)) if made.rounds else None


@dataclass(frozen=True, slots=True)
class RoundPage:
    panel: Panel | None
    reports: Reports


def round_page(series: EventSeries, params: Mapping[str, str]) -> RoundPage | None:
    """One round of a dialogue with all that reports it, where an address asks for one that there is."""
    number = number_of(params, "event")
    one = only(ledger(series, of_series(series)), number) if number else None
    if one is None:
        return None
    return RoundPage(
        _ledger(f"One round: {one.rounds[0].label}", one, WHOLE), reports_of(one, params, one.url)
    )


def _topic_panels(topic: Topic, shown: Overview) -> tuple[Panel, ...]:
    return filled(parts_of(topic), *company(shown.about, topic))


def _company(row: Any, shown: Overview) -> tuple[Panel, ...]:
    return company(shown.about, row)


REGISTERS = (
    Register(
        "people",
        "People",
        "person",
        "Everyone that articles name, with the offices they are given and the words they are quoted with.",
        Person,
        _spoken_of(Person),
        _mentioning("person"),
        _person_panels,
        _person_facts,
        ("country",),
    ),
    Register(
        "offices",
        "Offices",
        "office",
        "Posts that people hold in turn. An office belongs to one country.",
        Office,
        _spoken_of(Office),
        _mentioning("office"),
        _office_panels,
        _country_fact,
        ("country",),
    ),
    Register(
        "organizations",
        "Organizations",
        "organization",
        "Ministries, alliances, companies and other bodies.",
        Organization,
        _spoken_of(Organization),
        _mentioning("organization"),
        _organization_panels,
        _organization_facts,
        ("country",),
    ),
    Register(
        "places",
        "Places",
        "place",
        "Cities, regions and venues.",
        Place,
        _spoken_of(Place),
        _mentioning("place"),
        _company,
        _country_fact,
        ("country",),
    ),
    Register(
        "topics",
        "Topics",
        "topic",
        "A controlled list of subjects. An article about a part of a topic is about the topic, too.",
        Topic,
        topics_in_use,
        lambda topic: Article.objects.published().mentioning(topic__in=Topic.objects.under(topic)),
        _topic_panels,
        lambda topic, _about: part_of(topic),
        ("parent__parent",),
        topic_tree,
    ),
    Register(
        "events",
        "Dialogues",
        "dialogue",
        "Dialogues held in rounds. Each page counts the rounds, and shows which ones no article reports.",
        EventSeries,
        EventSeries.objects.in_use,
        browsing.reporting,
        _series_panels,
        _series_facts,
        ("first", "second"),
    ),
    Register(
        "sources",
        "Sources",
        "source",
        "Outlets that published, and news agencies that are credited.",
        Source,
        Source.objects.in_use,
        lambda source: Article.objects.published().from_source(source),
        _company,
        _source_facts,
    ),
)
