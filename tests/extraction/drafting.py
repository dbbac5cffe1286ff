"""Articles for the tests of extraction, built from a text and the day it was published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from articles.drafts import (
    Annotations,
    ArticleDraft,
    Dateline,
    PersonTag,
    Published,
    PullQuote,
    RawDocument,
    ReadingConfig,
)
from articles.extraction import annotate, read
from articles.extraction.context import Context
from articles.parsing.text import parse_text

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def draft(
    text: str,
    day: str | None = None,
    *,
    title: str | None = None,
    dateline: Dateline | None = None,
    pull_quote: PullQuote | None = None,
    key_points: tuple[str, ...] = (),
) -> ArticleDraft:
    published = Published()
    if day is not None:
        known = date.fromisoformat(day)
        published = Published(date=known, earliest=known, latest=known, basis="stated", precision="day")
    return ArticleDraft(
        text=text,
        sha256="0" * 64,
        title=title,
        dateline=dateline,
        published=published,
        pull_quote=pull_quote,
        key_points=key_points,
    )


def parsed(seed: Path) -> ArticleDraft:
    """The article that the parser makes of a document of the archive."""
    return parse_text(RawDocument(seed.read_bytes(), name=seed.name), ReadingConfig())


def context(text: str, day: str | None = None) -> Context:
    return read(draft(text, day), ReadingConfig())


def annotated(text: str, day: str | None = None, *, title: str | None = None) -> Annotations:
    return annotate(draft(text, day, title=title), ReadingConfig())


def people(text: str, *, title: str | None = None) -> dict[str, PersonTag]:
    return {person.name: person for person in annotated(text, title=title).people}
