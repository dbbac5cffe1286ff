"""Text into words: one code for what is indexed, what is asked and what is marked.

Each word of a text gives up to two strings: the *word* itself, folded (case and
accents gone, "Türkiye" = "turkiye"), and its *stem* ("visited" = "visit").
Stems answer ordinary questions and phrases; words answer wildcards and typos,
which stems would answer wrongly ("ministry*" never matches "ministri").

Written compounds can be asked for in every spelling. "Yoon-joo" is indexed as
"yoon" and "joo" in a row and, at the place of the first, as "yoonjoo"; asked
for, it is "either the two in a row or the one". So "Yoon-joo", "Yoon joo" and
"Yoonjoo" find one another, as do "people-to-people" and "people to people".
A possessive ('s) is dropped, a dotted abbreviation ("U.K.") is one word.

Scripts that do not part words by spaces are cut into overlapping pairs of
characters, as is Hangul, where particles cling to the word: a pair of
characters of the question then always meets the same pair in the text. Single
characters are kept too. Vowel signs of Indic scripts are letters here and are
never folded away; only Latin, Greek and Cyrillic accents and the optional
vowel points of Arabic and Hebrew are.

Nothing is a stop word: "Republic of Korea" must stay a phrase, and a question
that finds nothing because its only word was dropped is a riddle.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from Stemmer import Stemmer

#: Part of the index's fingerprint: raise it when the same text would give other words.
ANALYSIS_VERSION: Final = 2

#: A word is cut here, in the text and in the question alike. The longest words of
#: dictionaries have fewer letters; what is longer is data, not language.
LONGEST_WORD: Final = 64

#: Empty places left between two values or zones, so that no phrase spans them.
POSITION_GAP: Final = 100

_ACCENTS = "\u0300-\u036f"
_POINTS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufe0f\ufeff"
#: Vowel signs and other marks that `\\w` leaves out though they are part of a word.
_SIGNS = (
    "\u0483-\u0489\u0610-\u061a\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83"
    "\u0cbc-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b-\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0df3"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u17dd\ua8e0-\ua8f1"
)
_LETTER = rf"(?:[^\W_]|[{_ACCENTS}{_POINTS}{_INVISIBLE}{_SIGNS}])"
#: Scripts cut into pairs: Hangul, kana, Han, Thai, Lao, Myanmar, Khmer.
_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
#: Hyphens, the dash of "India–Korea", apostrophes and "&": they join when letters touch both sides.
_JOINTS = "-\u2010-\u2013\u2212'\u2019\u02bc\u02bb&"

_PIECE = re.compile(
    # Nearly all pieces are plain words; the first line tells them without trying the others.
    rf"[A-Za-z]{{2,}}+(?=[\s.,;:!?\"\u201c\u201d()]|\Z)"
    rf"|(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!{_LETTER}))?"
    rf"|\d{{1,3}}(?:,\d{{2,3}})+(?:\.\d+)?(?!{_LETTER})|\d+(?:\.\d+)+(?!{_LETTER})"
    rf"|{_LETTER}+(?:[{_JOINTS}]{_LETTER}+)*"
)
_PATTERN_PIECE = re.compile(rf"(?:{_LETTER}|[*?])+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_JOINT = re.compile(f"[{_JOINTS}]")
_POSSESSIVE = re.compile(r"(?<=.)['\u2019\u02bc][sS]$")
_PAIRED_RUN = re.compile(f"[{_PAIRED}]+")
_DROPPED = re.compile(f"[{_ACCENTS}{_POINTS}{_INVISIBLE}]")
_CLUSTER = re.compile(rf".[{_SIGNS}]*", re.DOTALL)
#: Letters that have no decomposition but a usual plain spelling.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h"}
)
_ASCII_WORD = re.compile(r"[a-z]{3,}\Z")


class _Stemmers(threading.local):
    """Snowball in C, one a thread: a stemmer works in place. Words are kept by `stem` itself."""

    def __init__(self) -> None:
        self.english = Stemmer("english", 0)


_stemmers = _Stemmers()


def fold(text: str) -> str:
    """One spelling of a word: no case, no accents, no presentation forms."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed).casefold()).translate(_PLAIN)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word. Words that are not plain English letters are their own."""
    return _stemmers.english.stemWord(word) if _ASCII_WORD.match(word) else word


