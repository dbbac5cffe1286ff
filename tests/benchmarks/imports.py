"""How many articles a second `import_articles` takes into an empty archive, and where the time goes.

The stages are timed by wrapping the names that `importing` calls, which costs
nothing to speak of; a profiler would double the time and shift it to whatever
calls most functions. Rows are what remains: the database and our code around it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management import call_command

from articles import importing
from articles.models import Article, Mention

from .generate import write_jsonl, write_texts


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """`stages` are seconds; they add up to `seconds`. On a busy machine `processor_seconds` tells more."""

    format: str
    articles: int
    mentions: int
    megabytes: float
    seconds: float
    processor_seconds: float
    articles_per_second: float
    again_seconds: float
    stages: dict[str, float]


class Stopwatch:
    """Seconds by stage, of calls and of generators."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def call(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[stage] += time.perf_counter() - began

        return timed

    def items(self, stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def timed(*args: Any, **kwargs: Any) -> Iterator[Any]:
            source = iter(self.call(stage, function)(*args, **kwargs))
            end = object()
            following = self.call(stage, lambda: next(source, end))
            while (item := following()) is not end:
                yield item

        return timed


def measure(folder: Path, count: int, form: str) -> ImportFigures:
    documents = folder / ("articles.jsonl" if form == "jsonl" else "articles")
    (write_jsonl if form == "jsonl" else write_texts)(documents, count)
    files = [documents] if documents.is_file() else [path for path in documents.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    watch = Stopwatch()
    with (
        patch.object(importing, "read_documents", watch.items("parsing", importing.read_documents)),
        patch.object(importing, "annotate", watch.call("extraction", importing.annotate)),
        patch.object(importing, "refresh_index", watch.call("index", importing.refresh_index)),
    ):
        began = time.process_time()
        seconds = timed_import(documents)
        processor_seconds = time.process_time() - began
    again = timed_import(documents)
    stored = Article.objects.count()
    if stored != count:
        raise SystemExit(f"{count} articles went in, {stored} are there")
    call_command("sync_index", "--check")
    stages = dict(watch.seconds)
    stages["rows"] = seconds - sum(stages.values())
    return ImportFigures(
        format=form,
        articles=count,
        mentions=Mention.objects.count(),
        megabytes=round(size / 1e6, 1),
        seconds=round(seconds, 1),
        processor_seconds=round(processor_seconds, 1),
        articles_per_second=round(count / seconds, 1),
        again_seconds=round(again, 1),
        stages={stage: round(spent, 1) for stage, spent in stages.items()},
    )


def timed_import(documents: Path) -> float:
    began = time.perf_counter()
    call_command("import_articles", str(documents))
    return time.perf_counter() - began


def table(figures: ImportFigures) -> str:
    lines = [
        f"{figures.articles:,} articles ({figures.format}, {figures.megabytes} MB) in {figures.seconds} s "
        f"(processor {figures.processor_seconds} s): "
        f"{figures.articles_per_second} a second, {figures.mentions:,} mentions. "
        f"The same again: {figures.again_seconds} s",
    ]
    for stage, spent in sorted(figures.stages.items(), key=lambda item: -item[1]):
        share, each = spent / figures.seconds, 1000 * spent / figures.articles
        lines.append(f"  {stage:<12}{spent:>8.1f} s {share:>6.0%} {each:>8.2f} ms an article")
    return "\n".join(lines)


def as_dict(figures: ImportFigures) -> dict[str, Any]:
    return asdict(figures)
