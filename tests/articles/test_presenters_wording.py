"""Links to the very words: what a browser would mark is the passage, and no other."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.presenters.scripts import direction
from articles.presenters.wording import text_directive

TEXT = (
    "The minister said the port will open in May. Boats wait.\n\n"
    "Later the minister said the port will not open, that nobody had asked the dockers, "
    "and that a date\n\nwould be told in due course to all who wait."
)


def marked(directive: str, text: str) -> str:
    """What a browser marks: the first place where the words before, the first and the last words stand."""
    parts = directive.removeprefix("text=").split(",")
    before = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    gap = r"\s*" if before else ""
    words = [r"\s+".join(map(re.escape, unquote(part).split())) for part in (before, *parts)]
    found = re.search(f"{words[0]}{gap}({'.*?'.join(words[1:])})", text, re.S)
    assert found is not None, directive
    return found.group(1)


@pytest.mark.parametrize(
    "passage",
    [
        "Boats wait.",
        "The minister said the port will open",
        "the minister said the port will not open, that nobody had asked the dockers, and that a date",
        "that nobody had asked the dockers, and that a date\n\nwould be told in due course",
    ],
)
def test_a_link_marks_its_passage_and_not_one_that_begins_alike(passage):
    start = TEXT.index(passage)
    assert marked(text_directive(TEXT, start, start + len(passage)), TEXT) == passage


def test_marks_that_have_a_meaning_in_an_address_are_encoded():
    text = "A well-known, so-called “R&D” fund: 100% of it."
    directive = text_directive(text, 0, len(text))
    assert not set(directive.removeprefix("text=")) & set(",-& #")
    assert unquote(directive) == f"text={text}"


def test_words_that_also_stand_in_the_headline_are_told_apart():
    text = "Ships sail at dawn, he said. He did."
    directive = text_directive(text, 29, 35, beside="He did")
    assert directive.startswith("text=dawn%2C%20he%20said.-,")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_place_of_any_text_has_an_address_or_none(text, one, other):
    directive = text_directive(text, min(one, other), max(one, other))
    assert directive == "" or directive.startswith("text=")


def test_a_text_runs_as_most_of_its_letters_do():
    assert direction("Samsung: افتتح الوزير الميناء الجديد في العاصمة اليوم", "ar") == "rtl"
    assert direction("The daily الأهرام wrote of it at length", "en") == "ltr"
    assert direction("Bandargah khul gai", "ur") == "ltr"
    assert direction("123", "he") == "rtl"
    assert direction("", "") == "ltr"
