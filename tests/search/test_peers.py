"""One contract for two engines: Whoosh's own searcher over what Whoosh's own writer wrote, and ours.

Both are held to figures that neither of them made: a reference that reads the rows one
by one in plain Python and writes BM25F out by hand. Both hold the same generated
corpus, of several segments, with deleted documents that still count for how rare a
word is until segments are joined. Then the two are held against one another.

Where ours differs from Whoosh it does so on purpose, and `TestWhereTheyDiffer` says how:

- What only filters (whole values, ranges, "every document", "not") counts nothing
  beside words; Whoosh adds 1 for each to the score of all that have it.
- A pattern counts its boost, however many words it stands for. With Whoosh it may count
  one for each of them, and when it stands for one only, what that word is worth.
- A typo may be two letters that changed places; Whoosh's distance knows no such step.
- Three words or more are near each other when they lie within one window, in whatever
  order they are typed; with Whoosh the distance grows from each word to the next.
- The best of several parts is that of those that match; Whoosh's own matcher may take a
  score from another document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import accumulate, pairwise, product
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields, query, sorting
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC
from whoosh.query.spans import SpanNear2

from archive.search import _analysis, _writer
from archive.search._executor import Executor
from archive.search._schema import Exact, Moment, Number, Words, WordSet
from archive.search._snapshot import Reading

#: Words that are their own stems, some within a letter of one another.
WORDS = ("ship", "shop", "sharp", "oil", "oslo", "peru", "gas", "goal", "port")
#: What is typed with letters missing, wrong or too many.
TYPED = ("ship", "shp", "shopp", "oil", "ol", "osla", "perux", "por", "gax", "shark")
TITLE, BODY = 2.5, 1.0
FIRST_DAY = datetime.fromisoformat("2026-01-30")
B, K1 = 0.75, 1.2
#: Words of a text. Of longer ones Whoosh keeps the length in 256 steps; up to here each is a step.
LONGEST = 10

SCHEMA = fields.Schema(
    **{
        "text": Words(),
        "text.words": WordSet(),
        "tag": Exact(),
        "size": Number(int, 64, sortable=True, shift_step=0),
        "day": Moment(),
        "key": fields.STORED(),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    key: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    tags: tuple[str, ...]
    size: int | None
    day: int | None

    @property
    def words(self) -> tuple[str, ...]:
        return self.title + self.body

    def places(self, word: str) -> list[int]:
        """Where a word stands; the body begins far behind the title, so that no phrase spans both."""
        behind = len(self.title) + _analysis.POSITION_GAP
        found = [place for place, each in enumerate(self.title) if each == word]
        return found + [behind + place for place, each in enumerate(self.body) if each == word]

    def weight(self, word: str) -> float:
        return TITLE * self.title.count(word) + BODY * self.body.count(word)

    def document(self) -> dict[str, Any]:
        zones = [
            _analysis.Zone(" ".join(self.title), TITLE),
            _analysis.Zone(" ".join(self.body), BODY),
        ]
        made: dict[str, Any] = {"key": self.key, "text": zones, "text.words": zones}
        if self.tags:
            made["tag"] = list(self.tags)
        if self.size is not None:
            made["size"] = self.size
        if self.day is not None:
            made["day"] = FIRST_DAY + timedelta(days=self.day)
        return made


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows in segments. Deleted ones are there until the segments are joined."""

    segments: tuple[tuple[Row, ...], ...]
    deleted: frozenset[int]
    joined: bool

    @property
    def rows(self) -> list[Row]:
        return [row for segment in self.segments for row in segment]

    @property
    def living(self) -> list[Row]:
        return [row for row in self.rows if row.key not in self.deleted]

    @property
    def counted(self) -> list[Row]:
        """Those that tell how rare a word and how long a text is."""
        return self.living if self.joined else self.rows


Hits = list[tuple[int, float]]


# --- Figures by hand ---


