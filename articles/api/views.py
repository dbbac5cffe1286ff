"""What the API answers: lists of articles, one article, searches, and the description of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles import queries
from articles.browsing import is_gone
from articles.documents import documents
from articles.models import Article, ArticleCountry
from articles.presenters.links import page_url
from articles.relatives import relatives_of
from articles.selections import survey

from .narrowing import PARAMETERS, chosen
from .openapi import DOCUMENT
from .paging import PER_PAGE, neighbors, number, per_page
from .replies import Refusal, endpoint, reply
from .searches import heeded, of_api, value_json
from .summaries import Absolute, article_json, summary_json

#: More pages than any archive has, and as many as can be counted.
_LAST_PAGE = 10**8
#: Parameters that the addresses of other pages repeat.
_KEPT = ("country", "pair", *PARAMETERS)


@endpoint
def articles(request: HttpRequest) -> HttpResponse:
    """Published articles, newest first: all, or those that speak of what is chosen."""
    size, page = per_page(request), number(request, "page", 1)
    found = survey(chosen(request), page=min(page, _LAST_PAGE), size=size)
    if page > found.pages:
        raise Refusal(404, f"There is no page {page}; the last one is {found.pages}.")
    rows = _rows(found.numbers)
    asked = {name: value for name, value in request.GET.items() if name in _KEPT and value}
    kept = asked | {"per_page": str(size) if size != PER_PAGE else ""}

    def address(wanted: int) -> str:
        return request.build_absolute_uri(page_url(request.path, kept, wanted))

    links = neighbors(page, found.pages, address)
    return reply(
        {
            "total": found.total,
            "page": page,
            "pages": found.pages,
            "per_page": size,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "articles": [summary_json(row, request.build_absolute_uri) for row in rows],
        },
        links=links,
    )


def _rows(numbers: Iterable[int]) -> list[Article]:
    numbers = list(numbers)
    ties = ArticleCountry.objects.select_related("country")
    found = (
        Article.objects.published()
        .defer("removed")
        .select_related("outlet", "agency")
        .prefetch_related(Prefetch("article_countries", ties, to_attr="ties"))
        .in_bulk(numbers)
    )
    return [found[key] for key in numbers if key in found]


@endpoint
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = next(documents([pk], request.build_absolute_uri), None)
    if found is None:
        raise Refusal(410 if is_gone(pk) else 404)
    return reply(found | _kin(pk, request.build_absolute_uri))


def _kin(pk: int, absolute: Absolute) -> dict[str, Any]:
    """Whom an article stands with: printings of its text, and other reports of what it tells."""
    known = relatives_of(Article.objects.select_related("kinship").only("kinship").get(pk=pk))
    return {
        "versions": [
            article_json(each, absolute)
            | {"compare_url": absolute(reverse("compare", args=[pk, each.pk])) if each.pk != pk else None}
            for each in known.versions
        ],
        "reports": [article_json(each, absolute) for each in known.reports],
    }


@endpoint
def search(request: HttpRequest) -> HttpResponse:
    """The search page's parameters and what it shows; its links lead to the API."""
    heeded(request)
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    size = per_page(request, wanted.page_size)
    found = queries.search(replace(wanted, page_size=size))
    if queries.OUT_OF_ORDER in found.notices:
        raise Refusal(503)
    here = of_api(request, size)
    links = neighbors(found.page, found.pages, lambda number: here(wanted.url(page=number)))
    return reply(
        {
            "q": wanted.q,
            "understood": found.understood,
            "notices": list(dict.fromkeys((*notices, *found.notices))),
            "meant": found.meant and {"q": found.meant.text, "url": here(found.meant.url)},
            "clauses": [_way(way, here) for way in found.clauses],
            "relaxations": [_way(way, here) for way in found.relaxations],
            "total": found.total,
            "page": found.page,
            "pages": found.pages,
            "per_page": size,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "hits": [_hit(hit, request) for hit in found.hits],
            "facets": [
                {
                    "name": facet.name,
                    "label": facet.label,
                    "values": [value_json(value, here) for value in facet.values],
                    "more": facet.more,
                }
                for facet in found.facets
            ],
            "histogram": [
                {
                    "label": bar.label,
                    "count": bar.count,
                    "start": bar.start.isoformat(),
                    "end": bar.end.isoformat(),
                    "url": here(bar.url),
                }
                for bar in found.histogram
            ],
        },
        links=links,
    )


@endpoint
def openapi(_request: HttpRequest) -> HttpResponse:
    return reply(DOCUMENT)


def _way(way: queries.Way, here: Callable[[str], str]) -> dict[str, Any]:
    return {"label": way.label, "count": way.count, "url": here(way.url)}


def _hit(hit: queries.Hit, request: HttpRequest) -> dict[str, Any]:
    countries = zip(hit.countries, hit.country_names, strict=True)
    return {
        "id": hit.id,
        "url": request.build_absolute_uri(hit.url),
        "api_url": request.build_absolute_uri(reverse("api_article", args=[hit.id])),
        "title": hit.title,
        "date": hit.date.isoformat() if hit.date else None,
        "date_precision": hit.date_precision or None,
        "date_basis": hit.date_basis,
        "source": hit.source or None,
        "agency": hit.agency or None,
        "countries": [{"code": code, "name": name} for code, name in countries],
        "snippet": str(hit.snippet),
        "score": round(hit.score, 4),
    }
