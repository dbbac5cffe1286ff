"""The experiment behind the thresholds of `articles.comparing.copies`.

`python -m tests.evaluation.copies GOLD` cuts, thins, edits and extends the news texts of
`GOLD/quotes.jsonl.gz` and tells how many of these versions the bands find and how many are confirmed; then
it lists the pairs of different stories of `GOLD/countries.jsonl.gz` that are taken for copies, to be read.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from articles.comparing import band_keys, is_copy, signature, wording

Edit = Callable[[str, str, random.Random], str]


def cut(share: float) -> Edit:
    return lambda text, other, chance: " ".join(text.split(" ")[: int(share * text.count(" "))])


def edited(share: float) -> Edit:
    return lambda text, other, chance: " ".join(
        f"changed{chance.random()}" if chance.random() < share else word for word in text.split(" ")
    )


def thinned(share: float) -> Edit:
    return lambda text, other, chance: " ".join(
        each for each in re.split(r"(?<=[.!?])\s+", text) if chance.random() < share
    )


def extended(share: float) -> Edit:
    return lambda text, other, chance: f"{other[: int(share * len(text))]}\n\n{text}"


EDITS: dict[str, Edit] = {
    "cut to a half": cut(0.5),
    "cut to three tenths": cut(0.3),
    "cut to a fifth": cut(0.2),
    "every 20th word replaced": edited(0.05),
    "every 10th word replaced": edited(0.1),
    "every 5th word replaced": edited(0.2),
    "every second sentence gone": thinned(0.5),
    "half as long again": extended(0.5),
    "twice as long": extended(1.0),
}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def found_and_confirmed(texts: list[str], edit: Edit) -> tuple[float, float, float]:
    """Shares found by a band, and confirmed; and the containment that 99 in 100 have."""
    chance = random.Random(3)
    found = confirmed = 0
    contained = []
    for number, text in enumerate(texts):
        version = edit(text, texts[(number + 7) % len(texts)], chance)
        one, other = wording(text), wording(version)
        found += bool(set(band_keys(signature(one.runs))) & set(band_keys(signature(other.runs))))
        confirmed += is_copy(one, other, 0)
        smaller = min(one.runs.size, other.runs.size) or 1
        contained.append(np.intersect1d(one.runs, other.runs, assume_unique=True).size / smaller)
    return found / len(texts), confirmed / len(texts), float(np.quantile(contained, 0.01))


def taken_for_copies(stories: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Days between them, and the two headlines."""
    by_key: defaultdict[int, list[int]] = defaultdict(list)
    for number, story in enumerate(stories):
        for key in band_keys(signature(wording(story["body"]).runs)):
            by_key[key].append(number)
    pairs = {pair for numbers in by_key.values() for pair in combinations(numbers, 2)}
    for one, other in sorted(pairs):
        days = abs((day_of(stories[one]) - day_of(stories[other])).days)
        if is_copy(wording(stories[one]["body"]), wording(stories[other]["body"]), days):
            yield days, stories[one]["title"], stories[other]["title"]


def day_of(story: dict[str, Any]) -> datetime:
    return datetime.strptime(story["date"].split()[0].title(), "%d-%b-%Y")  # noqa: DTZ007 - a day


def main(gold: Path) -> None:
    texts = [row["text"] for row in lines(gold / "quotes.jsonl.gz")]
    print(f"{'version':28}{'found':>8}{'confirmed':>12}{'containment, 1 %':>19}")
    for name, edit in EDITS.items():
        found, confirmed, contained = found_and_confirmed(texts, edit)
        print(f"{name:28}{found:8.3f}{confirmed:12.3f}{contained:19.2f}")
    stories = [row for row in lines(gold / "countries.jsonl.gz") if len(row["body"]) > 300]
    taken = list(taken_for_copies(stories))
    print(f"\n{len(taken)} pairs of {len(stories)} stories taken for copies:")
    for days, one, other in taken:
        print(f"{days:3} days  {one}  |  {other}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
