"""What holds for every page: headers, errors, and what machines ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

SHEET = Path(settings.BASE_DIR) / "static" / "css" / "site.css"


@pytest.mark.parametrize("address", ["/", "/countries/", "/dates/", "/people/", "/search/", "/nowhere/"])
def test_nothing_from_elsewhere_may_run_or_load(client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = response.content.decode()
    read(html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)', html)


def test_the_style_sheet_loads_nothing_from_elsewhere():
    sheet = SHEET.read_text(encoding="utf-8")
    assert "@import" not in sheet
    assert "url(" not in sheet
    assert "http" not in sheet


def _luminance(color: str) -> float:
    channels = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_told_from_their_ground(theme):
    """WCAG 2.2 AA: 4.5 to 1 for text of any size."""
    blocks = re.findall(r":root \{(.*?)\}", SHEET.read_text(encoding="utf-8"), re.S)
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0 if theme == "light" else 1]))
    for ground in ("paper", "sheet", "track", "found", "found-near"):
        for words in ("ink", "ink-2", "link", "spot"):
            if ground in {"track", "found"} and words != "ink":
                continue
            assert _contrast(values[ground], values[words]) >= 4.5, (ground, words)


@pytest.mark.parametrize("address", ["/nowhere/", "/articles/abc/", "/articles/1/", "/people/nobody/"])
def test_a_page_that_is_not_there_is_a_404_that_helps(client, address):
    response = client.get(address)
    assert response.status_code == 404
    page = read(response.content.decode())
    assert "Not in the archive" in page.text
    assert "/search/" in page.links


@pytest.mark.parametrize(
    ("address", "search"),
    [
        ("/people/park-yoon-joo-2/", "/search/?q=park+yoon+joo"),
        ("/articles/999/a-boat-on-the-river/", "/search/?q=boat+on+the+river"),
        ("/topics/%D9%85%DB%8C%D8%A7%D9%86/", "/search/?q=%D9%85%DB%8C%D8%A7%D9%86"),
        ("/people/nobody/feed/", "/search/?q=nobody"),
        ("/dates/2025/13/", "/search/"),
        ("/%22%3E%3Cscript/", "/search/?q=script"),
        ("/9/", "/search/"),
        ("//", "/search/"),
    ],
)
def test_a_page_that_is_not_there_offers_its_words_as_a_search(client, address, search):
    assert search in read(client.get(address).content.decode()).links


def test_who_is_logged_in_has_a_way_to_saved_searches_on_every_page(client, django_user_model):
    addresses = ("/", "/countries/", "/search/", "/nowhere/")
    for address in addresses:
        assert "/saved/" not in read(client.get(address).content.decode()).links
    client.force_login(django_user_model.objects.create_user("reader"))
    for address in addresses:
        response = client.get(address)
        assert "/saved/" in read(response.content.decode()).links
        assert "private" in response["Cache-Control"]
    assert 'href="/saved/" aria-current="true"' in client.get("/saved/").content.decode()
    client.post("/accounts/logout/")
    assert "/saved/" not in read(client.get("/").content.decode()).links


def test_an_error_of_ours_is_a_500_that_says_so(monkeypatch):
    def broken() -> dict[str, int]:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("articles.browsing.by_year", broken)
    response = Client(raise_request_exception=False).get("/dates/")
    assert response.status_code == 500
    page = read(response.content.decode())
    assert "Something broke" in page.text
    assert "out of paper" not in page.text


def test_a_host_that_is_not_ours_is_a_400(client):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, method):
    assert getattr(client, method)("/countries/").status_code in {403, 405}


def test_the_archive_says_that_it_is_well(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "index": "ok"}
    assert "no-cache" in response["Cache-Control"]


def test_the_archive_says_when_it_cannot_search(client, monkeypatch):
    def broken(backend: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("archive.search.backend.ArchiveBackend.problem", broken)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "ok", "index": "unavailable"}


def test_machines_are_asked_to_stay_out_of_the_admin_and_of_search(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /saved/",
        "Disallow: /accounts/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_every_section_is_reached_from_the_first_page(client):
    make.article("One")
    links = read(client.get("/").content.decode()).links
    for name in (
        "search",
        "countries",
        "dates",
        "people",
        "organizations",
        "topics",
        "events",
        "offices",
        "places",
        "sources",
    ):
        assert f"/{name}/" in links


def test_the_section_one_is_in_is_marked(client):
    html = client.get("/dates/2024/").content.decode()
    assert '<a href="/dates/" aria-current="true">Dates</a>' in html
    assert html.count('aria-current="true"') == 1
