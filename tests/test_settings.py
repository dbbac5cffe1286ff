"""Settings as another process sees them: each test starts one with its own environment and data folder."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def ask(code: str, data_dir: Path, **environment: str) -> Any:
    """Run `code` after Django is set up; what it assigns to `answer` comes back."""
    before = "import django, json\ndjango.setup()\nfrom django.conf import settings"
    script = f"{before}\n{code}\nprint(json.dumps(answer))"
    done = run(["-c", script], data_dir, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run(arguments: list[str], data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    given = {"DJANGO_SETTINGS_MODULE": "archive.settings", "ARCHIVE_DATA_DIR": str(data_dir), **environment}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**inherited, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_processes_that_start_together_agree_on_one_secret_key(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"

    def start(_: int) -> str:
        return run(
            ["-c", "from archive.settings import SECRET_KEY; print(SECRET_KEY)"], data_dir
        ).stdout.strip()

    with ThreadPoolExecutor(6) as pool:
        keys = set(pool.map(start, range(6)))
    (key,) = keys
    assert len(key) >= 50
    assert [path.name for path in data_dir.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((data_dir / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700


def test_a_secret_key_that_is_given_is_used_and_none_is_written(tmp_path: Path) -> None:
    assert ask("answer = settings.SECRET_KEY", tmp_path, SECRET_KEY="given") == "given"
    assert not list(tmp_path.iterdir())


def test_debug_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert ask("answer = settings.DEBUG", tmp_path) is False
    assert ask("answer = settings.DEBUG", tmp_path, DEBUG="0") is False
    assert ask("answer = settings.DEBUG", tmp_path, DEBUG="1") is True


def test_sqlite_waits_for_writers_and_keeps_foreign_keys(tmp_path: Path) -> None:
    code = """
from django.db import connection, transaction
def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]
answer = {name: pragma(name) for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")}
import sqlite3
with transaction.atomic():
    connection.ensure_connection()
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        answer["second writer"] = "let in"
    except sqlite3.OperationalError as error:
        answer["second writer"] = str(error)
"""
    assert ask(code, tmp_path) == {
        "journal_mode": "wal",
        "busy_timeout": 20_000,
        "foreign_keys": 1,
        "synchronous": 1,
        "second writer": "database is locked",
    }


def test_database_url_chooses_postgresql(tmp_path: Path) -> None:
    url = "postgresql://editor:s%23cret@db.example.org:5433/news"
    database = ask(
        "answer = {k: str(v) for k, v in settings.DATABASES['default'].items()}", tmp_path, DATABASE_URL=url
    )
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", "5433", "news")
    assert (database["USER"], database["PASSWORD"]) == ("editor", "s#cret")


def test_an_empty_variable_is_the_same_as_none(tmp_path: Path) -> None:
    empty = dict.fromkeys(("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "HTTPS"), "")
    code = "answer = [settings.DATABASES['default']['ENGINE'], settings.DEBUG, settings.ALLOWED_HOSTS]"
    assert ask(code, tmp_path, **empty) == ask(code, tmp_path)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "nosuchbase://user:hunter2@host/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://user:hunter2@host/name"}, "SQLite (no DATABASE_URL) or PostgreSQL"),
        ({"DATABASE_URL": "postgresql://user:hunter2@127.0.0.1:1/name"}, "dateline.E002"),
        ({"ARCHIVE_DATA_DIR": "/proc/none/such"}, "ARCHIVE_DATA_DIR"),
    ],
)
def test_a_mistake_in_the_environment_is_told_with_its_cure(
    environment: dict[str, str], words: str, tmp_path: Path
) -> None:
    done = run(["manage.py", "set_up"], tmp_path, **environment)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_an_installation_behind_https_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        tmp_path,
        HTTPS="1",
        ALLOWED_HOSTS="archive.example.org",
    )
    assert done.returncode == 0, done.stderr


def test_answering_under_any_name_is_warned_of(tmp_path: Path) -> None:
    done = run(["manage.py", "check", "--deploy"], tmp_path, HTTPS="1", ALLOWED_HOSTS="*")
    assert "dateline.W001" in done.stderr
