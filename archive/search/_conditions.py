"""Query objects for single conditions, which the reader's language and Haystack's lookups share.

A field of text is two in the index: its stems under its own name, and its bare
words beside it (`words_of`).
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from whoosh import query
from whoosh.query.spans import SpanNear2
from whoosh.util.times import datetime_to_long

from . import _analysis


def words_of(name: str) -> str:
    """The field with the bare words of a field of text."""
    return f"{name}.words"


def all_words(name: str, text: str) -> Any | None:
    """Every word of a text, in any form and any order."""
    return both([_unit(name, unit) for unit, _ in _analysis.units(text)])


def near(name: str, text: str, reach: int = 0) -> Any | None:
    """The words of a text in a row or, with `reach`, in any order and near each other."""
    units = [unit for unit, _ in _analysis.units(text)]
    if len(units) < 2:
        return _unit(name, units[0]) if units else None
    stems = [part.stem for unit in units for part in unit.parts]
    if reach:
        return SpanNear2([query.Term(name, stem) for stem in stems], slop=reach, ordered=False)
    return query.Phrase(name, stems)


def as_written(name: str, text: str) -> Any | None:
    """Words in quotation marks: several in a row, in any form; one alone in no form but its own.

    It is ranked like any other, by its stem.
    """
    units = [unit for unit, _ in _analysis.units(text)]
    if len(units) == 1 and len(units[0].parts) == 1 and (word := units[0].parts[0]).word.isascii():
        return query.And([query.Term(name, word.stem), query.Term(words_of(name), word.word)])
    return near(name, text)


def _unit(name: str, unit: _analysis.Unit) -> Any:
    """One written piece: a word, or the parts of a compound in a row or in one."""
    stems = [part.stem for part in unit.parts]
    if len(stems) == 1:
        return query.Term(name, stems[0])
    phrase = query.Phrase(name, stems)
    return phrase if unit.joined is None else query.Or([phrase, query.Term(name, unit.joined.stem)])


def similar_to(name: str, text: str, typos: int, prefix: int = 0) -> Any | None:
    """Words within so many typos of each word of a text; words of two letters stay as they are."""
    return both(
        [
            query.FuzzyTerm(words_of(name), word, maxdist=typos, prefixlength=min(prefix, len(word)))
            if len(word) > 2
            else query.Term(words_of(name), word)
            for word in _analysis.words(text)
        ]
    )


def pattern(name: str, glob: str) -> Any:
    """Terms that a pattern of `*` and `?` matches."""
    glob = re.sub(r"\*+", "*", glob)
    if glob.endswith("*") and not re.search(r"[*?\[]", glob[:-1]):
        return query.Prefix(name, glob[:-1])
    return query.Wildcard(name, glob)


def between(name: str, start: datetime | None, end: datetime | None) -> Any:
    """Moments from `start` up to, and not with, `end`."""
    return query.NumericRange(
        name,
        datetime_to_long(start) if start else None,
        datetime_to_long(end) if end else None,
        endexcl=True,
    )


def both(parts: Iterable[Any]) -> Any | None:
    held = [part for part in parts if part is not None]
    return query.And(held) if len(held) > 1 else held[0] if held else None


_PERIOD = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?\Z")


def moments(text: str) -> tuple[datetime, datetime | None] | None:
    """First moment of a year, month, day or second, and the first one after it; None if it is none."""
    if period := _PERIOD.match(text):
        year, month, day = (int(part) if part else None for part in period.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
            last = first if day else date(first.year, month or 12, monthrange(first.year, month or 12)[1])
        except ValueError:
            return None
        after = None if last == date.max else datetime.combine(last + timedelta(days=1), datetime.min.time())
        return datetime.combine(first, datetime.min.time()), after
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return moment, moment + timedelta(seconds=1) if moment.date() < date.max else None


def in_words(text: str) -> str:
    """5 August 2025 for 2025-8-5, August 2025 for 2025-08; anything else stays as it is."""
    if (period := _PERIOD.match(text)) is None or not period[2]:
        return text
    name = f"{month_name[int(period[2])]} {period[1]}"
    return f"{int(period[3])} {name}" if period[3] else name
