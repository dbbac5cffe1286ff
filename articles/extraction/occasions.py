"""When and where a round took place, read from the sentences that are plainly about it.

The dearest mistake of a register is a wrong day, and a text has many days. So a date or a place is a
round's only along a way of words that can carry nothing else: from the round's name to "held in Lima
on Tuesday" in its own sentence; from "the meeting" in a sentence after it, through words of holding
and of place alone; or from the sentence before, where this one says that the decision told there was
taken at the round. The nearest date was the other choice; it is right more often than not, and wrong
in a way that no reader can see.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.drafts import TEXT
from articles.extraction.context import Context
from articles.extraction.gazetteer import PlaceHit
from articles.extraction.names import Page, Part, Token
from articles.extraction.quotation import Quotation, find_quotations
from articles.extraction.series import Named, ordinal_of, terms, words_of
from articles.extraction.spans import fold, paragraphs
from articles.extraction.subjects import Actor
from articles.extraction.when import Anchor, When, find_dates

#: Rules of dates that mean another day in somebody's mouth; rules that give a day.
_SPOKEN = frozenset({"relative-day", "relative-month", "relative-year", "weekday", "weekday-ahead"})
_DAYS = frozenset({"relative-day", "weekday", "day-of-year", "full-date"})
#: Tokens between a round and its date; between who spoke and the round; between "said" and the day.
_FAR, _NEAR, _BESIDE, _ASIDE = 14, 8, 4, 30
_PARTS_CLAUSE = frozenset(
    "and which that who while since follows following after ahead before but as".split()
)
_POINTERS = frozenset("the this these their its that both".split())
_IN_TOWN = re.compile(
    r"\b(?:in|at) the (?:[\w-]+ ){0,3}(?:town|city|village|resort|port|capital|municipality|province) of "
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One sentence: its bounds in characters and in tokens."""

    page: Page
    start: int
    end: int
    first: int
    last: int

    def has(self, table: str) -> bool:
        return not words_of(table).isdisjoint(self.page.all_keys[self.first : self.last])


#: A sentence, with the mention of the round that stands in it; None where it goes on about the meeting.
Nearby = tuple[Setting, Named | None]
Place = tuple[str, str | None]


