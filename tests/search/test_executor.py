"""Whole-list execution against Whoosh's own searcher: the same documents and the same scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query.spans import SpanNear2
from whoosh.searching import Searcher

from archive.search import _analysis
from archive.search._codec import ArchiveCodec
from archive.search._executor import Executor, Lexicon, matching, meet, similar, typos
from archive.search._schema import Exact, Number, Words, WordSet
from archive.search._snapshot import Reading, Snapshot

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


def built(folder: str, rows: list[tuple[str, int, str]], deleted: set[int]) -> tuple[Snapshot, Searcher]:
    """An index of two segments, some of whose documents are deleted."""
    from whoosh.fields import Schema

    schema = Schema(
        **{"text": Words(), "text.words": WordSet(), "tag": Exact(), "size": Number(int, 64, sortable=True)}
    )
    FileIndex.create(FileStorage(folder), schema, "MAIN")
    index = FileIndex(FileStorage(folder))
    half = len(rows) // 2
    for part in (rows[:half], rows[half:]):
        if part:
            writer = index.writer(codec=ArchiveCodec())
            for text, size, tag in part:
                made = _analysis.analyzed([_analysis.Zone(text)])
                writer.add_document(**{"text": made, "text.words": made, "size": size, "tag": tag})
            writer.commit(merge=False)
    if deleted:
        writer = index.writer(codec=ArchiveCodec())
        for doc in deleted:
            writer.delete_document(doc)
        writer.commit(merge=False)
    return Reading(Path(folder)).open(Path(folder)), Searcher(index.reader(), fromindex=index)


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
        executor = Executor(snapshot)
        for each in asked:
            assert set(executor.scores(each)) == set(searcher.docs_for_query(each)), each
            assert executor.docs(each) == frozenset(executor.scores(each))


@settings(max_examples=30)
@given(rows_and_deletions, st.lists(scored, min_size=1, max_size=8))
def test_the_same_scores_as_whoosh(corpus: Any, asked: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        snapshot, searcher = built(folder, *corpus)
        executor = Executor(snapshot)
        for each in asked:
            theirs = {hit.docnum: hit.score for hit in searcher.search(each, limit=None)}
            assert executor.scores(each) == pytest.approx(theirs, rel=1e-5), each


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
        return set(Executor(snapshot).scores(asked))

    assert near("oslo", "peru", slop=3) == {0, 1, 4}
    assert near("oslo", "peru", slop=6) == {0, 1, 2, 4}
    assert near("oslo", "oslo", slop=3) == {4}


def test_other_query_types_run_on_whoosh_itself(folder: str) -> None:
    snapshot, _ = built(folder, [("oil ship", 1, "a"), ("oil", 2, "b")], set())
    asked = query.Require(query.Term("text", "oil"), query.Term("text", "ship"))
    assert set(Executor(snapshot).scores(asked)) == {0}


def test_what_is_not_wanted_is_taken_away(folder: str) -> None:
    """Compared with no one: Whoosh's own matcher of AndNot lets excluded documents through."""
    snapshot, _ = built(folder, [("", 0, "a"), ("", 0, "a"), ("ship", 0, "a"), ("ship", 0, "b")], set())
    asked = query.AndNot(query.Term("text", "ship"), query.Term("tag", "a"))
    assert set(Executor(snapshot).scores(asked)) == {3}


def test_a_field_that_is_not_there_finds_nothing(folder: str) -> None:
    snapshot, _ = built(folder, [("oil ship", 1, "a")], set())
    for asked in (query.Term("no", "x"), query.Prefix("no", "x"), query.Every("no")):
        assert Executor(snapshot).scores(asked) == {}


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


letters = st.text("abc", min_size=1, max_size=7)


@given(st.lists(letters, max_size=30), letters, st.sampled_from([1, 2]))
def test_similar_words_are_all_found(held: list[str], word: str, distance: int) -> None:
    """The shortcut by halves leaves no word out."""
    lexicon = Lexicon(sorted(set(held)))
    assert set(similar(lexicon, word, distance)) == {each for each in held if typos(word, each) <= distance}


@given(st.lists(letters, max_size=30), st.text("ab*?", min_size=1, max_size=6))
def test_patterns_match_as_shells_do(held: list[str], pattern: str) -> None:
    from fnmatch import fnmatchcase

    assert set(matching(Lexicon(sorted(set(held))), pattern)) == {
        each for each in held if fnmatchcase(each, pattern)
    }


def test_each_word_of_a_distance_needs_a_place_of_its_own() -> None:
    assert not meet([[3], [3]], 5)
    assert meet([[3, 4], [3]], 5)
