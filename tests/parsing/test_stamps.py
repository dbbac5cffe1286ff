"""Dates and times as print writes them, and the ones that are not dates."""

from __future__ import annotations

from datetime import date, time, timedelta, timezone

import pytest

from articles.parsing.stamps import find_stamps, first_clock, zone_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16 Aug 2025, 09:52 PM", date(2025, 8, 16)),
        ("Tuesday, October 22, 2013", date(2013, 10, 22)),
        ("Aug. 26, 2015 - 15:41", date(2015, 8, 26)),
        ("Published March 24,2021", date(2021, 3, 24)),
        ("26th August, 2025", date(2025, 8, 26)),
        ("the 13th of February, 2026", date(2026, 2, 13)),
        ("2025-08-16T21:52:00+05:30", date(2025, 8, 16)),
        ("2025/8/6", date(2025, 8, 6)),
        ("Tue, 12/30/2008 - 13:07", date(2008, 12, 30)),
        ("26.08.2025", date(2025, 8, 26)),
        ("16-Aug-2025", date(2025, 8, 16)),
        ("AUGUST 26, 2025", date(2025, 8, 26)),
        ("Sept 8 2023", date(2023, 9, 8)),
        ("2025年8月26日", date(2025, 8, 26)),
        ("2025년 8월 26일", date(2025, 8, 26)),
    ],
)
def test_full_dates(text: str, day: date) -> None:
    assert [stamp.date for stamp in find_stamps(text)] == [day]


def test_a_month_gets_no_day() -> None:
    (stamp,) = find_stamps("held in March 2022 in the capital")
    assert (stamp.year, stamp.month, stamp.day, stamp.date) == (2022, 3, None, None)


def test_a_range_keeps_both_days_and_its_year() -> None:
    (stamp,) = find_stamps("on April 27-28, 2025.")
    assert (stamp.date, stamp.last_day) == (date(2025, 4, 27), 28)


def test_a_dateline_has_no_year() -> None:
    (stamp,) = find_stamps("SEOUL, Feb 13 (Yonhap)")
    assert (stamp.year, stamp.month, stamp.day) == (None, 2, 13)


def test_figures_that_read_both_ways_stay_undecided() -> None:
    (stamp,) = find_stamps("03/04/2025")
    assert stamp.date is None
    assert stamp.orders == (date(2025, 4, 3), date(2025, 3, 4))


@pytest.mark.parametrize(
    "text",
    ["30 February 2025", "Resolution 2231", "ratio 1.5.2", "call 10-20-30", "version 2.0.2025.1", "32 May"],
)
def test_what_is_no_date(text: str) -> None:
    assert [stamp.date for stamp in find_stamps(text) if stamp.date] == []


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09:52 PM", time(21, 52)),
        ("12:40 am", time(0, 40)),
        ("12:40 p.m.", time(12, 40)),
        ("at 21:52 hrs", time(21, 52)),
        ("17:49:03", time(17, 49, 3)),
        ("3.15 pm", time(15, 15)),
    ],
)
def test_clocks(text: str, clock: time) -> None:
    found = first_clock(text)
    assert found is not None
    assert found.time == clock


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("21:52 GMT", 0), ("21:52 UTC+6", 360), ("21:52 +05:30", 330), ("9:52 PM PKT", 300), ("21:52 KST", 540),
        ("21:52 (GMT+10)", 600), ("9:52 pm EST", -300), ("21:52:00Z", 0), ("21:52 NPT", 345), ("2025-08-16T21:52:00+05:30", 330),
    ],
)  # fmt: skip
def test_zones(text: str, minutes: int) -> None:
    found = first_clock(text)
    assert found is not None
    assert found.time.utcoffset() == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("name", "context", "minutes"),
    [
        ("IST", "The Indian minister spoke in Delhi", 330),
        ("IST", "The Israeli minister spoke in Jerusalem; Israel said", 120),
        ("IST", "", 330),
        ("BST", "Dhaka said that Bangladesh would sign", 360),
        ("BST", "London said that Britain would sign", 60),
        ("CST", "Beijing and other Chinese cities", 480),
    ],
)
def test_a_zone_that_two_regions_share_is_told_by_the_page(name: str, context: str, minutes: int) -> None:
    assert zone_of(name, context) == timezone(timedelta(minutes=minutes))


def test_a_shared_zone_without_a_hint_is_no_zone() -> None:
    assert zone_of("BST", "The two ministers met at noon") is None
