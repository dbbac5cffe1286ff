"""What the browse pages ask of the database: who and what a set of articles speaks of.

Each function is one bounded query (or says how many). They start from a set of
articles that the page chose, which itself starts from `published()`, so nothing
of a draft can show through.
"""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from .dialogues import event_of
from .models import (
    Article,
    ArticleCountry,
    Country,
    Event,
    EventReport,
    EventSeries,
    Mention,
    Person,
    Quote,
    Tombstone,
    Topic,
)
from .models.articles import ArticleQuerySet


def spoken_of(rows: QuerySet, articles: ArticleQuerySet) -> QuerySet:
    """Rows of a register that these articles speak of; `articles` counts in how many."""
    return (
        rows.filter(mentions__article__in=articles.order_by().values("pk"), mentions__stale=False)
        .annotate(articles=Count("mentions__article", distinct=True))
        .order_by("-articles", "name", "pk")
    )


def parties_of(articles: ArticleQuerySet) -> QuerySet:
    """Countries that these articles are about; `articles` counts them."""
    return (
        Country.objects.filter(
            article_countries__article__in=articles.order_by().values("pk"), article_countries__role="party"
        )
        .annotate(articles=Count("article_countries__article", distinct=True))
        .order_by("-articles", "name")
    )


def series_of(articles: ArticleQuerySet) -> QuerySet:
    """Dialogues of which these articles report a round or a meeting."""
    return (
        EventSeries.objects.filter(events__reports__article__in=articles.order_by().values("pk"))
        .annotate(articles=Count("events__reports__article", distinct=True))
        .order_by("-articles", "name", "pk")
    )


def topics_counted() -> dict[int, int]:
    """In how many published articles a topic or a part of it stands, by its number; two queries."""
    parents = dict(Topic.objects.values_list("pk", "parent"))
    articles: dict[int, set[int]] = {}
    spoken = Mention.objects.standing().filter(
        kind=Mention.Kind.TOPIC, article__status=Article.Status.PUBLISHED
    )
    for topic, article in spoken.order_by().values_list("topic", "article").distinct().iterator():
        each = topic
        for _level in range(Topic.LEVELS):
            if each is None:
                break
            articles.setdefault(each, set()).add(article)
            each = parents.get(each)
    return {topic: len(found) for topic, found in articles.items()}


def reporting(series: EventSeries) -> ArticleQuerySet:
    reports = EventReport.objects.filter(event__series=series)
    return Article.objects.published().filter(pk__in=reports.values("article"))


def busiest_pairs() -> QuerySet:
    """Two countries that are both party to an article, with how many articles that is."""
    return (
        ArticleCountry.objects.filter(
            role="party",
            article__status=Article.Status.PUBLISHED,
            article__article_countries__role="party",
            article__article_countries__country__gt=F("country"),
        )
        .order_by()
        .values(
            first=F("country"),
            first_name=F("country__name"),
            second=F("article__article_countries__country"),
            second_name=F("article__article_countries__country__name"),
        )
        .annotate(articles=Count("article", distinct=True))
        .order_by("-articles", "first", "second")
    )


def first_and_last_day() -> tuple[date | None, date | None]:
    """The first and the last day that articles are filed under, each from an end of the index of dates."""
    dated = Article.objects.published().filter(sort_date__isnull=False).values_list("sort_date", flat=True)
    return dated.order_by("sort_date").first(), dated.order_by("-sort_date").first()


def two_countries(codes: str) -> tuple[Country, Country] | None:
    """The countries of an address like "in-kr", in alphabetical order of their codes."""
    parts = sorted(codes.upper().split("-"))
    found = Country.objects.in_bulk(parts) if len(parts) == 2 else {}
    if len(found) != 2:
        return None
    return found[parts[0]], found[parts[1]]


def is_gone(number: int) -> bool:
    """Had readers an article of this number that will not come back? One that is a draft again may."""
    status = Article.objects.filter(pk=number).values_list("status", flat=True).first()
    if status is None:
        return Tombstone.objects.filter(number=number).exists()
    return status == Article.Status.WITHDRAWN


# --- The calendar ------------------------------------------------------------------------------
# An article is shown no nearer than its date is known: one dated to a month stands in the list of
# the month and of the year, not in that of its first day.


