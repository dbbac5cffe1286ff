"""Every kind of page over real rows: `python -m tests.benchmarks.pages DIR` for a data folder.

Of each kind a few addresses are asked for: what most articles speak of, what few do,
the first page and one deep in the list. Server time is that of the WSGI application in one process,
from the request to the last byte; each address is asked for once before it is timed.
Bytes are those of the page with its style sheet and scripts, as a browser without a
cache loads them.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from .stack import ROOT, body_of, run_module

ROUNDS: Final = 3
#: What the slowest kind of page may take: milliseconds, milliseconds, queries, kilobytes and requests.
LIMITS: Final[Mapping[str, float]] = {"p50 ms": 40, "p95 ms": 120, "queries": 12, "kB": 100, "requests": 6}
_LOADED = re.compile(rb'<(?:script[^>]* src|link rel="stylesheet" href)="/static/([^"]+)"')


def addresses() -> Mapping[str, list[str]]:
    """Addresses by kind of page, chosen by what the archive holds."""
    from articles.models import Article
    from articles.presenters.registers import REGISTERS
    from articles.selections import FIELDS, everything, survey

    found = survey(everything(), dict.fromkeys((*FIELDS.values(), "pairs")), size=1)
    counts = found.counts
    if not counts or not found.total:
        raise SystemExit("The index is out of order or empty; run `manage.py sync_index`.")

    def some(field: str) -> list[str]:
        """The commonest, one in the middle and the rarest."""
        held = list(counts[field])
        return list(dict.fromkeys((held[0], held[len(held) // 20], held[len(held) // 2], held[-1])))

    days = Article.objects.published().filter(published_precision="day").order_by("-sort_date")
    middle = days.values_list("sort_date", flat=True)[days.count() // 2]
    articles = Article.objects.published().order_by("pk").values_list("pk", "title", "text")
    rows = [Article(pk=pk, title=title, text=text) for pk, title, text in articles[:3]]
    deep = found.total // 25
    kinds = {
        "home": ["/"],
        "countries": ["/countries/"],
        "country": [f"/countries/{code.lower()}/" for code in some("parties")]
        + [f"/countries/{some('parties')[0].lower()}/?{more}" for more in ("scope=mention", "page=100")],
        "pairs": ["/pairs/", "/pairs/?page=20"],
        "pair": [f"/pairs/{pair.lower()}/" for pair in some("pairs")],
        "dates": ["/dates/"],
        "year": [f"/dates/{middle:%Y}/", f"/dates/{middle:%Y}/?page=50"],
        "month": [f"/dates/{middle:%Y/%m}/"],
        "day": [f"/dates/{middle:%Y/%m/%d}/"],
        "day of years": [f"/dates/on-this-day/{middle:%m/%d}/"],
        "undated": ["/dates/undated/"],
        "article": [row.get_absolute_url() for row in rows],
        "search": ["/search/?q=cooperation", "/search/?q=trade&sort=newest", "/search/?country=IN"],
        "feed": ["/feed/", f"/feed/?page={deep}"],
    }
    for register in REGISTERS:
        path = f"/{register.path}/"
        kinds[register.path] = [path, f"{path}?page=40", f"{path}?sort=name", f"{path}?q=an"]
        kinds[register.one] = [f"{path}{slug}/" for slug in some(FIELDS[register.model])]
    return kinds


def measured(application: Any, asked: Mapping[str, list[str]]) -> dict[str, dict[str, float]]:
    """What each kind of page costs."""
    return {kind: _measured(application, each) for kind, each in asked.items()}


def of_archive(work: Path, count: int) -> dict[str, dict[str, float]]:
    """The same in a process of its own, over the archive that `stack` made."""
    told: dict[str, dict[str, float]] = json.loads(
        run_module("tests.benchmarks.pages", f"{work / f'archive-{count}'}")
    )
    return told


def _measured(application: Any, asked: list[str]) -> dict[str, float]:
    from django.db import connection

    queries: list[int] = []

    def counted(execute: Any, *args: Any) -> Any:
        queries[-1] += 1
        return execute(*args)

    times: list[float] = []
    processor: list[float] = []
    loaded: list[tuple[int, int]] = []
    with connection.execute_wrapper(counted):
        for address in asked:
            queries.append(0)
            loaded.append(_with_its_files(body_of(application, address)))
            for _ in range(ROUNDS):
                queries.append(0)
                began, cpu = time.perf_counter(), time.process_time()
                body_of(application, address)
                times.append(1000 * (time.perf_counter() - began))
                processor.append(1000 * (time.process_time() - cpu))
    return {
        "p50 ms": round(median(times), 1),
        "p95 ms": round(quantiles(times, n=20)[-1], 1),
        "cpu p50 ms": round(median(processor), 1),
        "cpu p95 ms": round(quantiles(processor, n=20)[-1], 1),
        "queries": max(queries),
        "kB": max(size for size, _ in loaded) / 1000,
        "requests": max(requests for _, requests in loaded),
    }


def _with_its_files(body: bytes) -> tuple[int, int]:
    """Bytes and requests of a page with what it loads before it can be read; the icon is a picture."""
    files = [_as_written(found.decode()) for found in _LOADED.findall(body)]
    sizes = sum((ROOT / "static" / name).stat().st_size for name in files)
    return len(body) + sizes, 1 + len(files)


def _as_written(name: str) -> str:
    """The name of a static file without the digest that `collectstatic` gives it."""
    return re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name)


def above(told: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Which kinds of pages cost more than they may."""
    for kind, figures in told.items():
        for name, limit in LIMITS.items():
            if figures[name] > limit:
                yield f"{kind}: {name} {figures[name]:,.1f}, at most {limit:,}"


def table(told: Mapping[str, Mapping[str, float]]) -> str:
    names = ("p50 ms", "p95 ms", "cpu p50 ms", "cpu p95 ms", "queries", "kB", "requests")
    head = f"{'kind of page':16}" + "".join(f"{name:>12}" for name in names)
    rows = (f"{kind:16}" + "".join(f"{row[name]:12,.1f}" for name in names) for kind, row in told.items())
    return "\n".join((head, *rows))


def main(folder: Path) -> None:
    from .archive import choose

    choose(folder)
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    print(json.dumps(measured(application, addresses())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
