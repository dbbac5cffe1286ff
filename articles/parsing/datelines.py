"""Datelines of every house style, and the sentences that only look like one.

    SEOUL, Feb. 13 (Yonhap) --        New Delhi [India], May 18 (ANI):       ISLAMABAD:
    Dhaka, 26 August, 2025 (BSS) -    MOSCOW, August 26. /TASS/.             KUALA LUMPUR, Aug 5 —

A dateline is read as a small grammar: a place, then any of country, date and
agency, then a separator. No single part decides. Each gives some certainty and
they must add up, because "Islamabad sought to" begins with a city too and
"WATCH: " is in capitals: a place and a separator need a known place or
capitals, a date or an agency will do with any name in capital letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .stamps import Stamp, find_stamps
from .vocabulary import AGENCY, MONTH, SECTIONS, WEEKDAY

#: No dateline is longer; also bounds the work on a long line.
MAX_LENGTH = 120


@dataclass(frozen=True, slots=True)
class DatelineFound:
    """`end` is where the story begins; `text` is the dateline without its separator."""

    text: str
    end: int
    place: str | None
    country_words: str | None
    stamp: Stamp | None
    agency: str | None


_NAME = r"[^\W\d_][\w’'ʼ‘.-]*"
_WORD = re.compile(rf"(?:{_NAME})")
_JOINT = re.compile(r"\s?/\s?|,?\s(?=D\.?C\b)|\s")
_BRACKET = re.compile(r"\s?[\[(](?P<words>[^\W\d_][\w .,’'-]{1,30})[\])]")
_REGION = re.compile(rf",\s(?P<words>{_NAME}(?:\s{_NAME}){{0,4}}?)(?=\s?[,(\[:—–|-]|\.\s|$)")
_DATE_WORDS = (
    rf"(?:{WEEKDAY},?\s)?(?:{MONTH}\s?\d{{1,2}}(?!\d)(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?(?:\sde\s|[\s-]){MONTH})"
    r"(?:(?:\s?,\s?|\sdel?\s|\s|/|-)(?:19|20)\d\d)?|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d"
)
_DATE = re.compile(rf"\s?[,.]?\s?(?:(?:le|el|den|am)\s)?(?P<date>{_DATE_WORDS})", re.IGNORECASE)
_AGENCY_NAME = re.compile(rf"{AGENCY}(?!\w)", re.IGNORECASE)
_AGENCY_MARKED = re.compile(
    r"\s?[,.]?\s?(?:\((?P<round>[^()]{2,40})\)|\[(?P<square>[^\[\]]{2,40})\]|/\s?(?P<slashed>[^/]{2,30}?)\s?/)"
)
_AGENCY_BARE = re.compile(rf"\s?[,.]?\s?-?\s?(?P<bare>{AGENCY})(?=\s?[:—–.-]|$)", re.IGNORECASE)
#: "ASTANA. AGENCY The minister …": only capitals and the next sentence's first letter mark its end.
_AGENCY_RUN_IN = re.compile(rf"[.,]\s(?P<bare>(?=[A-Z]{{4}})(?i:{AGENCY}))(?=\s[A-Z“\"])")
#: "Kampala, Uganda | SOME PAPER | The minister …"
_BARRED = re.compile(r"\s?\|\s?(?P<words>[A-Z][\w .’'&-]{1,40}?)\s?(?=\|)")
#: "Somepaper.com, JAKARTA - …"
_SITE_FIRST = re.compile(r"[A-Z][\w-]{2,30}\.(?:com|net|org|info|id|co\.\w\w)\s?[,–-]\s?(?=[A-Z]{3})")
_SEPARATOR = re.compile(r"\s?\.?\s?(?:--+|—|―|–(?=\s|$)|::?|-(?=\s|$)|;(?=\s)|\|)\s*|\s[-–](?=\S)")
#: A small letter behind the name: it is the subject of a sentence, and nothing more need be asked.
_WORD_GOES_ON = re.compile(r"\s(?!(?:le|el|den|am|dpa)\s)[a-zß-öø-ÿ]")
_SOFT_SEPARATOR = re.compile(r"\.\s+|\s+")
#: "(Some News / Agency - 21st January, 2020)"
_DESK_DATED = re.compile(
    rf",?\s?\((?P<desk>[^()]{{3,60}}?)\s?[-–]\s?(?P<date>{_DATE_WORDS})\s?\)", re.IGNORECASE
)
_DESK = re.compile(r"\s\([A-Z][\w. ]{1,20}\)")
#: ", MINA –": an agency nobody listed, in capitals between a known place and the separator.
_BARE_DESK = re.compile(
    rf"[,.]\s(?!(?:{AGENCY})\b)(?P<desk>[A-Z]{{3,8}}|[A-Z][a-z]+[A-Z]{{2,6}})(?=\s?(?:--|—|–|-\s))"
)
#: "(VOVWORLD) -": an outlet in capitals where an agency stands.
_DESK_ONLY = re.compile(r"\((?P<desk>[A-Z]{3}[A-Za-z]{0,12})\)\s?(?:--+|—|–|-)\s*(?=[A-Z“\"])")
_GLUED_AGENCY = re.compile(rf"(?<=[A-Z])-{AGENCY}(?!\w)", re.IGNORECASE)
_DATED_AGENCY = re.compile(
    rf"(?P<date>{MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{MONTH})(?:,?\s(?:19|20)\d\d)?\s\((?P<agency>{AGENCY})\)"
    r"\s?(?:--+|—|–|-|:)\s*(?=\S)",
    re.IGNORECASE,
)
_AGENCY_ONLY = re.compile(rf"\((?P<agency>{AGENCY})\)\s?(?:--+|—|–|-|:)\s*(?=\S)", re.IGNORECASE)
#: Words in capitals before a colon or dash that are labels of the desk, not places.
_LABELS = frozenset(
    """
    watch video photos analysis opinion exclusive breaking update updated editorial explained
    explainer factbox live read interview comment feature profile review report urgent correction
    alert note news podcast listen summary highlights quote by source photo image pic caption file
    title headline date subject topic tags category disclaimer advertisement q a qa question answer
    part section table figure chart graphic infographic wrap wrapup timeline factcheck insight
    column letter letters blog press release statement
    """.split()
)
#: Short words that no place name has and nearly every clause has.
_CLAUSE_WORDS = frozenset(
    """
    is are was were be been has have had will would said says say the this that these those and but
    or if as at by in on to for with from his her its their it he she they we you i an after amid
    before not no new
    """.split()
)
_SMALL_NAME_WORDS = frozenset("de del la las los le el al of upon am on sur der den and d the new".split())


def find_dateline(text: str, places: Mapping[str, str]) -> DatelineFound | None:
    """The dateline that a paragraph begins with, or that a line consists of."""
    head = text[:MAX_LENGTH]
    if only := _AGENCY_ONLY.match(head):
        return DatelineFound(head[: only.end("agency") + 1], only.end(), None, None, None, only["agency"])
    if desk := _DESK_ONLY.match(head):
        return DatelineFound(head[: desk.end("desk") + 1], desk.end(), None, None, None, desk["desk"])
    if dated := _DATED_AGENCY.match(head):
        printed = head[: dated.end("agency") + 1]
        return DatelineFound(
            printed, dated.end(), None, None, next(iter(find_stamps(printed)), None), dated["agency"]
        )
    opening = 1 if head.startswith("(") and ")" in head[:40] else 0
    closing = opening
    if site := _SITE_FIRST.match(head):
        opening = site.end()
    found = [
        candidate
        for end in _place_ends(head, opening)
        if (candidate := _read_after(head[opening:end], head, end + closing, text, places)) is not None
    ]
    return max(found, key=lambda candidate: candidate.end, default=None)


def _place_ends(head: str, position: int) -> Iterator[int]:
    """Where a name of one to five words may end; parts may be joined by a stroke."""
    for _ in range(5):
        word = _WORD.match(head, position)
        if word is None:
            return
        if hyphen := _GLUED_AGENCY.search(head, word.start(), word.end() + 30):
            yield hyphen.start()
        end = word.end() - (1 if word.group().endswith((".", "-")) else 0)
        yield end
        if word.end() != end:
            yield word.end()
        position = word.end()
        joint = _JOINT.match(head, position)
        if joint is None:
            return
        position = joint.end()


@dataclass(slots=True)
class _Tail:
    end: int
    country_words: str | None = None
    date_words: str | None = None
    agency: str | None = None
    #: The date stands behind a comma.
    comma: bool = False


def _read_after(
    place: str, head: str, end: int, text: str, places: Mapping[str, str]
) -> DatelineFound | None:
    if _WORD_GOES_ON.match(head, end):
        return None
    tail = _tail(head, head.find(place), end, places)
    printed = head[: tail.end]
    separator = _SEPARATOR.match(head, tail.end)
    soft = None if separator else _SOFT_SEPARATOR.match(head, tail.end)
    if not (separator or soft) and tail.end != len(text):
        return None
    begin = (separator or soft).end() if (separator or soft) else tail.end  # type: ignore[union-attr]
    rest = text[begin:]
    stopped = soft is not None and soft.group().startswith(".")
    if not _convincing(place, tail, rest, marked=separator is not None, stopped=stopped, places=places):
        return None
    stamp = next(iter(find_stamps(tail.date_words)), None) if tail.date_words else None
    return DatelineFound(
        printed.strip(" ,"), begin, place.strip(" ("), tail.country_words, stamp, tail.agency
    )


def _tail(head: str, opening: int, end: int, places: Mapping[str, str]) -> _Tail:
    """Country, date and agency after the place, each at most once, in the orders they are printed in."""
    tail = _Tail(end)
    _take_country(tail, head, places)
    if dated_desk := _DESK_DATED.match(head, tail.end):
        tail.date_words, tail.end = dated_desk["date"], dated_desk.end()
        tail.agency, tail.comma = dated_desk["desk"], True
    for _ in range(2):
        if tail.date_words is None and (dated := _DATE.match(head, tail.end)):
            tail.comma = "," in head[tail.end : dated.start("date")]
            tail.date_words, tail.end = dated["date"], dated.end()
        if tail.agency is None:
            place = head[opening:end]
            country = tail.country_words is not None and _known(tail.country_words, places)
            _take_agency(tail, head, known=_known(place, places), placed=country and place.isupper())
    return tail


def _take_country(tail: _Tail, head: str, places: Mapping[str, str]) -> None:
    """ "[India]", ", Nigeria" or an outlet's desk in brackets, which is read over."""
    end = tail.end
    bracket, region, desk = _BRACKET.match(head, end), _REGION.match(head, end), _DESK.match(head, end)
    if (
        bracket
        and not _AGENCY_NAME.fullmatch(bracket["words"])
        and (
            _known(bracket["words"], places)
            or _DATE.match(head, bracket.end())
            or _BRACKET.match(head, bracket.end())
        )
    ):
        tail.country_words, tail.end = bracket["words"], bracket.end()
    elif region and not _DATE.match(head, end) and _like_a_country(region["words"], head[:end]):
        tail.country_words, tail.end = region["words"], region.end()
    elif (
        desk
        and not _AGENCY_NAME.fullmatch(desk.group().strip(" ()"))
        and _known(head[:end], places)
        and _SEPARATOR.match(head, desk.end())
    ):
        tail.end = desk.end()


