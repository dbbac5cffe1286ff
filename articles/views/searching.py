"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
