"""What is not about the articles: errors, and what machines ask for."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlencode

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import api, queries
from articles.presenters import about as presented

from .commenting import refused_comment

logger = logging.getLogger(__name__)

#: Words of an address that is not there, and letters of them that are offered as a search.
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 100


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether the archive can answer: status 200 when database and index can be read, else 503."""
    checks = {"database": _database_answers(), "index": queries.is_ready()}
    return JsonResponse(
        {"status": "ok" if all(checks.values()) else "unavailable"}
        | {name: "ok" if answers else "unavailable" for name, answers in checks.items()},
        status=200 if all(checks.values()) else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        return False
    return True


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"page": presented.about()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages may be read by anybody; the admin and endless combinations of facets need not be."""
    pages = f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"
    closed = ("admin", "search", "saved", "accounts")
    lines = ("User-agent: *", *(f"Disallow: /{path}/" for path in closed), "", pages, "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return api.error(status) if api.is_api(request) else render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was sent lacks the token of its page. A comment comes back as it was typed."""
    found = resolve(request.path_info)
    if found.url_name == "comment":
        return refused_comment(request, **found.kwargs)
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the words of the address as a search: an address that was guessed or broken mostly has some."""
    if api.is_api(request):
        return api.error(404)
    parts = [part for part in request.path.split("/") if part]
    words = " ".join(_WORD.findall(max(parts[1:] or parts, key=len, default="")))[:_LONGEST]
    search = f"{reverse('search')}?{urlencode({'q': words})}" if words else ""
    return render(request, "404.html", {"words": words, "search": search}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)
