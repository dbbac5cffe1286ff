"""The search page, and what goes on from what is being typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import queries
from articles.forms import SearchForm
from articles.presenters.search_page import search_results


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    found = queries.search(wanted)
    return render(
        request,
        "search.html",
        {"found": found, "results": search_results(found, notices), "form": SearchForm(wanted)},
    )


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """What goes on from `q`, in the form that browsers ask search engines for (OpenSearch Suggestions)."""
    typed = request.GET.get("q", "")[:200]
    found = queries.suggestions(typed)
    reply = [
        typed,
        [each.text for each in found],
        [each.note for each in found],
        [request.build_absolute_uri(each.url) for each in found],
    ]
    return JsonResponse(reply, safe=False, content_type="application/x-suggestions+json")
