"""Countries of stories against those an indexer gave them, as tables.

Every country that is not a passing mention counts as found. Beside all stories stand the cuts that a high
figure over all would hide: without the United States, which half of newswire is about; each country alike
(macro); stories whose dateline was taken away, which else gives most of the answer. A pair is right where
a story has exactly two countries and both are named: once by the two that weigh most, once by the reading's
own `pair`, whose precision is over all stories that it names one for. A rule's precision is the share of its
mentions, in the countries found, whose country the indexer gave too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.drafts import Annotations

from .corpora import f1, read_fields, stories

#: What one line of a table says: n, precision, recall and F1, as far as they apply.
Row = dict[str, float]
LARGEST = "US"


@dataclass(slots=True)
class _Counts:
    """What was right, wrong and missed, by country."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    stories: int = 0

    def add(self, found: set[str], wanted: set[str]) -> None:
        self.stories += 1
        self.right.update(found & wanted)
        self.wrong.update(found - wanted)
        self.missed.update(wanted - found)

    def micro(self) -> Row:
        right, wrong, missed = self.right.total(), self.wrong.total(), self.missed.total()
        return {
            "n": self.stories,
            "precision": right / max(1, right + wrong),
            "recall": right / max(1, right + missed),
            "F1": f1(right, wrong, missed),
        }

    def macro(self) -> Row:
        codes = sorted({*self.right, *self.missed})
        each = [
            _Counts(
                *(Counter({code: counts[code]}) for counts in (self.right, self.wrong, self.missed))
            ).micro()
            for code in codes
        ]
        means = {
            key: sum(row[key] for row in each) / max(1, len(each)) for key in ("precision", "recall", "F1")
        }
        return {"n": len(codes), **means}


@dataclass(slots=True)
class _Pairs:
    """Stories of exactly two countries, and what was named as their pair."""

    two: int = 0
    top: int = 0
    named: int = 0
    right: int = 0

    def add(self, reading: Annotations, wanted: set[str]) -> None:
        is_right = reading.pair is not None and set(reading.pair) == wanted
        self.named += reading.pair is not None
        self.right += is_right
        if len(wanted) == 2:
            self.two += 1
            self.top += {tag.code for tag in reading.countries[:2]} == wanted

    def rows(self) -> dict[str, Row]:
        recall = self.right / max(1, self.two)
        precision = self.right / max(1, self.named)
        share = self.top / max(1, self.two)
        return {
            "the two that weigh most, of stories with two": {"n": self.two, "recall": share},
            "pair": {
                "n": self.two,
                "precision": precision,
                "recall": recall,
                "F1": f1(self.right, self.named - self.right, self.two - self.right),
            },
        }


def countries(path: Path, limit: int | None = None) -> dict[str, Any]:
    everything, others, undated = _Counts(), _Counts(), _Counts()
    pairs = _Pairs()
    rules: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for story in stories(path, limit):
        wanted = set(story["countries"])
        told = {"title": story["title"], "text": story["body"]}
        found = read_fields({**told, "dateline": story["dateline"]}).annotations
        codes = _found(found)
        everything.add(codes, wanted)
        others.add(codes - {LARGEST}, wanted - {LARGEST})
        pairs.add(found, wanted)
        _count_rules(rules, found, wanted)
        if len(wanted) > 1:
            without = read_fields(told).annotations
            undated.add(_found(without) - {LARGEST}, wanted - {LARGEST})
    return {
        "all stories": everything.micro(),
        "without the United States": others.micro(),
        "each country alike": everything.macro(),
        "of two or more, no dateline, without the US": undated.micro(),
        **pairs.rows(),
        **_rule_rows(rules),
    }


def _found(reading: Annotations) -> set[str]:
    return {tag.code for tag in reading.countries if tag.role != "mention"}


def _count_rules(rules: dict[bool, Counter[str]], reading: Annotations, wanted: Iterable[str]) -> None:
    for tag in reading.countries:
        if tag.role != "mention":
            rules[tag.code in wanted].update(mention.rule for mention in tag.mentions)


def _rule_rows(rules: dict[bool, Counter[str]]) -> dict[str, Row]:
    counted = rules[True] + rules[False]
    return {
        f"rule: {rule}": {"n": counted[rule], "precision": rules[True][rule] / counted[rule]}
        for rule in sorted(counted, key=lambda rule: (-counted[rule], rule))
    }
