"""Receipts of searches: made by a button, since a page that is only read writes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles import queries, receipts
from articles.models import Receipt
from articles.presenters.receipts import receipt_page

from .limits import limited


@limited("receipt", 60)
@require_POST
def new_receipt(request: HttpRequest) -> HttpResponse:
    """Freeze the search whose parameters stand in the address."""
    wanted, _ = queries.SearchRequest.from_params(request.GET)
    try:
        made = receipts.issue(wanted)
    except receipts.OutOfOrder:
        return _out_of_order(request)
    return HttpResponseRedirect(made.get_absolute_url())


@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Receipt, key=key)
    try:
        compared = receipts.compare(found)
    except receipts.OutOfOrder:
        return _out_of_order(request)
    return render(request, "receipt.html", {"page": receipt_page(compared, request.build_absolute_uri())})


def _out_of_order(request: HttpRequest) -> HttpResponse:
    response = render(request, "export.html", {"notices": (queries.OUT_OF_ORDER,)}, status=503)
    response["Retry-After"] = "60"
    return response
