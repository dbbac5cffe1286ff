"""Story paragraphs to one text.

A line is a paragraph unless the page was wrapped at a fixed width, as wires and
old pages are; then lines are joined until a sentence ends short of the margin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from . import credits
from .datelines import find_dateline
from .page import TEXT, Page, Stretch
from .stamp_lines import stamp_kind

_ENDS = re.compile(r"[.!?:;。।؟…][”\"’')\]»]*$")
#: Lines of one wrapped page differ little in length; one below this share of the widest was ended on purpose.
_FULL_LINE = 0.75
_WRAP_WIDTH = range(40, 101)
#: A line that breaks off in mid-sentence is at least this long where words were pushed to the next line.
_BROKEN_LINE = 0.6
#: A page is wrapped when most neighbors break in mid-sentence; a paragraph a line nearly never does.
_BROKEN_SHARE = 0.5
#: Words in mid-sentence are mostly small; headlines and captions under each other begin with capitals.
_LOWER_SHARE = 0.4


def join_wrapped(page: Page, places: Mapping[str, str]) -> None:
    """On a page wrapped at a margin, ties each line to the one that its paragraph begins on."""
    opened = page.open()
    width = _wrap_width(opened)
    if width is None:
        return
    leader = opened[0]
    for before, after in pairwise(opened):
        if _continues(before, after, width) and find_dateline(after.text, places) is None:
            after.following = True
            leader.followers.append(after)
        else:
            leader = after


def paragraphs(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Body stretches in groups, one a paragraph."""
    groups: list[list[Stretch]] = []
    for stretch in stretches:
        if stretch.target not in (None, TEXT) or not stretch.text:
            continue
        if groups and (stretch.following or groups[-1][-1].line == stretch.line):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def joined(group: list[Stretch]) -> str:
    return " ".join(stretch.text for stretch in group)


def _continues(before: Stretch, after: Stretch, width: int) -> bool:
    if after.line - before.line != 1 or _stands_alone(before.text) or _stands_alone(after.text):
        return False
    if not _ENDS.search(before.text):
        return len(before.text) > width * _BROKEN_LINE or after.text[:1].islower()
    return (
        len(before.text) >= width * _FULL_LINE
        and len(before.text) + len(after.text.split(" ", 1)[0]) + 1 > width
    )


def _stands_alone(line: str) -> bool:
    return credits.byline(line) is not None or stamp_kind(line) is not None


def _wrap_width(body: list[Stretch]) -> int | None:
    """The margin of a hard-wrapped page, or None.

    One long line (a lead that was not wrapped, a caption) does not hide the margin of the others.
    """
    neighbors = [(before, after) for before, after in pairwise(body) if after.line - before.line == 1]
    lengths = [len(before.text) for before, _ in neighbors if len(before.text) <= _WRAP_WIDTH[-1]]
    if len(lengths) < 3 or len(lengths) < 0.8 * len(neighbors):
        return None
    width = max(lengths)
    if width not in _WRAP_WIDTH:
        return None
    broken = [
        after.text[:1].islower()
        for before, after in neighbors
        if not _ENDS.search(before.text) and width * _BROKEN_LINE <= len(before.text) <= width
    ]
    if sum(broken) < max(2, _LOWER_SHARE * len(broken)):
        return None
    return width if len(broken) >= _BROKEN_SHARE * len(neighbors) else None
