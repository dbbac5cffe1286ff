"""Offices as they are written: "Pakistan's Deputy Prime Minister and Foreign Minister", "secretary
(Bilateral–East and West) of the Ministry of Foreign Affairs", "High Commissioner of Pakistan to Bangladesh".

An office is a phrase around a head ("minister"), read outwards: to the left over what narrows it down
to a country, a possessive or an article; to the right over what it is over ("of", "for", "at", a
parenthesis, a ministry after a comma). One grammar serves the title before a name, the apposition
after it and the bare "the external affairs minister" alike; three sets of patterns were the other
choice, and each would have had to know the same words again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.extraction.names import ANY_HEAD, BLOCKING, Page, Part, is_initials, tables

_DETERMINERS = frozenset("the a an his her its their our my your this that".split())
_CONJUNCTIONS = frozenset({"and", "&", "/"})
#: A country after these is where the office points to, not whose office it is.
_POINTERS = frozenset({"to", "for", "in", "on"})
_SENT_HEADS = frozenset(
    "ambassador commissioner representative envoy consul consul-general general affaires d'affaires hc amb "
    "attache counsellor counselor legate nuncio".split()
)
_FORMS_OF_STATE = frozenset("republic kingdom state government sultanate union federation emirate".split())
_INSTITUTIONS = frozenset(
    "ministry department office bureau division embassy mission directorate secretariat council "
    "commission".split()
)
_COMPASS = frozenset(
    "east west north south political economic bilateral consular americas europe asia".split()
)
#: These name a person only beside a word that makes an office of them: "attorney general", "head of".
_ONLY_AFTER = {
    "general": frozenset(
        "secretary secretaries attorney director consul inspector governor solicitor prosecutor lieutenant "
        "major brigadier lt maj brig".split()
    ),
    "executive": frozenset({"chief"}),
}
_ONLY_BEFORE_LINK = frozenset({"head", "chair", "member", "members", "chief", "author", "officer"})
_GRADES = frozenset("vice rear air lieutenant lt major maj brigadier brig".split())
_LONGEST_OBJECT = 14


@dataclass(frozen=True, slots=True)
class Office:
    """Tokens `first` to `last` name an office; `begin` is where its country or article starts.

    `key` is what two wordings of one office have in common; `held` is False for roles that
    nobody is appointed to ("striker"), which tell a name but are no office.
    """

    begin: int
    first: int
    head: int
    last: int
    title: str
    country: str | None
    key: frozenset[str]
    plural: bool
    definite: bool
    held: bool
    relational: bool


def find_offices(page: Page) -> tuple[Office, ...]:
    return tuple(_offices(page))


def _offices(page: Page) -> Iterator[Office]:
    following, floor = 0, 0
    heads = ANY_HEAD | Part.ROLE
    for index in page.with_parts(heads):
        if index < following or not _is_head(page, index):
            continue
        head = _last_head(page, index)
        office = _read(page, head, floor)
        yield office
        floor = office.last
        following = _past_courtesy(page, max(office.last, head + 1))


def _past_courtesy(page: Page, index: int) -> int:
    """ "Foreign Minister Amb. …", "Defence Minister Lt. Gen. …": the rank after an office is courtesy."""
    while page.parts(index) & Part.HONORIFIC and _case(page, index):
        index += 1
    return index


def _is_head(page: Page, index: int) -> bool:
    token = page.tokens[index]
    if not token.parts & (ANY_HEAD | Part.ROLE) or page.shouted[index] or _is_cabinet(page, index):
        return False
    if token.key in _ONLY_AFTER:
        return page.key(index - 1) in _ONLY_AFTER[token.key] or (
            token.key == "general" and token.text[0].isupper() and page.namey(index + 1)
        )
    if len(token.key) <= 3 and not (token.text.isupper() or token.text[0].isupper()):
        return False
    if token.namey or (token.parts & Part.SURNAME_WORD and page.namey(index - 1)):
        return False
    if token.key in _ONLY_BEFORE_LINK and not token.text[0].isupper():
        return page.key(index + 1) in ("of", "for", "at") or _is_head_later(page, index)
    return True


def _is_cabinet(page: Page, index: int) -> bool:
    """ "Chairman of the Cabinet of Ministers"."""
    return (
        page.key(index) == "ministers"
        and page.key(index - 1) == "of"
        and page.key(index - 2) in ("cabinet", "council")
    )


def _is_head_later(page: Page, index: int) -> bool:
    return bool(page.parts(index + 1) & (Part.HEAD | Part.PLURAL_HEAD | Part.MODIFIER))


def _last_head(page: Page, head: int) -> int:
    """ "Deputy Prime Minister and Foreign Minister": the last of several heads in one phrase."""
    while True:
        ahead = head + 1
        if page.key(ahead) in _CONJUNCTIONS and not page.parts(head) & Part.ROLE:
            ahead += 1
        start = ahead
        while ahead - start < 4 and page.parts(ahead) & Part.MODIFIER and not page.parts(ahead) & ANY_HEAD:
            ahead += 1
        joined = ahead > head + 1
        if not page.parts(ahead) & ANY_HEAD or page.namey(ahead) or page.shouted[ahead]:
            return head
        is_rank = page.parts(ahead) & Part.HONORIFIC and page.key(ahead) not in _ONLY_AFTER
        if is_rank and not page.parts(head) & Part.HONORIFIC and not _is_air_marshal(page, ahead):
            return head
        if joined and page.key(head + 1) in _CONJUNCTIONS and _case(page, ahead) != _case(page, head):
            return head
        if page.key(ahead) in _ONLY_AFTER and page.key(ahead - 1) not in _ONLY_AFTER[page.key(ahead)]:
            return head
        head = ahead


def _is_air_marshal(page: Page, index: int) -> bool:
    return page.key(index) == "marshal" and page.key(index - 1) == "chief" and page.key(index - 2) == "air"


def _case(page: Page, index: int) -> bool:
    return page.char(index)[:1].isupper()


def _read(page: Page, head: int, floor: int) -> Office:
    first, begin, owner = _leftwards(page, head, floor)
    last, inner, drops = _rightwards(page, head)
    country = owner or inner or _institution_country(page.surface(begin, last))
    title = _title(page, first, last, drops, head)
    head_key = page.key(head)
    return Office(
        begin=begin,
        first=first,
        head=head,
        last=last,
        title=title,
        country=country,
        key=office_key(title),
        plural=bool(page.parts(head) & Part.PLURAL_HEAD)
        or (head_key.endswith("s") and head_key[:-1] in _roles()),
        definite=begin < first or page.key(first) in _DETERMINERS,
        held=not (page.parts(head) & Part.ROLE and not page.parts(head) & ANY_HEAD),
        relational=head_key in ("counterpart", "counterparts"),
    )


@cache
def _roles() -> frozenset[str]:
    return frozenset(tables()["role_nouns"].split())


def _leftwards(page: Page, head: int, floor: int) -> tuple[int, int, str | None]:
    index = head
    capital = _case(page, head)
    while index - 1 >= floor and _narrows(page, index - 1, capital, floor):
        index -= 1
    first = begin = index
    owner = next((page.code(at) for at in range(first, head) if page.is_seat(at)), None)
    probe = index - 1
    if probe >= floor and page.code(probe):
        owner = page.code(probe)
        while probe >= floor and page.code(probe) == owner:
            probe -= 1
        first = begin = probe + 1
    elif probe - 1 >= floor and page.char(probe) in ("'s", "’s", "’", "'"):
        owner = page.code(probe - 1)
        begin = probe
        while begin - 1 >= floor and page.code(begin - 1) == owner and (owner or _case(page, begin - 1)):
            begin -= 1
        if begin == probe and page.key(probe - 2) in _DETERMINERS and probe - 2 >= floor:
            begin = probe - 2
        return first, begin, owner
    if owner is None and page.char(begin - 1) == ")" and page.char(begin - 3) == "(" and begin - 3 >= floor:
        owner = _institution_country(page.surface(max(floor, begin - _LONGEST_OBJECT // 2), begin))
    probe = begin
    while probe - 1 > floor and begin - probe < 2 and _is_epithet(page, probe - 1):
        probe -= 1
    if probe - 1 >= floor and page.key(probe - 1) in _DETERMINERS:
        begin = probe - 1
    return first, begin, owner


_EPITHETS = frozenset(
    "elected newly new visiting outgoing incoming embattled longtime top powerful veteran appointed "
    "long-serving influential ailing exiled jailed firebrand popular".split()
)


def _is_epithet(page: Page, index: int) -> bool:
    """ "the elected president of …"."""
    return page.key(index) in _EPITHETS and page.char(index)[0].islower()


def _narrows(page: Page, index: int, capital: bool, floor: int) -> bool:
    token = page.tokens[index]
    if token.code:
        return token.seat and capital
    if token.parts & (Part.MODIFIER | ANY_HEAD):
        return token.parts & Part.NEVER == 0 or token.parts & Part.MODIFIER != 0
    if token.key in _CONJUNCTIONS:
        return index - 1 >= floor and bool(
            page.parts(index - 1) & (Part.MODIFIER | ANY_HEAD)
            and page.parts(index + 1) & (Part.MODIFIER | ANY_HEAD)
            and not page.namey(index - 1)
        )
    if not token.text[0].isupper() or (not capital and not token.text.isupper()):
        return False
    if token.parts & (Part.NEVER | Part.HONORIFIC | Part.GIVEN | Part.PREFIX) or is_initials(token):
        return len(token.text) > 1 and token.text.isupper() and not token.parts & Part.NEVER
    return not (token.namey and "-" in token.text and page.parts(index - 1) & Part.FAMILY_FIRST)


def _rightwards(page: Page, head: int) -> tuple[int, str | None, list[tuple[int, int]]]:
    """Where the phrase ends, the country found in it, and the token ranges that only name the country."""
    last = _parenthesis(page, _chamber(page, head + 1))
    country: str | None = None
    drops: list[tuple[int, int]] = []
    while True:
        link = page.key(last)
        if page.parts(last) & Part.LINK and link not in _CONJUNCTIONS:
            end, found, only = _object(page, last, head)
        elif page.char(last) == ",":
            end, found, only = _after_comma(page, last)
        else:
            break
        if end == last:
            break
        if link not in _POINTERS or _is_owned(page, last, end):
            country = country or found
            if only:
                drops.append((last, end))
        last = _parenthesis(page, end)
        if last - head > 3 * _LONGEST_OBJECT:
            break
    return _with_years(page, last), country, drops


def _is_owned(page: Page, link: int, end: int) -> bool:
    """ "adviser to the French President", "Minister for Foreign Affairs of Japan"."""
    if page.key(link) == "to":
        return bool(page.parts(end - 1) & ANY_HEAD)
    return any(
        page.code(index) is not None and "of" in (page.key(index - 1), page.key(index - 2))
        for index in range(link + 2, end)
    )


def _chamber(page: Page, start: int) -> int:
    """ "Dy. Speaker National Assembly Mr. …": the institution follows without a link, then the name."""
    index = start
    while (
        page.parts(index) & (Part.ORGANIZATION | Part.MODIFIER)
        and _case(page, index)
        and not page.namey(index)
    ):
        index += 1
    names_someone = page.namey(index) or page.parts(index) & Part.HONORIFIC
    return index if names_someone and page.parts(index - 1) & Part.ORGANIZATION else start


def _parenthesis(page: Page, index: int) -> int:
    """ "(East)", "(Bilateral–East and West)", "(MEA)"."""
    if page.char(index) != "(":
        return index
    for end in range(index + 1, min(index + 9, len(page.tokens))):
        text = page.char(end)
        if text == ")":
            inside = page.tokens[index + 1 : end]
            words = [token for token in inside if token.text[0].isalnum()]
            fits = words and not any(token.text[0].isdigit() or token.code for token in words)
            return end + 1 if fits and not _is_name(page, index + 1, end) else index
        if text in "\n(":
            break
    return index


def _is_name(page: Page, first: int, last: int) -> bool:
    return last - first >= 2 and all(page.namey(index) for index in range(first, last))


def _object(page: Page, link: int, head: int) -> tuple[int, str | None, bool]:
    word = page.key(link)
    index = link + 1
    if page.key(index) in ("the", "a", "an"):
        index += 1
    if word in ("to", "in", "on", "with") and not _may_point(page, word, index, head):
        return link, None, False
    return _institution(page, index, link)


def _may_point(page: Page, word: str, index: int, head: int) -> bool:
    if word == "with":
        return bool(page.parts(index) & Part.ORGANIZATION) and _case(page, index)
    if word == "to":
        after = index
        while page.code(after):
            after += 1
        if after > index and not page.parts(after) & (ANY_HEAD | Part.MODIFIER):
            return page.key(head) in _SENT_HEADS
        return bool(page.parts(after) & (ANY_HEAD | Part.ORGANIZATION | Part.MODIFIER)) and _case(page, after)
    is_institution = word == "in" and page.key(index) in _INSTITUTIONS and _case(page, index)
    return page.key(head) in _SENT_HEADS and (page.code(index) is not None or is_institution)


def _institution(page: Page, start: int, otherwise: int) -> tuple[int, str | None, bool]:
    """What an office is over, from `start`: its end, the country in it, whether it is only a country."""
    index = start
    country: str | None = None
    others = False
    while index < len(page.tokens) and index - start < _LONGEST_OBJECT:
        token = page.tokens[index]
        if token.code:
            if country and token.code != country:
                break
            country = token.code
            following = page.char(index + 1)
            if following in ("'s", "’s"):
                index += 2
                continue
            if page.code(index + 1) != country and not _continues(page, index + 1):
                index += 1
                break
        elif not _belongs(page, index, start):
            break
        else:
            others = True
        index += 1
    if page.key(otherwise) == "to" and page.parts(index) & ANY_HEAD and _case(page, index):
        return index + 1, country, False
    names_office = page.parts(index) & ANY_HEAD and not page.parts(index) & Part.HONORIFIC
    if index > start and names_office and not page.code(index - 1):
        return otherwise, None, False
    while index > start and (
        page.key(index - 1) in ("and", "&", ",", "of", "the", "for", "in") or _is_grade(page, index - 1)
    ):
        index -= 1
    if index == start:
        return otherwise, None, False
    return index, country, not others


def _is_grade(page: Page, index: int) -> bool:
    """ "Commander of the Third Fleet Vice Admiral X": the next title's first word."""
    return page.key(index) in _GRADES and bool(page.parts(index + 1) & Part.HEAD & ~Part.ORGANIZATION)


