"""The calendar: years, months, days, and what has no date."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import browsing
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.presenters import calendar
from articles.presenters.dates import day_words, month_words
from articles.presenters.listing import ArticleList, article_list, asked
from articles.selections import LINES, Selection, survey

#: A year that has every day.
_LEAP = 2000
#: Beside all days of a year there is room for fewer articles on a page.
LINES_OF_A_YEAR = 10


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    counts = calendar.counted_years()
    return render(
        request,
        "dates/years.html",
        {
            "years": calendar.years(counts),
            "decades": calendar.decades(counts),
            "today": calendar.today_in_years(),
            "undated": Article.objects.published().undated().count(),
        },
    )


@require_safe
@never_cache
def on_this_day(_request: HttpRequest) -> HttpResponse:
    """To the page of today's day of the year."""
    today = localdate()
    return redirect("day_of_years", month=today.month, day=today.day)


@require_safe
def day_of_years(request: HttpRequest, month: int, day: int) -> HttpResponse:
    _real(_LEAP, month, day)
    return render(
        request,
        "dates/day_of_years.html",
        {
            "day": calendar.day_of_years(month, day),
            "list": _list(request, browsing.same_day(month, day)),
        },
    )


@require_safe
def undated(request: HttpRequest) -> HttpResponse:
    return render(
        request, "dates/undated.html", {"list": _list(request, Article.objects.published().undated())}
    )


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    _real(year, 1, 1)
    articles = Article.objects.published().dated(year)
    return render(
        request,
        "dates/year.html",
        {
            "year": year,
            "months": calendar.months(year),
            "days": calendar.year_of_months(year),
            "weekdays": calendar.WEEKDAYS,
            "steps": calendar.year_steps(year),
            "list": _list(request, articles, LINES_OF_A_YEAR),
        },
    )


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    _real(year, month, 1)
    articles = browsing.dated_to_the_month(Article.objects.published().dated(year, month))
    return render(
        request,
        "dates/month.html",
        {
            "year": year,
            "words": month_words(year, month),
            "weekdays": calendar.WEEKDAYS,
            "weeks": calendar.weeks(year, month),
            "steps": calendar.month_steps(year, month),
            "list": _list(request, articles),
        },
    )


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    wanted = _real(year, month, day)
    articles = browsing.dated_to_the_day(Article.objects.published().dated(year, month, day))
    return render(
        request,
        "dates/day.html",
        {
            "day": wanted,
            "words": day_words(wanted),
            "month_words": month_words(year, month),
            "weekdays": calendar.WEEKDAYS,
            "weeks": calendar.weeks(year, month, day),
            "steps": calendar.day_steps(wanted),
            "list": _list(request, articles),
        },
    )


def _list(request: HttpRequest, articles: ArticleQuerySet, lines: int = LINES) -> ArticleList:
    return article_list(survey(Selection(articles), **asked(request.GET), size=lines), request.path)


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Http404("There is no such day.") from error
