"""What goes on from what is typed, what was probably meant, and what else could be chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from archive.search import rebuild, refresh
from articles.models import Article
from articles.queries import Facet, SearchPage, SearchRequest, search, suggestions
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@pytest.fixture
def articles() -> dict[str, Any]:
    lund, harbors = make.person("Greta Lundqvist", "SE"), make.topic("Harbor dues")
    made = {
        "dues": make.article(
            "Harbor dues", "Sweden and Peru lower harbor dues.", day=date(2024, 5, 1), parties="SE PE"
        ),
        "nets": make.article(
            "Nets", "Peru mends its nets in the harbor.", day=date(2024, 6, 1), parties="PE"
        ),
        "ice": make.article("Ice", "Sweden breaks the harvest of ice.", day=date(2024, 7, 1), parties="SE"),
    }
    make.mention(made["dues"], "harbor dues", topic=harbors)
    make.mention(made["ice"], "Sweden", person=lund)
    rebuild()
    return made


def page(address: str) -> SearchPage:
    return search(SearchRequest.from_params(QueryDict(address))[0])


def facet(found: SearchPage, name: str) -> Facet:
    return next(each for each in found.facets if each.name == name)


def texts(typed: str) -> list[str]:
    return [each.text for each in suggestions(typed)]


def test_names_come_before_words_with_what_they_are(articles: dict[str, Any]) -> None:
    assert [(each.text, each.note) for each in suggestions("har")] == [
        ("Harbor dues", "topic, 1 article"),
        ("harbor", "word"),
        ("harvest", "word"),
    ]


def test_a_name_is_found_by_each_of_its_words_and_leads_to_its_search(articles: dict[str, Any]) -> None:
    (found,) = suggestions("lundq")
    assert (found.text, found.note) == ("Greta Lundqvist", "person, 1 article")
    assert page(found.url.partition("?")[2]).total == 1
    assert texts("greta lu")[0] == "Greta Lundqvist"


def test_a_country_is_found_by_what_it_is_called(articles: dict[str, Any]) -> None:
    assert texts("swed")[0] == texts("swedish")[0] == "Sweden"


def test_words_before_the_last_stay_as_they_were_typed(articles: dict[str, Any]) -> None:
    assert texts("Peru OR harv") == ["Peru OR harvest"]


def test_what_no_published_article_has_is_not_offered(articles: dict[str, Any]) -> None:
    articles["ice"].status = "withdrawn"
    articles["ice"].save()
    refresh(Article, [articles["ice"].pk])
    assert texts("lundq") == texts("harv") == []


@pytest.mark.parametrize("typed", ["", " ", "\0", "*", '"', "(", "a" * 9_999, "\ud800", "%", "-har", "東"])
def test_nothing_typed_fails(client: Any, articles: dict[str, Any], typed: str) -> None:
    assert len(suggestions(typed)) <= 10
    reply = client.get("/suggest/", {"q": typed.encode("utf-8", "replace")})
    assert reply.status_code == 200
    assert len(reply.json()) == 4


def test_browsers_are_told_where_suggestions_are(client: Any, articles: dict[str, Any]) -> None:
    typed, *columns = client.get("/suggest/?q=swe").json()
    assert typed == "swe"
    assert [column[0] for column in columns] == [
        "Sweden", "country, 2 articles", "http://testserver/search/?country=SE"
    ]  # fmt: skip
    assert "/suggest/?q={searchTerms}" in client.get("/opensearch.xml").content.decode()
    assert 'data-suggest="/suggest/"' in client.get("/search/").content.decode()


def test_without_an_index_nothing_is_offered(client: Any) -> None:
    assert client.get("/suggest/?q=har").json() == ["har", [], [], []]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbro", "harbor"),
        ("Swden -nets", "sweden -nets"),
        ("country:pe harbro", "country:pe harbor"),
        ("title:harbro", "title:harbor"),
        ('"harbro"', None),
        ("harbor", None),
        ("harbro~", None),
        ("harb*", None),
        ("zzzzzzz", None),
        ("harbro zzzzzzz", None),
        ("harbro country:no", None),
    ],
)
def test_a_mistyped_question_is_put_right_where_that_finds_more(
    articles: dict[str, Any], typed: str, meant: str | None
) -> None:
    found = page(f"q={typed}").meant
    assert (found.text if found else None) == meant


def test_what_is_put_right_keeps_what_is_chosen(client: Any, articles: dict[str, Any]) -> None:
    assert page("q=harbro&country=SE").meant.url == "/search/?q=harbor&country=SE"
    assert page("q=harbro&from=2025").meant is None
    assert "Did you mean" in client.get("/search/?q=harbro").content.decode()


def test_a_facet_shows_what_could_be_chosen_in_place_of_its_own(articles: dict[str, Any]) -> None:
    further = facet(page("country=SE"), "country")
    assert [(each.value, each.count) for each in further.values] == [("SE", 2), ("PE", 1)]
    (switch,) = [each for each in further.switches if each.label == "Show what else there is"]
    beside = facet(page(switch.url.partition("?")[2]), "country")
    assert [(each.value, each.count, each.selected) for each in beside.values] == [
        ("PE", 2, False),
        ("SE", 2, True),
    ]
    assert [each.toggle_url for each in beside.values] == [
        "/search/?country=PE&beside=country",
        "/search/?beside=country",
    ]
    assert beside.switches[0].url == "/search/?country=SE"


def test_other_facets_still_count_when_one_is_left_out(articles: dict[str, Any]) -> None:
    beside = facet(page("country=SE&topic=harbor-dues&beside=country"), "country")
    assert [(each.value, each.count) for each in beside.values] == [("PE", 1), ("SE", 1)]


def test_any_of_the_countries_may_be_enough(articles: dict[str, Any]) -> None:
    both = page("country=SE&country=PE")
    assert both.total == 1
    switch = facet(both, "country").switches[-1]
    assert page(switch.url.partition("?")[2]).total == 3
    assert page("q=harbor&country=SE&country=PE&match=any").total == 2
