"""Names of meetings that come in series: "4th round of Foreign Office Consultations (FOC)".

A name is read outwards from its head ("Dialogue"): to the left over its own words, the pair that may
stand in it, "round of" and the ordinal; to the right over "on Counter Terrorism", an abbreviation and
"between A and B". What has an ordinal but no such head ("54th National Day") never comes into it. "The
third session was held in Lima" has no name at all; it is read as a round without one, which is kept where
the text tells of a single series.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from articles.extraction.names import ANY_HEAD, DATA, Page, Part

_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.IGNORECASE)
_JOINERS = frozenset({"and", "&", "-", "–", "—", ","})
_LONGEST_NAME = 12
_BETWEEN_PARTIES = frozenset("and the & of foreign affairs ministries ministry".split())
_TAIL_LINKS = frozenset({"on", "for"})


@cache
def terms() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "events.toml").read_text(encoding="utf-8"))


@cache
def words_of(table: str) -> frozenset[str]:
    return frozenset(terms()["words"][table].split())


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `first` to `last` name a round of a series; `name` is the series' own words."""

    page: Page
    first: int
    last: int
    name: str
    words: frozenset[str]
    head: str
    ordinal: int | None
    codes: tuple[str, ...]
    abbreviation: str | None
    #: "last", "next": another round than the one the text is about.
    other: str | None
    capital: bool
    #: "their", "the two countries'": it is held by those whom the text has just named.
    shared: bool = False

    @property
    def start(self) -> int:
        return self.page.starts[self.first]

    @property
    def end(self) -> int:
        return self.page.end(self.last - 1)


@cache
def _heads() -> frozenset[str]:
    return words_of("sittings").union(terms()["heads"])


def find_series(page: Page) -> Iterator[Named]:
    heads: Mapping[str, str] = terms()["heads"]
    sittings = words_of("sittings")
    following, floor = 0, 0
    for index in page.with_key(_heads()):
        if index < following:
            continue
        key = page.all_keys[index]
        if key in sittings and (named := _nameless(page, index, floor)) is not None:
            yield named
            following = floor = named.last
            continue
        if key not in heads or not _may_head(page, index):
            continue
        head = _last_head(page, index, heads)
        named = _read(page, head, floor, heads)
        if named is not None:
            yield named
            floor = named.last
        following = max(head + 1, floor)


def _nameless(page: Page, unit: int, floor: int) -> Named | None:
    """ "The third session was held in …", "hosted the third session"."""
    first = unit - 1
    ordinal = ordinal_of(page.key(first))
    if ordinal is None or first - 1 < floor or page.key(first - 1) not in ("the", "its", "their"):
        return None
    after = unit + 1 + (page.char(unit + 1) == ",")
    while page.key(after) in words_of("auxiliaries"):
        after += 1
    is_held = page.key(after) in words_of("held") and page.char(after)[0].islower()
    hosted = page.key(first - 2) in words_of("held") and page.key(unit + 1) != "of"
    if not (is_held or hosted):
        return None
    return Named(page, first, unit + 1, "", frozenset(), "", ordinal, (), None, None, capital=False)


def _may_head(page: Page, index: int) -> bool:
    key = page.all_keys[index]
    if key == "group":
        return page.key(index - 1) in ("working", "contact", "study", "steering")
    return key not in ("foc", "focs") or page.char(index)[:2].isupper()


def _last_head(page: Page, head: int, heads: Mapping[str, str]) -> int:
    """ "Joint Commission Meeting": the head furthest right."""
    while page.key(head + 1) in heads and page.char(head)[0].isupper() == page.char(head + 1)[0].isupper():
        head += 1
    return head


def _read(page: Page, head: int, floor: int, heads: Mapping[str, str]) -> Named | None:
    first = _core_start(page, head, floor)
    codes: list[str] = []
    core = first
    while core < head and (page.code(core) or page.char(core) in _JOINERS):
        core += 1
    codes += _codes(page, first, core)
    begin, ordinal, other = _numbered(page, first, floor, codes)
    last = _tail(page, head)
    last, abbreviation = _abbreviation(page, last)
    name_end = last - 3 if abbreviation else last
    last = _between(page, last, codes)
    capital = page.char(head)[:1].isupper()
    words = _words(page, core, name_end)
    of_two = len(codes) >= 2 and bool(words)
    if (
        ordinal is None
        and not of_two
        and not (capital and (words or codes or page.key(head) in ("foc", "focs")))
    ):
        return None
    shared = any(_is_shared(page, index) for index in range(max(floor, begin - 3), head))
    if page.key(head) == "council" and not (of_two or shared or words & words_of("of_two")):
        return None
    if ordinal is not None and not words and not codes and not _has_unit(page, begin, core):
        return None
    if ordinal == 1 and _is_first_for_long(page, last):
        return None
    return Named(
        page=page,
        first=begin,
        last=last,
        name=_name(page, core, name_end),
        words=words,
        head=heads[page.key(head - 1 if _is_sitting(page, head) else head)],
        ordinal=ordinal,
        codes=tuple(dict.fromkeys(codes)),
        abbreviation=abbreviation,
        other=other,
        capital=capital,
        shared=shared,
    )


