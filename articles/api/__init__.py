"""The archive as JSON, version 1: read-only, without a key, open to pages of other sites.

It is plain Django. A framework (Django REST framework and django-ninja were weighed) pays where there are
forms to check, users to let in and many kinds of writes; here addresses are only read, and their parameters
are the search page's. Either would bring a second way to read them, and a second shape of errors. What is
answered is described in `openapi.py`, and tests hold every answer against that description.
"""

from .counting import comparison, facet
from .records import meeting, meetings, quotes, receipt, statements, suggestions
from .registers import countries, country, pair, pairs, register, register_entry
from .replies import error, is_api
from .views import article, articles, openapi, search

__all__ = [
    "article",
    "articles",
    "comparison",
    "countries",
    "country",
    "error",
    "facet",
    "is_api",
    "meeting",
    "meetings",
    "openapi",
    "pair",
    "pairs",
    "quotes",
    "receipt",
    "register",
    "register_entry",
    "search",
    "statements",
    "suggestions",
]
