"""Haystack's fields as Whoosh's, and whether an index on disk was made for them.

What each field costs was chosen one by one:

- Text is kept twice over: stems with their places, for questions and phrases, and
  the bare set of words ("title.words"), for wildcards and typos. Neither has a
  column to sort by, and Whoosh's own spelling words are not written: the set of
  words serves for that.
- A faceted field has a shadow ("countries_exact") that holds whole values, neither
  cut nor folded, so "Foreign Secretary, India" stays one value. The shadow is
  stored only where it says something else than its field.
- Numbers and dates have a column of eight bytes a document, and one term each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import columns, fields, formats

from . import _analysis
from ._analysis import Zone, Zoned
from ._conditions import words_of

#: Raise it when an index written before can no longer be read right.
SCHEMA_VERSION: Final = 2
#: Which words an index has and how it is read: two indexes of one version find the same.
VERSION: Final = f"{SCHEMA_VERSION}.{_analysis.ANALYSIS_VERSION}"

Kind = Literal["words", "exact", "grams", "prefixes", "number", "datetime", "boolean", "stored"]

#: Values longer than this are cut, in documents and in questions alike.
LONGEST_VALUE: Final = 500
_GRAM_SIZES: Final = range(3, 16)
_PREFIX_SIZES: Final = range(1, 16)


class Words(fields.FieldType):
    """Stems with their places."""

    def __init__(self, stored: bool = False) -> None:
        super().__init__(formats.Positions(), None, scorable=True, stored=stored)

    def index(self, value: Iterable[Zone], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        encode = self.format.encode
        found = _analysis.analyzed(value)
        for stem, places in found.places.items():
            yield stem.encode(), len(places), found.weights[stem], encode(places)


class WordSet(fields.FieldType):
    """Which words occur, unstemmed."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[Zone], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word in _analysis.analyzed(value).words:
            yield word.encode(), 1, 1.0, b""


