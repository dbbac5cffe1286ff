"""One state of the index, open for reading: one a process, shared by its threads.

An index directory holds a small file `CURRENT`, which names the subdirectory that
is being served and the layout it was made for, the lock of the writers, and the
subdirectories. A rebuild fills a new subdirectory and then replaces `CURRENT`
in one step.

Whether the index has moved on is told by the change times of `CURRENT` and of
the subdirectory, two calls of `stat` a search; only when they differ are the
files listed. A change time is trusted once it is older than `SETTLED`: two
changes within one tick of the file system's clock look the same.

What is read from a segment is kept as long as the segment lives (segments never
change; only the list of deleted documents does), so that a search after a save
reads what the save wrote and no more. A lock serializes the searches of one
process: Whoosh's files are read by seeking, and under the interpreter's lock two
searches at a time would be no faster.
"""

from __future__ import annotations

import json
import os
import threading
import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher

from .exceptions import IndexDamaged, IndexOutdated

CURRENT: Final = "CURRENT"

#: Seconds after which a directory's change time is taken as final. File systems
#: count in ticks of up to 10 ms (ext4), some network ones in whole seconds.
SETTLED: Final = 2.0

#: Postings kept in memory a segment, in postings. At about 200 bytes each with
#: their places this bounds the cache at some 100 MB.
KEPT_POSTINGS: Final = 500_000

Postings = tuple[list[int], list[float], list[bytes | None]]
_NOTHING: Postings = ([], [], [])


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


class Lexicon:
    """The words of one field of one segment, in order, forwards and backwards."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    @cached_property
    def reversed(self) -> list[str]:
        return sorted(word[::-1] for word in self.words)

    def starting(self, prefix: str) -> list[str]:
        return _range(self.words, prefix)

    def ending(self, suffix: str) -> list[str]:
        return [word[::-1] for word in _range(self.reversed, suffix[::-1])]


def _range(words: list[str], prefix: str) -> list[str]:
    start = bisect_left(words, prefix)
    end = bisect_left(words, prefix + "\U0010ffff", start)
    return words[start:end]


class Leaf:
    """One segment. Document numbers in here count from its first document."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.size: int = reader.doc_count_all()
        self._postings: OrderedDict[tuple[str, bytes], Postings] = OrderedDict()
        self._kept = 0
        self._lexicons: dict[str, Lexicon] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self._numbers: dict[str, list[int | None]] = {}
        self._lengths: dict[str, list[int]] = {}

    def postings(self, name: str, term: bytes) -> Postings:
        key = (name, term)
        held = self._postings.get(key)
        if held is not None:
            self._postings.move_to_end(key)
            return held
        if key not in self.reader:
            return _NOTHING
        matcher = self.reader.postings(name, term)
        whole = getattr(matcher, "child", matcher).whole()
        self._postings[key] = whole
        self._kept += len(whole[0])
        while self._kept > KEPT_POSTINGS and len(self._postings) > 1:
            _, dropped = self._postings.popitem(last=False)
            self._kept -= len(dropped[0])
        return whole

    def lexicon(self, name: str) -> Lexicon:
        if name not in self._lexicons:
            self._lexicons[name] = Lexicon(sorted(term.decode() for term in self._terms(name)))
        return self._lexicons[name]

    def values(self, name: str) -> list[tuple[str, ...]]:
        """The whole values of an exact field, for each document."""
        if name not in self._values:
            gathered: list[list[str]] = [[] for _ in range(self.size)]
            for term in self._terms(name):
                value = term.decode()
                matcher = self.reader.postings(name, term)
                for doc in getattr(matcher, "child", matcher).whole()[0]:
                    gathered[doc].append(value)
            self._values[name] = [tuple(each) for each in gathered]
        return self._values[name]

    def numbers(self, name: str) -> list[int | None]:
        """The sortable form of a number or moment, for each document."""
        if name not in self._numbers:
            missing = self.reader.schema[name].column_type.default_value()
            column = self.reader.column_reader(name, translate=False)
            read = (column[doc] for doc in range(self.size))
            self._numbers[name] = [None if number == missing else number for number in read]
        return self._numbers[name]

    def lengths(self, name: str) -> list[int]:
        if name not in self._lengths:
            read = self.reader.doc_field_length
            self._lengths[name] = [read(doc, name) or 0 for doc in range(self.size)]
        return self._lengths[name]

    def _terms(self, name: str) -> Iterator[bytes]:
        return iter(self.reader.lexicon(name)) if name in self.reader.schema else iter(())


