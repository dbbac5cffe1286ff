"""Words of a text seen as parts of names: the ground that people, offices, quotes and events stand on.

A person's name has no marker of its own, so each word is first given every part it could play
(given name, family name that stands first, honorific, head of an office, word of an institution …)
from tables in `data/`. Rules then speak of parts and never of letters. The words here are other
than those of `spans`: a name is not cut at its hyphen ("Jae-myung") or apostrophe ("O'Brien"), and
an initial keeps its full stop ("P."), because for a name the difference matters.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from articles.extraction.gazetteer import Names
from articles.extraction.spans import fold

DATA = Path(__file__).parent / "data"


class Part:
    """What a word can be. A word that is none of these and has a capital may be anybody's name.

    Plain integers: a set of parts is asked for at every word, and an enum's operators cost more than
    all the rules together.
    """

    NONE = 0
    HONORIFIC = 1
    PREFIX = 2
    PARTICLE = 4
    SUFFIX = 8
    ORGANIZATION = 16
    NEVER = 32
    HEAD = 64
    PLURAL_HEAD = 128
    MODIFIER = 256
    ROLE = 512
    LINK = 1024
    GIVEN = 2048
    FAMILY_FIRST = 4096
    FAMILY_LAST = 8192
    SURNAME_WORD = 16384
    DOUBTFUL_FAMILY = 32768


_TABLES = {
    "honorifics": Part.HONORIFIC,
    "name_prefixes": Part.PREFIX,
    "particles": Part.PARTICLE,
    "suffixes": Part.SUFFIX,
    "organization_words": Part.ORGANIZATION,
    "never_names": Part.NEVER,
    "office_heads": Part.HEAD,
    "office_plural_heads": Part.PLURAL_HEAD,
    "role_nouns": Part.ROLE,
    "office_modifiers": Part.MODIFIER,
    "office_links": Part.LINK,
    "surname_words": Part.SURNAME_WORD,
    "ambiguous_family_first": Part.DOUBTFUL_FAMILY,
}

#: Words that no name holds unless a given name stands before them.
_FIRST_NAMES = Part.GIVEN | Part.FAMILY_FIRST
BLOCKING = Part.ORGANIZATION | Part.NEVER | Part.HEAD | Part.PLURAL_HEAD | Part.MODIFIER | Part.HONORIFIC
ANY_HEAD = Part.HEAD | Part.PLURAL_HEAD


class Token(NamedTuple):
    start: int
    end: int
    text: str
    key: str
    parts: int
    #: ISO code of the country that a hit on this word names.
    code: str | None
    namey: bool
    #: The words name the country by a house of its state ("Rajya Sabha", "Kremlin").
    seat: bool = False
    #: Every country in a hyphenated word ("India-ROK").
    codes: tuple[str, ...] = ()


@cache
def tables() -> dict[str, Any]:
    return tomllib.loads((DATA / "people.toml").read_text(encoding="utf-8"))


@cache
def _parts_by_key() -> dict[str, int]:
    parts: dict[str, int] = {}
    for name, part in _TABLES.items():
        _mark(parts, tables()[name].split(), part)
    return parts


@cache
def _parts_by_text() -> dict[str, int]:
    """Given and family names count only as they are printed: "Will", not "will"."""
    parts: dict[str, int] = {}
    _mark(parts, _name_list("given_names.txt")[""], Part.GIVEN)
    family = _name_list("family_names.txt")
    _mark(parts, family["first"], Part.FAMILY_FIRST)
    _mark(parts, family["last"], Part.FAMILY_LAST)
    return parts


def _mark(parts: dict[str, int], names: Iterable[str], part: int) -> None:
    for name in names:
        parts[name] = parts.get(name, 0) | part


def _name_list(file: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {"": []}
    current = sections[""]
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current += line.split()
    return sections


_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Md|Mohd|Mst|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Maj|Col|Brig|Capt|Cdr|Cmdr|Adm|Sgt|Cpl|Amb|Rev|Fr|"
    "MD|Hon|Smt|Shri|Engr|Adv|Dy|Addl|Asst|Jt|Secy|Sec|St|Sr|Jr|Supt|Insp|Fr|Mme|Pt|Lieut|Hon"
)
#: Every alternative consumes its characters once, so that the time is linear whatever the text.
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATIONS})\.(?=[\s-]?[^\W\d_a-z])"
    r"|(?:Jr|Sr)\.(?!\s+[A-Z“\"]|\s*$)"
    r"|(?<!\w)[^\W\d_]\.(?:-?[^\W\d_]\.)*"
    r"|(?<!\w)(?:Zh|Sh|Ch|Kh|Yu|Ya|Ye|Yo|Ts|Dzh|Th|Gh)\.(?=\s?[^\W\d_a-z])"
    r"|[’'][sS]\b"
    r"|[^\W_]+(?:[-‐‑’'](?![sS]\b)[^\W_]+)*"
    r"|\n+"
    r"|[^\w\s]|_"
)
_INITIALS = re.compile(r"[^\W\d_a-z]\.?(?:-?[^\W\d_a-z]\.?)?")
_LOWER_START = re.compile(r"(?:al|el|ad|as|ar|ash|an|at|az|bin|ibn|ul|d|l|da)[-‐‑’'][^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Page:
    """One field of the article as tokens. `shouted` marks the tokens of headlines in capitals."""

    field: str
    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    shouted: tuple[bool, ...]
    #: Every key once: a rule whose words are not among them need not look.
    vocabulary: frozenset[str]

    def index_at(self, offset: int) -> int:
        """The first token that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def surface(self, first: int, last: int) -> str:
        """The text of the tokens `first` up to but not including `last`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def key(self, index: int) -> str:
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def char(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def parts(self, index: int) -> int:
        return self.tokens[index].parts if 0 <= index < len(self.tokens) else 0

    def namey(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].namey

    def all_codes(self, index: int) -> tuple[str, ...]:
        token = self.tokens[index]
        return token.codes or ((token.code,) if token.code else ())

    def code(self, index: int) -> str | None:
        return self.tokens[index].code if 0 <= index < len(self.tokens) else None


def read_pages(fields: Mapping[str, str], names: Mapping[str, Names]) -> dict[str, Page]:
    return {field: _read_page(field, text, names.get(field)) for field, text in fields.items()}


def _read_page(field: str, text: str, names: Names | None) -> Page:
    tokens = _with_surnames(_tokens(text, _covered(names) if names else ()))
    starts = tuple([token.start for token in tokens])
    return Page(field, text, tokens, starts, _shouted(tokens), frozenset([token.key for token in tokens]))


#: Start, end, the country's code, whether a house of the state is named.
Covered = tuple[int, int, str | None, bool]


def _covered(names: Names) -> tuple[Covered, ...]:
    """Where countries and places are named. A name of several countries at once is nobody's."""
    found: dict[tuple[int, int], str | None] = {}
    seats = set()
    for hit in names.countries:
        where = (hit.span.start, hit.span.end)
        if hit.rule == "seat-of-power":
            seats.add(where)
        found[where] = None if where in found and found[where] != hit.code else hit.code
    for place in names.places:
        found.setdefault((place.span.start, place.span.end), place.code)
    return tuple((*where, code, where in seats) for where, code in sorted(found.items()))


