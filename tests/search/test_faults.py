"""Faults of Haystack's own Whoosh backend (3.4.0) that this engine must not have, one test each."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from haystack.backends import SQ
from haystack.inputs import Raw

from archive.search import _snapshot

from .conftest import pks
from .notes import Note, NoteIndex

ROWS = (
    {
        "title": "Envoys meet in Oslo",
        "body": "Norway and Peru agreed on fisheries. The ministry spoke of ships.",
        "author": "Foreign Secretary, India",
        "tags": ["South Korea", "Security Policy"],
        "written": date(2025, 3, 1),
        "pages": 2,
    },
    {
        "title": "Shipyards reopen",
        "body": "Shipbuilding grows along the coast.",
        "author": "Foreign Secretary, Peru",
        "tags": ["South Korea", "Trade"],
        "written": date(2025, 3, 1),
        "pages": 9,
    },
    {
        "title": "Harvest",
        "body": "Grain prices fell.",
        "author": "Ada Lind",
        "tags": ["North Korea"],
        "written": date(2024, 1, 5),
        "pages": 5,
    },
)


@pytest.fixture
def notes(write: Any) -> list[Note]:
    return write(*ROWS)


def test_a_facet_value_with_a_comma_is_one_value(notes: Any, found: Any) -> None:
    counts = found.facet("author").facet_counts()["fields"]["author"]
    assert ("Foreign Secretary, India", 1) in counts
    assert len(counts) == 3


def test_a_faceted_char_field_is_not_stemmed(notes: Any, found: Any) -> None:
    counts = dict(found.facet("tags").facet_counts()["fields"]["tags"])
    assert counts == {"South Korea": 2, "North Korea": 1, "Security Policy": 1, "Trade": 1}


def test_filtering_by_an_exact_field_finds(notes: Any, found: Any) -> None:
    assert pks(found.filter(tags_exact="South Korea")) == [1, 2]
    assert pks(found.filter(tags__exact="Security Policy")) == [1]
    assert pks(found.filter(author_exact__in=["Ada Lind", "Foreign Secretary, Peru"])) == [2, 3]


def test_narrowing_by_an_exact_field_finds(notes: Any, found: Any) -> None:
    assert pks(found.narrow('tags_exact:"South Korea"')) == [1, 2]
    assert pks(found.narrow('author_exact:"Foreign Secretary, India"')) == [1]
    assert pks(found.narrow(SQ(tags_exact="South Korea")).narrow(SQ(tags_exact="Trade"))) == [2]


def test_fuzzy_on_the_document_field_finds(notes: Any, found: Any) -> None:
    assert pks(found.filter(content__fuzzy="shipbulding")) == [2]
    assert pks(found.filter(content=Raw("fisheris~"))) == [1]


def test_hits_of_wildcards_are_highlighted(notes: Any, found: Any) -> None:
    for asked in (found.filter(content__startswith="shipb"), found.filter(content=Raw("shipb*"))):
        (result,) = asked.highlight()
        assert "<em>Shipbuilding</em> grows" in result.highlighted["text"][0]


def test_sort_directions_may_differ(notes: Any, found: Any) -> None:
    assert pks(found.order_by("-written", "pages")) == [1, 2, 3]
    assert pks(found.order_by("written", "-pages")) == [3, 2, 1]


@pytest.mark.parametrize(
    "odd", ['"fisheries ships', "(fisheries ships", "fisheries) ships", '"fisheries" "ships']
)
def test_an_open_quote_or_bracket_still_finds(notes: Any, found: Any, odd: str) -> None:
    assert pks(found.filter(content=Raw(odd))) == [1]
    assert pks(found.auto_query(odd)) == [1]


def test_one_searcher_serves_all_searches_of_a_process(notes: Any, found: Any, backend: Any) -> None:
    opened: list[int] = []
    hits: list[int] = []
    opening = _snapshot.Snapshot

    def search() -> None:
        hits.append(backend.search("ships", limit_to_registered_models=False)["hits"])

    with patch.object(
        _snapshot, "Snapshot", lambda *args, **kwargs: opened.append(1) or opening(*args, **kwargs)
    ):
        threads = [threading.Thread(target=search) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pks(found.filter(content="grain"))
        assert hits == [1] * 8
        assert len(opened) == 1
    with patch.object(_snapshot, "Snapshot", side_effect=AssertionError("opened again")):
        assert pks(found.filter(content="grain")) == [3]


def test_the_kind_of_every_document_is_not_asked_in_every_search(
    notes: Any, found: Any, backend: Any
) -> None:
    term = _snapshot.Snapshot.term
    with patch.object(_snapshot.Snapshot, "term", autospec=True, side_effect=term) as read:
        assert pks(found.filter(content="grain")) == [3]
    assert "django_ct" not in {call.args[1] for call in read.call_args_list}


def test_results_need_no_query_and_their_objects_need_one(tables: None, found: Any, backend: Any) -> None:
    rows = [Note.objects.create(**row) for row in ROWS]
    backend.update(NoteIndex(), rows)
    with CaptureQueriesContext(connection) as asked:
        assert [result.title for result in found.order_by("title")] == [
            "Envoys meet in Oslo",
            "Harvest",
            "Shipyards reopen",
        ]
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        assert {result.object.title for result in found.load_all()} == {row["title"] for row in ROWS}
    assert len(asked) == 1
