"""The page on how the archive works: what may be asked, each way with a question that can be tried."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from articles.commenting import are_open
from articles.measured import Figure, Rule, measured

from .links import Link

#: Questions, and what each finds.
QUESTIONS = (
    ("shipbuilding semiconductors", "both words, in any form; accents and capitals make no difference"),
    ('"strategic partnership"', "these words in this order"),
    ('"india korea"~5', "both within five words of each other"),
    ("ship*", "any ending; ? stands for one letter"),
    ("seol~", "words one typing mistake away"),
    ("nuclear OR hydrogen", "either; brackets group"),
    ("dialogue -cricket", "articles without a word"),
    ("title:dialogue", "in the headline; text: in the body, comment: in readers' comments"),
    ("country:kr country:india", "about both countries"),
    ("pair:IN-KR", "about the two of them"),
    ('person:"Cho Hyun"', "who is named; office:, organization: and event: work alike"),
    ("topic:trade", "what it is about"),
    ("agency:IANS", "the wire service that is credited; source: the outlet"),
    ("said:partnership", "words inside quotation marks; by: who said them"),
    ("date:2025-01..2025-06", "when it was published; after: and before: as well"),
)


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """What was measured on one kind of texts."""

    texts: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class RulesFor:
    """The rules that find one kind of facts."""

    kind: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class About:
    questions: tuple[Link, ...]
    figures: tuple[FiguresOf, ...]
    rules: tuple[RulesFor, ...]
    export: str
    comments: bool


def about() -> About:
    search, known = reverse("search"), measured()
    return About(
        questions=tuple(
            Link(question, f"{search}?{urlencode({'q': question})}", told) for question, told in QUESTIONS
        ),
        figures=tuple(
            FiguresOf(texts, tuple(rows)) for texts, rows in groupby(known.figures, lambda row: row.texts)
        ),
        rules=tuple(
            RulesFor(kind.capitalize(), tuple(rows))
            for kind, rows in groupby(known.rules, lambda row: row.kind)
        ),
        export=f"{reverse('export')}?{urlencode({'q': 'dialogue'})}",
        comments=are_open(),
    )
