"""Whom a published article stands with: versions of its text, and other reports of what it tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from .comparing import Change as Change
from .comparing import changes
from .models import Article, Kinship
from .models.articles import ArticleQuerySet

#: A report that hundreds printed is shown with so many of its versions.
MOST = 50


@dataclass(frozen=True, slots=True)
class Relatives:
    """`versions` are of one text, this article among them, the earliest first; empty when there is but one.

    `reports` tell of the same happening in other words, one of each text.
    """

    versions: tuple[Article, ...] = ()
    reports: tuple[Article, ...] = ()


def relatives_of(article: Article) -> Relatives:
    """In one query, for an article that was read with its kinship."""
    row: Kinship | None = getattr(article, "kinship", None)
    if row is None or (row.copies is None and row.story is None):
        return Relatives()
    alike = Q(pk=row.pk)
    if row.copies is not None:
        alike |= Q(copies=row.copies)
    if row.story is not None:
        alike |= Q(story=row.story)
    # Their numbers first: looked for beside the articles, they are sought among all of them.
    wanted = Q(pk__in=Kinship.objects.filter(alike).order_by().values("article"))
    versions: list[Article] = []
    reports: dict[int, Article] = {}
    for each in _earliest_first(Article.objects.published().filter(wanted)):
        copies = each.kinship.copies
        if each.pk == article.pk or (copies is not None and copies == row.copies):
            versions.append(each)
        else:
            reports.setdefault(copies or each.pk, each)
    return Relatives(tuple(versions[:MOST]) if len(versions) > 1 else (), tuple(reports.values())[:MOST])


def _earliest_first(articles: ArticleQuerySet) -> ArticleQuerySet:
    return (
        articles.select_related("outlet", "agency", "origin", "kinship")
        .defer("removed")
        .order_by(F("sort_date").asc(nulls_last=True), "published_time", "pk")
    )


def version_pair(first: int, second: int) -> tuple[Article, Article] | None:
    """Two published versions of one report, in the order asked for; None where they are not that."""
    wanted = Article.objects.published().filter(pk__in=(first, second), kinship__copies__isnull=False)
    found = {each.pk: each for each in _earliest_first(wanted)}
    if len(found) != 2 or len({each.kinship.copies for each in found.values()}) != 1:
        return None
    return found[first], found[second]


def difference(old: Article, new: Article) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What became of the headline, and of the text."""
    return changes(old.title, new.title), changes(old.text, new.text)
