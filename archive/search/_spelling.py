"""Words put right, and words that go on from what was typed, as the index knows them.

A word is put right only when no document has it: what some document has is meant. Of
the words one typo away the most frequent is taken, then of those two typos away.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from ._conditions import words_of
from ._flat import Array
from ._segment import Lexicon
from ._snapshot import Snapshot
from ._vocabulary import Vocabulary, similar

#: Two typos in a shorter word leave nothing of it.
_LONG_ENOUGH: Final = 5
_SHORTEST: Final = 3


def is_known(snapshot: Snapshot, field: str, word: str) -> bool:
    """Has any document this word, or is it too short to be put right?"""
    return len(word) < _SHORTEST or snapshot.frequency(words_of(field), word.encode()) > 0


def put_right(snapshot: Snapshot, field: str, word: str) -> str:
    """The word itself where a document has it or nothing is like it."""
    name = words_of(field)
    if is_known(snapshot, field, word):
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
    return _most_frequent(snapshot, name, counts, limit)


def values(snapshot: Snapshot, name: str, patterns: Iterable[str], limit: int) -> list[tuple[str, int]]:
    """Whole values that any of these patterns matches, with the documents that have each."""
    vocabulary, counts = snapshot.once(("values counted", name), lambda: _counted(snapshot, name))
    numbers = {each for glob in patterns for each in vocabulary.matching(glob).tolist()}
    found = {vocabulary.lexicon[number]: int(counts[number]) for number in numbers}
    return _most_frequent(snapshot, name, found, limit)


def _counted(snapshot: Snapshot, name: str) -> tuple[Vocabulary, Array]:
    """The values of all segments as one, few beside the words of texts, with their postings."""
    counts: Counter[bytes] = Counter()
    for leaf, _ in snapshot.leaves:
        posts = leaf.contents[f"{name}/posts"].astype(np.int64)
        for term, count in zip(leaf.contents.lexicon(name), np.diff(posts).tolist(), strict=True):
            counts[term] += count
    ordered = sorted(counts)
    lexicon = Lexicon.of([term.decode() for term in ordered])
    return Vocabulary(lexicon), np.array([counts[term] for term in ordered], np.int64)


def _most_frequent(
    snapshot: Snapshot, name: str, counts: Mapping[bytes, int], limit: int
) -> list[tuple[str, int]]:
    """The terms that most documents have. What only deleted documents had is told to nobody."""
    found: list[tuple[str, int]] = []
    for term, count in heapq.nsmallest(4 * limit, counts.items(), key=lambda item: (-item[1], item[0])):
        if snapshot.has_deleted:
            count = int(np.count_nonzero(snapshot.alive[snapshot.documents(name, term)]))
        if count:
            found.append((term.decode(), count))
    found.sort(key=lambda item: (-item[1], item[0]))
    return found[:limit]
