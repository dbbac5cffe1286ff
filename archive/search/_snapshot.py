"""One state of the index, open for reading: one a process, shared by its threads.

An index directory holds a small file `CURRENT`, which names the subdirectory that
is being served and the layout it was made for, the lock of the writers, and the
subdirectories. A rebuild fills a new subdirectory and then replaces `CURRENT`
in one step.

Whether the index has moved on is told by the change times of `CURRENT` and of
the subdirectory, two calls of `stat` a search; only when they differ are the
files listed. A change time is trusted once it is older than `SETTLED`: two
changes within one tick of the file system's clock look the same.

What is worked out of a segment is kept as long as the segment lives (segments never
change; only the list of deleted documents does). Postings with their worth are
kept up to a bound (`_postings`). A lock serializes the searches of one process:
under the interpreter's lock two at a time would be no faster.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.searching import Searcher

from ._codec import contents
from ._flat import Array
from ._postings import Kept, Postings, Spread, grown, stepped
from ._segment import MISSING, Contents
from ._tables import Ordinals, Table
from ._vocabulary import Vocabulary
from .exceptions import IndexDamaged, IndexOutdated

CURRENT: Final = "CURRENT"

#: Seconds after which a directory's change time is taken as final. File systems
#: count in ticks of up to 10 ms (ext4), some network ones in whole seconds.
SETTLED: Final = 2.0

#: Bytes of postings that a process keeps, unless the connection says otherwise
#: (`POSTINGS_MEMORY`). A posting takes twelve.
POSTINGS_MEMORY: Final = 256 * 1024 * 1024

#: Whoosh's own settings of BM25F.
B: Final = 0.75
K1: Final = 1.2


@dataclass(frozen=True, slots=True)
class Pointer:
    """What `CURRENT` says."""

    directory: str
    fingerprint: str

    @classmethod
    def read(cls, root: Path) -> Pointer | None:
        """None when nothing has been indexed yet."""
        try:
            held = json.loads((root / CURRENT).read_text(encoding="utf-8"))
            return cls(str(held["directory"]), str(held["fingerprint"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise IndexDamaged(f"{root / CURRENT} cannot be read ({error}); run rebuild_index") from error

    def write(self, root: Path) -> None:
        """Replace `CURRENT` in one step, on disk before it is seen."""
        draft = root / f"{CURRENT}.{os.getpid()}.{threading.get_ident()}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"directory": self.directory, "fingerprint": self.fingerprint}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(root / CURRENT)


class Leaf:
    """One segment. Document numbers in here count from its first document."""

    def __init__(self, contents: Contents, identifier: str) -> None:
        self.contents = contents
        self.identifier = identifier
        self.size = contents.size
        self._tables: dict[tuple[str, ...], Table] = {}
        self._totals: dict[tuple[str, ...], Array] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    def table(self, names: tuple[str, ...], ordinals: Ordinals) -> Table:
        held = self._tables.get(names)
        if held is None:
            held = Table.of([self._rows(name, ordinals) for name in names], self.size)
            self._tables[names] = held
        return held

    def counted(self, names: tuple[str, ...], docs: Array, values: int, ordinals: Ordinals) -> Array:
        """How many of these documents have each value.

        Of more than half of them all, those are counted that are left out.
        """
        table = self.table(names, ordinals)
        if 2 * len(docs) <= self.size:
            return table.counted(docs, values)
        whole = self._totals.get(names)
        if whole is None:
            whole = self._totals[names] = table.counted(np.arange(self.size), values)
        others = np.ones(self.size, bool)
        others[docs] = False
        counts = -table.counted(np.flatnonzero(others), values)
        counts[: len(whole)] += whole
        return counts

    def _rows(self, name: str, ordinals: Ordinals) -> tuple[Array, Array]:
        rows = self.contents[f"{name}/rows"].astype(np.int64)
        values = self.contents[f"{name}/values"]
        if not rows.size:
            return np.zeros(self.size + 1, np.int64), values
        return rows, ordinals.of(name, self.contents.lexicon(name))[values]

    def values(self, name: str) -> list[tuple[str, ...]]:
        """The whole values of a field, for each document."""
        words = self.contents.lexicon(name).words()
        rows = self.contents[f"{name}/rows"].tolist() or [0] * (self.size + 1)
        held = [words[number] for number in self.contents[f"{name}/values"].tolist()]
        return [tuple(held[start:end]) for start, end in pairwise(rows)]

    def numbers(self, name: str) -> Array:
        """The sortable form of a number or moment, for each document."""
        held = self.contents[f"{name}/column"]
        return held if held.size else np.full(self.size, MISSING)

    def vocabulary(self, name: str) -> Vocabulary:
        held = self._vocabularies.get(name)
        if held is None:
            held = self._vocabularies[name] = Vocabulary(self.contents.lexicon(name))
        return held

    def lengths(self, name: str) -> Array:
        held = self.contents.lengths(name)
        return held if held.size else np.zeros(self.size, np.int64)


class Snapshot:
    """The index at one generation. Document numbers in here count over all segments."""

    def __init__(
        self,
        table: Any,
        storage: Any,
        ordinals: Ordinals,
        memory: int = POSTINGS_MEMORY,
        before: Snapshot | None = None,
    ) -> None:
        self.schema = table.schema
        self.generation: int = table.generation
        self._table = table
        self._storage = storage
        self.ordinals = ordinals
        self.leaves: list[tuple[Leaf, int]] = []
        known = {} if before is None else {leaf.identifier: leaf for leaf, _ in before.leaves}
        deleted: list[int] = []
        base = 0
        for segment in table.segments:
            identifier = segment.segment_id()
            leaf = known.get(identifier) or Leaf(contents(storage, segment), identifier)
            self.leaves.append((leaf, base))
            deleted += [base + doc for doc in segment.deleted_docs()]
            base += leaf.size
        self.size = base
        self.alive = np.ones(base, bool)
        self.alive[deleted] = False
        self.has_deleted = bool(deleted)
        self.cache: dict[Any, Any] = {}
        self.postings_kept = Kept(memory)
        # So many documents are the first ones of every state since keeping began.
        self._shared = self.size
        self._norms: dict[str, tuple[float, Array]] = {}
        if before is not None and 2 * (shared := self._shared_with(before)) >= self.size:
            self.postings_kept, self._shared, self._norms = before.postings_kept, shared, before._norms

    def _shared_with(self, before: Snapshot) -> int:
        shared = 0
        for (leaf, base), (other, _) in zip(self.leaves, before.leaves, strict=False):
            if leaf is not other:
                break
            shared = base + leaf.size
        return min(shared, before._shared)

    @cached_property
    def searcher(self) -> Any:
        """Whoosh's own, for queries that have no rule here."""
        table = self._table
        reader = FileIndex._reader(self._storage, table.schema, table.segments, table.generation)
        return Searcher(reader)

    @cached_property
    def leaf_searchers(self) -> list[tuple[Any, int]]:
        return list(self.searcher.leaf_searchers()) if self.size else []

    @cached_property
    def every(self) -> Array:
        return np.flatnonzero(self.alive)

    def leaf_of(self, doc: int) -> tuple[Leaf, int]:
        for leaf, base in self.leaves:
            if doc < base + leaf.size:
                return leaf, base
        raise IndexError(doc)

    def within(self, docs: Array) -> Iterator[tuple[int, int, Array]]:
        """The numbers of the segments that hold some of these ordered documents, and which of theirs."""
        if len(self.leaves) == 1:
            yield 0, 0, docs
            return
        bases = [base for _, base in self.leaves]
        cuts = np.searchsorted(docs, [*bases, self.size]).tolist()
        for number, base in enumerate(bases):
            low, high = cuts[number], cuts[number + 1]
            if low < high:
                yield number, base, docs[low:high] - base

    def term(self, name: str, term: bytes) -> Postings:
        """A term's postings over all segments, kept for the next time."""
        key = (name, term)
        held: Postings | None = self.postings_kept.get(key)
        if held is None or held.average != self.average(name):
            held = self._gathered(name, term, 0)
        elif held.generation == self.generation:
            return held
        else:
            held = held.grown(self._shared, self._gathered(name, term, self._shared))
        self.postings_kept.put(key, held)
        return held

    def _gathered(self, name: str, term: bytes, since: int) -> Postings:
        """A term's postings in the segments from that document on."""
        docs: list[Array] = [np.zeros(0, np.int64)]
        weights: list[Array] = [np.zeros(0, np.float32)]
        average = self.average(name)
        for leaf, base in self.leaves:
            if base < since or (number := leaf.contents.lexicon(name).find(term)) < 0:
                continue
            start, end = leaf.contents.extent(name, number)
            docs.append(leaf.contents[f"{name}/docs"][start:end].astype(np.int64) + base)
            if average:
                weights.append(leaf.contents[f"{name}/weights"][start:end].astype(np.float32))
        every = docs[-1] if len(docs) < 3 else np.concatenate(docs)
        weight = weights[-1] if len(weights) < 3 else np.concatenate(weights)
        worth = weight / (weight + self.norms(name)[every]) if len(weight) else weight
        return Postings(every, worth, average, self.generation)

    def spread(self, name: str, term: bytes) -> Spread:
        """The same with a place for every document."""
        key = (name, term, "spread")
        listed = self.term(name, term)
        held: Spread | None = self.postings_kept.get(key)
        if held is None or held.average != listed.average:
            held = Spread.of(listed, self.size)
        elif held.generation == self.generation:
            return held
        else:
            held = held.grown(self._shared, listed, self.size)
        self.postings_kept.put(key, held)
        return held

    def starts(self, leaf: Leaf, name: str, number: int) -> Array:
        """Where the places of each posting of a term of a segment start, kept for the next time."""
        key = (leaf.identifier, name, number)
        held: Array | None = self.postings_kept.get(key)
        if held is None:
            held = leaf.contents.starts(name, number)
            self.postings_kept.put(key, held)
        return held

    def places_a_document(self, name: str, term: bytes) -> float:
        """How often a term stands in the documents that have it."""
        places = documents = 0
        for leaf, _ in self.leaves:
            if (number := leaf.contents.lexicon(name).find(term)) >= 0:
                spots, posts = leaf.contents[f"{name}/spots"], leaf.contents[f"{name}/posts"]
                places += int(spots[number + 1]) - int(spots[number])
                documents += int(posts[number + 1]) - int(posts[number])
        return places / max(1, documents)

    def average(self, name: str) -> float:
        """How long a field's texts are on average; 0 of a field whose words are not weighed."""

        def made() -> float:
            if name not in self.schema or not self.schema[name].scorable:
                return 0.0
            total = sum(int(leaf.contents[f"{name}/lengths"].sum(dtype=np.int64)) for leaf, _ in self.leaves)
            return stepped(total / max(1, self.size) or 1.0)

        return self.once(("average", name), made)

    def norms(self, name: str) -> Array:
        """What BM25 adds to a weight below the line: it grows with the length of the field."""

        def made() -> Array:
            average = self.average(name)
            held = self._norms.get(name)
            since = 0 if held is None or held[0] != average else self._shared
            lengths = [leaf.lengths(name) for leaf, base in self.leaves if base >= since]
            norms = (K1 * (1 - B + B * np.concatenate([np.zeros(0), *lengths]) / average)).astype(np.float32)
            if held is not None and since:
                norms = grown(held[1], since, norms)
            self._norms[name] = average, norms
            return norms

        return self.once(("norms", name), made)

    def documents(self, name: str, term: bytes) -> Array:
        """The documents that hold a term, deleted ones included."""
        held = [np.zeros(0, np.int64)]
        for leaf, base in self.leaves:
            if (number := leaf.contents.lexicon(name).find(term)) >= 0:
                held.append(leaf.contents.docs(name, number).astype(np.int64) + base)
        return np.concatenate(held)

    def frequency(self, name: str, term: bytes) -> int:
        """How many documents hold a term, deleted ones included, as Whoosh counts."""
        total = 0
        for leaf, _ in self.leaves:
            if (number := leaf.contents.lexicon(name).find(term)) >= 0:
                start, end = leaf.contents.extent(name, number)
                total += end - start
        return total

    def counted(self, names: tuple[str, ...], docs: Array) -> Array:
        """How many of these documents have each value of these fields, by the value's number."""
        leaves = [self.leaves[number][0] for number, _, _ in self.within(docs)]
        for leaf in leaves:
            leaf.table(names, self.ordinals)
        values = len(self.ordinals.values)
        counts = np.zeros(values, np.int64)
        for number, _, here in self.within(docs):
            counts += self.leaves[number][0].counted(names, here, values, self.ordinals)
        return counts

    def values(self, name: str) -> Sequence[tuple[str, ...]]:
        return self.once(
            ("values", name), lambda: [each for leaf, _ in self.leaves for each in leaf.values(name)]
        )

    def first_values(self, name: str) -> Array:
        """The number of each document's first value."""

        def made() -> Array:
            firsts = [np.zeros(0, np.int64)]
            for leaf, _ in self.leaves:
                columns = leaf.table((name,), self.ordinals).columns
                firsts.append(columns[:, 0] if columns.shape[1] else np.zeros(leaf.size, np.int64))
            return np.concatenate(firsts)

        return self.once(("first", name), made)

    def numbers(self, name: str) -> Array:
        return self._joined("numbers", name)

    def lengths(self, name: str) -> Array:
        return self._joined("lengths", name)

    def stored(self, doc: int) -> dict[str, Any]:
        leaf, base = self.leaf_of(doc)
        return leaf.contents.stored(doc - base)

    def _joined(self, what: str, name: str) -> Array:
        def made() -> Array:
            parts = [getattr(leaf, what)(name) for leaf, _ in self.leaves]
            return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.uint8), *parts])

        return self.once((what, name), made)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What is worked out once for the life of a snapshot."""
        held = self.cache.get(key)
        if held is None:
            held = self.cache[key] = make()
        return held


@dataclass(slots=True)
class Reading:
    """The process's view of one index directory. `lock` is held for the length of a search."""

    root: Path
    memory: int = POSTINGS_MEMORY
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ordinals: dict[str, Ordinals] = field(default_factory=dict)
    _pointer: Pointer | None = None
    _snapshot: Snapshot | None = None
    _seen: tuple[int, ...] = ()
    _settled: bool = False
    _owner: int = 0

    def snapshot(self, fingerprint: str) -> Snapshot | None:
        """The newest state, or None when nothing has been indexed yet. Call it under `lock`."""
        if self._owner != os.getpid():
            # Files opened before a fork share their read position with the parent.
            self._forget()
            self._owner = os.getpid()
        now = self._times()
        if self._snapshot is not None and now and now == self._seen and self._settled:
            return self._snapshot
        self._settled = bool(now) and time.time_ns() - max(now) > SETTLED * 1e9
        while (pointer := Pointer.read(self.root)) is not None:
            if pointer.fingerprint != fingerprint:
                raise IndexOutdated(f"The index in {self.root} was made for other fields; run rebuild_index")
            try:
                self._refresh(pointer)
            except IndexDamaged:
                # A rebuild may have replaced what the pointer named when it was read.
                if Pointer.read(self.root) == pointer:
                    raise
                continue
            self._seen = now
            return self._snapshot
        self._forget()
        return None

    def _refresh(self, pointer: Pointer) -> None:
        directory = self.root / pointer.directory
        known = self._snapshot if pointer == self._pointer else None
        if known is not None and known.generation == _latest_generation(directory):
            return
        if pointer != self._pointer:
            self._ordinals.clear()
        self._snapshot = self.open(directory, known)
        self._pointer = pointer

    def open(self, directory: Path, before: Snapshot | None = None) -> Snapshot:
        """The newest state of the index in a directory; what is still right of `before` is taken over."""
        storage = FileStorage(str(directory))
        while True:
            generation = _latest_generation(directory)
            try:
                table = TOC.read(storage, "MAIN")
                ordinals = self._ordinals.setdefault(directory.name, Ordinals())
                return Snapshot(table, storage, ordinals, self.memory, before)
            except Exception as error:
                # A writer may have tidied the files away between listing and opening;
                # then it has written a newer table of contents before.
                if generation == _latest_generation(directory):
                    raise IndexDamaged(
                        f"The index in {directory} cannot be opened ({type(error).__name__}: {error}); "
                        "run rebuild_index"
                    ) from error

    def _times(self) -> tuple[int, ...]:
        try:
            first = (self.root / CURRENT).stat()
            if self._pointer is None:
                return (first.st_mtime_ns, first.st_ino)
            second = (self.root / self._pointer.directory).stat()
            return (first.st_mtime_ns, first.st_ino, second.st_mtime_ns)
        except OSError:
            return ()

    def _forget(self) -> None:
        self._snapshot = self._pointer = None
        self._seen = ()


def _latest_generation(directory: Path) -> int:
    """The newest table of contents in a directory; -1 when there is none."""
    try:
        return int(TOC._latest_generation(FileStorage(str(directory)), "MAIN"))
    except OSError:
        return -1


_readings: dict[Path, Reading] = {}
_readings_lock = threading.Lock()


def reading(root: Path, memory: int = POSTINGS_MEMORY) -> Reading:
    """This process's view of an index directory."""
    with _readings_lock:
        return _readings.setdefault(root, Reading(root, memory))
