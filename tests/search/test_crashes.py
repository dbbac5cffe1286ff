"""Writers killed at any moment: what is served is always one whole state, and the next writer goes on."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import Any

from archive.search import _writer

from .conftest import WHEN, pks
from .notes import Note, NoteIndex

KILLS = 50
#: Where a busy machine lets few of them come to their work before they are killed, more are, up to so many.
MOST_KILLS = 200
GROUP = range(100, 105)


def notes(round_: int) -> list[Note]:
    return [Note(pk=pk, body=f"group round{round_}", changed=WHEN) for pk in GROUP]


def write_for_ever(backend: Any, chance: random.Random) -> None:
    """Saves, removals and rebuilds of a group of documents, each of which is all or nothing."""
    while True:
        round_ = chance.randrange(10**6)
        match chance.choice(("save", "save", "remove", "rebuild")):
            case "save":
                backend.update(NoteIndex(), notes(round_))
            case "remove":
                with _writer.batch(backend.root, backend.layout) as changes:
                    for pk in GROUP:
                        changes.remove(f"archive_search.note.{pk}")
            case "rebuild":
                kept = [Note(pk=pk, body="kept", changed=WHEN) for pk in (1, 2, 3)]
                documents = [backend.prepared(NoteIndex(), note) for note in (*kept, *notes(round_))]
                _writer.rebuild(backend.root, backend.layout, documents, lambda _: None)


def test_a_writer_may_be_killed_at_any_moment(backend: Any, found: Any, write: Any) -> None:
    write(*({"body": "kept"} for _ in range(3)))
    chance = random.Random("kills")
    seen: set[int] = set()
    for kill in range(MOST_KILLS):
        if kill >= KILLS and seen == {0, len(GROUP)}:
            break
        child = os.fork()
        if not child:
            try:
                write_for_ever(backend, random.Random(chance.random()))
            finally:
                os._exit(1)
        time.sleep(0.005 + 0.1 * chance.random())
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the writer must not have failed by itself"
        assert sorted(pks(found.filter(content="kept"))) == [1, 2, 3]
        group = list(found.filter(content="group"))
        assert sorted(int(hit.pk) for hit in group) in ([], list(GROUP))
        assert len({hit.text for hit in group}) <= 1, "two states of the group at once"
        for hit in group[:1]:
            assert found.filter(content=hit.text.split()[-1]).count() == len(GROUP)
        assert found.all().count() == 3 + len(group)
        seen.add(len(group))
    assert seen == {0, len(GROUP)}, "the kills fell on different states"
    _writer.rebuild(backend.root, backend.layout, [], lambda _: None)
    assert sorted(path.name.partition("-")[0] for path in backend.root.iterdir()) == [
        *("CURRENT", "index", "rebuild.lock", "writer.lock")
    ]
