from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from haystack.query import SearchQuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import rebuild, refresh
from articles.models import Article, Comment, Organization, Person
from articles.queries import (
    OUT_OF_ORDER,
    SHOWN_VALUES,
    Facet,
    FacetValue,
    SearchPage,
    SearchRequest,
    everything,
    is_ready,
    language,
    more_like_this,
    search,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@pytest.fixture
def articles() -> dict[str, Article]:
    """Four articles about Norway, Peru and India, with all that is faceted."""
    lind = factories.person("Ada Lind", "NO")
    berg = factories.person("Bo Berg", "PE")
    ministry = factories.organization("Ministry of Fisheries", "NO", abbreviation="MoF")
    fishing = factories.topic("Fishing")
    dialogue = factories.series("Norway-Peru Sea Dialogue", "NO", "PE")
    made = {
        "quotas": factories.article(
            "Norway and Peru agree on quotas",
            "Ada Lind met Bo Berg in Oslo. “The sea is shared,” Lind said.\n\nPatrols follow in spring.",
            day=date(2025, 8, 26),
            parties="NO PE",
            naming="IN",
            outlet=factories.source("Coast Times"),
            agency=factories.source("Northwire", kind="agency"),
            standfirst="A haddock bargain",
        ),
        "ports": factories.article(
            "Ports of Peru reopen",
            "Trawlers returned to Callao, Bo Berg said.",
            day=date(2025, 9, 2),
            parties="PE",
            outlet=factories.source("Harbor Post"),
        ),
        "untitled": factories.article(
            "", "Norway exports haddock to many lands this year and next.", day=date(2024, 2, 1), parties="NO"
        ),
        "undated": factories.article(
            "Patrols without a date", "Of Norwegian patrols nothing else is known.", parties="NO"
        ),
    }
    factories.mention(made["quotas"], "Ada Lind", person=lind)
    factories.mention(made["quotas"], "Bo Berg", person=berg)
    factories.mention(made["ports"], "Bo Berg", person=berg)
    factories.mention(made["quotas"], "quotas", "title", topic=fishing)
    factories.mention(made["quotas"], "Oslo", organization=ministry)
    factories.mention(
        made["quotas"], "met", event=factories.event("Sea Dialogue", made["quotas"], dialogue, 3)
    )
    factories.quote(made["quotas"], "The sea is shared,", lind)
    Comment.objects.create(
        article=made["ports"], author="Reader", text="Bravo, trawlermen!", position=0, status="approved"
    )
    Comment.objects.create(
        article=made["ports"], author="Troll", text="Spamalot", position=1, status="rejected"
    )
    rebuild()
    return made


def page(address: str) -> SearchPage:
    request, _ = SearchRequest.from_params(QueryDict(address))
    return search(request)


def titles(address: str) -> list[str]:
    return [hit.title for hit in page(address).hits]


def facet(found: SearchPage, name: str) -> Facet:
    return next(each for each in found.facets if each.name == name)


def value(found: SearchPage, name: str, wanted: str) -> FacetValue:
    return next(each for each in facet(found, name).values if each.value == wanted)


QUOTAS, PORTS = "Norway and Peru agree on quotas", "Ports of Peru reopen"
UNTITLED, UNDATED = "Norway exports haddock to many lands this year and next.", "Patrols without a date"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("q=quota", [QUOTAS]),
        ("q=patrols", [UNDATED, QUOTAS]),
        ("q=title:patrols", [UNDATED]),
        ("q=haddock", [UNTITLED, QUOTAS]),
        ('q="met bo berg"', [QUOTAS]),
        ("q=trawl*", [PORTS]),
        ("q=trowlers~", [PORTS]),
        ("q=peru -quotas", [PORTS]),
        ("q=person:lind", [QUOTAS]),
        ('q=person:"Bo Berg"&sort=newest', [PORTS, QUOTAS]),
        ("q=organization:mof", [QUOTAS]),
        ("q=topic:fishing", [QUOTAS]),
        ('q=event:"sea dialogue"', [QUOTAS]),
        ("q=source:harbor", [PORTS]),
        ("q=agency:northwire", [QUOTAS]),
        ("q=said:shared", [QUOTAS]),
        ("q=by:lind", [QUOTAS]),
        ("q=country:PE&sort=oldest", [QUOTAS, PORTS]),
        ("q=country:peruvian&sort=oldest", [QUOTAS, PORTS]),
        ("q=country:india", [QUOTAS]),
        ("q=pair:PE-NO", [QUOTAS]),
        ('q=pair:"Peru and Norway"', [QUOTAS]),
        ("q=date:2025-08", [QUOTAS]),
        ("q=date:2025-01..2025-08 OR date:2024", [QUOTAS, UNTITLED]),
        ("q=after:2025-08-26", [PORTS]),
        ("q=before:2025", [UNTITLED]),
        ("country=NO&country=PE", [QUOTAS]),
        ("country=no&q=haddock&sort=oldest", [UNTITLED, QUOTAS]),
        ("person=ada-lind&person=bo-berg", [QUOTAS]),
        ("topic=fishing", [QUOTAS]),
        ("organization=ministry-of-fisheries", [QUOTAS]),
        ("event=norway-peru-sea-dialogue", [QUOTAS]),
        ("source=harbor-post", [PORTS]),
        ("agency=northwire", [QUOTAS]),
        ("from=2025-08-26&to=2025-08-26", [QUOTAS]),
        ("from=2025", [PORTS, QUOTAS]),
        ("to=2024-02", [UNTITLED]),
        ("", [PORTS, QUOTAS, UNTITLED, UNDATED]),
        ("sort=oldest", [UNTITLED, QUOTAS, PORTS, UNDATED]),
    ],
)
def test_what_is_found(articles: Any, address: str, found: list[str]) -> None:
    assert titles(address) == found


