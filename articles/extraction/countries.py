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
from articles.extraction.gazetteer import COMPANY as COMPANY_NAME
from articles.extraction.gazetteer import CountryHit, country_name
from articles.extraction.pairings import HEADS, Pairing, is_discussed, strengths
from articles.extraction.spans import Offsets
from articles.extraction.tables import word_set

#: What a place in the article adds once, and what each mention in the body adds. Fitted by a logistic
#: regression on 9,211 newswire stories with their indexers' countries, then rounded: micro F1 .948, .905
#: without the United States, macro .832. One weight for every kind of name gave .935 and .880. Sixty more
#: features (prepositions, offices, lists, share of mentions, order of the headline) and boosted trees over
#: them, fitted on one half of the stories, did no better on the other: .947 and .943, without the United
#: States .900 and .894. What is left is mostly one mention in a list, which indexers now take and now leave.
WEIGHTS: Mapping[str, float] = {
    "title": 2.5,
    "title-place": 0.7,
    "dateline": 3.2,
    "subtitle": 0.8,
    "standfirst": 0.8,
    "summary": 0.8,
    "key_points": 0.3,
    "lead": 1.25,
    "second": 0.8,
    "third": 0.45,
    "name": 0.8,
    "demonym": 0.35,
    "place": 0.15,
    "company": 0.5,
    "title-company": 0.8,
}
#: More mentions of one kind than this add nothing.
MENTIONS = 5
#: A country with less is mentioned in passing.
RELEVANT = 1.1
#: In a story filed from one country another one needs this much more.
ELSEWHERE = 2.25
#: A story that names many countries speaks of them all: each other one lowers what is needed.
COMPANY, COMPANIONS = 0.3, 8
#: A party reaches this share of what the second country of the story has.
PARTY_SHARE = 0.2
#: A third party with this share of the second's score leaves no clear pair.
CLOSE = 0.5
#: The second of a pair has at least this share of the first's.
PAIR_SHARE = 0.25
#: Where a dateline already weighs, or where it takes place is one of the two, each of a pair weighs this for
#: other reasons. On newswire 74 % of the pairs named are then the two countries of the story, and 77 % of
#: the stories of two have theirs; of half a point more 77 and 72 %, of nothing 69 and 82 %.
PAIR_WEIGHT = 3.25
#: What the constructions that put two countries side by side have to add up to, and how far ahead of the
#: next two: then 80 % of the pairs named are right on newswire.
SETTLED, AHEAD = 2.0, 2.0
#: "amid tensions with India": named as a circumstance, a country counts this share.
CIRCUMSTANCE = 0.2
_CIRCUMSTANCES = word_set("circumstances")
_PLACE_BEFORE = word_set("place_prepositions")
_KINDS = {"capital": "place", "city": "place", "demonym": "demonym"}
#: The weights of the first sentences of the body.
_OPENING = ("lead", "second", "third", "third")
#: How far back the word that makes a circumstance of a name may stand, in characters.
_REACH = 40


@dataclass(slots=True)
class _Tally:
    """What the places of one country's names add up to."""

    hits: list[CountryHit] = field(default_factory=list)
    places: dict[str, float] = field(default_factory=dict)
    mentions: dict[str, float] = field(default_factory=dict)
    acts: bool = False
    total: float = 0.0
    opening: list[bool] = field(default_factory=list)
    discussed: list[bool] = field(default_factory=list)

    @property
    def is_matter(self) -> bool:
        """Whether it is mostly, or in all of the opening, what others speak of: "the situation in X"."""
        above = [matter for matter, opens in zip(self.discussed, self.opening, strict=True) if opens]
        return 2 * sum(self.discussed) >= len(self.discussed) or (bool(above) and all(above))

    @property
    def is_opening(self) -> bool:
        return self.is_heading or "lead" in self.places or "second" in self.places

    @property
    def is_heading(self) -> bool:
        return any(place.startswith("title") or place == "dateline" for place in self.places)

    def note(self, place: str, share: float) -> None:
        self.places[place] = max(share, self.places.get(place, 0.0))

    def score(self, *, dateline: bool = True) -> float:
        places = (
            WEIGHTS[place] * share for place, share in self.places.items() if dateline or place != "dateline"
        )
        mentions = (WEIGHTS[kind] * min(count, MENTIONS) for kind, count in self.mentions.items())
        return round(sum(places) + sum(mentions), 3)


