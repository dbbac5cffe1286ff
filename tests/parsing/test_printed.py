"""The archive's own print reads back as it was; what only looks like it is a page like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from articles.drafts import ArticleDraft
from articles.parsing import as_plain_text

Read = Callable[..., ArticleDraft]
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
NAMES = (
    "title",
    "subtitle",
    "standfirst",
    "summary",
    "section",
    "byline",
    "outlet",
    "agency",
    "origin",
    "text",
)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_all_that_is_printed_comes_back(read: Read, path: Path) -> None:
    first = read(path.read_bytes())
    again = read(as_plain_text(first))
    assert [getattr(again, name) for name in NAMES] == [getattr(first, name) for name in NAMES]
    assert (again.dateline and again.dateline.text) == (first.dateline and first.dateline.text)
    if first.published.basis == "stated":
        assert again.published.date == first.published.date


def test_a_paragraph_that_would_be_furniture_elsewhere_stays_in_print(read: Read) -> None:
    draft = read("Article\nTitle: World\n\nAdvertisement\n\n<b>Share</b>\n")
    assert draft.title == "World"
    assert draft.text == "Advertisement\n\n<b>Share</b>"


@pytest.mark.parametrize(
    "head", ["Article\nTitle: One\nTitle: Two", "Article\nnot a field", "Article\nTitle:"]
)
def test_a_broken_print_is_read_as_a_page(read: Read, head: str) -> None:
    story = "The ministers of the two countries met on Friday and agreed to reopen the ferry line."
    draft = read(f"{head}\n\n{story}")
    assert story in draft.text
    assert all(piece.rule != "printed-form" for piece in draft.pieces)
