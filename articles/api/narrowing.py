"""Parameters that narrow a list to one thing: a country, two countries, an entry of a register."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from articles.identities import moved_to
from articles.in_print import in_print
from articles.models import Country
from articles.presenters.registers import REGISTERS, Register
from articles.selections import Selection, between, everything, party_to, speaking_of

from .paging import text_of
from .replies import Refusal

#: The parameter of a register, which is the search page's own where that has one.
PARAMETERS = {register.model.address: register for register in REGISTERS}
_PAIR = re.compile("[A-Za-z]{2}-[A-Za-z]{2}")


def chosen(request: HttpRequest) -> Selection:
    """Published articles that every parameter asked for lets through."""
    found = everything()
    if (country := chosen_country(request)) is not None:
        found = _both(found, party_to(country))
    if (pair := chosen_pair(request)) is not None:
        found = _both(found, between(*pair))
    for parameter, register in PARAMETERS.items():
        if (entry := chosen_entry(request, parameter)) is not None:
            found = _both(found, speaking_of(entry, register.articles(entry)))
    return found


def _both(one: Selection, other: Selection) -> Selection:
    articles = one.articles.filter(pk__in=other.articles.order_by().values("pk"))
    if not one.terms:
        articles = other.articles
    return Selection(articles, (*(one.terms or ()), *(other.terms or ())))


def chosen_country(request: HttpRequest, parameter: str = "country") -> Country | None:
    code = text_of(request, parameter)
    if not code:
        return None
    found = in_print(Country).filter(pk=code.upper()).first()
    return found or _none("No published article names the country that is asked for.")


def chosen_pair(request: HttpRequest) -> tuple[Country, Country] | None:
    """Two countries in the order of their codes."""
    text = request.GET.get("pair")
    if text is None:
        return None
    if not _PAIR.fullmatch(text):
        raise Refusal(400, "pair has to be two codes of countries, like IN-KR.")
    codes = sorted(set(text.upper().split("-")))
    found = Country.objects.in_bulk(codes)
    if len(found) != 2:
        _none("There are no such two countries.")
    return found[codes[0]], found[codes[1]]


def chosen_entry(request: HttpRequest, parameter: str) -> Any:
    """The entry that a parameter names, also by an address that it had before."""
    slug = text_of(request, parameter)
    if not slug:
        return None
    found = entry_of(PARAMETERS[parameter], slug)
    return found or _none(f"No published article speaks of the {parameter} that is asked for.")


def entry_of(register: Register, slug: str) -> Any:
    """An entry that something published speaks of, by its address or one that it took over."""
    rows = register.model.objects.select_related(*register.related)
    found = rows.filter(slug=slug).first()
    if found is None and (kept := moved_to(register.model, slug)) is not None:
        found = rows.get(pk=kept.pk)
    return found if found is not None and in_print(register.model).filter(pk=found.pk).exists() else None


def _none(message: str) -> Any:
    raise Refusal(404, message)
