"""Pages: a request in, a question asked, a template out."""

from .browse import countries, country, home, pair, pair_part, pairs, register, register_entry
from .calendar import day, day_of_years, month, on_this_day, undated, year, years
from .commenting import comment, comment_sent
from .comparing import compare
from .quotes import quotes
from .reading import article, evidence
from .receipts import new_receipt, receipt
from .saving import remove_saved, save, saved, stop_digest, switch_digest
from .searching import search, search_compare, search_compare_csv, search_facet, suggest
from .site import about, bad_request, forbidden, healthz, not_found, robots, server_error, without_token

__all__ = [
    "about",
    "article",
    "bad_request",
    "comment",
    "comment_sent",
    "compare",
    "countries",
    "country",
    "day",
    "day_of_years",
    "evidence",
    "forbidden",
    "healthz",
    "home",
    "month",
    "new_receipt",
    "not_found",
    "on_this_day",
    "pair",
    "pair_part",
    "pairs",
    "quotes",
    "receipt",
    "register",
    "register_entry",
    "remove_saved",
    "robots",
    "save",
    "saved",
    "search",
    "search_compare",
    "search_compare_csv",
    "search_facet",
    "server_error",
    "stop_digest",
    "suggest",
    "switch_digest",
    "undated",
    "without_token",
    "year",
    "years",
]
