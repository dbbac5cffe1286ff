"""Everything that takes articles away, over real rows: `python -m tests.benchmarks.doors DIR` for a data folder.

An export is every article of the archive through the WSGI application, in a process of its own that
has answered a page and an export of one article before. Its memory is what the process grew by at most,
files that are mapped included. All other doors (feeds, API, harvest, sitemap) are asked as pages are: each
address once, and then a few times by the clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from . import pages
from .costs import Cost, metered, spread
from .stack import environ_of, run_module
from .tables import table

FORMS: Final = ("csv", "jsonl")
ROUNDS: Final = 5
#: What the slowest door may take, files that machines fetch whole apart: milliseconds, milliseconds, and
#: queries, which are most for an article with all there is of it.
LIMITS: Final[Mapping[str, float]] = {"p50 ms": 40, "p95 ms": 120, "queries": 22}
_WHOLE: Final = ("sitemap", "calendar", "oai List")
FIGURES: Final = ("p50 ms", "p95 ms", "cpu p50 ms", "queries", "kB")
Asked = tuple[str, Mapping[str, str]]


def of_archive(work: Path, count: int) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Exports, and all other doors by kind, over an archive that is made when there is none of that size."""
    folder = work / f"archive-{count}"
    run_module("tests.benchmarks.archive", "--articles", f"{count}", "--into", f"{folder}")
    exported: dict[str, float] = {}
    for form in FORMS:
        exported |= json.loads(run_module("tests.benchmarks.doors", f"{folder}", "--export", form))
    return exported, json.loads(run_module("tests.benchmarks.doors", f"{folder}"))


def exported(application: Any, form: str) -> dict[str, float]:
    """What it takes to write all articles as one file."""
    for address in ("/", f"/search/export.{form}?q=zzzzzz"):
        answered(application, address)
    held = _most_held()
    began, cpu = time.perf_counter(), time.process_time()
    headers, size = answered(application, f"/search/export.{form}")
    seconds, processor = time.perf_counter() - began, time.process_time() - cpu
    count = int(headers["X-Dateline-Count"])
    return {
        f"export {form} articles": count,
        f"export {form} seconds": round(seconds, 1),
        f"export {form} processor seconds": round(processor, 1),
        f"export {form} articles a second": round(count / seconds),
        f"export {form} file MB": round(size / 1e6, 1),
        f"export {form} MB": round((_most_held() - held) / 1e6, 1),
    }


