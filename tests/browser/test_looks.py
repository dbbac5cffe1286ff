"""What no reading of the HTML tells: printed pages, colors that the browser forces, text from right to left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.serving import Site, served

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

REPORTS = {
    "ar": (
        "وزيرا الخارجية يبحثان التعاون",
        "التقى وزير الخارجية السعودي نظيره الياباني في الرياض يوم الثلاثاء لبحث التعاون (UNCLOS) بين البلدين.",
    ),
    "ur": (
        "وزرائے خارجہ کی ملاقات",
        "پاکستان کے وزیر خارجہ نے چین کے وزیر خارجہ سے اسلام آباد میں ملاقات کی اور تعاون بڑھانے پر اتفاق کیا۔",
    ),
    "hi": (
        "विदेश मंत्रियों की मुलाकात",
        "भारत के विदेश मंत्री और दक्षिण कोरिया के विदेश मंत्री ने शनिवार को नई दिल्ली में मुलाकात की और चर्चा की।",
    ),
}
#: The words of an article that cannot be told from their ground.
UNSEEN = """() => [...document.querySelectorAll(".story mark")].filter(mark => {
    const shown = getComputedStyle(mark), ground = getComputedStyle(document.body).backgroundColor;
    return shown.color === ground && /, 0\\)$|transparent/.test(shown.backgroundColor);
}).length"""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive of its own, since other tests count what the shared one holds."""
    pasted = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    reports = [{"id": code, "title": title, "text": text} for code, (title, text) in REPORTS.items()]
    pasted.write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    with served(tmp_path_factory.mktemp("abroad")) as site:
        site.manage("import_articles", str(pasted))
        yield site


def test_a_printed_article_is_its_text_and_its_facts(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    page.goto("/articles/2/")
    page.emulate_media(media="print")
    for kept in (".body", "#facts", ".cite", ".provenance"):
        expect(page.locator(kept)).to_be_visible()
    for left_out in (".masthead form", ".sections", ".foot nav", "#comment", ".marks-switch"):
        expect(page.locator(left_out)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_are_read_when_the_browser_forces_its_colors(open_page: OpenPage, scheme: str) -> None:
    page = open_page(forced_colors="active", color_scheme=scheme)
    page.goto("/articles/2/")
    assert page.locator(".story mark").count() > 10
    assert page.evaluate(UNSEEN) == 0


@pytest.mark.parametrize("language", REPORTS)
def test_a_report_in_another_script_reads_its_own_way(
    open_page: OpenPage, abroad: Site, language: str
) -> None:
    """In its language and direction, within the screen of a phone, with no letters spaced apart."""
    title, _ = REPORTS[language]
    direction = "ltr" if language == "hi" else "rtl"
    page = open_page(viewport={"width": 360, "height": 800})
    page.goto(f"{abroad.address}/search/?q={title.split()[0]}")
    page.get_by_role("link", name=title).first.click()
    story = page.locator(".story")
    expect(story).to_have_attribute("lang", language)
    page.wait_for_load_state()
    expect(story).to_have_attribute("dir", direction)
    expect(story.locator("h1")).to_have_css("letter-spacing", "normal")
    expect(story.locator(".body p").first).to_have_css("direction", direction)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
