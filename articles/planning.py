"""What the database knows of its tables, by which it chooses how to answer.

Without these figures SQLite guesses from the shape of an index: at 100,000 articles the page of two
countries then took six times as long, the quotations of a country ten times. It never counts of itself.
PostgreSQL does, but some minutes after an import. A sample of each table was tried on SQLite, and was
too coarse: all of it is counted, in some 15 seconds for a million articles.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

#: Tables that grew by less than a part in so many are planned for as before.
_PARTS: Final = 10


def weigh_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def weigh_if_grown(added: int, total: int) -> None:
    """After an import that added so many of all articles there are."""
    if added * _PARTS >= total > 0:
        weigh_tables()