class Snapshot:
    """The index at one generation. Document numbers in here count over all segments."""

    def __init__(self, searcher: Any, generation: int, known: dict[Any, Leaf]) -> None:
        self.searcher = searcher
        self.schema = searcher.schema
        self.generation = generation
        self.size: int = searcher.doc_count_all()
        self.leaves: list[tuple[Leaf, int]] = []
        self.leaf_searchers: list[tuple[Any, int]] = list(searcher.leaf_searchers()) if self.size else []
        for sub, base in self.leaf_searchers:
            reader = sub.reader()
            leaf = known.get(reader.segment().segment_id())
            if leaf is None or leaf.size != reader.doc_count_all():
                leaf = Leaf(reader)
            leaf.reader = reader
            self.leaves.append((leaf, base))
        self.deleted = frozenset(
            base + doc for leaf, base in self.leaves for doc in leaf.reader.segment().deleted_docs()
        )
        self.cache: dict[Any, Any] = {}

    @cached_property
    def every(self) -> frozenset[int]:
        return frozenset(range(self.size)) - self.deleted

    def frequency(self, name: str, term: bytes) -> int:
        """How many documents hold a term, deleted ones included, as Whoosh counts."""
        return sum(len(leaf.postings(name, term)[0]) for leaf, _ in self.leaves)

    def values(self, name: str) -> Sequence[tuple[str, ...]]:
        return self._joined("values", name)

    def numbers(self, name: str) -> Sequence[int | None]:
        return self._joined("numbers", name)

    def lengths(self, name: str) -> Sequence[int]:
        return self._joined("lengths", name)

    def stored(self, doc: int) -> dict[str, Any]:
        for leaf, base in self.leaves:
            if doc < base + leaf.size:
                stored: dict[str, Any] = leaf.reader.stored_fields(doc - base)
                return stored
        raise IndexError(doc)

    def _joined(self, what: str, name: str) -> Any:
        key = (what, name)
        if key not in self.cache:
            lists = [getattr(leaf, what)(name) for leaf, _ in self.leaves]
            self.cache[key] = lists[0] if len(lists) == 1 else [each for one in lists for each in one]
        return self.cache[key]


@dataclass(slots=True)
class Reading:
    """The process's view of one index directory. `lock` is held for the length of a search."""

    root: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
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
        if self._snapshot is not None and now == self._seen and self._settled:
            return self._snapshot
        self._settled = time.time_ns() - max(now, default=0) > SETTLED * 1e9
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
        self._snapshot = self.open(directory, self._leaves() if pointer == self._pointer else {})
        self._pointer = pointer

    def open(self, directory: Path, known: dict[Any, Leaf] | None = None) -> Snapshot:
        """The newest state of the index in a directory; `known` segments are taken over as they are."""
        storage = FileStorage(str(directory))
        while True:
            generation = _latest_generation(directory)
            try:
                table = whoosh_index.TOC.read(storage, "MAIN")
                reader = whoosh_index.FileIndex._reader(
                    storage, table.schema, table.segments, table.generation
                )
                return Snapshot(Searcher(reader), table.generation, known or {})
            except Exception as error:
                # A writer may have tidied the files away between listing and opening;
                # then it has written a newer table of contents before.
                if generation == _latest_generation(directory):
                    raise IndexDamaged(
                        f"The index in {directory} cannot be opened ({type(error).__name__}: {error}); "
                        "run rebuild_index"
                    ) from error

    def _leaves(self) -> dict[Any, Leaf]:
        if self._snapshot is None:
            return {}
        return {leaf.reader.segment().segment_id(): leaf for leaf, _ in self._snapshot.leaves}

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
        return int(whoosh_index.TOC._latest_generation(FileStorage(str(directory)), "MAIN"))
    except OSError:
        return -1


_readings: dict[Path, Reading] = {}
_readings_lock = threading.Lock()


def reading(root: Path) -> Reading:
    """This process's view of an index directory."""
    with _readings_lock:
        return _readings.setdefault(root, Reading(root))