def _continues(page: Page, index: int) -> bool:
    """After a country's name: "French Ministry", "Korea Exchange"."""
    return bool(page.parts(index) & (Part.ORGANIZATION | Part.MODIFIER)) and _case(page, index)


def _belongs(page: Page, index: int, start: int) -> bool:
    token = page.tokens[index]
    if token.namey and token.parts & Part.ORGANIZATION:
        return False
    if _is_cabinet(page, index):
        return True
    if token.parts & (Part.ORGANIZATION | Part.MODIFIER) and not token.parts & Part.HONORIFIC:
        return token.text[0].isupper() or bool(token.parts & Part.MODIFIER)
    if token.key in ("and", "&", ",", "of", "for", "the", "in"):
        return _joins_institution(page, index, start)
    if not token.text[0].isupper() or token.parts & (Part.NEVER | Part.HONORIFIC | ANY_HEAD):
        return False
    if is_initials(token) or token.parts & (Part.GIVEN | Part.PREFIX):
        return False
    if (
        token.namey
        and index > start
        and not page.namey(index - 1)
        and page.char(index - 1) not in ("'s", "’s")
    ):
        return False
    is_family = token.parts & Part.FAMILY_FIRST
    return not (is_family and page.namey(index + 1) and "-" in page.char(index + 1))


