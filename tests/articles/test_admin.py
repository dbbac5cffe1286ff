"""The editor's side: paste, see, correct, publish, find; and facts that can be set right."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Decision, Mention, ReceivedDocument

ADD = "/admin/articles/article/add/"
STORY = """World

Iceland and Malta sign a fisheries pact
3 min read

Valletta, June 3

Iceland and Malta signed a fisheries pact on Tuesday, Foreign Minister Anna Jonsdottir said.

"Our boats will share one register from next spring," Jonsdottir said in Valletta.

Share this article:

Reader Comments

K
Karl B
Fine news for those of us who eat fish on most days of the week.
"""


@pytest.fixture
def editor_client(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_superuser("ed", password="x"))
    return client


def preview(client: Client, text: str = STORY, **extra: object) -> dict[str, str]:
    """Paste, and give back what the preview's form would send."""
    page = client.post(ADD, {"text": text, "name": "a note", **extra})
    assert page.status_code == 200
    return form_values(page.content.decode())


def form_values(html: str) -> dict[str, str]:
    values = {}
    for tag in re.findall(r"<input [^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") not in ("submit", "checkbox", "file") and "name" in attributes:
            values[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL):
        values[name] = unescape(text)
    values.pop("csrfmiddlewaretoken", None)
    return values


def test_pasting_shows_what_became_of_each_line_and_saves_nothing(editor_client: Client) -> None:
    page = editor_client.post(ADD, {"text": STORY}).content.decode()
    for shown in ("reading-time", "comment-avatar", "Iceland (party)", "Malta (party)", "Jonsdottir"):
        assert shown in page
    for line in filter(None, STORY.splitlines()):
        assert line.strip('"') in unescape(page)
    assert not Article.objects.exists()


