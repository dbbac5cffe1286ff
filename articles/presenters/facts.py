"""What an article says, fact by fact, each with the words it rests on and the rule that read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from articles.evidence import Evidence, Seat
from articles.models import Article, EventReport, Mention, Office, Person, Quote, Statement

from .dates import partial_date_words
from .ledger import ordinal_words
from .links import Link
from .segments import Layer, Span, anchor

ROLE_WORDS = {"party": "party", "venue": "venue", "dateline": "in the dateline", "mention": "mentioned"}
FIELD_WORDS = {
    "title": "headline",
    "subtitle": "subtitle",
    "standfirst": "standfirst",
    "summary": "summary",
    "dateline": "dateline",
    "pull_quote": "pull quote",
    "text": "",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the article that a fact rests on, and the rule that found them there."""

    surface: str
    field: str
    start: int
    end: int
    rule: str

    @property
    def span(self) -> Span:
        return self.field, self.start, self.end

    @property
    def url(self) -> str:
        return f"#{anchor(self.field, self.start, self.end)}"

    @property
    def where(self) -> str:
        """The field, unless it is the text."""
        return FIELD_WORDS.get(self.field, "key points")


@dataclass(frozen=True, slots=True)
class Words:
    """The same words, found by the same rule: in one place, and `others` by number or field."""

    surface: str
    rule: str
    url: str
    where: str
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """`id` is where the words lead back to; `note` is a role, a country, a date; `quote` is the row of
    what somebody said; `more` leads to the places that are left out here."""

    id: str
    label: str
    url: str
    note: str
    links: tuple[Link, ...]
    places: tuple[Place, ...]
    quote: Quote | None = None
    more: Link | None = None

    @property
    def words(self) -> tuple[Words, ...]:
        """All places, those of the same words by the same rule together: a name is often repeated."""
        return tuple(
            Words(
                first.surface,
                first.rule,
                first.url,
                first.where,
                tuple(
                    Link(each.where or str(number), each.url) for number, each in enumerate(others, start=2)
                ),
            )
            for first, *others in same_words(self.places)
        )


def same_words(places: Iterable[Place]) -> Iterable[list[Place]]:
    same: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        same.setdefault((place.surface, place.rule), []).append(place)
    return same.values()


@dataclass(frozen=True, slots=True)
class FactGroup:
    title: str
    facts: tuple[Fact, ...]
    more: Link | None = None


def fact_groups(evidence: Evidence) -> tuple[FactGroup, ...]:
    groups = (
        FactGroup("Countries", _countries(evidence), pair_link(evidence.article)),
        FactGroup("People", _people(evidence)),
        FactGroup("Organizations", _things(evidence, "organization")),
        FactGroup("Events", _events(evidence)),
        FactGroup("Places", _things(evidence, "place")),
        FactGroup("Topics", _things(evidence, "topic")),
        FactGroup("Quotations", tuple(map(_quote, evidence.quotes))),
        FactGroup("Relations", tuple(map(_statement, evidence.statements))),
    )
    return tuple(group for group in groups if group.facts)


def foreign(article: Article) -> str:
    """The article's language, where it is not that of the page around it."""
    return "" if article.language in ("", "en") else article.language


def pair_link(article: Article) -> Link | None:
    """The page of the two countries that the article is about."""
    if article.pair is None:
        return None
    label = f"{article.pair_first.name} – {article.pair_second.name}"
    return Link(label, reverse("pair", args=["-".join(article.pair).lower()]))


def date_evidence(evidence: Evidence) -> tuple[Place, ...]:
    return _places(_of_kind(evidence, "date"))


def resting(evidence: Evidence) -> Iterator[tuple[str, Place, Layer]]:
    """All words that facts rest on, those of the date among them, with the id of the fact."""
    for mention in evidence.mentions:
        yield "f-date" if mention.kind == "date" else _fact_id(mention), _place(mention), "fact"
    for quote in evidence.quotes:
        yield f"f-quote-{quote.pk}", _place(quote), "quotation"
    for made in evidence.statements:
        yield f"f-statement-{made.pk}", _place(made), "fact"


def _of_kind(evidence: Evidence, kind: str) -> list[Mention]:
    return [mention for mention in evidence.mentions if mention.kind == kind]


def _fact_id(mention: Mention) -> str:
    kind = "person" if mention.kind == "office" else mention.kind
    return f"f-{kind}-{str(getattr(mention, f'{kind}_id')).lower()}"


def _places(found: Iterable[Any]) -> tuple[Place, ...]:
    """Mentions, quotes or statements as the places of their words, in reading order: the text comes last."""
    rows = sorted(found, key=lambda row: (row.field == "text", row.field, row.start, row.pk))
    return tuple(map(_place, rows))


