"""Starts a clean clone with `make run`, twice, and reads the pages it promises.

Usage: python .ci/start.py CLONE
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Addresses and words that their pages must show.
PAGES = {
    "/healthz": "ok",
    "/": "Dateline",
    "/search/?q=shipbuilding&country=KR": "shipbuilding",
    "/countries/bd/": "Bangladesh",
    "/pairs/in-kr/": "South Korea",
    "/dates/2025/08/": "August 2025",
    "/admin/login/": "Password",
}
#: Seconds that a start may take: the first installs packages from the network.
FIRST_START, SECOND_START = 300, 20


def main(clone: Path) -> None:
    port = free_port()
    with running(clone, port, FIRST_START) as site:
        for address, words in PAGES.items():
            page = read(site + address)
            if words.casefold() not in page.casefold():
                raise SystemExit(f"{address} does not show {words!r}")
            print(f"  {address}")
        article = re.search(r'href="(/articles/\d+/[^"]+)"', read(site + "/search/?q=shipbuilding"))
        if article is None:
            raise SystemExit("the search page links no article")
        before = read(site + article[1])
        refused = subprocess.run(
            ["make", "run", f"PORT={port}"], cwd=clone, capture_output=True, text=True, check=False
        )
        if refused.returncode == 0 or "taken" not in refused.stderr:
            raise SystemExit(f"a second server on one port was not refused clearly: {refused.stderr}")
    with running(clone, port, SECOND_START) as site:
        if read(site + article[1]) != before:
            raise SystemExit("the article differs after a second start")
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    if changed.stdout:
        raise SystemExit(f"running left files in the tree:\n{changed.stdout}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(clone: Path, port: int, patience: float) -> Iterator[str]:
    """`make run` until the block is left; interrupted as by Ctrl-C, which must end it within seconds.

    A worker that is still starting misses the word to stop and is ended after the graceful timeout.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    began = time.monotonic()
    server = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=environment,
        start_new_session=True,
        # A shell that runs this in the background has it ignore the interrupt that is tested here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    site = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                read(f"{site}/healthz")
                break
            except urllib.error.URLError as error:
                if server.poll() is not None or time.monotonic() - began > patience:
                    raise SystemExit(f"{clone} did not answer in {patience} s") from error
                time.sleep(0.2)
        print(f"  answered after {time.monotonic() - began:.1f} s")
        yield site
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            raise SystemExit("the server went on after Ctrl-C") from None


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
