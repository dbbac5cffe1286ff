from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query

from archive.search import Language, TextField, understand
from archive.search._snippets import Sought, snippet

pytestmark = pytest.mark.usefixtures("uncollected")

LANGUAGE = Language(TextField("text"), {"title": TextField("title"), "comment": TextField("comment")})


def shown(question: str, text: str, **style: int) -> str:
    asked = understand(question, LANGUAGE).query or query.NullQuery
    return snippet(text, Sought.of(asked, ("text",)), **style)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("visit", "Ministers <mark>visited</mark> two shipyards on Monday."),
        ("ship*", "Ministers visited two <mark>shipyards</mark> on Monday."),
        ("*yards", "Ministers visited two <mark>shipyards</mark> on Monday."),
        ("m?nday", "Ministers visited two shipyards on <mark>Monday</mark>."),
        ("munday~", "Ministers visited two shipyards on <mark>Monday</mark>."),
        ('"two shipyards"', "Ministers visited <mark>two shipyards</mark> on Monday."),
        ('"shipyards two"', "Ministers visited two shipyards on Monday."),
        ('"monday two"~3', "Ministers visited <mark>two</mark> shipyards on <mark>Monday</mark>."),
        ("two -monday", "Ministers visited <mark>two</mark> shipyards on Monday."),
        ("title:two monday", "Ministers visited two shipyards on <mark>Monday</mark>."),
        (
            "(two OR monday) ministers",
            "<mark>Ministers</mark> visited <mark>two</mark> shipyards on <mark>Monday</mark>.",
        ),
        ('"shipyards"', "Ministers visited two <mark>shipyards</mark> on Monday."),
        ('"shipyard"', "Ministers visited two shipyards on Monday."),
        ('"two shipyard"', "Ministers visited <mark>two shipyards</mark> on Monday."),
        (
            '"on two visit"~4',
            "Ministers <mark>visited</mark> <mark>two</mark> shipyards <mark>on</mark> Monday.",
        ),
        ('"on visit"~2', "Ministers visited two shipyards on Monday."),
        ("shypyrads~2", "Ministers visited two <mark>shipyards</mark> on Monday."),
        ("sh?p* *day", "Ministers visited two <mark>shipyards</mark> on <mark>Monday</mark>."),
        ("[sa TO sz]", "Ministers visited two <mark>shipyards</mark> on Monday."),
        ("absent", "Ministers visited two shipyards on Monday."),
    ],
)
def test_what_met_the_question_is_marked(question: str, marked: str) -> None:
    assert shown(question, "Ministers visited two shipyards on Monday.") == marked


def test_compounds_and_accents_are_marked_as_they_are_written() -> None:
    assert (
        shown("yoonjoo turkiye", "Park Yoon-joo in Türkiye")
        == "Park <mark>Yoon-joo</mark> in <mark>Türkiye</mark>"
    )
    assert shown("東京", "会議は東京都で") == "会議は<mark>東京</mark>都で"


def test_a_stray_word_of_a_phrase_is_not_marked() -> None:
    text = "Two men saw a shipyard. Later two shipyards closed."
    assert (
        shown('"two shipyards"', text) == "Two men saw a shipyard. Later <mark>two shipyards</mark> closed."
    )


def test_a_mark_covers_the_word_and_not_what_stands_around_it() -> None:
    text = "“Ships,” he said—ships/boats (ships). Ships' crews; warships"
    assert shown("ship", text) == (
        "“<mark>Ships</mark>,” he said—<mark>ships</mark>/boats (<mark>ships</mark>). "
        "<mark>Ships</mark>&#x27; crews; warships"
    )


def test_words_repeated_near_each_other_are_marked_where_both_stand() -> None:
    text = "Oil for oil. Much later there is only one more drop of oil."
    assert shown('"oil oil"~3', text) == (
        "<mark>Oil</mark> for <mark>oil</mark>. Much later there is only one more drop of oil."
    )


def test_everything_but_the_marks_is_escaped() -> None:
    text = '<b>"oil"</b> & <mark>gas</mark>'
    marked = shown("oil", text)
    assert marked == "&lt;b&gt;&quot;<mark>oil</mark>&quot;&lt;/b&gt; &amp; &lt;mark&gt;gas&lt;/mark&gt;"


def test_the_passage_with_most_of_the_question_is_shown_from_the_start_of_its_sentence() -> None:
    filler = "Nothing of note happened in the capital that week. " * 12
    text = f"Oil fell. {filler}Traders expect oil and gas to rise together. {filler}"
    marked = shown("oil gas", text, length=120)
    assert marked.startswith("… Traders expect <mark>oil</mark> and <mark>gas</mark> to rise together.")
    assert marked.endswith(" …")
    assert len(re.sub("<[^>]*>", "", marked)) < 140


def test_without_a_mark_the_text_is_shown_from_its_beginning() -> None:
    assert shown("absent", "One two three four five six.", length=14) == "One two three …"


def test_a_title_that_is_shown_elsewhere_is_skipped() -> None:
    text = "Oil rises\n\nThe price of oil rose."
    assert shown("oil", text, skip=len("Oil rises")) == "The price of <mark>oil</mark> rose."
    assert shown("rises", "Oil rises\n\nNothing else.", skip=len("Oil rises")) == "Nothing else."


hostile = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"' \nabé東.-")), max_size=120)


@given(hostile, hostile, st.integers(1, 100), st.integers(0, 10))
def test_a_snippet_is_part_of_its_text_with_nothing_but_marks(
    question: str, text: str, length: int, skip: int
) -> None:
    made = shown(question, text, length=length, skip=skip)
    plain = re.sub("</?mark>", "", made)
    assert "<" not in plain
    assert ">" not in plain
    assert made.count("<mark>") == made.count("</mark>")
    kept = "".join(unescape(plain).replace("…", "").split())
    assert kept in "".join(text.replace("…", "").split())


def test_a_long_text_takes_little_time() -> None:
    import time

    text = "the price of oil and of gas rose in the north " * 20_000
    started = time.process_time()
    assert "<mark>oil</mark>" in shown('oil "gas rose" pri*', text)
    assert time.process_time() - started < 3
