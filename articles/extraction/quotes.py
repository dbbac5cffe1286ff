"""Quotations with who said them.

A quotation takes its speaker from the reporting clause that touches it: after it first ("…," he said),
then before it in the same sentence, then the clause that ended the paragraph before with a colon. A
second quotation of the same paragraph goes on with the first one's speaker. "He" and "it" are bound only
to the one whom the sentence before is about; naming the last speaker instead is right about one time in
three, so an empty speaker is the better answer. Words in marks that nobody is reported to have said
(a "Strategic Partnership") are names of things and no quotations.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from articles.drafts import TEXT, OrganizationTag, PersonTag, Quote, QuoteKind, Span
from articles.extraction.context import Context
from articles.extraction.names import Page
from articles.extraction.quotation import Quotation, find_quotations
from articles.extraction.spans import Offsets, paragraphs
from articles.extraction.speech import Actor, Report, Reporter, actors_in, words_of

#: A fragment of more words than this is somebody's speech even where no clause reports it.
_LONGEST_FRAGMENT = 6
#: Characters of a text in which a fragment is looked for without marks.
_SEARCHED = 20_000
_FEMALE, _MALE = (
    frozenset("mrs ms miss smt lady madam queen princess begum".split()),
    frozenset("mr sir lord king prince shri".split()),
)


def find_quotes(
    context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> tuple[Quote, ...]:
    quotes = list(_pull_quote(context, people, organizations))
    if context.fields.get(TEXT):
        quotes += _Speech(context, people, organizations).quotes()
    return tuple(quotes)


def _pull_quote(
    context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> Sequence[Quote]:
    pull = context.draft.pull_quote
    if pull is None or not pull.text:
        return ()
    speaker = _known_as(pull.speaker, people, organizations) if pull.speaker else None
    return (
        Quote(
            "pull",
            Span(0, len(pull.text), pull.text, "pull_quote"),
            speaker or pull.speaker,
            pull.speaker,
            None,
            "pull-quote",
        ),
    )


def _known_as(
    surface: str, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> str | None:
    """The name under which `surface` is kept, if exactly one person or organization is called so."""
    wanted = _bare(surface)
    found = {person.name for person in people if wanted in {_bare(person.name), *map(_bare, person.variants)}}
    if not found:
        for one in organizations:
            forms = {_bare(one.name), _bare(one.abbreviation or "")}
            forms |= {_bare(mention.span.surface) for mention in one.mentions}
            if wanted in forms:
                found.add(one.name)
    return found.pop() if len(found) == 1 else None


def _bare(surface: str) -> str:
    words = surface.casefold().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation with the clause that reports it, or with the speaker of the quotation before."""

    quotation: Quotation
    report: Report | None
    speaker: str | None
    surface: str | None
    rule: str


