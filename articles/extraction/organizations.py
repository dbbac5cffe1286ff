"""Organizations with their kind, their short form and the country they belong to.

The hard part is whose they are: two countries have a "Ministry of Foreign Affairs" in one article. The
owner is looked for beside the name ("South Korea's …", "…, ROK", "… of Pakistan"); a bare name takes
the owner that the article gives it elsewhere; else the government that acts in the sentence, else the
owner of its neighbors there, else the capital the story was filed from. Two owners, two organizations.

The outlet and the agency that a page credits are none of them, unless the text names them: a credit
stands in no field that is read, so no words could be shown for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from articles.drafts import OrganizationTag
from articles.extraction.context import Context
from articles.extraction.gazetteer import CountryHit
from articles.extraction.organization_names import Candidate, find_names
from articles.extraction.spans import Offsets, Word, containing, mention
from articles.extraction.tables import word_set

#: A field, the place of a word in it, and the word.
_Acronym = tuple[str, int, Word]

#: Kinds that each country has by the same name.
_NATIONAL = frozenset({"ministry", "parliament", "court", "office", "police", "military", "agency"})
_SHORT_FORM = re.compile(r"\s?\(\s?([A-Z][A-Za-z&-]{1,9})\s?\)")
_OWNER_AFTER = re.compile(r"(?:\s?\([A-Z][A-Za-z&-]{1,9}\))?(?:,? of (?:the )?|, |,? in (?:the )?| \()$")
#: How far after a name its owner may stand, in characters.
_NEAR = 24
_ACRONYM = re.compile(r"[A-Z]{3,8}")
_LISTED = re.compile(r",? and |, ")
_POSTED = re.compile(
    r"\b(?:posts?|posted|posting|stated|said|wrote|shared|tweeted|announced|message|statement|account|handle)\b"
    r"[^.\n]{0,60}?\bon (X)(?=[\s,.:;]|$)"
)
_SAYS = re.compile(r" (?:said|posted|wrote|tweeted|stated|shared)\b")
_NEXT = re.compile(r"(?:['’]s)? (\w+)")
_GOVERNING = word_set("governing")
_GRANTING = frozenset({"fund", "agency", "bank"})
#: Where the neighbor in a list stands, with and without "and" between.
_STEPS = (-1, 1, -2, 2)
_BY_TABLE = ("known-abbreviation", "known-organization")


def find_organizations(context: Context) -> tuple[OrganizationTag, ...]:
    """Organizations in the order in which they are first named, each with all its mentions."""
    found = [_owned_after(context, _with_short_form(context, one)) for one in find_names(context)]
    found = _introduced_here(found)
    found = _owned_elsewhere(context, found)
    found = _hosted(found)
    acronyms = _acronyms(context)
    found += _by_initials(acronyms, found)
    found += _beside_known(context, acronyms, found)
    found += [*_platform_x(context), *_accounts(context)]
    return _tags(context, found)


def _with_short_form(context: Context, one: Candidate) -> Candidate:
    """ "Ministry of External Affairs (MEA)"."""
    match = _SHORT_FORM.match(context.fields[one.field], one.end)
    if match is None or sum(char.isupper() for char in match.group(1)) < 2:
        return one
    return replace(one, abbreviation=match.group(1))


def _introduced_here(found: Sequence[Candidate]) -> list[Candidate]:
    """A short form that the article introduces is not what the table has under it."""
    introduced = {one.abbreviation: one.key for one in found if one.rule not in _BY_TABLE}
    return [
        one
        for one in found
        if one.rule != "known-abbreviation" or introduced.get(one.abbreviation, one.key) == one.key
    ]


def _owned_after(context: Context, one: Candidate) -> Candidate:
    if one.country is not None or one.key[0] == "known" or one.kind not in _NATIONAL:
        return one
    text = context.fields[one.field]
    for hit in _hits_between(context, one.field, one.end, one.end + _NEAR):
        if hit.kind != "demonym" and _OWNER_AFTER.fullmatch(text, one.end, hit.span.start):
            return replace(one, country=hit.code)
    return one


def _hits_between(context: Context, field: str, start: int, end: int) -> Sequence[CountryHit]:
    hits = context.country_hits[field]
    return hits[bisect_left(hits, start, key=_starts) : bisect_left(hits, end, key=_starts)]


def _starts(hit: CountryHit) -> int:
    return hit.span.start


def _owned_elsewhere(context: Context, found: Sequence[Candidate]) -> list[Candidate]:
    """Bare names take the owner that the article gives them elsewhere, else the likeliest one."""
    owners: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    beside: defaultdict[tuple[str, Offsets | None], set[str]] = defaultdict(set)
    for one in found:
        if one.country is not None:
            owners[one.key].add(one.country)
            if one.key[0] != "known":
                beside[one.field, containing(context.sentences[one.field], one.start)].add(one.country)
    owned = []
    for one in found:
        if one.country is None and one.kind in _NATIONAL and one.key[0] != "known":
            known = owners[one.key]
            country = _only(known) or _likely(context, one, beside)
            if country is not None:
                known.add(country)
            owned.append(replace(one, country=country))
        else:
            owned.append(one)
    return owned


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _likely(
    context: Context, one: Candidate, beside: Mapping[tuple[str, Offsets | None], set[str]]
) -> str | None:
    """Who acts before it in the sentence, whose other bodies stand in it, where the story was filed."""
    sentence = containing(context.sentences[one.field], one.start)
    if sentence is None:
        return None
    before = [hit for hit in _hits_between(context, one.field, sentence[0], one.start) if hit.kind != "city"]
    governing = [hit for hit in before if _governs(context.fields[one.field], hit)]
    if governing:
        return governing[-1].code
    country = _only(beside[one.field, sentence]) or _filed(context)
    if country is None and before:
        return before[-1].code
    return country


def _governs(text: str, hit: CountryHit) -> bool:
    """ "The Peruvian delegation", "Lima said": a government speaks, not "Peruvian copper"."""
    if hit.kind == "metonym":
        return True
    following = _NEXT.match(text, hit.span.end)
    return following is not None and following.group(1).casefold() in _GOVERNING


def _filed(context: Context) -> str | None:
    """The capital the story was filed from, else the one party it has."""
    for hit in context.country_hits.get("dateline", ()):
        if hit.kind in ("capital", "metonym"):
            return hit.code
    return _only({tag.code for tag in context.countries if tag.role == "party"})


def _hosted(found: Sequence[Candidate]) -> list[Candidate]:
    """ "The Indian Embassy" is the one whose host the article names, if it names one only."""
    hosts: defaultdict[str | None, set[object]] = defaultdict(set)
    for one in found:
        if one.kind == "embassy" and one.key[1]:
            hosts[one.country].add(one.key[1])
    return [
        replace(one, key=("embassy", next(iter(hosts[one.country]))))
        if one.kind == "embassy" and not one.key[1] and len(hosts[one.country]) == 1
        else one
        for one in found
    ]


def _by_initials(acronyms: Sequence[_Acronym], found: Sequence[Candidate]) -> list[Candidate]:
    """Later short forms, bound where they were introduced, or told by the initials of a ministry."""
    bound: dict[str, Candidate] = {}
    for one in found:
        short = one.abbreviation or (_initials(one.name) if one.kind == "ministry" else None)
        if short and len(short) > 2:
            bound.setdefault(short, one)
    made = []
    for field, index, word in _untaken(acronyms, found):
        full = bound.get(word.text)
        if full is not None:
            made.append(
                replace(
                    full,
                    field=field,
                    first=index,
                    last=index,
                    start=word.start,
                    end=word.end,
                    rule="abbreviation",
                    abbreviation=word.text,
                )
            )
    return made


def _acronyms(context: Context) -> tuple[_Acronym, ...]:
    return tuple(
        (field, index, field_words[index])
        for field, field_words in context.words.items()
        for index, text in enumerate(field_words.texts)
        if text.isupper() and _ACRONYM.fullmatch(text)
    )


def _untaken(acronyms: Iterable[_Acronym], found: Iterable[Candidate]) -> Iterator[_Acronym]:
    """Acronyms that are part of no name that was found."""
    taken = {(one.field, index) for one in found for index in range(one.first, one.last + 1)}
    return (one for one in acronyms if (one[0], one[1]) not in taken)


def _initials(name: str) -> str | None:
    short = "".join(word[0] for word in name.split() if word[0].isupper())
    return short if len(short) > 2 else None


def _beside_known(
    context: Context, acronyms: Sequence[_Acronym], found: Sequence[Candidate]
) -> list[Candidate]:
    """A short form in a list with that of a known fund or agency is another one's."""
    known = {(one.field, one.first): one for one in found if one.rule == "known-abbreviation"}
    made: list[Candidate] = []
    for field, index, word in _untaken(acronyms, found):
        near = _listed_with(
            context.fields[field], word, [known.get((field, index + step)) for step in _STEPS]
        )
        if near is not None:
            made.append(
                replace(
                    near,
                    first=index,
                    last=index,
                    start=word.start,
                    end=word.end,
                    name=word.text,
                    abbreviation=word.text,
                    rule="listed-with-known",
                    key=("listed", word.text),
                )
            )
    return made


