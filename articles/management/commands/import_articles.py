"""`manage.py import_articles`: documents into the archive. It never deletes an article.

It may be stopped and run again: what is in the archive already is passed over,
and one bad document does not keep the others out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.files import DocumentFile, FileProblem, find_documents
from articles.importing import Importer, Outcome, Result, incoming
from articles.models import Article
from articles.parsing import FORMATS


class Command(BaseCommand):
    help = "Import articles from files, folders or standard input (-)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="files, folders, or - for standard input"
        )
        parser.add_argument("--format", choices=sorted(FORMATS), help="read every document as this")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen and change nothing"
        )
        parser.add_argument(
            "--status",
            choices=[Article.Status.PUBLISHED.value, Article.Status.DRAFT.value],
            default=Article.Status.PUBLISHED.value,
            help="of the articles that are added (default: published)",
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="that read texts, beside one that writes rows and one that writes the index, when there"
            " are many documents; 1 does all in one (default: as many as there are cores)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        importer = Importer(
            status=options["status"], dry_run=options["dry_run"], processes=options["processes"]
        )
        files = list(find_documents(options["paths"], options["format"]))
        counts: Counter[Outcome] = Counter()
        interrupted = False
        quiet = options["verbosity"] == 0
        with tqdm(
            total=_total(files),
            unit=" articles",
            disable=True if quiet else None,
            file=sys.stderr,
            leave=False,
        ) as bar:
            try:
                with closing(importer.run_all(incoming(files))) as results:
                    for result in results:
                        counts[result.outcome] += 1
                        bar.update()
                        self._tell(result, bar)
            except KeyboardInterrupt:
                interrupted = True
            finally:
                importer.finish()
        self._summarize(counts, dry_run=options["dry_run"])
        if interrupted:
            self.stderr.write("Interrupted. Run the same command again to go on.")
            sys.exit(130)
        if counts[Outcome.FAILED]:
            sys.exit(1)

    def _tell(self, result: Result, bar: tqdm) -> None:
        if result.reason:
            bar.clear()
            self.stderr.write(f"{result.outcome}: {result.name}: {result.reason}")

    def _summarize(self, counts: Counter[Outcome], *, dry_run: bool) -> None:
        account = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{account}")


def _total(files: list[DocumentFile | FileProblem]) -> int | None:
    """How many documents to expect; None when some source cannot tell."""
    try:
        counts = [found.expected() if isinstance(found, DocumentFile) else 1 for found in files]
    except OSError:
        return None
    return None if None in counts else sum(filter(None, counts))
