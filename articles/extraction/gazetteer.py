"""Names of countries and places, and whether a name in a text speaks of the place at all.

The tables under `data/` say what the names are. Most of the work is refusing: "Jordan" after "Michael",
"Swiss franc", "Paris Agreement", "Nice" at the head of a sentence, "Georgia" between Alabama and
Florida. A refusal is local (the neighboring words) or of the whole text (which Korea, Congo or
Georgia it means), and both are rules by name, so that every hit can say why it is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from articles.drafts import TEXT, Span
from articles.extraction import ambiguity
from articles.extraction.ambiguity import Neighbors
from articles.extraction.companies import is_bracketed, is_in_company
from articles.extraction.phrases import Case, Match, PhraseTable, joins
from articles.extraction.spans import Word, Words, words
from articles.extraction.tables import load

Kind = Literal[
    "name", "short", "demonym", "capital", "city", "metonym", "province", "region", "state", "other"
]

__all__ = [
    "CountryHit",
    "Kind",
    "Match",
    "PhraseTable",
    "PlaceHit",
    "country_codes",
    "country_name",
    "find_countries",
    "is_headline",
    "place_countries",
    "places_in",
    "read_names",
]


@dataclass(frozen=True, slots=True)
class CountryHit:
    """Words that speak of a country. `name` is the place they name, for a city; else the country's.

    A capital is a "metonym" where it acts for its government ("Seoul agreed"), otherwise "capital".
    Hits are never of the kinds "region", "state" and "other", which are the tables' alone.
    """

    code: str
    kind: Kind
    span: Span
    rule: str
    name: str


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """Words that name a city (`code` is its country) or a region (`code` is None)."""

    name: str
    code: str | None
    kind: Kind
    span: Span
    rule: str


class Name(NamedTuple):
    """What a phrase of the gazetteer stands for; `code` is None for what is no country's."""

    kind: Kind
    code: str | None
    name: str
    province: bool = False
    prefix: bool = False
    #: A city that is read only where the words say that it is a place.
    lesser: bool = False
    company: bool = False


@cache
def country_names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in load("countries.json")["countries"]}


def country_name(code: str) -> str:
    return country_names()[code]


def country_codes() -> tuple[str, ...]:
    return tuple(country_names())


@cache
def place_countries() -> Mapping[str, str]:
    """Casefolded names of cities, provinces and countries, each with its country's code."""
    return {
        phrase.casefold(): str(name.code)
        for phrase, name, _ in reversed(list(_phrases()))
        if name.code in country_names() and name.kind in ("name", "capital", "city") and not name.company
    }


@dataclass(frozen=True, slots=True)
class Names:
    """What one field names."""

    countries: tuple[CountryHit, ...]
    places: tuple[PlaceHit, ...]


class _Reading(NamedTuple):
    """One name as the neighbors let it stand; the rest of the text may still change its code."""

    field: str
    start: int
    end: int
    key: str
    kind: Kind
    code: str | None
    name: str
    rule: str
    province: bool = False
    after_in: bool = False

    @property
    def is_place(self) -> bool:
        if self.rule in ("seat-of-power", _ABBREVIATION, COMPANY):
            return False
        return self.kind in ("region", "capital", "city", "metonym")


#: A name that turned out to be somebody's; kept until the whole text is seen, then dropped.
_PERSON = "person"
_STATE = "american-state"
_PLACED = "city-comma-place"
_ABBREVIATION = "state-abbreviation"
_OFFICE = "country-before-office"
#: A text of a later day is about a former state if it names it as often, and its heir never.
_OFTEN = 3
#: The name is a part of a company's.
COMPANY = "company-name"


def find_countries(text: str, field: str = TEXT) -> tuple[CountryHit, ...]:
    """Countries that `text` speaks of, judged by this text alone."""
    return read_names({field: text}, {field: words(text)})[field].countries


def places_in(text: str, field: str = TEXT) -> tuple[PlaceHit, ...]:
    """Cities and regions that `text` names, judged by this text alone."""
    return read_names({field: text}, {field: words(text)})[field].places