def _most_held() -> int:
    """The most bytes that this process has held in memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def answered(
    application: Any, address: str, sent: Mapping[str, str] | None = None, expected: int = 200
) -> tuple[dict[str, str], int]:
    """Headers of an answer and how many bytes it has, none of which are kept."""
    told: list[Any] = []
    environ = environ_of(address) | dict(sent or {})
    response = application(environ, lambda status, headers: told.extend((status, headers)))
    size = sum(map(len, response))
    response.close()
    if not told[0].startswith(f"{expected}"):
        raise SystemExit(f"{address} answers {told[0]}")
    return dict(told[1]), size


def addresses() -> Mapping[str, list[str]]:
    """Addresses by kind of door, chosen by what the archive holds."""
    from articles.harvest import Wanted
    from articles.models import Article, Event, Person
    from articles.presenters.registers import REGISTERS
    from articles.selections import FIELDS, everything, survey

    counts = survey(everything(), dict.fromkeys((*FIELDS.values(), "pairs")), size=1).counts
    rows = Article.objects.published().order_by("modified_at", "pk")
    total = rows.count()
    if not counts or not total:
        raise SystemExit("The index is out of order or empty; run `manage.py sync_index`.")

    def some(field: str) -> list[str]:
        """The commonest and one in the middle."""
        held = list(counts[field])
        return list(dict.fromkeys((held[0], held[len(held) // 2])))

    middle = rows[total // 2]
    token = Wanted(after=(middle.modified_at.isoformat(), middle.pk), told=total // 2).token()
    codes, pairs = [code.lower() for code in some("parties")], [pair.lower() for pair in some("pairs")]
    meeting = Event.objects.filter(reports__article__status="published").first()
    api = "/api/v1/"
    kinds = {
        "feed": ["/feed/", f"/countries/{codes[0]}/feed/", "/search/feed/?q=trade"],
        "feed, deep page": [f"/feed/?page={total // 25}"],
        "api articles": [f"{api}articles/", f"{api}articles/?pair={pairs[0].upper()}"],
        "api articles, deep page": [f"{api}articles/?page={total // 25}"],
        "api article": [f"{api}articles/{middle.pk}/"],
        "api search": [f"{api}search/?q={words}" for words in ("trade", "cooperation&country=IN", "")],
        "api countries": [f"{api}countries/"],
        "api country": [f"{api}countries/{code}/" for code in codes],
        "api pairs": [f"{api}pairs/"],
        "api pair": [f"{api}pairs/{pair}/" for pair in pairs],
        "api quotes": [f"{api}quotes/", f"{api}quotes/?person={some(FIELDS[Person])[0]}"],
        "api quotes, deep page": [f"{api}quotes/?after={total}"],
        "api statements": [f"{api}statements/", f"{api}statements/?pair={pairs[0].upper()}"],
        "api meetings": [f"{api}meetings/", f"{api}meetings/?pair={pairs[0].upper()}"],
        "api meeting": [f"{api}meetings/{meeting.pk}/"] if meeting else [],
        "api suggestions": [f"{api}suggestions/?q={typed}" for typed in ("ko", "tra")],
        "oai Identify": ["/oai/?verb=Identify"],
        "oai ListSets": ["/oai/?verb=ListSets"],
        "oai ListRecords": [
            "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
            f"/oai/?verb=ListRecords&metadataPrefix=oai_dc&set=country:{codes[0].upper()}",
        ],
        "oai ListRecords, resumed": [f"/oai/?verb=ListRecords&resumptionToken={token}"],
        "calendar": [f"/pairs/{pairs[0]}/events.ics"],
        "sitemap": ["/sitemap.xml", "/sitemap-articles-1.xml"],
        "citation": [f"/articles/{middle.pk}/cite.{ending}" for ending in ("bib", "ris", "json")],
    }
    for register in REGISTERS:
        path = f"{api}{register.path}/"
        kinds[f"api {register.path}"] = [path, f"{path}?q=an", f"{path}?after=m"]
        kinds[f"api {register.one}"] = [f"{path}{slug}/" for slug in some(FIELDS[register.model])]
    return {kind: each for kind, each in kinds.items() if each}


def measured(application: Any, asked: Mapping[str, list[str]]) -> dict[str, dict[str, float]]:
    """What each kind of door costs; feeds and the API also where a reader has a copy that is right."""
    told = {kind: _measured(application, [(each, {}) for each in some]) for kind, some in asked.items()}
    for kind in ("feed", "api article", "api search"):
        copies = [(each, answered(application, each)[0]["ETag"]) for each in asked[kind]]
        again = [(each, {"HTTP_IF_NONE_MATCH": mark}) for each, mark in copies]
        told[f"{kind}, 304"] = _measured(application, again, expected=304)
    return told


def _measured(application: Any, asked: list[Asked], expected: int = 200) -> dict[str, float]:
    first: list[Cost] = []
    again: list[Cost] = []
    sizes: list[int] = []
    with metered() as ask:
        for address, sent in asked:
            for round_ in range(ROUNDS + 1):
                (_, size), cost = ask(
                    lambda address=address, sent=sent: answered(application, address, sent, expected)
                )
                (again if round_ else first).append(cost)
                sizes.append(size)
    return {
        **spread(again),
        "queries": max(cost.queries for cost in (*first, *again)),
        "kB": round(max(sizes) / 1000, 1),
    }


def above(told: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Which doors cost more than they may."""
    asked = {kind: figures for kind, figures in told.items() if not kind.startswith(_WHOLE)}
    return pages.above(asked, LIMITS)


def shown(told: Mapping[str, Mapping[str, float]]) -> str:
    return table(("door", *FIGURES), [(kind, *(row[name] for name in FIGURES)) for kind, row in told.items()])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.doors", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--export", choices=FORMS)
    options = parser.parse_args()
    from .archive import choose

    choose(options.folder)
    from archive.wsgi import application

    print(json.dumps(exported(application, options.export) if options.export else _doors(application)))


def _doors(application: Any) -> dict[str, dict[str, float]]:
    from django.test import override_settings

    # More is asked here in a minute than one address may.
    with override_settings(API_RATE=0):
        return measured(application, addresses())


if __name__ == "__main__":
    main()
