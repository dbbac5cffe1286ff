"""How many articles of a set each year has, all of them and those about some topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count
from django.db.models.functions import ExtractYear

from . import browsing
from .models import Mention, Topic
from .queries.gathering import asked_of_index
from .selections import FIELDS, Survey

#: Years, each with the number of its articles.
Years = Mapping[int, int]


def by_year(found: Survey) -> Years:
    """From the counts of `year` that a survey made, or in one query."""
    if found.counts is not None:
        return _years(found.counts["year"])
    return browsing.by_year(found.selection.articles)


def by_year_and_topic(found: Survey, topics: Collection[Topic]) -> Mapping[str, Years]:
    """The same of the articles about each topic, by its slug: a look at the index for each, or one query."""
    terms = found.selection.terms
    if found.counts is not None and terms is not None:
        return {
            topic.slug: _years(
                asked_of_index((*terms, (FIELDS[Topic], topic.slug)), {"year": None}).counts["year"]
            )
            for topic in topics
        }
    rows = (
        Mention.objects.standing()
        .filter(topic__in=topics, article__in=found.selection.articles.order_by().values("pk"))
        .filter(article__sort_date__isnull=False)
        .order_by()
        .annotate(year=ExtractYear("article__sort_date"))
        .values("topic__slug", "year")
        .annotate(number=Count("article", distinct=True))
    )
    years: dict[str, dict[int, int]] = {topic.slug: {} for topic in topics}
    for slug, year, number in rows.values_list("topic__slug", "year", "number"):
        years[slug][year] = number
    return years


def _years(counts: Mapping[str, int]) -> Years:
    return {int(year): number for year, number in sorted(counts.items())}
