"""Which country a person acts for, where the office does not say it.

Each rule reads one construction of the sentence and stays silent where it does not hold: the
delegation led, "of the Republic of Korea" after the name, an office shared with the person named
before, the two sides of a meeting when the article is about two countries, a deposed leader and the
country's government named beside. A home country guessed from the publisher was left out: it is
right for the publisher's own ministers only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from articles.extraction.context import Context
from articles.extraction.identity import Figure, Roll, Sighting
from articles.extraction.names import Page, Part
from articles.extraction.offices import Office
from articles.extraction.sightings import APPOINTED, appointing
from articles.extraction.spans import Offsets, containing

_SIDES = frozenset("delegation side team delegates delegations mission contingent".split())
_LED = frozenset("led headed represented chaired co-chaired accompanied".split())
_MEETING = frozenset(
    "met meet meets meeting meetings talks co-chaired co-chair co-chairs counterpart called discussions "
    "received hosted spoke conversation alongside consultations dialogue".split()
)
_FALLEN = frozenset("ousted deposed overthrown toppled ouster fled removed exiled".split())
_GOVERNMENT = frozenset("government regime administration junta interim caretaker authorities".split())
_ENVOYS = frozenset("ambassador commissioner envoy consul affaires d'affaires".split())
_GRADES = frozenset(
    "vice rear air chief brigadier lieutenant lt maj major fleet field squadron wing group sr senior".split()
)
_BEFORE_VERB = frozenset(
    "has have had also on earlier today monday tuesday wednesday thursday friday saturday sunday".split()
)
_SPOKEN_OF = frozenset(
    "in on about over regarding concerning inside across into against toward towards from".split()
)
_OF_HOUSE = frozenset("representative senator lawmaker legislator parliament parliamentarian".split())
_OF_STATE = frozenset("prime minister president premier chancellor speaker secretary adviser".split())
_OF_OTHERS = frozenset(
    "party general company bank chamber university club board federation union association former ex "
    "chief state united nations provincial regional governor mayor designate elect".split()
)
_SPAN_OF_SIDE, _FAR, _LONGEST_SENTENCE = 8, 16, 2_000


def countries_by_context(figures: Sequence[Figure], context: Context) -> None:
    for figure in figures:
        figure.country = _own_country(figure)
    rules: tuple[Callable[[Figure, Roll, Context], str | None], ...] = (
        _beside_name,
        _of_rank,
        _appointed_by,
        _delegation,
        _shared_title,
        _other_side,
        _visitor,
        _fallen,
        _at_home,
        _of_the_only_country,
    )
    roll = Roll(figures)
    for rule in rules:
        for figure in figures:
            if figure.country is None:
                figure.country = rule(figure, roll, context)


def _own_country(figure: Figure) -> str | None:
    for seen in figure.sightings:
        for office, _rule in seen.offices:
            if office.country and "former" not in office.title.casefold():
                return office.country
    return next((o.country for seen in figure.sightings for o, _rule in seen.offices if o.country), None)


def _beside_name(figure: Figure, _roll: Roll, _context: Context) -> str | None:
    """ "President Mr. Lee Jae-myung of the Republic of Korea", "Uganda's Dr. Wandira Kazibwe"."""
    for seen in figure.sightings:
        page, index = seen.page, seen.last
        if page.char(seen.begin - 1) == "," and page.key(seen.begin - 2) == "counterpart":
            return page.code(seen.begin - 3)  # "her Turkish counterpart, Prime Minister X"
        if page.key(index) == "of":
            index += 1 + (page.key(index + 1) == "the")
            if page.code(index):
                return page.code(index)
        if page.char(seen.courtesy - 1) in ("'s", "’s") and page.code(seen.courtesy - 2):
            return page.code(seen.courtesy - 2)
    return None


def _of_rank(figure: Figure, _roll: Roll, context: Context) -> str | None:
    """ "Indonesian Vice Admiral X", "the Ghanaian Dr X": the country stands before rank or courtesy."""
    for seen in figure.sightings:
        page, index = seen.page, min(seen.begin, seen.courtesy)
        while (
            seen.courtesy < seen.first
            and page.key(index - 1) in _GRADES
            and page.char(index - 1)[0].isupper()
        ):
            index -= 1
        offices = context.offices[page.field]
        at = bisect_left(offices, index, key=lambda office: office.last)
        if index < seen.first and at < len(offices) and offices[at].last == index and offices[at].country:
            return offices[at].country  # "Commander of the US Third Fleet Vice Admiral X"
        if index < seen.first and page.code(index - 1) and page.char(index - 2) not in ("-", "–", "/"):
            return page.code(index - 1)
    return None


def _appointed_by(figure: Figure, _roll: Roll, _context: Context) -> str | None:
    """ "Egypt nominated X as its ambassador in Ankara"."""
    for seen in figure.sightings:
        page, verb = seen.page, min(seen.begin, seen.courtesy) - 1
        if page.key(verb) not in appointing() or not any(rule == APPOINTED for _office, rule in seen.offices):
            continue
        subject = verb - 1
        while page.key(subject) in _BEFORE_VERB and verb - subject < _SPAN_OF_SIDE:
            subject -= 1
        if page.code(subject):
            return page.code(subject)
    return None


def _delegation(figure: Figure, _roll: Roll, _context: Context) -> str | None:
    """ "The Bangladesh delegation was led by …", "… led the Korean side"."""
    for seen in figure.sightings:
        page, begin = seen.page, _title_start(seen)
        if page.vocabulary.isdisjoint(_LED):
            continue
        if page.key(begin - 1) == "by" and page.key(begin - 2) in _LED:
            code = _side_before(page, begin - 2)
            if code:
                return code
        for index in range(seen.last, min(seen.last + _FAR, len(page.tokens))):
            if page.key(index) in _LED and page.key(index + 1) in ("the", "a"):
                code = page.code(index + 2)
                if code and any(_is_side(page, at) for at in range(index + 2, index + 6)):
                    return code
                if (
                    _is_side(page, index + 2)
                    and page.key(index + 3) in ("of", "from")
                    and page.code(index + 4)
                ):
                    return page.code(index + 4)  # "led the delegation of Kenya"
            if page.char(index) in (".", ";", "\n") or page.key(index) in ("while", "and"):
                break
    return None


def _title_start(seen: Sighting) -> int:
    """Where the titles before a name begin, one before a comma included: "led by the Minister, Hon. X"."""
    begins = [office.begin for office, _rule in seen.offices if seen.first - _FAR < office.begin < seen.first]
    begin = min([seen.begin, *begins])
    while seen.page.parts(begin - 1) & Part.HONORIFIC:
        begin -= 1
    return begin


def _is_side(page: Page, index: int) -> bool:
    return any(part in _SIDES for part in page.key(index).split("-"))


def _side_before(page: Page, verb: int) -> str | None:
    for index in range(verb - 1, max(verb - 1 - _SPAN_OF_SIDE, -1), -1):
        if page.key(index) in ("while", "and") or page.char(index) in (".", ";"):
            return None
        if _is_side(page, index):
            for at in (*range(index, max(index - 4, -1), -1), *range(index + 1, verb)):
                if page.code(at):
                    return page.code(at)
            return None
    return None


def _shared_title(figure: Figure, roll: Roll, _context: Context) -> str | None:
    """ "South Korea National Assembly Deputy Speaker A and Representatives - B and C"."""
    for seen in figure.sightings:
        if not seen.offices:
            continue
        office = seen.offices[0][0]
        index = office.begin - 1
        if seen.page.key(index) not in ("and", "&"):
            continue
        start = seen.page.starts[max(0, index - _FAR)]
        for one, other in roll.within(seen.page.field, start, seen.start):
            if other.country and one.last == index and _of_one_government(office, one):
                return other.country
    return None


def _of_one_government(office: Office, one: Sighting) -> bool:
    """Two members of one house, or two ministers of different matters; a president may be anybody's."""
    if office.plural or office.key & _OF_HOUSE:
        return True
    keys = [held.key for held, _rule in one.offices]
    return (
        bool(keys)
        and all("minister" in key and "minister" in office.key and key != office.key for key in keys)
        and "prime" not in office.key.union(*keys)
    )


