"""Query objects to matching documents and scores, in whole-list steps.

Whoosh's own matchers walk document by document through a tree of objects, which
costs a dozen calls a document. Since every search here counts facets over all of
its hits, all of them are visited anyway; so each term's postings are read once,
whole, and combined as dictionaries and sets, which Python does in C. Scores are
Whoosh's BM25F to the digit. Query types that have no rule here run on Whoosh's
matchers, so that whatever Whoosh can ask can be asked.

A word's typos and wildcards are looked up in the field's set of words, which is
kept sorted both ways: a word within one typo of another shares its first or its
second half with it, so only those words are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from math import log
from typing import Any, Final

from whoosh import query
from whoosh.fields import DATETIME
from whoosh.query.spans import SpanNear2
from whoosh.query.terms import MultiTerm

from ._snapshot import Leaf, Lexicon, Postings, Snapshot

#: Whoosh's own settings of BM25F.
_B: Final = 0.75
_K1: Final = 1.2

#: Documents in the results of filters that are kept for the life of a snapshot: some 30 MB.
_KEPT_IN_FILTERS: Final = 500_000

Scores = dict[int, float]
Docs = frozenset[int]


class Executor:
    """Runs queries on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._filters: dict[Any, Docs] = snapshot.cache.setdefault("filters", {})
        self._rules: dict[type, Callable[[Any], Scores]] = {
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
            type(query.NullQuery): lambda _: {},
        }

    def scores(self, asked: Any) -> Scores:
        """Every matching document that is not deleted, with its score."""
        scores = self._run(asked)
        for doc in self.snapshot.deleted:
            scores.pop(doc, None)
        return scores

    def docs(self, asked: Any) -> Docs:
        """The matching documents of a filter, kept for the next time."""
        held = self._filters.get(asked)
        if held is None:
            held = frozenset(self.scores(asked))
            if sum(map(len, self._filters.values())) + len(held) > _KEPT_IN_FILTERS:
                self._filters.clear()
            self._filters[asked] = held
        return held

    def _run(self, asked: Any) -> Scores:
        rule = self._rules.get(type(asked))
        if rule is not None:
            return rule(asked)
        if isinstance(asked, MultiTerm):
            return self._expanded(asked)
        return self._by_matcher(asked)

    def _by_matcher(self, asked: Any) -> Scores:
        scores: Scores = {}
        for searcher, base in self.snapshot.leaf_searchers:
            matcher = asked.matcher(searcher, searcher.context())
            while matcher.is_active():
                scores[base + matcher.id()] = matcher.score()
                matcher.next()
        return scores

    # --- Terms ---

    def _bytes(self, name: str, text: Any) -> bytes | None:
        if name not in self.snapshot.schema:
            return None
        try:
            term: bytes = self.snapshot.schema[name].to_bytes(text)
        except (ValueError, OverflowError):
            return None
        return term

    def _term(self, asked: Any) -> Scores:
        term = self._bytes(asked.fieldname, asked.text)
        if term is None:
            return {}
        name = asked.fieldname
        found = [(leaf.postings(name, term), leaf, base) for leaf, base in self.snapshot.leaves]
        if not self.snapshot.schema[name].scorable:
            return {base + doc: 0.0 for (ids, _, _), _, base in found for doc in ids}
        idf = log(self.snapshot.size / (sum(len(ids) for (ids, _, _), _, _ in found) + 1)) + 1
        factor = idf * (_K1 + 1) * asked.boost
        norms = self._norms(name)
        scores: Scores = {}
        for (ids, weights, _), _, base in found:
            if base:
                ids = [base + doc for doc in ids]
            scores.update(
                (doc, factor * weight / (weight + norms[doc]))
                for doc, weight in zip(ids, weights, strict=True)
            )
        return scores

    def _norms(self, name: str) -> list[float]:
        """What BM25 adds to a weight below the line: it grows with the length of the field."""
        key = ("norms", name)
        held: list[float] | None = self.snapshot.cache.get(key)
        if held is None:
            average = self.snapshot.searcher.avg_field_length(name) or 1
            held = [_K1 * (1 - _B + _B * length / average) for length in self.snapshot.lengths(name)]
            self.snapshot.cache[key] = held
        return held

    def _expanded(self, asked: Any) -> Scores:
        """All documents with any of the terms that a pattern stands for."""
        name = asked.field()
        if name not in self.snapshot.schema:
            return {}
        scores: Scores = {}
        for leaf, base in self.snapshot.leaves:
            for term in _expansions(asked, leaf, name):
                scores.update(
                    dict.fromkeys([base + doc for doc in leaf.postings(name, term)[0]], asked.boost)
                )
        return scores

    # --- Combinations ---

    def _and(self, asked: Any) -> Scores:
        wanted = [part for part in asked.subqueries if not isinstance(part, query.Not)]
        unwanted = [part.query for part in asked.subqueries if isinstance(part, query.Not)]
        if wanted:
            scores = self._all(self._run(part) for part in wanted)
        else:
            scores = dict.fromkeys(self.snapshot.every, 0.0)
        for part in unwanted:
            for doc in self._run(part):
                scores.pop(doc, None)
        return _times(scores, asked.boost)

    @staticmethod
    def _all(parts: Iterable[Scores]) -> Scores:
        found = sorted(parts, key=len)
        scores = found[0]
        for other in found[1:]:
            scores = {doc: score + other[doc] for doc, score in scores.items() if doc in other}
        return scores

    def _or(self, asked: Any) -> Scores:
        scores: Scores = {}
        for part in asked.subqueries:
            for doc, score in self._run(part).items():
                scores[doc] = scores.get(doc, 0.0) + score
        return _times(scores, asked.boost)

    def _best(self, asked: Any) -> Scores:
        scores: Scores = {}
        for part in asked.subqueries:
            for doc, score in self._run(part).items():
                if score > scores.get(doc, -1.0):
                    scores[doc] = score
        return _times(scores, asked.boost)

    def _not(self, asked: Any) -> Scores:
        return dict.fromkeys(self.snapshot.every.difference(self._run(asked.query)), 0.0)

    def _and_not(self, asked: Any) -> Scores:
        unwanted = self._run(asked.b)
        return {doc: score for doc, score in self._run(asked.a).items() if doc not in unwanted}

    def _and_maybe(self, asked: Any) -> Scores:
        more = self._run(asked.b)
        return {doc: score + more.get(doc, 0.0) for doc, score in self._run(asked.a).items()}

    def _constant(self, asked: Any) -> Scores:
        return dict.fromkeys(self._run(asked.child), asked.score)

    def _every(self, asked: Any) -> Scores:
        name = asked.fieldname
        if name is None:
            return dict.fromkeys(self.snapshot.every, 0.0)
        if name not in self.snapshot.schema:
            return {}
        held = self.snapshot.schema[name]
        if held.scorable:
            filled: Iterable[Any] = self.snapshot.lengths(name)
        elif held.column_type:
            filled = (number is not None for number in self.snapshot.numbers(name))
        else:
            filled = self.snapshot.values(name)
        return {doc: 0.0 for doc, full in enumerate(filled) if full}

    def _numeric(self, asked: Any) -> Scores:
        """Numbers and moments between two bounds, by the column."""
        held = self.snapshot.schema[asked.fieldname]

        def sortable(bound: Any) -> Any:
            return bound if bound is None or isinstance(held, DATETIME) else held.to_column_value(bound)

        low, high = sortable(asked.start), sortable(asked.end)
        low = None if low is None else low + bool(asked.startexcl)
        high = None if high is None else high - bool(asked.endexcl)
        return {
            doc: 0.0
            for doc, number in enumerate(self.snapshot.numbers(asked.fieldname))
            if number is not None and (low is None or number >= low) and (high is None or number <= high)
        }

    # --- Words that stand together ---

    def _phrase(self, asked: Any) -> Scores:
        return self._together(asked.fieldname, asked.words, _follow, asked.boost)

    def _near(self, asked: Any) -> Scores:
        name = asked.qs[0].fieldname
        words = [part.text for part in asked.qs]
        reach = asked.slop + max(len(words) - 2, 0)
        return self._together(name, words, lambda places: meet(places, reach), 1.0)

    def _together(
        self, name: str, words: list[str], stand: Callable[[list[list[int]]], bool], boost: float
    ) -> Scores:
        terms = [self._bytes(name, word) for word in words]
        if not terms or None in terms:
            return {}
        scores = self._all([self._term(query.Term(name, word)) for word in dict.fromkeys(words)])
        kept: Scores = {}
        decode = self.snapshot.schema[name].format.decode_positions
        for leaf, base in self.snapshot.leaves:
            here = [doc for doc in scores if base <= doc < base + leaf.size]
            if not here:
                continue
            rows = [_by_doc(leaf.postings(name, term)) for term in terms if term is not None]
            for doc in here:
                places = [decode(row[doc - base]) for row in rows]
                if stand(places):
                    kept[doc] = scores[doc] * boost
        return kept


