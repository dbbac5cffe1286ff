"""When an article was published: stated if the page says so, inferred if its words allow, else unknown.

Rules in order of how specific they are; the more specific one wins, and how
sure we are depends on whether the others agree:

    published-stamp    "Published: 16 Aug 2025, 09:52 PM IST"
    publication-stamp  "16 Aug 2025, 09:52 PM IST" on a line of its own
    date-prefix        " date 2025-08-16 " before the first words
    dateline-date      "Dhaka, 26 August, 2025 (BSS) -"
    updated-stamp      "Updated: …" alone: the page existed then, it may be older

What is not on the page is left to `inference`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from articles.drafts import ArticleDraft, Published, ReadingConfig, Span

from .findings import StampFound
from .inference import infer
from .stamp_lines import LABEL, RELATIVE, UPDATE
from .stamps import Stamp, find_stamps, first_clock, zone_of
from .vocabulary import AMBIGUOUS_ZONES, ZONES

_RANKS = ("published-stamp", "publication-stamp", "date-prefix", "dateline-date", "updated-stamp")
#: A zone that stands apart from its time: "08:55 PM Aug 16, 2025 IST".
_ZONE = re.compile(rf"\b(?:{'|'.join((*ZONES, *AMBIGUOUS_ZONES))})\b")
_YEAR_AND_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL = re.compile(rf"\b{LABEL}\b", re.IGNORECASE)

#: One statement can be a template's slip or a crawler's clock; two that agree practically cannot.
_ALONE, _AGREED = 0.95, 0.99
#: A day apart is what time zones do; the date still stands.
_A_DAY_APART = 0.85
#: Two statements that contradict each other: the better rule wins, but one of the two pages' clocks is wrong.
_CONTRADICTED = 0.6
#: "Updated" alone is usually the day itself and sometimes a later one.
_UPDATE_ONLY = 0.8
#: 03/04/2025 read the way its time zone's pages write: right but for the odd foreign template.
_READ_BY_ZONE = 0.85
#: 03/04/2025 with nothing that tells which way round: either reading is as good.
_UNDECIDED = 0.5
#: "2 hours ago" counts from when the page was fetched, which is the reference only nearly.
_RELATIVE = 0.7


@dataclass(frozen=True, slots=True)
class _Moment:
    rank: int
    day: date | None
    orders: tuple[date, ...] = ()
    time: time | None = None
    #: Month and day of a stamp without a year; another statement must lend it one.
    yearless: tuple[int, int] | None = None
    #: Which way round an all-figure date reads was told by its clock's zone or its dots.
    by_zone: bool = False


def publication(
    draft: ArticleDraft, stamps: Iterable[StampFound], dateline: Stamp | None, config: ReadingConfig
) -> Published:
    found = list(stamps)
    context = " ".join(filter(None, (draft.title, draft.text[:20_000])))
    moments = [moment for stamp in found for moment in _moments(stamp, context)]
    evidence: tuple[Span, ...] = ()
    if dateline is not None and dateline.date is not None:
        moments.append(_Moment(_RANKS.index("dateline-date"), dateline.date))
        evidence = dateline_span(draft)
    moments = _ordered(moments, draft, dateline, config)
    decided = sorted(
        (moment for moment in moments if moment.day), key=lambda moment: (moment.rank, moment.time is None)
    )
    if decided:
        published = _stated(decided, _lone_time(found, context))
        return replace(
            published, evidence=evidence if published.date == (dateline.date if dateline else None) else ()
        )
    if month := next((first for stamp in found if (first := _month_of(stamp)) is not None), None):
        return month
    if year := next((int(stamp.text) for stamp in found if _YEAR.fullmatch(stamp.text)), None):
        begin, end = date(year, 1, 1), date(year, 12, 31)
        return Published(begin, begin, end, None, "stated", "year", _ALONE, ())
    undecided = next((moment.orders for moment in moments if moment.orders), None)
    if undecided:
        return Published(None, min(undecided), max(undecided), None, "inferred", "year", _UNDECIDED, ())
    return _relative(found, config) or infer(draft, dateline, config)


def _month_of(stamp: StampFound) -> Published | None:
    """A stamp that states a month and no day: the first day stands for it, and `precision` says so."""
    named = [
        (day.year, day.month) for day in find_stamps(stamp.text) if day.year and day.month and not day.day
    ]
    if figures := _YEAR_AND_MONTH.fullmatch(stamp.text):
        named.append((int(figures["year"]), int(figures["month"])))
    if len(named) != 1 or stamp.rule in ("relative-stamp", "time-stamp"):
        return None
    first = date(named[0][0], named[0][1], 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Published(first, first, last, None, "stated", "month", _ALONE, ())


def _stated(moments: list[_Moment], lone_time: time | None) -> Published:
    best = moments[0]
    day = best.day
    assert day is not None  # noqa: S101  (only decided moments come here)
    update = _RANKS.index("updated-stamp")
    others = [
        moment.day for moment in moments[1:] if moment.day and (moment.rank != update or best.rank == update)
    ]
    apart = max((abs((other - day).days) for other in others if other is not None), default=None)
    if best.by_zone and apart is None:
        confidence = _READ_BY_ZONE
    elif best.rank == _RANKS.index("updated-stamp"):
        confidence = _UPDATE_ONLY
    elif apart is None:
        confidence = _ALONE
    elif apart == 0:
        confidence = _AGREED
    else:
        confidence = _A_DAY_APART if apart == 1 else _CONTRADICTED
    clock = (
        best.time
        or next((moment.time for moment in moments if moment.time and moment.day == day), None)
        or lone_time
    )
    return Published(day, day, day, clock, "stated", "minute" if clock else "day", confidence, ())


def _moments(stamp: StampFound, context: str) -> list[_Moment]:
    """Every date on a stamp line with its label and its time."""
    if stamp.rule in ("relative-stamp", "time-stamp"):
        return []
    days = [day for day in find_stamps(stamp.text) if day.day or day.orders]
    zone = next((clock.tzinfo for clock in _clocks(stamp.text, context) if clock.tzinfo), None)
    if zone is None and (named := _ZONE.search(stamp.text)):
        zone = zone_of(named.group(), f"{stamp.text} {context}")
    moments = []
    for index, day in enumerate(days):
        label = stamp.text[days[index - 1].end if index else 0 : day.start]
        after = stamp.text[day.end : days[index + 1].start if index + 1 < len(days) else None]
        following = _LABEL.search(after)
        clock = first_clock(after[: following.start()] if following else after, context)
        clock = clock or (None if index else first_clock(label, context))
        moment = clock.time if clock else None
        if moment is not None and moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=zone)
        orders = _orders(day, moment)
        moments.append(
            _Moment(
                rank=_rank(stamp.rule, label),
                day=orders[0] if len(orders) == 1 else day.date,
                orders=orders if len(orders) == 2 else (),
                time=moment,
                yearless=None if day.year else (day.month or 0, day.day or 0),
                by_zone=len(orders) == 1,
            )
        )
    return moments


def _orders(day: Stamp, clock: time | None) -> tuple[date, ...]:
    """Both readings of an all-figure date, or the one that its own marks decide for.

    Dots are only ever written day first; a clock east of Greenwich stands on pages that put the day
    first, one of the Americas' on pages that put the month first.
    """
    if day.orders is None:
        return ()
    offset = clock.utcoffset() if clock else None
    if day.dotted or (offset is not None and offset > timedelta(0)):
        return day.orders[:1]
    if offset is not None and offset < timedelta(hours=-3):
        return day.orders[1:]
    return day.orders


def _clocks(text: str, context: str) -> Iterable[time]:
    while (clock := first_clock(text, context)) is not None:
        yield clock.time
        text = text[clock.end :]


def _rank(rule: str, label: str) -> int:
    if rule == "date-prefix":
        return _RANKS.index(rule)
    if UPDATE.search(label):
        return _RANKS.index("updated-stamp")
    return _RANKS.index("published-stamp" if _LABEL.search(label) else "publication-stamp")


def _lone_time(found: list[StampFound], context: str) -> time | None:
    for stamp in found:
        if stamp.rule == "time-stamp" and (clock := first_clock(stamp.text, context)):
            return clock.time
    return None


def _ordered(
    moments: list[_Moment], draft: ArticleDraft, dateline: Stamp | None, config: ReadingConfig
) -> list[_Moment]:
    """The moments with what the rest of the page decides about them.

    All-figure dates are read the way round that another date or the dateline shows, and stamps without
    a year borrow it; what stays undecided keeps both readings.
    """
    known = {moment.day for moment in moments if moment.day}
    read = []
    for moment in moments:
        if moment.yearless:
            day = next((day for day in known if (day.month, day.day) == moment.yearless), None)
            read.append(replace(moment, day=day))
        elif moment.orders:
            choice = _choice(moment.orders, known, draft, dateline, config)
            read.append(replace(moment, day=choice, orders=() if choice else moment.orders))
        else:
            read.append(moment)
    return read


def _choice(
    orders: tuple[date, ...],
    known: set[date],
    draft: ArticleDraft,
    dateline: Stamp | None,
    config: ReadingConfig,
) -> date | None:
    def one(days: list[date]) -> date | None:
        return days[0] if len(days) == 1 else None

    latest = config.reference.date() + timedelta(days=1) if config.reference else date.max
    return (
        one([day for day in orders if any(abs((day - other).days) <= 1 for other in known)])
        or one([day for day in orders if dateline and (day.month, day.day) == (dateline.month, dateline.day)])
        or one([day for day in orders if day <= latest])
        or one(_habit(orders, draft.text))
    )


def _habit(orders: tuple[date, ...], text: str) -> list[date]:
    """The order that other all-figure dates of the text can only have."""
    first_is_day = bool(re.search(r"\b(?:1[3-9]|2\d|3[01])[/.-](?:0?\d|1[0-2])[/.-](?:19|20)\d\d\b", text))
    first_is_month = bool(re.search(r"\b(?:0?\d|1[0-2])[/.-](?:1[3-9]|2\d|3[01])[/.-](?:19|20)\d\d\b", text))
    if first_is_day == first_is_month:
        return list(orders)
    return [orders[0] if first_is_day else orders[1]]


def _relative(found: list[StampFound], config: ReadingConfig) -> Published | None:
    """ "2 hours ago", counted back from when the document was received; unknown when that is not known."""
    if config.reference is None:
        return None
    for stamp in found:
        if stamp.rule != "relative-stamp":
            continue
        match = RELATIVE.fullmatch(stamp.text.strip(" .()|"))
        if match is None:
            continue
        day = (config.reference - _age(match)).date()
        return Published(day, day - timedelta(days=1), day, None, "inferred", "day", _RELATIVE, ())
    return None


def _age(match: re.Match[str]) -> timedelta:
    word = (match["word"] or "").casefold()
    if word:
        return timedelta(days=1 if word == "yesterday" else 0)
    number = int(match["number"]) if match["number"].isdigit() else 1
    unit = match["unit"].casefold()
    names = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    return timedelta(**{names[unit[0]]: number})


def dateline_span(draft: ArticleDraft) -> tuple[Span, ...]:
    """The date's words inside the dateline."""
    if draft.dateline is None:
        return ()
    words = draft.dateline.text
    for stamp in find_stamps(words):
        return (Span.of(words, stamp.start, stamp.end, "dateline"),)
    return ()