def _joins_institution(page: Page, index: int, start: int) -> bool:
    if index == start:
        return False
    word, before, after = page.key(index), page.tokens[index - 1], index + 1
    if page.key(after) == "the":
        after += 1
    if word in ("of", "for", "in"):
        return bool(before.parts & Part.ORGANIZATION) and (
            page.code(after) is not None
            or bool(page.parts(after) & BLOCKING and page.parts(after) & ~Part.NEVER)
        )
    if word == "the":
        return True
    if not before.parts & Part.MODIFIER or page.parts(after) & ANY_HEAD or page.namey(after):
        return False
    return bool(page.parts(after) & Part.MODIFIER) and _case(page, after) == before.text[0].isupper()


def _after_comma(page: Page, comma: int) -> tuple[int, str | None, bool]:
    index = comma + 1
    if page.code(index) and page.char(_past_country(page, index)) in ("", ",", ".", ")", ";"):
        return _past_country(page, index), page.code(index), True
    if page.key(index) in _COMPASS and _case(page, index) and page.char(index + 1) == ",":
        return index + 1, None, False
    near = range(index, min(index + 5, len(page.tokens)))
    if _case(page, index) and any(page.key(at) in _INSTITUTIONS and _case(page, at) for at in near):
        if any(_parts_sentence(page, at) for at in _upto_institution(page, near)):
            return comma, None, False
        return _institution(page, index, comma)
    return comma, None, False


