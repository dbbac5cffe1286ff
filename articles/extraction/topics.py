"""What an article is about, by a controlled list of topics.

A phrase of the list is evidence by itself, so most have two words ("energy transition"); a single
everyday word counts in lower case only, where it cannot be a part of a name ("security" but not the
Security Council). Number and spelling are evened out when the table is built, not in the text, so that
a hit is always the very words of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from articles.drafts import Mention, OrganizationTag, TopicTag
from articles.extraction.context import Context
from articles.extraction.phrases import Match, PhraseTable
from articles.extraction.spans import mention
from articles.extraction.tables import load

_SPELLINGS = (
    ("defense", "defence"),
    ("labor", "labour"),
    ("program", "programme"),
    ("cooperation", "co-operation"),
    ("organized", "organised"),
    ("mechanization", "mechanisation"),
    ("modernization", "modernisation"),
)


def find_topics(context: Context, organizations: Sequence[OrganizationTag] = ()) -> tuple[TopicTag, ...]:
    """Topics in the order of the list. A part of an organization's name speaks of none."""
    names = [one.span for tag in organizations for one in tag.mentions]
    inside = {(span.field, at): span.end for span in names for at in range(span.start, span.end)}
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for field, text in context.fields.items():
        for match in _table().find(text, context.words[field]):
            if _is_part(match, inside.get((field, match.start), 0), (field, match.start - 1) in inside):
                continue
            found[match.payload[0]].append(mention(text, match.start, match.end, match.payload[1], field))
    return tuple(
        TopicTag(row["slug"], row["name"], tuple(found[row["slug"]]))
        for row in load("topics.json")["topics"]
        if row["slug"] in found
    )


def _is_part(match: Match[tuple[str, str]], name_end: int, begun: bool) -> bool:
    """Whether the phrase is less than the whole name of an organization."""
    return (
        match.end <= name_end and (begun or match.end < name_end) and match.payload[1] != "topic-short-form"
    )


@cache
def _table() -> PhraseTable[tuple[str, str]]:
    """Phrases with the slug they stand for and the name of the rule."""
    table: PhraseTable[tuple[str, str]] = PhraseTable(shared=True)
    for row in load("topics.json")["topics"]:
        slug = row["slug"]
        for phrase in row.get("phrases", ()):
            for form in _forms(phrase):
                table.add(form, (slug, "topic-phrase"), "any")
        for phrase in row.get("exact", ()):
            table.add(phrase, (slug, "topic-short-form"), "exact")
        for phrase in row.get("common", ()):
            for form in _forms(phrase):
                table.add(form, (slug, "topic-word"), "exact")
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
    else:
        yield phrase + "s"
