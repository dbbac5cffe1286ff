"""Who does what a verb says: the subject before it, after it, or at the head of its sentence.

A subject is a person or organization already found where its words are the subject's words, with the
title that goes before it; else it is kept as words without a name ("a senior official", "officers at
the port"). What stands between a subject and its verb is stepped over: adverbs, an apposition, the
medium ("in a statement"). A name after a preposition is no subject: "a spokesman for Rojas" is the spokesman.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from articles.drafts import OrganizationTag, PersonTag
from articles.extraction.names import ANY_HEAD, DATA, Page, Part
from articles.extraction.offices import Office
from articles.extraction.quotation import Quotation
from articles.extraction.spans import Offsets

_PREPOSITIONS = frozenset(
    "in on at during via through by with amid from over about against after before".split()
)
BOUNDARIES = frozenset(
    """but when while because if which whether as though although and or so than where how what why who
    that""".split()
)
LINKS = _PREPOSITIONS | {"of", "for", "to"}
DETERMINERS = frozenset(
    "the a an my your his her its their our one another this that these some many several".split()
)
_FINITE = frozenset("was is has had did does didn't didn’t will would".split())
_ADVERBS = frozenset("and but then so still yet later meanwhile however instead also".split())
_PLURAL_ENDINGS = ("ers", "ors", "ists", "men", "women", "ants", "ents")
_ADVERB_ENDING = "ly"
_LONGEST_SUBJECT, _LONGEST_APPOSITION = 12, 16


@cache
def words_of(table: str) -> frozenset[str]:
    return frozenset(_speech()[table].split())


@cache
def _speech() -> Mapping[str, str]:
    return tomllib.loads((DATA / "speech.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or organization where it is mentioned, in tokens."""

    first: int
    last: int
    name: str
    person: bool


#: The words of a subject, in tokens, and who they are known to be.
Subject = tuple[tuple[int, int], Actor | None]


