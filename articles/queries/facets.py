"""All values of one facet among what a search finds: counted, sought in, and a page at a time.

Slugs are how names are written without accents, so what a reader types is held against
them, and against the names themselves, which an editor may have changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from archive.search import understand

from ..models import fold, make_slug
from .asking import FACETS, YEAR, FacetKind, SearchRequest
from .language import countries_beginning, country_names, language
from .moved import REGISTERS
from .page import FacetValue, chips_of, labels_of, shown_of, values_of, years_of
from .searching import narrowed, narrowing, ready

VALUES_A_PAGE: Final = 100
#: Names of a register that are looked at beside the slugs.
_MOST_NAMES: Final = 2_000
_LONGEST: Final = 80

Order = Literal["count", "name"]


@dataclass(frozen=True, slots=True)
class Choices:
    """`total` articles have `distinct` values; `matching` of these have `part` in their names.

    `asked` is what the request asks for, in words.
    """

    request: SearchRequest
    kind: FacetKind
    part: str
    order: Order
    total: int = 0
    distinct: int = 0
    matching: int = 0
    values: tuple[FacetValue, ...] = ()
    asked: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    in_order: bool = True


def choices(request: SearchRequest, name: str, part: str = "", order: Order = "count") -> Choices | None:
    """One page of a facet's values (the page is the request's); None where there is no such facet."""
    kind = next((each for each in (*FACETS, YEAR) if each.parameter == name), None)
    if kind is None:
        return None
    part = " ".join(part[:_LONGEST].replace("\0", " ").split())
    if not ready():
        return Choices(request, kind, part, order, in_order=False)
    total, counted = _counted(request, kind)
    held = [each for each in counted if each[1]]
    kept = _having(part, kind, held) if part else held
    if order == "name":
        names = country_names() if kind.parameter == "country" else {}
        kept = sorted(kept, key=lambda each: names.get(each[0], each[0]))
    pages = max(1, -(-len(kept) // VALUES_A_PAGE))
    page = min(request.page, pages)
    shown = kept[(page - 1) * VALUES_A_PAGE : page * VALUES_A_PAGE]
    labels = labels_of(request, {kind.field: shown}, VALUES_A_PAGE)
    values = years_of(request, shown) if kind is YEAR else values_of(request, kind, shown, labels)
    return Choices(
        request,
        kind,
        part,
        order,
        total,
        len(held),
        len(kept),
        tuple(values),
        tuple(chip.label for chip in chips_of(request, labels)),
        page,
        pages,
    )


def _counted(request: SearchRequest, kind: FacetKind) -> tuple[int, Sequence[tuple[str, int]]]:
    """The number of articles, and every value with its own."""
    asked = narrowed(request, understand(request.q, language()))
    if kind is YEAR:
        asked.add_field_facet(kind.field)
    else:
        apart = kind.parameter in request.beside or request.joins(kind)
        left_out = narrowing(request, kind, asked) if apart else ()
        asked.add_field_facet(kind.field, without=left_out)
    asked.set_limits(0, 1)
    total = int(asked.get_count())
    counted = shown_of(asked.get_facet_counts().get("fields", {}).get(kind.field, ()))
    if kind is YEAR:
        counted = sorted(counted, reverse=True)
    return total, counted


def _having(part: str, kind: FacetKind, held: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    if kind.parameter == "country":
        names = country_names()
        beginning = set(countries_beginning(part))
        sought = fold(part)
        return [each for each in held if each[0] in beginning or sought in fold(names.get(each[0], each[0]))]
    if kind is YEAR:
        return [each for each in held if part in each[0]]
    named = REGISTERS[kind.parameter].objects.filter(name__icontains=part)
    slugs = set(named.values_list("slug", flat=True)[:_MOST_NAMES])
    slug = make_slug(part)
    return [each for each in held if each[0] in slugs or (slug and slug in each[0])]
