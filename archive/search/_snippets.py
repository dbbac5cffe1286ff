"""Why a document was found: its best passage with the words that met the question.

The text is cut into words by the same code as in the index, and each word is held
against the question itself: its stems, its patterns, its typos, its phrases. So a
hit of `ship*` or `seol~` is marked as well as one of a plain word, and a phrase is
marked where its words stand together and not where one of them strays alone.

The passage starts at a sentence if one begins near. Everything is escaped but the
marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from html import escape
from typing import Any, Final

from whoosh import query
from whoosh.query.spans import SpanNear2

from . import _analysis
from ._conditions import words_of
from ._nearness import meet
from ._vocabulary import typos

#: A sentence that begins at most this many characters before the first mark is shown from its start.
_NEAR: Final = 120
_SENTENCE = re.compile(r"(?:^|[.!?…。।]['\"\u201d\u2019)]*\s+|\n+)(?=\S)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Met:
    """What of a piece is marked by itself, and which of its forms may be part of a phrase."""

    parts: int
    spans: tuple[tuple[int, int], ...] = ()
    forms: tuple[_analysis.Form, ...] = ()


#: Nearly all pieces have nothing to do with the question.
_UNMET: Final = tuple(map(_Met, range(8)))


@dataclass(frozen=True, slots=True)
class _Place:
    position: int
    start: int
    end: int


@dataclass(slots=True)
class Sought:
    """What of a question can be seen in a text. One serves all hits of a search and learns as it goes."""

    stems: set[str] = field(default_factory=set)
    tests: list[Callable[[str], bool]] = field(default_factory=list)
    rows: list[tuple[list[str], int]] = field(default_factory=list)
    _known: dict[str, _Met] = field(default_factory=dict)
    _letters: frozenset[str] | None = None

    @classmethod
    def of(cls, asked: Any, fields: Iterable[str]) -> Sought:
        """What the question seeks in these fields; what it excludes is left out."""
        sought = cls()
        stems = frozenset(fields)
        sought._take(asked, stems, frozenset(map(words_of, stems)))
        return sought

    def _take(self, asked: Any, fields: frozenset[str], bare: frozenset[str]) -> None:
        if isinstance(asked, query.Not):
            return
        if isinstance(asked, query.AndNot):
            self._take(asked.a, fields, bare)
        elif isinstance(asked, SpanNear2):
            if asked.qs and asked.qs[0].fieldname in fields:
                self.rows.append(([part.text for part in asked.qs], asked.slop))
        elif isinstance(asked, query.Phrase):
            if asked.fieldname in fields:
                self.rows.append((list(asked.words), 0))
        elif isinstance(asked, query.Term):
            if asked.fieldname in fields:
                self.stems.add(asked.text)
            elif asked.fieldname in bare:
                self.tests.append(asked.text.__eq__)
        elif (test := _test(asked)) is not None:
            if asked.fieldname in bare:
                self.tests.append(test)
        else:
            for part in asked.children():
                self._take(part, fields, bare)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a text that met the question, in order and apart."""
        if not (self.stems or self.tests or self.rows):
            return []
        found: list[tuple[int, int]] = []
        places: dict[str, list[_Place]] = {}
        position = 0
        known = self._known
        for match in _analysis.pieces(text):
            raw = match.group()
            held = known.get(raw)
            if held is None:
                held = known[raw] = self._met(raw)
            if held.spans:
                found += [(match.start() + start, match.start() + end) for start, end in held.spans]
            for form in held.forms:
                start = match.start()
                place = _Place(position + form.offset, start + form.start, start + form.end)
                places.setdefault(form.stem, []).append(place)
            position += held.parts
        for words, reach in self.rows:
            found += _row_marks([places.get(word, []) for word in words], reach)
        return _apart(found)

    def _met(self, raw: str) -> _Met:
        """What a written piece has to do with the question; the same in every text."""
        if not self.tests and raw.isascii() and raw.isalpha() and raw[0].lower() not in self._initials():
            return _UNMET[1]
        unit = _analysis.unit(raw)
        spans = [(form.start, form.end) for form in unit.forms if form.stem in self.stems]
        for test in self.tests:
            spans += [(form.start, form.end) for form in unit.forms if test(form.word)]
        forms = [form for form in unit.forms for words, _ in self.rows if form.stem in words]
        count = len(unit.parts)
        if not spans and not forms:
            return _UNMET[count] if count < len(_UNMET) else _Met(count)
        return _Met(count, tuple(spans), tuple(dict.fromkeys(forms)))

    def _initials(self) -> frozenset[str]:
        """First letters of all stems: stemming never changes them, so most words need no analysis."""
        if self._letters is None:
            stems = self.stems.union(*(words for words, _ in self.rows))
            self._letters = frozenset(stem[0] for stem in stems)
        return self._letters


