"""Where words, sentences and paragraphs begin and end.

Every rule of extraction points into a text by these offsets, so they have to be the same for all
of them and to survive what scrapes do to a text: paragraphs glued without a space
("meeting.Pakistan’s"), initials ("P. Kumaran"), ranks and courtesy titles ("Md.", "Lt. Gen."),
quotation marks that close after the full stop. A statistical splitter would need a model at run
time and still not know "Md."; the rules below are a list of abbreviations and one look at what
follows the full stop, in one pass.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, overload

from articles.drafts import TEXT, Mention, Span
from articles.extraction.tables import word_set

Offsets = tuple[int, int]


class Word(NamedTuple):
    """One run of letters and digits. `key` is how it is looked up: lower case, accents off."""

    start: int
    end: int
    text: str
    key: str


class Words(Sequence[Word]):
    """The words of a text in columns, each made an object only when it is asked for.

    Tables of phrases look at every key and at a few words; to make an object for each took longer than
    all the tables did. `gaps` holds what stands before each word; `marks` and `marked` belong to `phrases`.
    """

    __slots__ = ("gaps", "keys", "marked", "marks", "starts", "texts")

    def __init__(self, text: str) -> None:
        pieces = _WORD.split(text)
        self.starts = list(accumulate(map(len, pieces), initial=0))[1:-1:2]
        self.texts = pieces[1::2]
        self.gaps = pieces[0::2]
        if text.isascii():
            self.keys = list(map(str.lower, self.texts))
        else:
            self.keys = [word.lower() if word.isascii() else fold(word) for word in self.texts]
        self.marks: list[int] = []
        self.marked = 0

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple([self[at] for at in range(*index.indices(len(self.texts)))])
        start, text = self.starts[index], self.texts[index]
        return Word(start, start + len(text), text, self.keys[index])

    def __iter__(self) -> Iterator[Word]:
        return map(self.__getitem__, range(len(self.texts)))

    def index_at(self, offset: int) -> int:
        """The first word that starts at `offset` or later."""
        return bisect_left(self.starts, offset)


#: Apostrophes, hyphens and full stops part words ("India", "s"), so that a name is found in its
#: possessive, in "India-ROK" and in "U.S." alike.
_WORD = re.compile(r"([^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")

_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)"  # the ordinary case
    r"|(?<=[^\W\dA-Z_])[.!?][\"”’)\]]*(?=[“‘\"]?[A-Z][\w’'])"  # the space after it was lost
    r"|[。！？।۔]+[”’」』)\]]*"
)
_MARK = re.compile(r"[.!?…。！？।۔]")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")
_NEXT_WORD = re.compile(r"[\s\"'“‘«(\[–—•*-]*([^\W_]*)(\.?)")

#: A full stop after these never ends a sentence.
_BEFORE_NAMES = word_set("before_names")
#: A full stop after these ends a sentence only when what follows can hardly be a name.
_BEFORE_ANYTHING = word_set("before_anything")
_OPENERS = word_set("openers")
_DOMAIN_ENDINGS = word_set("domain_endings")


def words(text: str) -> Words:
    return Words(text)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Lower case without accents: "Türkiye" and "Turkiye" are looked up alike."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def paragraphs(text: str) -> tuple[Offsets, ...]:
    """Stretches between empty lines, without the white space around them."""
    found = []
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        found.append(_trimmed(text, start, gap.start()))
        start = gap.end()
    found.append(_trimmed(text, start, len(text)))
    return tuple((begin, end) for begin, end in found if begin < end)


def sentences(text: str) -> tuple[Offsets, ...]:
    """Sentences in order. None crosses an empty line; together they hold every word of the text."""
    found = []
    for paragraph_start, paragraph_end in paragraphs(text):
        start = paragraph_start
        for stop in _stops(text, paragraph_start, paragraph_end):
            if _ends_sentence(text, stop, paragraph_start):
                found.append(_trimmed(text, start, stop.end()))
                start = stop.end()
        found.append(_trimmed(text, start, paragraph_end))
    return tuple((begin, end) for begin, end in found if begin < end)


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `_SENTENCE_END` finds; it is tried only where a mark stands, not at every letter."""
    for mark in _MARK.finditer(text, start, end):
        if mark.start() >= start:
            stop = _SENTENCE_END.match(text, mark.start(), end)
            if stop is not None:
                yield stop
                start = stop.end()


def _ends_sentence(text: str, stop: re.Match[str], floor: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), min(len(text), stop.end() + 48))
    after, dotted = following.groups() if following else ("", "")
    if after[:1].islower():
        return False
    mark = stop.group()
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    preceding = _LAST_WORD.search(text, max(floor, stop.start() - 24), stop.start())
    if preceding is None:
        return True
    before = preceding.group().casefold()
    if not text[stop.end() : stop.end() + 1].isspace() and after.casefold() in _DOMAIN_ENDINGS:
        return False
    is_initial = len(before) == 1 and before.isalpha() and text[preceding.start()].isupper()
    if before in _BEFORE_NAMES and len(mark) == 1:
        return before == "no" and not after.isdigit()
    if is_initial or before in _BEFORE_ANYTHING or _is_dotted(before):
        opens = after.casefold() in _OPENERS and not (len(after) == 1 and dotted)
        return opens or len(mark) > 1
    return True


def _is_dotted(before: str) -> bool:
    return len(before) >= 3 and all(char == "." for char in before[1::2])


def _trimmed(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def containing(stretches: Sequence[Offsets], offset: int) -> Offsets | None:
    """The sentence or paragraph that `offset` lies in."""
    index = bisect_right(stretches, offset, key=lambda stretch: stretch[0]) - 1
    if index >= 0 and offset < stretches[index][1]:
        return stretches[index]
    return None


def mention(text: str, start: int, end: int, rule: str, field: str = TEXT) -> Mention:
    return Mention(Span.of(text, start, end, field), rule)
