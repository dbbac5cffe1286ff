"""The ways of a reader through search, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import arrived, number_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

OpenPage = Callable[..., Page]
either = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@either
def test_results_are_narrowed_by_a_value_from_a_long_facet(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/search/")
    everything = number_of(page)
    page.locator("a[href^='/search/facets/country/']").click()
    arrived(page, "/search/facets/country/")
    page.get_by_label("Only those with").fill("bangla")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(page.locator(".ticks li")).to_have_count(1)
    page.locator(".ticks").get_by_role("link", name="Bangladesh").click()
    expect(page).to_have_url(re.compile("country=BD"))
    assert 0 < number_of(page) < everything
    page.get_by_role("link", name="Remove Country: Bangladesh").click()
    arrived(page, r"/search/(\?(?!.*country).*)?$")
    assert number_of(page) == everything


@either
def test_countries_are_ticked_and_all_or_any_of_them_found(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    found = {}
    for choice in ("all that are ticked", "any of them"):
        page.goto("/search/facets/country/")
        for name in ("South Korea", "Bangladesh"):
            page.get_by_role("checkbox", name=name, exact=True).check()
        page.get_by_label(choice).check()
        page.get_by_role("button", name="Search with what is ticked").click()
        expect(page).to_have_url(re.compile("country=KR.*country=BD|country=BD.*country=KR"))
        found[choice] = number_of(page)
    assert found["any of them"] > found["all that are ticked"]
    page.get_by_role("link", name="All of them in one article").click()
    arrived(page, r"\?(?!.*match=any)")
    assert number_of(page) == found["all that are ticked"]


def test_what_was_ticked_stays_ticked_while_a_name_is_typed(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/search/facets/country/")
    page.get_by_role("checkbox", name="South Korea", exact=True).check()
    page.get_by_label("Only those with").press_sequentially("bangla")
    # The list is changed for the last time: a click on one that is going to be replaced may be lost.
    expect(page).to_have_url(re.compile("part=bangla$"))
    expect(page.locator(".ticks li")).to_have_count(1)
    page.get_by_role("checkbox", name="Bangladesh").check()
    page.get_by_role("button", name="Search with what is ticked").click()
    expect(page).to_have_url(re.compile("country=KR"))
    expect(page).to_have_url(re.compile("country=BD"))


@either
def test_the_histogram_leads_down_to_a_day_and_back(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/search/?from=2025-01-01&to=2025-12-31")
    of_the_year = number_of(page)
    bars = page.locator(".histogram :is(.columns, .coverage) a")
    bars.first.click()
    expect(page.locator(".trail strong")).to_have_text(re.compile("^[A-Z][a-z]+$"))
    of_the_month = number_of(page)
    assert 0 < of_the_month <= of_the_year
    bars.first.click()
    expect(page.locator(".trail strong")).to_have_text(re.compile(r"^\d{1,2}$"))
    assert 0 < number_of(page) <= of_the_month
    page.locator(".trail").get_by_role("link", name="2025", exact=True).click()
    expect(page.locator(".trail strong")).to_have_text("2025")
    assert number_of(page) == of_the_year
    page.get_by_role("link", name="Any time").click()
    arrived(page, "/search/(?!.*from=)")
    assert number_of(page) >= of_the_year


@either
def test_nothing_found_shows_a_way_on(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/search/?q=shipbuilding+zzyzzy&country=KR")
    expect(page.get_by_text("No article in the archive matches “zzyzzy”")).to_be_visible()
    way = page.locator(".ways li").filter(has_text="without “zzyzzy”")
    promised = int(way.locator(".count").inner_text().split()[0])
    way.get_by_role("link").click()
    arrived(page, "/search/(?!.*zyzzy)")
    assert number_of(page) == promised > 0


@either
def test_questions_are_compared_and_lead_back_to_their_articles(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/search/?q=shipbuilding")
    page.get_by_role("link", name="Compare with another question over time").click()
    expect(page.get_by_label("Question 1")).to_have_value("shipbuilding")
    page.get_by_label("Question 2").fill("consultations")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".plot svg")).to_have_count(2)
    expect(page.locator("table.numbers thead th")).to_have_text(
        ["When", "shipbuilding", "consultations", "All articles"]
    )
    cell = page.locator("table.numbers td a").first
    promised = int(cell.inner_text())
    cell.click()
    arrived(page, r"/search/\?")
    assert number_of(page) == promised


@pytest.mark.parametrize("width", [360, 1280])
def test_no_list_of_suggestions_covers_the_button_that_compares(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for number in (1, 2, 3):
        page.goto("/search/compare/?q=shipbuilding")
        page.get_by_label(f"Question {number}").fill("")
        page.get_by_label(f"Question {number}").press_sequentially("consult")
        expect(page.get_by_role("option").first).to_be_visible()
        page.get_by_role("button", name="Compare").click()
        expect(page).to_have_url(re.compile("q=consult&|q=consult$"))


def test_a_point_of_a_chart_is_a_link(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/search/compare/?q=shipbuilding&q=consultations")
    page.locator(".plot a").first.click(force=True)
    expect(page).to_have_url(re.compile(r"/search/\?q=.*from="))


def test_what_is_typed_is_completed_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/search/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("bangla")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("bangla")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("country=BD"))


def test_the_box_searches_as_it_stands_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/search/")
    box = page.get_by_role("searchbox", name="Search the archive")
    box.fill("shipbuilding")
    box.press("Enter")
    expect(page).to_have_url(re.compile("q=shipbuilding"))
    assert number_of(page) > 0


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_the_pages_of_search_fit_the_window(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for address in (
        "/search/?from=2025-08-01&to=2025-08-31",
        "/search/?q=nothing+zzyzzy&country=KR&country=BD",
        "/search/facets/topic/?q=korea",
        "/search/facets/country/?country=KR&match=any",
        "/search/compare/?q=shipbuilding&q=%22foreign+office+consultations%22&q=korea",
    ):
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{address} is too wide for {width} pixels"
