"""The rule tables under `data/`: read once, never changed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(_read(name))
    return table


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the word lists of `words.json`."""
    return frozenset(load("words.json")["words"][name].split())


@cache
def lines(name: str) -> tuple[str, ...]:
    """A plain list of words or names; "#" opens a comment."""
    return tuple(line for line in _read(name).splitlines() if line.strip() and not line.startswith("#"))


def _read(name: str) -> str:
    return (files(__package__) / "data" / name).read_text("utf-8")
