"""Working out a publication date that the page does not state.

Two cases. A dateline gives day and month, and the year must be found: every
year that could be is weighed by what the text says (weekdays, years it names,
"last November"), and the best one is taken only if it outweighs the others
together. Without a dateline, events with full dates that the text ties to bare
weekdays ("April 27-28, 2025" … "on Monday") bound the day: a paper writes "on
Monday" of the past seven days only.

Weights were set so that no cue but an impossible weekday decides alone, and are
explained where they stand. A date after the reference is never given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from articles.drafts import ArticleDraft, Published, ReadingConfig, Span

from .stamps import Stamp, find_stamps
from .vocabulary import FULL_WEEKDAY, MONTH, MONTHS, WEEKDAYS

#: A dateline is the day of writing; print follows on the same or the next day. Never quite certain.
_CERTAIN, _MEDIUM = 0.9, 0.6
#: The best year must hold this share of all weight; below it two years are about as likely.
_MIN_SHARE = 0.6
_SURE_SHARE = 0.85
#: How many days before the dateline a bare weekday lies: wire copy writes on the day or the day after.
_WEEKDAY_LAGS = {0: 1.0, 1: 0.7, 2: 0.3, 3: 0.12, 4: 0.06, 5: 0.05, 6: 0.05}
#: A weekday named with its own day and month either fits the year or excludes it (misprints aside).
_TIED, _UNTIED = 1.0, 0.04
#: Years after the latest one that the text names as past or present: news names its own year or the last one.
_AFTER_LATEST = {0: 0.6, 1: 0.3, 2: 0.08}
_LONG_AFTER = 0.02
#: A year before one that has already happened in the text is a contradiction.
_BEFORE_LATEST = 0.005
#: Plans ("the 2026 summit", "by 2030") are for this year or one soon after.
_BEFORE_PLAN = {0: 0.6, 1: 0.3, 2: 0.1}
_LONG_BEFORE_PLAN, _AFTER_PLAN = 0.05, 0.02
#: "last November … in 2025": the article is of 2026 if its own month comes before November, else of 2025.
_FITS_LAST, _BREAKS_LAST = 1.0, 0.05
#: A story that says "this year" and names years names its own among them, as a rule the newest.
_THIS_YEAR = 2.5
_WEEK = timedelta(days=6)

_YEAR = re.compile(
    r"(?<![\d.,/$€£₹-])(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d|-\w|\s?(?:million|crore|people|troops|dollars|MW|km|men|women|units))(?![’']?s\b)"
)
_PLAN_BEFORE = re.compile(
    r"\b(?:by|until|till|planned|upcoming|forthcoming|for|scheduled|target(?:ed|s)?|through|before|vision|agenda"
    r"|expo|since then)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_PLAN_IN_CLAUSE = re.compile(
    r"\b(?:will|would|shall|(?:plans?|planning) to|planned|expected|scheduled|target|aims?|goal|upcoming"
    r"|forthcoming|hopes?|propos\w+|agreed to|slated|to be held|set to|next year)\b",
    re.IGNORECASE,
)
#: "… an agreement signed in October 2022" is over, whatever is planned around it.
_PAST_BEFORE = re.compile(
    r"(?:\b(?:since|back to|dates? (?:back )?(?:to|from)|dating from|last held|ago,?)"
    r"|(?<!be )(?<!to )\b(?!scheduled|planned|expected|slated|proposed|targeted|supposed|postponed"
    r"|delayed|need)"
    r"(?:[a-z]{2,}ed|met|held|began|begun|took|taken|made|set up|went|was|were|had|won|built|left|struck"
    r"|broke|fell|rose|came|gave|given|sent|seen|saw|laid)\b(?:\s+[^\s,;]+){0,4}?"
    r"|\bfrom(?:\s+[^\s,;]+){1,4}(?=\s+in\s))"
    rf"\s+(?:(?:in|on|of|during|early|late|mid|the|spring|summer|autumn|winter)[\s-]+){{0,3}}(?:(?:{MONTH})\s+"
    r"(?:\d{1,2},\s)?)?$",
    re.IGNORECASE,
)
#: So much before a year tells what happened in it.
_CLAUSE_BEFORE = 120
#: "… under the 2021 accord": what already has a name.
_PAST_AFTER = re.compile(
    r"\s+(?:[a-z]+\s)?(?:agreements?|accords?|treaty|treaties|pact|deal|memorandum|protocol|declaration|convention|charter"
    r"|war|coup|earthquake|invasion|crisis|pandemic|cease-?fire|uprising|constitution|law|census|communiqué|attacks?)\b"
)
_LAST_MONTH = re.compile(
    rf"\blast (?P<month>{'|'.join(name for name in MONTHS if len(name) > 3 or name == 'may')})\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\bthis year\b", re.IGNORECASE)
_BARE_WEEKDAY = re.compile(rf"\b(?P<day>{FULL_WEEKDAY})\b", re.IGNORECASE)
_FUTURE_WEEKDAY = re.compile(
    r"\b(?:next|coming|this coming|upcoming|every|each|until|by|from)\s+$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_FIELDS = ("title", "subtitle", "standfirst", "summary", "text")
#: Cues stand near the top; a long page's end is other stories or history.
_READ = 12_000
_SPAN_YEARS = 30


@dataclass(frozen=True, slots=True)
class _Year:
    year: int
    planned: bool
    span: Span


def infer(draft: ArticleDraft, dateline: Stamp | None, config: ReadingConfig) -> Published:
    fields = {
        name: words[:_READ]
        for name, words in draft.fields().items()
        if name in _FIELDS or name.startswith("key_points/")
    }
    latest = config.reference.date() if config.reference else None
    if dateline is not None and dateline.month and dateline.day:
        return _from_dateline(draft, dateline, fields, latest)
    return _from_events(fields, latest)


def _from_dateline(
    draft: ArticleDraft, dateline: Stamp, fields: dict[str, str], latest: date | None
) -> Published:
    years = _years(fields)
    weekdays = list(_weekdays(fields))
    tied = [
        stamp
        for words in fields.values()
        for stamp in find_stamps(words)
        if stamp.day and stamp.month and not stamp.year
    ]
    candidates = _candidates(dateline, years, latest)
    if not candidates or not (years or weekdays):
        return Published()
    cues: list[Span] = []
    weights = {}
    for day in candidates:
        weight, spans = _weigh(day, fields, years, weekdays, tied)
        weights[day] = weight
        if weight == max(weights.values()):
            cues = spans
    best = max(weights, key=lambda day: weights[day])
    share = weights[best] / (sum(weights.values()) or 1.0)
    if share < _MIN_SHARE or (not years and latest is None):
        return Published()
    confidence = _CERTAIN if share >= _SURE_SHARE else _MEDIUM
    words = draft.dateline.text if draft.dateline else ""
    own = tuple(Span.of(words, stamp.start, stamp.end, "dateline") for stamp in list(find_stamps(words))[:1])
    return Published(best, best, best, None, "inferred", "day", confidence, own + tuple(_first_few(cues)))


def _candidates(dateline: Stamp, years: list[_Year], latest: date | None) -> list[date]:
    named = [year.year for year in years]
    last = latest.year if latest else max(named, default=0) + 2
    first = max(last - _SPAN_YEARS, min(named, default=last - _SPAN_YEARS))
    days = []
    for year in range(first, last + 1):
        try:
            day = date(year, dateline.month or 1, dateline.day or 1)
        except ValueError:
            continue
        if (latest is None or day <= latest) and (
            dateline.weekday is None or day.weekday() == dateline.weekday
        ):
            days.append(day)
    return days


def _weigh(
    day: date, fields: dict[str, str], years: list[_Year], weekdays: list[tuple[int, Span]], tied: list[Stamp]
) -> tuple[float, list[Span]]:
    """How well a day agrees with what the text says, and the words that speak for it."""
    weight, spans = 1.0, []
    past = [year for year in years if not year.planned]
    newest = max(past, key=lambda year: year.year, default=None)
    plans = [year for year in years if year.planned and (newest is None or year.year >= newest.year)]
    if newest is not None:
        gap = day.year - newest.year
        if gap < 0:
            weight *= _BEFORE_LATEST
        elif not plans:
            weight *= _AFTER_LATEST.get(gap, _LONG_AFTER)
        spans.append(newest.span)
    if plans:
        nearest = min(plans, key=lambda year: year.year)
        gap = nearest.year - day.year
        weight *= _AFTER_PLAN if gap < 0 else _BEFORE_PLAN.get(gap, _LONG_BEFORE_PLAN)
        spans.append(nearest.span)
    if _names_this_year(day, fields, years):
        weight *= _THIS_YEAR
    for weekday, span in weekdays[:1]:
        weight *= _weekday_weight(day, weekday, tied)
        spans.append(span)
    for month, year, span in _last_months(fields):
        fits = year == (day.year if month < day.month else day.year - 1)
        weight *= _FITS_LAST if fits else _BREAKS_LAST
        spans.append(span)
    return weight, spans


def _names_this_year(day: date, fields: dict[str, str], years: list[_Year]) -> bool:
    newest = max((year.year for year in years), default=None)
    return day.year == newest and any(_THIS.search(words) for words in fields.values())


def _weekday_weight(day: date, weekday: int, tied: list[Stamp]) -> float:
    """The first bare weekday of a story is its news: the dateline's own day or one of the days before."""
    near = [
        other
        for stamp in tied
        if (other := _day(day.year, stamp.month, stamp.last_day or stamp.day))
        and 0 <= (day - other).days <= 6
    ]
    lag = (day.weekday() - weekday) % 7
    weight = _WEEKDAY_LAGS[lag]
    if near:
        exact = any((day - timedelta(days=lag)) == other for other in near)
        weight = max(weight, _TIED) if exact else max(weight * 0.5, _UNTIED)
    return weight


