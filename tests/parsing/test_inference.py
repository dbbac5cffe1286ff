"""Dates that no line states, worked out from weekdays, years and dated events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.parsing import parse_text
from tests.parsing.conftest import PLACES

Read = Callable[..., ArticleDraft]
TITLE = "Ministers agree to reopen ferry line between the capitals"
TAIL = "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade."


def test_a_year_named_for_last_month_tells_the_year_of_the_dateline(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\nTokyo, March 6\n\nThe two ministers met on Friday and agreed to reopen the ferry line.\n\n{TAIL}\n\n"
        "Last October, the two prime ministers met on the edge of a summit. It was their third meeting in 2025.\n\n"
        "The two countries marked 50 years of ties in 2023."
    )
    published = draft.published
    assert (published.date, published.basis, published.precision) == (date(2026, 3, 6), "inferred", "day")
    assert published.confidence >= 0.85
    assert draft.dateline is not None
    assert draft.dateline.date == "2026-03-06"
    assert {span.surface for span in published.evidence} >= {"March 6", "Friday", "Last October"}


def test_a_planned_summit_and_a_weekday_tell_the_year(read: Read) -> None:
    published = read(
        f"{TITLE}\n\nNEW DELHI, Feb 14 — The two ministers met on Friday and agreed to take the ferry line forward in 2026.\n\n"
        f"{TAIL}\n\nA summit of the two leaders is planned for this year. He had served there from 2015 to 2017."
    ).published
    assert published.date == date(2026, 2, 14)


def test_a_dated_event_tied_to_weekdays_bounds_the_day(read: Read) -> None:
    published = read(
        f"{TITLE}\n\nThe minister put off a visit that was to begin on Saturday because of the storm.\n\n"
        "His deputy called on the mayor on Sunday.\n\n"
        "“He is unable to undertake the visit on May 10-11, 2025,” the ministry had announced."
    ).published
    assert published.date is None
    assert (published.earliest, published.latest) == (date(2025, 5, 11), date(2025, 5, 17))
    assert published.basis == "inferred"
    assert published.confidence < 0.85


def test_a_weekday_of_an_old_event_bounds_nothing(read: Read) -> None:
    published = read(
        f"{TITLE}\n\nThe treaty was signed on 12 May 1999. The ministers met again on Friday to speak of it.\n\n{TAIL}"
    ).published
    assert published.basis == "unknown"


def test_the_seventh_of_a_month_in_two_years_is_not_guessed() -> None:
    text = (
        f"{TITLE}\n\nTokyo, March 6\n\nThe two ministers met and agreed to reopen the ferry line.\n\n{TAIL}"
    )
    published = parse_text(RawDocument(text.encode()), ReadingConfig(place_countries=PLACES)).published
    assert published.basis == "unknown"


@pytest.mark.parametrize("year", [2012, 2018, 2023])
def test_the_year_that_the_story_names_as_its_own(read: Read, year: int) -> None:
    friday = next(day for day in (date(year, 3, number) for number in range(1, 8)) if day.weekday() == 4)
    published = read(
        f"{TITLE}\n\nTokyo, March {friday.day}\n\nThe two ministers met on Friday, the first such meeting in {year}, and agreed "
        f"to reopen the ferry line.\n\n{TAIL}"
    ).published
    assert published.date == friday


def test_each_span_rests_in_a_field(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\nTokyo, March 6\n\nThe two ministers met on Friday. It was their first meeting in 2026, they said.\n\n{TAIL}"
    )
    assert draft.published.evidence
    fields = draft.fields()
    for span in draft.published.evidence:
        assert fields[span.field][span.start : span.end] == span.surface


def test_comments_say_nothing_about_the_date(read: Read) -> None:
    with_comment = read(
        f"{TITLE}\n\nTokyo, March 6\n\nThe two ministers met and agreed to reopen the ferry line.\n\n{TAIL}\n\n"
        "Reader Comments\n\nA\nAnna L\nIn 2026 I was there on Friday.\n\nB\nBen K\nSo was I in 2026, and it was nice.\n"
    )
    assert len(with_comment.comments) == 2
    assert with_comment.published.basis == "unknown"


def test_no_day_after_the_reference_is_given() -> None:
    config = ReadingConfig(reference=datetime(2025, 6, 1, tzinfo=UTC), place_countries=PLACES)
    text = f"{TITLE}\n\nTokyo, March 6\n\nThe two ministers met on Friday. A summit is planned for 2026, they said.\n\n{TAIL}"
    published = parse_text(RawDocument(text.encode()), config).published
    assert published.date is None or published.date <= date(2025, 6, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan goes back to an agreement signed in October 2022.",
        "He said the ferry would run again under a treaty that both sides adopted in 2022.",
        "The port will follow the one built in 2022.",
        "He said the talks would continue under the 2022 accord.",
        "Trade would double from $2 billion in 2022, he said.",
    ],
)
def test_what_a_plan_goes_back_to_is_past(read: Read, sentence: str) -> None:
    published = read(
        f"{TITLE}\n\nSEOUL, April 4 - The two ministers agreed to reopen the ferry line, an aide said here on Tuesday.\n\n{sentence}"
    ).published
    assert (published.date, published.basis) == (date(2023, 4, 4), "inferred")
