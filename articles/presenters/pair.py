"""The page of two countries, and those that go on where it stops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from articles import dialogues
from articles.addresses import address_of
from articles.coverage import Years, by_year, by_year_and_topic
from articles.models import Article, Country, Topic
from articles.relations import Claim, claims, milestones
from articles.sayings import Said, by_sides
from articles.selections import Selection, Survey, between, spoken_of, survey
from articles.sides import Representative, representatives

from . import ledger as ledgers
from .countries import pair_url
from .dates import date_label
from .ledger import WHOLE, Ledger, room_for
from .links import Link, Pager, foremost, numbered, page_asked
from .listing import asked
from .overview import Opened, Reports, bound_words, coverage_of, number_of, opened, reports_of
from .panels import Coverage, Entries, Entry, Panel, Saying, Sayings, articles_words, filled, sayings
from .wording import place_url

#: What the index counts of the articles.
COUNTS: Final = {"people": None, "topics": 9}
#: What the page shows of each thing before it points to the page that goes on.
_MILESTONES, _CLAIMS, _SOURCES, _LINES, _MEETINGS, _PEOPLE, _SAID, _TOPICS = 8, 10, 2, 14, 6, 8, 3, 6
#: Claims on one page of all of them, and articles of one claim.
_CLAIMS_A_PAGE, _VOICES_A_PAGE = 30, 25
#: Articles on a page of their list, which has much beside it.
_LISTED: Final = 15
#: Columns of the table of topics.
_SPANS: Final = 10


@dataclass(frozen=True, slots=True)
class Asserted:
    """What articles say two countries are or became, with the words that say so; `url` has all of them."""

    status: str
    kind: str
    sources: tuple[Link, ...]
    more: int
    url: str


@dataclass(frozen=True, slots=True)
class YearOfClaims:
    year: str
    claims: tuple[Asserted, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Articles of a stretch of years, shaded from 0 to 4."""

    count: int
    level: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    link: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TopicsOverTime:
    spans: tuple[str, ...]
    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """`status` is the line of years, each led to the words that most articles have for it."""

    status: tuple[Link, ...]
    timeline: tuple[YearOfClaims, ...]
    more_claims: Link | None
    ledgers: tuple[Ledger, ...]
    more_meetings: Link | None
    coverage: Coverage | None
    topics: TopicsOverTime | None
    said: tuple[Sayings, ...]
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Two:
    first: Country
    second: Country

    @property
    def sides(self) -> tuple[Country, Country]:
        return self.first, self.second

    @property
    def codes(self) -> str:
        return f"{self.first.pk}-{self.second.pk}".lower()

    @property
    def url(self) -> str:
        return pair_url(self.first.pk, self.second.pk)

    def part(self, name: str) -> str:
        return address_of("pair_part", self.codes, name)

    @property
    def said(self) -> str:
        return self.part("said")

    @property
    def calendar(self) -> str:
        return address_of("pair_calendar", self.codes)

    @property
    def selection(self) -> Selection:
        return between(self.first, self.second)


# --- The first page ---


def pair_page(two: Two, about: Survey) -> PairPage:
    told = claims(two.first, two.second)
    shown_claims = _loudest(told)
    sources = _SOURCES if len(told) == len(shown_claims) else 1
    line = milestones(told, _MILESTONES)
    held, more_meetings = _ledgers(two)
    room = room_for(held)
    quoted = _first_said(by_sides(two.sides, about.numbers), _SAID)
    articles = dialogues.articles_of(
        (
            *(words.article for claim in (*line, *shown_claims) for words in claim.words[:sources]),
            *(told.article for told in ledgers.named_in(held, room)),
            *(said.article for each in quoted.values() for said in each),
        )
    )
    return PairPage(
        status=tuple(_milestone(claim, articles) for claim in line),
        timeline=years_of(two, shown_claims, articles, sources),
        more_claims=_rest(len(told) - len(shown_claims), "claim", two.part("relations")),
        ledgers=ledgers.linked(held, room, articles),
        more_meetings=more_meetings,
        coverage=coverage_of(about),
        topics=_topics(two, about),
        said=_panels_of_said(two, quoted, articles),
        panels=filled(*_people(two, about)),
    )


def _rest(count: int, one: str, url: str) -> Link | None:
    return Link(f"{count:,} more {one}{'' if count == 1 else 's'}", url) if count > 0 else None


