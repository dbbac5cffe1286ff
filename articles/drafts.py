"""The vocabulary of the archive: what one stage hands to the next.

Everything here is frozen. Parsing makes an `ArticleDraft` out of a
`RawDocument`; extraction makes `Annotations` out of the draft; importing
stores both. Offsets are Unicode code points into one named field of the draft
(`"text"` unless a span says otherwise), and a span always carries the words it
covers, so that a wrong offset cannot pass unnoticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any, Literal, TypeVar

Basis = Literal["stated", "inferred", "unknown"]
Precision = Literal["minute", "day", "month", "year"]
Role = Literal["party", "venue", "dateline", "mention"]
QuoteKind = Literal["direct", "partial", "pull"]

#: A class with a field called `date` cannot use that name for the type.
Day = date

#: The field that spans point into when they name none.
TEXT = "text"

Made = TypeVar("Made")


def passed(made: type[Made]) -> type[Made]:
    """A dataclass that is pickled as a call with its fields, in a sixth of the time: articles are
    read by other processes, and each is handed back in some hundred objects."""
    fields = attrgetter(*made.__match_args__)  # type: ignore[attr-defined]

    def reduced(self: Made) -> tuple[type[Made], tuple[Any, ...]]:
        return made, fields(self)

    made.__reduce__ = reduced  # type: ignore[assignment, method-assign]
    return made


@passed
@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it arrived, before anybody looked at it.

    `first_line` counts where `data` begins in a file that is read in parts.
    """

    data: bytes
    name: str = ""
    format: str | None = None
    first_line: int = 1


@passed
@dataclass(frozen=True, slots=True, init=False)
class Span:
    """Words of one field of a draft: `field_text[start:end] == surface`."""

    start: int
    end: int
    surface: str
    field: str = TEXT

    def __init__(self, start: int, end: int, surface: str, field: str = TEXT) -> None:
        """Hundreds are made for each article, and what a frozen dataclass does here takes twice as long."""
        if start < 0 or end - start != len(surface):
            raise ValueError(f"span {start}..{end} cannot cover {surface!r}")
        _set_start(self, start)
        _set_end(self, end)
        _set_surface(self, surface)
        _set_field(self, field)

    @classmethod
    def of(cls, text: str, start: int, end: int, field: str = TEXT) -> Span:
        return cls(start, end, text[start:end], field)


_set_start, _set_end, _set_surface, _set_field = (
    vars(Span)[name].__set__ for name in ("start", "end", "surface", "field")
)


@passed
@dataclass(frozen=True, slots=True, init=False)
class Mention:
    """A span that some rule took for a mention of something."""

    span: Span
    rule: str

    def __init__(self, span: Span, rule: str) -> None:
        _set_span(self, span)
        _set_rule(self, rule)


_set_span, _set_rule = (vars(Mention)[name].__set__ for name in ("span", "rule"))


@passed
@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, how that is known and from which words.

    `earliest` and `latest` bound the day, `date` is the day itself; when only
    the bounds can be worked out `date` is None. All three are None when the
    basis is "unknown". A stated month or year gives `date` its first day, and
    `precision` says so. `time` carries the zone that was stated, or none.
    """

    date: Day | None = None
    earliest: Day | None = None
    latest: Day | None = None
    time: time | None = None
    basis: Basis = "unknown"
    precision: Precision | None = None
    confidence: float = 0.0
    evidence: tuple[Span, ...] = ()


@passed
@dataclass(frozen=True, slots=True)
class Dateline:
    """`text` is the line as printed; `date` is ISO 8601, `--MM-DD` while the year is unknown."""

    text: str
    place: str | None = None
    country: str | None = None
    date: str | None = None


@passed
@dataclass(frozen=True, slots=True)
class PullQuote:
    text: str
    speaker: str | None = None


@passed
@dataclass(frozen=True, slots=True)
class Image:
    caption: str
    credit: str | None = None


@passed
@dataclass(frozen=True, slots=True)
class ReaderComment:
    """A comment that came with the page. `text` is empty when the scrape was cut off.

    `origin` is "reader" for one that was left in the archive that a document was exported from.
    """

    author: str
    text: str = ""
    truncated: bool = False
    origin: Literal["scraped", "reader"] = "scraped"


@passed
@dataclass(frozen=True, slots=True)
class Piece:
    """What became of one stretch of the input: the ledger that shows that nothing is lost.

    `line` counts the decoded input's lines from 0. `target` is the draft's field
    that the words went to (`"text"`, `"key_points/0"`, `"comments/2"` …) or
    `"removed"`; `rule` is the name of the rule that decided it.
    """

    line: int
    text: str
    target: str
    rule: str


@passed
@dataclass(frozen=True, slots=True)
class Verdict:
    """An editor's word on one fact, as an archive wrote it down; the editor's name stays there."""

    kind: str
    target: str
    verdict: str
    value: str = ""


@passed
@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive knew of an article that it exported: its number there, its facts as they stood,
    what editors decided, and when one last worked on it.

    `addresses` are the slugs of what it speaks of, each as kind, key and slug; `former` are the slugs and
    keys that these had before, each as kind, key, former slug and former key.
    """

    number: int
    annotations: Annotations
    verdicts: tuple[Verdict, ...] = ()
    edited: datetime | None = None
    addresses: tuple[tuple[str, str, str], ...] = ()
    former: tuple[tuple[str, str, str, str], ...] = ()


