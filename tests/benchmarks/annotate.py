"""How many articles of 2,900 characters one core parses and annotates in a second, and where the time goes.

Two corpora, because made-up sentences are easier on one rule and harder on another: `printed`, the pages
of seeds/ and of the own labels, each several times with other people in it, is the one that counts;
`generated` are the articles of the other benchmarks. A machine's speed cancels in the ratio to a plain
pass, which cuts the same text into words and lowers them.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from articles import extraction
from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.parsing import read_documents
from articles.reading import reading_config

from .generate import article, as_text, people

ROOT = Path(__file__).resolve().parents[2]
#: Characters of an article, copies of each printed page, generated articles, and passes of which the best counts.
LENGTH, COPIES, GENERATED, PASSES = 2_900, 4, 60, 5
#: No more than so many plain passes over the printed pages. Measured: 39 to 67 and 27 to 41, by how busy the machine is.
MOST = {"annotate": 105.0, "parse": 65.0}
STAGES = (
    "words",
    "sentences",
    "read_names",
    "read_pages",
    "find_offices",
    "find_pairings",
    "tag_countries",
    "find_people",
    "find_organizations",
    "find_places",
    "find_topics",
    "find_events",
    "find_quotes",
    "find_statements",
)
_WORD = re.compile(r"[^\W_]+")


def measure() -> dict[str, float]:
    """Figures by name; "ms" are of one article of `LENGTH` characters."""
    config = reading_config()
    figures: dict[str, float] = {}
    for name, raws in (("printed", list(printed(config))), ("generated", list(generated()))):
        drafts = _parsed(raws, config)
        texts = [text for draft in drafts for text in draft.fields().values()]
        articles = sum(map(len, texts)) / LENGTH
        pages = sum(len(raw.data) for raw in raws) / LENGTH
        plain = _best(partial(_plainly, texts)) / articles
        spent = {
            "parse": _best(partial(_parsed, raws, config)) / pages,
            "annotate": _best(partial(_annotated, drafts, config)) / articles,
        }
        for stage, seconds in spent.items():
            figures[f"{name} {stage} a second"] = round(1 / seconds)
            figures[f"{name} {stage}, plain passes"] = round(seconds / plain, 1)
        if name == "printed":
            figures |= {
                f"{stage} ms": round(1000 * seconds / articles, 3)
                for stage, seconds in _by_stage(drafts, config).items()
            }
    return figures


def above(figures: dict[str, float]) -> list[str]:
    """What takes more plain passes than it may."""
    return [
        f"{stage} takes {taken} plain passes, {most} are allowed"
        for stage, most in MOST.items()
        if (taken := figures[f"printed {stage}, plain passes"]) > most
    ]


def printed(config: ReadingConfig) -> Iterator[RawDocument]:
    """The project's own documents, each with the people of others."""
    folders = (ROOT / "seeds", ROOT / "tests" / "evaluation" / "gold")
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        text = path.read_text("utf-8")
        names = _family_names(text, config)
        for copy in range(COPIES):
            chance = random.Random(f"{path.name} {copy}")
            others = {name: chance.choice(people()).split()[-1] for name in names} if copy else {}
            yield RawDocument(_renamed(text, others).encode(), path.name)


def _family_names(text: str, config: ReadingConfig) -> list[str]:
    tags = [
        tag for draft in _parsed([RawDocument(text.encode(), "page.txt")], config) for tag in _tags(draft)
    ]
    return sorted({name.split()[-1] for name in tags if name.split()[-1].isalpha()})


def _tags(draft: ArticleDraft) -> list[str]:
    return [person.name for person in extraction.annotate(draft, ReadingConfig()).people]


def _renamed(text: str, others: dict[str, str]) -> str:
    if not others:
        return text
    return re.sub(rf"\b(?:{'|'.join(others)})\b", lambda found: others[found[0]], text)


def generated() -> Iterator[RawDocument]:
    for number in range(GENERATED):
        yield RawDocument(as_text(article(number)).encode(), f"{number}.txt")


def _parsed(raws: Iterable[RawDocument], config: ReadingConfig) -> list[ArticleDraft]:
    return [draft for raw in raws for draft in read_documents(raw, config) if isinstance(draft, ArticleDraft)]


def _annotated(drafts: Iterable[ArticleDraft], config: ReadingConfig) -> None:
    for draft in drafts:
        extraction.annotate(draft, config)


def _plainly(texts: Iterable[str]) -> None:
    for text in texts:
        for found in _WORD.finditer(text):
            found.group().lower()


def _best(run: Callable[[], object]) -> float:
    """Processor seconds of the best of some passes; the first one, which reads the tables, is never it."""
    run()
    return min(_seconds(run) for _ in range(PASSES))


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _by_stage(drafts: Sequence[ArticleDraft], config: ReadingConfig) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(PASSES):
        spent: defaultdict[str, float] = defaultdict(float)
        with ExitStack() as patches:
            for stage in STAGES:
                timed = _timed(getattr(extraction, stage), stage, spent)
                patches.enter_context(patch.object(extraction, stage, timed))
            _annotated(drafts, config)
        best = {stage: min(best.get(stage, spent[stage]), spent[stage]) for stage in STAGES}
    return best


def _timed(function: Callable[..., Any], stage: str, spent: defaultdict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[stage] += time.process_time() - began

    return timed