class Occasions:
    """Reads days and places; one for an article."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.anchor = Anchor.of(context.draft.published)
        self._quotations: dict[str, tuple[Quotation, ...]] = {}
        self._places = {name: found.places for name, found in context.names.items()}

    def date(self, nearby: Iterable[Nearby], series: Sequence[Named]) -> str | None:
        for setting, named in nearby:
            if named is None:
                found = self._date_of_meeting(setting, series)
            else:
                found = self._date_after(setting, named) or self._date_before(setting, named)
            if found is not None:
                return found.iso
        return None

    def place(self, nearby: Iterable[Nearby], series: Sequence[Named]) -> Place | None:
        """The body's words first: a headline's "in Lima" may be anybody's."""
        for setting, named in sorted(nearby, key=lambda pair: pair[0].page.field != TEXT):
            if named is None:
                found = self._place_of_meeting(setting, series)
            else:
                found = self._place_after(setting, named) or self._place_before(setting, named)
            if found is not None:
                return found
        return None

    def is_of_another_day(self, setting: Setting, date: str | None) -> bool:
        dates = {when.iso for when in find_dates(setting.page.text, setting.start, setting.end, self.anchor)}
        return bool(dates) and date not in dates

    def dates(self, setting: Setting, start: int, end: int) -> Iterator[When]:
        """Dates between two offsets; after "will" or "scheduled" they lie ahead."""
        page = setting.page
        for when in find_dates(page.text, start, end, self.anchor):
            if when.rule in _SPOKEN and self._is_quoted(page, when.start):
                continue
            before = page.all_keys[setting.first : page.index_at(when.start)]
            if not words_of("future").isdisjoint(before):
                yield from find_dates(page.text, when.start, when.end, self.anchor, future=True)
            else:
                yield when

    def _is_quoted(self, page: Page, offset: int) -> bool:
        """ "Tomorrow" in a quotation is the speaker's, who spoke on a day that nobody told."""
        if page.field not in self._quotations:
            self._quotations[page.field] = find_quotations(page.text, paragraphs(page.text))
        found = self._quotations[page.field]
        at = bisect_right(found, offset, key=lambda one: one.open) - 1
        return at >= 0 and offset < found[at].close

    # In the round's own sentence.

    def _date_after(self, setting: Setting, named: Named) -> When | None:
        """ "… in Seoul on Tuesday", "…, which took place in Seoul on Tuesday"."""
        page = setting.page
        first = _past_aside(page, named.last, setting.last)
        if first >= setting.last:
            return None
        for when in self.dates(setting, page.end(first - 1), setting.end):
            at = page.index_at(when.start)
            if page.key(at) != "since" and is_bound(page, first, at):
                return when
        return None

    def _date_before(self, setting: Setting, named: Named) -> When | None:
        """ "On 16 January, India and the UK held the …"."""
        page = setting.page
        if named.first <= setting.first:
            return None
        best = None
        for when in self.dates(setting, setting.start, page.end(named.first - 1)):
            at = page.index_at(when.start)
            before = set(page.all_keys[max(setting.first, at - 8) : at])
            if not before & words_of("visits") and _is_tied(page, at, named):
                best = when
        return best

    def _place_after(self, setting: Setting, named: Named) -> Place | None:
        first = _past_aside(setting.page, named.last, setting.last)
        for link, place in self._places_in(setting, first):
            if is_bound(setting.page, first, link) and not _is_elsewhere(setting.page, setting, link):
                return place
        return None

    def _place_before(self, setting: Setting, named: Named) -> Place | None:
        """ "In Lima, Peru and Chile held the …", "met in Lima in June, when the second round took place"."""
        page = setting.page
        host = self._host(setting, named)
        if host is not None:
            return host
        for link, place in self._places_in(setting, setting.first, named.first):
            before = set(page.all_keys[max(setting.first, link - 4) : link])
            fitting = _opens_with_days(page, setting.first, link) or before & words_of("held")
            visit = before & words_of("visits")
            if fitting and not visit and _is_tied(page, link, named):
                return place
        return None

    def _host(self, setting: Setting, named: Named) -> Place | None:
        """ "Lima hosted the 5th round"."""
        page = setting.page
        for hit in self._places.get(page.field, ()):
            if setting.start <= hit.span.start < named.start and hit.kind in ("capital", "city"):
                verb = page.index_at(hit.span.end)
                verb += page.key(verb) in ("will", "has")
                if page.key(verb) in words_of("hosting") and named.first - verb <= _BESIDE:
                    return _printed(hit), hit.code
        return None

    # In a sentence after it, about "the meeting".

    def _date_of_meeting(self, setting: Setting, series: Sequence[Named]) -> When | None:
        page = setting.page
        for first in _meetings(setting, series):
            for when in self.dates(setting, page.end(first - 1), setting.end):
                if _carries_nothing_else(page, first, page.index_at(when.start)):
                    return when
        return None

    def _place_of_meeting(self, setting: Setting, series: Sequence[Named]) -> Place | None:
        for first in _meetings(setting, series):
            for link, place in self._places_in(setting, first):
                if _carries_nothing_else(setting.page, first, link):
                    return place
        return None

    # In the sentence before it, of what was said or decided at the round.

    def told_before(
        self, named: Named, setting: Setting, earlier: Sequence[Setting], actors: Sequence[Actor]
    ) -> tuple[str, Place | None] | None:
        """The day and place of the talk or the decision that this sentence says was at the round."""
        page = named.page
        if _is_outcome(page, setting.first, named.first):
            return next((found for one in earlier[-1:] if (found := self._decided(one))), None)
        speakers = {
            actor.name
            for actor in actors
            if setting.first <= actor.first
            and actor.last <= named.first
            and named.first - actor.last <= _NEAR
            and any(page.key(index) in words_of("talked") for index in range(actor.last, named.first))
        }
        for one in reversed(earlier):
            for actor in actors:
                if actor.name in speakers and one.first <= actor.first < one.last:
                    return self._said(one, actor)
        return None

    def _decided(self, setting: Setting) -> tuple[str, Place | None] | None:
        page = setting.page
        days = [when for when in self.dates(setting, setting.start, setting.end) if when.rule in _DAYS]
        if len(days) != 1 or setting.has("visits"):
            return None
        at = page.index_at(days[0].start)
        near = set(page.all_keys[max(setting.first, at - _BESIDE) : at + _BESIDE])
        if near & (words_of("future") | words_of("said")):
            return None
        return days[0].iso, self._beside(setting, days[0])

    def _said(self, setting: Setting, actor: Actor) -> tuple[str, Place | None] | None:
        """ "It will open next year, Rojas said on Thursday in Piura": who has said it did so in the past."""
        page = setting.page
        for verb in range(actor.last, min(actor.last + _BESIDE, setting.last)):
            if page.key(verb) not in words_of("said"):
                continue
            for when in find_dates(page.text, page.end(verb), setting.end, self.anchor):
                if when.rule in _DAYS and page.index_at(when.start) - verb <= _BESIDE:
                    return when.iso, self._beside(setting, when)
        return None

    def _beside(self, setting: Setting, when: When) -> Place | None:
        """ "on Thursday in Piura", "in Piura on Thursday"."""
        page = setting.page
        at, after = page.index_at(when.start), page.index_at(when.end)
        for link, place in self._places_in(setting, max(setting.first, at - _NEAR)):
            if link == after or (link < at and at - link <= _BESIDE):
                return place
        return None

    def _places_in(
        self, setting: Setting, first: int, last: int | None = None
    ) -> Iterator[tuple[int, Place]]:
        """Towns after "in" or "at" between two tokens, each with the token of that word."""
        page, end = setting.page, setting.last if last is None else last
        if first >= end:
            return
        start, stop = page.starts[first], page.end(end - 1)
        hits = self._places.get(page.field, ())
        known = range(
            bisect_left(hits, start, key=lambda hit: hit.span.start),
            bisect_left(hits, stop, key=lambda hit: hit.span.start),
        )
        for hit in (hits[number] for number in known):
            link = _link_before(page, page.index_at(hit.span.start))
            if hit.kind in ("capital", "city") and page.key(link) in ("in", "at"):
                yield link, (_printed(hit), hit.code)
        for match in _IN_TOWN.finditer(page.text, start, stop):
            yield page.index_at(match.start()), (match["name"], None)


