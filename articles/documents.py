"""Articles as JSON, many at a time, made of their rows: the keys that `annotate` prints for a document.

Facts are as they stand in the archive: what an editor corrected is corrected here, people go by
their name in the register, and words that are gone from the text are left out.

One article and a hundred thousand come the same way: a portion of articles is read with one query
a table, as plain tuples. Model instances cost ten times as much, and an article has some seventy
mentions. Names of register rows are remembered from portion to portion, up to a bound, so memory
does not grow with what is written.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final
from urllib.parse import quote

from django.db.models.functions import Coalesce
from django.urls import reverse

from .extraction import RULES_VERSION
from .models import (
    Alias,
    Article,
    ArticleCountry,
    Comment,
    Country,
    Decision,
    Event,
    EventReport,
    EventSeries,
    Image,
    KeyPoint,
    Mention,
    Office,
    Organization,
    Origin,
    Person,
    Place,
    Quote,
    ReceivedDocument,
    Source,
    Statement,
    Topic,
    make_slug,
    register_key,
)
from .models.registers import Register
from .registering import dialogue_key
from .rows import among, tuples

__all__ = ["ADDRESSED", "RULES_VERSION", "documents"]

Absolute = Callable[[str], str]
Row = tuple[Any, ...]
#: How another archive finds an entry of a register: by which key it knows it, its slug, and what leads there.
Addressed = tuple[str, str, list[Row]]

#: Articles read at once.
PORTION = 500
#: Rows of a register whose names are remembered.
_REMEMBERED = 20_000
_PARTS = ("title", "subtitle", "standfirst", "summary", "section", "byline")
_DAYS = ("date", "earliest", "latest")
_COLUMNS = (
    "pk", *_PARTS, "language", "url", "outlet", "agency", "origin", "reading_minutes", "text",
    *(f"published_{day}" for day in _DAYS), "published_time", "published_basis", "published_precision",
    "published_confidence", "dateline_text", "dateline_place", "dateline_country", "dateline_date",
    "pull_quote", "pull_quote_speaker", "pair_first", "pair_second", "removed", "rules_version",
    "edited_at",
)  # fmt: skip
_EVIDENCE = ("field", "start", "end", "rule", "rules_version", "origin")
_TARGETS = ("country", "person", "office", "organization", "place", "topic", "event")
#: What a mention speaks of by its kind, and where its row says which; an office stands with its person,
#: a date speaks of nothing.
_NUMBERED = tuple(name for name in _TARGETS if name not in ("country", "office"))
_TARGET_OF = dict.fromkeys(_NUMBERED, 8) | {"country": 9, "date": 0}
_MADE_OF: dict[type, tuple[str, ...]] = {
    Source: ("name",),
    Person: ("name", "country"),
    Office: ("name", "country"),
    Organization: ("name", "abbreviation", "kind", "country"),
    Place: ("name", "country", "kind"),
    Topic: ("slug", "name"),
    Event: ("type", "series__name", "ordinal", "name"),
}
#: Registers whose rows are told as they are, and columns of theirs that are told even when empty.
_TOLD: dict[type, tuple[str, ...]] = {Organization: (), Place: ("kind",), Topic: ()}
_EDITOR = Origin.EDITOR.value
_ARTICLE, _FIELD_AND_START = itemgetter(11), itemgetter(1, 2)

#: Registers whose rows go to another archive with their key and slug, so that addresses stay: of what
#: articles speak of, and of dialogues, which their rounds lead to.
SERIES: Final = "eventseries"
ADDRESSED: dict[str, type[Register]] = {
    "source": Source,
    "person": Person,
    "office": Office,
    "organization": Organization,
    "place": Place,
    "topic": Topic,
    SERIES: EventSeries,
}


def documents(
    numbers: Iterable[int], absolute: Absolute, *, whole: bool = False, decisions: bool = False
) -> Iterator[dict[str, Any]]:
    """The published ones of these articles, in the order given; some twenty queries a portion.

    `whole` adds what an empty archive needs to become the same one: where each removed line stood,
    and the very bytes that were received, unless an editor has worked on the article since, for what
    was taken out of it would stand in them. `decisions` adds editors' words on facts, without the
    editors; what one has rejected is not for the public.
    """
    names = _Names(absolute, addressed=whole)
    left = iter(numbers)
    while portion := list(islice(left, PORTION)):
        read = _Portion(portion, names, whole=whole)
        for document in read.documents():
            if whole:
                document.update(read.kept(document))
            if decisions:
                document["decisions"] = read.decided(document["id"])
            yield document


_KIND_OF = {model: kind for kind, model in ADDRESSED.items()}


class _Names:
    """What register rows are called, by model and key, and where articles are.

    `addressed` where it is asked by which names other archives find them.
    """

    def __init__(self, absolute: Absolute, *, addressed: bool) -> None:
        self.addressed = frozenset(_KIND_OF if addressed else ())
        self.countries: dict[str, str] = dict(Country.objects.values_list("pk", "name"))
        self.known: dict[type, dict[int, Any]] = defaultdict(dict)
        self.addresses: dict[type, dict[int, Addressed]] = defaultdict(dict)
        # Django takes a tenth of an export to make an address for each article.
        self.before, self.after = absolute(reverse("article", args=[0, "-"])).rsplit("0/-", 1)

    def learn(self, model: type, keys: Iterable[int | None]) -> dict[int, Any]:
        """The rows of a register by key: as tuples, or as they are told."""
        known = self.known[model]
        if len(known) > _REMEMBERED:
            known.clear()
            self.addresses[model].clear()
        if wanted := {*keys} - known.keys() - {None}:
            rows = model.objects.filter(pk__in=among(wanted))  # type: ignore[attr-defined]
            marks = ("key",) if model is Event else ("key", "slug")
            for key, *row in rows.values_list("pk", *marks, *_MADE_OF[model]):
                known[key] = _described(model, row[len(marks) :])
                if model in self.addressed:
                    self._address(model, key, row)
        return known

    def _address(self, model: type, number: int, row: Sequence[Any]) -> None:
        """By the key that another archive makes of the name, which an editor may have changed since.

        With the slug, and what else leads there.
        """
        key, slug, *made_of = row
        described = dict(zip(_MADE_OF[model], made_of, strict=True))
        told = key if model is Topic else register_key(described["name"], described.get("country"))
        self.addresses[model][number] = (told, slug, self._former(model, number, key, told))

    def _former(self, model: type, number: int, key: str, told: str) -> list[Row]:
        """In an order that does not depend on when an archive came to know them."""
        renamed = [("", key)] if told != key else []
        return sorted([*renamed, *self.aliases.get((_KIND_OF[model], number), ())])

    def of_series(self, row: Row, codes: Iterable[str]) -> Addressed:
        """A dialogue, by the key that another archive makes of its name and of who holds the round."""
        number, key, slug, name = row
        told = dialogue_key(name, tuple(codes))
        return told, slug, self._former(EventSeries, number, key, told)

    @cached_property
    def aliases(self) -> dict[tuple[str, int], list[Row]]:
        """Slugs and keys of entries that were merged into others, by register and entry."""
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for kind, number, *names in Alias.objects.order_by("pk").values_list(
            "register", "entry", "slug", "key"
        ):
            found[kind, number].append(tuple(names))
        return found

    def page_of(self, number: int, slug: str) -> str:
        return f"{self.before}{number}/{quote(slug)}{self.after}"


def _described(model: type, row: Sequence[Any]) -> Any:
    if model not in _TOLD:
        return tuple(row)
    told = zip(_MADE_OF[model], row, strict=True)
    return {name: value if name in _TOLD[model] else value or None for name, value in told}


def _grouped(rows: Any, *columns: str) -> dict[int, list[Row]]:
    """Rows by their article, the article left out."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows.values_list("article", *columns):
        groups[row[0]].append(row[1:])
    return groups


