"""Words, sentences and paragraphs: the offsets that every found fact points into."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.spans import containing, mention, paragraphs, sentences, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy left. Nobody spoke.", ["The envoy left.", "Nobody spoke."]),
        (
            "Md. Rafiq met P. Nair and Lt. Gen. Osei. They ate.",
            ["Md. Rafiq met P. Nair and Lt. Gen. Osei.", "They ate."],
        ),
        (
            "Rep. Ito and Sen. Cruz flew to the U.S. The trip was short.",
            ["Rep. Ito and Sen. Cruz flew to the U.S.", "The trip was short."],
        ),
        (
            "U.S. Treasury officials wait. J. A. Okoro agreed.",
            ["U.S. Treasury officials wait.", "J. A. Okoro agreed."],
        ),
        ("Output rose 5.93 pct. Prices fell.", ["Output rose 5.93 pct.", "Prices fell."]),
        ("“We agree.” He left the hall.", ["“We agree.”", "He left the hall."]),
        ('"Why now?" she asked. No answer came.', ['"Why now?" she asked.', "No answer came."]),
        (
            "They met at the port.Kenya’s envoy was late.",
            ["They met at the port.", "Kenya’s envoy was late."],
        ),
        (
            "See rediff.com or Example.Com for more. It is free.",
            ["See rediff.com or Example.Com for more.", "It is free."],
        ),
        (
            "He resigned on Sept. 4 from Acme Inc. The board agreed.",
            ["He resigned on Sept. 4 from Acme Inc.", "The board agreed."],
        ),
        ("It won seat No. 5. Is that all? Yes!", ["It won seat No. 5.", "Is that all?", "Yes!"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_an_empty_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert cut("Talks on\ntrade\n\nA second day") == ["Talks on\ntrade", "A second day"]


def test_words_part_at_apostrophes_and_hyphens_and_fold_accents() -> None:
    found = words("Peru’s Côte-Nord U.S.")
    assert [word.text for word in found] == ["Peru", "s", "Côte", "Nord", "U", "S"]
    assert [word.key for word in found] == ["peru", "s", "cote", "nord", "u", "s"]


def test_the_sentence_around_an_offset() -> None:
    text = "One went. Two came."
    stretches = sentences(text)
    assert containing(stretches, text.index("Two")) == (10, 19)
    assert containing(stretches, 9) is None


def test_a_mention_carries_its_words_and_its_rule() -> None:
    one = mention("Lima agreed", 0, 4, "capital", "title")
    assert (one.span.surface, one.span.field, one.rule) == ("Lima", "title", "capital")


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('aBé .!?\n"”’(U.S.Md1-，。'), max_size=120) | st.text(max_size=120))
def test_nothing_is_lost_or_read_twice(text: str) -> None:
    covered = []
    for stretches in (paragraphs(text), sentences(text)):
        previous = 0
        for start, end in stretches:
            assert previous <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()
            assert not text[previous:start].strip()
            previous = end
        assert not text[previous:].strip()
        covered.append(stretches)
    for word in words(text):
        assert text[word.start : word.end] == word.text
        assert containing(covered[1], word.start) == containing(covered[1], word.end - 1) is not None
