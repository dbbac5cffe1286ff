"""The rules that look at one line or its neighbors, in the order they are asked.

Furniture goes first because what stays must be judged by its neighbors, and a
neighbor should be a line of the story, not an advertisement between two.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

from articles.drafts import PullQuote

from . import credits, rules
from .findings import Findings, StampFound, is_story, same
from .page import Stretch
from .stamp_lines import PREFIX, RELATIVE, read_stamp, stamp_kind
from .stamps import first_clock
from .vocabulary import AGENCY, SECTIONS

_GLUED_STAMP = re.compile(
    rf"(?:(?:(?<=[.!?”\"’])\s*|(?<=[a-z]))(?:{AGENCY}|[A-Z][\w ]{{2,30}})\s*\|\s*"
    r"(?:[A-Z][\w ]{2,30}\s*\|\s*)?)?"
    r"(?:Updated|Published|Created|Posted|Last updated|First published)\s*(?:on|at)?\s*:\s*"
    r"(?=.{0,20}\d{4}).{8,120}$"
)
_PHOTO_PREFIX = re.compile(rf"(?i:photo|image|picture)\s*:\s*(?i:{AGENCY})(?:\s|(?=[A-Z]))\s*(?=[A-Z“\"])")
_GLUED_CUE = re.compile(r"(?:pdated|ublished|reated|osted)\s*(?:on|at)?\s*:")
_SECTION_AND_AGE = re.compile(
    r"(?P<section>[A-Z][A-Za-z &]{2,30}?) ?(?P<age>(?:\d{1,2}|an?) ?(?:min|minute|hour|hr|day|week)s? ago)"
)
_GLUED_MINUTES = re.compile(r"\d{1,2} min(?:ute)?s? read\W*$", re.IGNORECASE)
#: Only the lines above and at the top of the story are looked at for what was glued to them.
_HEAD_LINES = 12
_MIN_BEFORE_STAMP = 30
#: Template marks that are cut out of one line; a line with more is no paragraph of anybody's.
_MAX_MARKS = 100
_MINUTES = re.compile(r"\d{1,3}")
_PULL = re.compile(
    r"[\"“«](?P<inside>.{15,600}?)\s+[-–—]{1,2}\s*(?P<speaker>[^\W\d_][^\"“”«»]{1,80}?)[\"”»]"
    r"|[\"“«](?P<quote>.{15,600})[\"”»]\s*[-–—]{1,2}\s*(?P<by>[^\W\d_][^\"“”«»]{1,80})"
)
#: "Watch: …" above everything else is a headline, further down it is a link.
_HEADLINE_WORDS = 5
_LABELED_RULES = frozenset({"also-read", "tags", "follow-us"})
_ONE_STORY = re.compile(
    r"(?:read|see) (?:also|next)|also (?:read|see)|lire aussi|à lire aussi|leia também|baca juga",
    re.IGNORECASE,
)
_STAMP_LABEL = re.compile(r"(?:published|posted|updated)(?: on| by)?\s*:?", re.IGNORECASE)
_FORM_LINE = re.compile(
    r"leave (?:a |your )?(?:comments?|reply)|your e-?mail address will not|post (?:a )?comment"
    r"|please enter your|laisser un commentaire|deja un comentario|deixe um comentário|kommentar schreiben"
    r"|tulis komentar",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(
    r"\W{0,3}(?:country|countries|location|place|region|category|topic|theme|language)\s*:", re.IGNORECASE
)
_MAX_LABEL_VALUE = 5
_MAX_ITEMS, _ITEM_WORDS = 15, 25
_SUMMARY_WITHIN = 10
_FORM_HEADING = re.compile(
    r"(?:leave|post|add|write) (?:a |your )?(?:comments?|reply)|click to comment|comment here", re.IGNORECASE
)
#: The last line of a tweet; it belongs to the story around it.
_TWEET_END = re.compile(r"(?:^|\s)[—–-]\s?[^()]{2,60}\(@\w{1,30}\)\s\w{3,9}\.?\s\d{1,2},\s\d{4}$")
#: Stamps that say whose they are.
_LABELED_KINDS = ("published-stamp", "updated-stamp")
_STAMP_RULES = ("publication-stamp", "updated-stamp", "relative-stamp")
_OWN_PARAGRAPHS = 2
#: A single paragraph after a list is the story's when it is longer than teasers are.
_LONE_PARAGRAPH = 24


def cut_prefix(findings: Findings) -> None:
    """` date 2024-05-18 …` before the first words."""
    if not findings.page.stretches:
        return
    first = findings.page.stretches[0]
    found = PREFIX.match(first.text)
    if found is None:
        return
    parts = findings.page.cut(first, found.end())
    if len(parts) == 2 or found.end() == len(first.text):
        findings.stamps.append(StampFound("date-prefix", found["date"]))
        parts[0].remove("date-prefix")
        _cut_photo_prefix(findings, parts[-1])


def _cut_photo_prefix(findings: Findings, stretch: Stretch) -> None:
    """ "Photo : Some Agency" between the date and the first words."""
    found = _PHOTO_PREFIX.match(stretch.text) if stretch.open else None
    if found is None or found.end() == len(stretch.text):
        return
    parts = findings.page.cut(stretch, found.end())
    if len(parts) == 2:
        parts[0].remove("photo-credit")


def cut_section_from_age(findings: Findings) -> None:
    """ "Asia1 day ago": a section that lost the line break before the page's age."""
    for stretch in findings.page.open()[:_HEAD_LINES]:
        found = _SECTION_AND_AGE.fullmatch(stretch.text)
        if found is None or found["section"].casefold() not in SECTIONS:
            continue
        parts = findings.page.cut(stretch, found.start("age"))
        if len(parts) == 2 and findings.section is None:
            findings.section = found["section"]
            parts[0].claim("section", "section-line")


