"""Words that stand together, found in all documents at once.

Each place of a word is one number made of document and place, so "the next place" is
the number plus one and "within five places" is a difference, whichever document it is.
Words near each other are first sought beside the rarest of them; only where all have
one near enough are the windows between them looked at: from left to right, the latest
place of each word, for all documents in one pass a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ._flat import Array

#: Documents come first in numbers made of document and place.
PLACE_BITS: Final = 32
#: What tells the words apart in one window.
_WORD_BITS: Final = 6
#: Looking a number up in a row costs as much as passing so many of it.
_LOOKUP: Final = 8
#: Words that are sought near each other; 64 could be told apart, but each is another pass over all places.
MOST_WORDS: Final = 16


def in_a_row(rows: Sequence[Array]) -> Array:
    """Documents where a place of each word is followed by one of the next."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
    shared = rows[order[0]] - order[0]
    for number in order[1:]:
        shared = _in_both(shared, rows[number] - number)
    return shared >> PLACE_BITS


def _in_both(few: Array, many: Array) -> Array:
    """Ordered numbers that are in both of two ordered rows.

    Two rows of one size are merged, which takes a third of the time of looking each number up.
    """
    if _LOOKUP * len(few) < len(many):
        return few[among(few, many)]
    tagged = np.concatenate((few << 1, (many << 1) | 1))
    tagged.sort(kind="stable")
    # A number may stand twice in one row, so only one of the first before one of the second counts.
    return tagged[:-1][tagged[1:] - tagged[:-1] == 1 - 2 * (tagged[:-1] & 1)] >> 1


def close(words: Sequence[str], rows: Sequence[Array], reach: int) -> Array:
    """Documents where all words stand within `reach` places, each at a place of its own."""
    wanted: dict[str, int] = {}
    for word in words:
        wanted[word] = wanted.get(word, 0) + 1
    held = dict(zip(words, rows, strict=True))
    if len(words) == 1:
        return rows[0] >> PLACE_BITS
    rarest = min(held, key=lambda word: len(held[word]))
    near = held[rarest]
    for word, row in held.items():
        near = near[_beside(near, row, reach, own=word == rarest, wanted=wanted[word])]
    docs = _each_once(near >> PLACE_BITS)
    if len(held) == 2 and len(words) == 2:
        return docs
    return _windows([(row, wanted[word]) for word, row in held.items()], docs, reach)


def among(numbers: Array, row: Array) -> Array:
    """Which numbers are in an ordered row."""
    if not len(row):
        return np.zeros(len(numbers), bool)
    at = np.searchsorted(row, numbers)
    at[at == len(row)] = 0
    return np.asarray(row[at] == numbers)


def _each_once(ordered: Array) -> Array:
    return ordered[np.append(ordered[1:] != ordered[:-1], True)] if len(ordered) else ordered


def _beside(places: Array, row: Array, reach: int, *, own: bool, wanted: int) -> Array:
    """Which places have another one of this row not more than `reach` away."""
    if own and wanted == 1:
        return np.ones(len(places), bool)
    if not len(row):
        return np.zeros(len(places), bool)
    behind = np.searchsorted(row, places + 1)
    before = np.searchsorted(row, places) - 1
    after = row[np.minimum(behind, len(row) - 1)] - places
    ahead = places - row[np.maximum(before, 0)]
    kept: Array = ((behind < len(row)) & (after <= reach)) | ((before >= 0) & (ahead <= reach))
    return kept


def _windows(held: Sequence[tuple[Array, int]], docs: Array, reach: int) -> Array:
    """Of these documents those where all words stand within `reach` places."""
    inside = [row[among(row >> PLACE_BITS, docs)] for row, _ in held]
    packed = np.concatenate([(row << _WORD_BITS) | number for number, row in enumerate(inside)])
    packed.sort()
    place, word = packed >> _WORD_BITS, packed & ((1 << _WORD_BITS) - 1)
    whole = np.ones(len(place), bool)
    latest: list[Array] = []
    for number, (_, wanted) in enumerate(held):
        own = inside[number]
        # How many places of this word there are up to each place of any.
        until = np.cumsum(word == number)
        for back in range(wanted):
            index = until - 1 - back
            last = np.where(index >= 0, own[np.maximum(index, 0)], -1 - reach)
            whole &= place - last <= reach
            latest.append(last)
    ends = np.flatnonzero(whole)
    if not len(ends):
        return ends
    columns = np.sort(np.stack([last[ends] for last in latest]), axis=0)
    apart = (columns[1:] != columns[:-1]).all(axis=0)
    sure = _each_once(place[ends[apart]] >> PLACE_BITS)
    doubtful = _each_once(place[ends[~apart]] >> PLACE_BITS)
    doubtful = doubtful[~among(doubtful, sure)]
    if not len(doubtful):
        return sure
    # Two words share a place, as the parts of a compound and the whole do: those few one by one.
    rows = [row for row, (_, wanted) in zip(inside, held, strict=True) for _ in range(wanted)]
    kept = [doc for doc in doubtful.tolist() if meet([_places_in(row, doc) for row in rows], reach)]
    return np.sort(np.concatenate((sure, np.array(kept, np.int64))))


def _places_in(row: Array, doc: int) -> list[int]:
    low, high = np.searchsorted(row, [doc << PLACE_BITS, (doc + 1) << PLACE_BITS])
    places: list[int] = (row[low:high] - (doc << PLACE_BITS)).tolist()
    return places


def meet(places: list[list[int]], reach: int) -> bool:
    """Do all words occur within `reach` places, in any order, each at a place of its own?"""
    ordered = sorted((place, word) for word, each in enumerate(places) for place in each)
    latest: dict[int, int] = {}
    for place, word in ordered:
        latest[word] = place
        if len(latest) < len(places) or place - min(latest.values()) > reach:
            continue
        if len(set(latest.values())) == len(places):
            return True
    return False
