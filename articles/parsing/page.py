"""The page under reading: stretches of lines, each waiting for a rule to claim it.

Two designs were weighed. Removing what is furniture and looking at the rest is
shorter, but what was lost can only be found by comparing afterwards. Here a
line starts as one open stretch, a rule may cut it and claims what it takes,
and whatever nobody claimed is body text: losing a word would take a bug in
`split`, and the ledger (`ledger.py`) is read off the stretches at the end.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from . import sanitize
from .lines import is_invisible, visible

TEXT = "text"
REMOVED = "removed"
#: Lines from each end of a document that are asked about. No page's furniture reaches further in, and what
#: stands between is text by rule, so that a book or a log costs no more than its length.
EDGE = 2_000
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w{1,31};")


@dataclass(slots=True, eq=False)
class Stretch:
    """Part of one line. `text` is what it says; `raw` how it stood. Unclaimed while `target` is None."""

    line: int
    raw: str
    text: str
    target: str | None = None
    rule: str = ""
    row: int = 0
    #: On a page wrapped at a margin: the lines that carry this paragraph on, and that this is such a line.
    followers: list[Stretch] = field(default_factory=list)
    following: bool = False

    @property
    def open(self) -> bool:
        return self.target is None and not self.following

    @property
    def full(self) -> str:
        """The whole paragraph that begins here."""
        if not self.followers:
            return self.text
        return " ".join((self.text, *(follower.text for follower in self.followers)))

    def claim(self, target: str, rule: str) -> None:
        self.target, self.rule = target, rule
        for follower in self.followers:
            follower.claim(target, rule)

    def remove(self, rule: str) -> None:
        self.claim(REMOVED, rule)


class Page:
    """All stretches of one document in reading order."""

    def __init__(self, lines: list[str], *, markup: bool = True) -> None:
        self._rows: list[list[Stretch]] = []
        self._flat: list[Stretch] | None = None
        for number, raw in enumerate(lines):
            stripped = raw.strip()
            if not stripped:
                continue
            stretch = Stretch(
                number, stripped, reading_of(stripped) if markup else visible(stripped), row=len(self._rows)
            )
            if not stretch.text:
                stretch.remove("empty-markup" if visible(stripped) else "invisible-characters")
            self._rows.append([stretch])
        for row in self._rows[EDGE:-EDGE]:
            if row[0].open:
                row[0].claim(TEXT, "middle-of-a-long-text")

    @property
    def stretches(self) -> list[Stretch]:
        if self._flat is None:
            self._flat = [stretch for row in self._rows for stretch in row]
        return self._flat

    def open(self) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.target is None and not stretch.following]

    def cut(self, stretch: Stretch, *offsets: int) -> list[Stretch]:
        """Cuts a stretch before each of these characters of its text.

        Gives back the stretch alone where that cannot be done exactly, so a caller checks the count.
        """
        marks = sorted({at for at in offsets if 0 < at < len(stretch.text)})
        places = _raw_offsets(stretch.raw, stretch.text, marks)
        if not marks or places is None:
            return [stretch]
        parts = [
            Stretch(
                stretch.line,
                stretch.raw[begin:end].strip(),
                stretch.text[first:last].strip(),
                row=stretch.row,
            )
            for begin, end, first, last in zip(
                [0, *places],
                [*places, len(stretch.raw)],
                [0, *marks],
                [*marks, len(stretch.text)],
                strict=True,
            )
        ]
        parts[-1].followers = stretch.followers
        row = self._rows[stretch.row]
        place = next(index for index, other in enumerate(row) if other is stretch)
        row[place : place + 1] = parts
        self._flat = None
        return parts


def reading_of(raw: str) -> str:
    """What a raw line says: markup and invisible characters gone, entities decoded, single spaces."""
    if ("<" in raw or "&" in raw) and (sanitize.has_markup(raw) or sanitize.has_entity(raw)):
        return visible(sanitize.plain_text(raw))
    return visible(raw)


def _raw_offsets(raw: str, text: str, marks: list[int]) -> list[int] | None:
    """Where in `raw` these characters of its reading stand, or None when the two part ways.

    Walks both together once, skipping tags, invisible characters and surplus spaces.
    """
    if raw == text:
        return marks
    places: list[int] = []
    position = seen = 0
    while position < len(raw) and len(places) < len(marks):
        step, says = _unit(raw, position)
        if says and not says.isspace():
            if seen < len(text) and text[seen] == " ":
                seen += 1
            while len(places) < len(marks) and seen >= marks[len(places)]:
                places.append(position)
            if not text.startswith(says, seen):
                return None
            seen += len(says)
        position += step
    return places if len(places) == len(marks) else None


def _unit(raw: str, position: int) -> tuple[int, str]:
    """How far the next unit of the raw line reaches and what it says."""
    character = raw[position]
    if character == "<" and (tag := _TAG.match(raw, position)):
        return len(tag.group()), ""
    if character == "&" and (entity := _ENTITY.match(raw, position)):
        return len(entity.group()), html.unescape(entity.group())
    return 1, "" if is_invisible(character) else character