def cut_glued_stamp(findings: Findings) -> None:
    """ "… said the ministry.ANI | Updated: 10-09-2020 07:27 IST": a stamp that lost its line break."""
    for stretch in findings.page.open()[:_HEAD_LINES]:
        found = _GLUED_STAMP.search(stretch.text) if _GLUED_CUE.search(stretch.text) else None
        if found is None or stamp_kind(stretch.text) is not None:
            continue
        if found.start() < _MIN_BEFORE_STAMP or len(stretch.text) - found.start() > 200:
            continue
        cuts = [found.start()]
        if minutes := _GLUED_MINUTES.search(stretch.text, 0, found.start()):
            cuts.insert(0, minutes.start())
        if stamp_kind(stretch.text[found.start() :]) is None:
            continue
        parts = findings.page.cut(stretch, *cuts)
        if (
            len(parts) == 3
            and findings.reading_minutes is None
            and (number := _MINUTES.search(parts[1].text))
        ):
            findings.reading_minutes = int(number.group())
            parts[1].remove("reading-time")


def cut_lead_credit(findings: Findings) -> None:
    """A byline or a syndicator's credit in the lead: "Staff Correspondent: ", "(SITE- Paper) "."""
    for stretch in findings.page.open()[:_HEAD_LINES]:
        if found := credits.origin_lead(stretch.text):
            parts = findings.page.cut(stretch, found.end())
            if len(parts) == 2:
                findings.vote_outlet(found["outlet"], 1)
                _take_origin(findings, found["name"])
                parts[0].remove("source-credit")
        elif found := credits.run_in_byline(stretch.text):
            parts = findings.page.cut(stretch, found.end())
            if len(parts) == 2:
                findings.byline = findings.byline or found["name"]
                parts[0].claim("byline", "byline")


def cut_templates(findings: Findings) -> None:
    """Template marks go, wherever they stand; scripts go by the line."""
    inside = False
    for stretch in list(findings.page.stretches):
        if not stretch.open:
            continue
        if inside or re.match(r"<(?:script|style)\b", stretch.raw, re.IGNORECASE):
            inside = "</script" not in stretch.raw.lower() and "</style" not in stretch.raw.lower()
            stretch.remove("script")
            continue
        if rules.SCRIPT_LINE.fullmatch(stretch.text) and any(mark in stretch.text for mark in "{}();="):
            stretch.remove("script")
            continue
        marks = list(islice(rules.TEMPLATE_MARK.finditer(stretch.text), _MAX_MARKS))
        if not marks:
            continue
        spans = {(mark.start(), mark.end()) for mark in marks}
        parts = findings.page.cut(stretch, *(offset for span in spans for offset in span))
        for part in parts:
            if not part.text or rules.TEMPLATE_MARK.fullmatch(part.text):
                part.remove("template-mark")


