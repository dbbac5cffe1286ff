"""Errors of the engine, in two families by who can do something about them.

A `ReaderError` is a question that cannot be answered as it was asked; `str(error)`
is a sentence for that reader. An `OperatorError` is about the installation: it is
logged, named by a system check, and says which command cures it; readers see only
that search is out of order.
"""

from __future__ import annotations


class SearchError(Exception):
    """Base of every error the engine raises itself."""


class ReaderError(SearchError):
    """The question itself is at fault."""


class OperatorError(SearchError):
    """The installation is at fault; the message names the cure."""


class IndexOutdated(OperatorError):
    """The index was made by another version of the engine or for other fields."""


class IndexDamaged(OperatorError):
    """Files of the index are missing or cannot be read."""


class IndexBusy(OperatorError):
    """Another process held the index's lock for longer than we wait."""
