"""Builds the search index anew from the database, beside the one that serves.

Haystack's own command of this name first empties the index and then fills it, and
finds nothing in between. This one takes the same options, asks nothing, since
nothing is lost, and never changes the database. What is saved while it runs is in
the new index when it is done.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from haystack import connections

from archive.search import OperatorError, rebuild


class Command(BaseCommand):
    help = "Builds the search index anew while the old one serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-u", "--using", action="append", default=[], help="Only these connections.")
        for ignored in ("--noinput", "--no-input", "--nocommit"):
            parser.add_argument(
                ignored, action="store_true", help="Taken for Haystack's sake; changes nothing."
            )
        for ignored, meaning in (("-k", "--workers"), ("-b", "--batch-size"), ("-t", "--max-retries")):
            parser.add_argument(
                ignored, meaning, type=int, help="Taken for Haystack's sake; changes nothing."
            )

    def handle(self, *, using: list[str], verbosity: int, **options: Any) -> None:
        for alias in using or connections.connections_info:
            started = time.monotonic()
            try:
                count = rebuild(using=alias)
            except OperatorError as error:
                raise CommandError(str(error)) from error
            if verbosity:
                seconds = time.monotonic() - started
                self.stdout.write(
                    f"Indexed {count:,} documents in {seconds:.1f} s; they are served from now on."
                )