def test_a_corrected_article_is_published_and_found_by_the_next_search(
    editor_client: Client, django_capture_on_commit_callbacks: object
) -> None:
    values = preview(editor_client)
    assert values["title"] == "Iceland and Malta sign a fisheries pact"
    values["title"] = "Iceland and Malta agree on cod"
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor_client.post(ADD, {**values, "publish": "Publish"})
    article = Article.objects.get()
    assert answer["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert (article.title, article.status) == ("Iceland and Malta agree on cod", "published")
    assert article.edited_by.username == "ed"
    assert bytes(ReceivedDocument.objects.get().data).decode() == STORY
    assert article.comments.get().author == "Karl B"
    found = editor_client.get("/search/", {"q": "cod register"}).content.decode()
    assert article.get_absolute_url() in found


def test_a_draft_is_not_on_the_site(
    editor_client: Client, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(ADD, {**preview(editor_client), "draft": "Save as draft"})
    article = Article.objects.get()
    assert article.status == "draft"
    assert editor_client.get(article.get_absolute_url()).status_code == 404
    assert (
        article.get_absolute_url() not in editor_client.get("/search/", {"q": "fisheries"}).content.decode()
    )


def test_publishing_from_the_list_makes_a_draft_searchable(
    editor_client: Client, django_capture_on_commit_callbacks: object
) -> None:
    editor_client.post(ADD, {**preview(editor_client), "draft": "Save as draft"})
    article = Article.objects.get()
    chosen = {"action": "publish", "_selected_action": [article.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(reverse("admin:articles_article_changelist"), chosen)
    assert article.get_absolute_url() in editor_client.get("/search/", {"q": "fisheries"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(reverse("admin:articles_article_changelist"), {**chosen, "action": "withdraw"})
    assert (
        article.get_absolute_url() not in editor_client.get("/search/", {"q": "fisheries"}).content.decode()
    )


def test_a_file_can_be_given_instead(editor_client: Client) -> None:
    upload = SimpleUploadedFile("story.txt", STORY.encode())
    page = editor_client.post(ADD, {"text": "", "file": upload})
    assert "reading-time" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": "   "}, "Paste the text of one article"),
        ({"text": "", "file": SimpleUploadedFile("x.txt", b"\x00\x01\x02" * 50)}, "errorlist"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    editor_client: Client, data: dict[str, object], message: str
) -> None:
    page = editor_client.post(ADD, data)
    assert page.status_code == 200
    assert message in page.content.decode()


def test_text_that_is_in_the_archive_is_not_saved_twice(editor_client: Client) -> None:
    editor_client.post(ADD, {**preview(editor_client), "publish": "Publish"})
    page = editor_client.post(ADD, {"text": STORY}).content.decode()
    assert "in the archive already" in page
    editor_client.post(ADD, {**form_values(page), "publish": "Publish"})
    assert Article.objects.count() == 1


def test_html_that_was_pasted_is_shown_as_text(editor_client: Client) -> None:
    page = editor_client.post(ADD, {"text": STORY + "\n<script>alert(1)</script>\n"}).content.decode()
    assert "<script>alert" not in page


def change(client: Client, article: Article, **fields: object) -> str:
    """Open the change page, change some fields, save; gives the page when it was refused."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    html = client.get(address).content.decode()
    values = form_values(html)
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        values[name] = chosen[1] if chosen else ""
    for tag in re.findall(r'<input type="checkbox"[^>]*checked[^>]*>', html):
        values[re.search(r'name="([^"]+)"', tag)[1]] = "on"
    answer = client.post(address, {**values, **fields})
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.fixture
def article(editor_client: Client) -> Article:
    editor_client.post(ADD, {**preview(editor_client), "publish": "Publish"})
    return Article.objects.get()


def test_an_edited_text_moves_its_facts_along(editor_client: Client, article: Article) -> None:
    assert not change(editor_client, article, text="An editor's note.\n\n" + article.text)
    article.refresh_from_db()
    fields = article.span_fields()
    assert article.mentions.exists()
    assert all(fields[row.field][row.start : row.end] == row.surface for row in article.mentions.all())


def test_a_country_taken_out_is_a_decision(editor_client: Client, article: Article) -> None:
    html = editor_client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    number = next(
        number
        for number in range(5)
        if re.search(
            rf'name="article_countries-{number}-country".*?<option value="MT" selected', html, re.DOTALL
        )
    )
    assert not change(editor_client, article, **{f"article_countries-{number}-DELETE": "on"})
    assert Decision.objects.filter(kind="country", verdict="rejected").exists()


def test_a_date_typed_alone_is_enough_and_none_takes_it_away(editor_client: Client, article: Article) -> None:
    assert not change(editor_client, article, published_date="2025-06-03")
    article.refresh_from_db()
    assert (article.published_basis, str(article.published_latest)) == ("stated", "2025-06-03")
    assert not change(editor_client, article, published_date="")
    article.refresh_from_db()
    assert (article.published_basis, article.published_earliest) == ("unknown", None)


def test_a_missing_fact_is_added_with_its_words(editor_client: Client, article: Article) -> None:
    data = {"article": article.pk, "kind": "topic", "name": "Cod", "country_code": "", "field": "text"}
    refused = editor_client.post("/admin/articles/mention/add/", {**data, "words": "no such words"})
    assert "do not stand" in refused.content.decode()
    editor_client.post("/admin/articles/mention/add/", {**data, "words": "Our boats"})
    added = Mention.objects.get(origin="editor")
    assert (added.surface, added.topic.name) == ("Our boats", "Cod")


@pytest.mark.parametrize(
    "name",
    [
        *("article", "mention", "comment", "decision", "source", "country", "eventseries", "event"),
        *("person", "office", "organization", "place", "topic"),
    ],
)
def test_every_list_of_the_admin_opens(editor_client: Client, article: Article, name: str) -> None:
    assert editor_client.get(f"/admin/articles/{name}/").status_code == 200


def test_a_renamed_person_is_found_by_the_new_name(
    editor_client: Client, article: Article, django_capture_on_commit_callbacks: object
) -> None:
    person = article.mentions.filter(kind="person").first().person
    address = reverse("admin:articles_person_change", args=[person.pk])
    values = form_values(editor_client.get(address).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(address, {**values, "name": "Anna Bjork Jonsdottir", "country": "IS"})
    assert article.get_absolute_url() in editor_client.get("/search/", {"q": "person:bjork"}).content.decode()


def test_a_comment_that_is_hidden_is_found_no_more(
    editor_client: Client, article: Article, django_capture_on_commit_callbacks: object
) -> None:
    def found() -> bool:
        page = editor_client.get("/search/", {"q": "comment:boring OR comment:fish"}).content.decode()
        return article.get_absolute_url() in page

    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(
            reverse("admin:articles_comment_changelist"),
            {"action": "show", "_selected_action": [article.comments.get().pk]},
        )
    assert found()
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(
            reverse("admin:articles_comment_changelist"),
            {"action": "hide", "_selected_action": [article.comments.get().pk]},
        )
    assert not found()


def test_comments_without_a_name_are_kept_by_the_form(editor_client: Client) -> None:
    values = preview(editor_client)
    values["comments-0-author"] = ""
    editor_client.post(ADD, {**values, "publish": "Publish"})
    assert Article.objects.get().comments.get().author == ""
