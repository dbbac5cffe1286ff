"""Receipts: a search stays as it was, and what moved since is told with why."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.search import rebuild
from articles import receipts, workflow
from articles.models import Article, Receipt
from articles.models.receipts import digest_of, packed, unpacked
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(index: Any) -> list[Article]:
    made = [
        make.article(f"Maps of Lima {number}", f"Lima and maps, {number}.", day=date(2024, 5, 1 + number))
        for number in range(4)
    ]
    rebuild()
    return made


def issued(client: Client, query: str) -> str:
    response = client.post(f"/receipts/?{query}")
    assert response.status_code == 302
    return response["Location"]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_receipt_says_what_was_asked_and_found(client, stories):
    address = issued(client, "q=lima&from=2024-05-02")
    receipt = Receipt.objects.get()
    assert (receipt.query, receipt.count) == ("q=lima&from=2024-05-02", 3)
    lines = "".join(f"{article.pk}\n" for article in stories[1:])
    assert receipt.digest == hashlib.sha256(lines.encode()).hexdigest()
    page = text_of(client, address)
    assert receipt.digest in page
    assert "found 3 articles" in page
    assert "The same articles are found today." in page
    assert f"http://testserver{address}" in page


def test_what_entered_and_what_left_is_told_with_why(client, stories):
    address = issued(client, "q=lima")
    withdrawn, deleted, drafted, edited = stories
    workflow.withdraw([withdrawn])
    number = deleted.pk
    workflow.delete([deleted])
    workflow.back_to_draft([drafted])
    before = edited.span_fields()
    edited.title, edited.text = "Charts of Cusco", "Cusco and charts."
    workflow.save_edit(edited, before, editor=None)
    make.article("Lima again", "Lima.", day=date(2025, 1, 1))
    rebuild()
    page = text_of(client, address)
    assert "Entered since <span" in page
    assert 'Lima again</a> <span class="note">came into the archive since' in page
    assert f'Article {withdrawn.pk}</a> <span class="note">was withdrawn' in page
    assert f'Article {number}</a> <span class="note">was removed from the archive' in page
    assert f'Article {drafted.pk}</a> <span class="note">was taken back by the editors' in page
    assert 'Charts of Cusco</a> <span class="note">was corrected by an editor' in page
    assert "Maps of Lima" not in page, "the titles of what readers may not see are told"
    for gone in (withdrawn.pk, number):
        assert client.get(f"/articles/{gone}/").status_code == 410


def test_other_rules_or_another_engine_are_told(client, stories, monkeypatch):
    address = issued(client, "q=lima")
    Receipt.objects.update(engine_version="0.1", rules_version="1999.1")
    page = text_of(client, address)
    assert "The rules that find facts have changed since." in page
    assert "The search engine has changed since." in page


def test_the_same_search_in_the_same_state_has_one_receipt(client, stories):
    assert issued(client, "q=lima") == issued(client, "q=lima")
    assert issued(client, "q=lima") != issued(client, "q=maps")


def test_of_many_that_moved_the_first_are_told(client, stories, monkeypatch):
    monkeypatch.setattr(receipts, "SHOWN", 1)
    address = issued(client, "q=lima")
    workflow.withdraw(stories)
    rebuild()
    page = text_of(client, address)
    assert 'Left since <span class="total">4</span>' in page
    assert "and 3 more" in page


def test_reading_makes_none_and_making_one_needs_the_pages_own_button(stories):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/receipts/").status_code == 405
    assert strict.post("/receipts/?q=lima").status_code == 403
    page = strict.get("/search/export/?q=lima").content.decode()
    assert 'method="post" action="/receipts/?q=lima"' in page
    token = strict.cookies["csrftoken"].value
    made = strict.post("/receipts/?q=lima", {"csrfmiddlewaretoken": token})
    assert made.status_code == 302
    assert Receipt.objects.count() == 1
    assert strict.get("/receipts/2222/").status_code == 404


def test_an_index_out_of_order_makes_no_receipt(client, stories, index):
    address = issued(client, "q=lima")
    (index.root / "CURRENT").write_text("{")
    assert client.post("/receipts/?q=maps").status_code == 503
    assert client.get(address).status_code == 503
    assert Receipt.objects.count() == 1


@given(st.sets(st.integers(1, 2**40)))
def test_any_set_of_numbers_is_kept(numbers):
    assert unpacked(packed(numbers)) == sorted(numbers)
    assert digest_of(sorted(numbers, reverse=True)) == digest_of(numbers)


def test_a_hundred_thousand_numbers_take_little_room():
    assert len(packed(range(1, 1_000_000, 10))) < 200_000
