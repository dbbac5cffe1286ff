"""The list of topics as a tree, each with the number of articles about it or a part of it.

The index counts them: it holds an article under all that its topics are a part of, and answers in
milliseconds whatever the size of the archive. While it is out of order the database counts, slowly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from articles import browsing
from articles.models import Topic
from articles.queries import gather

from .links import CountedLink, Link, with_shares
from .panels import Bars, Entry


@dataclass(frozen=True, slots=True)
class TopicBranch:
    link: CountedLink
    below: tuple[TopicBranch, ...]


def topics_in_use() -> QuerySet:
    """Topics that published articles are about, each with `articles`, as the other registers have it."""
    counts = _counted()
    number = Case(*(When(slug=slug, then=Value(count)) for slug, count in counts.items()), default=Value(0))
    return Topic.objects.filter(slug__in=counts).annotate(articles=number)


def topic_tree() -> tuple[TopicBranch, ...]:
    """Topics that published articles are about, the most covered first on each level."""
    below: defaultdict[int | None, list[Topic]] = defaultdict(list)
    counts = _counted()
    for topic in Topic.objects.order_by("name"):
        if counts.get(topic.slug):
            below[topic.parent_id].append(topic)

    def grow(rows: Sequence[Topic]) -> tuple[TopicBranch, ...]:
        return tuple(
            TopicBranch(link, grow(below[row.pk]))
            for row, link in sorted(_linked(rows, counts), key=lambda each: -each[1].count)
        )

    return grow(below[None])


def part_of(topic: Topic) -> tuple[Entry, ...]:
    above = tuple(Link(each.name, each.get_absolute_url()) for each in topic.broader())
    return (Entry("Part of", links=above),) if above else ()


def parts_of(topic: Topic) -> Bars | None:
    rows = list(topic.children.order_by("name"))
    if not rows:
        return None
    counts = _counted()
    links = [link for _, link in _linked(rows, counts) if link.count]
    links.sort(key=lambda link: -link.count)
    return Bars("Parts of this topic", tuple(links)) if links else None


def _linked(rows: Sequence[Topic], counts: dict[str, int]) -> list[tuple[Topic, CountedLink]]:
    links = (CountedLink(row.name, row.get_absolute_url(), counts.get(row.slug, 0)) for row in rows)
    return list(zip(rows, with_shares(links), strict=True))


def _counted() -> dict[str, int]:
    """By slug, which is what the index knows a topic by."""
    if (found := gather((), {"topics": None})) is not None:
        return dict(found.counts["topics"])
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    return {slugs[topic]: count for topic, count in browsing.topics_counted().items()}
