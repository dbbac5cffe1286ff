"""What one version of a text has and the other has not, word by word.

Paragraphs are matched first and words only within those that differ: a whole article matched word by word
takes a second, and pairs words of paragraphs that have nothing to do with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]

#: Two stretches with more pairs of words than this are shown one whole after the other.
MOST_PAIRS = 4_000_000
#: Words in common that make of two paragraphs one with changes rather than two.
ALIKE = 0.3
_BREAK = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """Words that both versions have, or only one. `ends_paragraph` where its last paragraph ends."""

    kind: Kind
    text: str
    ends_paragraph: bool = False


def changes(old: str, new: str) -> tuple[Change, ...]:
    """How to get from one to the other: joined, "same" and "deleted" are the old text's words in order."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", text, ends_paragraph=True) for text in before[a:b]]
        else:
            found += _between(before[a:b], after[c:d])
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _BREAK.split(text) if part.strip()]


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that differ: each old one with the next new one that is like it."""
    position = 0
    for old in before:
        match = next((at for at in range(position, len(after)) if _alike(old, after[at])), None)
        if match is None:
            yield Change("deleted", old, ends_paragraph=True)
            continue
        yield from (Change("inserted", text, ends_paragraph=True) for text in after[position:match])
        yield from _words(old.split(), after[match].split())
        position = match + 1
    yield from (Change("inserted", text, ends_paragraph=True) for text in after[position:])


def _alike(old: str, new: str) -> bool:
    one, other = set(old.casefold().split()), set(new.casefold().split())
    return len(one & other) >= ALIKE * max(len(one), len(other))


def _words(before: list[str], after: list[str]) -> Iterator[Change]:
    """One paragraph as it became another."""
    found: list[tuple[Kind, str]] = []
    if len(before) * len(after) > MOST_PAIRS:
        found = [("deleted", " ".join(before)), ("inserted", " ".join(after))]
    else:
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append(("same", " ".join(before[a:b])))
                continue
            found += [("deleted", " ".join(before[a:b]))] if b > a else []
            found += [("inserted", " ".join(after[c:d]))] if d > c else []
    for number, (kind, text) in enumerate(found, 1):
        yield Change(kind, text, ends_paragraph=number == len(found))