def remove_furniture(findings: Findings) -> None:
    """Lines that are furniture wherever they stand, and what they tell on their way out."""
    headline_seen = False
    for stretch in findings.page.open():
        line = stretch.text
        if len(line) > rules.MAX_LINE:
            headline_seen = True
            if rules.is_long_notice(line):
                stretch.remove("disclaimer")
            continue
        if named := credits.outlet_named(line):
            findings.vote_outlet(*named)
        if name := credits.agency_line(line, bare=False):
            findings.take_agency(name)
            if credits.is_dated_agency(line):
                findings.stamps.append(StampFound("publication-stamp", line))
            stretch.remove("agency-credit")
        elif publisher := credits.origin(line):
            _take_origin(findings, publisher)
            stretch.remove("source-credit")
        elif rules.LIST_HEADING.fullmatch(line) or not (rule := rules.furniture(line, outside=False)):
            headline_seen = headline_seen or len(line.split()) >= _HEADLINE_WORDS
        elif rule in _LABELED_RULES and not headline_seen and len(line.split()) >= _HEADLINE_WORDS:
            headline_seen = True
        else:
            _learn(findings, rule, line)
            stretch.remove(rule)


def _learn(findings: Findings, rule: str, line: str) -> None:
    if rule == "reading-time" and findings.reading_minutes is None and (minutes := _MINUTES.search(line)):
        findings.reading_minutes = int(minutes.group())
    elif rule == "agency-inputs":
        findings.take_agency(credits.agency_inputs(line))


def _take_origin(findings: Findings, publisher: str) -> None:
    agency = credits.agency_name(publisher)
    if agency and len(publisher) <= len(agency) + 14:
        findings.take_agency(agency)
    elif findings.origin is None or (credits.is_host(findings.origin) and not credits.is_host(publisher)):
        findings.origin = publisher


def take_captions(findings: Findings) -> None:
    """Captions with their credits, and the copy without a credit that stands beside them."""
    bare: dict[str, Stretch] = {}
    before: list[Stretch] = []
    for stretch in findings.page.open():
        if len(stretch.text) > 600:
            continue
        above, before = before, [*before[-1:], stretch]
        found = credits.caption(stretch.text)
        if found is None:
            if (credit := credits.credit_only(stretch.text)) is not None:
                stretch.remove("photo-credit")
                _caption_above(findings, above, credit)
            else:
                bare.setdefault(same(stretch.text), stretch)
            continue
        copy = bare.pop(same(found.caption), None)
        findings.add_image(stretch, found.caption, found.credit)
        if copy is not None and abs(copy.line - stretch.line) <= 8:
            copy.remove("duplicate-caption")
    keys = {same(image.caption) for image in findings.images}
    for stretch in findings.page.open():
        if len(stretch.text) < 400 and keys and same(stretch.text) in keys:
            stretch.remove("duplicate-caption")


def _caption_above(findings: Findings, lines: list[Stretch], credit: str) -> None:
    """A line given twice above a credit is the picture's caption."""
    if len(lines) == 2 and credit and same(lines[0].text) == same(lines[1].text):
        findings.add_image(lines[0], lines[0].text, credit)


def take_key_points(findings: Findings) -> None:
    """A heading and the bullets under it, or the short lines under it where bullets were lost.

    Some sites put a paragraph under such a heading; that is the summary.
    """
    stretches = [stretch for stretch in findings.page.stretches if stretch.open and stretch.text]
    for index, stretch in enumerate(stretches):
        if len(stretch.text) > 220 or not rules.KEY_POINTS_HEADING.fullmatch(stretch.text):
            continue
        items = _items_after(stretches, index + 1)
        if items:
            stretch.remove("key-points-heading")
            findings.key_points_line = stretch.line
            for item in items:
                findings.add_key_point(item, rules.ITEM_MARK.sub("", item.text, count=1))
            return
        if index + 1 < len(stretches) and is_story(stretches[index + 1].full):
            _take_summary(findings, stretch, stretches[index + 1], "key-points-heading")
            return


def take_summary(findings: Findings) -> None:
    """A paragraph under "Summary" or "Synopsis" near the top, or behind the word on its line."""
    opened = findings.page.open()[:_SUMMARY_WITHIN]
    for stretch, following in pairwise(opened):
        found = rules.SUMMARY_HEADING.fullmatch(stretch.text) if len(stretch.text) < rules.MAX_LINE else None
        if found is None or findings.summary is not None:
            continue
        if found["text"] and is_story(found["text"]):
            parts = findings.page.cut(stretch, found.start("text"))
            if len(parts) == 2:
                _take_summary(findings, parts[0], parts[1], "summary-heading")
        elif not found["text"] and is_story(following.full):
            _take_summary(findings, stretch, following, "summary-heading")


def _take_summary(findings: Findings, heading: Stretch, paragraph: Stretch, rule: str) -> None:
    heading.remove(rule)
    findings.summary = paragraph.full
    paragraph.claim("summary", "summary")


