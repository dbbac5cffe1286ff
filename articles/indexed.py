"""What is indexed of many articles, read in a fixed number of queries as plain tuples.

An article speaks of a hundred things. To make a model instance of each mention, and to
prefetch what it speaks of, took four times as long as everything else that indexing does,
and SQLite refuses to prefetch more than a thousand different rows of a register. So
mentions are read as tuples, and each row that they speak of is read once for all articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db import models

from .models import (
    Article,
    ArticleCountry,
    Comment,
    Event,
    EventReport,
    KeyPoint,
    Mention,
    Office,
    Organization,
    Person,
    Place,
    Quote,
    Source,
    Topic,
)

Row = tuple[Any, ...]

#: Keys that one query asks for: databases bound its parameters.
_KEYS: Final = 5_000

#: What mentions speak of that is indexed by them, and which columns of it: first its name and its
#: slug. Countries have rows of their own, and dates speak of nothing.
_REGISTERS: Final[Mapping[str, tuple[type[models.Model], Sequence[str]]]] = {
    "person": (Person, ("name", "slug")),
    "office": (Office, ("name", "slug")),
    "organization": (Organization, ("name", "slug", "abbreviation")),
    "place": (Place, ("name", "slug")),
    "topic": (Topic, ("name", "slug", "parent")),
    "event": (Event, ("name", "series__slug", "series__name", "series__abbreviation")),
}
_SOURCES: Final = ("outlet", "origin", "agency")


@dataclass(slots=True)
class Spoken:
    """What an article speaks of, of one kind: register rows, each once in reading order, and its words."""

    rows: dict[int, Row] = field(default_factory=dict)
    surfaces: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [name for name, *_ in self.rows.values()]

    @property
    def slugs(self) -> list[str]:
        return [slug for _, slug, *_ in self.rows.values()]

    @property
    def others(self) -> list[str]:
        """What else they are called."""
        return [other for _, _, *others in self.rows.values() for other in others]


@dataclass(slots=True)
class Indexed:
    """What the rows around one article say of it.

    A quote is its words and three names of its speaker, a country its code, name and role, a source
    its name and slug; `series` are those whose rounds it reports.
    """

    key_points: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    countries: list[Row] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    sources: dict[str, Row] = field(default_factory=dict)
    spoken: defaultdict[str, Spoken] = field(default_factory=lambda: defaultdict(Spoken))


def indexed(articles: Collection[Article]) -> dict[int, Indexed]:
    """What is indexed of these articles beside their own columns, by their keys."""
    found = {article.pk: Indexed() for article in articles}
    of = {"article__in": list(found)}
    for article, text in _rows(KeyPoint.objects.filter(**of).order_by("position"), "text"):
        found[article].key_points.append(text)
    for article, text in _rows(Comment.objects.visible().filter(**of).order_by("position"), "text"):
        found[article].comments.append(text)
    said = Quote.objects.filter(**of, stale=False).order_by("field", "start", "pk")
    for article, *quote in _rows(said, "text", "speaker_name", "speaker_surface", "speaker__name"):
        found[article].quotes.append(tuple(quote))
    ties = ArticleCountry.objects.filter(**of).order_by("-score", "country")
    for article, *tie in _rows(ties, "country_id", "country__name", "role"):
        found[article].countries.append(tuple(tie))
    reports = EventReport.objects.filter(**of, event__series__isnull=False).order_by("event")
    for article, series in _rows(reports, "event__series__slug"):
        found[article].series.append(series)
    _add_sources(found, articles)
    _add_spoken(found)
    return found


def _rows(rows: models.QuerySet[Any], *columns: str) -> Iterable[Row]:
    return rows.values_list("article_id", *columns)


def _add_sources(found: Mapping[int, Indexed], articles: Iterable[Article]) -> None:
    named = {article.pk: [getattr(article, f"{name}_id") for name in _SOURCES] for article in articles}
    wanted = {key for keys in named.values() for key in keys if key is not None}
    sources = _registered(Source, ("name", "slug"), wanted)
    for article, keys in named.items():
        found[article].sources = {
            name: sources[key] for name, key in zip(_SOURCES, keys, strict=True) if key in sources
        }


def _add_spoken(found: Mapping[int, Indexed]) -> None:
    standing = Mention.objects.standing().filter(article__in=list(found), kind__in=_REGISTERS)
    targets = {kind: 2 + number for number, kind in enumerate(_REGISTERS)}
    named: dict[str, set[int]] = {kind: set() for kind in _REGISTERS}
    mentions: list[tuple[int, str, int, str]] = []
    columns = ("kind", "surface", *(f"{kind}_id" for kind in _REGISTERS))
    for article, *mention in _rows(standing.order_by("field", "start", "pk"), *columns):
        kind, target = mention[0], mention[targets[mention[0]]]
        named[kind].add(target)
        mentions.append((article, kind, target, mention[1]))
    rows = {kind: _registered(*_REGISTERS[kind], named[kind]) for kind in _REGISTERS if named[kind]}
    for article, kind, target, surface in mentions:
        spoken = found[article].spoken[kind]
        spoken.surfaces.append(surface)
        if target in rows[kind]:
            spoken.rows[target] = rows[kind][target]
    if named["topic"]:
        _add_broader_topics(found)


def _add_broader_topics(found: Mapping[int, Indexed]) -> None:
    """An article about a topic is one about those that it is a part of, too; the widest come first."""
    topics = _registered(*_REGISTERS["topic"])
    for each in found.values():
        spoken = each.spoken["topic"]
        spoken.rows = {key: topics[key] for topic in spoken.rows for key in _path(topics, topic)}


def _path(topics: Mapping[int, Row], topic: int) -> list[int]:
    path: list[int] = []
    above: int | None = topic
    while above in topics and len(path) <= Topic.LEVELS:
        path.insert(0, above)
        above = topics[above][2]
    return path


def _registered(
    register: type[models.Model], columns: Sequence[str], keys: Iterable[int] | None = None
) -> dict[int, Row]:
    """These columns of all rows of a register, or of those with these keys, by their keys."""
    rows = register._default_manager.order_by().values_list("pk", *columns)
    if keys is None:
        return {key: tuple(row) for key, *row in rows}
    wanted, found = iter(sorted(keys)), {}
    while some := list(islice(wanted, _KEYS)):
        found |= {key: tuple(row) for key, *row in rows.filter(pk__in=some)}
    return found
