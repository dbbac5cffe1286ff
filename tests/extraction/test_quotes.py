"""What is quoted, by whom, and what only stands in quotation marks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import PullQuote, Quote, ReaderComment, ReadingConfig
from articles.extraction import annotate
from tests.extraction.drafting import SEEDS, annotated, draft, parsed

INTRODUCTION = "Foreign Minister Ana Rojas of Peru opened the port. "


def quotes(text: str) -> tuple[Quote, ...]:
    return annotated(text).quotes


@pytest.mark.parametrize(
    ("text", "speaker", "surface", "cue"),
    [
        ('"We will pay for the whole bridge," Rojas said.', "Ana Rojas", "Rojas", "said"),
        ("“We will pay for the whole bridge,” said Rojas, who had flown in.", "Ana Rojas", "Rojas", "said"),
        ('Rojas said, "We will pay for the whole bridge."', "Ana Rojas", "Rojas", "said"),
        (
            'Minister Rojas posted on X: "We will pay for the whole bridge."',
            "Ana Rojas",
            "Minister Rojas",
            "posted",
        ),
        ("“We will pay for the whole bridge”, according to Rojas.", "Ana Rojas", "Rojas", "according to"),
        ("“We will pay for the whole bridge.” — Ana Rojas", "Ana Rojas", "Ana Rojas", "—"),
        (
            "Rojas leaned over the rail and shouted: “We will pay for the whole bridge!”",
            "Ana Rojas",
            "Rojas",
            "shouted",
        ),
        (
            "Rojas, the only minister to come, told reporters on Monday, “We will pay for the whole bridge.”",
            "Ana Rojas",
            "Rojas",
            "told",
        ),
    ],
)
def test_the_speaker_is_the_subject_of_the_clause(text: str, speaker: str, surface: str, cue: str) -> None:
    (quote,) = quotes(INTRODUCTION + text)
    assert (quote.kind, quote.speaker, quote.speaker_surface, quote.cue) == ("direct", speaker, surface, cue)
    assert quote.span.surface.startswith("We will pay for the whole bridge")


def test_an_organization_speaks_under_its_own_name() -> None:
    text = (
        'The Ministry of External Affairs (MEA) met the press. "Both sides will go on with the work of the group," '
        "the MEA said in a statement."
    )
    (quote,) = quotes(text)
    assert (quote.speaker, quote.speaker_surface) == ("Ministry of External Affairs", "the MEA")


def test_a_statement_issued_by_somebody_is_theirs() -> None:
    text = (
        "Both sides “expressed deep satisfaction with the conclusion of the yearly talks on fisheries,” according to "
        "a statement issued by the Bangladesh Foreign Ministry."
    )
    (quote,) = quotes(text)
    assert (quote.kind, quote.speaker) == ("partial", "Bangladesh Foreign Ministry")


def test_the_comma_before_the_closing_mark_is_no_part_of_the_quotation_but_the_full_stop_is() -> None:
    first, second = quotes(INTRODUCTION + '"It is a good day for us," Rojas said. "It will be a long one."')
    assert first.span.surface == "It is a good day for us"
    assert second.span.surface == "It will be a long one."


def test_a_second_quotation_of_the_paragraph_has_the_same_speaker() -> None:
    _first, second = quotes(INTRODUCTION + '"It is a good day for us," Rojas said. "It will be a long one."')
    assert (second.speaker, second.rule) == ("Ana Rojas", "same-paragraph")


def test_a_paragraph_that_is_only_a_quotation_goes_on_with_the_speaker() -> None:
    text = (
        INTRODUCTION
        + "\n\n“It is a good day for us,” Rojas said.\n\n“It will be a long one for all.”\n\nHe left."
    )
    _first, second = quotes(text)
    assert (second.speaker, second.rule) == ("Ana Rojas", "next-paragraph")


def test_a_verb_in_ing_has_the_sentences_subject() -> None:
    (quote,) = quotes(
        INTRODUCTION + "Rojas praised the crew led by Luis Soto, adding, “They worked at night for us.”"
    )
    assert quote.speaker == "Ana Rojas"


def test_an_opening_mark_printed_for_a_closing_one_closes() -> None:
    (quote,) = quotes(INTRODUCTION + "“We will pay for the whole bridge,“ Rojas said.")
    assert (quote.span.surface, quote.speaker) == ("We will pay for the whole bridge", "Ana Rojas")


def test_nested_marks_of_one_kind_are_one_quotation() -> None:
    text = INTRODUCTION + 'Rojas said, "We call it our "Blue Harvest Plan" and we mean it. It starts in May."'
    (quote,) = quotes(text)
    assert quote.span.surface.startswith("We call it")
    assert quote.span.surface.endswith("It starts in May.")


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = (
        INTRODUCTION
        + "“This took us ten years,” Rojas said.\n\n“Now it is built.\n\n“And it will stay.”\n\nHe left."
    )
    found = quotes(text)
    assert [quote.span.surface.split()[0] for quote in found] == ["This", "Now"]
    assert found[1].span.surface.endswith("And it will stay.")


def test_a_lost_closing_mark_ends_with_the_paragraph() -> None:
    text = INTRODUCTION + 'Rojas said, "We will pay for the whole bridge.\n\nThe port opens in May.'
    (quote,) = quotes(text)
    assert quote.span.surface == "We will pay for the whole bridge."


@pytest.mark.parametrize(
    "text",
    [
        'The two states formed a "Strategic Partnership" in 2010.',
        "Both sides agreed to go on with the 'India-ROK Special Strategic Partnership' this year.",
        "They set a new 'industrial ambition' for ports.",
        "The ministers’ talks and the envoys’ dinner went well.",
        "The “people-to-people” ties grew.",
        "The conference “Central Asia and the Sea: Trade Routes of Tomorrow” opened.",
        "It was a 6' wall, and the '90s were over.",
    ],
)
def test_marks_that_only_set_off_a_term_quote_nobody(text: str) -> None:
    assert quotes(text) == ()


def test_a_word_in_single_marks_after_a_describing_verb_is_quoted() -> None:
    (quote,) = quotes(INTRODUCTION + "In a post, Rojas described the talks as 'fruitful'.")
    assert (quote.kind, quote.span.surface, quote.speaker) == ("partial", "fruitful", "Ana Rojas")


def test_he_is_the_one_speaker_of_the_sentence_before() -> None:
    text = 'Foreign Minister Luis Soto met his guest Ken Mori. Soto said he was glad.\n\n"It was time," he added.'
    (quote,) = quotes(text)
    assert (quote.speaker, quote.speaker_surface) == ("Luis Soto", "he")


def test_he_is_nobody_where_two_could_be_meant() -> None:
    text = 'Luis Soto met Ken Mori in Lima and Pedro Paz met Otto Braun.\n\n"It was time for it," he added.'
    (quote,) = quotes(text)
    assert (quote.speaker, quote.speaker_surface) == (None, "he")


def test_it_is_an_organization_and_no_person() -> None:
    text = (
        'The Foreign Ministry of Nepal praised Minister Gita Rai. "The visit opens a new page for both of us," the '
        'Foreign Ministry said.\n\n"The road will be built by spring," it added.'
    )
    first, second = quotes(text)
    assert second.speaker == first.speaker
    assert second.speaker is not None
    assert "Rai" not in second.speaker


def test_a_source_without_a_name_stays_without_one() -> None:
    (quote,) = quotes(INTRODUCTION + "“Nobody asked us about it,” a senior official said.")
    assert (quote.speaker, quote.speaker_surface) == (None, "a senior official")


def test_the_pull_quote_points_into_its_own_field() -> None:
    article = draft(
        INTRODUCTION + "Rojas left.", pull_quote=PullQuote("It took us ten years.", "Minister Rojas")
    )
    article_quotes = annotate(article, ReadingConfig()).quotes
    assert [(one.kind, one.span.field, one.speaker) for one in article_quotes] == [
        ("pull", "pull_quote", article_quotes[0].speaker)
    ]
    assert article.fields()["pull_quote"] == article_quotes[0].span.surface


def test_every_quotation_of_the_seeds_covers_its_words() -> None:
    for seed in SEEDS:
        article = parsed(seed)
        fields = article.fields()
        for quote in annotate(article, ReadingConfig()).quotes:
            assert fields[quote.span.field][quote.span.start : quote.span.end] == quote.span.surface
            assert quote.span.surface == quote.span.surface.strip()
            assert not quote.span.surface.endswith(",")


@pytest.mark.parametrize(
    ("text", "surface", "speaker"),
    [
        ("„Der Hafen bleibt offen für alle“, said Rojas.", "Der Hafen bleibt offen für alle", "Ana Rojas"),
        ("«We will pay for the whole bridge,» Rojas said.", "We will pay for the whole bridge", "Ana Rojas"),
        ("»We will pay for the whole bridge,« Rojas said.", "We will pay for the whole bridge", "Ana Rojas"),
        ("”We will pay for the whole bridge,” Rojas said.", "We will pay for the whole bridge", "Ana Rojas"),
        (
            "‘We’ll pay for the ministers’ bridge,’ Rojas said.",
            "We’ll pay for the ministers’ bridge",
            "Ana Rojas",
        ),
        (
            "``We will pay for the whole bridge,'' Rojas said.",
            "We will pay for the whole bridge",
            "Ana Rojas",
        ),
        ("“We will pay. “ Rojas left by car.", "We will pay.", None),
        (
            "“ We will pay for the whole bridge, ” Rojas said.",
            "We will pay for the whole bridge",
            "Ana Rojas",
        ),
    ],
)
def test_marks_of_every_print_shop(text: str, surface: str, speaker: str | None) -> None:
    (quote,) = quotes(INTRODUCTION + text)
    assert quote.span.surface == surface
    assert quote.speaker in (speaker, "Ana Rojas")


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("“The quay is ready” for the first ship of the year, Rojas said.", "Rojas", "clause-at-end"),
        ("“The quay is ready,” Rojas croaked through a megaphone.", "Rojas", "name-after"),
        ("In her words, “the quay is ready for ships.”", "her", "in-words"),
        ("Rojas agreed with them. “The quay is ready, and so are we.”", "Rojas", "sentence-before"),
        ("Rojas said little more.\n\n“The quay is ready, and so are we.”", "Rojas", "paragraph-before"),
        ("Rojas looked at the map. “The quay is ready, and so are we.”", "Rojas", "subject-before"),
        ("On the quay - Rojas: “It is ready, and so are we.”", "Rojas", "clause-before-colon"),
        ("Rojas shook her head and bellowed: “The quay is not ready!”", "Rojas", "clause-before-colon"),
        (
            "During a visit to Callao in May, Rojas praised the crews, adding, “You did it.”",
            "Rojas",
            "clause-into",
        ),
        ("The quay will open in June, Rojas said, adding: “You did it, all of you.”", "Rojas", "clause-into"),
        ("Dockers who came with flags chanted, “We built it!”", "Dockers", "clause-into"),
        ("Transcript as follows:\n\n“We built the quay in ten years.”", "Transcript", "clause-before-colon"),
    ],
)
def test_each_rule_finds_whose_words_they_are(text: str, surface: str, rule: str) -> None:
    (quote,) = quotes(INTRODUCTION + text)
    assert (quote.speaker_surface, quote.rule) == (surface, rule)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("“It will be late,” a spokesman for Rojas said.", "a spokesman for Rojas"),
        ("“It will be late,” said a spokesman for Rojas.", "a spokesman for Rojas"),
        ("“It will be late,” one member of the crew with Rojas said.", "one member of the crew with Rojas"),
        ("Rojas was asked, “Will it be late?”", None),
        ("A worker held up a banner saying, “It is already late.”", "a banner"),
    ],
)
def test_who_is_only_named_near_the_verb_is_not_the_speaker(text: str, surface: str | None) -> None:
    (quote,) = quotes(INTRODUCTION + text)
    assert (quote.speaker, quote.speaker_surface) == (None, surface)


def test_the_name_after_the_office_speaks_and_not_the_one_before_it() -> None:
    (quote,) = quotes(INTRODUCTION + "“It will be late,” said Rojas’s chief of staff, Luis Soto.")
    assert (quote.speaker, quote.speaker_surface) == ("Luis Soto", "Rojas’s chief of staff, Luis Soto")
    (quote,) = quotes(INTRODUCTION + "Rojas’s chief of staff, Luis Soto, said: “It will be late.”")
    assert (quote.speaker, quote.speaker_surface) == ("Luis Soto", "Luis Soto")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rojas met John Carter. Carter left early.\n\n“It was time,” she said.", "Ana Rojas"),
        ("John Carter said he was tired.\n\n“It was time,” she said.", None),
        ("John Carter said he was tired.\n\n“It was time,” he said.", "John Carter"),
        ("Though she praised “the great work of the crews,” Rojas left early.", "Ana Rojas"),
        ("Rojas smiled when Maria Paz asked about it. “It was time,” she said.", None),
        ("Rojas was angry: “It was time for a vote on it,” she said.", "Ana Rojas"),
    ],
)
def test_a_pronoun_is_bound_where_sex_and_sentence_leave_one(text: str, speaker: str | None) -> None:
    (quote,) = quotes("Foreign Minister Ana Rojas of Peru opened the port.\n\nIt rained.\n\n" + text)
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "He was on the show “Morning in Lima,” and sang.",
        "The vessel “Santa Rita” sank off Callao.",
        "Rojas spoke on the radio’s “First Hour.”",
        "The plan is known as “Green Channel”, and the so-called “Green Channel” is open.",
        "Her book “Rain Over Stone” was read by all.",
        "The navy began the exercise “Southern Star” on Monday.",
    ],
)
def test_names_of_works_ships_and_plans_quote_nobody(text: str) -> None:
    assert quotes(INTRODUCTION + text) == ()


def test_what_a_sign_reads_is_quoted_though_it_looks_like_a_title() -> None:
    (quote,) = quotes(INTRODUCTION + "A notice on the gate read “Closed Until May” all year.")
    assert quote.span.surface == "Closed Until May"


def test_an_interrupted_quotation_is_two_with_one_speaker() -> None:
    first, second = quotes(INTRODUCTION + "“The quay,” Rojas said, “is ready for the ships.”")
    assert (first.speaker, second.speaker) == ("Ana Rojas", "Ana Rojas")
    assert second.span.surface == "is ready for the ships."


def test_signatures_in_a_list_are_each_their_own() -> None:
    text = "“It took us far too long.” ― Ana Rojas\n“It took them no time at all.” ― Tariq Weld\n"
    assert [quote.speaker_surface for quote in quotes(INTRODUCTION + "\n\n" + text)] == [
        "Ana Rojas",
        "Tariq Weld",
    ]


def test_comments_quote_nobody() -> None:
    comment = ReaderComment("A reader", "“We will never pay for it,” Rojas said.")
    article = replace(draft(INTRODUCTION + "She left."), comments=(comment,))
    assert annotate(article, ReadingConfig()).quotes == ()


MARKS = st.lists(
    st.sampled_from(
        "\" “ ” ‘ ’ ' « » „ `` '' said he Rojas it added , . : \n\n We pay according to the ministry — ( )".split(
            " "
        )
    ),
    max_size=50,
).map(" ".join)


@given(MARKS | MARKS.map(lambda text: text.replace(" ", "")))
def test_whatever_the_marks_quotations_lie_in_the_text_and_apart(text: str) -> None:
    found = quotes(text)
    assert all(text[one.span.start : one.span.end] == one.span.surface for one in found)
    ordered = sorted(found, key=lambda one: one.span.start)
    assert all(a.span.end <= b.span.start for a, b in pairwise(ordered))


def test_a_series_of_tweets_is_not_a_verb() -> None:
    (quote,) = annotated(
        "Foreign Minister Ana Rojas met them. Rojas said in a series of tweets: “We spoke about the two new ports.”"
    ).quotes
    assert quote.speaker == "Ana Rojas"