class _Speech:
    """The quotations of the body, read in order: each may go on with the speaker of the one before."""

    def __init__(
        self, context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
    ) -> None:
        self.context = context
        self.people, self.organizations = people, organizations
        self.page: Page = context.pages[TEXT]
        self.text = self.page.text
        self.sentences = context.sentences[TEXT]
        self.lowered = self.text[:_SEARCHED].lower()
        self.paragraphs = paragraphs(self.text)
        self.quotations = find_quotations(self.text, self.paragraphs)
        self.opens = [one.open for one in self.quotations]
        self.actors = actors_in(self.page, people, organizations)
        self.reporter = Reporter(
            self.page, self.actors, context.offices[TEXT], self.quotations, self.sentences
        )
        self.reports = self.reporter.reports()
        self.verbs = [report.verb for report in self.reports]
        self.firsts = sorted(self.reports, key=lambda report: report.first)
        self.first_tokens = [report.first for report in self.firsts]
        self.people_by_name = {person.name: person for person in people}

    def quotes(self) -> list[Quote]:
        said: list[_Said] = []
        for quotation in self.quotations:
            one = self._said(quotation, said[-1] if said else None)
            if one is not None:
                said.append(one)
        return [self._quote(one) for one in said]

    def _said(self, quotation: Quotation, before: _Said | None) -> _Said | None:
        if quotation.end <= quotation.start:
            return None
        report, rule = self._report(quotation)
        sentence_like = self._is_sentence_like(quotation, report)
        if report is None and (not sentence_like or self._is_title(quotation)):
            return None
        if not sentence_like and self._is_term(quotation, report):
            return None
        if report is not None:
            speaker, surface = self._speaker(report, before)
            return _Said(quotation, report, speaker, surface, rule)
        if before is not None and self._goes_on(before.quotation, quotation):
            return _Said(quotation, None, before.speaker, before.surface, "same-paragraph")
        if before is not None and self._is_next_paragraph(before, quotation):
            return _Said(quotation, None, before.speaker, before.surface, "next-paragraph")
        return _Said(quotation, None, None, None, "no-clause")

    def _report(self, quotation: Quotation) -> tuple[Report | None, str]:
        report = self._after(quotation)
        if report is not None:
            return report, "clause-after"
        report = self._before(quotation)
        if report is not None:
            return report, "clause-before"
        report = self._announced(quotation)
        if report is not None:
            return report, "clause-before-colon"
        return self._signed(quotation), "signed"

    def _after(self, quotation: Quotation) -> Report | None:
        page = self.page
        index = page.index_at(quotation.close)
        ended = (
            self.text[quotation.end - 1] in ".…" and self.text[quotation.close : quotation.close + 1] != ","
        )
        while page.char(index) in (",", "–", "—", "-") or page.key(index) in ("and",):
            index += 1
        at = bisect_right(self.first_tokens, index - 1)
        if at == len(self.firsts):
            return None
        report = self.firsts[at]
        if report.first > index:
            return self._within(quotation, index, at)
        if (
            not report.inverted
            and not quotation.text_ends_open(self.text)
            and self.text[quotation.end - 1].isalnum()
        ):
            return None
        if (
            ended
            and page.char(report.last) not in (".", "", "\n")
            and not page.tokens[index].text[0].islower()
        ):
            return None
        return report

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

    def _has_mark(self, first: int, last: int) -> bool:
        return any(token.text in ('"', "“", "''", "``") for token in self.page.tokens[first:last])

    def _sentence_end(self, offset: int) -> int:
        at = bisect_right(self.sentences, max(0, offset - 1), key=lambda one: one[0]) - 1
        end = self.sentences[at][1] if at >= 0 else len(self.text)
        return self.page.index_at(end)

    def _before(self, quotation: Quotation) -> Report | None:
        start = self._sentence_start(quotation.open)
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
        tail = self.page.tokens[report.last : self.page.index_at(quotation.open)]
        return not (len(tail) <= 2 and all(token.text in (",", ":", "and", "that") for token in tail))

    def _sentence_start(self, offset: int) -> int:
        at = bisect_right(self.sentences, offset, key=lambda one: one[0]) - 1
        return self.sentences[at][0] if at >= 0 else 0

    def _announced(self, quotation: Quotation) -> Report | None:
        """ "The minister added:", right before the marks or at the end of the paragraph before."""
        colon = self.page.index_at(quotation.open) - 1
        while colon > 0 and self.page.char(colon)[0] == "\n":
            colon -= 1
        if self.page.char(colon) != ":":
            return None
        start = self.page.index_at(self._sentence_start(self.page.tokens[colon].start))
        at = bisect_right(self.verbs, colon) - 1
        if at >= 0 and self.verbs[at] >= start and not self._quote_between(self.reports[at], quotation):
            return self.reports[at]
        return self.reporter.announcement(colon)

    def _signed(self, quotation: Quotation) -> Report | None:
        """ "…" — Cho Hyun."""
        index = self.page.index_at(quotation.close)
        if self.page.char(index) not in ("—", "–", "―", "-", "--"):
            return None
        actor = self.reporter.starting.get(index + 1)
        if actor is None or self.page.char(actor.last) not in ("", "\n", ",", ".", "|"):
            return None
        return Report(index, (actor.first, actor.last), self.page.char(index), actor, inverted=True)

    def _is_sentence_like(self, quotation: Quotation, report: Report | None) -> bool:
        words = self.text[quotation.start : quotation.end].split()
        if quotation.single:
            return len(words) > _LONGEST_FRAGMENT and (
                report is not None or self.text[quotation.end - 1] in ",.?!"
            )
        if len(words) > _LONGEST_FRAGMENT:
            return True
        return len(words) >= 2 and self.text[quotation.end - 1] in ",.?!…" and words[0][0].isupper()

    def _is_title(self, quotation: Quotation) -> bool:
        """The name of a conference, a book or a song: every longer word has a capital."""
        inside = self.text[quotation.start : quotation.end].strip(" ,")
        long_words = [word for word in inside.split() if len(word) > 3 and word[0].isalpha()]
        titled = sum(1 for word in long_words if word[0].isupper())
        return len(long_words) >= 2 and titled >= 0.8 * len(long_words) and inside[-1:] not in ".!?…"

    def _is_term(self, quotation: Quotation, report: Report | None) -> bool:
        """Whether the marks only set off a name: "Strategic Partnership", 'industrial ambition'."""
        inside = self.text[quotation.start : quotation.end].rstrip(",.")
        words = inside.split()
        if not words or not any(char.isalpha() for char in inside):
            return True
        adjacent = report is not None and self._touches(report, quotation)
        if quotation.single and not adjacent:
            return True
        long_words = [word for word in words if len(word) > 3]
        titled = bool(long_words) and all(word[0].isupper() for word in long_words)
        if titled and not (adjacent and self.text[quotation.end - 1] in ",.?!"):
            return True
        if words[-1].casefold() in words_of("term_heads") and not adjacent:
            return True
        lowered = self.lowered
        return (
            not adjacent
            and len(words) >= 2
            and lowered.count(inside.casefold())
            > lowered.count(self.text[quotation.open : quotation.close].casefold())
        )

    def _touches(self, report: Report, quotation: Quotation) -> bool:
        """The clause leads into the marks: said "…", described the talks as "…"."""
        if report.last <= self.page.index_at(quotation.open):
            between = self.page.tokens[report.last : self.page.index_at(quotation.open)]
            if len(between) <= 1:
                return True
            return between[-1].key in ("as", ",", ":") and len(between) <= 6
        return report.first - self.page.index_at(quotation.close) <= 1

    def _goes_on(self, before: Quotation, quotation: Quotation) -> bool:
        """A further quotation of one paragraph, with nothing but its own words since the clause."""
        at = bisect_right(self.paragraphs, quotation.open, key=lambda one: one[0]) - 1
        start, _end = self.paragraphs[at]
        if before.close <= start and before.open < start:
            return False
        first, last = self.page.index_at(before.close), self.page.index_at(quotation.open)
        if self._sentence_end(before.close + 1) == last:
            return True
        between = self._actors_between(first, last)
        return len({actor.name for actor in between}) <= 1

    def _is_next_paragraph(self, before: _Said, quotation: Quotation) -> bool:
        """A paragraph that is only a quotation, right after one with a speaker and nobody else since.

        Measured on political news the speaker is the same in 22 cases of 25.
        """
        at = bisect_right(self.paragraphs, quotation.open, key=lambda one: one[0]) - 1
        start, end = self.paragraphs[at]
        if before.speaker is None or quotation.open != start or quotation.close != end or at == 0:
            return False
        if before.quotation.open < self.paragraphs[at - 1][0]:
            return False
        between = self._actors_between(
            self.page.index_at(before.quotation.close), self.page.index_at(quotation.open)
        )
        return {actor.name for actor in between} <= {before.speaker}

    def _speaker(self, report: Report, before: _Said | None) -> tuple[str | None, str]:
        surface = self.page.surface(*report.subject)
        if report.actor is not None:
            return report.actor.name, surface
        if before is not None and before.report is not None and before.report.subject == report.subject:
            return before.speaker, surface
        if surface.casefold() in words_of("pronouns"):
            return self._meant(report, surface.casefold(), before), surface
        return _known_as(surface, self.people, self.organizations) or self._only_one_like(surface), surface

    def _only_one_like(self, surface: str) -> str | None:
        """ "the ministry", where the article knows one ministry."""
        words = _bare(surface).split()
        if len(words) != 1 or not surface.casefold().startswith("the "):
            return None
        found = {
            one.name for one in self.organizations if words[0] in (one.kind, *_bare(one.name).split()[-1:])
        }
        return found.pop() if len(found) == 1 else None

    def _meant(self, report: Report, pronoun: str, before: _Said | None) -> str | None:
        """Whom "he" continues: the subject of the last clause, if it stands in this or the last paragraph."""
        if pronoun in ("i", "we", "they"):
            return None
        at = bisect_left(self.first_tokens, report.first)
        offset = self.page.tokens[report.verb].start
        index = bisect_right(self.paragraphs, offset, key=lambda one: one[0]) - 1
        floor = self.page.index_at(self.paragraphs[max(0, index - 1)][0])
        own = self._own_quotation_start(report)
        for earlier in reversed(self.firsts[:at]):
            if earlier.first < floor:
                break
            actor = earlier.actor
            if actor is None:
                meant = self._carried(earlier, before)
                return meant if meant and self._agrees(meant, pronoun) else None
            if self._suits(actor, pronoun):
                return None if self._rival(actor, earlier.last, own, pronoun) else actor.name
        return self._sole_subject(floor, own, pronoun)

    def _own_quotation_start(self, report: Report) -> int:
        at = bisect_right(self.opens, self.page.tokens[report.verb].start) - 1
        return self.page.index_at(self.quotations[at].open) if at >= 0 else report.first

    def _carried(self, earlier: Report, before: _Said | None) -> str | None:
        if before is not None and before.report is not None and before.report.verb == earlier.verb:
            return before.speaker
        return None

    def _agrees(self, name: str, pronoun: str) -> bool:
        return (name in self.people_by_name) == (pronoun in ("he", "she")) and self._gender_fits(
            name, pronoun
        )

    def _suits(self, actor: Actor, pronoun: str) -> bool:
        return actor.person == (pronoun in ("he", "she")) and self._gender_fits(actor.name, pronoun)

    def _gender_fits(self, name: str, pronoun: str) -> bool:
        person = self.people_by_name.get(name)
        if person is None:
            return True
        words = {word.casefold().rstrip(".") for variant in person.variants for word in variant.split()}
        return not words & (_MALE if pronoun == "she" else _FEMALE)

    def _rival(self, actor: Actor, first: int, last: int, pronoun: str) -> bool:
        """Another one who opens a sentence since then could be meant as well."""
        for sentence_start, sentence_end in self._sentences_between(first, last):
            for other in self._actors_between(sentence_start, min(sentence_start + 3, sentence_end)):
                if self._suits(other, pronoun):
                    return other.name != actor.name
        return False

    def _sentences_between(self, first: int, last: int) -> list[Offsets]:
        if first >= last:
            return []
        tokens = self.page.tokens
        low = bisect_left(self.sentences, tokens[first].start, key=lambda one: one[0])
        high = bisect_left(self.sentences, tokens[last - 1].end, key=lambda one: one[0])
        bounds = (
            (self.page.index_at(start), self.page.index_at(end)) for start, end in self.sentences[low:high]
        )
        return [(start, end) for start, end in bounds if first <= start < last]

    def _actors_between(self, first: int, last: int) -> Sequence[Actor]:
        low = bisect_left(self.actors, first, key=lambda actor: actor.first)
        return self.actors[low : bisect_left(self.actors, last, key=lambda actor: actor.first)]

    def _sole_subject(self, first: int, last: int, pronoun: str) -> str | None:
        names = {actor.name for actor in self._actors_between(first, last) if self._suits(actor, pronoun)}
        return names.pop() if len(names) == 1 else None

    def _quote(self, said: _Said) -> Quote:
        quotation = said.quotation
        start, end = quotation.start, quotation.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] == ","):
            end -= 1
        return Quote(
            kind=self._kind(said),
            span=Span.of(self.text, start, end),
            speaker=said.speaker,
            speaker_surface=said.surface,
            cue=said.report.cue if said.report is not None else None,
            rule=said.rule,
        )

    def _kind(self, said: _Said) -> QuoteKind:
        quotation = said.quotation
        inside = self.text[quotation.start : quotation.end].strip()
        words = len(inside.split())
        opens_sentence = self._sentence_start(quotation.open) == quotation.open
        finished = inside[-1:] in (",", ".", "?", "!", "…") or not quotation.closed
        if (
            words >= 3
            and (inside[:1].isupper() or inside[:1].isdigit() or opens_sentence)
            and (finished or opens_sentence or words > _LONGEST_FRAGMENT)
        ):
            return "direct"
        return "direct" if opens_sentence and finished else "partial"
