"""What articles say two countries are to each other, and since when: equal claims told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from .models import Article, Country, Statement

#: Kinds of statements that speak of a status without one having begun.
_SPEAK_OF: Final = ("proposed", "reaffirmed", "anniversary")


@dataclass(frozen=True, slots=True)
class Words:
    """Where one article says it."""

    article: int
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One status in one year, or without a year. `words` are one place an article, the earliest first."""

    year: int | None
    kind: str
    status: str
    words: tuple[Words, ...]

    def named(self, year: str, kind: str, status: str) -> bool:
        """Is it the one that an address names?"""
        own = str(self.year or ""), self.kind, self.status.casefold()
        return own == (year, kind, status.casefold())


def claims(first: Country, second: Country) -> tuple[Claim, ...]:
    """All of them, year by year, those without a year last. One query that reads no article."""
    rows = (
        Statement.objects.filter(
            first=first, second=second, stale=False, article__status=Article.Status.PUBLISHED
        )
        .order_by(F("year").asc(nulls_last=True), "article__sort_date", "article_id", "start")
        .values_list("year", "kind", "status", "article_id", "field", "start", "end")
    )
    written: dict[tuple[int | None, str, str], str] = {}
    said: dict[tuple[int | None, str, str], dict[int, Words]] = {}
    for year, kind, status, article, *place in rows:
        same = year, kind, status.casefold()
        written.setdefault(same, status)
        said.setdefault(same, {}).setdefault(article, Words(article, *place))
    return tuple(
        Claim(year, kind, written[year, kind, status], tuple(words.values()))
        for (year, kind, status), words in said.items()
    )


def milestones(told: Iterable[Claim], most: int) -> tuple[Claim, ...]:
    """Each status that began, in the year that most articles give it; the commonest, by year."""
    best: dict[str, Claim] = {}
    for claim in told:
        if claim.year is not None and claim.kind not in _SPEAK_OF:
            same = claim.status.casefold()
            best[same] = max(best.get(same, claim), claim, key=lambda each: len(each.words))
    commonest = sorted(best.values(), key=lambda claim: -len(claim.words))[:most]
    return tuple(sorted(commonest, key=lambda claim: (claim.year or 0, claim.status)))
