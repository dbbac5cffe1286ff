"""Whole batches of documents into the arrays of a segment.

Whoosh takes documents apart word by word: each posting is a tuple that is pooled,
sorted, encoded and compressed with its block. Here a text is cut at its spaces, each
token becomes a number by one look into a dictionary, and all that follows (places,
stems, sorting, counting) is done for a whole batch at once on arrays of numbers.
What a token means is worked out once a batch, however often it stands.

Sorting is by one number a token, into which its term, document, place and weight
are packed, since sorting plain numbers is several times faster than sorting by
several keys; where they do not fit in 64 bits, several keys it is.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from . import _analysis
from ._conditions import words_of
from ._flat import Array, smallest
from ._schema import LONGEST_VALUE, Exact, Words, WordSet
from ._segment import MISSING, joined

#: Strings of text that are turned into arrays at a time: some 100 MB of them.
BATCH_TOKENS: Final = 4_000_000

Arrays = dict[str, Array]


class _Numbers(dict[Any, int]):
    """Numbers keys in the order they come."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


class _Tokens(dict[str, int]):
    """Numbers what stands between spaces, and keeps what it means: how many places it takes, and its forms.

    No written piece holds a space, so a text may be cut at spaces first, which is
    several times faster than by the expression for pieces; that one is asked once
    for each different token.
    """

    def __init__(self) -> None:
        self.stems = _Numbers()
        self.words = _Numbers()
        self.places = array("i")
        self.starts = array("i", [0])
        self.form_stems = array("i")
        self.form_words = array("i")
        self.form_offsets = array("i")

    def __missing__(self, token: str) -> int:
        places = 0
        if token.isascii() and token.isalpha():
            word = token.lower()[: _analysis.LONGEST_WORD]
            self._form(word, _analysis.stem(word), 0)
            places = 1
        else:
            for raw in _analysis.raw_pieces(token):
                meant = _analysis.unit(raw)
                for form in meant.forms:
                    self._form(form.word, form.stem, places + form.offset)
                places += len(meant.parts)
        self.places.append(places)
        self.starts.append(len(self.form_stems))
        number = self[token] = len(self)
        return number

    def _form(self, word: str, stem: str, offset: int) -> None:
        self.form_stems.append(self.stems[stem])
        self.form_words.append(self.words[word])
        self.form_offsets.append(offset)


class _Words:
    """A field of text."""

    def __init__(self, name: str, tokens: _Tokens) -> None:
        self.name = name
        self.tokens = tokens
        self.numbers = array("i")
        self.zone_ends = array("q")
        self.zone_docs = array("q")
        self.zone_ranks = array("q")
        self.zone_weights = array("d")

    def add(self, doc: int, zones: Iterable[_analysis.Zone]) -> None:
        for rank, zone in enumerate(zones):
            self.numbers.extend(map(self.tokens.__getitem__, zone.text.split()))
            self.zone_ends.append(len(self.numbers))
            self.zone_docs.append(doc)
            self.zone_ranks.append(rank)
            self.zone_weights.append(zone.weight)

    def arrays(self, size: int) -> Arrays:
        tokens = self.tokens
        numbers = np.frombuffer(self.numbers, np.int32)
        ends = np.array(self.zone_ends, np.int64)
        starts = np.concatenate(([0], ends[:-1])) if ends.size else ends
        counts = ends - starts
        docs, ranks = np.array(self.zone_docs, np.int64), np.array(self.zone_ranks, np.int64)
        place = _places(np.array(tokens.places, np.int64)[numbers], starts, counts, ranks)
        form_starts = np.array(tokens.starts, np.int64)
        forms, owner = expanded(form_starts[numbers], np.diff(form_starts)[numbers])
        place = place[owner] + np.array(tokens.form_offsets, np.int64)[forms]
        doc = np.repeat(docs, counts)[owner]
        kinds, kind_of_zone = np.unique(np.array(self.zone_weights, np.float64), return_inverse=True)
        kind = np.repeat(kind_of_zone, counts)[owner]
        name = self.name
        stems, stem = _ranked(tokens.stems, np.array(tokens.form_stems, np.int64)[forms])
        words, word = _ranked(tokens.words, np.array(tokens.form_words, np.int64)[forms])
        made = _postings(name, stem, doc, place, kind, kinds, len(stems))
        made |= vocabulary(name, stems)
        made[f"{name}/lengths"] = smallest(np.bincount(doc, minlength=size))
        bare = words_of(name)
        made |= vocabulary(bare, words) | _pairs(bare, word, doc, len(words))
        return made


