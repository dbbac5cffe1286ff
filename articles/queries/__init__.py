"""The only door from pages to search: a `SearchRequest` goes in, a `SearchPage` comes out.

A page is made of what the index stores. The database is asked once, for the names
of the people, organizations, topics, series and sources whose slugs the facets
count, so that an entry that was renamed is shown by its new name at once.

Nothing here raises for what a reader may ask: odd parameters and odd questions
come back as notices, and an index that is out of order as a sentence.
"""

from __future__ import annotations

from .asking import FACETS, PAGE_SIZE, FacetKind, SearchRequest, Sort
from .language import language
from .page import MOST_MONTHS, SHOWN_VALUES, Bar, Chip, Facet, FacetValue, Hit, SearchPage, Suggestion
from .searching import OUT_OF_ORDER, Everything, everything, is_ready, more_like_this, search
from .suggesting import suggestions

__all__ = [
    "FACETS",
    "MOST_MONTHS",
    "OUT_OF_ORDER",
    "PAGE_SIZE",
    "SHOWN_VALUES",
    "Bar",
    "Chip",
    "Everything",
    "Facet",
    "FacetKind",
    "FacetValue",
    "Hit",
    "SearchPage",
    "SearchRequest",
    "Sort",
    "Suggestion",
    "everything",
    "is_ready",
    "language",
    "more_like_this",
    "search",
    "suggestions",
]