class ByHand:
    """Asks every row by itself. What filters and patterns count depends on the peer."""

    def __init__(self, corpus: Corpus, peer: type[Whoosh | Ours]) -> None:
        self.corpus = corpus
        self.peer = peer
        counted = corpus.counted
        self.average = sum(len(row.words) for row in counted) / len(counted) or 1.0

    def search(self, asked: Any) -> dict[int, float]:
        return {row.key: self.score(asked, row) for row in self.corpus.living if self.matches(asked, row)}

    def counts(self, asked: Any) -> Counter[str]:
        found = self.search(asked)
        return Counter(tag for row in self.corpus.living if row.key in found for tag in row.tags)

    def matches(self, asked: Any, row: Row) -> bool:
        match asked:
            case query.Term(fieldname="tag"):
                return asked.text in row.tags
            case query.Term():
                return asked.text in row.words
            case query.Prefix() | query.Wildcard() | query.FuzzyTerm():
                return any(self._stands_for(asked, word) for word in row.words)
            case query.Phrase():
                return any(
                    all(place + step in row.places(word) for step, word in enumerate(asked.words))
                    for place in row.places(asked.words[0])
                )
            case SpanNear2():
                one, other = (row.places(part.text) for part in asked.qs)
                return any(0 < abs(first - second) <= asked.slop for first, second in product(one, other))
            case query.NumericRange(fieldname="day"):
                return row.day is not None and _within(asked, FIRST_DAY + timedelta(days=row.day))
            case query.NumericRange():
                return row.size is not None and _within(asked, row.size)
            case query.Every():
                return True
            case query.Not():
                return not self.matches(asked.query, row)
            case query.And():
                return all(self.matches(part, row) for part in asked.subqueries)
            case query.Or() | query.DisjunctionMax():
                return any(self.matches(part, row) for part in asked.subqueries)
            case query.AndMaybe():
                return self.matches(asked.a, row)
        raise TypeError(asked)

    def _stands_for(self, asked: Any, word: str) -> bool:
        match asked:
            case query.Prefix():
                return word.startswith(asked.text)
            case query.Wildcard():
                return fnmatchcase(word, asked.text)
        fixed = asked.prefixlength
        return word[:fixed] == asked.text[:fixed] and distance(asked.text, word) <= asked.maxdist

    def score(self, asked: Any, row: Row) -> float:
        """Of a row that matches."""
        match asked:
            case query.Term(fieldname="text"):
                return self.bm25(asked.text, row) * float(asked.boost)
            case query.Phrase():
                return sum(self.bm25(word, row) for word in asked.words) * float(asked.boost)
            case SpanNear2():
                return sum(self.bm25(part.text, row) for part in asked.qs)
            case query.And() | query.Or():
                return sum(self._scores(asked.subqueries, row))
            case query.DisjunctionMax():
                return max(self._scores(asked.subqueries, row))
            case query.AndMaybe():
                return sum(self._scores([asked.a, asked.b], row))
        return 1.0 if self.peer is Whoosh else 0.0

    def _scores(self, parts: Any, row: Row) -> Iterator[float]:
        return (self.score(part, row) for part in parts if self.matches(part, row))

    def bm25(self, word: str, row: Row) -> float:
        counted = self.corpus.counted
        having = sum(word in each.words for each in counted)
        rarity = log(len(counted) / (having + 1)) + 1
        weight = row.weight(word)
        norm = K1 * (1 - B + B * len(row.words) / self.average)
        return rarity * weight * (K1 + 1) / (weight + norm)


def _within(asked: Any, value: Any) -> bool:
    low, high = (asked.startdate, asked.enddate) if asked.fieldname == "day" else (asked.start, asked.end)
    above = low is None or (value > low if asked.startexcl else value >= low)
    below = high is None or (value < high if asked.endexcl else value <= high)
    return above and below


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out or replaced."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row = row, [number]
        for place, each in enumerate(other):
            row.append(min(before[place + 1] + 1, row[place] + 1, before[place] + (letter != each)))
    return row[-1]


# --- The two engines ---


class _Apart(RamStorage):
    """Whoosh's writers of several processes would meet in one folder for what is not finished."""

    def temp_storage(self, name: str | None = None) -> Any:
        self.apart = TemporaryDirectory(prefix="dateline-whoosh-")
        return FileStorage(self.apart.name)


class Whoosh:
    """Whoosh's writer, codec, searcher and facets."""

    def __init__(self, corpus: Corpus) -> None:
        index = _Apart().create_index(SCHEMA)
        for segment in corpus.segments:
            writer = index.writer()
            for row in segment:
                writer.add_document(**row.document())
            writer.commit(merge=False)
        writer = index.writer()
        for number, row in enumerate(corpus.rows):
            if row.key in corpus.deleted:
                writer.delete_document(number)
        writer.commit(**{"optimize" if corpus.joined else "merge": corpus.joined})
        self._searcher = index.searcher()

    def search(self, asked: Any) -> Hits:
        return [(hit["key"], hit.score) for hit in self._searcher.search(asked, limit=None)]

    def counts(self, asked: Any) -> dict[str, int]:
        by_tag = sorting.FieldFacet("tag", allow_overlap=True)
        groups = self._searcher.search(asked, limit=None, groupedby={"tag": by_tag}).groups("tag")
        return {tag: len(docs) for tag, docs in groups.items() if tag is not None}

    def close(self) -> None:
        self._searcher.close()


