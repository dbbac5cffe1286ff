"""Which countries a story is about, which it only takes place in, and the pair it is a story of.

Counting names is not enough: a country named once in the headline matters more than one named four
times at the end. Each place that a name can stand in has a weight, and the sum decides (`WEIGHTS`).
A country is then a party of the story, or only its venue, or only where it was filed, or a passing
mention; the first three are what the story is filed under.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.drafts import TEXT, ArticleDraft, CountryTag, Mention, Role, Span
from articles.extraction.gazetteer import CountryHit, country_name
from articles.extraction.spans import Offsets
from articles.extraction.tables import word_set

WEIGHTS: Mapping[str, float] = {
    "title": 1.5,
    "dateline": 1.5,
    "subtitle": 0.5,
    "standfirst": 0.5,
    "summary": 0.5,
    "key_points": 0.25,
    "lead": 1.0,
    "second": 0.5,
    "mention": 0.3,
}
#: More mentions than this add nothing.
MENTIONS = 5
#: Sentences that make the lead, and those that come right after it.
LEAD, SECOND = 2, 4
#: A country whose score is lower is mentioned in passing.
RELEVANT = 1.5
#: A party has at least this share of what the second country of the story has.
PARTY_SHARE = 0.5
#: "amid tensions with India": named as a circumstance, a country counts this share.
CIRCUMSTANCE = 0.2
_CIRCUMSTANCES = word_set("circumstances")
_PLACE_BEFORE = word_set("place_prepositions")
#: How far back the word that makes a circumstance of a name may stand, in characters.
_REACH = 40


@dataclass(slots=True)
class _Tally:
    """What the places of one country's names add up to."""

    places: dict[str, float] = field(default_factory=dict)
    mentions: float = 0.0
    acting: float = 0.0
    hits: list[CountryHit] = field(default_factory=list)

    def note(self, place: str, share: float) -> None:
        self.places[place] = max(share, self.places.get(place, 0.0))

    def score(self, *, dateline: bool = True) -> float:
        counted = sum(
            WEIGHTS[place] * share for place, share in self.places.items() if dateline or place != "dateline"
        )
        return round(counted + WEIGHTS["mention"] * min(self.mentions, MENTIONS), 3)


def tag_countries(
    draft: ArticleDraft,
    fields: Mapping[str, str],
    hits: Mapping[str, Sequence[CountryHit]],
    sentences: Mapping[str, Sequence[Offsets]],
) -> tuple[CountryTag, ...]:
    """Every country the article names, the most important first."""
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for name, found in hits.items():
        for hit in found:
            _count(tallies[hit.code], hit, name, fields[name], sentences[name])
    _count_stated_dateline(tallies, draft)
    scores = {code: tally.score() for code, tally in tallies.items()}
    ranked = sorted(tallies, key=lambda code: (-scores[code], code))
    tags = []
    for code in ranked:
        tally = tallies[code]
        mentions = tuple(Mention(hit.span, hit.rule) for hit in tally.hits)
        role = _role(tally, code, scores, ranked)
        tags.append(CountryTag(code, country_name(code), role, scores[code], mentions))
    return tuple(tags)


def find_pair(countries: Sequence[CountryTag]) -> tuple[str, str] | None:
    """The two countries that a story is about, in alphabetical order, if it is about two."""
    parties = [tag for tag in countries if tag.role == "party"]
    if len(parties) != 2:
        return None
    first, second = sorted(tag.code for tag in parties)
    return first, second


def _count(tally: _Tally, hit: CountryHit, name: str, text: str, sentences: Sequence[Offsets]) -> None:
    tally.hits.append(hit)
    share = CIRCUMSTANCE if _is_circumstance(text, hit.span.start, sentences) else 1.0
    if name != TEXT:
        tally.note(name.partition("/")[0], share)
    else:
        index = bisect_right(sentences, hit.span.start, key=lambda sentence: sentence[0])
        if index <= LEAD:
            tally.note("lead", share)
        elif index <= SECOND:
            tally.note("second", share)
        tally.mentions += share
    if name != "dateline" and not _is_location(hit, text):
        tally.acting += share


def _is_circumstance(text: str, start: int, sentences: Sequence[Offsets]) -> bool:
    index = bisect_right(sentences, start, key=lambda sentence: sentence[0]) - 1
    floor = max(sentences[index][0] if index >= 0 else 0, start - _REACH)
    return any(word in _CIRCUMSTANCES for word in text[floor:start].casefold().split())


def _is_location(hit: CountryHit, text: str) -> bool:
    """Whether the words only say where something happens: a city, or a country after "in"."""
    if hit.kind in ("city", "capital"):
        return True
    if hit.kind != "name":
        return False
    before = text[max(0, hit.span.start - 12) : hit.span.start].split()
    return bool(before) and before[-1].casefold() in _PLACE_BEFORE


def _count_stated_dateline(tallies: Mapping[str, _Tally], draft: ArticleDraft) -> None:
    """The parser may know the country of a dateline that the gazetteer does not find in it."""
    dateline = draft.dateline
    if dateline is None or dateline.country is None or not dateline.place:
        return
    tally = tallies[dateline.country]
    start = dateline.text.find(dateline.place)
    if "dateline" in tally.places or start < 0:
        return
    span = Span.of(dateline.text, start, start + len(dateline.place), "dateline")
    tally.hits.append(CountryHit(dateline.country, "city", span, "stated-dateline", dateline.place))
    tally.note("dateline", 1.0)


def _role(tally: _Tally, code: str, scores: Mapping[str, float], ranked: Sequence[str]) -> Role:
    if scores[code] < RELEVANT and code != ranked[0]:
        return "mention"
    without = tally.score(dateline=False)
    if "dateline" in tally.places and without < RELEVANT:
        return "dateline"
    if not tally.acting:
        return "venue"
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return "party" if without >= PARTY_SHARE * second else "mention"
