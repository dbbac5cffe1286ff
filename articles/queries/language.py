"""What may stand before a colon in the search box, and what countries and pairs of them are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from archive.search import Choice, DateField, Language, TextField, ValueField

from ..extraction.tables import load
from ..models import fold


@cache
def language() -> Language:
    """What may stand before a colon in the search box."""
    in_text = {
        "title": "title",
        "text": "text",
        "comment": "comment",
        "said": "said",
        "by": "by",
        "person": "people",
        "office": "offices",
        "organization": "organizations",
        "organisation": "organizations",
        "topic": "topics",
        "event": "events",
        "source": "sources",
        "agency": "agency",
    }
    return Language(
        default=TextField("text"),
        fields={
            **{name: TextField(held) for name, held in in_text.items()},
            "country": ValueField("countries_exact", "country", country),
            "pair": ValueField("pair", "pair of countries", _pair),
            "date": DateField("published"),
            "after": DateField("published", "after"),
            "before": DateField("published", "before"),
        },
    )


@cache
def country_names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in load("countries.json")["countries"]}


@dataclass(frozen=True, slots=True)
class CountryForms:
    """What articles may call a country, one of its people and its capitals, as the rules know them."""

    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@cache
def forms_of(code: str) -> CountryForms:
    for row in load("countries.json")["countries"]:
        if row["code"] == code:
            names, people = (*row.get("names", ()), *row.get("short", ())), row.get("demonyms", ())
            one = [form for form in people if form.removesuffix("s") == form or form[:-1] not in people]
            return CountryForms(_unlike(names), _unlike(one), _unlike(row.get("capitals", ())))
    return CountryForms()


def _unlike(forms: Iterable[str]) -> tuple[str, ...]:
    """Of forms that differ in accents, dots and spaces alone the first."""
    held: dict[str, str] = {}
    for form in forms:
        held.setdefault(fold(form), form)
    return tuple(held.values())


@cache
def _country_forms() -> Mapping[str, str]:
    """Codes by what a country is called, folded; names come before demonyms where two meet."""
    forms: dict[str, str] = {}
    rows = load("countries.json")["countries"]
    for keys in (("code", "name"), ("names", "short"), ("demonyms",)):
        for row in rows:
            held = (row.get(key, ()) for key in keys)
            for form in chain.from_iterable([each] if isinstance(each, str) else each for each in held):
                forms.setdefault(fold(form), row["code"])
    return forms


def country(typed: str) -> Choice | None:
    code = _country_forms().get(fold(typed))
    return Choice(code, country_names()[code]) if code else None


def countries_beginning(typed: str) -> list[str]:
    """Codes of the countries that are called something that begins so."""
    beginning = fold(typed)
    forms = _country_forms().items()
    return sorted({code for form, code in forms if form.startswith(beginning)}) if beginning else []


def _pair(typed: str) -> Choice | None:
    """ "IN-KR", "kr/in" or "India-South Korea", in any order."""
    for mark in ("-", "\u2013", "/", "+", " and ", ","):
        first, found, second = typed.partition(mark)
        one, other = country(first), country(second)
        if found and one and other and one.value != other.value:
            low, high = sorted((one, other), key=lambda choice: choice.value)
            return Choice(f"{low.value}-{high.value}", f"{low.label} and {high.label}")
    return None