#: Making a named tuple through its own constructor costs as much as all that is read into it.
_new = tuple.__new__


def _tokens(text: str, covered: Sequence[Covered]) -> list[Token]:
    found: list[Token] = []
    hit, hits = 0, len(covered)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        surface = match.group()
        key, parts, namey = _word(surface) if end - start <= _LONGEST_WORD else _read_word(surface)
        if key is None:
            found.append(_new(Token, (start, end, surface, surface, 0, None, False, False, ())))
            continue
        while hit < hits and covered[hit][1] <= start:
            hit += 1
        if hit == hits or covered[hit][0] >= end:
            found.append(_new(Token, (start, end, surface, key, parts, None, namey, False, ())))
            continue
        codes: tuple[str, ...] = ()
        if "-" in surface:
            codes = _codes_within(covered, hit, end)
        _start, _end, code, seat = covered[hit]
        found.append(_new(Token, (start, end, surface, key, parts, code, False, seat, codes)))
    return found


def _read_word(surface: str) -> tuple[str | None, int, bool]:
    """A word's key, its parts, and whether it looks like a name unless it is a place; a sign has no key."""
    if not surface[0].isalnum():
        return None, 0, False
    by_key = _parts_by_key()
    bare = surface[:-1] if surface[-1] == "." else surface
    key = bare.lower() if bare.isascii() else fold(bare)
    parts = by_key.get(key, 0) | _parts_by_text().get(bare, 0)
    if len(bare) == 1 and surface is not bare:
        parts = 0
    if "-" in key:
        for piece in key.split("-"):
            parts |= by_key.get(piece, 0) & _COMPOUND
    return key, parts, not parts & BLOCKING and _looks_like_name(surface, bare, parts)


