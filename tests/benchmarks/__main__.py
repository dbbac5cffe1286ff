"""`python -m tests.benchmarks`: measures in a throw-away archive, prints tables, writes bench.json.

bench.json lands in the data folder of this installation; nothing else there is touched.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, metavar="N")
    parser.add_argument("--format", choices=("jsonl", "txt"), default="jsonl")
    parser.add_argument("--only", choices=("import", "engines"), help="measure one of the two")
    parser.add_argument("--stock", type=int, default=2_000, help="articles for Haystack's own Whoosh backend")
    parser.add_argument("--corpus", type=Path, help="a JSON Lines file instead of generated articles")
    parser.add_argument(
        "--lower-floors", action="store_true", help="take this run's ratios as the new floors"
    )
    parser.add_argument(
        "--work", type=Path, help="a folder for documents and indexes that is not thrown away"
    )
    options = parser.parse_args()

    data_dir = Path(os.environ.get("ARCHIVE_DATA_DIR") or "var").resolve()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as scratch:
        # Before Django reads its settings: an empty archive on SQLite, whatever this machine runs.
        os.environ.pop("DATABASE_URL", None)
        os.environ["ARCHIVE_DATA_DIR"] = str(Path(scratch, "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        figures, fallen = run(Path(scratch), options)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    report = data_dir / "bench.json"
    report.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {report}")
    if fallen:
        raise SystemExit("Slower beside the others than before: " + "; ".join(fallen))


def run(scratch: Path, options: argparse.Namespace) -> tuple[dict[str, object], list[str]]:
    import django

    django.setup()
    from django.core.management import call_command

    from . import engines, imports

    held: dict[str, object] = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    fallen: list[str] = []
    if options.only != "engines":
        call_command("migrate", verbosity=0)
        imported = imports.measure(scratch, options.articles, options.format)
        print(imports.table(imported))
        held["import"] = imports.as_dict(imported)
    if options.only != "import":
        figures, missing = engines.measure(
            options.work or scratch / "engines", options.articles, options.stock, options.corpus
        )
        print(engines.table(figures, missing))
        held["search"] = engines.as_dict(figures, missing)
        told = engines.ratios(figures)
        fallen = engines.below_floors(told, options.articles, lower=options.lower_floors)
    return held, fallen


if __name__ == "__main__":
    main()
