"""Every address of the sitemap is valid HTML: read by HTML's own rules, without anything to be mended."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from tinyhtml5.parser import HTMLParser

from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

BESIDE = (
    "/search/?q=dialogue&country=KR",
    "/search/?q=%22never+closed+country%3Anarnia",
    "/search/export/?q=dialogue",
    "/dates/undated/",
    "/dates/2025/08/",
    "/dates/2025/08/26/",
    "/nowhere/",
)


def faults(html: str) -> list[str]:
    parser = HTMLParser()
    parser.parse(html)
    return [f"{code} at {place}: {words}" for place, code, words in parser.errors]


def test_a_fault_would_be_found():
    assert faults("<!doctype html><title>x</title><p><div></p></div>") != []
    assert faults("<!doctype html><title>x</title><p>Right</p>") == []


def test_every_address_of_the_sitemap_is_valid(client, settings):
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), verbosity=0)
    sitemap = client.get("/sitemap.xml").content.decode()
    addresses = re.findall(r"<loc>http://testserver(.*?)</loc>", sitemap)
    assert len(addresses) > 100
    comments = [f"{each}comment/" for each in re.findall(r"/articles/\d+/", sitemap)]
    for address in (*addresses, *comments, *BESIDE):
        html = client.get(address).content.decode()
        assert faults(html) == [], address
        read(html)
        assert len(html.encode()) <= 100_000, f"{address} is {len(html.encode())} bytes"