def _listed_with(text: str, word: Word, beside: Iterable[Candidate | None]) -> Candidate | None:
    for other in beside:
        if other is None or other.kind not in _GRANTING:
            continue
        gap = text[other.end : word.start] if other.end <= word.start else text[word.end : other.start]
        if _LISTED.fullmatch(gap):
            return other
    return None


def _platform_x(context: Context) -> Iterator[Candidate]:
    """The letter alone would be anything; it is the platform where something was posted on it."""
    for field, text in context.fields.items():
        for match in _POSTED.finditer(text) if " on X" in text else ():
            start, end = match.span(1)
            yield Candidate(field, -1, -1, start, end, "X", "platform", "posted-on", ("known", "X"))


def _accounts(context: Context) -> Iterator[Candidate]:
    """ "India in ROK said": an embassy by the name of its account."""
    for field, hits in context.country_hits.items():
        text = context.fields[field]
        for owner, host in pairwise(hits):
            between = text[owner.span.end : host.span.start]
            if between == " in " and owner.kind == "name" and _SAYS.match(text, host.span.end):
                start, end = owner.span.start, host.span.end
                key = ("embassy", host.code)
                yield Candidate(
                    field, -1, -1, start, end, text[start:end], "embassy", "embassy-account", key, owner.code
                )


def _tags(context: Context, found: Iterable[Candidate]) -> tuple[OrganizationTag, ...]:
    groups: defaultdict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    order = {field: index for index, field in enumerate(context.fields)}
    for one in sorted(found, key=lambda one: (order[one.field], one.start)):
        groups[(*one.key, one.country)].append(one)
    return tuple(_tag(context, group) for group in groups.values())


def _tag(context: Context, group: Sequence[Candidate]) -> OrganizationTag:
    best = min(group, key=_formality)
    short = next((one.abbreviation for one in group if one.abbreviation), None)
    mentions = tuple(
        mention(context.fields[one.field], one.start, one.end, one.rule, one.field) for one in group
    )
    return OrganizationTag(best.name, short, best.kind, best.country, mentions)


def _formality(one: Candidate) -> tuple[bool, bool, bool]:
    """The full name before the short one, "Ministry of …" before "… Ministry"."""
    return (
        one.rule in ("abbreviation", "embassy-account"),
        not one.rule.endswith("-of"),
        "'s " in one.name or "’s " in one.name,
    )
