"""Writing the index: one writer at a time, whole batches, and rebuilds beside what is served.

The lock is one of the operating system on an open file, so a killed process
cannot leave it shut. Readers never wait for it. A writer that is killed leaves
files that no table of contents names; the next commit tidies them away.

A rebuild fills a directory of its own while the old one serves and takes changes.
Only at its end does it take the writers' lock, catch up with what changed in the
meantime, and point `CURRENT` at itself.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from haystack.constants import ID
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files
from whoosh.util.filelock import FileLock, try_for

from . import _flat
from ._codec import FlatCodec, contents
from ._flat import Array
from ._inversion import Gathering
from ._merging import merge
from ._schema import Layout
from ._segment import EXTENSION, Contents
from ._snapshot import CURRENT, Pointer
from .exceptions import IndexBusy, IndexDamaged, IndexOutdated

#: Seconds to wait for another writer. A batch of a thousand articles takes some ten;
#: a web server gives up on a request after thirty.
PATIENCE: Final = 20.0

#: Documents that a single save may copy to keep segments few.
SMALL: Final = 2_000

#: Every segment is looked into by every search.
MOST_SEGMENTS: Final = 16

_NAME: Final = "MAIN"

Document = Mapping[str, Any]


@contextmanager
def locked(root: Path, name: str, patience: float) -> Iterator[None]:
    """Hold the index's lock of that name."""
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(root / f"{name}.lock"))
    if not try_for(lock.acquire, timeout=patience, delay=0.02):
        raise IndexBusy(f"Another process has been at the {name} of {root} for more than {patience:g} s")
    try:
        yield
    finally:
        lock.release()