def _like_a_country(words: str, place: str) -> bool:
    """Not an agency: neither a known one nor capitals behind a place in small letters."""
    if _AGENCY_NAME.fullmatch(words):
        return False
    return not (len(words) > 2 and words.isupper()) or place.isupper()


def _take_agency(tail: _Tail, head: str, *, known: bool, placed: bool) -> None:
    """`placed` is a place in capitals with its country: what stands in brackets behind it is an agency."""
    if known and (barred := _BARRED.match(head, tail.end)):
        tail.agency, tail.end = barred["words"], barred.end()
        return
    if marked := _AGENCY_MARKED.match(head, tail.end):
        words = (marked["round"] or marked["square"] or marked["slashed"]).strip()
        if _agency_like(words, dated=tail.date_words is not None or placed):
            tail.agency, tail.end = words, marked.end()
            return
    if known and (desk := _BARE_DESK.match(head, tail.end)):
        tail.end = desk.end("desk")
    run_in = _AGENCY_RUN_IN.match(head, tail.end) if known else None
    if bare := _AGENCY_BARE.match(head, tail.end) or run_in:
        tail.agency, tail.end = bare["bare"], bare.end()


def _agency_like(words: str, *, dated: bool) -> bool:
    if _AGENCY_NAME.match(words):
        return True
    return dated and words[:1].isupper() and len(words.split()) <= 4


