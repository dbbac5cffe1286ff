"""A dialogue's rounds from the first to the last known, with the gaps shown and what reports disagree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from articles.models import Event, EventReport, EventSeries, fold

from .dates import partial_date_words
from .links import Link
from .segments import anchor

#: Articles that are named for one round, and for one side where they disagree; the others are counted.
REPORTS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several things that reports say of a round's date or place, and which ones say it."""

    words: str
    reports: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One event, or a stretch of rounds (`missing`) that no article reports.

    `reports` lead to the sentences; `claims` are what they disagree on, empty where they do not.
    """

    label: str
    name: str = ""
    missing: bool = False
    date: str = ""
    place: str = ""
    reports: tuple[Link, ...] = ()
    chairs: tuple[Link, ...] = ()
    anchor: str = ""
    claims: tuple[Claim, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """`note` says how many of the numbered rounds are reported; empty when none is numbered."""

    name: str
    url: str
    rounds: tuple[Round, ...]
    note: str = ""


def ledgers(events: Iterable[Event]) -> tuple[Ledger, ...]:
    """One ledger a series, then one of the meetings and visits that belong to none."""
    by_series: dict[int | None, list[Event]] = {}
    for event in events:
        by_series.setdefault(event.series_id, []).append(event)
    loose = by_series.pop(None, [])
    made = [ledger(group[0].series, group) for group in by_series.values() if group[0].series is not None]
    made.sort(key=lambda each: each.name)
    if loose:
        rounds = tuple(_round(event, event.published_reports) for event in sorted(loose, key=_when))
        made.append(Ledger("Meetings and visits", "", rounds))
    return tuple(made)


def ledger(series: EventSeries, events: Iterable[Event]) -> Ledger:
    events = list(events)
    numbered = {event.ordinal: event for event in events if event.ordinal is not None}
    others = sorted((event for event in events if event.ordinal is None), key=_when)
    on_day = _by_day(numbered.values())
    told: dict[int, list[EventReport]] = {
        number: list(event.published_reports) for number, event in numbered.items()
    }
    loose = []
    for event in others:
        # "The dialogue on 13 February", without a number, is the only round of that day.
        rounds_of_day = on_day.get(event.date, set())
        if len(rounds_of_day) == 1:
            told[next(iter(rounds_of_day))] += event.published_reports
        else:
            loose.append(event)
    rounds: list[Round] = []
    last = max(numbered, default=0)
    for missing, run in groupby(range(1, last + 1), key=lambda number: number not in numbered):
        numbers = list(run)
        if missing:
            rounds.append(_gap(numbers[0], numbers[-1]))
        else:
            rounds.extend(
                _round(numbered[number], told[number], _same_day(number, told, on_day)) for number in numbers
            )
    rounds.extend(_round(event, event.published_reports) for event in loose)
    note = f"{len(numbered)} of {last} rounds are in the archive" if last else ""
    return Ledger(series.name, series.get_absolute_url(), tuple(rounds), note)


def _by_day(events: Iterable[Event]) -> dict[str, set[int]]:
    """Numbers of the rounds that some report dates to a day."""
    found: dict[str, set[int]] = {}
    for event in events:
        for report in event.published_reports:
            if len(report.date) == len("2025-08-26") and event.ordinal is not None:
                found.setdefault(report.date, set()).add(event.ordinal)
    return found


def _same_day(
    number: int, told: dict[int, list[EventReport]], on_day: dict[str, set[int]]
) -> tuple[Claim, ...]:
    """Reports that count the round of that day otherwise."""
    numbers = sorted({each for days in on_day.values() if number in days for each in days} - {number})
    if not numbers:
        return ()
    return tuple(_claim(f"the {ordinal_words(each)} round", told[each]) for each in (number, *numbers))


def ordinal_words(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st …"""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _gap(first: int, last: int) -> Round:
    label = ordinal_words(first) if first == last else f"{ordinal_words(first)} – {ordinal_words(last)}"
    return Round(label, missing=True)


def _round(event: Event, reports: Sequence[EventReport], counted: tuple[Claim, ...] = ()) -> Round:
    chairs = {person.pk: person for report in reports for person in report.chairs.all()}
    return Round(
        label=ordinal_words(event.ordinal) if event.ordinal else event.type.replace("-", " "),
        name=event.name,
        date=partial_date_words(_most_told([report.date for report in reports])),
        place=_most_told([report.place for report in reports]),
        reports=tuple(_link(report) for report in reports[:REPORTS]),
        more=max(0, len(reports) - REPORTS),
        chairs=tuple(Link(person.name, person.get_absolute_url()) for person in chairs.values()),
        anchor=f"event-{event.pk}",
        claims=(*_dates(reports), *_places(reports), *counted),
    )


def _link(report: EventReport) -> Link:
    """The sentence that names the event, or the article where its words are not kept."""
    named = [each for each in getattr(report.event, "told", ()) if each.article_id == report.article_id]
    first = min(named, key=lambda each: (each.field != "text", each.start), default=None)
    place = f"#{anchor(first.field, first.start, first.end)}" if first is not None else ""
    return Link(report.article.headline, f"{report.article.get_absolute_url()}{place}")


def _most_told(values: Iterable[str]) -> str:
    """What most reports say; of as many the longest, which for a date is the nearest to the day."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], len(value), value), default="")


def _dates(reports: Sequence[EventReport]) -> tuple[Claim, ...]:
    """Two dates disagree unless one is the other's month or year."""
    dates = sorted({report.date for report in reports if report.date})
    if all(one.startswith(other) or other.startswith(one) for one, other in combinations(dates, 2)):
        return ()
    return tuple(
        _claim(partial_date_words(day), [each for each in reports if each.date == day]) for day in dates
    )


def _places(reports: Sequence[EventReport]) -> tuple[Claim, ...]:
    named: dict[str, list[EventReport]] = {}
    for report in reports:
        if report.place:
            named.setdefault(fold(report.place), []).append(report)
    return tuple(_claim(each[0].place, each) for _, each in sorted(named.items())) if len(named) > 1 else ()


def _claim(words: str, reports: Iterable[EventReport]) -> Claim:
    told = list(reports)
    return Claim(words, tuple(_link(report) for report in told[:REPORTS]), max(0, len(told) - REPORTS))


def _when(event: Event) -> tuple[bool, str, int]:
    return event.happened_on is None, event.date, event.pk
