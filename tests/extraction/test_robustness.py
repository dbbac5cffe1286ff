"""The time it takes grows with the text and not faster, whatever was scraped."""

from __future__ import annotations

import time

import pytest

from articles.drafts import ReadingConfig
from articles.extraction import read
from articles.extraction.context import Context
from articles.extraction.events import find_events
from articles.extraction.people import find_people
from articles.extraction.quotes import find_quotes
from articles.extraction.statements import find_statements
from tests.extraction.drafting import draft

pytestmark = pytest.mark.usefixtures("uncollected")

LENGTH = 25_000


@pytest.mark.parametrize(
    "unit",
    [
        "((((",
        "A. A. ",
        "“He said ",
        '" ',
        "'x \"y ",
        "‘a ministers’ b ",
        "“x\n\n",
        "Ram Kumar, Lee Hack-young and ",
        "Secretary of the Ministry of ",
        "President Lee ",
        "said he said, ",
        "on Friday in March 2022 ",
        "6th India-ROK Dialogue ",
        "agreed to enhance Strategic Partnership ",
        "strategic and ",
        "comprehensive ",
        "India, ",
        "co-chaired by Ana Rojas and ",
    ],
)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    single, double = _seconds(unit, LENGTH), _seconds(unit, 2 * LENGTH)
    assert double < max(4 * single, 0.5)


def test_thousands_of_names_take_no_more_than_a_moment() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = "".join(f"Ram {a.upper()}{b}{c} spoke. " for a in letters for b in letters for c in letters[:6])
    context = read(draft(text, "2025-05-05"), ReadingConfig())
    start = time.process_time()
    assert len(find_people(context)) > 1_000
    assert time.process_time() - start < 3


def _seconds(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    context = read(draft(text, "2025-05-05"), ReadingConfig())
    start = time.process_time()
    _find_all(context)
    return time.process_time() - start


def _find_all(context: Context) -> None:
    people = find_people(context)
    find_events(context, people)
    find_quotes(context, people, ())
    find_statements(context)
