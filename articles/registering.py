"""Find or make the register rows that articles speak of, by their keys.

Articles are stored many at a time and meet the same people and places again and again.
So what a whole batch will ask for is looked up beforehand, a query a register, and what
is missing is added together at the end, a statement a register. What nobody announced is
looked up when it is asked for, which is all that a single article needs.

A `Registers` lives as long as the transaction it is used in: rows it remembers may be
gone with it, or changed by another process after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from .comparing.dialogues import kind_of
from .drafts import Annotations, EventTag, OrganizationTag, PersonTag, PlaceTag, TopicTag
from .extraction.gazetteer import country_codes, country_name
from .extraction.topics import broader, listed, topic_called, topic_name
from .models import (
    Alias,
    Country,
    Event,
    EventSeries,
    Office,
    Organization,
    Person,
    Place,
    Source,
    Topic,
    numbered_slug,
)
from .models import fold as _fold
from .models import register_key as _register_key
from .models.registers import Register
from .rows import parts

#: Longest name a register takes; rules that catch more have caught a sentence.
NAME_LENGTH = 255

#: Keys that one query asks for; SQLite bounds how many values it may hold.
_KEYS: Final = 1_000

#: A batch asks for the key of one name hundreds of times.
fold = lru_cache(50_000)(_fold)
register_key = lru_cache(50_000)(_register_key)


@cache
def _listed() -> Mapping[str, str]:
    """The slugs of the list of topics, by key."""
    return {register_key(slug): slug for slug in listed()}


class Registers:
    """Rows of registers, by what articles call them. New ones are not saved before `save`."""

    def __init__(self) -> None:
        self._rows: defaultdict[type[Model], dict[str, Any]] = defaultdict(dict)
        self._sought: defaultdict[type[Model], set[str]] = defaultdict(set)
        self._new: defaultdict[type[Model], list[Any]] = defaultdict(list)
        self._namesakes: dict[str, list[Person]] = {}
        self._told_country: dict[int, Person] = {}
        self._countries: frozenset[str] = frozenset()

    # --- Beforehand ---

    def expect_sources(self, names: Iterable[str | None]) -> None:
        self._seek(Source, {register_key(name) for name in names if name})

    def expect(self, found: Collection[Annotations]) -> None:
        """Look up together what these articles speak of."""
        keys: defaultdict[type[Model], set[str]] = defaultdict(set)
        for each in found:
            for person in each.people:
                keys[Person].add(self._key(person.name, person.country))
                keys[Office].update(self._key(held.title, held.country) for held in person.offices)
            keys[Organization].update(self._key(tag.name, tag.country) for tag in each.organizations)
            keys[Place].update(self._key(tag.name, tag.country) for tag in each.places)
            keys[Topic].update(register_key(tag.slug) for tag in each.topics)
            keys[EventSeries].update(series_key(tag) for tag in each.events if tag.series)
        for model, wanted in keys.items():
            self._seek(model, wanted)
        self._seek_namesakes({_folded(tag.name) for each in found for tag in each.people})

    def expect_events(self, keys: Iterable[str]) -> None:
        self._seek(Event, set(keys))

    # --- One by one ---

    def country(self, code: str | None) -> str | None:
        """The code, once its country has a row; None for a code the gazetteer does not know."""
        if not self._countries:
            known = [Country(code=each, name=country_name(each)) for each in sorted(country_codes())]
            if Country.objects.count() < len(known):
                Country.objects.bulk_create(known, ignore_conflicts=True)
            self._countries = frozenset(row.code for row in known)
        return code if code in self._countries else None

    def source(self, name: str | None, kind: str) -> Source | None:
        return self._row(Source, name, register_key(name), {"kind": kind}) if name else None

    def person(self, tag: PersonTag) -> Person:
        return self.person_named(tag.name, tag.country)

    def person_named(self, name: str, country: str | None) -> Person:
        """The person of that name and country.

        A full name without a country is taken for the only person of that name,
        and takes the country that a later article tells; a single word is not
        enough to say so.
        """
        code = self.country(country)
        key = register_key(name, code)
        found: Person | None = self._find(Person, key)
        if found is None and len(name.split()) > 1:
            found = self._namesake(_folded(name), key, code)
        return found or self._row(Person, name, key, {"country_id": code, "folded": _folded(name)})

    def _namesake(self, folded: str, key: str, code: str | None) -> Person | None:
        self._seek_namesakes({folded})
        namesakes = self._namesakes[folded]
        if len(namesakes) != 1 or (code is not None and namesakes[0].country_id is not None):
            return None
        (known,) = namesakes
        if code is not None:
            del self._rows[Person][known.key]
            known.country_id, known.key = code, key
            self._rows[Person][key] = known
            self._told_country[id(known)] = known
        return known

    def office(self, title: str, country: str | None) -> Office:
        code = self.country(country)
        return self._row(Office, title, register_key(title, code), {"country_id": code})

    def organization(self, tag: OrganizationTag) -> Organization:
        code = self.country(tag.country)
        fields = {
            "country_id": code,
            "kind": tag.kind[:40],
            "abbreviation": (tag.abbreviation or "")[:40],
        }
        return self._row(Organization, tag.name, register_key(tag.name, code), fields)

    def place(self, tag: PlaceTag) -> Place:
        code = self.country(tag.country)
        return self._row(
            Place, tag.name, register_key(tag.name, code), {"country_id": code, "kind": tag.kind}
        )

    def topic(self, tag: TopicTag) -> Topic:
        return self._topic(tag.slug, tag.name)

    def _topic(self, slug: str, name: str) -> Topic:
        """Saved at once, since a row must have a number before another can be a part of it.

        What comes out of another archive has its key for a slug, which says less than the list's.
        """
        key = register_key(slug)
        found: Topic | None = self._find(Topic, key)
        if found is None:
            above = broader(_listed().get(key, slug))
            parent = self._topic(above[-1], topic_name(above[-1])) if above else None
            found = Topic(name=name[:NAME_LENGTH], key=key, parent=parent)
            found.save()
            self._rows[Topic][key] = found
        return found

    def series(self, tag: EventTag) -> EventSeries | None:
        if not tag.series:
            return None
        codes = sorted(filter(None, map(self.country, tag.countries)))
        first, second = codes if len(codes) == 2 else (None, None)
        return self._row(EventSeries, tag.series, series_key(tag), {"first_id": first, "second_id": second})

    def event(self, tag: EventTag, key: str) -> Event:
        """The round or meeting of that `event_key`. Its series must have been saved."""
        found: Event | None = self._find(Event, key)
        if found is None:
            found = self._add(
                key,
                Event(
                    key=key,
                    type=tag.type,
                    name=tag.name[:NAME_LENGTH],
                    series=self.series(tag),
                    ordinal=tag.ordinal,
                ),
            )
        return found

    def named(self, kind: str, name: str, country: str | None) -> str | int:
        """The row that an editor names, made when there is none. LookupError for an unknown country."""
        if kind == "country":
            found = Country.objects.filter(Q(code=name.upper()) | Q(name__iexact=name)).first()
            if found is None:
                raise LookupError(f"No country is called {name}.")
            return found.code
        code = self.country(country)
        row: Register
        if kind == "person":
            row = self.person_named(name, code)
        elif kind == "topic":
            row = self._topic(topic_called(name) or name, name)
        else:
            model: type[Register] = {"organization": Organization, "place": Place}[kind]
            row = self._row(model, name, register_key(name, code), {"country_id": code})
        self.save()
        return row.pk

    # --- At the end ---

    def save(self) -> None:
        """Store what was added, and what became known of people who were there."""
        for person in self._told_country.values():
            if person.pk is not None:
                person.save(update_fields=["country", "key"])
        self._told_country.clear()
        for model, rows in self._new.items():
            if issubclass(model, Register):
                _give_slugs(model, rows)
            model._default_manager.bulk_create(rows)
        self._new.clear()

    def _key(self, name: str, country: str | None) -> str:
        return register_key(name, self.country(country))

    def _row(
        self, model: type[Register], name: str, key: str, fields: Mapping[str, object] | None = None
    ) -> Any:
        found = self._find(model, key)
        if found is None:
            found = self._add(key, model(name=name[:NAME_LENGTH], key=key, **(fields or {})))
            if isinstance(found, Person):
                self._seek_namesakes({found.folded})
                self._namesakes[found.folded].append(found)
        return found

    def _add(self, key: str, row: Any) -> Any:
        self._rows[type(row)][key] = row
        self._new[type(row)].append(row)
        return row

    def _find(self, model: type[Model], key: str) -> Any:
        if key not in self._rows[model]:
            self._seek(model, {key})
        return self._rows[model].get(key)

    def _seek(self, model: type[Model], keys: set[str]) -> None:
        for some in parts(sorted(keys - self._sought[model]), _KEYS):
            for row in model._default_manager.filter(key__in=some):
                self._rows[model].setdefault(row.key, row)
        merged = keys - self._sought[model] - self._rows[model].keys()
        self._sought[model] |= keys
        if issubclass(model, Register):
            self._seek_merged(model, merged)

    def _seek_merged(self, model: type[Register], keys: set[str]) -> None:
        """Entries that go by another name since an editor merged them."""
        for some in parts(sorted(keys), _KEYS):
            entries = dict(_aliases(model).filter(key__in=some).values_list("key", "entry"))
            rows = model._default_manager.in_bulk(set(entries.values())) if entries else {}
            for key, entry in entries.items():
                if (row := rows.get(entry)) is not None:
                    self._rows[model][key] = self._rows[model].setdefault(row.key, row)

    def _seek_namesakes(self, folded: set[str]) -> None:
        """All people of these names, each the same object as under its key."""
        missing = folded - self._namesakes.keys()
        self._namesakes |= {name: [] for name in missing}
        for some in parts(sorted(missing), _KEYS):
            for row in Person.objects.filter(folded__in=some).order_by("pk"):
                known = self._rows[Person].setdefault(row.key, row)
                self._namesakes[row.folded].append(known)


def _give_slugs(model: type[Register], rows: list[Any]) -> None:
    """An address for each new row: its name's, numbered where another row has that."""
    wanted = [model.slug_of(row.name) for row in rows]
    sought: set[str] = set()
    taken: set[str] = set()
    reach = 1
    while unknown := set(chosen := _chosen(wanted, taken)) - sought:
        # Of a name that many rows bear, ever more numbers are looked up at once.
        unknown |= {f"{slug}-{number}" for slug in set(wanted) & taken for number in range(2, reach)}
        for some in parts(sorted(unknown), _KEYS):
            for bearing in (model._default_manager.all(), _aliases(model)):
                taken.update(bearing.filter(slug__in=some).values_list("slug", flat=True))
        sought |= unknown
        reach *= 4
    for row, slug in zip(rows, chosen, strict=True):
        row.slug = slug


