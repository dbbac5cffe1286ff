"""Query objects to matching documents and scores, in whole-array steps.

Whoosh's own matchers walk document by document through a tree of objects, which
costs a dozen calls a document. Since every search here counts facets over all of
its hits, all of them are visited anyway; so each term's postings are taken whole,
as arrays, and combined by steps that run over arrays in C: what all have by
looking the shortest list up in the others, what any has by adding into one array
with a place for every document, what is not wanted by a mask. Scores are Whoosh's
BM25F. Query types that have no rule here run on Whoosh's matchers, so that
whatever Whoosh can ask can be asked.

Words in a row are found by numbers made of document and place: those of the second
word, less one, are looked up among those of the first, for all documents at once.

A word's typos and wildcards are looked up in the field's set of words, as it lies
on disk: a word within one typo of another shares its first or its second half with
it, so only those words are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np
from whoosh import query
from whoosh.fields import DATETIME
from whoosh.query.spans import SpanNear2
from whoosh.query.terms import MultiTerm

from ._flat import Array
from ._inversion import expanded
from ._segment import MISSING, UNTOLD, Lexicon
from ._snapshot import K1, Kept, Leaf, Snapshot

#: Bytes of filters that are kept for the life of a snapshot; each takes one a document.
_FILTERS_MEMORY: Final = 32 * 1024 * 1024

#: Looking a document up in a list costs as much as passing over so many of its documents.
_LOOKUP: Final = 12

#: Words of which so many are compared with another one by one rather than in arrays.
_ONE_BY_ONE: Final = 8

#: Documents come first in numbers made of document and place.
_PLACE_BITS: Final = 32


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


class Executor:
    """Runs queries on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
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
            held = self._mask(self.found(asked).docs)
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
        idf = log(self.snapshot.size / (len(held.docs) + 1)) + 1
        return Found(held.docs, held.worth * np.float32(idf * (K1 + 1) * asked.boost))

    def _expanded(self, asked: Any) -> Found:
        """All documents with any of the terms that a pattern stands for."""
        name = asked.field()
        if name not in self.snapshot.schema:
            return _NOTHING
        mask = np.zeros(self.snapshot.size, bool)
        for leaf, base in self.snapshot.leaves:
            here = mask[base : base + leaf.size]
            docs = leaf.contents[f"{name}/docs"]
            for start, end in _stretches(leaf, name, _expansions(asked, leaf, name, self.snapshot)):
                here[docs[start:end]] = True
        docs = np.flatnonzero(mask)
        return Found(docs, np.full(len(docs), asked.boost, np.float32))

    # --- Combinations ---

    def _and(self, asked: Any) -> Found:
        parts = asked.subqueries
        wanted = [part for part in parts if not isinstance(part, query.Not | query.Every)]
        wanted += [part for part in parts if isinstance(part, query.Every) and part.fieldname]
        unwanted = [part.query for part in parts if isinstance(part, query.Not)]
        found = self._all([self._run(part) for part in wanted]) if wanted else Found(self.snapshot.every)
        for part in unwanted:
            if len(found):
                found = found.only(~self._mask(self._run(part).docs)[found.docs])
        return _times(found, asked.boost)

    def _all(self, parts: list[Found]) -> Found:
        """What all have, from the shortest list on."""
        parts.sort(key=len)
        found = parts[0]
        for other in parts[1:]:
            if not len(found):
                break
            found = self._shared(found, other)
        return found

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
        parts = [found for part in asked.subqueries if len(found := self._run(part))]
        if len(parts) < 2:
            return _times(parts[0], asked.boost) if parts else _NOTHING
        mask = np.zeros(self.snapshot.size, bool)
        sums = np.zeros(self.snapshot.size, np.float32)
        for found in parts:
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
        def in_a_row(rows: list[Array]) -> Array:
            shared = rows[0]
            for offset, row in enumerate(rows[1:], start=1):
                shared = shared[_among(shared, row - offset)]
            return shared >> _PLACE_BITS

        return self._together(asked.fieldname, asked.words, in_a_row, asked.boost)

    def _near(self, asked: Any) -> Found:
        words = [part.text for part in asked.qs]
        reach = asked.slop + max(len(words) - 2, 0)

        def close(rows: list[Array]) -> Array:
            if len(rows) == 1:
                return rows[0] >> _PLACE_BITS
            candidates = rows[0] >> _PLACE_BITS
            for other in rows[1:]:
                pairs = _close_pairs(rows[0], other, reach)
                candidates = candidates[_among(candidates, pairs)]
            if len(rows) == 2:
                return candidates
            docs = np.unique(candidates)
            return docs[[meet([_places_in(row, doc) for row in rows], reach) for doc in docs.tolist()]]

        return self._together(asked.qs[0].fieldname, words, close, 1.0)

    def _together(
        self, name: str, words: list[str], stand: Callable[[list[Array]], Array], boost: float
    ) -> Found:
        """Documents with all words, of which `stand` keeps some by the places of each word."""
        terms = [self._bytes(name, word) for word in words]
        if not terms or None in terms:
            return _NOTHING
        found = self._all([self._term(query.Term(name, word)) for word in dict.fromkeys(words)])
        mask = np.zeros(self.snapshot.size, bool)
        for number, base, here in self.snapshot.within(found.docs):
            if not len(here):
                continue
            leaf = self.snapshot.leaves[number][0]
            places = {term: _places_of(leaf, name, term, here) for term in set(terms) if term is not None}
            kept = stand([places[term] for term in terms if term is not None])
            mask[base + kept] = True
        return _times(found.only(mask[found.docs]), boost)