def _places(parts: Array, starts: Array, counts: Array, ranks: Array) -> Array:
    """The place of each token in its document: zones follow one another with a gap between."""
    before = np.concatenate(([0], np.cumsum(parts)))
    first = starts[ranks == 0][np.cumsum(ranks == 0) - 1] if ranks.size else starts
    shift = _analysis.POSITION_GAP * ranks - before[first]
    return before[:-1] + np.repeat(shift, counts)


def expanded(starts: Array, counts: Array) -> tuple[Array, Array]:
    """All numbers of many ranges in a row, and the range that each belongs to."""
    owner = np.repeat(np.arange(len(counts)), counts)
    before = np.concatenate(([0], np.cumsum(counts)[:-1])) if counts.size else counts
    return np.arange(len(owner)) + np.repeat(starts - before, counts), owner


def _ranked(known: Mapping[Any, int], used: Array) -> tuple[list[bytes], Array]:
    """The terms that are used, in order, and the rank of each use."""
    names = [each if isinstance(each, bytes) else each.encode() for each in known]
    present = np.flatnonzero(np.bincount(used, minlength=len(names)))
    order = sorted(present.tolist(), key=names.__getitem__)
    ranks = np.zeros(len(names), np.int64)
    ranks[order] = np.arange(len(order))
    return [names[number] for number in order], ranks[used]


def vocabulary(name: str, terms: list[bytes]) -> Arrays:
    blob, at = joined(terms)
    return {f"{name}/terms": np.frombuffer(blob, np.uint8), f"{name}/at": smallest(at)}


def _sorted(*keys: Array) -> list[Array]:
    """Rows of natural numbers in the order of their first key, then the second ..."""
    widths = [int(key.max()).bit_length() if key.size else 0 for key in keys]
    if sum(widths) > 64:
        order = np.lexsort(keys[::-1])
        return [key[order] for key in keys]
    packed = np.zeros(len(keys[0]), np.uint64)
    for key, width in zip(keys, widths, strict=True):
        packed <<= np.uint64(width)
        packed |= key.astype(np.uint64)
    packed.sort()
    unpacked: list[Array] = []
    for width in reversed(widths):
        unpacked.append((packed & np.uint64((1 << width) - 1)).astype(np.int64))
        packed >>= np.uint64(width)
    return unpacked[::-1]


def _postings(
    name: str, term: Array, doc: Array, place: Array, kind: Array, kinds: Array, terms: int
) -> Arrays:
    """Tokens into postings with weights and places."""
    term, doc, place, kind = _sorted(term, doc, place, kind)
    starts = _changes(term, doc)
    freqs = np.diff(np.append(starts, len(term)))
    weights = np.add.reduceat(kinds[kind], starts) if starts.size else np.zeros(0)
    return {
        f"{name}/posts": _starts(term[starts], terms),
        f"{name}/docs": doc[starts].astype(np.int32),
        f"{name}/freqs": smallest(freqs),
        f"{name}/weights": compact(weights),
        f"{name}/spots": _starts(term, terms),
        f"{name}/places": smallest(place),
    }


def compact(weights: Array) -> Array:
    """Weights are mostly small whole numbers."""
    whole = weights.size == 0 or (weights.max() <= 255 and bool((weights == np.floor(weights)).all()))
    return weights.astype(np.uint8 if whole else np.float32)


def _changes(*keys: Array) -> Array:
    """Where sorted rows differ from the row before."""
    if not keys[0].size:
        return np.zeros(0, np.int64)
    differs = np.zeros(len(keys[0]) - 1, bool)
    for key in keys:
        differs |= key[1:] != key[:-1]
    return np.concatenate(([0], np.flatnonzero(differs) + 1))


