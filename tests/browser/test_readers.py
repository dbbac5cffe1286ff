"""What readers do, with JavaScript and without: from the map to a country and its pair, from a year to a day,
from a fact to its sentence and back, from what was said to its words, a search kept, and a comment left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import arrived, pointed_at
from tests.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SAID = "The old ferry pier deserves a chapter of its own; nobody has photographed it since the flood."
SCRIPTS: Any = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@SCRIPTS
def test_from_a_fact_to_its_sentence_and_back(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/articles/2/")
    fact = page.locator(".known").filter(has=page.locator(".surfaces a[href^='#s-text-']")).first
    fact.locator(".surfaces a[href^='#s-text-']").first.click()
    target = pointed_at(page, "s-text-")
    expect(target).to_be_in_viewport()
    target.locator("> [href^='#f-']").first.click()
    expect(pointed_at(page, "f-")).to_be_in_viewport()


@SCRIPTS
def test_from_the_map_to_a_country_and_all_that_names_it(
    open_page: Callable[..., Page], scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/")
    page.locator("svg a[href='/countries/in/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("India")
    total = page.locator("main .total").first
    about = total.inner_text()
    page.get_by_role("link", name="every mention").click()
    expect(page).to_have_url(re.compile("scope=mention"))
    assert int(total.inner_text()) > int(about)
    page.get_by_role("link", name="party to").click()
    expect(total).to_have_text(about)
    page.locator("main a[href^='/articles/']").first.click()
    expect(page.locator("#facts")).to_be_attached()


@SCRIPTS
def test_from_what_was_said_to_its_words(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/quotes/")
    everything = page.locator(".sayings > li").count()
    page.get_by_label("Speaker's country").select_option(label="South Korea")
    page.get_by_label("Speaker", exact=True).fill("cho")
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_role("button", name="Show").click()
    arrived(page, "country=kr")
    said = page.locator(".sayings > li")
    assert 0 < said.count() < everything
    assert {words.split()[0] for words in said.locator("> p:first-child a").all_inner_texts()} == {"Cho"}
    said.last.get_by_role("link", name="The words in the article").click()
    expect(page.locator("#facts")).to_be_attached()
    expect(pointed_at(page)).to_be_in_viewport()


@SCRIPTS
def test_a_search_is_kept_and_found_again(open_page: Callable[..., Page], site: Site, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/search/?q=shipbuilding&country=KR")
    page.get_by_role("link", name="save it").click()
    page.get_by_label("Username").fill(site.editor)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved searches")
    page.goto("/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Saved searches").click()
    page.get_by_role("link", name="shipbuilding · Country: South Korea").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=shipbuilding&country=KR"))
    page.goto("/saved/")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Saved searches")).to_have_count(0)


@SCRIPTS
def test_from_a_day_to_its_neighbors_and_to_other_years(
    open_page: Callable[..., Page], scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/dates/2025/08/26/")
    page.get_by_role("link", name="16 August 2025").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("16 August 2025")
    page.get_by_role("link", name="26 August 2025").first.click()
    page.get_by_role("link", name="This day in other years").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("26 August")
    page.get_by_role("link", name="2025", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("26 August 2025")


@SCRIPTS
def test_from_a_country_to_the_ledger_of_its_pair(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/countries/kr/")
    page.locator("main a[href='/pairs/in-kr/']").first.click()
    expect(page.locator(".ledger li").first).to_be_attached()
    page.locator(".ledger a[href^='/articles/']").first.click()
    expect(page.locator("#facts")).to_be_attached()


@SCRIPTS
def test_from_a_year_to_a_day(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/dates/")
    page.locator("main a[href='/dates/2025/']").first.click()
    page.locator("main a[href='/dates/2025/08/']").first.click()
    page.locator("main a[href='/dates/2025/08/26/']").first.click()
    page.locator("main a[href^='/articles/']").first.click()
    expect(page.locator("#facts")).to_be_attached()


@SCRIPTS
def test_a_comment_is_left_and_shown_by_an_editor(
    open_page: Callable[..., Page], site: Site, scripts: bool
) -> None:
    said = f"{SAID} {'Typed with' if scripts else 'Sent without'} a script."
    page = open_page(java_script_enabled=scripts)
    page.goto("/articles/3/")
    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your name").fill("Tove")
    page.get_by_label("Your comment").fill(said)
    if scripts:
        expect(page.locator(".counter")).to_have_text(f" {len(said)}/50")
        assert "/comment/" not in page.url
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment waits to be read")
    page.goto("/articles/3/")
    expect(page.get_by_text(said)).to_have_count(0)
    approve = "from articles.models import Comment as C; from articles.workflow import moderate as m; "
    site.manage("shell", "-c", f"{approve}m(C.objects.filter(status='pending'), 'approved')")
    page.goto("/articles/3/")
    expect(page.get_by_text(said)).to_be_visible()
