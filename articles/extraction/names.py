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
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from itertools import accumulate, compress, count
from pathlib import Path
from typing import Any, NamedTuple, overload

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
_SYLLABLES = "Zh|Sh|Ch|Kh|Yu|Ya|Ye|Yo|Ts|Dzh|Th|Gh"
#: Text parted into gaps and tokens, in turns: words with their hyphens, signs, line ends.
_TOKEN = re.compile(r"([^\W_]+(?:[-‐‑’'](?![sS]\b)[^\W_]+)*|\S(?:(?<=[’'])[sS]\b)?|\n+)")
#: Words that keep the full stop after them. It is tried at full stops alone, which are few.
_DOTTED = re.compile(
    rf"(?:{_ABBREVIATIONS})\.(?=[\s-]?[^\W\d_a-z])"
    r"|(?:Jr|Sr)\.(?!\s+[A-Z“\"]|\s*$)"
    r"|(?<!\w)[^\W\d_]\.(?:-?[^\W\d_]\.)*"
    rf"|(?<!\w)(?:{_SYLLABLES})\.(?=\s?[^\W\d_a-z])"
)
#: Longer ones of several letters are not in its lists.
_MAY_BE_DOTTED = frozenset(f"{_ABBREVIATIONS}|{_SYLLABLES}".split("|"))
_INITIALS = re.compile(r"[^\W\d_a-z]\.?(?:-?[^\W\d_a-z]\.?)?")
_LOWER_START = re.compile(r"(?:al|el|ad|as|ar|ash|an|at|az|bin|ibn|ul|d|l|da)[-‐‑’'][^\W\d_a-z]")


class Place(NamedTuple):
    """What a token that names a country or town says of them: see `Token`."""

    code: str | None
    seat: bool
    codes: tuple[str, ...]


_NOWHERE = Place(None, False, ())


class Tokens(Sequence[Token]):
    """The tokens of a page, each made when it is asked for: rules look at few of them."""

    __slots__ = ("_made", "_page")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._made: list[Token | None] = [None] * len(page.texts)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self._made)))]
        return self._made[index] or self._make(index)

    def __iter__(self) -> Iterator[Token]:
        return (self[index] for index in range(len(self._made)))

    def _make(self, index: int) -> Token:
        page = self._page
        index = range(len(self._made))[index]
        start, text = page.starts[index], page.texts[index]
        place = page.places.get(index, _NOWHERE)
        made = Token(
            start,
            start + len(text),
            text,
            page.all_keys[index],
            page.all_parts[index],
            place.code,
            page.all_namey[index],
            place.seat,
            place.codes,
        )
        self._made[index] = made
        return made


@dataclass(slots=True)
class Page:
    """One field of the article as tokens, a column for each of their properties.

    Columns, because most rules ask one thing of every token and everything of a few: making an object
    for each token took longer than all that was asked of them.
    """

    field: str
    text: str
    starts: list[int]
    texts: list[str]
    all_keys: list[str]
    all_parts: list[int]
    all_namey: list[bool]
    #: Tokens that a country or a town is named in.
    places: dict[int, Place]
    #: Every key once: a rule whose words are not among them need not look.
    vocabulary: frozenset[str]
    #: The tokens of headlines in capitals, where a capital says nothing.
    shouted: list[bool] = dataclass_field(default_factory=list)
    tokens: Tokens = dataclass_field(init=False)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self)

    def index_at(self, offset: int) -> int:
        """The first token that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def end(self, index: int) -> int:
        return self.starts[index] + len(self.texts[index])

    def surface(self, first: int, last: int) -> str:
        """The text of the tokens `first` up to but not including `last`."""
        return self.text[self.starts[first] : self.starts[last - 1] + len(self.texts[last - 1])]

    def key(self, index: int) -> str:
        return self.all_keys[index] if 0 <= index < len(self.all_keys) else ""

    def char(self, index: int) -> str:
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def parts(self, index: int) -> int:
        return self.all_parts[index] if 0 <= index < len(self.all_parts) else 0

    def namey(self, index: int) -> bool:
        return 0 <= index < len(self.all_namey) and self.all_namey[index]

    def code(self, index: int) -> str | None:
        return self.places[index].code if index in self.places else None

    def all_codes(self, index: int) -> tuple[str, ...]:
        place = self.places.get(index, _NOWHERE)
        return place.codes or ((place.code,) if place.code else ())

    def is_seat(self, index: int) -> bool:
        return index in self.places and self.places[index].seat

    def with_key(self, wanted: Collection[str]) -> list[int]:
        """The tokens that are one of these words, in order."""
        if self.vocabulary.isdisjoint(wanted):
            return []
        return [index for index, key in enumerate(self.all_keys) if key in wanted]

    def with_parts(self, wanted: int) -> list[int]:
        """The tokens that play any of these parts, in order."""
        column = self.all_parts  # most words play none
        return [index for index in compress(count(), column) if column[index] & wanted]

    def all_names(self) -> list[int]:
        """The tokens that could be somebody's name, in order."""
        return list(compress(count(), self.all_namey))


