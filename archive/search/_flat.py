"""Named arrays in one file, read by mapping it into memory.

A segment of the index is one such file. Nothing is decoded when it is opened: an
array is a view into the mapping, the operating system reads the pages that are
touched, keeps them for all processes, and lets them go when memory is short.

    "DATELINE", version, position and length of the directory
    the arrays, each aligned to 64 bytes
    the directory: name ─▶ type, position, number of items (JSON)

The directory is written last and the file is on disk before any table of contents
names it, so a file that is cut short is never served; `opened` refuses one anyhow.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, Self
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_HEAD: Final = struct.Struct("<8sQQQ")
_MAGIC: Final = b"DATELINE"
_VERSION: Final = 1
_ALIGNED: Final = 64
_EMPTY: Final[Array] = np.zeros(0, np.int32)


def smallest(numbers: Array) -> Array:
    """The same natural numbers in the smallest type that holds them."""
    most = int(numbers.max()) if numbers.size else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers.astype(np.int64)


class Row:
    """A long array on its way into a file, piece after piece."""

    def __init__(self, file: BinaryIO, at: int, kind: np.dtype[Any]) -> None:
        self._file = file
        self._at = at
        self._kind = kind

    def append(self, piece: Array) -> None:
        data = np.ascontiguousarray(piece, self._kind)
        self._file.seek(self._at)
        self._file.write(data.data)
        self._at += data.nbytes


class Draft:
    """A file of arrays being written: whole and on disk when it is left, or none at all.

    Room is set aside for an array too long for the memory, so that several of them can be
    filled side by side.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._at = _ALIGNED
        self._directory: dict[str, tuple[str, int, int]] = {}

    def put(self, name: str, array: Array) -> None:
        self.row(name, array.dtype, array.size).append(array)

    def row(self, name: str, kind: np.dtype[Any], size: int) -> Row:
        """Room for so many items, which must all be filled."""
        self._directory[name] = (kind.str, self._at, size)
        row = Row(self._file, self._at, kind)
        self._at += -(-size * kind.itemsize // _ALIGNED) * _ALIGNED
        return row

    def _finish(self) -> None:
        held = json.dumps(self._directory).encode()
        self._file.seek(self._at)
        self._file.write(held)
        self._file.seek(0)
        self._file.write(_HEAD.pack(_MAGIC, _VERSION, self._at, len(held)))
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
            self._file.close()
        except BaseException:
            self._path.unlink(missing_ok=True)
            raise
        if kind is not None:
            self._path.unlink(missing_ok=True)


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write a file of arrays, whole and on disk, or none at all."""
    with Draft(path) as draft:
        for name, array in arrays.items():
            draft.put(name, array)


class FlatFile:
    """The arrays of one file. An array that is not there is an empty one."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, at, length = _HEAD.unpack_from(self._map)
        if (magic, version) != (_MAGIC, _VERSION) or at + length != len(self._map):
            raise ValueError(f"{path.name} is not whole")
        self._directory: dict[str, tuple[str, int, int]] = json.loads(self._map[at : at + length])
        self._views: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __getitem__(self, name: str) -> Array:
        held = self._views.get(name)
        if held is None:
            place = self._directory.get(name)
            if place is None:
                return _EMPTY
            kind, at, count = place
            held = np.frombuffer(self._map, dtype=np.dtype(kind), count=count, offset=at)
            self._views[name] = held
        return held

    def slice(self, name: str, start: int, end: int) -> bytes:
        """Bytes of an array of bytes."""
        place = self._directory.get(name)
        return b"" if place is None else self._map[place[1] + start : place[1] + end]

    def buffer(self, name: str) -> tuple[mmap.mmap, int, int]:
        """Where an array of bytes lies: the mapping, its start and its end."""
        _, at, count = self._directory[name]
        return self._map, at, at + count

    def names(self) -> list[str]:
        return list(self._directory)


_open: WeakValueDictionary[Path, FlatFile] = WeakValueDictionary()


def opened(path: Path) -> FlatFile:
    """One mapping a process for each file, which must be there; it never changes once it is written."""
    path.stat()
    held = _open.get(path)
    if held is None:
        held = _open[path] = FlatFile(path)
    return held
