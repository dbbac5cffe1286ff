"""Which reports tell of one happening."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import Report, gather

DAY, NEXT = date(2024, 3, 5), date(2024, 3, 6)
PAIR = ("NO", "PE")


def report(number: int, people: str = "", **fields: Any) -> Report:
    return Report(number, people=frozenset(people.split()), **fields)


def stories(*reports: Report, **words: Any) -> list[set[int]]:
    return sorted((set(each) for each in gather(reports, **words) if len(each) > 1), key=min)


def test_one_round_is_one_story_whatever_else_differs():
    first = report(1, series="talks", ordinal=3, day=DAY, place="lima", people="lind")
    assert stories(first, report(2, series="talks", ordinal=3, day=NEXT, place="oslo")) == [{1, 2}]


def test_two_rounds_are_two_stories():
    assert stories(report(1, series="talks", ordinal=3), report(2, series="talks", ordinal=4)) == []


def test_one_number_years_apart_is_no_story():
    """A dialogue has one sixth round: somebody counted otherwise, or a rule read it wrong."""
    year = [date(2021, 3, 5), date(2021, 4, 20), date(2021, 6, 1), date(2024, 3, 5), None]
    made = [report(number, series="talks", ordinal=6, filed=day) for number, day in enumerate(year)]
    assert stories(*made) == [{0, 1, 2}]
    assert stories(*made[:3], made[4]) == [{0, 1, 2, 4}]


def test_a_round_without_its_number_is_known_by_its_day():
    numbered = report(1, series="talks", ordinal=3, day=DAY)
    assert stories(numbered, report(2, series="talks", day=DAY)) == [{1, 2}]
    assert stories(numbered, report(2, series="talks", day=NEXT)) == []


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("lind soto", True),
        ("lind soto vega", True),
        ("lind", True),
        ("vega", False),
        ("", False),
        ("lind vega", False),
    ],
)
def test_place_and_day_need_people_in_common(people, told):
    one = report(1, "lind soto", place="lima", day=DAY, pair=PAIR)
    other = report(2, people, place="lima", day=DAY, pair=PAIR)
    assert stories(one, other) == ([{1, 2}] if told else [])


@pytest.mark.parametrize(
    "other",
    [
        {"place": "oslo"},
        {"day": NEXT},
        {"pair": ("NO", "SE")},
        {"pair": None},
        {"place": None},
        {"day": None},
    ],
)
def test_people_alone_make_no_story(other):
    here: dict[str, Any] = {"place": "lima", "day": DAY, "pair": PAIR}
    assert stories(report(1, "lind soto", **here), report(2, "lind soto", **(here | other))) == []


def test_a_report_that_could_be_of_either_round_is_put_to_neither():
    here: dict[str, Any] = {"place": "lima", "day": DAY, "pair": PAIR}
    third = report(1, "lind soto", series="talks", ordinal=3, **here)
    fourth = report(2, "lind soto", series="charts", ordinal=1, **here)
    assert stories(third, fourth, report(3, "lind soto", **here)) == []


def test_copies_are_one_story():
    assert stories(report(4, copies=4), report(9, copies=4)) == [{4, 9}]


def test_an_editor_parts_what_ties_hold_together_through_others():
    reports = [report(number, series="talks", ordinal=3) for number in (1, 2, 3)]
    assert stories(*reports, apart=[(2, 1)]) == [{1, 3}]
    assert stories(*reports, apart=[(1, 2)]) == [{2, 3}]


def test_copies_leave_together():
    reports = [
        report(1, series="talks", ordinal=3),
        *(report(n, series="talks", ordinal=3, copies=2) for n in (2, 5)),
    ]
    assert stories(*reports, apart=[(5, 1)]) == [{2, 5}]


def test_an_editor_joins_what_nothing_else_ties():
    assert stories(report(1), report(2), together=[(2, 1)]) == [{1, 2}]
    assert stories(report(1), together=[(1, 7)]) == []


REPORTS = st.lists(
    st.builds(
        Report,
        id=st.integers(1, 12),
        copies=st.sampled_from([None, None, 1, 2]),
        series=st.sampled_from([None, "talks", "charts"]),
        ordinal=st.sampled_from([None, 1, 2]),
        day=st.sampled_from([None, DAY, NEXT]),
        place=st.sampled_from([None, "lima", "oslo"]),
        pair=st.sampled_from([None, PAIR]),
        filed=st.sampled_from([None, DAY, date(2026, 1, 1)]),
        people=st.sets(st.sampled_from(["lind", "soto", "vega"])).map(frozenset),
    ),
    max_size=10,
    unique_by=lambda each: each.id,
)
TIES = st.sets(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda tie: tie[0] != tie[1]), max_size=3
)


@given(REPORTS, TIES, TIES, st.randoms())
def test_the_order_of_reports_is_nothing(reports, apart, together, chance):
    shuffled = chance.sample(reports, len(reports))
    told = set(gather(reports, apart=apart, together=together))
    assert told == set(gather(shuffled, apart=apart, together=together))
    assert sorted(each for story in told for each in story) == sorted(each.id for each in reports)
    for one, other in apart:
        assert not any({one, other} <= story for story in told)
