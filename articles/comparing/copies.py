"""Copies of one report: edited, cut or extended, but word for word the same work.

Three ways to find them were weighed. Comparing every text with every other is exact and hopeless beyond
some thousands. A hash of the whole text finds only what nobody edited. So each text has a MinHash
signature: for each of 64 hash functions the least value over its runs of four words, of which two texts
have the same with the probability of their Jaccard similarity. Two values together are a band, 32 bands
are rows in an index, and a text that shares a band with another is compared with it exactly.

What decides is containment (the share of the shorter text's runs that stand in the other), since half of
a report is still a copy of it while their Jaccard is .5. Figures of the experiment (`python -m
tests.evaluation.copies`: 504 political news texts cut, thinned, edited and extended; and 7,276 newswire
stories compared with each other, the pairs taken for copies read one by one):

- Runs of four words: with every tenth word replaced, 99 copies in 100 keep a containment of .57 or more;
  with runs of five .48. Forms that share phrases ("is issuing a eurobond due") meet six times as often by
  runs of three.
- 32 bands of two find all copies cut to half, 94 % of those cut to three tenths, all with every tenth
  word replaced, 96 % where every second sentence went. Bands of three lose 42 % of those cut to three
  tenths, 24 bands of two 10 %.
- Containment alone does not tell a copy from a form filled in anew: two announcements of a bond, or of the
  day's money market, share up to three quarters. But their names and figures differ: so three quarters of
  those of the text that has fewer must stand in the other. Forms that come again each week are kept out by
  asking for a containment of .9 when more than three days lie between. Of the 177 pairs that remained,
  some five are forms and all others one report or its update.
- Two agencies' own reports of one meeting stay below .1, far from all of this.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

RUN: Final = 4
BANDS: Final = 32
ROWS: Final = 2
CONTAINED: Final = 0.5
MARKED: Final = 0.75
#: Days within which a copy is expected; beyond them the texts must be all but the same.
NEAR_DAYS: Final = 3
CONTAINED_LATER: Final = 0.9
#: Beyond so many days a text is not looked for at all. Undated ones always are.
MOST_DAYS: Final = 31
#: Fewer runs than this say nothing: a brief of a sentence is like many others.
LEAST_RUNS: Final = 12

#: Scripts written without spaces are read by the letter.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]|\w+")
_MARKS = re.compile(r"\b(?:[^\W\d_a-z]\w+|\d+(?:[.,/-]\d+)*)")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)


def _multipliers() -> NDArray[np.uint32]:
    """Odd numbers, one a hash function, the same for ever: stored keys were made with them."""
    return np.array([zlib.crc32(b"%d" % number) | 1 for number in range(BANDS * ROWS)], np.uint32)


_MULTIPLIERS: Final = _multipliers()

Runs = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared, with the hashes of its runs of words."""

    text: str
    runs: Runs


def wording(text: str) -> Wording:
    return Wording(text, _runs(text))


def signature(runs: Runs) -> NDArray[np.uint32]:
    """The least value of each hash function; empty for a text too short to be told from others."""
    if runs.size < LEAST_RUNS:
        return np.empty(0, np.uint32)
    least: NDArray[np.uint32] = np.multiply.outer(_MULTIPLIERS, runs.astype(np.uint32)).min(axis=1)
    return least


def band_keys(minima: NDArray[np.uint32]) -> tuple[int, ...]:
    """What the bands are looked up by: whole numbers that fit a database's 64 bits."""
    if not minima.size:
        return ()
    pairs = minima.astype(np.uint64).reshape(BANDS, ROWS)
    mixed = np.arange(1, BANDS + 1, dtype=np.uint64) * _SPREAD
    for row in range(ROWS):
        mixed = (mixed ^ pairs[:, row]) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return tuple(mixed.view(np.int64).tolist())


def is_copy(one: Wording, other: Wording, days: int | None = None) -> bool:
    """Whether these are versions of one report. `days` lie between them; None when that is not known."""
    smaller = min(one.runs.size, other.runs.size)
    if smaller < LEAST_RUNS or (days is not None and days > MOST_DAYS):
        return False
    shared = np.intersect1d(one.runs, other.runs, assume_unique=True).size
    asked = CONTAINED if days is None or days <= NEAR_DAYS else CONTAINED_LATER
    return shared >= asked * smaller and _same_marks(_marks(one.text), _marks(other.text))


def _same_marks(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= MARKED * min(len(one), len(other))


def _marks(text: str) -> frozenset[str]:
    """Its names and figures."""
    return frozenset(map(str.casefold, _MARKS.findall(text)))


def _runs(text: str) -> Runs:
    words = np.fromiter(map(_word_hash, _WORDS.findall(text.casefold())), np.uint64)
    count = words.size - RUN + 1
    if count < 1:
        return np.empty(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for offset in range(RUN):
        mixed = mixed * _FACTOR + words[offset : offset + count]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _SPREAD
    mixed ^= mixed >> np.uint64(32)
    return np.unique(mixed)


@lru_cache(maxsize=1 << 16)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
