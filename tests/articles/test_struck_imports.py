"""Imports by several processes, one of which is interrupted or killed, with a database of their own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """A command that hears an interrupt, also where a shell started the tests in the background."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def stored(environment: dict[str, str]) -> int:
    with closing(sqlite3.connect(Path(environment["ARCHIVE_DATA_DIR"], "archive.sqlite3"))) as archive:
        return int(archive.execute("SELECT count(*) FROM articles_article").fetchone()[0])


def readers_of(process: int) -> list[int]:
    """The processes that an import started to read texts."""
    started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(each) for each in started if b"spawn_main" in told(int(each), "cmdline")]


def told(process: int, what: str) -> bytes:
    """What the system tells of a process; nothing of one that is gone."""
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def runs(process: int) -> bool:
    """One that has ended stays listed as a zombie until somebody asks how."""
    return told(process, "stat").rpartition(b")")[2].split()[:1] not in ([], [b"Z"])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells processes apart by /proc")
@pytest.mark.parametrize("blow", ["interrupt", "kill", "kill a reader"])
def test_an_import_that_is_struck_down_is_taken_up_again(blow: str, tmp_path: Path) -> None:
    """Nothing is lost, nothing is there twice, nobody is left running, and the index follows."""
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    count = 2000
    lines = [
        json.dumps({"id": number, "text": f"Peru and Chile agreed on point {number} in Lima on Monday."})
        for number in range(count)
    ]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join(lines))
    assert manage(environment, "migrate", "--verbosity", "0").wait() == 0
    running = manage(environment, "import_articles", str(feed), "--processes", "2")
    while running.poll() is None and not stored(environment):
        time.sleep(0.05)
    readers = readers_of(running.pid)
    assert readers
    if blow == "kill a reader":
        os.kill(readers[-1], signal.SIGKILL)
    else:
        running.send_signal(signal.SIGINT if blow == "interrupt" else signal.SIGKILL)
    out, err = running.communicate(timeout=300)
    expected = {"interrupt": 130, "kill": -signal.SIGKILL, "kill a reader": 0}[blow]
    assert running.returncode == expected, err
    if blow == "kill a reader":
        assert out.startswith(f"{count} added")
    held = stored(environment)
    again = manage(environment, "import_articles", str(feed), "--processes", "2")
    account = again.communicate(timeout=300)[0]
    assert account.startswith(f"{count - held} added, {held} unchanged"), account
    assert stored(environment) == count
    levelled = manage(environment, "sync_index")
    levelled.communicate(timeout=300)
    checking = manage(environment, "sync_index", "--check")
    assert f"{count:,} articles" in checking.communicate(timeout=300)[0]
    assert not [reader for reader in readers if runs(reader)]
