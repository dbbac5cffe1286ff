"""Story paragraphs to one text.

A line is a paragraph unless the page was wrapped at a fixed width, as wires and
old pages are; then lines are joined until a sentence ends short of the margin.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .page import TEXT, Stretch

_ENDS = re.compile(r"[.!?:;。।؟…][”\"’')\]»]*$")
#: Lines of one wrapped page differ little in length; below this share of the widest a line was ended on purpose.
_FULL_LINE = 0.75
_WRAP_WIDTH = range(40, 101)
#: A page is wrapped when most neighbors break in mid-sentence; prose scraped a paragraph a line nearly never does.
_BROKEN_SHARE = 0.5


def paragraphs(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Body stretches in groups, one a paragraph."""
    body = [stretch for stretch in stretches if stretch.target in (None, TEXT) and stretch.text]
    width = _wrap_width(body)
    groups: list[list[Stretch]] = []
    for stretch in body:
        if groups and _continues(groups[-1][-1], stretch, width):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def joined(group: list[Stretch]) -> str:
    return " ".join(stretch.text for stretch in group)


def _continues(before: Stretch, after: Stretch, width: int | None) -> bool:
    if before.line == after.line:
        return True
    if width is None or after.line - before.line != 1:
        return False
    if not _ENDS.search(before.text):
        return True
    return (
        len(before.text) >= width * _FULL_LINE
        and len(before.text) + len(after.text.split(" ", 1)[0]) + 1 > width
    )


def _wrap_width(body: list[Stretch]) -> int | None:
    """The margin of a hard-wrapped page, or None."""
    neighbors = [(before, after) for before, after in pairwise(body) if after.line - before.line == 1]
    if len(neighbors) < 3:
        return None
    lengths = sorted(len(before.text) for before, _ in neighbors)
    width = lengths[-1]
    if width not in _WRAP_WIDTH:
        return None
    broken = sum(
        1 for before, _ in neighbors if not _ENDS.search(before.text) and len(before.text) >= width * 0.6
    )
    return width if broken >= _BROKEN_SHARE * len(neighbors) else None