#: Most words of a text are those of the texts before it.
_word = lru_cache(maxsize=16384)(_read_word)
#: A longer "word" is kept by nobody's memory.
_LONGEST_WORD = 64


def _codes_within(covered: Sequence[Covered], hit: int, end: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while hit < len(covered) and covered[hit][0] < end:
        code = covered[hit][2]
        if code:
            found[code] = None
        hit += 1
    return tuple(found)


#: What a part of a hyphenated word lends to the whole: "Vice-Minister", but not "Jae-in".
_COMPOUND = Part.ORGANIZATION | Part.HEAD | Part.PLURAL_HEAD


def _looks_like_name(surface: str, bare: str, parts: int) -> bool:
    if not surface[0].isupper():
        return _LOWER_START.match(surface) is not None
    if any(char.isdigit() for char in bare):
        return False
    if len(bare) > 1 and bare.isupper():
        known = _parts_by_text().get(bare.title(), 0)
        return surface[-1] == "." or len(bare) <= 2 or known != 0
    return True


def _with_surnames(tokens: list[Token]) -> tuple[Token, ...]:
    """Words of another trade that a name beside them makes names too."""
    for index, token in enumerate(tokens):
        if index == 0 or not (token.namey or token.parts & Part.SURNAME_WORD or token.key in _MAYBE_NAMES):
            continue
        before = tokens[index - 1]
        if token.namey:
            if not (before.parts & _FIRST_NAMES or before.code):
                continue
            earlier = tokens[index - 2] if index > 1 else None
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if _is_given_after_all(before, earlier) or _is_person_after_all(before, earlier, following):
                tokens[index - 1] = before._replace(namey=True, code=None)
        elif token.key == "sultan" and index + 1 < len(tokens) and tokens[index + 1].key in ("bin", "ibn"):
            tokens[index] = token._replace(namey=True)
        elif token.key in _CALENDAR:
            if _is_calendar_name(tokens, index):
                tokens[index] = token._replace(namey=True)
        elif _is_surname_after_all(before, token, tokens[index + 1] if index + 1 < len(tokens) else None):
            tokens[index] = token._replace(namey=True, code=None)
    return tuple(tokens)


#: Short forms of days and months that are names of people too.
_CALENDAR = frozenset({"sun", "jan", "jun", "mar"})
_MAYBE_NAMES = _CALENDAR | {"sultan"}


def _is_calendar_name(tokens: Sequence[Token], index: int) -> bool:
    """ "Minister Sun Weidong", "Mr. Dong Jun"; but not "the minister, Sun 9 Jun"."""
    title = Part.HEAD | Part.HONORIFIC
    before, following = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following.text[0].isdigit():
        return False
    if before.parts & title:
        return following is not None and following.namey
    return before.namey and index > 1 and bool(tokens[index - 2].parts & title)


def _is_given_after_all(token: Token, before: Token | None) -> bool:
    """ "Bill Clinton", "Park Yoonjoo"."""
    is_place = token.parts & Part.GIVEN and not token.parts & BLOCKING
    if not (
        token.parts & _FIRST_NAMES
        and (token.parts & Part.ORGANIZATION or is_place)
        and token.text[0].isupper()
    ):
        return False
    return before is None or not (before.namey or (before.code and not is_place))


def _is_person_after_all(token: Token, before: Token | None, verb: Token | None) -> bool:
    """ "Paris Hilton said"."""
    if verb is None or token.key not in _given_places() or not token.text[0].isupper():
        return False
    return verb.key in _personal_verbs() and not (before is not None and before.namey)


@cache
def _given_places() -> frozenset[str]:
    return frozenset(tables()["given_places"].split())


@cache
def _personal_verbs() -> frozenset[str]:
    return frozenset(tables()["verbs"]["personal"].split())


def _is_surname_after_all(before: Token, token: Token, following: Token | None) -> bool:
    """ "Paul Green", "Michael Jordan"; but not "Hudson River Bridge"."""
    if not token.parts & Part.SURNAME_WORD or not token.text[0].isupper() or not before.namey:
        return False
    if not (before.parts & Part.GIVEN or is_initials(before)):
        return False
    return following is None or not (following.text[0].isupper() and following.parts & Part.ORGANIZATION)


def is_initials(token: Token) -> bool:
    """ "P.", "P", "J.-P.", "MK", "Zh.": what stands for given names."""
    if token.text[-1] == "." and 2 < len(token.text) < 5 and token.text[:-1].istitle():
        return token.namey and not token.parts & (BLOCKING | Part.PREFIX | Part.SUFFIX)
    return token.text[0].isupper() and (
        (token.text[-1] == "." and _INITIALS.match(token.text) is not None and "." in token.text[:2])
        or (len(token.text) <= 2 and token.text.isupper() and _INITIALS.fullmatch(token.text) is not None)
    )


def _shouted(tokens: Sequence[Token]) -> tuple[bool, ...]:
    """Lines in Title Case or CAPITALS: there a capital says nothing."""
    marks = [False] * len(tokens)
    start = 0
    small: set[str] | None = None
    for index in range(len(tokens) + 1):
        if index < len(tokens) and tokens[index].text[0] != "\n":
            continue
        line = tokens[start:index]
        if _has_capitals(line):
            if line[-1].text == "." and small is None:
                small = {token.text for token in tokens if token.text[0].islower()}
            if line[-1].text != "." or _has_plain_words(line, small or set()):
                marks[start:index] = [True] * len(line)
        start = index + 1
    return tuple(marks)


#: A line of names only ("Foreign Minister Cho Hyun") is short and no headline; four words of four
#: letters, four in five of them capitalized, is what headlines in title case have in common.
_LEAST_WORDS, _LEAST_SHARE, _LONGEST, _LONGEST_WITH_STOP = 4, 0.8, 40, 24


def _has_capitals(line: Sequence[Token]) -> bool:
    if not line or len(line) > (_LONGEST_WITH_STOP if line[-1].text == "." else _LONGEST):
        return False
    long_words = [token.text for token in line if len(token.text) > 3 and token.text[0].isalpha()]
    capitals = sum(1 for word in long_words if word[0].isupper())
    return len(long_words) >= _LEAST_WORDS and capitals >= _LEAST_SHARE * len(long_words)


def _has_plain_words(line: Sequence[Token], small: set[str]) -> bool:
    """A headline that ends in a full stop gives itself away by words that the text writes small."""
    plain = [token for token in line[1:] if token.namey and token.text.lower() in small]
    return len(plain) >= 2
