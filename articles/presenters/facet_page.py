"""All values of a facet, as a page that can be ticked, sought in and turned."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from articles.forms import kept
from articles.queries import OUT_OF_ORDER, VALUES_A_PAGE, Choices, FacetValue

from .links import Link, Pager
from .panels import articles_words


@dataclass(frozen=True, slots=True)
class FacetPage:
    """`hidden` goes with the box that seeks, `ticked_elsewhere` with the boxes that are ticked."""

    heading: str
    among: str
    values: tuple[FacetValue, ...]
    orders: tuple[Link, ...]
    pager: Pager
    back: str
    hidden: tuple[tuple[str, str], ...]
    handed_on: tuple[tuple[str, str], ...]
    can_tick: bool
    joins: bool
    out_of_order: str = OUT_OF_ORDER


def facet_page(found: Choices) -> FacetPage:
    request, name = found.request, found.kind.parameter
    shown = {value.value for value in found.values}
    elsewhere = [(name, value) for value in getattr(request, name, ()) if value not in shown]
    first = (found.page - 1) * VALUES_A_PAGE

    def here(**changes: str) -> str:
        own = {"part": found.part, "order": found.order if found.order != "count" else ""} | changes
        more = urlencode({key: value for key, value in own.items() if value})
        address = request.facet_url(name)
        return f"{address}{'&' if '?' in address else '?'}{more}" if more else address

    return FacetPage(
        heading=found.kind.label,
        among=articles_words(found.total),
        values=found.values,
        orders=tuple(
            Link(label, "" if order == found.order else here(order=order))
            for order, label in (("count", "most frequent first"), ("name", "by name"))
        )
        if name != "year"
        else (),
        pager=Pager(
            found.page,
            found.pages,
            found.matching,
            first + 1,
            first + len(found.values),
            here(page=str(found.page - 1) if found.page > 2 else "") if found.page > 1 else "",
            here(page=str(found.page + 1)) if found.page < found.pages else "",
        ),
        back=request.url(),
        hidden=kept(request),
        handed_on=(*kept(request, name, "match"), *elsewhere),
        can_tick=name != "year",
        joins=request.match == "any",
    )
