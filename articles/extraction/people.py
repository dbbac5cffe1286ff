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

from articles.drafts import Mention, OfficeHeld, PersonTag, Span
from articles.extraction.affiliation import countries_by_context
from articles.extraction.context import Context
from articles.extraction.identity import (
    Figure,
    Sighting,
    bearers,
    gather,
    name_parts,
    preferred_name,
    stands_in_a_row,
)
from articles.extraction.names import BLOCKING, Page, Part
from articles.extraction.offices import Office, office_key, spelled_out
from articles.extraction.sightings import find_sightings, name_runs


def find_people(context: Context) -> tuple[PersonTag, ...]:
    pages, offices = tuple(context.pages.values()), context.offices
    figures = gather(find_sightings(pages, offices))
    _add_short_forms(figures, pages, offices)
    figures.sort(key=_first_seen)
    _share_counterparts(figures)
    countries_by_context(figures, context)
    described = _descriptions(figures, pages, offices)
    return tuple(_tag(figure, described.get(index, [])) for index, figure in enumerate(figures))


def _first_seen(figure: Figure) -> tuple[bool, int]:
    """The body's order; who is only in the headline comes after."""
    return min((seen.page.field != "text", seen.start) for seen in figure.sightings)


def _add_short_forms(
    figures: list[Figure], pages: Sequence[Page], offices: Mapping[str, Sequence[Office]]
) -> None:
    """Names of one word, and full names in headlines, of persons who are known by now."""
    known = list(figures)
    for page in pages:
        taken = _taken(known, page)
        covered = [False] * len(page.tokens)
        for office in offices[page.field]:
            covered[office.first : office.last] = [True] * (office.last - office.first)
        for first, last in name_runs(page, covered):
            if not any(taken[first:last]) and not page.shouted[first]:
                figure = _bearer(known, page, first, last)
                if figure is not None:
                    figure.add(Sighting(page, first, last, first, "name-alone", first))
                    taken[first:last] = [True] * (last - first)
        for first, last in _headline_names(known, page):
            if any(taken[first:last]):
                continue
            figure = _bearer(known, page, first, last)
            if figure is not None:
                begin = _titles_before(page, first)
                figure.add(Sighting(page, first, last, begin, "name-in-headline", first))


def _taken(figures: Sequence[Figure], page: Page) -> list[bool]:
    taken = [False] * len(page.tokens)
    for figure in figures:
        for seen in figure.sightings:
            if seen.page is page:
                taken[seen.first : seen.last] = [True] * (seen.last - seen.first)
    return taken


def _bearer(figures: Sequence[Figure], page: Page, first: int, last: int) -> Figure | None:
    parts = name_parts(page.tokens[first:last])
    if len(parts) == 1:
        found = bearers(figures, parts[0])
    else:
        found = [figure for figure in figures if any(stands_in_a_row(known, parts) for known in figure.forms)]
    return found[0] if len(found) == 1 else None


def _headline_names(figures: Sequence[Figure], page: Page) -> Iterator[tuple[int, int]]:
    """In a line where every word has a capital, only what is known from elsewhere is a name."""
    if not any(page.shouted):
        return
    forms = {"".join(form) for figure in figures for form in figure.forms}
    longest = max((len(form) for figure in figures for form in figure.forms), default=0)
    index = 0
    while index < len(page.tokens):
        if not page.shouted[index]:
            index += 1
            continue
        for last in range(min(index + longest, len(page.tokens)), index, -1):
            words = page.tokens[index:last]
            if (
                last - index >= 2
                and all(word.text[0].isalpha() for word in words)
                and "".join(name_parts(page.tokens[index:last])) in forms
            ):
                break
        else:
            last = index + 1
        token = page.tokens[index]
        doubtful = token.parts & (BLOCKING | Part.DOUBTFUL_FAMILY | Part.SURNAME_WORD | Part.PREFIX)
        if last - index >= 2 or (token.namey and len(token.text) >= 3 and not doubtful):
            yield index, last
        index = last


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


