"""The archive as JSON, version 1: read-only, without a key, open to pages of other sites.

It is plain Django. A framework (Django REST framework and django-ninja were weighed) pays where there are
forms to check, users to let in and many kinds of writes; here four addresses are read, whose parameters
the search page reads already. Either would bring a second way to read them, and a second shape of errors.
What is answered is described in `openapi.py`, and tests hold every answer against that description.
"""

from .replies import error, is_api
from .views import article, articles, openapi, search

__all__ = ["article", "articles", "error", "is_api", "openapi", "search"]
