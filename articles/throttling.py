"""So many requests a minute from one address, counted for all workers together.

Ways weighed: Django's cache in memory counts for each worker apart, so that a stated limit would
be wrong by their number; a row in the database would make every read a write; Redis is one more
thing to run. What is here is a file of counters mapped into the memory of each worker: an address
is hashed to one of 65,536 places that hold a minute and a count. Two workers that count at the
same moment may lose one, and two addresses may share a place; neither matters for a limit that
keeps one reader from taking what all need. Where the file cannot be had, nobody is refused.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .conf import conf

logger = logging.getLogger(__name__)

_PLACES = 65_536
_PLACE = struct.Struct("<II")
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much is left of `limit` requests, and in how many seconds it is whole again."""

    limit: int
    left: int
    seconds: int

    @property
    def used_up(self) -> bool:
        return self.left < 0

    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(self.seconds),
        }
        return told | ({"Retry-After": str(self.seconds)} if self.used_up else {})


def address_of(headers: Mapping[str, str]) -> str:
    """Who asks, from the `META` of a request.

    Behind a proxy it is the last address that was forwarded: the proxy itself saw that one, and those
    before it may be made up.
    """
    seen = headers.get("REMOTE_ADDR", "")
    if not conf().behind_proxy:
        return seen
    return headers.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or seen


def spend(kind: str, address: str, limit: int) -> Allowance:
    """Count one request of a kind from an address."""
    now = int(time.time())
    minute, passed = divmod(now, _MINUTE)
    counters = _counters(conf().data_dir)
    if counters is None or not limit:
        return Allowance(limit, limit, _MINUTE - passed)
    marked = hashlib.blake2b(f"{kind} {address}".encode(), digest_size=4).digest()
    at = int.from_bytes(marked, "little") % _PLACES * _PLACE.size
    held, count = _PLACE.unpack_from(counters, at)
    count = count + 1 if held == minute else 1
    _PLACE.pack_into(counters, at, minute, min(count, 2**32 - 1))
    return Allowance(limit, limit - count, _MINUTE - passed)


@cache
def _counters(folder: Path) -> mmap.mmap | None:
    """The file of counters. It says nothing of who asked but a hash that is overwritten."""
    size = _PLACES * _PLACE.size
    try:
        with (folder / "requests.counters").open("a+b") as file:
            file.truncate(size)
            return mmap.mmap(file.fileno(), size)
    except OSError as error:
        logger.warning("Requests are not counted, and nobody is limited: %s", error)
        return None
