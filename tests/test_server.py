"""The site as gunicorn serves it, with two workers, collected static files and DEBUG off."""

from __future__ import annotations

import gzip
import json
import re
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest

from tests.serving import Site

pytestmark = pytest.mark.xdist_group("site")

PAGES = ("/", "/search/?q=dialogue", "/countries/", "/pairs/in-kr/", "/dates/", "/admin/login/", "/nowhere/")


def get(address: str, **headers: str) -> tuple[int, Message, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_carries_the_security_headers(site: Site, page: str) -> None:
    status, headers, _ = get(site.address + page)
    assert status == (404 if page == "/nowhere/" else 200)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("length", [9_000, 20_000])
def test_an_address_that_is_too_long_is_refused_like_any_other_mistake(site: Site, length: int) -> None:
    status, headers, body = get(f"{site.address}/api/v1/search/?q={'a' * length}")
    assert status == 400
    assert headers["Content-Type"] == "application/json"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(body) == {"error": {"status": 400, "message": "The address is too long."}}
    assert get(f"{site.address}/api/v1/search/?q={'a' * 8000}")[0] == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_page_brings_script_or_style_in_itself(site: Site, page: str) -> None:
    """The policy would refuse them; here it is told which page did."""
    html = get(site.address + page)[2].decode()
    assert not re.search(
        r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|\son\w+=|\sstyle=", html
    )


def test_styles_are_kept_for_ever_under_a_name_that_changes_with_them(site: Site) -> None:
    html = get(site.address + "/")[2].decode()
    (style,) = set(re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', html))
    assert re.search(r"\.[0-9a-f]{12}\.css$", style)
    status, headers, body = get(site.address + style, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", headers["Cache-Control"])[1]) > 30_000_000  # type: ignore[index]
    assert headers["Content-Encoding"] == "gzip"
    assert b"{" in gzip.decompress(body)


def test_an_address_that_is_none_tells_nothing_of_the_installation(site: Site) -> None:
    status, _, body = get(site.address + "/nowhere/")
    assert status == 404
    assert b"DEBUG" not in body
    assert b"urlpatterns" not in body


def test_a_foreign_host_name_is_refused(site: Site) -> None:
    assert get(site.address + "/", Host="evil.example.net")[0] == 400


def test_what_one_process_imports_every_worker_finds(site: Site, tmp_path: Path) -> None:
    document = tmp_path / "ferry.txt"
    document.write_text(
        "Ferry line to open\n\nOslo, May 4\n\nNorway and Finland agreed on Monday to share the icebreaker "
        "Zirkelstern, which keeps the northern ports open in winter, their ministers said.\n"
    )
    assert b"Ferry line to open" not in get(site.address + "/search/?q=zirkelstern")[2]
    site.manage("import_articles", str(document))
    for _ in range(8):
        assert b"Ferry line to open" in get(site.address + "/search/?q=zirkelstern")[2]