def _places_of(leaf: Leaf, name: str, term: bytes, docs: Array) -> Array:
    """Numbers of document and place wherever a term stands in these documents, which all have it."""
    contents = leaf.contents
    number = contents.lexicon(name).find(term)
    places, starts = contents.places(name, number)
    at = np.searchsorted(contents.docs(name, number), docs)
    where, owner = expanded(starts[at], starts[at + 1] - starts[at])
    return (docs[owner] << _PLACE_BITS) + places[where]


def _places_in(row: Array, doc: int) -> list[int]:
    low, high = np.searchsorted(row, [doc << _PLACE_BITS, (doc + 1) << _PLACE_BITS])
    held: list[int] = (row[low:high] - (doc << _PLACE_BITS)).tolist()
    return held


def _among(numbers: Array, row: Array) -> Array:
    """Which numbers are in an ordered row."""
    if not len(row):
        return np.zeros(len(numbers), bool)
    at = np.searchsorted(row, numbers)
    at[at == len(row)] = 0
    return np.asarray(row[at] == numbers)


def _close_pairs(one: Array, other: Array, reach: int) -> Array:
    """Documents where two words stand at different places not more than `reach` apart."""
    behind = np.searchsorted(other, one + 1)
    before = np.searchsorted(other, one) - 1
    near = np.zeros(len(one), bool)
    has = behind < len(other)
    near[has] = other[behind[has]] - one[has] <= reach
    has = before >= 0
    near[has] |= one[has] - other[before[has]] <= reach
    return one[near] >> _PLACE_BITS


def _times(found: Found, boost: float) -> Found:
    if boost == 1.0 or found.scores is None:
        return found
    return Found(found.docs, found.scores * np.float32(boost))


def meet(places: list[list[int]], reach: int) -> bool:
    """Do all words occur within `reach` places, in any order, each at a place of its own?"""
    ordered = sorted((place, word) for word, each in enumerate(places) for place in each)
    latest: dict[int, int] = {}
    for place, word in ordered:
        latest[word] = place
        if len(latest) < len(places) or place - min(latest.values()) > reach:
            continue
        if len(set(latest.values())) == len(places):
            return True
    return False


# --- What a pattern stands for ---


def _expansions(asked: Any, leaf: Leaf, name: str, snapshot: Snapshot) -> Array:
    """The numbers of the terms of one segment that a pattern stands for."""
    lexicon = leaf.contents.lexicon(name)
    if isinstance(asked, query.Prefix):
        return np.array(lexicon.starting(asked.text.encode()))
    if isinstance(asked, query.Wildcard):
        return matching(lexicon, asked.text)
    if isinstance(asked, query.FuzzyTerm):
        return similar(lexicon, asked.text, int(asked.maxdist), asked.prefixlength)
    terms: Iterable[bytes] = asked._btexts(snapshot.searcher.reader())
    return np.array(sorted({number for term in terms if (number := lexicon.find(term)) >= 0}), np.int64)


