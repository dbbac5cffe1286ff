"""The only door from pages to search: a `SearchRequest` goes in, a `SearchPage` comes out.

A page is made of what the index stores. The database is asked once, for the names
of the people, organizations, topics, series and sources whose slugs the facets
count, so that an entry that was renamed is shown by its new name at once.

Nothing here raises for what a reader may ask: odd parameters and odd questions
come back as notices, and an index that is out of order as a sentence.
"""

from __future__ import annotations

from .asking import FACETS, LONG_PAGE, LONGEST_CHOICE, PAGE_SIZE, PAGE_SIZES, FacetKind, SearchRequest, Sort
from .facets import VALUES_A_PAGE, Choices, choices
from .gathering import Gathered, Order, Term, Wanted, gather
from .language import CountryForms, forms_of, language
from .page import SHOWN_VALUES, Bar, Chip, Facet, FacetValue, Hit, SearchPage, Suggestion, Way
from .searching import (
    OUT_OF_ORDER,
    Everything,
    asked_for,
    counted,
    everything,
    hits,
    is_ready,
    more_like_this,
    search,
)
from .suggesting import suggestions
from .timeline import MOST_DAYS, MOST_MONTHS, Period, month_ends
from .trends import MOST_COMPARED, Comparison, Course, compare

__all__ = [
    "FACETS",
    "LONGEST_CHOICE",
    "LONG_PAGE",
    "MOST_COMPARED",
    "MOST_DAYS",
    "MOST_MONTHS",
    "OUT_OF_ORDER",
    "PAGE_SIZE",
    "PAGE_SIZES",
    "SHOWN_VALUES",
    "VALUES_A_PAGE",
    "Bar",
    "Chip",
    "Choices",
    "Comparison",
    "CountryForms",
    "Course",
    "Everything",
    "Facet",
    "FacetKind",
    "FacetValue",
    "Gathered",
    "Hit",
    "Order",
    "Period",
    "SearchPage",
    "SearchRequest",
    "Sort",
    "Suggestion",
    "Term",
    "Wanted",
    "Way",
    "asked_for",
    "choices",
    "compare",
    "counted",
    "everything",
    "forms_of",
    "gather",
    "hits",
    "is_ready",
    "language",
    "month_ends",
    "more_like_this",
    "search",
    "suggestions",
]
