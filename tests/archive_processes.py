"""Real processes of one archive that a test starts, kills and asks.

Run as a program, this is a process that has loaded the archive and read nothing: it
forks one that does a named piece of work for each order, so that fifty of them take
no longer than their work. `Processes` gives the orders.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent

#: Articles that no writer touches, which every reader must find at any moment.
ANCHORS = 3
#: Articles that a writer of a bounded number writes.
SAVED = 6
#: Articles of the archive, so that a rebuild and a comparison take a few tenths of a second.
MOST = 24

STORY = """{first}, {second} agree on a {thing} line {number}

{city}, March {day}, 2024

{first} and {second} agreed on Tuesday to build a {thing} line by 2027, Energy Minister {name} said.

"The {thing} line {number} will carry {amount} tons in its first year," {name} said after the talks in {city}.
"""
WORDS = {
    "first": ("Nepal", "Norway", "Kenya"),
    "second": ("Bhutan", "Peru", "Ghana"),
    "thing": ("power", "grain", "water", "timber"),
    "city": ("Kathmandu", "Lima", "Accra"),
    "name": ("Dipak Rai", "Ada Lind", "Kofi Mensa"),
}


class Processes:
    """Forks of one loaded process. Used as a context, at whose end all are gone."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.archive_processes"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, work: str, seed: object = 0) -> int:
        """Begin a piece of work in a process of its own; tells its number."""
        return int(self._order("start", work, str(seed)))

    def end(self, process: int) -> Any:
        """What it made of its work once it is done; an error when it failed or was killed."""
        answer = json.loads(self._order("end", str(process)))
        assert answer["status"] == 0, f"a process ended with {answer['status']}; see its complaint above"
        return answer["made"]

    def kill(self, process: int) -> None:
        """End it at once, whatever it is at."""
        os.kill(process, signal.SIGKILL)
        status = json.loads(self._order("end", str(process)))["status"]
        assert status == -signal.SIGKILL, "it must not have failed by itself"

    def stop(self, process: int) -> Any:
        """Ask a reader to come to its end."""
        os.kill(process, signal.SIGTERM)
        return self.end(process)

    def run(self, work: str, seed: object = 0) -> Any:
        return self.end(self.start(work, seed))

    def _order(self, *words: str) -> str:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("\t".join(words) + "\n")
        self._parent.stdin.flush()
        return self._parent.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate()


def story(chance: random.Random) -> bytes:
    words = {kind: chance.choice(each) for kind, each in WORDS.items()}
    numbers = {name: chance.randrange(1, 10**6) for name in ("number", "amount")}
    return STORY.format(**words, **numbers, day=chance.randrange(1, 30)).encode()


# --- What a process may be ordered to do ---


def prepare(_: random.Random) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    importer = _importer()
    for number in range(ANCHORS):
        text = (
            f"Anchor {number}\n\nThis anchor number {number} lies where it lies, whoever writes beside it.\n"
        )
        _imported(importer, text.encode(), f"anchor {number}")
    chance = random.Random("first")
    for number in range(8):
        _imported(importer, story(chance), f"first {number}")
    importer.finish()


def save(chance: random.Random) -> None:
    """One of the ways in which an article comes or changes."""
    from articles import workflow
    from articles.models import Person

    rows = list(_touchable())
    match chance.choice(("import", "update", "edit", "publish", "rename") if rows else ("import",)):
        case "import":
            importer = _importer()
            for _ in range(chance.randrange(1, 4)):
                _imported(importer, story(chance), f"story {chance.random()}")
            importer.finish()
        case "update":
            importer = _importer()
            _imported(importer, story(chance), f"first {chance.randrange(8)}")
            importer.finish()
        case "edit":
            article = chance.choice(rows)
            before = article.span_fields()
            article.text = f"Corrected {chance.random()}. {article.text}"[:4000]
            workflow.save_edit(article, before, editor=None)
        case "publish":
            workflow.publish(chance.sample(rows, min(3, len(rows))))
        case "rename":
            if person := Person.objects.order_by("?").first():
                _rename(person, chance)


def delete(chance: random.Random) -> None:
    """One of the ways in which an article goes."""
    from articles import workflow

    if not (rows := list(_touchable())):
        return
    go = chance.choice((workflow.withdraw, workflow.back_to_draft, workflow.delete))
    go(chance.sample(rows, min(chance.randrange(1, 4), len(rows))))


def rebuild(_: random.Random) -> None:
    from django.core.management import call_command

    call_command("rebuild_index", verbosity=0)


def sync(_: random.Random) -> str:
    from django.core.management import call_command

    told = StringIO()
    call_command("sync_index", stdout=told)
    return told.getvalue()