def dated_to_the_month(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.exclude(published_precision=Article.Precision.YEAR)


def dated_to_the_day(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(published_date__isnull=False).exclude(
        published_precision__in=[Article.Precision.MONTH, Article.Precision.YEAR]
    )


def by_year(articles: ArticleQuerySet) -> dict[int, int]:
    """By days first, which the index of dates counts; taking years of a hundred thousand dates is slow."""
    days = articles.filter(sort_date__isnull=False).order_by().values("sort_date")
    years: Counter[int] = Counter()
    for day, number in days.annotate(number=Count("pk")).values_list("sort_date", "number"):
        years[day.year] += number
    return dict(sorted(years.items()))


def by_month(year: int) -> dict[int, int]:
    months: Counter[int] = Counter()
    for day, number in _by_date(dated_to_the_month(Article.objects.published().dated(year))).items():
        months[day.month] += number
    return dict(sorted(months.items()))


def by_day(year: int, month: int) -> dict[int, int]:
    days = _by_date(dated_to_the_day(Article.objects.published().dated(year, month)))
    return {day.day: number for day, number in days.items()}


def by_day_of(year: int) -> dict[date, int]:
    """Every day of a year that has articles."""
    return _by_date(dated_to_the_day(Article.objects.published().dated(year)))


def same_day(month: int, day: int) -> ArticleQuerySet:
    """Articles of this day of any year; the days are named, so that the index of dates finds them."""
    first, last = first_and_last_day()
    years = range(first.year, last.year + 1) if first and last else range(0)
    days = [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]
    return dated_to_the_day(Article.objects.published().filter(sort_date__in=days))


def on_this_day(month: int, day: int) -> dict[int, int]:
    """How many articles this day of each year has, the latest year first."""
    return {each.year: number for each, number in reversed(_by_date(same_day(month, day)).items())}


def _by_date(articles: ArticleQuerySet) -> dict[date, int]:
    """How many of these articles are filed under each day, in order: an index of dates counts them."""
    rows = articles.order_by("sort_date").values("sort_date").annotate(number=Count("pk"))
    return dict(rows.values_list("sort_date", "number"))


def neighbor_days(articles: ArticleQuerySet, first: date, last: date) -> tuple[date | None, date | None]:
    """The nearest days with one of these articles before and after a stretch of time. Two queries."""
    days = articles.values_list("sort_date", flat=True)
    before = days.filter(sort_date__lt=first).order_by("-sort_date")
    after = days.filter(sort_date__gt=last).order_by("sort_date")
    return before.first(), after.first()


# --- People, words and dialogues ---------------------------------------------------------------


def name_forms(person: Person, articles: Collection[int] | None = None) -> list[str]:
    """The forms in which a person's name is printed, in these articles or in all, the commonest first."""
    mentions = Mention.objects.standing().filter(
        person=person, kind=Mention.Kind.PERSON, article__status=Article.Status.PUBLISHED
    )
    if articles is not None:
        mentions = mentions.filter(article__in=articles)
    rows = mentions.order_by().values("surface").annotate(number=Count("pk")).order_by("-number", "surface")
    return [row["surface"] for row in rows[:12]]


def quotes_of(**speaker: Any) -> QuerySet:
    """What somebody is quoted as saying, the latest first: `quotes_of(speaker=p)`."""
    return (
        Quote.objects.filter(article__status=Article.Status.PUBLISHED, stale=False, **speaker)
        .exclude(kind=Quote.Kind.PARTIAL)
        .select_related("article")
        .defer("article__removed")
        .order_by(F("article__sort_date").desc(nulls_last=True), "-article", "start")
    )


def told_of(events: QuerySet, most: int) -> QuerySet:
    """Events with the first published articles that report them, and who was in the chair.

    `reported` counts all of these articles; the last of them was changed when `changed` says. Three queries.
    """
    reports = (
        EventReport.objects.filter(article__status=Article.Status.PUBLISHED)
        .select_related("article")
        .defer("article__removed")
        .prefetch_related("chairs")
        .order_by("article__sort_date", "article_id")
    )
    published = Q(reports__article__status=Article.Status.PUBLISHED)
    return (
        events.select_related("series", "country")
        .annotate(
            reported=Count("reports", filter=published, distinct=True),
            changed=Max("reports__article__modified_at", filter=published),
        )
        .prefetch_related(Prefetch("reports", reports[:most], to_attr="published_reports"))
    )


def events_of(series: EventSeries) -> QuerySet:
    return Event.objects.reported().filter(series=series).in_order()


def events_between(first: Country, second: Country) -> QuerySet:
    """Rounds of the dialogues of these two, and other events that both took part in."""
    reported = EventReport.objects.filter(article__status=Article.Status.PUBLISHED)
    events = Event.objects.filter(
        event_of(first, second, "pk"), Exists(reported.filter(event=OuterRef("pk")))
    )
    return events.order_by("series__name", "ordinal", "happened_on", "pk")


def latest_rounds() -> QuerySet:
    """Numbered rounds of dialogues that are reported, the latest first."""
    published = EventReport.objects.filter(
        event=OuterRef("pk"), article__status=Article.Status.PUBLISHED
    ).order_by()
    return (
        Event.objects.filter(Exists(published), ordinal__isnull=False)
        .select_related("series", "country")
        .order_by(F("happened_on").desc(nulls_last=True), "-pk")
    )
