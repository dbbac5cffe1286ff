"""What two countries are to each other, and since when: the timeline of a relation.

Every statement is about a status that relations can have ("diplomatic relations", a kind of
partnership). What is said of it stands in the words around: that it was established, formed, raised to,
that it turned so many years old, that both sides stand by it or mean to reach it. A status with none
of these words is only mentioned and states nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.drafts import TEXT, Span, Statement
from articles.extraction.context import Context
from articles.extraction.spans import Offsets

_KINDS_OF_PARTNERSHIP = (
    "special|comprehensive|global|extensive|enhanced|privileged|strategic|cooperative|co-operative|all-weather|"
    "development|economic|security|defence|defense|friendly|future-oriented|broad-based|deep|free|open|limited"
)
_STATUS = re.compile(
    r"(?:(?P<diplomatic>\b(?:full |formal )?(?:diplomatic|consular)\s(?:ties|relations))"
    rf"|(?P<partnership>\b(?:(?:{_KINDS_OF_PARTNERSHIP})\s(?:and\s)?){{1,5}}(?:partnership|relationship|alliance)\b))",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:in|since|on|of|from|during|by)\s(?:the\s)?(?:early\s|late\s)?(?:[A-Z][a-z]+\s)?(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:[A-Z][a-z]+,?\s)?((?:19|20)\d\d)\b"
)
_NUMBER = (
    r"(?P<count>\d{1,3}|ten|twenty|twenty-five|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred)"
)
_FAR, _LONGEST = 110, 600

#: What the words before a status say of it; the nearest one before it counts. Each may need another word
#: further left ("agreed … to enhance") and then begins there.
_BEFORE = (
    (
        "anniversary",
        "anniversary",
        re.compile(
            rf"\b(?:commemorat|celebrat|mark|observ)\w*\s(?:the\s|their\s|its\s)?(?:completion of\s)?{_NUMBER}(?:(?:th|st|nd|rd)?[\s-](?:years?|anniversary))\s(?:of|since)\s(?:the\s)?(?:establishment of\s)?(?:their\s|the\s|its\s|our\s)?",
            re.IGNORECASE,
        ),
    ),
    (
        "elevated",
        "raised-to",
        re.compile(
            r"\b(?:elevated|upgraded|raised|lifted|promoted|transformed|elevation|upgrading of)\b",
            re.IGNORECASE,
        ),
    ),
    ("proposed", "to-be-raised", re.compile(r"\b(?:elevat|upgrad|rais|lift)(?:e|ing|es)\b", re.IGNORECASE)),
    (
        "proposed",
        "looked-for",
        re.compile(
            r"\b(?:explor|propos|consider|envisag|seek|aim|pursu)\w*\b|\blook(?:s|ed|ing)?\sforward\sto\b|\bwork(?:ing)?\stowards?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "formed",
        "formed",
        re.compile(
            r"\b(?:formed|forged|entered into|established|launched|built|signed|announced|agreed on|have been|became)\b",
            re.IGNORECASE,
        ),
    ),
    ("reaffirmed", "stood-by", re.compile(r"\b(?:reaffirm|reiterat|re-affirm)\w*\b", re.IGNORECASE)),
    (
        "reaffirmed",
        "strengthened",
        re.compile(
            r"\b(?:enhanc|strengthen|deepen|expand|advanc|consolidat|boost|broaden|cement|reinforc|intensif)\w*\b|\btak(?:e|ing)\s(?:\w+\s)?forward\b",
            re.IGNORECASE,
        ),
    ),
)
_COMMITMENT = re.compile(
    r"\b(?:agreed|agree|resolved|pledged|vowed|committed|commitment|reaffirm\w*|reiterat\w*|decided|determined)\b",
    re.IGNORECASE,
)
_AFTER = (
    (
        "anniversary",
        "turned-years",
        re.compile(rf"[\"'”’]?\s(?:complet|mark|turn|reach)\w*\s{_NUMBER}\s?-?years?", re.IGNORECASE),
    ),
    (
        "established",
        "was-established",
        re.compile(
            r"[\"'”’]?\s(?:[^.;,]{0,60}\s)?(?:was|were|has been|have been|had been)\s(?:first\s|formally\s|officially\s)?(?:established|formed|forged|set up|launched)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "elevated",
        "was-raised",
        re.compile(
            r"[\"'”’]?,?\s(?:which\s)?(?:was|were|has been|had been)\s(?:further\s|later\s)?(?:elevated|upgraded|raised)\b(?!\sto)",
            re.IGNORECASE,
        ),
    ),
)
_NOT_YET = re.compile(r"\b(?:will|would|could|should|may|might|can|shall|to)\s(?:\w+\s)?$", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:[;:]|,(?=\s(?:which|who|while|and|but|with)\b)|\b(?:while|whereas|but|as)\b)\s?", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;,\n]|\s(?:while|whereas|which|but)\b")
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: str
    rule: str
    start: int
    count: str | None = None


def find_statements(context: Context) -> tuple[Statement, ...]:
    text = context.fields.get(TEXT, "")
    hits = sorted((hit.span.start, hit.code) for hit in context.country_hits.get(TEXT, ()))
    found: list[Statement] = []
    for sentence in context.sentences.get(TEXT, ()):
        found += _in_sentence(context, text, sentence, hits)
    return tuple(found)


def _in_sentence(
    context: Context, text: str, sentence: Offsets, hits: Sequence[tuple[int, str]]
) -> Iterator[Statement]:
    floor = sentence[0]
    for match in _STATUS.finditer(text, *sentence):
        reading = _read(text, match, max(floor, match.start() - _LONGEST), sentence[1])
        if reading is None:
            continue
        end = _end(text, match.end(), min(sentence[1], match.end() + _LONGEST))
        pair = _pair(context, _around(sentence, match), reading.start, end, hits)
        if pair is not None:
            yield Statement(
                pair=pair,
                kind=reading.kind,
                status=_status(match, reading),
                year=_year(context, text, match, reading, end),
                span=_trimmed(text, reading.start, end),
                rule=reading.rule,
            )
        floor = match.end()


def _around(sentence: Offsets, match: re.Match[str]) -> Offsets:
    return max(sentence[0], match.start() - _LONGEST), min(sentence[1], match.end() + _LONGEST)


def _read(text: str, match: re.Match[str], floor: int, ceiling: int) -> _Reading | None:
    for kind, rule, pattern in _AFTER:
        found = pattern.match(text, match.end(), min(ceiling, match.end() + _FAR))
        if found and not (rule == "was-established" and _CLAUSE_END.search(text, match.end(), found.end())):
            count = found.groupdict().get("count")
            return _Reading(_fitting(kind, match), rule, _clause_start(text, match.start(), floor), count)
    start = max(floor, match.start() - _FAR)
    best: tuple[int, str, str, str | None] | None = None
    for kind, rule, pattern in _BEFORE:
        for cue in pattern.finditer(text, start, match.start()):
            if best is None or cue.start() >= best[0]:
                best = (cue.start(), kind, rule, cue.groupdict().get("count"))
    return _of_cue(text, match, floor, best) if best is not None else None


def _of_cue(
    text: str, match: re.Match[str], floor: int, cue: tuple[int, str, str, str | None]
) -> _Reading | None:
    at, kind, rule, count = cue
    between = text[at : match.start()]
    if ";" in between or (_CLAUSE_END.search(between.rstrip(_QUOTES + " ")) and rule != "anniversary"):
        return None
    if rule in ("raised-to", "to-be-raised"):
        if not re.search(r"\bto\b", between):
            return None
        if rule == "raised-to" and _NOT_YET.search(text, max(floor, at - 12), at):
            kind = "proposed"
    if rule == "strengthened":
        commitments = list(_COMMITMENT.finditer(text, max(floor, at - _FAR), at))
        if not commitments:
            return None
        return _Reading(kind, rule, commitments[0].start(), None)
    if kind == "formed":
        kind = _fitting("established", match)
        if match["diplomatic"] and not between.lower().startswith("established"):
            return None
    if kind in ("proposed", "reaffirmed"):
        if match["diplomatic"] and kind == "reaffirmed":
            return None
        commitment = _COMMITMENT.search(text, max(floor, at - _FAR), at)
        return _Reading(kind, rule, commitment.start() if commitment else at, None)
    return _Reading(kind, rule, _clause_start(text, at, floor), count)


def _fitting(kind: str, match: re.Match[str]) -> str:
    """Relations are established, partnerships formed."""
    return "formed" if kind == "established" and match["partnership"] else kind


def _clause_start(text: str, at: int, floor: int) -> int:
    start = floor
    for boundary in _CLAUSE_START.finditer(text, floor, at):
        start = boundary.end()
    return start


def _end(text: str, at: int, ceiling: int) -> int:
    boundary = _CLAUSE_END.search(text, at, ceiling)
    return boundary.start() if boundary else ceiling


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in ","):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",."):
        end -= 1
    return Span.of(text, start, end)


def _status(match: re.Match[str], reading: _Reading) -> str:
    if match["diplomatic"]:
        words = match["diplomatic"].split()
        name = f"{words[-2].lower()} {'ties' if reading.count else 'relations'}"
    else:
        name = " ".join(match["partnership"].split())
    return f"{reading.count} years of {name}" if reading.count else name


def _year(context: Context, text: str, match: re.Match[str], reading: _Reading, end: int) -> int | None:
    stated = _YEAR.search(text, match.end(), end) or _YEAR.search(text, reading.start, match.start())
    if stated:
        return int(stated[1])
    published = context.draft.published
    day = published.date or published.latest
    return day.year if day is not None and reading.kind in ("reaffirmed", "proposed", "anniversary") else None


def _pair(
    context: Context, sentence: Offsets, start: int, end: int, hits: Sequence[tuple[int, str]]
) -> tuple[str, str] | None:
    """The two countries named in the clause, else in the sentence, else those the article is about."""
    named: list[str] = []
    for low, high in ((start, end), sentence):
        rows = hits[bisect_left(hits, (low, "")) : bisect_left(hits, (high, ""))]
        named = list(dict.fromkeys(code for _start, code in rows))
        if len(named) == 2:
            return (min(named), max(named))
        if len(named) > 2:
            return None
    if context.pair is None or any(code not in context.pair for code in named):
        return None
    return context.pair
