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
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from html import escape
from operator import attrgetter
from typing import Any, Final

from whoosh import query
from whoosh.query.spans import SpanNear2

from . import _analysis
from ._conditions import words_of
from ._vocabulary import typos

#: A sentence that begins at most this many characters before the first mark is shown from its start.
_NEAR: Final = 120
_SENTENCE = re.compile(r"(?:^|[.!?…。।]['\"\u201d\u2019)]*\s+|\n+)(?=\S)")
_SPACE = re.compile(r"\s+")

#: Phrases of a question that are marked.
_MOST_ROWS: Final = 16
#: Characters of a text that are looked at: a hundred pages.
_LONGEST: Final = 200_000
#: A passage is looked for among so many marked words.
_MOST_MARKS: Final = 150
#: Different tokens that are looked for one by one, rather than by passing over all of a text.
_FEW: Final = 12


@dataclass(frozen=True, slots=True)
class _Met:
    """What of a token is marked by itself, and which of its forms may be part of a phrase."""

    spans: tuple[tuple[int, int], ...] = ()
    forms: tuple[_analysis.Form, ...] = ()


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
    _known: set[str] = field(default_factory=set)
    _met: dict[str, _Met] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _wanted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, asked: Any, fields: Iterable[str]) -> Sought:
        """What the question seeks in these fields; what it excludes is left out."""
        sought = cls()
        stems = frozenset(fields)
        sought._take(asked, stems, frozenset(map(words_of, stems)))
        sought._wanted = frozenset(sought.stems).union(*(words for words, _ in sought.rows))
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
            parts = list(asked.children())
            # A word that is asked for as it is written is asked for by its stem, too, to be ranked.
            written = {
                _analysis.stem(part.text)
                for part in parts
                if isinstance(asked, query.And) and type(part) is query.Term and part.fieldname in bare
            }
            for part in parts:
                if not (type(part) is query.Term and part.fieldname in fields and part.text in written):
                    self._take(part, fields, bare)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a text that met the question, in order and apart.

        Few tokens of a text have to do with the question, so each is looked at once, and only where
        those few stand is worked out.
        """
        if not (self._wanted or self.tests):
            return []
        text = text[:_LONGEST]
        tokens = text.split()
        for raw in set(tokens) - self._known:
            self._known.add(raw)
            if (held := self._meets(raw)) is not None:
                self._met[raw] = held
        here = self._met.keys() & set(tokens)
        if not here:
            return []
        found: list[tuple[int, int]] = []
        places: dict[str, list[_Place]] = {}
        for raw, at, number in self._standings(tokens, here, text):
            met = self._met[raw]
            found += [(at + start, at + end) for start, end in met.spans]
            if len(found) > _MOST_MARKS:
                break
            for form in met.forms:
                place = _Place(number + form.offset, at + form.start, at + form.end)
                places.setdefault(form.stem, []).append(place)
        for column in places.values():
            column.sort(key=_position)
        for words, reach in self.rows[:_MOST_ROWS]:
            columns = [places.get(word, []) for word in words]
            if not all(columns):
                continue
            found += _window_marks(words, columns, reach) if reach else _row_marks(columns)
        return _apart(found)

    def _meets(self, raw: str) -> _Met | None:
        """What a token has to do with the question; the same in every text."""
        token = _analysis.token(raw)
        if not self.tests and self._wanted.isdisjoint(token.stems):
            return None
        spans = [(form.start, form.end) for form in token.forms if form.stem in self.stems]
        for test in self.tests:
            spans += [(form.start, form.end) for form in token.forms if test(form.word)]
        forms = [form for form in token.forms for words, _ in self.rows if form.stem in words]
        return _Met(tuple(spans), tuple(dict.fromkeys(forms))) if spans or forms else None

    def _standings(
        self, tokens: list[str], here: Collection[str], text: str
    ) -> Iterator[tuple[str, int, int]]:
        """Where each of some tokens stands in the text and, for phrases, among its words."""
        if not self.rows and len(here) <= _FEW:
            yield from ((raw, at, 0) for raw in here for at in _standing(raw, text))
            return
        behind = number = 0
        places = self._places
        for raw in tokens:
            if raw in here:
                at = next(_standing(raw, text, behind))
                behind = at + len(raw)
                yield raw, at, number
            if self.rows:
                if raw not in places:
                    places[raw] = _analysis.token(raw).places
                number += places[raw]


def _standing(raw: str, text: str, since: int = 0) -> Iterator[int]:
    """Where a token stands between spaces, from a place on."""
    size = len(raw)
    at = text.find(raw, since)
    while at >= 0:
        end = at + size
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(raw, at + 1)


def _test(asked: Any) -> Callable[[str], bool] | None:
    """The test of one word that a pattern stands for."""
    if isinstance(asked, query.Prefix):
        prefix: str = asked.text
        return lambda word: word.startswith(prefix)
    if isinstance(asked, query.Wildcard):
        matches = re.compile(translate(asked.text.replace("[", "[[]"))).match
        return lambda word: matches(word) is not None
    if isinstance(asked, query.TermRange):
        low, high = asked.start or "", asked.end
        return lambda word: (
            (low < word if asked.startexcl else low <= word)
            and (high is None or (word < high if asked.endexcl else word <= high))
        )
    if isinstance(asked, query.FuzzyTerm):
        near, reach, letters = asked.text, int(asked.maxdist), frozenset(asked.text)
        # An edit puts in one letter and takes out one at most.
        return lambda word: (
            abs(len(word) - len(near)) <= reach
            and len(letters.symmetric_difference(word)) <= 2 * reach
            and typos(near, word) <= reach
        )
    return None


def _row_marks(columns: Sequence[Sequence[_Place]]) -> list[tuple[int, int]]:
    """Where the words of a phrase stand in a row."""
    found: list[tuple[int, int]] = []
    at = [{place.position: place for place in column} for column in columns]
    for place in columns[0]:
        row = [here.get(place.position + offset) for offset, here in enumerate(at)]
        last = row[-1]
        if last is not None and None not in row:
            found.append((place.start, last.end))
    return found


def _window_marks(
    words: Sequence[str], columns: Sequence[Sequence[_Place]], reach: int
) -> list[tuple[int, int]]:
    """Where all words stand near each other: what lies in a window that has every one of them."""
    span = reach + max(len(words) - 2, 0)
    wanted = Counter(words)
    each = dict(zip(words, columns, strict=True))
    events = [(place, word) for word, column in each.items() for place in column]
    events.sort(key=lambda event: event[0].position)
    held: Counter[str] = Counter()
    missing = len(wanted)
    first = shown = 0
    found: list[tuple[int, int]] = []
    for index, (place, word) in enumerate(events):
        held[word] += 1
        missing -= held[word] == wanted[word]
        while place.position - events[first][0].position > span:
            left = events[first][1]
            missing += held[left] == wanted[left]
            held[left] -= 1
            first += 1
        if not missing:
            found += [(near.start, near.end) for near, _ in events[max(first, shown) : index + 1]]
            shown = index + 1
    return found


_position = attrgetter("position")


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
    first = _fullest(text, marks, length - lead)
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


def _fullest(text: str, marks: Sequence[tuple[int, int]], room: int) -> int:
    """Where the stretch with the most different marked words begins; among equals the first."""
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(text[start:end].casefold(), len(numbers)) for start, end in marks]
    held = [0] * len(numbers)
    most = first = -1
    behind = different = 0
    for index, (start, _) in enumerate(marks):
        while behind < len(marks) and marks[behind][1] <= start + room:
            different += not held[words[behind]]
            held[words[behind]] += 1
            behind += 1
        worth = different * 10 + behind - index
        if worth > most:
            most, first = worth, start
        if behind == index:
            behind += 1
        else:
            held[words[index]] -= 1
            different -= not held[words[index]]
    return first


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word that ends by `at`."""
    if at >= len(text):
        return len(text)
    while at < len(text) and at > 0 and not text[at].isspace() and not text[at - 1].isspace():
        at -= 1
    return at if at > 0 else len(text)
