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
from itertools import chain

from articles.drafts import TEXT, EventTag, Mention, PersonTag, Span
from articles.extraction.context import Context
from articles.extraction.gazetteer import country_name
from articles.extraction.names import Page
from articles.extraction.occasions import Nearby, Occasions, Place, Setting
from articles.extraction.series import Named, find_series, terms, words_of
from articles.extraction.subjects import Actor, actors_in

#: Sentences read on after a mention; mentions and series looked at before a text counts as a list; the
#: longest sentence that one fact can be read from.
_REACH, _MOST_MENTIONS, _MOST_SERIES, _LONGEST_SENTENCE = 3, 12, 60, 2_000


#: Who led a delegation to a meeting did not chair it.
_MET = frozenset({"met", "meet", "meets"})
#: A meeting of more than two is not held by the article's pair.
_OF_MORE = frozenset({"trilateral", "quadrilateral", "multilateral"})


@dataclass(slots=True)
class _Round:
    """One round of a series while its mentions are gathered."""

    mentions: list[Named]
    ordinal: int | None
    series: Sequence[Named]
    bare: list[tuple[Page, int, int]] = field(default_factory=list)


def find_events(context: Context, people: Sequence[PersonTag]) -> tuple[EventTag, ...]:
    pages = tuple(context.pages.values())
    named = [one for page in pages for one in find_series(page)]
    rounds = _rounds([one for one in named if one.other is None])
    if not rounds:
        return ()
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
    return [each for group in groups if any(one.head for one in group) for each in _by_ordinal(group)]


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
    if _kind(one) == _kind(other) or _is_called(one, other) or _is_called(other, one):
        return True
    if one.head and other.head and one.head != other.head:
        return False
    shorter, longer = sorted((one.words, other.words), key=len)
    return shorter <= longer and (bool(shorter) or one.ordinal is not None or other.ordinal is not None)


