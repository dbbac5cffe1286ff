"""What two countries are to each other, and since when: the timeline of a relation.

Every statement is about a status that relations can have ("diplomatic relations", a kind of
partnership). What is said of it stands in the words around: that it was established, formed, raised to,
that it turned so many years old, that both sides stand by it or mean to reach it. A status with none
of these words is only mentioned and states nothing.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from articles.drafts import TEXT, Span, Statement
from articles.extraction.context import Context
from articles.extraction.names import DATA
from articles.extraction.spans import Offsets
from articles.extraction.when import Anchor, find_dates

_FAR, _LONGEST = 110, 600


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: str
    rule: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of `data/statements.toml`, compiled."""

    heads: tuple[str, ...]
    status: re.Pattern[str]
    year: re.Pattern[str]
    commitment: re.Pattern[str]
    before: tuple[_Cue, ...]
    after: tuple[_Cue, ...]


@cache
def _rules() -> _Rules:
    data = tomllib.loads((DATA / "statements.toml").read_text(encoding="utf-8"))
    before, after = (
        tuple(_Cue(row["kind"], row["rule"], _compiled(row["pattern"])) for row in data[table])
        for table in ("before", "after")
    )
    status, year, commitment = (_compiled(data[name]) for name in ("status", "year", "commitment"))
    return _Rules(tuple(data["status_heads"].split()), status, year, commitment, before, after)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_NOT_YET = re.compile(r"\b(?:will|would|could|should|may|might|can|shall|to)\s(?:\w+\s)?$", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:[;:]|,(?=\s(?:which|who|while|and|but|with)\b)|\b(?:while|whereas|but|as)\b)\s?", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;,\n]|\s(?:while|whereas|which|but)\b")
_TO = re.compile(r"\bto\b")
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    rule: str
    start: int
    count: str | None = None


def find_statements(context: Context) -> tuple[Statement, ...]:
    text = context.fields.get(TEXT, "")
    hits = sorted((hit.span.start, hit.code) for hit in context.country_hits.get(TEXT, ()))
    found: list[Statement] = []
    for start, end in context.sentences.get(TEXT, ()):
        lowered = text[start:end].lower()
        if any(head in lowered for head in _rules().heads):
            found += _in_sentence(context, text, (start, end), hits)
    return tuple(found)


def _in_sentence(
    context: Context, text: str, sentence: Offsets, hits: Sequence[tuple[int, str]]
) -> Iterator[Statement]:
    floor = sentence[0]
    for match in _rules().status.finditer(text, *sentence):
        reading = _read(text, match, max(floor, match.start() - _LONGEST), sentence[1])
        if reading is None:
            continue
        end = _end(text, match.end(), min(sentence[1], match.end() + _LONGEST))
        pair = _pair(context, _around(sentence, match), reading.start, end, hits)
        if pair is not None:
            yield Statement(
                pair=pair,
                kind=reading.kind,
                status=_status(match, reading),
                year=_year(context, text, match, reading, end),
                span=_trimmed(text, reading.start, end),
                rule=reading.rule,
            )
        floor = match.end()


def _around(sentence: Offsets, match: re.Match[str]) -> Offsets:
    return max(sentence[0], match.start() - _LONGEST), min(sentence[1], match.end() + _LONGEST)


def _read(text: str, match: re.Match[str], floor: int, ceiling: int) -> _Reading | None:
    for cue in _rules().after:
        found = cue.pattern.match(text, match.end(), min(ceiling, match.end() + _FAR))
        if found and (cue.kind == "anniversary" or not _CLAUSE_END.search(text, match.end(), found.end())):
            start = _clause_start(text, match.start(), floor)
            return _Reading(_fitting(cue.kind, match), cue.rule, start, found.groupdict().get("count"))
    start = max(floor, match.start() - _FAR)
    best: tuple[_Cue, re.Match[str]] | None = None
    for cue in _rules().before:
        for found in cue.pattern.finditer(text, start, match.start()):
            if best is None or found.start() >= best[1].start():
                best = (cue, found)
    return _of_cue(text, match, floor, *best) if best is not None else None


