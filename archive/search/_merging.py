"""Several segments into one, without reading any text again.

The vocabularies are merged; then each segment's postings are copied to where they
belong, one segment at a time, so that beside the new arrays there is never more in
memory than one segment's numbers. Documents that were deleted are left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ._flat import Array, smallest
from ._inversion import Arrays, compact, expanded, vocabulary
from ._segment import MISSING, Contents


@dataclass(frozen=True, slots=True)
class Source:
    """A segment to be joined with others: its documents that live on, and the number of the first."""

    contents: Contents
    alive: Array
    base: int

    @property
    def is_whole(self) -> bool:
        return bool(self.alive.all())


def merged(parts: Sequence[tuple[Contents, Array]]) -> Arrays:
    """The living documents of several segments, in order."""
    sources: list[Source] = []
    base = 0
    for contents, alive in parts:
        sources.append(Source(contents, alive, base))
        base += int(np.count_nonzero(alive))
    made: Arrays = {}
    for name in sorted({name for source in sources for name in source.contents.fields}):
        made |= _field(name, sources)
    for name in sorted({name for source in sources for name in source.contents.file.names()}):
        if name.endswith("/column"):
            made[name] = np.concatenate([_per_doc(source, name, MISSING) for source in sources])
        elif name.endswith("/lengths"):
            made[name] = smallest(np.concatenate([_per_doc(source, name, 0) for source in sources]))
    return made | _stored(sources)


def _per_doc(source: Source, name: str, default: Any) -> Array:
    held = source.contents[name]
    if not held.size:
        held = np.full(source.contents.size, default)
    return held[source.alive]


@dataclass(frozen=True, slots=True)
class _Part:
    """What lives on of one field of one segment. `terms` are the new numbers of its terms."""

    source: Source
    terms: Array
    counts: Array
    alive: Array | None


def _field(name: str, sources: Sequence[Source]) -> Arrays:
    """One field. When the last document with a value has gone, it is as in a segment that never had one."""
    vocabularies = [list(source.contents.lexicon(name)) for source in sources]
    every = sorted(set().union(*vocabularies))
    numbers = {term: number for number, term in enumerate(every)}
    parts = [
        _part(name, source, numbers, held) for source, held in zip(sources, vocabularies, strict=True) if held
    ]
    used = np.zeros(len(every), np.int64)
    for part in parts:
        used[part.terms] += part.counts
    if not used.any():
        return {}
    made = vocabulary(name, [term for term, count in zip(every, used.tolist(), strict=True) if count])
    posts = np.concatenate(([0], np.cumsum(used)))
    made[f"{name}/posts"] = posts[np.concatenate((np.flatnonzero(used), [len(used)]))]
    made |= _copied(name, parts, posts)
    if any(f"{name}/rows" in source.contents.file for source in sources):
        made |= _rows(name, sources, parts, np.cumsum(used > 0) - 1)
    return made


def _part(name: str, source: Source, numbers: dict[bytes, int], held: list[bytes]) -> _Part:
    terms = np.fromiter(map(numbers.__getitem__, held), np.int64, len(held))
    counts = _sizes(source.contents[f"{name}/posts"].astype(np.int64))
    if source.is_whole:
        return _Part(source, terms, counts, None)
    alive = source.alive[source.contents[f"{name}/docs"]]
    owner = np.repeat(np.arange(len(held)), counts)
    return _Part(source, terms, np.bincount(owner[alive], minlength=len(held)), alive)


def _copied(name: str, parts: Sequence[_Part], posts: Array) -> Arrays:
    """All postings, those of one term behind one another in the order of the segments."""
    total = int(posts[-1])
    docs = np.zeros(total, np.int32)
    with_places = any(f"{name}/freqs" in part.source.contents.file for part in parts)
    freqs = np.zeros(total, np.uint32)
    weights = np.zeros(total, np.float32)
    following = posts[:-1].copy()
    targets: list[Array] = []
    for part in parts:
        contents = part.source.contents
        target, _ = expanded(following[part.terms], part.counts)
        following[part.terms] += part.counts
        numbers = np.cumsum(part.source.alive) - 1 + part.source.base
        docs[target] = numbers[_alive(contents[f"{name}/docs"], part.alive)]
        if with_places:
            freqs[target] = _alive(contents[f"{name}/freqs"], part.alive)
            weights[target] = _alive(contents[f"{name}/weights"], part.alive)
            targets.append(target)
    made: Arrays = {f"{name}/docs": docs}
    if with_places:
        made |= {f"{name}/freqs": smallest(freqs), f"{name}/weights": compact(weights)}
        made |= _places(name, parts, posts, freqs, targets)
    return made


def _places(
    name: str, parts: Sequence[_Part], posts: Array, freqs: Array, targets: Sequence[Array]
) -> Arrays:
    ends = np.concatenate(([0], np.cumsum(freqs, dtype=np.int64)))
    places = np.zeros(int(ends[-1]), np.uint32)
    for part, target in zip(parts, targets, strict=True):
        contents = part.source.contents
        held = contents[f"{name}/places"]
        if part.alive is not None:
            held = held[np.repeat(part.alive, contents[f"{name}/freqs"])]
        where, _ = expanded(ends[target], freqs[target].astype(np.int64))
        places[where] = held
    used = np.concatenate((np.flatnonzero(np.diff(posts)), [len(posts) - 1]))
    return {f"{name}/places": smallest(places), f"{name}/spots": ends[posts[used]]}


def _sizes(ends: Array) -> Array:
    return ends[1:] - ends[:-1]


def _alive(held: Array, alive: Array | None) -> Array:
    return held if alive is None else held[alive]


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


def _stored(sources: Sequence[Source]) -> Arrays:
    sizes: list[Array] = []
    held: list[Array] = []
    for source in sources:
        size = _sizes(source.contents["stored/at"].astype(np.int64))
        sizes.append(size[source.alive])
        kept = source.contents["stored/bytes"]
        held.append(kept if source.is_whole else kept[np.repeat(source.alive, size)])
    ends = np.cumsum(np.concatenate(sizes))
    return {"stored/at": np.concatenate(([0], ends)), "stored/bytes": np.concatenate(held)}
