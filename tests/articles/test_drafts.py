"""What stages hand to each other stays what it was, also from one process to another."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import Annotations, ArticleDraft, Mention, RawDocument, Span
from articles.reading import Reading, read_many

PAGE = """Nepal, Bhutan agree to link their power grids

Kathmandu, March 4, 2024

"The line will carry 400 megawatts," Energy Minister Dipak Rai said after the talks in Kathmandu.
"""


def test_a_reading_arrives_in_another_process_as_it_was() -> None:
    ((reading,),) = read_many([RawDocument(PAGE.encode(), "page.txt")], datetime(2024, 3, 5, tzinfo=UTC))
    assert isinstance(reading, Reading)
    arrived = pickle.loads(pickle.dumps(reading))
    assert repr(arrived) == repr(reading)
    assert arrived == reading
    assert arrived.draft.data == reading.draft.data


@given(st.text(), st.integers(-3, 10), st.integers(-3, 10))
def test_a_span_covers_its_words_or_is_refused(words: str, start: int, end: int) -> None:
    if start < 0 or end - start != len(words):
        with pytest.raises(ValueError, match="cannot cover"):
            Span(start, end, words)
    else:
        assert Span(start, end, words) == Span(start, end, words, "text")


@pytest.mark.parametrize("made", [Span(0, 2, "ab"), Mention(Span(0, 2, "ab"), "rule"), Annotations("1")])
def test_what_is_handed_on_cannot_be_changed(made: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(made)[0].name, "another")


def test_a_copy_with_other_words_is_checked_too() -> None:
    span = Span(3, 5, "ab")
    assert replace(span, start=4, surface="b") == Span(4, 5, "b")
    with pytest.raises(ValueError, match="cannot cover"):
        replace(span, start=4)


def test_drafts_are_equal_whatever_bytes_they_were_made_from() -> None:
    assert ArticleDraft("text", "0", data=b"one") == ArticleDraft("text", "0", data=b"other")