def read_names(
    fields: Mapping[str, str], field_words: Mapping[str, Words], published: date | None = None
) -> dict[str, Names]:
    """Every field's names; what a name of two places means is decided by all fields together."""
    found = [one for field, text in fields.items() for one in _readings(field, text, field_words[field])]
    found = _without_persons(found)
    found = _also_companies(found)
    found = _as_its_state_says(found)
    found = _which_of_two(found)
    found = _as_of_their_day(found, published)
    by_field: dict[str, list[_Reading]] = {field: [] for field in fields}
    for one in found:
        by_field[one.field].append(one)
    return {field: _names(text, by_field[field]) for field, text in fields.items()}


def _names(text: str, found: Sequence[_Reading]) -> Names:
    countries: list[CountryHit] = []
    places: list[PlaceHit] = []
    for one in found:
        span = Span.of(text, one.start, one.end, one.field)
        if one.is_place:
            kind: Kind = "province" if one.province else one.kind
            places.append(PlaceHit(one.name, one.code, kind, span, one.rule))
        codes = (one.code or "").split()
        countries.extend(CountryHit(code, one.kind, span, one.rule, one.name) for code in codes)
    return Names(tuple(countries), tuple(places))


def _phrases() -> Iterator[tuple[str, Name, Case]]:
    """Every phrase of the tables; of two alike the one that comes first is found."""
    for row in load("countries.json")["countries"]:
        yield from _country_phrases(row)
    cities = load("cities.json")
    for kind in ("provinces", "cities"):
        for code, names in cities[kind].items():
            yield from ((name, Name("city", code, name, kind == "provinces"), "proper") for name in names)
    for code, names in load("companies.json")["companies"].items():
        yield from (
            (name, Name("name", code, country_names()[code], company=True), "proper") for name in names
        )
    for code, names in load("geonames_cities.json")["cities"].items():
        yield from ((name, Name("city", code, name, lesser=True), "proper") for name in names)
    for phrase, codes in load("ambiguous_names.json")["together"].items():
        yield phrase, Name("name", codes, phrase), "proper"
    regions = load("regions.json")
    canonical = {_key(name): name for name in reversed(regions["regions"])}
    yield from ((name, Name("region", None, canonical[_key(name)]), "proper") for name in regions["regions"])
    yield from ((name, Name("other", None, "adjective"), "proper") for name in regions["adjectives"])
    refused = load("not_places.json")
    for reason, names in refused["names"].items():
        yield from ((name, Name("other", None, reason), "proper") for name in names)
    yield from ((name, Name("state", code, name), "proper") for name, code in refused["states"].items())


def _country_phrases(row: Mapping[str, Any]) -> Iterator[tuple[str, Name, Case]]:
    code, name = row["code"], row["name"]
    for phrase in (name, *row.get("names", ())):
        yield phrase, Name("name", code, name), "proper"
    for phrase in row.get("short", ()):
        yield phrase, Name("short", code, name), "exact"
    for phrase in row.get("demonyms", ()):
        yield phrase, Name("demonym", code, name), "proper"
    for phrase in row.get("prefixes", ()):
        yield phrase, Name("demonym", code, name, prefix=True), "proper"
    for phrase in row.get("capitals", ()):
        yield phrase, Name("capital", code, phrase), "proper"
    for phrase in row.get("seats", ()):
        yield phrase, Name("metonym", code, name), "proper"


@cache
def _table() -> PhraseTable[Name]:
    table: PhraseTable[Name] = PhraseTable(shared=True)
    for phrase, name, case in _phrases():
        table.add(phrase, name, case)
    return table


@cache
def _keys(table: str, key: str) -> frozenset[str]:
    return frozenset(_key(name) for name in load(table)[key])


def _key(phrase: str) -> str:
    return " ".join(word.key for word in words(phrase))


def _readings(field: str, text: str, text_words: Words) -> Iterator[_Reading]:
    found = list(_table().find(text, text_words))
    shouted = text.isupper()
    headline = shouted or is_headline(text, text_words)
    for index, match in enumerate(found):
        around = _around(text, text_words, match)
        following = found[index + 1] if index + 1 < len(found) else None
        reading = _reading(field, text, text_words, match, around, following, shouted, headline)
        if reading is not None:
            yield reading


