"""When a name of the gazetteer does not speak of its place.

Two kinds of rule. The neighbors decide on currencies, languages, personal names and streets; the rest
of the text decides which Korea, Congo or Georgia is meant, and whether Moscow was still the Soviet
Union's. Each refusal has a name, so that what was refused can be counted rule by rule. Personal names
cannot be told by a list of persons; a given name before, a courtesy title, or an initial can, and
then the bare family name is taken for the person too ("Jim Jordan ... Jordan said").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from articles.extraction.spans import Word
from articles.extraction.tables import lines, word_set


class Neighbors(NamedTuple):
    """The words around a name, None where a gap that is no space or hyphen parts them from it."""

    before: Word | None
    gap_before: str
    after: Word | None
    gap_after: str


CURRENCIES = word_set("currencies")
LANGUAGES = word_set("languages")
_LANGUAGE_BEFORE = word_set("language_before")
_LANGUAGE_AFTER = word_set("language_after")
_DISHES = word_set("dishes")
_STREETS = word_set("streets")
_DOCUMENTS = word_set("documents")
_DOCUMENT_KINDS = word_set("document_kinds")
_NAME_SUFFIXES = word_set("name_suffixes")
_PRONOUN_BEFORE = word_set("pronoun_before")
PLACE_PREPOSITIONS = word_set("place_prepositions")
_STRICT_PREPOSITIONS = PLACE_PREPOSITIONS | {"to", "of", "between", "city", "town", "province", "district"}
_COURTESY = word_set("courtesy")
_STATE_OFFICES = word_set("state_offices")
_FIRST_NAMES = word_set("first_names_of_places")
_DOUBTFUL = word_set("ambiguous_given_names")
_TIES = word_set("hyphenated_ties")
_TITLES = word_set("titles")
#: What may follow a country's name with a capital and make no personal name of it.
_INSTITUTIONS = word_set("institutions")
_ACTS = word_set("acts")
_TOWARD_GOVERNMENT = word_set("toward_government")
_PLACE_NOUNS = word_set("place_nouns")


_FAMILY_NAMES = word_set("family_names")
#: Names between a title and the word in question.
_LONGEST_NAME = 4
_OPENERS = word_set("openers")
_SAYS_HE = re.compile(
    r" (?:said|says|added|told [a-z]+(?: [A-Z]\w+)?|insisted|admitted|argued|recalled|joked)"
    r"(?: on [A-Z]\w+| that|,)? (?:he|she)\b|, (?:who|whose) "
)
_PREDICATE = re.compile(r"(?:['’]s)? [a-z]")


@cache
def given_names() -> frozenset[str]:
    return frozenset(name for line in lines("given_names.txt") for name in line.casefold().split())


def is_pronoun(around: Neighbors) -> bool:
    """In a headline of capitals "US" may be "us"."""
    return around.before is not None and around.before.key in _PRONOUN_BEFORE


def is_currency(around: Neighbors) -> bool:
    return around.after is not None and around.after.key in CURRENCIES


def is_language(key: str, around: Neighbors) -> bool:
    if key not in LANGUAGES:
        return False
    before, after = around.before, around.after
    if after is not None and after.key in _LANGUAGE_AFTER:
        return True
    ends = after is None or after.key in {"and", "or", "with", "to", "at", "on", "by", "as"}
    return ends and before is not None and before.key in _LANGUAGE_BEFORE


def is_dish(around: Neighbors) -> bool:
    return around.after is not None and around.after.key in _DISHES


def is_street(around: Neighbors) -> bool:
    after = around.after
    return after is not None and after.text[0].isupper() and after.key in _STREETS


def is_document(around: Neighbors, following: Sequence[str]) -> bool:
    """ "The Paris pact", "the Venice climate accord": called after where it was made."""
    if around.gap_after != " " or around.gap_before == "-" or not following:
        return False
    kind = following[0] in _DOCUMENT_KINDS and len(following) > 1
    return following[1 if kind else 0] in _DOCUMENTS


def is_state(around: Neighbors) -> bool:
    """ "Georgia Gov." and "Georgia Republicans" are the American state's."""
    return around.after is not None and around.after.key in _STATE_OFFICES


def stands_as_place(around: Neighbors) -> bool:
    """What an everyday word needs before it is read as a city: "in Nice", "at Reading"."""
    return around.before is not None and around.before.key in _STRICT_PREPOSITIONS


def is_person(key: str, around: Neighbors, following: Sequence[Word], *, headline: bool) -> bool:
    """Whether the neighbors make it a part of somebody's name."""
    before, after = around.before, around.after
    if before is not None and before.key in _COURTESY and around.gap_before in (" ", ". "):
        return True
    if follows_given_name(around):
        return True
    if headline or after is None or around.gap_after != " " or not after.text[0].isupper():
        return False
    if after.key in _INSTITUTIONS or after.text.isupper():
        return False
    if len(following) > 1 and following[1].key in _NAME_SUFFIXES:
        return True
    if (key in _FIRST_NAMES or key in given_names()) and not _goes_on(following):
        return True
    titled = before is not None and before.key in _TITLES and around.gap_before in (" ", ". ")
    return titled or _is_family_name(after)


