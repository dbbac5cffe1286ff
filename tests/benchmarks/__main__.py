"""`python -m tests.benchmarks`: measures in a throw-away archive, prints tables, writes bench.json.

bench.json lands in the data folder of this installation; nothing else there is touched.
With --work, documents, indexes and the archive of pages are kept in a folder, and a later
run with as many articles only asks.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

PARTS = ("import", "annotate", "engines", "own", "pages", "doors", "growth")
#: Growth takes half an hour and is measured when it is asked for.
USUAL = ("import", "annotate", "engines", "own", "pages", "doors")
#: So many are imported by default: reading goes at 40 a second and does not slow down with numbers.
MOST_IMPORTED = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, metavar="N")
    parser.add_argument("--format", choices=("jsonl", "txt"), default="jsonl", help="of imported documents")
    parser.add_argument("--only", choices=PARTS, nargs="+", help=f"these parts; else {', '.join(USUAL)}")
    parser.add_argument("--growth", action="store_true", help="also 10,000, 100,000 and 1,000,000 articles")
    parser.add_argument("--chart", type=Path, metavar="SVG", help="where to draw the growth")
    parser.add_argument(
        "--imports", type=int, help=f"articles to import (default: at most {MOST_IMPORTED:,})"
    )
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=("tantivy", "sqlite-fts5", "postgresql", "haystack-whoosh"),
        help="only these beside ours",
    )
    parser.add_argument("--stock", type=int, help="at most so many for Haystack's own Whoosh backend")
    parser.add_argument("--corpus", type=Path, help="a JSON Lines file instead of generated articles")
    parser.add_argument("--lower-floors", action="store_true", help="take this run's ratios as new floors")
    parser.add_argument("--work", type=Path, help="a folder whose indexes and archives are kept")
    options = parser.parse_args()

    data_dir = Path(os.environ.get("ARCHIVE_DATA_DIR") or "var").resolve()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as scratch:
        # Before Django reads its settings: an empty archive on SQLite, whatever this machine runs.
        os.environ.pop("DATABASE_URL", None)
        os.environ["ARCHIVE_DATA_DIR"] = str(Path(scratch, "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        import django

        django.setup()
        report, fallen = run(Path(scratch), options)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = data_dir / "bench.json"
    written.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(f"\nWritten to {written}")
    if fallen:
        raise SystemExit("Slower than before, or over a limit: " + "; ".join(fallen))


def run(scratch: Path, options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    from . import annotate, floors, pages, tables

    wanted = options.only or [*USUAL, *(["growth"] if options.growth else [])]
    work = options.work or scratch / "work"
    report: dict[str, Any] = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": sys.argv[1:],
        **machine(),
        **seeds(options.corpus),
    }
    figures: dict[str, float] = {}
    fallen: list[str] = []
    for part, told in measured(scratch, work, options, wanted):
        report[part] = told
        figures |= told.get("figures", {})
        if part == "annotate":
            fallen += annotate.above(told["figures"])
        if part == "engines" and options.corpus is None:
            fallen += floors.below_floors(told["figures"], options.articles, lower=options.lower_floors)
        if part == "pages":
            fallen += pages.above(told["kinds"])
            speeds = pages.speeds(told["kinds"])
            fallen += floors.below_floors(speeds, options.articles, lower=options.lower_floors)
    if any(goal.name in figures for goal in floors.GOALS):
        print("\n" + tables.against_goals(figures, options.articles))
    return report, fallen


def measured(
    scratch: Path, work: Path, options: argparse.Namespace, wanted: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    from django.core.management import call_command

    from . import annotate, doors, engines, growth, imports, own, pages, stack, tables
    from .corpus import held_in, kept, questions, vocabulary
    from .haystacks import Ours
    from .worker import measured as in_a_worker

    if "import" in wanted:
        call_command("migrate", verbosity=0)
        count = min(options.articles, options.imports or MOST_IMPORTED)
        imported = imports.measure(scratch, count, options.format)
        print(imports.table(imported))
        yield "import", imports.as_dict(imported)
    if "annotate" in wanted:
        told = annotate.measure()
        print("\n" + tables.table(("annotate", f"articles of {annotate.LENGTH:,} characters"), told.items()))
        yield "annotate", {"figures": told}
    # One core for all that is compared; the processes that serve pages have what there is.
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    if "engines" in wanted:
        beside = engines.measure(
            work, options.articles, options.corpus, stock=options.stock, peers=options.peers
        )
        print("\n" + tables.side_by_side(beside))
        yield "engines", engines.as_dict(beside)
    if "own" in wanted:
        count = held_in(options.corpus, options.articles)
        read = kept(work, count, options.corpus)
        built = engines.prepared(Ours(engines.place(work, Ours, count, options.corpus)), read, count)
        known = vocabulary(read)
        told = own.measure(built.engine, known, count) | own.saves(built.engine.folder, count, known)
        told |= in_a_worker(built.engine.folder, scratch, questions(known, "words"), known.words)
        print("\n" + tables.table(("our engine", f"{count:,} articles"), told.items()))
        yield "own", {"figures": told}
    os.sched_setaffinity(0, cores)
    if "pages" in wanted:
        told = stack.measured(work, options.articles)
        print("\n" + tables.table(("pages", f"{options.articles:,} articles"), told.items()))
        kinds = pages.of_archive(work, options.articles)
        print("\n" + pages.table(kinds))
        over = pages.above(kinds, pages.TIMES) + pages.above(kinds)
        print("\n".join(("Over the limits:", *over)) if over else "All in limits")
        yield "pages", {"figures": told, "kinds": kinds}
    if "doors" in wanted:
        told, kinds = doors.of_archive(work, options.articles)
        print("\n" + tables.table(("exports", f"{options.articles:,} articles"), told.items()))
        print("\n" + doors.shown(kinds))
        print("\n".join(("Over the limits:", *over)) if (over := doors.above(kinds)) else "All in limits")
        yield "doors", {"figures": told, "kinds": kinds}
    if "growth" in wanted:
        grown = growth.measure(work, scratch)
        print("\n" + growth.table(grown))
        if options.chart:
            options.chart.write_text(growth.chart(grown), encoding="utf-8")
        yield "growth", {"sizes": grown}


def seeds(path: Path | None) -> Mapping[str, Any]:
    """What every number is drawn from. Random numbers begin with these words, so all are drawn again alike."""
    from .archive import makers
    from .corpus import FAMILIES

    documents = str(path) if path else f"article N, facets N, rows N; made by {makers()}"
    return {"seeds": {"documents": documents, "questions": [*FAMILIES, "own", "pages"]}}


def machine() -> Mapping[str, Any]:
    names = ("numpy", "whoosh-reloaded", "django-haystack", "django", "tantivy", "psycopg2-binary")
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "versions": {name: _version(name) for name in names},
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
