"""The way of a researcher and of an editor through the archive."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import arrived, pointed_at
from tests.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PASTED = """World News

Norway, Chile Sign Fisheries Accord at Second Maritime Dialogue

Share on Facebook

Santiago, March 3

Norway and Chile signed an accord on krill stocks on Monday during their second Maritime Dialogue, chaired \
by Norwegian Fisheries Minister Ingrid Solheim.

"The quota protects both our coasts," Solheim said after the meeting in Santiago.

Related Articles

Leave a Reply

Back to top
"""


def test_a_researcher_searches_narrows_reads_and_checks_a_fact(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.locator("input[type=search]").first.fill("shipbuilding")
    page.keyboard.press("Enter")
    arrived(page, r"/search/\?.*q=shipbuilding")
    results = page.locator("main h2 a[href^='/articles/'], main h3 a[href^='/articles/']")
    before = results.count()
    assert before >= 2
    assert page.locator("main mark, main b.hit").count() > 0

    page.locator("main a[href*='country=KR']").first.click()
    arrived(page, "country=KR")
    assert 0 < results.count() <= before
    assert page.locator("main a:not([href*='country=KR'])[href*='q=shipbuilding']").count() > 0

    headline = results.first.inner_text()
    results.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)

    evidence = page.locator("#facts .surfaces a[href^='#']").first
    words = evidence.inner_text().strip("“”")
    evidence.click()
    target = pointed_at(page)
    expect(target).to_be_in_viewport()
    assert words in target.inner_text()


def test_an_editor_pastes_publishes_and_finds_an_article(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    page.goto("/search/?q=krill")
    expect(page.get_by_text("Norway, Chile Sign Fisheries Accord")).to_have_count(0)

    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.locator("textarea[name=text]").fill(PASTED)
    page.get_by_role("button", name="Read it").click()

    expect(page.locator("input[name=title]")).to_have_value(re.compile("Norway, Chile Sign Fisheries Accord"))
    removed = page.locator(".piece-removed .piece-text")
    assert {"Leave a Reply", "Back to top"} <= set(removed.all_inner_texts())
    expect(page.locator(".paste-facts")).to_contain_text("Ingrid Solheim")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published and can be found")).to_be_visible()

    page.goto("/search/?q=krill")
    found = page.get_by_role("link", name=re.compile("Norway, Chile Sign Fisheries Accord")).first
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Norway, Chile Sign Fisheries Accord")
    )
    expect(page.locator("main")).not_to_contain_text("Share on Facebook", use_inner_text=True)


def log_in(page: Page, site: Site) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(site.editor)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name=re.compile("Log out|View site")).first).to_be_visible()


def test_the_admin_is_not_hindered_by_the_content_security_policy(
    open_page: Callable[..., Page], site: Site
) -> None:
    """Its scripts and styles are all its own files; a refused one would be told on the console."""
    page = open_page()
    log_in(page, site)
    for address in ("/admin/", "/admin/articles/article/", "/admin/articles/person/add/"):
        page.goto(address)
    page.goto("/admin/articles/article/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("textarea[name=text]")).to_be_visible()
    expect(page.locator(".select2-container").first).to_be_visible()
