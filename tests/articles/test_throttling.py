"""A stated number of requests a minute, for all workers together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from articles import throttling
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_counters(settings: Any, tmp_path: Any, monkeypatch: Any) -> Any:
    settings.DATA_DIR = tmp_path
    settings.API_RATE = 5
    monkeypatch.setattr(throttling.time, "time", lambda: 1_700_000_010.0)
    return tmp_path


def test_one_more_than_stated_is_refused_and_told_when_to_go_on(client, monkeypatch):
    make.article("Maps")
    answers = [client.get("/api/v1/articles/") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["4", "3", "2", "1", "0", "0"]
    last = answers[-1]
    assert last["RateLimit-Limit"] == "5"
    assert 0 < int(last["Retry-After"]) <= 60
    assert last.json()["error"]["status"] == 429
    assert last["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" not in answers[0]
    monkeypatch.setattr(throttling.time, "time", lambda: 1_700_000_010.0 + int(last["Retry-After"]))
    assert client.get("/api/v1/articles/").status_code == 200


def test_each_address_has_its_own(client):
    for _ in range(6):
        client.get("/api/v1/articles/", REMOTE_ADDR="192.0.2.1")
    assert client.get("/api/v1/articles/", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get("/api/v1/articles/", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_pages_are_not_counted(client):
    for _ in range(8):
        assert client.get("/countries/").status_code == 200


def test_workers_count_together(own_counters):
    program = (
        "import sys; from pathlib import Path; from articles import throttling;"
        "throttling.conf = lambda: type('C', (), {'data_dir': Path(sys.argv[1])});"
        "throttling.time = type('T', (), {'time': staticmethod(lambda: 1700000010)});"
        "print(throttling.spend('api', '192.0.2.9', 5).left)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program, str(own_counters)], capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(3)
    ]
    assert told == ["4", "3", "2"]
    assert throttling.spend("api", "192.0.2.9", 5).left == 1


def test_without_a_limit_or_a_file_nobody_is_refused(client, settings, own_counters):
    settings.API_RATE = 0
    assert {client.get("/api/v1/articles/").status_code for _ in range(8)} == {200}
    settings.API_RATE = 1
    settings.DATA_DIR = own_counters / "missing"
    assert {client.get("/api/v1/articles/").status_code for _ in range(8)} == {200}
