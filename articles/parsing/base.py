"""What a reader of a format is: it says how sure it is that a document is its own, and reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from articles.drafts import ArticleDraft, Failure, RawDocument, ReadingConfig


class Reader(Protocol):
    """`score` is 0 for "not mine" and up to 1; the highest one reads. `extensions` are with their dot."""

    name: str
    extensions: tuple[str, ...]

    def score(self, raw: RawDocument) -> float: ...

    def read(self, raw: RawDocument, config: ReadingConfig) -> Iterator[ArticleDraft | Failure]: ...
