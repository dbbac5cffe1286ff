"""What stands above the story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.drafts import ArticleDraft

Read = Callable[..., ArticleDraft]
TITLE = "Ministers agree to reopen ferry line between the capitals"
BODY = (
    "The foreign ministers of the two countries met in the capital on Friday and agreed to reopen the ferry line.\n\n"
    "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade.\n\n"
    "A third round of talks is to follow in the spring, an official who took part in the meeting said."
)


@pytest.mark.parametrize("section", ["Military", "World", "ASIA", "Diplomacy", "#World News", "Harbors"])
def test_a_section_above_the_headline(read: Read, section: str) -> None:
    draft = read(f"{section}\n\n{TITLE}\n\n{BODY}")
    assert (draft.title, draft.section, draft.text) == (TITLE, section.lstrip("#"), BODY)


def test_a_menu_above_the_headline_is_no_section(read: Read) -> None:
    draft = read(f"Home\nWorld\nAsia\nSports\nBusiness\nTravel\n\n{TITLE}\n\n{BODY}")
    assert (draft.title, draft.section, draft.text) == (TITLE, None, BODY)


@pytest.mark.parametrize(
    "mark", ["By Jane Doe", "16 Aug 2025, 09:52 PM PKT", "5 min read", "Updated: August 16, 2025"]
)
def test_a_sentence_between_headline_and_byline_is_the_standfirst(read: Read, mark: str) -> None:
    standfirst = "Harbor towns on both shores expect half a million passengers in the first summer."
    draft = read(f"{TITLE}\n\n{standfirst}\n\n{mark}\n\n{BODY}")
    assert (draft.title, draft.standfirst, draft.text) == (TITLE, standfirst, BODY)


def test_the_lead_given_twice_is_standfirst_and_story(read: Read) -> None:
    lead = BODY.split("\n\n", 1)[0]
    draft = read(f"{TITLE}\n\n{lead}\n\nISLAMABAD: {BODY}")
    assert draft.text == BODY
    assert draft.dateline is not None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Dhaka", "Dhaka"),
        ("JANE DOE / NEW DELHI", "NEW DELHI"),
        ("Seoul, Feb 13", "Seoul"),
        ("Nairobi:", "Nairobi"),
    ],
)
def test_a_town_on_a_line_of_its_own(read: Read, line: str, place: str) -> None:
    draft = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert draft.dateline is not None
    assert draft.dateline.place == place
    assert draft.text == BODY


def test_the_headline_is_not_the_menu_above_it(read: Read) -> None:
    draft = read(
        f"To enjoy additional benefits\n\nManage Print Subscription\n\n  1. Elections in the north\n\n{TITLE}\n\n{BODY}"
    )
    assert draft.title == TITLE
    assert draft.text == BODY


def test_the_masthead_date_is_not_the_articles(read: Read) -> None:
    draft = read(f"Sunday, 19 May 2024\n\n{TITLE}\n\n22 August 2020\n\n{BODY}")
    assert draft.published.date is not None
    assert draft.published.date.year == 2020


def test_without_a_headline_the_rest_keeps_its_place(read: Read) -> None:
    summary = "The two sides met for the first time in six years. They spoke about ferries and about fish."
    draft = read(
        f"{summary}\n\nKey Points\n\n  • Ferry line to reopen\n  • Talks on fish\n\nA small line on the map\n\nSeoul, Feb 13\n\n{BODY}"
    )
    assert (draft.title, draft.summary, draft.subtitle) == (None, summary, "A small line on the map")
    assert draft.text == BODY


def test_a_sentence_with_nothing_below_it_is_the_story(read: Read) -> None:
    assert read("Peru and Chile signed a pact.").title is None
    assert read("Peru and Chile signed a pact.").text == "Peru and Chile signed a pact."
    assert read("Peru and Chile sign a pact").title == "Peru and Chile sign a pact"
