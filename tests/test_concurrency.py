"""Processes that work on one archive at the same time, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.archive_processes import SAVED, Processes
from tests.benchmarks.generate import write_texts

ROOT = Path(__file__).resolve().parent.parent
COUNT = 12
#: So many processes write, and as many read.
AT_ONCE = 4


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A database of its own on the server that the tests run on."""
    name = f"dateline_at_once_{os.getpid()}"
    server = settings.DATABASES["default"]
    options = {
        key: server[key.upper()] for key in ("user", "password", "host", "port") if server[key.upper()]
    }
    connection = psycopg2.connect(dbname="postgres", **options)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        before, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        yield f"{before}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    variables = {
        **os.environ,
        "ARCHIVE_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    if request.param == "postgresql":
        variables["DATABASE_URL"] = request.getfixturevalue("postgresql_url")
    return variables


def manage(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_imports_of_the_same_documents_at_once_take_each_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    write_texts(tmp_path / "documents", COUNT)
    migrating = manage(environment, "migrate", "--verbosity", "0")
    assert migrating.wait() == 0, migrating.stderr
    importing = [manage(environment, "import_articles", str(tmp_path / "documents")) for _ in range(2)]
    accounts = [process.communicate(timeout=120) for process in importing]
    for process, (_, complaints) in zip(importing, accounts, strict=True):
        assert process.returncode == 0, complaints
    added = sum(int(account.split(" added")[0].split()[-1]) for account, _ in accounts)
    assert added == COUNT
    count = "from articles.models import Article; print(Article.objects.count())"
    assert manage(environment, "shell", "--verbosity", "0", "-c", count).communicate()[0].split()[-1] == str(
        COUNT
    )
    checking = manage(environment, "sync_index", "--check")
    assert checking.communicate(timeout=60)[0]
    assert checking.returncode == 0


def test_four_processes_write_while_four_read(environment: dict[str, str]) -> None:
    """Nobody fails, every article that was saved is in the index as it is in its rows, and no note is left."""
    with Processes(environment) as processes:
        processes.run("prepare")
        readers = [processes.start("keep_reading", number) for number in range(AT_ONCE)]
        writers = [processes.start("save_some", number) for number in range(AT_ONCE)]
        saved = [pk for writer in writers for pk in processes.end(writer)]
        answers = [processes.stop(reader) for reader in readers]
        compared = processes.run("compare")
    assert len(set(saved)) == AT_ONCE * SAVED
    assert set(saved) <= set(compared["articles"])
    assert (compared["differences"], compared["noted"]) == ([], 0)
    assert all(answers), "a reader was kept waiting"
