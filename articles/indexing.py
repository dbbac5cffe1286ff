"""Bring the search index up to date with some articles.

Called after the transaction that changed them has been committed. A failure is
logged, not raised: the rows are safe, and `sync_index` repairs the index.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from archive.search import refresh

from .models import Article

logger = logging.getLogger(__name__)


def refresh_index(articles: Collection[int]) -> None:
    """Write the published ones of these articles to the index and take the others out of it."""
    try:
        refresh(Article, articles)
    except Exception:
        logger.exception("The index could not be brought up to date; run `manage.py sync_index`")
