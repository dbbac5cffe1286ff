"""All facts of an article on pages of their own, each place with its sentence and its rule.

Beside the text of a long report there is no room for all of them. Here each place has its sentence around
it; its words lead to the article, whose address then says which words to mark (`?words=text-12-20`), and
from there a way leads back to here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from operator import attrgetter

from django.utils.safestring import SafeString

from articles.evidence import Evidence
from articles.models import Article

from .fact_items import NO_WORDS, clipped, named, spoken_in, uses
from .facts import Fact, FactGroup, Place, fact_groups, foreign
from .links import CountedLink, Pager, page_asked, page_url
from .segments import Span, anchor

#: Bytes of facts on one page, which with its frame and its styles is then under 100 kB, ...
_ROOM = 45_000
#: ... and what each takes besides its words: elements, addresses, the citations of a quotation.
_FACT, _LINK, _PLACE, _QUOTE = 300, 200, 200, 1_600
#: Letters of a sentence that are shown, and of the words in it.
_SENTENCE, _WORDS = 400, 400
_ASKED = re.compile(r"(.+)-(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a fact in its sentence. A fact without kept words has one entry, without a place."""

    group: str
    fact: Fact
    place: Place | None = None
    before: str = ""
    words: str = ""
    after: str = ""

    @property
    def span(self) -> Span | None:
        return self.place.span if self.place else None

    def weight(self, is_first: bool) -> int:
        """Bytes it takes at most; the first of a fact on a page bears its name."""
        place = _PLACE + len(f"{self.before}{self.words}{self.after}".encode())
        return place + _weight_of_name(self.fact) if is_first else place


def _weight_of_name(fact: Fact) -> int:
    words = len(f"{fact.label}{fact.note}{fact.url}".encode())
    return _FACT + words + _LINK * len(fact.links) + (_QUOTE if fact.quote else 0)


class Pages:
    """All entries in pages of bounded size, and on which of them a fact stands."""

    def __init__(self, evidence: Evidence, groups: Iterable[FactGroup]) -> None:
        self._evidence, self._groups = evidence, groups

    @cached_property
    def pages(self) -> Sequence[Sequence[Entry]]:
        """Made when they are asked for: a short article does without."""
        page: list[Entry] = []
        pages, left = [page], _ROOM
        for entry in _entries(self._evidence, self._groups):
            weight = entry.weight(not page or page[-1].fact is not entry.fact)
            if page and weight > left:
                page = []
                pages.append(page)
                left, weight = _ROOM, entry.weight(is_first=True)
            page.append(entry)
            left -= weight
        return pages

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, Span | None], int]:
        found: dict[tuple[str, Span | None], int] = {}
        for number, page in enumerate(self.pages, start=1):
            for entry in page:
                found.setdefault((entry.fact.id, None), number)
                found.setdefault((entry.fact.id, entry.span), number)
        return found

    def address(self, fact: Fact, span: Span | None = None, path: str = "evidence/") -> str:
        """The page on which a fact begins, or on which a place of it stands; as seen from the article."""
        return page_url(path, {}, self._numbers[fact.id, span])

    def resting_on(self, span: Span) -> tuple[Fact, ...]:
        """Facts that rest on just these words."""
        return tuple(entry.fact for page in self.pages for entry in page if entry.span == span)


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """Facts of one kind as the items of a list."""

    title: str
    id: str
    items: SafeString


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """`ways` lead to where each kind of facts begins, with how many there are."""

    article: Article
    facts: int
    places: int
    ways: tuple[CountedLink, ...]
    groups: tuple[EvidenceGroup, ...]
    pager: Pager


def evidence_page(evidence: Evidence, params: Mapping[str, str]) -> EvidencePage:
    groups, path = fact_groups(evidence), evidence_path(evidence.article)
    made = Pages(evidence, groups)
    number = page_asked(params, len(made.pages), 1)
    begun = {entry.fact.id for page in made.pages[: number - 1] for entry in page[-1:]}
    return EvidencePage(
        article=evidence.article,
        facts=sum(len(group.facts) for group in groups),
        places=sum(len(fact.places) for group in groups for fact in group.facts),
        ways=tuple(
            CountedLink(
                group.title,
                f"{made.address(group.facts[0], path=path)}#{group.title.lower()}",
                len(group.facts),
            )
            for group in groups
        ),
        groups=tuple(
            EvidenceGroup(title, title.lower(), _items(entries, evidence.article, begun))
            for title, entries in groupby(made.pages[number - 1], attrgetter("group"))
        ),
        pager=_pager(made, number, path),
    )