def _holds_office(figure: Figure) -> bool:
    return any(office.held for seen in figure.sightings for office, _rule in seen.offices)


def _other_side(figure: Figure, roll: Roll, context: Context) -> str | None:
    """In an article about two countries, who meets an official of one of them acts for the other."""
    if context.pair is None or not _holds_office(figure):
        return None
    for seen in figure.sightings:
        sentence = containing(context.sentences[seen.page.field], seen.start)
        if sentence is None or sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            continue
        met = _country_met(seen, sentence, roll)
        if met is not None and met in context.pair:
            other = context.pair[1] if met == context.pair[0] else context.pair[0]
            return other if _may_act(other, roll, context) else None
    return None


def _may_act(code: str, roll: Roll, context: Context) -> bool:
    """A country that is only spoken of ("the situation in Mali") sends nobody to a meeting."""
    for page in context.pages.values():
        for index in sorted(page.places):
            if page.code(index) != code or page.code(index - 1) == code:
                continue
            before = index - 1 - (page.key(index - 1) == "the")
            if page.key(before) not in _SPOKEN_OF:
                return True
    return any(figure.country == code for figure in roll.figures)


def _country_met(seen: Sighting, sentence: Offsets, roll: Roll) -> str | None:
    """The one country of the persons on the other side of the sentence's first verb of meeting.

    Only the sentence's first person meets somebody; of two persons before the verb ("A and B held
    talks") each meets the other, but then there must be no third.
    """
    page = seen.page
    cast = [
        (one.first, None if _is_envoy(figure) else figure.country)
        for one, figure in roll.within(page.field, *sentence)
    ]
    first, last = page.index_at(sentence[0]), page.index_at(sentence[1])
    verb = next((index for index in range(first, last) if page.all_keys[index] in _MEETING), None)
    if verb is None or not cast:
        return None
    for one, other in pairwise(cast):
        if seen.first in (one[0], other[0]) and _is_between(page, one[0], other[0], first):
            return other[1] if seen.first == one[0] else one[1]
    before = [one for one in cast if one[0] < verb]
    after = [one for one in cast if one[0] > verb]
    if len(before) == 2 and not after and _is_joined(page, before[0][0], before[1][0]):
        other = before[1] if before[0][0] == seen.first else before[0]
        return other[1]
    if not before or (seen.first != before[0][0] and seen.first < verb):
        return None
    if seen.first > verb and (len(before) > 1 or seen.first - verb > _FAR):
        return None
    others = after if seen.first < verb else before[:1]
    countries = {country for _first, country in others if country}
    return countries.pop() if len(countries) == 1 else None