class Ours:
    """Our writer, segments, executor and counts."""

    def __init__(self, corpus: Corpus) -> None:
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        TOC.create(FileStorage(str(folder)), SCHEMA, "MAIN")
        with patch.object(_writer, "first_to_join", lambda sizes, _: len(sizes)):
            for segment in corpus.segments:
                with _writer.Batch(folder) as changes:
                    for row in segment:
                        changes.add(row.document())
        with (
            patch.object(_writer, "first_to_join", lambda sizes, _: 0 if corpus.joined else len(sizes)),
            _writer.Batch(folder) as changes,
        ):
            changes.changed = True
            for (segment, _), rows in zip(changes.held, corpus.segments, strict=True):
                for number, row in enumerate(rows):
                    if row.key in corpus.deleted:
                        segment.delete_document(number)
        self._snapshot = Reading(folder).open(folder)
        assert len(self._snapshot.leaves) == (1 if corpus.joined else len(corpus.segments))
        self._keys = [self._snapshot.stored(doc)["key"] for doc in range(self._snapshot.size)]

    def search(self, asked: Any) -> Hits:
        found = Executor(self._snapshot).found(asked)
        hits = [(self._keys[doc], score) for doc, score in zip(found.docs, found.all_scores, strict=True)]
        return sorted(hits, key=lambda hit: -hit[1])

    def counts(self, asked: Any) -> dict[str, int]:
        counted = self._snapshot.counted(("tag",), Executor(self._snapshot).found(asked).docs)
        values = self._snapshot.ordinals.values
        return {values[number]: int(count) for number, count in enumerate(counted) if number and count}

    def close(self) -> None:
        self._folder.cleanup()


@contextmanager
def opened(engine: type[Whoosh | Ours], corpus: Corpus) -> Iterator[Whoosh | Ours]:
    held = engine(corpus)
    try:
        yield held
    finally:
        held.close()


# --- What is generated ---

words = st.sampled_from(WORDS)
boosts = st.sampled_from([1.0, 1.0, 2.0, 0.5])


