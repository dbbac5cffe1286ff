"""Every kind of page on a phone, in the dark, without JavaScript and before it has come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.steps import arrived, pointed_at
from tests.kinds import BESIDE_THE_SITEMAP

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PAGES = (
    "/",
    "/search/?q=dialogue&country=KR",
    "/search/?q=%22never+closed+country%3Anarnia",
    "/countries/",
    "/countries/bd/",
    "/pairs/in-kr/",
    "/dates/",
    "/dates/2025/08/",
    "/people/",
    "/organizations/",
    "/topics/",
    "/events/",
    "/sources/",
)


def open_article(page: Page) -> None:
    page.goto("/search/?q=shipbuilding")
    page.locator("main h2 a[href^='/articles/'], main h3 a[href^='/articles/']").first.click()
    arrived(page, "/articles/")
    expect(page.locator("#facts")).to_be_attached()


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [320, 360, 640, 1440])
def test_no_page_scrolls_sideways(open_page: Callable[..., Page], width: int) -> None:
    """On phones, and on a screen of 1,280 pixels at 200 %."""
    page = open_page(viewport={"width": width, "height": 800}, has_touch=width < 500)
    for address in (*PAGES, *BESIDE_THE_SITEMAP):
        page.goto(address)
        assert sideways(page) <= 0, f"{address} is too wide for {width} pixels"
    open_article(page)
    assert sideways(page) <= 0, f"an article is too wide for {width} pixels"


def test_everything_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator("input[type=search]").first.fill("shipbuilding")
    page.locator("input[type=search]").first.press("Enter")
    arrived(page, "q=shipbuilding")
    page.locator("main a[href*='country=KR']").first.click()
    arrived(page, "country=KR")
    open_article(page)
    page.locator("#facts .surfaces a[href^='#']").first.click()
    expect(pointed_at(page)).to_be_in_viewport()
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        assert page.get_by_role("heading", level=1).count() == 1


@contextmanager
def scripts_held_back(page: Page) -> Iterator[None]:
    """They come once the block is left, as over a slow line."""
    held: list[Route] = []
    typed = False
    page.route(re.compile(r"\.js$"), lambda route: route.continue_() if typed else held.append(route))
    yield
    typed = True
    for route in held:
        route.continue_()


def test_what_is_typed_before_the_scripts_have_come_is_heeded(open_page: Callable[..., Page]) -> None:
    page = open_page()
    with scripts_held_back(page):
        page.goto("/search/facets/country/", wait_until="commit")
        page.get_by_label("Only those with").fill("bangla")
    expect(page.locator(".ticks li")).to_have_count(1)


def test_a_box_keeps_the_focus_when_its_script_has_come(open_page: Callable[..., Page]) -> None:
    page = open_page()
    box = page.locator("#masthead-q")
    with scripts_held_back(page):
        page.goto("/countries/", wait_until="commit")
        box.fill("bang")
    expect(box).to_have_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    with page.expect_response(re.compile("q=bangla$")):
        page.keyboard.type("la")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country=BD|/countries/bd/"))


def luminance(page: Page, selector: str, what: str) -> float:
    color = page.evaluate(
        "([selector, what]) => getComputedStyle(document.querySelector(selector))[what]", [selector, what]
    )
    channels = [int(part) / 255 for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_by_day_and_in_the_dark(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    open_article(page)
    body = luminance(page, "body", "backgroundColor")
    text = luminance(page, "body", "color")
    lighter, darker = max(body, text), min(body, text)
    assert (lighter + 0.05) / (darker + 0.05) >= 7
    assert (text > body) == (scheme == "dark")
