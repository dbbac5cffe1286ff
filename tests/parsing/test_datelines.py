"""Datelines of every house style, and sentences that only begin like one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from articles.drafts import ArticleDraft
from articles.parsing.datelines import country_of, find_dateline, place_only, resolved
from articles.parsing.stamps import find_stamps
from tests.parsing.conftest import PLACES

STORY = "The two ministers met for an hour on Friday."


@pytest.mark.parametrize(
    ("lead", "place", "country", "day", "agency"),
    [
        ("NEW DELHI, Feb. 14 (Xinhua) -- ", "NEW DELHI", "IN", "--02-14", "Xinhua"),
        ("SEOUL (Reuters) - ", "SEOUL", "KR", None, "Reuters"),
        ("Dhaka, 26 August, 2025 (BSS) - ", "Dhaka", "BD", "2025-08-26", "BSS"),
        ("ISLAMABAD: ", "ISLAMABAD", "PK", None, None),
        ("ISLAMABAD - ", "ISLAMABAD", "PK", None, None),
        ("ISLAMABAD, Apr 05 (APP): ", "ISLAMABAD", "PK", "--04-05", "APP"),
        ("KUALA LUMPUR, Aug 5 — ", "KUALA LUMPUR", "MY", "--08-05", None),
        ("New Delhi [India], May 18 (ANI): ", "New Delhi", "IN", "--05-18", "ANI"),
        ("Seoul, Feb 13 (IANS) ", "Seoul", "KR", "--02-13", "IANS"),
        ("New Delhi: ", "New Delhi", "IN", None, None),
        ("WASHINGTON/SEOUL, Feb 3 (Reuters) - ", "WASHINGTON/SEOUL", "US", "--02-03", "Reuters"),
        ("MOSCOW, August 26. /TASS/. ", "MOSCOW", "RU", "--08-26", "TASS"),
        ("Sharm-el-Sheikh (Egypt), July 15 (ANI): ", "Sharm-el-Sheikh", "EG", "--07-15", "ANI"),
        ("ISTANBUL (AA) - ", "ISTANBUL", "TR", None, "AA"),
        ("HANOI (VNA) – ", "HANOI", "VN", None, "VNA"),
        ("BAKU, Azerbaijan, August 26. ", "BAKU", "AZ", "--08-26", None),
        ("MANILA, Philippines — ", "MANILA", "PH", None, None),
        ("MANILA, Philippines (Islands Today) — ", "MANILA", "PH", None, "Islands Today"),
        ("London (CNN) — ", "London", "GB", None, None),
        ("Putrajaya, Apr 12 (Bernama) -- ", "Putrajaya", None, "--04-12", "Bernama"),
        ("STEPANAKERT, MAY 24, ARMENPRESS: ", "STEPANAKERT", None, "--05-24", "ARMENPRESS"),
        ("Jakarta, MINA – ", "Jakarta", "ID", None, None),
        ("New York, Sep 24 ", "New York", "US", "--09-24", None),
        ("Kampala, 3rd June 2025 - ", "Kampala", None, "2025-06-03", None),
        ("DOHA: ", "DOHA", "QA", None, None),
    ],
)
def test_run_in(lead: str, place: str, country: str | None, day: str | None, agency: str | None) -> None:
    found = find_dateline(lead + STORY, PLACES)
    assert found is not None
    assert (lead + STORY)[found.end :] == STORY
    assert (found.place, country_of(found, PLACES), found.agency) == (place, country, agency)
    assert resolved(found.stamp, None) == day


@pytest.mark.parametrize(
    "line",
    [
        "Seoul, Feb 13",
        "New Delhi, February 14",
        "TOKYO, April 1 -",
        "seoul, feb 13",
        "Dhaka, 26 August 2025",
        "ANKARA/ISTANBUL-Anadolu Agency",
    ],
)
def test_on_a_line_of_its_own(line: str) -> None:
    found = find_dateline(line, PLACES)
    assert found is not None
    assert found.end >= len(line.rstrip(" -"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Islamabad sought to step up its ties with its neighbors after the talks.",
        "Dhaka–Islamabad talks at the level of ministers are to be held in May.",
        "Dhaka and Islamabad held the consultation after a long pause in their ties.",
        "WATCH: Ministers sign the ferry agreement in the harbor hall today",
        "India: The next superpower is rising, says a book by two economists",
        "Seoul, Tokyo agree to hold talks on tariffs in the coming weeks",
        "In Seoul, the two sides agreed to meet again in the course of the year.",
        "May 18 was the day on which the two leaders met for the first time.",
        "Tokyo, which has a large fleet, said that it would send two ships.",
        "President Lee Min-ho, August 15 — a day of joy for both of the towns",
        "However, Feb 13 - the day of the vote - was a quiet one in the capital.",
        "Islamabad. The talks will go on, said both of the ministers who met.",
        "The Ministry (MFA) said that the talks were useful and would go on.",
        "NATO-Russia council to meet in the capital in the week after next",
        "Gold Rate Today 16 March 2026: Fresh prices for the cities of the coast",
    ],
)
def test_a_sentence_that_begins_with_a_place_is_none(sentence: str) -> None:
    assert find_dateline(sentence, PLACES) is None


def test_a_place_alone() -> None:
    found = place_only("Dhaka", PLACES)
    assert found is not None
    assert found.place == "Dhaka"
    assert place_only("Harbor view", PLACES) is None


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (date(2024, 5, 18), "2024-05-18"),
        (date(2025, 1, 1), "2024-12-31"),
        (date(2024, 12, 31), "2025-01-01"),
        (None, "--05-18"),
    ],
)
def test_the_year_is_the_one_nearest_to_publication(published: date | None, day: str) -> None:
    words = {"2024-05-18": "May 18", "2024-12-31": "Dec 31", "2025-01-01": "Jan 1", "--05-18": "May 18"}[day]
    (stamp,) = find_stamps(words)
    assert resolved(stamp, published) == day


@pytest.mark.parametrize(
    ("opening", "place", "day", "agency"),
    [
        ("MOSCOW. KAZINFORM Two", "MOSCOW", None, "Kazinform"),
        ("LONDON, 5 de mayo de 2024 (EFE) - Los", "LONDON", "2024-05-05", "EFE"),
        ("London, le 5 mai 2024 - Les", "London", "2024-05-05", None),
        ("London, 5. Mai 2024 (dpa) - Die", "London", "2024-05-05", "DPA"),
        ("Jakarta, 5 Agustus 2024 (ANTARA) - Para", "Jakarta", "2024-08-05", "Antara"),
        ("Ankara, 5 Mayıs 2024 (AA) - Two", "Ankara", "2024-05-05", "Anadolu"),
        ("ISLAMABAD, May 5 (APP)::Two", "ISLAMABAD", "--05-05", "APP"),
        ("BAKU, Azerbaijan, May 5. Trend: Two", "BAKU", "--05-05", "Trend"),
    ],
)
def test_datelines_of_other_languages_and_houses(
    read: Callable[..., ArticleDraft], opening: str, place: str, day: str | None, agency: str | None
) -> None:
    draft = read(
        f"{opening} ministers of the two countries met on the quay and agreed to reopen the ferry line."
    )
    assert draft.dateline is not None
    assert (draft.dateline.place, draft.dateline.date, draft.agency) == (place, day, agency)
    assert ":" not in draft.text[:4]
