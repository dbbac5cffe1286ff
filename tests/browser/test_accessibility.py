"""Every kind of page by day and in the dark, as axe-core judges it by WCAG 2.2 AA and its own good practice."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """(tags) => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"""
#: What the sitemap does not have: answers to questions, and forms.
BESIDE = (
    "/search/?q=dialogue&country=KR",
    "/search/?q=%22never+closed+country%3Anarnia",
    "/search/export/?q=dialogue",
    "/dates/2025/",
    "/dates/2025/08/",
    "/dates/2025/08/26/",
    "/dates/undated/",
    "/articles/2/comment/",
    "/articles/2/comment/sent/",
)


def kinds(page: Page) -> list[str]:
    """One address of each kind that the sitemap has, and what it leaves out."""
    found: dict[tuple[str, int], str] = {}
    for address in re.findall(r"<loc>https?://[^/]+(.*?)</loc>", page.request.get("/sitemap.xml").text()):
        found.setdefault((address.split("/")[1], address.count("/")), address)
    assert len(found) >= 15
    return [*found.values(), *BESIDE]


def test_axe_finds_nothing_on_any_kind_of_page_by_day_or_in_the_dark(open_page: Callable[..., Page]) -> None:
    page = open_page(bypass_csp=True)
    faults = {}
    for address in kinds(page):
        page.goto(address)
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if found := page.evaluate(RUN, STANDARDS):
                faults[f"{address} ({scheme})"] = found
    assert faults == {}


def test_a_fault_would_be_found(open_page: Callable[..., Page]) -> None:
    page = open_page(bypass_csp=True)
    page.goto("/countries/")
    page.evaluate("document.querySelector('main h1').insertAdjacentHTML('afterend', '<input><a href=/></a>')")
    page.evaluate(AXE)
    found = " ".join(page.evaluate(RUN, STANDARDS))
    assert "label:" in found
    assert "link-name:" in found


def test_the_site_is_walked_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    """Past the head by the skip link, to a fact, to its words and back; what has the focus is seen."""
    page = open_page()
    page.goto("/search/?q=shipbuilding")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.matches('main h2 a, main h3 a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*/*/")
    fact = page.locator("#facts .surfaces a").first
    fact.focus()
    page.keyboard.press("Enter")
    target = page.locator(f"[id='{page.url.rsplit('#', 1)[1]}']")
    expect(target).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('back')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").startswith("#f-")
