"""A dialogue's rounds from the first to the last known, with the gaps shown and what reports disagree on.

A ledger is first laid out from what reports say, then cut to what a page has room for, and then the
articles that are left to be named are read: a round may have hundreds of reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from urllib.parse import urlencode

from django.urls import reverse

from articles.addresses import number_in
from articles.dialogues import Happening, Place, Told, chairs_of, places_of
from articles.models import Article, EventSeries, fold

from .dates import partial_date_words
from .links import Link, foremost
from .wording import place_url


@dataclass(frozen=True, slots=True)
class Room:
    """How many reports of a round are named, how many of each claim, and how many claims of a kind."""

    reports: int
    voices: int
    claims: int


#: Lines of one page of a ledger.
ROUNDS = 12
#: Among many rounds, among more than a few, among a few, and above the list of all reports of a round.
_SCANT, _BRIEF, _AMPLE, WHOLE = Room(1, 0, 1), Room(2, 1, 2), Room(3, 2, 3), Room(0, 5, 25)


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several things that reports say of a round's date or place; `url` leads to all that say it."""

    words: str
    told: tuple[Told, ...]
    url: str = ""
    reports: tuple[Link, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One event, or a stretch of rounds: those no article reports, or those that stand `elsewhere`.

    `reports` lead to the sentences; `claims` are what they disagree on, empty where they do not. `url`
    leads to all that is told of the round.
    """

    label: str
    name: str = ""
    missing: bool = False
    elsewhere: Link | None = None
    date: str = ""
    place: str = ""
    told: tuple[Told, ...] = ()
    reports: tuple[Link, ...] = ()
    chairs: tuple[Link, ...] = ()
    number: int = 0
    url: str = ""
    claims: tuple[Claim, ...] = ()
    others: int = 0
    more: int = 0

    @property
    def anchor(self) -> str:
        return f"event-{self.number}" if self.number else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """`note` says how many of the numbered rounds are reported, and on which reports disagree.

    `strip` leads to the other rounds where `rounds` are only some of them.
    """

    name: str
    url: str
    rounds: tuple[Round, ...]
    note: str = ""
    strip: tuple[Link, ...] = ()


# --- Laid out ---


def ledger(series: EventSeries, events: Iterable[Happening]) -> Ledger:
    return _numbered(series.name, series.get_absolute_url(), list(events))


def ledgers(events: Iterable[Happening]) -> tuple[Ledger, ...]:
    """One ledger a series, by name. `meetings` has the events that belong to none."""
    by_series: dict[tuple[str, str], list[Happening]] = {}
    for event in events:
        if event.series is not None:
            by_series.setdefault(event.series, []).append(event)
    return tuple(
        _numbered(name, reverse("event", args=[slug]), rounds)
        for (name, slug), rounds in sorted(by_series.items())
    )


def meetings(events: Iterable[Happening], url: str) -> Ledger:
    """Meetings and visits that belong to no series, the latest first."""
    loose = sorted((event for event in events if event.series is None), key=_when, reverse=True)
    return Ledger("Meetings and visits", url, tuple(_round(event, event.told, url) for event in loose))


def _numbered(name: str, url: str, events: Sequence[Happening]) -> Ledger:
    numbered = {event.ordinal: event for event in events if event.ordinal is not None}
    on_day = _by_day(numbered.values())
    told = {number: list(event.told) for number, event in numbered.items()}
    loose = []
    for event in sorted((event for event in events if event.ordinal is None), key=_when):
        # "The dialogue on 13 February", without a number, is the only round of that day.
        rounds_of_day = on_day.get(event.date, set())
        if len(rounds_of_day) == 1:
            told[next(iter(rounds_of_day))] += event.told
        else:
            loose.append(event)
    rounds: list[Round] = []
    last = max(numbered, default=0)
    for missing, run in groupby(range(1, last + 1), key=lambda number: number not in numbered):
        numbers = list(run)
        if missing:
            rounds.append(Round(_stretch(numbers[0], numbers[-1]), missing=True))
        else:
            rounds.extend(
                _round(numbered[number], told[number], url, _same_day(number, told, on_day))
                for number in numbers
            )
    rounds.extend(_round(event, event.told, url) for event in loose)
    return Ledger(name, url, tuple(rounds), _note(rounds, len(numbered), last))


def _note(rounds: Iterable[Round], known: int, last: int) -> str:
    if not last:
        return ""
    note = f"{known} of {last} rounds are in the archive"
    disputed = [each.label for each in rounds if each.claims]
    return f"{note}; reports disagree on {_in_words(disputed)}" if disputed else note


#: Rounds that a note names one by one.
_NAMED = 6


def _in_words(labels: Sequence[str]) -> str:
    if len(labels) > _NAMED:
        return f"{len(labels)} of them"
    return " and ".join(part for part in (", ".join(labels[:-1]), labels[-1]) if part)


def _by_day(events: Iterable[Happening]) -> dict[str, set[int]]:
    """Numbers of the rounds that some report dates to a day."""
    found: dict[str, set[int]] = {}
    for event in events:
        for report in event.told:
            if len(report.date) == len("2025-08-26") and event.ordinal is not None:
                found.setdefault(report.date, set()).add(event.ordinal)
    return found


def _same_day(
    number: int, told: Mapping[int, Sequence[Told]], on_day: Mapping[str, set[int]]
) -> tuple[Claim, ...]:
    """Reports that count the round of that day otherwise."""
    numbers = sorted({each for days in on_day.values() if number in days for each in days} - {number})
    if not numbers:
        return ()
    return tuple(Claim(f"the {ordinal_words(each)} round", tuple(told[each])) for each in (number, *numbers))


def ordinal_words(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st …"""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _stretch(first: int, last: int) -> str:
    return ordinal_words(first) if first == last else f"{ordinal_words(first)} – {ordinal_words(last)}"


def _round(event: Happening, told: Sequence[Told], at: str, counted: tuple[Claim, ...] = ()) -> Round:
    return Round(
        label=ordinal_words(event.ordinal) if event.ordinal else event.type.replace("-", " "),
        name=event.name,
        date=partial_date_words(_most_told([report.date for report in told])),
        place=_most_told([report.place for report in told]),
        told=tuple(told),
        number=event.number,
        url=f"{at}?event={event.number}",
        claims=(*_dates(told), *_places(told), *counted),
    )


def _most_told(values: Iterable[str]) -> str:
    """What most reports say; of as many the longest, which for a date is the nearest to the day."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], len(value), value), default="")


def _dates(told: Sequence[Told]) -> tuple[Claim, ...]:
    """Two dates disagree unless one is the other's month or year."""
    dates = sorted({report.date for report in told if report.date})
    if all(one.startswith(other) or other.startswith(one) for one, other in combinations(dates, 2)):
        return ()
    return tuple(
        Claim(partial_date_words(day), tuple(each for each in told if each.date == day)) for day in dates
    )


def _places(told: Sequence[Told]) -> tuple[Claim, ...]:
    spelled: dict[str, list[Told]] = {}
    for report in told:
        if report.place:
            spelled.setdefault(report.place, []).append(report)
    named: dict[str, list[Told]] = {}
    for place, reports in spelled.items():
        named.setdefault(fold(place), []).extend(reports)
    if len(named) < 2:
        return ()
    return tuple(Claim(each[0].place, tuple(each)) for _, each in sorted(named.items()))


def _when(event: Happening) -> tuple[bool, str, int]:
    return not event.date, event.date, event.number


# --- Cut to the room there is ---


def shortened(whole: Ledger, most: int) -> Ledger:
    """The latest rounds, and the first where there is room for three; the others stand as one line."""
    rounds = whole.rounds
    if len(rounds) <= most:
        return whole
    first, latest = (rounds[:1], rounds[2 - most :]) if most > 2 else ((), rounds[-1:])
    between = rounds[len(first) : -len(latest)]
    count = sum(not each.missing for each in between)
    noun = f"{count} {'other ' if not first else ''}round{'' if count == 1 else 's'}"
    words = f"{noun} between the first and the latest" if first else noun
    stretch = Round(_ends(between), elsewhere=Link(words, whole.url))
    missing = [each.label for each in between if each.missing]
    note = f"{whole.note}; no article reports {_in_words(missing)}" if missing else whole.note
    return replace(whole, rounds=(*first, stretch, *latest), note=note)


def only(whole: Ledger, number: int) -> Ledger | None:
    """The one round of this number in the archive."""
    rounds = tuple(each for each in whole.rounds if number and each.number == number)
    return replace(whole, rounds=rounds, note="") if rounds else None


def part(whole: Ledger, asked: str) -> Ledger:
    """A page of its rounds, the last one where none was asked for, with the way to the others."""
    starts = range(0, len(whole.rounds), ROUNDS)
    if len(starts) < 2:
        return whole
    number = number_in(asked, digits=4)
    page = len(starts) if number is None else min(max(1, number), len(starts))
    pages = [whole.rounds[start : start + ROUNDS] for start in starts]
    strip = tuple(
        Link(_ends(rounds), f"{whole.url}?rounds={number}" if number != page else "")
        for number, rounds in enumerate(pages, 1)
    )
    return replace(whole, rounds=pages[page - 1], strip=strip)


def _ends(rounds: Sequence[Round]) -> str:
    first, last = rounds[0], rounds[-1]
    ends = first.label.partition(" – ")[0], last.label.rpartition(" – ")[2]
    return " – ".join(dict.fromkeys(ends))


def room_for(shown: Iterable[Ledger]) -> Room:
    """The more rounds there are, the less is told of each; the page of a round has everything."""
    rounds = sum(1 for each in shown for round_ in each.rounds if round_.number)
    return _AMPLE if rounds <= 5 else _BRIEF if rounds <= ROUNDS else _SCANT


# --- With links ---


def named_in(shown: Iterable[Ledger], room: Room) -> Iterator[Told]:
    """The reports that are named where there is so much room."""
    for each in shown:
        for round_ in each.rounds:
            yield from round_.told[: room.reports]
            for claim in _main(round_.claims, room):
                yield from claim.told[: room.voices]


def linked(shown: Sequence[Ledger], room: Room, articles: Mapping[int, Article]) -> tuple[Ledger, ...]:
    """With links to these articles, which hold those that are named. Two queries."""
    places = places_of(named_in(shown, room))
    chairs = chairs_of([round_.number for each in shown for round_ in each.rounds if round_.number])

    def links(told: Iterable[Told]) -> tuple[Link, ...]:
        return tuple(
            _link(articles[each.article], places.get((each.event, each.article)))
            for each in told
            if each.article in articles
        )

    def finished(round_: Round) -> Round:
        main = _main(round_.claims, room)
        return replace(
            round_,
            reports=links(round_.told[: room.reports]),
            more=max(0, len(round_.told) - room.reports) if room.reports else 0,
            chairs=tuple(
                Link(person.name, reverse("person", args=[person.slug]))
                for person in chairs.get(round_.number, ())
            ),
            claims=tuple(
                replace(
                    claim,
                    url=f"{round_.url}&{urlencode({'claim': claim.words})}",
                    reports=links(claim.told[: room.voices]),
                    more=max(0, len(claim.told) - room.voices),
                )
                for claim in main
            ),
            others=len(round_.claims) - len(main),
        )

    return tuple(replace(each, rounds=tuple(map(finished, each.rounds))) for each in shown)


def _main(claims: Sequence[Claim], room: Room) -> tuple[Claim, ...]:
    """The claims that most reports make, in the order they had."""
    return foremost(claims, 2 * room.claims, lambda claim: len(claim.told))


def _link(article: Article, place: Place | None) -> Link:
    """The sentence that names the event, or the article where its words are not kept."""
    url = place_url(article, place) if place is not None else article.get_absolute_url()
    return Link(article.headline, url)