def _is_envoy(figure: Figure) -> bool:
    """An ambassador is met by both sides."""
    return any(office.key & _ENVOYS for seen in figure.sightings for office, _rule in seen.offices)


def _is_between(page: Page, one: int, other: int, floor: int) -> bool:
    """ "… held between A, National Security Adviser, and B"."""
    near = range(max(floor, one - 6), one)
    return any(page.key(index) == "between" for index in near) and _is_joined(page, one, other)


def _is_joined(page: Page, first: int, last: int) -> bool:
    return any(page.key(index) in ("and", "&") for index in range(first, last))


def _visitor(figure: Figure, _roll: Roll, context: Context) -> str | None:
    """ "Foreign Secretary X is on an official visit to France", in an article about France and another."""
    if context.pair is None or not _holds_office(figure):
        return None
    for seen in figure.sightings:
        page = seen.page
        for index in range(seen.last, min(seen.last + _FAR, len(page.tokens))):
            if page.char(index) in (".", ";", "\n"):
                break
            if page.key(index) in ("visit", "tour", "trip") and page.key(index + 1) == "to":
                code = page.code(index + 2 + (page.key(index + 2) == "the"))
                if code in context.pair:
                    return context.pair[1] if code == context.pair[0] else context.pair[0]
    return None


def _fallen(figure: Figure, _roll: Roll, context: Context) -> str | None:
    """ "Ever since X was ousted, Bangladesh's interim government …"."""
    for seen in figure.sightings:
        page = seen.page
        if page.vocabulary.isdisjoint(_FALLEN):
            continue
        near = range(max(0, seen.first - 4), min(seen.last + 4, len(page.tokens)))
        if not any(page.key(index) in _FALLEN for index in near):
            continue
        sentence = containing(context.sentences[page.field], seen.start)
        if sentence is None or sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            continue
        for index in range(page.index_at(sentence[0]), page.index_at(sentence[1])):
            following = {page.key(index + 1), page.key(index + 2), page.key(index + 3)}
            if page.code(index) and following & _GOVERNMENT:
                return page.code(index)
    return None


