"""What belongs to the search page: drilling into time, all values of a facet, ways out of nothing, comparisons."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles import queries
from articles.presenters.periods import trail
from articles.presenters.trends import scale_end, share_words
from articles.queries.relaxing import without
from tests import factories as make
from tests.htmlcheck import page_of, read, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(db):
    """Two articles of May 2024, one of June, one of 2021, and one without a date."""
    sea = make.article(
        "Maps of the sea floor", "Norway and Peru share maps of cod.", day=date(2024, 5, 14), parties="NO PE"
    )
    make.article("Cod prices", "Boats brought cod to Norway.", day=date(2024, 5, 2), parties="NO")
    make.article("Cod again", "Chile sells cod and herring.", day=date(2024, 6, 20), parties="CL")
    make.article("Herring", "Peru sold herring.", day=date(2021, 1, 9), parties="PE")
    make.article("Nets", "Nets are mended in Peru.", parties="PE")
    make.article("Secret cod", "Cod that nobody may see.", status="draft", parties="NO", day=date(2024, 5, 3))
    for number in range(14):
        make.mention(sea, "maps", topic=make.topic(f"Charts {number:02}"))
    make.mention(sea, "cod", topic=make.topic("Fishing élan"))
    call_command("rebuild_index", noinput=True, verbosity=0)
    yield sea
    call_command("clear_index", interactive=False, verbosity=0)


def found(address: str) -> queries.SearchPage:
    request, _ = queries.SearchRequest.from_params(QueryDict(address))
    return queries.search(request)


def rows_of(client, address: str) -> list[str]:
    """The rows of the table on a page, each as words."""
    html = client.get(address).content.decode()
    rows = re.findall("<tr>(.*?)</tr>", html, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


# --- Time ---


def test_a_histogram_leads_from_years_to_months_to_days(indexed):
    years = found("").histogram
    assert [(bar.label, bar.count) for bar in years if bar.count] == [("2021", 1), ("2024", 3)]
    months = found(years[-1].url.partition("?")[2]).histogram
    assert len(months) == 12
    assert [(bar.short, bar.count) for bar in months if bar.count] == [("May", 2), ("Jun", 1)]
    days = found(months[4].url.partition("?")[2]).histogram
    assert len(days) == 31
    assert [(bar.label, bar.count) for bar in days if bar.count] == [("2 May 2024", 1), ("14 May 2024", 1)]
    on_a_day = found(days[13].url.partition("?")[2])
    assert (on_a_day.total, on_a_day.histogram) == (1, ())


def test_bars_end_where_the_asked_days_end(indexed):
    bars = found("q=cod&from=2024-04-20&to=2024-08-10").histogram
    assert (bars[0].start, bars[0].end) == (date(2024, 4, 20), date(2024, 4, 30))
    assert (bars[-1].start, bars[-1].end) == (date(2024, 8, 1), date(2024, 8, 10))
    assert sum(bar.count for bar in bars) == 3


@pytest.mark.parametrize(
    ("first", "last", "around", "current", "beside"),
    [
        ((2024, 1, 1), (2024, 12, 31), ["Any time"], "2024", ("2023", "2025")),
        ((2024, 2, 1), (2024, 2, 29), ["Any time", "2024"], "February", ("January 2024", "March 2024")),
        (
            (2024, 3, 1),
            (2024, 3, 1),
            ["Any time", "2024", "March"],
            "1",
            ("29 February 2024", "2 March 2024"),
        ),
        ((2024, 3, 5), (2024, 5, 1), ["Any time", "2024"], "5 Mar 2024 – 1 May 2024", None),
        ((2023, 3, 5), None, ["Any time"], "from 5 Mar 2023", None),
    ],
)
def test_a_trail_leads_back_out_and_to_what_is_beside(first, last, around, current, beside):
    made = trail(date(*first), date(*last) if last else None, lambda low, high: f"/{low or ''}..{high or ''}")
    assert [link.label for link in made.around] == around
    assert made.current == current
    assert made.around[0].url == "/.."
    told = (made.earlier.label, made.later.label) if made.earlier and made.later else None
    assert told == beside


def test_the_ends_of_the_calendar_have_nothing_beyond_them():
    assert trail(date.min, date(1, 12, 31), lambda *_: "/").earlier is None
    assert trail(date.max, date.max, lambda *_: "/").later is None
    assert trail(None, None, lambda *_: "/") is None


def test_the_page_shows_the_trail(client, indexed):
    page = page_of(client, "/search/?q=cod&from=2024-05-01&to=2024-05-31")
    assert {"/search/?q=cod", "/search/?q=cod&from=2024-01-01&to=2024-12-31"} <= set(page.links)
    assert "/search/?q=cod&from=2024-06-01&to=2024-06-30" in page.links
    assert "Any time 2024 May ← April 2024 June 2024 →" in " ".join(page.text.split())


# --- Countries, any of them ---


def test_any_of_the_countries_is_enough_and_more_can_be_added(indexed):
    both = found("country=NO&country=CL&match=any")
    assert both.total == 3
    countries = {value.value: value for facet in both.facets[:1] for value in facet.values}
    assert countries["PE"].count == 3
    assert found(countries["PE"].toggle_url.partition("?")[2]).total == 5
    assert found(countries["NO"].toggle_url.partition("?")[2]).total == 1
    assert [switch.label for switch in both.facets[0].switches] == ["All of them in one article"]


def test_one_country_offers_to_add_others(indexed):
    one = found("country=CL").facets[0]
    (more,) = [switch for switch in one.switches if "any" in switch.label]
    wider = found(more.url.partition("?")[2])
    assert wider.total == 1
    assert {value.value: value.count for value in wider.facets[0].values} == {"PE": 3, "NO": 2, "CL": 1}


# --- All values of a facet ---


def test_a_long_facet_leads_to_a_page_of_all_its_values(client, indexed):
    search = page_of(client, "/search/?q=maps")
    assert "/search/facets/topic/?q=maps" in search.links
    page = page_of(client, "/search/facets/topic/?q=maps")
    assert "/search/?q=maps&topic=charts-13" in page.links
    assert "/search/?q=maps" in page.links
    assert "In 1 article found for maps" in " ".join(page.text.split())
    assert page.text.count("Charts") == 14


@pytest.mark.parametrize("part", ["elan", "ÉLAN", "fishing e"])
def test_values_are_sought_by_a_part_of_their_name(client, indexed, part):
    words = words_of(client, f"/search/facets/topic/?q=maps&part={part}")
    assert "Fishing élan 1" in words
    assert "Charts" not in words
    assert f"1 of 15 have “{part}”" in words


def test_a_renamed_value_is_found_by_its_new_name(client, indexed):
    topic = make.topic("Fishing élan")
    topic.name = "Trawling"
    topic.save()
    assert "Trawling 1" in words_of(client, "/search/facets/topic/?part=trawl")


def test_countries_are_sought_by_name_and_ticked(client, indexed):
    html = client.get("/search/facets/country/?q=cod&country=NO&part=nor").content.decode()
    read(html)
    assert '<input type="checkbox" name="country" value="NO" aria-labelledby="value-1" checked>' in html
    assert '<input type="radio" name="match" value="all" checked>' in html
    assert '<input type="hidden" name="q" value="cod">' in html


def test_what_is_ticked_on_another_page_stays_ticked(client, indexed):
    html = client.get("/search/facets/country/?country=NO&match=any&part=chile").content.decode()
    assert '<input type="hidden" name="country" value="NO">' in html
    assert '<input type="radio" name="match" value="any" checked>' in html
    assert 'value="CL"' in html


def test_values_stand_by_number_or_by_name_and_in_pages(client, indexed, monkeypatch):
    monkeypatch.setattr("articles.queries.facets.VALUES_A_PAGE", 4)
    first = queries.choices(queries.SearchRequest(), "topic", order="name")
    assert [value.label for value in first.values] == [f"Charts {number:02}" for number in range(4)]
    assert (first.pages, first.matching) == (4, 15)
    last = queries.choices(queries.SearchRequest(page=99), "topic", order="name")
    assert last.page == 4
    countries = queries.choices(queries.SearchRequest(), "country")
    assert [(value.label, value.count) for value in countries.values] == [
        ("Peru", 3),
        ("Norway", 2),
        ("Chile", 1),
    ]


def test_years_have_a_page_too(client, indexed):
    page = page_of(client, "/search/facets/year/?q=cod")
    assert "/search/?q=cod&from=2024-01-01&to=2024-12-31" in page.links
    assert "2024 3" in " ".join(page.text.split())


@pytest.mark.parametrize(
    "address", ["part=%00", "part=%27%22%3Cb%3E", "page=99", "order=up", "country=zz&q=((", "from=x"]
)
def test_odd_addresses_of_a_facet_are_answered(client, indexed, address):
    for name in ("country", "topic", "year"):
        assert "<b>" not in client.get(f"/search/facets/{name}/?{address}").content.decode()
    assert client.get(f"/search/facets/nothing/?{address}").status_code == 404


def test_a_page_of_a_facet_takes_few_queries(client, indexed, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/search/facets/topic/?q=cod&part=chart")


def test_two_of_one_name_say_whose_they_are(client, indexed):
    for code in ("NO", "PE"):
        make.mention(indexed, "maps", organization=make.organization("Ministry of Fisheries", code))
    make.mention(indexed, "maps", organization=make.organization("Sea Office", "PE"))
    call_command("rebuild_index", noinput=True, verbosity=0)
    (facet,) = [facet for facet in found("q=maps").facets if facet.name == "organization"]
    assert {value.label for value in facet.values} == {
        "Ministry of Fisheries, Norway",
        "Ministry of Fisheries, Peru",
        "Sea Office",
    }


# --- Nothing found ---


def test_each_part_of_a_request_is_counted_and_the_smallest_step_back_is_first(client, indexed):
    nothing = found("q=cod+herring&country=NO")
    assert nothing.total == 0
    assert [(way.label, way.count) for way in nothing.clauses] == [
        ("cod", 3),
        ("herring", 2),
        ("Country: Norway", 2),
    ]
    assert [(way.label, way.count) for way in nothing.relaxations] == [
        ("without “Country: Norway”", 1),
        ("without “herring”", 2),
    ]
    for way in (*nothing.clauses, *nothing.relaxations):
        assert found(way.url.partition("?")[2]).total == way.count
    page = page_of(client, "/search/?q=cod+herring&country=NO")
    assert {way.url for way in nothing.relaxations} <= set(page.links)
    assert "without “herring” 2 articles" in " ".join(page.text.split())


@pytest.mark.parametrize(
    ("address", "label", "url"),
    [
        ("q=%22sea+cod%22", "the words of the phrase anywhere, not in a row", "/search/?q=sea+cod"),
        (
            "country=NO&country=CL",
            "with any of the countries, not all",
            "/search/?country=NO&country=CL&match=any",
        ),
        (
            "q=cod&from=2024-07-01&to=2024-07-31",
            "in all of 2024",
            "/search/?q=cod&from=2024-01-01&to=2024-12-31",
        ),
        ("q=cod&from=2025-07-01&to=2025-07-31", "published at any time", "/search/?q=cod"),
        ("q=herring+-peru+-chile", "without “not peru”", "/search/?q=herring+-chile"),
        ("q=cod+AND+nothing", "without “nothing”", "/search/?q=cod"),
        ("q=zzz+cod", "without “zzz”", "/search/?q=cod"),
        ("q=%22zzz+yyy%22+cod", "without “zzz yyy”", "/search/?q=cod"),
        ("q=zzz+cod+nets", "without “zzz”; without “cod”", "/search/?q=nets"),
        (
            "q=nets+herring+maps",
            "with any of the words, not all",
            "/search/?q=%28nets%29+OR+%28herring%29+OR+%28maps%29",
        ),
        (
            "q=%22nets+herring+maps%22",
            "with any of the words, not all",
            "/search/?q=%28nets%29+OR+%28herring%29+OR+%28maps%29",
        ),
        ("q=%22zzz+yyy&country=NO", "without “zzz”, “yyy”", "/search/?country=NO"),
    ],
)
def test_steps_back_lead_somewhere(indexed, address, label, url):
    ways = {way.label: way for way in found(address).relaxations}
    assert ways[label].url == url
    assert found(url.partition("?")[2]).total == ways[label].count > 0


def test_nothing_is_no_step_back_from_words_that_no_article_has(indexed):
    """What is left of an open quotation mark asks for everything."""
    assert found("q=%22zzz+yyy").relaxations == ()


def test_a_phrase_is_told_in_one_pair_of_marks(indexed):
    assert "No article in the archive matches “sea zzz”." in found("q=%22sea+zzz%22").notices


def test_where_something_is_found_nothing_is_explained(indexed):
    some = found("q=cod")
    assert (some.clauses, some.relaxations) == ((), ())


@given(
    st.lists(st.sampled_from(["cod", "AND", "-eel", '"deep sea"', "OR", "(a b)", "country:no"]), max_size=6)
)
def test_a_question_without_a_part_is_shorter_and_reads(parts):
    from archive.search import understand

    typed = " ".join(parts)
    told = understand(typed, queries.language())
    for clause in told.clauses:
        left = without(typed, clause.start, clause.end)
        assert len(left) < len(typed)
        assert len(understand(left, queries.language()).clauses) <= len(told.clauses)


# --- Results on a page ---


def test_a_reader_chooses_how_many_results_a_page_has(client, indexed):
    request, notices = queries.SearchRequest.from_params(QueryDict("q=cod&size=50&page=1"))
    assert (request.page_size, notices) == (50, ())
    assert request.url(page=2) == "/search/?q=cod&size=50&page=2"
    request, notices = queries.SearchRequest.from_params(QueryDict("size=5000"))
    assert request.page_size == queries.PAGE_SIZE
    assert "“5000”" in notices[0]
    html = client.get("/search/?q=cod&size=100").content.decode()
    assert '<input type="hidden" name="size" value="100">' in html


def test_the_longer_a_page_of_results_the_less_it_tells_of_each(client, indexed):
    usual, long, longest = (
        client.get(f"/search/?q=cod&size={size}").content.decode() for size in queries.PAGE_SIZES
    )
    links = {
        re.findall(r'<h3 class="row-headline"><a href="([^"]+)"', page)[0] for page in (usual, long, longest)
    }
    assert len(links) == 1
    assert 'class="row-countries"' in usual
    assert 'class="row-countries"' not in long
    assert "<mark>" in long
    assert "<mark>" not in longest


# --- Comparisons ---


def test_questions_are_compared_as_numbers_and_as_shares(client, indexed):
    page = page_of(client, "/search/compare/?q=cod&q=herring")
    rows = rows_of(client, "/search/compare/?q=cod&q=herring")
    assert "2021 0 1 100 % 1" in rows
    assert "2024 3 100 % 1 33 % 3" in rows
    assert "/search/?q=cod&from=2024-01-01&to=2024-12-31" in page.links
    assert "/search/compare/?q=cod&q=herring&from=2024-01-01&to=2024-12-31" in page.links
    by_month = page_of(client, "/search/compare/?q=cod&q=herring&from=2024-01-01&to=2024-12-31")
    assert "May 2024 2 100 % 0 2" in rows_of(
        client, "/search/compare/?q=cod&q=herring&from=2024-01-01&to=2024-12-31"
    )
    assert "/search/compare/?q=cod&q=herring" in by_month.links


def test_filters_hold_for_all_questions_and_shares_are_of_everything(client, indexed):
    address = "/search/compare/?q=herring&q=maps&country=PE"
    page = page_of(client, address)
    assert "Remove Country: Peru" in page.text
    assert "/search/compare/?q=herring&q=maps" in page.links
    assert "2024 0 1 33 % 3" in rows_of(client, address)


def test_a_comparison_can_be_taken_away(client, indexed):
    answer = client.get("/search/compare.csv?q=cod&q=%3Dherring")
    rows = list(csv.reader(answer.content.decode().splitlines()))
    assert rows[0][:4] == ["from", "to", "cod (articles)", "cod (percent)"]
    assert rows[0][4].startswith("'=")
    assert ["2024-01-01", "2024-12-31", "3", "100.0000", "1", "33.3333", "3"] in rows


def test_lines_are_told_apart_without_color_and_their_points_are_links(client, indexed):
    html = client.get("/search/compare/?q=cod&q=herring&q=maps").content.decode()
    for number in (1, 2, 3):
        assert f'<g class="course-{number}">' in html
    assert "/search/?q=cod&from=2024-01-01&to=2024-12-31" in unescape(html.split("</svg>")[-3])
    assert 'tabindex="-1"' in html


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?q=",
        "?q=cod&q=cod",
        "?q=a&q=b&q=c&q=d",
        "?q=%22&q=((",
        "?q=nowhere",
        "?q=cod&from=bogus",
        "?q=cod&from=2024-05-14&to=2024-05-14",
    ],
)
def test_odd_comparisons_are_answered(client, indexed, address):
    assert "Question 3" in words_of(client, f"/search/compare/{address}")
    assert client.get(f"/search/compare.csv{address}").status_code == 200


def test_at_most_three_questions_are_compared(client, indexed):
    words = words_of(client, "/search/compare/?q=cod&q=maps&q=nets&q=herring")
    assert "At most 3 questions are compared" in words


def test_an_index_out_of_order_is_told_on_every_page(client, indexed, monkeypatch):
    monkeypatch.setattr("articles.queries.facets.ready", lambda: False)
    monkeypatch.setattr("articles.queries.trends.ready", lambda: False)
    assert "out of order" in words_of(client, "/search/facets/topic/?q=cod")
    assert "out of order" in words_of(client, "/search/compare/?q=cod")
    assert client.get("/search/compare.csv?q=cod").status_code == 503


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (100, "100 %"), (33.333, "33 %"), (4.25, "4.2 %"), (0.0312, "0.031 %")]
)
def test_small_shares_are_not_rounded_to_nothing(share, words):
    assert share_words(share) == words


@given(st.floats(0.001, 1e6))
def test_a_scale_holds_what_it_measures(value):
    assert value <= scale_end(value) * (1 + 1e-6) <= value * 10.1