def _last_months(fields: dict[str, str]) -> Iterator[tuple[int, int, Span]]:
    """ "Last November" with the year that its own or the next sentence names."""
    for name, words in fields.items():
        for found in _LAST_MONTH.finditer(words) if "last " in words.casefold() else ():
            end = _sentence_end(words, _sentence_end(words, found.end()) + 1)
            year = _YEAR.search(words, found.end(), end)
            if year:
                yield (
                    MONTHS[found["month"].lower()],
                    int(year["year"]),
                    Span.of(words, found.start(), found.end(), name),
                )


def _sentence_end(words: str, start: int) -> int:
    found = _SENTENCE_END.search(words, min(start, len(words)))
    return found.end() if found else len(words)


def _years(fields: dict[str, str]) -> list[_Year]:
    years = []
    for name, words in fields.items():
        for found in _YEAR.finditer(words):
            start = max(words.rfind(". ", 0, found.start()), words.rfind("\n", 0, found.start())) + 1
            before = words[start : found.start()]
            clause = words[start : _sentence_end(words, found.end())]
            planned = _PLAN_BEFORE.search(before) is not None or (
                _PLAN_IN_CLAUSE.search(clause) is not None
                and not _is_over(before, words[found.end() : found.end() + 40])
            )
            years.append(_Year(int(found["year"]), planned, Span.of(words, found.start(), found.end(), name)))
    return years


