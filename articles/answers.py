"""What answers to programs have in common: copies are asked after, and XML gets only characters it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page

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


def xml_safe(text: str) -> str:
    return _NO_XML.sub("", text)
