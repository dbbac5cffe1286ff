"""One scraped page in, one clean draft out: the order in which everything is asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from articles.drafts import ArticleDraft, Dateline, RawDocument, ReadingConfig
from articles.exceptions import EmptyDocument

from . import classify, credits, head, rules
from .body import join_wrapped, joined, paragraphs
from .comments import take_comments
from .datelines import find_dateline, resolved
from .dates import publication
from .findings import Findings, is_story, same
from .language import guess
from .ledger import settled
from .lines import decode, repair, split_lines
from .page import Page, Stretch
from .printed import printed_form, take_printed

#: So many furniture lines below the story show that it is over; a short line more is furniture too.
_CLEAR_TAIL = 2
_ENDS = re.compile(r"[.!?।][”\"’')\]]*$")
_MAX_TAIL_WORDS = 30
_NAME_WORDS = 3
#: Tags that stood side by side, with the gaps between them.
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t+)\S")


def parse_text(raw: RawDocument, config: ReadingConfig) -> ArticleDraft:
    """The article on a scraped page. Raises DocumentError when the bytes hold no text."""
    sent = decode(raw.data, config)
    form = printed_form(sent[:100_000].splitlines())
    if form is not None:
        findings = Findings(Page(split_lines(sent), markup=False), config)
        take_printed(findings, form)
    else:
        findings = Findings(Page(split_lines(repair(sent))), config)
        if not any(stretch.text for stretch in findings.page.stretches):
            raise EmptyDocument("There is markup in it, but no words.")
        _classify(findings)
    return _draft(raw, findings)


def _classify(findings: Findings) -> None:
    classify.cut_prefix(findings)
    classify.cut_templates(findings)
    classify.cut_section_from_age(findings)
    classify.cut_glued_stamp(findings)
    take_comments(findings)
    classify.remove_furniture(findings)
    classify.take_key_points(findings)
    classify.take_summary(findings)
    join_wrapped(findings.page, findings.config.place_countries)
    head.cut_breadcrumb(findings)
    classify.take_captions(findings)
    first = next((stretch.line for stretch in findings.page.open() if is_story(stretch.full)), None)
    classify.take_labels(findings)
    classify.remove_teasers(findings)
    classify.take_stamps(findings, first)
    classify.cut_lead_credit(findings)
    _cut_endings(findings)
    lead = head.find_lead(findings)
    lead = head.run_in_dateline(findings, _standfirst_ends(findings, lead))
    classify.take_pull_quote(findings, lead if lead is not None else 0)
    if lead is not None:
        classify.remove_after_end(findings, lead)
        classify.remove_lists(findings, lead)
        classify.remove_next_stories(findings, lead)
    head.take_head(findings, lead)
    if lead is not None:
        _clean_tail(findings, lead)
    _drop_copies(findings)


def _standfirst_ends(findings: Findings, lead: int | None) -> int | None:
    """Moves the lead below a byline, stamp or key points that stand under one or two paragraphs."""
    if lead is None or findings.dateline_found is not None:
        return lead
    stories = [stretch for stretch in findings.page.open() if stretch.line >= lead and is_story(stretch.full)]
    if len(stories) > 1 and _repeats(stories[1].full, stories[0].full, findings.config):
        return stories[1].line
    if len(stories) < 3:
        return lead
    has_title = any(stretch.line < lead for stretch in findings.page.open())
    if not has_title:
        return lead
    if findings.key_points_line is not None and stories[0].line < findings.key_points_line < stories[2].line:
        return next(stretch.line for stretch in stories if stretch.line > findings.key_points_line)
    between = [
        stretch
        for stretch in findings.page.stretches
        if stories[0].line < stretch.line < stories[1].line
        or (stretch.line == stories[0].line and stretch.rule == "byline")
    ]
    marks = {"publication-stamp", "updated-stamp", "relative-stamp", "reading-time", "page-label"}
    if (
        any(stretch.rule in (*marks, "byline") or credits.byline(stretch.text) for stretch in between)
        and len(stories[0].text.split()) <= 60
    ):
        return stories[1].line
    return lead


def _repeats(lead: str, above: str, config: ReadingConfig) -> bool:
    """Whether a paragraph begins, behind its dateline, with all of the one above it."""
    found = find_dateline(lead, config.place_countries)
    return same(lead[found.end if found else 0 :]).startswith(same(above))


def _clean_tail(findings: Findings, lead: int) -> None:
    """What is furniture only below the story's last paragraph, and captions between its paragraphs."""
    below = [stretch for stretch in findings.page.open() if stretch.line >= lead]
    last = _last_story(below)
    for stretch in below[1 : last + 1]:
        pictured = credits.caption_by_place(stretch.text)
        if pictured and (not is_story(stretch.full) or credits.is_shot(stretch.text)):
            findings.add_image(stretch, pictured.caption, pictured.credit)
    end = below[last].line if below else lead
    gone = [
        stretch.line
        for stretch in findings.page.stretches
        if stretch.line > end and stretch.target == "removed"
    ]
    for stretch in below[last + 1 :]:
        text = stretch.text
        if head.common_line(findings, stretch):
            gone.append(stretch.line)
        elif text.endswith(" -") and not is_story(text):
            stretch.remove("after-story")
            gone.append(stretch.line)
        elif stretch is below[-1] and findings.byline is None and _is_signature(text):
            findings.byline = text
            stretch.claim("byline", "name-line")
        elif (
            len(text) < 300
            and not is_story(text)
            and (rules.TAG_LIST.fullmatch(text) or _COLUMNS.search(stretch.raw))
        ):
            stretch.remove("tags")
            gone.append(stretch.line)
        elif (
            sum(line < stretch.line for line in gone) >= _CLEAR_TAIL and len(text.split()) <= _MAX_TAIL_WORDS
        ):
            stretch.remove("after-story")


