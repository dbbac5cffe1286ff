"""Bring the search index up to date with what changed, whatever dies in between.

The database is the truth and the index a copy that follows after the commit. So
that a process killed in between loses nothing, every change writes a note beside
itself, in its own transaction; the note is deleted when the index has followed.
What a dead process left is served by the next save of anybody, some hundreds at
a time, or by `sync_index`, which serves all and compares besides.

A use case says `index_follows(articles)` inside its transaction, and is done. A
bulk import says `note` there, and `refresh_index` once for many articles.

A failure of the index is logged, not raised: the rows are safe and the notes stay.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction

from archive.search import Difference, OperatorError, refresh, synchronize

from .grouping import group
from .models import Article, IndexNote
from .models.notes import Noted
from .spellings import settle_names

logger = logging.getLogger(__name__)

#: Articles whose index entries are committed together.
BATCH: Final = 1000

#: Notes of others that one save serves; more would keep an editor waiting.
LEFT_BEHIND: Final = 200

#: Serving a note may give somebody another name, and so note other articles; those are served next.
#: A bound, since in a busy archive there are always some.
ROUNDS: Final = 3

#: Seconds for which a save goes on writing articles that it changed itself, such as
#: all those that speak of a renamed country. The rest waits for other saves or `sync_index`.
SAVE_SECONDS: Final = 5.0

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Leveled:
    """What `level_index` did: how many noted articles it wrote, what differed besides, built anew or not."""

    noted: int
    differences: Sequence[Difference]
    rebuilt: bool


def index_follows(articles: Collection[int]) -> None:
    """Note these changed articles, and refresh the index once this transaction is committed."""
    note(articles)
    transaction.on_commit(partial(refresh_index, articles, seconds=SAVE_SECONDS))


def note(articles: Iterable[int]) -> None:
    """Remember that the index must follow these articles. Call it in the transaction that changes them.

    One statement however many they are. An article may be noted any number of times.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A note belongs in the transaction of its change.")
    IndexNote.objects.bulk_create([IndexNote(article=pk) for pk in articles], batch_size=BATCH)


def refresh_index(articles: Collection[int], *, seconds: float | None = None) -> None:
    """Serve the notes of these articles, and some that were left from before.

    Call it after the commit. Published articles are written to the index, others
    taken out of it. An article without a note is passed over: another process has
    served it, and read its row after it was noted. With `seconds` somebody waits:
    what is not begun by then is left to later, and of what others left only little
    is written.
    """
    started = time.monotonic()
    most = BATCH if seconds is None else LEFT_BEHIND
    try:
        for some in _batches(articles):
            if seconds is not None and time.monotonic() - started > seconds:
                break
            _serve(IndexNote.waiting(article__in=some))
        for _ in range(ROUNDS):
            left = list(IndexNote.waiting()[: most + 1])
            _serve(left[:most])
            if len(left) > most:
                logger.warning("%d changes wait to be indexed; every save does some, sync_index all", noted())
            most -= min(most, len(left))
            if not left or not most:
                break
    except Exception:
        logger.exception("The index could not follow; the next save or `sync_index` makes up for it")


def level_index() -> Leveled:
    """Serve all notes, then compare every row with the index. An index that cannot be used is built anew.

    Raises an `OperatorError` when neither can be done; the notes stay.
    """
    waiting = noted()
    failure: OperatorError | None = None
    try:
        _serve_all()
    except OperatorError as error:
        failure = error
    differences, rebuilt = synchronize()
    if rebuilt:
        _serve_all()
    elif failure is not None:
        raise failure
    return Leveled(waiting, differences, rebuilt)


def _serve_all() -> None:
    for _ in range(ROUNDS):
        waiting = list(IndexNote.waiting())
        for some in _batches(waiting):
            _serve(some)
        if not waiting:
            break


@contextmanager
def notes_served() -> Iterator[None]:
    """Around a rebuild, which writes every row: what was noted before it reads them goes once it is served.

    Stories, copies and names follow first, as for any note, for they are in the index. A note that comes
    later stays, and a rebuild that fails or dies leaves them all.
    """
    served: set[Noted] = set()
    for _ in range(ROUNDS):
        waiting = sorted(set(IndexNote.waiting()) - served)
        for some in _batches(waiting):
            _regroup(sorted({article for _, article in some}))
        served.update(waiting)
        if not waiting:
            break
    yield
    IndexNote.forget(served)


def noted() -> int:
    """How many articles wait for the index to follow them."""
    return IndexNote.objects.values("article").distinct().order_by().count()


def _serve(notes: Iterable[Noted]) -> None:
    """Bring the index level for these notes and delete them, and none that came meanwhile.

    They were read before the rows are, so whatever a deleted note told of is in the rows.
    """
    served = list(notes)
    if served:
        articles = sorted({article for _, article in served})
        _regroup(articles)
        refresh(Article, articles)
        IndexNote.forget(served)


def _regroup(articles: Collection[int]) -> None:
    """Stories, copies and the forms of names follow too: `group_stories` makes them anew.

    Other articles that speak of somebody who has another name now wait for the next save.
    """
    try:
        group(articles)
        with transaction.atomic():
            note(set(settle_names(articles)) - set(articles))
    except Exception:
        logger.exception("Stories and copies could not follow; run `manage.py group_stories`")


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield some
