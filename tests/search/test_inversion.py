"""Whole batches against one text at a time: the same stems at the same places, the same words."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import Schema

from archive.search import _flat
from archive.search._analysis import Zone, analyzed
from archive.search._inversion import Gathering
from archive.search._schema import LONGEST_VALUE, Exact, Words, WordSet
from archive.search._segment import Contents

SCHEMA = Schema(**{"text": Words(), "text.words": WordSet(), "tag": Exact()})

letters = st.sampled_from(
    list("aeBsy0123 .,;-\u2019'&\u2013\t\n\u00a0\u200b\u00e9\u0301\u0939\u093f\uae40\u6771\u4eac\u0e01")
)
tokens = st.sampled_from(
    ["Yoon-joo", "U.K.", "India's", "1,200.50", "visited", "visits", "東京都", "김치", "e\u0301t\u00e9"]
)
texts = st.lists(st.one_of(st.text(letters, max_size=12), tokens), max_size=8).map(" ".join)
zones = st.lists(st.builds(Zone, texts, st.sampled_from([1.0, 2.0, 4.0, 0.3])), max_size=3)


def gathered(folder: str, documents: list[dict[str, Any]]) -> Contents:
    held = Gathering(SCHEMA)
    for document in documents:
        held.add(document)
    _flat.write(Path(folder, "segment"), held.arrays())
    return Contents.at(Path(folder, "segment"))


@given(st.lists(zones, min_size=1, max_size=4))
def test_a_batch_says_what_each_text_says_alone(documents: list[list[Zone]]) -> None:
    with TemporaryDirectory() as folder:
        contents = gathered(folder, [{"text": each} for each in documents])
        found: list[dict[str, tuple[float, list[int]]]] = [{} for _ in documents]
        for number, term in enumerate(contents.lexicon("text")):
            places, starts = contents.places("text", number), contents.starts("text", number)
            start, end = contents.extent("text", number)
            weights = contents["text/weights"][start:end].tolist()
            for at, doc in enumerate(contents.docs("text", number).tolist()):
                row = places[starts[at] : starts[at + 1]].tolist()
                found[doc][term.decode()] = (round(weights[at], 4), row)
        words: list[set[str]] = [set() for _ in documents]
        for number, term in enumerate(contents.lexicon("text.words")):
            for doc in contents.docs("text.words", number).tolist():
                words[doc].add(term.decode())
        lengths = contents["text/lengths"].tolist() or [0] * len(documents)
    for doc, alone in enumerate(map(analyzed, documents)):
        assert found[doc] == {s: (round(alone.weights[s], 4), alone.places[s]) for s in alone.places}
        assert words[doc] == alone.words
        assert lengths[doc] == sum(map(len, alone.places.values()))


def test_values_are_whole_and_long_ones_are_cut() -> None:
    long = "x" * (LONGEST_VALUE + 5)
    with TemporaryDirectory() as folder:
        contents = gathered(
            folder, [{"tag": ["Lind, Ada", "a\0b"]}, {}, {"tag": ["Lind, Ada", long, "Lind, Ada"]}]
        )
        values = contents.lexicon("tag").words()
        assert values == ["Lind, Ada", "a\0b", "x" * LONGEST_VALUE]
        assert contents["tag/rows"].tolist() == [0, 2, 2, 4]
        assert contents["tag/values"].tolist() == [0, 1, 0, 2]
