"""What the tests of reading share: a small gazetteer and a way to read text as if it had been scraped."""

from __future__ import annotations

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