def _is_over(before: str, after: str) -> bool:
    return _PAST_BEFORE.search(before[-_CLAUSE_BEFORE:]) is not None or _PAST_AFTER.match(after) is not None


def _weekdays(fields: dict[str, str]) -> Iterator[tuple[int, Span]]:
    """Bare weekdays that lie in the past, in the order of the story."""
    for name in (*(key for key in ("text", "summary", "standfirst", "subtitle", "title") if key in fields),):
        words = fields[name]
        for found in _BARE_WEEKDAY.finditer(words):
            if not _FUTURE_WEEKDAY.search(words, max(0, found.start() - 16), found.start()):
                yield WEEKDAYS[found["day"].lower()], Span.of(words, found.start(), found.end(), name)


def _from_events(fields: dict[str, str], latest: date | None) -> Published:
    """Bounds from full dates in the text that bare weekdays are tied to."""
    events = [
        (day, Span.of(words, stamp.start, stamp.end, name))
        for name, words in fields.items()
        for stamp in find_stamps(words)
        for day in _days_of(stamp)
        if latest is None or day <= latest
    ]
    if not events:
        return Published()
    weekdays = list(_weekdays(fields))
    newest = max(day for day, _ in events)
    tied = [
        (day, span, weekday_span)
        for day, span in events
        for weekday, weekday_span in weekdays
        if day.weekday() == weekday and (newest - day).days <= 6
    ]
    if not tied:
        return Published()
    earliest, span, weekday_span = max(tied, key=lambda item: item[0])
    bound = earliest + _WEEK
    if latest is not None:
        bound = min(bound, latest)
    only = earliest if earliest == bound else None
    return Published(only, earliest, bound, None, "inferred", "day", _MEDIUM, (span, weekday_span))


def _days_of(stamp: Stamp) -> list[date]:
    if stamp.date is None:
        return []
    last = _day(stamp.year, stamp.month, stamp.last_day) if stamp.last_day else None
    if last is None:
        return [stamp.date]
    return [stamp.date + timedelta(days=step) for step in range((last - stamp.date).days + 1)]


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _first_few(spans: list[Span]) -> list[Span]:
    unique = list(dict.fromkeys(spans))
    return unique[:4]