def read_pages(fields: Mapping[str, str], names: Mapping[str, Names]) -> dict[str, Page]:
    return {field: _read_page(field, text, names.get(field)) for field, text in fields.items()}


def _read_page(field: str, text: str, names: Names | None) -> Page:
    starts, texts = _cut(text)
    known = list(map(_word_of, texts))
    keys = [word[0] for word in known]
    page = Page(
        field,
        text,
        starts,
        texts,
        keys,
        [word[1] for word in known],
        [word[2] for word in known],
        {},
        frozenset(keys),
    )
    if names is not None:
        _mark_places(page, _covered(names))
    _mark_surnames(page, [index for index, word in enumerate(known) if word[3]])
    _mark_headlines(page)
    return page


def _cut(text: str) -> tuple[list[int], list[str]]:
    """Where each token begins, and its letters."""
    pieces = _TOKEN.split(text)
    starts = list(accumulate(map(len, pieces), initial=0))[1:-1:2]
    texts = pieces[1::2]
    if "." in texts:
        _join_dotted(text, starts, texts)
    return starts, texts


def _join_dotted(text: str, starts: list[int], texts: list[str]) -> None:
    """ "Dr", "." and "U", ".", "S", "." become one token each."""
    joined: list[tuple[int, int, str]] = []
    end = 0
    for index in [at for at, word in enumerate(texts) if word == "." and at]:
        before = texts[index - 1]
        start = starts[index - 1]
        if start < end or start + len(before) != starts[index]:
            continue
        if len(before) == 1 or before in _MAY_BE_DOTTED:
            found = _DOTTED.match(text, start)
            if found is not None:
                end = found.end()
                joined.append((index - 1, bisect_left(starts, end, index), found.group()))
    if joined:
        _replace(starts, [(first, last, starts[first]) for first, last, _text in joined])
        _replace(texts, joined)


def _replace(column: list[Any], joined: Sequence[tuple[int, int, Any]]) -> None:
    kept: list[Any] = []
    upto = 0
    for first, last, value in joined:
        kept += column[upto:first]
        kept.append(value)
        upto = last
    column[:] = kept + column[upto:]


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


def _mark_places(page: Page, covered: Sequence[Covered]) -> None:
    """What names a country or a place is nobody's name."""
    marked = -1
    for hit, (start, end, code, seat) in enumerate(covered):
        first = max(marked + 1, bisect_right(page.starts, start) - 1)
        for index in range(first, bisect_left(page.starts, end)):
            text = page.texts[index]
            token_end = page.starts[index] + len(text)
            if token_end <= start or not text[0].isalnum():
                continue
            codes = _codes_within(covered, hit, token_end) if "-" in text else ()
            page.places[index] = Place(code, seat, codes)
            page.all_namey[index] = False
            marked = index


#: A word's key, its parts, whether it looks like a name unless it is a place, and whether that may change.
_Known = tuple[str, int, bool, bool]


class _Words(dict[str, _Known]):
    """What is known of a word by its letters alone: most words of a text are those of the texts before."""

    def __missing__(self, surface: str) -> _Known:
        read = _read_word(surface)
        if len(surface) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[surface] = read
        return read


def _read_word(surface: str) -> _Known:
    if not surface[0].isalnum():
        return surface, 0, False, False
    by_key = _parts_by_key()
    bare = surface[:-1] if surface[-1] == "." else surface
    key = bare.lower() if bare.isascii() else fold(bare)
    parts = by_key.get(key, 0) | _parts_by_text().get(bare, 0)
    if len(bare) == 1 and surface is not bare:
        parts = 0
    if "-" in key:
        for piece in key.split("-"):
            parts |= by_key.get(piece, 0) & _COMPOUND
    namey = not parts & BLOCKING and _looks_like_name(surface, bare, parts)
    return key, parts, namey, namey or bool(parts & Part.SURNAME_WORD) or key in _MAYBE_NAMES


#: Words that are kept, and the longest of them.
_MOST_WORDS, _LONGEST_WORD = 32_768, 64
_word_of = _Words().__getitem__


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


_BEFORE_SENTENCES = frozenset({".", "\n", "!", "?", ":", "”", "“", '"'})


def _mark_surnames(page: Page, doubtful: Iterable[int]) -> None:
    """Words of another trade that a name beside them makes names too."""
    for index in doubtful:
        if page.all_parts[index] & Part.ROLE and _is_role_after_all(page, index):
            page.all_namey[index] = False
        if index == 0:
            continue
        if page.all_namey[index]:
            if not (page.all_parts[index - 1] & _FIRST_NAMES or page.code(index - 1)):
                continue
            if _is_given_after_all(page, index - 1) or _is_person_after_all(page, index - 1):
                _make_name(page, index - 1)
        elif page.all_keys[index] == "sultan" and page.key(index + 1) in ("bin", "ibn"):
            page.all_namey[index] = True
        elif page.all_keys[index] in _CALENDAR:
            if _is_calendar_name(page, index):
                page.all_namey[index] = True
        elif _is_surname_after_all(page, index):
            _make_name(page, index)


