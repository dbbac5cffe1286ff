"""The other versions of a report, word for word, and the other reports of what it tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from articles import queries
from articles.models import Article, Source
from articles.relatives import Change, Relatives, difference

from .dates import DateLabel, date_label, short_day
from .links import Link

#: The elements that say what became of words.
ELEMENTS = {"same": "", "deleted": "del", "inserted": "ins"}

#: Articles like the one that is read, at its foot.
ALIKE = 5


@dataclass(frozen=True, slots=True)
class Version:
    """`credits` lead from the agency to the outlet; `compare` is empty for the article itself."""

    date: DateLabel
    link: Link
    language: str
    credits: tuple[Link, ...]
    compare: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Kin:
    versions: tuple[Version, ...]
    reports: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words under one element of `ELEMENTS`."""

    element: str
    text: str


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`old` and `new` are the versions compared; counts are of words in headline and text."""

    old: Version
    new: Version
    headline: Paragraph
    paragraphs: tuple[Paragraph, ...]
    kept: int
    deleted: int
    inserted: int
    turned: str


def kin(article: Article, relatives: Relatives) -> Kin:
    return Kin(
        tuple(_version(each, article) for each in relatives.versions),
        tuple(_version(each) for each in relatives.reports),
    )


def alike(article: Article, relatives: Relatives) -> tuple[Link, ...]:
    """Articles that speak of the same things, without those that stand under its versions and reports."""
    shown = {each.pk for each in (*relatives.versions, *relatives.reports)}
    hits = queries.more_like_this(article, ALIKE + len(shown))
    others = [hit for hit in hits if hit.id not in shown][:ALIKE]
    return tuple(Link(hit.title, hit.url, _said_where(hit)) for hit in others)


def _said_where(hit: queries.Hit) -> str:
    day = short_day(hit.date) if hit.date and hit.date_precision in ("day", "minute") else ""
    return " · ".join(part for part in (day, hit.source or hit.agency) if part)


def comparison(old: Article, new: Article) -> Comparison:
    headline, text = difference(old, new)
    counts = {kind: _words(kind, (*headline, *text)) for kind in ELEMENTS}
    return Comparison(
        old=_version(old),
        new=_version(new),
        headline=tuple(_piece(change) for change in headline),
        paragraphs=tuple(_paragraphs(text)),
        kept=counts["same"],
        deleted=counts["deleted"],
        inserted=counts["inserted"],
        turned=reverse("compare", args=[new.pk, old.pk]),
    )


def _version(each: Article, beside: Article | None = None) -> Version:
    own = beside is not None and each.pk == beside.pk
    compared = beside is not None and not own
    return Version(
        date=date_label(each),
        link=Link(each.headline, each.get_absolute_url()),
        language=each.language,
        credits=tuple(_credit(role, source) for role, source in _chain(each)),
        compare=reverse("compare", args=[beside.pk, each.pk]) if beside is not None and compared else "",
        own=own,
    )


def _chain(each: Article) -> list[tuple[str, Source]]:
    """From who wrote it to who printed it, each named once."""
    roles = (("agency", each.agency), ("from", each.origin), ("printed by", each.outlet))
    chain: dict[int, tuple[str, Source]] = {}
    for role, source in roles:
        if source is not None:
            chain.setdefault(source.pk, (role, source))
    return list(chain.values())


def _credit(role: str, source: Source) -> Link:
    return Link(source.name, source.get_absolute_url(), role)


def _words(kind: str, found: Iterable[Change]) -> int:
    return sum(len(change.text.split()) for change in found if change.kind == kind)


def _piece(change: Change) -> Piece:
    return Piece(ELEMENTS[change.kind], change.text)


def _paragraphs(found: Iterable[Change]) -> Iterable[Paragraph]:
    waiting: list[Piece] = []
    for change in found:
        waiting.append(_piece(change))
        if change.ends_paragraph:
            yield tuple(waiting)
            waiting = []