def _items_after(stretches: list[Stretch], start: int) -> list[Stretch]:
    items: list[Stretch] = []
    marked = False
    for stretch in stretches[start : start + _MAX_ITEMS]:
        mark = rules.ITEM_MARK.match(stretch.text)
        if mark and mark.end() == len(stretch.text):
            break
        if items and marked and not mark:
            break
        if not mark and (is_story(stretch.text) or len(stretch.text.split()) > _ITEM_WORDS):
            break
        if items and not marked and (mark or stretch.line - items[-1].line > 1):
            break
        marked = marked or mark is not None
        items.append(stretch)
    return items if marked or len(items) > 1 else []


def take_labels(findings: Findings) -> None:
    """ "- Country:" on one line and its value on the next."""
    stretches = findings.page.stretches
    for stretch, value in pairwise(stretches):
        if stretch.open and len(stretch.text) < 30 and _LABEL_LINE.fullmatch(stretch.text):
            stretch.remove("page-label")
            if value.open and len(value.text.split()) <= _MAX_LABEL_VALUE and not is_story(value.text):
                value.remove("page-label")


def take_pull_quote(findings: Findings, before: int) -> None:
    """A line that is only a quotation and its speaker, above the story or repeating words of it."""
    candidates = findings.page.open()
    everything = ""
    for stretch in candidates:
        if len(stretch.text) > 700 or stretch.text[:1] not in '"“«':
            continue
        found = _PULL.fullmatch(stretch.text)
        if found is None:
            continue
        quote, speaker = found["inside"] or found["quote"], found["speaker"] or found["by"]
        if len(speaker.split()) > 9:
            continue
        if stretch.line >= before:
            everything = everything or same(
                " ".join(other.text for other in candidates if other is not stretch)
            )
            if same(quote) not in everything:
                continue
        findings.pull_quote = PullQuote(quote.strip(), speaker.strip())
        stretch.claim("pull_quote", "pull-quote")
        return


def take_stamps(findings: Findings, lead: int | None) -> None:
    """Publication stamps above the story; below it only where none stands above."""
    opened = findings.page.open()
    stories = [stretch.line for stretch in opened if is_story(stretch.full)]
    below: list[tuple[Stretch, str]] = []
    for stretch in opened:
        kind = stamp_kind(stretch.text)
        if kind is None or _heads_a_paragraph(stretch, kind, stories):
            continue
        if _of_a_comment(findings, stretch, kind):
            stretch.remove("comment-time")
            continue
        if lead is None or stretch.line <= lead:
            read_stamp(findings, stretch, kind)
        else:
            below.append((stretch, kind))
    listed = _first_list(opened, lead)
    for stretch, kind in below:
        elsewhere = listed is not None and stretch.line > listed and kind not in _LABELED_KINDS
        if elsewhere or any(found.rule not in ("date-prefix", "updated-stamp") for found in findings.stamps):
            stretch.remove("other-stamp")
        else:
            read_stamp(findings, stretch, kind)


def _first_list(opened: list[Stretch], lead: int | None) -> int | None:
    """Where other stories begin, whose days are not this one's."""
    headings = (
        stretch.line
        for stretch in opened
        if lead is not None
        and stretch.line > lead
        and len(stretch.text) <= 90
        and rules.LIST_HEADING.fullmatch(stretch.text)
    )
    return next(headings, None)


def _of_a_comment(findings: Findings, stretch: Stretch, kind: str) -> bool:
    """Below the comments a stamp is one of theirs, unless it says that it is the article's."""
    below = findings.comments_line is not None and stretch.line > findings.comments_line
    return below and kind not in _LABELED_KINDS


def _heads_a_paragraph(stretch: Stretch, kind: str, stories: list[int]) -> bool:
    """A bare day between a story's paragraphs is a heading of a chronicle, not a stamp."""
    if kind != "publication-stamp" or first_clock(stretch.text) is not None:
        return False
    return sum(line < stretch.line for line in stories) >= _OWN_PARAGRAPHS and bool(
        stories and stretch.line < stories[-1]
    )


