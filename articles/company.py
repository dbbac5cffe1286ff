"""The names of what a set of articles speaks of most, of several registers in one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import CharField, F, Value

from .models import Country, Organization, Person, Topic
from .selections import FIELDS, Survey, spoken_of

#: The registers that are told of beside an entry, in the order in which they are shown.
REGISTERS: Final = (Country, Person, Organization, Topic)


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a register with the name of its country. The slug of a country is its code."""

    slug: str
    name: str
    country: str
    articles: int


Company = Mapping[Any, Sequence[Named]]


def company(found: Survey, most: int, without: Any = None, registers: Sequence[Any] = REGISTERS) -> Company:
    """Of each register the entries that most of these articles speak of, but for the one that is left out."""
    if found.counts is None:
        return {model: _by_the_database(found, model, most, without) for model in registers}
    counts = {model: found.counts[FIELDS[model]] for model in registers}
    wanted = {model: _wanted(model, counts[model], most, without) for model in registers}
    names = _names(wanted)
    return {
        model: [
            Named(slug, *names[model.__name__, slug], counts[model][slug])
            for slug in wanted[model]
            if (model.__name__, slug) in names
        ]
        for model in registers
    }


def _wanted(model: Any, counts: Mapping[str, int], most: int, without: Any) -> list[str]:
    own = _slug(without) if isinstance(without, model) else None
    return list(islice((slug for slug in counts if slug != own), most))


def _names(wanted: Mapping[Any, Sequence[str]]) -> dict[tuple[str, str], tuple[str, str]]:
    queries = [
        model.objects.filter(**{"pk__in" if model is Country else "slug__in": slugs})
        .order_by()
        .annotate(
            register=Value(model.__name__, output_field=CharField()),
            value=F("pk" if model is Country else "slug"),
            owner=F("country__name")
            if model in (Person, Organization)
            else Value("", output_field=CharField()),
        )
        .values_list("register", "value", "name", "owner")
        for model, slugs in wanted.items()
        if slugs
    ]
    rows: Iterator[tuple[str, str, str, str | None]] = iter(
        queries[0].union(*queries[1:], all=True) if queries else ()
    )
    return {(register, slug): (name, owner or "") for register, slug, name, owner in rows}


def _by_the_database(found: Survey, model: Any, most: int, without: Any) -> list[Named]:
    rows = model.objects.select_related("country") if model in (Person, Organization) else model.objects.all()
    if isinstance(without, model):
        rows = rows.exclude(pk=without.pk)
    return [
        Named(
            _slug(row),
            row.name,
            country.name if (country := getattr(row, "country", None)) else "",
            row.articles,
        )
        for row in spoken_of(found, rows, most)
    ]


def _slug(row: Any) -> str:
    return row.pk if isinstance(row, Country) else row.slug