def _parts_sentence(page: Page, index: int) -> bool:
    """A comma is part of "Foreign, Commonwealth and Development Office", and of no other thing."""
    if page.char(index) == ",":
        known = Part.MODIFIER | Part.ORGANIZATION
        return not (page.parts(index - 1) & known and page.parts(index + 1) & known)
    return page.char(index) in ".;\n" or bool(page.parts(index) & Part.GIVEN)


def _upto_institution(page: Page, near: range) -> Iterator[int]:
    for at in near:
        yield at
        if page.key(at) in _INSTITUTIONS:
            return


def _past_country(page: Page, index: int) -> int:
    code = page.code(index)
    while code and page.code(index) == code:
        index += 1
    return index


def _with_years(page: Page, last: int) -> int:
    """ "from 2015 to 2017", "(2015-17)"."""
    if page.key(last) not in ("from", "between"):
        return last
    words = [page.char(last + offset) for offset in range(4)]
    if (
        words[0] in ("from", "between")
        and words[2] in ("to", "and", "-", "–")
        and _is_year(words[1])
        and _is_year(words[3])
    ):
        return last + 4
    return last


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit()


def _title(page: Page, first: int, last: int, drops: list[tuple[int, int]], head: int) -> str:
    pieces: list[str] = []
    last = _without_country(page, first, last)
    start = first
    for begin, end in sorted(drops):
        if begin >= start:
            if begin > start:
                pieces.append(page.surface(start, begin))
            start = end
    while start < last and page.code(start) and not page.tokens[start].seat:
        start += 1
    if start < last:
        pieces.append(page.surface(start, last))
    title = " ".join(" ".join(pieces).split()).strip(" ,")
    return _singular(title, page, head)