def _is_role_after_all(page: Page, index: int) -> bool:
    """ "Striker Ann Lee scored.": it has its capital from the sentence that it begins."""
    begins = index == 0 or page.char(index - 1) in _BEFORE_SENTENCES
    is_name = page.all_parts[index] & (_FIRST_NAMES | Part.FAMILY_LAST)
    return begins and not is_name and page.namey(index + 1) and page.namey(index + 2)


def _make_name(page: Page, index: int) -> None:
    page.all_namey[index] = True
    if index in page.places:
        page.places[index] = page.places[index]._replace(code=None)


#: Short forms of days and months that are names of people too.
_CALENDAR = frozenset({"sun", "jan", "jun", "mar"})
_MAYBE_NAMES = _CALENDAR | {"sultan"}


def _is_calendar_name(page: Page, index: int) -> bool:
    """ "Minister Sun Weidong", "Mr. Dong Jun"; but not "the minister, Sun 9 Jun"."""
    title = Part.HEAD | Part.HONORIFIC
    if page.char(index + 1)[:1].isdigit():
        return False
    if page.parts(index - 1) & title:
        return page.namey(index + 1)
    return page.namey(index - 1) and bool(page.parts(index - 2) & title)


def _is_given_after_all(page: Page, index: int) -> bool:
    """ "Bill Clinton", "Park Yoonjoo"."""
    parts = page.all_parts[index]
    is_place = parts & Part.GIVEN and not parts & BLOCKING
    if not (
        parts & _FIRST_NAMES and (parts & Part.ORGANIZATION or is_place) and page.texts[index][0].isupper()
    ):
        return False
    return not (page.namey(index - 1) or (page.code(index - 1) and not is_place))


def _is_person_after_all(page: Page, index: int) -> bool:
    """ "Paris Hilton said"."""
    if page.all_keys[index] not in _given_places() or not page.texts[index][0].isupper():
        return False
    return page.key(index + 2) in _personal_verbs() and not page.namey(index - 1)


@cache
def _given_places() -> frozenset[str]:
    return frozenset(tables()["given_places"].split())


@cache
def _personal_verbs() -> frozenset[str]:
    return frozenset(tables()["verbs"]["personal"].split())


def _is_surname_after_all(page: Page, index: int) -> bool:
    """ "Paul Green", "Michael Jordan"; but not "Hudson River Bridge"."""
    if not page.all_parts[index] & Part.SURNAME_WORD or not page.texts[index][0].isupper():
        return False
    if not page.namey(index - 1):
        return False
    before = index - 1
    known = page.all_parts[before] & Part.GIVEN
    if not (known or _stands_for_given(page.texts[before], page.all_namey[before], page.all_parts[before])):
        return False
    return not (page.char(index + 1)[:1].isupper() and page.parts(index + 1) & Part.ORGANIZATION)


def is_initials(token: Token) -> bool:
    """ "P.", "P", "J.-P.", "MK", "Zh.": what stands for given names."""
    return _stands_for_given(token.text, token.namey, token.parts)


def _stands_for_given(text: str, namey: bool, parts: int) -> bool:
    if text[-1] == "." and 2 < len(text) < 5 and text[:-1].istitle():
        return namey and not parts & (BLOCKING | Part.PREFIX | Part.SUFFIX)
    return text[0].isupper() and (
        (text[-1] == "." and _INITIALS.match(text) is not None and "." in text[:2])
        or (len(text) <= 2 and text.isupper() and _INITIALS.fullmatch(text) is not None)
    )


def _mark_headlines(page: Page) -> None:
    """Lines in Title Case or CAPITALS: there a capital says nothing."""
    texts = page.texts
    marks = page.shouted = [False] * len(texts)
    small: set[str] | None = None
    start = 0
    for end in [*(index for index, text in enumerate(texts) if text[0] == "\n"), len(texts)]:
        if 0 < end - start <= _LONGEST and _has_capitals(texts[start:end]):
            stopped = texts[end - 1] == "."
            if stopped and small is None:
                small = {text for text in texts if text[0].islower()}
            if not stopped or _has_plain_words(page, start, end, small or set()):
                marks[start:end] = [True] * (end - start)
        start = end + 1


#: A line of names only ("Foreign Minister Cho Hyun") is short and no headline; four words of four
#: letters, four in five of them capitalized, is what headlines in title case have in common.
_LEAST_WORDS, _LEAST_SHARE, _LONGEST, _LONGEST_WITH_STOP = 4, 0.8, 40, 24


def _has_capitals(line: Sequence[str]) -> bool:
    if len(line) > (_LONGEST_WITH_STOP if line[-1] == "." else _LONGEST):
        return False
    long_words = [text for text in line if len(text) > 3 and text[0].isalpha()]
    capitals = sum([word[0].isupper() for word in long_words])
    return len(long_words) >= _LEAST_WORDS and capitals >= _LEAST_SHARE * len(long_words)


def _has_plain_words(page: Page, start: int, end: int, small: set[str]) -> bool:
    """A headline that ends in a full stop gives itself away by words that the text writes small."""
    words = range(start + 1, end)
    return sum([page.all_namey[index] and page.texts[index].lower() in small for index in words]) >= 2