def ends_titled_name(text: str, text_words: Sequence[Word], first: int) -> bool:
    """ "Minister Lina Malta": a title, names, and this word at the end of the run.

    Without a title the run has to speak as a person does: "Ali Reza Oman said he".
    """
    index = first - 1
    while index >= 0 and first - index <= _LONGEST_NAME and _is_joined_name(text, text_words, index):
        index -= 1
    names = first - 1 - index
    if not names:
        return False
    if index >= 0 and _is_title(text, text_words, index):
        return True
    head = text_words[index + 1]
    return head.key not in _OPENERS and _says_he(text, text_words, first)


def begins_spoken_name(text: str, text_words: Sequence[Word], last: int) -> bool:
    """ "Paris Hilton said she", "London Breed, who": nobody but a person does that."""
    if last + 1 >= len(text_words) or not _is_joined_name(text, text_words, last + 1, after=True):
        return False
    end = text_words[last + 1].end
    return _says_he(text, text_words, last + 1) or text.startswith((", who ", ", whose "), end)


def recurs_alone(text: str, word: str) -> bool:
    """Whether a sentence begins with `word` alone: "Hilton was in Madrid"."""
    at = text.find(word)
    while at >= 0:
        before, after = text[max(0, at - 2) : at], text[at + len(word) : at + len(word) + 4]
        opens = not before.strip() or before.rstrip()[-1:] in '.!?"”'
        if opens and _PREDICATE.match(after):
            return True
        at = text.find(word, at + len(word))
    return False


def is_name_word(word: Word) -> bool:
    """A capitalized word that is no title and no institution's."""
    if not word.text[0].isupper() or (word.text.isupper() and len(word.text) > 1):
        return False
    return not (word.key in _TITLES or word.key in _COURTESY or word.key in _INSTITUTIONS)


def _is_joined_name(text: str, text_words: Sequence[Word], index: int, *, after: bool = False) -> bool:
    """The same right beside the next word (`after`: the one before)."""
    if index < 0:
        return False
    word = text_words[index]
    other = text_words[index - 1 if after else index + 1]
    gap = text[other.end : word.start] if after else text[word.end : other.start]
    return (gap == " " or (len(word.text) == 1 and gap == ". ")) and is_name_word(word)


def _is_title(text: str, text_words: Sequence[Word], index: int) -> bool:
    word = text_words[index]
    gap = text[word.end : text_words[index + 1].start]
    return gap in (" ", ". ") and (word.key in _TITLES or word.key in _COURTESY)


def _says_he(text: str, text_words: Sequence[Word], last: int) -> bool:
    return _SAYS_HE.match(text, text_words[last].end) is not None


def _goes_on(following: Sequence[Word]) -> bool:
    """Three capitals in a row are an organization ("Jordan Press Foundation") rather than a person."""
    return (
        len(following) > 1 and following[1].start == following[0].end + 1 and following[1].text[0].isupper()
    )


def heads_office(around: Neighbors) -> bool:
    """ "Jordan Foreign Minister": what follows is the country's, so the name is no person's."""
    return around.after is not None and around.after.text[0].isupper() and around.after.key in _INSTITUTIONS


def follows_given_name(around: Neighbors) -> bool:
    """ "Lindsay Davenport", "J. Jordan": what comes after is a family name."""
    before = around.before
    if before is None or not before.text[0].isupper():
        return False
    if len(before.text) == 1 and around.gap_before in (". ", "."):
        return before.key not in {"s", "n"}
    return around.gap_before == " " and before.key in given_names() and before.key not in _DOUBTFUL


def is_descent(around: Neighbors, following: Sequence[str]) -> bool:
    """ "Finnish Americans" are Americans; "Russian-American talks" are between two."""
    if not following or around.after is None or following[0] not in ("american", "americans"):
        return False
    return len(following) < 2 or following[1] not in _TIES


def _is_family_name(word: Word) -> bool:
    return word.key in _FAMILY_NAMES


def acts(around: Neighbors) -> bool:
    """Whether a capital stands for its government here."""
    before, after = around.before, around.after
    if before is not None and before.key in PLACE_PREPOSITIONS:
        return False
    if after is not None and around.gap_after in ("'", "’"):
        return True
    if before is not None and before.key in _TOWARD_GOVERNMENT:
        return True
    return after is not None and around.gap_after == " " and after.key in _ACTS


def is_place_of(around: Neighbors, following: Sequence[str]) -> bool:
    """ "Seoul's streets" are the city's, "Seoul's support" is the government's."""
    return not _PLACE_NOUNS.isdisjoint(following)