def _is_shared(page: Page, index: int) -> bool:
    key = page.key(index)
    if key == "their" or (key == "this" and index > 0):
        return True
    if key not in words_of("both"):
        return False
    return page.char(index + 1) in ("'", "’") or page.key(index - 1) in ("two", "both")


def _is_first_for_long(page: Page, last: int) -> bool:
    """ "The first meeting since 2010", "in fifteen years": not the first of its kind."""
    while page.key(last) in ("of", "and", "the") or page.code(last):
        last += 1
    if page.key(last) == "since":
        return True
    return page.key(last) in ("in", "for") and any(
        page.key(index) in ("years", "decades", "months") for index in range(last + 1, last + 6)
    )


def _is_sitting(page: Page, head: int) -> bool:
    """ "Joint Commission Meeting": the commission's."""
    return page.key(head) in ("meeting", "talks") and page.key(head - 1) in terms()["heads"]


def _name(page: Page, first: int, last: int) -> str:
    """The series' own words, without the parties that may stand among them."""
    parts: list[str] = []
    start = first
    for index in range(first, last + 1):
        ends = index == last or bool(page.code(index)) or _is_between_parties(page, index)
        if ends:
            if index > start:
                parts.append(page.surface(start, index))
            start = index + 1
    return " ".join(" ".join(parts).split())


def _is_between_parties(page: Page, index: int) -> bool:
    return page.char(index) in _JOINERS and bool(page.code(index - 1)) and bool(page.code(index + 1))


def _has_unit(page: Page, first: int, last: int) -> bool:
    """ "Second round of talks" is a round; "their second meeting" is not."""
    return any(page.key(index) in words_of("units") for index in range(first, last))


def _core_start(page: Page, head: int, floor: int) -> int:
    """The first word of the name itself, countries in it included."""
    index = head
    while index - 1 >= floor and head - index < _LONGEST_NAME and _in_name(page, index - 1, head, floor):
        index -= 1
    while index < head and page.char(index) in _JOINERS:
        index += 1
    return index


def _in_name(page: Page, index: int, head: int, floor: int) -> bool:
    token = page.tokens[index]
    if (
        ordinal_of(token.key) is not None
        or token.key in words_of("units")
        or token.key in words_of("before_other")
    ):
        return False
    if token.code:
        return not token.seat
    if token.text in ("-", "–", "—"):
        return bool(page.code(index - 1) or page.code(index + 1)) and index > floor
    if token.key in ("and", "&"):
        return index > floor and _joins(page, index)
    if token.text in ("'", "’", "'s", "’s"):
        return page.parts(index - 1) & Part.PLURAL_HEAD != 0 and index > floor
    if not token.text[0].isalnum():
        return token.text == "+" and page.char(index - 1).isdigit()
    if token.text[0].isdigit():
        return (token.key in ("2", "3") and page.char(index + 1) == "+") or page.char(index - 1) == "+"
    if token.text[0].isupper():
        return (
            not token.parts & (ANY_HEAD | Part.HONORIFIC)
            and (not token.parts & Part.NEVER or token.key in words_of("plain"))
        ) or (
            token.key in ("secretary", "secretaries", "minister", "ministers")
            and page.char(head)[0].isupper()
        )
    plain = token.key in words_of("plain") or bool(token.parts & Part.MODIFIER and not token.parts & ANY_HEAD)
    return plain and (not page.char(head)[0].isupper() or page.char(index - 1)[:1].isupper())


def _joins(page: Page, index: int) -> bool:
    before, after = page.tokens[index - 1], page.tokens[index + 1]
    if before.code and after.code:
        return False
    alike = after.text[0].isupper() or not before.text[0].isupper()
    known = Part.MODIFIER | Part.ORGANIZATION
    is_own = bool(before.parts & known) or before.key in words_of("plain")
    return alike and is_own and not before.parts & ANY_HEAD and before.text[0].isalnum()


def _codes(page: Page, first: int, last: int) -> list[str]:
    """Countries named here. A hyphenated word is one token, so the text between hits is looked at too."""
    found: list[str] = []
    for index in range(first, last):
        for code in page.all_codes(index):
            if code not in found:
                found.append(code)
    return found


def ordinal_of(key: str) -> int | None:
    match = _FIGURES.fullmatch(key)
    if match:
        return int(match[1])
    found: int | None = terms()["ordinals"].get(key)
    return found


