"""What entered a saved search, as a mail to who saved it.

Each search has a mail of its own, so that one click ends this one and no other: the link at its foot, and
the same for mail programs in its head (RFC 2369, RFC 8058). Why an article matched is told by the words it
was found with, and by all else that the search asks for.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Sequence

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from . import queries, saving
from .conf import conf
from .models import SavedSearch
from .presenters.dates import day_words

#: Articles that are told one by one; of more the number is told.
SHOWN = 30


def digest(saved: SavedSearch, what: saving.News) -> EmailMultiAlternatives:
    request = saving.request_of(saved)
    shown = queries.hits(request, what.numbers[:SHOWN])
    site = conf().site

    def absolute(path: str) -> str:
        return f"{site}{path}"

    stop = absolute(reverse("stop_digest", args=[saved.token]))
    context = {
        "name": saved.name,
        "count": len(what.numbers),
        "asked": [chip.label for chip in queries.asked_for(request)],
        "entries": _entries(shown, absolute),
        "more": len(what.numbers) - len(shown),
        "search": absolute(request.url(sort="newest")),
        "saved": absolute(reverse("saved")),
        "stop": stop,
    }
    mail = EmailMultiAlternatives(
        subject=f"{len(what.numbers):,} new: {saved.name}"[:200],
        body=render_to_string("mail/digest.txt", context),
        from_email=conf().mail_from,
        to=[saved.user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": _message_id(saved, what),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def _entries(shown: Sequence[queries.Hit], absolute: Callable[[str], str]) -> list[dict[str, str]]:
    return [
        {
            "title": hit.title,
            "url": absolute(hit.url),
            "about": " · ".join(
                filter(None, (day_words(hit.date) if hit.date else "", hit.source, hit.agency))
            ),
            "snippet": hit.snippet,
            "plain": html.unescape(strip_tags(re.sub("</?mark>", "*", hit.snippet))),
            "words": ", ".join(_matched(hit.snippet)),
        }
        for hit in shown
    ]


def _matched(snippet: str) -> list[str]:
    """The words of a snippet that the search was found by, each once."""
    marked = (html.unescape(words) for words in re.findall("<mark>(.*?)</mark>", snippet))
    return list({words.casefold(): words for words in marked}.values())


def _message_id(saved: SavedSearch, what: saving.News) -> str:
    """The same for the same news, so that a mail that was sent twice is shown once."""
    marked = hashlib.sha256(f"{saved.pk} {what.numbers}".encode()).hexdigest()
    return f"<{marked[:32]}@dateline.invalid>"
