"""Whole-array execution against Whoosh's own searcher: the same documents and the same scores.

Whoosh is asked twice: over the same segments through the codec, and over an index
that Whoosh's own writer wrote in its own format, which knows nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, FileIndex
from whoosh.query.spans import SpanNear2
from whoosh.searching import Searcher

from archive.search import _analysis, _flat, _merging, _writer
from archive.search._executor import Executor
from archive.search._inversion import Gathering
from archive.search._merging import merge
from archive.search._nearness import meet
from archive.search._schema import Exact, Number, Words, WordSet
from archive.search._segment import Contents, Lexicon
from archive.search._snapshot import Reading, Snapshot
from archive.search._vocabulary import Vocabulary, similar, typos

WORDS = ["ship", "shop", "sharp", "oil", "oslo", "peru", "ships", "oily"]
texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=9).map(" ".join)
documents = st.tuples(texts, st.integers(0, 5), st.sampled_from(["a", "b", "c"]))
leaves = st.one_of(
    st.sampled_from(WORDS).map(lambda word: query.Term("text", _analysis.stem(word))),
    st.sampled_from("abcd").map(lambda value: query.Term("tag", value)),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(
        lambda row: query.Phrase("text", [_analysis.stem(word) for word in row])
    ),
    st.sampled_from(["sh", "o", "x", "oil"]).map(lambda prefix: query.Prefix("text.words", prefix)),
    st.sampled_from(["sh?p", "*l*", "o*y", "?i?"]).map(lambda glob: query.Wildcard("text.words", glob)),
    st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
        lambda ends: query.NumericRange("size", min(ends), max(ends))
    ),
    st.just(query.Every()),
)
questions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(query.Or),
        st.lists(st.one_of(parts, parts.map(query.Not)), min_size=1, max_size=3).map(
            lambda held: query.And([query.Every(), *held])
        ),
        st.tuples(parts, parts).map(lambda both: query.AndMaybe(*both)),
    ),
    max_leaves=5,
)
scored = st.recursive(
    st.sampled_from(WORDS).map(lambda word: query.Term("text", _analysis.stem(word))),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(query.Or),
        st.lists(parts, min_size=2, max_size=3).map(query.And),
    ),
    max_leaves=4,
)


SCHEMA = Schema(
    **{"text": Words(), "text.words": WordSet(), "tag": Exact(), "size": Number(int, 64, sortable=True)}
)


def document(text: str, size: int, tag: str) -> dict[str, Any]:
    """Each word but the first is a zone of its own weight, so that weights differ from counts."""
    zones = [_analysis.Zone(text), _analysis.Zone(text.partition(" ")[2], 2.5)]
    return {"text": zones, "text.words": zones, "size": size, "tag": tag}


def built(folder: str, rows: list[tuple[str, int, str]], deleted: set[int]) -> tuple[Snapshot, Searcher]:
    """An index of two segments, some of whose documents are deleted."""
    TOC.create(FileStorage(folder), SCHEMA, "MAIN")
    half = len(rows) // 2
    with patch.object(_writer, "first_to_join", lambda sizes, _: len(sizes)):
        for part in (rows[:half], rows[half:]):
            with _writer.Batch(Path(folder)) as changes:
                for row in part:
                    changes.add(document(*row))
        with _writer.Batch(Path(folder)) as changes:
            bounds = [0, *accumulate(held.size for _, held in changes.held)]
            for (segment, _), start, end in zip(changes.held, bounds, bounds[1:], strict=False):
                for doc in deleted:
                    if start <= doc < end:
                        segment.delete_document(doc - start)
                        changes.changed = True
            # A segment without a living document goes, and its numbers with it.
            changes.held = [each for each in changes.held if each[0].doc_count()]
    index = FileIndex(FileStorage(folder))
    return Reading(Path(folder)).open(Path(folder)), Searcher(index.reader(), fromindex=index)


def stock(rows: list[tuple[str, int, str]]) -> Searcher:
    """The same documents as Whoosh writes and reads them itself."""
    index = RamStorage().create_index(SCHEMA)
    with index.writer() as writer:
        for row in rows:
            writer.add_document(**document(*row))
    return index.searcher()


def scores(snapshot: Snapshot, asked: Any) -> dict[int, float]:
    found = Executor(snapshot).found(asked)
    assert found.docs.tolist() == sorted(set(found.docs.tolist()))
    return dict(zip(found.docs.tolist(), found.all_scores.tolist(), strict=True))


@pytest.fixture
def folder() -> Iterator[str]:
    with TemporaryDirectory() as made:
        yield made


rows_and_deletions = st.lists(documents, min_size=1, max_size=12).flatmap(
    lambda rows: st.tuples(st.just(rows), st.sets(st.integers(0, len(rows) - 1), max_size=3))
)


@settings(max_examples=30)
@given(rows_and_deletions, st.lists(questions, min_size=1, max_size=8))
def test_the_same_documents_as_whoosh(corpus: Any, asked: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        snapshot, searcher = built(folder, *corpus)
        for each in asked:
            held = set(scores(snapshot, each))
            assert held == set(searcher.docs_for_query(each)), each
            assert set(np.flatnonzero(Executor(snapshot).mask(each)).tolist()) == held


@settings(max_examples=30)
@given(rows_and_deletions, st.lists(scored, min_size=1, max_size=8))
def test_the_same_scores_as_whoosh(corpus: Any, asked: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        snapshot, searcher = built(folder, *corpus)
        for each in asked:
            theirs = {hit.docnum: hit.score for hit in searcher.search(each, limit=None)}
            assert scores(snapshot, each) == pytest.approx(theirs, rel=1e-5), each


@settings(max_examples=30)
@given(
    st.lists(documents, min_size=1, max_size=12),
    st.lists(st.one_of(questions, scored), min_size=1, max_size=8),
)
def test_the_same_as_an_index_that_whoosh_wrote(rows: Any, asked: list[Any]) -> None:
    with TemporaryDirectory() as folder, stock(rows) as theirs:
        snapshot, _ = built(folder, rows, set())
        for each in asked:
            held = scores(snapshot, each)
            assert set(held) == set(theirs.docs_for_query(each)), each
        for each in (query.Term("text", term) for term in ("oil", "ship", "peru")):
            by_whoosh = {hit.docnum: hit.score for hit in theirs.search(each, limit=None)}
            assert scores(snapshot, each) == pytest.approx(by_whoosh, rel=1e-5)


@settings(max_examples=30)
@given(st.lists(documents, min_size=2, max_size=12), st.data())
def test_segments_become_one_without_a_difference(rows: Any, data: Any) -> None:
    """Every array of the joined segment is that of one written at once, however few are copied at a time."""
    portion = data.draw(st.sampled_from((1, 2, 7, 1_000)))
    cut = data.draw(st.integers(1, len(rows) - 1))
    dead = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))

    def gathered(some: Any) -> Any:
        held = Gathering(SCHEMA)
        for row in some:
            held.add(document(*row))
        return held.arrays()

    with TemporaryDirectory() as folder:
        parts = []
        for number, (start, end) in enumerate(((0, cut), (cut, len(rows)))):
            path = Path(folder, str(number))
            _flat.write(path, gathered(rows[start:end]))
            alive = np.array([doc not in dead for doc in range(start, end)])
            parts.append((Contents.at(path), alive))
        with patch.object(_merging, "_PORTION", portion), _flat.Draft(Path(folder, "joined")) as draft:
            merge(parts, draft)
        joined = _flat.opened(Path(folder, "joined"))
    whole = gathered([row for doc, row in enumerate(rows) if doc not in dead])
    for name in whole:
        assert joined[name].tolist() == whole[name].tolist(), name
    assert not {name for name in set(joined.names()) - whole.keys() if name.endswith("/posts")}


def test_words_near_each_other_in_any_order(folder: str) -> None:
    rows = [
        "oslo ship ship peru",
        "peru oslo",
        "oslo ship ship ship ship ship peru",
        "oslo",
        "oslo peru oslo",
    ]
    snapshot, _ = built(folder, [(text, 0, "a") for text in rows], set())

    def near(*words: str, slop: int) -> set[int]:
        asked = SpanNear2([query.Term("text", word) for word in words], slop=slop, ordered=False)
        return set(scores(snapshot, asked))

    assert near("oslo", "peru", slop=3) == {0, 1, 4}
    assert near("oslo", "peru", slop=6) == {0, 1, 2, 4}
    assert near("oslo", "oslo", slop=3) == {4}


def test_other_query_types_run_on_whoosh_itself(folder: str) -> None:
    snapshot, _ = built(folder, [("oil ship", 1, "a"), ("oil", 2, "b")], set())
    asked = query.Require(query.Term("text", "oil"), query.Term("text", "ship"))
    assert set(scores(snapshot, asked)) == {0}


def test_what_is_not_wanted_is_taken_away(folder: str) -> None:
    """Compared with no one: Whoosh's own matcher of AndNot lets excluded documents through."""
    snapshot, _ = built(folder, [("", 0, "a"), ("", 0, "a"), ("ship", 0, "a"), ("ship", 0, "b")], set())
    asked = query.AndNot(query.Term("text", "ship"), query.Term("tag", "a"))
    assert set(scores(snapshot, asked)) == {3}


