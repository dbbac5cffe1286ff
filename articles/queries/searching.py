"""Running a request: one search of the index, one query of the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.safestring import mark_safe
from haystack import connections
from haystack.backends import SQ
from haystack.constants import DJANGO_ID
from haystack.inputs import Raw
from haystack.query import SearchQuerySet

from archive.search import Understood, understand

from ..models import Article
from .asking import FACETS, LONG_PAGE, FacetKind, SearchRequest, Sort
from .language import language
from .page import SHOWN_VALUES, Chip, Hit, SearchPage, chips_of, facets_of, histogram_of, labels_of
from .relaxing import Why, why_nothing
from .suggesting import better
from .timeline import fields_of

logger = logging.getLogger(__name__)

_SNIPPET: Final = 280
_SHORT_SNIPPET: Final = 80
_LIKE: Final = 5


OUT_OF_ORDER: Final = (
    "Search is out of order at the moment. The articles can still be browsed by country and by date."
)


def search(request: SearchRequest) -> SearchPage:
    """Run a request and make its page."""
    started = time.perf_counter()
    understood = understand(request.q, language())
    if not ready():
        labels = labels_of(request, {})
        return SearchPage(request, notices=(OUT_OF_ORDER,), chips=chips_of(request, labels))
    notices = list(understood.notices)
    asked = _asked(request, understood)
    answer = _Answer.of(asked, request.page, request.page_size)
    page, pages = request.page, max(1, -(-answer.total // request.page_size))
    if page > pages:
        notices.append(
            f"There is no page {page}; this is the last of {pages}."
            if pages > 1
            else "There is only this page."
        )
        page = pages
        answer = _Answer.of(asked, page, request.page_size)
    notices += answer.notices
    labels = labels_of(request, answer.counts)
    why = Why() if answer.total else why_nothing(request, understood, labels, counted)
    notices += why.notices
    return SearchPage(
        request=request,
        hits=tuple(map(_hit, answer.results)),
        total=answer.total,
        facets=tuple(facets_of(request, answer.counts, labels)),
        histogram=tuple(histogram_of(request, answer.counts)),
        notices=tuple(dict.fromkeys(notices)),
        understood=understood.text,
        chips=chips_of(request, labels),
        meant=better(request, understood, answer.total, counted),
        clauses=why.clauses,
        relaxations=why.relaxations,
        page=page,
        pages=pages,
        next_url=request.url(page=page + 1) if page < pages else None,
        previous_url=request.url(page=page - 1) if page > 1 else None,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def ready() -> bool:
    """Is the index in order? What keeps it from that is for `is_ready` to tell the operator."""
    return connections["default"].get_backend().problem() is None


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a request finds, by the articles' numbers in the request's order.

    `generation` is the state of the index that was asked, which grows with each change; `engine` is
    the version of what asked it.
    """

    numbers: tuple[int, ...]
    generation: int
    engine: str
    understood: str
    notices: tuple[str, ...]


def everything(request: SearchRequest) -> Everything | None:
    """Every hit of a request, however many; None when the index is out of order."""
    understood = understand(request.q, language())
    backend = connections["default"].get_backend()
    if (problem := backend.problem()) is not None:
        logger.error("%s", problem)
        return None
    asked = _asked(request, understood)
    numbers, generation, notices = backend.keys(asked.build_query(), **asked.build_params())
    return Everything(
        tuple(map(int, numbers)),
        generation,
        backend.version,
        understood.text,
        (*understood.notices, *notices),
    )


def hits(request: SearchRequest, numbers: Sequence[int]) -> tuple[Hit, ...]:
    """Those of these articles that a request finds, the newest first, with the words that match."""
    asked = narrowed(request, understand(request.q, language()))
    asked.add_narrow_query(asked.build_query_fragment(DJANGO_ID, "in", list(map(str, numbers))))
    asked.add_highlight(**_STYLE)
    for order in _ORDERS["newest"]:
        asked.add_order_by(order)
    return tuple(map(_hit, _Answer.of(asked, 1, len(numbers)).results)) if numbers else ()


def asked_for(request: SearchRequest) -> tuple[Chip, ...]:
    """What a request asks for, in words, part by part."""
    return chips_of(request, labels_of(request, {}))


