"""The first page, countries, pairs and the registers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import browsing, selections
from articles.identities import moved_to
from articles.models import Country
from articles.presenters import countries as present
from articles.presenters.front import front_page
from articles.presenters.listing import article_list, asked
from articles.presenters.panels import COMPANY, Bars
from articles.presenters.registers import Register, register_list

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
    scope = "mention" if request.GET.get("scope") == "mention" else "party"
    if scope == "mention":
        about = selections.survey(selections.party_to(found), present.COUNTRY_COUNTS, size=1)
        shown = selections.survey(selections.naming(found), **asked(request.GET))
    else:
        shown = about = selections.survey(
            selections.party_to(found), present.COUNTRY_COUNTS, **asked(request.GET)
        )
    kept = {"scope": "mention"} if scope == "mention" else {}
    return render(
        request,
        "country.html",
        {
            "country": found,
            "scopes": present.scope_links(found, scope),
            "list": article_list(shown, request.path, **kept),
            "panels": present.country_panels(found, about),
        },
    )


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    links, pager = present.pair_page(request.GET)
    return render(request, "pairs.html", {"links": links, "pager": pager})


@require_safe
def pair(request: HttpRequest, codes: str) -> HttpResponse:
    parts = codes.upper().split("-")
    if len(parts) != 2 or parts[0] == parts[1]:
        raise Http404("An address of two countries is their two codes, like in-kr.")
    address = present.pair_url(*parts)
    found = Country.objects.in_bulk(parts)
    if len(found) != 2:
        raise Http404("There is no such country.")
    if request.path != address:
        return _moved(request, address)
    first, second = (found[code] for code in sorted(parts))
    articles = selections.survey(selections.between(first, second), present.PAIR_COUNTS, **asked(request.GET))
    return render(
        request,
        "pair.html",
        {
            "first": first,
            "second": second,
            "list": article_list(articles, request.path),
            "timeline": present.timeline(browsing.statements_between(first, second)),
            "ledgers": present.pair_ledgers(first, second),
            "calendar": reverse("pair_calendar", args=[codes]),
            "panels": present.pair_panels(first, second, articles),
        },
    )


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
    articles = selections.survey(
        selections.speaking_of(entry, register.articles(entry)), COMPANY, **asked(request.GET)
    )
    listed = article_list(articles, request.path)
    if not listed.pager.total:
        raise Http404("No published article speaks of it, and what a draft names is not told.")
    panels = register.panels(entry, articles)
    return render(
        request,
        "register_entry.html",
        {
            "register": register,
            "entry": entry,
            "facts": register.facts(entry),
            "list": listed,
            "leading": [panel for panel in panels if not isinstance(panel, Bars)],
            "panels": [panel for panel in panels if isinstance(panel, Bars)],
        },
    )


def _moved(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """To the one address of a page, with what else was asked."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
