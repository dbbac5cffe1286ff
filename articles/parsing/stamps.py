"""Dates and times as print writes them.

Every form is spelled out here and read whole or not at all. General date
libraries were tried and dropped: they fill what is missing with today ("March
2022" gets a day nobody printed) and read a range as a year. 03/04/2025 stays
undecided: whoever calls says which order the rest of the page uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone, tzinfo

from .vocabulary import AMBIGUOUS_ZONES, MONTH, MONTHS, WEEKDAY, WEEKDAYS, ZONES

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a text, at [start, end) of it.

    `month` and `day` are None where the text names none; `orders` holds both readings of an all-figure
    date that could be either way round, and then `month` and `day` are None too.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    orders: tuple[date, date] | None = None
    #: Written 03.04.2025.
    dotted: bool = False

    @property
    def date(self) -> date | None:
        return _date(self.year, self.month, self.day) if self.year and self.month and self.day else None


@dataclass(frozen=True, slots=True)
class Clock:
    start: int
    end: int
    time: time


_YEAR = r"(?P<{0}>(?:1[89]|20|21)\d\d)(?!\d)"
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])"
_SUFFIX = r"(?:\s?(?:st|nd|rd|th))?"
_RANGE = r"(?:\s?(?:-|–|—|to|and|&)\s?(?P<{0}>0?[1-9]|[12]\d|3[01])(?!\d)" + _SUFFIX + ")?"
_NOT_INSIDE = r"(?<![\w./:-])"
_PATTERN = re.compile(
    rf"{_NOT_INSIDE}(?:"
    rf"{_YEAR.format('y1')}[-/.](?P<m1>0?[1-9]|1[0-2])[-/.]{_DAY.format('d1')}(?!\d|[-/.]\d)"
    rf"|(?:(?P<w2>{WEEKDAY})(?:\s|,|\s?\|)\s*)?(?:the\s)?{_DAY.format('d2')}{_SUFFIX}{_RANGE.format('e2')}(?:\s*,\s?|\sde\s|\s-\s(?=\w+\s-\s\d)|\s+|-|\sof\s)"
    rf"(?P<m2>{MONTH})(?:(?:\s*,\s?|\sdel?\s|\s-\s(?=\d{{4}})|\s+|-|\s?/\s?)?{_YEAR.format('y2')})?"
    rf"|(?:(?P<w3>{WEEKDAY})(?:\s|,|\s?\|)\s*)?(?P<m3>{MONTH})(?:\s*,\s?|\s?|-){_DAY.format('d3')}(?!\d|[.:]\d){_SUFFIX}{_RANGE.format('e3')}"
    rf"(?:(?:\s*,\s?|\s+|-|\s?/\s?){_YEAR.format('y3')})?"
    rf"|(?P<a4>0?[1-9]|[12]\d|3[01])(?P<s4>[-/.])(?P<b4>0?[1-9]|[12]\d|3[01])(?P=s4){_YEAR.format('y4')}"
    rf"|{_DAY.format('d8')}(?:\.|er|º)\s(?:de\s)?(?P<m8>{MONTH})(?:\s(?:del?\s)?{_YEAR.format('y8')}|(?=\s?[(/]))"
    rf"|(?P<m5>{MONTH})(?:\s*,\s?|\sdel?\s|\s+|\sof\s){_YEAR.format('y5')}"
    r"|(?P<y6>(?:19|20)\d\d)年\s?(?P<m6>1[0-2]|0?[1-9])月\s?(?P<d6>3[01]|[12]\d|0?[1-9])日"
    r"|(?P<y7>(?:19|20)\d\d)년\s?(?P<m7>1[0-2]|0?[1-9])월\s?(?P<d7>3[01]|[12]\d|0?[1-9])일"
    r")",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+")
_REACH = 48
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<w>{WEEKDAY})\s?,?\s?\(?$", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d:/.-])(?P<hour>2[0-3]|[01]?\d)(?!\d)(?:(?P<sep>[:.])(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:\.\d{1,6})?)?)?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?P<h>\s?(?:hrs|hours|h)\b)?"
    r"(?P<zone>\s?\(?(?:(?:GMT|UTC)?\s?[+−-]\s?\d{1,2}(?::?\d\d)?(?!\d)"
    rf"|(?:{'|'.join(sorted((*ZONES, *AMBIGUOUS_ZONES), key=len, reverse=True))})\b))?",
    re.IGNORECASE,
)
#: Israel and Ireland hardly ever stamp with it: India's unless the page speaks of them.
_USUAL = frozenset({"IST"})
_OFFSET = re.compile(
    r"(?:GMT|UTC)?\s?(?P<sign>[+−-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?", re.IGNORECASE
)


def find_stamps(text: str) -> Iterator[Stamp]:
    """Every date with at least a month in it, from left to right."""
    for start, end in _around_figures(text):
        for found in _PATTERN.finditer(text, start, end):
            stamp = _stamp(found, text)
            if stamp is not None:
                yield stamp


def _around_figures(text: str) -> Iterator[tuple[int, int]]:
    """The stretches a date can stand in: every form has a figure, and no form reaches further from it."""
    start = end = -1
    for figure in _FIGURE.finditer(text):
        if end < 0:
            start = figure.start() - _REACH
        elif figure.start() - _REACH > end:
            yield max(start, 0), end
            start = figure.start() - _REACH
        end = figure.end() + _REACH
    if end >= 0:
        yield max(start, 0), end


def first_clock(text: str, context: str = "") -> Clock | None:
    """The first time of day in a text that holds little else; `context` tells one BST from the other."""
    for found in _TIME.finditer(text):
        if not (found["minute"] or found["half"]) or (
            found["sep"] == "." and not (found["half"] or found["h"] or found["zone"])
        ):
            continue
        hour = int(found["hour"])
        half = (found["half"] or "").lower()[:1]
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        zone = zone_of((found["zone"] or "").strip(" ("), context)
        moment = time(hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=zone)
        return Clock(found.start(), found.end(), moment)
    return None


def zone_of(name: str, context: str = "") -> tzinfo | None:
    """A zone's abbreviation or offset as a fixed offset; None when it is none, or could be two."""
    upper = name.upper().rstrip(".")
    if upper in AMBIGUOUS_ZONES:
        votes = sorted(
            ((len(re.findall(pattern, context, re.IGNORECASE)), -place, minutes)
             for place, (minutes, pattern) in enumerate(AMBIGUOUS_ZONES[upper])),
            reverse=True,
        )  # fmt: skip
        if votes[0][0] > votes[1][0] or upper in _USUAL:
            return timezone(timedelta(minutes=votes[0][2]))
        return None
    if upper in ZONES:
        return timezone(timedelta(minutes=ZONES[upper]))
    offset = _OFFSET.fullmatch(name.strip())
    if offset is None:
        return None
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if offset["sign"] in "-−" else minutes))


