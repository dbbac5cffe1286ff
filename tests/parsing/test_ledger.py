"""No word of the input can vanish: a piece stands in the field it names or is among the removed.

That it holds for every page is in `test_properties.py`; here are the lines that say more than is kept.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.drafts import ArticleDraft

Read = Callable[..., ArticleDraft]
Check = Callable[[ArticleDraft], None]
STORY = (
    "Ferry line to reopen after nine years\n\nThe ministers of the two countries met on Friday and agreed to reopen the ferry line.\n\n"
    "They also reviewed a treaty on fisheries that both parliaments have put off for more than a decade.\n\n"
)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("By Maria Santos", "By"),
        ("The two ministers on the quay (Image: Harbor Press)", "Image"),
        ('<div class="paragraphs"><p>The two ministers on the quay(Image: Harbor Press)</p></div>', "Image"),
    ],
)
def test_words_that_no_field_keeps_are_among_the_removed(
    read: Read, honest: Check, line: str, word: str
) -> None:
    title, body = STORY.split("\n\n", 1)
    draft = read(f"{title}\n{line}\n\n{body}")
    assert any(word in piece.text for piece in draft.removed)
    honest(draft)


def test_the_name_of_a_second_outlet_does_not_vanish(read: Read) -> None:
    draft = read(f"Harbor News\nThe Coastal Observer\n{STORY}")
    names = {"Harbor News", "The Coastal Observer"}
    assert draft.outlet in names
    assert {piece.text for piece in draft.removed} & names == names - {draft.outlet}


def test_tags_around_a_paragraph_are_removed_and_its_words_are_not(read: Read) -> None:
    draft = read(
        STORY + "<p>A third round of talks will follow in <b>spring</b>, one official said on Friday.</p>"
    )
    assert draft.text.endswith("A third round of talks will follow in spring, one official said on Friday.")
    assert [piece.text for piece in draft.removed] == ["<p>", "<b>", "</b>", "</p>"]


def test_what_goes_with_a_list_but_stands_in_the_body_is_a_copy(read: Read, honest: Check) -> None:
    draft = read(f"{STORY}Related Articles\n\nBridge opens in the north\n\n{STORY.split(chr(10) * 2)[1]}\n")
    honest(draft)
    assert draft.text.count("agreed to reopen") == 1