def publish_one(chance: random.Random) -> None:
    """The next save, which has nothing to do with what was done before."""
    importer = _importer()
    _imported(importer, story(chance), f"next {chance.random()}")
    importer.finish()


def keep_saving(chance: random.Random) -> None:
    while True:
        # Deleting keeps the archive small.
        (delete if chance.random() < 0.4 or _touchable().count() > MOST else save)(chance)


def keep_deleting(chance: random.Random) -> None:
    while True:
        (save if chance.random() < 0.4 else delete)(chance)


def keep_rebuilding(chance: random.Random) -> None:
    from django.core.management import CommandError

    while True:
        try:
            rebuild(chance)
        except CommandError as error:
            # Two rebuild by turns.
            if "Another process has been at the rebuild" not in str(error):
                raise
            time.sleep(0.01)


def save_some(chance: random.Random) -> list[int]:
    """Articles one after the other; tells their numbers."""
    made: list[int] = []
    for number in range(SAVED):
        importer = _importer()
        made += _imported(importer, story(chance), f"some {chance.random()} {number}")
        importer.finish()
    return made


def keep_reading(chance: random.Random) -> int:
    """Search until told to stop. Whatever is written, each answer is right in itself; tells how many there were."""
    from haystack import connections

    from articles.queries import SearchRequest, search

    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(1))
    connections["default"].get_backend().silently_fail = False
    count = 0
    while not stopped:
        page = search(SearchRequest(q="anchor", page_size=50))
        assert page.total == len(page.hits) == ANCHORS, f"{page.total} of {ANCHORS} anchors are found: {page}"
        page = search(SearchRequest(q=chance.choice(("line", "power OR grain", '"timber line"', "l*n"))))
        assert len(page.hits) == min(page.total, page.request.page_size)
        countries = {value.value: value.count for value in page.facets[0].values}
        assert all(count <= page.total for count in countries.values())
        count += 2
        time.sleep(0.03)
    return count


def compare(_: random.Random) -> dict[str, Any]:
    """How the index differs from the rows, and what waits to be written to it."""
    from haystack import connections

    from articles.indexing import noted
    from articles.models import Article
    from tests.held import assert_whole, differences

    assert_whole(connections["default"].get_backend().root)
    return {
        "differences": differences(),
        "noted": noted(),
        "rows": Article.objects.published().count(),
        "articles": list(Article.objects.published().values_list("pk", flat=True)),
    }


def state(_: random.Random) -> dict[str, int]:
    """What a crash left to do."""
    from archive.search import compare as compared
    from articles.indexing import noted

    return {"noted": noted(), "differing": sum(len(each.keys) for each in compared())}


WORK: dict[str, Callable[[random.Random], Any]] = {
    work.__name__: work
    for work in (
        prepare,
        rebuild,
        sync,
        publish_one,
        keep_saving,
        keep_deleting,
        keep_rebuilding,
        save_some,
        keep_reading,
        compare,
        state,
    )
}


def _importer() -> Any:
    from articles.importing import Importer

    return Importer()


def _imported(importer: Any, data: bytes, name: str) -> list[int]:
    from articles.drafts import RawDocument

    results = list(importer.run(RawDocument(data, name), place=name))
    failed = [result.reason for result in results if result.outcome == "failed"]
    assert not failed, failed
    return [result.article for result in results]


def _touchable() -> Any:
    from articles.models import Article

    return Article.objects.filter(pk__gt=ANCHORS)


def _rename(person: Any, chance: random.Random) -> None:
    from django.db import transaction

    from articles import workflow

    with transaction.atomic():
        person.name = f"{person.name.split()[0]} {chance.choice('ABCDEFGH')}."
        person.save()
        workflow.renamed(person)


# --- The process that forks ---


def _forked(work: str, seed: str) -> tuple[int, int]:
    """The number of the child, and where its answer can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        made = WORK[work](random.Random(f"{work} {seed}"))
        os.write(writing, json.dumps(made).encode())
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _ended(child: int, reading: int) -> dict[str, Any]:
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status, "made": json.loads(answer) if answer else None}


def main() -> None:
    import django

    django.setup()
    from articles.drafts import RawDocument
    from articles.reading import read, reading_config

    # Word lists and rules are loaded before anything is forked, the database is not opened.
    list(read(RawDocument(story(random.Random(0)), "story"), reading_config()))
    pipes: dict[int, int] = {}
    for line in sys.stdin:
        order, *rest = line.rstrip("\n").split("\t")
        if order == "start":
            child, pipes[child] = _forked(*rest)
            answer = str(child)
        else:
            answer = json.dumps(_ended(int(rest[0]), pipes.pop(int(rest[0]))))
        print(answer, flush=True)
    for child, pipe in pipes.items():
        os.kill(child, signal.SIGKILL)
        _ended(child, pipe)


if __name__ == "__main__":
    main()
