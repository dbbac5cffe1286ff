"""The values that each document has, as numbers in columns, so that hits are counted in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from ._flat import Array, smallest
from ._inversion import expanded

#: Documents whose values fit into the columns of a table.
_FITTING: Final = 0.97


class Ordinals:
    """Numbers the values of all fields in one row, the same over all segments.

    Values only ever come to it, so what was numbered once stays right. Number 0
    stands for no value.
    """

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self._numbers: dict[str, dict[bytes, int]] = {}
        self._ranked: dict[str, tuple[Array, Array]] = {}

    def of(self, name: str, terms: Iterable[bytes]) -> Array:
        numbers = self._numbers.setdefault(name, {})
        asked = list(terms)
        new = [term for term in asked if term not in numbers] if numbers else asked
        numbers.update(zip(new, range(len(self.values), len(self.values) + len(new)), strict=True))
        self.values += [term.decode() for term in new]
        return np.array([numbers[term] for term in asked], np.int64)

    def in_order(self, name: str) -> tuple[Array, Array]:
        """The numbers of a field's values in alphabetical order, and the rank of each number in it."""
        known = self._numbers.get(name, {})
        held = self._ranked.get(name)
        if held is None or len(held[0]) != len(known):
            ordered = np.array(sorted(known.values(), key=self.values.__getitem__), np.int64)
            ranks = np.full(len(self.values), -1)
            ranks[ordered] = np.arange(len(ordered))
            held = self._ranked[name] = ordered, ranks
        return held


@dataclass(frozen=True, slots=True)
class Table:
    """The values of each document of one segment, of one field or several, in columns.

    Most documents have a few values and some have many, so the table is as wide as
    nearly all need, and what does not fit stands apart.
    """

    columns: Array
    more_docs: Array
    more_values: Array

    @classmethod
    def of(cls, fields: Iterable[tuple[Array, Array]], size: int) -> Table:
        """A table of fields, each as where the documents' values start and what they are."""
        columns = [np.zeros((size, 0), np.int32)]
        more_docs = [np.zeros(0, np.int64)]
        more_values = [np.zeros(0, np.int64)]
        for rows, numbers in fields:
            counts = np.diff(rows)
            width = _width(counts)
            made = np.zeros((size, width), np.int32)
            for column in range(width):
                having = np.flatnonzero(counts > column)
                made[having, column] = numbers[rows[having] + column]
            columns.append(made)
            longer = np.flatnonzero(counts > width)
            where, owner = expanded(rows[longer] + width, counts[longer] - width)
            more_docs.append(longer[owner])
            more_values.append(numbers[where])
        return cls(smallest(np.hstack(columns)), np.concatenate(more_docs), np.concatenate(more_values))

    def counted(self, docs: Array, values: int) -> Array:
        """How many of these documents have each value."""
        counts = np.bincount(self.columns.take(docs, axis=0).ravel(), minlength=values)
        if self.more_docs.size:
            wanted = np.zeros(len(self.columns), bool)
            wanted[docs] = True
            counts += np.bincount(self.more_values[wanted[self.more_docs]], minlength=values)
        return counts


def _width(counts: Array) -> int:
    """The least number of values that nearly all documents have no more of."""
    if not len(counts):
        return 0
    up_to = np.cumsum(np.bincount(counts))
    return int(np.searchsorted(up_to, 1 + ceil(_FITTING * (len(counts) - 1))))
