"""The page of one article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import commenting
from articles.browsing import is_gone
from articles.evidence import gather
from articles.models import Article
from articles.presenters.article_head import article_head
from articles.presenters.article_page import article_page
from articles.presenters.relatives import alike, kin
from articles.relatives import relatives_of


@require_safe
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A published article at its one address. A draft is not there yet; what readers had is gone, and
    its address says so for ever."""
    rows = Article.objects.exclude(status=Article.Status.DRAFT).select_related(
        "outlet", "agency", "origin", "dateline_country", "pair_first", "pair_second", "kinship"
    )
    found = rows.filter(pk=pk).first()
    if found is None and not is_gone(pk):
        raise Http404("There is no such article.")
    if found is None or found.status == Article.Status.WITHDRAWN:
        return render(request, "withdrawn.html", status=410)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    edit_url = reverse("admin:articles_article_change", args=[pk]) if request.user.is_staff else ""
    evidence = gather(found)
    head = article_head(evidence, request.build_absolute_uri)
    relatives = relatives_of(found)
    context = {
        "page": article_page(evidence),
        "head": head,
        "edit_url": edit_url,
        "may_comment": commenting.are_open(),
        "kin": kin(found, relatives),
        "alike": alike(found, relatives),
    }
    described = f'<{request.build_absolute_uri(head.as_data)}>; rel="describedby"; type="application/json"'
    response = render(request, "article.html", context)
    response["Link"] = described
    return response
