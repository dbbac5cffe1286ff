"""Several processes on one index: nothing is lost, nothing is seen half, no lock stays shut."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from archive.search import _flat, _writer
from archive.search._snapshot import Pointer, Reading
from archive.search.exceptions import IndexBusy

from .conftest import WHEN, pks
from .notes import Note, NoteIndex

ROOT = Path(__file__).resolve().parents[2]
#: So many processes write, and as many read.
WRITERS = (1, 2, 3, 4)

#: What a process of its own runs: the same connection on the directory that it is given.
_PROCESS = """
import os, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
import django
django.setup()
from haystack import connections
from haystack.utils.loading import UnifiedIndex
from tests.search.notes import MemoIndex, Note, NoteIndex
from tests.search.conftest import WHEN
connections.connections_info["notes"] = dict(
    ENGINE="archive.search.backend.ArchiveEngine", PATH=sys.argv[1], LOCK_TIMEOUT=60
)
engine = connections.reload("notes")
engine._index = UnifiedIndex()
engine._index.build([NoteIndex(), MemoIndex()])
backend = engine.get_backend()
number = int(sys.argv[2])
print("ready", flush=True)
"""


def process(path: Path, number: int, code: str) -> subprocess.Popen[str]:
    source = _PROCESS.format(root=str(ROOT)) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", source, str(path), str(number)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )


def finished(running: subprocess.Popen[str]) -> str:
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    return out


def test_processes_that_write_while_others_read_lose_nothing(backend: Any, found: Any, write: Any) -> None:
    write({"body": "oil"}, first=0)
    writers = [
        process(
            backend.root,
            number,
            """
            for round in range(6):
                pk = number * 100 + round
                backend.update(NoteIndex(), [Note(pk=pk, body="oil gas", changed=WHEN)])
            """,
        )
        for number in WRITERS
    ]
    readers = [
        process(
            backend.root,
            9,
            """
        from haystack.query import SearchQuerySet
        seen = 0
        while seen < 25:
            now = SearchQuerySet(using="notes").filter(content="oil").facet("pages")
            assert len(list(now)) >= seen, "fewer than before"
            seen = now.count()
        """,
        )
        for _ in WRITERS
    ]
    for running in (*writers, *readers):
        finished(running)
    wanted = [0, *(number * 100 + round for number in WRITERS for round in range(6))]
    assert sorted(pks(found.filter(content="oil"))) == wanted


def test_a_field_may_lose_its_last_value(backend: Any, found: Any, write: Any) -> None:
    """What was joined without the last document that had one is joined with others again."""
    write({"body": "oil", "author": "Lind", "tags": ["a"], "pages": 3}, {"body": "oil"})
    for row in range(1, 6):
        write({"body": "gas"}, first=row)
    assert found.filter(content="gas").count() == 5
    assert found.facet("author").facet("tags").facet_counts()["fields"] == {"author": [], "tags": []}
    write({"body": "gas", "author": "Berg", "tags": ["b"]}, first=9)
    write({"body": "gas"}, first=10)
    assert found.facet("tags").facet_counts()["fields"]["tags"] == [("b", 1)]


def test_a_writer_that_is_killed_leaves_the_index_whole_and_the_lock_open(
    backend: Any, found: Any, write: Any
) -> None:
    write({"body": "oil"}, {"body": "oil"})
    for wait in (0.01, 0.05, 0.15):
        running = process(
            backend.root,
            5,
            """
            while True:
                notes = [Note(pk=pk, body="gas " * 50, changed=WHEN) for pk in range(10, 40)]
                backend.update(NoteIndex(), notes)
            """,
        )
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert sorted(pks(found.filter(content="oil"))) == [1, 2]
        assert found.filter(content="gas").count() in (0, 30)
    write({"body": "coal"}, first=3)
    assert pks(found.filter(content="coal")) == [3]


def test_a_writer_waits_its_turn_for_a_bounded_time(backend: Any) -> None:
    with _writer.locked(backend.root, "writer", patience=1):
        backend.patience = 0.1
        with pytest.raises(IndexBusy, match="writer"):
            backend.update(NoteIndex(), [Note(pk=1, changed=WHEN)])
    backend.update(NoteIndex(), [Note(pk=1, changed=WHEN)])


def test_threads_search_while_one_writes(backend: Any, write: Any) -> None:
    write(*({"body": f"oil {number}"} for number in range(20)))
    stop = threading.Event()
    failures: list[BaseException] = []

    def search() -> None:
        try:
            while not stop.is_set():
                answer = backend.search("oil", facets={"tags_exact": {}}, limit_to_registered_models=False)
                assert answer["hits"] >= 20
                assert len(answer["results"]) == answer["hits"]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(8):
        backend.update(NoteIndex(), [Note(pk=100 + number, body="oil", changed=WHEN)])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_batch_that_fails_changes_nothing(backend: Any, found: Any, write: Any) -> None:
    write({"body": "oil"})

    class Breaks(NoteIndex):
        def prepare_text(self, note: Note) -> str:
            if note.pk == 3:
                raise ValueError("broken")
            return note.body

    with pytest.raises(ValueError, match="broken"):
        backend.update(Breaks(), [Note(pk=pk, body="oil", changed=WHEN) for pk in (2, 3)])
    assert pks(found.filter(content="oil")) == [1]
    write({"body": "oil"}, first=4)
    assert pks(found.filter(content="oil").order_by("id")) == [1, 4]


def test_a_disk_that_is_full_stops_one_batch_and_not_the_next(backend: Any, found: Any, write: Any) -> None:
    write({"body": "oil"})
    full = OSError(28, "No space left on device")
    for where, step in ((_flat, "write"), (_writer.TOC, "write"), (_writer.Gathering, "arrays")):
        with (
            patch.object(where, step, side_effect=full),
            pytest.raises(OSError, match="No space") as held,
        ):
            write({"body": "gas"}, first=2)
        assert pks(found.all()) == [1], step
        write({"body": "oil"})
        del held
    write({"body": "gas"}, first=2)
    assert pks(found.filter(content="gas")) == [2]


def test_a_rebuild_tidies_up_after_killed_ones(backend: Any, write: Any) -> None:
    write({"body": "oil"})
    (backend.root / "index-dead").mkdir()
    (backend.root / "CURRENT.1.2").write_text("{")
    _writer.rebuild(backend.root, backend.layout, [], lambda _: None)
    assert sorted(path.name.partition("-")[0] for path in backend.root.iterdir()) == [
        *("CURRENT", "index", "rebuild.lock", "writer.lock")
    ]


def test_a_save_reads_only_its_own_segment(backend: Any, found: Any, write: Any) -> None:
    """What was read of a segment is kept for as long as the segment lives."""
    write(*({"body": "oil", "tags": ["a"]} for _ in range(30)))
    assert found.facet("tags").facet_counts()["fields"]["tags"] == [("a", 30)]
    before = {id(leaf) for leaf, _ in backend.reading._snapshot.leaves}
    write({"body": "gas", "tags": ["b"]}, first=99)
    assert found.facet("tags").facet_counts()["fields"]["tags"] == [("a", 30), ("b", 1)]
    assert before < {id(leaf) for leaf, _ in backend.reading._snapshot.leaves}


def test_segments_do_not_pile_up(backend: Any, found: Any, write: Any) -> None:
    for number in range(1, 31):
        write({"body": "oil"}, first=number)
    assert found.count() == 30
    assert len(backend.reading._snapshot.leaves) < 12


def test_a_change_within_one_tick_of_the_clock_is_seen(backend: Any, found: Any, write: Any) -> None:
    for number in range(1, 6):
        write({"body": "oil"}, first=number)
        assert found.filter(content="oil").count() == number


def test_readers_of_an_index_that_is_cleared_see_it_empty(backend: Any, found: Any, write: Any) -> None:
    write({"body": "oil"})
    held = Reading(backend.root)
    assert held.snapshot(backend.layout.fingerprint).size == 1
    backend.clear()
    assert held.snapshot(backend.layout.fingerprint).size == 0
    assert len(list(backend.root.glob("index-*"))) == 1


def test_an_index_that_was_replaced_twice_is_seen_with_one_search_between(
    backend: Any, found: Any, write: Any
) -> None:
    for number in range(1, 4):
        backend.clear()
        write({"body": "oil"}, first=number)
        assert pks(found.filter(content="oil")) == [number]


def test_the_pointer_is_never_seen_half_written(tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            Pointer("index-" + "a" * 500, "x").write(tmp_path)

    writing = threading.Thread(target=write)
    Pointer("index-" + "a" * 500, "x").write(tmp_path)
    writing.start()
    for _ in range(300):
        assert Pointer.read(tmp_path) is not None
    stop.set()
    writing.join()
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
