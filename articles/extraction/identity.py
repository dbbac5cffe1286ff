"""Which forms of a name in one article are one person.

The rule above all others: a wrong merge is worse than none. So a form joins a person only when it
fits exactly one; "Lee" between two Lees fits none. Within one article that is enough: newspapers
print a name in full first and shorten it after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice, pairwise

from articles.extraction.names import Page, Part, tables
from articles.extraction.offices import Office


@dataclass(frozen=True, slots=True)
class Sighting:
    """Tokens `first` to `last` of a page name a person; `begin` is where titles in front of them start."""

    page: Page
    first: int
    last: int
    begin: int
    rule: str
    courtesy: int
    offices: tuple[tuple[Office, str], ...] = ()

    #: As printed, with every white space one space.
    name: str = field(init=False)
    parts: tuple[str, ...] = field(init=False)
    full: bool = field(init=False)
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        page, first, last = self.page, self.first, self.last
        note = object.__setattr__
        note(self, "name", " ".join(page.surface(first, last).split()))
        note(self, "parts", name_parts(page, first, last))
        note(self, "full", is_full(page, first, last))
        note(self, "start", page.starts[first])
        note(self, "end", page.end(last - 1))


@dataclass(slots=True)
class Figure:
    """One person of the article while the evidence is gathered."""

    sightings: list[Sighting] = field(default_factory=list)
    forms: list[tuple[str, ...]] = field(default_factory=list)
    family_first: bool = False
    country: str | None = None

    def add(self, sighting: Sighting) -> None:
        self.sightings.append(sighting)
        if sighting.parts not in self.forms:
            self.forms.append(sighting.parts)
        self.family_first = self.family_first or stands_family_first(sighting)

    @property
    def office_keys(self) -> list[frozenset[str]]:
        return [office.key for seen in self.sightings for office, _rule in seen.offices]


@cache
def _common_parts() -> frozenset[str]:
    return frozenset(tables()["name_prefixes"].split()) | frozenset(tables()["suffixes"].split())


@cache
def _openers_of_short_forms() -> frozenset[str]:
    """ "Bin Farhan", "Abu Thuneen", "Van Gastel": with these two words are no full name."""
    return frozenset(tables()["particles"].split()) | frozenset(tables()["name_prefixes"].split())


def stands_in_a_row(form: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """ "Suu Kyi" in "Aung San Suu Kyi"."""
    return any(form[index : index + len(parts)] == parts for index in range(len(form) - len(parts) + 1))


def name_parts(page: Page, first: int, last: int) -> tuple[str, ...]:
    """Lower-case words of a name, hyphens closed up: "Yoon-joo" and "Yoonjoo" are one word."""
    words = zip(page.all_keys[first:last], page.texts[first:last], strict=True)
    return tuple([_closed_up(key) for key, text in words if text[0].isalpha()])


@lru_cache(maxsize=4096)
def _closed_up(key: str) -> str:
    return key.replace("-", "").replace("’", "'").replace(".", "")


def stands_family_first(seen: Sighting) -> bool:
    page, first, last = seen.page, seen.first, seen.last
    return (
        last - first >= 2
        and bool(page.all_parts[first] & Part.FAMILY_FIRST)
        and not (page.all_parts[first] & Part.GIVEN and "-" not in page.texts[first + 1])
        and not page.all_parts[last - 1] & Part.FAMILY_LAST
    )


def is_full(page: Page, first: int, last: int) -> bool:
    if last - first < 2:
        return False
    words = zip(page.all_parts[first:last], page.texts[first:last], strict=True)
    return sum([text[0].isupper() or "-" in text for parts, text in words if not parts & Part.SUFFIX]) >= 2


#: More namesakes than this make no form certain, and comparing them all would take the square of the time.
_NAMESAKES = 40


class Cast:
    """The persons of an article, found again by any word of their names."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        """Full names first, then forms of one word after a title: the order in the text does not matter."""
        self.figures: list[Figure] = []
        self._by_form: dict[str, Figure] = {}
        self._by_part: dict[str, dict[int, Figure]] = {}
        ordered = list(sightings)
        full = [seen for seen in ordered if seen.full]
        for seen in sorted(full, key=lambda seen: -sum([len(part) > 1 for part in seen.parts])):
            form = "".join(seen.parts)
            self.add(self._by_form.get(form) or self._fitting(seen), seen)
        for seen in ordered:
            if not seen.full:
                self._add_short(seen)

    def add(self, figure: Figure | None, seen: Sighting) -> None:
        if figure is None:
            figure = Figure()
            self.figures.append(figure)
        figure.add(seen)
        parts = seen.parts
        self._by_form.setdefault("".join(parts), figure)
        for part in parts:
            self._by_part.setdefault(part, {})[id(figure)] = figure

    def _fitting(self, seen: Sighting) -> Figure | None:
        parts = seen.parts
        candidates: dict[int, Figure] = {}
        for part in {parts[-1], parts[0], parts[min(1, len(parts) - 1)]}:
            sharing = self._by_part.get(part, {})
            if len(sharing) <= _NAMESAKES:
                candidates |= sharing
        fitting = [figure for figure in candidates.values() if _fits(figure, seen)]
        return fitting[0] if len(fitting) == 1 else None

    def _add_short(self, seen: Sighting) -> None:
        last = seen.last
        while last > seen.first and seen.page.all_parts[last - 1] & Part.SUFFIX:
            last -= 1
        (part,) = name_parts(seen.page, seen.first, last)[-1:] or ("",)
        candidates = self.bearers(part)
        if any(
            office.title.split()[-1:][0].casefold() in _ROYAL
            for office, _rule in seen.offices
            if office.title
        ):
            candidates = [one for one in self._sharing(part) if any(form[0] == part for form in one.forms)]
        if len(candidates) > 1:
            candidates = [figure for figure in candidates if _same_office(figure, seen)]
            if len(candidates) != 1:
                return
        self.add(candidates[0] if candidates else None, seen)

    def _sharing(self, part: str) -> list[Figure]:
        return list(islice(self._by_part.get(part, {}).values(), _NAMESAKES))

    def bearers(self, part: str) -> list[Figure]:
        """Who may be meant by one word alone: by the family name first, by any other name after."""
        if len(part) < 2 or part in _common_parts():
            return []
        by_family, by_other = [], []
        for figure in self._sharing(part):
            forms = figure.forms
            if any(part == _family_name(form) or (figure.family_first and part == form[0]) for form in forms):
                by_family.append(figure)
            else:
                by_other.append(figure)
        if len(by_family) == 1 and by_other and not by_family[0].family_first:
            return by_family
        return by_family + by_other

    def bearer(self, parts: tuple[str, ...]) -> Figure | None:
        """The one person whose name holds these words in a row."""
        if len(parts) == 1:
            found = self.bearers(parts[0])
        else:
            sharing = self._sharing(parts[-1])
            found = [one for one in sharing if any(stands_in_a_row(form, parts) for form in one.forms)]
        return found[0] if len(found) == 1 else None

    @property
    def forms(self) -> set[str]:
        return set(self._by_form)


class Roll:
    """Who is named where: the sightings of each page in order."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        rows: dict[str, list[tuple[int, int, Sighting, Figure]]] = {}
        self.figures = tuple(figures)
        for number, figure in enumerate(self.figures):
            for seen in figure.sightings:
                rows.setdefault(seen.page.field, []).append((seen.start, number, seen, figure))
        self._rows = {field: sorted(found, key=lambda row: row[:2]) for field, found in rows.items()}
        self._starts = {field: [row[0] for row in found] for field, found in self._rows.items()}

    def within(self, field: str, start: int, end: int) -> list[tuple[Sighting, Figure]]:
        starts = self._starts.get(field, [])
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        return [(seen, figure) for _start, _number, seen, figure in self._rows.get(field, [])[low:high]]