def tag_countries(
    draft: ArticleDraft,
    fields: Mapping[str, str],
    hits: Mapping[str, Sequence[CountryHit]],
    sentences: Mapping[str, Sequence[Offsets]],
    pairings: Sequence[Pairing] = (),
) -> tuple[CountryTag, ...]:
    """Every country the article names, the most important first."""
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for name, found in hits.items():
        starts = [start for start, _ in sentences[name]] if found else []
        lead_end = sentences[name][0][1] if starts else 0
        for hit in found:
            _count(tallies[hit.code], hit, name, fields[name], starts, lead_end)
    _count_stated_dateline(tallies, draft)
    for tally in tallies.values():
        tally.total = tally.score()
    ranked = sorted(tallies, key=lambda code: (-tallies[code].total, code))
    pair = _settled(pairings, [code for code in ranked if not tallies[code].is_matter])
    lead_end = sentences[TEXT][0][1] if sentences.get(TEXT) else 0
    leads = any(one.codes == pair and _leads(one.span, lead_end) for one in pairings)
    if pair is not None and not leads and _is_outweighed(pair, tallies, ranked):
        pair = None
    if pair is None and any(tallies[code].is_matter for code in ranked[:2]):
        pair = _only(pairings, [code for code in ranked if not tallies[code].is_matter])
    roles = _beside_pair(_roles(tallies, ranked), tallies, ranked, pair, pairings)
    return tuple(
        CountryTag(
            code,
            country_name(code),
            roles[code],
            tallies[code].total,
            tuple(Mention(hit.span, hit.rule) for hit in tallies[code].hits),
        )
        for code in ranked
    )


def find_pair(countries: Sequence[CountryTag], pairings: Sequence[Pairing] = ()) -> tuple[str, str] | None:
    """The two countries that a story is about, in alphabetical order, if it is about two.

    Two that the text itself puts side by side are, if no other party weighs more. Else the two that weigh
    most are, unless a third party comes close: two parties, or a party and where the story is from.
    """
    told = [tag for tag in countries if tag.role != "mention"]
    settled = _settled(pairings, [tag.code for tag in told])
    parties = [tag for tag in told if tag.role == "party"]
    if settled is not None and {tag.code for tag in parties[:2]} == set(settled):
        return settled
    if len(parties) == 2 and _only(pairings, [tag.code for tag in told]) == _codes(parties):
        return _codes(parties)
    two = (parties if len(parties) > 1 else told)[:2]
    if len(two) < 2 or (len(parties) > 2 and parties[2].score >= CLOSE * parties[1].score):
        return None
    filed = any(one.span.field == "dateline" for tag in countries for one in tag.mentions)
    weight = min((tag.score for tag in two if tag.role != "dateline"), default=0.0)
    if weight < PAIR_WEIGHT and (filed or len(parties) < 2):
        return None
    if two[1].score < PAIR_SHARE * two[0].score:
        return None
    return _codes(two)


def _codes(two: Sequence[CountryTag]) -> tuple[str, str]:
    first, second = sorted(tag.code for tag in two)
    return first, second


def _count(
    tally: _Tally, hit: CountryHit, name: str, text: str, starts: Sequence[int], lead_end: int
) -> None:
    """Note one name: `starts` are the field's sentences', `lead_end` is where the first of them ends."""
    tally.hits.append(hit)
    tally.discussed.append(is_discussed(text, hit))
    tally.opening.append(_leads(hit.span, lead_end))
    index = bisect_right(starts, hit.span.start)
    floor = starts[index - 1] if index else 0
    share = CIRCUMSTANCE if _is_circumstance(text, hit.span.start, floor) else 1.0
    kind = "company" if hit.rule == COMPANY_NAME else _KINDS.get(hit.kind, "name")
    if name == TEXT:
        if index <= len(_OPENING) and kind != "company":
            tally.note(_OPENING[index - 1], share)
        tally.mentions[kind] = tally.mentions.get(kind, 0.0) + share
    elif name == "title" and kind in ("place", "company"):
        tally.note(f"title-{kind}", share)
    else:
        tally.note(name.partition("/")[0], share)
    if name != "dateline" and kind != "company" and not _is_location(hit, text):
        tally.acts = True


def _leads(span: Span, lead_end: int) -> bool:
    """Whether it stands above the body or in its first sentence."""
    return span.field in HEADS or (span.field == TEXT and span.start < lead_end)


