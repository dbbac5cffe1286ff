"""What a process keeps of words from one search to the next, and from one state of the index to the next.

A save puts a few documents behind all others. What is kept of a word stays right up to
them and only grows, in room that was set aside for it, so that the searches after a save
cost what those before it did.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final, Self

import numpy as np

from ._flat import Array

#: Steps that average lengths are told in. Nearly every save changes how long texts are on average,
#: and with it every score; a score is off by less than half a step of this.
_STEP: Final = 1.4e-5
#: What is kept grows by a part of itself before it must be copied.
_ROOM: Final = 64
_KEPT_OVERHEAD: Final = 400


def stepped(average: float) -> float:
    """An average in steps, so that it is the same in every process and stays for some saves."""
    return exp(round(log(average) / _STEP) * _STEP)


def grown(held: Array, keep: int, more: Array) -> Array:
    """The first of these items with others behind them, in their own room where they have it.

    What was held before must not be used any more.
    """
    end = keep + len(more)
    room = held if held.base is None else held.base
    if not isinstance(room, np.ndarray) or len(room) < end:
        room = np.empty(end + end // _ROOM, held.dtype)
        room[:keep] = held[:keep]
    room[keep:end] = more
    return room[:end]


def _reserved(held: Array) -> int:
    return int((held if held.base is None else held.base).nbytes)


@dataclass(frozen=True, slots=True)
class Postings:
    """All documents of a term, and what each adds to a score before the term's rarity is known.

    They are as of one generation of the index and for one average length.
    """

    docs: Array
    worth: Array
    average: float = 0.0
    generation: int = 0

    @property
    def nbytes(self) -> int:
        return _reserved(self.docs) + _reserved(self.worth)

    def grown(self, since: int, more: Postings) -> Postings:
        """The same with other documents from that number on."""
        keep = int(np.searchsorted(self.docs, since))
        docs = grown(self.docs, keep, more.docs)
        worth = grown(self.worth, keep, more.worth) if len(more.worth) or len(self.worth) else self.worth
        return Postings(docs, worth, more.average, more.generation)


@dataclass(frozen=True, slots=True)
class Spread:
    """A term's postings with a place for every document: which have it, and what it is worth there."""

    has: Array
    worth: Array
    average: float
    generation: int

    @classmethod
    def of(cls, listed: Postings, size: int) -> Self:
        held = cls(np.zeros(size, bool), np.zeros(size, np.float32), listed.average, listed.generation)
        held.has[listed.docs] = True
        held.worth[listed.docs] = listed.worth
        return held

    @property
    def nbytes(self) -> int:
        return _reserved(self.has) + _reserved(self.worth)

    def grown(self, since: int, listed: Postings, size: int) -> Spread:
        """The same with other documents from that number on."""
        has = grown(self.has, since, np.zeros(size - since, bool))
        worth = grown(self.worth, since, np.zeros(size - since, np.float32))
        new = int(np.searchsorted(listed.docs, since))
        has[listed.docs[new:]] = True
        worth[listed.docs[new:]] = listed.worth[new:]
        return Spread(has, worth, listed.average, listed.generation)


class Kept:
    """What was used last, never more than so many bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._held: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def put(self, key: Any, held: Any) -> None:
        if (before := self._held.pop(key, None)) is not None:
            self.size -= before.nbytes + _KEPT_OVERHEAD
        self._held[key] = held
        self.size += held.nbytes + _KEPT_OVERHEAD
        while self.size > self.most:
            _, dropped = self._held.popitem(last=False)
            self.size -= dropped.nbytes + _KEPT_OVERHEAD

    def __len__(self) -> int:
        return len(self._held)
