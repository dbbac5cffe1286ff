"""Several segments into one, without reading any text again.

The vocabularies are merged; then postings are copied to where they belong, those of a
few terms at a time from all segments, and written as they come. A segment of a million
articles has more places of words than there is memory for; what is held here beside the
vocabulary of one field is some ten million numbers, however many articles there are.
Documents that were deleted are left behind.

Each segment is passed over once from front to back, since all segments keep their terms
in one order. Joining costs a seventh of what indexing does, and is paid back: a search looks
each word and each pattern up in one vocabulary instead of one for every ten thousand articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ._flat import Array, Draft, Row, smallest
from ._inversion import Arrays, expanded, vocabulary
from ._segment import MISSING, Contents

#: Postings that are copied at a time. Those of one term, which are no further than a document
#: each apart, are copied whole.
_PORTION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A segment to be joined with others: its documents that live on, and the number of the first."""

    contents: Contents
    alive: Array
    base: int

    @property
    def is_whole(self) -> bool:
        return bool(self.alive.all())


def merge(parts: Sequence[tuple[Contents, Array]], into: Draft) -> None:
    """The living documents of several segments, in order."""
    sources: list[Source] = []
    base = 0
    for contents, alive in parts:
        sources.append(Source(contents, alive, base))
        base += int(np.count_nonzero(alive))
    for name in sorted({name for source in sources for name in source.contents.fields}):
        _field(name, sources, into)
    for name in sorted({name for source in sources for name in source.contents.file.names()}):
        if name.endswith("/column"):
            into.put(name, np.concatenate([_per_doc(source, name, MISSING) for source in sources]))
        elif name.endswith("/lengths"):
            into.put(name, smallest(np.concatenate([_per_doc(source, name, 0) for source in sources])))
    _stored(sources, into)


def _per_doc(source: Source, name: str, default: Any) -> Array:
    held = source.contents[name]
    if not held.size:
        held = np.full(source.contents.size, default)
    return held[source.alive]


@dataclass(frozen=True, slots=True)
class _Part:
    """What lives on of one field of one segment.

    `terms` are the new numbers of its terms, `posts` where their postings start, and `counts` how
    many of those live on.
    """

    source: Source
    terms: Array
    posts: Array
    counts: Array
    alive: Array | None

    def living(self, name: str, low: int, high: int) -> Array:
        """An array of one item a posting, for the postings of terms `low` up to `high`."""
        start, end = int(self.posts[low]), int(self.posts[high])
        held = self.source.contents[name][start:end]
        return held if self.alive is None else held[self.alive[start:end]]

    def places(self, name: str, low: int, high: int) -> Array:
        """The places of these postings."""
        contents = self.source.contents
        spots = contents[f"{name}/spots"]
        held = contents[f"{name}/places"][int(spots[low]) : int(spots[high])]
        if self.alive is None:
            return held
        start, end = int(self.posts[low]), int(self.posts[high])
        return held[np.repeat(self.alive[start:end], contents[f"{name}/freqs"][start:end])]


def _field(name: str, sources: Sequence[Source], into: Draft) -> None:
    """One field. When the last document with a value has gone, it is as in a segment that never had one."""
    every = sorted(set().union(*(source.contents.lexicon(name) for source in sources)))
    numbers = {term: number for number, term in enumerate(every)}
    parts = [_part(name, source, numbers) for source in sources if source.contents.lexicon(name).size]
    used = np.zeros(len(every), np.int64)
    for part in parts:
        used[part.terms] += part.counts
    if not used.any():
        return
    made = vocabulary(name, [term for term, count in zip(every, used.tolist(), strict=True) if count])
    del every, numbers
    posts = np.concatenate(([0], np.cumsum(used)))
    made[f"{name}/posts"] = posts[np.concatenate((np.flatnonzero(used), [len(used)]))]
    if any(f"{name}/rows" in source.contents.file for source in sources):
        made |= _rows(name, sources, parts, np.cumsum(used > 0) - 1)
    spots = _copied(name, parts, posts, into)
    if spots is not None:
        made[f"{name}/spots"] = np.concatenate(([0], spots[used > 0]))
    for held, array in made.items():
        into.put(held, array)


def _part(name: str, source: Source, numbers: dict[bytes, int]) -> _Part:
    lexicon = source.contents.lexicon(name)
    terms = np.fromiter(map(numbers.__getitem__, lexicon), np.int64, lexicon.size)
    posts = source.contents[f"{name}/posts"].astype(np.int64)
    if source.is_whole:
        return _Part(source, terms, posts, _sizes(posts), None)
    alive = source.alive[source.contents[f"{name}/docs"]]
    living = np.add.reduceat(alive, posts[:-1], dtype=np.int64)
    return _Part(source, terms, posts, living, alive)