@dataclass(frozen=True, slots=True)
class Form:
    """One indexed string pair of a piece: `offset` places after the piece's first, `start..end` within it."""

    word: str
    stem: str
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What one written piece ("Yoon-joo", "India's", "東京都") means.

    `parts` follow one another; `forms` are all strings it is indexed by,
    `joined` the spelling in one word where there is one.
    """

    parts: tuple[Form, ...]
    forms: tuple[Form, ...]
    joined: Form | None = None


def _form(raw: str, offset: int, start: int, end: int) -> Form | None:
    word = fold(raw)[:LONGEST_WORD]
    return Form(word, stem(word), offset, start, end) if word else None


def _paired(raw: str, offset: int, start: int) -> tuple[list[Form], list[Form]]:
    """Pairs of neighbors, and each character alone, of a run without spaces."""
    clusters = [match.span() for match in _CLUSTER.finditer(raw)]
    pairs: list[Form] = []
    singles: list[Form] = []
    for index, (begin, end) in enumerate(clusters):
        place = offset + min(index, max(len(clusters) - 2, 0))
        if form := _form(raw[begin:end], place, start + begin, start + end):
            singles.append(form)
        if index + 1 < len(clusters):
            last = clusters[index + 1][1]
            if form := _form(raw[begin:last], offset + index, start + begin, start + last):
                pairs.append(form)
    return (pairs or singles), pairs + singles if pairs else singles


def _runs(raw: str, offset: int, start: int) -> tuple[list[Form], list[Form]]:
    """Forms of a stretch without joints, which may mix scripts ("K팝")."""
    parts: list[Form] = []
    forms: list[Form] = []
    for begin, end, is_paired in _split_scripts(raw):
        if is_paired:
            more_parts, more_forms = _paired(raw[begin:end], offset + len(parts), start + begin)
            parts += more_parts
            forms += more_forms
        elif form := _form(raw[begin:end], offset + len(parts), start + begin, start + end):
            parts.append(form)
            forms.append(form)
    return parts, forms


def _split_scripts(raw: str) -> Iterator[tuple[int, int, bool]]:
    position = 0
    for match in _PAIRED_RUN.finditer(raw):
        if match.start() > position:
            yield position, match.start(), False
        yield match.start(), match.end(), True
        position = match.end()
    if position < len(raw):
        yield position, len(raw), False


@lru_cache(maxsize=200_000)
def _unit(raw: str) -> Unit:
    """What a piece as `_PIECE` cuts it means; offsets count from its first character."""
    if "." in raw or "," in raw:
        plain = raw.replace(".", "") if _ACRONYM.fullmatch(raw) else raw.replace(",", "")
        form = _form(plain, 0, 0, len(raw))
        only = (form,) if form else ()
        return Unit(only, only)
    if not raw.isascii() and (composed := unicodedata.normalize("NFC", raw)) != raw and len(raw) > 1:
        whole = _unit(composed)
        scaled = tuple(Form(f.word, f.stem, f.offset, 0, len(raw)) for f in whole.forms)
        return Unit(
            tuple(f for f, g in zip(scaled, whole.forms, strict=True) if g in whole.parts),
            scaled,
            whole.joined,
        )
    text = _POSSESSIVE.sub("", raw)
    parts: list[Form] = []
    forms: list[Form] = []
    begin = 0
    for joint in [*_JOINT.finditer(text), None]:
        end = joint.start() if joint else len(text)
        more_parts, more_forms = _runs(text[begin:end], len(parts), begin)
        parts += more_parts
        forms += more_forms
        begin = joint.end() if joint else end
    joined = None
    if len(parts) > 1 and _JOINT.search(text):
        joined = _form(_JOINT.sub("", text), 0, 0, len(text))
    return Unit(tuple(parts), (*forms, joined) if joined else tuple(forms), joined)


#: Pieces longer than this are not kept in the cache: they do not come again.
_CACHED_LENGTH = 40


def pieces(text: str) -> Iterator[re.Match[str]]:
    """The written pieces of a text, which `unit` tells the meaning of."""
    return _PIECE.finditer(text)


#: The same pieces as strings, for those who need no places: every group in `_PIECE` is without a number.
raw_pieces = _PIECE.findall


def unit(raw: str) -> Unit:
    return _unit(raw) if len(raw) <= _CACHED_LENGTH else _unit.__wrapped__(raw)


def units(text: str) -> Iterator[tuple[Unit, int]]:
    """What the pieces of a text mean, with the character each starts at."""
    for match in pieces(text):
        if (meant := unit(match.group())).forms:
            yield meant, match.start()


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces: the places it takes, and the forms of all its pieces.

    Offsets and characters count from its own beginning.
    """

    places: int
    forms: tuple[Form, ...]
    stems: frozenset[str]


