"""Searches that somebody keeps, and what has entered each since it was last told of.

An article is told of once: one that left a search and entered it again is no news. What is told of is put
down when it was sent, so that a mail that failed is sent by the next run, with what has come since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from . import queries
from .exceptions import ArchiveError
from .models import Article, SavedSearch
from .models.receipts import packed, unpacked

#: Searches that one account keeps.
MOST = 200
_NAME = 300
#: Numbers that the database is asked about at once.
_ROWS = 5000


class TooMany(ArchiveError):
    """An account keeps as many searches as it may."""


class OutOfOrder(ArchiveError):
    """The index does not answer, so nothing can be said of what is new."""


@dataclass(frozen=True, slots=True)
class News:
    """What entered a search: the articles' numbers, the newest first, and all that was told of with them."""

    numbers: tuple[int, ...]
    told: bytes


def request_of(saved: SavedSearch) -> queries.SearchRequest:
    return queries.SearchRequest.from_params(QueryDict(saved.query))[0]


def save(user: AbstractBaseUser, request: queries.SearchRequest) -> SavedSearch:
    """Keep a search; what it finds now is no news. One that is kept already stays as it is."""
    query = request.query
    key = SavedSearch.sha256_of(query)
    known = SavedSearch.objects.filter(user=user, sha256=key).first()
    if known is not None:
        return known
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise TooMany(f"You keep {MOST} searches already; remove one first.")
    found = queries.everything(request)
    if found is None:
        raise OutOfOrder(queries.OUT_OF_ORDER)
    made, _ = SavedSearch.objects.get_or_create(
        user=user,
        sha256=key,
        defaults={"query": query, "name": name_of(request)[:_NAME], "numbers": packed(found.numbers)},
    )
    return made


def name_of(request: queries.SearchRequest) -> str:
    return " · ".join(chip.label for chip in queries.asked_for(request)) or "Everything in the archive"


def news(saved: SavedSearch) -> News:
    """What the index finds that was not told, as far as readers may see it by now."""
    found = queries.everything(replace(request_of(saved), sort="newest"))
    if found is None:
        raise OutOfOrder(queries.OUT_OF_ORDER)
    before = set(unpacked(saved.numbers))
    entered = [number for number in found.numbers if number not in before]
    seen = set(_published(entered))
    numbers = tuple(number for number in entered if number in seen)
    return News(numbers, packed(before | seen))


def _published(numbers: Sequence[int]) -> Iterator[int]:
    for start in range(0, len(numbers), _ROWS):
        some = numbers[start : start + _ROWS]
        yield from Article.objects.published().filter(pk__in=some).values_list("pk", flat=True)


def told(saved: SavedSearch, what: News) -> None:
    """Put down that these were sent."""
    SavedSearch.objects.filter(pk=saved.pk).update(numbers=what.told, told_at=datetime.now(UTC))


def to_be_told() -> Iterable[SavedSearch]:
    """Searches whose owners want mail and can get it."""
    return (
        SavedSearch.objects.filter(digest=True, user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
        .order_by("user", "pk")
    )
