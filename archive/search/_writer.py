"""Writing the index: one writer at a time, whole batches, and rebuilds beside what is served.

The lock is one of the operating system on an open file, so a killed process
cannot leave it shut. Readers never wait for it. A writer that is killed leaves
files that no table of contents names; the next commit tidies them away.

A rebuild fills a directory of its own while the old one serves and takes changes.
Only at its end does it take the writers' lock, catch up with what changed in the
meantime, and point `CURRENT` at itself.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from haystack.constants import ID
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import SegmentWriter

from ._codec import ArchiveCodec
from ._schema import Layout
from ._snapshot import CURRENT, Pointer
from .exceptions import IndexBusy, IndexDamaged, IndexOutdated

#: Seconds to wait for another writer. A batch of a thousand articles takes some ten;
#: a web server gives up on a request after thirty.
PATIENCE: Final = 20.0

#: Megabytes of postings that Whoosh gathers before it writes them out.
_GATHERED_MB: Final = 128

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


class Batch:
    """Changes to one directory that are committed together. The caller holds the lock."""

    def __init__(self, directory: Path, *, filled: bool = True) -> None:
        self.writer: Any = None
        try:
            index = FileIndex(FileStorage(str(directory)))
            self.writer = SegmentWriter(index, codec=ArchiveCodec(), limitmb=_GATHERED_MB)
            self.reader = self.writer.reader() if filled else None
        except Exception as error:
            self.cancel()
            raise IndexDamaged(
                f"The index in {directory} cannot be written ({error}); run rebuild_index"
            ) from error
        self.pending: dict[str, Document | None] = {}
        self.changed = False

    def put(self, document: Document) -> None:
        """Add a document or replace the one of its id."""
        identifier = document[ID]
        self.pending[identifier if isinstance(identifier, str) else identifier[0]] = document

    def remove(self, identifier: str) -> None:
        self.pending[identifier] = None

    def remove_where(self, name: str, value: str) -> None:
        """Remove every document that has this value."""
        if self.reader is not None:
            for doc in list(self._having(name, value)):
                self._delete(doc)

    def add(self, document: Document) -> None:
        """Add a document whose id is known to be new, without keeping it in memory."""
        self.writer.add_document(**document)
        self.changed = True

    def commit(self) -> None:
        try:
            self._commit()
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Let go of Whoosh's own lock, also when a full disk stopped its writer half way."""
        if self.writer is not None and not self.writer.is_closed:
            with suppress(Exception):
                self.writer.cancel()
            if self.writer.writelock.fd is not None:
                self.writer.writelock.release()

    def _commit(self) -> None:
        for identifier, document in self.pending.items():
            for doc in list(self._having(ID, identifier)):
                self._delete(doc)
            if document is not None:
                self.add(document)
        if self.changed:
            self.writer.commit()
        else:
            self.writer.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.cancel()

    def _having(self, name: str, value: str) -> Iterable[int]:
        if self.reader is None:
            return ()
        try:
            ids: Iterable[int] = self.reader.postings(name, value).all_ids()
        except TermNotFound:
            return ()
        return ids

    def _delete(self, doc: int) -> None:
        self.writer.delete_document(doc)
        self.changed = True


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
            changes = Batch(directory, filled=False)
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
    FileIndex.create(FileStorage(str(directory)), layout.schema, "MAIN")
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
