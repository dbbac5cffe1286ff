"""`manage.py annotate`: documents in, one JSON line out for each. Touches no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from articles.drafts import Failure
from articles.exceptions import DocumentError
from articles.files import FileProblem, find_documents
from articles.parsing import FORMATS
from articles.reading import as_json, read, reading_config


class Command(BaseCommand):
    help = "Read documents and print what is in them, one JSON line a document. Uses no database."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="files, folders, or - for standard input"
        )
        parser.add_argument("--output", "-o", metavar="FILE", help="write here instead of standard output")
        parser.add_argument("--format", choices=sorted(FORMATS), help="read every document as this")

    def handle(self, *args: Any, **options: Any) -> None:
        failures = 0
        with ExitStack() as stack:
            output = self._output(options["output"], stack)
            for outcome in _readings(options["paths"], options["format"]):
                if isinstance(outcome, Failure):
                    failures += 1
                    where = f"{outcome.name}, line {outcome.line}" if outcome.line else outcome.name
                    self.stderr.write(f"{where}: {outcome.reason}")
                else:
                    output.write(json.dumps(outcome, ensure_ascii=False) + "\n")
        if failures:
            sys.exit(1)

    def _output(self, path: str | None, stack: ExitStack) -> OutputWrapper | TextIO:
        if not path:
            return self.stdout
        try:
            return stack.enter_context(Path(path).open("w", encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error


def _readings(paths: list[str], form: str | None) -> Iterator[dict[str, Any] | Failure]:
    config = reading_config()
    for found in find_documents(paths, form):
        if isinstance(found, FileProblem):
            yield Failure(found.name, found.reason)
            continue
        try:
            for raw in found.parts():
                for reading in read(raw, config):
                    yield reading if isinstance(reading, Failure) else as_json(reading)
        except (DocumentError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            yield Failure(found.name, reason or str(error))
