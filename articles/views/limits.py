"""How often one reader may press a button: what writes, or tries a password, is counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from articles import throttling

View = Callable[..., HttpResponseBase]


def limited(kind: str, a_minute: int) -> Callable[[View], View]:
    """A view that answers so many forms a minute from one address. To read a page costs nothing."""

    def with_door(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            allowance = throttling.spend(kind, throttling.address_of(request.META), a_minute)
            return too_many(request, allowance) if allowance.used_up else view(request, *args, **kwargs)

        return door

    return with_door


def too_many(request: HttpRequest, allowance: throttling.Allowance) -> HttpResponseBase:
    """The page of who was too quick, which says when to go on."""
    response = render(request, "429.html", {"seconds": allowance.seconds}, status=429)
    for name, value in allowance.headers().items():
        response[name] = value
    return response
