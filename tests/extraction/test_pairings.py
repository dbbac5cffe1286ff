"""Two countries side by side, and the third that they only talk about."""

from __future__ import annotations

import pytest

from articles.drafts import Annotations, Dateline, ReadingConfig
from articles.extraction import annotate, read
from tests.extraction.drafting import annotated, draft


def roles(found: Annotations) -> dict[str, str]:
    return {tag.code: tag.role for tag in found.countries}


@pytest.mark.parametrize(
    ("text", "pair", "rule"),
    [
        ("Officials praised Ghana-Togo ties on Monday.", ("GH", "TG"), "hyphenated-pair"),
        ("Work on the Oman–India gas link began.", ("IN", "OM"), "hyphenated-pair"),
        ("A new round of talks between Chile and the Philippines began.", ("CL", "PH"), "between-two"),
        ("Finland wants closer trade relations with Vietnam.", ("FI", "VN"), "ties-with"),
        ("Qatar and Nepal agreed on Monday to lift the fee.", ("NP", "QA"), "act-together"),
        ("The Danish minister received her Kenyan counterpart.", ("DK", "KE"), "counterpart"),
        ("Malaysia's new ambassador to Peru has arrived.", ("MY", "PE"), "envoy-to"),
        ("The Ambassador of Sweden to Ghana spoke first.", ("GH", "SE"), "envoy-to"),
        ("External Affairs Minister Arun Mehta arrived in Peru on Monday.", ("IN", "PE"), "official-visits"),
        ("Norway's foreign minister arrived in Ghana on Tuesday.", ("GH", "NO"), "official-visits"),
        ("Cuban President Ana Gil met Angola's Prime Minister Rui Paz.", ("AO", "CU"), "officials-meet"),
    ],
)
def test_a_construction_puts_two_countries_side_by_side(text: str, pair: tuple[str, str], rule: str) -> None:
    found = read(draft(text), ReadingConfig()).pairings
    assert (pair, rule) in {(one.codes, one.rule) for one in found}
    for one in found:
        assert text[one.span.start : one.span.end] == one.span.surface


@pytest.mark.parametrize(
    "text",
    [
        "Estonia, Latvia and Lithuania agreed to build a railway.",
        "A Swiss-Brazilian firm sells the pumps.",
        "The India-Nepal-Bhutan corridor was delayed.",
        "Flights between British airports and Spanish beaches are full.",
        "Kenya sells tea. Japan buys cars.",
    ],
)
def test_lists_and_adjectives_put_no_two_side_by_side(text: str) -> None:
    assert read(draft(text), ReadingConfig()).pairings == ()


def test_delegations_are_two_sides_however_far_apart() -> None:
    found = annotated(
        "The Chilean side was led by Rosa Paz.\n\nThe talks took two days. They spoke of Sudan; the war in "
        "Sudan has lasted two years.\n\nThe Kenyan delegation was headed by Otieno Mboya."
    )
    assert found.pair == ("CL", "KE")
    assert roles(found)["SD"] == "mention"


def test_a_matter_discussed_is_no_party_even_in_the_headline() -> None:
    found = annotated(
        "Foreign Secretary Arun Mehta met UK Foreign Secretary Jane Hill on Monday and discussed the "
        "situation in Yemen.\n\nThe India-UK partnership was reviewed as well. Yemen has seen ten years of "
        "war. Aid for Yemen was promised. Yemen needs more of it.",
        title="Foreign Secretary Mehta, UK counterpart discuss situation in Yemen",
    )
    assert found.pair == ("GB", "IN")
    assert roles(found)["YE"] == "mention"


def test_a_third_that_is_spoken_of_below_the_opening_is_a_mention() -> None:
    text = (
        "Brazilian Foreign Minister Davi Rocha arrived in Pretoria on Sunday for the dialogue between Brazil "
        "and South Africa.\n\nThe third Brazil-South Africa summit takes place on Monday.\n\nTheir statement "
        "will also name Mozambique. Mozambique needs help, both say. Mozambique will be told on Tuesday."
    )
    found = annotate(draft(text, dateline=Dateline("PRETORIA, May 4", "Pretoria", "ZA")), ReadingConfig())
    assert found.pair == ("BR", "ZA")
    assert roles(found) == {"BR": "party", "ZA": "party", "MZ": "mention"}


def test_a_story_about_a_crisis_alone_is_about_its_country() -> None:
    found = annotated(
        "The situation in Haiti grew worse on Monday. Fighting in Haiti has cost lives, aid workers said."
    )
    assert roles(found)["HT"] != "mention"


def test_three_who_act_alike_are_no_pair() -> None:
    found = annotated(
        "The foreign ministers of Belgium and Turkey are visiting Ghana this week. Belgium wants Ghana to sell "
        "more cocoa. Turkey seeks buyers in Ghana."
    )
    assert found.pair is None


def test_a_visit_is_a_pair_whatever_stands_between() -> None:
    found = annotated(
        "The President of the Republic of Senegal, Awa Diop, left Maseru on Monday after a two-day visit to "
        "Lesotho, bound for Gabon.\n\nIn Gabon she will open a fair. Gabon invited her in May."
    )
    assert found.pair == ("LS", "SN")


def test_a_weak_second_country_of_a_filed_story_makes_no_pair() -> None:
    found = annotate(
        draft(
            "Snow closed roads in the north of Chile on Monday.\n\nA Danish team found two hikers, the Danish "
            "embassy said.\n\nThe roads of Chile open again on Friday.",
            title="Snow closes roads in Chile",
            dateline=Dateline("IQUIQUE, Chile", "IQUIQUE", "CL"),
        ),
        ReadingConfig(),
    )
    assert found.pair is None


def test_the_matters_of_two_that_meet_weigh_more_and_are_still_mentions() -> None:
    found = annotated(
        "US Secretary of State Ann Hale said on Saturday she had discussed Sudan's aggression in Chad during "
        "long talks with Turkish Foreign Minister Ali Kaya.\n\nSudan has sent troops. Chad called for help. "
        "Sudan said on Monday that it will stay in Chad.",
        title="Hale, Turkey's Kaya hold talks about war in Chad",
    )
    assert found.pair == ("TR", "US")
    assert roles(found)["TD"] == roles(found)["SD"] == "mention"


def test_two_named_in_passing_do_not_outweigh_a_third_of_the_opening() -> None:
    found = annotated(
        "Peru's navy will buy ships, its minister said on Friday. Peru also noted Chile's close ties with "
        "Bolivia.\n\nThe navy of Peru has old ships. Peruvian sailors welcomed the plan."
    )
    assert roles(found)["PE"] == "party"
    assert found.pair != ("BO", "CL")
