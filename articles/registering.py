"""Find or make the register rows that an article speaks of.

A bulk import meets the same countries, people and topics thousands of times, so
rows are remembered between articles. Whoever rolls a transaction back must
drop the `Registers` it used: the rows may be gone.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q

from .drafts import EventTag, OrganizationTag, PersonTag, PlaceTag, TopicTag
from .extraction.gazetteer import country_codes, country_name
from .models import (
    Country,
    Event,
    EventSeries,
    Office,
    Organization,
    Person,
    Place,
    Source,
    Topic,
    fold,
    register_key,
)
from .models.registers import Register

Row = TypeVar("Row", bound=Register)

#: Longest name a register takes; rules that catch more have caught a sentence.
NAME_LENGTH = 255


class Registers:
    """Register rows by key, remembered."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[Register], str], Register] = {}
        self._events: dict[str, Event] = {}
        self._countries: frozenset[str] = frozenset()

    def country(self, code: str | None) -> str | None:
        """The code, once its country has a row; None for a code the gazetteer does not know."""
        if not self._countries:
            known = [Country(code=each, name=country_name(each)) for each in sorted(country_codes())]
            if Country.objects.count() < len(known):
                Country.objects.bulk_create(known, ignore_conflicts=True)
            self._countries = frozenset(row.code for row in known)
        return code if code in self._countries else None

    def source(self, name: str | None, kind: str) -> Source | None:
        return self._row(Source, name, register_key(name), kind=kind) if name else None

    def person(self, tag: PersonTag) -> Person:
        """The person of that name and country.

        A full name without a country is taken for the only person of that name,
        and takes the country that a later article tells; a single word is not
        enough to say so.
        """
        return self.person_named(tag.name, tag.country)

    def person_named(self, name: str, country: str | None) -> Person:
        code = self.country(country)
        key = register_key(name, code)
        if (
            (Person, key) not in self._rows
            and len(name.split()) > 1
            and not Person.objects.filter(key=key).exists()
        ):
            namesakes = list(Person.objects.filter(key__startswith=f"{fold(name)}|")[:2])
            if len(namesakes) == 1 and (code is None or namesakes[0].country_id is None):
                known = namesakes[0]
                if code is not None:
                    known.country_id = code
                    known.key = key
                    known.save(update_fields=["country", "key"])
                self._rows[Person, key] = known
        return self._row(Person, name, key, country_id=code)

    def office(self, title: str, country: str | None) -> Office:
        code = self.country(country)
        return self._row(Office, title, register_key(title, code), country_id=code)

    def organization(self, tag: OrganizationTag) -> Organization:
        code = self.country(tag.country)
        return self._row(
            Organization,
            tag.name,
            register_key(tag.name, code),
            country_id=code,
            kind=tag.kind[:40],
            abbreviation=(tag.abbreviation or "")[:40],
        )

    def place(self, tag: PlaceTag) -> Place:
        code = self.country(tag.country)
        return self._row(Place, tag.name, register_key(tag.name, code), country_id=code, kind=tag.kind)

    def topic(self, tag: TopicTag) -> Topic:
        return self._row(Topic, tag.name, register_key(tag.slug))

    def series(self, tag: EventTag) -> EventSeries | None:
        if not tag.series:
            return None
        codes = sorted(filter(None, map(self.country, tag.countries)))
        first, second = codes if len(codes) == 2 else (None, None)
        key = register_key(tag.series, "-".join(codes))
        return self._row(EventSeries, tag.series, key, first_id=first, second_id=second)

    def event(self, tag: EventTag, article: int) -> Event:
        """The round or meeting that the tag speaks of; without ordinal or date it is the article's own."""
        series = self.series(tag)
        when = tag.ordinal or tag.date or f"article {article}"
        codes = "-".join(sorted(tag.countries))
        name = series.key if series else f"{tag.type}|{fold(tag.name)}|{codes}"
        key = f"{name[:340]}#{when}"
        event = self._events.get(key)
        if event is None:
            event, _ = Event.objects.get_or_create(
                key=key,
                defaults={"type": tag.type, "name": tag.name[:255], "series": series, "ordinal": tag.ordinal},
            )
            self._events[key] = event
        return event

    def named(self, kind: str, name: str, country: str | None) -> Country | Register:
        """The row that an editor names, made when there is none. LookupError for an unknown country."""
        if kind == "country":
            found = Country.objects.filter(Q(code=name.upper()) | Q(name__iexact=name)).first()
            if found is None:
                raise LookupError(f"No country is called {name}.")
            return found
        if kind == "person":
            return self.person_named(name, country)
        if kind == "topic":
            return self._row(Topic, name, register_key(name))
        code = self.country(country)
        model: type[Register] = {"organization": Organization, "place": Place}[kind]
        return self._row(model, name, register_key(name, code), country_id=code)

    def _row(self, model: type[Row], name: str, key: str, **fields: object) -> Row:
        row = self._rows.get((model, key))
        if row is None:
            row = model.objects.filter(key=key).first()
            if row is None:
                shown = name[:NAME_LENGTH]
                row = model.objects.create(name=shown, key=key, slug=model.free_slug(shown), **fields)
            self._rows[model, key] = row
        return row