def test_comments_are_searched_only_when_asked_for(articles: Any) -> None:
    assert titles("q=bravo") == []
    assert titles("q=comment:bravo") == [PORTS]
    assert titles("q=comment:spamalot") == [], "a comment that was rejected is not searched at all"


def test_only_published_articles_are_found(articles: Any) -> None:
    articles["ports"].status = "withdrawn"
    articles["ports"].save()
    refresh(Article, [articles["ports"].pk])
    assert PORTS not in titles("")


def test_a_hit_is_shown_from_stored_fields(articles: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        (hit,) = page("q=berg quota").hits
    assert len(asked) <= 3
    assert (hit.id, hit.title, hit.date) == (articles["quotas"].pk, QUOTAS, date(2025, 8, 26))
    assert (hit.date_precision, hit.date_basis) == ("day", "stated")
    assert (hit.source, hit.agency) == ("Coast Times", "Northwire")
    assert hit.url == articles["quotas"].get_absolute_url()
    assert sorted(hit.countries) == ["IN", "NO", "PE"]
    assert "Norway" in hit.country_names
    assert "<mark>Berg</mark>" in hit.snippet
    assert hit.score > 0


def test_plain_haystack_code_loads_all_articles_in_one_query(articles: Any) -> None:
    asked = SearchQuerySet().filter(content="peru").facet("countries").load_all().order_by("-published")
    with CaptureQueriesContext(connection) as run:
        assert [result.object.headline for result in asked] == [PORTS, QUOTAS]
    assert len(run) == 1
    assert dict(asked.facet_counts()["fields"]["countries"]) == {"PE": 2, "NO": 1, "IN": 1}
    assert SearchQuerySet().filter(countries_exact="NO").count() == 3
    assert SearchQuerySet().filter(countries="norway").count() == 3


def test_a_snippet_escapes_what_is_not_a_mark(articles: Any) -> None:
    factories.article("Odd", "<img src=x> & quokka <mark>fake</mark>")
    rebuild()
    (hit,) = page("q=quokka").hits
    assert hit.snippet == "&lt;img src=x&gt; &amp; <mark>quokka</mark> &lt;mark&gt;fake&lt;/mark&gt;"


def test_how_well_a_date_is_known(articles: Any) -> None:
    factories.article(
        "Some time in May",
        "Squid.",
        published_basis="inferred",
        published_earliest=date(2023, 5, 3),
        published_latest=date(2023, 5, 9),
        published_confidence=0.6,
    )
    rebuild()
    (hit,) = page("q=squid").hits
    assert (hit.date, hit.date_precision, hit.date_basis) == (date(2023, 5, 3), "month", "inferred")
    (undated,) = page("q=title:without").hits
    assert (undated.date, undated.date_precision, undated.date_basis) == (None, "", "unknown")


def test_facets_count_and_toggle(articles: Any) -> None:
    found = page("q=norway OR peru&country=NO")
    norway, peru = value(found, "country", "NO"), value(found, "country", "PE")
    assert (norway.label, norway.selected) == ("Norway", True)
    assert norway.toggle_url == "/search/?q=norway+OR+peru"
    assert (peru.label, peru.count, peru.selected) == ("Peru", 1, False)
    assert peru.toggle_url == "/search/?q=norway+OR+peru&country=NO&country=PE"
    assert page(peru.toggle_url.partition("?")[2]).total == peru.count
    assert {each.name for each in found.facets} == {
        *("country", "topic", "person", "organization", "event", "source", "agency", "year")
    }
    assert value(found, "person", "bo-berg").label == "Bo Berg"
    assert value(found, "event", "norway-peru-sea-dialogue").label == "Norway-Peru Sea Dialogue"
    assert value(page(""), "agency", "northwire").label == "Northwire"


@pytest.mark.parametrize(
    "name", ["country", "topic", "person", "organization", "event", "source", "agency", "year"]
)
def test_every_facet_link_leads_to_as_many_articles_as_it_says(articles: Any, name: str) -> None:
    for each in facet(page(""), name).values:
        assert page(each.toggle_url.partition("?")[2]).total == each.count


def test_a_long_facet_shows_its_largest_values_and_what_is_chosen(articles: Any) -> None:
    crowd = factories.article("Crowd", "Many came.")
    for number in range(SHOWN_VALUES + 5):
        factories.mention(crowd, "Many", person=factories.person(f"Guest {number:02}"))
    rebuild()
    found = page("q=crowd&person=guest-14")
    assert len(facet(found, "person").values) == SHOWN_VALUES + 1
    assert facet(found, "person").more == 4
    assert value(found, "person", "guest-14").selected


def test_a_renamed_entry_is_shown_by_its_new_name_at_once(articles: Any) -> None:
    Person.objects.filter(slug="bo-berg").update(name="Bo Bergen")
    Organization.objects.filter(slug="ministry-of-fisheries").update(name="Ministry of the Sea")
    found = page("q=quota")
    assert value(found, "person", "bo-berg").label == "Bo Bergen"
    assert value(found, "organization", "ministry-of-fisheries").label == "Ministry of the Sea"


def test_a_year_is_chosen_by_its_first_and_last_day(articles: Any) -> None:
    year = value(page(""), "year", "2025")
    assert year.toggle_url == "/search/?from=2025-01-01&to=2025-12-31"
    chosen = value(page("from=2025&to=2025"), "year", "2025")
    assert chosen.selected
    assert chosen.toggle_url == "/search/"


def test_the_histogram_has_a_bar_for_every_month_from_the_first_hit_to_the_last(articles: Any) -> None:
    bars = page("q=peru").histogram
    assert [(bar.label, bar.count) for bar in bars] == [("Aug 2025", 1), ("Sep 2025", 1)]
    assert bars[1].url == "/search/?q=peru&from=2025-09-01&to=2025-09-30"
    assert (bars[1].start, bars[1].end) == (date(2025, 9, 1), date(2025, 9, 30))
    bars = page("").histogram
    assert (bars[0].label, bars[-1].label, len(bars)) == ("Feb 2024", "Sep 2025", 20)
    assert sum(bar.count for bar in bars) == 3


def test_a_histogram_over_many_years_has_a_bar_a_year(articles: Any) -> None:
    factories.article("Old", "Peru then.", day=date(1999, 7, 1))
    rebuild()
    bars = page("").histogram
    assert [bar.label for bar in bars] == [str(year) for year in range(1999, 2026)]
    assert bars[0].url == "/search/?from=1999-01-01&to=1999-12-31"


def test_chips_take_away_what_was_asked_for(articles: Any) -> None:
    chips = page("q=peru&country=PE&person=bo-berg&from=2025-08-01&to=2025-09").chips
    assert [chip.label for chip in chips] == [
        "peru",
        "Country: Peru",
        "Person: Bo Berg",
        "From 1 August 2025",
        "Until 30 September 2025",
    ]
    assert chips[1].remove_url == "/search/?q=peru&person=bo-berg&from=2025-08-01&to=2025-09-30"


def test_pages(articles: Any) -> None:
    for number in range(45):
        factories.article(f"Squid {number}", "Squid.", day=date(2020, 1, 1))
    rebuild()
    first, second, last = (page(f"q=squid&page={number}") for number in (1, 2, 3))
    assert (first.total, first.pages, len(first.hits), len(last.hits)) == (45, 3, 20, 5)
    assert (first.previous_url, first.next_url) == (None, "/search/?q=squid&page=2")
    assert (second.previous_url, last.next_url) == ("/search/?q=squid", None)
    assert len({hit.id for shown in (first, second, last) for hit in shown.hits}) == 45
    beyond = page("q=squid&page=99")
    assert (beyond.page, beyond.hits) == (3, last.hits)
    assert beyond.notices == ("There is no page 99; this is the last of 3.",)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("from=soon", "“soon” is no date"),
        ("to=2025-02-30", "“2025-02-30” is no date"),
        ("from=2025-12&to=2025-09", "the wrong way round"),
        ("page=0", "“0” is no page"),
        ("page=-1", "“-1” is no page"),
        ("page=٣", "is no page"),
        ("page=99999999999999999999", "is no page"),
        ("sort=best", "There is no order “best”"),
        ("q=" + "peru " * 999, "cut to its first 1,000 characters"),
        ("country=XX", "No country has the code “XX”"),
    ],
)
def test_odd_parameters_are_said_and_cost_nothing(articles: Any, address: str, said: str) -> None:
    request, notices = SearchRequest.from_params(QueryDict(address))
    assert len(notices) == 1
    assert said in notices[0]
    assert search(request).hits


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("country:narnia", "No country is called “narnia”"),
        ("zzzz peru", "No article in the archive matches “zzzz”."),
        ("person:nobody", "No article in the archive matches “person: nobody”."),
        ("haddock trawlers", "Each part of the question is found, but no article has all of them."),
        ("trawlers -peru", "only where something stands that is not wanted"),
        ('"peru quotas', "A quotation mark was not closed"),
    ],
)
def test_why_nothing_or_something_else_was_found_is_said(articles: Any, question: str, said: str) -> None:
    assert any(said in notice for notice in page(f"q={question}").notices)