def _convincing(
    place: str, tail: _Tail, rest: str, *, marked: bool, stopped: bool, places: Mapping[str, str]
) -> bool:
    words = re.split(r"[\s/,]+", place.strip(" ("))
    known = _known(place, places)
    capitals = place.isupper() and len(place.strip(". ")) > 2
    if not known and (
        len(words) > 5
        or any(word.casefold().strip(".") in _LABELS for word in words)
        or any(word.casefold() in _CLAUSE_WORDS - _SMALL_NAME_WORDS for word in words)
    ):
        return False
    named = known or capitals or _titled(words)
    if not rest:
        if tail.date_words is None:
            return tail.agency is not None and known and capitals
        return named and (known or tail.agency is not None or len(words) <= 3)
    if not _starts_story(rest):
        return False
    if tail.date_words or tail.agency:
        if not known and not capitals and tail.agency is None and not (tail.comma and len(words) <= 3):
            return False
        dated = known and tail.date_words is not None and _titled(words)
        return named and (marked or tail.agency is not None or (known and stopped) or dated)
    if tail.country_words and not _known(tail.country_words, places) and not (known and capitals):
        return False
    return marked and (capitals or (known and _key(place) not in SECTIONS))


def place_only(text: str, places: Mapping[str, str]) -> DatelineFound | None:
    """A line that is a known place and nothing else; the caller knows whether a story follows."""
    name = text.rstrip(":—–- .")
    if len(name) > 40 or not _known(name, places):
        return None
    return DatelineFound(name, len(text), name, None, None, None)