def _loudest(told: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that most articles make, in the order of years."""
    return foremost(told, _CLAIMS, lambda claim: len(claim.words))


def _milestone(claim: Claim, articles: Mapping[int, Article]) -> Link:
    return Link(claim.status, next(iter(_sources(claim, articles, 1)), Link("", "")).url, str(claim.year))


def years_of(
    two: Two, told: Iterable[Claim], articles: Mapping[int, Article], sources: int
) -> tuple[YearOfClaims, ...]:
    return tuple(
        YearOfClaims(
            str(year) if year else "No year given",
            tuple(
                Asserted(
                    claim.status,
                    _kind_words(claim.kind),
                    _sources(claim, articles, sources),
                    max(0, len(claim.words) - sources),
                    _claim_url(two, claim),
                )
                for claim in group
            ),
        )
        for year, group in groupby(told, key=lambda claim: claim.year)
    )


def _kind_words(kind: str) -> str:
    return kind.replace("_", " ").replace("-", " ")


def _claim_url(two: Two, claim: Claim) -> str:
    named = {"year": claim.year or "", "kind": claim.kind, "status": claim.status}
    return f"{two.part('relations')}?{urlencode(named)}"


def _sources(claim: Claim, articles: Mapping[int, Article], most: int) -> tuple[Link, ...]:
    return tuple(
        Link(article.headline, place_url(article, words))
        for words in claim.words[:most]
        if (article := articles.get(words.article)) is not None
    )


def _ledgers(two: Two) -> tuple[tuple[Ledger, ...], Link | None]:
    """Every dialogue with as many rounds as there is room for, then the latest meetings and visits."""
    happened = dialogues.between(two.first, two.second)
    series = ledgers.ledgers(happened)
    loose = ledgers.meetings(happened, two.part("meetings"))
    lines = max(1, _LINES // len(series)) if series else 0
    shown = [ledgers.shortened(each, lines) for each in series]
    if loose.rounds:
        shown.append(replace(loose, rounds=loose.rounds[:_MEETINGS]))
    return tuple(shown), _rest(len(loose.rounds) - _MEETINGS, "meeting", loose.url)


def _people(two: Two, about: Survey) -> tuple[Entries | None, ...]:
    """People of either side with the offices that the latest articles give them."""
    people = representatives(two.sides, about.numbers)
    counts = about.counts["people"] if about.counts else {}
    asked_for = urlencode({"q": f"pair:{two.codes.upper()}"})
    more = Link("All people of these articles", f"{address_of('search_facet', 'person')}?{asked_for}")
    note = bound_words(about, "Whom {} name.") if about.total > len(about.numbers) else ""

    def entry(person: Representative) -> Entry:
        return Entry(
            person.name,
            address_of("person", person.slug),
            articles_words(counts.get(person.slug, person.articles)),
            tuple(Link(each.name, address_of("office", each.slug)) for each in person.offices[:2]),
        )

    sides = []
    for side in two.sides:
        entries = tuple(entry(person) for person in people if person.side == side.pk)[:_PEOPLE]
        sides.append(Entries(f"For {side.name}", entries, note, more) if entries else None)
    return tuple(sides)


def _topics(two: Two, about: Survey) -> TopicsOverTime | None:
    topics = spoken_of(about, Topic.objects.all(), _TOPICS)
    years = by_year(about)
    if not topics or not years:
        return None
    spans = _spans(min(years), max(years))
    found = by_year_and_topic(about, topics)
    rows = [
        (Link("All articles", two.url), years),
        *((_topic_link(two, each), found[each.slug]) for each in topics),
    ]
    return TopicsOverTime(
        tuple(_span_words(first, last) for first, last in spans),
        tuple(TopicRow(link, _cells(counts, spans)) for link, counts in rows),
    )


def _topic_link(two: Two, topic: Topic) -> Link:
    asked_for = urlencode({"q": f"pair:{two.codes.upper()}", "topic": topic.slug})
    return Link(topic.name, f"{address_of('search')}?{asked_for}")


def _spans(first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Years, or stretches of as many years as it takes for the table to stay narrow."""
    width = next(
        each for each in (1, 2, 5, 10, 20, 50, 100, 1000, 10_000) if last // each - first // each < _SPANS
    )
    starts = range(first // width * width, last + 1, width)
    return tuple((max(start, first), min(start + width - 1, last)) for start in starts)


def _span_words(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"


def _cells(counts: Years, spans: Iterable[tuple[int, int]]) -> tuple[Cell, ...]:
    numbers = [sum(counts.get(year, 0) for year in range(first, last + 1)) for first, last in spans]
    most = max(numbers, default=0) or 1
    return tuple(Cell(number, -(-4 * number // most)) for number in numbers)


def _first_said(said: Iterable[Said], most: int) -> dict[str, list[Said]]:
    """The latest of each side, one an article, so that one speech does not fill the place of all."""
    found: dict[str, dict[int, Said]] = {}
    for each in said:
        held = found.setdefault(each.side, {})
        if len(held) < most:
            held.setdefault(each.article, each)
    return {side: list(held.values()) for side, held in found.items()}


def _panels_of_said(
    two: Two, quoted: Mapping[str, Sequence[Said]], articles: Mapping[int, Article]
) -> tuple[Sayings, ...]:
    panels = (sayings(f"For {side.name}", quoted.get(side.pk, ()), articles) for side in two.sides)
    return tuple(panel for panel in panels if panel is not None)


# --- The pages that go on ---


@dataclass(frozen=True, slots=True)
class PairPart:
    """One thing in full, page by page."""

    title: str
    note: str = ""
    timeline: tuple[YearOfClaims, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    said: tuple[Sayings, ...] = ()
    reports: Reports | None = None
    pager: Pager | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.timeline or self.said or any(each.rounds for each in self.ledgers))


def relations(two: Two, params: Mapping[str, str]) -> PairPart:
    """All claims year by year, or all articles that make one."""
    told = claims(two.first, two.second)
    named = params.get("year", ""), params.get("kind", ""), params.get("status", "")
    for claim in told:
        if claim.named(*named):
            return _one_claim(two, claim, params)
    page = page_asked(params, len(told), _CLAIMS_A_PAGE)
    shown = told[(page - 1) * _CLAIMS_A_PAGE : page * _CLAIMS_A_PAGE]
    articles = dialogues.articles_of(words.article for claim in shown for words in claim.words[:_SOURCES])
    return PairPart(
        "What they are to each other",
        "As the articles say it, year by year. Each line leads to the words.",
        timeline=years_of(two, shown, articles, _SOURCES),
        pager=numbered(page, len(told), _CLAIMS_A_PAGE, two.part("relations"), {}),
    )


def _one_claim(two: Two, claim: Claim, params: Mapping[str, str]) -> PairPart:
    page = page_asked(params, len(claim.words), _VOICES_A_PAGE)
    shown = claim.words[(page - 1) * _VOICES_A_PAGE : page * _VOICES_A_PAGE]
    articles = dialogues.articles_of(words.article for words in shown)
    voices = tuple(
        Saying(
            article.text[words.start : words.end] if words.field == "text" else article.title,
            article.language,
            Link(article.headline, place_url(article, words)),
            date_label(article).text,
        )
        for words in shown
        if (article := articles.get(words.article)) is not None
    )
    kept = {"year": str(claim.year or ""), "kind": claim.kind, "status": claim.status}
    title = f"{claim.status}, {_kind_words(claim.kind)}" + (f" {claim.year}" if claim.year else "")
    return PairPart(
        title,
        f"{articles_words(len(claim.words))} say so, the earliest first.",
        said=(Sayings("Their words", voices),),
        pager=numbered(page, len(claim.words), _VOICES_A_PAGE, two.part("relations"), kept),
    )


def meetings(two: Two, params: Mapping[str, str]) -> PairPart:
    """All meetings and visits that belong to no dialogue, or one of them with its articles."""
    path = two.part("meetings")
    whole = ledgers.meetings(dialogues.between(two.first, two.second), path)
    number = number_of(params, "event")
    one = ledgers.only(whole, number)
    shown = one or ledgers.part(whole, params.get("rounds", "1"))
    room = WHOLE if one else room_for([shown])
    articles = dialogues.articles_of(told.article for told in ledgers.named_in([shown], room))
    return PairPart(
        "Meetings and visits",
        "" if one else "Those that are no round of a dialogue, the latest first.",
        ledgers=ledgers.linked([shown], room, articles),
        reports=reports_of(one, params, path) if one else None,
    )


def said(two: Two, params: Mapping[str, str]) -> PairPart:
    """All that people of both sides say, a page of articles at a time."""
    found = survey(two.selection, **asked(params))
    quoted: dict[str, list[Said]] = {}
    for each in by_sides(two.sides, found.numbers):
        quoted.setdefault(each.side, []).append(each)
    articles = dialogues.articles_of(each.article for side in quoted.values() for each in side)
    pager = numbered(found.page, found.total, found.size, two.part("said"), {})
    stretch = f"{pager.first:,} to {pager.last:,} of {pager.total:,}"
    return PairPart(
        "What each side said",
        f"In articles {stretch} about both, the latest first." if pager.total else "",
        said=_panels_of_said(two, quoted, articles),
        pager=pager,
    )


PARTS: Final[Mapping[str, Any]] = {"relations": relations, "meetings": meetings, "said": said}


def opened_pair(two: Two, params: Mapping[str, str]) -> Opened:
    return opened(two.selection, COUNTS, params, two.url, _LISTED)
