"""What each article is about, as far as it can be told apart: one round of a dialogue, or a place and a day.

An article names many meetings: the one it reports, the one before, the next. Only what stands at its head
and near its own date can be what it reports; the rest is background and would tie stories to each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .annotating import first_day
from .models import Article, EventReport, Mention, fold

#: A round is reported by an article published so many days before or after it, not by a later one.
NEAR = 30
#: A report names what it is about in its headline or so many paragraphs.
HEAD_PARAGRAPHS = 3
_FIELDS = ("title", "subtitle", "standfirst", "summary")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`series` is the number of a dialogue's row: one of two known countries, since others share names."""

    series: int | None = None
    ordinal: int | None = None
    day: date | None = None
    place: str = ""


def occurrences(articles: Collection[Article]) -> dict[int, Occurrence]:
    """What each of these is about, in two queries."""
    reports: defaultdict[int, list[EventReport]] = defaultdict(list)
    for report in (
        EventReport.objects.filter(article__in=articles).select_related("event__series").order_by("pk")
    ):
        reports[report.article_id].append(report)
    named: defaultdict[tuple[int, int], list[Mention]] = defaultdict(list)
    for mention in Mention.objects.standing().filter(article__in=articles, kind=Mention.Kind.EVENT):
        named[mention.article_id, mention.event_id].append(mention)
    return {article.pk: _occurrence(article, reports[article.pk], named) for article in articles}


def _occurrence(
    article: Article, reports: Iterable[EventReport], named: Mapping[tuple[int, int], list[Mention]]
) -> Occurrence:
    head = _head(article.text)
    found = [
        (place, report)
        for report in reports
        if _tells(report)
        and _near(article, report)
        and (place := _first_place(named.get((article.pk, report.event_id), ()), head)) is not None
    ]
    if not found:
        return Occurrence(day=full_day(article.dateline_date), place=fold(article.dateline_place))
    _, report = min(found, key=lambda each: (each[0], each[1].event.key))
    series = report.event.series
    bilateral = series is not None and series.first_id and series.second_id
    return Occurrence(
        series=series.pk if bilateral else None,
        ordinal=report.event.ordinal if bilateral else None,
        day=full_day(report.date),
        place=fold(report.place),
    )


def _tells(report: EventReport) -> bool:
    """Whether the event can be told from others of its kind."""
    return bool(report.event.series_id and report.event.ordinal) or full_day(report.date) is not None


def _near(article: Article, report: EventReport) -> bool:
    """Whether the event is not known to be long past or far off; what the article itself says counts."""
    day = first_day(report.date)
    return day is None or article.sort_date is None or abs((article.sort_date - day).days) <= NEAR


def _first_place(mentions: Iterable[Mention], head: int) -> tuple[int, int] | None:
    """Where the event is first named, if that is at the head of the article."""
    places = [
        (_rank(each.field), each.start) for each in mentions if each.field != "text" or each.start < head
    ]
    return min(places, default=None)


def _rank(field: str) -> int:
    return _FIELDS.index(field) if field in _FIELDS else len(_FIELDS) + (field == "text")


def _head(text: str) -> int:
    """Where the first paragraphs end."""
    return len("\n\n".join(text.split("\n\n", HEAD_PARAGRAPHS)[:HEAD_PARAGRAPHS]))


def full_day(when: str) -> date | None:
    """The day of an ISO date that has one: neither "2022-03" nor "--05-14"."""
    try:
        return date.fromisoformat(when) if len(when) == 10 else None
    except ValueError:
        return None
