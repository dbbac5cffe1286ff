"""Whoosh's own codec with two of its habits mended.

While it writes postings Whoosh asks the file system, once a posting, whether a
field has a column of lengths; here the answer is remembered. And its matcher
steps through postings one by one; here a term's postings can be taken whole,
block by block, which is what `_executor` works on.
"""

from __future__ import annotations

from typing import Any, cast

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3PerDocReader
from whoosh.matching.mcore import Matcher


class WholeMatcher(W3LeafMatcher):
    """A matcher that can also give all its postings at once."""

    def whole(self) -> tuple[list[int], list[float], list[bytes | None]]:
        """Document numbers, weights and encoded places of every posting."""
        ids: list[int] = []
        weights: list[float] = []
        values: list[bytes | None] = []
        self.reset()
        while self.is_active():
            self._read_ids()
            self._read_weights()
            self._read_values()
            ids += self._ids
            weights += self._weights
            values += self._values
            self._next_block()
        return ids, weights, values


class PerDocReader(W3PerDocReader):
    """Remembers which columns a segment has: its files never change."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._known_columns: dict[str, bool] = {}

    def has_column(self, fieldname: str) -> bool:
        known = self._known_columns.get(fieldname)
        if known is None:
            known = self._known_columns[fieldname] = bool(super().has_column(fieldname))
        return known


class ArchiveCodec(W3Codec):
    def per_document_reader(self, storage: Any, segment: Any) -> PerDocReader:
        return PerDocReader(storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Matcher:
        if terminfo.is_inlined():
            return cast(
                "Matcher", super().postings_reader(dbfile, terminfo, format_, term=term, scorer=scorer)
            )
        offset, length = terminfo.extent()
        return WholeMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)
