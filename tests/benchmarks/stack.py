"""Pages through the whole stack over real rows: `python -m tests.benchmarks.stack DIR` for a data folder.

Server time is that of the WSGI application, from the request to the last byte of its
answer, in one process that has answered every question once. Pages a second are those of
gunicorn with two workers, asked over HTTP by a few connections that are kept open; the
client runs on the same cores and takes its share of them.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from .costs import Cost, metered

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
SECONDS, CONNECTIONS, WORKERS = 10.0, 4, 2
ROUNDS = 3


def measured(work: Path, count: int) -> dict[str, float]:
    """Both, over an archive that is made when the folder has none of that size."""
    folder = work / f"archive-{count}"
    run_module("tests.benchmarks.archive", "--articles", f"{count}", "--into", f"{folder}")
    told: dict[str, float] = json.loads(run_module("tests.benchmarks.stack", f"{folder}"))
    return told


def run_module(module: str, *words: str) -> str:
    # Django's settings of this process are those of another archive.
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def main(folder: Path) -> None:
    from .archive import choose

    choose(folder)
    from django.core.wsgi import get_wsgi_application

    addresses = search_addresses()
    application = get_wsgi_application()
    told = in_process(application, addresses) | over_http(folder, addresses)
    print(json.dumps(told))


def search_addresses() -> list[str]:
    """What readers ask for: words, mostly, some of them narrowed, in an order or on a later page."""
    from itertools import islice

    from .corpus import Asking, Question, Vocabulary, documents

    known = Vocabulary.of(documents(1_000))
    asking = Asking(known, "pages")

    def address(question: Question, **more: Any) -> str:
        typed = (" OR " if question.kind == "any" else " ").join(question.words)
        if question.kind == "phrase":
            typed = f'"{typed}"'
        return "/search/?" + urlencode({"q": typed, **more}, doseq=True)

    codes = known.values["country"]
    made = [address(asking.some(number)) for number in range(40)]
    made += [address(asking.some(number), country=codes[number]) for number in range(10)]
    made += [address(asking.some(number), sort="newest") for number in range(10)]
    made += [
        address(asking.some(number), **{"from": "2015-01-01", "to": "2018-06-30"}) for number in range(10)
    ]
    made += [address(asking.some(number), page=2) for number in range(5)]
    made += [address(asking.phrase(number)) for number in range(5)]
    made += [f"/search/?country={code}" for code in islice(codes, 5)]
    made += [f"/search/?country={codes[0]}&country={code}" for code in codes[1:6]]
    return made


def in_process(application: Any, addresses: list[str]) -> dict[str, float]:
    costs: list[Cost] = []
    sizes: list[int] = []
    with metered() as ask:
        for _ in range(ROUNDS + 1):
            for address in addresses:
                size, cost = ask(lambda address=address: answered(application, address))
                costs.append(cost)
                sizes.append(size)
    asked = len(addresses)
    first, times = costs[:asked], costs[asked:]
    steady = [median(cost.milliseconds for cost in times[number::asked]) for number in range(asked)]
    queries = [cost.queries for cost in costs]
    return {
        "first page after start ms": round(first[0].milliseconds, 1),
        "search page first touch p50 ms": round(median(cost.milliseconds for cost in first), 2),
        "search page p50 ms": round(median(steady), 2),
        "search page p95 ms": round(quantiles(steady, n=20)[-1], 2),
        "search page processor p50 ms": round(median(cost.processor for cost in times), 2),
        "search page queries p50": median(queries),
        "search page queries max": max(queries),
        "search page kB": round(median(sizes) / 1000, 1),
    }


def answered(application: Any, address: str) -> int:
    """How many bytes a page has."""
    return len(body_of(application, address))


def body_of(application: Any, address: str, status: int = 200) -> bytes:
    """A page. Any other status ends the measurement."""
    told: list[str] = []
    response = application(environ_of(address), lambda status, headers: told.append(status))
    body = b"".join(response)
    response.close()
    if not told[0].startswith(f"{status}"):
        raise SystemExit(f"{address} answers {told[0]}")
    return body


def environ_of(address: str) -> dict[str, Any]:
    """What a server hands to the application for a request."""
    path, _, question = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": question,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr,
    }


def over_http(folder: Path, addresses: list[str]) -> dict[str, float]:
    with served(folder) as port:
        _asked(port, addresses, seconds=3.0)
        began = time.perf_counter()
        times = _asked(port, addresses, SECONDS)
        spent = time.perf_counter() - began
    return {
        "pages a second": round(len(times) / spent, 1),
        "page over HTTP p50 ms": round(1000 * median(times), 1),
        "page over HTTP p95 ms": round(1000 * quantiles(times, n=20)[-1], 1),
        "workers": WORKERS,
    }


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The site on a free port, as `make run` serves it."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--bind", f"{HOST}:{port}", "--workers"]
    command += [f"{WORKERS}", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "ARCHIVE_DATA_DIR": str(folder)})
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _asked(port: int, addresses: list[str], seconds: float) -> list[float]:
    """Every connection asks on and on, each beginning elsewhere; seconds a page."""
    until = time.perf_counter() + seconds
    times: list[float] = []
    failed: list[str] = []

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        at = number * len(addresses) // CONNECTIONS
        while (began := time.perf_counter()) < until and not failed:
            connection.request("GET", addresses[at % len(addresses)])
            reply = connection.getresponse()
            reply.read()
            if reply.status != 200:
                failed.append(f"{addresses[at % len(addresses)]} answers {reply.status}")
            times.append(time.perf_counter() - began)
            at += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(failed[0])
    return times


if __name__ == "__main__":
    main(Path(sys.argv[1]))
