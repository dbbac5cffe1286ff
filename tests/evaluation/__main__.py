"""`make evaluate`: quality tables against labelled data.

    python -m tests.evaluation [--gold DIR] [--details]

Without `--gold` it uses the labels kept beside this module. Figures go to
`evaluate.json` in the data directory.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.conf import settings  # noqa: E402

from . import corpora, seeds  # noqa: E402

OWN_GOLD = Path(__file__).parent / "gold"


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality of the reading, against labelled data.")
    parser.add_argument("--gold", type=Path, default=OWN_GOLD, help="folder of label files")
    parser.add_argument("--documents", type=Path, default=settings.BASE_DIR / "seeds")
    parser.add_argument("--details", action="store_true", help="show every field that is not right")
    parser.add_argument("--limit", type=int, help="use only this many documents of each corpus")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    if (labels := options.gold / "seeds.json").exists():
        figures["seeds"] = _seeds(labels, options.documents, details=options.details)
    for name, evaluate in CORPORA.items():
        if (path := options.gold / f"{name}.jsonl.gz").exists():
            figures[name] = evaluate(path, options.limit)
            _table(name, figures[name])
    if not figures:
        parser.error(f"{options.gold} holds no label file that is known here")
    target = settings.DATA_DIR / "evaluate.json"
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {target}")


CORPORA: dict[str, Callable[[Path, int | None], dict[str, float]]] = {
    "countries": corpora.countries,
    "quotes": corpora.quotes,
    "names": corpora.names,
}


def _seeds(labels: Path, documents: Path, *, details: bool) -> dict[str, str]:
    results = seeds.evaluate(labels, documents)
    figures = {}
    print("\nfields right of those labelled")
    for file in dict.fromkeys(result.file for result in results):
        own = [result for result in results if result.file == file]
        wrong = [result.field for result in own if not result.right]
        figures[file] = f"{len(own) - len(wrong)}/{len(own)}"
        print(f"  {file:32}{figures[file]:>8}  {', '.join(wrong)}")
    right = sum(result.right for result in results)
    figures["all"] = f"{right}/{len(results)}"
    print(f"  {'all':32}{figures['all']:>8}")
    if details:
        for result in results:
            if not result.right:
                print(
                    f"\n{result.file} · {result.field}\n  expected {result.expected!r}"
                    f"\n  got      {result.got!r}"
                )
    return figures


def _table(name: str, figures: dict[str, float]) -> None:
    print(f"\n{name}")
    for label, value in figures.items():
        print(f"  {label:44}{value:>10.3f}" if isinstance(value, float) else f"  {label:44}{value:>10}")


if __name__ == "__main__":
    main()