def test_words_that_only_the_filters_exclude(articles: Any) -> None:
    assert "not with these filters" in page("q=trawlers berg&country=NO").notices[0]
    assert "all of what is chosen" in page("country=IN&person=nobody").notices[0]


def test_it_says_how_a_question_was_understood(articles: Any) -> None:
    assert page("q=trawl* country:peruvian").understood == "trawl* and country: Peru"


def test_addresses_are_canonical() -> None:
    address = "q=a+b&country=NO&country=PE&topic=t&person=p&organization=o&event=e&source=s&agency=w" + (
        "&from=2025-01-02&to=2025-03-04&sort=newest&page=2"
    )
    request, notices = SearchRequest.from_params(QueryDict(address))
    assert notices == ()
    assert request.url(page=2) == f"/search/?{address}"
    assert request.url() == f"/search/?{address}".removesuffix("&page=2")
    assert SearchRequest().url() == "/search/"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "country", "topic", "person", "from", "to", "sort", "page", "agency", "nonsense"]
        ),
        st.lists(
            st.one_of(
                st.text(max_size=30), st.sampled_from(["NO", "2025-08", "newest", "ada-lind", "1", "*"])
            ),
            max_size=3,
        ),
    )
)
def test_no_address_is_an_error_and_every_one_can_be_written_again(
    articles: Any, params: dict[str, list[str]]
) -> None:
    query = QueryDict(mutable=True)
    for name, values in params.items():
        query.setlist(name, values)
    request, _ = SearchRequest.from_params(query)
    found = search(request)
    assert found.total >= len(found.hits)
    again, notices = SearchRequest.from_params(QueryDict(request.url(page=request.page).partition("?")[2]))
    assert (again, notices) == (request, ())


