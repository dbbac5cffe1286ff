"""What one version has and the other has not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import changes


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return " ".join(
        marks[each.kind].format(each.text) + (" ¶" if each.ends_paragraph else "")
        for each in changes(old, new)
    )


def test_words_that_went_and_words_that_came():
    assert (
        shown("The mill closed on Friday, its owner said.", "The old mill closed on Monday, its owner said.")
        == "The [+old+] mill closed on [-Friday,-] [+Monday,+] its owner said. ¶"
    )


def test_a_paragraph_that_is_gone_does_not_disturb_the_next():
    old = "One ship sank.\n\nNobody was hurt at sea.\n\nThe coast guard looks for its cargo."
    new = "One ship sank.\n\nThe coast guard still looks for its cargo."
    assert shown(old, new) == (
        "One ship sank. ¶ [-Nobody was hurt at sea.-] ¶ The coast guard [+still+] looks for its cargo. ¶"
    )


def test_white_space_is_no_difference():
    assert shown("Two  ferries\ncollided.", "Two ferries collided.") == "Two ferries collided. ¶"


WORDS = st.lists(st.sampled_from(["tide", "rose", "by", "a", "foot", "\n\n"]), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_either_version_can_be_read_off_it(old, new):
    found = changes(old, new)
    assert " ".join(each.text for each in found if each.kind != "inserted").split() == old.split()
    assert " ".join(each.text for each in found if each.kind != "deleted").split() == new.split()
