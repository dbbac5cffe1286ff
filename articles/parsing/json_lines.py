"""JSON Lines: documents whose fields are already apart, one a line, or what an archive exported.

`text` is stored exactly as given, because whoever took the fields apart counts
offsets into it. A line that cannot be read is a `Failure` with its number; the
lines after it are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from articles.drafts import (
    ArticleDraft,
    Dateline,
    Failure,
    Published,
    RawDocument,
    ReaderComment,
    ReadingConfig,
)
from articles.exceptions import DocumentTooLarge, EmptyDocument

from . import credits
from .datelines import DatelineFound, country_of, find_dateline, place_only, resolved
from .dates import publication
from .exported import HEADER, Unreadable, is_exported, read_exported
from .findings import StampFound
from .language import guess
from .lines import decode
from .sanitize import clean_user_text, plain_text
from .stamp_lines import stamp_kind
from .stamps import Stamp, find_stamps

_STRINGS = ("title", "dateline", "text", "url", "source", "agency", "byline", "section", "published")


class BadLine(Exception):
    """Why one line is no document."""


class JsonLinesReader:
    name: str = "json-lines"
    extensions: tuple[str, ...] = (".jsonl", ".ndjson")

    def score(self, raw: RawDocument) -> float:
        if raw.name.lower().endswith(self.extensions):
            return 1.0
        start = raw.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
        return 0.8 if start.startswith((b'{"', b"{ ")) else 0.0

    def read(self, raw: RawDocument, config: ReadingConfig) -> Iterator[ArticleDraft | Failure]:
        if not raw.data.strip():
            raise EmptyDocument("There are no lines in it.")
        data = raw.data
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = decode(data, config).encode()
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=raw.first_line):
            line = line.rstrip(b"\r")
            if not line.strip():
                continue
            try:
                fields = _object(line, config)
                if HEADER not in fields:
                    yield _draft(fields, line, raw.name, config)
            except BadLine as error:
                yield Failure(raw.name, str(error), number)


def _draft(fields: Mapping[str, Any], line: bytes, name: str, config: ReadingConfig) -> ArticleDraft:
    if is_exported(fields):
        try:
            return read_exported(fields, line, name)
        except Unreadable as error:
            raise BadLine(str(error)) from error
    for key in _STRINGS:
        _string(fields, key)
    text = _string(fields, "text") or ""
    title = _clean(fields, "title")
    if not text.strip() and not title:
        raise BadLine('Neither "text" nor "title" has any words.')
    found = _dateline(_clean(fields, "dateline"), config)
    dateline = _dateline_of(_clean(fields, "dateline"), found, config)
    draft = ArticleDraft(
        text=text,
        sha256=hashlib.sha256(line).hexdigest(),
        data=line,
        source_file=name,
        id=_id(fields),
        language=guess(f"{title or ''}\n{text[:20_000]}"),
        title=title,
        section=_clean(fields, "section"),
        byline=_clean(fields, "byline"),
        outlet=_clean(fields, "source"),
        agency=_agency(fields, found),
        url=_clean(fields, "url"),
        dateline=dateline,
        comments=_comments(fields),
    )
    stamp = found.stamp if found else None
    published = _published(_string(fields, "published"), draft, stamp, config)
    if dateline is not None:
        dateline = Dateline(dateline.text, dateline.place, dateline.country, resolved(stamp, published.date))
    return replace(draft, published=published, dateline=dateline)


def _object(line: bytes, config: ReadingConfig) -> Mapping[str, Any]:
    if len(line) > config.max_bytes:
        raise BadLine(
            str(
                DocumentTooLarge(
                    f"The line has {len(line):,} bytes; the archive reads up to {config.max_bytes:,}."
                )
            )
        )
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(f"It is not UTF-8 at byte {error.start:,}.") from error
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise BadLine(f"It is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise BadLine("It is not a JSON object.")
    return fields


def _string(fields: Mapping[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadLine(f'"{key}" must be a string, not {_kind(value)}.')
    if "\x00" in value:
        raise BadLine(f'"{key}" holds a NUL character, which no text has.')
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadLine(f'"{key}" holds half a surrogate pair at character {error.start:,}.') from error
    return value


def _clean(fields: Mapping[str, Any], key: str) -> str | None:
    value = _string(fields, key)
    return plain_text(value) or None if value else None


def _id(fields: Mapping[str, Any]) -> str | None:
    value = fields.get("id")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine(f'"id" must be a string or a whole number, not {_kind(value)}.')
    return _string({"id": str(value)}, "id")


def _agency(fields: Mapping[str, Any], found: DatelineFound | None) -> str | None:
    given = _clean(fields, "agency")
    if given:
        return credits.agency_name(given) or given
    return credits.agency_name(found.agency) if found else None


def _dateline(text: str | None, config: ReadingConfig) -> DatelineFound | None:
    if not text:
        return None
    found = find_dateline(text, config.place_countries)
    if found is not None and found.end == len(text):
        return found
    return place_only(text, config.place_countries)


def _dateline_of(text: str | None, found: DatelineFound | None, config: ReadingConfig) -> Dateline | None:
    if not text:
        return None
    if found is None:
        return Dateline(text)
    return Dateline(text, found.place, country_of(found, config.place_countries))


def _published(
    value: str | None, draft: ArticleDraft, stamp: Stamp | None, config: ReadingConfig
) -> Published:
    if value is None or not value.strip():
        return publication(draft, (), stamp, config)
    whole = value.strip()
    if stated := _iso(whole):
        return stated
    if stamp_kind(whole) in (None, "relative-stamp", "time-stamp") or next(find_stamps(whole), None) is None:
        raise BadLine(f'"published" is not a date: {whole[:60]!r}.')
    return publication(draft, (StampFound("published-stamp", whole),), stamp, config)


def _iso(value: str) -> Published | None:
    """ISO 8601 at any precision; a month or a year alone gets its first day and says so."""
    try:
        if len(value) == 4 and value.isdigit():
            year = int(value)
            return Published(
                date(year, 1, 1), date(year, 1, 1), date(year, 12, 31), None, "stated", "year", 1.0
            )
        if len(value) == 7:
            first = datetime.strptime(value, "%Y-%m").replace(tzinfo=UTC).date()
            last = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1
            return Published(first, first, date.fromordinal(last), None, "stated", "month", 1.0)
        if len(value) == 10:
            day = date.fromisoformat(value)
            return Published(day, day, day, None, "stated", "day", 1.0)
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    day = moment.date()
    return Published(day, day, day, moment.timetz(), "stated", "minute", 1.0)


def _comments(fields: Mapping[str, Any]) -> tuple[ReaderComment, ...]:
    given = fields.get("comments")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise BadLine(f'"comments" must be a list, not {_kind(given)}.')
    comments = []
    for item in given:
        if not isinstance(item, dict):
            raise BadLine(f'"comments" must hold objects, not {_kind(item)}.')
        try:
            author, text = _string(item, "author"), _string(item, "text")
        except BadLine as error:
            raise BadLine(f'In "comments": {error}') from error
        words = clean_user_text(text or "")
        comments.append(ReaderComment(plain_text(author or ""), words, truncated=not words))
    return tuple(comments)


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        str: "a string",
    }
    return names.get(type(value), "null")
