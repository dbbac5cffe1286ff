"""Bytes of every kind end in the right text or in a reason."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.exceptions import BinaryDocument, DocumentTooLarge, EmptyDocument
from articles.parsing import parse_text
from articles.parsing.lines import decode, repair, visible

Read = Callable[..., ArticleDraft]
TITLE = "Ministers “agree” on a café by the harbor"
STORY = "The two ministers’ talks ended at noon – and the naïve question of fees was left for another day, they said."
PAGE = f"{TITLE}\n\n{STORY}\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"]
)
def test_encodings(read: Read, encoding: str) -> None:
    page = (
        PAGE
        if not encoding.startswith("utf-16-")
        else PAGE.translate({0x201C: '"', 0x201D: '"', 0x2019: "'", 0x2013: "-"})
    )
    draft = read(page.encode(encoding))
    assert f"{draft.title}\n\n{draft.text}\n" == page


def test_latin_1_bytes(read: Read) -> None:
    assert read(
        "Fête au café du port\n\nLe ministre a dit que la fête du port aura lieu en été, malgré tout.".encode(
            "latin-1"
        )
    ).title == ("Fête au café du port")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(read: Read, newline: str) -> None:
    draft = read(PAGE.replace("\n", newline))
    assert (draft.title, draft.text) == (TITLE, STORY)


@pytest.mark.parametrize("space", ["\u00a0", "\t", " \u200b", "  ", "\u2009", "\ufeff "])
def test_odd_spaces_and_invisible_characters(read: Read, space: str) -> None:
    draft = read(PAGE.replace(" ", space))
    assert (draft.title, draft.text) == (TITLE, STORY)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_doubly_encoded_text_is_repaired(read: Read, codec: str) -> None:
    broken = "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in PAGE.encode())
    assert broken != PAGE
    draft = read(broken)
    assert (draft.title, draft.text) == (TITLE, STORY)


@pytest.mark.parametrize(
    "text",
    [
        "Â la carte",
        "CAFÉ»",
        "São Tomé e Príncipe",
        "Ça va, a-t-il dit à l’été",
        "NÃO",
        "Ã",
        "Привет",
        "Hà Nội",
    ],
)
def test_text_that_only_looks_doubly_encoded_stays(text: str) -> None:
    assert repair(text) == text


def test_a_few_broken_bytes_do_not_cost_the_rest(read: Read) -> None:
    data = (
        PAGE.encode()
        + b"\n\nThe caf\xe9 will open in May, the harbor office said on the day after the talks.\n"
    )
    draft = read(data)
    assert "café will open" in draft.text
    assert STORY in draft.text


@pytest.mark.parametrize("data", [b"", b"   \n\t\r\n", "\ufeff\n".encode(), "\u200b\u200b\n".encode()])
def test_nothing_to_read(read: Read, data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"words and a \x00 between them",
        bytes(range(1, 32)) * 20,
        b"\xff\xfe\x00",
        "A text that was cut".encode("utf-16") + b"\x00",
    ],
)
def test_what_is_no_text_is_refused(read: Read, data: bytes) -> None:
    with pytest.raises(BinaryDocument):
        read(data)


def test_a_document_over_the_limit_is_refused_with_both_figures() -> None:
    with pytest.raises(DocumentTooLarge, match=r"2,000 bytes.*1,000"):
        decode(b"x" * 2000, ReadingConfig(max_bytes=1000))


def test_more_lines_than_an_article_has(read: Read) -> None:
    with pytest.raises(DocumentTooLarge, match="lines"):
        read("a\n" * 600_001)


@pytest.mark.parametrize(
    "line",
    [
        "a " * 500_000,
        "(" * 1_000_000,
        "<p>" * 300_000,
        "{{a}} " * 150_000,
        "“a” " * 200_000,
        "May 5 " * 150_000,
        "x" * 1_000_000,
    ],
    ids=["words", "brackets", "tags", "templates", "quotes", "dates", "letters"],
)
def test_a_megabyte_in_one_line_takes_seconds_at_most(line: str) -> None:
    started = time.process_time()
    parse_text(RawDocument(line.encode() + b"\nend"), ReadingConfig())
    assert time.process_time() - started < 15


def test_the_middle_of_a_very_long_text_is_text(read: Read) -> None:
    lines = [
        f"Paragraph {number} of the report speaks of the harbor and of what was said there."
        for number in range(9000)
    ]
    lines[4500] = "Advertisement"
    draft = read("\n".join(lines))
    assert draft.text.split("\n\n") == lines


def test_visible_drops_what_nobody_sees() -> None:
    assert visible("  a\u00a0\u200bb\u00ad\tc\x07 ") == "a b c"
