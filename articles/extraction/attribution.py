"""Who said a quotation: the clause that reports it, and whom that clause means.

Clauses are tried in the order of how seldom they are wrong, each under the name that the evaluation
counts it by: one that leads into the marks, one after them, one before them in the sentence, a label
with a colon, a signature. A quotation without any goes on with the speaker of the one before it, or of
the sentence before it. "He" and "it" are bound only to the one whom the text was just about; naming the
last speaker instead is right about one time in three, so an empty speaker is the better answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.drafts import TEXT, OrganizationTag, PersonTag
from articles.extraction.antecedents import Antecedents, pronoun_of
from articles.extraction.context import Context
from articles.extraction.names import Page
from articles.extraction.quotation import Quotation, find_quotations
from articles.extraction.spans import Offsets, paragraphs
from articles.extraction.speech import Report, Reporter
from articles.extraction.subjects import actors_in, words_of

_DASHES = ("—", "–", "―", "-", "--")
_OWNERS = frozenset("his her their its my our".split())
_SENTENCE_WORDS = frozenset("He She It They We I The A An This That These Those His Her".split())


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with the clause that reports it, or with the speaker it goes on with."""

    quotation: Quotation
    report: Report | None
    speaker: str | None
    surface: str | None
    rule: str


class Attribution:
    """The quotations of the body and the clauses around them."""

    def __init__(
        self, context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
    ) -> None:
        self.people, self.organizations = people, organizations
        self.page: Page = context.pages[TEXT]
        self.text = self.page.text
        self.sentences = context.sentences[TEXT]
        self.sentence_starts = [start for start, _end in self.sentences]
        self.paragraphs = paragraphs(self.text)
        self.paragraph_starts = [start for start, _end in self.paragraphs]
        self.quotations = find_quotations(self.text, self.paragraphs)
        actors = actors_in(self.page, people, organizations)
        self.reporter = Reporter(self.page, actors, context.offices[TEXT], self.quotations, self.sentences)
        self.reports = self.reporter.reports(self.paragraphs)
        self.verbs = [report.verb for report in self.reports]
        self.firsts = sorted(self.reports, key=lambda report: report.first)
        self.first_tokens = [report.first for report in self.firsts]
        self.antecedents = Antecedents(self.reporter, self.firsts, people, self.paragraphs)
        self.carried: dict[int, str | None] = {}

    # Which clause reports a quotation

    def report_of(self, quotation: Quotation) -> tuple[Report | None, str]:
        before = self._before(quotation)
        if before is not None and self._leads_in(before, quotation):
            return before, "clause-into"
        for rule, find in (
            ("clause-after", self._after),
            ("clause-before", self._before),
            ("clause-before-colon", self._announced),
            ("signed", self._signed),
            ("clause-at-end", self._at_end),
            ("in-words", self._in_words),
            ("cries-of", self._cried),
            ("name-after", self._named_after),
            ("verb-into", self._verb_into),
        ):
            found = find(quotation)
            if found is not None:
                return self._with_announced(found, quotation), rule
        return None, ""

    def _with_announced(self, found: Report, quotation: Quotation) -> Report:
        """ "Rojas was angry: “It is late,” she said.": the colon tells who "she" is."""
        if found.actor is not None or self.text[quotation.open - 2 : quotation.open - 1] != ":":
            return found
        announced = self._announced(quotation)
        if announced is None or announced.actor is None or announced.subject == found.subject:
            return found
        pronoun = pronoun_of(self.page.surface(*found.subject))
        if pronoun is None or not self.antecedents.suits(announced.actor, pronoun):
            return found
        return replace(found, actor=announced.actor)

    def _leads_in(self, before: Report, quotation: Quotation) -> bool:
        """Nothing but a comma or a colon stands between; or the words end where the quotation ends."""
        if before.inverted:
            return False
        lead = self.page.texts[before.last : self.page.index_at(quotation.open)]
        if len(lead) <= 1 and all(word in (",", ":") for word in lead):
            return True
        ends = (
            self.text[quotation.end - 1] in ".?!" and self.text[quotation.close : quotation.close + 1] != ","
        )
        return ends and len(lead) <= 4 and lead[-1] in (",", ":")

    def _in_words(self, quotation: Quotation) -> Report | None:
        """In her words, "he knows it"."""
        page = self.page
        at = page.index_at(quotation.open) - 1
        if page.char(at) == ",":
            at -= 1
        owner = at - 2 if page.char(at - 1) in ("'s", "’s") else at - 1
        if page.key(at) != "words" or (page.key(owner - 1) != "in" and page.key(owner) not in _OWNERS):
            return None
        return Report(
            at, (owner, owner + 1), "words", self.reporter.subjects.ending.get(owner + 1), inverted=False
        )

    def _cried(self, quotation: Quotation) -> Report | None:
        """Their chants of "Now!"."""
        page = self.page
        at = page.index_at(quotation.open) - 2
        if page.key(at + 1) != "of" or page.key(at) not in words_of("cries"):
            return None
        owned = page.key(at - 1) in _OWNERS
        subject = (at - 1, at) if owned else (at, at + 1)
        return Report(at, subject, page.char(at), None, inverted=False)

    def _verb_into(self, quotation: Quotation) -> Report | None:
        if quotation.single:
            return None
        return self.reporter.verb_into(self.page.index_at(quotation.open))

    def _after(self, quotation: Quotation) -> Report | None:
        page, text = self.page, self.text
        index = page.index_at(quotation.close)
        ended = text[quotation.end - 1] in ".…?!" and text[quotation.close : quotation.close + 1] != ","
        while page.char(index) in (",", "–", "—", "-") or page.key(index) == "and":
            index += 1
        if ended and page.char(index) in _SENTENCE_WORDS:
            return None
        at = bisect_right(self.first_tokens, index - 1)
        if at == len(self.firsts):
            return None
        report = self.firsts[at]
        if report.first > index:
            return self._within(quotation, index, at)
        if not report.inverted and not self._could_be_told(quotation):
            return None
        opens_another = ended and text[quotation.end - 1] in ".…" and not page.texts[index][0].islower()
        if opens_another and page.char(report.last) not in (".", "", "\n"):
            return None
        return report

    def _could_be_told(self, quotation: Quotation) -> bool:
        """Its words end in a comma or a stop; a sentence of its own may have lost them."""
        if quotation.text_ends_open(self.text) or not self.text[quotation.end - 1].isalnum():
            return True
        words = self.text.count(" ", quotation.start, quotation.end)
        return words > 2 and self.sentence_start(quotation.open) == quotation.open

    def _within(self, quotation: Quotation, index: int, at: int) -> Report | None:
        """ "…," in the ministry's words, "according to …": a clause later in the same sentence."""
        end = self._sentence_end(quotation.close)
        for report in self.firsts[at : at + 3]:
            if report.first >= end:
                return None
            if report.cue == "according to":
                return report
            near = report.first - index <= 8 and not report.inverted
            if near and quotation.text_ends_open(self.text) and not self._has_mark(index, report.first):
                return report
        return None

    def _at_end(self, quotation: Quotation) -> Report | None:
        """ "We are glad" of the vote, the minister said."""
        if quotation.text_ends_open(self.text):
            return None
        page = self.page
        index, end = page.index_at(quotation.close), self._sentence_end(quotation.close)
        at = bisect_left(self.first_tokens, end) - 1
        report = self.firsts[at] if at >= 0 else None
        if report is None or report.first <= index:
            return None
        comma = report.first - 1
        while comma > report.first - 6 and page.char(comma)[0].isalpha():
            comma -= 1
        if page.char(comma) != ",":
            return None
        told = page.key(report.last) != "that" and not self._has_mark(index, report.first)
        return report if told else None

    def _has_mark(self, first: int, last: int) -> bool:
        return any(word in ('"', "“", "''", "``") for word in self.page.texts[first:last])

    def _before(self, quotation: Quotation) -> Report | None:
        start = self.sentence_start(quotation.open)
        first, last = self.page.index_at(start), self.page.index_at(quotation.open)
        at = bisect_right(self.verbs, last - 1) - 1
        while at >= 0 and self.verbs[at] >= first:
            report = self.reports[at]
            if report.last <= last and not self._quote_between(report, quotation):
                return report
            at -= 1
        return None

    def _quote_between(self, report: Report, quotation: Quotation) -> bool:
        """An inverted clause belongs to the quotation before it, unless it leads on to this one."""
        if not report.inverted or report.cue == "according to":
            return False
        tail = self.page.texts[report.last : self.page.index_at(quotation.open)]
        return not (len(tail) <= 2 and all(word in (",", ":", "and", "that") for word in tail))

    def _announced(self, quotation: Quotation) -> Report | None:
        """ "The minister added:", right before the marks or at the end of the paragraph before."""
        colon = self.page.index_at(quotation.open) - 1
        while colon > 0 and self.page.char(colon)[0] == "\n":
            colon -= 1
        if self.page.char(colon) != ":":
            return None
        start = self.page.index_at(self.sentence_start(self.page.starts[colon]))
        at = bisect_right(self.verbs, colon) - 1
        if at >= 0 and self.verbs[at] >= start and not self._quote_between(self.reports[at], quotation):
            return self.reports[at]
        return self.reporter.announcement(colon)

    def _signed(self, quotation: Quotation) -> Report | None:
        """ "…" — Cho Hyun."""
        page = self.page
        index = page.index_at(quotation.close)
        if page.char(index) not in _DASHES:
            return None
        actor = self.reporter.subjects.starting.get(index + 1)
        last = actor.last if actor is not None else index + 1
        if actor is None:
            while page.char(last)[:1].isupper() and last - index <= 6:
                last += 1
        if last <= index + 2 or page.char(last) not in ("", "\n", ",", ".", "|"):
            return None
        return Report(index, (index + 1, last), page.char(index), actor, inverted=True)

    def _named_after(self, quotation: Quotation) -> Report | None:
        """ "…," Rojas quipped: after a comma inside the marks whoever comes next has spoken."""
        lasting = self.text[quotation.end - 1] in "?!"
        if not lasting and not quotation.text_ends_open(self.text):
            return None
        if self.text.count(" ", quotation.start, quotation.end) < 2:
            return None
        at = self.page.index_at(quotation.close)
        return None if lasting and not self.page.char(at).islower() else self.reporter.next_name(at)

    # Quotations that no clause reports

    def continued(self, quotation: Quotation, before: Said | None) -> Said:
        if before is not None and self._goes_on(before.quotation, quotation, before):
            return Said(quotation, None, before.speaker, before.surface, "same-paragraph")
        if before is not None and self._is_next_paragraph(before, quotation):
            return Said(quotation, None, before.speaker, before.surface, "next-paragraph")
        report, rule = self._told_before(quotation)
        if report is None:
            return Said(quotation, None, None, None, "no-clause")
        speaker, surface = self.speaker(report, before)
        return Said(quotation, None, speaker, surface, rule)

    def _goes_on(self, before: Quotation, quotation: Quotation, said: Said) -> bool:
        """A further quotation of one paragraph, with nothing but its own words since the clause."""
        start, _end = self._paragraph(quotation.open)
        if before.close <= start and before.open < start:
            return False
        if said.rule == "signed":
            return False
        first, last = self.page.index_at(before.close), self.page.index_at(quotation.open)
        if self._sentence_end(before.close + 1) == last or not self._starts_between(before, quotation):
            return True
        return len({actor.name for actor in self.antecedents.actors_between(first, last)}) <= 1

    def _starts_between(self, before: Quotation, quotation: Quotation) -> bool:
        """A sentence begins between the two that is neither of theirs."""
        low = bisect_left(self.sentence_starts, before.close)
        return bisect_left(self.sentence_starts, quotation.open) > low

    def _is_next_paragraph(self, before: Said, quotation: Quotation) -> bool:
        """A paragraph that is only a quotation, right after one with a speaker and nobody else since."""
        start, end = self._paragraph(quotation.open)
        at = bisect_left(self.paragraph_starts, start)
        if before.surface is None or quotation.open != start or quotation.close != end or at == 0:
            return False
        if before.quotation.open < self.paragraphs[at - 1][0]:
            return False
        between = self.antecedents.actors_between(
            self.page.index_at(before.quotation.close), self.page.index_at(quotation.open)
        )
        return before.speaker is None or {actor.name for actor in between} <= {before.speaker}

    def _told_before(self, quotation: Quotation) -> tuple[Report | None, str]:
        """ "The mayor agreed. “It is time.”": who reports or is reported in the sentence before."""
        at = bisect_right(self.sentence_starts, quotation.open) - 1
        if at < 1 or self.sentence_starts[at] != quotation.open:
            return None, ""
        start, end = self._paragraph(quotation.open)
        rule = "sentence-before"
        if start == quotation.open:
            if quotation.close != end:
                return None, ""
            rule = "paragraph-before"
        first, last = map(self.page.index_at, self.sentences[at - 1])
        inside = [one for one in self.firsts if first <= one.first < last]
        if not inside:
            about = self.reporter.about(self.sentences[at - 1])
            return about, "subject-before" if about is not None else ""
        final = max(inside, key=lambda one: one.last)
        if final.last >= last - 1:
            return final, rule
        return inside[0], rule

    def _paragraph(self, offset: int) -> Offsets:
        return self.paragraphs[bisect_right(self.paragraph_starts, offset) - 1]

    def sentence_start(self, offset: int) -> int:
        at = bisect_right(self.sentence_starts, offset) - 1
        return self.sentence_starts[at] if at >= 0 else 0

    def _sentence_end(self, offset: int) -> int:
        at = bisect_right(self.sentence_starts, max(0, offset - 1)) - 1
        end = self.sentences[at][1] if at >= 0 else len(self.text)
        return self.page.index_at(end)

    # Whom the words mean

    def speaker(self, report: Report, before: Said | None) -> tuple[str | None, str]:
        surface = self.page.surface(*report.subject)
        if report.actor is not None:
            return report.actor.name, surface
        if before is not None and before.report is not None and before.report.subject == report.subject:
            return before.speaker, surface
        if before is not None and before.report is not None:
            self.carried = {before.report.verb: before.speaker}
        pronoun = pronoun_of(surface)
        if pronoun is not None:
            return self.antecedents.meant(report, pronoun, self.carried), surface
        return known_as(surface, self.people, self.organizations) or self._only_one_like(surface), surface

    def _only_one_like(self, surface: str) -> str | None:
        """ "the ministry", where the article knows one ministry."""
        words = bare(surface).split()
        if len(words) != 1 or not surface.casefold().startswith("the "):
            return None
        found = {
            one.name for one in self.organizations if words[0] in (one.kind, *bare(one.name).split()[-1:])
        }
        return found.pop() if len(found) == 1 else None


def known_as(
    surface: str, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> str | None:
    """The name under which `surface` is kept, if exactly one person or organization is called so."""
    wanted = bare(surface)
    found = {person.name for person in people if wanted in {bare(person.name), *map(bare, person.variants)}}
    if not found:
        for one in organizations:
            forms = {bare(one.name), bare(one.abbreviation or "")}
            forms |= {bare(mention.span.surface) for mention in one.mentions}
            if wanted in forms:
                found.add(one.name)
    return found.pop() if len(found) == 1 else None


def bare(surface: str) -> str:
    words = surface.casefold().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
