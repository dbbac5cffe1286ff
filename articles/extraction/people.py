"""Persons of an article: one entry each, with every form of the name, every office and its country.

Three passes, because a newspaper names a person in full once and then as it likes: sightings of full
names and of names after titles; the gathering of forms into persons (`identity`); then the family
names alone, headlines included, and the offices that stand for a person ("the external affairs
minister"). An office's country is taken from its own words where they tell it, else from the sentence:
the delegation led, the office shared with the name before, the other side of a meeting of the pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, count

from articles.drafts import Mention, OfficeHeld, PersonTag, Span
from articles.extraction.affiliation import countries_by_context
from articles.extraction.careers import held_earlier
from articles.extraction.context import Context
from articles.extraction.identity import Cast, Figure, Roll, Sighting, name_parts, preferred_name
from articles.extraction.names import BLOCKING, Page, Part
from articles.extraction.offices import Office, office_key, spelled_out
from articles.extraction.sightings import Runs, find_runs, find_sightings

#: Characters looked back for the person whose counterpart is meant; holders of one office compared.
_PARAGRAPH, _MANY = 2_000, 40


def find_people(context: Context) -> tuple[PersonTag, ...]:
    pages, offices = tuple(context.pages.values()), context.offices
    runs = find_runs(pages, offices)
    cast = Cast(find_sightings(pages, offices, runs))
    _add_short_forms(cast, pages, runs)
    figures = sorted(cast.figures, key=_first_seen)
    _share_counterparts(figures)
    countries_by_context(figures, context)
    earlier = held_earlier(figures, context)
    described = _descriptions(figures, pages, offices, earlier)
    return tuple(
        _tag(figure, described.get(index, []), earlier.get(index, [])) for index, figure in enumerate(figures)
    )


def _first_seen(figure: Figure) -> tuple[bool, int]:
    """The body's order; who is only in the headline comes after."""
    return min((seen.page.field != "text", seen.start) for seen in figure.sightings)


def _add_short_forms(cast: Cast, pages: Sequence[Page], runs: Runs) -> None:
    """Names of one word, and full names in headlines, of persons who are known by now."""
    roll = Roll(cast.figures)
    forms = cast.forms
    longest = max((len(form) for figure in cast.figures for form in figure.forms), default=0)
    for page in pages:
        taken = [False] * len(page.tokens)
        for seen, _figure in roll.within(page.field, 0, len(page.text)):
            taken[seen.first : seen.last] = [True] * (seen.last - seen.first)
        for first, last in runs[page.field]:
            if any(taken[first:last]) or page.shouted[first]:
                continue
            figure = cast.bearer(name_parts(page, first, last))
            if figure is not None:
                figure.add(Sighting(page, first, last, first, "name-alone", first))
                taken[first:last] = [True] * (last - first)
        for first, last in _headline_names(forms, longest, page):
            figure = None if any(taken[first:last]) else cast.bearer(name_parts(page, first, last))
            if figure is not None:
                figure.add(
                    Sighting(page, first, last, _titles_before(page, first), "name-in-headline", first)
                )


def _headline_names(forms: set[str], longest: int, page: Page) -> Iterator[tuple[int, int]]:
    """In a line where every word has a capital, only what is known from elsewhere is a name."""
    following = 0
    for index in compress(count(), page.shouted):
        if index < following:
            continue
        for last in range(min(index + longest, len(page.tokens)), index, -1):
            if (
                last - index >= 2
                and "".join(name_parts(page, index, last)) in forms
                and all(text[0].isalpha() for text in page.texts[index:last])
            ):
                break
        else:
            last = index + 1
        doubtful = page.all_parts[index] & (BLOCKING | Part.DOUBTFUL_FAMILY | Part.SURNAME_WORD | Part.PREFIX)
        if last - index >= 2 or (page.all_namey[index] and len(page.texts[index]) >= 3 and not doubtful):
            yield index, last
        following = last


def _titles_before(page: Page, first: int) -> int:
    """ "MEA Secy Kumaran": in a headline the title is read back from the name."""
    begin = first
    if not page.parts(begin - 1) & (Part.HEAD | Part.HONORIFIC):
        return first
    while begin > 0 and page.char(begin - 1)[0].isupper():
        if (
            not page.parts(begin - 1) & (Part.HEAD | Part.MODIFIER | Part.HONORIFIC)
            and not page.char(begin - 1).isupper()
        ):
            break
        begin -= 1
    return begin


def _share_counterparts(figures: Sequence[Figure]) -> None:
    """ "Jaishankar and his South Korean counterpart Cho Hyun": the counterpart holds the like office."""
    roll = Roll(figures)
    for figure in figures:
        if any(_tells(office) for seen in figure.sightings for office, _rule in seen.offices):
            continue
        for index, seen in enumerate(figure.sightings):
            if any(office.relational for office, _rule in seen.offices):
                principal = _principal(roll, figure, seen)
                like = tuple((_like(office, principal), rule) for office, rule in seen.offices)
                figure.sightings[index] = replace(seen, offices=like)


