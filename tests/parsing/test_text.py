"""Whole pages: what each habit of scraped news comes out as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from articles.drafts import ArticleDraft

Read = Callable[..., ArticleDraft]

LEAD = "The foreign ministers of the two countries met in the capital on Friday and agreed to reopen the ferry line."
SECOND = "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade."
THIRD = "A third round of talks is to follow in the spring, an official who took part in the meeting said."
BODY = f"{LEAD}\n\n{SECOND}\n\n{THIRD}"
TITLE = "Ministers agree to reopen ferry line between the capitals"


def rules(draft: ArticleDraft) -> dict[str, str]:
    return {piece.text: piece.rule for piece in draft.removed}


def test_a_plain_page_is_its_headline_and_its_paragraphs(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n")
    assert draft.title == TITLE
    assert draft.text == BODY
    assert draft.removed == ()


def test_a_date_before_the_headline_is_the_publication_date(read: Read) -> None:
    draft = read(f" date 2024-05-18 {TITLE}\n{BODY}")
    assert draft.title == TITLE
    assert draft.published.date == date(2024, 5, 18)
    assert draft.published.basis == "stated"
    assert rules(draft)["date 2024-05-18"] == "date-prefix"


def test_a_date_before_the_first_sentence_leaves_no_headline(read: Read) -> None:
    draft = read(f" date 2024-05-18 {BODY}")
    assert draft.title is None
    assert draft.text == BODY


def test_date_and_dateline_run_into_the_lead_are_both_cut(read: Read) -> None:
    draft = read(f" date 2024-05-18 New Delhi [India], May 18 (ANI): {BODY} (ANI)")
    assert draft.text == BODY
    assert draft.dateline is not None
    assert (draft.dateline.place, draft.dateline.country, draft.dateline.date) == (
        "New Delhi",
        "IN",
        "2024-05-18",
    )
    assert draft.agency == "ANI"


@pytest.mark.parametrize(
    "glue", ["Politics NewsPolitics", "World > Asia > ", "Home / World / ", "WorldAsia", "NewsDiplomacy"]
)
def test_a_breadcrumb_glued_to_the_headline_is_cut(read: Read, glue: str) -> None:
    draft = read(f" date 2025-08-16 {glue}{TITLE}\n{BODY}")
    assert draft.title == TITLE
    assert draft.section in ("Politics", "Asia", "World", "Diplomacy")


@pytest.mark.parametrize("copy", [TITLE, TITLE.upper(), f"{TITLE} "])
def test_a_headline_given_twice_is_kept_once(read: Read, copy: str) -> None:
    draft = read(f"{TITLE}\n\n3 min read\n\n{copy}\n\n{BODY}")
    assert draft.title == TITLE
    assert draft.text == BODY
    assert "duplicate-headline" in rules(draft).values()
    assert draft.reading_minutes == 3


@pytest.mark.parametrize("suffix", [" | The Harbor Times", " - Coastal News Network", " – harbortimes.com"])
def test_the_outlet_behind_the_headline_is_the_outlets(read: Read, suffix: str) -> None:
    draft = read(f"{TITLE}{suffix}\n\n{BODY}")
    assert draft.title == TITLE
    assert draft.outlet == suffix.strip(" |-–")


def test_a_dash_inside_a_headline_is_not_an_outlet(read: Read) -> None:
    title = "Ferry line to reopen - a first step, ministers say"
    assert read(f"{title}\n\n{BODY}").title == title


def test_summary_key_points_subtitle_standfirst_and_pull_quote(read: Read) -> None:
    draft = read(
        f"""{TITLE}

The two sides met for the first time in six years. They spoke about ferries and about fish.

Key Points: What the ministers agreed

  • Ferry line to reopen in May
  • Talks on fish in spring
4 min read

Harbor towns expect half a million passengers a year

The agreement ends a quarrel about landing fees that had kept the ships in port.

"It is a small line on the map and a great one for our towns - Mayor Ada Lind"

Tokyo, March 6

{BODY}

