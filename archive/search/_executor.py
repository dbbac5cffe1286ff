"""Query objects to matching documents and scores, in whole-array steps.

Whoosh's own matchers walk document by document through a tree of objects, which
costs a dozen calls a document. Since every search here counts facets over all of
its hits, all of them are visited anyway; so each term's postings are taken whole,
as arrays, and combined by steps that run over arrays in C: what all have by
looking the shortest list up in the others, what any has by adding into one array
with a place for every document, what is not wanted by a mask. Scores are Whoosh's
BM25F. Query types that have no rule here run on Whoosh's matchers, so that
whatever Whoosh can ask can be asked.

Words that a fifth of all documents have are arrays with a place for every document, so
that adding them up is one step without a look-up.

What a question can cost is bounded by a `Budget`: past it, patterns stand for fewer
words and phrases are looked for in the best matches alone, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Final

import numpy as np
from whoosh import query
from whoosh.fields import DATETIME
from whoosh.query.spans import SpanNear2
from whoosh.query.terms import MultiTerm

from . import _nearness
from ._flat import Array
from ._inversion import expanded
from ._postings import Kept, Spread
from ._segment import MISSING
from ._snapshot import K1, Leaf, Snapshot
from ._vocabulary import between, similar

#: Bytes of filters that are kept for the life of a snapshot; each takes one a document.
_FILTERS_MEMORY: Final = 32 * 1024 * 1024

#: Looking a document up in a list costs as much as passing over so many of its documents.
_LOOKUP: Final = 12

#: A word that one in so many documents has is kept with a place for every document.
_THICK: Final = 5
#: Lists that are short anyway stay lists.
_FEW: Final = 2_000

#: Postings of patterns, and places of words in a row, that a search looks at.
_POSTINGS: Final = 2_000_000
_PLACES: Final = 1_000_000
#: What must be complete may cost so many times as much.
_PATIENT: Final = 30
#: Places that are held at a time: few enough to stay near the processor.
_PLACES_HELD: Final = 250_000
#: Postings that are marked at a time, and what beginning anew costs as much as.
_PORTION: Final = 1 << 16
_STRETCH: Final = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Matching documents in order, and their scores; without scores all are 0."""

    docs: Array
    scores: Array | None = None

    def __len__(self) -> int:
        return len(self.docs)

    def only(self, kept: Array) -> Found:
        """Those that a mask over them, or a list of their places, keeps."""
        return Found(self.docs[kept], None if self.scores is None else self.scores[kept])

    @property
    def all_scores(self) -> Array:
        return np.zeros(len(self.docs), np.float32) if self.scores is None else self.scores


_NOTHING: Final = Found(np.zeros(0, np.int64))

NOT_ALL_WORDS: Final = (
    "What was typed with stars or ~ stands for more words than can be looked for at once; some were left out."
)
NOT_ALL_PLACES: Final = (
    "Words in a row or near each other were only sought in the best matches of the single words; "
    "too many have all of them."
)
NOT_ALL_NEAR: Final = (
    f"Of words near each other the first {_nearness.MOST_WORDS} were sought; "
    "without ~ all of them are sought in a row."
)


@dataclass(frozen=True, slots=True)
class _Together:
    """Documents where words stand together, and what is left of the work for places behind them."""

    found: Found
    left: int

    @property
    def nbytes(self) -> int:
        return self.found.docs.nbytes + self.found.all_scores.nbytes


@dataclass(slots=True)
class Budget:
    """The work that one search may cost beyond its plain words, and what had to be left out for it.

    It grows with the index, but the least is what a tenth of a second has room for.
    """

    postings: int
    places: int
    notices: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, size: int) -> Budget:
        return cls(max(_POSTINGS, 20 * size), max(_PLACES, 10 * size))

    @classmethod
    def generous(cls, size: int) -> Budget:
        """For what must be complete and is not waited for, as an export is."""
        held = cls.of(size)
        return cls(_PATIENT * held.postings, _PATIENT * held.places)


