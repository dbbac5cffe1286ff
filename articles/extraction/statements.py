"""What two countries are to each other, and since when: the timeline of a relation.

Every statement is about a status that relations can have ("diplomatic relations", a kind of
partnership). What is said of it stands in the words around: that it was established, formed, raised to,
that it turned so many years old, that both sides stand by it or mean to reach it. A status with none
of these words is only mentioned and states nothing.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from articles.drafts import TEXT, Span, Statement
from articles.extraction.context import Context
from articles.extraction.names import DATA
from articles.extraction.spans import Offsets
from articles.extraction.when import Anchor, find_dates

_FAR, _LONGEST, _LONGEST_STATUS = 110, 600, 120
_HEADLINES = ("title", "subtitle", "standfirst", "summary", "key_points")


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: str
    rule: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]

    def may_stand_in(self, lowered: str) -> bool:
        for stem in self.stems:  # noqa: SIM110 - `any` costs twice the search, some eighty times a status
            if stem in lowered:
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of `data/statements.toml`, compiled."""

    heads: tuple[str, ...]
    longer_names: re.Pattern[str]
    status: re.Pattern[str]
    counts: re.Pattern[str]
    year: re.Pattern[str]
    commitment: re.Pattern[str]
    before: tuple[_Cue, ...]
    after: tuple[_Cue, ...]
    headline: tuple[_Cue, ...]
    numbers: Mapping[str, int]


@cache
def _rules() -> _Rules:
    data = tomllib.loads((DATA / "statements.toml").read_text(encoding="utf-8"))
    before, after, headline = (
        tuple(
            _Cue(row["kind"], row["rule"], tuple(row["stems"].split()), _compiled(row["pattern"]))
            for row in data[table]
        )
        for table in ("before", "after", "headline")
    )
    patterns = ("longer_names", "status", "counts", "year", "commitment")
    longer_names, status, counts, year, commitment = (_compiled(data[name]) for name in patterns)
    heads = tuple(data["heads"].split())
    return _Rules(
        heads, longer_names, status, counts, year, commitment, before, after, headline, data["numbers"]
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_NOT_YET = re.compile(r"\b(?:will|would|could|should|may|might|can|shall|to)\s(?:\w+\s)?$", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:[;:]|,(?=\s(?:which|who|while|and|but|with)\b)|\b(?:while|whereas|but|as)\b)\s?", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;,\n]|\s(?:while|whereas|which|but)\b")
_TO = re.compile(r"\bto\b")
_BEFORE_WORDS = " \n\t\xa0\"'“‘(–/"
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    rule: str
    start: int
    count: int | None = None


def find_statements(context: Context) -> tuple[Statement, ...]:
    """Those of the body, then what only the headline, the standfirst or the key points say."""
    found = list(_Field(context, TEXT).statements()) if TEXT in context.fields else []
    said = {(one.pair, one.kind, one.status.casefold()) for one in found}
    for field in context.fields:
        if field.partition("/")[0] in _HEADLINES:
            for one in _Field(context, field).statements():
                key = (one.pair, one.kind, one.status.casefold())
                if key not in said:
                    said.add(key)
                    found.append(one)
    return tuple(found)