def _is_circumstance(text: str, start: int, floor: int) -> bool:
    """Whether such a word stands before it, in the sentence that begins at `floor`."""
    return not _CIRCUMSTANCES.isdisjoint(text[max(floor, start - _REACH) : start].casefold().split())


def _is_location(hit: CountryHit, text: str) -> bool:
    """Whether the words only say where something happens: a city, or a country after "in"."""
    if hit.kind in ("city", "capital"):
        return True
    if hit.kind != "name":
        return False
    before = text[max(0, hit.span.start - 12) : hit.span.start].split()
    return bool(before) and before[-1].casefold() in _PLACE_BEFORE


def _count_stated_dateline(tallies: Mapping[str, _Tally], draft: ArticleDraft) -> None:
    """The parser may know the country of a dateline in which the gazetteer finds none.

    Where both do, the gazetteer is right: it has seen the whole text ("CAMBRIDGE, Mass.", Belgrade in 1987).
    """
    dateline = draft.dateline
    if dateline is None or dateline.country is None or not dateline.place:
        return
    start = dateline.text.find(dateline.place)
    if start < 0 or any("dateline" in tally.places for tally in tallies.values()):
        return
    tally = tallies[dateline.country]
    span = Span.of(dateline.text, start, start + len(dateline.place), "dateline")
    tally.hits.append(CountryHit(dateline.country, "city", span, "stated-dateline", dateline.place))
    tally.note("dateline", 1.0)


def _roles(tallies: Mapping[str, _Tally], ranked: Sequence[str]) -> dict[str, Role]:
    filed = any("dateline" in tally.places for tally in tallies.values())
    company = COMPANY * min(len(tallies) - 1, COMPANIONS)
    second = tallies[ranked[1]].total if len(ranked) > 1 else 0.0
    roles: dict[str, Role] = {}
    for code in ranked:
        tally = tallies[code]
        elsewhere = filed and "dateline" not in tally.places
        needed = RELEVANT + (ELSEWHERE - company if elsewhere else 0.0)
        relevant = code == ranked[0] or tally.total >= needed
        roles[code] = _role(tally, second) if relevant else "mention"
    return roles


def _role(tally: _Tally, second: float) -> Role:
    without = tally.score(dateline=False)
    if "dateline" in tally.places and without < RELEVANT:
        return "dateline"
    if not tally.acts:
        return "venue"
    return "party" if without >= PARTY_SHARE * second else "mention"


def _settled(pairings: Sequence[Pairing], ranked: Sequence[str]) -> tuple[str, str] | None:
    """The two that the text puts side by side, if it does so clearly and no other two as often."""
    found = sorted(strengths(pairings, ranked).items(), key=lambda item: (-item[1], item[0]))
    if not found or found[0][1] < SETTLED:
        return None
    return found[0][0] if len(found) == 1 or found[0][1] >= AHEAD * found[1][1] else None


def _only(pairings: Sequence[Pairing], ranked: Sequence[str]) -> tuple[str, str] | None:
    """The one pair that the text puts side by side, however seldom, where the rest is only discussed."""
    found = [pair for pair in strengths(pairings, ranked) if all(code in ranked for code in pair)]
    return found[0] if len(found) == 1 and ranked[0] in found[0] else None


def _is_outweighed(pair: tuple[str, str], tallies: Mapping[str, _Tally], ranked: Sequence[str]) -> bool:
    """Whether a third country that the opening names, and not as a matter discussed, weighs more."""
    thirds = (code for code in ranked if code not in pair)
    others = [code for code in thirds if tallies[code].is_opening and not tallies[code].is_matter]
    return bool(others) and any(ranked.index(others[0]) < ranked.index(code) for code in pair)


def _beside_pair(
    roles: dict[str, Role],
    tallies: Mapping[str, _Tally],
    ranked: Sequence[str],
    pair: tuple[str, str] | None,
    pairings: Sequence[Pairing],
) -> dict[str, Role]:
    """Where two countries are put side by side, a third one is a party only on evidence of its own."""
    if pair is None:
        return roles
    evident = {code for one in pairings if one.opening for code in one.codes}
    made = dict(roles)
    for code in ranked:
        if code in pair or roles[code] not in ("party", "venue"):
            continue
        if tallies[code].is_matter or (code not in evident and not tallies[code].is_heading):
            made[code] = "mention"
    others = [code for code in ranked if made[code] != "mention" and code not in pair]
    for code in pair:
        if made[code] != "mention" or not others or ranked.index(code) < ranked.index(others[0]):
            made[code] = "party"
    return made