def actors_in(
    page: Page, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> tuple[Actor, ...]:
    found: dict[int, Actor] = {}
    for tags, person in ((organizations, False), (people, True)):
        for tag in tags:
            for mention in tag.mentions:
                if mention.span.field != page.field:
                    continue
                first, last = page.index_at(mention.span.start), page.index_at(mention.span.end)
                if first < last and (person or first not in found or last > found[first].last):
                    found[first] = Actor(first, last, tag.name, person)
    return tuple(found[first] for first in sorted(found))


class Subjects:
    """Finds subjects on one page."""

    def __init__(
        self,
        page: Page,
        actors: Sequence[Actor],
        offices: Sequence[Office],
        quotations: Sequence[Quotation],
        sentences: Sequence[Offsets],
    ) -> None:
        self.page = page
        self.ending = {actor.last: actor for actor in actors}
        self.starting = {actor.first: actor for actor in actors}
        self.titles = {office.last: office.begin for office in offices}
        self.opens = [one.open for one in quotations]
        self.quotations = quotations
        self.sentences = sentences
        self.sentence_starts = [start for start, _end in sentences]
        self.actors = actors

    @cached_property
    def known(self) -> frozenset[str]:
        """Words of the names of people: seldom asked for."""
        people = (actor for actor in self.actors if actor.person)
        words = (word for actor in people for word in self.page.surface(actor.first, actor.last).split())
        return frozenset(word for word in words if word[0].isupper())

    def bounds(self, offset: int) -> tuple[int, int]:
        """The tokens of the sentence around `offset`."""
        at = bisect_right(self.sentence_starts, offset) - 1
        if at < 0:
            return 0, 0
        start, end = self.sentences[at]
        return self.page.index_at(start), self.page.index_at(end)

    def before(self, verb: int) -> Subject | None:
        page = self.page
        told_of = self.ending.get(verb - 2)
        if page.key(verb - 1) == "who" and page.char(verb - 2) == "," and told_of is not None:
            return (self.with_title(told_of), told_of.last), told_of
        end = self._past_media(self._past_adverbs(verb))
        end = self._past_adverbs(end)
        if page.key(end - 1) in ("that", "which") or (page.char(end - 2), page.char(end - 1)) == (")", ","):
            end -= 1
        for _twice in range(2):
            if page.char(end - 1) not in (",", ")", "—", "–"):
                break
            named = self.ending.get(end - 1)
            if named is not None and named.person and self._is_set_off(named):
                return (self.with_title(named), named.last), named
            opened = self._apposition(end - 1)
            if opened is None:
                return None
            end = opened
        actor = self.ending.get(end)
        if actor is not None:
            start = self.with_title(actor)
            head = self._head_before(start)
            return ((start, end), actor) if head is None else ((head[0], end), None)
        if page.key(end - 1) in words_of("pronouns"):
            return (end - 1, end), None
        return self._unnamed(end)

    def of_sentence(self, verb: int) -> Subject | None:
        """Who the sentence is about, where it begins with them: "X welcomed the move, saying …"."""
        page = self.page
        first, _last = self.bounds(page.starts[verb])
        for _clause in range(4):
            while first < verb and (page.key(first) in _ADVERBS or page.char(first) in (",", "—", "–")):
                first += 1
            if page.key(first) not in words_of("introductions"):
                break
            commas = (
                at
                for at in range(first, min(first + 24, verb))
                if page.char(at) == "," and not page.char(at + 1)[:1].isdigit()
            )
            comma = next(commas, None)
            if comma is None:
                return None
            first = comma + 1
        return self.opening(first, verb)

    def opening(self, first: int, verb: int) -> Subject | None:
        page = self.page
        if first >= verb or self.is_quoted(page.starts[first]):
            return None
        if page.key(first) in words_of("pronouns"):
            return (first, first + 1), None
        for index in range(first, min(first + 10, verb)):
            actor = self.starting.get(index)
            if actor is not None:
                start = self.with_title(actor)
                if self._goes_on_after(actor) or not self._are_titles(first, start):
                    break
                return (min(first, start) if start <= first + 1 else first, actor.last), actor
            if not page.char(index)[0].isalnum():
                break
        return self._opens_unnamed(first, verb)

    def after(self, start: int) -> tuple[int, Actor | None]:
        """Where the phrase that opens at `start` ends, and whom it names: not "Rojas" in "Rojas’s lawyer"."""
        page = self.page
        told = False
        index, limit = start, min(start + _LONGEST_SUBJECT, len(page.texts))
        while index < limit:
            key, word = page.all_keys[index], page.texts[index]
            actor = self.starting.get(index)
            if actor is not None:
                if not self._goes_on_after(actor):
                    return actor.last, None if told else actor
                index = actor.last
                continue
            told = told or key in ("for", "to") or (key == "of" and not page.code(index + 1))
            ends = not (word[0].isalnum() or word in ("'s", "’s", "&"))
            if ends or key in BOUNDARIES or (key in _PREPOSITIONS and index > start):
                named = self.starting.get(index + 1) if word == "," and index > start else None
                if named is not None and named.person and page.char(index - 1).islower():
                    return named.last, named
                return index, None
            index += 1
        return index, None

    def with_title(self, actor: Actor) -> int:
        first = actor.first
        page = self.page
        while (
            page.parts(first - 1) & Part.HONORIFIC
            and page.char(first - 1)[0].isupper()
            and first - 1 not in self.titles
        ):
            first -= 1
        if first in self.titles:
            return self.titles[first]
        if not actor.person and page.key(first - 1) == "the":
            return first - 1
        return first

    def phrase_start(self, end: int) -> int | None:
        """The start of a subject without a name: "a senior official", "officials", "India in ROK"."""
        page = self.page
        index = end
        while index > 0 and end - index < _LONGEST_SUBJECT:
            key, word = page.all_keys[index - 1], page.texts[index - 1]
            if key in DETERMINERS:
                index -= 1
                if page.key(index - 1) in ("of", "for", "from"):
                    index -= 1
                    continue
                break
            if key in BOUNDARIES or not (word[0].isalnum() or word in ("'s", "’s", "&")):
                break
            if key in _PREPOSITIONS and not (key == "in" and page.char(index - 2)[:1].isupper()):
                break
            index -= 1
        if index == end or (end - index == 1 and page.key(index) in DETERMINERS):
            return None
        first, last = page.all_keys[index], page.all_keys[end - 1]
        named = (
            page.texts[end - 1][0].isupper() or last in words_of("plural_speakers") or first in DETERMINERS
        )
        person = page.all_parts[end - 1] & (ANY_HEAD | Part.ROLE | Part.ORGANIZATION)
        return index if named or person else None

    def is_human(self, index: int) -> bool:
        page = self.page
        key = page.key(index)
        return bool(
            page.parts(index) & (ANY_HEAD | Part.ROLE)
            or key in words_of("plural_speakers")
            or key in words_of("speakers")
            or (key.endswith(_PLURAL_ENDINGS) and len(key) > 5)
        )

    def is_quoted(self, offset: int) -> bool:
        at = bisect_right(self.opens, offset) - 1
        return at >= 0 and offset < self.quotations[at].close

    def _unnamed(self, end: int) -> Subject | None:
        """ "A senior official", "officers at the port", "a man familiar with his thinking"."""
        page = self.page
        found = self.phrase_start(end)
        if found is not None:
            head = self._head_before(found)
            return ((found, end), self._inside(found, end)) if head is None else ((head[0], end), None)
        for link in range(end - 1, max(end - 6, 0), -1):
            if page.key(link) in LINKS:
                head = self._head_before(link + 1)
                return ((head[0], end), None) if head is not None else None
            if not page.char(link)[0].isalnum() and page.char(link) not in ("'s", "’s"):
                return None
        return None

    def _is_set_off(self, actor: Actor) -> bool:
        """A name between commas, after the office: "the firm's lawyer, Ana Rojas, said"."""
        page = self.page
        first = self.with_title(actor)
        return (
            page.char(actor.last) == ","
            and page.char(first - 1) == ","
            and page.char(first - 2).islower()
            and not ((before := self.ending.get(first - 1)) and before.person)
        )

    def _head_before(self, start: int) -> tuple[int, int] | None:
        """ "Officers at the port said", "a spokesman for Rojas said": the noun before the preposition."""
        page = self.page
        if page.key(start - 1) not in LINKS and page.key(start - 1) not in ("who", "that", "which"):
            return None
        first = start - 1
        while first > 0 and start - first < _LONGEST_SUBJECT:
            key, word = page.all_keys[first - 1], page.texts[first - 1]
            if key in BOUNDARIES or not (word[0].isalnum() or word in ("'s", "’s", "&")):
                break
            first -= 1
        last = first
        while last < start - 1 and page.key(last) not in LINKS and not page.key(last).endswith("ing"):
            last += 1
        if last > first and page.key(last - 1) == "familiar":
            last -= 1
        if last == first or last - first > 6:
            return None
        bears = page.key(last - 1) in words_of("carriers")
        return (first, start) if bears or self.is_human(last - 1) else None

    def _are_titles(self, first: int, last: int) -> bool:
        """Only words that go before a name: "Republican hopeful Sen."."""
        page = self.page
        small = [
            index
            for index in range(first, last)
            if not page.char(index)[0].isupper() and not page.parts(index) and page.code(index) is None
        ]
        return last <= first + 1 or (
            len(small) <= 1 and not any(page.key(at) in LINKS for at in range(first, last))
        )

    def _opens_unnamed(self, first: int, verb: int) -> Subject | None:
        page = self.page
        for index in range(first, min(first + 7, verb)):
            if self.is_human(index) and not page.char(index + 1)[:1].isupper():
                return self._named_after((first, self._with_complement(index + 1, verb)))
            if (page.key(index) in LINKS and page.key(index) != "of") or not page.char(index)[0].isalnum():
                break
        last = first
        while last < verb and page.char(last) in self.known and last - first < 4:
            last += 1
        if last > first and page.char(last)[:1].islower():
            return (first, last), None
        last = first
        while last < verb and page.namey(last) and last - first < 4:
            last += 1
        acts = page.key(last).endswith("ed") or page.key(last) in _FINITE
        return ((first, last), None) if last > first and acts and page.char(last).islower() else None

    def _with_complement(self, last: int, verb: int) -> int:
        """ "The head" to "the head of the disaster agency"."""
        page = self.page
        if page.key(last) != "of":
            return last
        end = last + 1
        while end < min(last + 8, verb) and page.char(end)[0].isalnum() and page.key(end) not in BOUNDARIES:
            end += 1
        return end if page.char(end) == "," else last

    def _named_after(self, phrase: tuple[int, int]) -> Subject:
        """ "Her coach, Eva Lind, was sure": the name between commas, where one follows."""
        page = self.page
        actor = next(
            (
                self.starting[at]
                for at in range(phrase[1] + 1, phrase[1] + 4)
                if page.char(phrase[1]) == "," and at in self.starting
            ),
            None,
        )
        if actor is None or not actor.person or page.char(actor.last) != ",":
            return phrase, None
        start = self.with_title(actor)
        return ((start, actor.last), actor) if start == phrase[1] + 1 else (phrase, None)

    def _past_adverbs(self, index: int) -> int:
        page = self.page
        while index > 0:
            key = page.key(index - 1)
            if key in words_of("between") or (
                key.endswith(_ADVERB_ENDING) and page.char(index - 1).islower() and len(key) > 4
            ):
                index -= 1
            else:
                break
        return index

    def _past_media(self, index: int) -> int:
        """ "in a statement on Friday", between the subject and its verb."""
        return self._past_medium(self._past_medium(index))

    def _past_medium(self, index: int) -> int:
        page = self.page
        if page.key(index - 1) not in words_of("media"):
            return index
        for start in range(index - 2, max(index - 8, -1), -1):
            if page.key(start) in ("in", "on", "at", "during", "via", "through"):
                return start
            if not page.char(start)[:1].isalpha():
                break
        return index - 1 if page.key(index - 1).endswith("day") else index

    def _apposition(self, closing: int) -> int | None:
        """Where the apposition that closes here began: "Cho Hyun, the foreign minister, said"."""
        page = self.page
        opener = "(" if page.char(closing) == ")" else page.char(closing)
        for index in range(closing - 1, max(closing - _LONGEST_APPOSITION, -1), -1):
            if page.char(index) == opener and (
                opener != "," or index in self.ending or page.namey(index - 1) or page.char(index - 1) == ")"
            ):
                return index
            if page.char(index) in '\n"“”' or (
                opener != "(" and closing - index > 3 and page.char(index) in ".;:!?"
            ):
                return None
        return None

    def _inside(self, start: int, end: int) -> Actor | None:
        """The actor that the phrase ends with, unless it is only what the phrase is about."""
        for index in range(end - 1, start - 1, -1):
            actor = self.starting.get(index)
            if actor is not None:
                told = any(self.page.key(at) in ("of", "for", "from", "to") for at in range(start, index))
                return actor if actor.last >= end - 1 and not told else None
        return None

    def _goes_on_after(self, actor: Actor) -> bool:
        """The name only leads to the noun that is meant: "Rojas’s lawyer", "a GOP leadership aide"."""
        page = self.page
        if page.char(actor.last) in ("'s", "’s"):
            return True
        if actor.person:
            return False
        for index in range(actor.last, actor.last + 3):
            key = page.key(index)
            if not page.char(index).islower() or key in LINKS or key in BOUNDARIES:
                return False
            if page.parts(index) & (ANY_HEAD | Part.ROLE) or key in words_of("speakers"):
                return True
        return False
