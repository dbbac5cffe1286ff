"""What search engines and browsers are given to find their way: the sitemap and the search description."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client

from articles import sitemaps, workflow
from articles.models import Article
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def lines_of(client: Client, address: str) -> dict[str, str]:
    """Addresses with the time of their last change."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml"
    found = {}
    for one in ElementTree.fromstring(response.content):
        address = one.findtext(f"{SITEMAP}loc")
        assert address.startswith("http://testserver/")
        assert address not in found
        found[address.removeprefix("http://testserver")] = one.findtext(f"{SITEMAP}lastmod") or ""
    return found


@pytest.fixture
def archive() -> Article:
    made = make.article(
        "Maps & ports",
        "Ada Lind spoke.",
        parties="NO PE",
        naming="IN",
        outlet=make.source("Harbor Daily"),
        agency=make.source("WNS", "agency"),
    )
    lind = make.person("Ada Lind", "NO")
    make.mention(made, "Ada Lind", person=lind)
    make.mention(made, "Ada Lind", person=lind, office=make.office("Minister", "NO"))
    make.mention(made, "spoke", topic=make.topic("Oceans"))
    make.event("Talks", made, make.series("Charts Dialogue", "NO", "PE"), 1)
    make.article("", "한국과 노르웨이가 만났다.\n\n둘째 문단.", day=date(2024, 1, 1))
    hidden = make.article("Hidden draft", "Bo Berg.", status="draft", parties="BD PK")
    make.mention(hidden, "Bo Berg", person=make.person("Bo Berg", "BD"))
    make.article("Taken back", status="withdrawn", parties="BD")
    Article.objects.filter(pk=made.pk).update(modified_at=datetime(2025, 6, 7, 8, 9, 10, tzinfo=UTC))
    return made


def test_every_page_is_listed_once_and_answers_at_that_address(client, archive):
    found = lines_of(client, "/sitemap.xml")
    for address in found:
        assert client.get(address).status_code == 200, address
    assert {
        "/",
        "/people/",
        archive.get_absolute_url(),
        "/countries/no/",
        "/countries/in/",
        "/pairs/no-pe/",
        "/people/ada-lind/",
        "/offices/minister/",
        "/topics/oceans/",
        "/events/charts-dialogue/",
        "/sources/harbor-daily/",
        "/sources/wns/",
    } <= set(found)
    assert len([address for address in found if address.startswith("/articles/")]) == 2


def test_nothing_unpublished_is_listed(client, archive):
    text = client.get("/sitemap.xml").content.decode()
    for word in ("hidden", "taken", "bo-berg", "/bd", "/pk", "bd-pk"):
        assert word not in text


def test_a_page_says_when_what_it_shows_was_changed(client, archive):
    found = lines_of(client, "/sitemap.xml")
    for address in (
        archive.get_absolute_url(),
        "/countries/no/",
        "/pairs/no-pe/",
        "/people/ada-lind/",
        "/events/charts-dialogue/",
        "/sources/wns/",
    ):
        assert found[address] == "2025-06-07T08:09:10Z", address


def test_a_larger_archive_has_an_index_of_parts(client, archive, monkeypatch):
    whole = lines_of(client, "/sitemap.xml")
    monkeypatch.setattr(sitemaps, "MOST", 9)
    monkeypatch.setattr(sitemaps, "IN_A_PART", 2)
    make.article("Third")
    parts = lines_of(client, "/sitemap.xml")
    assert "/sitemap-articles-1.xml" in parts
    assert "/sitemap-articles-2.xml" in parts
    assert "/sitemap-places-1.xml" not in parts
    listed: dict[str, str] = {}
    for part in parts:
        lines = lines_of(client, part)
        assert 0 < len(lines) <= 2
        listed |= lines
    assert set(whole) < set(listed)
    assert len(listed) == len(whole) + 1
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{SITEMAP}sitemapindex"
    Article.objects.update(modified_at=datetime(2025, 6, 7, 8, 9, 10, tzinfo=UTC))
    Article.objects.filter(title="Third").update(modified_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    parts = lines_of(client, "/sitemap.xml")
    assert parts["/sitemap-articles-1.xml"] == "2025-06-07T08:09:10Z"
    assert parts["/sitemap-articles-2.xml"] == parts["/sitemap-people-1.xml"] == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize(
    "address", ["/sitemap-articles-7.xml", "/sitemap-articles-0.xml", "/sitemap-drafts-1.xml"]
)
def test_a_part_that_is_not_there_is_a_404(client, archive, address):
    assert client.get(address).status_code == 404


def test_an_empty_archive_has_a_sitemap(client):
    assert "/" in lines_of(client, "/sitemap.xml")


def test_who_has_the_sitemap_already_is_told_so(client, archive):
    tag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 304
    workflow.withdraw([archive])
    assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 200


def test_a_browser_can_search_by_the_description(client, archive):
    call_command("rebuild_index", noinput=True, verbosity=0)
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(response.content)
    assert 0 < len(root.findtext(f"{OPENSEARCH}ShortName")) <= 16
    templates = {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}
    filled = re.sub(r"\{startPage\?\}", "", templates["text/html"].replace("{searchTerms}", "ada"))
    assert filled.startswith("http://testserver/search/?q=ada")
    assert "Maps" in client.get(filled).content.decode()
    feed = templates["application/atom+xml"].replace("{searchTerms}", "ada").replace("{startPage?}", "1")
    assert "Maps" in client.get(feed).content.decode()


def test_every_page_names_the_description(client):
    page = client.get("/countries/").content.decode()
    assert "/opensearch.xml" in read(page).links
    assert '<link rel="search" type="application/opensearchdescription+xml"' in page
