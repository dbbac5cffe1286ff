"""How many articles a second `import_articles` takes into an empty archive, and where the time goes.

A fifth of the articles come first, by one process, to tell what each stage costs; the rest
come as an operator would import them, by several. Stages are timed by wrapping the names
that the importer calls, which costs nothing to speak of; a profiler would double the time
and shift it to whatever calls most functions. They are in processor time, which on a busy
machine tells more than the clock. Rows are what remains: the database and our code around it.
"""

from __future__ import annotations

import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.management import call_command

from articles import importing, reading
from articles.models import Article, Mention

from .generate import write_jsonl, write_texts


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """`stages` are processor milliseconds an article by one process; the rest is of the run by several.

    `again_seconds` is how long it takes to find that all articles are there already. `megabytes_held`
    is the most memory that the writing process and the largest of the others held.
    """

    format: str
    articles: int
    mentions: int
    megabytes: float
    processes: int
    seconds: float
    processor_seconds: float
    articles_per_second: float
    again_seconds: float
    megabytes_held: tuple[int, int]
    stages: dict[str, float]


class Stopwatch:
    """Processor seconds by stage, of calls and of generators."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def call(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[stage] += time.process_time() - began

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
    write = write_jsonl if form == "jsonl" else write_texts
    first, documents = (folder / (f"{name}.jsonl" if form == "jsonl" else name) for name in ("first", "all"))
    fifth = max(count // 5, 1)
    write(first, fifth)
    write(documents, count)
    files = [documents] if documents.is_file() else [path for path in documents.rglob("*") if path.is_file()]
    stages = _stages(first, fifth)
    processes = os.cpu_count() or 1
    began = _processor_seconds()
    seconds = timed_import(documents, processes)
    processor_seconds = _processor_seconds() - began
    again = timed_import(documents, processes)
    stored = Article.objects.count()
    if stored != count:
        raise SystemExit(f"{count} articles went in, {stored} are there")
    call_command("sync_index", "--check")
    return ImportFigures(
        format=form,
        articles=count,
        mentions=Mention.objects.count(),
        megabytes=round(sum(path.stat().st_size for path in files) / 1e6, 1),
        processes=processes,
        seconds=round(seconds, 1),
        processor_seconds=round(processor_seconds, 1),
        articles_per_second=round((count - fifth) / seconds, 1),
        again_seconds=round(again, 1),
        megabytes_held=(_megabytes(resource.RUSAGE_SELF), _megabytes(resource.RUSAGE_CHILDREN)),
        stages=stages,
    )


def _stages(documents: Path, count: int) -> dict[str, float]:
    watch = Stopwatch()
    with (
        patch.object(reading, "read_documents", watch.items("parsing", reading.read_documents)),
        patch.object(reading, "annotate", watch.call("extraction", reading.annotate)),
        patch.object(importing, "refresh_index", watch.call("index", importing.refresh_index)),
    ):
        began = time.process_time()
        timed_import(documents, 1)
        whole = time.process_time() - began
    spent = dict(watch.seconds)
    spent["rows"] = whole - sum(spent.values())
    return {stage: round(1000 * seconds / count, 2) for stage, seconds in spent.items()}


def timed_import(documents: Path, processes: int) -> float:
    began = time.perf_counter()
    call_command("import_articles", str(documents), "--processes", str(processes), verbosity=0)
    return time.perf_counter() - began


def _processor_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def table(figures: ImportFigures) -> str:
    lines = [
        f"{figures.articles:,} articles ({figures.format}, {figures.megabytes} MB), {figures.mentions:,} mentions:"
        f" the last four fifths in {figures.seconds} s by {figures.processes} reading processes"
        f" (processor {figures.processor_seconds} s), {figures.articles_per_second} a second."
        f" The same again: {figures.again_seconds} s."
        f" Memory: {figures.megabytes_held[0]} MB, readers up to {figures.megabytes_held[1]} MB",
    ]
    whole = sum(figures.stages.values())
    for stage, spent in sorted(figures.stages.items(), key=lambda item: -item[1]):
        lines.append(f"  {stage:<12}{spent:>8.2f} ms an article {spent / whole:>6.0%}")
    return "\n".join(lines)


def as_dict(figures: ImportFigures) -> dict[str, Any]:
    return asdict(figures)
