"""Every kind of page by day and in the dark, as axe-core judges it by WCAG 2.2 AA and its own good practice."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import arrived, pointed_at
from tests.kinds import BESIDE_THE_SITEMAP
from tests.serving import Site

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """(tags) => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"""


def kinds(page: Page) -> list[str]:
    """One address of each kind that the sitemap has, and what it leaves out."""
    found: dict[tuple[str, int], str] = {}
    for address in re.findall(r"<loc>https?://[^/]+(.*?)</loc>", page.request.get("/sitemap.xml").text()):
        found.setdefault((address.split("/")[1], address.count("/")), address)
    assert len(found) >= 15
    return [*found.values(), *BESIDE_THE_SITEMAP]


def faults(page: Page) -> dict[str, list[str]]:
    """What axe finds on the page that is open, by day and in the dark."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if told := page.evaluate(RUN, STANDARDS):
            found[f"{page.url} ({scheme})"] = told
    return found


def test_axe_finds_nothing_on_any_kind_of_page_by_day_or_in_the_dark(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    found: dict[str, list[str]] = {}
    for address in kinds(page):
        page.goto(address)
        found |= faults(page)
    assert found == {}


def test_axe_finds_nothing_on_what_answers_a_form(open_page: OpenPage, site: Site) -> None:
    page = open_page(bypass_csp=True)
    page.goto("/search/export/?q=dialogue")
    page.get_by_role("button", name="Make a receipt").click()
    expect(page).to_have_url(re.compile("/receipts/"))
    found = faults(page)
    page.goto("/articles/2/")
    page.get_by_role("link", name="Write a comment").click()
    expect(page.get_by_label("Your name")).to_be_visible()
    found |= faults(page)
    page.goto("/saved/new/?q=dialogue")
    page.get_by_label("Username").fill(site.editor)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    found |= faults(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved searches")
    found |= faults(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    found |= faults(page)
    assert found == {}


def test_a_fault_would_be_found(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    page.goto("/countries/")
    page.evaluate("document.querySelector('main h1').insertAdjacentHTML('afterend', '<input><a href=/></a>')")
    page.evaluate(AXE)
    found = " ".join(page.evaluate(RUN, STANDARDS))
    assert "label:" in found
    assert "link-name:" in found


def test_the_site_is_walked_by_keyboard_alone(open_page: OpenPage) -> None:
    """Past the head by the skip link, to a fact, to its words and back; what has the focus is seen."""
    page = open_page()
    page.goto("/search/?q=shipbuilding")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    pointed_at(page, "main")
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.matches('main h2 a, main h3 a')"):
            break
    page.keyboard.press("Enter")
    arrived(page, "/articles/.+/.+/")
    fact = page.locator("#facts .surfaces a").first
    fact.focus()
    page.keyboard.press("Enter")
    expect(pointed_at(page)).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash").startswith("#f-")
    page.keyboard.press("Enter")
    pointed_at(page, "f-")