def test_an_archive_that_was_never_indexed_finds_nothing() -> None:
    found = page("q=oil&country=NO")
    assert (found.total, found.hits, found.histogram) == (0, (), ())
    assert OUT_OF_ORDER not in found.notices


def test_an_index_out_of_order_is_a_sentence_to_the_reader(articles: Any, index: Any) -> None:
    (index.root / "CURRENT").write_text("{")
    found = page("q=oil&country=NO")
    assert found.notices == (OUT_OF_ORDER,)
    assert found.chips
    assert more_like_this(articles["quotas"]) == ()


def test_more_like_this(articles: Any) -> None:
    factories.article(
        "Haddock again", "Quotas on haddock: Ada Lind met Bo Berg once more.", day=date(2025, 9, 9)
    )
    rebuild()
    like = more_like_this(articles["quotas"])
    assert like[0].title == "Haddock again"
    assert articles["quotas"].pk not in {hit.id for hit in like}
    assert len(more_like_this(articles["quotas"], count=1)) == 1


def test_a_word_in_the_headline_counts_more_than_in_a_key_point_and_there_more_than_in_the_body(
    articles: Any,
) -> None:
    factories.article("Octopus seen", "A diver reports it near the pier.")
    factories.article("Dive report", "An octopus was seen near the pier by a diver.")
    summed = factories.article("Pier closed", "A diver saw something near the pier at dawn.")
    summed.key_points.create(position=0, text="An octopus is about")
    rebuild()
    assert titles("q=octopus") == ["Octopus seen", "Pier closed", "Dive report"]