def _copied(name: str, parts: Sequence[_Part], posts: Array, into: Draft) -> Array | None:
    """All postings, those of one term behind one another in the order of the segments.

    Tells where the places of each term end, if the field has places.
    """
    total = int(posts[-1])
    rows = {"docs": into.row(f"{name}/docs", np.dtype(np.int32), total)}
    renumbered = {id(part): _renumbered(part.source) for part in parts}
    with_places = f"{name}/freqs" in parts[0].source.contents.file
    spots: list[Array] = []
    if with_places:
        for each in ("freqs", "weights"):
            rows[each] = into.row(f"{name}/{each}", _kind(f"{name}/{each}", parts), total)
        rows["places"] = into.row(f"{name}/places", _kind(f"{name}/places", parts), _all_places(name, parts))
    for low, high in _portions(posts):
        count = int(posts[high] - posts[low])
        docs = np.zeros(count, np.int32)
        freqs, weights = np.zeros(count, np.int64), np.zeros(count, np.float32)
        following = posts[low:high] - posts[low]
        targets: list[tuple[_Part, int, int, Array]] = []
        for part in parts:
            first, last = np.searchsorted(part.terms, (low, high)).tolist()
            if first == last:
                continue
            terms, counts = part.terms[first:last] - low, part.counts[first:last]
            target, _ = expanded(following[terms], counts)
            following[terms] += counts
            docs[target] = renumbered[id(part)][part.living(f"{name}/docs", first, last)]
            if with_places:
                freqs[target] = part.living(f"{name}/freqs", first, last)
                weights[target] = part.living(f"{name}/weights", first, last)
                targets.append((part, first, last, target))
        rows["docs"].append(docs)
        if with_places:
            rows["freqs"].append(freqs)
            rows["weights"].append(weights)
            ends = np.concatenate(([0], np.cumsum(freqs)))
            _place(name, targets, ends, rows["places"])
            spots.append(ends[posts[low + 1 : high + 1] - posts[low]] + (spots[-1][-1] if spots else 0))
    return np.concatenate(spots) if with_places else None


def _place(name: str, targets: Sequence[tuple[_Part, int, int, Array]], ends: Array, row: Row) -> None:
    """The places of the postings that were copied to these targets."""
    places = np.zeros(int(ends[-1]), np.uint32)
    for part, first, last, target in targets:
        where, _ = expanded(ends[target], ends[target + 1] - ends[target])
        places[where] = part.places(name, first, last)
    row.append(places)


def _portions(posts: Array) -> Iterator[tuple[int, int]]:
    """Terms in a row that have so many postings together, or one that has more."""
    low, last = 0, len(posts) - 1
    while low < last:
        high = int(np.searchsorted(posts, posts[low] + _PORTION, side="right")) - 1
        high = min(max(high, low + 1), last)
        yield low, high
        low = high


def _kind(name: str, parts: Sequence[_Part]) -> np.dtype[Any]:
    """The type that holds the numbers of all segments."""
    return np.result_type(*(part.source.contents[name] for part in parts))


def _all_places(name: str, parts: Sequence[_Part]) -> int:
    total = 0
    for part in parts:
        freqs = part.source.contents[f"{name}/freqs"]
        total += int((freqs if part.alive is None else freqs[part.alive]).sum(dtype=np.int64))
    return total


def _renumbered(source: Source) -> Array:
    return (np.cumsum(source.alive) - 1 + source.base).astype(np.int32)


def _sizes(ends: Array) -> Array:
    return ends[1:] - ends[:-1]


def _rows(name: str, sources: Sequence[Source], parts: Sequence[_Part], rank: Array) -> Arrays:
    """The terms of each document: their order stays, since merging keeps terms in order."""
    by_source = {id(part.source): part for part in parts}
    counts: list[Array] = []
    values: list[Array] = []
    for source in sources:
        if (part := by_source.get(id(source))) is None:
            counts.append(np.zeros(int(np.count_nonzero(source.alive)), np.int64))
            continue
        count = _sizes(source.contents[f"{name}/rows"].astype(np.int64))
        held = rank[part.terms][source.contents[f"{name}/values"]]
        counts.append(count[source.alive])
        values.append(held if source.is_whole else held[np.repeat(source.alive, count)])
    ends = np.cumsum(np.concatenate(counts))
    return {f"{name}/rows": np.concatenate(([0], ends)), f"{name}/values": smallest(np.concatenate(values))}


def _stored(sources: Sequence[Source], into: Draft) -> None:
    sizes = [_sizes(source.contents["stored/at"].astype(np.int64))[source.alive] for source in sources]
    ends = np.concatenate(([0], np.cumsum(np.concatenate(sizes))))
    into.put("stored/at", ends)
    row = into.row("stored/bytes", np.dtype(np.uint8), int(ends[-1]))
    for source in sources:
        at, held = source.contents["stored/at"], source.contents["stored/bytes"]
        changes = np.diff(np.concatenate(([0], source.alive.astype(np.int8), [0])))
        for start, end in np.flatnonzero(changes).reshape(-1, 2).tolist():
            row.append(held[int(at[start]) : int(at[end])])