def _singular(title: str, page: Page, head: int) -> str:
    """ "Foreign Ministers A and B": each of them is a Foreign Minister."""
    word = page.char(head)
    if not page.parts(head) & Part.PLURAL_HEAD or word not in title:
        return title
    if word.endswith(("men", "MEN")):
        single = word[:-2] + "an"
    else:
        single = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return title.replace(word, single, 1)


def _without_country(page: Page, first: int, last: int) -> int:
    """Before the "of the ROK" that may close the phrase."""
    end = last
    while end > first and page.code(end - 1):
        end -= 1
    if end == last:
        return last
    while page.key(end - 1) == "of" and page.key(end - 2) in _FORMS_OF_STATE:
        end -= 2 + (page.key(end - 3) == "united")
    if page.key(end - 1) == "the":
        end -= 1
    return end - 1 if page.key(end - 1) in ("of", ",") and end - 1 > first else last


@cache
def _institution_countries() -> tuple[tuple[str, str], ...]:
    countries: dict[str, list[str]] = tables()["institution_countries"]
    return tuple((name, code) for code, names in countries.items() for name in names)


@cache
def _any_institution() -> re.Pattern[str]:
    names = (re.escape(name) for name, _code in _institution_countries())
    return re.compile("|".join(names), re.IGNORECASE)


def _institution_country(surface: str) -> str | None:
    if _any_institution().search(surface) is None:
        return None
    lowered = surface.casefold()
    for name, code in _institution_countries():
        at = lowered.find(name.casefold()) if " " in name else surface.find(name)
        if at >= 0 and not (surface[at - 1 : at] + surface[at + len(name) : at + len(name) + 1]).strip(
            " ,.()'’"
        ):
            return code
    return None


_UNTELLING = frozenset(
    "of the for and & to at in on with a an affairs state acting interim then senior visiting new".split()
)


def spelled_out(title: str) -> str:
    """The title with its short forms read in full: "Dy. Speaker" is "deputy speaker"."""
    expansions: dict[str, str] = tables()["abbreviations"]
    words = (word.casefold().rstrip(".") for word in title.replace("(", " (").split())
    return " ".join(expansions.get(word, word) for word in words)


@lru_cache(maxsize=4096)
def office_key(title: str) -> frozenset[str]:
    """The words that two wordings of an office share: "Minister of Foreign Affairs", "Foreign Minister"."""
    expansions: dict[str, str] = tables()["abbreviations"]
    words: list[str] = []
    for word in title.replace("(", " ").replace(")", " ").replace(",", " ").replace("–", " ").split():
        key = word.casefold().rstrip(".")
        if key in ("to", "at", "ministry", "department", "from"):
            break
        words += expansions.get(key, key).split()
    return frozenset(words) - _UNTELLING