- UNB"""
    )
    assert (
        draft.summary
        == "The two sides met for the first time in six years. They spoke about ferries and about fish."
    )
    assert draft.key_points == ("Ferry line to reopen in May", "Talks on fish in spring")
    assert draft.subtitle == "Harbor towns expect half a million passengers a year"
    assert draft.standfirst is not None
    assert draft.standfirst.startswith("The agreement ends")
    assert draft.pull_quote is not None
    assert draft.pull_quote.text == "It is a small line on the map and a great one for our towns"
    assert draft.pull_quote.speaker == "Mayor Ada Lind"
    assert draft.reading_minutes == 4
    assert draft.agency == "UNB"
    assert draft.text == BODY


def test_bullets_under_the_headline_are_key_points_without_a_heading(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n  • Ferries are to run twice a day\n  • Fares stay as they were\n\nDOHA: {BODY}"
    )
    assert draft.key_points == ("Ferries are to run twice a day", "Fares stay as they were")
    assert draft.text == BODY


def test_bullets_after_the_story_are_no_key_points(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{BODY}\n\n  • For more: Harbor Post website, follow us on Facebook\n  • Source: The Island Times\n"
    )
    assert draft.key_points == ()
    assert draft.origin == "The Island Times"
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Advertisement", "advertisement"),
        ("- Advertisement -", "advertisement"),
        ("Story continues below this ad", "advertisement"),
        ("ALSO READ | Fishermen wait for an answer from the capital", "also-read"),
        ("Also Read: Fishermen wait for an answer from the capital", "also-read"),
        ("READ ALSO: Fishermen wait for an answer", "also-read"),
        ("Read more", "also-read"),
        ("Share this article:", "share-bar"),
        ("Facebook Twitter WhatsApp", "share-bar"),
        ("Share on Facebook", "share-bar"),
        ("Follow us on Google News", "follow-us"),
        ("Click here to join our channel", "follow-us"),
        ("Subscribe to our newsletter", "newsletter"),
        ("Get the day's stories in your inbox", "newsletter"),
        ("This website uses cookies to improve your visit.", "cookie-note"),
        ("Back to top", "back-to-top"),
        ("© 2025 Harbor Media Ltd. All rights reserved.", "copyright"),
        ("Tags: ferry, fisheries, treaty", "tags"),
        ("Disclaimer: This story is auto-generated from a syndicated feed.", "disclaimer"),
        ("(With inputs from PTI)", "agency-inputs"),
        ("{{^adFree}}", "template-mark"),
        ("{{#showAds}}", "template-mark"),
        ("<% if (ads) %>", "template-mark"),
        ("[[newsletter-box]]", "template-mark"),
        ("googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); });", "script"),
        ("desk@harborpost.example", "contact-line"),
        ("@harborpost", "contact-line"),
        ("https://harborpost.example/a/1", "embed-note"),
        ("Photo: Harbor Post", "photo-credit"),
        ("* * *", "end-mark"),
    ],
)
def test_furniture_between_paragraphs_goes_with_its_rule(read: Read, line: str, rule: str) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{line}\n\n{THIRD}")
    assert draft.text == BODY
    assert rules(draft)[line] == rule


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers who subscribe to the harbor bulletin had been told of the plan a week before, the mayor said.",
        "The related question of landing fees was not discussed, according to two people who were in the room.",
        "Tags on the nets will be read by satellite, so that each catch can be traced to the boat that landed it.",
        "Share prices of the two ferry companies rose by a tenth after the ministers had spoken to reporters.",
        "Cookies and tea were served while the lawyers looked for a word that both languages have for harbor.",
        'He added: "Follow us on this road and nobody will lose a day\'s work at sea," the minister told the crowd.',
        "Advertisement of the posts will begin in March, the ministry said in a notice to the harbor towns.",
        "By Friday evening the first tickets had been sold.",
        "For more than a decade no minister had made a visit to the island, and nobody had a website about it.",
        "For all the latest quarrels, the two mayors are good friends and follow the same football club.",
        "Also on Friday - a holiday in both countries - the mayors met to speak about fish.",
        "By signing the agreement the two countries will open their harbors to each other by May.",
        "The minister was given tea and cookies by the children of the harbor school before the talks.",
        "The report was released by the agency on Monday and will be read by the staff of both ministries.",
        "Terms of reference for the joint committee were agreed on, the ministry said.",
        "We welcome the constructive discussions between the two sides and look forward to the next round.",
        "Unauthorized fishing in the zone is prohibited from May, according to the new treaty.",
        "The views expressed by the two ministers were closer than they had been for years.",
        "I agree with my counterpart that the ferry is only a first step.",
        "Share the catch or lose the market, the mayor told them.",
        "Copyright was the last of the nine chapters that the lawyers closed in the night.",
        "Photo sessions were cut short because of the rain, and the ministers went in.",
        "Source countries of the tourists have changed a lot, said the head of the harbor board.",
        "Published in both languages, the treaty runs to ninety pages and has four maps.",
        "Updated maps of the harbor were handed to the delegation by the 12 pilots of the port.",
        'Asked about the fees on Monday, he said: "No comment."',
        "It was over by nine.",
    ],
)
def test_a_sentence_that_only_speaks_of_such_things_stays(read: Read, sentence: str) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\n{sentence}\n\n{THIRD}")
    assert sentence in draft.text.split("\n\n")


@pytest.mark.parametrize(
    "heading",
    ["Related Articles", "More from Asia", "Trending", "You may also like", "Most Read", "ALSO READ"],
)
def test_a_list_of_other_stories_goes_with_its_heading(read: Read, heading: str) -> None:
    others = (
        "Bridge opened in the north\n\nSchool year to begin a week late\n\nRain expected over the weekend"
    )
    draft = read(f"{TITLE}\n\n{BODY}\n\n{heading}\n\n{others}")
    assert draft.text == BODY


def test_the_story_goes_on_after_a_list_in_its_middle(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\nRelated Stories\n\nBridge opened in the north\n\n{SECOND}\n\n{THIRD}")
    assert draft.text == BODY
    assert rules(draft)["Bridge opened in the north"] == "related-story"


@pytest.mark.parametrize(
    "crosshead",
    [
        "Across the strait",
        "Photos and fish",
        "By sea or by air",
        "What comes next?",
        "Recent quarrels",
        "More than a ferry",
        "March 2026",
        "A new start",
    ],
)
def test_crossheads_stay(read: Read, crosshead: str) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\n{crosshead}\n\n{SECOND}\n\n{THIRD}")
    assert crosshead in draft.text.split("\n\n")


@pytest.mark.parametrize(
    "last", ["By then it was dark.", "He left at nine.", "Nobody spoke.", "“We shall see,” he said."]
)
def test_a_short_last_paragraph_stays(read: Read, last: str) -> None:
    assert read(f"{TITLE}\n\n{BODY}\n\n{last}").text.endswith(last)
    assert read(f"{TITLE}\n\n{BODY}\n\n{last}\n\nShare this article:\n\nLeave a Reply").text.endswith(last)


def test_a_short_line_between_paragraphs_is_a_crosshead_and_stays(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\nA quarrel about fees\n\n{SECOND}\n\n{THIRD}")
    assert "A quarrel about fees" in draft.text.split("\n\n")


def test_the_same_paragraph_twice_is_kept_once(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{SECOND}\n\n{THIRD}")
    assert draft.text == BODY
    assert rules(draft)[SECOND] == "duplicate-paragraph"


def test_a_caption_given_twice_once_as_markup_is_one_image(read: Read) -> None:
    caption = "Ministers at the harbor gate before their talks.(Image: Press Office)"
    draft = read(f'{TITLE}\n<div class="paragraphs"><p>{caption}</p></div>\n{caption}\n{BODY}')
    assert [(image.caption, image.credit) for image in draft.images] == [
        ("Ministers at the harbor gate before their talks.", "Press Office")
    ]
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Ministers at the gate. Photo: Reuters", "Reuters"),
        ("Ministers at the gate | Photo Credit: PTI", "PTI"),
        ("Ministers at the gate. — Bernama pic", "Bernama"),
        ("Ministers at the gate. [Photo/Xinhua]", "Xinhua"),
        ("Ministers at the gate. (ANI Photo)", "ANI"),
        ("FILE PHOTO: Ministers at the gate, May 10, 2024. Jane Doe/File Photo", "Jane Doe/File Photo"),
        ("Ministers at the gate. File photo", "File photo"),
    ],
)
def test_captions_of_many_houses(read: Read, line: str, credit: str) -> None:
    draft = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert [image.credit for image in draft.images] == [credit]
    assert draft.images[0].caption.startswith("Ministers at the gate")
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Reported by Jane Doe", "Jane Doe"),
        ("Staff Correspondent", "Staff Correspondent"),
        ("Our Diplomatic Correspondent", "Our Diplomatic Correspondent"),
        ("By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE"),
        ("News Desk", "News Desk"),
    ],
)
def test_bylines(read: Read, line: str, byline: str) -> None:
    draft = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert draft.byline is not None
    assert draft.byline.endswith(byline.removeprefix("Our "))
    assert draft.text == BODY


@pytest.mark.parametrize(
    "line", ["By ANI | Updated: Aug 16, 2025 21:30 IST", "ANI | New Delhi | Updated: 16-08-2025 21:30 IST"]
)
def test_an_agency_on_the_stamp_line(read: Read, line: str) -> None:
    draft = read(f"{TITLE}\n\n{line}\n\nIndia hosted the round. {BODY}")
    assert draft.agency == "ANI"
    assert draft.published.date == date(2025, 8, 16)
    assert draft.published.time is not None
    assert draft.published.time.isoformat() == "21:30:00+05:30"


@pytest.mark.parametrize(
    ("ending", "agency"),
    [(" (ANI)", "ANI"), (" -BSS", "BSS"), (" — Bernama", "Bernama"), ("(UNB)", "UNB"), (" (IANS)", "IANS")],
)
def test_an_agency_behind_the_last_word(read: Read, ending: str, agency: str) -> None:
    draft = read(f"{TITLE}\n\n{BODY}{ending}")
    assert draft.agency == agency
    assert draft.text == BODY


def test_a_reprint_says_where_it_stood_and_where_it_is_from(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{BODY}\n\nSource: The Island Times\n\n"
        f"The post {TITLE} appeared first on Harbor Mirror.\n\nDiscover more from Harbor Mirror\n"
    )
    assert draft.outlet == "Harbor Mirror"
    assert draft.origin == "The Island Times"
    assert draft.text == BODY


def test_a_tweet_stays_as_a_paragraph_of_the_story(read: Read) -> None:
    tweet = "Good talks on the ferry line. pic.example/1 — A. Minister (@aminister) August 16, 2025"
    draft = read(f"{TITLE}\n\n{LEAD}\n\n{tweet}\n\n{SECOND}\n\n{THIRD}")
    assert tweet in draft.text.split("\n\n")


def test_template_marks_inside_a_paragraph_are_cut_out(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{LEAD} {{{{^adFree}}}}{{{{/adFree}}}}\n\n{SECOND}\n\n{THIRD}")
    assert draft.text == BODY


def test_inline_markup_leaves_its_words(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n<p>{LEAD}</p>\n\n<p>They agreed on <b>fish</b> &amp; fees, the ministers told reporters at noon.</p>"
    )
    assert draft.text == f"{LEAD}\n\nThey agreed on fish & fees, the ministers told reporters at noon."


def test_a_wrapped_page_is_unwrapped(read: Read) -> None:
    draft = read(
        """TOKYO, March 6 (Kyodo) -- The foreign ministers of the two countries met on
