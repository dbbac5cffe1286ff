"""That the database is told what its tables hold, when that has changed."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.importing import Importer, Incoming
from articles.parsing import RawDocument
from articles.planning import weigh_if_grown
from tests import factories as make

pytestmark = pytest.mark.django_db


def weighed() -> dict[str, int]:
    """Rows of a table as the database believes they are."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
            if cursor.fetchone() is None:
                return {}
            cursor.execute("SELECT tbl, CAST(stat AS INTEGER) FROM sqlite_stat1")
        else:
            cursor.execute("SELECT relname, reltuples FROM pg_class")
        return {name: int(rows) for name, rows in cursor.fetchall()}


def test_an_import_that_fills_an_archive_tells_the_database_how_full_it_is():
    importer = Importer()
    list(
        importer.run_all(
            Incoming(RawDocument(f"Storm {n}\n\nA storm came to Oslo.".encode())) for n in range(3)
        )
    )
    importer.finish()
    assert weighed()["articles_article"] == 3


def test_little_more_than_there_was_is_planned_for_as_before():
    for number in range(3):
        make.article(f"Storm {number}")
    weigh_if_grown(3, 3)
    make.article("One more")
    weigh_if_grown(1, 400)
    assert weighed()["articles_article"] == 3
    weigh_if_grown(1, 4)
    assert weighed()["articles_article"] == 4
