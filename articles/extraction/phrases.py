"""Phrases matched by word: the one pass that feeds countries, places, organizations and topics.

A `PhraseTable` holds phrases as paths of words and walks them along the words of a text, so that
"Oman" is never found in "woman", the longest name wins ("Guinea-Bissau" over "Guinea"), and the time
depends on the text and not on how many phrases there are. One big regular expression was the other
way: it grows with the table and cannot state a case rule for each phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, count
from typing import Generic, Literal, NamedTuple, TypeVar

from articles.extraction.spans import Words, words

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
    surface: list[str]
    dots: list[bool]
    case: Case
    payload: Payload

    def accepts(self, found: list[str], dots: list[bool]) -> bool:
        if self.dots != dots:
            return False
        if self.case == "any":
            return True
        if self.case == "exact":
            return self.surface == found
        for word, part in zip(found, self.surface, strict=True):
            if part[0].isupper() and not word[0].isupper():
                return False
        return True

    @property
    def ends_in_initial(self) -> bool:
        return bool(self.dots) and self.dots[-1] and len(self.surface[-1]) == 1


class _Node(Generic[Payload]):
    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node[Payload]] = {}
        self.entries: list[_Entry[Payload]] = []


class _Openers:
    """The first words of all shared tables, each with a bit for every table that has it.

    A text's words are looked up here once for all tables. Each table looking up all words for itself was
    the dearest part of reading an article: five large dictionaries, and nearly every look-up a miss.
    """

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._tables = 0
        #: Counts changes: tables are built when they are first asked, maybe in the middle of a text.
        self._version = 1

    def new_bit(self) -> int:
        self._tables += 1
        return 1 << self._tables

    def add(self, key: str, bit: int) -> None:
        self._bits[key] = self._bits.get(key, 0) | bit
        self._version += 1

    def marks(self, text_words: Words) -> list[int]:
        if text_words.marked != self._version:
            version, bits = self._version, self._bits
            text_words.marks = [bits.get(key, 0) for key in text_words.keys]
            text_words.marked = version
        return text_words.marks


_OPENERS = _Openers()


class PhraseTable(Generic[Payload]):
    """Phrases of words, each with a case rule; `find` takes the longest, from left to right.

    Case rules: "proper" wants a capital where the phrase has one ("Turkey" and "TURKEY", not
    "turkey"); "exact" wants the very letters ("US", not "us"); "any" takes all. Between the words of
    a phrase a space, a line end and a hyphen are the same; a full stop is not ("U.S.", "St. Lucia").

    A table that is kept for good is `shared`: its first words are found together with those of the others.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self._root: _Node[Payload] = _Node()
        self._bit = _OPENERS.new_bit() if shared else 0

    @classmethod
    def of(
        cls, phrases: Iterable[tuple[str, Payload]], case: Case = "proper", *, shared: bool = False
    ) -> PhraseTable[Payload]:
        table: PhraseTable[Payload] = cls(shared=shared)
        for phrase, payload in phrases:
            table.add(phrase, payload, case)
        return table

    def add(self, phrase: str, payload: Payload, case: Case = "proper") -> None:
        parts = words(phrase)
        if not parts.texts:
            raise ValueError(f"a phrase needs a word: {phrase!r}")
        node = self._root
        if self._bit:
            _OPENERS.add(parts.keys[0], self._bit)
        for key in parts.keys:
            node = node.following.setdefault(key, _Node())
        dots = [_is_dot(gap) for gap in parts.gaps[1:-1]]
        node.entries.append(_Entry(parts.texts, dots, case, payload))

    def find(self, text: str, text_words: Words) -> Iterator[Match[Payload]]:
        starts = self._root.following
        keys = text_words.keys
        end = len(keys) - 1
        last = -1
        for index in self._openings(text_words):
            node = starts[keys[index]]
            if index <= last or not (node.entries or (index < end and keys[index + 1] in node.following)):
                continue
            found = self._longest(text, text_words, index, node)
            if found is not None:
                yield found
                last = found.last

    def _openings(self, text_words: Words) -> list[int]:
        bit = self._bit
        if bit:
            marks = _OPENERS.marks(text_words)
            return [at for at in compress(count(), marks) if marks[at] & bit]
        starts = self._root.following
        return [at for at, key in enumerate(text_words.keys) if key in starts]

    def _longest(
        self, text: str, text_words: Words, first: int, start: _Node[Payload]
    ) -> Match[Payload] | None:
        best: Match[Payload] | None = None
        node: _Node[Payload] | None = start
        last, final = first, len(text_words.keys) - 1
        dots: list[bool] = []
        while node is not None:
            for entry in node.entries:  # of two alike, the one that was added first
                if entry.accepts(text_words.texts[first : last + 1], dots):
                    end = text_words.starts[last] + len(text_words.texts[last])
                    if entry.ends_in_initial and text[end : end + 1] == ".":
                        end += 1
                    best = Match(text_words.starts[first], end, first, last, entry.payload)
                    break
            if not node.following or last == final:
                break
            node = node.following.get(text_words.keys[last + 1])
            gap = text_words.gaps[last + 1]
            if node is None or not joins(gap):
                break
            dots.append(_is_dot(gap))
            last += 1
        return best


_JOINING = frozenset(
    {" ", "-", "'", "’", "ʼ", "`", "&", " & ", "‐", "‑", "- ", "-\n", ".", ". ", ".\n", "\u00a0"}
)


def joins(gap: str) -> bool:
    """Whether words so parted can belong to one name."""
    return gap in _JOINING or (gap.isspace() and len(gap) < 16 and gap.count("\n") < 2)


def _is_dot(gap: str) -> bool:
    return gap.startswith(".")
