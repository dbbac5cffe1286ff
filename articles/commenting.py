"""Comments that readers of this archive leave: kept waiting until an editor shows them.

They are rows of their own origin, so that they are never taken for those which came with a page, and
nothing of who sent them is kept but the name they gave. Neither a fact nor the index is touched before
a comment is shown.
"""

from __future__ import annotations

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Max

from . import throttling
from .conf import conf
from .models import Article, Comment
from .parsing.sanitize import clean_user_text

#: Characters that a comment has at least, as on the sites whose comments the archive keeps, and at most.
SHORTEST, LONGEST = 50, 5_000
LONGEST_NAME = 80
#: So many comments may one address send in a minute, those that are sent back included.
A_MINUTE = 6
#: Two at the same moment may want one place; after so many the fault is another.
_ATTEMPTS = 5

RULES = (
    "Thoughtful discussion is welcome. Keep to the article, and be respectful.",
    "An editor reads every comment before it is shown; advertising and abuse are not.",
    "Links and markup become plain words. The name you give is shown; nothing else about you is kept.",
)
_NEWLINE = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
#: They join letters of Persian and Indian scripts, and pictures of people.
_JOINERS = "\u200c\u200d"


def are_open() -> bool:
    """Whether readers may leave comments here at all."""
    return conf().comments


def without_controls(text: str) -> str:
    """What a reader typed without characters that are not seen, or that turn the words around them."""
    lines = _NEWLINE.sub("\n", text).replace("\t", " ")
    return "".join(char for char in lines if char in f"\n{_JOINERS}" or unicodedata.category(char)[0] != "C")


def cleaned(text: str) -> str:
    """The words of a comment: no markup, no runs of spaces, its lines kept."""
    return clean_user_text(without_controls(text))


def cleaned_name(text: str) -> str:
    return " ".join(cleaned(text).split())


def allowance(address: str) -> throttling.Allowance:
    """Count one comment from an address."""
    return throttling.spend("comment", address, A_MINUTE)


def leave(article: Article, name: str, text: str) -> bool:
    """Keep a comment until an editor has read it. False when it is there already, as after a second click."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _leave(article, cleaned_name(name), cleaned(text))
        except IntegrityError:
            if attempt == _ATTEMPTS:
                raise
    return False


def _leave(article: Article, name: str, text: str) -> bool:
    own = Comment.objects.filter(article=article, origin=Comment.Origin.READER)
    if own.filter(author=name, text=text).exists():
        return False
    last = own.aggregate(last=Max("position"))["last"]
    Comment.objects.create(
        article=article,
        author=name,
        text=text,
        position=0 if last is None else last + 1,
        origin=Comment.Origin.READER,
        status=Comment.Status.PENDING,
    )
    return True
