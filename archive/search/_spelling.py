"""Words put right, and words that go on from what was typed, as the index knows them.

A word is put right only when no document has it: what some document has is meant. Of
the words one typo away the most frequent is taken, then of those two typos away.
"""

from __future__ import annotations

import heapq
from collections import Counter

import numpy as np

from ._conditions import words_of
from ._snapshot import Snapshot
from ._vocabulary import similar

#: Two typos in a shorter word leave nothing of it.
_LONG_ENOUGH = 5


def put_right(snapshot: Snapshot, field: str, word: str) -> str:
    """The word itself where a document has it or nothing is like it."""
    name = words_of(field)
    if len(word) < 3 or snapshot.frequency(name, word.encode()):
        return word
    vocabularies = [leaf.vocabulary(name) for leaf, _ in snapshot.leaves]
    for distance in (1, 2) if len(word) >= _LONG_ENOUGH else (1,):
        numbers = similar(vocabularies, word, distance, prefix=distance - 1)
        found = {
            each.lexicon[number].decode()
            for each, some in zip(vocabularies, numbers, strict=True)
            for number in some.tolist()
        }
        if found:
            return max(found, key=lambda each: (snapshot.frequency(name, each.encode()), each))
    return word


def completions(snapshot: Snapshot, field: str, beginning: str, limit: int) -> list[tuple[str, int]]:
    """Words that begin so with the number of documents that have each, the most frequent first."""
    name = words_of(field)
    counts: Counter[bytes] = Counter()
    for leaf, _ in snapshot.leaves:
        lexicon = leaf.contents.lexicon(name)
        going_on = lexicon.starting(beginning.encode())
        if not going_on:
            continue
        posts = leaf.contents[f"{name}/posts"][going_on.start : going_on.stop + 1].astype(np.int64)
        held = np.diff(posts)
        most = min(len(held), limit * (1 + len(snapshot.leaves)))
        for number in np.argpartition(-held, most - 1)[:most].tolist():
            counts[lexicon[going_on.start + number]] += int(held[number])
    best = heapq.nsmallest(limit, counts.items(), key=lambda item: (-item[1], item[0]))
    return [(word.decode(), count) for word, count in best]
