"""The table of furniture: every rule has a name of its own and takes whole lines only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from articles.drafts import ArticleDraft
from articles.parsing.rules import LINE_RULES, furniture

Read = Callable[..., ArticleDraft]
TITLE = "Ministers agree to reopen ferry line between the capitals"
BODY = (
    "The foreign ministers of the two countries met in the capital on Friday and agreed to reopen the ferry line.\n\n"
    "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade."
)
ADVERSE = [
    "(" * 400,
    "a " * 200,
    "- " * 200,
    "1/" * 200,
    "| " * 200,
    "for more latest " * 25,
    "share on " * 44,
    "read more: " * 38,
    "and " * 100,
]


def test_names_are_unique_and_in_kebab_case() -> None:
    names = [rule.name for rule in LINE_RULES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_no_form_takes_an_empty_line_or_a_plain_sentence(rule: object) -> None:
    assert furniture("", outside=True) is None
    assert (
        furniture(
            "The ministers of the two countries met on Friday and agreed to reopen the line.", outside=True
        )
        is None
    )


@pytest.mark.parametrize("line", ["Search", "Menu", "Contact us", "Sections"])
def test_masthead_words_are_furniture_outside_the_story_only(line: str) -> None:
    assert furniture(line, outside=True) is not None
    assert furniture(line, outside=False) is None


@pytest.mark.parametrize("line", ADVERSE)
def test_odd_lines_are_answered_quickly(line: str) -> None:
    started = time.process_time()
    for variant in range(20):
        furniture(f"{line[:390]}{variant}", outside=True)
    assert time.process_time() - started < 4


def removed(draft: ArticleDraft) -> dict[str, str]:
    return {piece.text: piece.rule for piece in draft.removed}


@pytest.mark.parametrize(
    "line",
    [
        "Enjoyed this story? Subscribe to our weekly letter",
        "Get our premium newsletter every Friday",
        "You can now write for us and be a part of the community. Tell us what you think here.",
        "Translator: Ann Lee, Kim",
        "Edited by Ann Lee",
        "(Reporting by Ann Lee in Seoul; Editing by Tom Reed and Kim Park)",
        "==Kyodo",
        "Translated by Ann Lee",
        "Copy edited by Ann Lee",
        "Want more stories like this? Sign up for our newsletter",
        "Publish news of your club, company and more by submitting a news release to Harbor News.",
        "Follow the Harbor Post's coverage of the strait at https://harborpost.example/strait",
        "Original article: https://harborpost.example/ferry",
        "Lee también: El puerto recibe dos barcos nuevos",
        "Compartir en Facebook",
        "Suscríbete a nuestro boletín",
        "Abonnez-vous à notre lettre",
        "Baca juga: Dua menteri bertemu di ibu kota",
        "Jetzt abonnieren",
        "Partager sur Facebook",
    ],
)
def test_lines_at_the_foot_are_removed(read: Read, line: str) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n{line}")
    assert draft.text == BODY
    assert line in removed(draft)


def test_what_is_glued_to_an_agency_mark_goes_with_it(read: Read) -> None:
    draft = read(
        f"{TITLE}\n\n{BODY} (ANI)Get a daily dose of Harbor news through our daily email, it is free."
    )
    assert draft.text == BODY
    assert draft.agency == "ANI"
    assert {"agency-credit", "newsletter"} <= set(removed(draft).values())


@pytest.mark.parametrize(
    "line",
    [
        "Support the Harbor Post or become our patron!",
        "4,846FansLike",
        "While citing any materials of this site, links to the website not lower than the first line are a must.",
        "Print Friendly, PDF & Email",
        "Pin It",
        "99 total views today",
        "/COASTNEWS",
        "READ ALSO Coast enters talks with the north to strengthen relations",
        "Berita Terkait: Dua menteri bertemu di ibu kota",
    ],
)
def test_more_lines_at_the_foot_are_removed(read: Read, line: str) -> None:
    draft = read(f"{TITLE}\n\n{BODY}\n{line}")
    assert draft.text == BODY
    assert line in removed(draft)


@pytest.mark.parametrize(
    "tail",
    [
        "(Reporting by Jane Doe; Editing by Tom Reed and Ann Lee)",
        "(NAN)(www.harbornews.example)",
        "(abc/def)",
        "(HarborNews.com/Jane Doe)",
    ],
)
def test_marks_of_the_desk_behind_the_last_word(read: Read, tail: str) -> None:
    assert read(f"{TITLE}\n\n{BODY} {tail}").text == BODY
