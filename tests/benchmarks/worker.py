"""`python -m tests.benchmarks.worker INDEX QUESTIONS BYTES`: a process that only searches, as a web worker does.

Prints as JSON how long the first search after a start takes, and what the process holds
in memory when it has answered everything, and again when it was asked thousands of
different words, which shows that what it keeps has a bound.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .corpus import Question

ROOT = Path(__file__).resolve().parents[2]
#: Asked for one after the other; their postings together are more than `LITTLE`.
DIFFERENT_WORDS = 5_000
LITTLE = 64 * 1024 * 1024


def measured(index: Path, scratch: Path, asked: list[Question], words: tuple[str, ...]) -> dict[str, float]:
    """What such a process tells, and what one keeps that is allowed little."""
    from archive.search._snapshot import POSTINGS_MEMORY

    handed = scratch / "worker.pickle"
    handed.write_bytes(pickle.dumps((asked, words[:DIFFERENT_WORDS])))
    little = _told(index, handed, LITTLE)
    return {
        **_told(index, handed, POSTINGS_MEMORY),
        "postings kept where 67 MB are allowed MB": little["postings kept MB"],
    }


def _told(index: Path, handed: Path, memory: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.worker", str(index), str(handed), str(memory)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main(index: Path, handed: Path, memory: int) -> None:
    import django

    django.setup()
    from .haystacks import Ours

    asked, words = pickle.loads(handed.read_bytes())
    ours = Ours(index)
    ours.backend.memory = memory
    empty = resident()
    began = time.perf_counter()
    ours.search(asked[0])
    told: dict[str, Any] = {"first search after start ms": round(1000 * (time.perf_counter() - began), 1)}
    for question in asked:
        ours.search(question)
    told |= {f"worker {name} MB": value for name, value in resident().items()}
    told["worker at start MB"] = empty["private"]
    for word in words:
        ours.search(Question("one", (word,)))
    told |= {f"worker {name} after many words MB": value for name, value in resident().items()}
    told["different words"] = len(words)
    told["postings kept MB"] = round(kept(ours) / 1e6, 1)
    print(json.dumps(told))


def resident() -> dict[str, float]:
    """Megabytes: what is this process's own, and pages of index files, which the system takes back."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    held = {
        name: value.split()[0] for name, _, value in (line.partition(":") for line in lines) if value.split()
    }
    return {
        "private": round(int(held["RssAnon"]) / 1024, 1),
        "mapped": round(int(held["RssFile"]) / 1024, 1),
    }


def kept(ours: Any) -> int:
    reading = ours.backend.reading
    with reading.lock:
        return int(reading.snapshot(ours.backend.layout.fingerprint).postings_kept.size)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
