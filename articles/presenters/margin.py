"""What stands beside the text of an article, and which of its words are marked for it.

A page is at most 100 kB with its styles and scripts, and its text is never cut. Short reports show every
fact with all of its words. Three ways were weighed for long ones. Leaner elements are not enough: a place
needs 30 bytes to have an address at all, and 6,000 words have a thousand places. A text on several pages
could not be searched, printed or linked to as one. So of each kind the facts that a long report dwells on
stand beside it, each with one place, as many as there is room for; all have pages of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from django.utils.safestring import SafeString

from articles.evidence import Evidence

from .evidence_page import Pages
from .fact_items import fact_item
from .facts import Fact, FactGroup, foreign, resting, same_words
from .links import Link
from .segments import Marking, Span, anchor

#: Bytes of a page without styles and scripts.
HTML_AT_MOST = 61_600
#: What a page takes at least besides its text, and what words that facts rest on do, each other fact that
#: rests on the same words, and each sentence.
_FRAME, _PLACE_AT_LEAST, _FACT_AT_LEAST, _SENTENCE_AT_LEAST = 10_000, 75, 45, 45
#: Bytes of what is around words in the text besides addresses: a mark with its way back, and a sentence.
_MARK, _SENTENCE = 40, 55
#: Other pages lead to the words of these, which keep their address in every text.
_LED_TO = ("f-quote-", "f-statement-", "f-event-")
_OTHER_LABELS = {"f-date": "the date"}


@dataclass(frozen=True, slots=True)
class MarginGroup:
    """Facts of one kind as the items of a list; `more` is the page of two countries, `rest` has the other
    facts of the kind."""

    title: str
    items: SafeString
    more: Link | None
    rest: Link | None = None


@dataclass(frozen=True, slots=True)
class Margin:
    """`shown` are the facts that stand here, of so many in all, with those of their words that are marked."""

    groups: tuple[MarginGroup, ...]
    facts: int
    shown: Mapping[str, Fact]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that an address asks for, and the facts that they lead back to, each with its page."""

    span: Span
    backs: tuple[tuple[Fact, str], ...]


def may_be_whole(evidence: Evidence) -> bool:
    """Whether it can be at all that every fact fits on the page: to try costs time."""
    rests = list(resting(evidence))
    places = len({place.span for _, place, _ in rests})
    facts = _PLACE_AT_LEAST * places + _FACT_AT_LEAST * (len(rests) - places)
    text = len(evidence.article.text.encode()) + _SENTENCE_AT_LEAST * len(evidence.sentences)
    return _FRAME + text + facts <= HTML_AT_MOST


def whole_margin(evidence: Evidence, groups: Iterable[FactGroup]) -> Margin:
    article = evidence.article
    shown = {fact.id: fact for group in groups for fact in group.facts}
    items = {name: fact_item(fact, article, foreign(article)) for name, fact in shown.items()}
    return Margin(
        tuple(MarginGroup(group.title, _items(group, items), group.more) for group in groups),
        len(shown),
        shown,
    )


def short_margin(evidence: Evidence, groups: Sequence[FactGroup], pages: Pages, room: int) -> Margin:
    """As many facts as take so many bytes, with what is marked in the text for them."""
    article = evidence.article
    shown: dict[str, Fact] = {}
    items: dict[str, SafeString] = {}
    marked: set[Span] = set()
    lit: set[int] = set()
    for whole in _ranked(groups):
        fact = _shortened(whole, pages)
        item = fact_item(fact, article, foreign(article))
        new = {place.span for place in fact.places} - marked
        brought = {_sentence(start, evidence) for field, start, _ in new if field == "text"} - lit
        room -= len(item.encode()) + _cost(fact, new, brought)
        if room < 0:
            break
        marked |= new
        lit |= brought
        shown[fact.id], items[fact.id] = fact, item
    return Margin(
        tuple(
            MarginGroup(group.title, _items(group, items), group.more, _rest(group, shown, pages))
            for group in groups
        ),
        sum(len(group.facts) for group in groups),
        shown,
        is_whole=False,
    )


