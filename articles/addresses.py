"""Addresses of pages by name, each asked of the resolver once, and numbers as addresses hold them.

A page of a year has three hundred and fifty links and the table of countries two hundred, to
days and countries that the next page names again; the resolver takes longer for them than the
database does for all else.
"""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

#: Twenty years of days and all countries.
_KEPT = 8_192


def address_of(name: str, *values: int | str) -> str:
    """The address of a page of those that many pages link to."""
    return _address(get_script_prefix(), name, values)


def number_in(text: str, digits: int = 9) -> int | None:
    """A whole number; None for anything else, and for one of more digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


@lru_cache(maxsize=_KEPT)
def _address(script_prefix: str, name: str, values: tuple[int | str, ...]) -> str:
    """The prefix is not used here: behind another one all addresses are others."""
    return reverse(name, args=values)