def _stamp(found: re.Match[str], text: str) -> Stamp | None:
    group = found.groupdict()
    if group["a4"]:
        return _figures(found)
    number = next(index for index in "12356780" if index == "0" or group.get(f"m{index}"))
    year = int(group[f"y{number}"]) if group.get(f"y{number}") else None
    month_text = group[f"m{number}"] or ""
    month = int(month_text) if month_text.isdigit() else MONTHS[month_text.rstrip(".").lower()]
    day = int(group[f"d{number}"]) if group.get(f"d{number}") else None
    last = int(group[f"e{number}"]) if group.get(f"e{number}") else None
    weekday_text = group.get(f"w{number}")
    weekday = WEEKDAYS[weekday_text.rstrip(".").lower()] if weekday_text else None
    if day is not None and _date(year or 2000, month, day) is None:
        return None
    if last is not None and (day is None or last <= day or _date(year or 2000, month, last) is None):
        last = None
    if weekday is None and day is not None:
        before = _WEEKDAY_BEFORE.search(text, max(0, found.start() - 14), found.start())
        weekday = WEEKDAYS[before["w"].rstrip(".").lower()] if before else None
    return Stamp(found.start(), found.end(), year, month, day, last, weekday)


def _figures(found: re.Match[str]) -> Stamp | None:
    first, second, year = int(found["a4"]), int(found["b4"]), int(found["y4"])
    readings = [reading for reading in (_date(year, second, first), _date(year, first, second)) if reading]
    if not readings:
        return None
    if len(readings) == 2 and readings[0] != readings[1]:
        return Stamp(
            found.start(), found.end(), year, orders=(readings[0], readings[1]), dotted=found["s4"] == "."
        )
    return Stamp(found.start(), found.end(), year, readings[0].month, readings[0].day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
