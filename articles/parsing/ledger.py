"""The ledger read off the page, kept honest: a piece names a field only if its words stand in that field.

Rules claim whole lines, and a line often says more than its field keeps: "By"
before a name, "Photo:" before a credit, the name of a second outlet where one is
kept. Making every rule cut its line exactly would put this care into fifty
places and one would forget it. So it is done once, at the end: of a claimed line
the words that stand in the field keep their target and the rest is removed under
the rule that claimed it. Nothing can vanish between the two. And a line that went
for another reason is told to be the copy it is where the body has its words too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from articles.drafts import ArticleDraft, Piece

from .findings import same
from .page import REMOVED, TEXT, Page, Stretch

_TAG = re.compile(r"(?:<[^<>]*>|&lt;/?\w[^<>]{0,200}?&gt;)")


def settled(page: Page, draft: ArticleDraft) -> tuple[Piece, ...]:
    """Every piece of the page, each with a target that holds its words."""
    values: dict[str, list[str]] = {}
    pieces: list[Piece] = []
    paragraphs = set(draft.text.split("\n\n"))
    for stretch in page.stretches:
        if not stretch.raw:
            continue
        target, rule = stretch.target or TEXT, stretch.rule or "paragraph"
        if target == REMOVED:
            if stretch.text and stretch.text in paragraphs and not rule.startswith("duplicate"):
                rule = "duplicate-paragraph"
            pieces.append(Piece(stretch.line, stretch.raw, target, rule))
            continue
        if target not in values and target != TEXT:
            values[target] = _values(draft, target)
        for words, markup in _without_tags(stretch):
            if markup:
                pieces.append(Piece(stretch.line, words, REMOVED, "markup"))
            elif target == TEXT:
                pieces.append(Piece(stretch.line, words, target, rule))
            else:
                pieces.extend(_divided(stretch.line, words, target, rule, values[target]))
    return tuple(pieces)


def _values(draft: ArticleDraft, target: str) -> list[str]:
    """The strings that a field keeps, in the order in which a page prints them."""
    name, _, index = target.partition("/")
    value = getattr(draft, name)
    if index:
        value = value[int(index)]
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    names = {
        "dateline": ("text",),
        "pull_quote": ("text", "speaker"),
        "images": ("caption", "credit"),
        "comments": ("author", "text"),
    }[name]
    return [part for field in names if (part := getattr(value, field))]


def _without_tags(stretch: Stretch) -> Iterator[tuple[str, bool]]:
    """The raw words of a stretch and its tags, where taking the tags away leaves what it says."""
    raw = stretch.raw
    if "<" not in raw and "&lt;" not in raw:
        yield raw, False
        return
    marks = list(_TAG.finditer(raw))
    if not marks or same(html.unescape(html.unescape(_TAG.sub(" ", raw)))) != same(stretch.text):
        yield raw, False
        return
    position = 0
    for mark in marks:
        if between := raw[position : mark.start()].strip():
            yield between, False
        yield mark.group(), True
        position = mark.end()
    if rest := raw[position:].strip():
        yield rest, False


def _divided(line: int, words: str, target: str, rule: str, values: list[str]) -> Iterator[Piece]:
    key = same(html.unescape(words))
    if not key and values:
        yield Piece(line, words, target, rule)
        return
    if any(key in same(value) for value in (*values, "".join(values))) and values:
        yield Piece(line, words, target, rule)
        return
    position = 0
    for value in values:
        start = words.find(value, position)
        if start < 0:
            continue
        if before := words[position:start].strip():
            yield Piece(line, before, REMOVED, rule)
        position = start + len(value)
        yield Piece(line, value, target, rule)
    if rest := words[position:].strip():
        yield Piece(line, rest, REMOVED, rule)
