"""Whoosh's codec interface over flat arrays.

Whoosh lets an index say how its segments are kept. This one keeps them as the
arrays of `_segment`, which `_executor` works on whole; here the same arrays answer
Whoosh's own readers and matchers, so that every kind of Whoosh query can be asked,
and so that Whoosh's own searcher can be held against ours.

It only reads. Whoosh's writer interface hands over one posting at a time, which is
what makes it slow; segments are written from whole batches by `_inversion`.

Weighed against arrays kept in files beside Whoosh's own: those would double the
index, be written twice, and could disagree with it after a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import ColumnReader
from whoosh.formats import Positions
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from ._segment import EXTENSION, MISSING, Contents


class FlatCodec(base.Codec):
    """What a table of contents names as the codec of its segments."""

    def per_document_reader(self, storage: Any, segment: Any) -> PerDocReader:
        return PerDocReader(contents(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        return TermsReader(contents(storage, segment))

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)


def contents(storage: Any, segment: Any) -> Contents:
    return Contents.at(Path(storage.folder, segment.make_filename(EXTENSION)))


class PerDocReader(base.PerDocumentReader):
    def __init__(self, held: Contents, segment: Any) -> None:
        self._held = held
        self._segment = segment

    def doc_count(self) -> int:
        return self._held.size - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return self._held.size

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        deleted: Iterable[int] = self._segment.deleted_docs()
        return deleted

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return f"{fieldname}/column" in self._held.file

    def column_reader(self, fieldname: str, column: Any) -> Column:
        return Column(self._held[f"{fieldname}/column"], column.default_value())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._held.lengths(fieldname)
        return int(lengths[docnum]) if lengths.size else default

    def field_length(self, fieldname: str) -> int:
        return int(self._held[f"{fieldname}/lengths"].sum(dtype="int64"))

    def min_field_length(self, fieldname: str) -> int:
        return int(self._held.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._held.lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._held.stored(docnum)


class Column(ColumnReader):
    """One number a document."""

    def __init__(self, numbers: Any, default: Any) -> None:
        super().__init__(None, 0, 0, len(numbers))
        self._numbers = numbers
        self._default = default

    def __getitem__(self, docnum: int) -> Any:
        number = self._numbers[docnum]
        return self._default if number == MISSING else int(number)


class Cursor(base.FieldCursor):
    """Walks through the terms of a field."""

    def __init__(self, held: Contents, fieldname: str, field: Any) -> None:
        self._lexicon = held.lexicon(fieldname)
        self._infos = TermsReader(held)
        self._name = fieldname
        self._field = field
        self._at = 0

    def first(self) -> Any:
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        self._at = self._lexicon.place(term if isinstance(term, bytes) else self._field.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        self._at += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._at < self._lexicon.size

    def text(self) -> Any:
        return self._field.from_bytes(self._lexicon[self._at]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return self._infos.term_info(self._name, self._lexicon[self._at]) if self.is_valid() else None


class TermsReader(base.TermsReader):
    def __init__(self, held: Contents) -> None:
        self._held = held

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._held.lexicon(term[0]).find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return self._held.fields

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        return Cursor(self._held, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self._held.fields:
            for term in self._held.lexicon(name):
                yield name, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in self._held.fields:
            if name >= fieldname:
                lexicon = self._held.lexicon(name)
                start = lexicon.place(prefix) if name == fieldname else 0
                for term in lexicon.slice(start, lexicon.size):
                    yield name, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for name, term in self.terms():
            yield (name, term), self.term_info(name, term)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for name, term in self.terms_from(fieldname, prefix):
            yield (name, term), self.term_info(name, term)

    def _number(self, fieldname: str, term: bytes) -> int:
        number = self._held.lexicon(fieldname).find(term)
        if number < 0:
            raise TermNotFound(f"No term {fieldname}:{term!r}")
        return number

    def term_info(self, fieldname: str, term: bytes) -> TermInfo:
        number = self._number(fieldname, term)
        start, end = self._held.extent(fieldname, number)
        docs = self._held[f"{fieldname}/docs"][start:end]
        weights = self._held[f"{fieldname}/weights"][start:end]
        lengths = self._held.lengths(fieldname)
        lengths = lengths[docs] if lengths.size else lengths
        return TermInfo(
            weight=float(weights.sum(dtype="float64")) if weights.size else float(len(docs)),
            df=len(docs),
            minlength=int(lengths.min()) if lengths.size else None,
            maxlength=int(lengths.max()) if lengths.size else 0,
            maxweight=float(weights.max()) if weights.size else 1.0,
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, term: bytes) -> float:
        return float(self.term_info(fieldname, term).weight()) if (fieldname, term) in self else 0.0

    def doc_frequency(self, fieldname: str, term: bytes) -> int:
        number = self._held.lexicon(fieldname).find(term)
        if number < 0:
            return 0
        start, end = self._held.extent(fieldname, number)
        return end - start

    def matcher(self, fieldname: str, term: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        number = self._number(fieldname, term)
        start, end = self._held.extent(fieldname, number)
        weights = self._held[f"{fieldname}/weights"][start:end].tolist()
        return ListMatcher(
            self._held[f"{fieldname}/docs"][start:end].tolist(),
            [float(weight) for weight in weights] or None,
            self._encoded(fieldname, number, format_),
            format=format_,
            scorer=scorer,
            term=(fieldname, term),
            terminfo=self.term_info(fieldname, term),
        )

    def _encoded(self, fieldname: str, number: int, format_: Any) -> list[bytes] | None:
        """The places of each posting as Whoosh's phrases read them."""
        if not isinstance(format_, Positions):
            return None
        held = self._held.places(fieldname, number).tolist()
        ends = self._held.starts(fieldname, number).tolist()
        return [format_.encode(held[first:last]) for first, last in pairwise(ends)]
