"""Every kind of page over real rows: `python -m tests.benchmarks.pages DIR` for a data folder.

Of each kind a few addresses are asked for: what most articles speak of, what few do,
the first page and one deep in the list. Server time is that of the WSGI application in one process,
from the request to the last byte; each address is asked for once before it is timed.
Bytes are those of the page with its style sheet and scripts, as a browser without a
cache loads them.

Queries, bytes and requests are the same on every machine and are held to their limits.
Times are told beside their limits, and held to what was reached: a machine's speed
cancels in the ratio of a page's processor time to that of a plain pass over some text.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from .costs import Cost, metered, spread
from .stack import body_of, run_module

ROUNDS: Final = 3
#: What the slowest kind of page may take: milliseconds, and what does not depend on the machine.
TIMES: Final[Mapping[str, float]] = {"p50 ms": 40, "p95 ms": 120}
LIMITS: Final[Mapping[str, float]] = {"queries": 12, "kB": 100, "requests": 6}
#: A page that is not there has the look of all others.
NOT_FOUND: Final = "not found"
_PLAIN: Final = "Fish, 1 boat and a harbor. " * 20_000
_WORD: Final = re.compile(r"[^\W_]+")
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
    printed_twice = _versions()
    articles = Article.objects.published().order_by("pk")
    some_articles = [*articles[:3], *articles.filter(pk__in=[first for first, _ in printed_twice])]
    deep = found.total // 25
    year = f"from={middle:%Y}-01-01&to={middle:%Y}-12-31"
    compared = "/search/compare/?q=cooperation&q=trade"
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
        "article": [article.get_absolute_url() for article in some_articles],
        "evidence": [f"{article.get_absolute_url()}evidence/" for article in some_articles],
        "versions": [f"/articles/{first}/compare/{second}/" for first, second in printed_twice],
        "comment": ["/articles/1/comment/"],
        "quotes": ["/quotes/", "/quotes/?page=20"]
        + [f"/quotes/?country={code.lower()}" for code in some("parties")]
        + ["/quotes/?q=trade", f"/quotes/?speaker=an&{year}"],
        "search": ["/search/?q=cooperation", "/search/?q=trade&sort=newest", "/search/?country=IN"]
        + [f"/search/?q=trade&{year}&page=3"]
        + [f"/search/?q=trade&size={size}" for size in (50, 100)],
        "search all": ["/search/"],
        "search nothing": ["/search/?q=zzyzx", "/search/?q=zzyzx+trade&country=IN"],
        "facet": [
            f"/search/facets/{asked}"
            for asked in ("person/?q=trade", "country/?order=name", "event/?part=an")
        ],
        "compare": ["/search/compare/", f"{compared}&q=summit", f"{compared}&{year}"],
        "about": ["/about/"],
        NOT_FOUND: ["/no/such/page/"],
        "feed": ["/feed/", f"/feed/?page={deep}"],
    }
    for register in REGISTERS:
        path = f"/{register.path}/"
        kinds[register.path] = [path, f"{path}?page=40", f"{path}?sort=name", f"{path}?q=an"]
        kinds[register.one] = [f"{path}{slug}/" for slug in some(FIELDS[register.model])]
    return {kind: asked for kind, asked in kinds.items() if asked}


def _versions() -> list[tuple[int, int]]:
    """Two versions of one report, where any was printed twice."""
    from django.db.models import Count, Max, Min

    from articles.models import Kinship

    rows = Kinship.objects.filter(copies__isnull=False, article__status="published").values("copies")
    twice = rows.annotate(number=Count("pk"), first=Min("article"), last=Max("article")).filter(number__gt=1)
    return list(twice.order_by("copies").values_list("first", "last")[:3])


def measured(application: Any, asked: Mapping[str, list[str]]) -> dict[str, dict[str, float]]:
    """What each kind of page costs."""
    plain = min(_plain_milliseconds() for _ in range(ROUNDS))
    told = {}
    for kind, each in asked.items():
        figures = _measured(application, each, 404 if kind == NOT_FOUND else 200)
        told[kind] = figures | {"plain passes": round(figures["cpu p50 ms"] / plain, 2)}
    return told


def of_archive(work: Path, count: int) -> dict[str, dict[str, float]]:
    """The same in a process of its own, over the archive that `stack` made."""
    told: dict[str, dict[str, float]] = json.loads(
        run_module("tests.benchmarks.pages", f"{work / f'archive-{count}'}")
    )
    return told


def _plain_milliseconds() -> float:
    began = time.process_time()
    for found in _WORD.finditer(_PLAIN):
        found.group().lower()
    return 1000 * (time.process_time() - began)


def _measured(application: Any, asked: list[str], status: int) -> dict[str, float]:
    loaded: list[tuple[int, int]] = []
    first: list[Cost] = []
    again: list[Cost] = []
    with metered() as ask:
        for address in asked:
            for round_ in range(ROUNDS + 1):
                body, cost = ask(lambda address=address: body_of(application, address, status))
                if round_:
                    again.append(cost)
                else:
                    first.append(cost)
                    loaded.append(_with_its_files(body))
    return {
        **spread(again),
        "queries": max(cost.queries for cost in (*first, *again)),
        "kB": max(size for size, _ in loaded) / 1000,
        "requests": max(requests for _, requests in loaded),
    }


def _with_its_files(body: bytes) -> tuple[int, int]:
    """Bytes and requests of a page with what it loads before it can be read; the icon is a picture."""
    from django.conf import settings

    files = [Path(settings.STATIC_ROOT, found.decode()) for found in _LOADED.findall(body)]
    return len(body) + sum(file.stat().st_size for file in files), 1 + len(files)


def above(told: Mapping[str, Mapping[str, float]], limits: Mapping[str, float] = LIMITS) -> list[str]:
    """Which kinds of pages cost more than they may."""
    return [
        f"{kind}: {name} {figures[name]:,.1f}, at most {limit:,}"
        for kind, figures in told.items()
        for name, limit in limits.items()
        if figures[name] > limit
    ]


def speeds(told: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How many pages of each kind are made in the processor time of ten plain passes; floors hold these."""
    return {f"page {kind}": round(10 / max(row["plain passes"], 0.01), 2) for kind, row in told.items()}


def table(told: Mapping[str, Mapping[str, float]]) -> str:
    names = ("p50 ms", "p95 ms", "cpu p50 ms", "cpu p95 ms", "plain passes", "queries", "kB", "requests")
    head = f"{'kind of page':16}" + "".join(f"{name:>13}" for name in names)
    rows = (f"{kind:16}" + "".join(f"{row[name]:13,.1f}" for name in names) for kind, row in told.items())
    return "\n".join((head, *rows))


def main(folder: Path) -> None:
    from .archive import choose

    choose(folder)
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    print(json.dumps(measured(application, addresses())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