def _reading(
    field: str,
    text: str,
    text_words: Words,
    match: Match[Name],
    around: Neighbors,
    following: Match[Name] | None,
    shouted: bool,
    headline: bool,
) -> _Reading | None:
    kind, code, name, province, *_ = match.payload
    key = " ".join(text_words.keys[match.first : match.last + 1])
    made = _Reading(field, match.start, match.end, key, kind, code, name, _RULES.get(kind, kind), province)
    if kind == "other":
        return None
    if match.payload.company:
        return made._replace(rule=COMPANY)
    if kind == "state":
        after_comma = text[max(0, match.start - 2) : match.start] in (", ", ",\n")
        return made._replace(kind="city", rule=_ABBREVIATION) if after_comma else None
    if kind == "region":
        return made
    if kind == "short":
        if (shouted and ambiguity.is_pronoun(around)) or ambiguity.is_currency(around):
            return None
        return None if is_bracketed(text, match.start) else _in_company(made, text, headline)
    if match.payload.prefix:
        return made._replace(rule="prefix") if around.gap_after in ("-", "‐", "‑") else None
    after = text_words.keys[match.last + 1 : match.last + 4]
    if kind == "demonym" and field == "dateline":  # "SPANISH FORK, Utah"
        return None
    if _refused(key, kind, around, after) or _is_other_word(kind, text[match.start : match.end], name):
        return None
    if kind in ("name", "capital", "city"):
        made = _placed(made, text, match, following)
        if made.rule != _PLACED and field != "dateline" and _needs_preposition(key, match.payload, around):
            return None
    if not headline and _is_run_of_names(text, text_words, match, around):
        return made._replace(kind="other", rule=_PERSON)
    if _is_somebody(key, made, around, text_words, match.last, headline):
        return made._replace(kind="other", rule=_PERSON)
    if ambiguity.stands_as_place(around):
        made = made._replace(after_in=True)
    if kind == "name" and ambiguity.heads_office(around):
        made = made._replace(rule=_OFFICE)
    if (company := _in_company(made, text, headline)).rule == COMPANY:
        return company
    if made.kind == "capital":
        return _acting(made, around, after)
    if key in _ambiguous() and ambiguity.is_state(around):
        return made._replace(code="US", rule=_STATE)
    return made


def _in_company(made: _Reading, text: str, headline: bool) -> _Reading:
    named = made.kind != "short" and not headline
    is_city = made.kind in ("capital", "city") and not made.province
    if made.field == "dateline" or (made.kind == "metonym" and " " in made.key):
        return made
    inside = is_in_company(text, made.start, made.end, named=named, is_city=is_city)
    return made._replace(rule=COMPANY) if inside else made


def _is_somebody(
    key: str, made: _Reading, around: Neighbors, text_words: Words, last: int, headline: bool
) -> bool:
    if key in _keys("not_places.json", "person_names"):
        return ambiguity.is_person(key, around, text_words[last + 1 : last + 4], headline=headline)
    return made.kind == "city" and " " not in key and ambiguity.follows_given_name(around)


def _is_run_of_names(text: str, text_words: Sequence[Word], match: Match[Name], around: Neighbors) -> bool:
    """Whether it ends or begins a name that a title, a verb of speech or a later sentence shows as one."""
    if match.payload.kind not in ("name", "capital", "city", "metonym") or match.first != match.last:
        return False
    before, after = around.before, around.after
    if before is not None and before.text[0].isupper():
        return ambiguity.ends_titled_name(text, text_words, match.first)
    if after is None or around.gap_after != " " or not after.text[0].isupper():
        return False
    if match.last + 2 < len(text_words) and text_words[match.last + 2].text[0].isupper():
        return False
    if ambiguity.begins_spoken_name(text, text_words, match.last):
        return True
    named = text_words[match.first].key in _keys("not_places.json", "person_names")
    return named and ambiguity.is_name_word(after) and ambiguity.recurs_alone(text, after.text)


