"""Two versions of one report beside each other."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.presenters.relatives import comparison
from articles.relatives import version_pair


@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    if pk == other:
        return HttpResponsePermanentRedirect(
            get_object_or_404(Article.objects.published(), pk=pk).get_absolute_url()
        )
    pair = version_pair(pk, other)
    if pair is None:
        raise Http404("These are not two versions of one report.")
    return render(request, "compare.html", {"comparison": comparison(*pair)})
