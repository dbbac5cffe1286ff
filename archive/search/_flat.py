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
from typing import Any, Final
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


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write a file of arrays, whole and on disk, or none at all."""
    directory: dict[str, tuple[str, int, int]] = {}
    try:
        with path.open("wb") as file:
            file.write(b"\0" * _ALIGNED)
            at = _ALIGNED
            for name, array in arrays.items():
                data = np.ascontiguousarray(array)
                directory[name] = (data.dtype.str, at, data.size)
                file.write(data.data)
                padding = -data.nbytes % _ALIGNED
                file.write(b"\0" * padding)
                at += data.nbytes + padding
            held = json.dumps(directory).encode()
            file.write(held)
            file.seek(0)
            file.write(_HEAD.pack(_MAGIC, _VERSION, at, len(held)))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


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
