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
    "the a an my your his her its their our one another this that these some many several".split()
)
#: "termed his meeting with the two envoys on Thursday “fruitful”".
_NAMING = frozenset(
    "termed described describes called calls dubbed labeled labelled branded dismissed".split()
)
_CLOSING = ('"', "”", "''", "»", "’", "'")
_MARKS = ('"', "“", "‘", "'", "«", "„", "`")
_PASSIVE = frozenset("was were been being is are be gets got".split())
_ADVERBS = frozenset("and but then so still yet later meanwhile however instead also".split())
_SECOND_WORDS = {"went": "on", "put": "it", "puts": "it"}
_REACH, _FAR_REACH = 8, 24
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


#: The words of a subject, in tokens, and who they are known to be.
Subject = tuple[tuple[int, int], Actor | None]


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
        cues = verbs | {"according", *_SECOND_WORDS}
        for index in [at for at, token in enumerate(self.page.tokens) if token.key in cues]:
            token = self.page.tokens[index]
            is_verb = token.key in verbs or self.page.key(index + 1) == _SECOND_WORDS.get(token.key)
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
        if self.page.key(index + 1) in words_of("turned"):
            return False
        return self.page.char(index - 1)[:1] in ("", ".", "\n", "!", "?", ":", '"', "”")

    def _is_quoted(self, offset: int) -> bool:
        at = bisect_right(self.opens, offset) - 1
        return at >= 0 and offset < self.quotations[at].close

    def _report(self, verb: int, before: Report | None) -> Report | None:
        page = self.page
        cue = page.char(verb)
        participle = cue.endswith("ing")
        follows = self._follows_quotation(verb)
        if (follows and not participle) or self._is_turned(verb):
            return self._inverted(verb, cue)
        if not follows and page.key(verb - 1) in ("of", "a", "an", "the"):
            return None  # "in a series of tweets"
        if self._is_passive(verb):
            return None
        subject = self._subject_of_participle(before, verb) if participle else self._subject_before(verb)
        if subject is not None and not participle and page.key(subject[0][1] - 1) in words_of("media"):
            subject = self._subject_of_sentence(verb) or subject
        if subject is None:
            subject = self._subject_of_sentence(verb) or self._subject_of(before, verb)
        if subject is None:
            return self._opening_verb(verb, cue)
        span, actor = subject
        if page.key(verb) in words_of("beside_only") and not self._is_beside(verb, span):
            return None
        if actor is None and page.key(verb) in words_of("nouns") and not self._leads_to_mark(verb):
            return None
        return Report(verb, span, cue, actor, inverted=False)

    def _is_passive(self, verb: int) -> bool:
        """ "Rojas was asked": the subject is told, not telling."""
        page = self.page
        at = verb - 2 if page.key(verb - 1) in ("also", "then", "not", "later", "first") else verb - 1
        return page.key(at) in _PASSIVE and page.key(verb) in words_of("passive")

    def _leads_to_mark(self, verb: int) -> bool:
        return self.page.char(verb + 1)[:1] in _MARKS or self.page.char(verb + 2)[:1] in _MARKS

    def _subject_of_participle(self, before: Report | None, verb: int) -> Subject | None:
        carrier = self._carrier(verb)
        if carrier is not None:
            return carrier
        return self._just_said(before, verb) or self._subject_of_sentence(verb) or self._subject_before(verb)

    def _carrier(self, verb: int) -> Subject | None:
        """ "They held up a banner saying: …": the banner speaks."""
        if self.page.key(verb - 1) not in words_of("carriers"):
            return None
        start = self._phrase_start(verb)
        return ((start if start is not None else verb - 1, verb), None)

    def _follows_quotation(self, index: int) -> bool:
        return self.page.char(index - 1) in _CLOSING or (
            self.page.char(index - 1) == "," and self.page.char(index - 2) in _CLOSING
        )

    def _is_turned(self, verb: int) -> bool:
        """ "We are glad" of the vote, said Ana Rojas, who …": the subject follows, and its sentence ends."""
        page = self.page
        if page.char(verb - 1) != "," or page.key(verb) not in words_of("turned"):
            return False
        actor = next((self.starting[at] for at in range(verb + 1, verb + 5) if at in self.starting), None)
        if actor is None or page.char(actor.last) not in (",", ".", "\n", "", ";", '"', "“"):
            return False
        if page.char(actor.last) == "," and page.char(actor.last + 1)[:1] in _MARKS:
            return True
        start = page.tokens[verb].start
        first, _last = sentence_bounds(page, self.sentences, start)
        at = bisect_right(self.opens, start) - 1
        return at >= 0 and self.opens[at] >= page.tokens[first].start

    def _just_said(self, before: Report | None, verb: int) -> Subject | None:
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

    def _subject_before(self, verb: int) -> Subject | None:
        page = self.page
        told_of = self.ending.get(verb - 2)
        if page.key(verb - 1) == "who" and page.char(verb - 2) == "," and told_of is not None:
            return (self._with_title(told_of), told_of.last), told_of
        end = self._past_media(self._past_adverbs(verb))
        end = self._past_adverbs(end)
        if page.key(end - 1) in ("that", "which") or (page.char(end - 2), page.char(end - 1)) == (")", ","):
            end -= 1
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
        return self._unnamed(end)

    def _unnamed(self, end: int) -> Subject | None:
        """ "A senior official", "officers at the port", "a man familiar with his thinking"."""
        page = self.page
        found = self._phrase_start(end)
        if found is not None:
            head = self._head_before(found)
            return ((found, end), self._inside(found, end)) if head is None else (head, None)
        for link in range(end - 1, max(end - 6, 0), -1):
            if page.key(link) in _LINKS:
                head = self._head_before(link + 1)
                return ((head[0], end), None) if head is not None else None
            if not page.char(link)[0].isalnum() and page.char(link) not in ("'s", "’s"):
                return None
        return None

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
        if page.key(start - 1) not in _LINKS and page.key(start - 1) not in ("who", "that", "which"):
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
        if last > first and page.key(last - 1) == "familiar":
            last -= 1
        if last == first or last - first > 6:
            return None
        return (first, start) if self._is_human(last - 1) else None

    def _is_human(self, index: int) -> bool:
        page = self.page
        key = page.key(index)
        return bool(
            page.parts(index) & (ANY_HEAD | Part.ROLE)
            or key in words_of("plural_speakers")
            or key in words_of("speakers")
            or (key.endswith(_PLURAL_ENDINGS) and len(key) > 5)
        )

    def _subject_of_sentence(self, verb: int) -> Subject | None:
        """Who the sentence is about, where it begins with them: "X welcomed the move, saying …"."""
        page = self.page
        first, _last = sentence_bounds(page, self.sentences, page.tokens[verb].start)
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
                break
            first = comma + 1
        return self._opens_with(first, verb)

    def _opens_with(self, first: int, verb: int) -> Subject | None:
        page = self.page
        if first >= verb or self._is_quoted(page.tokens[first].start):
            return None
        if page.key(first) in words_of("pronouns"):
            return (first, first + 1), None
        for index in range(first, min(first + 10, verb)):
            actor = self.starting.get(index)
            if actor is not None:
                start = self._with_title(actor)
                if page.char(actor.last) in ("'s", "’s") or not self._are_titles(first, start):
                    break
                return (min(first, start) if start <= first + 1 else first, actor.last), actor
            if not page.char(index)[0].isalnum():
                break
        return self._opens_unnamed(first, verb)

    def _are_titles(self, first: int, last: int) -> bool:
        """Only words that go before a name: "Republican hopeful Sen."."""
        page = self.page
        small = [
            index
            for index in range(first, last)
            if not page.char(index)[0].isupper() and not page.parts(index) and page.code(index) is None
        ]
        return last <= first + 1 or (len(small) <= 1 and not any(page.key(at) in _LINKS for at in range(first, last)))

    def _opens_unnamed(self, first: int, verb: int) -> Subject | None:
        page = self.page
        for index in range(first, min(first + 7, verb)):
            if self._is_human(index) and not page.char(index + 1)[:1].isupper():
                return (first, index + 1), None
            if (page.key(index) in _LINKS and page.key(index) != "of") or not page.char(index)[0].isalnum():
                break
        last = first
        while last < verb and page.namey(last) and last - first < 4:
            last += 1
        if last > first and page.char(last)[:1].islower():
            return (first, last), None
        return None

    def _subject_of(self, before: Report | None, verb: int) -> Subject | None:
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
        page = self.page
        first, _last = sentence_bounds(page, self.sentences, page.tokens[colon].start)
        if page.key(colon - 1) == "follows":
            return Report(colon - 1, (first, max(first + 1, colon - 2)), "follows", None, inverted=False)
        label = self._label(colon)
        if label is not None:
            return Report(colon, label[0], ":", label[1], inverted=False)
        found = self._subject_of_sentence(colon)
        if found is None and page.key(first) in _DETERMINERS:
            last = first + 1
            while page.char(last).isalpha() and page.key(last) not in _LINKS | words_of("reporting"):
                if page.key(last).endswith("ed") or last - first > 4:
                    break
                last += 1
            found = ((first, last), None) if last > first + 1 else None
        if found is None or page.key(found[0][0]) == "it":
            return None
        return Report(colon, found[0], page.char(colon - 1), found[1], inverted=False)

    def _label(self, colon: int) -> Subject | None:
        """A name right before the colon, as in a transcript: "Ana Rojas:", "On the vote – Rojas:"."""
        page = self.page
        named = self.ending.get(colon)
        if named is not None:
            return None if page.key(named.first - 1) in _LINKS - {"from"} else ((named.first, colon), named)
        start = colon
        while start > 0 and page.char(start - 1)[0].isupper() and colon - start < 5:
            start -= 1
        if start == colon or page.char(start - 1) not in ("-", "–", "—", "\n", ""):
            return None
        return (start, colon), None

    def about(self, sentence: Offsets) -> Report | None:
        """The subject of a sentence that reports nothing itself."""
        first, last = map(self.page.index_at, sentence)
        found = self._opens_with(first, last)
        return Report(last, found[0], "", found[1], inverted=False) if found is not None else None

    def verb_into(self, mark: int) -> Report | None:
        """ "Ana Rojas, the mayor, welcomed “…”": any verb right before the marks, with a name as subject."""
        page = self.page
        comma = page.char(mark - 1) in (",", ":")
        verb = mark - 2 if comma else mark - 1
        if comma and page.key(verb) in words_of("media"):
            subject = self._subject_of_sentence(verb)
            return Report(verb, subject[0], page.char(verb), subject[1], inverted=False) if subject else None
        endings = ("ing",) if comma else ("ing", "ed", "es", "ds", "ts", "ks", "ns")
        if not page.char(verb).islower() or not page.key(verb).endswith(endings) or self._is_passive(verb):
            return None
        if page.key(verb).endswith("ing") and page.char(verb - 1) not in (",", "and"):
            return None
        subject = self._subject_before(verb) or self._subject_of_sentence(verb)
        if subject is None or subject[1] is None:
            return None
        return Report(verb, subject[0], page.char(verb), subject[1], inverted=False)

    def next_name(self, index: int) -> Report | None:
        """The name right at `index`, with its office before it: "…," Rojas told the paper."""
        page = self.page
        while page.char(index) in (",", "-", "–", "—"):
            index += 1
        if page.key(index) in _LINKS | _BOUNDARIES:
            return None
        if page.key(index) in words_of("pronouns"):
            verb = index + 1
            told = page.char(verb).islower() and page.key(verb).endswith(("s", "ed"))
            told = told and page.key(verb) not in words_of("between")
            return Report(verb, (index, index + 1), page.char(verb), None, inverted=False) if told else None
        end, actor = self._phrase_after(index)
        if actor is not None and end < len(page.tokens):
            return Report(end, (index, end), page.char(end), actor, inverted=False)
        if page.char(index).islower() and page.key(index) in _DETERMINERS:
            human = [at for at in range(index + 1, min(end, index + 6)) if self._is_human(at)]
            verbs = [at for at in range(index + 1, min(end + 1, index + 6)) if page.key(at) in words_of("reporting")]
            if human or verbs:
                last = min(verbs) if verbs else max(human) + 1
                return Report(last, (index, last), page.char(last), None, inverted=False)
        return None

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
        if index == end or (end - index == 1 and page.key(index) in _DETERMINERS):
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
