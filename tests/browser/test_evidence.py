"""A long report: from its facts to their sentences and back, beside the text and on the pages of all facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import arrived, pointed_at
from tests.browser.test_accessibility import faults
from tests.reports import write_report
from tests.serving import Site, served

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SCRIPTS: Any = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
#: The ground of the sentence around the words that an address points at.
LIT = """words => getComputedStyle(words.closest(".sentence")).backgroundColor"""
UNLIT = "rgba(0, 0, 0, 0)"


@pytest.fixture(scope="module")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one, in an archive of its own, since other tests count what the shared one holds."""
    path = tmp_path_factory.mktemp("reports") / "long.jsonl"
    write_report(path, 3_000)
    with served(tmp_path_factory.mktemp("long")) as site:
        site.manage("import_articles", str(path))
        yield f"{site.address}{_address(site)}"


def _address(site: Site) -> str:
    made = "from articles.models import Article; print(Article.objects.latest('pk').get_absolute_url())"
    return site.manage("shell", "-v", "0", "-c", made).split()[-1]


@SCRIPTS
def test_from_a_fact_beside_a_long_text_to_its_sentence_and_back(
    open_page: OpenPage, long_report: str, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(long_report)
    page.locator("#facts .surfaces a[href^='#s-text-']").last.click()
    words = pointed_at(page, "s-text-")
    expect(words).to_be_in_viewport()
    if scripts:
        assert words.evaluate(LIT) != UNLIT
    words.locator("> [href^='#f-']").first.click()
    expect(pointed_at(page, "f-")).to_be_in_viewport()


@SCRIPTS
def test_from_a_fact_without_room_to_its_sentence_and_back(
    open_page: OpenPage, long_report: str, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(long_report)
    page.get_by_role("link", name=re.compile("All .* facts, with every sentence")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is in it")
    page.get_by_role("main").get_by_role("link", name="People", exact=True).click()
    people = pointed_at(page, "people")
    fact = people.locator(".known").filter(has=page.locator(".sentences li:nth-child(4)")).last
    name = fact.get_attribute("id")
    asked = fact.locator(".sentences a").last
    surface = asked.inner_text()
    asked.click()
    words = pointed_at(page, "s-text-")
    expect(words).to_be_in_viewport()
    assert surface in words.inner_text()
    if scripts:
        assert words.evaluate(LIT) != UNLIT
    words.locator(f"> [href$='#{name}']").click()
    arrived(page, f"/evidence/.*#{name}")
    expect(page.locator(f"#{name}")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("^Ministers meet at sea")).click()
    expect(page.locator("#facts")).to_be_attached()


def test_a_kept_address_of_words_marks_them_though_the_page_has_no_room(
    open_page: OpenPage, long_report: str
) -> None:
    """As it was had before the report grew, or from where words are named by their place."""
    page = open_page()
    page.goto(long_report)
    ids = set(page.locator(".body [id]").evaluate_all("all => all.map(each => each.id)"))
    page.goto(f"{long_report}evidence/")
    places = page.locator(".sentences a").evaluate_all("all => all.map(each => each.hash.slice(1))")
    place = next(each for each in places if each.startswith("s-text-") and each not in ids)
    page.goto(f"{long_report}#{place}")
    words = page.locator(f"[id='{place}']")
    expect(words).to_be_in_viewport()
    assert words.evaluate(LIT) != UNLIT
    page.evaluate("location.hash = 's-text-999998-999999'")
    expect(page).to_have_url(re.compile("words=text-999998-999999"))
    expect(page.locator("#facts")).to_be_attached()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_a_long_report_fit_and_axe_finds_nothing_on_them(
    open_page: OpenPage, long_report: str, width: int
) -> None:
    page = open_page(bypass_csp=True, viewport={"width": width, "height": 800})
    found: dict[str, list[str]] = {}
    for address in ("", "evidence/", "evidence/?page=2", "?words=text-0-4#s-text-0-4"):
        page.goto(long_report + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found |= faults(page)
    assert found == {}
