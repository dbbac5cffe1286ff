"""Documents and questions for measuring engines: the generated articles with facets, or a file of one's own."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

from .generate import article, lands, often, people, words

#: The facets that are counted for every search, and the histogram.
FACETS = ("country", "topic", "person", "organization", "event", "source", "agency", "language")
HISTOGRAM = "year"
PORTION = 500
#: The day of documents that tell none.
UNDATED = date(2020, 1, 1)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]{4,}")
_RUN = re.compile(r"\b[a-z]{4,} [a-z]{4,} [a-z]{4,}\b")


@dataclass(frozen=True, slots=True)
class Document:
    number: int
    title: str
    text: str
    published: date
    facets: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` says how the words belong together: one, all, any, phrase or prefix."""

    kind: str
    words: tuple[str, ...]
    facets: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None
    newest: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.facets or self.since)


def documents(count: int, path: Path | None = None) -> Iterator[Document]:
    """Generated ones, or those of a file of lines as `import_articles` takes them."""
    if path is None:
        yield from map(generated, range(count))
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(filter(str.strip, lines), count)):
            entry = json.loads(line)
            day = _day(entry.get("published"))
            yield Document(
                number, entry.get("title") or "", entry.get("text") or "", day, _drawn(number, entry, day)
            )


def _day(stated: str | None) -> date:
    """The first day of what is stated, maybe only a month or a year."""
    parts = [int(part) for part in _NUMBER.findall((stated or "")[:10])]
    try:
        return date(*(*parts, 1, 1)[:3]) if parts else UNDATED
    except ValueError:
        return UNDATED


def held_in(path: Path | None, count: int) -> int:
    """How many documents there are when that many are asked for."""
    if path is None:
        return count
    with path.open(encoding="utf-8") as lines:
        return min(count, sum(1 for line in lines if line.strip()))


def kept(folder: Path, count: int, path: Path | None = None) -> Path:
    """The documents in a file, made once: making them takes longer than indexing them."""
    held = folder / f"documents-{label(count, path)}.pickle"
    if not held.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = held.with_suffix(".draft")
        source = documents(count, path)
        with draft.open("wb") as file:
            while portion := list(islice(source, PORTION)):
                pickle.dump(portion, file, 5)
        draft.rename(held)
    return held


def label(count: int, path: Path | None = None) -> str:
    """What the documents and the indexes of them are kept under."""
    if path is None:
        return f"{count}"
    stamp = f"{path.resolve()} {path.stat().st_mtime_ns} {path.stat().st_size}"
    return f"{count}-{sha256(stamp.encode()).hexdigest()[:8]}"


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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What questions are made of: words, common ones first, phrases as they stand, values of facets."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    values: dict[str, tuple[str, ...]]
    days: tuple[date, ...]

    @classmethod
    def of(cls, held: Iterable[Document]) -> Vocabulary:
        frequency: Counter[str] = Counter()
        phrases: dict[tuple[str, ...], None] = {}
        values = {name: Counter[str]() for name in FACETS}
        days: list[date] = []
        chance = random.Random("phrases")
        for document in held:
            frequency.update(set(_WORD.findall(document.text.lower())))
            runs = _RUN.findall(document.text.lower())
            phrases |= dict.fromkeys(tuple(chance.choice(runs).split()[:3]) for _ in range(min(1, len(runs))))
            for name in FACETS:
                values[name].update(document.facets[name])
            days.append(document.published)
        return cls(
            tuple(word for word, count in frequency.most_common() if count > 1),
            tuple(phrases),
            {name: tuple(value for value, _ in counted.most_common()) for name, counted in values.items()},
            tuple(days),
        )


class Asking:
    """Questions of one family. The same seeds draw the same questions of the same documents."""

    def __init__(self, known: Vocabulary, family: str) -> None:
        self.known = known
        self.chance = random.Random(family)

    def word(self) -> str:
        """Of every frequency, rare to common alike."""
        return self.known.words[int(len(self.known.words) ** self.chance.random()) - 1]

    def some(self, number: int) -> Question:
        kind = ("one", "all", "all", "any")[number % 4]
        count = {"one": 1, "any": 3}.get(kind) or self.chance.choice((2, 3))
        return Question(kind, tuple(self.word() for _ in range(count)))

    def facet(self, number: int) -> Question:
        names = self.chance.sample(("country", "topic", "person", "source"), 1 + number % 2)
        chosen = tuple((name, often(self.chance, self.known.values[name])) for name in names)
        return replace(self.some(number), facets=chosen)

    def dates(self, number: int) -> Question:
        since = self.chance.choice(self.known.days)
        until = since + timedelta(days=self.chance.choice((31, 92, 365, 1095)))
        return replace(self.some(number), since=since, until=until)

    def newest(self, number: int) -> Question:
        return replace(self.some(number), newest=True)

    def phrase(self, number: int) -> Question:
        words = self.chance.choice(self.known.phrases)
        return Question("phrase", words[: 2 + number % 2])

    def prefix(self, number: int) -> Question:
        return Question("prefix", (self.word()[: 4 + number % 2],))


#: What is asked, how many questions there are of it, and how a table calls it.
FAMILIES: dict[str, tuple[int, str]] = {
    "words": (50, "one word, all of 2-3, any of 3"),
    "facet": (20, "the same, narrowed by one or two facets"),
    "dates": (20, "the same, in a month to three years"),
    "newest": (20, "the same, newest first"),
    "phrase": (20, "a phrase of 2-3 words"),
    "prefix": (20, "words that begin with 4-5 letters"),
}
_MAKERS = {
    "words": Asking.some,
    "facet": Asking.facet,
    "dates": Asking.dates,
    "newest": Asking.newest,
    "phrase": Asking.phrase,
    "prefix": Asking.prefix,
}


def questions(known: Vocabulary, family: str) -> list[Question]:
    made = Asking(known, family)
    return [_MAKERS[family](made, number) for number in range(FAMILIES[family][0])]


def vocabulary(held: Path, sample: int = 2_000) -> Vocabulary:
    return Vocabulary.of(islice(chain.from_iterable(portions(held)), sample))