def asked(span: Span | None, pages: Pages) -> Asked | None:
    if span is None:
        return None
    return Asked(span, tuple((fact, pages.address(fact, span)) for fact in pages.resting_on(span)))


def markings(evidence: Evidence, margin: Margin, wanted: Asked | None) -> Mapping[str, list[Marking]]:
    """What is to be marked, by the field it stands in, with the way back to its fact."""
    marked: dict[str, list[Marking]] = defaultdict(list)
    places = {(fact.id, place.span) for fact in margin.shown.values() for place in fact.places}
    for back, place, layer in resting(evidence):
        if wanted and place.span == wanted.span:
            continue
        if margin.is_whole or back == "f-date" or (back, place.span) in places:
            label = margin.shown[back].label if back in margin.shown else _OTHER_LABELS.get(back, "the fact")
            marked[place.field].append(Marking(place.start, place.end, layer, back, label))
        elif back.startswith(_LED_TO):
            marked[place.field].append(Marking(place.start, place.end))
    if wanted:
        field, start, end = wanted.span
        ways = [Marking(start, end, "fact", fact.id, fact.label, page) for fact, page in wanted.backs]
        marked[field] += ways or [Marking(start, end)]
    marked["text"] += _sentences(evidence, margin, marked["text"], wanted)
    return marked


def _sentences(
    evidence: Evidence, margin: Margin, marked: Iterable[Marking], wanted: Asked | None
) -> list[Marking]:
    """Sentences light up around words that are led to; the others of a long text are left alone."""
    if margin.is_whole:
        return [Marking(start, end, "sentence") for start, end in evidence.sentences]
    starts = [each.start for each in marked if each.back]
    if wanted and wanted.span[0] == "text":
        starts.append(wanted.span[1])
    held = {_sentence(start, evidence) for start in starts}
    return [Marking(*evidence.sentences[number], "sentence") for number in sorted(held)]


def _sentence(start: int, evidence: Evidence) -> int:
    """The number of the sentence that a place in the text stands in."""
    return max(bisect_right(evidence.sentences, start, key=itemgetter(0)) - 1, 0)


def _ranked(groups: Sequence[FactGroup]) -> list[Fact]:
    """Facts in the order in which they are let in: of every kind first what most words speak of."""
    ranks = [
        (rank, number, fact)
        for number, group in enumerate(groups)
        for rank, fact in enumerate(sorted(group.facts, key=lambda fact: -len(fact.places)))
    ]
    return [fact for _, _, fact in sorted(ranks, key=lambda each: each[:2])]


def _shortened(fact: Fact, pages: Pages) -> Fact:
    """With the first place of the words that come most often, and a way to the other places."""
    left = len(fact.places) - 1
    if left < 1:
        return fact
    first = max(same_words(fact.places), key=len)[0]
    label = f"{left} more {'places' if left > 1 else 'place'}"
    return replace(fact, places=(first,), more=Link(label, f"{pages.address(fact)}#{fact.id}"))


def _cost(fact: Fact, new: Collection[Span], brought: Collection[int]) -> int:
    """Bytes that marks for a fact take; new words may bring their sentences with them."""
    back = _MARK + len(fact.id)
    return sum(back + len(anchor(*span)) for span in new) + _SENTENCE * len(brought)


def _items(group: FactGroup, items: Mapping[str, SafeString]) -> SafeString:
    return SafeString("".join(items[fact.id] for fact in group.facts if fact.id in items))


def _rest(group: FactGroup, shown: Collection[str], pages: Pages) -> Link | None:
    """The facts of a kind that have no room here, where the first of them begins."""
    left = [fact for fact in group.facts if fact.id not in shown]
    if not left:
        return None
    number, are_some = len(left), len(left) < len(group.facts)
    if number == 1:
        label = "1 more" if are_some else "1 fact"
    else:
        label = f"{number} more {group.title.lower()}" if are_some else f"All {number} {group.title.lower()}"
    return Link(label, f"{pages.address(left[0])}#{left[0].id}")
