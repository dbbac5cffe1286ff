"""Everything an index holds, read through Whoosh's own interface, to be compared with what it should hold.

What it should hold is what an index holds that is written from the rows at one go:
every stored field, value, word with its weight and places, and length of each article.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from haystack import connections
from haystack.constants import ID
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from archive.search import _writer
from archive.search._flat import FlatFile
from archive.search._segment import EXTENSION
from archive.search._snapshot import Pointer

Held = dict[str, dict[Any, Any]]


def held(root: Path) -> Held:
    """What the index in a directory holds of each document, by the document's id."""
    pointer = Pointer.read(root)
    if pointer is None:
        return {}
    documents: Held = {}
    for reader, _ in FileIndex(FileStorage(str(root / pointer.directory))).reader().leaf_readers():
        found = _held_of_segment(reader)
        assert not documents.keys() & found.keys(), "a document is held twice"
        documents |= found
    return documents


def _held_of_segment(reader: Any) -> Held:
    documents = {doc: defaultdict(list) for doc in reader.all_doc_ids()}
    for doc, found in documents.items():
        found["stored"] = [reader.stored_fields(doc)]
        for name, field in reader.schema.items():
            if field.scorable:
                found["length", name].append(reader.doc_field_length(doc, name))
            if field.column_type:
                found["column", name].append(reader.column_reader(name, translate=False)[doc])
    for name, term in reader.all_terms():
        matcher = reader.postings(name, term)
        while matcher.is_active():
            places = matcher.value_as("positions") if matcher.supports("positions") else None
            documents[matcher.id()][name, term].append((matcher.weight(), places))
            matcher.next()
    by_id = {found["stored"][0][ID]: dict(found) for found in documents.values()}
    assert len(by_id) == len(documents), "a document is held twice"
    return by_id


def should_be_held(alias: str = "default") -> Held:
    """What an index holds that was written from the rows at one go."""
    backend = connections[alias].get_backend()
    documents = [
        backend.prepared(index, row)
        for index in connections[alias].get_unified_index().get_indexes().values()
        for row in index.build_queryset(using=alias)
    ]
    with TemporaryDirectory() as folder:
        _writer.rebuild(Path(folder), backend.layout, documents, lambda _: None)
        return held(Path(folder))


def differences(alias: str = "default") -> list[str]:
    """Where the index is not what the rows say, in both directions; empty when it is level."""
    is_held, should_be = held(connections[alias].get_backend().root), should_be_held(alias)
    told = [f"{each} is missing" for each in sorted(should_be.keys() - is_held.keys())]
    told += [f"{each} should not be there" for each in sorted(is_held.keys() - should_be.keys())]
    for each in sorted(is_held.keys() & should_be.keys()):
        one, other = is_held[each], should_be[each]
        parts = [part for part in one.keys() | other.keys() if one.get(part) != other.get(part)]
        if parts:
            told.append(f"{each} differs in {sorted(map(str, parts))[:8]}")
    return told


def assert_whole(root: Path) -> None:
    """Every file that the table of contents names is there, and every array in it can be read.

    Call it when no writer is at work.
    """
    pointer = Pointer.read(root)
    assert pointer is not None
    directory = root / pointer.directory
    index = FileIndex(FileStorage(str(directory)))
    for segment in index._segments():
        file = FlatFile(directory / segment.make_filename(EXTENSION))
        assert all(len(file[name]) >= 0 for name in file.names())