def _share_counterparts(figures: list[Figure]) -> None:
    """ "Jaishankar and his South Korean counterpart Cho Hyun": the counterpart holds the like office."""
    for figure in figures:
        knows_own = any(_tells(office) for seen in figure.sightings for office, _rule in seen.offices)
        for index, seen in enumerate(figure.sightings):
            if not any(office.relational for office, _rule in seen.offices):
                continue
            principal = None if knows_own else _principal(figures, figure, seen)
            figure.sightings[index] = replace(
                seen,
                offices=tuple(
                    (_like(office, principal) if office.relational else office, rule)
                    for office, rule in seen.offices
                ),
            )


def _principal(figures: Sequence[Figure], figure: Figure, seen: Sighting) -> Office | None:
    """The office of the last person named before in the same paragraph."""
    floor = seen.page.text.rfind("\n\n", 0, seen.start)
    best: tuple[int, Office] | None = None
    for other in figures:
        held = [office for one in other.sightings for office, _rule in one.offices if _tells(office)]
        if other is figure or not held:
            continue
        for one in other.sightings:
            if (
                one.page is seen.page
                and floor < one.start < seen.start
                and (best is None or one.start > best[0])
            ):
                own = [office for office, _rule in one.offices if _tells(office)]
                best = (one.start, (own or held)[0])
    return best[1] if best else None


def _tells(office: Office) -> bool:
    return office.held and not office.relational


def _like(office: Office, principal: Office | None) -> Office:
    if principal is None:
        return office
    title = "Foreign Minister" if principal.key == office_key("Foreign Minister") else principal.title
    return replace(office, title=title, key=office_key(title), relational=False)


def _descriptions(
    figures: Sequence[Figure], pages: Sequence[Page], offices: Mapping[str, Sequence[Office]]
) -> dict[int, list[tuple[Page, Office]]]:
    """Offices without a name that exactly one person of the article holds."""
    used = {id(office) for figure in figures for seen in figure.sightings for office, _rule in seen.offices}
    found: dict[int, list[tuple[Page, Office]]] = {}
    for page in pages:
        for office in offices[page.field]:
            if id(office) in used or office.plural or not office.held or len(office.key) < 2:
                continue
            holders = [index for index, figure in enumerate(figures) if _holds(figure, office)]
            if len(holders) == 1:
                found.setdefault(holders[0], []).append((page, office))
    return found


def _holds(figure: Figure, office: Office) -> bool:
    country = office.country
    return any(
        held.key == office.key and (country is None or country in (held.country, figure.country))
        for seen in figure.sightings
        for held, _rule in seen.offices
    )


def _tag(figure: Figure, described: Sequence[tuple[Page, Office]]) -> PersonTag:
    name = preferred_name(figure)
    seen = sorted(figure.sightings, key=lambda one: (one.page.field != "text", one.start))
    mentions = {
        (one.page.field, one.start): Mention(Span(one.start, one.end, one.name, one.page.field), one.rule)
        for one in seen
    }
    return PersonTag(
        name=name,
        country=figure.country,
        offices=_offices(figure, seen, described),
        variants=_variants(name, seen, described),
        mentions=tuple(mentions.values()),
    )


def _offices(
    figure: Figure, seen: Sequence[Sighting], described: Sequence[tuple[Page, Office]]
) -> tuple[OfficeHeld, ...]:
    """Each office once, in its fullest wording: "Secretary" adds nothing to "Secretary (East)"."""
    evidence = [(one.page, office, rule) for one in seen for office, rule in one.offices]
    if any(_tells(office) for _page, office, _rule in evidence):
        evidence = [one for one in evidence if _tells(one[1])]
    evidence += [(page, office, "office-alone") for page, office in described]
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
    return Span.of(page.text, page.tokens[first].start, page.tokens[last - 1].end, page.field)


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
    forms.pop(name, None)
    return tuple(form for form in forms if "\n" not in form)


def _past_article(page: Page, begin: int) -> int:
    return begin + 1 if page.key(begin) in ("the", "a", "an", "his", "her", "its", "their") else begin
