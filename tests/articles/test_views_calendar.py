"""The calendar."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories as make
from tests.htmlcheck import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make.article("Early", day=date(2019, 12, 31))
    make.article("On the day", day=date(2022, 8, 26))
    make.article("Same day", day=date(2022, 8, 26))
    make.article("Next day", day=date(2022, 8, 27))
    make.article(
        "In August", day=date(2022, 8, 1), published_precision="month", published_latest=date(2022, 8, 31)
    )
    make.article(
        "That year", day=date(2022, 1, 1), published_precision="year", published_latest=date(2022, 12, 31)
    )
    make.article(
        "Some day in August",
        published_basis="inferred",
        published_earliest=date(2022, 8, 3),
        published_latest=date(2022, 8, 9),
    )
    make.article("No day at all")
    make.article("Hidden", day=date(2022, 8, 26), status="draft")


def page_of(client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return read(response.content.decode())


def listed(client, address: str) -> set[str]:
    lines = {line.strip() for line in page_of(client, address).text.splitlines()}
    titles = (
        "Early",
        "On the day",
        "Same day",
        "Next day",
        "In August",
        "That year",
        "Some day in August",
        "No day at all",
        "Hidden",
    )
    return lines.intersection(titles)


def test_an_article_is_listed_as_near_as_its_date_is_known(client, archive):
    in_august = {"On the day", "Same day", "Next day", "In August", "Some day in August"}
    assert listed(client, "/dates/2022/") == {*in_august, "That year"}
    assert listed(client, "/dates/2022/08/") == in_august
    assert listed(client, "/dates/2022/08/26/") == {"On the day", "Same day"}
    assert listed(client, "/dates/2022/08/01/") == set()
    assert listed(client, "/dates/2022/01/") == set()
    assert listed(client, "/dates/undated/") == {"No day at all"}


def test_years_are_counted_and_those_without_articles_are_seen_as_gaps(client, archive):
    page = page_of(client, "/dates/")
    words = " ".join(page.text.split())
    assert "2019: 1 article" in words
    assert "2020: 0 articles" in words
    assert "2022: 6 articles" in words
    assert "1 article without a date" in words
    assert "/dates/2022/" in page.links
    assert "/dates/2020/" not in page.links


def test_a_date_far_off_does_not_draw_a_thousand_bars(client, archive):
    make.article("Misprint", day=date(1022, 1, 1))
    html = client.get("/dates/").content.decode()
    assert html.count('class="fill"') == 3
    assert "1022: 1 article" in read(html).text


def test_months_are_counted(client, archive):
    page = page_of(client, "/dates/2022/")
    assert "August: 5 articles" in page.text
    assert "/dates/2022/08/" in page.links
    assert "/dates/2022/01/" not in page.links


def test_days_are_counted_in_a_calendar(client, archive):
    html = client.get("/dates/2022/08/").content.decode()
    read(html)
    assert 'href="/dates/2022/08/26/" aria-label="26 August: 2 articles"' in html
    assert 'href="/dates/2022/08/03/"' not in html


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/dates/2022/", "/dates/2019/", None),
        ("/dates/2020/", "/dates/2019/", "/dates/2022/"),
        ("/dates/2022/08/", "/dates/2019/12/", None),
        ("/dates/2019/12/", None, "/dates/2022/08/"),
        ("/dates/2022/08/26/", "/dates/2019/12/31/", "/dates/2022/08/27/"),
        ("/dates/2022/08/12/", "/dates/2019/12/31/", "/dates/2022/08/26/"),
    ],
)
def test_one_steps_to_the_nearest_that_has_articles(client, archive, address, before, after):
    html = client.get(address).content.decode()
    assert (f'rel="prev" href="{before}"' in html) if before else ('rel="prev"' not in html)
    assert (f'rel="next" href="{after}"' in html) if after else ('rel="next"' not in html)


def test_a_day_without_articles_is_a_page_that_says_so(client, archive):
    assert "No article is dated to this day." in page_of(client, "/dates/2021/05/05/").text


@pytest.mark.parametrize(
    "address", ["/dates/2022/13/", "/dates/2022/02/30/", "/dates/0000/", "/dates/22/", "/dates/2022/8/"]
)
def test_what_is_no_date_is_a_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/dates/", "/dates/9999/", "/dates/0001/01/01/", "/dates/9999/12/31/", "/dates/undated/"]
)
def test_an_empty_archive_and_the_ends_of_time_have_pages(client, address):
    page_of(client, address)


def test_pages_ask_a_bounded_number_of_queries(client, archive, django_assert_max_num_queries):
    for number in range(28):
        make.article("", f"Report {number}.", day=date(2022, 8, 1 + number), parties="NO PE")
    for address in ("/dates/", "/dates/2022/", "/dates/2022/08/", "/dates/2022/08/26/"):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_a_day_of_the_year_leads_to_the_same_day_of_each_year(client, archive):
    make.article("Years before", day=date(2019, 8, 26))
    assert listed(client, "/dates/on-this-day/08/26/") == {"On the day", "Same day"}
    page = page_of(client, "/dates/on-this-day/08/26/")
    assert "Years before" in page.text
    assert {"/dates/2022/08/26/", "/dates/2019/08/26/", "/dates/on-this-day/08/25/"} <= set(page.links)
    assert listed(client, "/dates/on-this-day/02/29/") == set()
    assert client.get("/dates/on-this-day/02/30/").status_code == 404
    assert client.get("/dates/on-this-day/").status_code == 302
    assert client.get("/dates/on-this-day/08/26/feed/").status_code == 200


def test_a_year_is_a_calendar_of_its_days_and_decades_hold_their_years(client, archive):
    assert {"/dates/2022/08/26/", "/dates/2022/08/27/"} <= set(page_of(client, "/dates/2022/").links)
    words = " ".join(page_of(client, "/dates/").text.split())
    assert "2010s" in words
    assert "2020s" in words
