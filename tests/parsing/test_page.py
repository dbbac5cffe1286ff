"""Stretches of lines: a cut is exact or does not happen, and the ledger is read off them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import ArticleDraft
from articles.parsing.ledger import settled
from articles.parsing.page import Page, reading_of

#: The ledger of a page asks the draft only about fields, and these pages have none.
NOTHING = ArticleDraft("", "")
RAW = st.text(st.sampled_from("ab c\u00a0\u200b\t<b>/&amp;p“.é"), max_size=40)


@given(RAW, st.integers(1, 30))
def test_a_cut_loses_no_word(raw: str, at: int) -> None:
    page = Page([raw])
    if not page.open():
        return
    parts = page.cut(page.open()[0], at)
    assert "".join("".join(piece.text.split()) for piece in settled(page, NOTHING)) == "".join(raw.split())
    if len(parts) == 2:
        assert "".join((parts[0].text + parts[1].text).split()) == "".join(reading_of(raw.strip()).split())


def test_a_cut_inside_markup_follows_the_words() -> None:
    page = Page(["<p>New  Delhi: the&nbsp;<b>talks</b> &amp; more</p>"])
    (stretch,) = page.open()
    assert stretch.text == "New Delhi: the talks & more"
    left, right = page.cut(stretch, len("New Delhi: "))
    assert (left.text, right.text) == ("New Delhi:", "the talks & more")
    assert left.raw == "<p>New  Delhi:"


def test_what_no_reader_sees_is_in_the_ledger() -> None:
    page = Page(["<div></div>", "\u200b", "", "words"])
    assert [(piece.line, piece.rule) for piece in settled(page, NOTHING)] == [
        (0, "empty-markup"), (1, "invisible-characters"), (3, "paragraph"),
    ]  # fmt: skip


@pytest.mark.parametrize("at", [0, 5, 99])
def test_a_cut_at_an_end_is_none(at: int) -> None:
    page = Page(["words"])
    assert len(page.cut(page.open()[0], at)) == 1
