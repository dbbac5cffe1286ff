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
    options = parser.parse_args()

    data_dir = Path(os.environ.get("ARCHIVE_DATA_DIR") or "var").resolve()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as scratch:
        # Before Django reads its settings: an empty archive on SQLite, whatever this machine runs.
        os.environ.pop("DATABASE_URL", None)
        os.environ["ARCHIVE_DATA_DIR"] = str(Path(scratch, "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        figures = run(Path(scratch), options.articles, options.format)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    report = data_dir / "bench.json"
    report.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {report}")


def run(scratch: Path, count: int, form: str) -> dict[str, object]:
    import django

    django.setup()
    from django.core.management import call_command

    from . import imports

    call_command("migrate", verbosity=0)
    figures = imports.measure(scratch, count, form)
    print(imports.table(figures))
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "import": imports.as_dict(figures),
    }


if __name__ == "__main__":
    main()