def _link_before(page: Page, at: int) -> int:
    """The token before a place: "in Lima", "in the Peruvian capital, Lima"."""
    if page.char(at - 1) == "," and page.key(at - 2) == "capital":
        at -= 2
        while page.code(at - 1):
            at -= 1
    return at - 1 if page.key(at - 1) != "the" else at - 2


def _printed(hit: PlaceHit) -> str:
    """With the accents of the text: an archive shows "Male" where the page has it."""
    surface = hit.span.surface
    return surface if fold(surface) == fold(hit.name) and not surface.isupper() else hit.name


def is_bound(page: Page, first: int, last: int) -> bool:
    """Between the round and its date nothing else happens: no other verb, no new sentence part."""
    if last - first > _FAR:
        return False
    for index in range(first, last):
        token = page.tokens[index]
        if (
            token.text in (";", ".", "\n")
            or token.key in words_of("visits")
            or token.key in words_of("before_other")
        ):
            return False
        if token.key in _PARTS_CLAUSE and not (
            _leads_to_holding(page, index) or (page.code(index - 1) and page.code(index + 1))
        ):
            return False
        if _does_something_else(token):
            return False
    return True


def _does_something_else(token: Token) -> bool:
    """ "The round reviewed the figures of July": a past tense that is none of holding a meeting."""
    key = token.key
    if not token.text[0].islower() or key in words_of("held") or key in words_of("way"):
        return False
    return (key.endswith("ed") and len(key) > 4) or key in words_of("deeds")


