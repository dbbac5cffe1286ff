"""Bytes to article drafts. Pure: no database, no settings, all configuration is handed in."""

from __future__ import annotations

from collections.abc import Iterator

from articles.drafts import ArticleDraft, Failure, RawDocument, ReadingConfig
from articles.exceptions import DocumentTooLarge, UnknownFormat

from .base import Reader
from .json_lines import JsonLinesReader
from .printed import as_plain_text
from .text import TextReader, parse_text

__all__ = ["FORMATS", "as_plain_text", "format_of", "known_format", "parse_text", "read_documents"]

#: Every reader by its name.
FORMATS: dict[str, Reader] = {reader.name: reader for reader in (TextReader(), JsonLinesReader())}


def known_format(name: str) -> str | None:
    """The format that a file of this name is in, by its extension; None for files nobody reads."""
    lowered = name.lower()
    return next((reader.name for reader in FORMATS.values() if lowered.endswith(reader.extensions)), None)


def format_of(raw: RawDocument) -> str:
    """The format a document is in: the one it says, or the one that its name and first bytes speak for."""
    if raw.format is None:
        return max(FORMATS, key=lambda name: FORMATS[name].score(raw))
    if raw.format not in FORMATS:
        raise UnknownFormat(f"There is no format {raw.format!r}; known are {', '.join(FORMATS)}.")
    return raw.format


def read_documents(raw: RawDocument, config: ReadingConfig) -> Iterator[ArticleDraft | Failure]:
    """Every article in a document. Raises DocumentError when the document as a whole cannot be read."""
    if len(raw.data) > config.max_bytes:
        raise DocumentTooLarge(
            f"It has {len(raw.data):,} bytes; the archive reads up to {config.max_bytes:,} at once."
        )
    return FORMATS[format_of(raw)].read(raw, config)
