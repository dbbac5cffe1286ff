"""What an article is about, by a controlled list of topics.

A phrase of the list is evidence by itself, so most have two words ("energy transition"); a single
everyday word counts in lower case only, where it cannot be a part of a name ("security" but not the
Security Council). Words that many topics share ("judge", "coach", "shares") are hints: three of one topic
say together what none says alone, and beside a phrase they are further evidence. Two were weighed and let
"director" and "audience" make a film of a shareholders' meeting. A phrase before an office ("energy
minister") tells who speaks, not of what, and is a hint too.

Phrases that only look like one of the list ("political earthquake") stand in the same table, where the
longest wins. Number and spelling are evened out when the table is built, not in the text, so that a hit is
always the very words of the article.

The list is a tree. A hit is kept with the topic whose phrase it is and no other: that an article about
tariffs is one about trade follows from the tree (`broader`), and is not a fact that needs words of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from articles.drafts import TEXT, Mention, OrganizationTag, PersonTag, PlaceTag, TopicTag
from articles.extraction.context import Context
from articles.extraction.phrases import Match, PhraseTable
from articles.extraction.spans import Words, mention
from articles.extraction.tables import load

#: So many different hints of a topic are as good as a phrase.
ENOUGH_HINTS = 3

_SPELLINGS = (
    ("defense", "defence"),
    ("labor", "labour"),
    ("harbor", "harbour"),
    ("program", "programme"),
    ("center", "centre"),
    ("cooperation", "co-operation"),
    ("organized", "organised"),
    ("mechanization", "mechanisation"),
    ("modernization", "modernisation"),
)

#: Words that have a capital only because a sentence begins.
_BEFORE_NO_NAME = frozenset(
    "the a an in on at for of and but as with no his her its their this that new super".split()
)

Rule = Literal["topic-phrase", "topic-short-form", "topic-word", "topic-hint"]


class _Phrase(NamedTuple):
    """A phrase of the list; `topics` is empty for one that only looks as if it spoke of something."""

    topics: tuple[str, ...]
    rule: Rule
    base: str


class _Hit(NamedTuple):
    field: str
    match: Match[_Phrase]
    rule: Rule


def find_topics(
    context: Context,
    organizations: Sequence[OrganizationTag] = (),
    people: Sequence[PersonTag] = (),
    places: Sequence[PlaceTag] = (),
) -> tuple[TopicTag, ...]:
    """Topics in the order of the list. A part of a name speaks of none."""
    names = _Named(chain(organizations, people, places))
    found: defaultdict[str, list[_Hit]] = defaultdict(list)
    for field, text in context.fields.items():
        if field == "dateline":
            continue  # places and agencies
        words = context.words[field]
        for match in _table().find(text, words):
            phrase = match.payload
            if not phrase.topics or names.hold(match, field) or _ends_a_name(match, words, field):
                continue
            rule = "topic-hint" if _names_an_office(match, words) else phrase.rule
            hit = _Hit(field, match, rule)
            for slug in phrase.topics:
                found[slug].append(hit)
    return tuple(
        TopicTag(slug, name, tuple(_mention(context, hit) for hit in found[slug]))
        for slug, name in _names().items()
        if slug in found and _stands(found[slug])
    )


def _mention(context: Context, hit: _Hit) -> Mention:
    return mention(context.fields[hit.field], hit.match.start, hit.match.end, hit.rule, hit.field)


def broader(slug: str) -> tuple[str, ...]:
    """What the topic is a part of, the widest first; nothing for one that is not of the list."""
    above = _parents().get(slug)
    return (*broader(above), above) if above else ()


def listed() -> tuple[str, ...]:
    """The slugs of the list, each after what it is a part of."""
    return tuple(_names())


def topic_name(slug: str) -> str:
    return _names()[slug]


def topic_called(name: str) -> str | None:
    """The slug of the topic of the list that has this name."""
    wanted = name.casefold()
    return next((slug for slug, known in _names().items() if known.casefold() == wanted), None)


def _stands(hits: Sequence[_Hit]) -> bool:
    return (
        any(hit.rule != "topic-hint" for hit in hits)
        or len({hit.match.payload.base for hit in hits}) >= ENOUGH_HINTS
    )


def _ends_a_name(match: Match[_Phrase], words: Words, field: str) -> bool:
    """ "Gold Harbor" is called after one; "Hurricane Ida" is one. A headline has capitals anyway."""
    first = match.first
    if match.last > first or field != TEXT or not first or not words.texts[first][0].isupper():
        return False
    before = words.texts[first - 1]
    return (
        match.payload.rule == "topic-phrase"
        and before[0].isupper()
        and words.gaps[first] == " "
        and len(before) > 1
        and words.keys[first - 1] not in _BEFORE_NO_NAME
    )


def _names_an_office(match: Match[_Phrase], words: Words) -> bool:
    """ "The energy minister", "the minister of energy"."""
    before, after = match.first - 1, match.last + 1
    if after < len(words.keys) and words.keys[after] in _offices():
        return True
    return before > 0 and words.keys[before] in ("of", "for") and words.keys[before - 1] in _offices()


class _Named:
    """Where the names of an article stand."""

    def __init__(self, tags: Iterable[OrganizationTag | PersonTag | PlaceTag]) -> None:
        ends: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for tag in tags:
            for each in tag.mentions:
                span = each.span
                ends[span.field][span.start] = max(span.end, ends[span.field].get(span.start, 0))
        self._spans = {field: (sorted(known), known) for field, known in ends.items()}

    def hold(self, match: Match[_Phrase], field: str) -> bool:
        """Whether the phrase is less than the whole of a name. A short form is a name itself."""
        if field not in self._spans or match.payload.rule == "topic-short-form":
            return False
        starts, ends = self._spans[field]
        at = bisect_right(starts, match.start) - 1
        if at < 0:
            return False
        start, end = starts[at], ends[starts[at]]
        return match.end <= end and (start < match.start or match.end < end)


@cache
def _names() -> Mapping[str, str]:
    return {row["slug"]: row["name"] for row in load("topics.json")["topics"]}


@cache
def _parents() -> Mapping[str, str | None]:
    return {row["slug"]: row["parent"] for row in load("topics.json")["topics"]}


@cache
def _offices() -> frozenset[str]:
    return frozenset(load("topics.json")["offices"].split())


@cache
def _table() -> PhraseTable[_Phrase]:
    table: PhraseTable[_Phrase] = PhraseTable(shared=True)
    rows = load("topics.json")["topics"]
    for phrase in load("topics.json")["others"]:
        for form in _forms(phrase):
            table.add(form, _Phrase((), "topic-phrase", phrase), "any")
    hints: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        topics = (row["slug"],)
        for phrase in row.get("phrases", ()):
            for form in _forms(phrase):
                table.add(form, _Phrase(topics, "topic-phrase", phrase), "any")
        for phrase in row.get("exact", ()):
            table.add(phrase, _Phrase(topics, "topic-short-form", phrase), "exact")
        for phrase in row.get("common", ()):
            for form in _forms(phrase):
                table.add(form, _Phrase(topics, "topic-word", phrase), "exact")
        for phrase in row.get("hints", ()):
            hints[phrase].append(row["slug"])
    for phrase, slugs in hints.items():
        for form in _forms(phrase):
            table.add(form, _Phrase(tuple(slugs), "topic-hint", phrase), "exact")
    return table


def _forms(phrase: str) -> Iterator[str]:
    for american, british in (("", ""), *_SPELLINGS):
        if american in phrase:
            spelled = phrase.replace(american, british) if american else phrase
            yield spelled
            yield from _plural(spelled)


def _plural(phrase: str) -> Iterator[str]:
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        yield phrase[:-1] + "ies"
    elif phrase.endswith(("s", "x", "ch", "sh")):
        yield phrase + "es"
    elif phrase.endswith("man"):
        yield phrase[:-3] + "men"
    else:
        yield phrase + "s"
