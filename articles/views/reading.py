"""The page of one article, and the pages of all its facts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import commenting
from articles.browsing import is_gone
from articles.evidence import Evidence, gather
from articles.models import Article
from articles.presenters.article_head import article_head
from articles.presenters.article_page import ArticlePage, article_page
from articles.presenters.evidence_page import Pages, evidence_page, evidence_path, place_asked
from articles.presenters.facts import fact_groups
from articles.presenters.links import with_query
from articles.presenters.margin import HTML_AT_MOST, asked, may_be_whole, short_margin, whole_margin
from articles.presenters.relatives import alike, kin
from articles.relatives import relatives_of


@require_safe
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A published article at its one address. A draft is not there yet; what readers had is gone, and
    its address says so for ever."""
    found = _published(pk)
    if found is None:
        return render(request, "withdrawn.html", status=410)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    edit_url = reverse("admin:articles_article_change", args=[pk]) if request.user.is_staff else ""
    evidence = gather(found)
    head = article_head(evidence, request.build_absolute_uri)
    relatives = relatives_of(found)
    context = {
        "head": head,
        "edit_url": edit_url,
        "may_comment": commenting.are_open(),
        "kin": kin(found, relatives),
        "alike": alike(found, relatives),
    }

    def made(page: ArticlePage) -> HttpResponse:
        return render(request, "article.html", context | {"page": page})

    response = _fitted(evidence, request.GET.get("words", ""), made)
    described = f'<{request.build_absolute_uri(head.as_data)}>; rel="describedby"; type="application/json"'
    response["Link"] = described
    return response


@require_safe
def evidence(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """All facts of an article, wherever the article itself may be read."""
    found = _published(pk)
    if found is None:
        return render(request, "withdrawn.html", status=410)
    if slug != found.slug:
        address = with_query(evidence_path(found), request.GET.urlencode())
        return HttpResponsePermanentRedirect(address)
    return render(request, "evidence.html", {"page": evidence_page(gather(found), request.GET)})


def _published(pk: int) -> Article | None:
    """The article, or None for what readers had and lost; for them a draft is not there."""
    rows = Article.objects.exclude(status=Article.Status.DRAFT).select_related(
        "outlet", "agency", "origin", "dateline_country", "pair_first", "pair_second", "kinship"
    )
    found = rows.filter(pk=pk).first()
    if found is None and not is_gone(pk):
        raise Http404("There is no such article.")
    return None if found is None or found.status == Article.Status.WITHDRAWN else found


def _fitted(evidence: Evidence, words: str, made: Callable[[ArticlePage], HttpResponse]) -> HttpResponse:
    """The page with all facts beside the text, or with as many as its size leaves room for."""
    groups = fact_groups(evidence)
    span = place_asked(words, evidence)
    pages = Pages(evidence, groups)
    wanted = asked(span, pages)
    if may_be_whole(evidence):
        whole = made(article_page(evidence, whole_margin(evidence, groups), wanted))
        if len(whole.content) <= HTML_AT_MOST:
            return whole

    def short(room: int) -> HttpResponse:
        return made(article_page(evidence, short_margin(evidence, groups, pages, room), wanted))

    shown = least = short(0)
    room = HTML_AT_MOST - len(least.content)
    while room > 0:
        shown = short(room)
        over = len(shown.content) - HTML_AT_MOST
        if over <= 0:
            return shown
        room -= over
    return least
