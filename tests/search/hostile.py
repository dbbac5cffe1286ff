"""Questions made to hurt, by the number of a seed: each draws on one way of being cruel, or on several."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

COMMON = ("the", "of", "and", "to", "in", "a", "on", "for", "said", "minister")
SIGNS = ("(", ")", '"', "*", "?", "~", "~2", "^9", ":", "-", " ", "OR", "AND", "NOT", "[", "TO", "]", "..")
FIELDS = ("title", "text", "comment", "country", "pair", "person", "office", "event", "date", "after", "by")
STRANGE = (
    "\0",
    "\ud800",
    "\u202e",
    "\u200d",
    "\ufeff",
    "\u0301" * 40,
    "e\u0301",
    "\U0001f1f0\U0001f1f7",
    "\U0001f600",
    "東京都",
    "한국은",
    "किताब",
    "كتاب",
    "ﷺ",
    "İ",
    "ß",
    "\\",
    "\\\\",
    "'; DROP TABLE--",
    "<script>",
    "%00",
    "{{7*7}}",
)
Chance = random.Random


def _letters(chance: Chance, least: int = 1, most: int = 4) -> str:
    return "".join(chance.choice("aeiourstnl") for _ in range(chance.randint(least, most)))


def _number(chance: Chance) -> str:
    return chance.choice(("9" * chance.randint(1, 400), "-1", "1e999", "0x" + "f" * 40, "2024-02-30", "0000"))


def _wild(chance: Chance) -> str:
    return "".join(chance.choice(("*", "?", _letters(chance, 1, 2))) for _ in range(chance.randint(1, 8)))


def _word(chance: Chance, words: Sequence[str]) -> str:
    make: Callable[[], str] = chance.choice(
        (
            lambda: chance.choice(words),
            lambda: chance.choice(COMMON),
            lambda: _wild(chance),
            lambda: _letters(chance, 2, 9) + chance.choice(("~", "~2", "~9")),
            lambda: f"{chance.choice(FIELDS)}:{chance.choice((_wild(chance), _number(chance), *words[:5]))}",
            lambda: chance.choice(STRANGE),
            lambda: _number(chance),
            lambda: f"[{_letters(chance)} TO {chance.choice((_letters(chance), '*', ''))}]",
        )
    )
    return make()


def _ors(chance: Chance, words: Sequence[str]) -> str:
    return " OR ".join(_word(chance, words) for _ in range(chance.randint(2, 300)))


def _wilds(chance: Chance, words: Sequence[str]) -> str:
    return chance.choice((" ", " OR ", " -")).join(_wild(chance) for _ in range(chance.randint(1, 200)))


def _near(chance: Chance, words: Sequence[str]) -> str:
    held = [chance.choice((*COMMON, *words)) for _ in range(chance.randint(2, 60))]
    return f'"{" ".join(held)}"~{chance.choice((0, 1, 5, 99, 999))}'


def _phrases(chance: Chance, words: Sequence[str]) -> str:
    return " OR ".join(_near(chance, words) for _ in range(chance.randint(1, 40)))


def _typos(chance: Chance, words: Sequence[str]) -> str:
    return " ".join(chance.choice(words)[:-1] + "x~2" for _ in range(chance.randint(1, 200)))


def _deep(chance: Chance, words: Sequence[str]) -> str:
    depth = chance.randint(1, 900)
    return chance.choice(("(", "-(", "NOT (", "title:(")) * depth + chance.choice(words) + ")" * depth


def _nots(chance: Chance, words: Sequence[str]) -> str:
    return " ".join(chance.choice(("-", "NOT ", "--")) + _word(chance, words) for _ in range(100))


def _long(chance: Chance, words: Sequence[str]) -> str:
    return chance.choice((*STRANGE, *words, "a", "*", "?", "~", '"', "a-")) * chance.randint(1, 1_000_000)


def _signs(chance: Chance, words: Sequence[str]) -> str:
    parts = (*SIGNS, *STRANGE, *FIELDS, *words[:10])
    return "".join(chance.choice(parts) for _ in range(chance.randint(1, 400)))


def _noise(chance: Chance, words: Sequence[str]) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 500)))


CRUELTIES = (_ors, _wilds, _near, _phrases, _typos, _deep, _nots, _long, _signs, _noise)


def questions(count: int, words: Sequence[str], seed: int = 0) -> Iterator[str]:
    """`words` are some that the index holds, so that what is asked costs something."""
    for number in range(count):
        chance = Chance(f"hostile {seed} {number}")
        made = chance.choice(CRUELTIES)(chance, words)
        if chance.random() < 0.2:
            made += " " + chance.choice(CRUELTIES)(chance, words)
        yield made[:1_500_000]
