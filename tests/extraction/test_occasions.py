"""When and where a round took place: only where a sentence plainly says so."""

from __future__ import annotations

import pytest

from articles.drafts import EventTag
from tests.extraction.drafting import annotated

DAY = "2025-08-26"


def rounds(text: str) -> dict[int | None, EventTag]:
    return {event.ordinal: event for event in annotated(text, DAY).events}


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("In Lima on Tuesday, Peru and Chile held the 2nd Energy Dialogue.", "2025-08-26", "Lima"),
        ("The sides met at the 2nd Peru-Chile Energy Dialogue, which took place in Lima on August 20.",
         "2025-08-20", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue, co-chaired by Ana Rojas and Juan Soto, was held in Lima on Monday.",
         "2025-08-25", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue ended. The two-day talks in Lima on Monday were open to all.",
         "2025-08-25", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue ended. The dialogue was held here on Monday.", "2025-08-25", None),
        ("They last met in Lima in June 2022, when the 2nd Peru-Chile Energy Dialogue took place.", "2022-06", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue was held on Monday in the southern town of Moquegua.",
         "2025-08-25", "Moquegua"),
        ("Today, on August 26, in Lima, the sides took part in the 2nd Peru-Chile Energy Dialogue.",
         "2025-08-26", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue took place in the Peruvian capital, Lima.", None, "Lima"),
        ("Lima hosted the 2nd Peru-Chile Energy Dialogue.", None, "Lima"),
        ("The 2nd Peru-Chile Commission on Trade, Energy, and Cultural Cooperation was held in Lima on August 20.",
         "2025-08-20", "Lima"),
        ("Minister Ana Rojas today addressed the 2nd Peru-Chile Energy Dialogue in Lima.", "2025-08-26", "Lima"),
        ("The 2nd Peru-Chile Energy Dialogue came to a successful conclusion on 20th August 2025.", "2025-08-20", None),
        ("The 2nd Peru-Maldives Energy Dialogue was held in Male in 2019.", "2019", "Male"),
    ],
)  # fmt: skip
def test_a_sentence_about_the_round_tells_its_day_and_place(
    text: str, date: str | None, place: str | None
) -> None:
    assert (rounds(text)[2].date, rounds(text)[2].place) == (date, place)


@pytest.mark.parametrize(
    "text",
    [
        "The 2nd Peru-Chile Energy Dialogue ended.\n\nThe Andean Commission asked for the contracts in July.",
        "The 2nd Peru-Chile Energy Dialogue ended. The talks agreed to open the mine in July in Quito.",
        "The 2nd Peru-Chile Energy Dialogue reviewed the figures of May 2024.",
        "The 2nd Peru-Chile Energy Dialogue ended. The Council of Quito spoke in Quito on Monday of other things.",
        "The 2nd Peru-Chile Energy Dialogue, the longest since 2010, ended. It held its first meeting in Quito in 1995.",
        "The 2nd Peru-Chile Energy Dialogue ended. Rain is due on Friday in Quito.",
        "The 2nd Peru-Chile Energy Dialogue ended. The next meeting will be held in Quito in May.",
        "Ana Rojas visited Quito on Monday ahead of the 2nd Peru-Chile Energy Dialogue.",
    ],
)
def test_a_day_or_place_of_something_else_is_not_the_rounds(text: str) -> None:
    event = rounds(text)[2]
    assert (event.date, event.place) == (None, None)


def test_a_decision_taken_at_the_round_was_told_before_it() -> None:
    text = (
        "Peru and Chile agreed on Monday in Lima to open two mines.\n\nThe decision was taken at the seventh meeting "
        "of the Joint Mining Commission."
    )
    event = rounds(text)[7]
    assert (event.countries, event.date, event.place) == (("CL", "PE"), "2025-08-25", "Lima")


def test_what_somebody_said_at_the_round_was_said_on_its_day() -> None:
    lead = "Two mines will open, Peruvian Minister Ana Rojas said on Monday in the town of Moquegua.\n\n"
    there = rounds(lead + "Rojas spoke at the third session of the Peruvian-Chilean Mining Council.")[3]
    assert (there.date, there.place) == ("2025-08-25", "Moquegua")
    elsewhere = rounds(lead + "Juan Soto spoke at the third session of the Peruvian-Chilean Mining Council.")
    assert (elsewhere[3].date, elsewhere[3].place) == (None, None)
    planned = rounds(lead + "Rojas will attend the third session of the Peruvian-Chilean Mining Council.")
    assert (planned[3].date, planned[3].place) == (None, None)


def test_a_session_without_a_name_is_of_the_one_series_of_the_text() -> None:
    text = (
        "Fiji and Tonga signed a treaty at the fourth session of their Joint Water Committee, held in Suva on Monday.\n\n"
        "The third session took place in Apia in 2023."
    )
    found = rounds(text)
    assert {event.series for event in found.values()} == {"Fiji-Tonga Joint Water Committee"}
    assert (found[4].date, found[4].place) == ("2025-08-25", "Suva")
    assert (found[3].date, found[3].place) == ("2023", "Apia")
    assert found[3].mentions[0].rule == "numbered-session"


def test_a_session_without_a_name_is_nothing_between_two_series_or_without_any() -> None:
    two = (
        "Fiji and Tonga held the 4th Water Dialogue in Suva. Peru and Chile held the 6th Energy Dialogue in Lima. "
        "The third session took place in Apia in 2023."
    )
    assert set(rounds(two)) == {4, 6}
    assert (
        rounds("The second round of the vote was held in Lima in July. The third round was held in May.")
        == {}
    )


@pytest.mark.parametrize(
    "text",
    [
        "The shilling of Kenya fell. Ghana and Togo signed papers. It was the 5th meeting of their Joint Water Board "
        "Commission.",
        "Ghana and Togo signed papers. The two countries' Joint Water Commission held its 5th session in Accra.",
        "Ghana and Togo signed papers. Both countries' Water Commission held its 5th session in Accra.",
    ],
)
def test_their_commission_is_of_the_two_named_before(text: str) -> None:
    assert rounds(text)[5].countries == ("GH", "TG")
