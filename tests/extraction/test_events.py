"""Rounds of dialogue series: which, between whom, when, where and who was in the chair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import Dateline, EventTag, ReadingConfig
from articles.extraction import annotate
from tests.extraction.drafting import SEEDS, annotated, draft, parsed

DAY = "2025-08-26"


def events(text: str, day: str | None = DAY, *, title: str | None = None) -> tuple[EventTag, ...]:
    return annotated(text, day, title=title).events


@pytest.mark.parametrize(
    ("text", "ordinal", "series"),
    [
        ("Nepal and Peru held the 4th round of Foreign Office Consultations (FOC) in Lima.", 4,
         "Nepal-Peru Foreign Office Consultations"),
        ("The sixth Peru-Nepal Energy Policy Dialogue was held in Lima.", 6, "Nepal-Peru Energy Policy Dialogue"),
        ("The 12th meeting of the Kenya-Ghana Joint Working Group on Ports ended.", 12,
         "Ghana-Kenya Joint Working Group on Ports"),
        ("The inaugural Chile-Fiji Maritime Dialogue began.", 1, "Chile-Fiji Maritime Dialogue"),
        ("Oman and Qatar held their 3rd strategic dialogue on Monday.", 3, "Oman-Qatar strategic dialogue"),
        ("The 3rd meeting of the Intergovernmental Kenyan-Ghanaian Commission on Trade, Science, and Energy Cooperation "
         "ended.", 3, "Ghana-Kenya Intergovernmental Commission on Trade, Science, and Energy Cooperation"),
        ("Kenya and Ghana met. The 3rd meeting of the two countries' joint commission on trade and energy cooperation "
         "began.", 3, "Ghana-Kenya joint commission on trade and energy cooperation"),
        ("Kenya and Ghana have a High Level Strategic Council. The 7th session of this Council began.", 7,
         "Ghana-Kenya High Level Strategic Council"),
        ("The twenty-first session of the Egypt–Jordan Joint Committee took place in Cairo.", 21,
         "Egypt-Jordan Joint Committee"),
        ("The 3rd Foreign Office Consultations between India and New Zealand were held virtually.", 3,
         "India-New Zealand Foreign Office Consultations"),
    ],
)  # fmt: skip
def test_a_round_has_its_series_and_its_number(text: str, ordinal: int, series: str) -> None:
    (event,) = events(text)
    assert (event.type, event.ordinal, event.series) == ("dialogue", ordinal, series)


@pytest.mark.parametrize(
    "text",
    [
        "Peru marked its 54th National and Independence Day at a reception in Nairobi.",
        "India and Peru passed the 50-year milestone of their ties.",
        "This was their second meeting this year, after talks in May.",
        "The 17th Amendment and the 3rd Fleet were mentioned for the first time.",
        "It was the first high-level bilateral meeting of Peru and Chile since 2010.",
        "It was the first formal meeting between Peru and Chile in fifteen years.",
        "She came second in the 4th quarter of the fifth day.",
    ],
)
def test_other_numbers_are_no_rounds(text: str) -> None:
    assert events(text) == ()


def test_a_meeting_called_by_its_short_form_is_the_same_round() -> None:
    (event,) = events(
        "The 5th Peru-Chile Joint Water Commission (JWC) met. He will chair the 5th JWC meeting."
    )
    assert event.ordinal == 5
    assert len(event.mentions) == 2


def test_two_rounds_of_one_series_in_one_text() -> None:
    text = (
        "Nepal and Peru held the 4th round of Foreign Office Consultations (FOC) in Lima on Tuesday. The sides "
        "reviewed progress since the 3rd round of consultations held in March 2022 in Kathmandu."
    )
    found = {event.ordinal: event for event in events(text)}
    assert set(found) == {3, 4}
    assert {event.series for event in found.values()} == {"Nepal-Peru Foreign Office Consultations"}
    assert (found[4].date, found[4].place, found[4].country) == ("2025-08-26", "Lima", "PE")
    assert (found[3].date, found[3].place, found[3].country) == ("2022-03", "Kathmandu", "NP")


def test_wordings_of_one_round_are_its_mentions() -> None:
    text = (
        "India and South Korea held the sixth Foreign Policy and Security Dialogue (FPSD) on Monday. The 6th "
        "India-ROK Foreign Policy and Security Dialogue took place in Seoul. The FPSD will go on."
    )
    (event,) = events(text)
    assert event.series == "India-South Korea Foreign Policy and Security Dialogue"
    assert [mention.span.surface for mention in event.mentions] == [
        "sixth Foreign Policy and Security Dialogue (FPSD)",
        "6th India-ROK Foreign Policy and Security Dialogue",
        "FPSD",
    ]
    assert (event.countries, event.place) == (("IN", "KR"), "Seoul")


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Nepal held the 2nd Energy Dialogue in Lima. Ministers Ana Rojas and Hari Thapa co-chaired the meeting.",
        "The 2nd Peru-Nepal Energy Dialogue was co-chaired by Ana Rojas and Hari Thapa.",
        "Ana Rojas co-chaired the 2nd Peru-Nepal Energy Dialogue with Hari Thapa.",
        "Peru and Nepal held the 2nd Energy Dialogue in Lima. The Peruvian delegation was led by Ana Rojas, vice minister, "
        "while the Nepali side was headed by Hari Thapa.",
        "The 2nd Peru-Nepal Energy Dialogue was held under the chairmanship of Ana Rojas and Hari Thapa.",
    ],
)
def test_who_was_in_the_chair(text: str) -> None:
    (event,) = events(text)
    assert event.chairs == ("Ana Rojas", "Hari Thapa")


def test_who_was_led_to_another_meeting_did_not_chair_this_one() -> None:
    text = (
        "Peru and Nepal held the 2nd Energy Dialogue in Lima on Tuesday.\n\nOn January 30, Speaker Hari Thapa met a "
        "delegation from Peru led by Ana Rojas."
    )
    (event,) = events(text)
    assert event.chairs == ()


def test_the_date_of_the_visit_is_not_the_date_of_the_round() -> None:
    text = (
        "Hari Thapa visited Lima on August 21-22 to co-chair the 2nd Peru-Nepal Energy Dialogue.\n\n"
        "During the deliberations held on Friday, both sides agreed to meet again."
    )
    (event,) = events(text)
    assert event.date == "2025-08-22"


def test_a_weekday_of_an_undated_article_gives_no_date() -> None:
    (event,) = events("Peru and Nepal held the 2nd Energy Dialogue in Lima on Tuesday.", None)
    assert event.date is None
    assert event.place == "Lima"


def test_a_planned_round_lies_ahead() -> None:
    (event,) = events("The 9th Peru-Nepal Energy Dialogue will be held in October in Lima.")
    assert event.date == "2025-10"


def test_an_earlier_round_keeps_its_own_day() -> None:
    text = (
        "The 9th meeting of the Peru-Nepal Joint Working Group on Ports was held in Lima on Monday. "
        "Earlier on July 16, 2019, the 8th meeting of the Peru-Nepal Joint Working Group on Ports was held in Kathmandu."
    )
    found = {event.ordinal: event for event in events(text)}
    assert (found[9].date, found[9].place) == ("2025-08-25", "Lima")
    assert (found[8].date, found[8].place) == ("2019-07-16", "Kathmandu")


def test_tomorrow_in_a_quotation_is_not_the_articles_tomorrow() -> None:
    text = (
        "Hari Thapa came to attend the 2nd Peru-Nepal Energy Dialogue. “I look forward to our talks tomorrow at the "
        "dialogue,” he wrote."
    )
    (event,) = events(text)
    assert event.date is None


def test_a_meeting_of_three_is_not_the_pairs() -> None:
    text = (
        "Peru and Nepal signed a treaty in Lima. Nepal thanked Peru. The 6th Trilateral Foreign Ministers Dialogue was "
        "held in Quito with Chile."
    )
    (event,) = events(text)
    assert event.series == "Trilateral Foreign Ministers Dialogue"


def test_the_dateline_tells_the_place_when_the_day_is_its_own() -> None:
    text = "Peru and Nepal held the 2nd Energy Dialogue on Tuesday."
    there = draft(text, DAY, dateline=Dateline("Lima, Aug 26", "Lima", "PE", "--08-26"))
    elsewhere = draft(text, DAY, dateline=Dateline("Paris, Aug 26", "Paris", "FR", "--08-26"))
    assert [event.place for event in annotate(there, ReadingConfig()).events] == ["Lima"]
    assert [event.place for event in annotate(elsewhere, ReadingConfig()).events] == [None]


def test_the_next_round_is_not_this_one() -> None:
    text = (
        "The 15th India-UK Foreign Office Consultations (FOC) were held on 16 January 2023 in New Delhi. "
        "Last FOC was held in November 2020 in London. They will hold the next FOC in London in 2024."
    )
    (event,) = events(text, "2023-01-16")
    assert (event.date, event.place) == ("2023-01-16", "New Delhi")
    assert len(event.mentions) == 1


def test_every_mention_of_the_seeds_covers_its_words() -> None:
    for seed in SEEDS:
        article = parsed(seed)
        fields = article.fields()
        for event in annotate(article, ReadingConfig()).events:
            for mention in event.mentions:
                span = mention.span
                assert fields[span.field][span.start : span.end] == span.surface
            assert list(event.countries) == sorted(event.countries)


SOUP = st.lists(
    st.sampled_from(
        "6th fourth round of the India-ROK India and Korea Foreign Office Consultations Dialogue (FOC) FOC between in "
        "Seoul on Friday 2022 March next co-chaired by Ana Rojas with . , – Joint Working Group session".split(
            " "
        )
    ),
    max_size=50,
).map(" ".join)


@given(SOUP)
def test_whatever_the_words_a_round_is_in_the_text(text: str) -> None:
    for event in events(text):
        assert event.mentions
        assert all(text[one.span.start : one.span.end] == one.span.surface for one in event.mentions)
        assert event.series is not None