def _is_signature(text: str) -> bool:
    """A reporter's name under the last paragraph."""
    return len(text.split()) <= _NAME_WORDS and credits.person_name(text) and not head.is_theme(text)


def _last_story(below: list[Stretch]) -> int:
    """The story's last paragraph: the last one that no rule for the foot of a page takes."""
    for index in range(len(below) - 1, 0, -1):
        if is_story(below[index].full) and rules.furniture(below[index].text, outside=True) is None:
            return index
    return 0


def _cut_endings(findings: Findings) -> None:
    """ "(ANI)", "-BSS" or "(With inputs from PTI)" after a paragraph's last word."""
    for opened in findings.page.open():
        stretch = _cut_after_agency(findings, (opened.followers or [opened])[-1])
        lead_in = opened.full[: len(opened.full) - len(stretch.text)]
        while (found := credits.ending(stretch.text)) is not None:
            kept = stretch.text[: found.start].rstrip()
            if not (_ENDS.search(kept) or credits.ending(kept) or is_story(lead_in + kept)):
                break
            parts = findings.page.cut(stretch, found.start)
            if len(parts) != 2:
                break
            if found.caption:
                findings.add_image(parts[1], found.caption.caption, found.caption.credit)
            elif found.byline:
                findings.byline = findings.byline or found.byline
                parts[1].claim("byline", found.rule)
            else:
                findings.take_agency(found.agency)
                parts[1].remove(found.rule)
            stretch = parts[0]


def _cut_after_agency(findings: Findings, stretch: Stretch) -> Stretch:
    """ "… of importance. (ANI)Get our news by email" loses the agency's mark and what is glued to it."""
    found = credits.agency_before_furniture(stretch.text)
    if found is None:
        return stretch
    start, end, agency = found
    parts = findings.page.cut(stretch, start, end)
    if len(parts) != 3:
        return stretch
    findings.take_agency(agency)
    parts[1].remove("agency-credit")
    parts[2].remove(rules.furniture(parts[2].text, outside=True) or "after-story")
    return parts[0]


def _drop_copies(findings: Findings) -> None:
    """The same paragraph twice is kept once."""
    seen: set[str] = {same(findings.title)} if findings.title else set()
    for group in paragraphs(findings.page.stretches):
        text = joined(group)
        if len(text) < 40:
            continue
        key = same(text)
        if key and key in seen:
            for stretch in group:
                stretch.remove(
                    "duplicate-headline"
                    if findings.title and key == same(findings.title)
                    else "duplicate-paragraph"
                )
        seen.add(key)


def _draft(raw: RawDocument, findings: Findings) -> ArticleDraft:
    text = "\n\n".join(joined(group) for group in paragraphs(findings.page.stretches))
    draft = ArticleDraft(
        text=text,
        sha256=hashlib.sha256(raw.data).hexdigest(),
        source_file=raw.name,
        language=guess("\n".join(filter(None, (findings.title, text[:20_000])))),
        title=findings.title,
        subtitle=findings.subtitle,
        standfirst=findings.standfirst,
        summary=findings.summary,
        section=findings.section,
        byline=findings.byline,
        outlet=findings.outlet,
        agency=findings.agency,
        origin=findings.origin,
        reading_minutes=findings.reading_minutes,
        dateline=findings.dateline,
        key_points=tuple(findings.key_points),
        pull_quote=findings.pull_quote,
        images=tuple(findings.images),
        comments=tuple(findings.comments),
    )
    return replace(dated(draft, findings), pieces=settled(findings.page, draft))


def dated(draft: ArticleDraft, findings: Findings) -> ArticleDraft:
    """The draft with its publication date, and the dateline's year where that tells it."""
    stamp = findings.dateline_found.stamp if findings.dateline_found else None
    published = publication(draft, findings.stamps, stamp, findings.config)
    dateline = draft.dateline
    if dateline is not None:
        dateline = Dateline(dateline.text, dateline.place, dateline.country, resolved(stamp, published.date))
    return replace(draft, published=published, dateline=dateline)


class TextReader:
    name: str = "text"
    extensions: tuple[str, ...] = (".txt", ".text")

    def score(self, raw: RawDocument) -> float:
        return 0.9 if raw.name.lower().endswith(self.extensions) else 0.5

    def read(self, raw: RawDocument, config: ReadingConfig) -> Iterator[ArticleDraft]:
        yield parse_text(raw, config)
