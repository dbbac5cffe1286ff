"""Where a text names an organization: by the table of known ones, or by the word that heads its name.

"… Ministry", "Ministry of …", "Embassy of …", "… University": the head says the kind, and the name
runs from it over capitalized words, to the left, or to the right after "of". Names that go on into a
meeting ("Foreign Office Consultations", "Joint Commission Meeting") are events and left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from articles.extraction.context import Context
from articles.extraction.gazetteer import CountryHit, is_headline
from articles.extraction.phrases import Match, PhraseTable
from articles.extraction.spans import Word, Words
from articles.extraction.tables import load, word_set

_PORTFOLIOS = word_set("portfolios")
_DISCIPLINES = word_set("disciplines")
_EVENT_HEADS = word_set("event_heads")
_MECHANISMS = word_set("mechanisms")
_NEVER_IN_NAMES = word_set("never_in_names") | word_set("openers")
_SAME_WORD = {"defence": "defense", "labour": "labor", "organisation": "organization", "programme": "program"}
_NOT_SIGNIFICANT = frozenset("ministry department of and the for affairs state s".split())
#: Their name is the same in every country and the owner no part of it.
_OWNER_APART = frozenset({"parliament", "court"})
#: "National Association of …", "Potsdam Institute for …": words stand before the head as well.
_RUNS_BOTH_WAYS = frozenset({"ngo", "institute", "bank", "agency", "university", "court"})
#: "Brazilian Association of …": whose it is stands before the name and belongs to it.
_OWNER_LEADS = frozenset({"ngo", "agency", "university"})
#: "New China News Agency": a country's name may stand in the middle.
_NAMED_FREELY = frozenset({"agency", "ngo", "company", "institute", "university", "bank"})
#: Kinds found in headlines too, where every word has a capital.
_SAFE_IN_HEADLINES = frozenset({"ministry", "embassy", "military", "parliament", "court"})
#: Kinds whose head says enough to stand alone ("the National Assembly").
_STANDS_ALONE = frozenset({"parliament", "court", "office"})
_HOLDS_AND = frozenset({"university", "ngo", "company", "institute", "agency", "fund"})
#: Small words that a name to the right may hold besides "and" and "the".
_INNER_RIGHT = {"university": {"of"}, "ngo": {"of", "for"}, "institute": {"of", "for"}, "court": {"of"}}
#: Where another body begins.
_BODIES = frozenset(
    "ministry embassy department university college institute bank court council commission agency".split()
)
_POSSESSIVE = re.compile(r"(?:['’]s?|s['’])?[ \n]?$")
_LONGEST = 8
#: A short form of three letters or more: two letters are somebody's initials as well.
_IN_BRACKETS = re.compile(r"(?<=\w)\s\(([A-Z]{3,8})\)")
_INITIALS = "initials-behind"
_BODY_WORDS = _BODIES | frozenset(
    """
    administration alliance army association authority board bureau center centre committee company conference
    congress corporation directorate federation force forces foundation front fund group guard institution
    league movement network observatory office organisation organization party police secretariat service
    services society survey tribunal trust union
    """.split()
)
_IN_A_NAME = frozenset({" ", "-", "\n", " & "})
_NEEDS_NO_INITIAL = frozenset("of for the and in on to de del la du des".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` of a field that name an organization; `key` is what makes two the same."""

    field: str
    first: int
    last: int
    start: int
    end: int
    name: str
    kind: str
    rule: str
    key: tuple[object, ...]
    country: str | None = None
    abbreviation: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the table of known organizations, as one of its forms names it."""

    name: str
    kind: str
    country: str | None
    abbreviation: str | None
    is_short: bool
    needs_country: bool


def find_names(context: Context) -> list[Candidate]:
    """Of names that overlap, the longest; in the order of the text."""
    taken: defaultdict[str, set[int]] = defaultdict(set)
    kept = []
    for one in sorted(
        [*_known(context), *_headed(context), *_introduced(context)],
        key=lambda one: (one.first - one.last, one.key[0] != "known", one.rule == _INITIALS, one.rule),
    ):
        covered = range(one.first, one.last + 1)
        if taken[one.field].isdisjoint(covered):
            taken[one.field].update(covered)
            kept.append(one)
    order = {field: index for index, field in enumerate(context.fields)}
    return sorted(kept, key=lambda one: (order[one.field], one.start))


@cache
def _known_table() -> PhraseTable[tuple[_Entry, ...]]:
    """Forms with their entries; one abbreviation may stand for bodies of two countries."""
    forms: defaultdict[tuple[str, bool], list[_Entry]] = defaultdict(list)
    for row in load("organizations.json")["organizations"]:
        short = row.get("abbreviation")
        for form in filter(None, (row["name"], short, *row.get("forms", ()))):
            is_short = form == short
            needs = is_short and row.get("abbreviation_needs_country", False)
            shown = short if is_short or "abbreviation_needs_country" not in row else None
            entry = _Entry(row["name"], row["kind"], row.get("country"), shown, is_short, needs)
            forms[form, is_short or form.isupper()].append(entry)
    table: PhraseTable[tuple[_Entry, ...]] = PhraseTable(shared=True)
    for (form, exact), entries in forms.items():
        table.add(form, tuple(entries), "exact" if exact else "proper")
    return table


def _known(context: Context) -> Iterator[Candidate]:
    named = {tag.code for tag in context.countries}
    matches = [
        (field, match)
        for field, text in context.fields.items()
        for match in _known_table().find(text, context.words[field])
    ]
    in_full = {entry.name for _, match in matches for entry in match.payload if not entry.is_short}
    for field, match in matches:
        if match.payload[0].is_short and _inside_a_name(context.words[field], match):
            continue
        fitting = [
            entry
            for entry in match.payload
            if not entry.needs_country or entry.country in named or entry.name in in_full
        ]
        if len(fitting) == 1:
            yield _of_entry(fitting[0], field, match, named)


def _inside_a_name(words: Words, match: Match[Any]) -> bool:
    """ "PORT-AU-PRINCE" names no union; "UN-backed" does name one."""
    hyphens = [words.gaps[match.first], words.gaps[match.last + 1]]
    return hyphens == ["-", "-"]


def _of_entry(entry: _Entry, field: str, match: Match[Any], named: set[str]) -> Candidate:
    country = entry.country if entry.kind != "party" or entry.country in named else None
    return Candidate(
        field,
        match.first,
        match.last,
        match.start,
        match.end,
        entry.name,
        entry.kind,
        "known-abbreviation" if entry.is_short else "known-organization",
        ("known", entry.name),
        country,
        entry.abbreviation,
    )


@cache
def _heads() -> PhraseTable[tuple[str, bool, bool]]:
    """Head words with their kind and the sides their names stand on (left, right)."""
    sides: dict[str, tuple[str, set[str]]] = {}
    for kind, rows in load("organizations.json")["heads"].items():
        for side in ("left", "right"):
            for head in rows[side]:
                sides.setdefault(head, (kind, set()))[1].add(side)
    phrases = ((head, (kind, "left" in on, "right" in on)) for head, (kind, on) in sides.items())
    return PhraseTable.of(phrases, shared=True)


def _headed(context: Context) -> Iterator[Candidate]:
    for field, text in context.fields.items():
        matches = list(_heads().find(text, context.words[field]))
        if not matches:
            continue
        line = _Line(context, field)
        headline = is_headline(text, context.words[field])
        for match in matches:
            kind, left, right = match.payload
            if headline and kind not in _SAFE_IN_HEADLINES:
                continue
            made = line.to_the_right(match, kind) if right else None
            if made is None and left:
                made = line.to_the_left(match, kind, headline=headline)
            if made is not None:
                yield made


def _introduced(context: Context) -> Iterator[Candidate]:
    """ "European Southern Observatory (ESO)": words in capitals with their initials in brackets behind."""
    for field, text in context.fields.items():
        words = context.words[field]
        for match in _IN_BRACKETS.finditer(text) if "(" in text else ():
            last = words.index_at(match.start(1)) - 1
            first = _first_of_initials(words, last, match.group(1))
            if (
                first is None
                or _NEVER_IN_NAMES.intersection(words.keys[first : last + 1]) - _NEEDS_NO_INITIAL
            ):
                continue
            if _BODY_WORDS.isdisjoint(words.keys[first : last + 1]):
                continue  # "Skilled Worker Scheme (SWS)"
            start, end = words.starts[first], words[last].end
            name, key = " ".join(text[start:end].split()), tuple(words.keys[first : last + 1])
            kind = "organization"
            yield Candidate(field, first, last, start, end, name, kind, _INITIALS, (kind, key))


def _first_of_initials(words: Words, last: int, short: str) -> int | None:
    """The word with the first letter; small words need none, each in capitals has its own."""
    at, letters = last, list(short)
    while letters and at >= 0 and last - at < _LONGEST + 2:
        if at < last and words.gaps[at + 1] not in _IN_A_NAME:
            return None
        word = words.texts[at]
        if word[0] == letters[-1]:
            letters.pop()
        elif word not in _NEEDS_NO_INITIAL or at == last:
            return None
        at -= 1
    return None if letters else at + 1


class _Line:
    """One field's words, with the countries named among them."""

    def __init__(self, context: Context, field: str) -> None:
        self.field = field
        self.text = context.fields[field]
        self.words = context.words[field]
        hits = context.country_hits[field]
        self.starts = {hit.span.start: hit for hit in hits}
        self.ends = {hit.span.end: hit for hit in hits}
        nations = (hit.span for hit in hits if hit.kind in ("name", "short", "demonym"))
        self.covered = {offset for span in nations for offset in range(span.start, span.end)}

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next."""
        return self.words.gaps[index + 1]

    def to_the_right(self, match: Match[Any], kind: str) -> Candidate | None:
        """ "Ministry of External Affairs", "Embassy of Japan in Dhaka"."""
        at = match.last + 1
        if (
            at >= len(self.words)
            or self.words.keys[at] not in ("of", "for")
            or not self.gap(match.last).isspace()
        ):
            return None
        at += 1
        if at < len(self.words) and self.words.keys[at] == "the":
            at += 1
        if at >= len(self.words) or not self.gap(at - 1).isspace():
            return None
        owner = self.starts.get(self.words.starts[at])
        if kind == "embassy":
            return self._embassy(match.first, self._last_of(owner), owner) if owner else None
        last = self._run_to_the_right(at, kind) if owner is None or kind in ("university", "bank") else None
        if last is None:
            return None
        first = self._run_to_the_left(match.first, kind) if kind in _RUNS_BOTH_WAYS else match.first
        if kind in _OWNER_LEADS and owner is None:
            leads, gap = self._owner_before(first)
            if leads is not None and leads.kind == "demonym" and gap == " ":
                return self._made(self._first_of(leads), last, kind, f"{kind}-of", leads)
        made = self._made(first, last, kind, f"{kind}-of")
        return replace(made, country=owner.code) if made and owner and kind == "bank" else made

    def _run_to_the_right(self, at: int, kind: str) -> int | None:
        last = None
        inner = {"the"} if kind == "bank" else {"and", "the"} | _INNER_RIGHT.get(kind, set())
        for index in range(at, min(len(self.words), at + _LONGEST)):
            word, gap = self.words[index], self.gap(index - 1)
            if index > at and not self._goes_on(gap, kind, word):
                break
            if word.text[0].isupper():
                joined = index > at and self.words.keys[index - 1] in ("and", "of", "the")
                if joined and (word.start in self.starts or self._is_another(index, kind)):
                    break
                if index > at and self._ends_before(index, kind):
                    break
                last = index
            elif word.key not in inner:
                break
        return last

    def _is_another(self, index: int, kind: str) -> bool:
        """ "University of Zurich and Ann Lee": what follows "and" is no part of the name."""
        if kind == "ministry":
            return self.words.keys[index] not in _PORTFOLIOS
        before, word = self.words[index - 1], self.words[index]
        return kind == "university" and before.key == "and" and word.key not in _DISCIPLINES

    def _ends_before(self, index: int, kind: str) -> bool:
        """ "Ministry of Defence and Brigadier …": a title is somebody's, a body another one."""
        word = self.words[index]
        if kind == "ministry" and word.key == "government" and self.words.keys[index - 1] != "local":
            return True
        listed = self.words.keys[index - 1] in ("and", "the")
        return word.key in _NEVER_IN_NAMES or (listed and word.key in _BODIES)

    def _goes_on(self, gap: str, kind: str, word: Word) -> bool:
        if gap in (" ", "-", "\n", " & ", "&"):
            return True
        return kind == "ministry" and gap == ", " and (word.key in _PORTFOLIOS or word.key == "and")

    def to_the_left(self, match: Match[Any], kind: str, *, headline: bool) -> Candidate | None:
        """ "Bangladesh Foreign Ministry", "South Korea's National Assembly", "Seoul National University"."""
        capitals_tell = not headline or kind == "ministry"
        first = self._run_to_the_left(match.first, kind) if capitals_tell else match.first
        owner, gap = self._owner_before(first)
        bare = first == match.first
        if kind == "party" and not bare and self.gap(match.first - 1) == "-":
            return None
        if kind == "embassy":
            return self._embassy(self._first_of(owner), match.last, owner) if owner else None
        if bare and owner is None and (kind not in _STANDS_ALONE or match.first == match.last):
            return None
        if not bare and self._is_mechanism(first, match.first, kind):
            return None
        begin = first
        if owner and gap in (" ", "\n") and kind not in _OWNER_APART:
            begin = self._first_of(owner)
            if kind in _NAMED_FREELY and capitals_tell:
                begin = self._run_to_the_left(begin, kind)
            elif begin and self.words.texts[begin - 1] == "Royal" and self.gap(begin - 1) == " ":
                begin -= 1
        elif bare and kind not in _OWNER_APART and kind not in _STANDS_ALONE and kind != "military":
            return None
        return self._made(begin, match.last, kind, f"named-{kind}", owner, first)

    def _run_to_the_left(self, first: int, kind: str) -> int:
        floor, short = max(0, first - _LONGEST), None
        while first > floor:
            word, gap = self.words[first - 1], self.gap(first - 1)
            if gap not in (" ", "-", "\n", "&", " & ") or word.start in self.covered:
                break
            if kind == "ministry":
                if word.key not in _PORTFOLIOS and not (word.key == "and" and self._portfolio(first - 2)):
                    break
                first -= 1
            elif word.text[0].isupper() and word.key not in _NEVER_IN_NAMES:
                first -= 1
            elif word.key == "and" and kind in _HOLDS_AND and self._may_hold(first - 2):
                short = first if short is None else short
                first -= 2
            else:
                break
        return first if short is None or self._is_introduced(first) else short

    def _is_introduced(self, first: int) -> bool:
        """Only "the Disaster and Relief Agency" is surely one name, "Lee and Relief Agency" may be two."""
        return first > 0 and self.words.keys[first - 1] in ("the", "of", "its", "s")

    def _portfolio(self, index: int) -> bool:
        return index >= 0 and self.words.keys[index] in _PORTFOLIOS

    def _may_hold(self, index: int) -> bool:
        if index < 0 or self.gap(index) != " ":
            return False
        word = self.words[index]
        return word.text[0].isupper() and word.key not in _NEVER_IN_NAMES and word.start not in self.covered

    def _is_mechanism(self, first: int, head: int, kind: str) -> bool:
        """Joint commissions and working groups meet; "the Biden Administration" is a time in office."""
        inside = [self.words.keys[index] for index in range(first, head)]
        if kind in ("agency", "company", "office") and not _MECHANISMS.isdisjoint(inside):
            return True
        return self.words.keys[head] == "administration" and len(inside) < 2

    def _owner_before(self, first: int) -> tuple[CountryHit | None, str]:
        start = self.words.starts[first]
        for back in range(min(4, start + 1)):
            hit = self.ends.get(start - back)
            if hit is not None and _POSSESSIVE.match(self.text[start - back : start]):
                return (hit, self.text[start - back : start]) if hit.kind != "city" else (None, "")
        return None, ""

    def _embassy(self, first: int, last: int, owner: CountryHit) -> Candidate | None:
        """The embassy's host, if it is named, belongs to the name."""
        host = None
        if last + 2 < len(self.words) and self.words.keys[last + 1] in ("in", "to"):
            host = self.starts.get(self.words.starts[last + 2]) or self.starts.get(self._after_the(last + 2))
            last = self._last_of(host) if host else last
        made = self._made(first, last, "embassy", "embassy", owner)
        return made and replace(made, key=("embassy", host.code if host else None))

    def _after_the(self, index: int) -> int:
        following = self.words.keys[index] == "the" and index + 1 < len(self.words)
        return self.words.starts[index + 1] if following else -1

    def _first_of(self, hit: CountryHit) -> int:
        return self.words.index_at(hit.span.start)

    def _last_of(self, hit: CountryHit) -> int:
        index = self.words.index_at(hit.span.start)
        while index + 1 < len(self.words) and self.words[index + 1].end <= hit.span.end:
            index += 1
        return index

    def _made(
        self,
        first: int,
        last: int,
        kind: str,
        rule: str,
        owner: CountryHit | None = None,
        body: int | None = None,
    ) -> Candidate | None:
        start, end = self.words.starts[first], self.words[last].end
        if self._is_event(last) or self._is_country(start, end):
            return None
        name = " ".join(self.text[start:end].split())
        key = _key(kind, [word.key for word in self.words[(first if body is None else body) : last + 1]])
        country = owner.code if owner else None
        return Candidate(self.field, first, last, start, end, name, kind, rule, key, country)

    def _is_country(self, start: int, end: int) -> bool:
        """ "Russian Federation", "West Bank": the whole name is a country's."""
        hit = self.starts.get(start)
        return hit is not None and hit.span.end >= end

    def _is_event(self, last: int) -> bool:
        if last + 1 >= len(self.words) or not self.gap(last).isspace():
            return False
        following = self.words[last + 1]
        return following.text[0].isupper() and following.key in _EVENT_HEADS


def _key(kind: str, keys: Sequence[str]) -> tuple[object, ...]:
    words = [_SAME_WORD.get(key, key) for key in keys]
    if kind == "ministry":
        return kind, frozenset(words) - _NOT_SIGNIFICANT
    return kind, tuple(words)
