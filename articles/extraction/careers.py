"""Offices that somebody held before: "Having served as Ambassador to India from 2015 to 2017, I …".

Inside a quotation they are the speaker's, who stands before the marks; elsewhere the subject's, right
before or right after. Where neither is near nobody gets the office.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.context import Context
from articles.extraction.identity import Figure, Roll
from articles.extraction.names import Page
from articles.extraction.offices import Office
from articles.extraction.quotation import find_quotations
from articles.extraction.spans import containing, paragraphs

_SERVED = frozenset("served serving worked".split())
_NEAR, _LONGEST_SENTENCE = 80, 2_000


def held_earlier(figures: Sequence[Figure], context: Context) -> dict[int, list[tuple[Page, Office]]]:
    roll = Roll(figures)
    numbers = {id(figure): number for number, figure in enumerate(figures)}
    found: dict[int, list[tuple[Page, Office]]] = {}
    for field, offices in context.offices.items():
        page = context.pages[field]
        for office in offices:
            if office.held and page.key(office.begin - 1) == "as" and page.key(office.begin - 2) in _SERVED:
                holder = _holder(page, office, roll, context)
                if holder is not None:
                    found.setdefault(numbers[id(holder)], []).append((page, office))
    return found


def _holder(page: Page, office: Office, roll: Roll, context: Context) -> Figure | None:
    start = page.starts[office.first]
    paragraph = containing(paragraphs(page.text), start)
    if paragraph is None or paragraph[1] - paragraph[0] > 4 * _LONGEST_SENTENCE:
        return None
    for quotation in find_quotations(page.text, (paragraph,)):
        if quotation.open <= start < quotation.close:
            return _nearest(roll, page.field, quotation.open - _NEAR, quotation.open, last=True)
    sentence = containing(context.sentences[page.field], start)
    if sentence is None or sentence[1] - sentence[0] > _LONGEST_SENTENCE:
        return None
    before = _nearest(roll, page.field, max(sentence[0], start - _NEAR), start, last=True)
    end = page.end(office.last - 1)
    return before or _nearest(roll, page.field, end, min(sentence[1], end + _NEAR), last=False)


def _nearest(roll: Roll, field: str, start: int, end: int, *, last: bool) -> Figure | None:
    rows = roll.within(field, max(0, start), end)
    return rows[-1 if last else 0][1] if rows else None
