"""Who stands for two countries in the articles about them, and by which offices they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Coalesce

from .models import Article, Country, Mention


@dataclass(frozen=True, slots=True)
class Office:
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Representative:
    """`offices` come with the commonest first; `articles` is in how many of those looked at."""

    name: str
    slug: str
    side: str
    offices: tuple[Office, ...]
    articles: int


def representatives(sides: Iterable[Country], articles: Collection[int]) -> list[Representative]:
    """People of these countries whom these articles name, the most named first. One query."""
    rows = (
        Mention.objects.standing()
        .filter(
            article__in=articles,
            article__status=Article.Status.PUBLISHED,
            kind__in=[Mention.Kind.PERSON, Mention.Kind.OFFICE],
        )
        # By what the articles name, not by all that two countries' people are named in.
        .annotate(side=Coalesce("person__country", Value("")))
        .filter(side__in=[country.pk for country in sides])
        .order_by()
        .values_list("side", "person__name", "person__slug", "article", "office__name", "office__slug")
    )
    named: dict[tuple[str, str, str], set[int]] = {}
    called: dict[str, Counter[Office]] = {}
    for side, name, slug, article, office, office_slug in rows:
        named.setdefault((side, name, slug), set()).add(article)
        if office_slug:
            called.setdefault(slug, Counter())[Office(office, office_slug)] += 1
    people = [
        Representative(name, slug, side, _commonest(called.get(slug, Counter())), len(found))
        for (side, name, slug), found in named.items()
    ]
    return sorted(people, key=lambda each: (not each.offices, -each.articles, each.name, each.slug))


def _commonest(offices: Counter[Office]) -> tuple[Office, ...]:
    return tuple(sorted(offices, key=lambda office: (-offices[office], office.name, office.slug)))