def remove_next_stories(findings: Findings, lead: int) -> None:
    """Whole other articles under the story: a headline, then a stamp as the page's own has one, then text.

    Only where the page's own stamp stands above its story, so that a date between paragraphs is none.
    """
    stretches = [stretch for stretch in findings.page.stretches if not stretch.following]
    own = any(stretch.line < lead and stretch.rule in _STAMP_RULES for stretch in stretches)
    if not own:
        return
    stories = 0
    for index, stretch in enumerate(stretches):
        if stretch.line < lead:
            continue
        if stretch.open and is_story(stretch.full):
            stories += 1
        elif stretch.rule in ("other-stamp", "relative-stamp") and stories >= _OWN_PARAGRAPHS:
            start = _headline_above(stretches, index)
            if start is not None and any(other.open and is_story(other.full) for other in stretches[index:]):
                for other in stretches[start:]:
                    if other.open:
                        other.remove("next-story")
                return


def _headline_above(stretches: list[Stretch], index: int) -> int | None:
    """Where the headline over this stamp begins, with its section's name if there is one."""
    for place in range(index - 1, max(0, index - 6), -1):
        text = stretches[place].text
        if not stretches[place].open:
            continue
        if is_story(stretches[place].full):
            return None
        if len(text.split()) >= _HEADLINE_WORDS - 1:
            before = stretches[place - 1]
            return place - 1 if before.open and len(before.text.split()) <= 3 else place
    return None


def remove_after_end(findings: Findings, lead: int) -> None:
    """Below a comment form or a syndicator's "appeared first on" nothing belongs to the story."""
    stories, ended = 0, False
    for stretch in findings.page.stretches:
        if stretch.line < lead:
            continue
        if stretch.open and is_story(stretch.full):
            stories += 1
        if ended and stretch.open:
            stretch.remove("after-story")
        ended = ended or (stories >= _OWN_PARAGRAPHS and _ends_page(stretch))


def _ends_page(stretch: Stretch) -> bool:
    if stretch.rule == "syndication-credit":
        return True
    return stretch.rule == "comment-form" and _FORM_LINE.match(stretch.text) is not None


def remove_lists(findings: Findings, lead: int) -> None:
    """Lists of other stories and comment forms under their headings, up to where the story goes on."""
    below = [stretch for stretch in findings.page.stretches if stretch.line > lead and not stretch.following]
    position = 0
    while position < len(below):
        rule = _opens_list(below[position])
        position += 1
        if rule is None:
            continue
        if below[position - 1].open:
            below[position - 1].remove("related-heading")
        end = _next_only(below, position) or _list_end(below, position)
        for other in below[position:end]:
            if other.open:
                other.remove(rule)
        position = end


def remove_teasers(findings: Findings) -> None:
    """Below the story: lines that break off, each with its age under it, are other stories."""
    stories = 0
    for stretch, following in pairwise(findings.page.open()):
        if following.open and RELATIVE.fullmatch(following.text) and stories >= _OWN_PARAGRAPHS:
            if stretch.text.endswith(("...", "…")):
                stretch.remove("related-story")
                following.remove("related-story")
        elif is_story(stretch.full):
            stories += 1


def _opens_list(stretch: Stretch) -> str | None:
    if stretch.rule == "comment-form" and _FORM_HEADING.match(stretch.text):
        return "comment-form"
    if stretch.open and len(stretch.text) <= 90 and rules.LIST_HEADING.fullmatch(stretch.text):
        return "related-story"
    return None


def _list_end(below: list[Stretch], start: int) -> int:
    """Where the story goes on: at a paragraph followed by another one, or at the only paragraph left.

    Teasers of other stories are paragraphs too, but a headline stands between each two of them.
    """
    open_after = [index for index in range(start, len(below)) if below[index].open]
    for place, index in enumerate(open_after):
        text = below[index].full
        if _TWEET_END.search(text):
            return index
        if not is_story(text):
            continue
        following = open_after[place + 1] if place + 1 < len(open_after) else None
        if following is None:
            first = not any(is_story(below[other].full) for other in open_after[:place])
            return index if first and text.count(" ") >= _LONE_PARAGRAPH else len(below)
        if is_story(below[following].full):
            return len(below) if any(_stamped(other) for other in below[start:index]) else index
    return len(below)


def _next_only(below: list[Stretch], start: int) -> int | None:
    """ "Read also" alone above one headline in the middle of a story."""
    if not _ONE_STORY.fullmatch(below[start - 1].text):
        return None
    opened = [index for index in range(start, len(below)) if below[index].open][:2]
    if len(opened) < 2 or is_story(below[opened[0]].full) or not is_story(below[opened[1]].full):
        return None
    return opened[1]


def _stamped(stretch: Stretch) -> bool:
    """Lines that stand between a headline and its story: this list holds whole articles."""
    return stretch.rule in (*_STAMP_RULES, "other-stamp") or _STAMP_LABEL.fullmatch(stretch.text) is not None
