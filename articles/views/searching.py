"""The search page and what belongs to it: all values of a facet, questions over time, completions."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import queries
from articles.answers import out_of_order
from articles.exports import safe_cell
from articles.forms import kept
from articles.presenters.facet_page import facet_page
from articles.presenters.search_page import search_results
from articles.presenters.trends import trends
from articles.queries.trends import asked_together


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    found = queries.search(wanted)
    return render(
        request,
        "search.html",
        {
            "found": found,
            "results": search_results(found, notices),
            # A new word narrows what was chosen by links.
            "chosen": kept(wanted, "q", "from", "to"),
        },
    )


@require_safe
def search_facet(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of one facet, for lists too long to stand beside results."""
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    order = "name" if request.GET.get("order") == "name" else "count"
    found = queries.choices(wanted, name, request.GET.get("part", ""), order)
    if found is None:
        raise Http404("There is no such facet.")
    return render(
        request, "search_facet.html", {"found": found, "facet": facet_page(found), "notices": notices}
    )


@require_safe
def search_compare(request: HttpRequest) -> HttpResponse:
    alike, asked, notices = asked_together(request.GET)
    shown = trends(queries.compare(asked), alike, [each.q for each in asked], notices)
    hidden = kept(alike, "from", "to")
    return render(request, "search_compare.html", {"trends": shown, "hidden": hidden, "alike": alike})


@require_safe
def search_compare_csv(request: HttpRequest) -> HttpResponse:
    """The comparison as a table: a row a period, two columns a question."""
    _, asked, _ = asked_together(request.GET)
    found = queries.compare(asked)
    if not found.in_order:
        return out_of_order()
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dateline-comparison.csv"'},
    )
    writer = csv.writer(response)
    head = [(f"{course.request.q} (articles)", f"{course.request.q} (percent)") for course in found.courses]
    writer.writerow(["from", "to", *(safe_cell(name) for pair in head for name in pair), "all articles"])
    for place, period in enumerate(found.periods):
        cells = [(course.counts[place], f"{course.shares[place]:.4f}") for course in found.courses]
        writer.writerow(
            [period.start, period.end, *(cell for pair in cells for cell in pair), found.everything[place]]
        )
    return response


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
