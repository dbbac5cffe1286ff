"""Phrases are found as words, the longest first, and only in the case their rule allows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.phrases import Case, PhraseTable
from articles.extraction.spans import words


def found(text: str, *phrases: str, case: Case = "proper") -> list[str]:
    table = PhraseTable.of(((phrase, phrase) for phrase in phrases), case)
    return [text[match.start : match.end] for match in table.find(text, words(text))]


def test_never_inside_a_longer_word() -> None:
    assert found("A woman, an ambassador and Omani guests", "Oman", "Assad") == []


def test_the_longest_phrase_wins() -> None:
    assert found(
        "Guinea, Guinea-Bissau and Papua New Guinea", "Guinea", "Guinea-Bissau", "Papua New Guinea"
    ) == [
        "Guinea",
        "Guinea-Bissau",
        "Papua New Guinea",
    ]


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("proper", "Turkey, TURKEY, turkey", ["Turkey", "TURKEY"]),
        ("exact", "Turkey, TURKEY, turkey", ["Turkey"]),
        ("any", "Turkey, TURKEY, turkey", ["Turkey", "TURKEY", "turkey"]),
    ],
)
def test_case_rules(case: Case, text: str, expected: list[str]) -> None:
    assert found(text, "Turkey", case=case) == expected


def test_a_full_stop_inside_a_phrase_is_not_a_space() -> None:
    assert found("the U.S. fleet, U S, St. Lucia, St Lucia", "U.S.", "St. Lucia") == ["U.S.", "St. Lucia"]


def test_a_line_end_or_a_hyphen_joins_and_a_comma_parts() -> None:
    assert found("South\nKorea, South-Korea, South, Korea", "South Korea") == ["South\nKorea", "South-Korea"]


def test_a_phrase_needs_a_word() -> None:
    with pytest.raises(ValueError, match="needs a word"):
        PhraseTable.of([("—", 1)])


@settings(deadline=None)
@given(st.lists(st.sampled_from("new delhi mexico guinea bissau . - , \n".split(" ")), max_size=30))
def test_matches_are_in_order_apart_and_phrases_of_the_table(parts: list[str]) -> None:
    text = " ".join(parts).title()
    phrases = {"new delhi", "new mexico", "mexico", "guinea", "guinea bissau"}
    end = 0
    for match in PhraseTable.of((phrase, phrase) for phrase in phrases).find(text, words(text)):
        assert match.start >= end
        assert " ".join(word.key for word in words(text[match.start : match.end])) in phrases
        end = match.end
