"""Dates named in a text, at the precision that is known and no further."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import Published
from articles.extraction.when import Anchor, find_dates

SATURDAY = Anchor(date(2026, 2, 14))


def found(text: str, anchor: Anchor = SATURDAY, *, future: bool = False) -> list[str]:
    return [when.iso for when in find_dates(text, 0, len(text), anchor, future=future)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on 17 April 2025", "2025-04-17"),
        ("on April 17, 2025", "2025-04-17"),
        ("from April 27-28, 2025", "2025-04-27"),
        ("on the 3rd of March 2024", "2024-03-03"),
        ("in March 2022", "2022-03"),
        ("in 2015", "2015"),
        ("on 2024-11-30", "2024-11-30"),
        ("on Friday", "2026-02-13"),
        ("on Saturday", "2026-02-14"),
        ("last Saturday", "2026-02-07"),
        ("on January 30", "2026-01-30"),
        ("on November 30", "2025-11-30"),
        ("last November", "2025-11"),
        ("in December", "2025-12"),
        ("today", "2026-02-14"),
        ("yesterday", "2026-02-13"),
        ("last month", "2026-01"),
        ("next month", "2026-03"),
        ("last year", "2025"),
        ("this year", "2026"),
    ],
)
def test_a_date_is_read_from_the_articles_day(text: str, iso: str) -> None:
    assert found(text) == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on Friday", "2026-02-20"),
        ("on March 3", "2026-03-03"),
        ("in January", "2027-01"),
        ("next Monday", "2026-02-16"),
    ],
)
def test_what_is_planned_lies_ahead(text: str, iso: str) -> None:
    assert found(text, future=True) == [iso]


@pytest.mark.parametrize(
    "text", ["on Friday", "on January 30", "last November", "today", "last year", "in May"]
)
def test_without_the_articles_day_nothing_is_guessed(text: str) -> None:
    assert found(text, Anchor(None)) == []


@pytest.mark.parametrize(
    "text", ["on 31 April 2025", "on 2025-02-30", "it may rain, and we march on", "in 3025"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert found(text) == []


def test_a_day_known_only_to_the_month_anchors_nothing() -> None:
    published = Published(date=date(2026, 2, 1), basis="stated", precision="month")
    assert Anchor.of(published).day is None


@given(st.text(alphabet="0123456789 -–,.thofMarchAprilFridaylastnextyear\n", max_size=80), st.dates())
def test_any_text_and_any_day_give_dates_or_nothing(text: str, day: date) -> None:
    for when in find_dates(text, 0, len(text), Anchor(day)):
        assert text[when.start : when.end].strip()
        assert len(when.iso) in (4, 7, 10)
