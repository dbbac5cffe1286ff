"""Why nothing was found, and the smallest steps back that find something.

Each part of a request (a word, a phrase, a filter) is counted alone, so that the one to
blame shows. Then each is left out in turn: what finds something is offered with its number,
the smallest first, since it is nearest to what was asked. Only where no single step
helps are greater ones tried: without all words that no article has, any of the words, the words
without filters, the filters alone.

All of it is counted by the index, over parts that are bounded in number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from archive.search import Understood, understand

from .asking import FACETS, SearchRequest
from .language import language
from .page import Labels, Way

#: Parts of a question, and values of filters, that are looked into. Of a question too long to be
#: helped by leaving one part out, fewer are.
_MOST_CLAUSES: Final = 8
_LONG_QUESTION: Final = 12
_FEW_CLAUSES: Final = 2
_MOST_CHOSEN: Final = 8
#: Steps back that are offered.
_MOST_WAYS: Final = 5
_LONGEST: Final = 80
_MARKS: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_PHRASE: Final = re.compile(rf"[{_MARKS}]([^{_MARKS}\s]+\s[^{_MARKS}]+)[{_MARKS}](?:~\d+)?")
_AND_BEFORE: Final = re.compile(r"(?:^|\s)(?:AND|&&)\s*$")
_AND_BEHIND: Final = re.compile(r"^\s*(?:AND|&&)(?=\s|$)")

Count = Callable[[SearchRequest], int]


@dataclass(frozen=True, slots=True)
class Why:
    notices: tuple[str, ...] = ()
    clauses: tuple[Way, ...] = ()
    relaxations: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """A request with less in it, and what is left out, in words."""

    label: str
    request: SearchRequest


def why_nothing(request: SearchRequest, understood: Understood, labels: Labels, count: Count) -> Why:
    """What of a request no article answers, and what would find something."""
    if not request.q and not request.is_narrowed:
        return Why()
    count = cache(count)
    clauses = [
        Way(step.label, count(step.request), step.request.url())
        for step in _alone(request, understood, labels)
    ]
    ways = (
        _found(_steps(request, understood, labels), count)
        or _found(_without_hopeless(request, understood, labels, count), count)
        or _found(_leaps(request), count)
    )
    notices = _notices(request, understood, clauses, count)
    return Why(tuple(notices), tuple(clauses) if len(clauses) > 1 else (), ways)


def _most(understood: Understood) -> int:
    """How many parts of a question are looked into."""
    return _MOST_CLAUSES if len(understood.clauses) <= _LONG_QUESTION else _FEW_CLAUSES


def _found(steps: Iterator[_Step], count: Count) -> tuple[Way, ...]:
    counted = [(count(step.request), step) for step in {step.request: step for step in steps}.values()]
    nearest = sorted((each for each in counted if each[0]), key=lambda each: each[0])
    return tuple(Way(step.label, number, step.request.url()) for number, step in nearest[:_MOST_WAYS])


def _notices(
    request: SearchRequest, understood: Understood, clauses: list[Way], count: Count
) -> Iterator[str]:
    asked = [clause for clause in understood.clauses[: _most(understood)] if not clause.negative]
    lonely = [clause for clause in asked if not count(SearchRequest(q=request.q[clause.start : clause.end]))]
    for clause in lonely:
        yield f"No article in the archive matches “{clause.text[:_LONGEST].strip(_MARKS)}”."
    if lonely:
        return
    if understood.query is None:
        if request.is_narrowed:
            yield "No article has all of what is chosen."
    elif request.is_narrowed and count(SearchRequest(q=request.q)):
        yield "The words are found elsewhere in the archive, but not with these filters."
    elif len(understood.clauses) > _most(understood):
        yield "No article has all of what is asked for. Try fewer words."
    elif len(asked) > 1:
        yield "Each part of the question is found, but no article has all of them. Try fewer words."
    else:
        yield "What is asked for is found, but only where something stands that is not wanted."


# --- What a request is made of ---


def _alone(request: SearchRequest, understood: Understood, labels: Labels) -> Iterator[_Step]:
    """Each part of a request by itself."""
    for clause in understood.clauses[: _most(understood)]:
        typed = request.q[clause.start : clause.end]
        yield _Step(f"{'not ' * clause.negative}{clause.text}"[:_LONGEST], SearchRequest(q=typed))
    for parameter, value, label in _chosen(request, labels):
        yield _Step(label, _with(SearchRequest(), parameter, (value,)))
    if request.from_date or request.to_date:
        yield _Step(_time_words(request), SearchRequest(from_date=request.from_date, to_date=request.to_date))


def _chosen(request: SearchRequest, labels: Labels) -> Iterator[tuple[str, str, str]]:
    held = [
        (kind.parameter, value, f"{kind.noun}: {labels.get((kind.parameter, value), value)}"[:_LONGEST])
        for kind in FACETS
        for value in getattr(request, kind.parameter)
    ]
    yield from held[:_MOST_CHOSEN]


def _time_words(request: SearchRequest) -> str:
    first = f" from {request.from_date:%-d %B %Y}" if request.from_date else ""
    last = f" until {request.to_date:%-d %B %Y}" if request.to_date else ""
    return f"published{first}{last}"


# --- Steps back ---


def _steps(request: SearchRequest, understood: Understood, labels: Labels) -> Iterator[_Step]:
    """The request with one thing less in it."""
    asked = replace(request, page=1)
    if (words := _PHRASE.sub(r"\1", request.q)) != request.q:
        yield _Step("the words of the phrase anywhere, not in a row", replace(asked, q=words))
    if len(understood.clauses) > 1 or request.is_narrowed:
        for clause in understood.clauses[: _most(understood)]:
            left = without(request.q, clause.start, clause.end)
            label = f"without “{'not ' * clause.negative}{clause.text[:_LONGEST].strip(_MARKS)}”"
            yield _Step(label, replace(asked, q=left))
    if len(request.country) > 1 and request.match == "all":
        yield _Step("with any of the countries, not all", replace(asked, match="any"))
    for parameter, value, label in _chosen(request, labels):
        kept = tuple(each for each in getattr(request, parameter) if each != value)
        if kept or request.q or _others(request, parameter):
            yield _Step(f"without “{label}”", _with(asked, parameter, kept))
    yield from _longer(asked)


def _others(request: SearchRequest, parameter: str) -> bool:
    """Is anything asked for beside the values of this parameter?"""
    return _with(request, parameter, ()).is_narrowed


def _longer(request: SearchRequest) -> Iterator[_Step]:
    """Over the whole years of the days that were asked for, and at any time."""
    first, last = request.from_date, request.to_date
    if first is None and last is None:
        return
    year_ends = first and date(first.year, 1, 1), last and date(last.year, 12, 31)
    if year_ends != (first, last):
        years = " to ".join(dict.fromkeys(str(day.year) for day in (first, last) if day))
        words = f"in all of {years}" if first and last else f"from the whole year {years} on"
        if first is None:
            words = f"until the end of {years}"
        yield _Step(words, replace(request, from_date=year_ends[0], to_date=year_ends[1]))
    if request.q or any(getattr(request, kind.parameter) for kind in FACETS):
        yield _Step("published at any time", replace(request, from_date=None, to_date=None))


def _without_hopeless(
    request: SearchRequest, understood: Understood, labels: Labels, count: Count
) -> Iterator[_Step]:
    """The request without the words that no article has, and that with one thing less in it."""
    held = understood.clauses[:_MOST_CLAUSES]
    hopeless = [
        each
        for each in held
        if not each.negative and not count(SearchRequest(q=request.q[each.start : each.end]))
    ]
    if not hopeless:
        return
    left = request.q
    for clause in reversed(hopeless):
        left = without(left, clause.start, clause.end)
    if not (meant := understand(left, language())).clauses:
        left = ""
    asked = replace(request, q=left, page=1)
    if not left and not asked.is_narrowed:
        return
    words = "without " + ", ".join(f"“{each.text[:_LONGEST]}”" for each in hopeless)
    if count(asked):
        yield _Step(words, asked)
        return
    for step in _steps(asked, meant, labels):
        yield _Step(f"{words}; {step.label}", step.request)


def _leaps(request: SearchRequest) -> Iterator[_Step]:
    """What leaves more than one thing out."""
    asked = replace(request, page=1)
    words = _PHRASE.sub(r"\1", request.q)
    wanted = [clause for clause in understand(words, language()).clauses if not clause.negative]
    if len(wanted) > 1:
        either = " OR ".join(f"({words[each.start : each.end]})" for each in wanted)
        yield _Step("with any of the words, not all", replace(asked, q=either))
    if request.is_narrowed and request.q:
        yield _Step("the words alone, without what is chosen", SearchRequest(q=request.q))
        yield _Step("what is chosen alone, without the words", replace(asked, q=""))
    for kind in FACETS:
        if chosen := getattr(request, kind.parameter):
            alone = _with(SearchRequest(match=request.match), kind.parameter, chosen)
            yield _Step(f"the {kind.label.lower()} alone", alone)


def _with(request: SearchRequest, parameter: str, values: tuple[str, ...]) -> SearchRequest:
    """The request with other values chosen in a facet."""
    changes: dict[str, Any] = {parameter: values}
    return replace(request, **changes)


def without(question: str, start: int, end: int) -> str:
    """A question without the part that was typed from `start` to `end`, nor the AND that tied it on."""
    before, behind = question[:start].rstrip(), question[end:].lstrip()
    if (tie := _AND_BEFORE.search(before)) is not None:
        before = before[: tie.start()]
    else:
        behind = _AND_BEHIND.sub("", behind)
    return f"{before.rstrip()} {behind.lstrip()}".strip()
