"""Two names that may be one person's: for an editor to look at, never to be merged by a rule.

What is sure has one key already (letters and digits folded, and the country). What is only likely is found
here by spellings that differ as transliterations, initials and the order of names make them differ. Each
way is a key that two names share, so a register of any size is gone through once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

#: Shorter names differ by a letter too often while being two people's.
LETTERS: Final = 8
#: A way of spelling that so many share ("Md. A. Khan") tells nobody apart.
MOST_ALIKE: Final = 12

ORDER = "the same names in another order"
COUNTRY = "the same name; the country is not told, or differs"
INITIALS = "the same family name, and initials that fit"
LETTER = "spelled with one letter more or less, or another"
PARTS = "one has a name more"


@dataclass(frozen=True, slots=True)
class Named:
    """`words` are the name's, folded; `offices` what the person is called by."""

    id: int
    words: tuple[str, ...]
    country: str | None = None
    offices: frozenset[str] = frozenset()

    @property
    def folded(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`reasons` begin with the spelling; what else the two have in common follows."""

    first: int
    second: int
    reasons: tuple[str, ...]


def alike(people: Iterable[Named]) -> tuple[Likeness, ...]:
    """Pairs that may be one person, those with the most in common first."""
    named = {each.id: each for each in people}
    found: dict[tuple[int, int], list[str]] = {}
    for reason, keys in WAYS.items():
        for first, second in _sharing(named.values(), keys):
            if _compatible(reason, first, second):
                found.setdefault((first.id, second.id), []).append(reason)
    made = (
        Likeness(first, second, (*reasons[:1], *_common(named[first], named[second])))
        for (first, second), reasons in found.items()
    )
    return tuple(sorted(made, key=lambda each: (-len(each.reasons), each.first, each.second)))


def _sharing(
    people: Iterable[Named], keys: Callable[[Named], Iterator[Hashable]]
) -> Iterator[tuple[Named, Named]]:
    groups: defaultdict[Hashable, list[Named]] = defaultdict(list)
    for person in people:
        for key in set(keys(person)):
            groups[key].append(person)
    for group in groups.values():
        if 1 < len(group) <= MOST_ALIKE:
            for pair in combinations(group, 2):
                first, second = sorted(pair, key=lambda each: each.id)
                yield first, second


def _compatible(reason: str, first: Named, second: Named) -> bool:
    """Two countries are two people, unless the name is the very same; an initial fits only its own letter."""
    if first.country and second.country and first.country != second.country:
        return reason == COUNTRY
    if reason == INITIALS:
        return _initials_fit(first.words, second.words)
    if reason == LETTER and first.words[0][0] != second.words[0][0]:
        return False
    return reason not in (LETTER, PARTS) or bool(first.country and first.country == second.country)


def _initials_fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "P Kumaran", "Periasamy Kumaran"; not "P Kumaran", "V Kumaran", nor two full names."""
    given = list(zip(one[:-1], other[:-1], strict=False))
    fits = all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in given)
    return fits and any(len(a) != len(b) and 1 in (len(a), len(b)) for a, b in given)


def _common(first: Named, second: Named) -> Iterator[str]:
    if first.country and first.country == second.country:
        yield "the same country"
    for office in sorted(first.offices & second.offices):
        yield f"both {office}"


def _ordered(person: Named) -> Iterator[Hashable]:
    if len(person.words) > 1:
        yield tuple(sorted(person.words))


def _whole(person: Named) -> Iterator[Hashable]:
    if len(person.words) > 1:
        yield person.folded


def _family(person: Named) -> Iterator[Hashable]:
    if len(person.words) > 1:
        yield person.words[-1], person.words[0][0]


def _less_a_letter(person: Named) -> Iterator[Hashable]:
    """Two words one letter apart share a form with one letter taken out, at the place where they differ."""
    word = person.folded
    if len(word) >= LETTERS and len(person.words) > 1:
        yield word
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


def _without_middle(person: Named) -> Iterator[Hashable]:
    if len(person.words) > 1:
        yield person.words[0], person.words[-1]


WAYS: Final[Mapping[str, Callable[[Named], Iterator[Hashable]]]] = {
    COUNTRY: _whole,
    ORDER: _ordered,
    INITIALS: _family,
    PARTS: _without_middle,
    LETTER: _less_a_letter,
}