def _row(key: int) -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        st.just(key),
        st.lists(words, max_size=3).map(tuple),
        st.lists(words, max_size=LONGEST - 3).map(tuple),
        st.sets(st.sampled_from("abc"), max_size=2).map(lambda tags: tuple(sorted(tags))),
        st.none() | st.integers(0, 5),
        st.none() | st.integers(0, 4),
    )


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """The first row of each segment stays: a segment without a living document is dropped by ours at once."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    starts = list(accumulate(sizes, initial=0))
    segments = tuple(tuple(draw(_row(key)) for key in range(start, end)) for start, end in pairwise(starts))
    may_go = sorted(set(range(starts[-1])) - set(starts))
    deleted = draw(st.sets(st.sampled_from(may_go), max_size=4)) if may_go else set()
    return Corpus(segments, frozenset(deleted), len(sizes) > 1 and draw(st.booleans()))


def _range(name: str, bounds: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def made(ends: tuple[Any, Any], above: bool, below: bool) -> Any:
        low, high = sorted(ends, key=lambda end: (end is not None, end)) if None not in ends else ends
        kind = query.DateRange if name == "day" else query.NumericRange
        return kind(name, low, high, startexcl=above and low is not None, endexcl=below and high is not None)

    end = st.none() | bounds
    return st.builds(made, st.tuples(end, end).filter(any), st.booleans(), st.booleans())


some_words = st.builds(lambda word, boost: query.Term("text", word, boost=boost), words, boosts)
scored_leaves = st.one_of(
    some_words,
    st.builds(
        lambda row, boost: query.Phrase("text", row, boost=boost),
        st.lists(words, min_size=2, max_size=3),
        boosts,
    ),
    st.builds(
        lambda both, slop: SpanNear2([query.Term("text", word) for word in both], slop=slop, ordered=False),
        st.lists(words, min_size=2, max_size=2, unique=True),
        st.integers(1, 5),
    ),
)
patterns = st.one_of(
    st.sampled_from(["sh", "o", "x", "oil"]).map(lambda prefix: query.Prefix("text.words", prefix)),
    st.sampled_from(["sh?p", "*l*", "o*", "?i?", "*p"]).map(lambda glob: query.Wildcard("text.words", glob)),
    st.builds(
        lambda typed, most, fixed: query.FuzzyTerm("text.words", typed, maxdist=most, prefixlength=fixed),
        st.sampled_from(TYPED),
        st.sampled_from([1, 2]),
        st.sampled_from([0, 1]),
    ),
)
filters = st.one_of(
    st.sampled_from("abcd").map(lambda tag: query.Term("tag", tag)),
    _range("size", st.integers(1, 5)),
    _range("day", st.integers(0, 4).map(lambda day: FIRST_DAY + timedelta(days=day))),
    st.just(query.Every()),
)


def _combined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        several.map(query.And),
        several.map(query.Or),
        st.builds(query.AndMaybe, parts, parts),
        st.builds(lambda part, unwanted: query.And([part, query.Not(unwanted)]), parts, parts),
    )


def _best(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(parts, min_size=2, max_size=3).map(query.DisjunctionMax)


questions = st.recursive(
    scored_leaves | filters | patterns, lambda parts: _combined(parts) | _best(parts), max_leaves=6
)
scored = st.recursive(scored_leaves | filters, _combined, max_leaves=6)
best = st.recursive(scored_leaves, lambda parts: _combined(parts) | _best(parts), max_leaves=6)
some_questions = st.lists(questions, min_size=4, max_size=10)
some_scored = st.lists(scored, min_size=4, max_size=10)

#: One test is run by both classes, which look at the same examples.
both = settings(suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow])


class Contract:
    engine: type[Whoosh | Ours]

    @both
    @given(corpora(), some_questions)
    def test_the_documents_are_those_found_by_hand(self, corpus: Corpus, asked: list[Any]) -> None:
        by_hand = ByHand(corpus, self.engine)
        with opened(self.engine, corpus) as engine:
            for each in asked:
                assert {key for key, _ in engine.search(each)} == set(by_hand.search(each)), each

    @both
    @given(corpora(), some_scored)
    def test_scores_and_order_are_those_worked_out_by_hand(self, corpus: Corpus, asked: list[Any]) -> None:
        by_hand = ByHand(corpus, self.engine)
        with opened(self.engine, corpus) as engine:
            for each in asked:
                hits, wanted = engine.search(each), by_hand.search(each)
                assert dict(hits) == pytest.approx(wanted, rel=1e-5), each
                for (one, _), (other, _) in pairwise(hits):
                    assert wanted[one] >= wanted[other] * (1 - 1e-5), each

    @both
    @given(corpora(), some_questions)
    def test_facets_are_those_counted_by_hand(self, corpus: Corpus, asked: list[Any]) -> None:
        by_hand = ByHand(corpus, self.engine)
        with opened(self.engine, corpus) as engine:
            for each in asked:
                assert engine.counts(each) == by_hand.counts(each), each


class TestWhoosh(Contract):
    engine = Whoosh


class TestOurs(Contract):
    engine = Ours

    @given(corpora(), st.lists(best, min_size=4, max_size=10))
    def test_the_best_of_several_counts(self, corpus: Corpus, asked: list[Any]) -> None:
        by_hand = ByHand(corpus, Ours)
        with opened(Ours, corpus) as engine:
            for each in asked:
                assert dict(engine.search(each)) == pytest.approx(by_hand.search(each), rel=1e-5), each


words_alone = st.recursive(scored_leaves, lambda parts: st.lists(parts, min_size=2, max_size=3).map(query.Or))


@given(corpora(), some_questions, st.lists(words_alone, min_size=2, max_size=5))
def test_one_engine_against_the_other(corpus: Corpus, asked: list[Any], scored: list[Any]) -> None:
    with opened(Whoosh, corpus) as whoosh, opened(Ours, corpus) as ours:
        for each in asked:
            assert {key for key, _ in ours.search(each)} == {key for key, _ in whoosh.search(each)}, each
            assert ours.counts(each) == whoosh.counts(each), each
        for each in scored:
            assert dict(ours.search(each)) == pytest.approx(dict(whoosh.search(each)), rel=1e-5), each


loose = st.one_of(
    st.builds(
        lambda row, slop: query.Phrase("text", row, slop=slop),
        st.lists(words, min_size=2, max_size=3),
        st.integers(1, 4),
    ),
    st.builds(
        lambda row, slop, ordered, boost: SpanNear2(
            [query.Term("text", word, boost=boost) for word in row], slop=slop, ordered=ordered
        ),
        st.lists(words, min_size=2, max_size=2, unique=True),
        st.integers(1, 4),
        st.booleans(),
        boosts,
    ),
)


@given(corpora(), st.lists(loose, min_size=4, max_size=10))
def test_nearness_of_every_kind(corpus: Corpus, asked: list[Any]) -> None:
    """In order or not, with so many words between or none."""
    with opened(Whoosh, corpus) as whoosh, opened(Ours, corpus) as ours:
        for each in asked:
            assert dict(ours.search(each)) == pytest.approx(dict(whoosh.search(each)), rel=1e-5), each


@given(st.lists(st.tuples(words, st.integers(1, 200)), min_size=1, max_size=6), words)
def test_the_length_of_a_long_text_is_rounded_as_whoosh_does(texts: list[Any], word: str) -> None:
    rows = tuple(
        Row(key, (), (each,) + ("gas",) * length, (), None, None) for key, (each, length) in enumerate(texts)
    )
    corpus, asked = Corpus((rows,), frozenset(), joined=False), query.Term("text", word)
    with opened(Whoosh, corpus) as whoosh, opened(Ours, corpus) as ours:
        assert dict(ours.search(asked)) == pytest.approx(dict(whoosh.search(asked)), rel=1e-5)


class TestWhereTheyDiffer:
    """On purpose; what is said above of each is shown here."""

    def found(self, asked: Any, *texts: str) -> tuple[dict[int, float], dict[int, float]]:
        """What ours and what Whoosh finds in these texts."""
        rows = tuple(Row(key, (), tuple(text.split()), ("a",), 1, 1) for key, text in enumerate(texts))
        corpus = Corpus((rows,), frozenset(), joined=False)
        with opened(Whoosh, corpus) as whoosh, opened(Ours, corpus) as ours:
            return dict(ours.search(asked)), dict(whoosh.search(asked))

    def test_what_only_filters_counts_nothing(self) -> None:
        for asked in (
            query.Term("tag", "a"),
            query.NumericRange("size", 0, 2),
            query.Every(),
            query.Not(query.Term("text", "oil")),
        ):
            assert self.found(asked, "gas") == ({0: 0.0}, {0: 1.0}), asked

    def test_a_pattern_counts_its_boost(self) -> None:
        ours, _ = self.found(query.Prefix("text.words", "o", boost=2.0), "oil oslo", "oil", "gas")
        assert ours == {0: 2.0, 1: 2.0}
        ours, whoosh = self.found(query.Prefix("text", "oi"), "oil oslo", "oil oil", "gas")
        assert ours == {0: 1.0, 1: 1.0}
        assert len(set(whoosh.values())) == 2, "Whoosh scores the only word that it stands for"

    def test_letters_that_changed_places_are_one_typo(self) -> None:
        ours, whoosh = self.found(query.FuzzyTerm("text.words", "olso", maxdist=1), "oslo", "gas")
        assert (ours, whoosh) == ({0: 1.0}, {})

    def test_several_words_are_near_each_other_in_one_window(self) -> None:
        asked = SpanNear2(
            [query.Term("text", word) for word in ("oil", "gas", "peru")], slop=2, ordered=False
        )
        ours, whoosh = self.found(asked, "gas oil peru", "oil gas ship ship peru", "gas peru ship oil")
        assert set(ours) == {0, 2}
        assert set(whoosh) != set(ours)

    def test_the_best_of_several_is_the_best_of_those_that_match(self) -> None:
        """Whoosh's matcher takes the score of a document further on for that of the one it stands at."""
        asked = query.DisjunctionMax([query.Term("text", "oil"), query.Term("text", "gas")])
        ours, whoosh = self.found(asked, "oil ship ship", "gas", "gas oil")
        single, _ = self.found(query.Term("text", "oil"), "oil ship ship", "gas", "gas oil")
        assert ours[0] == single[0]
        assert whoosh[0] > ours[0]


def test_the_words_are_their_own_stems() -> None:
    """Otherwise the reference would have to stem."""
    assert [_analysis.stem(word) for word in WORDS] == list(WORDS)
