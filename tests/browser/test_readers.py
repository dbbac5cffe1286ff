"""What readers do on an article's page, with JavaScript and without: from a fact to its sentence and back,
from a country to its pair, from a year to a day, and a comment that an editor shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

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
    target = page.locator(f"[id='{page.url.rsplit('#', 1)[1]}']")
    expect(target).to_be_in_viewport()
    target.locator("> .back").first.click()
    expect(page.locator(f"[id='{page.url.rsplit('#', 1)[1]}']")).to_be_in_viewport()
    assert "#f-" in page.url


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
