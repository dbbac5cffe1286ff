"""A document read: parsed and annotated, with no database in sight.

Everything that turns text into facts goes through `read`, so that the command
line, the editor's paste page and the importer can never disagree.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from .drafts import Annotations, ArticleDraft, Failure, Mention, RawDocument, ReadingConfig, Span, passed
from .exceptions import DocumentError
from .extraction import annotate
from .extraction.gazetteer import place_countries
from .parsing import read_documents

logger = logging.getLogger(__name__)


@passed
@dataclass(frozen=True, slots=True)
class Reading:
    draft: ArticleDraft
    annotations: Annotations


def reading_config(reference: datetime | None = None) -> ReadingConfig:
    """The archive's own configuration; `reference` is when the documents were received."""
    return ReadingConfig(reference=reference, place_countries=place_countries())


def read(raw: RawDocument, config: ReadingConfig) -> Iterator[Reading | Failure]:
    """Read one file: one article, or one a line. Raises DocumentError when none of it can be read.

    An article out of another archive brings its facts with it.
    """
    for draft in read_documents(raw, config):
        if isinstance(draft, Failure):
            yield draft
        else:
            yield Reading(draft, draft.kept.annotations if draft.kept else annotate(draft, config))


def read_many(documents: Sequence[RawDocument], reference: datetime) -> list[list[Reading | Failure]]:
    """What became of each document. Whatever goes wrong with one does not keep the others out."""
    config = _shared_config(reference)
    return [_read_safely(raw, config) for raw in documents]


def annotate_many(drafts: Sequence[ArticleDraft], reference: datetime) -> list[Annotations | Failure]:
    """The same for articles that are there already, of which extraction alone is run again."""
    config = _shared_config(reference)
    return [_annotate_safely(draft, config) for draft in drafts]


_shared_config = lru_cache(1)(reading_config)


def _read_safely(raw: RawDocument, config: ReadingConfig) -> list[Reading | Failure]:
    found: list[Reading | Failure] = []
    line = raw.first_line if raw.format == "json-lines" else None
    try:
        found.extend(read(raw, config))
    except DocumentError as error:
        found.append(Failure(raw.name, str(error), line))
    except Exception as error:
        logger.exception("Could not read %s", raw.name)
        found.append(Failure(raw.name, f"A rule failed on it: {error!r}.", line))
    return found


def _annotate_safely(draft: ArticleDraft, config: ReadingConfig) -> Annotations | Failure:
    try:
        return annotate(draft, config)
    except Exception as error:
        logger.exception("Could not annotate %s", draft.source_file)
        return Failure(draft.source_file, f"A rule failed on it: {error!r}.")


def as_json(reading: Reading) -> dict[str, Any]:
    """The public form of a reading; its keys are promised to programs."""
    draft, found = reading.draft, reading.annotations
    return _draft_json(draft) | {
        "rules_version": found.rules_version,
        "countries": [
            {
                "code": tag.code,
                "name": tag.name,
                "role": tag.role,
                "score": round(tag.score, 3),
                "mentions": _mentions(tag.mentions),
            }
            for tag in found.countries
        ],
        "pair": list(found.pair) if found.pair else None,
        "people": [
            {
                "name": tag.name,
                "country": tag.country,
                "offices": [
                    {
                        "title": held.title,
                        "country": held.country,
                        "span": _span(held.span),
                        "rule": held.rule,
                    }
                    for held in tag.offices
                ],
                "variants": list(tag.variants),
                "mentions": _mentions(tag.mentions),
            }
            for tag in found.people
        ],
        "organizations": [
            {
                "name": tag.name,
                "abbreviation": tag.abbreviation,
                "kind": tag.kind,
                "country": tag.country,
                "mentions": _mentions(tag.mentions),
            }
            for tag in found.organizations
        ],
        "places": [
            {"name": tag.name, "country": tag.country, "kind": tag.kind, "mentions": _mentions(tag.mentions)}
            for tag in found.places
        ],
        "topics": [
            {"slug": tag.slug, "name": tag.name, "mentions": _mentions(tag.mentions)} for tag in found.topics
        ],
        "events": [
            {
                "type": tag.type,
                "series": tag.series,
                "ordinal": tag.ordinal,
                "name": tag.name,
                "countries": list(tag.countries),
                "date": tag.date,
                "place": tag.place,
                "country": tag.country,
                "chairs": list(tag.chairs),
                "participants": list(tag.participants),
                "mentions": _mentions(tag.mentions),
            }
            for tag in found.events
        ],
        "quotes": [
            {
                "text": quote.span.surface,
                "kind": quote.kind,
                "speaker": quote.speaker,
                "speaker_surface": quote.speaker_surface,
                "cue": quote.cue,
                "rule": quote.rule,
                **_position(quote.span),
            }
            for quote in found.quotes
        ],
        "statements": [
            {
                "pair": list(statement.pair),
                "kind": statement.kind,
                "status": statement.status,
                "year": statement.year,
                "span": _span(statement.span),
                "rule": statement.rule,
            }
            for statement in found.statements
        ],
    }


def _draft_json(draft: ArticleDraft) -> dict[str, Any]:
    when, dateline, pull = draft.published, draft.dateline, draft.pull_quote
    return {
        "id": draft.id,
        "source_file": draft.source_file or None,
        "sha256": draft.sha256,
        "language": draft.language,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "standfirst": draft.standfirst,
        "summary": draft.summary,
        "section": draft.section,
        "byline": draft.byline,
        "outlet": draft.outlet,
        "agency": draft.agency,
        "origin": draft.origin,
        "url": draft.url,
        "reading_minutes": draft.reading_minutes,
        "published": {
            "date": when.date.isoformat() if when.date else None,
            "earliest": when.earliest.isoformat() if when.earliest else None,
            "latest": when.latest.isoformat() if when.latest else None,
            "time": when.time.isoformat() if when.time else None,
            "basis": when.basis,
            "precision": when.precision,
            "confidence": round(when.confidence, 3),
            "evidence": [_span(span) for span in when.evidence],
        },
        "dateline": {
            "text": dateline.text,
            "place": dateline.place,
            "country": dateline.country,
            "date": dateline.date,
        }
        if dateline
        else None,
        "key_points": list(draft.key_points),
        "pull_quote": {"text": pull.text, "speaker": pull.speaker} if pull else None,
        "images": [{"caption": image.caption, "credit": image.credit} for image in draft.images],
        "text": draft.text,
        "comments": [
            {"author": comment.author, "text": comment.text, "truncated": comment.truncated}
            for comment in draft.comments
        ],
        "removed": [{"text": piece.text, "rule": piece.rule} for piece in draft.removed],
    }


def _position(span: Span) -> dict[str, Any]:
    position: dict[str, Any] = {"start": span.start, "end": span.end}
    if span.field != "text":
        position["field"] = span.field
    return position


def _span(span: Span) -> dict[str, Any]:
    return {**_position(span), "surface": span.surface}


def _mentions(mentions: tuple[Mention, ...]) -> list[dict[str, Any]]:
    return [{**_span(mention.span), "rule": mention.rule} for mention in mentions]
