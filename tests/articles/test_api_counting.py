"""Values of a facet and questions over time, as programs get them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from archive.search import rebuild
from articles.models import Article
from tests import factories as make
from tests.apicheck import get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

SEARCH = "/api/v1/search/"
FACET, COMPARE = "/api/v1/search/facets/{name}/", "/api/v1/search/compare/"


@pytest.fixture
def indexed() -> Article:
    story = make.article(
        "Norway and Peru share maps",
        "Maps of the coast.",
        day=date(2024, 5, 14),
        parties="NO PE",
        naming="IN",
    )
    make.article("Old maps", "Maps of old.", day=date(2019, 3, 4), parties="NO", outlet=make.source("A & B"))
    make.article("Secret maps", "Maps that nobody may see.", status="draft", parties="NO PE")
    call_command("rebuild_index", noinput=True, verbosity=0)
    return story


def test_every_value_of_a_facet_is_counted_sought_and_leads_to_its_search(client, indexed):
    data = get(client, "/api/v1/search/facets/country/?q=maps", FACET)
    assert {value["value"] for value in data["values"]} >= {"NO", "PE"}
    assert data["distinct"] == data["matching"] == len(data["values"])
    for value in data["values"]:
        assert get(client, value["toggle_url"], SEARCH)["total"] == value["count"]
    sought = get(client, "/api/v1/search/facets/country/?q=maps&part=per", FACET)
    assert [value["label"] for value in sought["values"]] == ["Peru"]
    assert sought["distinct"] == data["distinct"]
    assert get(client, "/api/v1/search/facets/year/", FACET)["values"][0]["label"] == "2024"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/search/facets/planet/", 404),
        ("/api/v1/search/facets/topic/?page=9", 404),
        ("/api/v1/search/facets/topic/?page=x", 400),
        ("/api/v1/search/facets/topic/?country=" + "x" * 200, 400),
    ],
)
def test_what_is_no_facet_or_no_page_of_it_is_said(client, indexed, address, status):
    get(client, address, FACET, status)


def test_a_long_facet_is_followed_page_by_page(client, index):
    made = make.article("Everybody", "A list of all who came.")
    for number in range(120):
        make.mention(made, "all", person=make.person(f"Guest {number}"))
    rebuild()
    first = get(client, "/api/v1/search/facets/person/?q=list&order=name", FACET)
    second = get(client, first["next"], FACET)
    assert (first["pages"], second["next"], second["order"]) == (2, None, "name")
    assert len({each["value"] for page in (first, second) for each in page["values"]}) == 120
    assert 'rel="next"' in client.get("/api/v1/search/facets/person/?q=list")["Link"]


def test_questions_are_compared_as_counts_and_shares(client, indexed):
    data = get(client, f"{COMPARE}?q=maps&q=nowhere", COMPARE)
    maps, nowhere = data["courses"]
    assert maps["total"] == get(client, maps["search_url"], SEARCH)["total"] > 0
    assert nowhere["total"] == sum(nowhere["counts"]) == 0
    assert len(maps["counts"]) == len(maps["shares"]) == len(data["periods"])
    for count, share, period in zip(maps["counts"], maps["shares"], data["periods"], strict=True):
        assert share == pytest.approx(100 * count / max(1, period["articles"]), abs=1e-3)
    assert get(client, COMPARE, COMPARE)["courses"] == []
    assert get(client, f"{COMPARE}?q=a&q=b&q=c&q=d", COMPARE)["notices"]
