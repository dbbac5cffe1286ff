"""Find or make the register rows that an article speaks of, by their keys.

A bulk import meets the same countries, people and topics thousands of times, so
what was looked up is remembered, and with `bulk` a register is read whole at its
first use: one query instead of two for each name. Whoever rolls a transaction
back must drop the `Registers` it used, since rows it remembers may be gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from .comparing.dialogues import kind_of
from .drafts import EventTag, OrganizationTag, PersonTag, PlaceTag, TopicTag
from .extraction.gazetteer import country_codes, country_name
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
    fold,
    numbered_slug,
    register_key,
)
from .models.registers import Register

#: Longest name a register takes; rules that catch more have caught a sentence.
NAME_LENGTH = 255


class Registers:
    """Primary keys of register rows, by what an article calls them."""

    def __init__(self, *, bulk: bool = False) -> None:
        self.bulk = bulk
        self._keys: defaultdict[type[Register], dict[str, int]] = defaultdict(dict)
        self._slugs: dict[type[Register], set[str]] = {}
        self._countries: frozenset[str] = frozenset()

    def country(self, code: str | None) -> str | None:
        """The code, once its country has a row; None for a code the gazetteer does not know."""
        if not self._countries:
            known = [Country(code=each, name=country_name(each)) for each in sorted(country_codes())]
            if Country.objects.count() < len(known):
                Country.objects.bulk_create(known, ignore_conflicts=True)
            self._countries = frozenset(row.code for row in known)
        return code if code in self._countries else None

    def source(self, name: str | None, kind: str) -> int | None:
        return self._row(Source, name, register_key(name), {"kind": kind}) if name else None

    def person(self, tag: PersonTag) -> int:
        return self.person_named(tag.name, tag.country)

    def person_named(self, name: str, country: str | None) -> int:
        """The person of that name and country.

        A full name without a country is taken for the only person of that name,
        and takes the country that a later article tells; a single word is not
        enough to say so.
        """
        code = self.country(country)
        key = register_key(name, code)
        if len(name.split()) > 1 and self._find(Person, key) is None:
            self._meet_namesake(fold(name), key, code)
        return self._row(Person, name, key, {"country_id": code, "folded": fold(name)[:NAME_LENGTH]})

    def _meet_namesake(self, folded: str, key: str, code: str | None) -> None:
        namesakes = list(Person.objects.filter(folded=folded)[:2])
        if len(namesakes) != 1 or (code is not None and namesakes[0].country_id is not None):
            return
        (known,) = namesakes
        if code is not None:
            known.country_id, known.key = code, key
            known.save(update_fields=["country", "key"])
        self._keys[Person][key] = known.pk

    def office(self, title: str, country: str | None) -> int:
        code = self.country(country)
        return self._row(Office, title, register_key(title, code), {"country_id": code})

    def organization(self, tag: OrganizationTag) -> int:
        code = self.country(tag.country)
        fields = {
            "country_id": code,
            "kind": tag.kind[:40],
            "abbreviation": (tag.abbreviation or "")[:40],
        }
        return self._row(Organization, tag.name, register_key(tag.name, code), fields)

    def place(self, tag: PlaceTag) -> int:
        code = self.country(tag.country)
        return self._row(
            Place, tag.name, register_key(tag.name, code), {"country_id": code, "kind": tag.kind}
        )

    def topic(self, tag: TopicTag) -> int:
        return self._row(Topic, tag.name, register_key(tag.slug))

    def series(self, tag: EventTag) -> int | None:
        if not tag.series:
            return None
        codes = sorted(filter(None, map(self.country, tag.countries)))
        first, second = codes if len(codes) == 2 else (None, None)
        return self._row(EventSeries, tag.series, series_key(tag), {"first_id": first, "second_id": second})

    def event(self, tag: EventTag, article: int) -> Event:
        """The round or meeting that the tag speaks of; without ordinal or date it is the article's own."""
        series = self.series(tag)
        when = tag.ordinal or tag.date or f"article {article}"
        name = series_key(tag) if series else f"{tag.type}|{fold(tag.name)}|{'-'.join(sorted(tag.countries))}"
        event, _ = Event.objects.get_or_create(
            key=f"{name[:340]}#{when}",
            defaults={
                "type": tag.type,
                "name": tag.name[:NAME_LENGTH],
                "series_id": series,
                "ordinal": tag.ordinal,
            },
        )
        return event

    def named(self, kind: str, name: str, country: str | None) -> str | int:
        """The row that an editor names, made when there is none. LookupError for an unknown country."""
        if kind == "country":
            found = Country.objects.filter(Q(code=name.upper()) | Q(name__iexact=name)).first()
            if found is None:
                raise LookupError(f"No country is called {name}.")
            return found.code
        if kind == "person":
            return self.person_named(name, country)
        if kind == "topic":
            return self._row(Topic, name, register_key(name))
        code = self.country(country)
        model: type[Register] = {"organization": Organization, "place": Place}[kind]
        return self._row(model, name, register_key(name, code), {"country_id": code})

    def _row(
        self, model: type[Register], name: str, key: str, fields: Mapping[str, object] | None = None
    ) -> int:
        found = self._find(model, key)
        if found is None:
            shown = name[:NAME_LENGTH]
            row = model.objects.create(name=shown, key=key, slug=self._slug(model, shown), **(fields or {}))
            found = self._keys[model][key] = row.pk
        return found

    def _find(self, model: type[Register], key: str) -> int | None:
        known = self._keys[model]
        if self.bulk and model not in self._slugs:
            rows = list(model.objects.values_list("key", "pk", "slug"))
            known.update((each, pk) for each, pk, _ in rows)
            self._slugs[model] = {slug for _, _, slug in rows}
            for each, pk, slug in _aliases(model).values_list("key", "entry", "slug"):
                known.setdefault(each, pk)
                self._slugs[model].add(slug)
        if key not in known and not self.bulk:
            rows = model.objects.filter(key=key).values_list("pk", flat=True)
            found = rows.first() or _aliases(model).filter(key=key).values_list("entry", flat=True).first()
            if found is not None:
                known[key] = found
        return known.get(key)

    def _slug(self, model: type[Register], name: str) -> str:
        if not self.bulk:
            return model.free_slug(name)
        slug = numbered_slug(model.slug_of(name), self._slugs[model])
        self._slugs[model].add(slug)
        return slug


def _aliases(model: type[Register]) -> QuerySet[Alias]:
    """Names of entries that were merged into others."""
    return Alias.objects.filter(register=model._meta.model_name)


def series_key(tag: EventTag) -> str:
    """Who holds it and what kind of dialogue it is, in whatever words."""
    parties = [country_name(code) for code in tag.countries if code in country_codes()]
    return register_key(kind_of(tag.series or "", parties), "-".join(sorted(tag.countries)))