class _Field:
    """The statements of one field of an article."""

    def __init__(self, context: Context, field: str) -> None:
        self.context, self.field = context, field
        self.text = context.fields[field]
        self.before = _rules().before + (_rules().headline if field != TEXT else ())

    def statements(self) -> Iterator[Statement]:
        floor = 0
        for match, sentence in self._statuses():
            floor = max(floor, sentence[0])
            reading = self._read(match, max(floor, match.start() - _LONGEST), sentence[1])
            if reading is None:
                continue
            end = _end(self.text, match.end(), min(sentence[1], match.end() + _LONGEST))
            pair = self._pair(_around(sentence, match), reading.start, end)
            if pair is not None:
                yield Statement(
                    pair=pair,
                    kind=reading.kind,
                    status=_status(match, reading),
                    year=self._year(match, reading, end),
                    span=self._trimmed(reading.start, end),
                    rule=reading.rule,
                )
            floor = match.end()

    def _statuses(self) -> Iterator[tuple[re.Match[str], Offsets]]:
        """Each status with its sentence; looked for only where its last word stands."""
        rules = _rules()
        heads = self._heads()
        sentences = self.context.sentences.get(self.field, ()) if heads else ()
        starts = [start for start, _end in sentences]
        for head, end in heads:
            at = bisect_right(starts, head) - 1
            if at < 0 or rules.longer_names.match(self.text, end):
                continue
            start = max(starts[at], head - _LONGEST_STATUS)
            match = self._status_ending(start, head, end)
            if match is not None and (not match["plain"] or self._is_counted(start, match)):
                yield match, sentences[at]

    def _heads(self) -> list[Offsets]:
        """Found by plain search: most sentences hold none, and a pattern would be tried at every letter."""
        text = self.text
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = text
        found = []
        for head in _rules().heads:
            at = lowered.find(head)
            while at >= 0:
                end = at + len(head)
                if not lowered[end : end + 1].isalnum() and lowered[max(0, at - 1) : at].isspace():
                    found.append((at, end))
                at = lowered.find(head, end)
        return sorted(found)

    def _status_ending(self, start: int, head: int, end: int) -> re.Match[str] | None:
        """The longest status that ends with the head, read word by word from it to the left."""
        longest = None
        at = head
        while True:
            match = _rules().status.match(self.text, at, end)
            if match is not None and match.end() == end:
                longest = match
            elif at < head:
                return longest
            at -= 1
            while at > start and not (self.text[at - 1] in _BEFORE_WORDS and self.text[at].isalnum()):
                at -= 1
            if at < start:
                return longest

    def _is_counted(self, start: int, match: re.Match[str]) -> bool:
        return _rules().counts.search(self.text, max(start, match.start() - 60), match.start()) is not None

    def _read(self, match: re.Match[str], floor: int, ceiling: int) -> _Reading | None:
        told = self._told_after(match, floor, min(ceiling, match.end() + _FAR))
        if told is not None:
            return told
        nearest = self._nearest_before(match, max(floor, match.start() - _FAR))
        return self._of_cue(match, floor, *nearest) if nearest is not None else None

    def _told_after(self, match: re.Match[str], floor: int, ceiling: int) -> _Reading | None:
        text = self.text
        following = text[match.end() : ceiling].lower()
        for cue in _rules().after:
            found = cue.pattern.match(text, match.end(), ceiling) if cue.may_stand_in(following) else None
            if found is None or (cue.rule == "signed-in" and not match["agreement"]):
                continue
            if cue.kind == "anniversary":
                if _count(found) is None:
                    continue
            elif _CLAUSE_END.search(text, match.end(), found.end()):
                continue
            start = _clause_start(text, match.start(), floor)
            return _Reading(_fitting(cue.kind, match), cue.rule, start, _count(found))
        return None

    def _nearest_before(self, match: re.Match[str], floor: int) -> tuple[_Cue, re.Match[str]] | None:
        leading = self.text[floor : match.start()].lower()
        best: tuple[_Cue, re.Match[str]] | None = None
        for cue in self.before:
            if not cue.may_stand_in(leading):
                continue
            for found in cue.pattern.finditer(self.text, floor, match.start()):
                if cue.kind == "anniversary" and _count(found) is None:
                    continue
                if best is None or found.start() >= best[1].start():
                    best = (cue, found)
        return best

    def _of_cue(self, match: re.Match[str], floor: int, cue: _Cue, found: re.Match[str]) -> _Reading | None:
        text, at, kind = self.text, found.start(), cue.kind
        between = text[at : match.start()]
        if kind == "anniversary":
            return _Reading(kind, cue.rule, _clause_start(text, at, floor), _count(found))
        if match["plain"] or _CLAUSE_END.search(between.rstrip(_QUOTES + " ")):
            return None
        if match["agreement"] and kind != "formed":
            return None
        if kind in ("elevated", "proposed") and "raised" in cue.rule and not _TO.search(between):
            return None
        if cue.rule == "raised-to" and _NOT_YET.search(text, max(floor, at - 12), at):
            kind = "proposed"
        if kind == "formed":
            if match["diplomatic"] and not between.lower().startswith("establish"):
                return None
            kind = _fitting("established", match)
        if kind in ("proposed", "reaffirmed"):
            return self._intended(match, floor, kind, cue, at)
        return _Reading(kind, cue.rule, _clause_start(text, at, floor))

    def _intended(self, match: re.Match[str], floor: int, kind: str, cue: _Cue, at: int) -> _Reading | None:
        """What both sides mean to do: strengthening counts only where somebody binds himself to it."""
        commitment = _rules().commitment.search(self.text, max(floor, at - _FAR), at)
        if kind == "reaffirmed" and (
            match["diplomatic"] or (cue.rule == "strengthened" and commitment is None)
        ):
            return None
        return _Reading(kind, cue.rule, commitment.start() if commitment else at)

    def _trimmed(self, start: int, end: int) -> Span:
        text = self.text
        while start < end and (text[start].isspace() or text[start] in ","):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",."):
            end -= 1
        return Span.of(text, start, end, self.field)

    def _year(self, match: re.Match[str], reading: _Reading, end: int) -> int | None:
        """The year the clause names; what is said of the present is of the article's own year."""
        text, pattern = self.text, _rules().year
        stated = pattern.search(text, match.end(), end) or pattern.search(text, reading.start, match.start())
        if stated:
            return int(stated["year"])
        published = self.context.draft.published
        if reading.kind in ("reaffirmed", "proposed", "anniversary"):
            day = published.date or published.latest
            return day.year if day is not None else None
        for low, high in ((match.end(), end), (reading.start, match.start())):
            for when in find_dates(text, low, high, Anchor.of(published)):
                return int(when.iso[:4])
        return None

    def _pair(self, sentence: Offsets, start: int, end: int) -> tuple[str, str] | None:
        """The two countries named in the clause, else in the sentence, else those the article is about."""
        hits = [(hit.span.start, hit.code) for hit in self.context.country_hits.get(self.field, ())]
        named: list[str] = []
        for low, high in ((start, end), sentence):
            rows = hits[bisect_left(hits, (low, "")) : bisect_left(hits, (high, ""))]
            named = list(dict.fromkeys(code for _start, code in rows))
            if len(named) == 2:
                return (min(named), max(named))
            if len(named) > 2:
                return None
        pair = self.context.pair
        return pair if pair is not None and all(code in pair for code in named) else None


