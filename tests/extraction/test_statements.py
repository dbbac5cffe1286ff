"""What two countries are to each other, since when, and which sentences say nothing of it."""

from __future__ import annotations

import pytest

from articles.drafts import ReadingConfig, Statement
from articles.extraction import annotate
from tests.extraction.drafting import SEEDS, annotated, parsed


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
