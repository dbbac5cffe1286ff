"""Entries of registers that something published speaks of, for whoever goes through a register whole.

Asked entry by entry, since looking for one article of each is much quicker than counting them all.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Article, Country, EventSeries, Source, Topic

PUBLISHED = Article.Status.PUBLISHED
_WAYS: dict[Any, tuple[str, ...]] = {
    Country: ("article_countries__article",),
    EventSeries: ("events__reports__article",),
    Source: ("outlet_articles", "agency_articles", "origin_articles"),
    Topic: (
        "mentions__article",
        "children__mentions__article",
        "children__children__mentions__article",
    ),
}


def ways_to_articles(model: Any) -> tuple[str, ...]:
    """How queries lead from an entry to the articles that speak of it."""
    return _WAYS.get(model, ("mentions__article",))


def in_print(model: Any) -> QuerySet:
    """Entries from which a way leads to a published article, in no order."""
    return _topics() if model is Topic else _found(model, ways_to_articles(model))


def _topics() -> QuerySet:
    """Topics that something published speaks of, and those above them. There are some hundreds in all, so
    the tree is climbed here; the database would look at every article for each of them."""
    parents = dict(Topic.objects.order_by().values_list("pk", "parent"))
    found: set[int] = set()
    wanted = set(_found(Topic, ("mentions__article",)).values_list("pk", flat=True))
    while wanted:
        found |= wanted
        wanted = {parents[key] for key in wanted} - found - {None}
    return Topic.objects.order_by().filter(pk__in=found)


def _found(model: Any, ways: tuple[str, ...]) -> QuerySet:
    found = Q()
    for way in ways:
        wanted: dict[str, object] = {f"{way}__status": PUBLISHED}
        if (mention := way.removesuffix("__article")).endswith("mentions"):
            wanted[f"{mention}__stale"] = False
        found |= Q(Exists(model.objects.order_by().filter(pk=OuterRef("pk"), **wanted)))
    return model.objects.order_by().filter(found)