class _Portion:
    """Some articles with all their rows."""

    def __init__(self, numbers: Sequence[int], names: _Names, *, whole: bool = False) -> None:
        self.names = names
        articles = Article.objects.published().filter(pk__in=among(numbers)).order_by()
        rows = articles.values_list(*_COLUMNS)
        held = {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in rows}
        self.articles = [held[number] for number in numbers if number in held]
        self.by_key = held
        self._read(list(held))
        self._learn()
        self.data: dict[int, list[Row]] = {}
        if whole:
            self._read_kept(list(held))

    def _read(self, keys: list[int]) -> None:
        def of(model: Any, **conditions: Any) -> Any:
            return model.objects.filter(article__in=among(keys), **conditions)

        self.mentions = _by_target(of(Mention, stale=False))
        self.quotes = _grouped(
            of(Quote, stale=False).order_by("article", "field", "start"),
            "text", "kind", "speaker", "speaking_organization", "speaker_name", "speaker_surface", "cue",
            *_EVIDENCE,
        )  # fmt: skip
        self.statements = _grouped(
            of(Statement, stale=False).order_by("article", "year", "pk"),
            "first", "second", "kind", "status", "year", "surface", *_EVIDENCE,
        )  # fmt: skip
        self.countries = _grouped(
            of(ArticleCountry).order_by("article", "-score", "country"), "country", "role", "score"
        )
        self.key_points = _grouped(of(KeyPoint).order_by("article", "position"), "text")
        self.images = _grouped(of(Image).order_by("article", "position"), "caption", "credit")
        visible = (
            Comment.objects.visible().filter(article__in=among(keys)).order_by("article", "position", "pk")
        )
        self.comments = _grouped(visible, "author", "text", "truncated", "origin")
        current = of(ReceivedDocument, kind=ReceivedDocument.Kind.CURRENT).order_by("article", "pk")
        self.received = _grouped(current, "name", "sha256")
        in_time = ("article", "event__ordinal", "event__happened_on", "pk")
        self.reports = _grouped(of(EventReport).order_by(*in_time), "event", "date", "place", "country", "pk")

    def _read_kept(self, keys: list[int]) -> None:
        current = ReceivedDocument.objects.filter(
            article__in=among(keys), article__edited_at=None, kind=ReceivedDocument.Kind.CURRENT
        )
        self.data = _grouped(current.order_by("article", "pk"), "data")
        rounds = Event.objects.filter(pk__in=among(self.told_of), series__isnull=False).order_by()
        series = ("series", "series__key", "series__slug", "series__name")
        self.series = {
            event: self.names.of_series(row, self.sides.get(event, ()))
            for event, *row in rounds.values_list("pk", *series)
        }

    @cached_property
    def decisions(self) -> dict[int, list[Row]]:
        made = Decision.objects.filter(article__in=among(self.by_key)).order_by("article", "kind", "target")
        return _grouped(made, "kind", "target", "verdict", "value")

    def _learn(self) -> None:
        learn = self.names.learn
        self.sources = learn(
            Source, (row[name] for row in self.articles for name in ("outlet", "agency", "origin"))
        )
        quotes = [row for rows in self.quotes.values() for row in rows]
        reports = [row for rows in self.reports.values() for row in rows]
        self._read_seats([row[4] for row in reports])
        seated = (person for people in (*self.chairs.values(), *self.parts.values()) for person in people)
        self.people = learn(Person, (*self._spoken_of("person"), *(row[2] for row in quotes), *seated))
        speaking = (row[3] for row in quotes)
        self.organizations = learn(Organization, (*self._spoken_of("organization"), *speaking))
        of_people = (rows for groups in self.mentions.values() for rows in groups["person"].values())
        self.offices = learn(Office, (row[10] for rows in of_people for row in rows))
        self.places = learn(Place, self._spoken_of("place"))
        self.topics = learn(Topic, self._spoken_of("topic"))
        self.told_of = {*self._spoken_of("event"), *(row[0] for row in reports)}
        self.events = learn(Event, self.told_of)
        self._read_sides(self.told_of)

    def _spoken_of(self, kind: str) -> set[Any]:
        return {key for groups in self.mentions.values() for key in groups[kind]}

    def _read_seats(self, reports: Sequence[int]) -> None:
        """Who was in the chair and who took part, by report."""
        self.chairs: dict[int, list[int]] = defaultdict(list)
        self.parts: dict[int, list[int]] = defaultdict(list)
        for held, through in (
            (self.chairs, EventReport.chairs.through),
            (self.parts, EventReport.participants.through),
        ):
            rows = through.objects.filter(eventreport__in=among(reports)).order_by("person__name", "pk")
            for report, person in rows.values_list("eventreport", "person"):
                held[report].append(person)

    def _read_sides(self, events: Iterable[int]) -> None:
        """The countries of each event."""
        self.sides: dict[int, list[str]] = defaultdict(list)
        rows = Event.countries.through.objects.filter(event__in=among(events)).order_by("country")
        for event, code in rows.values_list("event", "country"):
            self.sides[event].append(code)

    def documents(self) -> Iterator[dict[str, Any]]:
        for article in self.articles:
            yield self._printed(article) | self._found(article)

    def kept(self, document: dict[str, Any]) -> dict[str, Any]:
        """What only another archive asks for."""
        key = document["id"]
        origins = (origin for *_, origin in self.comments.get(key, ()))
        received = self.data.get(key)
        return {
            "removed": self.by_key[key]["removed"],
            "comments": [
                each | {"origin": origin} for each, origin in zip(document["comments"], origins, strict=True)
            ],
            "edited": _iso(self.by_key[key]["edited_at"]),
            "received": b64encode(received[-1][0]).decode() if received else None,
            **self._names_of(key),
        }

    def _addressed(self, article: int) -> Iterator[tuple[str, list[Addressed]]]:
        """The rows that the article speaks of, by their register."""
        groups = self.mentions[article]
        for kind, model in ADDRESSED.items():
            keys: Collection[int] = groups.get(kind, ())
            known: Mapping[int, Addressed] = self.names.addresses[model]
            if kind == "office":
                rows = (row for some in groups["person"].values() for row in some)
                keys = dict.fromkeys(row[10] for row in rows if row[10])
            elif kind == "source":
                columns = (self.by_key[article][name] for name in ("outlet", "agency", "origin"))
                keys = dict.fromkeys(key for key in columns if key)
            elif kind == SERIES:
                known = self.series
                reported = (row[0] for row in self.reports.get(article, ()))
                keys = [event for event in (*reported, *groups["event"]) if event in known]
            if keys:
                yield kind, [known[key] for key in keys]

    def _names_of(self, article: int) -> dict[str, Any]:
        """The slugs of what the article speaks of, by key, and what else leads there."""
        addresses: dict[str, dict[str, str]] = {}
        former: dict[str, dict[str, list[Row]]] = {}
        for kind, entries in self._addressed(article):
            slugs = addresses[kind] = {}
            for key, slug, names in entries:
                slugs[key] = slug
                if names:
                    former.setdefault(kind, {})[key] = names
        return {"addresses": addresses, "former": former}

    def decided(self, article: int) -> list[dict[str, str]]:
        return [
            dict(zip(("kind", "target", "verdict", "value"), row, strict=True))
            for row in self.decisions.get(article, ())
        ]

    # --- As printed ---

    def _printed(self, article: dict[str, Any]) -> dict[str, Any]:
        key = article["pk"]
        name, sha256 = (self.received.get(key) or [("", None)])[-1]
        return {
            "id": key,
            "url": self.names.page_of(key, _slug(article)),
            "original_url": article["url"] or None,
            "source_file": name or None,
            "sha256": sha256,
            "language": article["language"] or None,
            **{part: article[part] or None for part in _PARTS},
            **{kind: self._source(article[kind]) for kind in ("outlet", "agency", "origin")},
            "reading_minutes": article["reading_minutes"],
            "published": {
                **{day: _iso(article[f"published_{day}"]) for day in _DAYS},
                "time": article["published_time"] or None,
                "basis": article["published_basis"],
                "precision": article["published_precision"] or None,
                "confidence": round(article["published_confidence"], 3),
                "evidence": list(map(_span, self.mentions[key]["date"].get("date", ()))),
            },
            "dateline": _dateline(article),
            "key_points": [text for (text,) in self.key_points.get(key, ())],
            "pull_quote": {"text": article["pull_quote"], "speaker": article["pull_quote_speaker"] or None}
            if article["pull_quote"]
            else None,
            "images": [
                {"caption": caption, "credit": credit or None} for caption, credit in self.images.get(key, ())
            ],
            "text": article["text"],
            "comments": [
                {"author": author, "text": text, "truncated": truncated}
                for author, text, truncated, _ in self.comments.get(key, ())
            ],
            "removed": [{"text": piece["text"], "rule": piece["rule"]} for piece in article["removed"]],
            "rules_version": article["rules_version"] or None,
        }

    def _source(self, key: int | None) -> str | None:
        return None if key is None else self.sources[key][0]

    # --- As found ---

    def _found(self, article: dict[str, Any]) -> dict[str, Any]:
        key = article["pk"]
        groups = self.mentions[key]
        pair = (article["pair_first"], article["pair_second"])
        return {
            "countries": [
                {
                    "code": code,
                    "name": self.names.countries[code],
                    "role": role,
                    "score": round(score, 3),
                    "mentions": [_span(row) for row in groups["country"].get(code, ())],
                }
                for code, role, score in self.countries.get(key, ())
            ],
            "pair": list(pair) if all(pair) else None,
            "people": [self._person(person, rows) for person, rows in groups["person"].items()],
            "organizations": _named(self.organizations, groups["organization"]),
            "places": _named(self.places, groups["place"]),
            "topics": _named(self.topics, groups["topic"]),
            "events": list(self._events(key, groups["event"])),
            "quotes": [self._quote(row) for row in self.quotes.get(key, ())],
            "statements": [_statement(row) for row in self.statements.get(key, ())],
        }

    def _person(self, key: int, rows: Sequence[Row]) -> dict[str, Any]:
        name, country = self.people[key]
        named = [row for row in rows if row[0] == "person"]
        held = [(row, *self.offices[row[10]]) for row in rows if row[0] == "office"]
        return {
            "name": name,
            "country": country,
            "offices": [
                {"title": title, "country": of, "span": _span(row), "rule": _rule(row)}
                for row, title, of in held
            ],
            "variants": [form for form in dict.fromkeys(row[7] for row in named) if form != name],
            "mentions": [_span(row) for row in named],
        }

    def _events(self, article: int, mentioned: dict[Any, list[Row]]) -> Iterator[dict[str, Any]]:
        """Events as this article reports them, then those it only names."""
        reports = {row[0]: row[1:] for row in self.reports.get(article, ())}
        for key in dict.fromkeys((*reports, *mentioned)):
            kind, series, ordinal, name = self.events[key]
            date, place, country, report = reports.get(key, ("", "", None, None))
            yield {
                "type": kind,
                "series": series,
                "ordinal": ordinal,
                "name": name,
                "countries": self.sides.get(key, []),
                "date": date or None,
                "place": place or None,
                "country": country,
                "chairs": [self.people[person][0] for person in self.chairs.get(report, ())],
                "participants": [self.people[person][0] for person in self.parts.get(report, ())],
                "mentions": [_span(row) for row in mentioned.get(key, ())],
            }

    def _quote(self, row: Row) -> dict[str, Any]:
        text, kind, person, organization, name, surface, cue, *place = row
        if person is not None:
            name = self.people[person][0]
        elif organization is not None:
            name = self.organizations[organization]["name"]
        return {
            "text": text,
            "kind": kind,
            "speaker": name or None,
            "speaker_surface": surface or None,
            "cue": cue or None,
            **_placed(place),
            **_made(place),
        }


