"""Which country a person acts for, where the office does not say it.

Each rule reads one construction of the sentence and stays silent where it does not hold: the
delegation led, "of the Republic of Korea" after the name, an office shared with the person named
before, the two sides of a meeting when the article is about two countries, a deposed leader and the
country's government named beside. A home country guessed from the publisher was left out: it is
right for the publisher's own ministers only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.extraction.context import Context
from articles.extraction.identity import Figure, Sighting
from articles.extraction.names import Page
from articles.extraction.spans import Offsets, containing

_SIDES = frozenset("delegation side team delegates delegations mission contingent".split())
_LED = frozenset("led headed represented chaired co-chaired accompanied".split())
_MEETING = frozenset(
    "met meet meets meeting meetings talks co-chaired co-chair co-chairs counterpart called discussions "
    "received hosted spoke conversation alongside summit".split()
)
_FALLEN = frozenset("ousted deposed overthrown toppled ouster fled removed exiled".split())
_GOVERNMENT = frozenset("government regime administration junta interim caretaker authorities".split())
_SPAN_OF_SIDE = 6


def countries_by_context(figures: Sequence[Figure], context: Context) -> None:
    for figure in figures:
        figure.country = _own_country(figure)
    rules: tuple[Callable[[Figure, Sequence[Figure], Context], str | None], ...] = (
        _after_name,
        _delegation,
        _shared_title,
        _meeting_of_pair,
        _fallen,
    )
    for rule in rules:
        for figure in figures:
            if figure.country is None:
                figure.country = rule(figure, figures, context)


def _own_country(figure: Figure) -> str | None:
    for seen in figure.sightings:
        for office, _rule in seen.offices:
            if office.country and "former" not in office.title.casefold():
                return office.country
    return next((o.country for seen in figure.sightings for o, _rule in seen.offices if o.country), None)


def _after_name(figure: Figure, _figures: Sequence[Figure], _context: Context) -> str | None:
    """ "President Mr. Lee Jae-myung of the Republic of Korea"."""
    for seen in figure.sightings:
        index = seen.last
        if seen.page.key(index) == "of":
            index += 1 + (seen.page.key(index + 1) == "the")
            if seen.page.code(index):
                return seen.page.code(index)
    return None


def _delegation(figure: Figure, _figures: Sequence[Figure], _context: Context) -> str | None:
    """ "The Bangladesh delegation was led by …", "… led the Korean side"."""
    for seen in figure.sightings:
        page, begin = seen.page, seen.begin
        if page.key(begin - 1) == "by" and page.key(begin - 2) in _LED:
            code = _side_before(page, begin - 2)
            if code:
                return code
        for index in range(seen.last, min(seen.last + 4, len(page.tokens))):
            if page.key(index) in _LED and page.key(index + 1) in ("the", "a"):
                code = page.code(index + 2)
                if code and any(page.key(at) in _SIDES for at in range(index + 3, index + 6)):
                    return code
    return None


def _side_before(page: Page, verb: int) -> str | None:
    for index in range(verb - 1, max(verb - 1 - _SPAN_OF_SIDE, -1), -1):
        if page.key(index) in _SIDES:
            for at in (*range(index - 1, max(index - 4, -1), -1), *range(index + 1, verb)):
                if page.code(at):
                    return page.code(at)
            return None
    return None


def _shared_title(figure: Figure, figures: Sequence[Figure], _context: Context) -> str | None:
    """ "South Korea National Assembly Deputy Speaker A and Representatives - B and C"."""
    for seen in figure.sightings:
        if not seen.offices:
            continue
        office = seen.offices[0][0]
        index = min(office.begin, seen.begin) - 1
        if seen.page.key(index) not in ("and", "&"):
            continue
        for other in figures:
            if other.country and any(one.page is seen.page and one.last == index for one in other.sightings):
                return other.country
        for other in figures:
            if other.country and other is not figure and _same_list(seen, other):
                return other.country
    return None


def _same_list(seen: Sighting, other: Figure) -> bool:
    offices = {id(office) for office, _rule in seen.offices}
    return any(id(office) in offices for one in other.sightings for office, _rule in one.offices)


def _meeting_of_pair(figure: Figure, figures: Sequence[Figure], context: Context) -> str | None:
    """In an article about two countries, who holds an office and meets one side belongs to the other."""
    if context.pair is None or not any(
        office.held for seen in figure.sightings for office, _rule in seen.offices
    ):
        return None
    for seen in figure.sightings:
        sentence = containing(context.sentences[seen.page.field], seen.start)
        if sentence is None or not _speaks_of_meeting(seen.page, sentence):
            continue
        others = _countries_met(seen, sentence, figures, figure)
        if len(others) == 1 and others <= set(context.pair):
            return context.pair[1] if others == {context.pair[0]} else context.pair[0]
    return None


def _speaks_of_meeting(page: Page, sentence: Offsets) -> bool:
    first, last = page.index_at(sentence[0]), page.index_at(sentence[1])
    return any(token.key in _MEETING for token in page.tokens[first:last])


def _countries_met(seen: Sighting, sentence: Offsets, figures: Sequence[Figure], figure: Figure) -> set[str]:
    """Countries of the persons on the other side of the verb of meeting."""
    verb = _nearest_verb(seen, sentence)
    met = set()
    for other in figures:
        if other is figure or other.country is None:
            continue
        for one in other.sightings:
            inside = one.page is seen.page and sentence[0] <= one.start < sentence[1]
            if inside and (one.first > verb) != (seen.first > verb):
                met.add(other.country)
    return met


def _nearest_verb(seen: Sighting, sentence: Offsets) -> int:
    page = seen.page
    first, last = page.index_at(sentence[0]), page.index_at(sentence[1])
    verbs = [index for index in range(first, last) if page.tokens[index].key in _MEETING]
    return min(verbs, key=lambda index: abs(index - seen.first))


def _fallen(figure: Figure, _figures: Sequence[Figure], context: Context) -> str | None:
    """ "Ever since X was ousted, Bangladesh's interim government …"."""
    for seen in figure.sightings:
        page = seen.page
        near = range(max(0, seen.first - 4), min(seen.last + 4, len(page.tokens)))
        if not any(page.key(index) in _FALLEN for index in near):
            continue
        sentence = containing(context.sentences[page.field], seen.start)
        if sentence is None:
            continue
        for index in range(page.index_at(sentence[0]), page.index_at(sentence[1])):
            following = {page.key(index + 1), page.key(index + 2), page.key(index + 3)}
            if page.code(index) and following & _GOVERNMENT:
                return page.code(index)
    return None
