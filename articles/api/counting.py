"""What a search counts beyond its hits: every value of a facet, and two or three questions over time."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from articles import queries
from articles.queries.trends import asked_together

from .paging import neighbors, number, text_of
from .replies import Refusal, endpoint, reply
from .searches import heeded, of_api, value_json

#: More pages than any facet has, and as many as can be counted.
_LAST_PAGE = 10**8


@endpoint
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of one facet among what a search finds, a hundred a page."""
    heeded(request)
    asked = min(number(request, "page", 1), _LAST_PAGE)
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    order: Literal["count", "name"] = "name" if request.GET.get("order") == "name" else "count"
    found = queries.choices(wanted, name, text_of(request, "part"), order)
    if found is None:
        raise Http404
    if not found.in_order:
        raise Refusal(503)
    if asked > found.pages:
        raise Refusal(404, f"There is no page {asked}; the last one is {found.pages}.")

    def address(page: int) -> str:
        own = {"part": found.part, "order": order if order != "count" else "", "page": page}
        query = "&".join(filter(None, (wanted.query, urlencode({k: v for k, v in own.items() if v}))))
        return request.build_absolute_uri(f"{request.path}?{query}")

    links = neighbors(found.page, found.pages, address)
    return reply(
        {
            "name": name,
            "label": found.kind.label,
            "part": found.part,
            "order": order,
            "notices": notices,
            "total": found.total,
            "distinct": found.distinct,
            "matching": found.matching,
            "page": found.page,
            "pages": found.pages,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "values": [value_json(value, of_api(request)) for value in found.values],
        },
        links=links,
    )


@endpoint
def comparison(request: HttpRequest) -> HttpResponse:
    """What each question finds in each period, and in hundredths of all articles of it."""
    heeded(request)
    _, asked, notices = asked_together(request.GET)
    found = queries.compare(asked)
    if not found.in_order:
        raise Refusal(503)
    here = of_api(request)
    return reply(
        {
            "notices": list(dict.fromkeys((*notices, *found.notices))),
            "periods": [
                {
                    "label": period.label,
                    "start": period.start.isoformat(),
                    "end": period.end.isoformat(),
                    "articles": articles,
                }
                for period, articles in zip(found.periods, found.everything, strict=True)
            ],
            "courses": [
                {
                    "q": course.request.q,
                    "understood": course.understood,
                    "search_url": here(course.request.url()),
                    "total": course.total,
                    "counts": course.counts,
                    "shares": [round(share, 4) for share in course.shares],
                }
                for course in found.courses
            ],
        }
    )
