"""The calendar: years, months, days, and what has no date."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import browsing
from articles.models import Article
from articles.presenters import calendar
from articles.presenters.dates import day_words, month_words
from articles.presenters.listing import article_list


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "dates/years.html",
        {"years": calendar.years(), "undated": Article.objects.published().undated().count()},
    )


@require_safe
def undated(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().undated()
    return render(request, "dates/undated.html", {"list": article_list(articles, request.path, request.GET)})


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
            "steps": calendar.year_steps(year),
            "list": article_list(articles, request.path, request.GET),
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
            "list": article_list(articles, request.path, request.GET),
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
            "list": article_list(articles, request.path, request.GET),
        },
    )


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Http404("There is no such day.") from error
