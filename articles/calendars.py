"""The dated events of two countries or of a series as an iCalendar file (RFC 5545).

Only an event whose day is known stands in it: a calendar has no place for "in March". What reports
say differently stands in the description. The lines are written here, for it takes forty of them;
that they are right is told by a library that reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import browsing
from .answers import revalidated
from .identities import moved_to
from .models import Event, EventSeries

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Articles that are told of one event, and events that are read at once.
_REPORTS, _AT_ONCE = 10, 500
#: Octets of a line without its end.
_WIDTH = 75


def _folded(line: str) -> Iterator[bytes]:
    """A line cut into pieces of 75 octets, never inside a character; each further one begins with a space."""
    held = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(held) + len(octets) > _WIDTH:
            yield held + b"\r\n"
            held = b" "
        held += octets
    yield held + b"\r\n"


def _said(text: str) -> str:
    """A text as a value. Control characters have no place in one."""
    return "".join(char for char in text if char >= " " or char == "\n").translate(_ESCAPED)


def _lines(events: Iterable[Event], name: str, absolute: Callable[[str], str]) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dateline//Dated events//EN")
    yield from ("CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_said(name)}", f"NAME:{_said(name)}")
    for event in events:
        if len(event.date) == 10:
            yield from _event(event, absolute)
    yield "END:VCALENDAR"


def _event(event: Event, absolute: Callable[[str], str]) -> Iterator[str]:
    first = date.fromisoformat(event.date)
    reports = event.published_reports
    place = ", ".join(part for part in (event.place, event.country.name if event.country else "") if part)
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(event.key.encode()).hexdigest()[:32]}@dateline.invalid"
    yield f"DTSTAMP:{(event.changed or _NEVER).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    if first < date.max:
        yield f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_said(event.name)}"
    if place:
        yield f"LOCATION:{_said(place)}"
    yield f"DESCRIPTION:{_said(chr(10).join(_told(event, absolute)))}"
    if reports:
        yield f"URL:{absolute(reports[0].article.get_absolute_url())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _told(event: Event, absolute: Callable[[str], str]) -> Iterator[str]:
    for report in event.published_reports:
        says = [
            part for part in (report.date, report.place) if part and part not in (event.date, event.place)
        ]
        chairs = [person.name for person in report.chairs.all()]
        parts = (
            report.article.headline,
            f"in the chair: {', '.join(chairs)}" if chairs else "",
            f"says: {', '.join(says)}" if says else "",
            absolute(report.article.get_absolute_url()),
        )
        yield "; ".join(part for part in parts if part)
    if more := event.reported - len(event.published_reports):
        yield f"and {more:,} more {'article' if more == 1 else 'articles'}"


def _answer(events: QuerySet, name: str, file: str, request: HttpRequest) -> HttpResponse:
    """All of them, however many there are."""
    told = browsing.told_of(events, _REPORTS).iterator(_AT_ONCE)
    body = b"".join(
        piece for line in _lines(told, name, request.build_absolute_uri) for piece in _folded(line)
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}.ics"'},
    )


@require_safe
@revalidated
def pair(request: HttpRequest, codes: str) -> HttpResponse:
    found = browsing.two_countries(codes)
    if found is None:
        raise Http404("There are no such two countries.")
    first, second = found
    events = browsing.events_between(first, second)
    name = f"{first.name} – {second.name}: dated events"
    return _answer(events, name, f"{first.pk}-{second.pk}".lower(), request)


@require_safe
@revalidated
def series(request: HttpRequest, slug: str) -> HttpResponse:
    row = EventSeries.objects.filter(slug=slug).first()
    if row is None and (kept := moved_to(EventSeries, slug)) is not None:
        return HttpResponsePermanentRedirect(reverse("series_calendar", args=[kept.slug]))
    if row is None or not browsing.reporting(row).exists():
        raise Http404("No published article speaks of it.")
    return _answer(browsing.events_of(row), row.name, f"series-{row.pk}", request)
