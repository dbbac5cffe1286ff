"""Lines that tell when a page was published: what is a stamp, and what else stands on it.

    Published: 16 Aug 2025, 09:52 PM IST      ANI | New Delhi | Updated: 10-09-2020 07:27 IST
    Aug. 26, 2015 - 15:41 By KH               2 hours ago

A stamp line is a date and the words that go with dates. A sentence with a date
in it has other words, and too many of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import credits
from .findings import Findings, StampFound
from .page import Stretch
from .stamps import find_stamps, first_clock
from .vocabulary import FULL_WEEKDAY

PREFIX = re.compile(
    r"date\s*[:=]?\s*(?P<date>(?:19|20)\d\d(?:-\d\d(?:-\d\d)?(?:T\S+)?)?)(?=\s|$)\s*", re.IGNORECASE
)
RELATIVE = re.compile(
    r"(?:(?:published|posted|updated)\s*:?\s*)?(?:about |over )?(?P<number>\d{1,3}|an?|one)\s?"
    r"(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)\s(?:ago|old)"
    r"|(?P<word>just now|today|yesterday)(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,8})?",
    re.IGNORECASE,
)
LABEL = (
    r"(?:first |last |date |originally )?(?:published|posted|created|issued|uploaded|written|released"
    r"|publish(?:ed)? date|date|dated|publication date|time|filed|added|publish|update|updated|modified"
    r"|last update|last updated|edited|up-?dated|upd|pub|pubdate|write|wrote|input|article date"
    r"|posted on|issue date|publicad[oa](?: el| em)?|publié(?: le)?|veröffentlicht(?: am)?"
    r"|dipublikasikan|diterbitkan|yayınlanma|опубликовано|actualizad[oa](?: el)?|atualizado(?: em)?"
    r"|mis à jour(?: le)?|aktualisiert(?: am)?"
    r"|diperbarui|güncelleme|обновлено)"
)
_LABELED = re.compile(rf"\b(?P<label>{LABEL})\b\s*(?:on|at|:|-|–|\s)", re.IGNORECASE)
UPDATE = re.compile(
    r"up-?date|\bupd\b|modified|edited|a[ck]tualiz|atualiz|mis à jour|aktualisi|diperbar|güncel|обновл",
    re.IGNORECASE,
)
_WORDS_OF_STAMPS = re.compile(
    rf"\b(?:{LABEL}|on|at|by|of|the|a|am|pm|a\.m|p\.m|hrs?|hours|ist|local time|{FULL_WEEKDAY}"
    r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|i|in|de|del|le|el|du|em|den|der|am|um|uhr|às|h|pukul|года|edition|print|online|min|read|views?|comments?|\d+)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|•·¦]\s*|\s+[-–—/]\s+|\s{2,}")
_MINUTES = re.compile(r"<?\s*(?P<minutes>\d{1,2}) ?min(?:ute)?s?(?: read)?", re.IGNORECASE)
_MAX_LENGTH = 170
#: Every date and every time of day has one.
_FIGURE = re.compile(r"\d")
#: Words beside the date that a line may have: a name, a place, an outlet. Sentences have more.
_MAX_REST, _MAX_REST_LABELED = 3, 9
#: "Jane Doe | Some Town | 3 May 2024": a name without "by" is one where more than a date stands behind it.
_NAMED_PARTS = 2


@lru_cache(maxsize=4096)
def stamp_kind(text: str) -> str | None:
    """The rule a line is a publication stamp by, if it is one."""
    if len(text) > _MAX_LENGTH:
        return None
    if RELATIVE.fullmatch(text.strip(" .()|")):
        return "relative-stamp"
    if _FIGURE.search(text) is None:
        return None
    timed = first_clock(text) is not None
    days = [
        stamp
        for stamp in find_stamps(text)
        if (stamp.day or stamp.orders) and (stamp.year or stamp.weekday is not None or timed)
    ]
    if not days:
        return "time-stamp" if timed and _only_a_time(text) else None
    label = _LABELED.search(f"{text} ")
    rest = _rest(text, [(stamp.start, stamp.end) for stamp in days])
    words = len(re.findall(r"[^\W\d_]{2,}", rest))
    if text.endswith(".") and words > 1:
        return None
    if label and words <= _MAX_REST_LABELED and any(stamp.year for stamp in days):
        return "updated-stamp" if UPDATE.search(label["label"]) else "published-stamp"
    separated = len([part for part in _PARTS.split(text) if part]) > 1
    if words <= (_MAX_REST + 4 if separated else _MAX_REST) and (timed or any(stamp.year for stamp in days)):
        starts = min(stamp.start for stamp in days)
        if words == 0 or separated or starts == 0 or text[:1].isupper():
            return "publication-stamp"
    return None


def read_stamp(findings: Findings, stretch: Stretch, kind: str) -> None:
    """Claims a stamp line and takes what else stands on it."""
    findings.stamps.append(StampFound(kind, stretch.text, stretch.line))
    stretch.remove("publication-stamp" if kind in ("published-stamp", "time-stamp") else kind)
    parts = _PARTS.split(stretch.text)
    for part in parts:
        words = part.strip(" ,.:;-–—|()")
        if not words or next(find_stamps(words), None) or first_clock(words):
            by = re.search(r"\b[Bb]y\s+((?-i:[A-Z])[\w.’' -]{2,50})$", words)
            if by and findings.byline is None:
                findings.byline = by[1]
            continue
        if findings.reading_minutes is None and (minutes := _MINUTES.fullmatch(words)):
            findings.reading_minutes = int(minutes["minutes"])
        elif name := credits.agency_name(re.sub(r"^by\s", "", words, flags=re.IGNORECASE)):
            findings.take_agency(name)
        elif credits.is_outlet(words):
            findings.vote_outlet(words, 1)
        elif findings.byline is None and (author := credits.byline(words)):
            findings.byline = author
        elif (
            findings.byline is None
            and part is parts[0]
            and len(parts) > _NAMED_PARTS
            and credits.person_name(words)
            and words.casefold() not in findings.config.place_countries
        ):
            findings.byline = words


def _only_a_time(text: str) -> bool:
    clock = first_clock(text)
    if clock is None or len(text) > 40:
        return False
    return not re.search(r"[^\W\d_]{2,}", _rest(text, [(clock.start, clock.end)]))


def _rest(text: str, taken: list[tuple[int, int]]) -> str:
    """The line without its dates, its times and the words that go with them."""
    kept, position = [], 0
    for start, end in taken:
        kept.append(text[position:start])
        position = end
    rest = " ".join([*kept, text[position:]])
    while clock := first_clock(rest):
        rest = f"{rest[: clock.start]} {rest[clock.end :]}"
    return _WORDS_OF_STAMPS.sub(" ", rest)
