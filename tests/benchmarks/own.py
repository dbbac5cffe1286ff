"""What only our engine is measured for: completion, spelling, likeness, snippets, a save, hostile questions.

A save is measured in a copy of the index made of hard links: segments are never
written to again, so what is measured elsewhere stays as it was.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import string
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any

from .corpus import Document, Question, Vocabulary, generated, questions
from .haystacks import Ours
from .peers import SHOWN

#: Articles that are saved one after the other.
SAVES = 20
HOSTILE = 10_000
_MARKS = (*'()"*?~^:-[]\\\0', "~2", "^9", " ", " OR ", " AND ", " NOT ", " TO ", "..", "title:", "date:")
_WHOLE = (
    "*",
    "*:*",
    "*" * 5_000,
    "?" * 5_000,
    "*a" * 2_000,
    "a*",
    "*a*",
    "?????",
    "a" * 1_000_000,
    "(" * 10_000,
    '"' * 10_001,
    "a~2 " * 2_000,
    "a* " * 1_000,
    "e~2",
    "NOT " * 3_000 + "a",
    "-a " * 3_000,
    "a OR " * 5_000,
    "date:" * 1_000,
    '"the and of in a"~1000000',
    "\u0301" * 5_000,
    "東京" * 5_000,
)


def measure(ours: Ours, known: Vocabulary, count: int) -> dict[str, float]:
    # Documents and questions of this measurement are no business of the garbage collector's.
    gc.collect()
    gc.freeze()
    chance = random.Random("own")
    words = [known.words[int(len(known.words) ** chance.random()) - 1] for _ in range(100)]
    return {
        **completion(ours, words, chance),
        **spelling(ours, words, chance),
        **likeness(ours, [chance.randrange(count) for _ in range(50)]),
        **snippets(ours, questions(known, "words")),
        **hostile(ours, words, chance),
    }


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def processor(work: Callable[[], Any]) -> float:
    """Milliseconds of this thread alone: the slowest of a thousand would else be the machine's own."""
    began = time.thread_time()
    work()
    return 1000 * (time.thread_time() - began)


def spread(name: str, times: Sequence[float]) -> dict[str, float]:
    return {
        f"{name} p50 ms": round(median(times), 3),
        f"{name} p95 ms": round(quantiles(times, n=20)[-1], 3),
        f"{name} max ms": round(max(times), 3),
    }


def completion(ours: Ours, words: Iterable[str], chance: random.Random) -> dict[str, float]:
    """As a word is typed: its first one to five letters."""
    typed = [word[: chance.randint(1, 5)] for word in words]
    ours.backend.completions("a")
    return spread("completion", [timed(lambda text=text: ours.backend.completions(text)) for text in typed])


def spelling(ours: Ours, words: Iterable[str], chance: random.Random) -> dict[str, float]:
    """What a suggestion adds to the search for a word that is written wrong."""
    times = []
    for word in words:
        wrong = _misspelled(word, chance)
        plain, told = (
            min(timed(lambda: ours.backend.search(wrong, end_offset=SHOWN, **how)) for _ in range(2))  # noqa: B023
            for how in ({}, {"spelling_query": wrong})
        )
        times.append(max(0.0, told - plain))
    return spread("did you mean", times)


def _misspelled(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(1, len(word)), chance.choice(string.ascii_lowercase)
    return chance.choice(
        (word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :])
    )


def likeness(ours: Ours, numbers: Iterable[int]) -> dict[str, float]:
    from django.contrib.contenttypes.models import ContentType

    some = [ContentType(pk=number) for number in numbers]
    options: dict[str, Any] = {"end_offset": 5, "limit_to_registered_models": False}
    return spread(
        "more like this",
        [timed(lambda one=one: ours.backend.more_like_this(one, **options)) for one in some],
    )


def snippets(ours: Ours, asked: Iterable[Question]) -> dict[str, float]:
    """What showing why adds to a search, by the hit shown."""
    times = []
    for question in asked:
        hits = len(ours.answer(question)["results"])
        if not hits:
            continue
        plain = min(timed(lambda: ours.answer(question)) for _ in range(3))  # noqa: B023
        marked = min(timed(lambda: ours.answer(question, highlight=True)) for _ in range(3))  # noqa: B023
        times.append(max(0.0, marked - plain) / hits)
    return {"snippet ms a hit": round(median(times), 3), "snippet ms a hit max": round(max(times), 3)}


def hostile(ours: Ours, words: Sequence[str], chance: random.Random) -> dict[str, float]:
    """Questions made to hurt, read as a reader's are and asked with all counts."""
    made = [_hostile(words, chance) for _ in range(HOSTILE)]
    times = {text: processor(lambda text=text: ask(ours, text)) for text in (*_WHOLE, *made)}
    worst = sorted(times, key=times.__getitem__)[-3:]
    for text in reversed(worst):
        print(f"hostile, {times[text]:.0f} ms: {text[:70]!r}", flush=True)
    return spread("hostile questions", list(times.values()))


def _hostile(words: Sequence[str], chance: random.Random) -> str:
    parts = (chance.choice(_MARKS) if chance.random() < 0.6 else _piece(words, chance) for _ in range(40))
    return "".join(parts)


def _piece(words: Sequence[str], chance: random.Random) -> str:
    word = chance.choice(words)
    return chance.choice((word, word[:2], f"{word[:3]}*", f"{word}~", f" {word} ", f'"{word}"', word * 30))


def ask(ours: Ours, text: str) -> None:
    from archive.search import DateField, Language, TextField, understand

    fields = {"title": TextField("title"), "date": DateField("published")}
    understood = understand(text, Language(TextField("text"), fields))
    if understood.query is not None:
        facets = {f"{name}_exact": {"limit": 10} for name in ("country", "topic", "person", "year")}
        ours.backend.search(
            understood.query,
            facets=facets,
            end_offset=SHOWN,
            highlight=True,
            limit_to_registered_models=False,
        )


def saves(folder: Path, count: int, known: Vocabulary) -> dict[str, float]:
    """One article after the other is saved and looked for; between them, searches as before."""
    beside = folder.with_name(f"{folder.name}-saved")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(folder, beside, copy_function=os.link)
    for lock in beside.glob("*.lock"):
        lock.unlink()
    try:
        ours = Ours(beside)
        ours.open()
        return _saves(ours, count, questions(known, "words")[:20])
    finally:
        shutil.rmtree(beside)


def _saves(ours: Ours, count: int, asked: Sequence[Question]) -> dict[str, float]:
    def searched() -> float:
        return median(timed(lambda question=question: ours.search(question)) for question in asked)

    searched()
    before = median(searched() for _ in range(5))
    words = [f"saved{chr(97 + number)}quokka" for number in range(SAVES)]
    made = [_made(number, word) for number, word in enumerate(words, start=count)]
    found, after = [], []
    for word, article in zip(words, made, strict=True):
        found.append(timed(lambda word=word, article=article: _save(ours, article, word)))
        after.append(searched())
    return {
        **spread("saved and found", found),
        "searches before a save p50 ms": round(before, 3),
        "searches after a save p50 ms": round(median(after), 3),
        "searches after a save, of those before": round(median(after) / before, 3),
    }


def _made(number: int, word: str) -> Document:
    one = generated(number)
    return Document(number, one.title, f"{one.text} {word}", one.published, one.facets)


def _save(ours: Ours, article: Document, word: str) -> None:
    index = SimpleNamespace(full_prepare=ours.searched.prepared_of)
    ours.backend.update(index, [article])
    while not ours.search(Question("one", (word,))):
        pass
