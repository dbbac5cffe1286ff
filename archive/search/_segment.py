"""What a segment of the index holds, as flat arrays under names.

For a field `f` of n terms:

    f/terms f/at     its terms in the order of their bytes, each between two NULs,
                     and where each starts (n + 1)
    f/posts f/docs   where each term's postings start (n + 1), and their documents
    f/freqs f/weights f/places f/spots    for words: how often a term stands in the
                     document, what that is worth, at which places, and where the
                     places of each term start (n + 1)
    f/lengths        for words: how many strings each document gave
    f/rows f/values  for whole values: the terms of each document, the other way round
    f/column         for numbers and moments: one sortable number a document
    stored/at stored/bytes   each document's stored fields, pickled

Pickle is what Whoosh keeps stored fields in, too; only those of shown hits are read.
"""

from __future__ import annotations

import pickle
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.util.numeric import byte_to_length

from . import _flat
from ._flat import Array, FlatFile

#: The file of a segment.
EXTENSION: Final = ".seg"

_STEPS: Final[Array] = np.array([byte_to_length(step) for step in range(256)], np.int64)

#: A search asks for the number of the same term several times.
_KEPT_TERMS: Final = 2_000

#: What a column holds where a document has no value.
MISSING: Final = np.uint64(2**64 - 1)


class Lexicon:
    """The terms of one field of one segment, in order, without making strings of them."""

    def __init__(self, blob: Any, start: int, end: int, at: Array) -> None:
        self._blob = blob
        self._start = start
        self._end = end
        self._at = at
        self.size = max(0, len(at) - 1)
        self._found: dict[bytes, int] = {}

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """One of sorted words."""
        blob, at = joined([word.encode() for word in words])
        return cls(blob, 0, len(blob), at)

    def __getitem__(self, index: int) -> bytes:
        begin = self._start + int(self._at[index])
        return bytes(self._blob[begin : self._start + int(self._at[index + 1]) - 1])

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.slice(0, self.size))

    def slice(self, low: int, high: int) -> list[bytes]:
        """Terms `low` up to `high`."""
        if low >= high:
            return []
        begin = self._start + int(self._at[low])
        whole: bytes = self._blob[begin : self._start + int(self._at[high]) - 1]
        terms = whole.split(b"\0")
        # A whole value may hold a NUL itself; then its ends must be looked up.
        return terms if len(terms) == high - low else [self[index] for index in range(low, high)]

    def bytes_of_all(self) -> tuple[bytes, Array]:
        """All terms in a row, each between two NULs, and where each starts."""
        return bytes(self._blob[self._start : self._end]), self._at.astype(np.int64)

    def words(self) -> list[str]:
        return [term.decode() for term in self]

    def place(self, term: bytes) -> int:
        """Where a term stands, or would stand."""
        return bisect_left(self, term, 0, self.size)

    def find(self, term: bytes) -> int:
        """The number of a term; -1 when there is none."""
        index = self._found.get(term)
        if index is None:
            index = self.place(term)
            if index == self.size or self[index] != term:
                index = -1
            if len(self._found) >= _KEPT_TERMS:
                self._found.clear()
            self._found[term] = index
        return index

    def starting(self, prefix: bytes) -> range:
        """Terms that begin so."""
        return range(self.place(prefix), self.place(prefix + b"\xff"))


def joined(terms: list[bytes]) -> tuple[bytes, Array]:
    """Terms as one stretch of bytes, with the place each starts at."""
    sizes = np.fromiter(map(len, terms), np.int64, len(terms)) + 1
    return b"\0" + b"".join(term + b"\0" for term in terms), np.concatenate(([1], 1 + np.cumsum(sizes)))


class Contents:
    """One segment, open for reading."""

    def __init__(self, file: FlatFile) -> None:
        self.file = file
        self.size: int = len(file["stored/at"]) - 1
        self._lexicons: dict[str, Lexicon] = {}
        self._lengths: dict[str, Array] = {}

    @classmethod
    def at(cls, path: Path) -> Contents:
        return cls(_flat.opened(path))

    def __getitem__(self, name: str) -> Array:
        return self.file[name]

    @cached_property
    def fields(self) -> list[str]:
        """Fields that have terms."""
        return sorted(name.removesuffix("/terms") for name in self.file.names() if name.endswith("/terms"))

    def lexicon(self, name: str) -> Lexicon:
        held = self._lexicons.get(name)
        if held is None:
            if f"{name}/terms" in self.file:
                held = Lexicon(*self.file.buffer(f"{name}/terms"), self[f"{name}/at"])
            else:
                held = Lexicon.of(())
            self._lexicons[name] = held
        return held

    def docs(self, name: str, term: int) -> Array:
        start, end = self.extent(name, term)
        return self[f"{name}/docs"][start:end]

    def extent(self, name: str, term: int) -> tuple[int, int]:
        """Where a term's postings lie."""
        posts = self[f"{name}/posts"]
        return int(posts[term]), int(posts[term + 1])

    def places(self, name: str, term: int) -> Array:
        """All places of a term, those of one posting behind those of the one before."""
        spots = self[f"{name}/spots"]
        return self[f"{name}/places"][int(spots[term]) : int(spots[term + 1])]

    def starts(self, name: str, term: int) -> Array:
        """Where the places of each posting of a term start among all of its places."""
        start, end = self.extent(name, term)
        counts = np.cumsum(self[f"{name}/freqs"][start:end], dtype=np.int64)
        return _flat.smallest(np.concatenate(([0], counts)))

    def lengths(self, name: str) -> Array:
        """The lengths of a field as scores know them: Whoosh keeps 256 steps of them."""
        held = self._lengths.get(name)
        if held is None:
            steps = np.minimum(np.searchsorted(_STEPS, self[f"{name}/lengths"]), len(_STEPS) - 1)
            held = self._lengths[name] = _STEPS[steps]
        return held

    def stored(self, doc: int) -> dict[str, Any]:
        at = self["stored/at"]
        held: dict[str, Any] = pickle.loads(self.file.slice("stored/bytes", int(at[doc]), int(at[doc + 1])))  # noqa: S301
        return held
