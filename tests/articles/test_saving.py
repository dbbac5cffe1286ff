"""Saved searches: who saved one finds it again, is told once of what entered it, and ends that with a click."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from archive.search import rebuild
from articles import queries, saving, workflow
from articles.models import SavedSearch
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails(settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.SITE_URL = "https://archive.example.org"
    settings.DEFAULT_FROM_EMAIL = "archive@example.org"


@pytest.fixture
def reader() -> Any:
    return get_user_model().objects.create_user("reader", "reader@example.net", "correct-horse")


@pytest.fixture
def stories(index: Any) -> None:
    make.article("Old maps", "Old maps of Lima.", day=date(2024, 5, 1), parties="NO PE")
    rebuild()


def arrive(title: str, **fields: Any) -> Any:
    made = make.article(title, f"{title} of Lima & Oslo.", day=date(2024, 6, 1), **fields)
    rebuild()
    return made


def send() -> list[EmailMessage]:
    """The mails of one run."""
    mail.outbox.clear()
    call_command("send_digests", verbosity=0)
    return [each.message() for each in mail.outbox]


def save(reader: Any, **asked: Any) -> SavedSearch:
    return saving.save(reader, queries.SearchRequest(**asked))


def text_of(message: EmailMessage) -> str:
    return (
        next(part for part in message.walk() if part.get_content_type() == "text/plain")
        .get_payload(decode=True)
        .decode()
    )


def test_who_has_an_account_saves_a_search_finds_it_and_removes_it(client, reader, stories):
    page = client.get("/search/export/?q=maps&country=PE").content.decode()
    action = re.search(r'action="(/saved/new/[^"]+)"', page)[1].replace("&amp;", "&")
    sent = client.post(action)
    assert sent["Location"].startswith("/accounts/login/?next=/saved/new/")
    form = client.get(sent["Location"]).content.decode()
    asked = {"username": "reader", "password": "correct-horse", "next": "/saved/new/?q=maps&country=PE"}
    assert 'name="next" value="/saved/new/?q=maps&amp;country=PE"' in form
    back = client.post("/accounts/login/", asked)["Location"]
    assert "Save this search" in client.get(back).content.decode()
    assert SavedSearch.objects.count() == 0
    for _ in range(2):
        assert client.post(back)["Location"] == "/saved/"
    (kept,) = SavedSearch.objects.all()
    listed = client.get("/saved/").content.decode()
    assert "maps · Country: Peru" in listed
    assert f'href="/search/?{kept.query.replace("&", "&amp;")}"' in listed
    assert client.get(f"/search/feed/?{kept.query}").status_code == 200
    assert client.post(f"/saved/{kept.pk}/remove/")["Location"] == "/saved/"
    assert not SavedSearch.objects.exists()


def test_saved_searches_are_nobody_elses(client, reader, stories):
    kept = save(reader, q="maps")
    for address in ("/saved/", "/saved/new/?q=maps"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(get_user_model().objects.create_user("other"))
    assert "maps" not in client.get("/saved/").content.decode()
    for address in (f"/saved/{kept.pk}/remove/", f"/saved/{kept.pk}/digest/"):
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 405
    kept.refresh_from_db()
    assert kept.digest
    assert "private" in client.get("/saved/")["Cache-Control"]


def test_a_form_without_its_token_changes_nothing(reader, stories):
    kept = save(reader, q="maps")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    for address in ("/saved/new/?q=oslo", f"/saved/{kept.pk}/remove/", f"/saved/{kept.pk}/digest/"):
        assert strict.post(address).status_code == 403
    assert SavedSearch.objects.count() == 1


def test_what_entered_is_told_once_and_why(reader, stories):
    save(reader, q="maps", country=("PE",))
    assert send() == []
    arrive("New maps", parties="NO PE")
    arrive("Maps of elsewhere", parties="NO")
    (message,) = send()
    assert (message["To"], message["From"]) == ("reader@example.net", "archive@example.org")
    text = text_of(message)
    assert "New maps" in text
    assert "*maps* of Lima & Oslo" in text
    assert "Found by: maps" in text
    assert "Country: Peru" in text
    assert "elsewhere" not in text
    assert "Old maps" not in text
    assert re.search(r"https://archive\.example\.org/articles/\d+/new-maps/", text)
    assert send() == []


def test_an_article_that_left_and_came_back_is_no_news(reader, stories):
    save(reader, q="maps")
    made = arrive("New maps")
    assert len(send()) == 1
    workflow.withdraw([made])
    rebuild()
    assert send() == []
    workflow.publish([made])
    rebuild()
    assert send() == []


def test_what_the_index_has_yet_to_forget_is_not_told(reader, stories):
    save(reader, q="maps")
    made = arrive("New maps")
    type(made).objects.filter(pk=made.pk).update(status="draft")
    assert send() == []
    type(made).objects.filter(pk=made.pk).update(status="published")
    assert len(send()) == 1


def test_a_mail_that_failed_is_sent_by_the_next_run_with_what_came_since(
    reader, stories, monkeypatch, capsys
):
    other = get_user_model().objects.create_user("other", "other@example.net")
    save(reader, q="maps")
    save(other, q="maps")
    arrive("New maps")
    sending = EmailBackend.send_messages

    def refusing(self: Any, messages: Any) -> int:
        if messages[0].to == ["reader@example.net"]:
            raise ConnectionRefusedError("the server is away")
        return sending(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    mail.outbox.clear()
    with pytest.raises(CommandError, match="next run"):
        call_command("send_digests")
    assert "1 sent; failed: 1" in capsys.readouterr().out
    assert [each.to for each in mail.outbox] == [["other@example.net"]]
    monkeypatch.setattr(EmailBackend, "send_messages", sending)
    arrive("More maps")
    messages = {message["To"]: text_of(message) for message in send()}
    assert "New maps" in messages["reader@example.net"]
    assert "More maps" in messages["reader@example.net"]
    assert "New maps" not in messages["other@example.net"]


def test_one_click_ends_the_mail_of_one_search(reader, stories):
    save(reader, q="maps")
    save(reader, q="lima")
    arrive("New maps")
    first, second = send()
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = first["List-Unsubscribe"].strip("<>").removeprefix("https://archive.example.org")
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(address)
    assert page.status_code == 200
    assert SavedSearch.objects.filter(digest=True).count() == 2
    assert page.content.decode().count("<button") == 2  # this one, and the search in the head
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SavedSearch.objects.filter(digest=True).count() == 1
    arrive("More maps")
    (left,) = send()
    assert left["List-Unsubscribe"] == second["List-Unsubscribe"]


@pytest.mark.parametrize("token", ["x", "MQ:forged", "MQ"])
def test_a_link_that_was_not_signed_ends_nothing(client, reader, stories, token):
    save(reader, q="maps")
    assert client.post(f"/saved/stop/{token}/").status_code == 404
    assert SavedSearch.objects.filter(digest=True).count() == 1


def test_markup_in_a_headline_stays_words(reader, stories):
    save(reader, q="maps")
    arrive("Maps <script>alert(1)</script>")
    (message,) = send()
    page = next(part for part in message.walk() if part.get_content_type() == "text/html")
    assert "<script>" not in page.get_payload(decode=True).decode()
    assert "Maps <script>" in text_of(message)


def test_thousands_of_new_articles_are_one_short_mail(reader, stories):
    save(reader, q="maps")
    for number in range(40):
        make.article(f"Maps {number}", "Maps.", day=date(2024, 7, 1))
    rebuild()
    (message,) = send()
    assert message["Subject"].startswith("40 new")
    assert "And 10 more" in text_of(message)
    assert send() == []


def test_where_no_mail_is_configured_nothing_is_sent_and_none_is_offered(client, reader, stories, settings):
    settings.SENDS_MAIL = False
    save(reader, q="maps")
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_digests")
    client.force_login(reader)
    assert (
        "mail" not in client.get("/saved/").content.decode().casefold().split("<main")[1].split("</main")[0]
    )


def test_a_dry_run_tells_and_sends_nothing(reader, stories, capsys):
    save(reader, q="maps")
    arrive("New maps")
    mail.outbox.clear()
    call_command("send_digests", dry_run=True)
    assert "reader: 1 new in maps" in capsys.readouterr().out
    assert mail.outbox == []
    assert len(send()) == 1


def test_an_account_keeps_so_many_searches_and_is_told(client, reader, stories, monkeypatch):
    monkeypatch.setattr(saving, "MOST", 1)
    save(reader, q="maps")
    client.force_login(reader)
    response = client.post("/saved/new/?q=lima")
    assert response.status_code == 400
    assert "remove one first" in response.content.decode()
