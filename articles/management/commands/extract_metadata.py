"""`manage.py extract_metadata`: what an older version of the rules found is made again.

It may be stopped and run again: articles that are done are up to date and passed over.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.extracting import Extractor, Renewed, outdated
from articles.extraction import RULES_VERSION
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Run extraction again over articles whose facts an older version of the rules found. It reads the"
        " text as it stands in the archive, which an editor may have corrected; the received bytes are not"
        " parsed again. What editors decided stays."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "articles", nargs="*", type=int, metavar="ID", help="these articles, whatever their version"
        )
        parser.add_argument("--all", action="store_true", help="every article, whatever its version")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would change in each article and change nothing"
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="that read texts, when there are many articles; 1 does all in one (default: one a core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"] and options["articles"]:
            raise CommandError("Give either --all or the numbers of articles.")
        keys = options["articles"] or (
            list(Article.objects.order_by("pk").values_list("pk", flat=True))
            if options["all"]
            else outdated()
        )
        extractor = Extractor(dry_run=options["dry_run"], processes=options["processes"])
        account = Account()
        interrupted = False
        quiet = options["verbosity"] == 0
        with tqdm(
            total=len(keys), unit=" articles", disable=True if quiet else None, file=sys.stderr, leave=False
        ) as bar:
            try:
                with closing(extractor.run(keys)) as results:
                    for renewed in results:
                        account.take(renewed)
                        bar.update()
                        self._tell(renewed, bar, each_fact=options["dry_run"])
            except KeyboardInterrupt:
                interrupted = True
            finally:
                extractor.finish()
        self.stdout.write(account.words(dry_run=options["dry_run"]))
        if interrupted:
            self.stderr.write("Interrupted. Run the same command again to go on.")
            sys.exit(130)
        if account.failed:
            sys.exit(1)

    def _tell(self, renewed: Renewed, bar: tqdm, *, each_fact: bool) -> None:
        if renewed.reason:
            bar.clear()
            self.stderr.write(f"failed: article {renewed.article}: {renewed.reason}")
        changes = [("+", fact) for fact in renewed.added] + [("-", fact) for fact in renewed.removed]
        told = [f"  {sign} {kind} {words}" for sign, (kind, words) in changes if kind != "mention"]
        if each_fact and changes:
            bar.clear()
            self.stdout.write("\n".join([f"article {renewed.article}", *(told or ["  only mentions"])]))


class Account:
    """How many articles a run changed, and how many facts of each kind came and went."""

    def __init__(self) -> None:
        self.changed = self.same = self.failed = 0
        self.added: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()

    def take(self, renewed: Renewed) -> None:
        if renewed.reason:
            self.failed += 1
        elif renewed.added or renewed.removed:
            self.changed += 1
        else:
            self.same += 1
        self.added.update(kind for kind, _ in renewed.added)
        self.removed.update(kind for kind, _ in renewed.removed)

    def words(self, *, dry_run: bool) -> str:
        would = "Would be: " if dry_run else ""
        head = f"{would}{self.changed} changed, {self.same} as before, {self.failed} failed"
        kinds = [
            f"  {kind:<13}+{self.added[kind]:,} -{self.removed[kind]:,}"
            for kind in sorted({*self.added, *self.removed})
        ]
        return "\n".join([f"{head} (rules {RULES_VERSION})", *kinds])
