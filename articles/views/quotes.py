"""The register of quotations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.presenters.quotes import quotes_page
from articles.quoting import Asked


@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    return render(request, "quotes.html", {"page": quotes_page(Asked.from_params(request.GET.dict()))})
