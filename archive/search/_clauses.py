"""The clauses of a question: what stands side by side in it, with where each was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from whoosh import query


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question that could be left out: how it reads, and the place where it was typed."""

    text: str
    query: Any
    start: int
    end: int
    negative: bool = False


def apart(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Clauses that were typed as one word ("a*-b") are one, since they can only be taken away together."""
    held: Clause | None = None
    for each in clauses:
        if held is not None and each.start < held.end:
            both = query.And([held.query, each.query])
            held = Clause(f"{held.text} {each.text}", both, held.start, each.end, held.negative)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
