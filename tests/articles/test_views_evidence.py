"""All facts of an article: beside a short text, and on pages of their own where the text is long."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.presenters.margin import HTML_AT_MOST
from tests import factories as make
from tests.htmlcheck import read
from tests.reports import long_text, write_report
from tests.test_validity import check, served_bytes

pytestmark = pytest.mark.django_db

ITEM = re.compile(r'<li class="known" id="(?P<fact>[^"]+)">(?P<inside>.*?)</li>\n', re.DOTALL)
SENTENCE = re.compile(
    r'<li>(?P<before>[^<]*)<a href="(?P<url>\.\./\?words=(?P<words>[^"#]+)#s-[^"]+)">(?P<shown>[^<]*)</a>'
    r"(?P<after>[^<]*)(?: <span[^>]*>[^<]*</span>)? <code>(?P<rule>[^<]+)</code></li>"
)


def imported(folder: Path, words: int) -> Article:
    write_report(folder / "long.jsonl", words)
    call_command("import_articles", str(folder / "long.jsonl"), verbosity=0)
    return Article.objects.get()


@pytest.fixture
def report(tmp_path: Path) -> Article:
    made = imported(tmp_path, 2_500)
    assert made.mentions.count() > 300
    return made


def pages_of_evidence(client, made: Article) -> list[str]:
    """All of them in order, each checked for its HTML and its size."""
    pages, address = [], f"{made.get_absolute_url()}evidence/"
    while address:
        response = client.get(address)
        assert response.status_code == 200
        check(response, address)
        pages.append(response.content.decode())
        found = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        address = unescape(found[1]) if found else ""
    return pages


def places_told(pages: list[str]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """By fact and place: the sentence as it is shown, the words in it, and the rule."""
    told = {}
    for page in pages:
        for item in ITEM.finditer(page):
            for found in SENTENCE.finditer(item["inside"]):
                sentence = unescape(found["before"] + found["shown"] + found["after"])
                told[item["fact"], found["words"]] = (sentence, unescape(found["shown"]), found["rule"])
    return told


@pytest.mark.parametrize("words", [1_500, 3_000, 6_000])
def test_a_long_report_is_whole_on_a_page_of_100_kb(client, tmp_path, words):
    made = imported(tmp_path, words)
    response = client.get(made.get_absolute_url())
    check(response, f"{words} words")
    page = read(response.content.decode())
    for paragraph in made.text.split("\n\n"):
        assert paragraph in page.text
    assert f"{made.get_absolute_url()}evidence/" in {
        urljoin(made.get_absolute_url(), link) for link in page.links
    }


def test_styles_and_scripts_leave_room_for_the_page():
    files = ("css/site.css", "js/suggest.js", "js/comment.js", "js/words.js")
    assert HTML_AT_MOST + sum(map(served_bytes, files)) <= 100_000


def test_facts_beside_a_long_text_lead_to_their_words_and_are_counted(client, report):
    html = client.get(report.get_absolute_url()).content.decode()
    page = read(html)
    aside = html[html.index('<aside class="evidence"') : html.index("</aside>")]
    shown, every = map(int, re.search(r"(\d+) of its (\d+) facts, those", aside).groups())
    assert shown == aside.count('class="known"') > 20
    assert every > shown + 30
    targets = re.findall(r'<a href="#(s-[^"]+)">“', aside)
    assert targets
    assert set(targets) <= set(page.ids)
    for kind in ("Countries", "People", "Organizations", "Topics", "Quotations", "Relations"):
        assert f">{kind}</h3>" in aside
    left = [
        int(number)
        for number in re.findall(r'<p class="more"><a href="evidence/[^"]*#[^"]*">(\d+) more', aside)
    ]
    assert sum(left) == every - shown


def test_what_other_pages_lead_to_keeps_its_address_in_a_long_text(client, report):
    ids = set(read(client.get(report.get_absolute_url()).content.decode()).ids)
    rows = [*report.quotes.all(), *report.statements.all()]
    assert len(rows) > 20
    for row in rows:
        assert f"s-{row.field}-{row.start}-{row.end}" in ids


def test_every_place_of_every_fact_has_its_sentence_and_its_rule(client, report):
    told = places_told(pages_of_evidence(client, report))
    rows = [*report.mentions.all(), *report.quotes.all(), *report.statements.all()]
    places = {f"{row.field}-{row.start}-{row.end}": row for row in rows if getattr(row, "kind", "") != "date"}
    assert {place for _, place in told} == set(places)
    for (_, place), (sentence, shown, rule) in told.items():
        row = places[place]
        text = report.span_fields()[row.field]
        assert text[row.start : row.end] == shown
        assert shown in sentence
        assert sentence.strip("…") in text
        assert rule in {each.rule for each in rows if (each.start, each.end) == (row.start, row.end)}


def test_words_are_marked_that_an_address_asks_for_and_lead_back_to_their_fact(client, report):
    address = report.get_absolute_url()
    pages = pages_of_evidence(client, report)
    assert len(pages) > 2
    for item in islice(ITEM.finditer(pages[-1]), 4):
        found = SENTENCE.search(item["inside"])
        target = urljoin(f"{address}evidence/", found["url"])
        response = client.get(target)
        check(response, target)
        html = response.content.decode()
        page = read(html)
        assert f'<link rel="canonical" href="http://testserver{address}">' in html
        sentence = html[: html.index(f'<mark id="s-{found["words"]}"')].rpartition("<span")[2]
        assert 'class="sentence"' in sentence
        ways = {each for each in page.links if re.fullmatch(rf"evidence/.*#{item['fact']}", each)}
        assert any(
            found["url"] in unescape(client.get(urljoin(address, way.partition("#")[0])).content.decode())
            for way in ways
        )


@pytest.mark.parametrize(
    "words", ["text-9-3", "nowhere-1-2", "text-0-99999999", "text-5-5", "-1-2", "<script>", "text-1-2-3"]
)
def test_an_address_that_asks_for_no_words_shows_the_page_as_it_is(client, words):
    made = make.article("Maps", "Norway and Peru share maps.")
    plain = client.get(made.get_absolute_url())
    asked = client.get(made.get_absolute_url(), {"words": words})
    assert (asked.status_code, asked.content) == (200, plain.content)


def test_words_in_a_key_point_are_asked_for_like_others(client):
    made = make.article("Maps", "Norway and Peru share maps.")
    made.key_points.create(position=0, text="Maps are shared")
    html = client.get(made.get_absolute_url(), {"words": "key_points-0-0-4"}).content.decode()
    assert '<mark id="s-key_points-0-0-4">Maps</mark>' in html


def test_all_facts_of_a_short_report_stand_beside_it_and_on_the_page_of_facts_too(client):
    made = make.article("Maps", "Norway and Peru share maps.", language="en")
    make.mention(made, "maps", topic=make.topic("Charts"), rule="topic.word")
    page = read(client.get(made.get_absolute_url()).content.decode())
    assert not any("evidence/" in link for link in page.links)
    (evidence,) = pages_of_evidence(client, made)
    ((place, told),) = places_told([evidence]).items()
    assert place[1] == "text-22-26"
    assert told == ("Norway and Peru share maps.", "maps", "topic.word")


def test_a_report_too_long_for_any_fact_beside_it_is_whole_and_leads_to_them(client, db):
    text = "\n\n".join(f"{number}. {long_text(300, str(number))}" for number in range(30))
    made = make.article("At length", text, naming="NO PE")
    make.mention(made, "Norway", country=make.country("NO"))
    html = client.get(made.get_absolute_url()).content.decode()
    page = read(html)
    assert all(paragraph in page.text for paragraph in text.split("\n\n"))
    assert "There is no room here for its facts." in html
    assert "All 2 facts, with every sentence" in html
    (evidence,) = pages_of_evidence(client, made)
    assert "No words of the text are kept for this." in evidence


def test_pages_of_facts_stay_small_in_scripts_of_three_bytes_a_letter(client):
    said = "हम इस समझौते पर मिलकर काम करेंगे और दोनों देशों के छात्रों को आने जाने देंगे "
    text = "\n\n".join(f"मंत्री ने कहा, “{said * 4}{number}।”" for number in range(90))
    made = make.article("भारत और पेरू ने नक्शे साझा किए और मछली पर बात की", text, language="hi")
    speaker = make.person("दिनेश")
    for number in range(90):
        make.quote(made, f"{said * 4}{number}।", speaker)
    pages = pages_of_evidence(client, made)
    assert len(pages) > 2
    assert len(places_told([page.replace(' lang="en"', "") for page in pages])) == 90


def test_a_fact_that_goes_on_over_a_page_says_so(client, report):
    pages = pages_of_evidence(client, report)
    last = [ITEM.findall(page)[-1][0] for page in pages[:-1]]
    first = [ITEM.search(page)["fact"] for page in pages[1:]]
    went_on = [page for page, before, after in zip(pages[1:], last, first, strict=True) if before == after]
    assert went_on
    assert all(page.count("Continued from the page before.") == 1 for page in went_on)


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("withdrawn", 410)])
def test_facts_of_an_article_that_is_not_published_are_not_shown(client, status, code):
    made = make.article("Kept back", "Ada Lind may not be read.", status=status)
    make.mention(made, "Ada Lind", person=make.person("Ada Lind"))
    response = client.get(f"{made.get_absolute_url()}evidence/")
    assert response.status_code == code
    assert b"Lind" not in response.content
    assert b"Kept back" not in response.content


def test_another_headline_in_the_address_leads_to_the_page(client, report):
    response = client.get(f"/articles/{report.pk}/something-else/evidence/?page=2")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{report.get_absolute_url()}evidence/?page=2",
    )
    assert client.get("/articles/999/something-else/evidence/").status_code == 404


def test_a_page_of_facts_is_asked_after_and_not_kept_by_search_engines(client, report):
    address = f"{report.get_absolute_url()}evidence/"
    response = client.get(address)
    assert b'<meta name="robots" content="noindex, nofollow">' in response.content
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert f"{address}<" not in client.get("/sitemap-articles-1.xml").content.decode()


def test_pages_of_a_long_report_ask_a_bounded_number_of_queries(
    client, report, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get(report.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(f"{report.get_absolute_url()}evidence/?page=2")