class Exact(fields.FieldType):
    """Whole values."""

    def __init__(self, stored: bool = False, unique: bool = False) -> None:
        super().__init__(formats.Existence(), None, stored=stored, unique=unique)

    def index(self, value: str | list[str], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        values = [value] if isinstance(value, str) else value
        for each in dict.fromkeys(values):
            yield each[:LONGEST_VALUE].encode(), 1, 1.0, b""


class Grams(fields.FieldType):
    """Pieces of words, for completion as one types."""

    def __init__(self, *, prefixes: bool, stored: bool = False) -> None:
        super().__init__(formats.Existence(), None, stored=stored)
        self.prefixes = prefixes

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        grams = {gram for word in _analysis.words(value) for gram in self.grams(word)}
        for gram in grams:
            yield gram.encode(), 1, 1.0, b""

    def grams(self, word: str) -> Iterator[str]:
        if self.prefixes:
            for size in _PREFIX_SIZES[: len(word)]:
                yield word[:size]
            return
        for size in _GRAM_SIZES:
            for start in range(len(word) - size + 1):
                yield word[start : start + size]

    def asked(self, word: str) -> list[str]:
        """The grams that a document must have to match a typed word: as long ones as there are."""
        if self.prefixes:
            return [word[: _PREFIX_SIZES[-1]]]
        longest = _GRAM_SIZES[-1]
        return (
            [word]
            if len(word) <= longest
            else [word[at : at + longest] for at in range(len(word) - longest + 1)]
        )


class Number(fields.NUMERIC):
    """Whoosh's, but for the missing value of a column of floats, which it cannot write."""

    def default_column(self) -> columns.NumericColumn:
        return columns.NumericColumn(self.sortable_typecode, default=2**self.bits - 1)


class Moment(fields.DATETIME):
    """Whoosh's, without its eight terms of lesser precision: ranges are answered by the column."""

    def __init__(self, stored: bool = False) -> None:
        super().__init__(stored=stored, sortable=True)
        self.shift_step = 0


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """What becomes of one Haystack field.

    `source` names the field that a facet's shadow repeats, `exact` the shadow of
    a field that has one.
    """

    name: str
    kind: Kind
    field: Any
    stored: bool = True
    boost: float = 1.0
    multivalued: bool = False
    day_only: bool = False
    source: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an index: how documents are written and questions are put."""

    plans: Mapping[str, FieldPlan]
    content: str
    schema: Any
    fingerprint: str

    def document(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """A document that Haystack prepared, as Whoosh's writer takes it."""
        document: dict[str, Any] = {}
        for name, plan in self.plans.items():
            value = prepared.get(name)
            if value is None or value == "" or value == []:
                continue
            if plan.kind == "words":
                document[name] = document[words_of(plan.name)] = _zones(value, plan.boost)
                document[f"_stored_{name}"] = _plain(value)
            elif plan.kind == "exact":
                if texts := _texts(value):
                    document[name] = texts
                    stored = texts if plan.multivalued else texts[0]
                    repeats = plan.source and _plain(value) == _plain(prepared.get(plan.source))
                    document[f"_stored_{name}"] = None if repeats else stored
            elif plan.kind == "datetime":
                document[name] = as_datetime(value)
            elif plan.kind in ("grams", "prefixes"):
                document[name] = str(value)
            else:
                document[name] = _plain(value)
        return document


def layout(search_fields: Mapping[str, Any]) -> Layout:
    """The layout of an index for all fields of all of Haystack's `SearchIndex` classes."""
    shadows = {
        field.facet_for: name for name, field in search_fields.items() if getattr(field, "facet_for", None)
    }
    plans = {name: FieldPlan(name, "exact", None) for name in (ID, DJANGO_CT, DJANGO_ID)}
    content = ""
    for name, field in search_fields.items():
        source = getattr(field, "facet_for", None) or ""
        plans[name] = FieldPlan(
            name=name,
            kind=_kind(field),
            field=field,
            stored=field.stored,
            boost=float(field.boost),
            multivalued=field.is_multivalued,
            day_only=field.field_type == "date",
            source=source,
            exact=shadows.get(field.instance_name, ""),
        )
        if field.document:
            content = name
    schema = fields.Schema(**_whoosh_fields(plans.values()))
    return Layout(plans, content, schema, _fingerprint(plans.values()))


def _kind(field: Any) -> Kind:
    if not field.indexed:
        return "stored"
    by_type: dict[str, Kind] = {
        "date": "datetime",
        "datetime": "datetime",
        "integer": "number",
        "float": "number",
        "boolean": "boolean",
        "ngram": "grams",
        "edge_ngram": "prefixes",
        "location": "exact",
    }
    if field.field_type in by_type:
        return by_type[field.field_type]
    return "exact" if hasattr(field, "facet_for") else "words"


def _whoosh_fields(plans: Iterable[FieldPlan]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for plan in plans:
        match plan.kind:
            case "words":
                made[plan.name] = Words(stored=plan.stored)
                made[words_of(plan.name)] = WordSet()
            case "exact":
                made[plan.name] = Exact(stored=plan.stored, unique=plan.name == ID)
            case "grams" | "prefixes":
                made[plan.name] = Grams(prefixes=plan.kind == "prefixes", stored=plan.stored)
            case "number":
                number = float if plan.field.field_type == "float" else int
                made[plan.name] = Number(number, 64, stored=plan.stored, shift_step=0, sortable=True)
            case "datetime":
                made[plan.name] = Moment(stored=plan.stored)
            case "boolean":
                made[plan.name] = fields.BOOLEAN(stored=plan.stored)
            case "stored":
                made[plan.name] = fields.STORED()
    return made


def _fingerprint(plans: Iterable[FieldPlan]) -> str:
    """One string for everything that an index on disk must agree with."""
    shape = sorted(
        (
            plan.name,
            plan.kind,
            plan.stored,
            plan.boost,
            plan.multivalued,
            getattr(plan.field, "field_type", ""),
        )
        for plan in plans
    )
    marks = (SCHEMA_VERSION, _analysis.ANALYSIS_VERSION, shape)
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:16]


def as_datetime(value: date | datetime) -> datetime:
    """A moment without a zone, in UTC, as the index keeps them; a day is its midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _zones(value: Any, boost: float) -> list[Zone]:
    zones = value.zones if isinstance(value, Zoned) else [Zone(text) for text in _texts(value)]
    return [Zone(zone.text, zone.weight * boost) for zone in zones] if boost != 1.0 else list(zones)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    return [str(each) for each in value if each is not None and each != ""]


def _plain(value: Any) -> Any:
    """A value as it is stored: no subclasses of str, no lazy sequences."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Iterable):
        return [_plain(each) for each in value]
    return value
