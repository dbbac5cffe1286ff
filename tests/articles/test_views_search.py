"""The search page: what was asked, what was found, and the ways on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.utils.safestring import SafeString

from articles import queries
from tests import factories as make
from tests.htmlcheck import page_of, read, words_of

pytestmark = pytest.mark.django_db


HIT = queries.Hit(
    id=7,
    url="/articles/7/maps/",
    title="Maps <shared>",
    date=date(2024, 5, 1),
    date_precision="month",
    date_basis="inferred",
    source="Harbor Daily",
    agency="WNS",
    countries=("NO", "PE"),
    snippet=SafeString("all <mark>maps</mark> &amp; charts"),
    score=1.0,
)


@pytest.fixture
def answer(monkeypatch):
    """Lets a test say what the index answers."""

    def give(**parts: object) -> None:
        def search(request: queries.SearchRequest) -> queries.SearchPage:
            return replace(queries.SearchPage(request), **parts)

        monkeypatch.setattr(queries, "search", search)

    return give


def test_a_search_can_be_followed_saved_and_taken_away(client, answer):
    answer(hits=(HIT,), total=1)
    links = read(client.get("/search/?q=maps&country=PE&sort=newest").content.decode()).links
    assert {
        "/search/feed/?q=maps&country=PE",
        "/saved/new/?q=maps&country=PE&sort=newest",
        "/search/export/?q=maps&country=PE&sort=newest",
    } <= set(links)


def test_a_result_has_its_date_countries_source_and_words(client, answer):
    answer(hits=(HIT,), total=1)
    html = client.get("/search/?q=maps").content.decode()
    page = read(html)
    words = " ".join(page.text.split())
    assert "May 2024 inferred — Norway, Peru Maps <shared> all maps & charts Harbor Daily · WNS" in words
    assert "<mark>maps</mark>" in html
    assert {"/articles/7/maps/", "/countries/no/", "/countries/pe/"} <= set(page.links)


def test_facets_show_counts_and_lead_to_the_search_with_or_without_them(client, answer):
    values = (
        queries.FacetValue("NO", "Norway", 1200, False, "/search/?q=maps&country=NO"),
        queries.FacetValue("PE", "Peru", 3, True, "/search/?q=maps&country=BD"),
    )
    answer(
        hits=(HIT,),
        total=1,
        facets=(queries.Facet("country", "Countries", values, 4), queries.Facet("topic", "Topics", ())),
    )
    html = client.get("/search/?q=maps&country=PE").content.decode()
    page = read(html)
    words = " ".join(page.text.split())
    assert "Norway 1,200" in words
    assert "Chosen; remove Peru 3" in words
    assert "and 4 more" in words
    assert "Topics : " not in words
    assert "/search/?q=maps&country=NO" in page.links
    assert html.count('<section class="facet"') == 1


def test_a_new_word_keeps_the_facets_chosen_and_the_order(client, answer):
    answer()
    html = client.get(
        "/search/?q=maps&country=NO&country=PE&topic=oceans&sort=oldest&from=2024-01-02"
    ).content.decode()
    for name, value in (("country", "NO"), ("country", "PE"), ("topic", "oceans"), ("sort", "oldest")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    assert 'name="q" value="maps"' in html
    assert 'name="from" value="2024-01-02"' in html


def test_notices_and_what_was_understood_are_told(client, answer):
    answer(understood="maps and (country: Norway)", notices=("The quote was closed.",))
    words = words_of(client, '/search/?q="maps country:no&country=narnia')
    assert "The quote was closed." in words
    assert "narnia" in words
    assert "Understood as maps and (country: Norway)" in words


def test_what_was_understood_is_not_told_when_it_is_what_was_typed(client, answer):
    answer(understood="“sea maps” or charts")
    assert "Understood" not in words_of(client, '/search/?q="Sea maps" OR charts')


def test_what_was_asked_for_can_be_taken_away(client, answer):
    answer(chips=(queries.Chip("Country: Norway", "/search/?q=maps"),))
    page = page_of(client, "/search/?q=maps&country=NO")
    assert "Remove Country: Norway" in page.text
    assert "/search/?q=maps" in page.links


def test_the_histogram_is_bars_that_are_links(client, answer):
    bars = tuple(
        queries.Bar(str(year), count, f"/search/?from={year}", date(year, 1, 1), date(year, 12, 31))
        for year, count in ((2022, 4), (2023, 0), (2024, 1))
    )
    answer(hits=(HIT,), total=5, histogram=bars)
    html = client.get("/search/").content.decode()
    assert "2022: 4 articles" in read(html).text
    assert '<a href="/search/?from=2022">' in html
    assert 'd="M0 75h1v25H0z"' in html


def test_results_have_pages_and_orders(client, answer):
    answer(
        hits=(HIT,), total=41, page=2, pages=3, next_url="/search/?q=a&page=3", previous_url="/search/?q=a"
    )
    html = client.get("/search/?q=a&page=2").content.decode()
    page = read(html)
    assert "21–21 of 41" in page.text
    assert '<a rel="prev" href="/search/?q=a">' in html
    assert '<a rel="next" href="/search/?q=a&amp;page=3">' in html
    assert "/search/?q=a&sort=newest" in page.links


def test_a_search_that_finds_nothing_helps(client, answer):
    answer(notices=("No article in the archive matches “mapz”.",), chips=(queries.Chip("mapz", "/search/"),))
    words = words_of(client, "/search/?q=mapz")
    assert "No article in the archive matches “mapz”." in words
    assert "How to ask" in words


def test_what_was_typed_is_shown_and_never_run(client, answer):
    answer(notices=("“<b>” is odd.",), chips=(queries.Chip('"><script>alert(1)</script>', "/search/"),))
    html = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    read(html)
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.fixture
def indexed(db):
    lima = make.article(
        "Maps of the sea floor", "Norway and Peru share maps in Lima.", day=date(2024, 5, 14), parties="NO PE"
    )
    oslo = make.article("Cod prices", "Boats brought cod to Norway.", day=date(2023, 2, 1), parties="NO")
    make.mention(lima, "maps", topic=make.topic("Oceans"))
    make.article("Secret maps", "Maps that nobody may see.", status="draft", parties="NO PE")
    call_command("rebuild_index", noinput=True, verbosity=0)
    yield lima, oslo
    call_command("clear_index", interactive=False, verbosity=0)


def test_a_word_is_searched_and_narrowed_to_the_article(client, indexed, django_assert_max_num_queries):
    lima, oslo = indexed
    everything = page_of(client, "/search/")
    assert {lima.get_absolute_url(), oslo.get_absolute_url()} <= set(everything.links)
    assert "Secret maps" not in everything.text
    with django_assert_max_num_queries(3):
        found = page_of(
            client, "/search/?q=map&country=PE&country=NO&topic=oceans&from=2024-05-01&to=2024-05-31"
        )
    assert lima.get_absolute_url() in found.links
    assert oslo.get_absolute_url() not in found.links


ODD = (
    "q=%22open",
    "q=AND",
    "q=((",
    "q=*",
    "q=country:narnia",
    "country=zz",
    "from=bogus&to=1",
    "page=0",
    "page=99",
    "sort=up",
    "q=%00",
    "topic=%27%22",
)


def test_odd_questions_are_answered_with_a_page(client, indexed):
    for query in ODD:
        assert "How to ask" in words_of(client, f"/search/?{query}"), query


def test_the_archive_is_well_when_it_can_be_searched(client, indexed):
    assert client.get("/healthz").json()["index"] == "ok"
