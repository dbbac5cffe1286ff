"""The first page, countries, pairs and the registers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import browsing, selections
from articles.identities import moved_to
from articles.models import Country, EventSeries
from articles.presenters import countries as present
from articles.presenters.front import front_page
from articles.presenters.links import Link
from articles.presenters.overview import Opened, Timeline, coverage_of, timeline_of, whole_timeline
from articles.presenters.overview import opened as opened_page
from articles.presenters.pair import PARTS, Two, opened_pair, pair_page
from articles.presenters.panels import COMPANY, Bars
from articles.presenters.registers import Overview, Register, register_list, round_page

#: Pairs beside the list of countries, before it points to the page that has them all.
WAYS_IN = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"front": front_page()})


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    links, pairs = present.all_countries(), present.busiest_pairs(WAYS_IN)
    return render(request, "countries.html", {"links": tuple(links.values()), "pairs": pairs})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Country, pk=code.upper())
    if code != found.pk.lower():
        return _moved(request, found.get_absolute_url())
    if timeline := whole_timeline(selections.party_to(found), request.GET, request.path):
        return _timeline(request, found, timeline)
    scope = "mention" if request.GET.get("scope") == "mention" else "party"
    opened = present.opened_country(found, scope, request.GET)
    about = opened.about
    return render(
        request,
        "country.html",
        {
            "country": found,
            "facts": present.country_facts(found),
            "scopes": present.scope_links(found, scope),
            "opened": opened,
            "list": opened.list,
            "coverage": coverage_of(about) if about else None,
            "timeline": timeline_of(about) if about else None,
            "panels": present.country_panels(found, about) if about else (),
        },
    )


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    links, pager = present.pair_page(request.GET)
    return render(request, "pairs.html", {"links": links, "pager": pager})


@require_safe
def pair(request: HttpRequest, codes: str) -> HttpResponse:
    two = _two(codes)
    if codes != two.codes:
        return _moved(request, two.url)
    opened = opened_pair(two, request.GET)
    return render(
        request,
        "pair.html",
        {
            "two": two,
            "opened": opened,
            "list": opened.list,
            "page": pair_page(two, opened.about) if opened.about else None,
        },
    )


@require_safe
def pair_part(request: HttpRequest, codes: str, part: str) -> HttpResponse:
    if part not in PARTS:
        raise Http404("The page of two countries has no such part.")
    two = _two(codes)
    if codes != two.codes:
        return _moved(request, two.part(part))
    return render(request, "pair_part.html", {"two": two, "part": PARTS[part](two, request.GET)})


def _two(codes: str) -> Two:
    found = browsing.two_countries(codes)
    if found is None:
        raise Http404("An address of two countries is their two codes, like in-kr.")
    return Two(*found)


@require_safe
def register(request: HttpRequest, register: Register) -> HttpResponse:
    return render(
        request, "register.html", {"register": register, "list": register_list(register, request.GET)}
    )


@require_safe
def register_entry(request: HttpRequest, register: Register, slug: str) -> HttpResponse:
    entry = register.model.objects.select_related(*register.related).filter(slug=slug).first()
    if entry is None:
        if (kept := moved_to(register.model, slug)) is not None:
            return _moved(request, kept.get_absolute_url())
        raise Http404("The register has no such entry.")
    selection = selections.speaking_of(entry, register.articles(entry))
    if timeline := whole_timeline(selection, request.GET, request.path):
        return _timeline(request, entry, timeline)
    round_ = round_page(entry, request.GET) if isinstance(entry, EventSeries) else None
    opened = (
        Opened(round_.reports.list, round_.reports.heading, back=Link("All rounds", request.path))
        if round_
        else opened_page(selection, COMPANY, request.GET, request.path)
    )
    if not opened.list.pager.total:
        raise Http404("No published article speaks of it, and what a draft names is not told.")
    about = opened.about
    panels = register.panels(entry, Overview(about, request.GET, request.path)) if about else ()
    leading = [panel for panel in panels if not isinstance(panel, Bars)]
    if round_ and round_.panel:
        leading = [round_.panel]
    return render(
        request,
        "register_entry.html",
        {
            "register": register,
            "entry": entry,
            "facts": register.facts(entry, about),
            "opened": opened,
            "list": opened.list,
            "leading": leading,
            "coverage": coverage_of(about) if about else None,
            "timeline": timeline_of(about) if about and not isinstance(entry, EventSeries) else None,
            "panels": [panel for panel in panels if isinstance(panel, Bars)],
        },
    )


def _timeline(request: HttpRequest, entry: Any, timeline: Timeline) -> HttpResponse:
    return render(request, "timeline.html", {"entry": entry, "timeline": timeline})


def _moved(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """To the one address of a page, with what else was asked."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
