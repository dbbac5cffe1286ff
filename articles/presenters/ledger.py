"""A dialogue's rounds from the first to the last known, with the gaps shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from articles.models import Event, EventSeries

from .dates import partial_date_words
from .links import Link


@dataclass(frozen=True, slots=True)
class Round:
    """One event, or a stretch of rounds (`missing`) that no article reports."""

    label: str
    name: str = ""
    missing: bool = False
    date: str = ""
    place: str = ""
    reports: tuple[Link, ...] = ()
    chairs: tuple[Link, ...] = ()
    anchor: str = ""


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
        rounds = tuple(_round(event) for event in sorted(loose, key=_when))
        made.append(Ledger("Meetings and visits", "", rounds))
    return tuple(made)


def ledger(series: EventSeries, events: Iterable[Event]) -> Ledger:
    events = list(events)
    numbered = {event.ordinal: event for event in events if event.ordinal is not None}
    others = sorted((event for event in events if event.ordinal is None), key=_when)
    rounds: list[Round] = []
    last = max(numbered, default=0)
    for missing, run in groupby(range(1, last + 1), key=lambda number: number not in numbered):
        numbers = list(run)
        if missing:
            rounds.append(_gap(numbers[0], numbers[-1]))
        else:
            rounds.extend(_round(numbered[number]) for number in numbers)
    rounds.extend(_round(event) for event in others)
    note = f"{len(numbered)} of {last} rounds are in the archive" if last else ""
    return Ledger(series.name, series.get_absolute_url(), tuple(rounds), note)


def ordinal_words(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st …"""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _gap(first: int, last: int) -> Round:
    label = ordinal_words(first) if first == last else f"{ordinal_words(first)} – {ordinal_words(last)}"
    return Round(label, missing=True)


def _round(event: Event) -> Round:
    reports = event.published_reports
    chairs = {person.pk: person for report in reports for person in report.chairs.all()}
    return Round(
        label=ordinal_words(event.ordinal) if event.ordinal else event.type.replace("-", " "),
        name=event.name,
        date=partial_date_words(event.date),
        place=event.place,
        reports=tuple(Link(report.article.headline, report.article.get_absolute_url()) for report in reports),
        chairs=tuple(Link(person.name, person.get_absolute_url()) for person in chairs.values()),
        anchor=f"event-{event.pk}",
    )


def _when(event: Event) -> tuple[bool, str, int]:
    return event.happened_on is None, event.date, event.pk