class Executor:
    """Runs queries on one snapshot."""

    def __init__(self, snapshot: Snapshot, budget: Budget | None = None) -> None:
        self.snapshot = snapshot
        self.budget = budget or Budget.of(snapshot.size)
        self._kept: Kept = snapshot.once("patterns", lambda: Kept(_FILTERS_MEMORY))
        self._filters: Kept = snapshot.once("filters", lambda: Kept(_FILTERS_MEMORY))
        self._rules: dict[type, Callable[[Any], Found]] = {
            query.Term: self._term,
            query.And: self._and,
            query.Or: self._or,
            query.DisjunctionMax: self._best,
            query.Not: self._not,
            query.AndNot: self._and_not,
            query.AndMaybe: self._and_maybe,
            query.Every: self._every,
            query.Phrase: self._phrase,
            SpanNear2: self._near,
            query.ConstantScoreQuery: self._constant,
            query.NumericRange: self._numeric,
            query.DateRange: self._numeric,
            type(query.NullQuery): lambda _: _NOTHING,
        }

    def found(self, asked: Any) -> Found:
        """Every matching document that is not deleted, with its score."""
        found = self._run(asked)
        if not self.snapshot.has_deleted or found.docs is self.snapshot.every:
            return found
        return found.only(self.snapshot.alive[found.docs])

    def mask(self, asked: Any) -> Array:
        """Which documents a filter lets through, kept for the next time."""
        held: Array | None = self._filters.get(asked)
        if held is None:
            before = len(self.budget.notices)
            held = self._mask(self.found(asked).docs)
            if len(self.budget.notices) == before:
                self._filters.put(asked, held)
        return held

    def _mask(self, docs: Array) -> Array:
        mask = np.zeros(self.snapshot.size, bool)
        mask[docs] = True
        return mask

    def _run(self, asked: Any) -> Found:
        rule = self._rules.get(type(asked))
        if rule is not None:
            return rule(asked)
        if isinstance(asked, MultiTerm):
            return self._expanded(asked)
        return self._by_matcher(asked)

    def _by_matcher(self, asked: Any) -> Found:
        scores: dict[int, float] = {}
        for searcher, base in self.snapshot.leaf_searchers:
            matcher = asked.matcher(searcher, searcher.context())
            while matcher.is_active():
                scores[base + matcher.id()] = matcher.score()
                matcher.next()
        docs = sorted(scores)
        return Found(np.array(docs, np.int64), np.array([scores[doc] for doc in docs], np.float32))

    # --- Terms ---

    def _bytes(self, name: str, text: Any) -> bytes | None:
        if name not in self.snapshot.schema:
            return None
        try:
            term: bytes = self.snapshot.schema[name].to_bytes(text)
        except (ValueError, OverflowError):
            return None
        return term

    def _term(self, asked: Any) -> Found:
        term = self._bytes(asked.fieldname, asked.text)
        if term is None:
            return _NOTHING
        held = self.snapshot.term(asked.fieldname, term)
        if not len(held.docs) or not self.snapshot.schema[asked.fieldname].scorable:
            return Found(held.docs)
        return Found(held.docs, held.worth * self._factor(len(held.docs), asked.boost))

    def _expanded(self, asked: Any) -> Found:
        """All documents with any of the terms that a pattern stands for, kept for the next time."""
        name = asked.field()
        if name not in self.snapshot.schema:
            return _NOTHING
        docs: Array | None = self._kept.get((type(asked), asked))
        if docs is None:
            if self.budget.postings <= 0:
                return _NOTHING
            mask = np.zeros(self.snapshot.size, bool)
            for (leaf, base), terms in zip(self.snapshot.leaves, self._stands_for(asked, name), strict=True):
                self._mark(leaf, name, terms, mask[base : base + leaf.size])
            docs = np.flatnonzero(mask)
            if self.budget.postings > 0:
                self._kept.put((type(asked), asked), docs)
        return Found(docs, np.full(len(docs), asked.boost, np.float32))

    def _stands_for(self, asked: Any, name: str) -> list[Array]:
        """For each segment the numbers of the terms that a pattern stands for."""
        leaves = [leaf for leaf, _ in self.snapshot.leaves]
        lexicons = [leaf.contents.lexicon(name) for leaf in leaves]
        if isinstance(asked, query.Prefix):
            return [_all_of(lexicon.starting(asked.text.encode())) for lexicon in lexicons]
        if isinstance(asked, query.TermRange):
            return [_all_of(between(lexicon, asked)) for lexicon in lexicons]
        if isinstance(asked, query.Wildcard):
            return [leaf.vocabulary(name).matching(asked.text) for leaf in leaves]
        if isinstance(asked, query.FuzzyTerm):
            held = [leaf.vocabulary(name) for leaf in leaves]
            return similar(held, asked.text, int(asked.maxdist), asked.prefixlength)
        terms: list[bytes] = list(asked._btexts(self.snapshot.searcher.reader()))
        return [
            np.array(sorted({number for term in terms if (number := lexicon.find(term)) >= 0}), np.int64)
            for lexicon in lexicons
        ]

    def _mark(self, leaf: Leaf, name: str, terms: Array, here: Array) -> None:
        """Mark the documents of terms, a portion of their postings at a time until all are marked."""
        docs = leaf.contents[f"{name}/docs"]
        since = 0
        for start, end in _stretches(leaf, name, terms):
            for at in range(start, end, _PORTION):
                portion = docs[at : min(end, at + _PORTION)]
                if self.budget.postings <= 0:
                    self.budget.notices[NOT_ALL_WORDS] = None
                    return
                here[portion] = True
                self.budget.postings -= len(portion) + _STRETCH
                since += len(portion)
                if since >= _PORTION:
                    since = 0
                    if here.all():
                        return

    # --- Combinations ---

    def _and(self, asked: Any) -> Found:
        parts = asked.subqueries
        wanted = [part for part in parts if not isinstance(part, query.Not | query.Every)]
        wanted += [part for part in parts if isinstance(part, query.Every) and part.fieldname]
        unwanted = [part.query for part in parts if isinstance(part, query.Not)]
        found = self._all(wanted) if wanted else Found(self.snapshot.every)
        if unwanted and len(found):
            allowed = np.ones(self.snapshot.size, bool)
            for part in unwanted:
                allowed[self._run(part).docs] = False
            found = found.only(allowed[found.docs])
        return _times(found, asked.boost)

    def _all(self, asked: Sequence[Any]) -> Found:
        """What all have, from the shortest list on; words that most documents have come last."""
        spreads = [self._spread(part) for part in asked]
        thick = [spread for spread in spreads if spread is not None]
        rest = [part for part, spread in zip(asked, spreads, strict=True) if spread is None]
        found: Found | None = None
        for other in sorted(map(self._run, rest), key=len):
            found = other if found is None else self._shared(found, other)
            if not len(found):
                return found
        for spread, factor in thick:
            if found is None:
                docs = np.flatnonzero(np.logical_and.reduce([each.has for each, _ in thick]))
                found = Found(docs)
            else:
                found = found.only(spread.has[found.docs])
            more = spread.worth[found.docs] * factor
            found = Found(found.docs, more if found.scores is None else found.scores + more)
        return found or _NOTHING

    def _spread(self, asked: Any) -> tuple[Spread, np.float32] | None:
        """A word that so many documents have that a place for each of all is less than a list."""
        if type(asked) is not query.Term or (term := self._bytes(asked.fieldname, asked.text)) is None:
            return None
        if not self.snapshot.schema[asked.fieldname].scorable:
            return None
        count = len(self.snapshot.term(asked.fieldname, term).docs)
        if _THICK * count < self.snapshot.size or count < _FEW:
            return None
        return self.snapshot.spread(asked.fieldname, term), self._factor(count, asked.boost)

    def _factor(self, count: int, boost: float) -> np.float32:
        """What a word's rarity multiplies its worth by."""
        return np.float32((log(self.snapshot.size / (count + 1)) + 1) * (K1 + 1) * boost)

    def _shared(self, found: Found, other: Found) -> Found:
        if len(other) == self.snapshot.size:
            at = found.docs
            both = None
        elif _LOOKUP * len(found) < len(other):
            at = np.searchsorted(other.docs, found.docs)
            at[at == len(other)] = 0
            both = other.docs[at] == found.docs
            at = at[both]
        else:
            at = np.flatnonzero(self._mask(found.docs)[other.docs])
            both = self._mask(other.docs[at])[found.docs]
        kept = found if both is None else found.only(both)
        if other.scores is None:
            return kept
        more = other.scores[at]
        return Found(kept.docs, more if kept.scores is None else kept.scores + more)

    def _or(self, asked: Any) -> Found:
        mask = np.zeros(self.snapshot.size, bool)
        sums = np.zeros(self.snapshot.size, np.float32)
        if len(asked.subqueries) == 1:
            return _times(self._run(asked.subqueries[0]), asked.boost)
        for part in asked.subqueries:
            if (spread := self._spread(part)) is not None:
                mask |= spread[0].has
                sums += spread[0].worth * spread[1]
                continue
            found = self._run(part)
            mask[found.docs] = True
            if found.scores is not None:
                sums[found.docs] += found.scores
        docs = np.flatnonzero(mask)
        return _times(Found(docs, sums[docs]), asked.boost)

    def _best(self, asked: Any) -> Found:
        mask = np.zeros(self.snapshot.size, bool)
        best = np.zeros(self.snapshot.size, np.float32)
        for part in asked.subqueries:
            found = self._run(part)
            mask[found.docs] = True
            best[found.docs] = np.maximum(best[found.docs], found.all_scores)
        docs = np.flatnonzero(mask)
        return _times(Found(docs, best[docs]), asked.boost)

    def _not(self, asked: Any) -> Found:
        unwanted = self._mask(self._run(asked.query).docs)
        return Found(np.flatnonzero(self.snapshot.alive & ~unwanted))

    def _and_not(self, asked: Any) -> Found:
        found = self._run(asked.a)
        return found.only(~self._mask(self._run(asked.b).docs)[found.docs])

    def _and_maybe(self, asked: Any) -> Found:
        found, more = self._run(asked.a), self._run(asked.b)
        sums = np.zeros(self.snapshot.size, np.float32)
        sums[more.docs] = more.all_scores
        return Found(found.docs, found.all_scores + sums[found.docs])

    def _constant(self, asked: Any) -> Found:
        docs = self._run(asked.child).docs
        return Found(docs, np.full(len(docs), asked.score, np.float32))

    def _every(self, asked: Any) -> Found:
        name = asked.fieldname
        if name is None:
            return Found(self.snapshot.every)
        if name not in self.snapshot.schema:
            return _NOTHING
        held = self.snapshot.schema[name]
        if held.scorable:
            return Found(np.flatnonzero(self.snapshot.lengths(name)))
        if held.column_type:
            return Found(np.flatnonzero(self.snapshot.numbers(name) != MISSING))
        filled = np.zeros(self.snapshot.size, bool)
        for leaf, base in self.snapshot.leaves:
            filled[base + leaf.contents[f"{name}/docs"].astype(np.int64)] = True
        return Found(np.flatnonzero(filled))

    def _numeric(self, asked: Any) -> Found:
        """Numbers and moments between two bounds, by the column."""
        held = self.snapshot.schema[asked.fieldname]

        def sortable(bound: Any) -> Any:
            return bound if bound is None or isinstance(held, DATETIME) else held.to_column_value(bound)

        low, high = sortable(asked.start), sortable(asked.end)
        low = 0 if low is None else low + bool(asked.startexcl)
        high = int(MISSING) - 1 if high is None else high - bool(asked.endexcl)
        if low > high or high < 0:
            return _NOTHING
        numbers = self.snapshot.numbers(asked.fieldname)
        return Found(np.flatnonzero((numbers >= max(0, low)) & (numbers <= min(high, int(MISSING) - 1))))

    # --- Words that stand together ---

    def _phrase(self, asked: Any) -> Found:
        if asked.slop != 1:
            return self._by_matcher(asked)
        found = self._together(asked.fieldname, tuple(asked.words), 0, _nearness.in_a_row, 1.0)
        return _times(found, asked.boost)

    def _near(self, asked: Any) -> Found:
        plain = {(type(part), part.field(), getattr(part, "boost", 1.0)) for part in asked.qs}
        if asked.ordered or asked.mindist != 1 or plain != {(query.Term, asked.qs[0].field(), 1.0)}:
            return self._by_matcher(asked)
        words = tuple(part.text for part in asked.qs)
        if len(words) > _nearness.MOST_WORDS:
            words = words[: _nearness.MOST_WORDS]
            self.budget.notices[NOT_ALL_NEAR] = None
        reach = asked.slop + max(len(words) - 2, 0)
        passes = 4.0 if len(words) < 3 else 2.0 + 2 * len(words)
        name = asked.qs[0].fieldname
        return self._together(name, words, reach, lambda rows: _nearness.close(words, rows, reach), passes)

    def _together(
        self,
        name: str,
        words: tuple[str, ...],
        reach: int,
        stand: Callable[[list[Array]], Array],
        passes: float,
    ) -> Found:
        """Documents with all words, of which `stand` keeps some by the places of each word.

        Kept for the next time, which may be the next page or another part of the same page.
        """
        terms = [term for word in words if (term := self._bytes(name, word)) is not None]
        if not terms or len(terms) < len(words) or self.budget.places <= 0:
            return _NOTHING
        key = (name, words, reach, self.budget.places)
        held: _Together | None = self._kept.get(key)
        if held is None:
            found = self._all([query.Term(name, word) for word in words])
            found = self._looked_into(found, name, terms, passes)
            mask = np.zeros(self.snapshot.size, bool)
            for number, base, here in self.snapshot.within(found.docs):
                leaf = self.snapshot.leaves[number][0]
                for some in self._portions(here, name, set(terms)):
                    places = {term: self._places(leaf, name, term, some) for term in set(terms)}
                    mask[base + stand([places[term] for term in terms])] = True
            held = _Together(found.only(mask[found.docs]), self.budget.places)
            self._kept.put(key, held)
        self.budget.places = held.left
        if held.left <= 0:
            self.budget.notices[NOT_ALL_PLACES] = None
        return held.found

    def _portions(self, docs: Array, name: str, terms: Iterable[bytes]) -> list[Array]:
        """Documents in portions whose places fit into memory."""
        each = sum(self.snapshot.places_a_document(name, term) for term in terms)
        return np.array_split(docs, 1 + int(each * len(docs)) // _PLACES_HELD) if len(docs) else []

    def _places(self, leaf: Leaf, name: str, term: bytes, docs: Array) -> Array:
        """Numbers of document and place wherever a term stands in these documents, which all have it."""
        contents = leaf.contents
        number = contents.lexicon(name).find(term)
        places, starts = contents.places(name, number), self.snapshot.starts(leaf, name, number)
        held = contents.docs(name, number)
        # Looked up in one type: numpy would copy the whole list into the other.
        sought = docs.astype(held.dtype)
        low, high = np.searchsorted(held, sought[[0, -1]]).tolist()
        if high - low + 1 == len(docs):
            row = starts[low : high + 2].astype(np.int64)
            return np.repeat(docs << _nearness.PLACE_BITS, np.diff(row)) + places[row[0] : row[-1]]
        at = low + np.searchsorted(held[low : high + 1], sought)
        first = starts[at].astype(np.int64)
        where, owner = expanded(first, starts[at + 1] - first)
        return (docs[owner] << _nearness.PLACE_BITS) + places[where]

    def _looked_into(self, found: Found, name: str, terms: Sequence[bytes], passes: float) -> Found:
        """As many of these documents, the best of them, as there is work left for their places."""
        each = passes * sum(self.snapshot.places_a_document(name, term) for term in terms)
        affordable = int(self.budget.places / max(each, 1.0))
        if len(found) <= affordable:
            self.budget.places -= int(each * len(found))
            return found
        self.budget.places = 0
        if not affordable:
            return _NOTHING
        best = np.argpartition(-found.all_scores, affordable - 1)[:affordable]
        best.sort()
        return found.only(best)


def _times(found: Found, boost: float) -> Found:
    if boost == 1.0 or found.scores is None:
        return found
    return Found(found.docs, found.scores * np.float32(boost))


def _all_of(numbers: range) -> Array:
    return np.arange(numbers.start, numbers.stop)


def _stretches(leaf: Leaf, name: str, terms: Array) -> Iterable[tuple[int, int]]:
    """The postings of terms; those of neighbors lie behind one another."""
    if not len(terms):
        return ()
    posts = leaf.contents[f"{name}/posts"]
    breaks = np.flatnonzero(np.diff(terms) > 1)
    firsts = terms[np.concatenate(([0], breaks + 1))]
    lasts = terms[np.concatenate((breaks, [len(terms) - 1]))]
    return zip(posts[firsts].tolist(), posts[lasts + 1].tolist(), strict=True)
