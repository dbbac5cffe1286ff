"""Every kind of page is valid HTML: read by HTML's own rules, without anything to be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from tinyhtml5.parser import HTMLParser

from archive.search import rebuild
from archive.static_files import squeezed, unindented
from articles import workflow
from articles.grouping import group
from tests import factories as make
from tests.htmlcheck import read
from tests.kinds import BESIDE_THE_SITEMAP

pytestmark = pytest.mark.django_db

REPORT = (
    "The ferry between Bodø and Værøy was taken out of service on Friday after its second engine failed within a "
    "month, the operator said. About four hundred travelers were waiting on the quay when the crossing was called "
    "off, harbor chief Ola Dahl told a local radio station."
)


LOADED = re.compile(r'<(?:script[^>]* src|link rel="stylesheet" href)="/static/([^"]+)"')


def faults(html: str) -> list[str]:
    parser = HTMLParser()
    parser.parse(html)
    return [f"{code} at {place}: {words}" for place, code, words in parser.errors]


def check(response: HttpResponse, address: str) -> None:
    html = response.content.decode()
    assert faults(html) == [], address
    read(html)
    size = len(html.encode()) + sum(map(served_bytes, set(LOADED.findall(html))))
    assert size <= 100_000, f"{address} is {size} bytes with styles and scripts"


@cache
def served_bytes(name: str) -> int:
    """Of a style sheet or script as it is served."""
    written = (settings.BASE_DIR / "static" / name).read_text("utf-8")
    return len((squeezed if name.endswith(".css") else unindented)(written).encode())


def test_a_fault_would_be_found():
    assert faults("<!doctype html><title>x</title><p><div></p></div>") != []
    assert faults("<!doctype html><title>x</title><p>Right</p>") == []


def test_every_address_of_the_sitemap_is_valid(client, settings):
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), verbosity=0)
    sitemap = client.get("/sitemap.xml").content.decode()
    addresses = re.findall(r"<loc>http://testserver(.*?)</loc>", sitemap)
    assert len(addresses) > 100
    comments = [f"{each}comment/" for each in re.findall(r"/articles/\d+/", sitemap)]
    evidence = [f"{each}evidence/" for each in addresses if each.startswith("/articles/")]
    assert len(evidence) == 5
    for address in (*addresses, *comments, *evidence):
        check(client.get(address), address)
    numbers = iter(re.findall(r"/articles/(\d+)/", sitemap))
    own = next(numbers)
    for address in BESIDE_THE_SITEMAP:
        address = address.replace("/articles/2/", f"/articles/{own}/")
        response = client.get(address)
        assert response.status_code in (200, 404), address
        check(response, address)


def _answers(client: Client, reader: Any) -> Iterator[tuple[int, HttpResponse]]:
    """What pages say to who sends a form, with the status that each should have."""
    first = make.article("Ferry fails", REPORT, day=date(2024, 2, 2), parties="NO")
    second = make.article("Ferry fails again", REPORT.replace("called", "<called>"), day=date(2024, 2, 3))
    gone = make.article("Taken back", "It was wrong.")
    group([first.pk, second.pk])
    workflow.withdraw([gone])
    rebuild()
    yield 200, client.get(first.get_absolute_url())
    yield 200, client.get(f"/articles/{first.pk}/compare/{second.pk}/")
    yield 410, client.get(gone.get_absolute_url())
    yield 400, client.post(f"/articles/{first.pk}/comment/", {"name": "", "text": "Too <b>short"})
    yield 403, Client(enforce_csrf_checks=True).post("/receipts/?q=ferry")
    yield 200, client.get(client.post("/receipts/?q=ferry")["Location"])
    for _ in range(9):
        client.post(f"/articles/{first.pk}/comment/", {"name": "", "text": ""})
        client.post("/accounts/login/", {"username": "reader", "password": "wrong"})
    yield 200, client.post("/accounts/login/", {"username": "reader", "password": "wrong"})
    yield 429, client.post("/accounts/login/", {"username": "reader", "password": "wrong"})
    yield 429, client.post(f"/articles/{first.pk}/comment/", {"name": "", "text": ""})
    client.force_login(reader)
    yield 200, client.get("/saved/")
    yield 200, client.get("/saved/new/?q=ferry")
    client.post("/saved/new/?q=ferry")
    yield 200, client.get("/saved/")
    yield 200, client.get("/")


def test_what_answers_a_form_is_valid(client, django_user_model, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    reader = django_user_model.objects.create_user("reader", "reader@example.net", "correct-horse")
    for number, (status, response) in enumerate(_answers(client, reader)):
        assert response.status_code == status, f"answer {number}"
        check(response, f"answer {number}")


def test_errors_are_valid(client, monkeypatch):
    def broken() -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("articles.browsing.by_year", broken)
    patient = Client(raise_request_exception=False)
    for status, response in (
        (500, patient.get("/dates/")),
        (400, client.get("/", headers={"host": "elsewhere.example"})),
    ):
        assert response.status_code == status
        check(response, f"error {status}")


def test_every_kind_of_page_of_an_empty_archive_is_valid(client):
    rebuild()
    lists = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(lists) >= 10
    for address in (*lists, *BESIDE_THE_SITEMAP):
        response = client.get(address)
        assert response.status_code in (200, 404), address
        check(response, address)
