from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from haystack.exceptions import FacetingError
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search._facets import MOST_GAPS, NO_DATES, count_dates

from .conftest import pks

ROWS = (
    {"body": "oil", "author": "Lind, Ada", "tags": ["a", "b"], "written": date(2024, 1, 31), "pages": 3},
    {
        "body": "oil gas",
        "author": "Lind, Ada",
        "tags": ["a"],
        "written": date(2024, 2, 29),
        "pages": 3,
        "public": False,
    },
    {"body": "gas", "author": "Berg", "tags": ["c", "b", "a"], "written": date(2025, 2, 1), "pages": 4},
    {"body": "oil", "tags": []},
)


@pytest.fixture
def sqs(write: Any, found: Any) -> Any:
    write(*ROWS)
    return found


def test_values_are_counted_over_all_hits_whatever_page_is_shown(sqs: Any) -> None:
    asked = sqs.filter(content="oil").facet("tags").facet("author")[:1]
    assert len(asked) == 1
    counts = sqs.filter(content="oil").facet("tags").facet("author").facet_counts()["fields"]
    assert counts == {"tags": [("a", 2), ("b", 1)], "author": [("Lind, Ada", 2)]}


def test_equal_counts_come_in_alphabetical_order(sqs: Any) -> None:
    assert sqs.facet("tags").facet_counts()["fields"]["tags"] == [("a", 3), ("b", 2), ("c", 1)]


def test_values_keep_their_type(sqs: Any) -> None:
    counts = sqs.facet("pages").facet("public").facet("written").facet_counts()["fields"]
    assert counts["pages"] == [(3, 2), (4, 1)]
    assert counts["public"] == [(True, 3), (False, 1)]
    assert counts["written"] == [(date(2024, 1, 31), 1), (date(2024, 2, 29), 1), (date(2025, 2, 1), 1)]


def test_options(sqs: Any) -> None:
    assert sqs.facet("tags", limit=1).facet_counts()["fields"]["tags"] == [("a", 3)]
    assert sqs.facet("tags", mincount=2).facet_counts()["fields"]["tags"] == [("a", 3), ("b", 2)]


def test_narrowing_narrows_the_counts(sqs: Any) -> None:
    counts = sqs.narrow('tags_exact:"b"').facet("tags").facet_counts()["fields"]["tags"]
    assert counts == [("a", 2), ("b", 2), ("c", 1)]


def test_query_facets_count_hits_that_match_a_question(sqs: Any) -> None:
    counts = sqs.query_facet("author", "lin*").query_facet("pages", "[4 TO 9]").facet_counts()["queries"]
    assert counts == {"author:lin*": 2, "pages:[4 TO 9]": 1}
    assert sqs.filter(content="gas").query_facet("author", "lin*").facet_counts()["queries"] == {
        "author:lin*": 1
    }


def test_date_facets_count_every_gap_between_two_days(sqs: Any) -> None:
    counts = sqs.date_facet("written", date(2024, 1, 1), date(2025, 1, 1), "month", 3).facet_counts()
    assert counts["dates"]["written"] == [
        (datetime.fromisoformat(day), count)
        for day, count in (("2024-01-01", 2), ("2024-04-01", 0), ("2024-07-01", 0), ("2024-10-01", 0))
    ]


def test_months_that_are_too_short_keep_their_last_day() -> None:
    details = {"start_date": date(2024, 1, 31), "end_date": date(2024, 5, 1), "gap_by": "month"}
    assert [start.day for start, _ in count_dates(*NO_DATES, details)] == [31, 29, 31, 30]


def test_a_date_facet_of_too_many_gaps_is_refused() -> None:
    details = {"start_date": date(1900, 1, 1), "end_date": date(2000, 1, 1), "gap_by": "second"}
    with pytest.raises(FacetingError, match=str(MOST_GAPS)):
        count_dates(*NO_DATES, details)


def test_gaps_may_reach_the_end_of_time() -> None:
    details = {
        "start_date": date(9990, 1, 1),
        "end_date": date(9999, 12, 31),
        "gap_by": "year",
        "gap_amount": 4,
    }
    assert len(count_dates(*NO_DATES, details)) == 3


def test_deleted_documents_are_not_counted(sqs: Any, backend: Any) -> None:
    backend.remove("archive_search.note.1")
    assert sqs.facet("tags").facet_counts()["fields"]["tags"] == [("a", 2), ("b", 1), ("c", 1)]
    assert pks(sqs.narrow('tags_exact:"b"')) == [3]


@settings(max_examples=20)
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), min_size=1, max_size=12))
def test_counts_equal_those_of_the_rows(rows: list[list[str]]) -> None:
    """Against a count by hand; the index is written in two segments."""
    from tempfile import TemporaryDirectory

    from haystack import connections
    from haystack.query import SearchQuerySet
    from haystack.utils.loading import UnifiedIndex

    from .conftest import ALIAS, WHEN
    from .notes import Note, NoteIndex

    with TemporaryDirectory() as folder:
        connections.connections_info[ALIAS] = {
            "ENGINE": "archive.search.backend.ArchiveEngine",
            "PATH": folder,
        }
        made = connections.reload(ALIAS)
        made._index = UnifiedIndex()
        made._index.build([NoteIndex()])
        notes = [Note(pk=pk, tags=tags, changed=WHEN) for pk, tags in enumerate(rows)]
        made.get_backend().update(NoteIndex(), notes[::2])
        made.get_backend().update(NoteIndex(), notes[1::2])
        counts = SearchQuerySet(using=ALIAS).facet("tags").facet_counts()["fields"]["tags"]
        assert dict(counts) == Counter(tag for tags in rows for tag in set(tags))
        del connections.connections_info[ALIAS]
