"""Long fictional reports of diplomatic news, with more facts than fit beside a text."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

LANDS: Final = (
    ("Norway", "Norwegian", "Oslo"),
    ("Peru", "Peruvian", "Lima"),
    ("Estonia", "Estonian", "Tallinn"),
    ("Kenya", "Kenyan", "Nairobi"),
    ("Chile", "Chilean", "Santiago"),
    ("Latvia", "Latvian", "Riga"),
    ("Ghana", "Ghanaian", "Accra"),
    ("Iceland", "Icelandic", "Reykjavik"),
    ("Uruguay", "Uruguayan", "Montevideo"),
    ("Finland", "Finnish", "Helsinki"),
)
GIVEN: Final = ("Ada", "Emil", "Hanne", "Tove", "Marta", "Olav", "Ingrid", "Carlos", "Lucia", "Pedro")
FAMILY: Final = (
    "Lind",
    "Dahl",
    "Solheim",
    "Quispe",
    "Tamm",
    "Otieno",
    "Rojas",
    "Ozols",
    "Mensah",
    "Virtanen",
)
OFFICES: Final = ("foreign minister", "trade minister", "finance minister", "defense minister", "ambassador")
FIELDS: Final = ("fisheries", "renewable energy", "tourism", "cybersecurity", "agriculture", "education")
SENTENCES: Final = (
    "{person}, the {people} {office}, told reporters in {city} that work on {field} would go on all winter.",
    "“We came to {city} to listen, and we leave with a list of eleven things to do,” {person} said on the pier.",
    "The road from the airport was closed for an hour, and the ceremony began late.",
    "Trade between {land} and {other} rose by {number} percent last year, mostly because of {field}.",
    "{person} had visited {city} once before, as a student, and found the old market as crowded as ever.",
    "Officials of the United Nations and the World Trade Organization sat in the second row.",
    "{land} and {other} established diplomatic relations in {year}, and their ministers have met since then.",
)


def long_text(words: int, seed: str = "report") -> str:
    """Paragraphs of three sentences, until there are so many words."""
    chance = Random(seed)
    sentences: list[str] = []
    for _ in count():
        if sum(map(len, map(str.split, sentences))) >= words:
            break
        (land, people, city), (other, _, _) = chance.sample(LANDS, 2)
        sentences.append(
            chance.choice(SENTENCES).format(
                person=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
                land=land,
                people=people,
                city=city,
                other=other,
                office=chance.choice(OFFICES),
                field=chance.choice(FIELDS),
                number=chance.randint(4, 60),
                year=chance.randint(1920, 1990),
            )
        )
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def write_report(path: Path, words: int) -> None:
    """As `import_articles` takes it."""
    entry = {
        "title": f"Ministers meet at sea: {words} words",
        "text": long_text(words),
        "source": "Harbor Daily",
    }
    path.write_text(json.dumps(entry | {"id": f"long-{words}", "published": "2024-05-14"}), encoding="utf-8")
