"""What the API answers: lists of articles, one article, searches, and the description of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles import queries
from articles.browsing import is_gone
from articles.documents import documents
from articles.models import Article, ArticleCountry
from articles.presenters.links import page_url

from .openapi import DOCUMENT, MOST
from .replies import Refusal, endpoint, reply
from .summaries import summary_json

PER_PAGE = 25
#: Python reads no number of more digits, and no archive has such a page.
LONGEST_NUMBER = 4000


@endpoint
def articles(request: HttpRequest) -> HttpResponse:
    """All published articles, newest first."""
    size = _number(request, "per_page", PER_PAGE, MOST)
    ties = ArticleCountry.objects.select_related("country")
    rows = (
        Article.objects.published()
        .newest_first()
        .defer("removed")
        .select_related("outlet", "agency")
        .prefetch_related(Prefetch("article_countries", ties, to_attr="ties"))
    )
    pages = Paginator(rows, size)
    number = _number(request, "page", 1)
    if number > pages.num_pages:
        raise Refusal(404, f"There is no page {number}; the last one is {pages.num_pages}.")
    page = pages.page(number)
    kept = {"per_page": str(size) if size != PER_PAGE else ""}

    def address(wanted: int) -> str:
        return request.build_absolute_uri(page_url(request.path, kept, wanted))

    links = _links(number, pages.num_pages, address)
    return reply(
        {
            "total": pages.count,
            "page": number,
            "pages": pages.num_pages,
            "per_page": size,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "articles": [summary_json(row, request.build_absolute_uri) for row in page.object_list],
        },
        links=links,
    )


@endpoint
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = next(documents([pk], request.build_absolute_uri), None)
    if found is None:
        raise Refusal(410 if is_gone(pk) else 404)
    return reply(found)


@endpoint
def search(request: HttpRequest) -> HttpResponse:
    """The search page's parameters and what it shows; its links lead to the API."""
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    size = _number(request, "per_page", queries.PAGE_SIZE, MOST)
    found = queries.search(replace(wanted, page_size=size))
    if queries.OUT_OF_ORDER in found.notices:
        raise Refusal(503)

    def here(url: str) -> str:
        query = url.partition("?")[2]
        if size != queries.PAGE_SIZE:
            query = f"{query}&per_page={size}".lstrip("&")
        return request.build_absolute_uri(f"{reverse('api_search')}?{query}".rstrip("?"))

    links = _links(found.page, found.pages, lambda number: here(wanted.url(page=number)))
    return reply(
        {
            "q": wanted.q,
            "understood": found.understood,
            "notices": list(dict.fromkeys((*notices, *found.notices))),
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
                    "values": [
                        {
                            "value": value.value,
                            "label": value.label,
                            "count": value.count,
                            "selected": value.selected,
                            "toggle_url": here(value.toggle_url),
                        }
                        for value in facet.values
                    ],
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


def _number(request: HttpRequest, name: str, default: int, most: int = 0) -> int:
    """A whole number from 1 on, as a parameter says it."""
    text = request.GET.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0
    if number < 1 or (most and number > most):
        limit = f"from 1 to {most}" if most else "from 1 on"
        raise Refusal(400, f"{name} has to be a whole number {limit}.")
    return number


def _links(number: int, pages: int, address: Any) -> dict[str, str]:
    places = {
        "first": 1,
        "prev": number - 1,
        "next": number + 1 if number < pages else 0,
        "last": pages,
    }
    return {relation: address(place) for relation, place in places.items() if place} if pages > 1 else {}
