"""Whoosh's own codec with two of its habits mended.

While it writes postings Whoosh looks up the length of a field once a posting, and
for a field without lengths asks the file system each time whether it has any;
here lengths are read once. And its matcher steps through postings one by one; here
a term's postings can be taken whole, block by block, which is what `_executor`
works on. Blocks are larger than Whoosh's, since none is ever skipped.
"""

from __future__ import annotations

from typing import Any, cast

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, W3LeafMatcher, W3PerDocReader
from whoosh.matching.mcore import Matcher
from whoosh.util.numeric import byte_to_length


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
    """Remembers the lengths of a segment's fields: its files never change."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._known_lengths: dict[str, list[int]] = {}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._known_lengths.get(fieldname)
        if lengths is None:
            column = self._cached_reader(f"_{fieldname}_len", LENGTHS_COLUMN)
            lengths = [] if column is None else [byte_to_length(column[doc]) for doc in range(self._doccount)]
            self._known_lengths[fieldname] = lengths
        return lengths[docnum] if lengths else default


class ArchiveCodec(W3Codec):
    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=1)

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
