"""Keeping the index in step with the database, whatever died and when.

The database is the truth and the index a copy. What tells a current copy from an
old one is the moment of the row's last change, which the index keeps beside each
document: Haystack's own `get_updated_field` names it on the model, and the field
of the `SearchIndex` with that `model_attr` holds it. An index without one is
compared by what exists only.

Rows are read again under the writers' lock, so that of two processes that saved
the same row the later state stands, in whichever order they come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import models
from haystack import connections
from haystack.constants import DEFAULT_ALIAS, DJANGO_CT, ID
from haystack.utils import get_model_ct
from whoosh.util.times import datetime_to_long

from . import _writer
from ._schema import as_datetime
from ._segment import MISSING
from ._snapshot import Reading, Snapshot
from .exceptions import IndexDamaged, IndexOutdated

#: Rows that are read from the database at a time.
_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the index of one model is not what the database says, in primary keys."""

    model: str
    missing: frozenset[Any]
    outdated: frozenset[Any]
    surplus: frozenset[Any]

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.surplus)

    @property
    def keys(self) -> frozenset[Any]:
        return self.missing | self.outdated | self.surplus


def refresh(model: type[models.Model], keys: Collection[Any], *, using: str = DEFAULT_ALIAS) -> None:
    """Make the index agree with the database on these rows: written, written anew or removed.

    Call it after the transaction that changed them was committed.
    """
    if not keys:
        return
    backend = _backend(using)
    with _writer.batch(backend.root, backend.layout, backend.patience) as changes:
        _write(changes, _index(model, using), backend, keys)


def compare(*, using: str = DEFAULT_ALIAS) -> list[Difference]:
    """How the index differs from the database, a model each.

    Raises an `OperatorError` when the index cannot be read at all.
    """
    backend = _backend(using)
    with backend.reading.lock:
        snapshot = backend.reading.snapshot(backend.layout.fingerprint)
        return [_difference(snapshot, index, using) for index in _indexes(using)]


def synchronize(*, using: str = DEFAULT_ALIAS) -> tuple[list[Difference], bool]:
    """Make the index agree with the database; tells what differed and whether it was built anew.

    It is built anew when it cannot be read, or was made for other fields.
    """
    try:
        differences = compare(using=using)
    except (IndexDamaged, IndexOutdated):
        rebuild(using=using)
        return [], True
    for index, difference in zip(_indexes(using), differences, strict=True):
        keys = sorted(difference.keys)
        for start in range(0, len(keys), 2 * _ROWS):
            refresh(index.get_model(), keys[start : start + 2 * _ROWS], using=using)
    return differences, False


def rebuild(*, using: str = DEFAULT_ALIAS) -> int:
    """Build the index anew while the old one serves; tells how many documents it holds."""
    backend = _backend(using)
    count = 0

    def documents() -> Iterator[dict[str, Any]]:
        nonlocal count
        for index in _indexes(using):
            for _, document in backend.documents(index, _instances(index.build_queryset(using=using))):
                if document is not None:
                    count += 1
                    yield document

    def catch_up(directory: Path) -> None:
        held = Reading(directory.parent)
        snapshot = held.open(directory)
        with _writer.Batch(directory) as changes:
            for index in _indexes(using):
                _write(changes, index, backend, _difference(snapshot, index, using).keys)

    with backend.around_rebuild():
        _writer.rebuild(backend.root, backend.layout, documents(), catch_up, backend.patience)
    return count


def _difference(snapshot: Snapshot | None, index: Any, using: str) -> Difference:
    model = index.get_model()
    stamped = _stamp_fields(index)
    rows = index.index_queryset(using=using).prefetch_related(None).select_related(None).order_by()
    if stamped is None:
        truth = dict.fromkeys(rows.values_list("pk", flat=True))
    else:
        truth = {key: _stamp(moment) for key, moment in rows.values_list("pk", stamped[0])}
    held = {} if snapshot is None else _held(snapshot, model, stamped[1] if stamped else None)
    return Difference(
        model=get_model_ct(model),
        missing=frozenset(truth.keys() - held.keys()),
        outdated=frozenset(key for key, stamp in truth.items() if key in held and held[key] != stamp),
        surplus=frozenset(held.keys() - truth.keys()),
    )


def _held(snapshot: Snapshot, model: type[models.Model], stamp_field: str | None) -> dict[Any, int | None]:
    """The rows that the index holds, with their stamps."""
    kind = get_model_ct(model)
    kinds, identifiers = snapshot.values(DJANGO_CT), snapshot.values(ID)
    stamps = snapshot.numbers(stamp_field).tolist() if stamp_field else None
    to_python = model._meta.pk.to_python
    held: dict[Any, int | None] = {}
    for doc in snapshot.every.tolist():
        if kinds[doc] == (kind,):
            key = to_python(identifiers[doc][0].removeprefix(f"{kind}."))
            stamp = stamps[doc] if stamps else None
            held[key] = None if stamp == int(MISSING) else stamp
    return held


def _stamp_fields(index: Any) -> tuple[str, str] | None:
    """The model's field of the last change, and the index's field that holds it."""
    changed = index.get_updated_field()
    for field in index.fields.values():
        if changed and field.model_attr == changed and field.field_type == "datetime":
            return changed, field.index_fieldname
    return None


def _stamp(moment: datetime | None) -> int | None:
    return None if moment is None else int(datetime_to_long(as_datetime(moment)))


def _write(changes: _writer.Batch, index: Any, backend: Any, keys: Iterable[Any]) -> None:
    """Put the rows of these keys that are to be searched, and remove the others."""
    kind = get_model_ct(index.get_model())
    wanted = iter(keys)
    while some := list(islice(wanted, _ROWS)):
        for key in some:
            changes.remove(f"{kind}.{key}")
        rows = index.build_queryset(using=backend.connection_alias).filter(pk__in=some)
        for _, document in backend.documents(index, rows):
            if document is not None:
                changes.put(document)


def _instances(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """Rows in the order of their keys, some at a time with all that is prefetched for them."""
    last = None
    while True:
        page = list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:_ROWS])
        if not page:
            return
        yield from page
        last = page[-1].pk


def _backend(using: str) -> Any:
    return connections[using].get_backend()


def _indexes(using: str) -> list[Any]:
    return list(connections[using].get_unified_index().get_indexes().values())


def _index(model: type[models.Model], using: str) -> Any:
    return connections[using].get_unified_index().get_index(model)
