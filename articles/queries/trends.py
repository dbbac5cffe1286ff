"""Two or three questions over time: how many articles each finds, and of how many.

A share is of all articles that the archive has of that time, whatever they speak of, so that
an archive that grew does not look like a subject that did. The index counts everything; an
article without a date is in none of the periods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from django.http import QueryDict

from archive.search import understand

from .asking import PAGE_SIZE, SearchRequest
from .language import language
from .page import Chip, chips_of, labels_of
from .searching import narrowed, ready
from .timeline import Counts, Period, counted_in, fields_of, periods_of

MOST_COMPARED: Final = 3


@dataclass(frozen=True, slots=True)
class Course:
    """One question: what it finds in each period, and in hundredths of all articles of that period."""

    request: SearchRequest
    understood: str
    total: int
    counts: tuple[int, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`everything` is the number of all articles in each period."""

    periods: tuple[Period, ...] = ()
    everything: tuple[int, ...] = ()
    courses: tuple[Course, ...] = ()
    notices: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    in_order: bool = True


def asked_together(params: QueryDict) -> tuple[SearchRequest, list[SearchRequest], list[str]]:
    """What questions that are given as `q` have in common, and a request for each; one asked twice counts
    once. With what was repaired, as notices."""
    params = params.copy()
    asked: dict[str, SearchRequest] = {}
    notices: list[str] = []
    for question in islice(dict.fromkeys(("", *params.getlist("q"))), 20):
        params["q"] = question
        wanted, told = SearchRequest.from_params(params)
        notices += told
        asked.setdefault(wanted.q, replace(wanted, sort="relevance", beside=(), page=1, page_size=PAGE_SIZE))
    alike = asked.pop("")
    if len(asked) > MOST_COMPARED:
        notices.append(f"At most {MOST_COMPARED} questions are compared; these are the first.")
    return alike, list(asked.values())[:MOST_COMPARED], notices


def compare(requests: Sequence[SearchRequest]) -> Comparison:
    """The courses of requests that differ in their question alone."""
    if not ready():
        return Comparison(in_order=False)
    if not requests:
        return Comparison()
    base = SearchRequest(from_date=requests[0].from_date, to_date=requests[0].to_date)
    understood = [understand(request.q, language()) for request in requests]
    counted = [_counted(request) for request in requests]
    _, all_counts = _counted(base)
    periods = periods_of(base, [counts for _, counts in counted])
    everything = counted_in(periods, all_counts)
    courses = []
    for request, read, (total, counts) in zip(requests, understood, counted, strict=True):
        found = counted_in(periods, counts)
        shares = tuple(100 * few / many if many else 0.0 for few, many in zip(found, everything, strict=True))
        courses.append(Course(request, read.text, total, found, shares))
    alike = replace(requests[0], q="")
    return Comparison(
        periods,
        everything,
        tuple(courses),
        tuple(dict.fromkeys(notice for read in understood for notice in read.notices)),
        chips_of(alike, labels_of(alike, {})),
    )


def _counted(request: SearchRequest) -> tuple[int, Counts]:
    asked = narrowed(request, understand(request.q, language()))
    for name in fields_of(request):
        asked.add_field_facet(name)
    asked.set_limits(0, 1)
    return int(asked.get_count()), asked.get_facet_counts().get("fields", {})
