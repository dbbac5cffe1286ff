"""When an article was published, how that is known, and from which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.parsing import parse_text
from tests.parsing.conftest import PLACES

Read = Callable[..., ArticleDraft]

TITLE = "Ministers agree to reopen ferry line between the capitals"
BODY = (
    "The foreign ministers of the two countries met in the capital and agreed to reopen the ferry line.\n\n"
    "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade."
)


def page(stamp: str) -> str:
    return f"{TITLE}\n\n{stamp}\n\n{BODY}"


@pytest.mark.parametrize(
    ("stamp", "day", "clock"),
    [
        ("16 Aug 2025, 09:52 PM IST i", date(2025, 8, 16), "21:52:00+05:30"),
        ("Published: August 16, 2025 21:52 PKT", date(2025, 8, 16), "21:52:00+05:00"),
        ("Published on 16 August, 2025", date(2025, 8, 16), None),
        ("Updated: Aug 16, 2025, 10:12 GMT+6", date(2025, 8, 16), "10:12:00+06:00"),
        ("Last Updated : 16 Aug 2025 12:40 pm", date(2025, 8, 16), "12:40:00"),
        ("2025-08-16T21:52:00+09:00", date(2025, 8, 16), "21:52:00+09:00"),
        ("Saturday, 16 August 2025", date(2025, 8, 16), None),
        ("Posted : 2025-08-16 17:01 Updated : 2025-08-17 08:00", date(2025, 8, 16), "17:01:00"),
        ("Aug. 16, 2025 - 15:41 KST", date(2025, 8, 16), "15:41:00+09:00"),
        ("21:10 August 16, 2025", date(2025, 8, 16), "21:10:00"),
        ("16.08.2025 21:10", date(2025, 8, 16), "21:10:00"),
        ("Updated: 05-08-2025 07:27 NPT | Created: 04-08-2025 07:27 NPT", date(2025, 8, 4), "07:27:00+05:45"),
        ("April 19, 2025 11:27 am | Updated 11:40 am PKT - Lahore", date(2025, 4, 19), "11:27:00+05:00"),
    ],
)
def test_stated(read: Read, stamp: str, day: date, clock: str | None) -> None:
    published = read(page(stamp)).published
    assert (published.date, published.basis) == (day, "stated")
    assert (published.time.isoformat() if published.time else None) == clock
    assert published.precision == ("minute" if clock else "day")
    assert published.confidence >= 0.8


def test_two_statements_that_agree_are_surer_than_one(read: Read) -> None:
    alone = read(page("16 Aug 2025, 09:52 PM IST")).published
    both = read(" date 2025-08-16 " + page("16 Aug 2025, 09:52 PM IST")).published
    assert both.date == alone.date
    assert both.confidence > alone.confidence


def test_of_two_that_disagree_the_more_specific_wins_and_is_less_sure(read: Read) -> None:
    published = read(" date 2025-08-20 " + page("Published: 16 Aug 2025, 09:52 PM IST")).published
    assert published.date == date(2025, 8, 16)
    assert published.confidence < 0.7


def test_a_later_update_does_not_contradict(read: Read) -> None:
    published = read(page("December 27, 2014 12:03 am | Updated April 07, 2016 06:05 am PKT")).published
    assert published.date == date(2014, 12, 27)
    assert published.confidence >= 0.9


def test_a_stated_month_gets_its_first_day_and_says_so(read: Read) -> None:
    published = read(f" date 2023-05 {TITLE}\n\n{BODY}").published
    assert (published.date, published.basis, published.precision) == (date(2023, 5, 1), "stated", "month")
    assert published.latest == date(2023, 5, 31)


def test_a_stamp_without_a_year_borrows_it(read: Read) -> None:
    published = read(" date 2017-08-31 " + page("August 31, 20:55 UTC+3")).published
    assert published.time is not None
    assert published.time.isoformat() == "20:55:00+03:00"


def test_a_dateline_with_its_year_states_the_date(read: Read) -> None:
    published = read(f"{TITLE}\n\nDhaka, 26 August, 2025 (BSS) - {BODY}").published
    assert (published.date, published.basis) == (date(2025, 8, 26), "stated")
    assert [(span.field, span.surface) for span in published.evidence] == [("dateline", "26 August, 2025")]


def test_an_agency_line_with_a_date_states_it(read: Read) -> None:
    published = read(f"{TITLE}\n\n{BODY}\n\n(Xinhua News Agency January 11, 2006)").published
    assert (published.date, published.basis) == (date(2006, 1, 11), "stated")


@pytest.mark.parametrize("stamp", ["Updated: 03/04/2025", "Published 03-04-2025"])
def test_figures_that_could_be_either_day_are_never_guessed(read: Read, stamp: str) -> None:
    published = read(page(stamp)).published
    assert published.date is None
    assert (published.earliest, published.latest) == (date(2025, 3, 4), date(2025, 4, 3))
    assert published.basis == "inferred"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("Updated: 03/04/2025", f"Islamabad, April 3 (APP): {BODY}", date(2025, 4, 3)),
        ("Updated: 03/04/2025 21:30 PKT", BODY, date(2025, 4, 3)),
        ("Updated: 03/04/2025 9:30 pm EST", BODY, date(2025, 3, 4)),
        ("Updated: 03.04.2025", BODY, date(2025, 4, 3)),
        ("Updated: 03/04/2025", f"{BODY} The first ship sails on 21/05/2025, they said.", date(2025, 4, 3)),
        ("Updated: 03/04/2025", f"{BODY} The first ship sails on 05/21/2025, they said.", date(2025, 3, 4)),
    ],
)
def test_figures_are_read_the_way_round_that_the_page_shows(
    read: Read, head: str, body: str, day: date
) -> None:
    assert read(f"{TITLE}\n\n{head}\n\n{body}").published.date == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [("2 hours ago", date(2026, 11, 22)), ("3 days ago", date(2026, 11, 19)), ("1h ago", date(2026, 11, 22))],
)
def test_ago_counts_from_when_the_page_was_received(read: Read, stamp: str, day: date) -> None:
    published = read(page(stamp)).published
    assert (published.date, published.basis) == (day, "inferred")


def test_ago_means_nothing_when_that_is_not_known() -> None:
    draft = parse_text(RawDocument(page("2 hours ago").encode()), ReadingConfig(place_countries=PLACES))
    assert (draft.published.date, draft.published.basis) == (None, "unknown")


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{BODY}",
        f"{TITLE}\n\n{BODY} The treaty was signed in March 2022.",
        f"{TITLE}\n\n{BODY} The two countries have had ties since 1973.",
        f"{TITLE}\n\nSeoul, Feb 13\n\n{BODY}",
    ],
)
def test_unknown_stays_unknown(read: Read, text: str) -> None:
    published = read(text).published
    assert (published.date, published.earliest, published.latest, published.basis) == (
        None,
        None,
        None,
        "unknown",
    )


def test_a_date_in_a_list_of_other_stories_is_not_the_articles(read: Read) -> None:
    draft = read(
        f"{page('16 Aug 2025')}\n\nRelated Articles\n\nBridge opened in the north\n\n12 January 2024\n"
    )
    assert draft.published.date == date(2025, 8, 16)
    assert draft.published.confidence >= 0.9


def test_a_date_in_a_comment_is_not_the_articles(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{BODY}\n\nComments\n\nAnna Lee\nJanuary 12, 2024 at 3:04 pm\nLet us hope that the ferry is on time.\nReply\n"
    )
    assert draft.published.basis == "unknown"


def test_nothing_is_worked_out_beyond_the_reference() -> None:
    early = ReadingConfig(reference=datetime(2020, 1, 1, tzinfo=UTC), place_countries=PLACES)
    text = f"{TITLE}\n\nSeoul, Feb 13\n\nThe ministers met on Friday. {BODY} They had last met in 2019."
    published = parse_text(RawDocument(text.encode()), early).published
    assert published.date is None or published.date < date(2020, 1, 1)


def test_the_days_of_a_chronicle_are_headings(read: Read) -> None:
    paragraphs = BODY.split("\n\n")
    draft = read(
        f"{TITLE}\n\n{BODY}\n\nMay 4, 2021\n\n{paragraphs[0]} It was a Tuesday.\n\nJune 8, 2022\n\n{paragraphs[1]} It rained."
    )
    assert draft.text.split("\n\n")[2:6:2] == ["May 4, 2021", "June 8, 2022"]
    assert draft.published.basis == "unknown"
