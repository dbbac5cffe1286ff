"""What a pattern or a typo stands for among the terms of a field.

A regular expression run over all terms takes a quarter of a microsecond a letter when
it begins with a star, and comparing a word with each term letter by letter takes far
longer. Here the characters of all terms lie in one array, so each piece of a pattern
is looked for in all terms at once, piece after piece from the left: a pattern costs as
many passes as it has letters, whatever it is made of.

An edit puts in one letter and takes out one at most, so two words within `n` edits
differ in no more than 2n of the letters they have. That is one bit a letter, and leaves
few words to compare, which is done for all of them at once, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np

from ._flat import Array, smallest
from ._segment import Lexicon

_NONE: Final[Array] = np.zeros(0, np.int64)


class Vocabulary:
    """The terms of one field of one segment, as characters."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        raw, at = lexicon.bytes_of_all()
        characters = np.frombuffer(raw.decode(errors="replace").encode("utf-32-le"), np.uint32)
        self.letters: Array = smallest(characters)
        # A byte that goes on from the one before adds no character.
        before = np.cumsum((np.frombuffer(raw, np.uint8) & 0xC0) != 0x80)
        self.starts: Array = before[at[:-1]] - 1 if lexicon.size else _NONE
        self.ends: Array = before[at[1:] - 1] - 1 if lexicon.size else _NONE

    @cached_property
    def sizes(self) -> Array:
        return self.ends - self.starts

    @cached_property
    def signatures(self) -> Array:
        """The letters each term has, a bit each; letters far apart may share one."""
        if not self.lexicon.size:
            return np.zeros(0, np.uint32)
        bits = np.left_shift(np.uint32(1), (self.letters & 31).astype(np.uint32))
        bits[self.letters == 0] = 0
        return np.bitwise_or.reduceat(bits, self.starts)

    def matching(self, pattern: str) -> Array:
        """The numbers of the terms that a pattern of `*` and `?` matches whole."""
        pieces = re.sub(r"\*+", "*", pattern).split("*")
        head = re.split(r"[*?]", pattern, maxsplit=1)[0]
        within = self.lexicon.starting(head.encode())
        numbers = np.arange(within.start, within.stop)
        at, ends = self.starts[within.start : within.stop], self.ends[within.start : within.stop]
        kept = self._fits(pieces[0], at, ends)
        at = at + len(pieces[0])
        for piece in pieces[1:-1]:
            at = self._next(piece, at, numbers) + len(piece)
            kept &= at <= ends
        if len(pieces) == 1:
            return numbers[kept & (at == ends)]
        last = ends - len(pieces[-1])
        return numbers[kept & (at <= last) & self._fits(pieces[-1], last, ends)]

    def _fits(self, piece: str, at: Array, ends: Array) -> Array:
        """Does a piece stand at these places, within its term?"""
        kept: Array = (at >= 0) & (at + len(piece) <= ends)
        for offset, letter in enumerate(piece):
            if letter != "?":
                kept &= self.letters[np.where(kept, at + offset, 0)] == ord(letter)
        return kept

    def _next(self, piece: str, at: Array, numbers: Array) -> Array:
        """The first place from each of these on where a piece stands; what has none gets one behind all."""
        known = [(offset, ord(letter)) for offset, letter in enumerate(piece) if letter != "?"]
        if not known or not len(numbers):
            return at
        low, high = int(self.starts[numbers[0]]), int(self.ends[numbers[-1]])
        first, letter = known[0]
        where = np.flatnonzero(self.letters[low:high] == letter) + low
        for offset, letter in known[1:]:
            where = where[where + (offset - first) < high]
            where = where[self.letters[where + (offset - first)] == letter]
        where = np.append(where - first, len(self.letters))
        following: Array = where[np.minimum(np.searchsorted(where, at), len(where) - 1)]
        return following

    def near(self, word: str, distance: int, prefix: int) -> Array:
        """The numbers of the terms that may be within so many typos of a word."""
        signature = np.bitwise_or.reduce([np.uint32(1 << (ord(letter) & 31)) for letter in word])
        within = self.lexicon.starting(word[:prefix].encode())
        part = slice(within.start, within.stop)
        alike = np.bitwise_count(self.signatures[part] ^ signature) <= 2 * distance
        alike &= np.abs(self.sizes[part] - len(word)) <= distance
        return np.flatnonzero(alike) + within.start

    def rows(self, numbers: Array, width: int) -> Array:
        """Terms as rows of characters."""
        where = self.starts[numbers][:, None] + np.arange(width)
        rows: Array = self.letters[np.minimum(where, len(self.letters) - 1)].astype(np.uint32)
        return rows


def similar(held: Sequence[Vocabulary], word: str, distance: int, prefix: int = 0) -> list[Array]:
    """For each vocabulary the numbers of its terms within so many typos of a word.

    A typo is a letter more, less or other, or two neighbors swapped.
    """
    if not word:
        return [_NONE for _ in held]
    candidates = [each.near(word, distance, prefix) for each in held]
    width = len(word) + distance
    rows = [each.rows(numbers, width) for each, numbers in zip(held, candidates, strict=True)]
    sizes = [each.sizes[numbers] for each, numbers in zip(held, candidates, strict=True)]
    if not sum(map(len, candidates)):
        return candidates
    close = _typos_of_all(word, np.concatenate(rows), np.concatenate(sizes)) <= distance
    cuts = np.cumsum([len(numbers) for numbers in candidates])[:-1]
    return [numbers[kept] for numbers, kept in zip(candidates, np.split(close, cuts), strict=True)]


def _typos_of_all(word: str, letters: Array, lengths: Array) -> Array:
    """The typos between a word and each row of letters, as `typos` counts them, row by row at once."""
    count, width = letters.shape
    columns = np.ascontiguousarray(letters.T)
    codes = [ord(letter) for letter in word]
    before: list[Array] = []
    last = [np.full(count, column, np.int8) for column in range(width + 1)]
    for row, letter in enumerate(codes, start=1):
        now = [np.full(count, row, np.int8)]
        for column in range(1, width + 1):
            cost = np.minimum(last[column], now[-1]) + np.int8(1)
            np.minimum(cost, last[column - 1] + (columns[column - 1] != letter), out=cost)
            if row > 1 and column > 1:
                swapped = (columns[column - 2] == letter) & (columns[column - 1] == codes[row - 2])
                np.minimum(cost, before[column - 2] + np.int8(1), out=cost, where=swapped)
            now.append(cost)
        before, last = last, now
    costs: Array = np.stack(last)[lengths, np.arange(count)]
    return costs


def typos(one: str, other: str) -> int:
    """Edits that turn one word into the other; a swap of neighbors is one."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def between(lexicon: Lexicon, asked: Any) -> range:
    """The terms from one to another, each end with or without itself."""
    low = 0 if asked.start is None else lexicon.place(asked.start.encode() + b"\0" * bool(asked.startexcl))
    high = asked.end
    if high is None:
        return range(low, lexicon.size)
    return range(low, max(low, lexicon.place(high.encode() + b"\0" * (not asked.endexcl))))