def country_of(found: DatelineFound, places: Mapping[str, str]) -> str | None:
    for words in (found.country_words, found.place, (found.place or "").split("/")[0]):
        code = places.get(_key(words or ""))
        if code:
            return code
    return None


def resolved(stamp: Stamp | None, published: date | None) -> str | None:
    """ISO date of a dateline; the year it leaves out is the one that puts it nearest to publication."""
    if stamp is None:
        return None
    if stamp.date is not None:
        return stamp.date.isoformat()
    if stamp.month is None or stamp.day is None:
        return None
    if published is None:
        return f"--{stamp.month:02d}-{stamp.day:02d}"
    nearest: date | None = None
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            day = date(year, stamp.month, stamp.day)
        except ValueError:
            continue
        if nearest is None or abs((day - published).days) < abs((nearest - published).days):
            nearest = day
    return nearest.isoformat() if nearest else f"--{stamp.month:02d}-{stamp.day:02d}"


def _key(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).strip(" .,")


def _known(place: str, places: Mapping[str, str]) -> bool:
    return any(_key(part) in places for part in (place, *place.split("/")))


def _titled(words: list[str]) -> bool:
    return all(word[:1].isupper() or word.casefold() in _SMALL_NAME_WORDS for word in words)


def _starts_story(rest: str) -> bool:
    """A sentence follows, and not as a continuation of the phrase before."""
    return len(rest.split(None, 4)) >= 4 and not rest[0].islower()
