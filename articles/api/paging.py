"""Lists in pages: by number where readers jump, by the last entry seen where programs go through all.

A list that is followed to its end is asked for what comes after an entry, which an index finds at once;
an offset would have the database count its way there on each page. Such a list has no total, for the
same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.addresses import number_in

from .replies import Refusal, reply
from .schemas import MOST

PER_PAGE = 25
#: Python reads no number of more digits, and no archive has such a page.
_LONGEST_NUMBER = 3999
#: The largest number a row can have.
_LARGEST = 2**63 - 1


def number(request: HttpRequest, name: str, default: int, most: int = 0) -> int:
    """A whole number from 1 on, as a parameter says it."""
    text = request.GET.get(name)
    if text is None:
        return default
    found = number_in(text, _LONGEST_NUMBER) or 0
    if found < 1 or (most and found > most):
        limit = f"from 1 to {most}" if most else "from 1 on"
        raise Refusal(400, f"{name} has to be a whole number {limit}.")
    return found


def per_page(request: HttpRequest, default: int = PER_PAGE) -> int:
    return number(request, "per_page", default, MOST)


def neighbors(page: int, pages: int, address: Callable[[int], str]) -> dict[str, str]:
    """The addresses of other pages by their relation."""
    places = {
        "first": 1,
        "prev": page - 1,
        "next": page + 1 if page < pages else 0,
        "last": pages,
    }
    return {relation: address(place) for relation, place in places.items() if place} if pages > 1 else {}


def text_of(request: HttpRequest, name: str) -> str:
    """A parameter as databases take it."""
    value = request.GET.get(name, "").replace("\x00", " ")
    return " ".join(value.encode("utf-8", "ignore").decode().split())[:200]


def after_text(request: HttpRequest) -> str:
    return text_of(request, "after")


def row_number(request: HttpRequest, name: str) -> int | None:
    """The number of a row, as a parameter says it; one that no row can have is the largest there is."""
    text = request.GET.get(name)
    if text is None:
        return None
    if (found := number_in(text, _LONGEST_NUMBER)) is None:
        raise Refusal(400, f"{name} has to be a whole number.")
    return min(found, _LARGEST)


def after_number(request: HttpRequest) -> int:
    """0 stands before everything."""
    return row_number(request, "after") or 0


def listed(
    request: HttpRequest,
    name: str,
    rows: QuerySet | Sequence[Any],
    line: Callable[[Any], dict[str, Any]],
    place: Callable[[Any], object],
) -> HttpResponse:
    """The first of `rows`, which come after what was seen already; `place` is where the next page begins."""
    size = per_page(request)
    found = list(rows[: size + 1])
    shown = found[:size]
    further = None
    if len(found) > size:
        asked = {key: value for key, value in request.GET.items() if key != "after"}
        query = urlencode(asked | {"after": str(place(shown[-1]))})
        further = request.build_absolute_uri(f"{request.path}?{query}")
    return reply(
        {"per_page": size, "next": further, name: [line(row) for row in shown]},
        links={"next": further} if further else None,
    )
