"""Find documents: files by name, folders by what they hold, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .drafts import RawDocument
from .parsing import known_format


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One file to read. `place` says where it lies whatever folder the command was given."""

    name: str
    path: Path | None
    format: str | None

    @property
    def place(self) -> str:
        return str(self.path.resolve()) if self.path else ""

    def load(self) -> RawDocument:
        data = self.path.read_bytes() if self.path else sys.stdin.buffer.read()
        return RawDocument(data, self.name, self.format)


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