def _by_doc(postings: Postings) -> dict[int, bytes | None]:
    return dict(zip(postings[0], postings[2], strict=True))


def _times(scores: Scores, boost: float) -> Scores:
    return scores if boost == 1.0 else {doc: score * boost for doc, score in scores.items()}


def _follow(places: list[list[int]]) -> bool:
    """Does each word stand right behind the one before?"""
    starts = set(places[0])
    for offset, each in enumerate(places[1:], start=1):
        starts.intersection_update([place - offset for place in each])
        if not starts:
            return False
    return True


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


def _expansions(asked: Any, leaf: Leaf, name: str) -> Iterator[bytes]:
    if isinstance(asked, query.Prefix):
        found: Iterable[str] = leaf.lexicon(name).starting(asked.text)
    elif isinstance(asked, query.Wildcard):
        found = matching(leaf.lexicon(name), asked.text)
    elif isinstance(asked, query.FuzzyTerm):
        found = similar(leaf.lexicon(name), asked.text, int(asked.maxdist), asked.prefixlength)
    else:
        return (yield from asked._btexts(leaf.reader))
    for word in found:
        yield word.encode()


def matching(lexicon: Lexicon, pattern: str) -> list[str]:
    """The words that a pattern of `*` and `?` matches."""
    head = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    tail = re.split(r"[*?\]]", pattern)[-1]
    if head:
        candidates = lexicon.starting(head)
    elif tail:
        candidates = lexicon.ending(tail)
    else:
        candidates = lexicon.words
    matches = re.compile(translate(pattern.replace("[", "[[]"))).match
    return [word for word in candidates if matches(word)]


def similar(lexicon: Lexicon, word: str, distance: int, prefix: int = 0) -> list[str]:
    """The words within so many typos (a letter more, less, other, or two swapped)."""
    middle = len(word) // 2
    if prefix:
        candidates: Iterable[str] = lexicon.starting(word[:prefix])
    elif distance == 1 and middle:
        # A typo before the middle leaves what follows the middle letter as it was, for
        # even a swap reaches no further; any other typo leaves what stands before it.
        candidates = {*lexicon.starting(word[:middle]), *lexicon.ending(word[middle + 1 :])}
    else:
        candidates = lexicon.words
    return [
        each
        for each in candidates
        if abs(len(each) - len(word)) <= distance and typos(word, each) <= distance
    ]


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
