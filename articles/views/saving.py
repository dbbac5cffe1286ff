"""Saved searches of who is logged in, and where a mail's link leads that ends it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import queries, saving
from articles.conf import conf
from articles.models import SavedSearch


@require_safe
@never_cache
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    rows = SavedSearch.objects.filter(user=request.user).defer("numbers")
    kept = [
        {
            "name": row.name,
            "url": f"{reverse('search')}?{row.query}",
            "feed": f"{reverse('search_feed')}?{row.query}",
            "digest": row.digest,
            "told_at": row.told_at,
            "remove": reverse("remove_saved", args=[row.pk]),
            "switch": reverse("switch_digest", args=[row.pk]),
        }
        for row in rows
    ]
    mail = bool(conf().mail_from)
    return render(
        request,
        "saved.html",
        {"kept": kept, "mail": mail, "address": request.user.email, "most": saving.MOST},
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search whose parameters stand in the address.

    Who has to log in first comes back by a link, which writes nothing; a button is shown once more.
    """
    wanted, _ = queries.SearchRequest.from_params(request.GET)
    if request.method != "POST":
        context = {"name": saving.name_of(wanted), "action": request.get_full_path()}
        return render(request, "save.html", context)
    try:
        saving.save(request.user, wanted)
    except saving.TooMany as error:
        return render(request, "save.html", {"refused": str(error)}, status=400)
    except saving.OutOfOrder as error:
        response = render(request, "save.html", {"refused": str(error)}, status=503)
        response["Retry-After"] = "60"
        return response
    return HttpResponseRedirect(reverse("saved"))


@login_required
@require_POST
def remove_saved(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(SavedSearch, pk=pk, user=request.user).delete()
    return HttpResponseRedirect(reverse("saved"))


@login_required
@require_POST
def switch_digest(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    SavedSearch.objects.filter(pk=pk).update(digest=not found.digest)
    return HttpResponseRedirect(reverse("saved"))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """One button, which mail programs press themselves. The signed token stands for a login."""
    found = SavedSearch.of_token(token)
    if found is None:
        raise Http404("This link ends no mail; the search may have been removed.")
    if request.method == "POST":
        SavedSearch.objects.filter(pk=found.pk).update(digest=False)
    return render(request, "stop_digest.html", {"name": found.name, "stopped": request.method == "POST"})