def _by_target(mentions: Any) -> dict[int, dict[str, dict[Any, list[Row]]]]:
    """Mentions by article, by kind and by what they speak of, in reading order."""
    columns = ("kind", *_EVIDENCE, "surface", Coalesce(*_NUMBERED), "country", "office", "article")
    # As an index gives them; the database would put a hundred thousand rows in order as a whole.
    rows = tuples(mentions.order_by("article", "pk").values_list(*columns))
    found: dict[int, dict[str, dict[Any, list[Row]]]] = defaultdict(_no_mentions)
    for article, of_article in groupby(rows, _ARTICLE):
        groups = found[article]
        for row in sorted(of_article, key=_FIELD_AND_START):
            kind = row[0] if row[10] is None else "person"
            told = groups[kind]
            target = row[_TARGET_OF[kind]]
            if target in told:
                told[target].append(row)
            else:
                told[target] = [row]
    return found


def _no_mentions() -> dict[str, dict[Any, list[Row]]]:
    return {name: {} for name in (*_TARGETS, "date")}


def _named(known: dict[int, Any], mentioned: dict[Any, list[Row]]) -> list[dict[str, Any]]:
    return [{**known[key], "mentions": list(map(_span, rows))} for key, rows in mentioned.items()]


def _placed(place: Sequence[Any]) -> dict[str, Any]:
    field, start, end = place[:3]
    return {"start": start, "end": end} if field == "text" else {"start": start, "end": end, "field": field}