def _chosen(wanted: Iterable[str], taken: Collection[str]) -> list[str]:
    """A free slug for each, as if they came one after the other."""
    given = set(taken)
    chosen = []
    for slug in wanted:
        chosen.append(numbered_slug(slug, given))
        given.add(chosen[-1])
    return chosen


def _aliases(model: type[Register]) -> QuerySet[Alias]:
    """Names of entries that were merged into others."""
    return Alias.objects.filter(register=model._meta.model_name)


def _folded(name: str) -> str:
    return fold(name)[:NAME_LENGTH]


def series_key(tag: EventTag) -> str:
    return dialogue_key(tag.series or "", tag.countries)


@lru_cache(20_000)
def dialogue_key(name: str, codes: tuple[str, ...]) -> str:
    """Who holds it and what kind of dialogue it is, in whatever words."""
    parties = [country_name(code) for code in codes if code in country_codes()]
    return register_key(kind_of(name, parties), "-".join(sorted(codes)))


def event_key(tag: EventTag, article: int) -> str:
    """What an event is known by; without ordinal and date it is the article's own."""
    when = tag.ordinal or tag.date or f"article {article}"
    kin = "-".join(sorted(tag.countries))
    name = series_key(tag) if tag.series else f"{tag.type}|{fold(tag.name)}|{kin}"
    return f"{name[:340]}#{when}"
