"""Readers' comments that were scraped along with the story.

Three shapes cover what sites print: an avatar's letter before the name, a name
before a time, and a name that "says". In each the next author's mark ends a
text, so that a comment cut off after its name stays an empty one of its own and
never swallows the line below it.
"""

from __future__ import annotations

import re

from articles.drafts import ReaderComment

from .findings import Findings, is_story
from .page import Stretch
from .rules import COMMENT_HEADING, LIST_HEADING, furniture
from .sanitize import clean_user_text

_UNITS = r"(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|week|mo|month|y|year)s? ago"
_TIME_LINE = re.compile(
    rf"(?:(?:about |over |almost )?(?:\d+|an?|one) ?{_UNITS}|just now|yesterday|today)(?: at \d.{{0,12}})?"
    r"|(?:on )?(?:\w+day,? )?"
    r"(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9},? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:,?(?: at| [-–|])? ?\d{1,2}[:.]\d\d.{0,12})?",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?P<author>\S.{0,40}?) (?:says|said|wrote|on (?:\w+ \d{1,2}, \d{4}.{0,20}))\s*:", re.IGNORECASE
)
_INLINE_AGO = re.compile(
    rf"(?P<author>\S.{{1,40}}?)\s*[•·|,–-]\s*(?P<time>(?:\d+|an?) ?{_UNITS})", re.IGNORECASE
)
_NAME = re.compile(r"@?[^\W\d_][\w.’'@-]*(?: [\w.’'@-]+){0,4}")
#: Two avatars make a comment section even where its heading was lost.
_AVATARS_WITHOUT_HEADING = 2


def take_comments(findings: Findings) -> None:
    """Claims the comment section, if the page has one."""
    stretches = findings.page.stretches
    start = _section_start(stretches)
    if start is None:
        return
    if COMMENT_HEADING.fullmatch(stretches[start].text):
        stretches[start].remove("comments-heading")
        start += 1
    _read_section(findings, stretches, start)


def _section_start(stretches: list[Stretch]) -> int | None:
    """The heading, or the first of several avatars, with comments after it."""
    for index, stretch in enumerate(stretches):
        if stretch.open and len(stretch.text) < 90 and COMMENT_HEADING.fullmatch(stretch.text):
            following = [index + step for step in (1, 2, 3) if index + step < len(stretches)]
            if any(_author_at(stretches, position) is not None for position in following):
                return index
    avatars = [
        index for index, stretch in enumerate(stretches) if stretch.open and _is_avatar(stretches, index)
    ]
    return avatars[0] if len(avatars) >= _AVATARS_WITHOUT_HEADING else None


def _is_avatar(stretches: list[Stretch], index: int) -> bool:
    letter = stretches[index].text
    if len(letter) > 2 or not letter.isalpha() or index + 1 >= len(stretches):
        return False
    name = stretches[index + 1].text
    return (
        name[:1].casefold() == letter[:1].casefold()
        and len(name) > 1
        and len(name) < 50
        and _NAME.fullmatch(name) is not None
    )


def _author_at(stretches: list[Stretch], index: int) -> tuple[str, int] | None:
    """An author's name and how many stretches stand before the text, if a comment begins here."""
    stretch = stretches[index]
    if _is_avatar(stretches, index):
        steps = 2
        if index + 2 < len(stretches) and _TIME_LINE.fullmatch(stretches[index + 2].text):
            steps = 3
        return stretches[index + 1].text, steps
    line = stretch.text
    if len(line) > 80:
        return None
    following = stretches[index + 1].text if index + 1 < len(stretches) else ""
    if found := (_SAYS.fullmatch(line) or _INLINE_AGO.fullmatch(line)):
        return found["author"], 2 if _TIME_LINE.fullmatch(following) else 1
    if _NAME.fullmatch(line) and len(line) < 50 and _TIME_LINE.fullmatch(following):
        return line, 2
    return None


def _read_section(findings: Findings, stretches: list[Stretch], position: int) -> None:
    while position < len(stretches):
        begun = _author_at(stretches, position) if stretches[position].open else None
        if begun is None:
            if _leaves_section(stretches, position):
                return
            if stretches[position].open:
                name = furniture(stretches[position].text, outside=True)
                stretches[position].remove(name or "comments-section")
            position += 1
            continue
        author, steps = begun
        target = f"comments/{len(findings.comments)}"
        for offset, stretch in enumerate(stretches[position : position + steps]):
            if stretch.text == author or author in stretch.text:
                stretch.claim(target, "comment-author")
            else:
                stretch.remove("comment-avatar" if offset == 0 else "comment-time")
        position, lines = _comment_text(stretches, position + steps, target)
        text = clean_user_text("\n".join(lines))
        findings.comments.append(ReaderComment(author, text, truncated=not text))


def _comment_text(stretches: list[Stretch], position: int, target: str) -> tuple[int, list[str]]:
    lines: list[str] = []
    while position < len(stretches):
        stretch = stretches[position]
        if not stretch.open:
            break
        if _author_at(stretches, position) is not None or _ends_comment(stretch.text):
            break
        stretch.claim(target, "comment-text")
        lines.append(stretch.text)
        position += 1
    return position, lines


def _ends_comment(line: str) -> bool:
    return furniture(line, outside=False) is not None or LIST_HEADING.fullmatch(line) is not None


def _leaves_section(stretches: list[Stretch], position: int) -> bool:
    """A heading of another list, or a story that goes on, ends the comments."""
    line = stretches[position].text
    return stretches[position].open and (LIST_HEADING.fullmatch(line) is not None or is_story(line))
