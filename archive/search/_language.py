"""The fields a reader may name and what their values mean, as they are handed to the grammar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a field knows: what is looked up and how it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TextField:
    """Words are looked for in this field of the index."""

    name: str


@dataclass(frozen=True, slots=True)
class ValueField:
    """The value is one of many; `choose` finds it by what was typed, or returns None.

    Without `choose` any value is taken as it stands. `noun` names one in a notice:
    'No country is called "narnia"'.
    """

    name: str
    noun: str
    choose: Callable[[str], Choice | None] | None = None


@dataclass(frozen=True, slots=True)
class DateField:
    """A day, month or year; `bound` says on which side of it."""

    name: str
    bound: Literal["in", "after", "before"] = "in"


@dataclass(frozen=True, slots=True)
class NumberField:
    name: str
    convert: Callable[[str], Any] = int


@dataclass(frozen=True, slots=True)
class GramField:
    """Beginnings or pieces of words, for completion; `grams` cuts a typed word as the index does."""

    name: str
    grams: Callable[[str], list[str]]


Field = TextField | ValueField | DateField | NumberField | GramField


@dataclass(frozen=True, slots=True)
class Language:
    """Names a reader may put before a colon, and the field that plain words are looked for in.

    `longest`, `most_words` and `most_patterns` (stars and typos, each of which stands for
    many words) bound a question: no reader's comes near, and they limit what a hostile one
    can cost.
    """

    default: TextField
    fields: Mapping[str, Field]
    longest: int = 1_000
    most_words: int = 32
    most_patterns: int = 4
