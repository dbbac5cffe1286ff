"""Places an article names: cities, regions and seas, countries something happens in, venues.

A country is everywhere in a news text; it is a place here only where the article says that something
is in it and the story is not about the country itself ("the summit in Canada").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from articles.drafts import Mention, OrganizationTag, PlaceTag
from articles.extraction.context import Context
from articles.extraction.spans import containing, mention

_Key = tuple[str, str | None, str]

_VENUE = re.compile(
    r"\bat (?:the |his |her |their )?"
    r"((?:[A-Z][\w’'-]*[ ]){1,5}"
    r"(?:Palace|House|Hall|Hotel|Stadium|Airport|Centre|Center|Bhavan|Bhaban|Convention Cent(?:re|er)|Arena|"
    r"Museum|Temple|Mosque|Cathedral|Church|Square|Fort|Base|Park|Garden|Gardens|Club|Auditorium|Complex|"
    r"Memorial|Resort|Castle|Villa|Estate|Residence|Secretariat|Academy|Cantonment|Shipyard))\b"
)
#: How far after a venue its city may stand, in characters.
_NEAR = 30
_KINDS = {"region": "region", "province": "region"}


def find_places(context: Context, organizations: tuple[OrganizationTag, ...] = ()) -> tuple[PlaceTag, ...]:
    """Places in the order in which they are first named."""
    found: defaultdict[_Key, list[Mention]] = defaultdict(list)
    for names in context.names.values():
        for hit in names.places:
            found[hit.name, hit.code, _KINDS.get(hit.kind, "city")].append(Mention(hit.span, hit.rule))
    houses = list(_houses(context, organizations))
    known = {(one.span.field, one.span.start) for _, one in houses}
    venues = [(key, one) for key, one in _venues(context) if (one.span.field, one.span.start) not in known]
    for key, one in (*_countries(context), *venues, *houses):
        found[key].append(one)
    return tuple(PlaceTag(*key, tuple(mentions)) for key, mentions in found.items())


def _countries(context: Context) -> Iterator[tuple[_Key, Mention]]:
    about = {tag.code for tag in context.countries if tag.role == "party"}
    for field, hits in context.country_hits.items():
        text = context.fields[field]
        for hit in hits:
            if hit.kind == "name" and hit.code not in about and _is_in(text, hit.span.start):
                yield (hit.name, hit.code, "country"), Mention(hit.span, "in-country")


def _is_in(text: str, start: int) -> bool:
    return text[max(0, start - 8) : start].casefold().endswith((" in ", " in the "))


def _venues(context: Context) -> Iterator[tuple[_Key, Mention]]:
    for field, text in context.fields.items():
        for match in _VENUE.finditer(text):
            start, end = match.span(1)
            country = _country_after(context, field, end)
            yield (match.group(1), country, "venue"), mention(text, start, end, "at-venue", field)


def _country_after(context: Context, field: str, end: int) -> str | None:
    """The country of the next place in the sentence: "at the Convention Centre in Colombo"."""
    sentence = containing(context.sentences[field], end - 1)
    hits = context.country_hits[field]
    following = bisect_left(hits, end, key=lambda hit: hit.span.start)
    if following == len(hits) or sentence is None:
        return None
    span = hits[following].span
    return hits[following].code if span.start <= end + _NEAR and span.end <= sentence[1] else None


def _houses(context: Context, organizations: tuple[OrganizationTag, ...]) -> Iterator[tuple[_Key, Mention]]:
    """A parliament or a presidential office is a place in "at the National Assembly"."""
    for tag in organizations:
        for one in tag.mentions:
            span = one.span
            before = context.fields[span.field][max(0, span.start - 8) : span.start].casefold()
            if tag.kind in ("parliament", "office") and before.endswith((" at ", " at the ")):
                yield (tag.name, tag.country, "venue"), Mention(span, "at-house")