def _is_called(one: Named, other: Named) -> bool:
    """ "The 5th JMC meeting", where "(JMC)" stands after the other's name."""
    return other.abbreviation is not None and other.abbreviation.casefold() in one.words


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
        for index, text in enumerate(page.texts):
            if text in owners and (page.field, index) not in inside:
                owners[text].bare.append((page, index, index + 1))


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
        self.numbered: dict[str, list[Named]] = {}
        for one in named:
            if one.ordinal is not None:
                self.numbered.setdefault(one.page.field, []).append(one)
        self.occasions = Occasions(context)
        self.settings = {
            page.field: [
                Setting(page, start, end, page.index_at(start), page.index_at(end))
                for start, end in context.sentences[page.field]
            ]
            for page in pages
        }
        self.starts = {field: [one.start for one in found] for field, found in self.settings.items()}
        self.actors = {page.field: actors_in(page, people, ()) for page in pages}

    def event(self, one: _Round) -> EventTag:
        codes = self.countries(one)
        name = self._name(one)
        date, place = self._when_and_where(one)
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
        """Those in its name, before the verb of holding, meant by "their"; else the article's pair."""
        own, alike = one.mentions[:_MOST_MENTIONS], one.series[:_MOST_MENTIONS]
        told: Iterator[tuple[str, ...]] = chain(
            (named.codes for named in own),
            (self._parties_of_sentence(named) for named in own),
            (named.codes for named in alike),
            (self._parties_of_sentence(named) for named in alike),
            (self._owners(named) for named in alike if named.shared),
        )
        found = next((codes for codes in told if len(codes) >= 2), None)
        if found is not None:
            return found
        of_more = any(named.words & _OF_MORE for named in own)
        pair = None if of_more else self.context.pair
        if pair is not None and any(self._is_of_pair(named, pair) for named in own):
            return pair
        return next((named.codes for named in own if named.codes), ())

    def _owners(self, named: Named) -> tuple[str, ...]:
        """ "Their Joint Commission": of the two named before it here, or in the sentences before."""
        settings = self.settings[named.page.field]
        index = self._index_of(named.page.field, named.start)
        own = self._named_between(named.page, settings[index].first, named.first) if settings else ()
        if own:
            return own if len(own) == 2 else ()
        for setting in reversed(settings[max(0, index - _REACH) : index]):
            codes = self._named_between(setting.page, setting.first, setting.last)
            if codes:
                return codes if len(codes) == 2 else ()
        return ()

    def _named_between(self, page: Page, first: int, last: int) -> tuple[str, ...]:
        if last - first > _LONGEST_SENTENCE:
            return ()
        return tuple(dict.fromkeys(code for index in range(first, last) for code in page.all_codes(index)))

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
        return bool(named.codes) or named.shared or not named.words or bool(named.words & words_of("joint"))

    def _index_of(self, field: str, offset: int) -> int:
        return max(0, bisect_right(self.starts[field], offset) - 1)

    def _setting(self, named: Named) -> Setting | None:
        settings = self.settings[named.page.field]
        if not settings:
            return None
        setting = settings[self._index_of(named.page.field, named.start)]
        return setting if setting.end - setting.start <= _LONGEST_SENTENCE else None

    def _nearby(self, one: _Round) -> Iterator[Nearby]:
        """Sentences with a mention, then those that go on about the meeting without naming another round."""
        others: list[Setting] = []
        for named in one.mentions[:_MOST_MENTIONS]:
            setting = self._setting(named)
            if setting is None:
                continue
            yield setting, named
            if named.ordinal == one.ordinal:
                others += self._following(named, one)
        for setting in others:
            if setting.has("gatherings"):
                yield setting, None

    def _following(self, named: Named, one: _Round) -> Iterator[Setting]:
        settings = self.settings[named.page.field]
        index = self._index_of(named.page.field, named.start) + 1
        for setting in settings[index : index + _REACH]:
            if self._names_another(setting, one) or setting.end - setting.start > _LONGEST_SENTENCE:
                return
            yield setting

    def _names_another(self, setting: Setting, one: _Round) -> bool:
        rows = self.numbered.get(setting.page.field, [])
        low = bisect_left(rows, setting.start, key=lambda named: named.start)
        high = bisect_left(rows, setting.end, key=lambda named: named.start)
        return any(named.ordinal != one.ordinal for named in rows[low:high])

    def _when_and_where(self, one: _Round) -> tuple[str | None, Place | None]:
        nearby = list(self._nearby(one))
        date = self.occasions.date(nearby, one.series)
        place = self.occasions.place(nearby, one.series)
        if date is None and (told := self._told_before(one)) is not None:
            date, place = told[0], place or told[1]
        return date, place

    def _told_before(self, one: _Round) -> tuple[str, Place | None] | None:
        """Of the story's only round, what the sentences right before it or the lead tell."""
        if len({named.ordinal for named in one.series if named.ordinal is not None}) > 1:
            return None
        for named in one.mentions[:_MOST_MENTIONS]:
            setting = self._setting(named)
            if setting is None or named.page.field != TEXT:
                continue
            index = self._index_of(TEXT, named.start)
            earlier = [*self.settings[TEXT][: min(index, 1)], *self.settings[TEXT][max(1, index - 2) : index]]
            found = self.occasions.told_before(named, setting, earlier, self.actors[TEXT])
            if found is not None:
                return found
        return None

    def _dateline_place(self, codes: Sequence[str], date: str | None) -> Place | None:
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

    def _chairs(self, one: _Round, date: str | None) -> tuple[str, ...]:
        """Of the sentences that tell of chairs, those of one field: a summary says less than the body."""
        best: list[str] = []
        for field_name in dict.fromkeys(
            (TEXT, *(named.page.field for named in one.mentions[:_MOST_MENTIONS]))
        ):
            names: dict[str, None] = {}
            for setting, named in self._nearby(one):
                if setting.page.field == field_name and (
                    named or not self.occasions.is_of_another_day(setting, date)
                ):
                    for name in self._chairs_of(setting):
                        names[name] = None
            if len(names) > len(best):
                best = list(names)
            if len(best) >= 2:
                break
        return tuple(best)

    def _chairs_of(self, setting: Setting) -> Iterator[str]:
        page = setting.page
        persons = self._persons(page, setting.first, setting.last)
        keys = page.all_keys[setting.first : setting.last]
        chair_verbs, led_verbs = words_of("chair_verbs"), words_of("led_verbs")
        if not _MET.isdisjoint(keys):
            led_verbs = frozenset()
        for index, key in enumerate(keys, setting.first):
            if key in chair_verbs:
                yield from self._by_verb(page, index, persons)
                return
            if key in led_verbs and self._of_side(page, setting, index):
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

    def _between(self, named: Named, setting: Setting) -> tuple[str, ...] | None:
        page = named.page
        if "between" not in page.all_keys[named.last : setting.last]:
            return None
        link = page.all_keys.index("between", named.last)
        persons = self._persons(page, named.last, setting.last)
        if len(persons) < 2 or persons[0].first - link > 5:
            return None
        return tuple(dict.fromkeys(actor.name for actor in persons[:2]))

    def _persons(self, page: Page, first: int, last: int) -> Sequence[Actor]:
        actors = self.actors[page.field]
        low = bisect_left(actors, first, key=lambda actor: actor.first)
        return actors[low : bisect_left(actors, last, key=lambda actor: actor.first)]

    def _of_side(self, page: Page, setting: Setting, verb: int) -> bool:
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
        rule = rule if named.head else "numbered-session"
        found[named.page.field, named.start] = _mention(named.page, named.first, named.last, rule)
    for page, first, last in one.bare:
        found.setdefault((page.field, page.starts[first]), _mention(page, first, last, "series-abbreviation"))
    yield from sorted(found.values(), key=lambda mention: (mention.span.field != TEXT, mention.span.start))


def _mention(page: Page, first: int, last: int, rule: str) -> Mention:
    span = Span.of(page.text, page.starts[first], page.end(last - 1), page.field)
    return Mention(span, rule)
