"""The little that every template needs: numbers in words, where it stands, and its one address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from articles.presenters.panels import articles_words

register = template.Library()

#: The way around: label, URL name, and whether it stands in the head of the page or only at its foot.
SECTIONS = (
    ("Search", "search", False),
    ("Countries", "countries", True),
    ("Dates", "dates", True),
    ("People", "people", True),
    ("Organizations", "organizations", True),
    ("Topics", "topics", True),
    ("Dialogues", "events", True),
    ("Offices", "offices", False),
    ("Places", "places", False),
    ("Sources", "sources", True),
)
#: Parameters that make another page of an address; the rest only arrange it.
CANONICAL = ("scope", "page")


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    url: str
    current: bool
    in_head: bool


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> tuple[Section, ...]:
    request = context.get("request")
    path = request.path if request is not None else ""
    return tuple(
        Section(label, reverse(name), path.startswith(reverse(name)), in_head)
        for label, name, in_head in SECTIONS
    )


@register.simple_tag(takes_context=True)
def canonical(context: dict[str, Any]) -> str:
    """The one absolute address of this page."""
    request = context["request"]
    kept = request.GET.copy()
    for name in list(kept):
        if name not in CANONICAL or kept[name] in ("", "1"):
            del kept[name]
    query = kept.urlencode()
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


@register.simple_tag(takes_context=True)
def own_feed(context: dict[str, Any]) -> str:
    """The feed of what this page lists; page and order are the feed's own."""
    request = context["request"]
    kept = request.GET.copy()
    for name in list(kept):
        if name in ("page", "sort") or kept[name] == "":
            del kept[name]
    query = kept.urlencode()
    return f"{request.path}feed/?{query}" if query else f"{request.path}feed/"


@register.filter
def number(value: int) -> str:
    return f"{value:,}"


@register.filter
def articles(count: int) -> str:
    return articles_words(count)
