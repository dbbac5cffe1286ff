"""`make evaluate`: quality tables against labeled data.

    python -m tests.evaluation [--gold DIR] [--details] [--publish]
                                [--check | --raise-floors | --lower-floors]

Without `--gold` it uses the labels kept beside this module. Figures go to
`evaluate.json` in the data directory. `--check` fails where a figure of the own
labels is below its floor; `--raise-floors` keeps every gain; `--lower-floors`
alone gives one up. `--publish` writes the figures that the archive tells its
readers.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.conf import settings  # noqa: E402

from articles import measured  # noqa: E402

from . import corpora, countries, documents, floors, quotations, stories  # noqa: E402

OWN_GOLD = Path(__file__).parent / "gold"

#: Label files whose every field is compared.
DOCUMENTS = ("seeds", "pages")

CORPORA: dict[str, Callable[[Path, int | None], dict[str, Any]]] = {
    "countries": countries.countries,
    "quotes": quotations.quotations,
    "names": corpora.names,
}
#: Of each label file the names that it may have.
ENDINGS = ("jsonl", "jsonl.gz")
STORIES = "stories"


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality of the reading, against labeled data.")
    parser.add_argument("--gold", type=Path, default=OWN_GOLD, help="folder of label files")
    parser.add_argument(
        "--documents",
        type=Path,
        help="folder of the labeled documents (default: the folder of labels, then seeds/)",
    )
    parser.add_argument("--details", action="store_true", help="show every field that is not right")
    parser.add_argument("--publish", action="store_true", help="keep the figures that readers are told")
    parser.add_argument("--limit", type=int, help="use only this many documents of each corpus")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    action.add_argument("--raise-floors", action="store_true", help="keep every gain as the new floor")
    action.add_argument("--lower-floors", action="store_true", help="set the floors to what is reached now")
    options = parser.parse_args()
    if (options.check or options.raise_floors or options.lower_floors or options.publish) and (
        options.gold != OWN_GOLD or options.limit
    ):
        parser.error("floors are kept for the own labels, all of them: leave out --gold and --limit")

    if not options.gold.is_dir():
        parser.error(f"there is no folder {options.gold}")
    folders = [options.documents] if options.documents else [options.gold, settings.BASE_DIR / "seeds"]
    figures: dict[str, Any] = {}
    reached: dict[str, floors.Floor] = {}
    everything: list[documents.FieldResult] = []
    absent: list[Path] = []
    for name in DOCUMENTS:
        if (labels := options.gold / f"{name}.json").exists():
            results = documents.evaluate(labels, folders, options.limit)
            figures[name] = _by_document(name, results)
            reached[name] = floors.measured(labels, folders, results)
            everything += results
        else:
            absent.append(labels)
    if everything:
        figures["fields"] = _by_field(everything)
        figures["found"] = _counted(everything)
        if options.details:
            _show_wrong(everything)
    if (path := options.gold / f"{STORIES}.toml").exists():
        faults: list[str] = []
        figures[STORIES] = stories.stories(path, options.limit, faults)
        reached[STORIES] = floors.tabled(path, figures[STORIES])
        _table(STORIES, figures[STORIES])
        if options.details:
            print("", *faults, sep="\n  ")
    else:
        absent.append(path)
    for name, evaluate in CORPORA.items():
        paths = [options.gold / f"{name}.{ending}" for ending in ENDINGS]
        found = next((path for path in paths if path.exists()), None)
        if found is None:
            absent.append(paths[0])
            continue
        figures[name] = evaluate(found, options.limit)
        _table(name, figures[name])
        if any(isinstance(row, dict) for row in figures[name].values()):
            reached[name] = floors.tabled(found, figures[name])
    for path in absent:
        print(f"\n{path.stem}: not measured, since there is no {path}")
    if not figures:
        parser.error(f"{options.gold} holds no label file that is known here")
    target = settings.DATA_DIR / "evaluate.json"
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {target}")
    if options.publish:
        measured.WRITTEN.write_text(
            json.dumps(measured.published(figures), indent=1) + "\n", encoding="utf-8"
        )
        print(f"written for readers to {measured.WRITTEN}")
    _keep_floors(reached, options)


def _keep_floors(reached: dict[str, floors.Floor], options: argparse.Namespace) -> None:
    kept = floors.load()
    if options.lower_floors:
        floors.save(reached)
    elif options.raise_floors:
        floors.save({name: floors.raised(now, kept.get(name)) for name, now in reached.items()})
    if options.check or options.raise_floors:
        below = [
            fall for name, now in reached.items() for fall in floors.falls(name, now, floors.load().get(name))
        ]
        if below:
            sys.exit("\nbelow the floor:\n" + "\n".join(f"  {fall}" for fall in below))


def _by_document(corpus: str, results: Collection[documents.FieldResult]) -> dict[str, str]:
    figures = {}
    print(f"\n{corpus}: fields right of those labeled")
    for file in dict.fromkeys(result.file for result in results):
        own = [result for result in results if result.file == file]
        wrong = [result.field for result in own if not result.right]
        figures[file] = f"{len(own) - len(wrong)}/{len(own)}"
        print(f"  {file:32}{figures[file]:>8}  {', '.join(wrong)}")
    figures["all"] = f"{sum(result.right for result in results)}/{len(results)}"
    print(f"  {'all':32}{figures['all']:>8}")
    return figures


def _by_field(results: Collection[documents.FieldResult]) -> dict[str, str]:
    by_field: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        by_field[result.field].append(result.right)
    figures = {field: f"{sum(right)}/{len(right)}" for field, right in by_field.items()}
    print("\nfields, over all documents")
    for field, figure in figures.items():
        print(f"  {field:32}{figure:>8}")
    return figures


def _counted(results: Collection[documents.FieldResult]) -> dict[str, dict[str, float]]:
    """What a field of many things holds: how much of what was found is right, and how much was found."""
    figures = {}
    print(f"\n  {'over all documents':32}{'labeled':>8}{'found':>8}{'precision':>11}{'recall':>8}")
    for field in documents.CHECKS:
        all_counts = [
            each.outcome.counts for each in results if each.field == field and each.outcome.counts is not None
        ]
        if not all_counts:
            continue
        right = sum(each.right for each in all_counts)
        found = right + sum(each.extra for each in all_counts)
        labeled = right + sum(each.missed for each in all_counts)
        precision, recall = right / max(1, found), right / max(1, labeled)
        figures[field] = {"labeled": labeled, "found": found, "precision": precision, "recall": recall}
        print(f"  {field:32}{labeled:>8}{found:>8}{precision:>11.3f}{recall:>8.3f}")
    return figures


def _show_wrong(results: Collection[documents.FieldResult]) -> None:
    for result in results:
        if not result.right:
            print(
                f"\n{result.file} · {result.field}\n  expected {result.outcome.expected!r}"
                f"\n  got      {result.outcome.got!r}"
            )


#: The columns of a table whose lines say more than one figure.
_COLUMNS = ("n", "precision", "recall", "F1")


def _table(name: str, figures: dict[str, Any]) -> None:
    heads = any(isinstance(value, dict) for value in figures.values())
    print(f"\n{name:46}" + ("".join(f"{column:>10}" for column in _COLUMNS) if heads else ""))
    for label, value in figures.items():
        cells = [value.get(column, "") for column in _COLUMNS] if isinstance(value, dict) else [value]
        print(f"  {label:44}" + "".join(f"{_cell(cell):>10}" for cell in cells))


def _cell(value: float | str) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
