from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from haystack import connections
from haystack.query import SearchQuerySet
from haystack.utils.loading import UnifiedIndex

ALIAS = "notes"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)

Write = Callable[..., list[Any]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Any]:
    """A connection of its own on an empty directory. Models cannot be imported when this file is."""
    from .notes import MemoIndex, NoteIndex

    connections.connections_info[ALIAS] = {
        "ENGINE": "archive.search.backend.ArchiveEngine",
        "PATH": str(tmp_path / "index"),
        "LOCK_TIMEOUT": 5,
        "INCLUDE_SPELLING": True,
        "SILENTLY_FAIL": False,
    }
    made = connections.reload(ALIAS)
    made._index = UnifiedIndex()
    made._index.build([NoteIndex(), MemoIndex()])
    yield made
    del connections.connections_info[ALIAS]
    del connections.thread_local.connections[ALIAS]


@pytest.fixture(scope="session")
def _tables(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables of the tests' own models, which no migration makes."""
    from .notes import Memo, Note

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
        editor.create_model(Memo)


@pytest.fixture
def tables(_tables: None, db: None) -> None:
    """A database with notes and memos, empty."""


@pytest.fixture
def backend(engine: Any) -> Any:
    return engine.get_backend()


@pytest.fixture
def write(backend: Any) -> Write:
    """Index notes without a database: `write({"title": ...}, {"title": ...})`, numbered from 1."""

    from .notes import Note, NoteIndex

    def index(*rows: dict[str, Any], first: int = 1) -> list[Note]:
        notes = [Note(pk=pk, **{"changed": WHEN, **row}) for pk, row in enumerate(rows, start=first)]
        backend.update(NoteIndex(), notes)
        return notes

    return index


@pytest.fixture
def found(engine: Any) -> SearchQuerySet:
    return SearchQuerySet(using=ALIAS)


def pks(results: Any) -> list[int]:
    return [int(result.pk) for result in results]