def _at_home(figure: Figure, roll: Roll, context: Context) -> str | None:
    """ "ISLAMABAD: Prime Minister X and Turkish President Y": an office without a country is the capital's.

    Only in a story of two countries filed from the capital of one of them, where all of the other's have
    their country with them, and where no sentence puts the holder beside the other country alone.
    """
    home = _capital_of_report(context)
    if home is None or context.pair is None or home not in context.pair or not _governs(figure):
        return None
    abroad = context.pair[1] if home == context.pair[0] else context.pair[0]
    if not any(one.country == abroad and _holds_office(one) for one in roll.figures):
        return None
    if not any(
        hit.code == home
        for field, hits in context.country_hits.items()
        if field != "dateline"
        for hit in hits
    ):
        return None
    for seen in figure.sightings:
        sentence = containing(context.sentences[seen.page.field], seen.start)
        if sentence is None or sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            continue
        company = {one.country for _seen, one in roll.within(seen.page.field, *sentence)} - {None}
        page = seen.page
        codes = {page.code(at) for at in range(page.index_at(sentence[0]), page.index_at(sentence[1]))}
        if (abroad in codes and home not in codes and abroad not in company) or company - {home, abroad}:
            return None
    return home


def _of_the_only_country(figure: Figure, _roll: Roll, context: Context) -> str | None:
    """ "LILONGWE … Health Minister X": a story filed from the one country that it is about."""
    dateline = context.draft.dateline
    told_of = {tag.code for tag in context.countries if tag.role != "mention"}
    if dateline is None or told_of != {dateline.country} or not _governs(figure):
        return None
    for seen in figure.sightings:
        sentence = containing(context.sentences[seen.page.field], seen.start)
        if sentence is None or sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            return None
        page = seen.page
        codes = {page.code(at) for at in range(page.index_at(sentence[0]), page.index_at(sentence[1]))}
        if codes - {None, "", dateline.country}:
            return None
    return dateline.country


def _capital_of_report(context: Context) -> str | None:
    dateline = context.draft.dateline
    if dateline is None or "dateline" not in context.names:
        return None
    capitals = {hit.code for hit in context.names["dateline"].places if hit.kind == "capital"}
    return dateline.country if dateline.country in capitals else None


def _governs(figure: Figure) -> bool:
    """An office of state, and none that belongs to some other body."""
    held = [(seen.page, office) for seen in figure.sightings for office, _rule in seen.offices if office.held]
    return bool(held) and all(
        office.country is None
        and not office.relational
        and bool(office.key & _OF_STATE)
        and not office.key & _OF_OTHERS
        and page.key(office.begin - 1) not in _OF_OTHERS
        for page, office in held
    )