def _starts(sorted_terms: Array, terms: int) -> Array:
    return np.searchsorted(sorted_terms, np.arange(terms + 1)).astype(np.int64)


def _pairs(name: str, term: Array, doc: Array, terms: int) -> Arrays:
    """Which documents hold a term, each once."""
    term, doc = _sorted(term, doc)
    starts = _changes(term, doc)
    return {f"{name}/posts": _starts(term[starts], terms), f"{name}/docs": doc[starts].astype(np.int32)}


class _Values:
    """A field whose terms are whole: values, grams, sortable numbers."""

    def __init__(self, name: str, *, turned: bool) -> None:
        self.name = name
        self.turned = turned
        self.terms = _Numbers()
        self.numbers = array("q")
        self.docs = array("q")

    def add(self, doc: int, terms: Sequence[bytes] | Sequence[str]) -> None:
        self.numbers.extend(map(self.terms.__getitem__, terms))
        self.docs.extend([doc] * len(terms))

    def arrays(self, size: int) -> Arrays:
        names, term = _ranked(self.terms, np.array(self.numbers, np.int64))
        doc = np.array(self.docs, np.int64)
        made = vocabulary(self.name, names) | _pairs(self.name, term, doc, len(names))
        return made | _rows(self.name, doc, term, size) if self.turned else made


def _rows(name: str, doc: Array, term: Array, size: int) -> Arrays:
    """The terms of each document, in order, each once."""
    doc, term = _sorted(doc, term)
    starts = _changes(doc, term)
    return {f"{name}/rows": _starts(doc[starts], size), f"{name}/values": smallest(term[starts])}


class Gathering:
    """Documents on their way into one segment."""

    def __init__(self, schema: Any) -> None:
        self.size = 0
        self._tokens = _Tokens()
        self._words: dict[str, _Words] = {}
        self._values: dict[str, _Values] = {}
        self._columns: dict[str, dict[int, int]] = {}
        self._schema = {name: field for name, field in schema.items() if not isinstance(field, WordSet)}
        self._stored: list[bytes] = []
        self._exact = {name for name, field in self._schema.items() if isinstance(field, Exact)}
        for name, field in self._schema.items():
            if isinstance(field, Words):
                self._words[name] = _Words(name, self._tokens)
            elif field.indexed:
                turned = isinstance(field, Exact) or not field.column_type
                self._values[name] = _Values(name, turned=turned)
            if field.column_type:
                self._columns[name] = {}

    @property
    def is_full(self) -> bool:
        return sum(len(field.numbers) for field in self._words.values()) > BATCH_TOKENS

    def add(self, document: Mapping[str, Any]) -> None:
        doc = self.size
        stored: dict[str, Any] = {}
        for name, value in document.items():
            field = self._schema.get(name)
            if field is None or value is None:
                continue
            if name in self._words:
                self._words[name].add(doc, value)
            elif name in self._values:
                if name in self._exact:
                    values = [value] if isinstance(value, str) else value
                    self._values[name].add(doc, [each[:LONGEST_VALUE] for each in values])
                else:
                    self._values[name].add(doc, [item[0] for item in field.index(value)])
            if name in self._columns:
                self._columns[name][doc] = field.to_column_value(value)
            if field.stored and (kept := document.get(f"_stored_{name}", value)) is not None:
                stored[name] = kept
        self._stored.append(pickle.dumps(stored, 5))
        self.size += 1

    def arrays(self) -> Arrays:
        """Everything gathered, as the arrays of a segment."""
        made: Arrays = {}
        fields: list[_Words | _Values] = [*self._words.values(), *self._values.values()]
        for field in fields:
            if field.numbers:
                made |= field.arrays(self.size)
        for name, values in self._columns.items():
            column = np.full(self.size, MISSING)
            if values:
                column[list(values)] = np.array(list(values.values()), np.uint64)
                made[f"{name}/column"] = column
        sizes = np.fromiter(map(len, self._stored), np.int64, len(self._stored))
        made["stored/at"] = np.concatenate(([0], np.cumsum(sizes)))
        made["stored/bytes"] = np.frombuffer(b"".join(self._stored), np.uint8)
        return made