@lru_cache(maxsize=32_768)
def _token(raw: str) -> Token:
    if raw.isascii() and raw.isalpha() and (plain := _form(raw, 0, 0, len(raw))):
        return Token(1, (plain,), frozenset((plain.stem,)))
    places = 0
    forms: list[Form] = []
    for match in pieces(raw):
        meant, at = unit(match.group()), match.start()
        forms += [
            Form(form.word, form.stem, places + form.offset, at + form.start, at + form.end)
            for form in meant.forms
        ]
        places += len(meant.parts)
    return Token(places, tuple(forms), frozenset(form.stem for form in forms))


def token(raw: str) -> Token:
    """No written piece holds a space, so a text may be cut at its spaces before it is read."""
    return _token(raw) if len(raw) <= _CACHED_LENGTH else _token.__wrapped__(raw)


def words(text: str) -> list[str]:
    """The folded words of a text, compounds in their parts."""
    return [part.word for meant, _ in units(text) for part in meant.parts]


def pattern_pieces(text: str) -> list[str]:
    """The folded pieces of a text with `*` and `?` in it; the signs count as letters."""
    pieces = (fold(piece).rstrip("?")[:LONGEST_WORD] for piece in _PATTERN_PIECE.findall(text))
    return [piece for piece in pieces if piece.strip("*?")]


@dataclass(frozen=True, slots=True)
class Zone:
    """One stretch of a document's text that counts `weight` times as much as the body."""

    text: str
    weight: float = 1.0


class Zoned(str):
    """A text made of zones: an ordinary string that remembers what each stretch is worth."""

    __slots__ = ("zones",)
    zones: tuple[Zone, ...]


def zoned(*zones: Zone) -> Zoned:
    """Put the zones that hold something one under the other."""
    held = tuple(zone for zone in zones if zone.text)
    text = Zoned("\n\n".join(zone.text for zone in held))
    text.zones = held
    return text


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What the index needs of one field's value: places and weight of each stem, and the words."""

    places: dict[str, list[int]]
    weights: dict[str, float]
    words: frozenset[str]


def analyzed(values: Iterable[Zone], boost: float = 1.0) -> Analyzed:
    """Analyze the values or zones of one field of one document."""
    places: dict[str, list[int]] = {}
    weights: dict[str, float] = {}
    found: set[str] = set()
    position = 0
    for zone in values:
        weight = zone.weight * boost
        for meant, _ in units(zone.text):
            for form in meant.forms:
                place = position + form.offset
                if (held := places.get(form.stem)) is None:
                    places[form.stem] = [place]
                    weights[form.stem] = weight
                else:
                    held.append(place)
                    weights[form.stem] += weight
                found.add(form.word)
            position += len(meant.parts)
        position += POSITION_GAP
    for held in places.values():
        if len(held) > 1:
            held.sort()
    return Analyzed(places, weights, frozenset(found))
