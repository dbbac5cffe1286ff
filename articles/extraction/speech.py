"""Reporting clauses: who said, wrote, posted or announced something, wherever it stands.

A quotation's speaker is found through the clause that reports it, and so is the person whom "he"
continues; therefore all clauses of a text are read once, before any quotation is looked at. A clause
is a reporting verb with a subject before it ("PM Modi posted"), after it ("said the ambassador"), or
after "according to". The subject is a person or organization already found where its words are the
subject's words; else it is kept as words without a name.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from articles.drafts import OrganizationTag, PersonTag
from articles.extraction.names import ANY_HEAD, DATA, Page, Part
from articles.extraction.offices import Office
from articles.extraction.quotation import Quotation
from articles.extraction.spans import Offsets

_PREPOSITIONS = frozenset(
    "in on at during via through by with amid from over about against after before".split()
)
_BOUNDARIES = frozenset(
    "but when while because if which whether as though although and or so than where how what why who that".split()
)
_LINKS = _PREPOSITIONS | {"of", "for", "to"}
_DETERMINERS = frozenset(
    "the a an his her its their our one another this that these some many several".split()
)
#: "termed his meeting with the two envoys on Thursday “fruitful”".
_NAMING = frozenset(
    "termed described describes called calls dubbed labeled labelled branded dismissed".split()
)
_REACH, _FAR_REACH = 8, 24
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


@dataclass(frozen=True, slots=True)
class Report:
    """One reporting clause. `first` and `last` bound subject and verb together, in tokens."""

    verb: int
    subject: tuple[int, int]
    cue: str
    actor: Actor | None
    inverted: bool

    @property
    def first(self) -> int:
        return min(self.verb, self.subject[0])

    @property
    def last(self) -> int:
        return max(self.verb + 1, self.subject[1])


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


class Reporter:
    """Reads the reporting clauses of one page."""

    def __init__(
        self,
        page: Page,
        actors: Sequence[Actor],
        offices: Sequence[Office],
        quotations: Sequence[Quotation],
        sentences: Sequence[Offsets],
    ) -> None:
        self.page = page
        self.actors = actors
        self.ending = {actor.last: actor for actor in actors}
        self.starting = {actor.first: actor for actor in actors}
        self.titles = {office.last: office.begin for office in offices}
        self.opens = [one.open for one in quotations]
        self.sentences = sentences
        self.quotations = quotations

    def reports(self) -> tuple[Report, ...]:
        verbs = words_of("reporting")
        found: list[Report] = []
        cues = verbs | {"went", "according"}
        for index in [at for at, token in enumerate(self.page.tokens) if token.key in cues]:
            token = self.page.tokens[index]
            is_verb = token.key in verbs or (token.key == "went" and self.page.key(index + 1) == "on")
            if is_verb and self._is_small(index) and not self._is_quoted(token.start):
                report = self._report(index, found[-1] if found else None)
            elif token.key == "according" and self.page.key(index + 1) == "to":
                report = self._according(index)
            else:
                continue
            if report is not None:
                found.append(report)
        return tuple(found)

    def _is_small(self, index: int) -> bool:
        """Written as a verb is: small, or at the head of a sentence."""
        if self.page.tokens[index].text[0].islower():
            return True
        return self.page.char(index - 1)[:1] in ("", ".", "\n", "!", "?", ":", '"', "”")

    def _is_quoted(self, offset: int) -> bool:
        at = bisect_right(self.opens, offset) - 1
        return at >= 0 and offset < self.quotations[at].close

    def _report(self, verb: int, before: Report | None) -> Report | None:
        page = self.page
        cue = page.char(verb)
        if self._follows_quotation(verb) or self._is_turned(verb):
            return self._inverted(verb, cue)
        if page.key(verb - 1) in ("of", "a", "an", "the"):
            return None  # "in a series of tweets"
        participle = cue.endswith("ing")
        subject = self._just_said(before, verb) if participle else self._subject_before(verb)
        if participle:
            subject = subject or self._subject_of_sentence(verb) or self._subject_before(verb)
        elif subject is not None and page.key(subject[0][1] - 1) in words_of("media"):
            subject = self._subject_of_sentence(verb) or subject
        if subject is None:
            subject = self._subject_of_sentence(verb) or self._subject_of(before, verb)
        if subject is None:
            return self._opening_verb(verb, cue)
        span, actor = subject
        if page.key(verb) in words_of("beside_only") and not self._is_beside(verb, span):
            return None
        return Report(verb, span, cue, actor, inverted=False)

    def _follows_quotation(self, index: int) -> bool:
        return self.page.char(index - 1) in ('"', "”", "''", "»", "’", "'") or (
            self.page.char(index - 1) == "," and self.page.char(index - 2) in ('"', "”", "''", "»", "’", "'")
        )

    def _is_turned(self, verb: int) -> bool:
        """ "We are glad" of the vote, said Ana Rojas, who …": the subject follows, and its sentence ends."""
        page = self.page
        if page.char(verb - 1) != "," or page.key(verb) not in words_of("turned"):
            return False
        actor = next((self.starting[at] for at in range(verb + 1, verb + 5) if at in self.starting), None)
        if actor is None or page.char(actor.last) not in (",", ".", "\n", "", ";", '"', "“"):
            return False
        start = page.tokens[verb].start
        first, _last = sentence_bounds(page, self.sentences, start)
        at = bisect_right(self.opens, start) - 1
        return at >= 0 and self.opens[at] >= page.tokens[first].start

    def _just_said(
        self, before: Report | None, verb: int
    ) -> tuple[tuple[int, int], Actor | None] | None:
        """ "The two will meet, Rojas said, adding: …"."""
        if before is None or before.last > verb or self.page.char(before.last) != ",":
            return None
        between = self.page.tokens[before.last + 1 : verb]
        if len(between) > 3 or any(token.text in ',.;"“' for token in between):
            return None
        return before.subject, before.actor

    def _is_beside(self, verb: int, subject: tuple[int, int]) -> bool:
        """Whether a quotation stands close enough to be what the verb reports."""
        if self._follows_quotation(subject[0]):
            return True
        reach = _FAR_REACH if self.page.key(verb) in _NAMING else _REACH
        end = min(verb + reach, len(self.page.tokens))
        return any(
            token.text in ('"', "“", "''", "``", "‘", "'", "«") for token in self.page.tokens[verb + 1 : end]
        )

    def _subject_before(self, verb: int) -> tuple[tuple[int, int], Actor | None] | None:
        end = self._past_media(self._past_adverbs(verb))
        end = self._past_adverbs(end)
        page = self.page
        for _twice in range(2):
            if page.char(end - 1) not in (",", ")", "—", "–"):
                break
            named = self.ending.get(end - 1)
            if named is not None and named.person and self._is_set_off(named):
                return (self._with_title(named), named.last), named
            opened = self._apposition(end - 1)
            if opened is None:
                return None
            end = opened
        actor = self.ending.get(end)
        if actor is not None:
            start = self._with_title(actor)
            head = self._head_before(start)
            return ((start, end), actor) if head is None else (head, None)
        if page.key(end - 1) in words_of("pronouns"):
            return (end - 1, end), None
        found = self._phrase_start(end)
        if found is None:
            return None
        head = self._head_before(found)
        return ((found, end), self._inside(found, end)) if head is None else (head, None)

    def _is_set_off(self, actor: Actor) -> bool:
        """A name between commas, after the office: "the firm's lawyer, Ana Rojas, said"."""
        page = self.page
        first = self._with_title(actor)
        return (
            page.char(actor.last) == ","
            and page.char(first - 1) == ","
            and page.char(first - 2).islower()
            and first - 1 not in self.ending
        )

    def _head_before(self, start: int) -> tuple[int, int] | None:
        """ "Officers at the port said", "a spokesman for Rojas said": the noun before the preposition."""
        page = self.page
        if page.key(start - 1) not in _LINKS:
            return None
        first = start - 1
        while first > 0 and start - first < _LONGEST_SUBJECT:
            token = page.tokens[first - 1]
            if token.key in _BOUNDARIES or not (token.text[0].isalnum() or token.text in ("'s", "’s", "&")):
                break
            first -= 1
        last = first
        while last < start - 1 and page.key(last) not in _LINKS and not page.key(last).endswith("ing"):
            last += 1
        if last == first or last - first > 6:
            return None
        nouns = words_of("plural_speakers")
        heads = page.parts(last - 1) & (ANY_HEAD | Part.ROLE) or page.key(last - 1) in nouns | words_of("speakers")
        return (first, start) if heads else None

    def _subject_of_sentence(self, verb: int) -> tuple[tuple[int, int], Actor | None] | None:
        """Who the sentence is about, where it begins with them: "X welcomed the move, saying …"."""
        page = self.page
        first, _last = sentence_bounds(page, self.sentences, page.tokens[verb].start)
        found = self._opens_with(first, verb)
        if found is None and page.key(first) in words_of("introductions"):
            comma = next((at for at in range(first, min(first + 24, verb)) if page.char(at) == ","), None)
            found = self._opens_with(comma + 1, verb) if comma is not None else None
        return found

    def _opens_with(self, first: int, verb: int) -> tuple[tuple[int, int], Actor | None] | None:
        page = self.page
        if first >= verb or self._is_quoted(page.tokens[first].start):
            return None
        for index in range(first, min(first + 3, verb)):
            if page.key(index) in words_of("pronouns") and not self._is_quoted(page.tokens[index].start):
                return (index, index + 1), None
        for index in range(first, min(first + 10, verb)):
            actor = self.starting.get(index)
            if actor is not None and not self._is_quoted(page.tokens[index].start):
                start = self._with_title(actor)
                if start > first + 1:
                    break
                if page.char(actor.last) in ("'s", "’s"):
                    break
                return (start, actor.last), actor
        for index in range(first, min(first + 6, verb)):
            if page.parts(index) & (ANY_HEAD | Part.ROLE) or page.key(index) in words_of("plural_speakers"):
                return (first, index + 1), None
            if page.key(index) in _LINKS or not page.char(index)[0].isalnum():
                break
        return None

    def _subject_of(self, before: Report | None, verb: int) -> tuple[tuple[int, int], Actor | None] | None:
        """ "The spokesman said there was no plan, adding: …": the clause before in the same sentence."""
        if before is None or before.inverted:
            return None
        first, last = sentence_bounds(self.page, self.sentences, self.page.tokens[verb].start)
        return (before.subject, before.actor) if first <= before.first < last else None

    def _opening_verb(self, verb: int, cue: str) -> Report | None:
        """ "Said Ellis: …"."""
        first, _last = sentence_bounds(self.page, self.sentences, self.page.tokens[verb].start)
        return self._inverted(verb, cue) if first == verb else None

    def announcement(self, colon: int) -> Report | None:
        """ "X leaned in and boomed:": before a colon the sentence's subject speaks, whatever the verb."""
        named = self.ending.get(colon)
        if named is not None and self.page.char(named.first - 1) in ("", "\n", "-", "–", "—", ".", "from"):
            return Report(colon, (named.first, colon), ":", named, inverted=False)
        found = self._subject_of_sentence(colon)
        if found is None or self.page.key(found[0][0]) == "it":
            return None
        return Report(colon, found[0], self.page.char(colon - 1), found[1], inverted=False)

    def next_name(self, index: int) -> Report | None:
        """The name right at `index`, with its office before it: "…," Rojas told the paper."""
        page = self.page
        while page.char(index) in (",", "-", "–", "—"):
            index += 1
        if page.key(index) in words_of("pronouns"):
            verb = index + 1
            told = page.char(verb).islower() and page.key(verb).endswith(("s", "ed"))
            return Report(verb, (index, index + 1), page.char(verb), None, inverted=False) if told else None
        end, actor = self._phrase_after(index)
        if actor is None or end >= len(page.tokens):
            return None
        return Report(end, (index, end), page.char(end), actor, inverted=False)

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

    def _with_title(self, actor: Actor) -> int:
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

    def _phrase_start(self, end: int) -> int | None:
        """The start of a subject without a name: "a senior official", "officials", "India in ROK"."""
        page = self.page
        index = end
        while index > 0 and end - index < _LONGEST_SUBJECT:
            token = page.tokens[index - 1]
            if token.key in _DETERMINERS:
                index -= 1
                if page.key(index - 1) in ("of", "for", "from"):
                    index -= 1
                    continue
                break
            if token.key in _BOUNDARIES or not (token.text[0].isalnum() or token.text in ("'s", "’s", "&")):
                break
            if token.key in _PREPOSITIONS and not (token.key == "in" and page.char(index - 2)[:1].isupper()):
                break
            index -= 1
        if index == end:
            return None
        first, last = page.tokens[index], page.tokens[end - 1]
        named = last.text[0].isupper() or last.key in words_of("plural_speakers") or first.key in _DETERMINERS
        person = last.parts & (ANY_HEAD | Part.ROLE | Part.ORGANIZATION)
        return index if named or person else None

    def _inside(self, start: int, end: int) -> Actor | None:
        """The actor that the phrase ends with, unless it is only what the phrase is about."""
        for index in range(end - 1, start - 1, -1):
            actor = self.starting.get(index)
            if actor is not None:
                told = any(self.page.key(at) in ("of", "for", "from", "to") for at in range(start, index))
                return actor if actor.last >= end - 1 and not told else None
        return None

    def _inverted(self, verb: int, cue: str) -> Report | None:
        page = self.page
        start = verb + 1
        while page.key(start) in words_of("between"):
            start += 1
        if page.key(start) in words_of("pronouns"):
            return Report(verb, (start, start + 1), cue, None, inverted=True)
        end, actor = self._phrase_after(start)
        if end == start:
            return None
        return Report(verb, (start, end), cue, actor, inverted=True)

    def _phrase_after(self, start: int) -> tuple[int, Actor | None]:
        """Where the phrase that opens at `start` ends, and whom it names: not "Rojas" in "Rojas’s lawyer"."""
        page = self.page
        told = False
        index, limit = start, min(start + _LONGEST_SUBJECT, len(page.tokens))
        while index < limit:
            token = page.tokens[index]
            actor = self.starting.get(index)
            if actor is not None:
                if not self._goes_on_after(actor):
                    return actor.last, None if told else actor
                index = actor.last
                continue
            told = told or token.key in ("for", "to") or (token.key == "of" and not page.code(index + 1))
            ends = not (token.text[0].isalnum() or token.text in ("'s", "’s", "&"))
            if ends or token.key in _BOUNDARIES or (token.key in _PREPOSITIONS and index > start):
                named = self.starting.get(index + 1) if token.text == "," and index > start else None
                if named is not None and named.person and page.char(index - 1).islower():
                    return named.last, named
                return index, None
            index += 1
        return index, None

    def _goes_on_after(self, actor: Actor) -> bool:
        """The name only leads to the noun that is meant: "Rojas’s lawyer", "a GOP aide"."""
        page = self.page
        if page.char(actor.last) in ("'s", "’s"):
            return True
        if actor.person:
            return False
        parts = page.parts(actor.last) & (ANY_HEAD | Part.ROLE)
        return bool(parts) or page.key(actor.last) in words_of("speakers")

    def _according(self, index: int) -> Report | None:
        """ "according to a statement issued by the ministry": who issued it, if that is said."""
        page = self.page
        start = index + 2
        end = start
        while (
            end < len(page.tokens)
            and page.char(end) not in (",", ".", ";", "\n", '"', "“")
            and end - start < 16
        ):
            end += 1
        issuers = [at for at in range(start, end) if at in self.starting]
        if not issuers:
            return Report(index, (start, end), "according to", None, inverted=True) if end > start else None
        actor = self.starting[issuers[0]]
        if page.key(start) in ("a", "an") or page.key(actor.first - 1) == "by":
            first = self._with_title(actor)
        else:
            first = self._with_title(actor) if self._with_title(actor) < actor.first else start
        return Report(index, (first, actor.last), "according to", actor, inverted=True)


def sentence_bounds(page: Page, sentences: Sequence[tuple[int, int]], offset: int) -> tuple[int, int]:
    """The tokens of the sentence around `offset`."""
    at = bisect_right(sentences, offset, key=lambda one: one[0]) - 1
    if at < 0:
        return 0, 0
    start, end = sentences[at]
    return page.index_at(start), page.index_at(end)
