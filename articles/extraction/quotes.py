"""Quotations with who said them, and words in quotation marks that quote nobody.

Which clause reports a quotation, and whom it means, is asked of `attribution`. Here it is decided
whether marks quote at all: words in marks that nobody is reported to have said (a "Strategic
Partnership"), titles of books and shows, and nicknames are names of things. What nobody reports is a
quotation only where it reads as somebody's sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.drafts import TEXT, OrganizationTag, PersonTag, Quote, QuoteKind, Span
from articles.extraction.attribution import Attribution, Said, known_as
from articles.extraction.context import Context
from articles.extraction.quotation import Quotation, has_marks
from articles.extraction.speech import Report
from articles.extraction.subjects import words_of

#: A fragment of more words than this is somebody's speech even where no clause reports it.
_LONGEST_FRAGMENT = 4
#: Characters of a text in which a fragment is looked for without marks.
_SEARCHED = 20_000


def find_quotes(
    context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> tuple[Quote, ...]:
    quotes = list(_pull_quote(context, people, organizations))
    if context.fields.get(TEXT) and has_marks(context.fields[TEXT]):
        quotes += _Speech(Attribution(context, people, organizations)).quotes()
    return tuple(quotes)


def _pull_quote(
    context: Context, people: Sequence[PersonTag], organizations: Sequence[OrganizationTag]
) -> Sequence[Quote]:
    pull = context.draft.pull_quote
    if pull is None or not pull.text:
        return ()
    speaker = known_as(pull.speaker, people, organizations) if pull.speaker else None
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


class _Speech:
    """The quotations of the body, read in order: each may go on with the speaker of the one before."""

    def __init__(self, attribution: Attribution) -> None:
        self.attribution = attribution
        self.page, self.text = attribution.page, attribution.text
        self.lowered = self.text[:_SEARCHED].lower()

    def quotes(self) -> list[Quote]:
        said: list[Said] = []
        for quotation in self.attribution.quotations:
            one = self._said(quotation, said[-1] if said else None)
            if one is not None:
                said.append(one)
        return [self._quote(one) for one in said]

    def _said(self, quotation: Quotation, before: Said | None) -> Said | None:
        if quotation.end <= quotation.start:
            return None
        report, rule = self.attribution.report_of(quotation)
        sentence_like = self._is_sentence_like(quotation, report) or self._goes_on_single(quotation, before)
        if report is None and (not sentence_like or self._is_title(quotation)):
            return None
        if self._is_announced_name(quotation) and not (report and self._leads_in(report, quotation)):
            return None
        if not sentence_like and self._is_term(quotation, report):
            return None
        if report is None:
            return self.attribution.continued(quotation, before)
        speaker, surface = self.attribution.speaker(report, before)
        return Said(quotation, report, speaker, surface, rule)

    def _is_sentence_like(self, quotation: Quotation, report: Report | None) -> bool:
        words = self.text[quotation.start : quotation.end].split()
        if quotation.single:
            return len(words) > _LONGEST_FRAGMENT and (
                report is not None or self.text[quotation.end - 1] in ",.?!"
            )
        if len(words) > _LONGEST_FRAGMENT:
            return True
        return len(words) >= 2 and self.text[quotation.end - 1] in ",.?!…" and words[0][0].isupper()

    def _goes_on_single(self, quotation: Quotation, before: Said | None) -> bool:
        """A sentence in single marks, in the paragraph of one: the house prints speech so."""
        if before is None or not quotation.single or not before.quotation.single:
            return False
        if self.attribution.sentence_start(quotation.open) != quotation.open:
            return False
        between = self.text[before.quotation.close : quotation.open]
        inside = self.text[quotation.start : quotation.end]
        return "\n\n" not in between and inside[-1] in ".?!" and " " in inside and inside[0].isupper()

    def _is_title(self, quotation: Quotation) -> bool:
        """The name of a conference, a book or a song: every longer word has a capital."""
        inside = self.text[quotation.start : quotation.end].strip(" ,")
        long_words = [word for word in inside.split() if len(word) > 3 and word[0].isalpha()]
        titled = sum(1 for word in long_words if word[0].isupper())
        return len(long_words) >= 2 and titled >= 0.8 * len(long_words) and inside[-1:] not in ".!?…"

    def _is_announced_name(self, quotation: Quotation) -> bool:
        """The words before say that a name comes: on his show "Coast to Coast," the film "Rain." """
        before = self.page.key(self.page.index_at(quotation.open) - 1)
        if before not in words_of("before_names"):
            return False
        words = [word for word in self.text[quotation.start : quotation.end].split() if len(word) > 3]
        return len(words) <= 6 and all(word[0].isupper() or word[0].isdigit() for word in words)

    def _leads_in(self, report: Report, quotation: Quotation) -> bool:
        return report.last <= self.page.index_at(quotation.open) and self._touches(report, quotation)

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
        verbatim = adjacent and report is not None and report.cue.casefold() in words_of("verbatim")
        if titled and not (adjacent and self.text[quotation.end - 1] in ",.?!") and not verbatim:
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

    def _quote(self, said: Said) -> Quote:
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

    def _kind(self, said: Said) -> QuoteKind:
        quotation = said.quotation
        inside = self.text[quotation.start : quotation.end].strip()
        words = len(inside.split())
        opens_sentence = self.attribution.sentence_start(quotation.open) == quotation.open
        finished = inside[-1:] in (",", ".", "?", "!", "…") or not quotation.closed
        if (
            words >= 3
            and (inside[:1].isupper() or inside[:1].isdigit() or opens_sentence)
            and (finished or opens_sentence or words > _LONGEST_FRAGMENT)
        ):
            return "direct"
        return "direct" if opens_sentence and finished else "partial"