def _test(asked: Any) -> Callable[[str], bool] | None:
    """The test of one word that a pattern stands for."""
    if isinstance(asked, query.Prefix):
        prefix: str = asked.text
        return lambda word: word.startswith(prefix)
    if isinstance(asked, query.Wildcard):
        matches = re.compile(translate(asked.text.replace("[", "[[]"))).match
        return lambda word: matches(word) is not None
    if isinstance(asked, query.FuzzyTerm):
        near, reach = asked.text, int(asked.maxdist)
        return lambda word: abs(len(word) - len(near)) <= reach and typos(near, word) <= reach
    return None


def _row_marks(columns: Sequence[Sequence[_Place]], reach: int) -> list[tuple[int, int]]:
    """Where the words of a phrase stand in a row or, with `reach`, near each other."""
    if not all(columns):
        return []
    found: list[tuple[int, int]] = []
    if reach:
        span = reach + max(len(columns) - 2, 0)
        for token in columns[0]:
            close = [
                [other for other in column if abs(other.position - token.position) <= span]
                for column in columns
            ]
            if meet([[other.position for other in column] for column in close], span):
                found += [(other.start, other.end) for column in close for other in column]
        return found
    at = [{token.position: token for token in column} for column in columns]
    for token in columns[0]:
        row = [here.get(token.position + offset) for offset, here in enumerate(at)]
        last = row[-1]
        if last is not None and None not in row:
            found.append((token.start, last.end))
    return found


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping stretches as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(
    text: str,
    sought: Sought,
    *,
    length: int = 280,
    before: str = "<mark>",
    after: str = "</mark>",
    skip: int = 0,
) -> str:
    """The best passage of a text as HTML. `skip` characters at its start are shown elsewhere."""
    marks = [(start, end) for start, end in sought.marks(text) if start >= skip]
    start, end = _passage(text, marks, length, skip)
    parts: list[str] = ["… "] if text[skip:start].strip() else []
    at = start
    for mark_start, mark_end in marks:
        if mark_start >= start and mark_end <= end:
            parts += [_shown(text[at:mark_start]), before, _shown(text[mark_start:mark_end]), after]
            at = mark_end
    parts.append(_shown(text[at:end]).rstrip())
    if end < len(text.rstrip()):
        parts.append(" …")
    return "".join(parts)


def _shown(text: str) -> str:
    return escape(_SPACE.sub(" ", text))


def _passage(text: str, marks: Sequence[tuple[int, int]], length: int, skip: int) -> tuple[int, int]:
    """The stretch of about `length` characters with the most different marked words."""
    if not marks:
        start = skip + len(text[skip:]) - len(text[skip:].lstrip())
        return start, _word_end(text, start + length)
    lead = min(_NEAR, length // 3)
    best = (-1, 0, 0)
    for index, (first, _) in enumerate(marks):
        inside = [
            text[start:end].casefold()
            for start, end in marks[index : index + 40]
            if end <= first + length - lead
        ]
        worth = len(set(inside)) * 10 + len(inside)
        best = max(best, (worth, -index, first))
    first = best[2]
    start = max(skip, first - lead)
    starts = [
        match.end() for match in _SENTENCE.finditer(text, max(start - 1, 0), first) if match.end() >= start
    ]
    if starts:
        start = starts[0]
    elif start > skip:
        start = text.find(" ", start, first) + 1 or first
    while start < len(text) and text[start].isspace():
        start += 1
    reached = next((end for begin, end in marks if begin == first), first)
    return start, max(_word_end(text, start + length), reached)


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word that ends by `at`."""
    if at >= len(text):
        return len(text)
    while at < len(text) and at > 0 and not text[at].isspace() and not text[at - 1].isspace():
        at -= 1
    return at if at > 0 else len(text)
