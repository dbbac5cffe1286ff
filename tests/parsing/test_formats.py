"""Which reader takes a document."""

from __future__ import annotations

import pytest

from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.exceptions import DocumentTooLarge, UnknownFormat
from articles.parsing import FORMATS, known_format, read_documents


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a.jsonl", "json-lines"),
        ("a.ndjson", "json-lines"),
        ("a.pdf", None),
        ("README", None),
    ],
)
def test_by_extension(name: str, format_name: str | None) -> None:
    assert known_format(name) == format_name


def test_a_named_format_is_taken_at_its_word(config: ReadingConfig) -> None:
    (draft,) = read_documents(
        RawDocument(b"The words of a page about a ferry line, no more.", "a.jsonl", "text"), config
    )
    assert isinstance(draft, ArticleDraft)
    assert draft.text == "The words of a page about a ferry line, no more."


def test_an_unknown_format_names_the_known_ones(config: ReadingConfig) -> None:
    with pytest.raises(UnknownFormat, match=r"text.*json-lines"):
        read_documents(RawDocument(b"words", "a.txt", "docx"), config)


def test_too_large_whatever_the_format() -> None:
    for name in FORMATS:
        with pytest.raises(DocumentTooLarge):
            read_documents(RawDocument(b"x" * 20, "a", name), ReadingConfig(max_bytes=10))


def test_a_draft_knows_where_it_came_from(config: ReadingConfig) -> None:
    (draft,) = read_documents(RawDocument(b"The words of a page, quite short.", "folder/a.txt"), config)
    assert isinstance(draft, ArticleDraft)
    assert draft.source_file == "folder/a.txt"
    assert len(draft.sha256) == 64
