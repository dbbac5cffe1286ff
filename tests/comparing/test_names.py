"""Which names may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing.names import COUNTRY, INITIALS, LETTER, ORDER, PARTS, Named, alike


def named(number: int, name: str, country: str | None = "NO", *offices: str) -> Named:
    return Named(number, tuple(name.casefold().replace(".", " ").split()), country, frozenset(offices))


def reasons(one: str, other: str, countries: tuple[str | None, str | None] = ("NO", "NO")) -> tuple[str, ...]:
    found = alike([named(1, one, countries[0]), named(2, other, countries[1])])
    return found[0].reasons if found else ()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Nguyen Thi Lan", "Thi Lan Nguyen", ORDER),
        ("T. Raghunathan", "Thiru Raghunathan", INITIALS),
        ("A K Menon", "Arun Kumar Menon", INITIALS),
        ("Mohammed Rahman", "Mohammad Rahman", LETTER),
        ("Lucia Fernandez", "Lucia Maria Fernandez", PARTS),
    ],
)
def test_one_name_in_two_spellings_is_a_question(one, other, reason):
    assert reason in reasons(one, other)
    assert "the same country" in reasons(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T. Raghunathan", "V. Raghunathan"),
        ("Ravi Menon", "Rajan Menon"),
        ("Ola Dahl", "Ola Dale"),
        ("Lin", "Lin"),
        ("Amal Haddad", "Karim Haddad"),
    ],
)
def test_names_that_only_sound_alike_are_no_question(one, other):
    assert reasons(one, other) == ()


def test_two_countries_are_two_people_unless_the_name_is_the_very_same():
    assert reasons("T. Raghunathan", "Thiru Raghunathan", ("IN", "LK")) == ()
    assert reasons("Ana Silva", "Ana Silva", ("PT", "BR")) == (COUNTRY,)
    assert reasons("Ana Silva", "Ana Silva", ("PT", None)) == (COUNTRY,)


def test_a_shared_office_comes_first():
    people = [
        named(1, "Mohammed Rahman", "BD"),
        named(2, "Mohammad Rahman", "BD"),
        named(3, "Jose Pereira", "PT", "Minister of Justice"),
        named(4, "J Pereira", "PT", "Minister of Justice"),
    ]
    first, second = alike(people)
    assert (first.first, first.second) == (3, 4)
    assert "both Minister of Justice" in first.reasons
    assert (second.first, second.second) == (1, 2)


def test_a_spelling_of_many_tells_nobody_apart():
    assert alike([named(number, f"M{chr(97 + number)}x Khan") for number in range(20)]) == ()


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "ana", "anna", "silva", "costa"]), min_size=1, max_size=3), max_size=8
    )
)
def test_no_pair_is_named_twice_and_nobody_is_like_himself(names):
    found = alike([Named(number, tuple(words), "PT") for number, words in enumerate(names)])
    pairs = [(each.first, each.second) for each in found]
    assert len(set(pairs)) == len(pairs)
    assert all(first < second for first, second in pairs)
