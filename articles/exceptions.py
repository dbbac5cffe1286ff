"""Errors of the archive, one family an audience.

A `DocumentError` is about one document and says what is wrong with it in a
sentence an editor or an operator can act on; a bulk job reports it and goes on.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Base of every error the archive raises itself."""


class DocumentError(ArchiveError):
    """This document cannot be read; `str(error)` says why."""


class EmptyDocument(DocumentError):
    """There are no words in it."""


class BinaryDocument(DocumentError):
    """It is not text."""


class DocumentTooLarge(DocumentError):
    """It is longer than the archive reads at once."""


class UnknownFormat(DocumentError):
    """No reader takes it."""
