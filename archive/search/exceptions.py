"""Errors of the engine. They are all an operator's: a reader's mistakes are notices, never errors.

An `OperatorError` is about the installation: it is logged, named by a system check,
and says which command cures it; readers see only that search is out of order.
"""

from __future__ import annotations


class OperatorError(Exception):
    """The installation is at fault; the message names the cure."""


class IndexOutdated(OperatorError):
    """The index was made by another version of the engine or for other fields."""


class IndexDamaged(OperatorError):
    """Files of the index are missing or cannot be read."""


class IndexBusy(OperatorError):
    """Another process held the index's lock for longer than we wait."""
