"""What the page of a receipt says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from articles.models import Receipt
from articles.receipts import Comparison, Moved

from .links import Link


@dataclass(frozen=True, slots=True)
class Movement:
    """Articles that entered or left. `more` of them are not told one by one."""

    title: str
    total: int
    links: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    receipt: Receipt
    address: str
    asked: str
    search: str
    count: int
    notes: tuple[str, ...]
    movements: tuple[Movement, ...]


def receipt_page(compared: Comparison, address: str) -> ReceiptPage:
    movements = (
        _movement("Entered since", compared.entered_total, compared.entered),
        _movement("Left since", compared.left_total, compared.left),
    )
    return ReceiptPage(
        receipt=compared.receipt,
        address=address,
        asked=compared.receipt.understood or "everything in the archive",
        search=compared.request.url(),
        count=compared.count,
        notes=tuple(_notes(compared)),
        movements=tuple(each for each in movements if each.total),
    )


def _notes(compared: Comparison) -> Iterable[str]:
    if compared.unchanged:
        yield "The same articles are found today."
    if not compared.same_rules:
        yield "The rules that find facts have changed since."
    if not compared.same_engine:
        yield "The search engine has changed since."


def _movement(title: str, total: int, moved: Iterable[Moved]) -> Movement:
    links = tuple(
        Link(
            each.article.headline if each.article else f"Article {each.number}",
            each.article.get_absolute_url() if each.article else reverse("article_short", args=[each.number]),
            each.why,
        )
        for each in moved
    )
    return Movement(title, total, links, total - len(links))
