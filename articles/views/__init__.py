"""Pages: a request in, a question asked, a template out."""

from .browse import countries, country, home, pair, pairs, register, register_entry
from .calendar import day, month, undated, year, years
from .commenting import comment, comment_sent
from .comparing import compare
from .reading import article
from .receipts import new_receipt, receipt
from .searching import search, search_compare, search_compare_csv, search_facet, suggest
from .site import bad_request, forbidden, healthz, not_found, robots, server_error, without_token

__all__ = [
    "article",
    "bad_request",
    "comment",
    "comment_sent",
    "compare",
    "countries",
    "country",
    "day",
    "forbidden",
    "healthz",
    "home",
    "month",
    "new_receipt",
    "not_found",
    "pair",
    "pairs",
    "receipt",
    "register",
    "register_entry",
    "robots",
    "search",
    "search_compare",
    "search_compare_csv",
    "search_facet",
    "server_error",
    "suggest",
    "undated",
    "without_token",
    "year",
    "years",
]
