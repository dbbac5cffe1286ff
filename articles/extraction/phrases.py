"""Phrases matched by word: the one pass that feeds countries, places, organizations and topics.

A `PhraseTable` holds phrases as paths of words and walks them along the words of a text, so that
"Oman" is never found in "woman", the longest name wins ("Guinea-Bissau" over "Guinea"), and the time
depends on the text and not on how many phrases there are. One big regular expression was the other
way: it grows with the table and cannot state a case rule for each phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Literal, NamedTuple, TypeVar

from articles.extraction.spans import Word, words

#: Where a word keeps its key: by position it is read twice as quickly as by name.
_KEY = Word._fields.index("key")

Case = Literal["proper", "exact", "any"]
Payload = TypeVar("Payload")


class Match(NamedTuple, Generic[Payload]):
    """A phrase in a text: its characters, the words `first` to `last` that it covers, what it stands for."""

    start: int
    end: int
    first: int
    last: int
    payload: Payload


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Payload]):
    surface: tuple[str, ...]
    dots: tuple[bool, ...]
    case: Case
    payload: Payload

    def accepts(self, found: Sequence[Word], dots: Sequence[bool]) -> bool:
        if self.dots != tuple(dots):
            return False
        if self.case == "any":
            return True
        pairs = zip(found, self.surface, strict=True)
        if self.case == "exact":
            return all(word.text == part for word, part in pairs)
        return all(not part[0].isupper() or word.text[0].isupper() for word, part in pairs)

    @property
    def ends_in_initial(self) -> bool:
        return bool(self.dots) and self.dots[-1] and len(self.surface[-1]) == 1


class _Node(Generic[Payload]):
    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node[Payload]] = {}
        self.entries: list[_Entry[Payload]] = []


class PhraseTable(Generic[Payload]):
    """Phrases of words, each with a case rule; `find` takes the longest, from left to right.

    Case rules: "proper" wants a capital where the phrase has one ("Turkey" and "TURKEY", not
    "turkey"); "exact" wants the very letters ("US", not "us"); "any" takes all. Between the words of
    a phrase a space, a line end and a hyphen are the same; a full stop is not ("U.S.", "St. Lucia").
    """

    def __init__(self) -> None:
        self._root: _Node[Payload] = _Node()

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, Payload]], case: Case = "proper") -> PhraseTable[Payload]:
        table: PhraseTable[Payload] = cls()
        for phrase, payload in phrases:
            table.add(phrase, payload, case)
        return table

    def add(self, phrase: str, payload: Payload, case: Case = "proper") -> None:
        parts = words(phrase)
        if not parts:
            raise ValueError(f"a phrase needs a word: {phrase!r}")
        node = self._root
        for part in parts:
            node = node.following.setdefault(part.key, _Node())
        dots = tuple(_is_dot(gap) for gap in _gaps(phrase, parts))
        node.entries.append(_Entry(tuple(part.text for part in parts), dots, case, payload))

    def find(self, text: str, text_words: Sequence[Word]) -> Iterator[Match[Payload]]:
        starts = self._root.following
        last = -1
        for index in [at for at, word in enumerate(text_words) if word[_KEY] in starts]:
            if index > last:
                found = self._longest(text, text_words, index, starts[text_words[index].key])
                if found is not None:
                    yield found
                    last = found.last

    def _longest(
        self, text: str, text_words: Sequence[Word], first: int, start: _Node[Payload]
    ) -> Match[Payload] | None:
        best: Match[Payload] | None = None
        node: _Node[Payload] | None = start
        last = first
        dots: list[bool] = []
        while node is not None:
            for entry in node.entries:  # of two alike, the one that was added first
                if entry.accepts(text_words[first : last + 1], dots):
                    end = text_words[last].end
                    if entry.ends_in_initial and text[end : end + 1] == ".":
                        end += 1
                    best = Match(text_words[first].start, end, first, last, entry.payload)
                    break
            if not node.following or last + 1 == len(text_words):
                break
            gap = text[text_words[last].end : text_words[last + 1].start]
            if not joins(gap):
                break
            dots.append(_is_dot(gap))
            last += 1
            node = node.following.get(text_words[last].key)
        return best


_JOINING = frozenset(
    {" ", "-", "'", "’", "ʼ", "`", "&", " & ", "‐", "‑", "- ", "-\n", ".", ". ", ".\n", "\u00a0"}
)


def joins(gap: str) -> bool:
    """Whether words so parted can belong to one name."""
    return gap in _JOINING or (gap.isspace() and len(gap) < 16 and gap.count("\n") < 2)


def _is_dot(gap: str) -> bool:
    return gap.startswith(".")


def _gaps(text: str, parts: Sequence[Word]) -> Iterator[str]:
    for before, after in pairwise(parts):
        yield text[before.end : after.start]
