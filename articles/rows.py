"""Many rows of one table at once, written from plain tuples and read as such.

An article has some seventy mentions. A model instance for each, every field of which is
asked how to store its value, costs ten times what the database takes to store it. So
rows without logic of their own go in as tuples. The statement is made from the model's
fields, with their columns and defaults, so that it cannot drift from the table; what a
row must be is checked by the constraints of the database, as ever.

What is read for a file of all articles is read the same way, for the same reason: some
thousand keys at once are one parameter, and rows come as the database gives them.

One statement of many rows serves both databases. It is as fast as a prepared one run
row by row on SQLite, and saves PostgreSQL a journey a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Any, Final, TypeVar, cast

from django.db import connection, models
from django.db.models.expressions import RawSQL

#: Values in one statement; SQLite takes 32,766.
_VALUES: Final = 8_000

Item = TypeVar("Item")


def parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in order, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def insert(
    model: type[models.Model],
    names: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Add rows whose values stand in the order of `names`; other fields take their defaults.

    Values go to the database as they are: text, whole numbers, fractions, booleans and None.
    With `ignore_conflicts` a row that is there already stays as it is.
    """
    columns, rest = _table(model, names)
    # Names come from the model, values go apart from the statement.
    head = f"INSERT INTO {connection.ops.quote_name(str(model._meta.db_table))} ({columns}) VALUES "  # noqa: S608
    tail = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    size = len(names) + len(rest)
    place = f"({', '.join(['%s'] * size)})"
    with connection.cursor() as cursor:
        for some in parts(rows, _VALUES // size):
            values = list(chain.from_iterable(chain.from_iterable((row, rest) for row in some)))
            cursor.execute(head + ", ".join([place] * len(some)) + tail, values)


@cache
def _table(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The columns of a row, and the values of those that are not named, which stand last."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    others = [field for name, field in fields.items() if name not in names]
    columns = [
        connection.ops.quote_name(field.column) for field in [*map(fields.__getitem__, names), *others]
    ]
    return ", ".join(columns), tuple(
        field.get_db_prep_save(field.get_default(), connection) for field in others
    )


def among(keys: Iterable[int]) -> RawSQL:
    """For a condition `pk__in`: keys as one parameter, which costs the same whatever their number.

    Django asks of each value in a list how it is stored, which took an eighth of an export.
    """
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, keys))}]"])


def tuples(rows: models.QuerySet) -> list[tuple[Any, ...]]:
    """The rows of `values_list` as the database gives them: right for text and whole numbers alone."""
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