def _around(sentence: Offsets, match: re.Match[str]) -> Offsets:
    return max(sentence[0], match.start() - _LONGEST), min(sentence[1], match.end() + _LONGEST)


def _count(found: re.Match[str]) -> int | None:
    """How many years a match tells of, in figures, words or decades."""
    groups = found.groupdict()
    words = groups.get("count")
    if words is None:
        return None
    key = " ".join(words.lower().split())
    number = int(key) if key.isdigit() else _rules().numbers.get(key)
    return number * 10 if number is not None and groups.get("tens") else number


def _fitting(kind: str, match: re.Match[str]) -> str:
    """Relations are established, partnerships formed and agreements too."""
    return "formed" if kind == "established" and (match["partnership"] or match["agreement"]) else kind


def _clause_start(text: str, at: int, floor: int) -> int:
    start = floor
    for boundary in _CLAUSE_START.finditer(text, floor, at):
        start = boundary.end()
    return start


def _end(text: str, at: int, ceiling: int) -> int:
    boundary = _CLAUSE_END.search(text, at, ceiling)
    return boundary.start() if boundary else ceiling


def _status(match: re.Match[str], reading: _Reading) -> str:
    if match["diplomatic"]:
        words = match["diplomatic"].split()
        name = f"{words[-2].lower()} {'ties' if reading.count else 'relations'}"
    elif match["plain"]:
        name = "ties"
    else:
        name = " ".join((match["partnership"] or match["agreement"]).split())
        name = re.sub(r"partners(?:hips)?$", "partnership", name)
    return f"{reading.count} years of {name}" if reading.count else name
