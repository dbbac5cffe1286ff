"""Articles of a browse page, and what they speak of: one search, without words, of the index.

Two designs were weighed for counts that are right and quick at 100,000 articles.
Counters kept in tables would be read in a millisecond, but a page of a country needs
the people, topics and partners *of that country's articles*, and so a counter for
each two entries of all registers, to be kept right by every import, decision, merge
and withdrawal. The index holds what each article speaks of as arrays already and
counts any set of articles exactly, in milliseconds, with nothing else to keep. So
pages count by it, and list by it too: where a country has 30,000 articles, SQLite
would read them all to find the newest 25.

An index is a copy and may be away, half made, or another archive's. `gather` then
answers None and the pages ask the database, which is slower and always right. While
articles wait to be indexed the two may differ by as many as wait; counts then lag
behind by a moment, and what is listed is read from the database in any case.

Counting a hundred thousand published articles takes the database longer than the
index takes to count all that they speak of. So a process remembers the number with a
mark of the database as it was then: the latest change of any article, the greatest
number, what is gone for ever and what waits to be indexed, each read from the end of
an index. No article is published, changed, withdrawn or deleted without moving it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import Count, Max, Subquery
from haystack import connections

from ..models import Article, IndexNote, Tombstone

Order = Literal["newest", "oldest"]
#: A field of the index and the one value of it that narrows.
Term = tuple[str, str]
#: Names of fields, each with how many of its values are wanted; None for all.
Wanted = Mapping[str, int | None]

#: The database's mark, and what the index held when it was found to hold all that was published.
_known: dict[str, tuple[tuple[Any, ...], tuple[int, int]]] = {}

_ORDERS: Final[Mapping[Order, tuple[str, str]]] = {
    "newest": ("-published", "-number"),
    "oldest": ("published", "number"),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """`numbers` are articles in order; `counts` has the commonest values of each wanted field first.

    `distinct` is how many values a field has, wanted or not.
    """

    total: int
    numbers: tuple[int, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    distinct: Mapping[str, int] = field(default_factory=dict)


def gather(
    terms: Sequence[Term], wanted: Wanted, order: Order = "newest", start: int = 0, end: int = 0
) -> Gathered | None:
    """Published articles that have all of these values; None where the index cannot be relied on."""
    return asked_of_index(terms, wanted, order, start, end) if in_step() else None


def in_step() -> bool:
    """Does the index hold the articles that are published, but for those that wait? In a query, mostly."""
    backend = connections["default"].get_backend()
    if backend.problem() is not None:
        return False
    held = backend.extent("number")
    if not held[0]:
        return False
    mark = _mark()
    if mark is not None and _known.get("published") == (mark, held):
        return True
    published = Article.objects.published().aggregate(number=Count("pk"), greatest=Max("pk"))
    if held == (published["number"], published["greatest"] or 0):
        # What a transaction sees may yet be taken back.
        if mark is not None and not connection.in_atomic_block:
            _known["published"] = mark, held
        return True
    return abs(held[0] - published["number"]) <= IndexNote.objects.count()


def _mark() -> tuple[Any, ...] | None:
    """What moves with every change of what is published; None of an archive without articles."""
    greatest = Article.objects.order_by("-pk").values("pk")[:1]
    gone = Tombstone.objects.order_by("-since").values("since")[:1]
    waits = IndexNote.objects.order_by("-pk").values("pk")[:1]
    changed = Article.objects.order_by("-modified_at", "-pk").annotate(
        greatest=Subquery(greatest), gone=Subquery(gone), waits=Subquery(waits)
    )
    name = str(connection.settings_dict["NAME"])
    found = changed.values_list("modified_at", "greatest", "gone", "waits").first()
    return None if found is None else (name, *found)


def asked_of_index(
    terms: Sequence[Term], wanted: Wanted, order: Order = "newest", start: int = 0, end: int = 0
) -> Gathered:
    """The same for who has asked whether it is `in_step`."""
    asked: Any = connections["default"].get_query()
    for name, value in terms:
        asked.add_narrow_query(asked.build_query_fragment(name, "exact", value))
    for name, most in wanted.items():
        asked.add_field_facet(name, **({} if most is None else {"limit": most}))
    for each in _ORDERS[order]:
        asked.add_order_by(each)
    # One is the least that the engine puts in order quickly.
    asked.set_limits(start, max(end, start + 1))
    asked.run()
    counted = asked.get_facet_counts().get("fields", {})
    return Gathered(
        total=asked.get_count(),
        numbers=tuple(int(result.pk) for result in asked.get_results()),
        counts={name: dict(counted.get(name, ())) for name in wanted},
        distinct={name: getattr(counted.get(name), "distinct", 0) for name in wanted},
    )