def evidence_path(article: Article) -> str:
    return f"{article.get_absolute_url()}evidence/"


def place_asked(words: str, evidence: Evidence) -> Span | None:
    """The place that an address names as `text-12-20`, if the article has it."""
    found = _ASKED.fullmatch(words)
    if found is None:
        return None
    start, end = int(found[2]), int(found[3])
    for field, text in evidence.fields.items():
        if anchor(field, start, end) == f"s-{words}" and start < end <= len(text):
            return field, start, end
    return None


def _entries(evidence: Evidence, groups: Iterable[FactGroup]) -> Iterator[Entry]:
    bounds = evidence.sentences
    starts = [start for start, _ in bounds]
    for group in groups:
        for fact in group.facts:
            for place in fact.places:
                text = evidence.fields.get(place.field, "")
                left, right = 0, len(text)
                if place.field == "text" and bounds:
                    left = min(bounds[max(bisect_right(starts, place.start) - 1, 0)][0], place.start)
                    right = max(bounds[max(bisect_left(starts, place.end) - 1, 0)][1], place.end)
                yield Entry(group.title, fact, place, *_around(text, left, place.start, place.end, right))
            if not fact.places:
                yield Entry(group.title, fact)


def _around(text: str, left: int, start: int, end: int, right: int) -> tuple[str, str, str]:
    """Words with their sentence on both sides of them, as much of it as is shown."""
    room = max(_SENTENCE - (end - start), _SENTENCE // 4) // 2
    before, words, after = text[left:start], text[start:end], text[end:right]
    if right - left <= _SENTENCE:
        return before, words, after
    if len(before) > room:
        tail = before[-room:]
        before = f"…{tail.partition(' ')[2] or tail}"
    if len(after) > room:
        beginning = after[:room]
        after = f"{beginning.rpartition(' ')[0] or beginning}…"
    return before, clipped(words, _WORDS), after


def _items(entries: Iterable[Entry], article: Article, begun: set[str]) -> SafeString:
    """The facts of a page, each with those of its places that stand on it."""
    facts = (list(held) for _, held in groupby(entries, lambda entry: entry.fact.id))
    return SafeString("".join(_item(held, article, held[0].fact.id in begun) for held in facts))


def _item(held: Sequence[Entry], article: Article, is_begun: bool) -> str:
    fact = held[0].fact
    continued = '<p class="note">Continued from the page before.</p>' if is_begun else ""
    places = "".join(_place(entry, entry.place) for entry in held if entry.place)
    words = f'<ul class="sentences"{spoken_in(foreign(article))}>{places}</ul>' if places else NO_WORDS
    return (
        f'<li class="known" id="{escape(fact.id)}">{named(fact)}{continued}{words}'
        f"{uses(fact, article)}</li>\n"
    )


def _place(entry: Entry, place: Place) -> str:
    name = anchor(*place.span)
    where = f' <span class="note" lang="en">in the {place.where}</span>' if place.where else ""
    return (
        f'<li>{escape(entry.before)}<a href="../?words={name[2:]}#{name}">{escape(entry.words)}</a>'
        f"{escape(entry.after)}{where} <code>{escape(place.rule)}</code></li>"
    )


def _pager(made: Pages, number: int, path: str) -> Pager:
    before = sum(map(len, made.pages[: number - 1]))
    return Pager(
        page=number,
        pages=len(made.pages),
        total=sum(map(len, made.pages)),
        first=before + 1,
        last=before + len(made.pages[number - 1]),
        previous_url=page_url(path, {}, number - 1) if number > 1 else "",
        next_url=page_url(path, {}, number + 1) if number < len(made.pages) else "",
    )
