"""What holds for every input, however odd: nothing lost, nothing raised, nothing changed by reading again."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.drafts import ArticleDraft, Failure, RawDocument, ReadingConfig
from articles.exceptions import DocumentError
from articles.parsing import as_plain_text, parse_text, read_documents
from articles.parsing.lines import decode, repair

Check = Callable[[ArticleDraft], None]
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
CONFIG = ReadingConfig(
    reference=datetime(2026, 11, 22, tzinfo=UTC),
    place_countries={"seoul": "KR", "new delhi": "IN", "dhaka": "BD"},
)

#: Lines that rules look for, and lines that only resemble them.
LINES = st.sampled_from(
    [
        " date 2024-05-18 Two ministers meet in the capital to talk about trade",
        "date 2024-05-18", "World", "Home > World > Asia", "Two ministers meet in the capital to talk about trade",
        "Seoul, Feb 13", "SEOUL, Feb. 13 (Yonhap) -- The two ministers met for an hour on Friday, aides said.",
        "New Delhi [India], May 18 (ANI): The two sides reviewed their ties and agreed to meet again. (ANI)",
        "The two sides agreed to meet again before the end of the year, an official told reporters.",
        "The two sides agreed to meet again before the end of the year, an official told reporters.",
        "Ministers pose before their talks. (Photo: Press Office)", "Key Points: what was agreed", "  • Trade to double",
        "• Visas made easier", "3 min read", "Updated: 16 Aug 2025, 09:52 PM IST", "By Jane Doe", "- IANS", "Advertisement",
        "Share this article:", "Reader Comments", "S", "Sarah B", "I hope that this will make visas easier for students.",
        "Leave a Comment", "Related Articles", "Minister opens bridge", "ALSO READ | Another story of the day", "{{^adFree}}",
        "<p>The talks &amp; the <b>dinner</b> went on until late in the evening, guests said.</p>", "&lt;div&gt;Caption&lt;/div&gt;",
        '"We look forward to the summit between our leaders. - The Minister"', "(With inputs from PTI)", "* * *",
        "the minister said, adding that the talks had been useful and would go on", "", "", " ", "\u200b", "https://example.org/a",
        "Subscribe to our newsletter", "© 2025 The Evening Herald", "Title: Something", "Article", "Text", "“", "(", "A - B | C",
    ]
)  # fmt: skip
WORDS = st.text(
    st.one_of(
        st.sampled_from(" .,:;-–—()[]{}<>&|/\"'“”’•\u00a0\u200b\tABCaeioét0123456789"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=60,
)
SOUP = st.lists(st.one_of(LINES, LINES, WORDS), max_size=30).map("\n".join)


def reading(text: str) -> ArticleDraft | None:
    try:
        return parse_text(RawDocument(text.encode()), CONFIG)
    except DocumentError:
        return None


def words(text: str) -> str:
    return "".join(text.split())


@given(SOUP)
@example("Article\nTitle: x\n\nSeoul, Feb 13")
@example("<p>\n</p>\nword")
def test_every_line_is_in_the_ledger_once_and_in_order(text: str) -> None:
    draft = reading(text)
    if draft is None:
        return
    told: dict[int, str] = defaultdict(str)
    for piece in draft.pieces:
        assert piece.text
        assert piece.rule
        told[piece.line] += piece.text
    for number, line in enumerate(repair(text.removeprefix("\ufeff")).splitlines()):
        assert words(told[number]) == words(line)
    assert [piece.line for piece in draft.pieces] == sorted(piece.line for piece in draft.pieces)


@given(SOUP)
def test_a_piece_stands_in_the_field_it_names(honest: Check, text: str) -> None:
    draft = reading(text)
    if draft is not None:
        honest(draft)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_a_piece_of_a_real_page_stands_in_the_field_it_names(honest: Check, path: Path) -> None:
    draft = reading(path.read_bytes().decode())
    assert draft is not None
    honest(draft)


@given(SOUP)
def test_every_target_is_a_field_of_the_draft(text: str) -> None:
    draft = reading(text)
    if draft is None:
        return
    for piece in draft.pieces:
        name, _, index = piece.target.partition("/")
        if name == "removed":
            continue
        value = getattr(draft, name)
        assert value or name in ("outlet", "byline", "text")
        if index:
            assert int(index) < len(value)


@given(SOUP)
@example("Seoul, Feb 13 (IANS) -- word\n" * 3)
@example("â\u200b€™ said the minister of the two countries on Friday.\nAnd more.")
def test_reading_its_own_print_again_changes_nothing(text: str) -> None:
    first = reading(text)
    if first is None:
        return
    again = reading(as_plain_text(first))
    assert again is not None
    assert (again.title, again.text) == (first.title, first.text)


@given(SOUP)
def test_spans_cover_the_words_they_carry(text: str) -> None:
    draft = reading(text)
    if draft is None:
        return
    fields = draft.fields()
    for span in draft.published.evidence:
        assert fields[span.field][span.start : span.end] == span.surface


@given(SOUP)
def test_no_date_is_worked_out_beyond_the_reference(text: str) -> None:
    draft = reading(text)
    if draft is None or draft.published.basis != "inferred":
        return
    assert CONFIG.reference is not None
    today = CONFIG.reference.date()
    assert all(day is None or day <= today for day in (draft.published.date, draft.published.earliest))


@given(SOUP)
def test_paragraphs_are_parted_by_one_empty_line_and_hold_no_markup_of_lines(text: str) -> None:
    draft = reading(text)
    if draft is None or not draft.text:
        return
    for paragraph in draft.text.split("\n\n"):
        assert paragraph == " ".join(paragraph.split())
        assert paragraph


@given(st.binary(max_size=400))
def test_any_bytes_give_a_draft_or_a_document_error(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        parse_text(RawDocument(data), CONFIG)


@given(st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.txt", "", "a.bin"]))
def test_any_file_gives_drafts_failures_or_a_document_error(data: bytes, name: str) -> None:
    try:
        results = list(read_documents(RawDocument(data, name), CONFIG))
    except DocumentError:
        return
    assert all(isinstance(result, ArticleDraft | Failure) for result in results)


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=200),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_text_is_decoded_as_it_was_encoded(text: str, encoding: str) -> None:
    if "\x00" in text or text.startswith("\ufeff"):
        return
    try:
        assert decode(text.encode(encoding), CONFIG) == text
    except DocumentError:
        return


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_a_clean_article_is_read_as_it_is_even_without_the_printed_form(path: Path) -> None:
    first = parse_text(RawDocument(path.read_bytes(), path.name), CONFIG)
    again = reading("\n\n".join(filter(None, (first.title, first.text))))
    assert again is not None
    assert (again.title, again.text) == (first.title, first.text)
