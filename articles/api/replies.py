"""How the API answers: JSON in one shape of errors, open to other sites, with validators and paging links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from articles import throttling
from articles.answers import View, revalidated
from articles.conf import conf

R = TypeVar("R", bound=HttpResponseBase)

METHODS = "GET, HEAD, OPTIONS"
#: What is said where nothing more can be told.
MESSAGES = {
    400: "The request was not understood.",
    403: "This is not open to you.",
    404: "There is nothing at this address.",
    405: "This can only be read: use GET, HEAD or OPTIONS.",
    410: "This article was withdrawn.",
    429: "That is more than is answered in a minute; Retry-After says in how many seconds to go on.",
    500: "Something broke on our side. It has been noted.",
    503: "Search is out of order at the moment.",
}


class Refusal(Exception):
    """An answer that is an error, with a sentence of its own where the usual one would not help."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message or MESSAGES[status])
        self.status = status


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def reply(data: Any, status: int = 200, links: Mapping[str, str] | None = None) -> JsonResponse:
    """`links` are other pages of this answer by their relation, for the Link header."""
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    if links:
        response["Link"] = ", ".join(f'<{url}>; rel="{relation}"' for relation, url in links.items())
    return response


def error(status: int, message: str = "") -> HttpResponse:
    response = reply({"error": {"status": status, "message": message or MESSAGES[status]}}, status)
    if status == 405:
        response["Allow"] = METHODS
    if status == 503:
        response["Retry-After"] = "60"
    return opened(response)


def opened(response: R) -> R:
    """Scripts of any site may read it; there is nothing here that a cookie would open."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = (
        "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
    )
    return response


def endpoint(view: Callable[..., HttpResponse]) -> View:
    """A view of the API: it returns a reply, or raises Refusal or Http404."""

    @revalidated
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except Refusal as refusal:
            return error(refusal.status, str(refusal))
        except Http404:
            return error(404)

    # Nothing is written here, so a POST is told that it is not allowed, not that it lacks a token.
    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            return error(405)
        allowance = throttling.spend("api", throttling.address_of(request.META), conf().api_rate)
        response = error(429) if allowance.used_up else opened(answered(request, **kwargs))
        for name, value in allowance.headers().items():
            response[name] = value
        return response

    return door


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204, headers={"Allow": METHODS})
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return opened(response)
