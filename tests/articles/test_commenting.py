"""Comments of readers: left on a page, kept until an editor shows them, never more than words."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles import commenting, queries, workflow
from articles.models import Article, Comment
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

WORDS = "The harbor at Molde was rebuilt twice, and the chart of 1911 shows neither quay."


@pytest.fixture
def made(settings, tmp_path) -> Article:
    settings.DATA_DIR = tmp_path
    return make.article("Harbor charts", "The port keeps its charts in a vault.")


def address(made: Article) -> str:
    return reverse("comment", args=[made.pk])


def send(client: Client, made: Article, **fields: str):
    return client.post(address(made), {"name": "Tove", "text": WORDS, "website": ""} | fields)


def search_for(words: str) -> int:
    return queries.search(queries.SearchRequest(q=words)).total


def test_a_comment_waits_until_an_editor_shows_it(client, admin_client, made):
    response = send(client, made)
    assert response.status_code == 302
    assert "waits to be read" in read(client.get(response["Location"]).content.decode()).text
    (comment,) = Comment.objects.all()
    assert (comment.author, comment.text) == ("Tove", WORDS)
    assert (comment.origin, comment.status) == ("reader", "pending")
    call_command("sync_index", verbosity=0)
    assert search_for("Molde") == 0
    assert WORDS not in client.get(made.get_absolute_url()).content.decode()
    assert "Molde" not in client.get(f"/api/v1/articles/{made.pk}/").content.decode()

    shown = admin_client.post(
        reverse("admin:articles_comment_changelist"),
        {"action": "show", "_selected_action": [comment.pk]},
    )
    assert shown.status_code == 302
    assert WORDS in client.get(made.get_absolute_url()).content.decode()
    call_command("sync_index", verbosity=0)
    assert search_for("comment:Molde") == 1


def test_what_waits_stands_first_in_the_admin(client, admin_client, made):
    send(client, made)
    for place in range(3):
        made.comments.create(position=place, author="Emil", text="Came with the page.", status="approved")
    html = admin_client.get(reverse("admin:articles_comment_changelist")).content.decode()
    rows = re.findall(r'<td class="field-origin">(.*?)</td>', html)
    assert rows == ["a reader of this archive", *["the original site"] * 3]


def test_new_comments_stand_apart_from_those_of_the_original_site(client, made):
    made.comments.create(position=0, author="Emil", text="Came with the page.", status="approved")
    send(client, made)
    workflow.moderate(Comment.objects.filter(origin="reader"), "approved")
    words = read(client.get(made.get_absolute_url()).content.decode()).text
    original, _, readers = words.partition("Comments from readers of this archive")
    assert "Came with the page." in original.partition("Comments from the original site")[2]
    assert WORDS in readers
    assert WORDS not in original


def test_the_form_has_the_rules_and_its_token_and_the_article_has_neither(made):
    client = Client(enforce_csrf_checks=True)
    article = client.get(made.get_absolute_url())
    assert "csrftoken" not in article.cookies
    assert address(made) in read(article.content.decode()).links
    form = client.get(address(made))
    page = read(form.content.decode())
    assert "Minimum 50 characters" in page.text
    assert all(rule in page.text for rule in commenting.RULES)
    assert "no-store" in form["Cache-Control"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.content.decode())
    assert token is not None
    assert send(client, made, csrfmiddlewaretoken=token[1]).status_code == 302
    assert Comment.objects.count() == 1


def test_without_its_token_a_comment_comes_back_as_it_was_typed(made):
    response = send(Client(enforce_csrf_checks=True), made)
    assert response.status_code == 403
    html = response.content.decode()
    read(html)
    assert WORDS in html
    assert 'value="Tove"' in html
    assert "csrfmiddlewaretoken" in html
    assert Comment.objects.count() == 0


def test_other_posts_without_a_token_are_refused_as_ever(made):
    response = Client(enforce_csrf_checks=True).post("/receipts/")
    assert response.status_code == 403
    assert "Not allowed" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "Too short."}, "at least 50 characters; this has 10"),
        ({"text": " \n ".join("abcde")}, "at least 50 characters"),
        ({"text": "<b></b>" * 20}, "at least 50 characters; this has 0"),
        ({"text": ""}, "Write your comment here."),
        ({"text": "long " * 2000}, "at most 5000 characters"),
        ({"name": ""}, "Give a name"),
        ({"name": "\u202e …"}, "at least one letter"),
        ({"name": "N" * 81}, "at most 80 characters"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(client, made, fields, told):
    response = send(client, made, **fields)
    assert response.status_code == 400
    html = response.content.decode()
    page = read(html)
    assert told in page.text
    assert 'aria-invalid="true"' in html
    assert "Not sent yet" in html
    for name, value in ({"name": "Tove", "text": WORDS} | fields).items():
        if value.isalnum() or value == WORDS:
            assert value in html, name
    assert Comment.objects.count() == 0


def test_markup_and_unseen_characters_are_taken_out(client, made):
    text = f"<script>alert(1)</script>{WORDS} <a href='https://x.example'>Look</a>\x00\x1b\u202e\r\nAnd \u2066more."
    assert send(client, made, name="To\x07ve\u202e <i>D</i>", text=text).status_code == 302
    (comment,) = Comment.objects.all()
    assert comment.author == "Tove D"
    assert comment.text == f"{WORDS} Look\nAnd more."


def test_scripts_that_need_joiners_keep_them(client, made):
    text = "می‌خواهم بدانم که چرا این بندر هنوز ساخته نشده است و چه کسی مسئول آن است"
    assert send(client, made, name="سارا", text=text).status_code == 302
    assert Comment.objects.get().text == text


def test_a_second_click_is_one_comment(client, made):
    assert send(client, made).status_code == 302
    assert send(client, made).status_code == 302
    assert Comment.objects.count() == 1
    assert send(client, made, text=f"{WORDS} Once more.").status_code == 302
    assert [each.position for each in Comment.objects.all()] == [0, 1]


def test_a_program_that_fills_in_every_field_is_thanked_and_not_kept(client, made):
    assert send(client, made, website="https://x.example").status_code == 302
    assert Comment.objects.count() == 0


def test_one_address_sends_so_many_a_minute_and_no_words_are_lost(client, made, monkeypatch):
    monkeypatch.setattr("articles.throttling.time.time", lambda: 1_700_000_000.0)
    for number in range(commenting.A_MINUTE):
        assert send(client, made, text=f"{WORDS} {number}").status_code == 302
    response = send(client, made)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert WORDS in response.content.decode()
    assert "a little later" in read(response.content.decode()).text
    assert Comment.objects.count() == commenting.A_MINUTE
    other = client.post(address(made), {"name": "Tove", "text": WORDS}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_asking_for_the_form_writes_nothing(client, made, django_assert_max_num_queries):
    before = Article.objects.values_list("modified_at", flat=True).get()
    with django_assert_max_num_queries(3):
        assert client.get(address(made)).status_code == 200
        assert client.get(address(made), {"name": "Tove", "text": WORDS}).status_code == 200
    assert Comment.objects.count() == 0
    assert Article.objects.values_list("modified_at", flat=True).get() == before


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("withdrawn", 410)])
def test_nothing_is_said_about_what_readers_do_not_see(client, made, status, code):
    Article.objects.update(status=status)
    assert client.get(address(made)).status_code == code
    assert send(client, made).status_code == code
    assert Comment.objects.count() == 0


def test_an_operator_can_close_comments(client, made, settings):
    send(client, made)
    workflow.moderate(Comment.objects.all(), "approved")
    settings.COMMENTS = False
    html = client.get(made.get_absolute_url()).content.decode()
    assert address(made) not in read(html).links
    assert WORDS in html
    assert client.get(address(made)).status_code == 404
    assert send(client, made).status_code == 404


def test_an_article_imported_again_keeps_what_readers_said(client, made, tmp_path):
    report = tmp_path / "vault.txt"
    report.write_text(
        "Vault opens\n\nOSLO, May 3 - The vault of Bergen opened on Friday.\n", encoding="utf-8"
    )
    call_command("import_articles", str(report), verbosity=0)
    article = Article.objects.exclude(pk=made.pk).get()
    send(client, article)
    report.write_text(
        "Vault opens\n\nOSLO, May 3 - The vault of Bergen opened on Friday.\n\nSubscribe\n", encoding="utf-8"
    )
    call_command("import_articles", str(report), verbosity=0)
    assert Comment.objects.get().article_id == article.pk
