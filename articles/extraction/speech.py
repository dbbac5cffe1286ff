"""Reporting clauses: who said, wrote, posted or announced something, wherever it stands.

A quotation's speaker is found through the clause that reports it, and so is the person whom "he"
continues; therefore all clauses of a text are read once, before any quotation is looked at. A clause
is a reporting verb with a subject before it ("PM Modi posted"), after it ("said the ambassador"), or
after "according to". The subject is a person or organization already found where its words are the
subject's words; else it is kept as words without a name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from articles.extraction.names import Page
from articles.extraction.offices import Office
from articles.extraction.quotation import Quotation
from articles.extraction.spans import Offsets
from articles.extraction.subjects import BOUNDARIES, DETERMINERS, LINKS, Actor, Subject, Subjects, words_of

#: "termed his meeting with the two envoys on Thursday “fruitful”".
_NAMING = frozenset(
    """termed described describes likened likens hailed call called calls dubbed labeled labelled branded
    dismissed""".split()
)
_CLOSING = ('"', "”", "“", "''", "»", "’", "'")
_MARKS = frozenset(('"', "“", "‘", "'", "«", "„", "`", "''", "``"))
_PASSIVE = frozenset("was were been being is are be gets got".split())
_NEW_CLAUSES = frozenset("where when while as".split())
_SECOND_WORDS = {"went": "on", "put": "it", "puts": "it"}
#: The quotation's own paragraph and the two before it.
_PARAGRAPHS_BEFORE = 3
_SHORT = 9
_REACH, _FAR_REACH = 8, 24


@cache
def _cues() -> frozenset[str]:
    return words_of("reporting") | {"according", *_SECOND_WORDS}


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
        self.subjects = Subjects(page, actors, offices, quotations, sentences)
        self.sentences = sentences

    def reports(self, paragraphs: Sequence[Offsets]) -> tuple[Report, ...]:
        """The clauses of the paragraphs that hold quotations, and of those that may tell who "he" is."""
        verbs, page = words_of("reporting"), self.page
        found: list[Report] = []
        cues = _cues()
        near = chain.from_iterable(range(low, high) for low, high in self._near(paragraphs))
        for index in [at for at in near if page.all_keys[at] in cues]:
            key, start = page.all_keys[index], page.starts[index]
            is_verb = key in verbs or page.key(index + 1) == _SECOND_WORDS.get(key)
            if is_verb and self._is_small(index) and not self.subjects.is_quoted(start):
                report = self._report(index, found[-1] if found else None)
            elif key == "according" and page.key(index + 1) == "to":
                report = self._according(index)
            else:
                continue
            if report is not None:
                found.append(report)
        return tuple(found)

    def _near(self, paragraphs: Sequence[Offsets]) -> Iterator[Offsets]:
        starts = [start for start, _end in paragraphs]
        done = 0
        for one in self.subjects.quotations:
            first = max(0, bisect_right(starts, one.open) - _PARAGRAPHS_BEFORE)
            last = min(len(starts), bisect_right(starts, one.close) + 1)
            low = max(done, self.page.index_at(starts[first]))
            high = self.page.index_at(paragraphs[last - 1][1])
            if low < high:
                yield low, high
                done = high

    def _is_small(self, index: int) -> bool:
        """Written as a verb is: small, or at the head of a sentence."""
        if self.page.texts[index][0].islower():
            return True
        if self.page.key(index + 1) in words_of("turned"):
            return False
        return self.page.char(index - 1)[:1] in ("", ".", "\n", "!", "?", ":", '"', "”")

    def _report(self, verb: int, before: Report | None) -> Report | None:
        page = self.page
        cue = page.char(verb)
        participle = cue.endswith("ing")
        follows = self._follows_quotation(verb)
        if (follows and not participle) or self._is_turned(verb):
            return self._inverted(verb, cue)
        if not follows and page.key(verb - 1) in ("of", "a", "an", "the"):
            return None  # "in a series of tweets"
        relative = page.key(verb - 1) in ("that", "which") and not self._touches_mark(verb, verb)
        if relative or self._is_passive(verb):
            return None
        subject = self._subject_of_participle(before, verb) if participle else self.subjects.before(verb)
        if subject is not None and not participle and page.key(subject[0][1] - 1) in words_of("media"):
            subject = self.subjects.of_sentence(verb) or subject
        if subject is None:
            subject = self.subjects.of_sentence(verb) or self._subject_of(before, verb)
        if subject is None:
            return self._opening_verb(verb, cue)
        span, actor = subject
        if page.key(verb) in words_of("beside_only") and not self._is_beside(verb, span):
            return None
        if actor is None and page.key(verb) in words_of("nouns") and not self._touches_mark(verb, span[0]):
            return None
        return Report(verb, span, cue, actor, inverted=False)

    def _is_passive(self, verb: int) -> bool:
        """ "Rojas was asked": the subject is told, not telling."""
        page = self.page
        at = verb - 2 if page.key(verb - 1) in ("also", "then", "not", "later", "first") else verb - 1
        return page.key(at) in _PASSIVE and page.key(verb) in words_of("passive")

    def _touches_mark(self, verb: int, subject: int) -> bool:
        page = self.page
        return (
            page.char(verb + 1) in _MARKS or page.char(verb + 2) in _MARKS or self._follows_quotation(subject)
        )

    def _subject_of_participle(self, before: Report | None, verb: int) -> Subject | None:
        carrier = self._carrier(verb)
        if carrier is not None:
            return carrier
        said = self._just_said(before, verb)
        if said is not None:
            return said
        found = self.subjects.of_sentence(verb)
        if found is None:
            return self.subjects.before(verb) if self.page.char(verb - 1) != "," else None
        clause = self.page.all_keys[found[0][1] : verb]
        return None if any(key in _NEW_CLAUSES for key in clause) else found

    def _carrier(self, verb: int) -> Subject | None:
        """ "They held up a banner saying: …": the banner speaks."""
        if self.page.key(verb - 1) not in words_of("carriers"):
            return None
        start = self.subjects.phrase_start(verb)
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
        actor = next(
            (self.subjects.starting[at] for at in range(verb + 1, verb + 5) if at in self.subjects.starting),
            None,
        )
        if actor is None or page.char(actor.last) not in (",", ".", "\n", "", ";", '"', "“"):
            return False
        if page.char(actor.last) == "," and page.char(actor.last + 1)[:1] in _MARKS:
            return True
        start = page.starts[verb]
        first, _last = self.subjects.bounds(start)
        at = bisect_right(self.subjects.opens, start) - 1
        return at >= 0 and self.subjects.opens[at] >= page.starts[first]

    def _just_said(self, before: Report | None, verb: int) -> Subject | None:
        """ "The two will meet, Rojas said, adding: …"."""
        if before is None or before.last > verb or self.page.char(before.last) != ",":
            return None
        between = self.page.texts[before.last + 1 : verb]
        if len(between) > 3 or any(word in ',.;"“' for word in between):
            return None
        return before.subject, before.actor

    def _is_beside(self, verb: int, subject: tuple[int, int]) -> bool:
        """Whether a quotation stands close enough to be what the verb reports."""
        if self._follows_quotation(subject[0]):
            return True
        reach = _FAR_REACH if self.page.key(verb) in _NAMING else _REACH
        end = min(verb + reach, len(self.page.texts))
        return any(word in ('"', "“", "''", "``", "‘", "'", "«") for word in self.page.texts[verb + 1 : end])

    def _subject_of(self, before: Report | None, verb: int) -> Subject | None:
        """ "The spokesman said there was no plan, adding: …": the clause before in the same sentence."""
        if before is None or before.inverted:
            return None
        first, last = self.subjects.bounds(self.page.starts[verb])
        return (before.subject, before.actor) if first <= before.first < last else None

    def _opening_verb(self, verb: int, cue: str) -> Report | None:
        """ "Said Ellis: …"."""
        first, _last = self.subjects.bounds(self.page.starts[verb])
        return self._inverted(verb, cue) if first == verb else None

    def announcement(self, colon: int) -> Report | None:
        """ "X leaned in and boomed:": before a colon the sentence's subject speaks, whatever the verb."""
        page = self.page
        first, _last = self.subjects.bounds(page.starts[colon])
        if page.key(colon - 1) == "follows":
            return Report(colon - 1, (first, max(first + 1, colon - 2)), "follows", None, inverted=False)
        label = self._label(colon)
        if label is not None:
            return Report(colon, label[0], ":", label[1], inverted=False)
        found = self.subjects.of_sentence(colon)
        if found is None and page.key(first) in DETERMINERS:
            last = first + 1
            while page.char(last).isalpha() and page.key(last) not in LINKS | words_of("reporting"):
                if page.key(last).endswith("ed") or last - first > 4:
                    break
                last += 1
            bears = self.subjects.is_human(last - 1) or page.key(last - 1) in words_of("media") | words_of(
                "carriers"
            )
            found = ((first, last), None) if bears else None
        if found is None and 2 < colon - first <= _SHORT and page.key(colon - 1).endswith(("s", "ed")):
            found = ((first, colon - 1), None)  # "Article 12 states:"
        if found is None or page.key(found[0][0]) == "it":
            return None
        return Report(colon, found[0], page.char(colon - 1), found[1], inverted=False)

    def _label(self, colon: int) -> Subject | None:
        """A name right before the colon, as in a transcript: "Ana Rojas:", "On the vote – Rojas:"."""
        page = self.page
        named = self.subjects.ending.get(colon)
        if named is not None:
            return None if page.key(named.first - 1) in LINKS - {"from"} else ((named.first, colon), named)
        start = colon
        while start > 0 and page.char(start - 1)[0].isupper() and colon - start < 5:
            start -= 1
        if start == colon or page.char(start - 1) not in ("-", "–", "—", "\n", ""):
            return None
        return (start, colon), None

    def about(self, sentence: Offsets) -> Report | None:
        """The subject of a sentence that reports nothing itself."""
        first, last = map(self.page.index_at, sentence)
        found = self.subjects.of_sentence(last - 1) if last - first > 2 else None
        if found is None or self.page.key(found[0][0]) == "it":
            return None
        return Report(last, found[0], "", found[1], inverted=False)

    def verb_into(self, mark: int) -> Report | None:
        """ "Ana Rojas, the mayor, welcomed “…”": any verb right before the marks, with a name as subject."""
        page = self.page
        comma = page.char(mark - 1) in (",", ":")
        verb = mark - 2 if comma else mark - 1
        if comma and page.key(verb) in words_of("media"):
            subject = self.subjects.of_sentence(verb)
            return Report(verb, subject[0], page.char(verb), subject[1], inverted=False) if subject else None
        endings = ("ing",) if comma else ("ing", "ed", "es", "ds", "ts", "ks", "ns")
        if not page.char(verb).islower() or not page.key(verb).endswith(endings) or self._is_passive(verb):
            return None
        if page.key(verb).endswith("ing") and page.char(verb - 1) not in (",", "and"):
            return None
        subject = self.subjects.before(verb) or self.subjects.of_sentence(verb)
        if subject is None or subject[1] is None:
            return None
        return Report(verb, subject[0], page.char(verb), subject[1], inverted=False)

    def next_name(self, index: int) -> Report | None:
        """The name right at `index`, with its office before it: "…," Rojas told the paper."""
        page, verbs = self.page, words_of("reporting")
        while page.char(index) in (",", "-", "–", "—"):
            index += 1
        if page.key(index) in LINKS | BOUNDARIES:
            return None
        if page.key(index) in words_of("pronouns"):
            verb = index + 1
            told = page.char(verb).islower() and page.key(verb).endswith(("s", "ed"))
            told = told and page.key(verb) not in words_of("between")
            return Report(verb, (index, index + 1), page.char(verb), None, inverted=False) if told else None
        end, actor = self.subjects.after(index)
        if actor is not None and end < len(page.texts):
            return Report(end, (index, end), page.char(end), actor, inverted=False)
        if page.char(index).islower() and page.key(index) in DETERMINERS:
            human = [at for at in range(index + 1, min(end, index + 6)) if self.subjects.is_human(at)]
            last = index + 1
            while last < index + 9 and page.char(last)[:1].isalnum() and page.key(last) not in verbs:
                last += 1
            if page.key(last) not in verbs:
                last = max(human) + 1 if human else index
            if last > index:
                return Report(last, (index, last), page.char(last), None, inverted=False)
        return None

    def _inverted(self, verb: int, cue: str) -> Report | None:
        page = self.page
        start = verb + 1
        while page.key(start) in words_of("between"):
            start += 1
        if page.key(start) in words_of("pronouns"):
            return Report(verb, (start, start + 1), cue, None, inverted=True)
        end, actor = self.subjects.after(start)
        if end == start:
            return None
        return Report(verb, (start, end), cue, actor, inverted=True)

    def _according(self, index: int) -> Report | None:
        """ "according to a statement issued by the ministry": who issued it, if that is said."""
        page = self.page
        start = index + 2
        end = start
        while (
            end < len(page.texts)
            and page.char(end) not in (",", ".", ";", "\n", '"', "“")
            and end - start < 16
        ):
            end += 1
        issuers = [at for at in range(start, end) if at in self.subjects.starting]
        if not issuers:
            return Report(index, (start, end), "according to", None, inverted=True) if end > start else None
        actor = self.subjects.starting[issuers[0]]
        if page.key(start) in ("a", "an") or page.key(actor.first - 1) == "by":
            first = self.subjects.with_title(actor)
        else:
            first = (
                self.subjects.with_title(actor) if self.subjects.with_title(actor) < actor.first else start
            )
        return Report(index, (first, actor.last), "according to", actor, inverted=True)
