"""Readers' comments: each with its author, none merged, none taken for the story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.drafts import ArticleDraft

Read = Callable[..., ArticleDraft]
STORY = (
    "Ferry line to reopen\n\nThe ministers of the two countries met on Friday and agreed to reopen the ferry line.\n\n"
    "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade.\n\n"
)
BODY = STORY.split("\n\n", 1)[1].strip()
FORM = "Please keep comments respectful and on-topic.\n\nLeave a Comment\n\nMinimum 50 characters 0/50"


def told(draft: ArticleDraft) -> list[tuple[str, str, bool]]:
    return [(comment.author, comment.text, comment.truncated) for comment in draft.comments]


def test_avatar_name_and_text(read: Read) -> None:
    draft = read(
        f"{STORY}Reader Comments\n\nA\nAnna L\nGood news for the harbor.\nK\nKarim B\nI will be on the first ship!\nAnd on the last.\n\n{FORM}"
    )
    assert told(draft) == [
        ("Anna L", "Good news for the harbor.", False),
        ("Karim B", "I will be on the first ship!\nAnd on the last.", False),
    ]
    assert draft.text == BODY
    removed = {piece.text: piece.rule for piece in draft.removed}
    assert removed["A"] == "comment-avatar"
    assert removed["Leave a Comment"] == "comment-form"
    assert removed["Reader Comments"] == "comments-heading"


def test_a_comment_cut_off_after_the_name_stays_empty(read: Read) -> None:
    draft = read(f"{STORY}Reader Comments\n\nA\nAnna L\nGood news for the harbor.\nK\nKarim\n\n{FORM}")
    assert told(draft)[-1] == ("Karim", "", True)


def test_a_page_cut_off_after_a_name(read: Read) -> None:
    draft = read(f"{STORY}Reader Comments\n\nA\nAnna L\nGood news for the harbor.\nK\nKarim")
    assert told(draft)[-1] == ("Karim", "", True)


def test_avatars_without_the_heading(read: Read) -> None:
    draft = read(f"{STORY}A\nAnna L\nGood news for the harbor.\nK\nKarim B\nI will be on the first ship!\n")
    assert len(draft.comments) == 2
    assert draft.text == BODY


@pytest.mark.parametrize(
    "heading",
    [
        "Comments",
        "COMMENTS (2)",
        "2 Comments",
        "Comments:",
        "2 thoughts on “Ferry line to reopen”",
        "reader comments",
    ],
)
def test_name_and_time(read: Read, heading: str) -> None:
    draft = read(
        f"{STORY}{heading}\n\nAnna Lee\nAugust 26, 2025 at 3:04 pm\nGood news for the harbor.\nReply\n\nKarim Bey\n2 hours ago\nAt last.\nReply\n\nLeave a Reply\n"
    )
    assert told(draft) == [("Anna Lee", "Good news for the harbor.", False), ("Karim Bey", "At last.", False)]
    assert draft.text == BODY


def test_name_says(read: Read) -> None:
    draft = read(
        f"{STORY}2 Responses\n\nAnna Lee says:\nAugust 26, 2025 at 3:04 pm\nGood news.\n\nKarim says:\nAt last.\n"
    )
    assert told(draft) == [("Anna Lee", "Good news.", False), ("Karim", "At last.", False)]


def test_a_heading_without_comments_takes_nothing_from_the_story(read: Read) -> None:
    draft = read(
        f"Comments\n\n{STORY}Comments\n\nLeave a Reply\n\nYour email address will not be published.\n"
    )
    assert draft.comments == ()
    assert draft.text == BODY


def test_markup_in_a_comment_is_words_only(read: Read) -> None:
    draft = read(
        f"{STORY}Comments\n\nA\nAnna L\nNice <script>alert(1)</script><b>bold</b> &lt;img src=x&gt; words\nK\nKarim\nYes.\n"
    )
    assert "<" not in draft.comments[0].text
    assert "bold" in draft.comments[0].text


def test_related_stories_under_the_comments_are_not_a_comment(read: Read) -> None:
    draft = read(
        f"{STORY}Reader Comments\n\nA\nAnna L\nGood news.\nK\nKarim B\nAt last.\n\nRelated Articles\n\nBridge opened in the north\n"
    )
    assert told(draft)[-1] == ("Karim B", "At last.", False)


@pytest.mark.parametrize(
    "section",
    [
        "Comments (2)\nTom Reed | 19.09.2024 15:31\nA good step.\nann_lee | 20.09.2024 08:02\nToo late!",
        "Comments\nTom Reed  3 March 2024\nA good step.\nann_lee  4 March 2024\nToo late!",
        "Comments\nTom Reed - 3 March 2024, 10:12 PM\nA good step.\nReply\nann_lee - 4 March 2024\nToo late!\n12 likes",
        "READER COMMENTS (2)\nTom Reed (Leeds)\nA good step.\nann_lee (York)\nToo late!",
        "Join the conversation\nTom Reed 3h\nA good step.\nLike 4 Reply\nann_lee 2d\nToo late!",
        "2 Comments\nTom Reed says:\nMarch 3, 2024 at 9:15 am\nA good step.\nReply\nann_lee says:\nMarch 4, 2024 at 9:15 am\nToo late!\nReply",
        "Comments\nTom Reed • 2 hours ago\nA good step.\nann_lee • 1 day ago\nToo late!",
        "Comments\n#1 Tom Reed, 12 May 2024 at 10:12\nA good step.\n#2 ann_lee, 12 May 2024 at 11:30\nToo late!",
        "Comments (2)\nTom Reed\nA good step.\nann_lee\nToo late!",
        "Comments (2)\nPosted by Tom Reed on March 3, 2024\nA good step.\nPosted by ann_lee on March 4, 2024\nToo late!",
        "Comments\nTom Reed\nTop commenter\n3h\nA good step.\nann_lee\nReplying to Tom Reed\n2h\nToo late!",
        "View comments (2)\nTom Reed | Leeds | 3 March 2024\nA good step.\nann_lee | York | 4 March 2024\nToo late!",
        "Comentarios (2)\nTom Reed\nhace 2 horas\nA good step.\nann_lee\nhace 5 minutos\nToo late!",
    ],
)
def test_layouts_of_comment_sections(read: Read, section: str) -> None:
    draft = read(STORY + section)
    assert told(draft) == [("Tom Reed", "A good step.", False), ("ann_lee", "Too late!", False)]
    assert draft.text == BODY
    assert draft.published.basis == "unknown"


def test_comments_that_nobody_can_tell_apart_are_removed_and_date_nothing(read: Read) -> None:
    draft = read(
        f"{STORY}Comments (5)\nno way that this opens in time\n3 March 2024\nwhat does it cost?\nwe will see"
    )
    assert draft.text == BODY
    assert draft.comments == ()
    assert draft.published.date is None
    assert "what does it cost?" in {piece.text for piece in draft.removed if piece.rule == "comments-section"}


def test_a_heading_in_the_story_opens_no_comments(read: Read) -> None:
    more = (
        "The talks then turned to the price of the tickets, which both sides want to keep low for students."
    )
    draft = read(f"{STORY}Reactions\n\n{more}\n\n{more.replace('students', 'pensioners')}")
    assert more in draft.text
    assert draft.comments == ()


def test_no_comments_yet_and_other_stories_with_their_days(read: Read) -> None:
    draft = read(
        f"{STORY}Commentaires\n0 commentaire\nLaisser un commentaire\n\nAutres actualités\n\n22 - Octobre - 2024\n\nLE PONT DU NORD\n\n"
        "Le pont du nord sera ouvert au mois de mai, a dit le maire de la ville à la presse."
    )
    assert draft.comments == ()
    assert draft.text == BODY
    assert draft.published.date is None


@pytest.mark.parametrize(
    "section",
    [
        "Comments (2)\nTom: A good step.\nAnn: Too late!",
        "Comments (2)\nTom (3 March 2024): A good step.\nAnn (4 March 2024): Too late!",
        "Comments (2)\n“A good step.” – Tom, Leeds\n“Too late!” – Ann",
    ],
)
def test_a_line_for_each_comment(read: Read, section: str) -> None:
    draft = read(STORY + section)
    assert told(draft) == [("Tom", "A good step.", False), ("Ann", "Too late!", False)]
    assert draft.text == BODY


def test_as_many_lines_as_the_heading_counts_are_comments_of_nobody(read: Read) -> None:
    draft = read(f"{STORY}Comments (2)\n1. a good step for us\n2. too late")
    assert told(draft) == [("", "a good step for us", False), ("", "too late", False)]


@pytest.mark.parametrize(
    "section",
    [
        "Comments (2)\n3 March 2024 15:31 Tom Reed\nA good step.\n4 March 2024 08:00 Ann\nToo late!",
        "Comments (2)\n3 March 2024\nTom Reed\nA good step.\n4 March 2024\nAnn\nToo late!",
    ],
)
def test_the_time_before_the_name(read: Read, section: str) -> None:
    draft = read(STORY + section)
    assert told(draft) == [("Tom Reed", "A good step.", False), ("Ann", "Too late!", False)]
    assert draft.published.date is None
