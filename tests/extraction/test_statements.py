"""What two countries are to each other, since when, and which sentences say nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import ReadingConfig, Statement
from articles.extraction import annotate
from tests.extraction.drafting import SEEDS, annotated, draft, parsed


def statements(text: str, day: str | None = "2025-08-26") -> tuple[Statement, ...]:
    return annotated(text, day).statements


@pytest.mark.parametrize(
    ("text", "kind", "status", "year"),
    [
        ("Peru and Nepal established diplomatic ties in 1976.", "established", "diplomatic relations", 1976),
        ("Consular relations between Peru and Nepal were established in 1971.", "established", "consular relations", 1971),
        ('Peru and Nepal formed a "Strategic Partnership" in 2010.', "formed", "Strategic Partnership", 2010),
        ("Peru and Nepal elevated their ties to a Special Strategic Partnership in 2015.", "elevated",
         "Special Strategic Partnership", 2015),
        ("Peru and Nepal commemorated 50 years of diplomatic ties in 2023.", "anniversary",
         "50 years of diplomatic ties", 2023),
        ("The Comprehensive Partnership of Peru and Nepal completes 10 years.", "anniversary",
         "10 years of Comprehensive Partnership", 2025),
        ("Peru and Nepal agreed to further enhance their strategic partnership.", "reaffirmed", "strategic partnership", 2025),
        ("Peru reaffirmed its strategic partnership with Nepal.", "reaffirmed", "strategic partnership", 2025),
        ("Peru and Nepal agreed to explore a strategic partnership.", "proposed", "strategic partnership", 2025),
        ("Visits would be crucial to upgrading Peru–Nepal relations to a strategic partnership.", "proposed",
         "strategic partnership", 2025),
        ("Formal diplomatic relations between Peru and Nepal date back to 1958.", "established",
         "diplomatic relations", 1958),
        ("Peru has had diplomatic relations with Nepal since 1961.", "established", "diplomatic relations", 1961),
        ("On 4 May 1976, envoys of Peru and Nepal signed a note establishing diplomatic relations.", "established",
         "diplomatic relations", 1976),
        ("Peru and Nepal agreed to establish full diplomatic relations.", "proposed", "diplomatic relations", 2025),
        ("Peru marked 50 years of diplomatic relations with Nepal.", "anniversary", "50 years of diplomatic ties", 2025),
        ("Peru and Nepal will observe the golden jubilee of ties this year.", "anniversary", "50 years of ties", 2025),
        ("Stamps of Peru and Nepal mark the silver jubilee of their diplomatic relations.", "anniversary",
         "25 years of diplomatic ties", 2025),
        ("Peru and Nepal celebrate half a century of diplomatic ties.", "anniversary", "50 years of diplomatic ties", 2025),
        ("Peru and Nepal marked six decades of diplomatic relations in 2024.", "anniversary",
         "60 years of diplomatic ties", 2024),
        ("A concert kept the 45th anniversary of the establishment of diplomatic relations between Peru and Nepal.",
         "anniversary", "45 years of diplomatic ties", 2025),
        ("The envoys of Peru and Nepal toasted the fiftieth anniversary of bilateral ties.", "anniversary",
         "50 years of ties", 2025),
        ("In Kathmandu, Peru and Nepal celebrated twenty-five years of diplomatic ties.", "anniversary",
         "25 years of diplomatic ties", 2025),
        ("Peru upgraded relations with Nepal to a comprehensive strategic partnership during the president's visit in 2015.",
         "elevated", "comprehensive strategic partnership", 2015),
        ("The partnership was raised in 2019 to the level of a strategic cooperative partnership by Peru and Nepal.",
         "elevated", "strategic cooperative partnership", 2019),
        ("Ties between Peru and Nepal will be elevated to a comprehensive partnership.", "proposed",
         "comprehensive partnership", 2025),
        ("Peru and Nepal agreed to elevate their ties to a comprehensive strategic partnership.", "proposed",
         "comprehensive strategic partnership", 2025),
        ("Peru is seeking a strategic partnership with Nepal.", "proposed", "strategic partnership", 2025),
        ("Peru and Nepal declared a Green Strategic Partnership in 2020.", "formed", "Green Strategic Partnership", 2020),
        ("Peru and Nepal have been strategic partners since 2008.", "formed", "strategic partnership", 2008),
        ("A strategic partnership between Peru and Nepal was established in 2004.", "formed", "strategic partnership", 2004),
        ("Trade grew under the comprehensive economic partnership agreement signed in 2009 by Peru and Nepal.", "formed",
         "comprehensive economic partnership agreement", 2009),
        ("Peru and Nepal signed a free trade agreement in 2011.", "formed", "free trade agreement", 2011),
        ("The peace treaty between Peru and Nepal came into force in 1990.", "formed", "peace treaty", 1990),
        ("Peru and Nepal resolved to deepen their comprehensive partnership.", "reaffirmed", "comprehensive partnership", 2025),
        ("The ministers of Peru and Nepal reiterated the importance of their strategic partnership.", "reaffirmed",
         "strategic partnership", 2025),
    ],
)  # fmt: skip
def test_a_status_with_its_year(text: str, kind: str, status: str, year: int) -> None:
    (statement,) = statements(text)
    assert (statement.kind, statement.status, statement.year) == (kind, status, year)
    assert statement.pair == ("NP", "PE")


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Nepal spoke of their Strategic Partnership.",
        "Peru and Nepal have diplomatic relations.",
        "The public-private partnership built a road in Nepal and Peru.",
        "Two officials discussed ways to strengthen the strategic partnership of Peru and Nepal.",
        "Peru and Nepal held the second round of their Strategic Partnership Dialogue in 2019.",
        "Peru severed diplomatic relations with Nepal in 1980.",
        "Peru and Nepal re-established diplomatic relations in 1991.",
        "Peru and Nepal restored full diplomatic relations in 1991.",
        "Peru and Nepal began talks on a free trade agreement in 2011.",
        "Officials of Peru and Nepal spoke of bilateral ties and of years of drought.",
        "The ties of Peru and Nepal are warm, and the minister marked the day in 2011.",
    ],
)
def test_a_status_only_mentioned_states_nothing(text: str) -> None:
    assert statements(text) == ()


def test_a_sentence_of_three_countries_is_about_no_pair() -> None:
    assert statements("Peru, Nepal and Chile formed a strategic partnership in 2010.") == ()


def test_the_span_is_the_clause() -> None:
    (first, second) = statements(
        "Peru and Nepal established diplomatic ties in 1976 while consular relations between the two nations were "
        "established in 1971, a ministry said."
    )
    assert first.span.surface == "Peru and Nepal established diplomatic ties in 1976"
    assert second.span.surface == "consular relations between the two nations were established in 1971"


def test_a_headline_tells_what_has_happened_in_the_present_tense() -> None:
    found = annotated(
        "The talks took an hour.", "2025-08-26", title="Peru, Nepal elevate ties to strategic partnership"
    )
    (statement,) = found.statements
    assert (statement.kind, statement.status, statement.span.field) == (
        "elevated",
        "strategic partnership",
        "title",
    )


def test_a_headline_of_what_they_mean_to_do_is_a_proposal() -> None:
    found = annotated(
        "The talks took an hour.",
        "2025-08-26",
        title="Peru, Nepal agree to upgrade ties to a strategic partnership",
    )
    assert [one.kind for one in found.statements] == ["proposed"]


def test_key_points_are_read_and_what_the_body_says_too_is_said_once() -> None:
    point = "Peru and Nepal established diplomatic ties in 1976."
    alone = annotate(draft("They met.", "2025-08-26", key_points=(point,)), ReadingConfig()).statements
    assert [(one.year, one.span.field) for one in alone] == [(1976, "key_points/0")]
    both = annotate(draft(point, "2025-08-26", key_points=(point,)), ReadingConfig()).statements
    assert [one.span.field for one in both] == ["text"]


@given(
    st.lists(
        st.sampled_from(
            """Peru Nepal and established diplomatic ties relations in 1976 strategic partnership , . agreed to elevate
            marked 50 years of golden jubilee free trade agreement signed “ ” which since""".split()
        ),
        max_size=40,
    )
)
def test_whatever_the_words_a_statement_covers_its_own(words: list[str]) -> None:
    text = " ".join(words)
    for one in statements(text):
        assert text[one.span.start : one.span.end] == one.span.surface
        assert one.pair == ("NP", "PE")


def test_the_timeline_of_two_countries_over_the_archive() -> None:
    timeline = set()
    for seed in SEEDS:
        article = parsed(seed)
        fields = article.fields()
        for one in annotate(article, ReadingConfig()).statements:
            assert fields[one.span.field][one.span.start : one.span.end] == one.span.surface
            if one.pair == ("IN", "KR") and one.kind in ("established", "formed", "elevated", "anniversary"):
                timeline.add((one.year, one.status))
    assert timeline >= {
        (1962, "consular relations"),
        (1973, "diplomatic relations"),
        (2010, "Strategic Partnership"),
        (2015, "Special Strategic Partnership"),
        (2023, "50 years of diplomatic ties"),
        (2025, "10 years of Special Strategic Partnership"),
    }