_RULES = {"name": "country-name", "short": "short-form", "metonym": "seat-of-power"}


def _refused(key: str, kind: str, around: Neighbors, following: Sequence[str]) -> bool:
    if ambiguity.is_street(around):
        return True
    if kind in ("capital", "city"):
        return ambiguity.is_document(around, following)
    if kind == "name" and " " in key and ambiguity.is_currency(around):  # no adjective is made of it
        return True
    if kind != "demonym":
        return False
    if ambiguity.is_descent(around, following):
        return True
    return ambiguity.is_currency(around) or ambiguity.is_language(key, around) or ambiguity.is_dish(around)


def _is_other_word(kind: str, surface: str, name: str) -> bool:
    """ "Germán" is a given name: an accent makes another word of a demonym."""
    return kind == "demonym" and not surface.isascii() and name.isascii()


def _needs_preposition(key: str, named: Name, around: Neighbors) -> bool:
    """An everyday word ("Nice", "Reading") and a lesser city are read as cities after "in"."""
    if named.lesser:
        return around.before is None or around.before.key not in ambiguity.PLACE_PREPOSITIONS
    return key in _keys("not_places.json", "only_as_place") and not ambiguity.stands_as_place(around)


def _placed(made: _Reading, text: str, match: Match[Name], following: Match[Name] | None) -> _Reading:
    """ "Paris, Texas" and "Georgetown, Guyana": what follows the comma says where the city is."""
    if following is None or text[match.end : following.start] not in (", ", ",\n") or made.province:
        return made
    whole = following.payload
    row = _ambiguous().get(_key(text[following.start : following.end])) if whole.kind == "name" else None
    if row is not None and made.kind != "name":
        code = _side_of(row, made.code)
    elif row is None and _says_where(made, whole):
        code = whole.code
    else:
        return made
    return made._replace(kind="city" if code != made.code else made.kind, code=code, rule=_PLACED)


def _side_of(row: Mapping[str, str], code: str | None) -> str | None:
    """The city tells which in "Lubumbashi, Congo"; "Athens, Georgia" is no city of either, so a town."""
    return code if code == row["default"] or row.get("cues") != "places" else row["other"]


def _says_where(made: _Reading, whole: Name) -> bool:
    """An abbreviated state always; a province not in "Mexico, Texas"; a country not in "Paris, Spain"."""
    if whole.kind == "state":
        return True
    if whole.province:
        return made.kind != "name" or whole.name in load("ambiguous_names.json")["towns"].get(made.name, ())
    return made.kind == "city" and whole.kind == "name"


def _acting(made: _Reading, around: Neighbors, following: Sequence[str]) -> _Reading:
    if made.rule == "capital" and ambiguity.acts(around) and not ambiguity.is_place_of(around, following):
        return made._replace(kind="metonym", rule="capital-acts")
    return made


def _around(text: str, text_words: Words, match: Match[Name]) -> Neighbors:
    first, following = match.first, match.last + 1
    gap_before = text_words.gaps[first] if first else ""
    is_last = following == len(text_words.texts)
    gap_after = "" if is_last else text[match.end : text_words.starts[following]]
    return Neighbors(
        text_words[first - 1] if first and joins(gap_before) else None,
        gap_before,
        text_words[following] if not is_last and joins(gap_after) and gap_after[0] != "." else None,
        gap_after,
    )


def is_headline(text: str, text_words: Sequence[Word]) -> bool:
    """Title Case: a capital says nothing there about what is a name."""
    if len(text_words) > 40 or text.rstrip().endswith("."):
        return False
    long = [word for word in text_words if len(word.text) > 3]
    return sum(word.text[0].isupper() for word in long) > 0.7 * len(long)


def _without_persons(found: list[_Reading]) -> list[_Reading]:
    """Once "Jim Jordan" was named, "Jordan" is he, unless the text speaks of the country otherwise."""
    persons = {one.key for one in found if one.rule == _PERSON}
    if not persons:
        return found
    sure = {
        one.code for one in found if one.rule == _OFFICE or (one.rule != _PERSON and one.key not in persons)
    }
    return [
        one
        for one in found
        if one.rule != _PERSON and (one.key not in persons or one.after_in or _is_nation(one, sure))
    ]


