"""Feeds, read as feed readers read them: by feedparser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import feedparser
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from archive.search import rebuild
from articles import queries, workflow
from articles.models import Article
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

TEXT = "Norway & Peru <b>share</b> maps.\n\nPorts come first."


@pytest.fixture
def story() -> Article:
    made = make.article(
        "Maps & ports",
        TEXT,
        day=date(2024, 5, 14),
        parties="NO PE",
        naming="IN",
        language="en",
        byline="Tove Dahl",
        standfirst="The sea floor is open.",
        dateline_text="LIMA, May 14",
        outlet=make.source("Harbor Daily"),
        agency=make.source("WNS", "agency"),
        url="https://harbor.example/maps?id=1&x=2",
    )
    made.key_points.create(position=0, text="Maps shared")
    make.mention(made, "maps", topic=make.topic("Oceans"))
    make.mention(made, "maps", topic=make.topic("Oceans"), rule="again")
    make.mention(made, "Ports", person=make.person("Ada Lind", "NO"))
    return made


def feed_of(client: Client, address: str, **headers: str) -> Any:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(found: Any) -> list[str]:
    return [entry.title for entry in found.entries]


def test_an_entry_holds_the_whole_report(client, story):
    (entry,) = feed_of(client, "/feed/").entries
    assert entry.title == "Maps & ports"
    assert entry.link == f"http://testserver{story.get_absolute_url()}"
    assert entry.author == "Tove Dahl"
    assert entry.publisher == "Harbor Daily"
    assert {tag.term for tag in entry.tags} == {"Norway", "Peru", "Oceans"}
    assert len(entry.tags) == 3
    (content,) = entry.content
    assert content.type == "text/html"
    assert content.language == "en"
    words = unescape(re.sub(r"<[^>]+>", " ", content.value))
    for part in (
        "The sea floor is open.",
        "Maps shared",
        "LIMA, May 14",
        "Norway & Peru",
        "Ports come first.",
    ):
        assert part in words
    assert [link.href for link in entry.links if link.rel == "via"] == [
        "https://harbor.example/maps?id=1&x=2"
    ]
    assert entry.published_parsed[:3] == (2024, 5, 14)
    assert entry.updated_parsed[:5] == story.modified_at.astimezone(UTC).timetuple()[:5]


def test_what_stands_in_the_text_is_never_taken_for_markup(client, story):
    body = client.get("/feed/").content.decode()
    assert "&amp;lt;b&amp;gt;share" in body
    assert "<b>" not in body


def test_a_day_that_is_not_known_is_not_told(client):
    make.article("Only the month", day=date(2024, 5, 1), published_precision="month")
    (entry,) = feed_of(client, "/feed/").entries
    assert "published" not in entry
    assert "updated" in entry


def test_a_printed_time_is_told_with_its_zone(client):
    make.article("At nine", day=date(2024, 5, 14), published_time="21:15:00+05:30")
    (entry,) = feed_of(client, "/feed/").entries
    assert entry.published == "2024-05-14T21:15:00+05:30"


def test_a_time_that_an_editor_mistyped_is_left_out(client):
    make.article("Soon", day=date(2024, 5, 14), published_time="about nine")
    (entry,) = feed_of(client, "/feed/").entries
    assert entry.published == "2024-05-14T00:00:00+00:00"


def test_the_id_of_an_entry_outlives_edits_and_moves_to_another_host(client, story, settings):
    settings.ALLOWED_HOSTS = ["*"]
    before = feed_of(client, "/feed/").entries[0].id
    story.title, story.text = "Another title", "Another text."
    story.save()
    after = feed_of(client, "/feed/", host="archive.example.org").entries[0]
    assert after.id == before
    assert before.startswith("tag:")
    assert after.link.startswith("http://archive.example.org/")


def test_an_archive_with_the_same_numbers_has_other_ids(client, story):
    before = feed_of(client, "/feed/").entries[0].id
    Article.objects.update(created_at=story.created_at + timedelta(microseconds=1))
    assert feed_of(client, "/feed/").entries[0].id != before


def test_the_newest_come_first_and_further_pages_are_linked(client):
    for number in range(1, 24):
        make.article(f"Report {number}", day=date(2024, 1, number))
    first = feed_of(client, "/feed/")
    assert titles(first)[:2] == ["Report 23", "Report 22"]
    assert len(first.entries) == 20
    links = {link.rel: link.href for link in first.feed.links}
    assert links["self"] == "http://testserver/feed/"
    assert links["alternate"] == "http://testserver/"
    assert links["next"] == links["last"] == "http://testserver/feed/?page=2"
    second = feed_of(client, "/feed/?page=2")
    assert titles(second) == ["Report 3", "Report 2", "Report 1"]
    links = {link.rel: link.href for link in second.feed.links}
    assert links["self"] == "http://testserver/feed/?page=2"
    assert links["previous"] == links["first"] == "http://testserver/feed/"
    assert second.feed.id == first.feed.id


@pytest.mark.parametrize(
    "page",
    [
        "/countries/no/",
        "/countries/in/?scope=mention",
        "/pairs/no-pe/",
        "/people/ada-lind/",
        "/topics/oceans/",
        "/sources/harbor-daily/",
        "/sources/wns/",
        "/dates/2024/",
        "/dates/2024/05/",
        "/dates/2024/05/14/",
    ],
)
def test_every_list_of_articles_links_its_own_feed(client, story, page):
    make.article("Elsewhere", day=date(2019, 1, 1), parties="BD PK")
    response = client.get(page)
    links = read(response.content.decode()).links
    path, _, query = page.partition("?")
    address = f"{path}feed/?{query}" if query else f"{path}feed/"
    assert address in links
    assert 'type="application/atom+xml" title="' in response.content.decode()
    found = feed_of(client, address)
    assert titles(found) == ["Maps & ports"]
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == f"http://testserver{address}"
    assert links["alternate"] == f"http://testserver{page}"


def test_articles_without_a_date_have_a_feed(client, story):
    make.article("No date")
    assert titles(feed_of(client, "/dates/undated/feed/")) == ["No date"]


@pytest.mark.parametrize(
    "address",
    [
        "/countries/zz/feed/",
        "/pairs/no-no/feed/",
        "/pairs/no-zz/feed/",
        "/people/nobody/feed/",
        "/dates/2024/13/feed/",
        "/dates/2024/00/feed/",
    ],
)
def test_what_has_no_page_has_no_feed(client, story, address):
    assert client.get(address).status_code == 404


def test_every_page_names_the_feed_of_the_newest(client):
    page = client.get("/countries/").content.decode()
    assert 'type="application/atom+xml" title="Dateline: newest articles" href="/feed/"' in page


@pytest.fixture
def indexed(story):
    make.article("Older maps", "Maps of old.", day=date(2020, 1, 1), parties="NO")
    make.article("Secret maps", "Maps that nobody may see.", status="draft", parties="NO PE")
    call_command("rebuild_index", noinput=True, verbosity=0)


def test_the_feed_of_a_search_has_its_articles_newest_first(client, indexed):
    found = feed_of(client, "/search/feed/?q=maps&sort=oldest&country=NO")
    assert titles(found) == ["Maps & ports", "Older maps"]
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == "http://testserver/search/feed/?q=maps&country=NO"
    assert links["alternate"] == "http://testserver/search/?q=maps&country=NO"
    assert titles(feed_of(client, "/search/feed/?q=maps&country=NO&country=PE")) == ["Maps & ports"]
    assert found.feed.title == "Search: maps · Dateline"


def test_a_search_of_sixty_articles_is_harvested_whole_page_by_page(client, index):
    wanted = {make.article(f"Chart {number}", "Charts.", day=date(2024, 1, 1)).pk for number in range(60)}
    rebuild()
    address, ids, pages = "/search/feed/?q=charts", [], 0
    while address:
        feed = feed_of(client, address)
        assert not feed.bozo
        ids += [entry.id for entry in feed.entries]
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"].endswith(address)
        address = links.get("next", "").removeprefix("http://testserver")
        pages += 1
    assert pages == 3
    assert len(ids) == len(set(ids)) == 60
    numbers = {int(re.search(r"article-(\d+)-", each)[1]) for each in ids}
    assert numbers == wanted


def test_the_search_page_links_its_feed(client, indexed):
    links = read(client.get("/search/?q=maps&country=NO&sort=newest&page=1").content.decode()).links
    assert "/search/feed/?q=maps&country=NO" in links


def test_the_feed_of_a_search_without_hits_is_empty_and_stays_so(client, indexed):
    address = "/search/feed/?q=zebra"
    assert feed_of(client, address).entries == []
    assert client.get(address)["ETag"] == client.get(address)["ETag"]


@pytest.mark.parametrize(
    "query", ["q=%22never+closed", "country=narnia", "q=%00%1b[2J", "page=-3", "from=never"]
)
def test_odd_questions_have_a_feed_too(client, indexed, query):
    feed_of(client, f"/search/feed/?{query}")


def test_an_index_out_of_order_is_not_an_empty_feed(client, monkeypatch):
    monkeypatch.setattr(
        queries, "search", lambda request: queries.SearchPage(request, notices=(queries.OUT_OF_ORDER,))
    )
    response = client.get("/search/feed/?q=maps")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_who_has_it_already_is_told_so(client, story):
    first = client.get("/feed/")
    assert client.get("/feed/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "no-cache" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    Article.objects.filter(pk=story.pk).update(title="New", modified_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert client.get("/feed/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_withdrawn_article_leaves_the_feed(client, story):
    """Also for who asks by the day alone: what is left was changed before."""
    older = make.article("Maps", day=date(2024, 5, 3))
    Article.objects.filter(pk=older.pk).update(modified_at=datetime(2024, 5, 3, tzinfo=UTC))
    before = client.get("/feed/")
    since = before.get("Last-Modified", http_date())
    workflow.withdraw([story])
    whole = client.get("/feed/", headers={"if-modified-since": since})
    assert [entry.title for entry in feedparser.parse(whole.content).entries] == ["Maps"]
    workflow.withdraw([older])
    after = client.get("/feed/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert feedparser.parse(after.content).entries == []


def test_characters_that_xml_has_no_place_for_do_not_break_it(client):
    make.article("Bell \x07 and \ufffe", "A \x1b[1mbold\x1b[0m word.\n\n\x0bNext.", day=date(2024, 1, 1))
    (entry,) = feed_of(client, "/feed/").entries
    assert "bold" in entry.content[0].value


def test_a_feed_takes_the_same_few_queries_however_many_entries(client, story):
    def number() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/feed/")
        return len(asked)

    few = number()
    for day in range(1, 20):
        made = make.article(f"Report {day}", day=date(2024, 1, day), parties="NO PE", outlet=make.source("A"))
        make.mention(made, "Ministers", topic=make.topic(f"Topic {day}"))
    assert number() == few <= 8


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_feeds_are_only_read(client, method):
    assert getattr(client, method)("/feed/").status_code in {403, 405}
