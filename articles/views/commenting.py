"""Where a reader leaves a comment. The form has a page of its own: its token is made for one reader,
while the article's page is the same for all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_safe

from articles import commenting, throttling
from articles.browsing import is_gone
from articles.forms import CommentForm
from articles.models import Article

KEPT = "What you wrote is still here:"
TOO_MANY = f"That is more than one reader sends in a minute. {KEPT} send it a little later."
UNSIGNED = (
    "Your browser did not send the cookie which shows that this comment comes from this page. "
    f"{KEPT} allow cookies for this site and send it again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    article = _open_article(pk)
    if article is None:
        return render(request, "withdrawn.html", status=410)
    if request.method != "POST":
        return _page(request, article, CommentForm())
    form = CommentForm(request.POST)
    allowance = commenting.allowance(throttling.address_of(request.META))
    if allowance.used_up:
        form.add_error(None, TOO_MANY)
        return _page(request, article, form, 429, allowance.headers())
    if not form.is_valid():
        return _page(request, article, form, 400)
    if not form.is_from_a_machine:
        commenting.leave(article, form.cleaned_data["name"], form.cleaned_data["text"])
    return HttpResponseRedirect(reverse("comment_sent", args=[pk]))


@require_safe
def comment_sent(request: HttpRequest, pk: int) -> HttpResponse:
    article = _open_article(pk)
    if article is None:
        return render(request, "withdrawn.html", status=410)
    return render(request, "comment_sent.html", {"article": article})


@requires_csrf_token
def refused_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment that came without its token, with what was typed."""
    article = _open_article(pk)
    if article is None:
        return render(request, "withdrawn.html", status=410)
    form = CommentForm(request.POST)
    form.add_error(None, UNSIGNED)
    return _page(request, article, form, 403)


def _open_article(pk: int) -> Article | None:
    """The article, if readers may comment on it; None when it was withdrawn."""
    article = Article.objects.published().filter(pk=pk).first()
    if not commenting.are_open() or (article is None and not is_gone(pk)):
        raise Http404("Nothing can be said here.")
    return article


def _page(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"article": article, "form": form, "rules": commenting.RULES, "least": commenting.SHORTEST}
    response = render(request, "comment.html", context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response
