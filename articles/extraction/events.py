"""Rounds of dialogue series: which series, which round, between whom, when, where, who chaired.

Mentions of one round are brought together by series and ordinal, whatever the wording, and then each
fact is looked for around every mention of it: the sentence with the mention first, then the sentences
that go on about "the meeting". A fact is taken only where the sentence ties it to the round; the date
of the visit around a meeting is not the meeting's date.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.drafts import TEXT, EventTag, Mention, PersonTag, Span
from articles.extraction.context import Context
from articles.extraction.gazetteer import PlaceHit, country_name
from articles.extraction.names import Page, Token
from articles.extraction.quotation import Quotation, find_quotations
from articles.extraction.series import Named, find_series, terms, words_of
from articles.extraction.spans import paragraphs
from articles.extraction.speech import Actor, actors_in
from articles.extraction.when import Anchor, When, find_dates

#: Sentences read on after a mention; mentions and series looked at before a text counts as a list; the
#: longest sentence that one fact can be read from.
_REACH, _MOST_MENTIONS, _MOST_SERIES, _LONGEST_SENTENCE = 3, 12, 60, 2_000


#: Rules of dates that mean another day in somebody's mouth.
_OF_MORE = frozenset({"trilateral", "quadrilateral", "multilateral"})
_SPOKEN = frozenset({"relative-day", "relative-month", "relative-year", "weekday", "weekday-ahead"})


@dataclass(slots=True)
class _Round:
    """One round of a series while its mentions are gathered."""

    mentions: list[Named]
    ordinal: int | None
    series: Sequence[Named]
    bare: list[tuple[Page, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Setting:
    """One sentence: its bounds in characters and in tokens."""

    page: Page
    start: int
    end: int
    first: int
    last: int

    @property
    def tokens(self) -> Sequence[Token]:
        return self.page.tokens[self.first : self.last]


def find_events(context: Context, people: Sequence[PersonTag]) -> tuple[EventTag, ...]:
    pages = tuple(context.pages.values())
    named = [one for page in pages for one in find_series(page)]
    rounds = _rounds([one for one in named if one.other is None])
    _bind_abbreviations(rounds, pages, named)
    reader = _Reader(context, people, pages, named)
    rounds = [one for one in rounds if _is_told(one, reader)]
    return tuple(sorted((reader.event(one) for one in rounds), key=_place_in_text))


def _place_in_text(event: EventTag) -> tuple[bool, int]:
    return min((mention.span.field != TEXT, mention.span.start) for mention in event.mentions)


def _is_told(one: _Round, reader: _Reader) -> bool:
    """A name without ordinal is a series only by its head and between known parties."""
    if one.ordinal is not None:
        return True
    strict = any(named.head in words_of("series_heads") for named in one.mentions)
    return strict and len(reader.countries(one)) >= 2


def _rounds(named: Sequence[Named]) -> list[_Round]:
    """Groups of mentions: first by series, then by ordinal within it."""
    groups: list[list[Named]] = []
    alike: dict[tuple[str, frozenset[str]], list[Named]] = {}
    for one in sorted(named, key=lambda one: -len(one.words)):
        signature = (_kind(one), frozenset(one.codes))
        if signature not in alike:
            fitting = [group for group in groups[:_MOST_SERIES] if _belongs(one, group)]
            if len(fitting) == 1 or (fitting and one.words):
                alike[signature] = fitting[0]
            elif fitting:
                continue
            else:
                alike[signature] = []
                groups.append(alike[signature])
        alike[signature].append(one)
    return [each for group in groups for each in _by_ordinal(group)]


def _belongs(one: Named, group: Sequence[Named]) -> bool:
    return any(_same_series(one, other) for other in group[:_MOST_MENTIONS])


def _by_ordinal(group: Sequence[Named]) -> Iterator[_Round]:
    ordered = sorted(group, key=lambda one: (one.page.field != TEXT, one.start))
    ordinals = list(dict.fromkeys(one.ordinal for one in ordered if one.ordinal is not None))
    if not ordinals:
        yield _Round(ordered, None, ordered)
        return
    for position, ordinal in enumerate(ordinals):
        wanted = {ordinal, None} if position == 0 else {ordinal}
        yield _Round([one for one in ordered if one.ordinal in wanted], ordinal, ordered)


def _same_series(one: Named, other: Named) -> bool:
    if (
        one.codes
        and other.codes
        and len(one.codes) > 1
        and len(other.codes) > 1
        and set(one.codes) != set(other.codes)
    ):
        return False
    if one.abbreviation and one.abbreviation == other.abbreviation:
        return True
    if _kind(one) == _kind(other):
        return True
    if one.head != other.head:
        return False
    shorter, longer = sorted((one.words, other.words), key=len)
    return shorter <= longer and (bool(shorter) or one.ordinal is not None or other.ordinal is not None)


def _kind(named: Named) -> str:
    name = named.name.casefold()
    same: str = terms()["same_kind"].get(name, name)
    return same


def _bind_abbreviations(rounds: Sequence[_Round], pages: Sequence[Page], named: Sequence[Named]) -> None:
    """ "The FPSD also …": the short form that "(FPSD)" or the series' initials have bound to it.

    Of two rounds of one series the first one is meant.
    """
    owners: dict[str, _Round] = {}
    for one in rounds:
        for short in _short_forms(one):
            owners.setdefault(short, one)
    if not owners:
        return
    inside = {(one.page.field, index) for one in named for index in range(one.first, one.last)}
    for page in pages:
        for index, token in enumerate(page.tokens):
            if token.text in owners and (page.field, index) not in inside:
                owners[token.text].bare.append((page, index, index + 1))


def _short_forms(one: _Round) -> set[str]:
    bound = {named.abbreviation for named in one.series[:_MOST_MENTIONS] if named.abbreviation}
    spelled = {_initials(named.name) for named in one.series[:_MOST_MENTIONS] if len(named.words) >= 2}
    return bound | {short for short in spelled if len(short) >= 3}


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(
        word[0].upper() for word in words if word.casefold() not in ("and", "of", "the", "on", "for")
    )


class _Reader:
    """Looks for the facts of a round in the sentences around its mentions."""

    def __init__(
        self, context: Context, people: Sequence[PersonTag], pages: Sequence[Page], named: Sequence[Named]
    ) -> None:
        self.context = context
        self.quotations: dict[str, tuple[Quotation, ...]] = {}
        self.numbered: dict[str, list[Named]] = {}
        for one in named:
            if one.ordinal is not None:
                self.numbered.setdefault(one.page.field, []).append(one)
        self.anchor = Anchor.of(context.draft.published)
        self.settings = {
            page.field: [
                _Setting(page, start, end, page.index_at(start), page.index_at(end))
                for start, end in context.sentences[page.field]
            ]
            for page in pages
        }
        self.starts = {field: [one.start for one in found] for field, found in self.settings.items()}
        self.actors = {page.field: actors_in(page, people, ()) for page in pages}
        self.places = {name: found.places for name, found in context.names.items()}

    def event(self, one: _Round) -> EventTag:
        codes = self.countries(one)
        name = self._name(one)
        place = self._place(one)
        date = self._date(one)
        if place is None:
            place = self._dateline_place(codes, date)
        return EventTag(
            type="dialogue" if one.mentions[0].head != "summit" else "summit",
            name=name,
            series=_series_name(name, codes),
            ordinal=one.ordinal,
            countries=tuple(sorted(codes)),
            date=date,
            place=place[0] if place else None,
            country=place[1] if place else None,
            chairs=self._chairs(one, date),
            participants=self._participants(one),
            mentions=tuple(_mentions(one)),
        )

    def _name(self, one: _Round) -> str:
        """The fullest wording with capitals: the first one in the body of those."""
        widest = max(len(named.words) for named in one.series)
        fullest = [named for named in one.series if len(named.words) == widest]
        capitals = [named for named in fullest if named.capital] or fullest
        full = [
            named.name for named in capitals[:_MOST_SERIES] if named.name.casefold() not in ("foc", "focs")
        ]
        if not full:
            return "Foreign Office Consultations"
        return max(full, key=lambda name: (full.count(name), sum(word[0].isupper() for word in name.split())))

    def countries(self, one: _Round) -> tuple[str, ...]:
        for named in one.mentions[:_MOST_MENTIONS]:
            if len(named.codes) >= 2:
                return named.codes
        for named in one.mentions[:_MOST_MENTIONS]:
            codes = self._parties_of_sentence(named)
            if len(codes) == 2:
                return codes
        pair = (
            None
            if any(named.words & _OF_MORE for named in one.mentions[:_MOST_MENTIONS])
            else self.context.pair
        )
        if pair is not None and any(self._is_of_pair(named, pair) for named in one.mentions):
            return pair
        return next((named.codes for named in one.mentions if named.codes), ())

    def _parties_of_sentence(self, named: Named) -> tuple[str, ...]:
        """ "Bangladesh and South Korea held the 4th round …": the two named before the verb."""
        setting = self._setting(named)
        if setting is None:
            return ()
        found: dict[str, None] = {}
        held = None
        for index in range(setting.first, named.first):
            if named.page.key(index) in words_of("held"):
                held = index
                break
            for code in named.page.all_codes(index):
                found[code] = None
        return tuple(found) if held is not None and len(found) == 2 else ()

    def _is_of_pair(self, named: Named, pair: tuple[str, str]) -> bool:
        if named.codes and not set(named.codes) <= set(pair):
            return False
        return bool(named.codes) or not named.words or bool(named.words & words_of("joint"))

    def _index_of(self, field: str, offset: int) -> int:
        return max(0, bisect_right(self.starts[field], offset) - 1)

    def _setting(self, named: Named) -> _Setting | None:
        settings = self.settings[named.page.field]
        if not settings:
            return None
        setting = settings[self._index_of(named.page.field, named.start)]
        return setting if setting.end - setting.start <= _LONGEST_SENTENCE else None

    def _nearby(self, one: _Round) -> Iterator[tuple[_Setting, Named | None]]:
        """Sentences with a mention, then those that go on about the meeting without naming another round."""
        others: list[_Setting] = []
        for named in one.mentions[:_MOST_MENTIONS]:
            setting = self._setting(named)
            if setting is None:
                continue
            yield setting, named
            if named.ordinal == one.ordinal:
                others += self._following(named, one)
        for setting in others:
            if any(token.key in words_of("gatherings") for token in setting.tokens):
                yield setting, None

    def _following(self, named: Named, one: _Round) -> Iterator[_Setting]:
        settings = self.settings[named.page.field]
        index = self._index_of(named.page.field, named.start) + 1
        for setting in settings[index : index + _REACH]:
            if self._names_another(setting, one) or setting.end - setting.start > _LONGEST_SENTENCE:
                return
            yield setting

    def _names_another(self, setting: _Setting, one: _Round) -> bool:
        rows = self.numbered.get(setting.page.field, [])
        low = bisect_left(rows, setting.start, key=lambda named: named.start)
        high = bisect_left(rows, setting.end, key=lambda named: named.start)
        return any(named.ordinal != one.ordinal for named in rows[low:high])

    def _date(self, one: _Round) -> str | None:
        for setting, named in self._nearby(one):
            found = self._date_after(setting, named) or self._date_before(setting, named)
            if found is not None:
                return found.iso
        return None

    def _dates(self, setting: _Setting, start: int, end: int) -> Iterator[When]:
        """Dates between two offsets; after "will" or "scheduled" they lie ahead."""
        page = setting.page
        for when in find_dates(page.text, start, end, self.anchor):
            if when.rule in _SPOKEN and self._is_quoted(page, when.start):
                continue
            before = page.tokens[setting.first : page.index_at(when.start)]
            if any(token.key in words_of("future") for token in before):
                yield from find_dates(page.text, when.start, when.end, self.anchor, future=True)
            else:
                yield when

    def _is_quoted(self, page: Page, offset: int) -> bool:
        """ "Tomorrow" in a quotation is the speaker's, who spoke on a day that nobody told."""
        if page.field not in self.quotations:
            text = page.text
            self.quotations[page.field] = find_quotations(text, paragraphs(text))
        found = self.quotations[page.field]
        at = bisect_right(found, offset, key=lambda one: one.open) - 1
        return at >= 0 and offset < found[at].close

    def _date_after(self, setting: _Setting, named: Named | None) -> When | None:
        """ "… in Seoul on Tuesday", and "the deliberations held on Friday" in a sentence that goes on."""
        page = setting.page
        if named is not None:
            first = named.last
        else:
            first = next(
                (
                    index + 1
                    for index in range(setting.first, setting.last)
                    if page.key(index) in words_of("gatherings")
                ),
                setting.last,
            )
        if first >= setting.last:
            return None
        start = page.tokens[first - 1].end
        for when in self._dates(setting, start, setting.end):
            if self._is_bound(page, first, page.index_at(when.start)):
                return when
        return None

    def _is_bound(self, page: Page, first: int, last: int) -> bool:
        """Between the round and its date nothing else happens: no other verb, no new sentence part."""
        if last - first > 14:
            return False
        for index in range(first, last):
            token = page.tokens[index]
            if (
                token.text in (";", ".", "\n")
                or token.key in words_of("visits")
                or token.key in words_of("before_other")
            ):
                return False
            if token.key in (
                "and",
                "which",
                "who",
                "while",
                "since",
                "follows",
                "following",
                "after",
                "ahead",
            ):
                return page.code(index - 1) is not None and page.code(index + 1) is not None
        return True

    def _date_before(self, setting: _Setting, named: Named | None) -> When | None:
        """ "On 16 January, India and the UK held the …"."""
        page = setting.page
        last = named.first if named is not None else setting.last
        if last <= setting.first:
            return None
        end = page.tokens[last - 1].end
        best = None
        for when in self._dates(setting, setting.start, end):
            at = page.index_at(when.start)
            before = {token.key for token in page.tokens[max(setting.first, at - 8) : at]}
            if not before & words_of("visits") and self._tied(page, at, last, named):
                best = when
        return best

    def _tied(self, page: Page, date: int, mention: int, named: Named | None) -> bool:
        keys = {token.key for token in page.tokens[date:mention]}
        if named is None:
            before = {token.key for token in page.tokens[max(0, date - 3) : date]}
            return bool(before & (words_of("held") | words_of("gatherings")))
        after = {token.key for token in page.tokens[named.last : named.last + 4]}
        near = mention - date <= 6 and bool(after & words_of("held"))
        return (bool(keys & words_of("held")) or near) and not keys & words_of("visits")

    def _place(self, one: _Round) -> tuple[str, str | None] | None:
        body_first = sorted(self._nearby(one), key=lambda pair: pair[0].page.field != TEXT)
        for setting, named in body_first:
            first = setting.page.tokens[named.last - 1].end if named is not None else setting.start
            hit = self._place_within(setting, first)
            if hit is not None:
                return hit.name, hit.code
        return None

    def _place_within(self, setting: _Setting, start: int) -> PlaceHit | None:
        page = setting.page
        hits = self.places.get(page.field, ())
        low = bisect_left(hits, start, key=lambda hit: hit.span.start)
        for hit in hits[low : bisect_left(hits, setting.end, key=lambda hit: hit.span.start)]:
            if hit.kind not in ("capital", "city"):
                continue
            at = page.index_at(hit.span.start)
            link = at - 1 if page.key(at - 1) != "the" else at - 2
            tied = page.key(link) in ("in", "at") and self._is_bound(page, page.index_at(start), link)
            if tied and not self._is_elsewhere(page, setting, link):
                return hit
        return None

    def _is_elsewhere(self, page: Page, setting: _Setting, link: int) -> bool:
        """ "since the 3rd round held in Dhaka" tells of another round's place."""
        before = {token.key for token in page.tokens[max(setting.first, link - 10) : link]}
        return bool(before & words_of("before_other")) or "embassy" in before

    def _dateline_place(self, codes: Sequence[str], date: str | None) -> tuple[str, str | None] | None:
        """The reporter's place, when it lies in one of the parties and the day is the dateline's own."""
        dateline = self.context.draft.dateline
        if (
            dateline is None
            or not dateline.place
            or dateline.country not in codes
            or not date
            or not dateline.date
        ):
            return None
        return (dateline.place, dateline.country) if date.endswith(dateline.date.lstrip("-")) else None

    def _is_of_another_day(self, setting: _Setting, date: str | None) -> bool:
        dates = {when.iso for when in find_dates(setting.page.text, setting.start, setting.end, self.anchor)}
        return bool(dates) and date not in dates

    def _chairs(self, one: _Round, date: str | None) -> tuple[str, ...]:
        """Of the sentences that tell of chairs, those of one field: a summary says less than the body."""
        best: list[str] = []
        for field_name in dict.fromkeys(
            (TEXT, *(named.page.field for named in one.mentions[:_MOST_MENTIONS]))
        ):
            names: dict[str, None] = {}
            for setting, named in self._nearby(one):
                if setting.page.field == field_name and (named or not self._is_of_another_day(setting, date)):
                    for name in self._chairs_of(setting):
                        names[name] = None
            if len(names) > len(best):
                best = list(names)
            if len(best) >= 2:
                break
        return tuple(best)

    def _chairs_of(self, setting: _Setting) -> Iterator[str]:
        page = setting.page
        persons = self._persons(page, setting.first, setting.last)
        met = any(page.key(index) in ("met", "meet", "meets") for index in range(setting.first, setting.last))
        for index in range(setting.first, setting.last):
            key = page.key(index)
            if key in words_of("chair_verbs"):
                yield from self._by_verb(page, index, persons)
                return
            if key in words_of("led_verbs") and not met and self._of_side(page, setting, index):
                yield from self._leader(page, index, persons)

    def _by_verb(self, page: Page, verb: int, persons: Sequence[Actor]) -> Iterator[str]:
        after = [actor for actor in persons if actor.first > verb]
        if page.key(verb + 1) in ("by", "of"):
            yield from (actor.name for actor in after[:2])
            return
        before = [actor for actor in persons if actor.last <= verb]
        finite = page.key(verb) not in ("chair", "co-chair")
        if finite or len({actor.name for actor in before}) == 1:
            yield from (actor.name for actor in before[-2:])
        company = [index for index in range(verb, verb + 40) if page.key(index) in words_of("company")]
        for actor in after[:1]:
            if any(index < actor.first and actor.first - index < 20 for index in company):
                yield actor.name

    def _participants(self, one: _Round) -> tuple[str, ...]:
        """ "… held in New Delhi between A, National Security Adviser, and B, …"."""
        for named in one.mentions[:_MOST_MENTIONS]:
            setting = self._setting(named)
            between = None if setting is None else self._between(named, setting)
            if between:
                return between
        return ()

    def _between(self, named: Named, setting: _Setting) -> tuple[str, ...] | None:
        page = named.page
        links = [index for index in range(named.last, setting.last) if page.key(index) == "between"]
        persons = self._persons(page, named.last, setting.last)
        if not links or len(persons) < 2 or persons[0].first - links[0] > 5:
            return None
        return tuple(dict.fromkeys(actor.name for actor in persons[:2]))

    def _persons(self, page: Page, first: int, last: int) -> Sequence[Actor]:
        actors = self.actors[page.field]
        low = bisect_left(actors, first, key=lambda actor: actor.first)
        return actors[low : bisect_left(actors, last, key=lambda actor: actor.first)]

    def _of_side(self, page: Page, setting: _Setting, verb: int) -> bool:
        near = range(max(setting.first, verb - 7), min(setting.last, verb + 6))
        return any(page.key(index) in words_of("sides") for index in near)

    def _leader(self, page: Page, verb: int, persons: Sequence[Actor]) -> Iterator[str]:
        if page.key(verb + 1) == "by":
            following = [actor for actor in persons if actor.first > verb]
            yield from (actor.name for actor in following[:1])
        else:
            before = [actor for actor in persons if actor.last <= verb]
            both = any(
                page.key(index) in ("respective", "delegations", "sides") for index in range(verb, verb + 5)
            )
            yield from (actor.name for actor in before[-2 if both else -1 :])


def _series_name(name: str, codes: Sequence[str]) -> str:
    if len(codes) < 2:
        return name
    return f"{'-'.join(sorted(country_name(code) for code in codes))} {name}"


def _mentions(one: _Round) -> Iterator[Mention]:
    found: dict[tuple[str, int], Mention] = {}
    for named in one.mentions:
        rule = "numbered-series" if named.ordinal is not None else "named-series"
        found[named.page.field, named.start] = _mention(named.page, named.first, named.last, rule)
    for page, first, last in one.bare:
        found.setdefault(
            (page.field, page.tokens[first].start), _mention(page, first, last, "series-abbreviation")
        )
    yield from sorted(found.values(), key=lambda mention: (mention.span.field != TEXT, mention.span.start))


def _mention(page: Page, first: int, last: int, rule: str) -> Mention:
    span = Span.of(page.text, page.tokens[first].start, page.tokens[last - 1].end, page.field)
    return Mention(span, rule)