Friday and agreed to reopen the ferry line that has been closed since a
quarrel about landing fees, officials said.
They also reviewed a treaty on fisheries that both parliaments have put
off for more than a decade.
"""
    )
    assert draft.text.split("\n\n") == [
        "The foreign ministers of the two countries met on Friday and agreed to reopen the ferry line that has been "
        "closed since a quarrel about landing fees, officials said.",
        "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade.",
    ]
    assert draft.agency == "Kyodo"


def test_another_article_under_the_story_is_not_part_of_it(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\nPublished\n\n4 hours ago\n\non\n\n{BODY}\n\nRegional\n\nBridge opened in the north after delay\n\n"
        f"Published\n\n8 hours ago\n\non\n\nA bridge that was to cost half as much was opened in the north on Monday.\n"
    )
    assert draft.text == BODY


def test_a_notice_above_the_headline_is_not_the_lead(read: Read) -> None:
    draft = read(
        f"Our website is being rebuilt. Some older pages may look odd until Easter.\n\n{TITLE}\n\nNews Desk\n\n{BODY}"
    )
    assert draft.title == TITLE
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "양국 외교장관은 금요일 수도에서 만나 여객선 항로를 다시 열기로 합의했다.\n\n두 나라는 어업 협정도 검토했다.",
            "ko",
        ),
        ("দুই দেশের পররাষ্ট্রমন্ত্রী শুক্রবার রাজধানীতে বৈঠক করেছেন।\n\nতারা ফেরি চলাচল আবার চালু করতে একমত হয়েছেন।", "bn"),
        (
            "Les ministres des deux pays se sont réunis vendredi dans la capitale pour rouvrir la ligne de ferry.",
            "fr",
        ),
    ],
)
def test_text_in_another_language_is_kept_whole(read: Read, text: str, language: str) -> None:
    draft = read(text)
    assert "\n\n".join(filter(None, (draft.title, draft.text))) == text
    assert draft.language == language


def test_the_wording_stays_as_it_was_received(read: Read) -> None:
    odd = "The “special” tie wasrenewed,the minister said at the meeting.The talks’ next round is in spring."
    assert odd in read(f"{TITLE}\n\n{LEAD}\n\n{odd}\n\n{THIRD}").text.split("\n\n")


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Home » Politics » Foreign policy", "Foreign policy"),
        ("UAE / Government", "Government"),
        ("Home > World > Asia", "Asia"),
        ("Inicio > Política", "Política"),
        ("Horn of Africa", "Horn of Africa"),
        ("Asia1 day ago", "Asia"),
        ("City\nEpaper\nMenu", None),
        ("Menu", None),
    ],
)
def test_the_section_is_the_last_step_of_the_way(read: Read, line: str, section: str | None) -> None:
    draft = read(f"{line}\n{TITLE}\n\n{BODY}")
    assert (draft.section, draft.title, draft.text) == (section, TITLE, BODY)


@pytest.mark.parametrize("line", ["Strategic Dialogue", "Joint Commission Meeting"])
def test_a_subject_is_nobodys_name(read: Read, line: str) -> None:
    draft = read(f"{TITLE}\n{line}\nSEOUL, May 4: {BODY}")
    assert draft.byline is None
    assert draft.text == BODY


def test_byline_town_and_outlet_on_the_line_of_the_stamp(read: Read) -> None:
    draft = read(f"{TITLE}\nTom Reed | London | HarborLedger | September 19, 2024 14:02 CEST\n\n{BODY}")
    assert (draft.byline, draft.outlet) == ("Tom Reed", "HarborLedger")
    assert draft.published.date == date(2024, 9, 19)


def test_a_day_in_a_list_of_other_stories_is_not_this_ones(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n\nRelated\nFeb 9, 2023 | KYODO NEWS\nBridge opens in the north")
    assert draft.published.date is None
    assert draft.images == ()
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("prefix", "precision", "latest"),
    [("date 2023-10", "month", date(2023, 10, 31)), ("date 2023", "year", date(2023, 12, 31))],
)
def test_a_prefix_of_a_month_or_a_year_bounds_the_day(
    read: Read, prefix: str, precision: str, latest: date
) -> None:
    published = read(f" {prefix} Photo : Harbor News\n{TITLE}\n\n{BODY}").published
    assert (published.basis, published.precision, published.latest) == ("stated", precision, latest)


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        (
            "This article was first published by Harbor Review and is reproduced here with permission.",
            "Harbor Review",
        ),
        ("Originally published in Harbor Review on May 5, 2024.", "Harbor Review"),
        ("Republished from Harbor Review under a Creative Commons license.", "Harbor Review"),
        ("Original article: https://www.harborreview.example/ferry", "harborreview.example"),
    ],
)
def test_the_origin_is_the_publisher_alone(read: Read, line: str, origin: str) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n{line}")
    assert draft.origin == origin
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("The two ministers on the quay (Photograph: Reuters)", "The two ministers on the quay", "Reuters"),
        ("Representational image. (Reuters)", "Representational image.", "Reuters"),
        ("Representational image. Photograph:(ANI)", "Representational image.", "ANI"),
        (
            "The two ministers arrive on Friday. (Xinhua/Jane Doe)",
            "The two ministers arrive on Friday.",
            "Xinhua/Jane Doe",
        ),
    ],
)
def test_picture_credits(read: Read, line: str, caption: str, credit: str) -> None:
    draft = read(f"{TITLE}\n{line}\n\n{BODY}")
    assert [(image.caption, image.credit) for image in draft.images] == [(caption, credit)]
    assert draft.text == BODY


def test_one_headline_under_read_also_does_not_end_the_story(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{LEAD}\n\nREAD ALSO\nBridge opens in the north\n\n{SECOND}\n\nREAD ALSO\nPort grows\n\n{THIRD}"
    )
    assert draft.text == BODY
    assert rules(draft)["Bridge opens in the north"] == "related-story"


def test_teasers_with_their_age_below_the_story_date_nothing(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{BODY}\nThe mayor voices concern over a bill that contains ...\n9 hours ago\nAn aide says he ...\n2 days ago"
    )
    assert draft.text == BODY
    assert draft.published.date is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Penulis: Jane Doe", "Jane Doe"),
        ("Jane Doe in Seoul", "Jane Doe"),
        ("Jane Doe - HarborNews", "Jane Doe"),
        ("By Jane Doe in Tokyo", "Jane Doe"),
    ],
)
def test_bylines_of_other_desks(read: Read, line: str, byline: str) -> None:
    draft = read(f"{TITLE}\n{line}\n\n{BODY}")
    assert (draft.title, draft.byline, draft.text) == (TITLE, byline, BODY)


def test_a_line_given_twice_above_a_credit_is_the_caption(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\nIn Summary\n• The line opens in spring.\n• Tickets stay cheap.\nMinister Jane Doe\nMinister Jane Doe\nImage: Harbor Press\n\n{BODY}"
    )
    assert [(image.caption, image.credit) for image in draft.images] == [
        ("Minister Jane Doe", "Harbor Press")
    ]
    assert draft.key_points == ("The line opens in spring.", "Tickets stay cheap.")
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("opening", "place"),
    [("Seoul, South Korea | THE COAST POST | ", "Seoul"), ("Coastpost.com, JAKARTA - ", "JAKARTA")],
)
def test_an_outlet_inside_the_dateline(read: Read, opening: str, place: str) -> None:
    draft = read(f"{TITLE}\n\n{opening}{BODY}")
    assert draft.dateline is not None
    assert draft.dateline.place == place
    assert draft.text == BODY


def test_a_name_under_the_last_paragraph_signs_the_story(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n\nJane Doe\n")
    assert (draft.byline, draft.text) == ("Jane Doe", BODY)


def test_a_signature_between_the_dateline_and_the_story(read: Read) -> None:
    draft = read(f"{TITLE}\n\nBaku, Azerbaijan, Aug. 16\n\nBy Jane Doe – Trend:\n\n{BODY}")
    assert (draft.byline, draft.agency, draft.text) == ("Jane Doe", "Trend", BODY)


def test_tags_side_by_side_below_the_story(read: Read) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n\nForeign policy    Ferry lines and ports   \n")
    assert draft.text == BODY
    assert "tags" in rules(draft).values()


@pytest.mark.parametrize(
    "stamp", ["26 - Décembre - 2024", "26 de diciembre de 2024", "26. Dezember 2024", "26 Aralık 2024"]
)
def test_stamps_in_other_languages(read: Read, stamp: str) -> None:
    draft = read(f"{TITLE}\n\n{stamp}\n\n{BODY}")
    assert draft.published.date == date(2024, 12, 26)
    assert draft.text == BODY


def test_a_photo_credit_between_the_date_and_the_lead(read: Read) -> None:
    draft = read(f" date 2023-10 Photo : Yonhap News {BODY}")
    assert draft.text == BODY
    assert draft.images == ()
    assert "photo-credit" in rules(draft).values()
