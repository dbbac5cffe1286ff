"""The registers: who and what published articles speak of, a list and an entry of each.

An entry that only drafts or withdrawn articles speak of is not there. It is no 410, for that would say
that a withdrawn article named it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles import browsing, queries
from articles.in_print import in_print
from articles.models import Country, EventSeries, Office, Person, fold
from articles.models.articles import ArticleQuerySet
from articles.presenters.countries import pair_url
from articles.presenters.registers import Register
from articles.selections import between, everything, naming, party_to, speaking_of, survey
from articles.tenures import Tenure, holders, offices_of

from .narrowing import chosen_country, entry_of
from .paging import after_text, listed, text_of
from .replies import Refusal, endpoint, reply
from .summaries import Absolute, entry_json

_SEARCHED = {kind.parameter for kind in queries.FACETS}
#: Offices of a person and holders of an office that are told.
_TENURES = 25
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer says of entries of one register: each line, and besides that the whole entry."""

    line: Callable[[Any], Told] = lambda _entry: {}
    entry: Callable[[Any, ArticleQuerySet, Absolute], Told] = lambda *_: {}


def _country(entry: Any) -> Told:
    return {"country": entry.country_id}


def _organization(entry: Any) -> Told:
    return {
        "abbreviation": entry.abbreviation or None,
        "kind": entry.kind or None,
        "country": entry.country_id,
    }


def _series(entry: Any) -> Told:
    sides = [side for side in (entry.first_id, entry.second_id) if side]
    return {"abbreviation": entry.abbreviation or None, "countries": sides}


def _person_entry(person: Person, _articles: ArticleQuerySet, absolute: Absolute) -> Told:
    held = offices_of(person, _TENURES).shown
    return {
        "forms": browsing.name_forms(person),
        "offices": [_tenure(each, "office", absolute) for each in held],
        "quotes_url": absolute(_asking("api_quotes", person=person.slug)),
    }


def _office_entry(office: Office, _articles: ArticleQuerySet, absolute: Absolute) -> Told:
    held = holders(office, _TENURES).shown
    return {"holders": [_tenure(each, "person", absolute) for each in held]}


def _organization_entry(row: Any, _articles: ArticleQuerySet, absolute: Absolute) -> Told:
    return {"quotes_url": absolute(_asking("api_quotes", organization=row.slug))}


def _series_entry(series: EventSeries, _articles: ArticleQuerySet, absolute: Absolute) -> Told:
    return {
        "meetings_url": absolute(_asking("api_meetings", event=series.slug)),
        "calendar_url": absolute(reverse("series_calendar", args=[series.slug])),
    }


def _tenure(tenure: Tenure, kind: str, absolute: Absolute) -> Told:
    return {
        kind: entry_json(tenure.row, absolute) | _country(tenure.row),
        "articles": tenure.articles,
        "first": tenure.first.isoformat() if tenure.first else None,
        "last": tenure.last.isoformat() if tenure.last else None,
    }


FACTS = {
    "people": Facts(_country, _person_entry),
    "offices": Facts(_country, _office_entry),
    "organizations": Facts(_organization, _organization_entry),
    "places": Facts(lambda place: {"kind": place.kind, "country": place.country_id}),
    "topics": Facts(),
    "events": Facts(_series, _series_entry),
    "sources": Facts(lambda source: {"kind": source.kind}),
}


@endpoint
def register(request: HttpRequest, register: Register) -> HttpResponse:
    """Entries by their slugs, which are in alphabetical order and found by an index."""
    rows = in_print(register.model).select_related(*register.related).order_by("slug")
    rows = rows.filter(slug__gt=after_text(request))
    if wanted := text_of(request, "q"):
        rows = rows.filter(_named_like(wanted))
    facts, absolute = FACTS[register.path], request.build_absolute_uri

    def line(row: Any) -> Told:
        return entry_json(row, absolute) | facts.line(row)

    return listed(request, register.path, rows, line, lambda row: row.slug)


def _named_like(part: str) -> Q:
    """Names that contain these words as typed or, from three letters on, however they are spelled."""
    folded = fold(part)
    found = Q(name__icontains=part)
    return found | Q(key__contains=folded) if len(folded) >= 3 else found


@endpoint
def register_entry(request: HttpRequest, register: Register, slug: str) -> HttpResponse:
    row = entry_of(register, slug)
    if row is None:
        raise Http404
    if row.slug != slug:
        return HttpResponsePermanentRedirect(_entry_address(register.path, row.slug))
    articles = register.articles(row)
    facts, absolute = FACTS[register.path], request.build_absolute_uri
    parameter = register.model.address
    return reply(
        entry_json(row, absolute)
        | facts.line(row)
        | {
            "articles": survey(speaking_of(row, articles), size=1).total,
            "articles_url": absolute(_asking("api_articles", **{parameter: row.slug})),
            "search_url": absolute(_asking("api_search", **{parameter: row.slug}))
            if parameter in _SEARCHED
            else None,
            "feed_url": absolute(f"{row.get_absolute_url()}feed/"),
        }
        | facts.entry(row, articles, absolute)
    )


