"""What the tests of reading share: a small gazetteer and a way to read text as if it had been scraped."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from articles.drafts import ArticleDraft, RawDocument, ReadingConfig
from articles.parsing import parse_text

PLACES = {
    "seoul": "KR", "south korea": "KR", "new delhi": "IN", "delhi": "IN", "india": "IN", "dhaka": "BD",
    "bangladesh": "BD", "islamabad": "PK", "pakistan": "PK", "kuala lumpur": "MY", "moscow": "RU", "tokyo": "JP",
    "beijing": "CN", "washington": "US", "nairobi": "KE", "kenya": "KE", "istanbul": "TR", "ankara": "TR",
    "hanoi": "VN", "baku": "AZ", "azerbaijan": "AZ", "manila": "PH", "philippines": "PH", "new york": "US",
    "london": "GB", "jakarta": "ID", "egypt": "EG", "sharm-el-sheikh": "EG", "doha": "QA", "singapore": "SG",
}  # fmt: skip


@pytest.fixture(scope="session")
def config() -> ReadingConfig:
    return ReadingConfig(reference=datetime(2026, 11, 22, 9, 0, tzinfo=UTC), place_countries=PLACES)


@pytest.fixture(scope="session")
def read(config: ReadingConfig) -> Callable[..., ArticleDraft]:
    def reading(text: str | bytes, name: str = "page.txt") -> ArticleDraft:
        data = text.encode() if isinstance(text, str) else text
        return parse_text(RawDocument(data, name), config)

    return reading


@pytest.fixture(scope="session")
def honest() -> Callable[[ArticleDraft], None]:
    """Fails where a piece does not stand in the field it names, or stands in the body and is removed."""
    return assert_nothing_vanished


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def value(draft: ArticleDraft, target: str) -> str:
    name, _, index = target.partition("/")
    kept = getattr(draft, name)
    if index:
        kept = kept[int(index)]
    if isinstance(kept, str) or kept is None:
        return letters(kept or "")
    parts = [getattr(kept, part, None) for part in ("author", "text", "speaker", "caption", "credit")]
    return letters("".join(part for part in parts if part))


def assert_nothing_vanished(draft: ArticleDraft) -> None:
    for piece in draft.pieces:
        if piece.target != "removed" and "&" not in piece.text:
            assert letters(piece.text) in value(draft, piece.target), piece
    paragraphs = {paragraph for paragraph in draft.text.split("\n\n") if len(paragraph) >= 40}
    for piece in draft.removed:
        assert piece.text not in paragraphs or piece.rule.startswith("duplicate"), piece
