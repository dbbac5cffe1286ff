"""What answers have in common: copies are asked after, and XML gets only characters it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers, set_response_etag
from django.views.decorators.http import conditional_page

from .queries import OUT_OF_ORDER

View = Callable[..., HttpResponseBase]

#: Outside the characters of XML 1.0; a scraped text may hold any of them.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def revalidated(view: View) -> View:
    """With an ETag, and 304 for who has it already.

    The ETag is made of the bytes that are answered. One made of dates in the database would cost less,
    but a person renamed or a comment hidden changes an answer and no article's date. `no-cache` lets
    everybody keep a copy that is asked after each time, so a withdrawn article is gone at once.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return conditional_page(answer)


def kept_and_asked_after(answer: Callable[[HttpRequest], HttpResponseBase]) -> View:
    """Middleware: every page may be kept, and is asked after each time, as `revalidated` has it.

    What is made for one reader is kept by that reader alone: pages with a form, whose token comes with a
    cookie, and all pages of those who are logged in. Django's own middleware, which stands around this
    one, makes the ETag and the 304. Answers that say themselves how they may be kept are left alone.
    """

    def page(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if request.method in ("GET", "HEAD") and not response.has_header("Cache-Control"):
            own = response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES
            patch_cache_control(response, no_cache=True, **{"private" if own else "public": True})
            patch_vary_headers(response, ("Cookie",))
        # Django makes one for GET alone; who asks with HEAD asks for just such headers.
        if request.method == "HEAD" and not response.streaming and not has_no_store(response):
            set_response_etag(response)
        return response

    return page


def has_no_store(response: HttpResponseBase) -> bool:
    return "no-store" in response.headers.get("Cache-Control", "")


def out_of_order() -> HttpResponse:
    """For a file that cannot be made without the index: an empty one would say that nothing was found."""
    return HttpResponse(
        f"{OUT_OF_ORDER}\n", status=503, content_type="text/plain", headers={"Retry-After": "60"}
    )


def xml_safe(text: str) -> str:
    return _NO_XML.sub("", text)
