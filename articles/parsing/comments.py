"""Readers' comments that were scraped along with the story.

Three shapes cover what sites print: an avatar's letter before the name, a name
before a time, and a name that "says". In each the next author's mark ends a
text, so that a comment cut off after its name stays an empty one of its own and
never swallows the line below it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from articles.drafts import ReaderComment

from .findings import Findings, is_story
from .page import Stretch
from .rules import COMMENT_HEADING, LIST_HEADING, furniture
from .sanitize import clean_user_text
from .stamps import find_stamps, first_clock
from .vocabulary import FULL_WEEKDAY, MONTH

_UNITS = r"(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|week|mo|month|y|year)s? ago"
_TIME_LINE = re.compile(
    rf"(?:(?:about |over |almost )?(?:\d+|an?|one) ?{_UNITS}|just now|yesterday|today)(?: at \d.{{0,12}})?"
    r"|(?:hace|il y a|há|vor) \w{1,3} \w{3,8}"
    r"|\d{1,3} (?:detik|menit|jam|hari|minggu|dakika|saat|gün)(?: yang)? (?:lalu|önce)"
    r"|(?:on )?(?:\w+day,? )?"
    r"(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9},? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:,?(?: at| [-–|])? ?\d{1,2}[:.]\d\d.{0,12})?",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?P<author>\S.{0,40}?) (?:says|said|wrote|on (?:\w+ \d{1,2}, \d{4}.{0,20}))\s*:", re.IGNORECASE
)
_NUMBER = re.compile(rf"^#?\d{{1,3}}[.):]?\s+(?=[@A-Z])(?!(?i:{MONTH}))")
#: What stands between a name and its time on one line.
_BETWEEN = re.compile(r"\s*[•·|,–—-]\s*|\s+(?:on\s)?|\s*\(")
_SHORT_AGE = re.compile(r"\d{1,3} ?(?:s|m|min|h|hrs?|d|w|mo|y)(?: ago)?", re.IGNORECASE)
_WORDS_OF_TIMES = re.compile(
    rf"\b(?:at|on|posted|commented|edited|updated|am|pm|a\.m|p\.m|hrs?|h|uhr|{FULL_WEEKDAY}|[a-z]{{3,4}}t)\b|[^\w]|_",
    re.IGNORECASE,
)
_NAME = re.compile(r"@?[^\W\d_][\w.’'@-]*(?: [\w.’'@-]+){0,4}")
#: A name that no time stands beside, with a town behind it on some pages.
_PLAIN_NAME = re.compile(
    r"(?:#?\d{1,3}[.):]?\s+)?"
    r"(?P<author>@?[^\W\d_][\w.’'-]*(?:\s(?:[A-Z][\w.’'-]*|de|van|von|bin|al)){0,3})"
    r"(?:\s?\([^()]{2,40}\)|,\s[A-Z][\w ]{2,25})?"
)
_BUTTON_WORDS = (
    r"(?:reply|like|dislike|likes|share|report|report abuse|flag|edited|recommend|upvote|downvote|translate"
    r"|permalink|up|down|agree|disagree|thumbs up|thumbs down|responder|répondre|antworten|balas|me gusta"
    r"|j’aime|curtir|suka|[👍👎❤♥↑↓▲▼+-]+)"
)
#: Buttons and counters of a comment; they end no text and are none.
_BUTTONS = re.compile(
    rf"{_BUTTON_WORDS}(?:\s*[·|(]?\s*\d{{0,6}}\s*\)?)?(?:\s*[·|]?\s*(?:{_BUTTON_WORDS}|\d{{1,6}})){{0,6}}"
    r"|\d{1,6} (?:likes?|dislikes?|replies|reply|votes?|points?|people (?:like|liked) this|recommendations?)"
    r"|[+-]?\d{1,5}|(?:↳|↪|in reply to|replying to|@?\w+ replied to)\s.{1,60}"
    r"|(?:top|verified|frequent) (?:commenter|reader|user)|subscriber|member|guest user",
    re.IGNORECASE,
)
#: A heading that nothing but a section of comments has; "Discussion" can be a story's own.
_SURE_HEADING = re.compile(
    r".*\b(?:comment|coment|kommentar|komentar|yorumlar)\w*\b.*|join the (?:conversation|discussion)\b.*",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d+")
_SOME_STORY = 2
#: Rules for buttons that consist of one everyday word.
_SAID_BY_READERS = frozenset({"cookie-note", "notification-box"})
_BY = re.compile(r"(?:(?:posted|written|comment|commented|said) )?(?:by|from):? (?=[A-Z@])", re.IGNORECASE)
_ENDS = re.compile(r"[^\W_]{3,}[.!?…]$|[!?…]$")
_ITEM = re.compile(r"#?\d{1,3}[.):]\s+")
_NAMELESS = frozenset("guest anonymous anonyme invitado anónimo anônimo gast tamu misafir reader".split())
_CAPITALS = r"@?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
_NAME_AND_TEXT = re.compile(
    rf"(?:#?\d{{1,3}}[.):]?\s+)?(?P<author>{_CAPITALS})(?:\s?\([^()]{{2,40}}\))?\s?[:–—]\s(?P<text>.+)"
)
_TEXT_AND_NAME = re.compile(
    r"[“\"](?P<text>.+)[”\"]\s?[–—-]+\s?"
    rf"(?P<author>{_CAPITALS})(?:,\s.{{2,30}}|\s?\(.{{2,30}}\))?"
)
#: Labels of stamps, which stand before a time as a name does.
_NO_NAMES = frozenset("published posted updated on at by date modified created first last edited".split())
#: Two avatars make a comment section even where its heading was lost.
_AVATARS_WITHOUT_HEADING = 2


def take_comments(findings: Findings) -> None:
    """Claims the comment section, if the page has one."""
    stretches = findings.page.stretches
    start = _section_start(stretches)
    if start is None:
        start = _plain_section(stretches)
        if start is not None:
            _mark_section(findings, stretches, start)
            _read_plain(findings, stretches, start + 1)
        return
    if COMMENT_HEADING.fullmatch(stretches[start].text):
        _mark_section(findings, stretches, start)
        start += 1
    _read_section(findings, stretches, start)


def _mark_section(findings: Findings, stretches: list[Stretch], start: int) -> None:
    stretches[start].remove("comments-heading")
    findings.comments_line = stretches[start].line


def _is_heading(stretch: Stretch) -> bool:
    if not stretch.open or len(stretch.text) >= 90 or not COMMENT_HEADING.fullmatch(stretch.text):
        return False
    count = _COUNT.search(stretch.text)
    return count is None or int(count.group()) > 0


def _section_start(stretches: list[Stretch]) -> int | None:
    """The heading, or the first of several avatars, with comments after it."""
    for index, stretch in enumerate(stretches):
        if _is_heading(stretch):
            following = [index + step for step in (1, 2, 3) if index + step < len(stretches)]
            if any(_author_at(stretches, position) is not None for position in following):
                return index
    avatars = [
        index for index, stretch in enumerate(stretches) if stretch.open and _is_avatar(stretches, index)
    ]
    return avatars[0] if len(avatars) >= _AVATARS_WITHOUT_HEADING else None


def _plain_section(stretches: list[Stretch]) -> int | None:
    """A heading below the story with lines under it that are not the story going on."""
    stories = 0
    for index, stretch in enumerate(stretches):
        if stretch.open and is_story(stretch.text):
            stories += 1
        elif stories >= _SOME_STORY and _is_heading(stretch) and _SURE_HEADING.fullmatch(stretch.text):
            lines = stretches[index + 1 : _plain_end(stretches, index + 1)]
            if lines and sum(is_story(line.text) for line in lines) <= len(lines) / 2:
                return index
    return None


def _plain_end(stretches: list[Stretch], position: int) -> int:
    while position < len(stretches):
        stretch = stretches[position]
        if not stretch.open or (not _BUTTONS.fullmatch(stretch.text) and _ends_comment(stretch.text)):
            break
        position += 1
    return position


def _read_plain(findings: Findings, stretches: list[Stretch], position: int) -> None:
    """Comments without a time.

    They are told apart where each line has a name of its own, where each name has a text under it, or where
    there are as many lines as the heading counts; else nobody can say who wrote what, and all is removed.
    """
    found = _COUNT.search(stretches[position - 1].text)
    count = int(found.group()) if found else None
    lines = stretches[position : _plain_end(stretches, position)]
    for line in lines:
        if _BUTTONS.fullmatch(line.text):
            line.remove("comments-section")
        elif _is_time(line.text):
            line.remove("comment-time")
    lines = [line for line in lines if line.open]
    if not (
        _read_one_line_each(findings, lines, count)
        or _read_names(findings, lines, count)
        or _read_nameless(findings, lines, count)
    ):
        for line in lines:
            line.remove("comments-section")


def _read_one_line_each(findings: Findings, lines: list[Stretch], count: int | None) -> bool:
    """ "Tom: A good step.", "Tom (3 March 2024): …", or the words in quotation marks and a name behind."""
    found = [_NAME_AND_TEXT.fullmatch(line.text) or _TEXT_AND_NAME.fullmatch(line.text) for line in lines]
    if (
        not lines
        or not all(found)
        or (count is not None and count != len(lines))
        or (len(lines) < 2 and not count)
    ):
        return False
    for line, match in zip(lines, found, strict=True):
        if match is not None:
            line.claim(f"comments/{len(findings.comments)}", "comment-text")
            findings.comments.append(ReaderComment(match["author"], clean_user_text(match["text"])))
    return True


def _read_names(findings: Findings, lines: list[Stretch], count: int | None) -> bool:
    authors = [_plain_author(line.text) for line in lines]
    names = [index for index, author in enumerate(authors) if author]
    pairs = bool(names) and names[0] == 0 and all(b - a > 1 for a, b in pairwise([*names, len(lines)]))
    if not pairs or (len(names) != count if count is not None else not _sure_names(lines, names)):
        return False
    for begin, end in pairwise([*names, len(lines)]):
        target = f"comments/{len(findings.comments)}"
        lines[begin].claim(target, "comment-author")
        for line in lines[begin + 1 : end]:
            line.claim(target, "comment-text")
        text = clean_user_text("\n".join(line.text for line in lines[begin + 1 : end]))
        findings.comments.append(ReaderComment(authors[begin] or "", text, truncated=not text))
    return True


def _read_nameless(findings: Findings, lines: list[Stretch], count: int | None) -> bool:
    if not lines or count != len(lines):
        return False
    for line in lines:
        line.claim(f"comments/{len(findings.comments)}", "comment-text")
        findings.comments.append(ReaderComment("", clean_user_text(_ITEM.sub("", line.text, count=1))))
    return True


def _plain_author(line: str) -> str | None:
    found = _PLAIN_NAME.fullmatch(line) if len(line) <= 60 and not _ENDS.search(line) else None
    return found["author"] if found else None


def _sure_names(lines: list[Stretch], names: list[int]) -> bool:
    """Without a count: two names or more, a town in brackets behind one, or a reader who gives no name."""
    first = lines[names[0]].text
    return len(names) > 1 or "(" in first or first.casefold() in _NAMELESS


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
        if index + 2 < len(stretches) and _is_time(stretches[index + 2].text):
            steps = 3
        return stretches[index + 1].text, steps
    line = stretch.text
    if len(line) > 80 or LIST_HEADING.fullmatch(line):
        return None
    step = index + 1
    if step < len(stretches) and _BUTTONS.fullmatch(stretches[step].text):
        step += 1
    following = stretches[step].text if step < len(stretches) else ""
    before = step - index
    if found := _SAYS.fullmatch(line):
        return found["author"], before + 1 if _is_time(following) else 1
    if author := _author_with_time(line):
        return author, 1
    line = _BY.sub("", _NUMBER.sub("", line, count=1), count=1)
    named = _NAME.fullmatch(line) and len(line) < 50 and not _ENDS.search(line)
    if named and not _is_time(line) and not _BUTTONS.fullmatch(line) and _is_time(following):
        return line, before + 1
    if _is_time(line) and (author := _plain_author(following)) and author[0].isupper():
        return author, before + 1
    return None


def _author_with_time(line: str) -> str | None:
    """ "Tom Reed | 19.09.2024 15:31", "@tomreed 3h", "Tom Reed  3 March 2024": name and time on one line."""
    if not any(character.isdigit() for character in line) and not line.endswith(("ago", "now", "day")):
        return None
    line = _BY.sub("", _NUMBER.sub("", line, count=1), count=1)
    parts = [part.strip() for part in re.split(r"[|•·]", line)]
    if len(parts) > 2 and _plain_author(parts[0]) and _is_time(parts[-1]):
        return parts[0]
    for joint in _BETWEEN.finditer(line):
        author, rest = line[: joint.start()], line[joint.end() :]
        if _is_time(author) and (behind := _plain_author(rest)) and rest[0].isupper() and not _is_time(rest):
            return behind
        if not (named := _PLAIN_NAME.fullmatch(author) or _NAME.fullmatch(author)):
            continue
        if author.casefold() not in _NO_NAMES and not _is_time(author) and _is_time(rest):
            return named.groupdict().get("author", author)
    return None


def _is_time(line: str) -> bool:
    """Nothing but the time of a comment."""
    words = line.strip(" •·|,–—-()")
    if not words or len(words) > 50:
        return False
    if _TIME_LINE.fullmatch(words) or _SHORT_AGE.fullmatch(words):
        return True
    stamps = [stamp for stamp in find_stamps(words) if stamp.day or stamp.orders]
    if not stamps:
        return False
    rest = words[: stamps[0].start] + " " + words[stamps[0].end :]
    while clock := first_clock(rest):
        rest = f"{rest[: clock.start]} {rest[clock.end :]}"
    return not _WORDS_OF_TIMES.sub("", rest)


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
            if author in stretch.text:
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
        if _BUTTONS.fullmatch(stretch.text):
            stretch.remove("comments-section")
            position += 1
            continue
        if _author_at(stretches, position) is not None or _ends_comment(stretch.text, begun=bool(lines)):
            break
        stretch.claim(target, "comment-text")
        lines.append(stretch.text)
        position += 1
    return position, lines


def _ends_comment(line: str, *, begun: bool = True) -> bool:
    """Furniture does, but "ok" or "done" right under a name is what that reader says."""
    if LIST_HEADING.fullmatch(line):
        return True
    rule = furniture(line, outside=False)
    return rule is not None and (begun or rule not in _SAID_BY_READERS)


def _leaves_section(stretches: list[Stretch], position: int) -> bool:
    """A heading of another list, or a story that goes on, ends the comments."""
    line = stretches[position].text
    return stretches[position].open and (LIST_HEADING.fullmatch(line) is not None or is_story(line))