def _of_cue(text: str, match: re.Match[str], floor: int, cue: _Cue, found: re.Match[str]) -> _Reading | None:
    at, kind = found.start(), cue.kind
    between = text[at : match.start()]
    if kind == "anniversary":
        return _Reading(kind, cue.rule, _clause_start(text, at, floor), found["count"])
    if _CLAUSE_END.search(between.rstrip(_QUOTES + " ")):
        return None
    if cue.rule in ("raised-to", "to-be-raised") and not _TO.search(between):
        return None
    if cue.rule == "raised-to" and _NOT_YET.search(text, max(floor, at - 12), at):
        kind = "proposed"
    if kind == "formed":
        if match["diplomatic"] and not between.lower().startswith("established"):
            return None
        kind = _fitting("established", match)
    if kind in ("proposed", "reaffirmed"):
        return _intended(text, match, floor, kind, cue, at)
    return _Reading(kind, cue.rule, _clause_start(text, at, floor))


def _intended(text: str, match: re.Match[str], floor: int, kind: str, cue: _Cue, at: int) -> _Reading | None:
    """What both sides mean to do: strengthening counts only where somebody binds himself to it."""
    commitment = _rules().commitment.search(text, max(floor, at - _FAR), at)
    if kind == "reaffirmed" and (match["diplomatic"] or (cue.rule == "strengthened" and commitment is None)):
        return None
    return _Reading(kind, cue.rule, commitment.start() if commitment else at)


def _fitting(kind: str, match: re.Match[str]) -> str:
    """Relations are established, partnerships formed."""
    return "formed" if kind == "established" and match["partnership"] else kind


def _clause_start(text: str, at: int, floor: int) -> int:
    start = floor
    for boundary in _CLAUSE_START.finditer(text, floor, at):
        start = boundary.end()
    return start


def _end(text: str, at: int, ceiling: int) -> int:
    boundary = _CLAUSE_END.search(text, at, ceiling)
    return boundary.start() if boundary else ceiling


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in ","):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",."):
        end -= 1
    return Span.of(text, start, end)


def _status(match: re.Match[str], reading: _Reading) -> str:
    if match["diplomatic"]:
        words = match["diplomatic"].split()
        name = f"{words[-2].lower()} {'ties' if reading.count else 'relations'}"
    else:
        name = " ".join(match["partnership"].split())
    return f"{reading.count} years of {name}" if reading.count else name


def _year(context: Context, text: str, match: re.Match[str], reading: _Reading, end: int) -> int | None:
    """The year the clause names; what is said of the present is of the article's own year."""
    pattern = _rules().year
    stated = pattern.search(text, match.end(), end) or pattern.search(text, reading.start, match.start())
    if stated:
        return int(stated["year"])
    published = context.draft.published
    if reading.kind in ("reaffirmed", "proposed", "anniversary"):
        day = published.date or published.latest
        return day.year if day is not None else None
    return next(
        (int(when.iso[:4]) for when in find_dates(text, match.end(), end, Anchor.of(published))), None
    )


def _pair(
    context: Context, sentence: Offsets, start: int, end: int, hits: Sequence[tuple[int, str]]
) -> tuple[str, str] | None:
    """The two countries named in the clause, else in the sentence, else those the article is about."""
    named: list[str] = []
    for low, high in ((start, end), sentence):
        rows = hits[bisect_left(hits, (low, "")) : bisect_left(hits, (high, ""))]
        named = list(dict.fromkeys(code for _start, code in rows))
        if len(named) == 2:
            return (min(named), max(named))
        if len(named) > 2:
            return None
    if context.pair is None or any(code not in context.pair for code in named):
        return None
    return context.pair
