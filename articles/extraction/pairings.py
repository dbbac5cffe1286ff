"""Words that put two countries side by side: "India-Russia summit", "his Kenyan counterpart".

How often a country is named does not tell whether a story is about it and another one: a third that
the two only talk of may be named more often than either. A writer who reports on two countries says so,
in a small number of constructions; each is a rule here, with a name and the words it rests on. Some
name one side only ("met his Kenyan counterpart"): the other one is the country the story weighs most.
A parser of clauses would find more of them, and cost more than all other rules together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from articles.drafts import TEXT, Span
from articles.extraction.gazetteer import CountryHit
from articles.extraction.spans import Offsets
from articles.extraction.tables import load


@dataclass(frozen=True, slots=True)
class Pairing:
    """Words that say that `codes` deal with each other; one code where the other side is not named there."""

    codes: tuple[str, ...]
    span: Span
    rule: str
    opening: bool


_WORDS: Mapping[str, str] = {
    name: "|".join(words.split()).replace("_", " ") for name, words in load("pairings.json")["words"].items()
}
_TIES = rf"(?:{_WORDS['ties']})"
_ENVOYS = rf"(?:{_WORDS['envoys']}|high commissioner|consul general)"
_VERBS = rf"(?:{_WORDS['joint_acts']})"
_SIDES = rf"(?:{_WORDS['sides']})"

_BETWEEN = re.compile(
    rf"\b(?:{_WORDS['ties']}|{_WORDS['matters']}|{_WORDS['contests']})\b[^.;:]{{0,60}}"
    r"\bbetween(?: \w+){0,3} $",
    re.I,
)
_AND = re.compile(r"(?:['’]s?)?(?: \w+)?,? (?:and|&)(?: \w+)?(?: the)? (?:\w+ of (?:the )?)?")
_HYPHEN = re.compile(r" ?[-‐‑–—/] ?")
_TIES_AFTER = re.compile(rf"(?:[ ][\w-]+){{0,4}}? {_TIES}\b", re.I)
_TIES_WITH = re.compile(rf"\b{_TIES}(?: \w+)? with (?:the |its |his |her |our )?(?:[\w-]+ ){{0,2}}$", re.I)
_LISTED = re.compile(r",? and (?:the )?|, ")
_JOINT = re.compile(rf"(?:['’]s?)?(?: [\w’'-]+){{0,4}}? {_VERBS}\b", re.I)
_COUNTERPART = re.compile(r"(?: [\w-]+){0,3} counterparts?\b")
_ENVOY = re.compile(rf"(?:['’]s?)? (?:[\w-]+ ){{0,3}}{_ENVOYS}\b[^.;:\n]{{0,40}}? (?:to|in) (?:the )?", re.I)
_ENVOY_OF = re.compile(rf"\b{_ENVOYS} of (?:the )?$", re.I)
_TO = re.compile(r" (?:to|in) (?:the )?")
_SIDE = re.compile(rf"(?: [\w-]+)? {_SIDES}\b")
_OFFICE = re.compile(rf"(?:['’]s?)? (?:[\w-]+ ){{0,4}}?(?:{_WORDS['offices']})\b", re.I)
_OFFICE_OF = re.compile(
    rf"\b(?:{_WORDS['offices']})\b(?: (?:for|of) [\w ,]{{0,40}}?)? of (?:the )?(?:[A-Z]\w+ ){{0,3}}$", re.I
)
_VISIT = re.compile(
    rf"\b(?:{_WORDS['visits']})(?: [\w-]+){{0,4}}? (?:(?:to|in|of|at|for|on) )?(?:the )?$", re.I
)
_MEETING = re.compile(rf"\b(?:{_WORDS['meets']})\b", re.I)
_LINKS = frozenset("in with of over inside on to from".split())
_DISCUSSED_BEFORE = re.compile(
    rf"\b(?:{_WORDS['matters']})\b(?: \w+)? (?:{'|'.join(sorted(_LINKS))}) (?:the )?"
    r"(?:[a-z][\w-]+ ){0,1}$",
    re.I,
)
_SUBJECTS = frozenset("about regarding concerning on".split())
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|focus(?:ed|es|ing)?(?: \w+)? on) (?:the )?$", re.I)
_DISCUSSED_AFTER = re.compile(rf"(?:['’]s?)? (?:[a-z]\w+ )?(?:{_WORDS['issues']})\b", re.I)

#: What a construction in the headline or the opening counts, against one further down.
OPENING_STRENGTH = 2.0
#: Sentences of the body that open the story, besides its headline.
_OPENING = 2
_PLACES = frozenset({"city", "capital"})
_NATIONS = frozenset({"name", "short"})
#: Fields that stand above the body.
HEADS = ("title", "subtitle", "standfirst", "summary")
#: Two sides further apart than this are not in one construction, in characters.
_REACH = 120


def find_pairings(
    fields: Mapping[str, str],
    hits: Mapping[str, Sequence[CountryHit]],
    sentences: Mapping[str, Sequence[Offsets]],
) -> tuple[Pairing, ...]:
    """Every construction of every field but the dateline, in the order of the text."""
    found: list[Pairing] = []
    for field, text in fields.items():
        if field == "dateline" or not hits[field]:
            continue
        flat = text.replace("\n", " ")
        for index, inside in _by_sentence(hits[field], sentences[field]):
            opening = field in HEADS or (field == TEXT and index < _OPENING)
            found += _Sentence(field, text, flat, sentences[field][index], inside, opening).pairings()
    return tuple(found) + tuple(_delegations(fields, hits))


def _by_sentence(
    hits: Sequence[CountryHit], sentences: Sequence[Offsets]
) -> Iterator[tuple[int, list[CountryHit]]]:
    """The sentences that name a country, by their place in the field, with what they name."""
    numbers = (bisect_right(sentences, hit.span.start, key=itemgetter(0)) - 1 for hit in hits)
    for index, group in groupby(zip(numbers, hits, strict=True), key=itemgetter(0)):
        if index >= 0:
            yield index, [hit for _, hit in group]


def is_discussed(text: str, hit: CountryHit) -> bool:
    """ "The situation in X", "the X issue": the matter that others speak of."""
    before = text[max(0, hit.span.start - 50) : hit.span.start].rpartition(".")[2]
    near = before.casefold().split()[-3:]
    if not _LINKS.isdisjoint(near) and _DISCUSSED_BEFORE.search(before):
        return True
    if not _SUBJECTS.isdisjoint(near) and _ABOUT.search(before):
        return True
    return _DISCUSSED_AFTER.match(text, hit.span.end) is not None


class _Sentence:
    def __init__(
        self, field: str, text: str, flat: str, at: Offsets, hits: Sequence[CountryHit], opening: bool
    ) -> None:
        self.field, self.text, self.flat = field, text, flat
        self.start, self.end = at
        self.hits, self.opening = hits, opening

    def pairings(self) -> Iterator[Pairing]:
        for index, (first, second) in enumerate(pairwise(self.hits)):
            if first.code == second.code or second.span.start - first.span.end > _REACH:
                continue
            rule = self._adjacent(index, first, second)
            if rule is not None:
                yield self._made((first, second), rule)
        for index, hit in enumerate(self.hits):
            if _COUNTERPART.match(self.flat, hit.span.end, self.end):
                yield self._one_sided(index, hit, "counterpart")
        if self.opening:
            yield from self._meetings()
            yield from self._visits()

    def _adjacent(self, index: int, first: CountryHit, second: CountryHit) -> str | None:
        gap = self.flat[first.span.end : second.span.start]
        if _HYPHEN.fullmatch(gap):
            return "hyphenated-pair" if self._is_hyphenated(index) else None
        before = self.flat[max(self.start, first.span.start - 90) : first.span.start]
        if _AND.fullmatch(gap) and _BETWEEN.search(before):
            return "between-two"
        if "," not in gap and first.kind not in _PLACES and _TIES_WITH.search(gap):
            return None if is_discussed(self.text, first) else "ties-with"
        if _ENVOY.fullmatch(gap) or (_TO.fullmatch(gap) and _ENVOY_OF.search(before)):
            return "envoy-to"
        if self.opening and _LISTED.fullmatch(gap) and self._acts_jointly(index, gap):
            return "act-together"
        return None

    def _is_hyphenated(self, index: int) -> bool:
        """No third is hyphened on, and the words say "ties": else "Anglo-Dutch" may be any adjective."""
        first, second = self.hits[index : index + 2]
        if self._hyphen_between(index - 1) or self._hyphen_between(index + 1):
            return False
        names = first.kind in _NATIONS and second.kind in _NATIONS and self.field in HEADS
        return names or _TIES_AFTER.match(self.flat, second.span.end, self.end) is not None

    def _hyphen_between(self, index: int) -> bool:
        if not 0 <= index < len(self.hits) - 1:
            return False
        gap = self.flat[self.hits[index].span.end : self.hits[index + 1].span.start]
        return _HYPHEN.fullmatch(gap) is not None

    def _acts_jointly(self, index: int, gap: str) -> bool:
        """ "X and Y agreed", in headlines "X, Y sign"; but not "X, Y and Z agreed"."""
        second = self.hits[index + 1]
        if gap == ", " and self.field == TEXT:
            return False
        if index and _LISTED.fullmatch(
            self.flat[self.hits[index - 1].span.end : self.hits[index].span.start]
        ):
            return False
        return _JOINT.match(self.flat, second.span.end, self.end) is not None

    def _one_sided(self, index: int, hit: CountryHit, rule: str) -> Pairing:
        others = [one for one in self.hits[:index] if one.code != hit.code]
        return self._made((others[-1], hit) if others else (hit,), rule)

    def _is_official(self, hit: CountryHit) -> bool:
        """ "X's foreign minister", "the President of the Republic of X"."""
        if hit.span.surface.endswith("Minister") or _OFFICE.match(self.flat, hit.span.end, self.end):
            return True
        return _OFFICE_OF.search(self.flat[max(self.start, hit.span.start - 60) : hit.span.start]) is not None

    def _visits(self) -> Iterator[Pairing]:
        """ "X's president arrived in Y", with whatever else between."""
        for index, hit in enumerate(self.hits):
            before = self.flat[max(self.start, hit.span.start - 60) : hit.span.start]
            if not _VISIT.search(before):
                continue
            guests = [one for one in self.hits[:index] if one.code != hit.code and self._is_official(one)]
            if guests and not self._is_listed(guests[0]):
                yield self._made((guests[0], hit), "official-visits")

    def _is_listed(self, hit: CountryHit) -> bool:
        """ "The ministers of X and Y": another one's come along."""
        return any(_LISTED.fullmatch(self.flat, hit.span.end, one.span.start) for one in self.hits)

    def _meetings(self) -> Iterator[Pairing]:
        """ "X's foreign minister met Y's president": officials of two countries in one sentence."""
        if not _MEETING.search(self.flat, self.start, self.end):
            return
        officials = [hit for hit in self.hits if self._is_official(hit)]
        if len({hit.code for hit in officials}) == 2:
            second = next(hit for hit in officials if hit.code != officials[0].code)
            yield self._made((officials[0], second), "officials-meet")

    def _made(self, hits: Sequence[CountryHit], rule: str) -> Pairing:
        span = Span.of(self.text, hits[0].span.start, hits[-1].span.end, self.field)
        codes = tuple(sorted({hit.code for hit in hits}))
        return Pairing(codes, span, rule, self.opening)


def _delegations(fields: Mapping[str, str], hits: Mapping[str, Sequence[CountryHit]]) -> Iterator[Pairing]:
    """ "The X side … the Y delegation": two that negotiate, however far apart."""
    sides: dict[str, CountryHit] = {}
    for field, found in hits.items():
        for hit in found:
            if _SIDE.match(fields[field], hit.span.end):
                sides.setdefault(hit.code, hit)
    if len(sides) == 2:
        codes = tuple(sorted(sides))
        for hit in sides.values():
            yield Pairing(codes, hit.span, "two-sides", False)


def strengths(pairings: Sequence[Pairing], ranked: Sequence[str]) -> dict[tuple[str, str], float]:
    """What speaks for each two countries; a side that is not named is the highest of `ranked` but it."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for one in pairings:
        sides = list(one.codes)
        if len(sides) == 1:
            sides += [code for code in ranked if code != sides[0]][:1]
        if len(sides) == 2:
            first, second = sorted(sides)
            found[first, second] += OPENING_STRENGTH if one.opening else 1.0
    return dict(found)