def _also_companies(found: list[_Reading]) -> list[_Reading]:
    """Once "Hanover Insurance Co" was named, "Hanover said" is the company, and so is it in the headline."""
    companies = {one.key for one in found if one.rule == COMPANY and one.kind != "demonym"}
    if not companies:
        return found
    others = {
        one.code
        for one in found
        if one.rule != COMPANY and (one.after_in or one.kind == "demonym" or one.key not in companies)
    }
    return [
        one._replace(rule=COMPANY) if one.key in companies and _is_company_too(one, others) else one
        for one in found
    ]


def _is_company_too(one: _Reading, others: Collection[str | None]) -> bool:
    """A city's name unless a preposition stands before it; a country's if the text has it in no other way."""
    if one.after_in or one.field == "dateline" or one.rule == _PLACED:
        return False
    return one.kind in ("capital", "city") or (one.kind == "name" and one.code not in others)


def _as_its_state_says(found: list[_Reading]) -> list[_Reading]:
    """A dateline has one place: "SAN JUAN CAPISTRANO, Calif." is all in California."""
    stated = [one for one in found if one.field == "dateline" and (one.province or one.rule == _ABBREVIATION)]
    if not stated:
        return found
    return [
        one._replace(code=stated[0].code, rule=_PLACED)
        if one.field == "dateline" and one.kind in ("capital", "city") and one.end < stated[0].start
        else one
        for one in found
    ]


def _is_nation(one: _Reading, sure: Iterable[str | None]) -> bool:
    return one.kind == "name" and one.code in sure


@cache
def _ambiguous() -> Mapping[str, Mapping[str, str]]:
    rows = load("ambiguous_names.json")["names"]
    return {_key(name): row for row in rows for name in row["names"]}


def _which_of_two(found: list[_Reading]) -> list[_Reading]:
    rows = _ambiguous()
    if not any(one.key in rows for one in found):
        return found
    clear = [one for one in found if one.key not in rows]
    codes = {one.code for one in clear}
    local = {one.code for one in clear if one.kind == "city"}
    return [
        one._replace(code=_choice(rows[one.key], codes, local)) if _is_open(one, rows) else one
        for one in found
    ]


def _is_open(one: _Reading, rows: Mapping[str, Mapping[str, str]]) -> bool:
    return one.key in rows and one.rule not in (_PLACED, _STATE)


def _choice(row: Mapping[str, str], codes: Iterable[str | None], local: Iterable[str | None]) -> str:
    speaks_of_other = row["other"] in (local if row.get("cues") == "places" else codes)
    return row["other"] if speaks_of_other and row["default"] not in codes else row["default"]


def _as_of_their_day(found: list[_Reading], published: date | None) -> list[_Reading]:
    """Moscow is the Soviet Union's in a text of 1987, and in an undated one that knows no Russia."""
    for state in _former_states():
        if published is not None and published < state.until:
            found = [one._replace(code=state.code) if one.code in state.parts else one for one in found]
        elif _is_all_there_is(state, found, 1 if published is None else _OFTEN):
            found = [_as_place_of(state, one) for one in found]
    return found


def _is_all_there_is(state: _Former, found: Sequence[_Reading], least: int) -> bool:
    named = [one.code for one in found if one.kind in ("name", "demonym")]
    return named.count(state.code) >= least and state.heir not in named


def _as_place_of(state: _Former, one: _Reading) -> _Reading:
    is_place = one.code == state.heir and one.kind in ("capital", "city", "metonym")
    return one._replace(code=state.code) if is_place else one


class _Former(NamedTuple):
    code: str
    until: date
    parts: frozenset[str]
    heir: str


@cache
def _former_states() -> tuple[_Former, ...]:
    return tuple(
        _Former(row["code"], date.fromisoformat(row["until"]), frozenset(row["parts"]), row["heir"])
        for row in load("ambiguous_names.json")["historic"]
    )
