"""`manage.py export_articles`: the published articles to a file, for another archive or for safe keeping.

What comes out goes into an empty archive by `import_articles` and gives the same one. Unlike what a
reader can take away it holds editors' decisions on facts, so that they outlive the move.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from tqdm import tqdm

from articles import queries
from articles.documents import documents
from articles.exports import FORMATS, About


class Command(BaseCommand):
    help = "Write published articles, with their facts and the words these rest on, to a file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "search",
            nargs="?",
            default="",
            metavar="PARAMETERS",
            help='which articles, as the address of a search has it: "country=KR&from=2025" (default: all)',
        )
        parser.add_argument("--output", default="-", metavar="FILE", help="(default: standard output)")
        parser.add_argument("--format", choices=[form.ending for form in FORMATS], default="jsonl")
        parser.add_argument(
            "--site", default="http://localhost:8000/", help="where readers find the archive, for addresses"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, notices = queries.SearchRequest.from_params(QueryDict(options["search"].lstrip("?")))
        for notice in notices:
            self.stderr.write(notice)
        found = queries.everything(wanted)
        if found is None:
            raise CommandError("The index cannot be searched; run `manage.py rebuild_index`.")
        (form,) = (form for form in FORMATS if form.ending == options["format"])

        def absolute(path: str) -> str:
            return urljoin(options["site"], path)

        about = About.of(absolute, wanted, found)
        # In the order they came in, so that registers are made in their order again and get their addresses.
        held = documents(sorted(found.numbers), absolute, whole=form.whole, decisions=form.whole)
        counted = tqdm(
            held,
            total=about.count,
            unit=" articles",
            disable=True if options["verbosity"] == 0 else None,
            file=sys.stderr,
            leave=False,
        )
        with _opened(options["output"]) as file:
            for piece in form.write(about, counted):
                file.write(piece)
        self.stderr.write(f"{about.count:,} {'article' if about.count == 1 else 'articles'} exported.")


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """A file that has its name only once it is whole, or standard output."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
