"""What is quoted and who said it, against labeled attributions, in all and rule by rule.

An attribution has the spans of its source, its cue and its content. A quotation is direct when its
content opens with a double mark; it is found when ours covers half of the shorter of the two. A speaker
is right when the words that name him overlap the words of the source or, as for "he", when the name
that these words were resolved to is the labeled one. What is quoted by nobody in the labels, such as a
named term in marks, counts against precision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles.drafts import TEXT, Quote

from .corpora import f1, read_fields, stories

_MARKS = '"“”„«»'
_PRONOUNS = frozenset("he she it they i we his her its their".split())
_EMPTY_WORDS = frozenset("the a an of mr mrs ms".split())

Table = dict[str, dict[str, float]]


def quotations(path: Path, limit: int | None = None) -> Table:
    counts: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for article in stories(path, limit):
        quotes = [
            quote
            for quote in read_fields({"text": article["text"]}).annotations.quotes
            if quote.span.field == TEXT
        ]
        for quote in quotes:
            labeled = any(_shared(quote, span) > 0 for span in _contents(article))
            counts["ours"] += 1
            counts["ours labeled"] += labeled
            rules[quote.rule]["ours"] += 1
            rules[quote.rule]["ours labeled"] += labeled
        for attribution, span in _direct(article):
            counts["direct"] += 1
            found = _found(quotes, span)
            if found is not None:
                _score(article["text"], attribution, found, counts, rules[found.rule])
    return _table(counts, rules)


def _contents(article: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for attribution in article["attributions"]:
        yield from attribution["content"]


def _direct(article: dict[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    for attribution in article["attributions"]:
        for start, end in attribution["content"]:
            if article["text"][start] in _MARKS:
                yield attribution, (start, end)


def _shared(quote: Quote, span: tuple[int, int]) -> int:
    return min(span[1], quote.span.end) - max(span[0], quote.span.start)


def _found(quotes: list[Quote], span: tuple[int, int]) -> Quote | None:
    for quote in quotes:
        shared = _shared(quote, span)
        if shared > 0 and shared * 2 >= min(span[1] - span[0], len(quote.span.surface)):
            return quote
    return None


def _score(
    text: str, attribution: dict[str, Any], quote: Quote, counts: Counter[str], rule: Counter[str]
) -> None:
    source = " ".join(text[start:end] for start, end in attribution["source"]).casefold()
    said = (quote.speaker_surface or "").casefold()
    right = bool(source and said) and (said in source or source in said or _share_words(said, source))
    for counter in (counts, rule):
        counter["found"] += 1
        counter["with words"] += bool(said)
        counter["right"] += right
    named = attribution.get("speaker", source if source not in _PRONOUNS else None)
    if quote.speaker and named is not None:
        for counter in (counts, rule):
            counter["named"] += 1
            counter["named right"] += _share_words(quote.speaker.casefold(), named.casefold())


def _share_words(one: str, other: str) -> bool:
    return bool(_words(one) & _words(other))


def _words(phrase: str) -> set[str]:
    return {word.strip(".,'’") for word in phrase.split()} - _EMPTY_WORDS


def _table(counts: Counter[str], rules: dict[str, Counter[str]]) -> Table:
    table = {
        "direct quotes found": _row(
            counts["direct"], counts["ours labeled"], counts["ours"], counts["found"], counts["direct"]
        ),
        "speaker, of found": _row(
            counts["found"], counts["right"], counts["with words"], counts["right"], counts["found"]
        ),
        "speaker's name, of those named": _row(
            counts["named"], counts["named right"], counts["named"], counts["named"], counts["found"]
        ),
    }
    for name, rule in sorted(rules.items(), key=lambda item: -item[1]["ours"]):
        table[f"rule: {name}, is quoted"] = {
            "n": rule["ours"],
            "precision": rule["ours labeled"] / max(1, rule["ours"]),
        }
        if rule["with words"]:
            table[f"rule: {name}, speaker"] = {
                "n": rule["with words"],
                "precision": rule["right"] / rule["with words"],
            }
    return table


def _row(n: int, right: int, ours: int, found: int, labeled: int) -> dict[str, float]:
    missed = labeled - found
    return {
        "n": n,
        "precision": right / max(1, ours),
        "recall": found / max(1, labeled),
        "F1": f1(right, ours - right, missed),
    }
