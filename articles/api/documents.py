"""One article as JSON, made of its rows: the keys that `annotate` prints for a document, and its address.

Facts are as they stand in the archive: what an editor corrected is corrected here, people go by their name
in the register, and words that are gone from the text are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from articles.evidence import Evidence
from articles.models import Article, Event, EventReport, Mention, Person, Quote, ReceivedDocument, Statement
from articles.presenters.listing import lead_of

Absolute = Callable[[str], str]


def article_json(evidence: Evidence, absolute: Absolute) -> dict[str, Any]:
    return _printed(evidence, absolute) | _found(evidence)


def summary_json(article: Article, absolute: Absolute) -> dict[str, Any]:
    """A line of a list. `article.ties` are its countries, read along."""
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "api_url": absolute(reverse("api_article", args=[article.pk])),
        "headline": article.headline,
        "lead": lead_of(article) or None,
        "language": article.language or None,
        "published": _published(article),
        "byline": article.byline or None,
        "section": article.section or None,
        "outlet": _name(article.outlet),
        "agency": _name(article.agency),
        "countries": [
            {"code": tie.country_id, "name": tie.country.name, "role": tie.role} for tie in article.ties
        ],
        "pair": list(article.pair) if article.pair else None,
    }


# --- As printed ---


def _printed(evidence: Evidence, absolute: Absolute) -> dict[str, Any]:
    article = evidence.article
    current = [each for each in evidence.received if each.kind == ReceivedDocument.Kind.CURRENT]
    named = ("title", "subtitle", "standfirst", "summary", "section", "byline")
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "original_url": article.url or None,
        "source_file": (current[-1].name or None) if current else None,
        "sha256": current[-1].sha256 if current else None,
        "language": article.language or None,
        **{name: getattr(article, name) or None for name in named},
        "outlet": _name(article.outlet),
        "agency": _name(article.agency),
        "origin": _name(article.origin),
        "reading_minutes": article.reading_minutes,
        "published": _published(article)
        | {"evidence": [_span(each) for each in evidence.mentions if each.kind == Mention.Kind.DATE]},
        "dateline": _dateline(article),
        "key_points": [point.text for point in evidence.key_points],
        "pull_quote": {"text": article.pull_quote, "speaker": article.pull_quote_speaker or None}
        if article.pull_quote
        else None,
        "images": [{"caption": image.caption, "credit": image.credit or None} for image in evidence.images],
        "text": article.text,
        "comments": [
            {"author": comment.author, "text": comment.text, "truncated": comment.truncated}
            for comment in evidence.comments
        ],
        "removed": [{"text": piece["text"], "rule": piece["rule"]} for piece in article.removed],
        "rules_version": article.rules_version or None,
    }


def _name(row: Any) -> str | None:
    return row.name if row is not None else None


def _published(article: Article) -> dict[str, Any]:
    days = {name: getattr(article, f"published_{name}") for name in ("date", "earliest", "latest")}
    return {
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "time": article.published_time or None,
        "basis": article.published_basis,
        "precision": article.published_precision or None,
        "confidence": round(article.published_confidence, 3),
    }


def _dateline(article: Article) -> dict[str, Any] | None:
    parts = {
        "text": article.dateline_text or None,
        "place": article.dateline_place or None,
        "country": article.dateline_country_id,
        "date": article.dateline_date or None,
    }
    return parts if any(parts.values()) else None


# --- As found ---


def _position(row: Mention | Quote | Statement) -> dict[str, Any]:
    position: dict[str, Any] = {"start": row.start, "end": row.end}
    if row.field != "text":
        position["field"] = row.field
    return position


def _span(row: Mention | Statement) -> dict[str, Any]:
    return {
        **_position(row),
        "surface": row.surface,
        "rule": row.rule,
        "rules_version": row.rules_version,
    }


def _found(evidence: Evidence) -> dict[str, Any]:
    article = evidence.article
    return {
        "countries": [
            {
                "code": tie.country_id,
                "name": tie.country.name,
                "role": tie.role,
                "score": round(tie.score, 3),
                "mentions": [
                    _span(each)
                    for each in evidence.mentions
                    if each.kind == "country" and each.country_id == tie.country_id
                ],
            }
            for tie in evidence.countries
        ],
        "pair": list(article.pair) if article.pair else None,
        "people": [_person(person, mentions) for person, mentions in _grouped(evidence, "person", "office")],
        "organizations": [
            {
                "name": row.name,
                "abbreviation": row.abbreviation or None,
                "kind": row.kind or None,
                "country": row.country_id,
                "mentions": [_span(each) for each in mentions],
            }
            for row, mentions in _grouped(evidence, "organization")
        ],
        "places": [
            {
                "name": row.name,
                "country": row.country_id,
                "kind": row.kind,
                "mentions": [_span(each) for each in mentions],
            }
            for row, mentions in _grouped(evidence, "place")
        ],
        "topics": [
            {"slug": row.slug, "name": row.name, "mentions": [_span(each) for each in mentions]}
            for row, mentions in _grouped(evidence, "topic")
        ],
        "events": list(_events(evidence)),
        "quotes": [_quote(quote) for quote in evidence.quotes],
        "statements": [
            {
                "pair": [made.first_id, made.second_id],
                "kind": made.kind,
                "status": made.status,
                "year": made.year,
                "span": _span(made),
                "rule": made.rule,
            }
            for made in evidence.statements
        ],
    }


def _grouped(evidence: Evidence, target: str, *kinds: str) -> Iterable[tuple[Any, list[Mention]]]:
    """What is mentioned of one kind, each once, with its mentions; an office stands with its person."""
    groups: dict[Any, list[Mention]] = {}
    for mention in evidence.mentions:
        if mention.kind in (target, *kinds):
            groups.setdefault(getattr(mention, target), []).append(mention)
    return groups.items()


def _person(person: Person, mentions: list[Mention]) -> dict[str, Any]:
    named = [each for each in mentions if each.kind == Mention.Kind.PERSON]
    return {
        "name": person.name,
        "country": person.country_id,
        "offices": [
            {
                "title": each.office.name,
                "country": each.office.country_id,
                "span": _span(each),
                "rule": each.rule,
            }
            for each in mentions
            if each.kind == Mention.Kind.OFFICE
        ],
        "variants": [form for form in dict.fromkeys(each.surface for each in named) if form != person.name],
        "mentions": [_span(each) for each in named],
    }


def _events(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """Events as this article reports them, then those it only names."""
    reports: dict[int, EventReport] = {report.event_id: report for report in evidence.reports}
    mentioned = dict(_grouped(evidence, "event"))
    events: dict[int, Event] = {each.pk: each for each in mentioned}
    events = {pk: report.event for pk, report in reports.items()} | {
        pk: event for pk, event in events.items() if pk not in reports
    }
    prefetch_related_objects(list(events.values()), "countries")
    for pk, event in events.items():
        report = reports.get(pk)
        yield {
            "type": event.type,
            "series": _name(event.series),
            "ordinal": event.ordinal,
            "name": event.name,
            "countries": sorted(country.pk for country in event.countries.all()),
            "date": (report.date or None) if report else None,
            "place": (report.place or None) if report else None,
            "country": report.country_id if report else None,
            "chairs": [person.name for person in report.chairs.all()] if report else [],
            "participants": [person.name for person in report.participants.all()] if report else [],
            "mentions": [_span(each) for each in mentioned.get(event, ())],
        }


def _quote(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker or quote.speaking_organization
    return {
        "text": quote.text,
        "kind": quote.kind,
        "speaker": speaker.name if speaker else quote.speaker_name or None,
        "speaker_surface": quote.speaker_surface or None,
        "cue": quote.cue or None,
        **_position(quote),
        "rule": quote.rule,
        "rules_version": quote.rules_version,
    }
