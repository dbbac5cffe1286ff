"""A search frozen as it was, and what has entered and left it since, with why as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from . import queries
from .extraction import RULES_VERSION
from .models import Article, Receipt, Tombstone
from .models.receipts import digest_of, packed, unpacked

#: Articles that are told one by one; of more the number is told.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that entered or left a search. `article` is there while readers may see it."""

    number: int
    why: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A receipt beside the same search now. `entered` and `left` are told up to `SHOWN`."""

    receipt: Receipt
    request: queries.SearchRequest
    count: int
    entered: tuple[Moved, ...]
    left: tuple[Moved, ...]
    entered_total: int
    left_total: int
    same_engine: bool
    same_rules: bool

    @property
    def unchanged(self) -> bool:
        return not self.entered_total and not self.left_total


class OutOfOrder(Exception):
    """The index does not answer, so there is nothing to compare."""


def request_of(receipt: Receipt) -> queries.SearchRequest:
    return queries.SearchRequest.from_params(QueryDict(receipt.query))[0]


def issue(request: queries.SearchRequest) -> Receipt:
    """A receipt for what this search finds now. Asked twice in one state of the index it is the same."""
    found = queries.everything(request)
    if found is None:
        raise OutOfOrder
    told = {
        "query": request.query,
        "digest": digest_of(found.numbers),
        "generation": found.generation,
        "engine_version": found.engine,
        "rules_version": RULES_VERSION,
    }
    known = Receipt.objects.filter(**told).first()
    return known or Receipt.objects.create(
        **told,
        understood=found.understood,
        count=len(set(found.numbers)),
        numbers=packed(found.numbers),
    )


def compare(receipt: Receipt) -> Comparison:
    request = request_of(receipt)
    found = queries.everything(request)
    if found is None:
        raise OutOfOrder
    before, now = set(unpacked(receipt.numbers)), set(found.numbers)
    entered, left = sorted(now - before), sorted(before - now)
    return Comparison(
        receipt=receipt,
        request=request,
        count=len(now),
        entered=_entered(entered[:SHOWN], receipt, found.engine),
        left=_left(left[:SHOWN], receipt, found.engine),
        entered_total=len(entered),
        left_total=len(left),
        same_engine=receipt.engine_version == found.engine,
        same_rules=receipt.rules_version == RULES_VERSION,
    )


def _rows(numbers: Iterable[int]) -> Mapping[int, Article]:
    return Article.objects.defer("text", "removed").in_bulk(list(numbers))


def _entered(numbers: list[int], receipt: Receipt, engine: str) -> tuple[Moved, ...]:
    rows = _rows(numbers)
    moved = []
    for number in numbers:
        article = rows.get(number)
        if article is None or article.status != Article.Status.PUBLISHED:
            moved.append(Moved(number, "the index has yet to follow its withdrawal", None))
        elif article.created_at > receipt.made_at:
            moved.append(Moved(number, "came into the archive since", article))
        else:
            moved.append(Moved(number, _changed(article, receipt, engine), article))
    return tuple(moved)


def _left(numbers: list[int], receipt: Receipt, engine: str) -> tuple[Moved, ...]:
    rows = _rows(numbers)
    gone = set(Tombstone.objects.filter(number__in=numbers).values_list("number", flat=True))
    moved = []
    for number in numbers:
        article = rows.get(number)
        if article is not None and article.status == Article.Status.PUBLISHED:
            moved.append(Moved(number, _changed(article, receipt, engine), article))
        elif article is not None and article.status == Article.Status.WITHDRAWN:
            moved.append(Moved(number, "was withdrawn", None))
        elif number in gone and article is not None:
            moved.append(Moved(number, "was taken back by the editors", None))
        else:
            moved.append(Moved(number, "was removed from the archive", None))
    return tuple(moved)


def _changed(article: Article, receipt: Receipt, engine: str) -> str:
    """Why an article that was there before matches otherwise now."""
    if article.edited_at is not None and article.edited_at > receipt.made_at:
        return "was corrected by an editor"
    if article.rules_version != receipt.rules_version:
        return f"was read again by other rules ({article.rules_version})"
    if article.modified_at > receipt.made_at:
        return "changed, or something it speaks of did"
    if receipt.engine_version != engine:
        return f"the search engine has changed ({receipt.engine_version} then, {engine} now)"
    return "for a reason that is not on record"