def _principal(roll: Roll, figure: Figure, seen: Sighting) -> Office | None:
    """The office of the last person named before in the same paragraph."""
    text = seen.page.text
    floor = max(text.rfind("\n\n", 0, seen.start), seen.start - _PARAGRAPH)
    for one, other in reversed(roll.within(seen.page.field, max(floor, 0), seen.start)):
        if other is figure:
            continue
        own = [office for office, _rule in one.offices if _tells(office)]
        held = (office for each in other.sightings for office, _rule in each.offices if _tells(office))
        office = own[0] if own else next(held, None)
        if office is not None:
            return office
    return None


def _tells(office: Office) -> bool:
    return office.held and not office.relational


def _like(office: Office, principal: Office | None) -> Office:
    if principal is None or not office.relational:
        return office
    title = "Foreign Minister" if principal.key == office_key("Foreign Minister") else principal.title
    return replace(office, title=title, key=office_key(title), relational=False)


def _descriptions(
    figures: Sequence[Figure],
    pages: Sequence[Page],
    offices: Mapping[str, Sequence[Office]],
    earlier: Mapping[int, Sequence[tuple[Page, Office]]],
) -> dict[int, list[tuple[Page, Office]]]:
    """Offices without a name that exactly one person of the article holds."""
    used = {id(office) for figure in figures for seen in figure.sightings for office, _rule in seen.offices}
    used |= {id(office) for found in earlier.values() for _page, office in found}
    holders = _holders(figures)
    found: dict[int, list[tuple[Page, Office]]] = {}
    for page in pages:
        for office in offices[page.field]:
            if id(office) in used or office.plural or not office.held or len(office.key) < 2:
                continue
            fitting = [
                index
                for index, countries in holders.get(office.key, {}).items()
                if office.country is None or office.country in countries
            ]
            if len(fitting) == 1:
                found.setdefault(fitting[0], []).append((page, office))
    return found


def _holders(figures: Sequence[Figure]) -> dict[frozenset[str], dict[int, set[str | None]]]:
    """Who holds an office of this key, and for which countries; offices of very many tell nobody."""
    holders: dict[frozenset[str], dict[int, set[str | None]]] = {}
    for index, figure in enumerate(figures):
        for seen in figure.sightings:
            for office, _rule in seen.offices:
                held = holders.setdefault(office.key, {})
                if len(held) <= _MANY:
                    held.setdefault(index, set()).update((office.country, figure.country))
    return holders


def _tag(
    figure: Figure, described: Sequence[tuple[Page, Office]], earlier: Sequence[tuple[Page, Office]]
) -> PersonTag:
    name = preferred_name(figure)
    seen = sorted(figure.sightings, key=lambda one: (one.page.field != "text", one.start))
    mentions = {
        (one.page.field, one.start): Mention(
            Span.of(one.page.text, one.start, one.end, one.page.field), one.rule
        )
        for one in seen
    }
    return PersonTag(
        name=name,
        country=figure.country,
        offices=_offices(figure, seen, described, earlier),
        variants=_variants(name, seen, described),
        mentions=tuple(mentions.values()),
    )


def _offices(
    figure: Figure,
    seen: Sequence[Sighting],
    described: Sequence[tuple[Page, Office]],
    earlier: Sequence[tuple[Page, Office]],
) -> tuple[OfficeHeld, ...]:
    """Each office once, in its fullest wording: "Secretary" adds nothing to "Secretary (East)"."""
    evidence = [(one.page, office, rule) for one in seen for office, rule in one.offices]
    if any(_tells(office) for _page, office, _rule in evidence):
        evidence = [one for one in evidence if _tells(one[1])]
    evidence += [(page, office, "office-alone") for page, office in described]
    evidence += [(page, office, "office-served-earlier") for page, office in earlier]
    kept: list[tuple[Page, Office, str]] = []
    for page, office, rule in evidence:
        if any(_says_no_more(office, other) for _page, other, _rule in kept):
            continue
        kept = [one for one in kept if not _says_no_more(one[1], office)]
        kept.append((page, office, rule))
    return tuple(
        OfficeHeld(
            office.title, office.country or figure.country, _span(page, office.first, office.last), rule
        )
        for page, office, rule in kept
    )


def _says_no_more(office: Office, other: Office) -> bool:
    if office.country and other.country and office.country != other.country:
        return False
    return spelled_out(office.title) in spelled_out(other.title)


def _span(page: Page, first: int, last: int) -> Span:
    return Span.of(page.text, page.starts[first], page.end(last - 1), page.field)


def _variants(
    name: str, seen: Sequence[Sighting], described: Sequence[tuple[Page, Office]]
) -> tuple[str, ...]:
    forms: dict[str, None] = {}
    for one in seen:
        alone = one.begin == one.first and one.courtesy == one.first
        if alone or one.last - one.first >= 2:
            forms[one.name] = None
        if one.courtesy < one.first:
            forms[one.page.surface(one.courtesy, one.last)] = None
        if one.begin < one.courtesy or one.begin < one.first:
            forms[one.page.surface(_past_article(one.page, one.begin), one.last)] = None
    for page, office in described:
        begin = office.begin
        if page.char(office.first)[0].isupper():
            begin = _past_article(page, begin)
        forms[page.surface(begin, office.last)] = None
    plain = dict.fromkeys(" ".join(form.split()) for form in forms)
    plain.pop(name, None)
    return tuple(plain)


def _past_article(page: Page, begin: int) -> int:
    return begin + 1 if page.key(begin) in ("the", "a", "an", "his", "her", "its", "their") else begin
