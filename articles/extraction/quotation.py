"""Where quotation marks open and close.

Marks are the least reliable letters of a scraped text: straight ones do not say which way they face,
inner ones are often of the outer kind, closing ones are lost. So each mark is first read by its
neighbors (a space before it and a letter after it open), marks are paired on a stack, and only the
outermost pair is a quotation: a term inside a quotation never cuts it. A paragraph bounds what was
never closed, unless the next paragraph opens again, which is how print carries a quotation on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.extraction.spans import Offsets

_MARK = re.compile(r"[\"“”„«»]|``|''")
_ANY_MARK = re.compile(r"[\"“”„«»‘']|``")
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\ufeff"
_OPENING = ("“", "„", "«", "``")
#: The mark comes first in both, what stands before it after: so a search leaps from mark to mark.
_SINGLE_OPEN = re.compile(r"[‘'](?=[^\W\d])(?<![\w’'].)")
_SINGLE_CLOSE = re.compile(r"[’'](?!\w)(?<=[\w.,!?…%)].)")
_LONGEST_SINGLE = 900


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text inside one pair of marks, marks excluded; `open`/`close` are where the marks themselves are."""

    start: int
    end: int
    open: int
    close: int
    single: bool = False
    closed: bool = True

    def text_ends_open(self, text: str) -> bool:
        """The sentence goes on after the closing mark."""
        return text[self.end - 1 : self.end] == "," or text[self.close : self.close + 1] == ","


def has_marks(text: str) -> bool:
    return _ANY_MARK.search(text) is not None


@lru_cache(maxsize=4)
def find_quotations(text: str, paragraphs: tuple[Offsets, ...]) -> tuple[Quotation, ...]:
    """Of a whole text or of some paragraphs of it; events and speech ask for the same in turn."""
    marks = [match.start() for match in _MARK.finditer(text)]
    quoted = [
        _doubles(text, start, end) if bisect_left(marks, start) < bisect_left(marks, end) else []
        for start, end in paragraphs
    ]
    doubles = list(_carried_on(quoted, text, paragraphs))
    doubles.sort(key=lambda one: one.open)
    opens = [one.open for one in doubles]
    singles = [
        one
        for start, end in paragraphs
        if text.find("'", start, end) >= 0 or text.find("‘", start, end) >= 0
        for one in _singles(text, (start, end), doubles, opens)
    ]
    found = sorted((*doubles, *singles), key=lambda one: one.start)
    return tuple([_trimmed(text, one) for one in found])


def _trimmed(text: str, one: Quotation) -> Quotation:
    """Without the space that some print inside the marks."""
    start, end = one.start, one.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if (start, end) == (one.start, one.end):
        return one
    return Quotation(start, end, one.open, one.close, one.single, one.closed)


def _doubles(text: str, start: int, end: int) -> list[Quotation]:
    """Outermost pairs of one paragraph; the last one may be left open."""
    stack: list[tuple[int, int]] = []
    found: list[Quotation] = []
    inner: list[Quotation] = []
    marks = list(_MARK.finditer(text, start, end))
    for match in marks:
        if _opens(text, match, start, end, len(stack), match is marks[-1]):
            if not stack or text[match.start() - 1] != "\n":
                stack.append(match.span())
        elif stack:
            opened = stack.pop()
            pair = Quotation(opened[1], match.start(), opened[0], match.end())
            if stack:
                inner.append(pair)
            else:
                found.append(pair)
                inner = []
    if not stack:
        return found
    outer = Quotation(stack[0][1], end, stack[0][0], end, closed=False)
    if inner and (outer.open > start or len(stack) > 1 or not _are_terms(text, inner)):
        return found + inner
    return [*found, outer]


def _are_terms(text: str, inner: Sequence[Quotation]) -> bool:
    return all(text.count(" ", one.start, one.end) < 6 for one in inner)


def _opens(text: str, match: re.Match[str], start: int, end: int, depth: int, is_last: bool) -> bool:
    mark = match.group()
    before = text[match.start() - 1] if match.start() > start else " "
    if before in _INVISIBLE:
        before = " "
    after = text[match.end()] if match.end() < end else " "
    if mark in _OPENING:
        if depth and mark in "“«":
            return after.isalnum() if not before.isspace() else not after.isspace()
        return True
    if mark in "”»":
        # Printed the wrong way round, or the German way: »so«.
        return depth == 0 and not is_last and (before.isspace() or before in ",:(—–")
    if mark == "''":
        return depth == 0
    faces_right = not after.isspace() and (before.isspace() or before in "([{—–-/:;“‘'")
    faces_left = not before.isspace() and (after.isspace() or not after.isalnum())
    if faces_right and faces_left:
        return depth == 0
    if faces_right or faces_left:
        return faces_right
    return depth == 0 and not is_last and not (before.isalnum() and after.isalnum())


def _carried_on(
    quoted: Sequence[list[Quotation]], text: str, paragraphs: Sequence[Offsets]
) -> Iterator[Quotation]:
    """Joins a quotation left open to the next paragraph's, when that one opens with a mark again."""
    pending: Quotation | None = None
    for found, (start, end) in zip(quoted, paragraphs, strict=True):
        rest = found
        if pending is not None:
            if found and found[0].open == start:
                first = found[0]
                joined = Quotation(pending.start, first.end, pending.open, first.close, closed=first.closed)
                rest = found[1:]
                if joined.closed or joined.close < end:
                    yield joined
                    pending = None
                else:
                    pending = joined
                    continue
            else:
                yield pending
                pending = None
        for one in rest:
            if one.closed:
                yield one
            else:
                pending = one
    if pending is not None:
        yield pending


def _singles(
    text: str, paragraph: Offsets, doubles: Sequence[Quotation], opens: Sequence[int]
) -> Iterator[Quotation]:
    """Pairs of single marks outside double ones; an apostrophe that opens nothing is skipped."""
    start, end = paragraph
    position = start
    while True:
        opened = _SINGLE_OPEN.search(text, position, end)
        if opened is None:
            return
        index = bisect_right(opens, opened.start()) - 1
        if index >= 0 and opened.start() < doubles[index].close:
            position = doubles[index].close
            continue
        closed = _closing(text, opened.end(), min(end, opened.end() + _LONGEST_SINGLE))
        if closed is None:
            position = opened.end()
            continue
        yield Quotation(opened.end(), closed, opened.start(), closed + 1, single=True)
        position = closed + 1


def _closing(text: str, start: int, end: int) -> int | None:
    """The first closing mark that is no plural's apostrophe ("ministers’ talks")."""
    plural: int | None = None
    for match in _SINGLE_CLOSE.finditer(text, start, end):
        at = match.start()
        if text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower():
            plural = at if plural is None else plural
            continue
        return at
    return plural
