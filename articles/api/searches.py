"""What answers about searches have in common: how much is heeded, and where their links lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles import queries

from .replies import Refusal
from .schemas import LONGEST_CHOICE, MOST_CHOSEN


def heeded(request: HttpRequest) -> None:
    """Refuse more choices than the search page heeds."""
    for name in (kind.parameter for kind in queries.FACETS):
        values = request.GET.getlist(name)
        if len(values) > MOST_CHOSEN or any(len(value) > LONGEST_CHOICE for value in values):
            raise Refusal(400, f"{name} takes {MOST_CHOSEN} values of {LONGEST_CHOICE} characters.")


def of_api(request: HttpRequest, size: int = queries.PAGE_SIZE) -> Callable[[str], str]:
    """The address here of a search whose address is that of the page."""

    base = request.build_absolute_uri(reverse("api_search"))

    def here(url: str) -> str:
        parts = [part for part in url.partition("?")[2].split("&") if part and not part.startswith("size=")]
        if size != queries.PAGE_SIZE:
            parts.append(f"per_page={size}")
        query = "&".join(parts)
        return f"{base}?{query}".rstrip("?")

    return here


def value_json(value: queries.FacetValue, here: Callable[[str], str]) -> dict[str, Any]:
    return {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
        "toggle_url": here(value.toggle_url),
    }