def _leads_to_holding(page: Page, index: int) -> bool:
    """ "which took place", "that was held"."""
    if page.key(index) not in ("which", "that"):
        return False
    index += 1
    while page.key(index) in words_of("auxiliaries"):
        index += 1
    return page.key(index) in words_of("held")


def _opens_with_days(page: Page, first: int, last: int) -> bool:
    """ "Today, on 16 May, in Lima, …": nothing but days before the place."""
    return last - first <= _NEAR and all(
        token.text[0].isdigit()
        or token.text == ","
        or token.key in ("on", "in", "at", "today", "yesterday", "earlier", "and")
        or (token.text[0].isupper() and token.parts & Part.NEVER)
        for token in page.tokens[first:last]
    )


def _past_aside(page: Page, first: int, last: int) -> int:
    """Behind ", co-chaired by A and B," when the sentence goes on with how the round was held."""
    if page.char(first) != ",":
        return first
    for index in range(first + 1, min(first + _ASIDE, last)):
        if page.char(index) != ",":
            continue
        verb = index + 1
        while page.key(verb) in words_of("auxiliaries"):
            verb += 1
        if page.key(verb) in words_of("held"):
            return index + 1
    return first


def _is_tied(page: Page, at: int, named: Named) -> bool:
    keys = set(page.all_keys[at : named.first])
    after = set(page.all_keys[named.last : named.last + 4])
    near = named.first - at <= _NEAR and bool(after & words_of("held"))
    return (bool(keys & words_of("held")) or near) and not keys & words_of("visits")


def _is_elsewhere(page: Page, setting: Setting, link: int) -> bool:
    """ "since the 3rd round held in Dhaka" tells of another round's place."""
    before = set(page.all_keys[max(setting.first, link - 10) : link])
    return bool(before & words_of("before_other")) or "embassy" in before


def _meetings(setting: Setting, series: Sequence[Named]) -> Iterator[int]:
    """After each "the meeting", "the two-day talks", "the Commission" that can only be the round."""
    page = setting.page
    heads = {named.head for named in series}
    known = {word for named in series for word in named.words}
    for index in range(setting.first, setting.last):
        token = page.tokens[index]
        if token.key not in words_of("meetings"):
            continue
        if token.text[0].isupper() and index > setting.first and terms()["heads"].get(token.key) not in heads:
            continue
        if _points_back(page, index, known):
            yield index + 1


def _points_back(page: Page, index: int, known: set[str]) -> bool:
    for back in range(index - 1, max(index - 5, -1), -1):
        token = page.tokens[back]
        if token.key in _POINTERS:
            return True
        is_other = token.key in words_of("before_other") or ordinal_of(token.key) is not None
        if not token.text[0].isalnum() or token.code or is_other:
            return False
        if token.text[0].isupper() and not set(token.key.split("-")) <= known:
            return False
    return False


def _carries_nothing_else(page: Page, first: int, last: int) -> bool:
    """From "the meeting" to its day only words of holding, of place and of time."""
    if last - first > _FAR:
        return False
    allowed = words_of("held") | words_of("way")
    for index in range(first, last):
        token = page.tokens[index]
        named = token.code is not None or token.namey or token.text[0].isdigit()
        if not (token.key in allowed or named or token.text in ",()"):
            return False
    return True


def _is_outcome(page: Page, first: int, last: int) -> bool:
    """ "The decision was taken at the …"."""
    return (
        last - first <= _NEAR
        and page.key(first) in _POINTERS
        and page.key(first + 1) in words_of("outcomes")
        and any(page.key(index) in ("at", "during", "in") for index in range(first + 2, last))
    )