@passed
@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article, read clean: every field of the printed page, and what was not part of it.

    `data` are the very bytes it was made from (a whole file, or one line of it)
    and `sha256` is their hash. `kept` comes with an article out of another archive.
    """

    text: str
    sha256: str
    data: bytes = field(default=b"", repr=False, compare=False)
    source_file: str = ""
    id: str | None = None
    language: str | None = None
    title: str | None = None
    subtitle: str | None = None
    standfirst: str | None = None
    summary: str | None = None
    section: str | None = None
    byline: str | None = None
    outlet: str | None = None
    agency: str | None = None
    origin: str | None = None
    url: str | None = None
    reading_minutes: int | None = None
    published: Published = Published()
    dateline: Dateline | None = None
    key_points: tuple[str, ...] = ()
    pull_quote: PullQuote | None = None
    images: tuple[Image, ...] = ()
    comments: tuple[ReaderComment, ...] = ()
    pieces: tuple[Piece, ...] = ()
    kept: Kept | None = None

    @property
    def removed(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.target == "removed")

    def fields(self) -> Mapping[str, str]:
        """Every string that a span may point into, by the name that spans use for it."""
        named = {
            "title": self.title,
            "subtitle": self.subtitle,
            "standfirst": self.standfirst,
            "summary": self.summary,
            "dateline": self.dateline.text if self.dateline else None,
            **{f"key_points/{index}": point for index, point in enumerate(self.key_points)},
            "pull_quote": self.pull_quote.text if self.pull_quote else None,
            TEXT: self.text,
        }
        return {name: text for name, text in named.items() if text}


@passed
@dataclass(frozen=True, slots=True)
class Failure:
    """One document of a bulk source that could not be read; the others go on.

    `line` counts from 1 in a file of many documents.
    """

    name: str
    reason: str
    line: int | None = None


@passed
@dataclass(frozen=True, slots=True)
class CountryTag:
    """A country the article speaks of. `code` is ISO 3166-1 alpha-2."""

    code: str
    name: str
    role: Role
    score: float
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """`title` without the country's name; `country` is the one the office belongs to."""

    title: str
    country: str | None
    span: Span
    rule: str


@passed
@dataclass(frozen=True, slots=True)
class PersonTag:
    """`name` is the fullest form in this article without titles; `variants` the other forms."""

    name: str
    country: str | None
    offices: tuple[OfficeHeld, ...]
    variants: tuple[str, ...]
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class OrganizationTag:
    name: str
    abbreviation: str | None
    kind: str
    country: str | None
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class PlaceTag:
    """`kind` is "city", "region", "country" or "venue"."""

    name: str
    country: str | None
    kind: str
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class TopicTag:
    """`slug` is the key in the controlled list."""

    slug: str
    name: str
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class EventTag:
    """Something that took place or is planned.

    `series` is None for one that is not part of a numbered or named series.
    `date` is ISO 8601 at the precision that is known ("2022-03").
    """

    type: str
    name: str
    series: str | None
    ordinal: int | None
    countries: tuple[str, ...]
    date: str | None
    place: str | None
    country: str | None
    chairs: tuple[str, ...]
    participants: tuple[str, ...]
    mentions: tuple[Mention, ...]


@passed
@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks with who said them; `span` covers the words without their marks."""

    kind: QuoteKind
    span: Span
    speaker: str | None
    speaker_surface: str | None
    cue: str | None
    rule: str


@passed
@dataclass(frozen=True, slots=True)
class Statement:
    """What two countries are to each other, since when: `pair` in alphabetical order."""

    pair: tuple[str, str]
    kind: str
    status: str
    year: int | None
    span: Span
    rule: str


@passed
@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything extraction found in one draft."""

    rules_version: str
    countries: tuple[CountryTag, ...] = ()
    pair: tuple[str, str] | None = None
    people: tuple[PersonTag, ...] = ()
    organizations: tuple[OrganizationTag, ...] = ()
    places: tuple[PlaceTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    events: tuple[EventTag, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingConfig:
    """What parsing and extraction are told from outside.

    `reference` is the moment the document was received: no inferred date lies
    after it. None means that nothing is known about it. `place_countries` maps
    a casefolded place name to the ISO code of its country; datelines use it.
    """

    reference: datetime | None = None
    max_bytes: int = 32 * 1024 * 1024
    place_countries: Mapping[str, str] = field(default_factory=dict)