def _stretches(leaf: Leaf, name: str, terms: Array) -> Iterable[tuple[int, int]]:
    """The postings of terms; those of neighbors lie behind one another."""
    if not len(terms):
        return ()
    posts = leaf.contents[f"{name}/posts"]
    breaks = np.flatnonzero(np.diff(terms) > 1)
    firsts = terms[np.concatenate(([0], breaks + 1))]
    lasts = terms[np.concatenate((breaks, [len(terms) - 1]))]
    return zip(posts[firsts].tolist(), posts[lasts + 1].tolist(), strict=True)


def matching(lexicon: Lexicon, pattern: str) -> Array:
    """The words that a pattern of `*` and `?` matches."""
    head = re.split(r"[*?]", pattern, maxsplit=1)[0]
    if not head:
        return lexicon.matching(_expression(pattern))
    candidates = lexicon.starting(head.encode())
    matches = re.compile(_expression(pattern), re.DOTALL).fullmatch
    held = lexicon.slice(candidates.start, candidates.stop)
    return np.array(candidates, np.int64)[[matches(term) is not None for term in held]]


def _expression(pattern: str) -> bytes:
    """A pattern as a regular expression over UTF-8 that never leaves a term."""
    parts = (
        rb"[^\0]*?"
        if piece == "*"
        else rb"[^\0\x80-\xbf][\x80-\xbf]*"
        if piece == "?"
        else re.escape(piece.encode())
        for piece in re.findall(r"[*?]|[^*?]+", re.sub(r"\*+", "*", pattern))
    )
    return b"".join(parts)


def similar(lexicon: Lexicon, word: str, distance: int, prefix: int = 0) -> Array:
    """The words within so many typos (a letter more, less, other, or two swapped)."""
    middle = len(word) // 2
    candidates: Array
    if prefix:
        candidates = np.array(lexicon.starting(word[:prefix].encode()), np.int64)
    elif distance == 1 and middle:
        # A typo before the middle leaves what follows the middle letter as it was, for
        # even a swap reaches no further; any other typo leaves what stands before it.
        head = np.array(lexicon.starting(word[:middle].encode()), np.int64)
        candidates = np.union1d(head, lexicon.ending(word[middle + 1 :].encode()))
    else:
        candidates = np.arange(lexicon.size)
    # A typo adds or takes away at most a letter of four bytes.
    sizes = lexicon.sizes[candidates]
    candidates = candidates[np.abs(sizes - len(word.encode())) <= 4 * distance]
    if len(candidates) <= _ONE_BY_ONE or not word.isascii():
        kept = [_is_similar(lexicon[number], word, distance) for number in candidates.tolist()]
        return candidates[np.array(kept, bool)]
    letters, lengths = lexicon.letters(candidates, len(word) + distance)
    near = np.zeros(len(candidates), bool)
    plain = lengths >= 0
    near[plain] = _all_typos(word.encode(), letters[plain], lengths[plain]) <= distance
    for at in np.flatnonzero(lengths == UNTOLD).tolist():
        near[at] = _is_similar(lexicon[int(candidates[at])], word, distance)
    return candidates[near]


def _is_similar(term: bytes, word: str, distance: int) -> bool:
    each = term.decode()
    return abs(len(each) - len(word)) <= distance and typos(word, each) <= distance


def _all_typos(word: bytes, letters: Array, lengths: Array) -> Array:
    """The typos between a word and each row of letters, as `typos` counts them, row by row at once."""
    count, width = letters.shape
    before: list[Array] = []
    last = [np.full(count, column, np.int8) for column in range(width + 1)]
    for row, letter in enumerate(word, start=1):
        now = [np.full(count, row, np.int8)]
        for column in range(1, width + 1):
            cost = np.minimum(last[column], now[-1]) + np.int8(1)
            np.minimum(cost, last[column - 1] + (letters[:, column - 1] != letter), out=cost)
            if row > 1 and column > 1:
                swapped = (letters[:, column - 2] == letter) & (letters[:, column - 1] == word[row - 2])
                np.minimum(cost, before[column - 2] + np.int8(1), out=cost, where=swapped)
            now.append(cost)
        before, last = last, now
    return np.stack(last)[lengths, np.arange(count)]


def typos(one: str, other: str) -> int:
    """Edits that turn one word into the other; a swap of neighbors is one."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
