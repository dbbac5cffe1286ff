"""Documents and questions for measuring engines: the generated articles with facets, or a file of one's own."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from .generate import article, lands, often, people, words

#: The facets that are counted for every search, and the histogram.
FACETS = ("country", "topic", "person", "organization", "event", "source", "agency", "language")
HISTOGRAM = "year"
PORTION = 500
_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Document:
    number: int
    title: str
    text: str
    published: date
    facets: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` says how the words belong together."""

    kind: str
    words: tuple[str, ...]


def documents(count: int, path: Path | None = None) -> Iterator[Document]:
    if path is None:
        yield from map(generated, range(count))
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in zip(range(count), lines, strict=False):
            entry = json.loads(line)
            text, published = entry.get("text") or "", (entry.get("published") or "2020-01-01")[:10]
            day = date.fromisoformat(published)
            yield Document(number, entry.get("title") or "", text, day, _drawn(number, entry, day))


def kept(folder: Path, count: int, path: Path | None = None) -> Path:
    """The documents in a file, made once: making them takes longer than indexing them."""
    held = folder / f"documents-{count}.pickle"
    if not held.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = held.with_suffix(".draft")
        source = documents(count, path)
        with draft.open("wb") as file:
            while portion := list(islice(source, PORTION)):
                pickle.dump(portion, file, 5)
        draft.rename(held)
    return held


def portions(held: Path) -> Iterator[list[Document]]:
    with held.open("rb") as file, suppress(EOFError):
        while True:
            yield pickle.load(file)


def generated(number: int) -> Document:
    entry = article(number)
    day = date.fromisoformat(entry["published"])
    return Document(number, entry["title"], entry["text"], day, _drawn(number, entry, day))


def _drawn(number: int, entry: dict[str, Any], day: date) -> dict[str, list[str]]:
    """What an article speaks of, with the frequencies that such things have."""
    chance = random.Random(f"facets {number}")

    def some(items: Any, least: int, most: int) -> list[str]:
        return list(dict.fromkeys(often(chance, items) for _ in range(chance.randint(least, most))))

    return {
        "country": some([land.code for land in lands()], 2, 5),
        "topic": some(words()["fields"], 1, 4),
        "person": some(people(), 1, 6),
        "organization": some(words()["offices"], 0, 3),
        "event": some(words()["series"], 0, 1),
        "source": [entry.get("source") or "none"],
        "agency": [entry.get("agency") or "none"],
        "language": ["en"],
        "year": [f"{day:%Y}"],
    }


def questions(count: int = 50, sample: int = 2_000) -> list[Question]:
    """One word, all of two or three, any of three: words of every frequency, rare to common alike."""
    frequency: Counter[str] = Counter()
    for document in documents(sample):
        frequency.update(set(_WORD.findall(document.text.lower())))
    ranked = [word for word, held in frequency.most_common() if held > 1]
    chance = random.Random("questions")

    def word() -> str:
        return ranked[int(len(ranked) ** chance.random()) - 1]

    kinds = ("one", "all", "all", "any")
    return [
        Question(kind, tuple(word() for _ in range({"one": 1, "any": 3}.get(kind, chance.choice((2, 3))))))
        for kind in (kinds[number % len(kinds)] for number in range(count))
    ]