#: Bearers of these are called by their given name: "King Salman" is not Mohammed bin Salman.
_ROYAL = frozenset("king queen prince princess emir sultan pope emperor empress".split())


_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _family_name(form: tuple[str, ...]) -> str:
    return form[-2] if len(form) > 1 and form[-1] in _GENERATIONS else form[-1]


def _same_office(figure: Figure, seen: Sighting) -> bool:
    keys = [office.key for office, _rule in seen.offices]
    return any(key and key <= held for key in keys for held in figure.office_keys)


def _fits(figure: Figure, seen: Sighting) -> bool:
    parts = seen.parts
    if not any(
        _same_name(form, parts, family_first=figure.family_first) for form in figure.forms if len(form) > 1
    ):
        return False
    return not _contradicts(figure, seen) if any(len(part) == 1 for part in parts) else True


def _contradicts(figure: Figure, seen: Sighting) -> bool:
    """An initial is thin evidence: two unlike offices, or two countries, outweigh it."""
    held = [office for one in figure.sightings for office, _rule in one.offices if office.held]
    new = [office for office, _rule in seen.offices if office.held]
    if not held or not new:
        return False
    countries = {office.country for office in held if office.country}
    if countries and any(office.country and office.country not in countries for office in new):
        return True
    return not any(one.key & other.key for one in held for other in new)


def _same_name(full: tuple[str, ...], other: tuple[str, ...], *, family_first: bool) -> bool:
    if "".join(full) == "".join(other):
        return True
    if other[0] in _openers_of_short_forms() and stands_in_a_row(full, other):
        return True
    if full[-1] != other[-1] and full[-1] in _GENERATIONS and other[-1] in _GENERATIONS:
        return False
    common = _common_parts()
    a = [part for part in full if part not in common] or list(full)
    b = [part for part in other if part not in common] or list(other)
    if len(b) > len(a):
        a, b = b, a
    if a == b:
        return len(a) >= 2
    if len(b) < 2 or family_first:
        return False
    if a[-1] == b[-1]:
        return _in_order(a[:-1], b[:-1])
    return a[: len(b)] == b and all(len(part) > 1 for part in b)


def _in_order(longer: list[str], shorter: list[str]) -> bool:
    """Each given name of the shorter form stands in the longer one, whole or as its initial."""
    position = 0
    for part in shorter:
        while position < len(longer) and not _stands_for(longer[position], part):
            position += 1
        if position == len(longer):
            return False
        position += 1
    if not shorter:
        return False
    return _stands_for(longer[0], shorter[0]) or len(shorter[0]) > 1


def _stands_for(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def preferred_name(figure: Figure) -> str:
    """The fullest form in most frequent spelling: dotted initials, lower case after a hyphen, first come."""
    counts: dict[str, int] = {}
    order: dict[str, int] = {}
    widths: dict[str, int] = {}
    for index, seen in enumerate(
        sorted(figure.sightings, key=lambda one: (one.page.field != "text", one.start))
    ):
        name = seen.name
        counts[name] = counts.get(name, 0) + 1
        order.setdefault(name, index)
        widths[name] = sum(
            [not parts & Part.PARTICLE for parts in seen.page.all_parts[seen.first : seen.last]]
        )
    longest = max(widths.values())

    def rank(name: str) -> tuple[int, int, int, int, int]:
        after_hyphen = sum(1 for a, b in pairwise(name) if a == "-" and b.isupper())
        return (-min(widths[name], longest), -counts[name], -name.count("."), after_hyphen, order[name])

    return min(counts, key=rank)
