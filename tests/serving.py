"""An archive served in a process of its own, as `make run` does it: what browsers and other programs meet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Seconds that a server may take to start or to end: the machine may be busy with other tests.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Site:
    """An archive with the seeds and one editor, on SQLite whatever the tests run on."""

    address: str
    environment: dict[str, str]
    editor: str = "editor"
    password: str = "correct-horse-battery"

    def manage(self, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def served(data_dir: Path, **settings: str) -> Iterator[Site]:
    with socket.socket() as listening:
        # The server is handed a port that is held from here on: one that was only looked for may be gone by then.
        listening.bind(("127.0.0.1", 0))
        with _served(data_dir, listening, settings) as site:
            yield site


@contextmanager
def _served(data_dir: Path, listening: socket.socket, settings: dict[str, str]) -> Iterator[Site]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ARCHIVE_DATA_DIR": str(data_dir), **settings}
    site = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", environment)
    site.manage("set_up")
    site.manage(
        "createsuperuser",
        "--noinput",
        f"--username={site.editor}",
        "--email=editor@example.org",
        DJANGO_SUPERUSER_PASSWORD=site.password,
    )
    options = (
        f"--bind fd://{listening.fileno()} --worker-class archive.worker.Worker --workers 2 --threads 4"
        f" --timeout {PATIENCE} --graceful-timeout 8"
        " --limit-request-line 8190 --no-control-socket --log-level warning"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "archive.wsgi", *options.split()],
        cwd=ROOT,
        env=environment,
        pass_fds=[listening.fileno()],
    )
    listening.close()
    try:
        _wait_for(f"{site.address}/healthz", server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            return
        except OSError:
            assert time.monotonic() < until, f"{address} does not answer"
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
