"""Questions over time as pictures and a table.

A chart is one SVG that is stretched to the page's width, so words stand beside it as HTML: letters
would be stretched too. Dots are strokes of no length, which a stretched picture leaves round
(square, ring) as they are. Lines differ in dashes and dots beside their color. The charts are
for those who see them; the table holds all of it, with the same links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from math import floor, log10
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.queries import MOST_COMPARED, OUT_OF_ORDER, Comparison, Course, Period, SearchRequest

from .links import Link, thinned
from .panels import articles_words
from .periods import Trail, trail

_WIDTH: Final = 1000
_HEIGHT: Final = 100
#: Ends of a scale, whose halves are round too.
_ROUND: Final = (1, 2, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Chart:
    """`scale` are the labels beside it, from the top; `lines` are drawn in the order of the questions."""

    heading: str
    note: str
    scale: tuple[str, ...]
    lines: SafeString


@dataclass(frozen=True, slots=True)
class LegendEntry:
    number: int
    question: str
    url: str
    total: str
    understood: str


@dataclass(frozen=True, slots=True)
class Cell:
    count: str
    share: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    period: Link
    cells: tuple[Cell, ...]
    everything: str


@dataclass(frozen=True, slots=True)
class Trends:
    questions: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    charts: tuple[Chart, ...]
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    trail: Trail | None
    chips: tuple[Link, ...]
    notices: tuple[str, ...]
    csv_url: str


def trends(
    found: Comparison, alike: SearchRequest, questions: Sequence[str], notices: Sequence[str]
) -> Trends:
    """`alike` is what all questions are narrowed by; without questions the page is a form to fill in."""
    return Trends(
        questions=(*questions, *[""] * (MOST_COMPARED - len(questions))),
        legend=tuple(_entry(number, course) for number, course in enumerate(found.courses, 1)),
        charts=tuple(_charts(found)),
        labels=thinned([period.short for period in found.periods]),
        rows=tuple(_rows(found, alike, questions)),
        trail=trail(
            alike.from_date,
            alike.to_date,
            lambda first, last: address(questions, alike, first, last),
        ),
        chips=tuple(
            Link(chip.label, _joined(reverse("search_compare"), questions, chip.remove_url.partition("?")[2]))
            for chip in found.chips
        ),
        notices=tuple(dict.fromkeys((*notices, *found.notices, *([] if found.in_order else [OUT_OF_ORDER])))),
        csv_url=address(questions, alike, alike.from_date, alike.to_date, "search_compare_csv"),
    )


def address(
    questions: Sequence[str],
    alike: SearchRequest,
    first: date | None,
    last: date | None,
    name: str = "search_compare",
) -> str:
    """The comparison of these questions over other days."""
    rest = replace(alike, q="", from_date=first, to_date=last).query
    return _joined(reverse(name), questions, rest)


def _joined(path: str, questions: Sequence[str], rest: str) -> str:
    asked = urlencode([("q", question) for question in questions])
    return "?".join(filter(None, (path, "&".join(filter(None, (asked, rest))))))


def share_words(share: float) -> str:
    """Of two digits that count, so that a small share is not nothing."""
    if not share:
        return "0 %"
    places = max(0, 1 - floor(log10(share)))
    return f"{share:.{min(places, 4)}f} %"


def _entry(number: int, course: Course) -> LegendEntry:
    asked = course.request
    told = course.understood if course.understood.casefold() != asked.q.casefold() else ""
    return LegendEntry(number, asked.q, asked.url(), articles_words(course.total), told)


def _rows(found: Comparison, alike: SearchRequest, questions: Sequence[str]) -> list[Row]:
    return [
        Row(
            Link(
                period.label,
                "" if period.length == "day" else address(questions, alike, period.start, period.end),
            ),
            tuple(
                Cell(f"{course.counts[place]:,}", share_words(course.shares[place]), _search(course, period))
                if course.counts[place]
                else Cell("0", "", "")
                for course in found.courses
            ),
            f"{found.everything[place]:,}",
        )
        for place, period in enumerate(found.periods)
    ]


def _search(course: Course, period: Period) -> str:
    return course.request.url(from_date=period.start, to_date=period.end)


# --- Charts ---


def _charts(found: Comparison) -> list[Chart]:
    if not found.periods:
        return []
    most = max(max(course.counts) for course in found.courses)
    largest = max(max(course.shares) for course in found.courses)
    top, full = scale_end(max(most, 2)), scale_end(largest or 1)
    counts = [(course, course.counts) for course in found.courses]
    shares = [(course, course.shares) for course in found.courses]
    return [
        Chart(
            "How many articles",
            "",
            tuple(f"{value:,.0f}" for value in (top, top / 2, 0)),
            SafeString(
                "".join(_line(*each, top, found.periods, linked=True) for each in enumerate(counts, 1))
            ),
        ),
        Chart(
            "Of all articles of the time",
            "The share of what the archive holds of each period, whatever it speaks of.",
            tuple(f"{value:g} %" for value in (full, full / 2, 0)),
            SafeString(
                "".join(_line(*each, full, found.periods, linked=False) for each in enumerate(shares, 1))
            ),
        ),
    ]


def scale_end(value: float) -> float:
    """The next round number from a value on."""
    unit = 10.0 ** floor(log10(value))
    end = next(each for each in _ROUND if value <= each * unit * (1 + 1e-9))
    return round(end * unit, 10)


def _line(
    number: int,
    drawn: tuple[Course, Sequence[float]],
    top: float,
    periods: Sequence[Period],
    *,
    linked: bool,
) -> str:
    course, values = drawn
    step = _WIDTH / len(periods)
    points = [
        f"{(place + 0.5) * step:.1f} {_HEIGHT - _HEIGHT * value / top:.1f}"
        for place, value in enumerate(values)
    ]
    dots = "".join(f"M{point}h0" for point in points)
    drawn_dots = (
        _dots(dots)
        if not linked
        else "".join(
            f'<a href="{escape(_search(course, period))}" tabindex="-1">{_dots(f"M{point}h0")}'
            f"<title>{escape(course.request.q)}, {period.label}: {articles_words(int(value))}</title></a>"
            if value
            else _dots(f"M{point}h0")
            for point, period, value in zip(points, periods, values, strict=True)
        )
    )
    # The third kind of dot is a ring.
    holes = f'<path class="hole" d="{dots}"/>' if number == MOST_COMPARED else ""
    return f'<g class="course-{number}"><path class="line" d="M{"L".join(points)}"/>{drawn_dots}{holes}</g>'


def _dots(path: str) -> str:
    return f'<path class="dot" d="{path}"/>'
