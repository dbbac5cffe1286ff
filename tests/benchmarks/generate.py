"""Articles for measuring: the same for the same number, of the shape and vocabulary of diplomatic news.

What makes an index realistic is not sense but statistics: few words that are
everywhere, a long tail that keeps growing (Zipf, Heaps), 150 to 500 words an
article, names that come back under several forms, dates over many years with
more of the recent ones. Article `n` depends on `n` alone, so an archive of
10,000 is the beginning of one of 100,000.
"""

from __future__ import annotations

import json
import random
import tomllib
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).resolve().parents[2] / "articles" / "extraction" / "data"
Item = TypeVar("Item")
FIRST_DAY, DAYS = date(2005, 1, 1), 20 * 365


@cache
def words() -> dict[str, list[str]]:
    """Offices, fields, sentences …: see words.toml."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Land:
    code: str
    name: str
    demonym: str
    capital: str
    cities: tuple[str, ...]


@cache
def lands() -> tuple[Land, ...]:
    rows = {row["code"]: row for row in json.loads((DATA / "countries.json").read_text("utf-8"))["countries"]}
    cities = json.loads((DATA / "cities.json").read_text("utf-8"))["cities"]
    order = dict.fromkeys([*words()["countries"], *rows])
    return tuple(
        Land(
            code,
            row["name"],
            row["demonyms"][0],
            row["capitals"][0],
            tuple(cities.get(code) or row["capitals"]),
        )
        for code in order
        if (row := rows[code]).get("demonyms") and row.get("capitals")
    )


@cache
def people() -> tuple[str, ...]:
    """4,000 names, given name first."""
    chance = random.Random("people")
    given = _names("given_names.txt")
    family = [name for name in _names("family_names.txt") if len(name) > 2]
    return tuple(f"{chance.choice(given)} {chance.choice(family)}" for _ in range(4000))


def _names(file: str) -> list[str]:
    lines = (DATA / file).read_text("utf-8").splitlines()
    return [
        word for line in lines if not line.startswith(("#", "[")) for word in line.split() if word.isalpha()
    ]


@cache
def tail_words() -> tuple[str, ...]:
    """60,000 made-up words, short ones first as in a language."""
    syllables = [
        a + b
        for a, b in product("b d f g h k l m n p r s t v z ch sh tr".split(), "a e i o u ai an er".split())
    ]
    chance = random.Random("words")
    words: dict[str, None] = {}
    while len(words) < 60_000:
        words["".join(chance.choices(syllables, k=2 + (len(words) > 8_000)))] = None
    return tuple(words)


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def often(chance: random.Random, items: Sequence[Item]) -> Item:
    """One of the items, the n-th with a weight of 1 / n."""
    weights = _weights(len(items))
    return items[min(bisect(weights, chance.random() * weights[-1]), len(items) - 1)]


@dataclass(frozen=True, slots=True)
class Story:
    """An article and what it was made of: `slots` are the words that its sentences were filled with."""

    article: dict[str, Any]
    lands: tuple[Land, Land, Land]
    slots: dict[str, str]


def article(number: int) -> dict[str, Any]:
    """One article as `import_articles` takes it from JSON Lines."""
    return story(number).article


def story(number: int) -> Story:
    chance = random.Random(f"article {number}")
    every = lands()
    first = often(chance, every)
    second = next(land for land in iter(lambda: often(chance, every), None) if land is not first)
    third = often(chance, every)
    published = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.5))
    person, person2 = (often(chance, people()) for _ in range(2))
    fixed = {
        "A": first.name,
        "B": second.name,
        "C": third.name,
        "a": first.demonym,
        "b": second.demonym,
        "capital": second.capital,
        "person": person,
        "surname": person.split()[-1],
        "person2": person2,
        "surname2": person2.split()[-1],
        "office": chance.choice(words()["offices"]),
        "office2": chance.choice(words()["offices"]),
        "ordinal": chance.choice(words()["ordinals"]),
        "series": often(chance, words()["series"]),
        "weekday": f"{published:%A}",
        "month": f"{published:%B}",
        "year": str(chance.randint(1949, 1999)),
    }
    sentences = [filled(words()["sentences"][0], fixed, chance, second, published)]
    target = chance.randint(150, 500)
    while sum(len(sentence.split()) for sentence in sentences) < target:
        sentences.append(filled(chance.choice(words()["sentences"][1:]), fixed, chance, second, published))
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    title = f"{first.name}, {second.name} hold {fixed['series']}, discuss {often(chance, words()['fields'])}"
    entry = {
        "id": f"bench-{number}",
        "url": f"https://news.example.org/{published:%Y/%m/%d}/{number}",
        "title": title,
        "dateline": f"{second.capital}, {published:%b} {published.day}",
        "published": published.isoformat(),
        "source": often(chance, words()["outlets"]),
        "agency": often(chance, words()["agencies"]),
        "text": "\n\n".join(paragraphs),
        "comments": [
            {"author": often(chance, people()).split()[0], "text": f"Good for {first.name}."}
            for _ in range(chance.choice((0, 0, 0, 1, 3)))
        ],
    }
    return Story(entry, (first, second, third), fixed)


def filled(template: str, fixed: dict[str, str], chance: random.Random, land: Land, published: date) -> str:
    """Slots that `fixed` does not hold are drawn anew each time."""
    parts = template.split("{")
    words = [parts[0]]
    for part in parts[1:]:
        slot, rest = part.split("}", 1)
        words += [fixed[slot] if slot in fixed else drawn(slot, chance, land, published), rest]
    return "".join(words)


def drawn(slot: str, chance: random.Random, land: Land, published: date) -> str:
    match slot:
        case "field":
            return often(chance, words()["fields"])
        case "city":
            return chance.choice(land.cities)
        case "number":
            return str(chance.randint(2, 90))
        case "later":
            return str(chance.randint(2000, published.year))
        case _:
            return often(chance, tail_words())


def as_text(entry: dict[str, Any]) -> str:
    """The same article as a scraper leaves it: date and headline first, agency and comments last."""
    comments = [f"{each['author'][0]}\n{each['author']}\n{each['text']}\n" for each in entry["comments"]]
    return "\n\n".join(
        [
            entry["title"],
            f"{entry['source']}\nUpdated: {entry['published']}",
            entry["dateline"],
            entry["text"],
            f"- {entry['agency']}",
            "Related Articles",
            *(["Reader Comments", *comments, "Leave a Comment"] if comments else []),
            "Back to top",
        ]
    )


def write_jsonl(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article(number), ensure_ascii=False) + "\n" for number in range(count))


def write_texts(folder: Path, count: int) -> None:
    """A thousand a folder."""
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(article(number)), encoding="utf-8")