def _numbered(page: Page, first: int, floor: int, codes: list[str]) -> tuple[int, int | None, str | None]:
    """Back over "round of the" and fillers to the ordinal, and over a pair before it."""
    index = first
    probe = _before_unit(page, index, floor)
    if probe is not None:
        index = probe
    begin = index
    while index - 1 >= floor and (
        page.key(index - 1) in words_of("fillers")
        or page.code(index - 1)
        or page.char(index - 1) in ("-", "–")
    ):
        index -= 1
    ordinal = ordinal_of(page.key(index - 1)) if index - 1 >= floor else None
    if ordinal is None:
        other = (
            page.key(begin - 1)
            if begin - 1 >= floor and page.key(begin - 1) in words_of("before_other")
            else None
        )
        return (begin if probe is not None else first), None, other
    codes += [code for code in _codes(page, index, begin) if code not in codes]
    begin = index - 1
    while begin - 1 >= floor and (
        page.code(begin - 1) or (page.char(begin - 1) in ("-", "–") and page.code(begin - 2))
    ):
        begin -= 1
    codes += [code for code in _codes(page, begin, index - 1) if code not in codes]
    return begin, ordinal, None


def _before_unit(page: Page, index: int, floor: int) -> int | None:
    """ "round of", "session of the"."""
    probe = index
    if page.char(probe - 1) in ("'", "’") and page.key(probe - 2) in words_of("both"):
        probe -= 2
        while page.key(probe - 1) in ("two", "both"):
            probe -= 1
    if page.key(probe - 1) in ("the", "their", "its", "this"):
        probe -= 1
    if page.key(probe - 1) == "of" and page.key(probe - 2) in words_of("units") and probe - 2 >= floor:
        return probe - 2
    if probe == index and page.key(probe - 1) in words_of("units") and probe - 1 >= floor:
        return probe - 1
    return None


def _tail(page: Page, head: int) -> int:
    """ "Joint Working Group on Counter Terrorism", "Joint Commission for Cooperation"."""
    index = head + 1
    if page.key(index) not in _TAIL_LINKS:
        return index
    if not page.char(head)[0].isupper():
        return _small_tail(page, index)
    end = index + 1
    while end < len(page.tokens) and end - index < 16 and not page.code(end):
        token = page.tokens[end]
        if (
            (token.text[0].isupper() and not token.parts & (Part.NEVER | Part.GIVEN | ANY_HEAD))
            or (token.key in ("and", "&") and page.char(end + 1)[:1].isupper() and not page.code(end + 1))
            or (token.text == "," and _list_goes_on(page, end))
        ):
            end += 1
        else:
            break
    return end if end > index + 1 else head + 1


def _list_goes_on(page: Page, comma: int) -> bool:
    """ "on Trade, Economic, Scientific and Cultural Cooperation": up to an "and" only words in capitals."""
    for index in range(comma + 1, min(comma + 12, len(page.tokens))):
        token = page.tokens[index]
        if token.key in ("and", "&"):
            closing = range(index + 1, index + 4)
            return any(page.parts(at) & Part.ORGANIZATION and page.char(at)[0].isupper() for at in closing)
        known = token.parts & (Part.ORGANIZATION | Part.MODIFIER) or "-" in token.text
        if token.text != "," and not (token.text[0].isupper() and known and not token.parts & Part.GIVEN):
            return False
    return False


def _small_tail(page: Page, link: int) -> int:
    """ "joint commission on economic and cultural cooperation": small words up to one that closes them."""
    for index in range(link + 1, min(link + 10, len(page.tokens))):
        token = page.tokens[index]
        if token.key in words_of("closing"):
            return index + 1
        if not (token.text[0].islower() or token.text == ",") or token.key in words_of("held"):
            break
    return link


def _abbreviation(page: Page, last: int) -> tuple[int, str | None]:
    if page.char(last) == "(" and page.char(last + 2) == ")":
        short = page.char(last + 1)
        if 2 <= len(short) <= 8 and short[0].isupper() and sum(1 for char in short if char.isupper()) >= 2:
            return last + 3, short
    return last, None


def _between(page: Page, last: int, codes: list[str]) -> int:
    """ "between Bangladesh and Pakistan", "with Nepal"."""
    link = page.key(last)
    index = last + 1
    if link not in ("between", "with"):
        return last
    end = last
    while index < len(page.tokens) and index - last < 10:
        if page.code(index):
            end = index + 1
        elif (page.key(index) not in _BETWEEN_PARTIES and page.char(index) not in (",", "-", "–")) or (
            page.char(index) == "," and page.code(index - 1) and link == "with"
        ):
            break
        index += 1
    if end > last:
        codes += [code for code in _codes(page, last, end) if code not in codes]
    return end if link == "between" else last


def _words(page: Page, first: int, last: int) -> frozenset[str]:
    heads = terms()["heads"]
    found = set()
    for token in page.tokens[first:last]:
        if token.text[0].isalnum() and not token.code:
            found.update(token.key.split("-"))
    return frozenset(word for word in found if word not in words_of("generic") and word not in heads)