def _made(place: Sequence[Any]) -> dict[str, str]:
    """By which rule of which version; an editor has no version."""
    if place[5] == _EDITOR:
        return {"rule": "editor", "rules_version": ""}
    return {"rule": place[3], "rules_version": place[4]}


def _span(row: Row) -> dict[str, Any]:
    """As `_placed` and `_made` would tell it, in one step, for there are millions."""
    _, field, start, end, rule, version, origin, surface = row[:8]
    span = {"start": start, "end": end} if field == "text" else {"start": start, "end": end, "field": field}
    span["surface"] = surface
    edited = origin == _EDITOR
    span["rule"] = "editor" if edited else rule
    span["rules_version"] = "" if edited else version
    return span


def _rule(row: Row) -> str:
    return _made(row[1:7])["rule"]


def _statement(row: Row) -> dict[str, Any]:
    first, second, kind, status, year, surface, *place = row
    made = _made(place)
    return {
        "pair": [first, second],
        "kind": kind,
        "status": status,
        "year": year,
        "span": {**_placed(place), "surface": surface, **made},
        "rule": made["rule"],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _dateline(article: dict[str, Any]) -> dict[str, Any] | None:
    parts = {name: article[f"dateline_{name}"] or None for name in ("text", "place", "country", "date")}
    return parts if any(parts.values()) else None


def _slug(article: dict[str, Any]) -> str:
    """As `Article.slug`, which is made of the title unless there is none."""
    title = article["title"]
    return (make_slug(title) or "article") if title else Article(text=article["text"]).slug
