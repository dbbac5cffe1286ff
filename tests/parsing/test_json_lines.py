"""Documents whose fields are already apart: kept as given, one bad line costs only itself."""

from __future__ import annotations

import hashlib
import json
from datetime import date, time
from typing import Any

import pytest

from articles.drafts import ArticleDraft, Failure, RawDocument, ReadingConfig
from articles.exceptions import EmptyDocument
from articles.parsing import read_documents

TEXT = "  The ministers met on Friday.\r\nThey <b>agreed</b> &amp; left.\n\n\n(ANI)\n"


def lines(config: ReadingConfig, *documents: Any, name: str = "bulk.jsonl") -> list[ArticleDraft | Failure]:
    data = "\n".join(item if isinstance(item, str) else json.dumps(item) for item in documents)
    return list(read_documents(RawDocument(data.encode(), name), config))


def one(config: ReadingConfig, **fields: Any) -> ArticleDraft:
    (draft,) = lines(config, {"text": TEXT, **fields})
    assert isinstance(draft, ArticleDraft)
    return draft


def test_the_text_is_exactly_the_one_given(config: ReadingConfig) -> None:
    assert one(config, title="Ministers meet").text == TEXT


def test_every_field(config: ReadingConfig) -> None:
    line = json.dumps(
        {
            "id": "a-1", "title": "Ministers meet", "dateline": "SEOUL, Feb 13", "published": "2026-02-14T08:00:00+09:00",
            "text": TEXT, "url": "https://harborpost.example/1", "source": "Harbor Post", "agency": "Press Trust of India",
            "byline": "Jane Doe", "section": "World", "comments": [{"author": "Anna", "text": "Good <b>news</b>"}], "other": 1,
        }
    )  # fmt: skip
    (draft,) = lines(config, line)
    assert isinstance(draft, ArticleDraft)
    assert (draft.id, draft.title, draft.url) == ("a-1", "Ministers meet", "https://harborpost.example/1")
    assert (draft.outlet, draft.agency, draft.byline, draft.section) == (
        "Harbor Post",
        "PTI",
        "Jane Doe",
        "World",
    )
    assert draft.dateline is not None
    assert (draft.dateline.place, draft.dateline.country, draft.dateline.date) == (
        "SEOUL",
        "KR",
        "2026-02-13",
    )
    assert (draft.published.date, draft.published.basis) == (date(2026, 2, 14), "stated")
    assert draft.published.time is not None
    assert draft.published.time.isoformat() == "08:00:00+09:00"
    assert [(comment.author, comment.text) for comment in draft.comments] == [("Anna", "Good news")]
    assert draft.sha256 == hashlib.sha256(line.encode()).hexdigest()


def test_every_field_may_be_missing_but_the_words(config: ReadingConfig) -> None:
    draft = one(config)
    assert (draft.title, draft.dateline, draft.published.basis, draft.comments) == (None, None, "unknown", ())


@pytest.mark.parametrize("dateline", ["TOKYO, April 1 -", "Tokyo, April 1", "TOKYO, April 1 (Reuters) -"])
def test_a_dateline_string(config: ReadingConfig, dateline: str) -> None:
    draft = one(config, dateline=dateline, published="1987-04-02")
    assert draft.dateline is not None
    assert (draft.dateline.place, draft.dateline.country, draft.dateline.date) == (
        draft.dateline.place,
        "JP",
        "1987-04-01",
    )


def test_a_dateline_nobody_can_read_is_kept_as_words(config: ReadingConfig) -> None:
    draft = one(config, dateline="somewhere at sea")
    assert draft.dateline is not None
    assert (draft.dateline.text, draft.dateline.place) == ("somewhere at sea", None)


@pytest.mark.parametrize(
    ("value", "day", "precision"),
    [
        ("2025-08-16", date(2025, 8, 16), "day"),
        ("2025-08", date(2025, 8, 1), "month"),
        ("2025", date(2025, 1, 1), "year"),
        ("2025-08-16 21:52", date(2025, 8, 16), "minute"),
        ("16 Aug 2025, 09:52 PM PKT", date(2025, 8, 16), "minute"),
        ("August 16, 2025", date(2025, 8, 16), "day"),
    ],
)
def test_published_in_many_forms(config: ReadingConfig, value: str, day: date, precision: str) -> None:
    published = one(config, published=value).published
    assert (published.date, published.precision, published.basis) == (day, precision, "stated")


def test_a_datetime_keeps_its_time(config: ReadingConfig) -> None:
    assert one(config, published="2025-08-16T21:52:00").published.time == time(21, 52)


def test_a_missing_date_is_worked_out_like_a_pages(config: ReadingConfig) -> None:
    draft = one(
        config,
        dateline="SEOUL, Feb 13",
        text="The two sides met on Friday, their first meeting in 2026.\n\nThey had met twice in 2025.",
    )
    assert (draft.published.date, draft.published.basis) == (date(2026, 2, 13), "inferred")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"words"', "not a JSON object"),
        ({"text": 5}, '"text" must be a string'),
        ({"text": "words", "title": ["a"]}, '"title" must be a string'),
        ({"text": "words", "comments": "no"}, '"comments" must be a list'),
        ({"text": "words", "comments": ["no"]}, '"comments" must hold objects'),
        ({"text": "words", "comments": [{"author": 1}]}, '"author" must be a string'),
        ({"text": "words", "published": "soon"}, '"published" is not a date'),
        ({"text": "words", "published": "2025-13-40"}, '"published" is not a date'),
        ({"text": "words", "id": True}, '"id" must be'),
        ({"text": "a\x00b"}, "NUL"),
        ({"title": "", "text": "  "}, "has any words"),
        ('{"text": "\\ud800"}', "surrogate"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(
    config: ReadingConfig, line: Any, reason: str
) -> None:
    before, failure, after = lines(config, {"text": "one"}, line, "", {"text": "two"})
    assert isinstance(before, ArticleDraft)
    assert isinstance(after, ArticleDraft)
    assert isinstance(failure, Failure)
    assert failure.line == 2
    assert reason in failure.reason


def test_bytes_that_are_no_text_fail_their_line(config: ReadingConfig) -> None:
    results = list(
        read_documents(RawDocument(b'{"text": "one"}\n\xff\xfa\n{"text": "two"}\n', "a.jsonl"), config)
    )
    assert [type(result) for result in results] == [ArticleDraft, Failure, ArticleDraft]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encoding(config: ReadingConfig, encoding: str) -> None:
    (draft,) = read_documents(RawDocument('{"text": "words"}\r\n'.encode(encoding), "a.jsonl"), config)
    assert isinstance(draft, ArticleDraft)
    assert draft.text == "words"


def test_lines_are_told_from_text_without_a_file_name(config: ReadingConfig) -> None:
    assert lines(config, {"text": "words", "id": "7"}, name="")[0].id == "7"  # type: ignore[union-attr]


def test_an_empty_file(config: ReadingConfig) -> None:
    with pytest.raises(EmptyDocument):
        list(read_documents(RawDocument(b" \n", "a.jsonl"), config))
