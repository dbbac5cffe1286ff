"""A stated number of requests a minute, for all workers together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from articles import throttling
from tests import factories as make
from tests.htmlcheck import read

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


def test_behind_a_proxy_readers_are_told_apart_by_what_the_proxy_saw(client, settings):
    settings.HTTPS = True
    mine = {"x-forwarded-for": "198.51.100.7, 192.0.2.1"}
    for _ in range(6):
        last = client.get("/api/v1/articles/", headers=mine)
    assert last.status_code == 429
    made_up = client.get("/api/v1/articles/", headers={"x-forwarded-for": "203.0.113.9, 192.0.2.1"})
    assert made_up.status_code == 429
    other = client.get("/api/v1/articles/", headers={"x-forwarded-for": "198.51.100.7, 192.0.2.2"})
    assert other.status_code == 200


def test_without_a_proxy_nobody_names_their_own_address(client):
    for number in range(6):
        last = client.get("/api/v1/articles/", headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert last.status_code == 429


@pytest.mark.parametrize(
    ("address", "allowed"), [("/accounts/login/", 10), ("/admin/login/", 10), ("/receipts/?q=maps", 60)]
)
def test_a_button_pressed_too_often_is_a_page_that_says_when_to_go_on(client, index, address, allowed):
    for _ in range(allowed):
        assert client.post(address, {"username": "editor", "password": "guess"}).status_code in (200, 302)
    response = client.post(address, {"username": "editor", "password": "guess"})
    assert response.status_code == 429
    assert response["Retry-After"] == "30"
    assert "Go on in 30 seconds" in read(response.content.decode()).text
    assert client.get("/accounts/login/").status_code == 200


def test_passwords_are_counted_at_both_doors_together(client):
    for address in ["/accounts/login/", "/admin/login/"] * 5:
        client.post(address, {"username": "editor", "password": "guess"})
    assert client.post("/accounts/login/", {"username": "editor", "password": "guess"}).status_code == 429