def is_ready() -> bool:
    """Can the index be searched? Opens it, and searches nothing."""
    try:
        problem = connections["default"].get_backend().problem()
    except Exception:
        logger.exception("The index does not answer.")
        return False
    if problem is not None:
        logger.error("%s", problem)
    return problem is None


def more_like_this(article: Article, count: int = _LIKE) -> tuple[Hit, ...]:
    """Published articles that speak of the same things; without snippets, which take longer than the rest."""
    found = SearchQuerySet().more_like_this(article)
    return tuple(_hit(result) for result in found[:count])


_STYLE: Final[Mapping[str, Any]] = {
    "pre_tag": "<mark>",
    "post_tag": "</mark>",
    "length": _SNIPPET,
    "without": "title",
}


def counted(request: SearchRequest) -> int:
    """How many articles a request finds."""
    asked = narrowed(request, understand(request.q, language()))
    asked.set_limits(0, 1)
    return int(asked.get_count())


def narrowed(request: SearchRequest, understood: Understood) -> Any:
    """The request in Haystack's terms.

    It is put into one query object: a `SearchQuerySet` copies all it holds with each condition.
    """
    asked = connections["default"].get_query()
    if understood.query is not None:
        asked.add_filter(SQ(content=Raw(understood.query)))
    for kind in FACETS:
        for narrow in narrowing(request, kind, asked):
            asked.add_narrow_query(narrow)
    for lookup, day in (("gte", request.from_date), ("lte", request.to_date)):
        if day is not None:
            asked.add_narrow_query(asked.build_query_fragment("published", lookup, day))
    return asked


def narrowing(request: SearchRequest, kind: FacetKind, asked: Any) -> list[str]:
    """What is chosen in a facet, as queries that each narrow the search."""
    values: tuple[str, ...] = getattr(request, kind.parameter)
    field = f"{kind.field}_exact"
    if kind.parameter == "country" and request.match == "any" and len(values) > 1:
        return [asked.build_query_fragment(field, "in", values)]
    return [asked.build_query_fragment(field, "exact", value) for value in values]


def _asked(request: SearchRequest, understood: Understood) -> Any:
    """The request with everything that the page counts and shows."""
    asked = narrowed(request, understood)
    length = _SNIPPET if request.page_size <= LONG_PAGE else _SHORT_SNIPPET
    asked.add_highlight(**{**_STYLE, "length": length})
    for kind in FACETS:
        apart = kind.parameter in request.beside or request.joins(kind)
        left_out = narrowing(request, kind, asked) if apart else ()
        also: tuple[str, ...] = getattr(request, kind.parameter)
        asked.add_field_facet(kind.field, limit=SHOWN_VALUES, also=also, without=left_out)
    for name in ("year", *fields_of(request)):
        asked.add_field_facet(name)
    for order in _ORDERS[request.sort]:
        asked.add_order_by(order)
    return asked


_ORDERS: Final[Mapping[Sort, tuple[str, str]]] = {
    "relevance": ("-score", "-published"),
    "newest": ("-published", "-score"),
    "oldest": ("published", "-score"),
}


@dataclass(frozen=True, slots=True)
class _Answer:
    results: Sequence[Any]
    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]]
    notices: tuple[str, ...]

    @classmethod
    def of(cls, asked: Any, page: int, size: int) -> Self:
        """One search: a page of results, their number and all counts."""
        asked.set_limits((page - 1) * size, page * size)
        asked.run()
        return cls(
            asked.get_results(), asked.get_count(), asked.get_facet_counts().get("fields", {}), asked.notices
        )


@cache
def _address(script_prefix: str) -> str:
    """The address of an article with gaps for its number and slug; the resolver is asked once."""
    return reverse("article", args=[0, "-"]).removesuffix("0/-/") + "{}/{}/"


def _hit(result: Any) -> Hit:
    return Hit(
        id=int(result.pk),
        url=_address(get_script_prefix()).format(result.pk, quote(result.slug)),
        title=result.headline,
        date=result.published,
        date_precision=result.date_precision or "",
        date_basis=result.date_basis or "unknown",
        source=", ".join(result.sources or ()),
        agency=result.agency or "",
        countries=tuple(result.countries_exact or ()),
        # The engine escapes everything but the marks that `_STYLE` names.
        snippet=mark_safe(result.highlighted["text"][0] if result.highlighted else ""),  # noqa: S308
        score=float(result.score),
    )