def _place(row: Any) -> Place:
    return Place(getattr(row, "surface", None) or row.text, row.field, row.start, row.end, row.rule)


def _countries(evidence: Evidence) -> tuple[Fact, ...]:
    mentions = _of_kind(evidence, "country")
    return tuple(
        Fact(
            f"f-country-{row.country_id.lower()}",
            row.country.name,
            row.country.get_absolute_url(),
            ROLE_WORDS.get(row.role, row.role),
            (),
            _places(each for each in mentions if each.country_id == row.country_id),
        )
        for row in evidence.countries
    )


def _people(evidence: Evidence) -> tuple[Fact, ...]:
    """People in the order they appear, with the offices they are given here."""
    people: dict[int, list[Mention]] = {}
    for mention in sorted(evidence.mentions, key=lambda each: (each.field != "text", each.start)):
        if mention.kind in ("person", "office"):
            people.setdefault(mention.person_id, []).append(mention)
    return tuple(_person(mentions) for mentions in people.values())


def _person(mentions: Sequence[Mention]) -> Fact:
    person = mentions[0].person
    offices = {each.office_id: each.office for each in mentions if each.kind == "office"}
    return Fact(
        f"f-person-{person.pk}",
        person.name,
        person.get_absolute_url(),
        person.country.name if person.country else "",
        tuple(
            Link(office.name, office.get_absolute_url(), _foreign(office, person))
            for office in offices.values()
        ),
        _places(mentions),
    )


def _foreign(office: Office, person: Person) -> str:
    """Whose office it is, where that is not the person's own country."""
    return office.country.name if office.country and office.country_id != person.country_id else ""


def _things(evidence: Evidence, kind: str) -> tuple[Fact, ...]:
    """Organizations, places or topics in the order they appear."""
    rows: dict[Any, list[Mention]] = {}
    for mention in _of_kind(evidence, kind):
        rows.setdefault(mention.target, []).append(mention)
    return tuple(
        Fact(f"f-{kind}-{row.pk}", row.name, row.get_absolute_url(), _thing_note(row), (), _places(mentions))
        for row, mentions in rows.items()
    )


def _thing_note(row: Any) -> str:
    country = getattr(row, "country", None)
    short = getattr(row, "abbreviation", "")
    parts = (short if short != row.name else "", country.name if country else "")
    return " · ".join(part for part in parts if part)


def _events(evidence: Evidence) -> tuple[Fact, ...]:
    """Events as this article reports them, then those it only names."""
    mentions = _of_kind(evidence, "event")
    reports = {report.event_id: report for report in evidence.reports}
    events = {report.event_id: report.event for report in evidence.reports}
    events |= {each.event_id: each.event for each in mentions if each.event_id not in events}
    return tuple(
        _event(
            event,
            reports.get(event.pk),
            evidence.seats,
            _places(each for each in mentions if each.event_id == event.pk),
        )
        for event in events.values()
    )


def _event(
    event: Any, report: EventReport | None, seats: Mapping[int, tuple[Seat, ...]], places: tuple[Place, ...]
) -> Fact:
    series = event.series
    number = f"{ordinal_words(event.ordinal)} round" if event.ordinal else event.type.replace("-", " ")
    said = (number, partial_date_words(report.date), report.place) if report else (number,)
    return Fact(
        f"f-event-{event.pk}",
        event.name,
        series.get_absolute_url() if series else "",
        " · ".join(part for part in said if part),
        tuple(
            Link(seat.person.name, seat.person.get_absolute_url(), "chair" if seat.in_chair else "took part")
            for seat in (seats.get(report.pk, ()) if report else ())
        ),
        places,
    )


def _quote(quote: Quote) -> Fact:
    speaker = quote.speaker or quote.speaking_organization
    name = speaker.name if speaker else quote.speaker_name or quote.speaker_surface
    kind = {"direct": "", "partial": "a few words", "pull": "pull quote"}.get(quote.kind, quote.kind)
    return Fact(
        f"f-quote-{quote.pk}",
        name or "Speaker not named",
        speaker.get_absolute_url() if speaker else "",
        kind,
        (),
        _places([quote]),
        quote,
    )


def _statement(made: Statement) -> Fact:
    codes = f"{made.first_id}-{made.second_id}".lower()
    said = (made.status, made.kind.replace("-", " ").replace("_", " "), str(made.year or ""))
    return Fact(
        f"f-statement-{made.pk}",
        f"{made.first.name} – {made.second.name}",
        reverse("pair", args=[codes]),
        " · ".join(part for part in said if part),
        (),
        _places([made]),
    )