class _Storage(FileStorage):
    """Puts a table of contents on disk before it is seen under its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        with Path(self.folder, oldname).open("rb") as file:
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)


class Batch:
    """Changes to one directory that are committed together. The caller holds the lock."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.storage = _Storage(str(directory))
        try:
            table = TOC.read(self.storage, _NAME)
            self.held = [(segment, contents(self.storage, segment)) for segment in table.segments]
        except Exception as error:
            raise IndexDamaged(
                f"The index in {directory} cannot be written ({error}); run rebuild_index"
            ) from error
        self.schema = table.schema
        self.generation = table.generation
        self.pending: dict[str, Document | None] = {}
        self.changed = False
        self.added = 0
        self._gathering = Gathering(self.schema)
        self._written: list[Path] = []
        self._new: set[str] = set()

    def put(self, document: Document) -> None:
        """Add a document or replace the one of its id."""
        identifier = document[ID]
        self.pending[identifier if isinstance(identifier, str) else identifier[0]] = document

    def remove(self, identifier: str) -> None:
        self.pending[identifier] = None

    def remove_where(self, name: str, value: str) -> None:
        """Remove every document that has this value."""
        for segment, held in self.held:
            if (term := held.lexicon(name).find(value.encode())) >= 0:
                for doc in held.docs(name, term).tolist():
                    if not segment.is_deleted(doc):
                        segment.delete_document(doc)
                        self.changed = True

    def add(self, document: Document) -> None:
        """Add a document whose id is known to be new, without keeping it in memory."""
        self._gathering.add(document)
        self.added += 1
        self.changed = True
        if self._gathering.is_full:
            self._flush()

    def commit(self) -> None:
        try:
            self._commit()
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Leave nothing behind, also when a full disk stopped the batch half way."""
        for path in self._written:
            path.unlink(missing_ok=True)

    def _commit(self) -> None:
        for identifier, document in self.pending.items():
            self.remove_where(ID, identifier)
            if document is not None:
                self.add(document)
        if not self.changed:
            return
        self._flush()
        self._join()
        segments = [segment for segment, _ in self.held]
        TOC(self.schema, segments, self.generation + 1).write(self.storage, _NAME)
        self._written.clear()
        clean_files(self.storage, _NAME, self.generation + 1, segments)
        for draft in self.directory.glob(f"_{_NAME}_*.toc.*"):
            draft.unlink(missing_ok=True)

    def _flush(self) -> None:
        """Write what was gathered as a segment of its own."""
        if self._gathering.size:
            arrays = self._gathering.arrays()
            self.held.append(self._segment(lambda path: _flat.write(path, arrays)))
            self._gathering = Gathering(self.schema)
            self._new.add(self.held[-1][0].segment_id())

    def _segment(self, write: Callable[[Path], None]) -> tuple[Any, Contents]:
        segment = FlatCodec().new_segment(self.storage, _NAME)
        path = self.directory / segment.make_filename(EXTENSION)
        self._written.append(path)
        write(path)
        held = Contents.at(path)
        segment.set_doc_count(held.size)
        return segment, held

    def _join(self) -> None:
        """Join what this batch wrote, and the last segments where they are many or small."""
        self.held = [(segment, held) for segment, held in self.held if segment.doc_count()]
        start = first_to_join([segment.doc_count() for segment, _ in self.held], self.added)
        new = [number for number, (each, _) in enumerate(self.held) if each.segment_id() in self._new]
        start = min([start, *new])
        if start < len(self.held) - 1:
            parts = [(held, _alive(segment)) for segment, held in self.held[start:]]
            self.held[start:] = [self._segment(lambda path: _joined(path, parts))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.cancel()


def _joined(path: Path, parts: Sequence[tuple[Contents, Array]]) -> None:
    with _flat.Draft(path) as draft:
        merge(parts, draft)


def _alive(segment: Any) -> Array:
    alive = np.ones(segment.doc_count_all(), bool)
    alive[list(segment.deleted_docs())] = False
    return alive


def first_to_join(sizes: Sequence[int], added: int) -> int:
    """The first of the segments that become one with all behind it.

    A segment is joined with those behind it when they are at least half as large
    together, so that each document is copied a few times only, however many saves
    there are. A save joins no more than `SMALL` documents, or twenty times what it
    adds itself: a reader's next search must not wait for it. Only when there are
    more than `MOST_SEGMENTS` are the last half of them joined whatever they hold.
    """
    most = max(SMALL, 20 * added)
    start = max(0, len(sizes) - 1)
    total = sum(sizes[start:])
    while start and sizes[start - 1] <= 2 * total and total + sizes[start - 1] <= most:
        start -= 1
        total += sizes[start]
    return start if start < MOST_SEGMENTS else MOST_SEGMENTS // 2


@contextmanager
def batch(root: Path, layout: Layout, patience: float = PATIENCE) -> Iterator[Batch]:
    """Changes to the index that is served. It is made when there is none."""
    with locked(root, "writer", patience):
        pointer = Pointer.read(root)
        if pointer is None:
            pointer = _create(root, layout)
            pointer.write(root)
        if pointer.fingerprint != layout.fingerprint:
            raise IndexOutdated(f"The index in {root} was made for other fields; run rebuild_index")
        with Batch(root / pointer.directory) as changes:
            yield changes


def clear(root: Path, layout: Layout, patience: float = PATIENCE) -> None:
    """Serve an empty index from now on."""
    with locked(root, "writer", patience):
        served = _pointer(root)
        _create(root, layout).write(root)
        if served is not None:
            shutil.rmtree(root / served.directory, ignore_errors=True)


def rebuild(
    root: Path,
    layout: Layout,
    documents: Iterable[Document],
    catch_up: Callable[[Path], None],
    patience: float = PATIENCE,
) -> None:
    """Build an index of these documents and serve it once it is whole.

    `catch_up` is called with the new directory while no writer can change
    anything, to repeat there what happened since the documents were read.
    """
    with locked(root, "rebuild", patience=0):
        pointer = _create(root, layout)
        directory = root / pointer.directory
        try:
            changes = Batch(directory)
            try:
                for document in documents:
                    changes.add(document)
            except BaseException:
                changes.cancel()
                raise
            changes.commit()
            with locked(root, "writer", patience):
                catch_up(directory)
                pointer.write(root)
                _tidy(root, pointer)
        except BaseException:
            if _pointer(root) != pointer:
                shutil.rmtree(directory, ignore_errors=True)
            raise


def _create(root: Path, layout: Layout) -> Pointer:
    pointer = Pointer(f"index-{secrets.token_hex(4)}", layout.fingerprint)
    directory = root / pointer.directory
    directory.mkdir(parents=True)
    TOC.create(_Storage(str(directory)), layout.schema, _NAME)
    return pointer


def _pointer(root: Path) -> Pointer | None:
    """What is served, as far as it can be told."""
    try:
        return Pointer.read(root)
    except IndexDamaged:
        return None


def _tidy(root: Path, kept: Pointer) -> None:
    """Remove what earlier rebuilds and killed writers left; the caller holds both locks.

    Readers that have these files open keep them until they let go.
    """
    for directory in root.glob("index-*"):
        if directory.name != kept.directory:
            shutil.rmtree(directory, ignore_errors=True)
    for draft in root.glob(f"{CURRENT}.*"):
        draft.unlink(missing_ok=True)
