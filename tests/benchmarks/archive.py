"""`python -m tests.benchmarks.archive --articles 100000 --into DIR`: a whole archive of generated articles.

DIR becomes a data folder like any other: `ARCHIVE_DATA_DIR=DIR make run` serves it. What
is there from an earlier run with as many articles is kept, migrated and brought level
with the index of today. Only one that was left half made is made anew: making one takes
long, so what is whole, or was not generated, is never removed here.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

RECORD = "generated.json"
#: What decides over the rows.
_MAKERS = ("generate.py", "rows.py", "words.toml")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, metavar="N")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    choose(options.into)
    print(json.dumps(make(options.into, options.articles), indent=2))


def choose(folder: Path) -> None:
    """Make this the data folder, on SQLite whatever this machine runs; before Django reads its settings."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["ARCHIVE_DATA_DIR"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()


def make(folder: Path, count: int) -> dict[str, Any]:
    """Rows, index and static files in the data folder that Django was set up with; what making it took."""
    from django.core.management import call_command

    record = folder / RECORD
    held = json.loads(record.read_text("utf-8")) if record.exists() else None
    wanted = {"articles": count, "made_by": makers()}
    if held is None and any(folder.glob("archive.sqlite3*")):
        raise SystemExit(f"{folder} holds an archive that was not generated; choose another folder.")
    if held and held.get("whole") and held["articles"] != count:
        raise SystemExit(f"{folder} holds {held['articles']:,} generated articles; choose another folder.")
    if held and held.get("whole") and held["made_by"] != wanted["made_by"]:
        print(
            f"{folder} was made by an earlier generator and is kept; remove it for a new one.",
            file=sys.stderr,
        )
    if held is None or not held.get("whole"):
        _empty(folder)
        record.write_text(json.dumps(wanted), encoding="utf-8")
        call_command("migrate", verbosity=0)
        rows = _timed(lambda: _fill(count))
        index = _timed(lambda: call_command("rebuild_index", verbosity=0))
        held = wanted | {"whole": True, "rows_seconds": round(rows, 1), "index_seconds": round(index, 1)}
        record.write_text(json.dumps(held), encoding="utf-8")
    call_command("set_up", stdout=sys.stderr)
    return held | sizes(folder)


def makers() -> str:
    digest = sha256()
    for name in _MAKERS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:12]


def sizes(folder: Path) -> dict[str, float]:
    def megabytes(pattern: str) -> float:
        return round(sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file()) / 1e6, 1)

    return {"database_mb": megabytes("archive.sqlite3*"), "index_mb": megabytes("index/**/*")}


def _empty(folder: Path) -> None:
    from django.db import connection

    connection.close()
    for path in folder.glob("archive.sqlite3*"):
        path.unlink()
    shutil.rmtree(folder / "index", ignore_errors=True)


def _fill(count: int) -> None:
    from django.db import connection
    from tqdm import tqdm

    from .rows import Filler

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
    with tqdm(total=count, unit=" articles", disable=None, file=sys.stderr) as bar:
        for written in Filler().fill(range(count)):
            bar.update(written - bar.n)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
