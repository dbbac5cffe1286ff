"""Find documents: files by name, folders by what they hold, standard input.

A file of many documents may be far larger than memory, so it is handed on line
by line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from .drafts import RawDocument
from .parsing import format_of, known_format

#: Bytes that are looked through at a time.
BLOCK = 4 * 1024 * 1024
#: Enough of a document without a telling name to know its format by.
HEAD = 8192
#: How a text in UTF-16 begins. Its lines end in two bytes, so it is read whole.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One file to read. `place` says where it lies whatever folder the command was given."""

    name: str
    path: Path | None
    format: str | None

    @property
    def place(self) -> str:
        return str(self.path.resolve()) if self.path else ""

    def expected(self) -> int | None:
        """About how many documents it holds; None where that cannot be told beforehand."""
        if self.path is None:
            return None
        if self.format != "json-lines":
            return 1
        with self.path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b"")) or 1

    def parts(self) -> Iterator[RawDocument]:
        """The file whole, or line by line when it holds a document a line. Raises OSError."""
        with self.path.open("rb") if self.path else nullcontext(sys.stdin.buffer) as file:
            head = file.read(HEAD)
            form = format_of(RawDocument(head, self.name, self.format))
            if form != "json-lines" or head.startswith(UTF_16):
                yield RawDocument(head + file.read(), self.name, form)
            else:
                yield from _lines(head + file.readline(), file, self.name)


def _lines(head: bytes, file: BinaryIO, name: str) -> Iterator[RawDocument]:
    """Every line that is not blank; an empty document when all are."""
    blank = True
    begun = head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(chain(begun[:-1], [begun[-1]] * bool(begun[-1]), file), start=1):
        if line.strip():
            blank = False
            yield RawDocument(line.rstrip(b"\r\n"), name, "json-lines", number)
    if blank:
        yield RawDocument(b"", name, "json-lines")


@dataclass(frozen=True, slots=True)
class FileProblem:
    name: str
    reason: str


def find_documents(paths: list[str], form: str | None = None) -> Iterator[DocumentFile | FileProblem]:
    """Every document under these paths, in a stable order. A folder gives the files whose format is known."""
    for given in paths:
        path = Path(given)
        if given == "-":
            yield DocumentFile("standard input", None, form)
        elif path.is_dir():
            yield from _in_folder(path, form)
        elif path.is_file():
            yield DocumentFile(path.name, path, form or known_format(path.name))
        else:
            yield FileProblem(given, "There is no such file or folder.")


def _in_folder(folder: Path, form: str | None) -> Iterator[DocumentFile | FileProblem]:
    found = False
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and known_format(path.name):
            found = True
            yield DocumentFile(str(path.relative_to(folder)), path, form or known_format(path.name))
    if not found:
        yield FileProblem(str(folder), "There is no document in this folder.")