def _entry_address(path: str, slug: str) -> str:
    return reverse(f"api_{path}_entry", args=[slug])


def _asking(name: str, **parameters: str) -> str:
    return f"{reverse(name)}?{urlencode(parameters)}"


# --- Countries and pairs -----------------------------------------------------------------------


def _country_line(country: Country, absolute: Absolute) -> Told:
    return {
        "code": country.pk,
        "name": country.name,
        "url": absolute(country.get_absolute_url()),
        "api_url": absolute(reverse("api_country", args=[country.pk.lower()])),
    }


@endpoint
def countries(request: HttpRequest) -> HttpResponse:
    rows = in_print(Country).order_by("code").filter(code__gt=after_text(request).upper())
    if wanted := text_of(request, "q"):
        rows = rows.filter(Q(name__icontains=wanted) | Q(code=wanted.upper()))
    return listed(
        request,
        "countries",
        rows,
        lambda row: _country_line(row, request.build_absolute_uri),
        lambda row: row.pk,
    )


@endpoint
def country(request: HttpRequest, code: str) -> HttpResponse:
    found = in_print(Country).filter(pk=code.upper()).first()
    if found is None:
        raise Http404
    absolute = request.build_absolute_uri
    return reply(
        _country_line(found, absolute)
        | {
            "articles": survey(party_to(found), size=1).total,
            "mentioned": survey(naming(found), size=1).total,
            "articles_url": absolute(_asking("api_articles", country=found.pk)),
            "search_url": absolute(_asking("api_search", country=found.pk)),
            "feed_url": absolute(f"{found.get_absolute_url()}feed/"),
            "pairs_url": absolute(_asking("api_pairs", country=found.pk)),
        }
    )


def _pairs() -> list[str]:
    """Every two countries that are both party to a published article, as IN-KR, in order."""
    counts = survey(everything(), {"pairs": None}, size=1).counts
    if counts is None:
        return sorted(f"{row['first']}-{row['second']}" for row in browsing.busiest_pairs())
    return sorted(counts["pairs"])


def _pair_line(codes: str, names: Mapping[str, Country], absolute: Absolute) -> Told:
    pair = codes.split("-")
    return {
        "pair": pair,
        "names": [names[code].name for code in pair],
        "url": absolute(pair_url(*pair)),
        "api_url": absolute(reverse("api_pair", args=[codes.lower()])),
    }


@endpoint
def pairs(request: HttpRequest) -> HttpResponse:
    """There are at most some thousands, and the index counts them all at once."""
    one, seen, wanted = chosen_country(request), after_text(request).upper(), text_of(request, "q")
    names = Country.objects.in_bulk()
    named = {code for code, row in names.items() if wanted.casefold() in row.name.casefold()}
    rows = [
        codes
        for codes in _pairs()
        if codes > seen
        and (one is None or one.pk in codes.split("-"))
        and (not wanted or named & set(codes.split("-")))
    ]
    return listed(
        request,
        "pairs",
        rows,
        lambda codes: _pair_line(codes, names, request.build_absolute_uri),
        lambda codes: codes,
    )


@endpoint
def pair(request: HttpRequest, codes: str) -> HttpResponse:
    found = browsing.two_countries(codes)
    if found is None:
        raise Http404
    first, second = found
    address = reverse("api_pair", args=[f"{first.pk}-{second.pk}".lower()])
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    number = survey(between(first, second), size=1).total
    if not number:
        raise Refusal(404, "No published article is about these two.")
    absolute, asked = request.build_absolute_uri, f"{first.pk}-{second.pk}"
    query = urlencode({"country": [first.pk, second.pk]}, doseq=True)
    return reply(
        _pair_line(asked, {first.pk: first, second.pk: second}, absolute)
        | {
            "articles": number,
            "articles_url": absolute(_asking("api_articles", pair=asked)),
            "search_url": absolute(f"{reverse('api_search')}?{query}"),
            "feed_url": absolute(f"{pair_url(first.pk, second.pk)}feed/"),
            "statements_url": absolute(_asking("api_statements", pair=asked)),
            "meetings_url": absolute(_asking("api_meetings", pair=asked)),
            "calendar_url": absolute(reverse("pair_calendar", args=[asked.lower()])),
        }
    )
