"""Makes the search index agree with the database, and does nothing when it does.

Changes that were noted and that the index has not followed, as after a crash, are
written first. Then all is compared: published articles that the index lacks are
added, those it holds in an older state written anew, and what is no longer published
is removed. An index that cannot be read, or was made for other fields, is built anew
while the old one serves. The articles are never changed. `--check` only tells; its
exit status is 1 when they differ.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.search import Difference, OperatorError, compare
from articles.indexing import level_index, noted
from articles.models import Article


class Command(BaseCommand):
    help = "Makes the search index agree with the database; does nothing when it does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only tell; exit status 1 when they differ")

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            if check:
                self.tell_difference(noted(), compare())
                return
            leveled = level_index()
        except OperatorError as error:
            raise CommandError(str(error)) from error
        if leveled.rebuilt:
            self.stdout.write(f"The index could not be used and was built anew; {_articles()}.")
        elif account := _account(leveled.noted, leveled.differences):
            self.stdout.write(f"Brought up to date: {account}; {_articles()}.")
        else:
            self.stdout.write(f"{_articles()}, up to date.")

    def tell_difference(self, waiting: int, differences: Sequence[Difference]) -> None:
        if any(differences):
            account = _account(waiting, differences)
            raise CommandError(f"The index differs from the database: {account}.")
        also = f"; {waiting:,} noted to be looked at again" if waiting else ""
        self.stdout.write(f"{_articles()}, up to date{also}.")


def _account(waiting: int, differences: Sequence[Difference]) -> str:
    counts = {
        "noted": waiting,
        "missing": sum(len(each.missing) for each in differences),
        "outdated": sum(len(each.outdated) for each in differences),
        "surplus": sum(len(each.surplus) for each in differences),
    }
    return ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)


def _articles() -> str:
    count = Article.objects.published().count()
    return "1 article is searchable" if count == 1 else f"{count:,} articles are searchable"
