"""A line that an archive exported: the article with its facts, as they stood there.

The facts are taken as they are and not found anew: the archive that exported them may have had other
rules, and editors' words stand above rules in any case. What is not true of the text, such as a span
that does not cover its words, makes the line unreadable, so that nothing false gets in.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar, get_args

from articles.drafts import (
    Annotations,
    ArticleDraft,
    Basis,
    CountryTag,
    Dateline,
    EventTag,
    Image,
    Kept,
    Mention,
    OfficeHeld,
    OrganizationTag,
    PersonTag,
    Piece,
    PlaceTag,
    Precision,
    Published,
    PullQuote,
    Quote,
    QuoteKind,
    ReaderComment,
    Role,
    Span,
    Statement,
    TopicTag,
    Verdict,
)

#: The key of the first line of an export, which says what the export is.
HEADER = "dateline_export"
_TEXTS = ("language", "title", "subtitle", "standfirst", "summary", "section", "byline", "outlet", "agency")
_VERDICT = ("kind", "target", "verdict", "value")


_Made = TypeVar("_Made")


class Unreadable(Exception):
    """What in a line is not as an export has it."""


def is_exported(fields: Mapping[str, Any]) -> bool:
    """Is this a line out of an archive? There the date is an object that says how it is known."""
    return isinstance(fields.get("published"), dict) and "rules_version" in fields


def read_exported(fields: Mapping[str, Any], line: bytes, name: str) -> ArticleDraft:
    """The draft of one line. Raises `Unreadable` with the reason in a sentence."""
    try:
        return _Exported(fields).draft(line, name)
    except KeyError as error:
        raise Unreadable(f"{error} is missing.") from error
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(f"It is not as an export has it: {error}.") from error


class _Exported:
    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.version = _text(fields["rules_version"]) or ""
        self.spoken: Mapping[str, str] = {}

    def draft(self, line: bytes, name: str) -> ArticleDraft:
        fields = self.fields
        data = _received(fields)
        pull = fields.get("pull_quote")
        parts: dict[str, Any] = {
            **{key: _text(fields.get(key)) for key in _TEXTS},
            "origin": _text(fields.get("origin")),
            "url": _text(fields.get("original_url")),
            "text": _words(fields["text"]),
            "data": line if data is None else data,
            "sha256": hashlib.sha256(line if data is None else data).hexdigest(),
            "source_file": _text(fields.get("source_file")) or name,
            "id": str(_whole(fields["id"])),
            "reading_minutes": fields.get("reading_minutes"),
            "dateline": _dateline(fields.get("dateline")),
            "key_points": tuple(map(_words, _rows(fields.get("key_points")))),
            "pull_quote": PullQuote(_words(pull["text"]), _text(pull["speaker"])) if pull else None,
            "images": tuple(
                Image(_words(each["caption"]), _text(each["credit"])) for each in _rows(fields.get("images"))
            ),
            "comments": tuple(map(_comment, _rows(fields.get("comments")))),
            "pieces": tuple(map(_piece, _rows(fields.get("removed")))),
        }
        self.spoken = ArticleDraft(**parts).fields()
        parts["published"] = self.published(fields["published"])
        return ArticleDraft(**parts, kept=self.kept())

    def published(self, told: Mapping[str, Any]) -> Published:
        clock = _text(told.get("time"))
        return Published(
            date=_day(told["date"]),
            earliest=_day(told["earliest"]),
            latest=_day(told["latest"]),
            time=time.fromisoformat(clock) if clock else None,
            basis=_one_of(told["basis"], get_args(Basis)),
            precision=_one_of(told["precision"], (None, *get_args(Precision))),
            confidence=float(told["confidence"]),
            evidence=tuple(self.span(each) for each in _rows(told.get("evidence"))),
        )

    def kept(self) -> Kept:
        edited = _text(self.fields.get("edited"))
        decided = (
            Verdict(*(_words(each[name]) for name in _VERDICT))
            for each in _rows(self.fields.get("decisions"))
        )
        return Kept(
            number=_whole(self.fields["id"]),
            annotations=self.annotations(),
            verdicts=tuple(decided),
            edited=datetime.fromisoformat(edited) if edited else None,
            addresses=self.addresses(),
            former=self.former(),
        )

    def annotations(self) -> Annotations:
        pair = self.fields.get("pair")
        return Annotations(
            rules_version=self.version,
            countries=self.each("countries", self.country),
            pair=_pair(pair) if pair else None,
            people=self.each("people", self.person),
            organizations=self.each("organizations", self.organization),
            places=self.each("places", self.place),
            topics=self.each("topics", self.topic),
            events=self.each("events", self.event),
            quotes=self.each("quotes", self.quote),
            statements=self.each("statements", self.statement),
        )

    def each(self, key: str, make: Callable[[Mapping[str, Any]], _Made]) -> tuple[_Made, ...]:
        return tuple(map(make, _rows(self.fields.get(key))))

    # --- Words of the article ---

    def span(self, told: Mapping[str, Any], surface: str = "surface") -> Span:
        span = Span(
            _whole(told["start"]), _whole(told["end"]), _words(told[surface]), told.get("field", "text")
        )
        if self.spoken.get(span.field, "")[span.start : span.end] != span.surface:
            raise ValueError(f"“{span.surface[:60]}” does not stand at {span.start} of {span.field}")
        return span

    def mentions(self, told: Mapping[str, Any]) -> tuple[Mention, ...]:
        return tuple(Mention(self.span(each), _words(each["rule"])) for each in _rows(told["mentions"]))

    # --- Facts ---

    def country(self, told: Mapping[str, Any]) -> CountryTag:
        return CountryTag(
            code=_words(told["code"]),
            name=_words(told["name"]),
            role=_one_of(told["role"], get_args(Role)),
            score=float(told["score"]),
            mentions=self.mentions(told),
        )

    def person(self, told: Mapping[str, Any]) -> PersonTag:
        held = (
            OfficeHeld(
                _words(each["title"]),
                _text(each["country"]),
                self.span(each["span"]),
                _words(each["rule"]),
            )
            for each in _rows(told["offices"])
        )
        return PersonTag(
            name=_words(told["name"]),
            country=_text(told["country"]),
            offices=tuple(held),
            variants=tuple(map(_words, _rows(told["variants"]))),
            mentions=self.mentions(told),
        )

    def organization(self, told: Mapping[str, Any]) -> OrganizationTag:
        return OrganizationTag(
            name=_words(told["name"]),
            abbreviation=_text(told["abbreviation"]),
            kind=_text(told["kind"]) or "",
            country=_text(told["country"]),
            mentions=self.mentions(told),
        )

    def place(self, told: Mapping[str, Any]) -> PlaceTag:
        return PlaceTag(
            _words(told["name"]), _text(told["country"]), _words(told["kind"]), self.mentions(told)
        )

    def topic(self, told: Mapping[str, Any]) -> TopicTag:
        """Known by its key where the export has it: the slug of an address says less."""
        keys = {slug: key for kind, key, slug in self.addresses() if kind == "topic"}
        slug = _words(told["slug"])
        known = keys.get(slug, slug).partition("|")[0]
        return TopicTag(known, _words(told["name"]), self.mentions(told))

    def addresses(self) -> tuple[tuple[str, str, str], ...]:
        told = self.fields.get("addresses") or {}
        return tuple(
            (kind, _words(key), _words(slug)) for kind, slugs in told.items() for key, slug in slugs.items()
        )

    def former(self) -> tuple[tuple[str, str, str, str], ...]:
        told = self.fields.get("former") or {}
        return tuple(
            (kind, _words(key), _words(slug), _words(before))
            for kind, rows in told.items()
            for key, names in rows.items()
            for slug, before in _rows(names)
        )

    def event(self, told: Mapping[str, Any]) -> EventTag:
        ordinal = told["ordinal"]
        return EventTag(
            type=_words(told["type"]),
            name=_words(told["name"]),
            series=_text(told["series"]),
            ordinal=None if ordinal is None else _whole(ordinal),
            countries=tuple(map(_words, _rows(told["countries"]))),
            date=_text(told["date"]),
            place=_text(told["place"]),
            country=_text(told["country"]),
            chairs=tuple(map(_words, _rows(told["chairs"]))),
            participants=tuple(map(_words, _rows(told["participants"]))),
            mentions=self.mentions(told),
        )

    def quote(self, told: Mapping[str, Any]) -> Quote:
        return Quote(
            kind=_one_of(told["kind"], get_args(QuoteKind)),
            span=self.span(told, "text"),
            speaker=_text(told["speaker"]),
            speaker_surface=_text(told["speaker_surface"]),
            cue=_text(told["cue"]),
            rule=_words(told["rule"]),
        )

    def statement(self, told: Mapping[str, Any]) -> Statement:
        year = told["year"]
        return Statement(
            pair=_pair(told["pair"]),
            kind=_words(told["kind"]),
            status=_words(told["status"]),
            year=None if year is None else _whole(year),
            span=self.span(told["span"]),
            rule=_words(told["rule"]),
        )


def _received(fields: Mapping[str, Any]) -> bytes | None:
    """The bytes that the article was made from, where the export has them."""
    told = _text(fields.get("received"))
    if told is None:
        return None
    try:
        data = b64decode(told, validate=True)
    except NotBase64 as error:
        raise ValueError("what was received is not in base 64") from error
    if hashlib.sha256(data).hexdigest() != fields.get("sha256"):
        raise ValueError("what was received has another SHA-256 than the line says")
    return data


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.60} stands where words belong")
    if "\x00" in value:
        raise ValueError("a text holds a NUL character")
    value.encode()
    return value


def _rows(value: Any) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise TypeError(f"{value!r:.60} stands where a list belongs")
    return value or []


def _pair(value: Any) -> tuple[str, str]:
    codes = tuple(map(_words, _rows(value)))
    if len(codes) != 2:
        raise ValueError("a pair is two countries")
    return codes[0], codes[1]


def _text(value: Any) -> str | None:
    return None if value is None else _words(value) or None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise TypeError(f"{value!r:.60} stands where a whole number belongs")
    return value


def _one_of(value: Any, known: Iterable[Any]) -> Any:
    if value not in (choices := tuple(known)):
        raise ValueError(f"{value!r:.60} is none of {', '.join(map(str, choices))}")
    return value


def _day(value: Any) -> date | None:
    told = _text(value)
    return date.fromisoformat(told) if told else None


def _dateline(told: Any) -> Dateline | None:
    if not told:
        return None
    text, place, country, day = (_text(told.get(name)) for name in ("text", "place", "country", "date"))
    return Dateline(text or "", place, country, day)


def _comment(told: Mapping[str, Any]) -> ReaderComment:
    origin = _one_of(told.get("origin", "scraped"), ("scraped", "reader"))
    text = _words(told["text"])
    return ReaderComment(_words(told["author"]), text, bool(told["truncated"]) or not text, origin)


def _piece(told: Mapping[str, Any]) -> Piece:
    return Piece(_whole(told.get("line", 0)), _words(told["text"]), "removed", _words(told["rule"]))
