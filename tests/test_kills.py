"""Writers killed at random moments: the next save, or `sync_index`, makes the index say what the rows say."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

from tests.archive_processes import Processes

KILLS = 50
#: Where a busy machine lets few of them come to their work before they are killed, more are, up to so many.
MOST_KILLS = 200
SEED = "kills"
KINDS = ("keep_saving", "keep_deleting", "keep_rebuilding")
READERS = 2


def test_nothing_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    """Two writers at a time, killed one after the other; readers go on all the while.

    After each pair every row is compared with what the index holds of it, field by
    field and word by word, and every file of the index is read.
    """
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    chance = random.Random(SEED)
    print(f"seed {SEED!r}")
    killed: Counter[str] = Counter()
    left = 0
    with Processes(environment) as processes:
        processes.run("prepare")
        assert processes.run("compare")["differences"] == []
        readers = [processes.start("keep_reading", number) for number in range(READERS)]
        for pair in range(MOST_KILLS // 2):
            if sum(killed.values()) >= KILLS and left > KILLS // 10:
                break
            kinds = [chance.choice(KINDS), chance.choice(KINDS)]
            writers = [processes.start(kind, f"{pair} {number}") for number, kind in enumerate(kinds)]
            for writer, kind in zip(writers, kinds, strict=True):
                time.sleep(0.02 + 0.3 * chance.random())
                processes.kill(writer)
                killed[kind] += 1
            found = processes.run("state")
            left += bool(found["noted"] or found["differing"])
            processes.run("sync" if pair % 2 else "publish_one", pair)
            compared = processes.run("compare")
            told = f"after {pair + 1} pairs, of {kinds}, which left {found}"
            assert compared["differences"] == [], told
            assert compared["noted"] == 0, told
        assert processes.run("sync").endswith("up to date.\n")
        processes.run("rebuild")
        answers = sum(processes.stop(reader) for reader in readers)
    assert sum(killed.values()) >= KILLS
    assert set(killed) == set(KINDS)
    assert left > KILLS // 10, "the kills must fall between the rows and the index, too"
    assert answers > KILLS, "readers were kept waiting"
    assert sorted(path.name.partition("-")[0] for path in (tmp_path / "index").iterdir()) == [
        *("CURRENT", "index", "rebuild.lock", "writer.lock")
    ], "what killed rebuilds left is tidied away"
    print(
        f"{dict(killed)}; {left} of {sum(killed.values()) // 2} pairs left work to do; {answers} searches meanwhile"
    )
