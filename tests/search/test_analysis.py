from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import _analysis
from archive.search._analysis import (
    LONGEST_WORD,
    POSITION_GAP,
    Zone,
    analyzed,
    fold,
    pieces,
    unit,
    words,
    zoned,
)


def stems(text: str) -> dict[str, list[int]]:
    return analyzed([Zone(text)]).places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "turkiye"),
        ("São Paulo", "sao paulo"),
        ("İstanbul", "istanbul"),
        ("straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("cafe\u0301", "café"),
        ("ﬁsheries", "fisheries"),
        ("ＡＢＣ１２", "abc12"),
        ("مَدرَسة", "مدرسة"),
        ("co\u00adoperation", "cooperation"),
        ("India's", "India"),
        ("ministers’", "ministers"),
        ("U.K.", "UK"),
        ("U.S.A", "USA"),
        ("1,000,000", "1000000"),
        ("visited visits", "visiting visit"),
    ],
)
def test_spellings_of_one_word_are_indexed_alike(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("compound", "parts", "joined"),
    [
        ("Yoon-joo", ["yoon", "joo"], "yoonjoo"),
        ("people-to-people", ["peopl", "to", "peopl"], "peopletopeopl"),
        ("India–ROK", ["india", "rok"], "indiarok"),
        ("W-2", ["w", "2"], "w2"),
        ("O’Brien", ["o", "brien"], "obrien"),
        ("R&D", ["r", "d"], "rd"),
    ],
)
def test_a_compound_is_indexed_in_parts_and_in_one(compound: str, parts: list[str], joined: str) -> None:
    found = stems(f"with {compound} today")
    assert [
        stem for place in (1, 2, 3)[: len(parts)] for stem in found if place in found[stem] and stem != joined
    ] == parts
    assert found[joined] == [1]
    assert found["today"] == [len(parts) + 1]


def test_numbers_keep_their_digits() -> None:
    assert words("3.5% of 2,50,000 in 2023-24 and 26.08.2025, 1,2") == [
        *("3.5", "of", "250000", "in", "2023", "24", "and", "26.08.2025", "1", "2")
    ]


def test_initials_and_names_stand_in_a_row() -> None:
    assert words("P. Kumaran and S.Lind") == ["p", "kumaran", "and", "s", "lind"]


def test_scripts_without_spaces_are_cut_into_overlapping_pairs() -> None:
    found = stems("東京都の x")
    assert [found[pair] for pair in ("東京", "京都", "都の")] == [[0], [1], [2]]
    assert "京" in found
    assert found["x"] == [3]
    assert set(words("한국")) <= set(stems("한국은"))


def test_vowel_signs_of_indic_scripts_are_kept() -> None:
    assert words("हिन्दी में किताब।") == ["हिन्दी", "में", "किताब"]
    assert words("বাংলা ভাষা") == ["বাংলা", "ভাষা"]


def test_zones_weigh_what_they_are_given_and_no_phrase_spans_them() -> None:
    text = zoned(Zone("Ships sail", 4.0), Zone("", 2.0), Zone("Ship owners", 1.0))
    assert text == "Ships sail\n\nShip owners"
    found = analyzed(text.zones)
    assert found.weights["ship"] == 5.0
    assert found.places["owner"][0] - found.places["sail"][0] > POSITION_GAP


def test_endless_words_are_cut_alike_in_text_and_question() -> None:
    (word,) = words("x" * 1_000_000)
    assert word == "x" * LONGEST_WORD
    assert words("x" * 999) == [word]


text_of_all_scripts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aé'-–.,&1 2ßİ한국東京किताबمَ\u200d\u0301\u1100\u1161ก็"),
    ),
    max_size=60,
)


@given(text_of_all_scripts)
def test_every_form_lies_within_its_piece(text: str) -> None:
    for match in pieces(text):
        meant = unit(match.group())
        for form in meant.forms:
            assert 0 <= form.start <= form.end <= len(match.group())
            assert 0 <= form.offset < max(len(meant.parts), 1)
            assert form.word
        assert set(meant.parts) <= set(meant.forms)


@given(text_of_all_scripts)
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    """Whatever is typed as it is printed is in the index: text and question are read by the same code."""
    indexed = stems(f"before {text} after")
    for part in (part for match in pieces(text) for part in unit(match.group()).parts):
        assert part.stem in indexed


@given(text_of_all_scripts)
def test_letters_are_never_lost(text: str) -> None:
    """Every Latin letter and every digit of a text is in some word of it."""
    kept = "".join(_analysis.words(text))
    for char in text:
        if char.isascii() and char.isalnum() and len(text) < LONGEST_WORD:
            assert fold(char) in kept or char in "sS"


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_stemming_keeps_the_first_letter(word: str) -> None:
    """The marking of hits relies on it."""
    assert _analysis.stem(word)[0] == word[0]


@given(text_of_all_scripts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text_of_all_scripts)
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))
