"""What a reader may mean: names and words that go on from what is typed, and words put right.

Names come first: countries, people, topics, organizations and series that published
articles speak of, each leading to the search for it. They are found by their slugs,
which the index counts anyway, so that nothing is kept twice and the database is asked
once, for how they are written. Words of the texts follow.

A word is only put right when no article has it and the question without the mistake
finds more. What stands between quotation marks is meant as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from haystack import connections

from archive.search import OperatorError, Understood

from ..models import make_slug
from .asking import FACETS, FacetKind, SearchRequest
from .language import countries_beginning
from .page import Suggestion, labels_of

#: Completions of one list.
MOST: Final = 10
_MOST_NAMES: Final = 6
_LONGEST: Final = 80
#: One letter begins too much to be worth a list of names.
_LETTERS: Final = 2
#: Words of a question that are looked at for mistakes.
_MOST_WORDS: Final = 20
_NAMED: Final = tuple(
    kind for kind in FACETS if kind.parameter in {"country", "person", "topic", "event", "organization"}
)
_MARKS: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_QUOTED: Final = re.compile(f"([{_MARKS}][^{_MARKS}]*[{_MARKS}]?)")


def suggestions(typed: str) -> tuple[Suggestion, ...]:
    """Names and words that begin like what was typed, the most covered first."""
    typed = " ".join(typed[:_LONGEST].split())
    if not typed:
        return ()
    held: dict[str, Suggestion] = {}
    try:
        for each in (*_names(typed), *_words(typed)):
            held.setdefault(each.text.casefold(), each)
    except OperatorError:
        return ()
    return tuple(held.values())[:MOST]


def _names(typed: str) -> list[Suggestion]:
    beginning = make_slug(typed)
    if len(beginning) < _LETTERS:
        return []
    backend = connections["default"].get_backend()
    found: list[tuple[int, FacetKind, str]] = []
    counts: dict[str, list[tuple[str, int]]] = {}
    for kind in _NAMED:
        patterns = [f"{beginning}*", f"*-{beginning}*"]
        if kind.parameter == "country":
            patterns = list(countries_beginning(typed))
        counts[kind.field] = backend.values(kind.field, patterns, _MOST_NAMES)
        found += [(count, kind, value) for value, count in counts[kind.field]]
    labels = labels_of(SearchRequest(), counts)
    found.sort(key=lambda each: (-each[0], each[2]))
    return [
        Suggestion(
            labels.get((kind.parameter, value), value),
            f"{kind.noun.lower()}, {_articles(count)}",
            SearchRequest().toggled(kind.parameter, value),
        )
        for count, kind, value in found[:_MOST_NAMES]
    ]


def _words(typed: str) -> Iterator[Suggestion]:
    """What was typed with its last word gone on with."""
    *before, last = typed.split(" ")
    if not last.isalnum():
        return
    for word in connections["default"].get_backend().completions(last, MOST):
        text = " ".join([*before, word])
        yield Suggestion(text, "word", SearchRequest(q=text).url())


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def better(
    request: SearchRequest, understood: Understood, total: int, count: Callable[[SearchRequest], int]
) -> Suggestion | None:
    """The question with its mistyped words put right, where that finds more than `total`."""
    typed = islice(dict.fromkeys(understood.words), _MOST_WORDS)
    wrong = connections["default"].get_backend().put_right(typed)
    if not wrong:
        return None
    mistyped = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wrong))})(?!\w)")
    parts = _QUOTED.split(request.q)
    parts[::2] = [mistyped.sub(lambda match: wrong[match.group()], part) for part in parts[::2]]
    meant = replace(request, q="".join(parts), page=1)
    if meant.q == request.q or count(meant) <= total:
        return None
    return Suggestion(meant.q, "", meant.url())
