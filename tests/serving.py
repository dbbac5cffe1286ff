"""An archive served in a process of its own, as `make run` does it: what browsers and other programs meet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ARCHIVE_DATA_DIR": str(data_dir), **settings}
    site = Site(f"http://{bind}", environment)
    site.manage("set_up")
    site.manage(
        "createsuperuser",
        "--noinput",
        f"--username={site.editor}",
        "--email=editor@example.org",
        DJANGO_SUPERUSER_PASSWORD=site.password,
    )
    options = f"--bind {bind} --workers 2 --threads 4 --limit-request-line 8190 --no-control-socket --log-level warning"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "archive.wsgi", *options.split()], cwd=ROOT, env=environment
    )
    try:
        _wait_for(f"{site.address}/healthz", server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, TimeoutError):
            assert time.monotonic() < until, f"{address} does not answer"
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