def test_a_field_that_is_not_there_finds_nothing(folder: str) -> None:
    snapshot, _ = built(folder, [("oil ship", 1, "a")], set())
    for asked in (query.Term("no", "x"), query.Prefix("no", "x"), query.Every("no")):
        assert scores(snapshot, asked) == {}


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("oslo", "oslo", 0),
        ("oslo", "olso", 1),
        ("oslo", "osl", 1),
        ("oslo", "oslow", 1),
        ("oslo", "esle", 2),
        ("", "ab", 2),
    ],
)
def test_typos_are_counted(one: str, other: str, edits: int) -> None:
    assert typos(one, other) == typos(other, one) == edits


letters = st.text("abcé", min_size=1, max_size=7)


@given(st.lists(letters, max_size=30), letters, st.sampled_from([1, 2]))
def test_similar_words_are_all_found(held: list[str], word: str, distance: int) -> None:
    """The shortcut by letters leaves no word out."""
    lexicon = Lexicon.of(sorted(set(held)))
    (numbers,) = similar([Vocabulary(lexicon)], word, distance)
    found = {lexicon[number].decode() for number in numbers.tolist()}
    assert found == {each for each in held if typos(word, each) <= distance}


@given(st.lists(letters, max_size=30), st.text("abé*?", min_size=1, max_size=6))
def test_patterns_match_as_shells_do(held: list[str], pattern: str) -> None:
    from fnmatch import fnmatchcase

    lexicon = Lexicon.of(sorted(set(held)))
    found = {lexicon[number].decode() for number in Vocabulary(lexicon).matching(pattern).tolist()}
    assert found == {each for each in held if fnmatchcase(each, pattern)}


def test_each_word_of_a_distance_needs_a_place_of_its_own() -> None:
    assert not meet([[3], [3]], 5)
    assert meet([[3, 4], [3]], 5)
