"""What articles say across the archive: who said what, what two countries are to each other, meetings."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles import queries, receipts
from articles.models import Article, Event, EventReport, Quote, Receipt, Statement

from .narrowing import chosen_country, chosen_entry, chosen_pair
from .paging import after_number, listed, row_number, text_of
from .replies import Refusal, endpoint, reply
from .summaries import Absolute, article_json, entry_json, span_json

#: Reports of a meeting in a list, and in the answer about it alone.
_REPORTS_LISTED = 5
_REPORTS = 200

Told = dict[str, Any]


def _published(rows: QuerySet, request: HttpRequest) -> QuerySet:
    """Facts of published articles by their numbers, after those seen; of one article where one is named."""
    rows = rows.filter(pk__gt=after_number(request), article__status=Article.Status.PUBLISHED, stale=False)
    if (article := row_number(request, "article")) is not None:
        rows = rows.filter(article=article)
    return rows.select_related("article").defer("article__removed").order_by("pk")


@endpoint
def quotes(request: HttpRequest) -> HttpResponse:
    rows = _published(Quote.objects.all(), request)
    for parameter, field in (("person", "speaker"), ("organization", "speaking_organization")):
        if (entry := chosen_entry(request, parameter)) is not None:
            rows = rows.filter(**{field: entry})
    rows = rows.select_related("article", "speaker", "speaking_organization")
    absolute = request.build_absolute_uri
    return listed(request, "quotes", rows, lambda row: _quote(row, absolute), lambda row: row.pk)


def _quote(row: Quote, absolute: Absolute) -> Told:
    speaker = row.speaker or row.speaking_organization
    return {
        "id": row.pk,
        "text": row.text,
        "kind": row.kind,
        "speaker": entry_json(speaker, absolute) if speaker is not None else None,
        "speaker_surface": row.speaker_surface or None,
        "cue": row.cue or None,
        "article": article_json(row.article, absolute),
        **span_json(row),
    }


@endpoint
def statements(request: HttpRequest) -> HttpResponse:
    rows = _published(Statement.objects.all(), request)
    if (both := chosen_pair(request)) is not None:
        rows = rows.filter(first=both[0], second=both[1])
    absolute = request.build_absolute_uri
    return listed(request, "statements", rows, lambda row: _statement(row, absolute), lambda row: row.pk)


def _statement(row: Statement, absolute: Absolute) -> Told:
    return {
        "id": row.pk,
        "pair": [row.first_id, row.second_id],
        "kind": row.kind,
        "status": row.status,
        "year": row.year,
        "article": article_json(row.article, absolute),
        "surface": row.surface,
        **span_json(row),
    }


# --- Meetings ----------------------------------------------------------------------------------


def _reported(most: int) -> QuerySet:
    """Meetings with the first published articles that report them, in five queries."""
    published = EventReport.objects.filter(article__status=Article.Status.PUBLISHED)
    reports = (
        published.select_related("article")
        .defer("article__removed")
        .prefetch_related("chairs", "participants")
        .order_by("article__sort_date", "article_id")
    )
    return (
        Event.objects.order_by("pk")
        .filter(Exists(published.order_by().filter(event=OuterRef("pk"))))
        .select_related("series")
        .prefetch_related("countries", Prefetch("reports", reports[:most], to_attr="published_reports"))
    )


@endpoint
def meetings(request: HttpRequest) -> HttpResponse:
    rows = _reported(_REPORTS_LISTED).filter(pk__gt=after_number(request))
    if (series := chosen_entry(request, "event")) is not None:
        rows = rows.filter(series=series)
    if (country := chosen_country(request)) is not None:
        rows = rows.filter(countries=country)
    if (both := chosen_pair(request)) is not None:
        rows = rows.filter(countries=both[0]).filter(countries=both[1])
    absolute = request.build_absolute_uri
    return listed(request, "meetings", rows, lambda row: _meeting(row, absolute), lambda row: row.pk)


@endpoint
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = _reported(_REPORTS).filter(pk=pk).first()
    if found is None:
        raise Http404
    return reply(_meeting(found, request.build_absolute_uri))


def _meeting(event: Event, absolute: Absolute) -> Told:
    return {
        "id": event.pk,
        "api_url": absolute(reverse("api_meeting", args=[event.pk])),
        "type": event.type,
        "name": event.name,
        "series": entry_json(event.series, absolute) if event.series else None,
        "ordinal": event.ordinal,
        "date": event.date or None,
        "place": event.place or None,
        "country": event.country_id,
        "countries": sorted(country.pk for country in event.countries.all()),
        "reports": [_report(report, absolute) for report in event.published_reports],
    }


def _report(report: EventReport, absolute: Absolute) -> Told:
    return {
        "article": article_json(report.article, absolute),
        "date": report.date or None,
        "place": report.place or None,
        "country": report.country_id,
        "chairs": [entry_json(person, absolute) for person in report.chairs.all()],
        "participants": [entry_json(person, absolute) for person in report.participants.all()],
    }


# --- What goes on from a question --------------------------------------------------------------


@endpoint
def suggestions(request: HttpRequest) -> HttpResponse:
    typed, absolute = text_of(request, "q"), request.build_absolute_uri
    return reply(
        {
            "q": typed,
            "suggestions": [
                {
                    "text": each.text,
                    "note": each.note,
                    "url": absolute(each.url),
                    "api_url": absolute(f"{reverse('api_search')}?{each.url.partition('?')[2]}"),
                }
                for each in queries.suggestions(typed)
            ],
        }
    )


@endpoint
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """A search as it was, beside what it finds now."""
    found = Receipt.objects.filter(key=key).first()
    if found is None:
        raise Http404
    try:
        compared = receipts.compare(found)
    except receipts.OutOfOrder as error:
        raise Refusal(503) from error
    absolute = request.build_absolute_uri
    query = found.query

    def asked(name: str) -> str:
        return absolute(f"{reverse(name)}?{query}".rstrip("?"))

    return reply(
        {
            "key": found.key,
            "url": absolute(found.get_absolute_url()),
            "search_url": asked("api_search"),
            "understood": found.understood,
            "made_at": found.made_at.isoformat(),
            "count": found.count,
            "sha256": found.digest,
            "index_generation": found.generation,
            "engine_version": found.engine_version,
            "rules_version": found.rules_version,
            "now": {
                "count": compared.count,
                "same_engine": compared.same_engine,
                "same_rules": compared.same_rules,
                "entered_total": compared.entered_total,
                "left_total": compared.left_total,
                "entered": [_moved(each, absolute) for each in compared.entered],
                "left": [_moved(each, absolute) for each in compared.left],
            },
        }
    )


def _moved(moved: receipts.Moved, absolute: Absolute) -> Told:
    return {
        "id": moved.number,
        "why": moved.why,
        "article": article_json(moved.article, absolute) if moved.article else None,
    }
