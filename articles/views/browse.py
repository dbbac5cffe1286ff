"""The first page, countries, pairs and the registers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import browsing
from articles.identities import moved_to
from articles.models import Article, Country, Topic
from articles.presenters import calendar
from articles.presenters import countries as present
from articles.presenters.links import CountedLink, with_shares
from articles.presenters.listing import article_list, article_rows
from articles.presenters.panels import Bars, articles_words, counted
from articles.presenters.registers import Register, register_list

#: What the first page shows of each thing before it points to the page that has them all.
LATEST = 8
WAYS_IN = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published()
    return render(
        request,
        "home.html",
        {
            "extent": browsing.extent(),
            "latest": article_rows(articles.newest_first()[:LATEST]),
            "countries": present.country_links(WAYS_IN),
            "pairs": present.busiest_pairs(WAYS_IN),
            "rounds": present.latest_rounds(6),
            "topics": counted(browsing.spoken_of(Topic.objects.all(), articles)[:WAYS_IN]),
            "years": calendar.years(),
        },
    )


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    rows = Country.objects.in_use()
    links = with_shares(
        CountedLink(
            row.name, row.get_absolute_url(), row.articles, note=f"named in {articles_words(row.mentioned)}"
        )
        for row in rows
    )
    return render(request, "countries.html", {"links": links, "pairs": present.busiest_pairs(WAYS_IN)})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Country, pk=code.upper())
    if code != found.pk.lower():
        return _moved(request, found.get_absolute_url())
    scope = "mention" if request.GET.get("scope") == "mention" else "party"
    published = Article.objects.published()
    about = published.party_to(found)
    shown = published.naming(found) if scope == "mention" else about
    kept = {"scope": "mention"} if scope == "mention" else {}
    return render(
        request,
        "country.html",
        {
            "country": found,
            "scopes": present.scope_links(found, scope),
            "list": article_list(shown, request.path, request.GET, **kept),
            "panels": present.country_panels(found, about),
        },
    )


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    links, pager = present.pair_page(request.GET.get("page"))
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
    articles = Article.objects.published().between(first, second)
    return render(
        request,
        "pair.html",
        {
            "first": first,
            "second": second,
            "list": article_list(articles, request.path, request.GET),
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
    articles = register.articles(entry)
    listed = article_list(articles, request.path, request.GET)
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