def test_the_language_names_every_field_that_is_promised() -> None:
    promised = "title text comment country pair person office organization topic event source agency said by date after before"
    assert set(promised.split()) <= set(language().fields)


def test_a_page_is_made_of_one_search(articles: Any, index: Any) -> None:
    with patch.object(type(index), "_search", autospec=True, side_effect=type(index)._search) as run:
        assert page("q=peru&country=PE").total == 2
    assert run.call_count == 1


def test_readiness_is_told_without_a_search(articles: Any, index: Any) -> None:
    with patch.object(type(index), "_search", side_effect=AssertionError("nothing is to be searched")):
        assert is_ready()
        (index.root / "CURRENT").write_text("{")
        assert not is_ready()
    with patch.object(type(index), "problem", side_effect=OSError("the disk is gone")):
        assert not is_ready()


@pytest.mark.parametrize("wanted", [SearchRequest(q="haddock OR peru"), SearchRequest(sort="newest")])
def test_everything_that_is_found_comes_in_the_order_of_the_pages(articles, wanted):
    rebuild()
    shown = [
        hit.id
        for page in range(1, search(replace(wanted, page_size=1)).pages + 1)
        for hit in search(replace(wanted, page=page, page_size=1)).hits
    ]
    whole = everything(wanted)
    assert whole is not None
    assert list(whole.numbers) == shown
    assert len(shown) > 1
    before = whole.generation
    refresh(Article, [articles["ports"].pk])
    assert everything(wanted).generation > before


def test_of_an_index_that_is_out_of_order_not_everything_is_told(articles, index):
    rebuild()
    (index.root / "CURRENT").write_text("{")
    assert everything(SearchRequest()) is None
