"""The API: every answer is held against the description that programs are given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

from articles import queries, workflow
from articles.api.openapi import DOCUMENT
from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Article
from articles.reading import as_json, read, reading_config
from tests import factories as make

pytestmark = pytest.mark.django_db

SEEDS = sorted((Path(settings.BASE_DIR) / "seeds").glob("*.txt"))
#: What the page of one article promises to programs, as `annotate` does.
KEYS = set(
    "id source_file sha256 language title subtitle standfirst summary section byline outlet agency origin "
    "reading_minutes published dateline key_points pull_quote images text comments removed countries pair "
    "people organizations places topics events quotes statements".split()
)


def check(data: Any, path: str, status: int = 200) -> None:
    """That an answer is just what is documented for this path and status."""
    content = DOCUMENT["paths"][path]["get"]["responses"][str(status)]["content"]
    schema = content["application/json"]["schema"] | {"components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)


def get(client: Client, address: str, path: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, address
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    check(data, path, status)
    return data


ARTICLES, ARTICLE, SEARCH = "/api/v1/articles/", "/api/v1/articles/{id}/", "/api/v1/search/"
TEXT = "“We print nothing in secret,” Ada Lind, the Norwegian foreign minister, said in Lima.\n\nTies grew in 2019."


@pytest.fixture
def story() -> Article:
    made = make.article(
        "Norway and Peru share maps",
        TEXT,
        day=date(2024, 5, 14),
        parties="NO PE",
        naming="IN",
        byline="Tove Dahl",
        outlet=make.source("Harbor Daily"),
        agency=make.source("WNS", "agency"),
        url="https://harbor.example/maps",
        dateline_text="LIMA, May 14",
        pull_quote="Nothing in secret",
        removed=[{"line": 0, "text": "Share this", "rule": "share-bar"}],
    )
    lind = make.person("Ada Lind", "NO")
    made.key_points.create(position=0, text="Maps shared")
    made.images.create(position=0, caption="Ministers.", credit="")
    make.received(made, "maps.txt")
    make.mention(made, "LIMA, May 14", "dateline")
    make.mention(made, "Norwegian", country=make.country("NO"))
    make.mention(made, "Ada Lind", person=lind)
    make.mention(made, "Lind", person=lind, rule="person.surname")
    make.mention(
        made, "Norwegian foreign minister", person=lind, office=make.office("Foreign Minister", "NO")
    )
    make.mention(made, "Maps", "key_points/0", topic=make.topic("Maps"))
    make.mention(made, "Lima", place=make.place("Lima", "PE"))
    make.mention(made, "Norway", "title", organization=make.organization("Sea Office", "NO"))
    make.quote(made, "We print nothing in secret,", lind)
    make.statement(made, "Ties grew in 2019", "NO PE", "Partnership", 2019)
    talks = make.event("Talks", made, make.series("Talks", "NO", "PE"), 2, chairs=(lind,), countries="NO PE")
    make.mention(made, "said in Lima", event=talks)
    made.comments.create(position=0, author="Emil", text="Ports first.", status="approved")
    made.comments.create(position=1, author="Spam", text="Buy gold", status="pending")
    return made


def spans(data: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that has offsets."""
    if isinstance(data, dict):
        if "start" in data:
            yield data
        for value in data.values():
            yield from spans(value)
    elif isinstance(data, list):
        for value in data:
            yield from spans(value)


def field(data: dict[str, Any], name: str) -> str:
    if name.startswith("key_points/"):
        return data["key_points"][int(name.partition("/")[2])]
    value = data[name]
    return value["text"] if isinstance(value, dict) else value


def test_an_article_has_every_promised_key_and_its_words_are_where_it_says(client, story):
    data = get(client, f"/api/v1/articles/{story.pk}/", ARTICLE)
    assert set(data) == KEYS | {"url", "original_url", "rules_version"}
    assert data["id"] == story.pk
    assert data["url"] == f"http://testserver{story.get_absolute_url()}"
    assert data["original_url"] == "https://harbor.example/maps"
    found = list(spans(data))
    assert len(found) == 11
    for span in found:
        words = field(data, span.get("field", "text"))[span["start"] : span["end"]]
        assert words == span.get("surface", span.get("text"))
        assert span["rule"]
        assert span["rules_version"] == "test-1"


def test_an_article_says_what_its_rows_say(client, story):
    data = get(client, f"/api/v1/articles/{story.pk}/", ARTICLE)
    assert data["source_file"] == "maps.txt"
    assert data["published"] == {
        "date": "2024-05-14",
        "earliest": "2024-05-14",
        "latest": "2024-05-14",
        "time": None,
        "basis": "stated",
        "precision": "day",
        "confidence": 1.0,
        "evidence": [
            {
                "start": 0,
                "end": 12,
                "field": "dateline",
                "surface": "LIMA, May 14",
                "rule": "date.test",
                "rules_version": "test-1",
            }
        ],
    }
    assert {(each["code"], each["role"]) for each in data["countries"]} == {
        ("NO", "party"),
        ("PE", "party"),
        ("IN", "mention"),
    }
    assert data["pair"] == ["NO", "PE"]
    (lind,) = data["people"]
    assert (lind["name"], lind["country"], lind["variants"]) == ("Ada Lind", "NO", ["Lind"])
    assert [each["title"] for each in lind["offices"]] == ["Foreign Minister"]
    assert data["quotes"][0]["speaker"] == "Ada Lind"
    (talks,) = data["events"]
    assert (talks["series"], talks["ordinal"], talks["countries"], talks["chairs"]) == (
        "Talks",
        2,
        ["NO", "PE"],
        ["Ada Lind"],
    )
    assert data["statements"][0]["year"] == 2019
    assert data["removed"] == [{"text": "Share this", "rule": "share-bar"}]
    assert [each["author"] for each in data["comments"]] == ["Emil"]
    assert data["subtitle"] is None


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_an_imported_document_reads_as_annotate_reads_it(client, seed):
    """The same keys at every level; the words found are the same, whatever the register calls their owner."""
    raw = RawDocument(seed.read_bytes(), seed.name)
    (result,) = Importer(status="published").run(raw)
    data = get(client, f"/api/v1/articles/{result.article}/", ARTICLE)
    (reading,) = read(raw, reading_config())
    plain = as_json(reading)
    for name in ("title", "text", "key_points", "images", "comments", "removed", "outlet", "byline", "pair"):
        assert data[name] == plain[name], name
    assert data["sha256"] == plain["sha256"]
    for name in (
        "countries",
        "people",
        "organizations",
        "places",
        "topics",
        "events",
        "quotes",
        "statements",
    ):
        assert len(data[name]) == len(plain[name]), name
        ours, theirs = ({(s["start"], s["end"]) for s in spans(each[name])} for each in (data, plain))
        assert ours == theirs, name
        for one, other in zip(data[name][:1], plain[name][:1], strict=True):
            assert set(other) - {"field"} <= set(one)


def test_articles_come_newest_first_page_by_page(client):
    for number in range(1, 8):
        make.article(f"Report {number}", day=date(2024, 1, number), parties="NO PE")
    make.article("Draft", status="draft", day=date(2025, 1, 1))
    response = client.get("/api/v1/articles/?per_page=3&page=2")
    data = response.json()
    check(data, ARTICLES)
    assert [each["headline"] for each in data["articles"]] == ["Report 4", "Report 3", "Report 2"]
    assert (data["total"], data["page"], data["pages"]) == (7, 2, 3)
    here = "http://testserver/api/v1/articles/?per_page=3"
    assert response["Link"].split(", ") == [
        f'<{here}>; rel="first"',
        f'<{here}>; rel="prev"',
        f'<{here}&page=3>; rel="next"',
        f'<{here}&page=3>; rel="last"',
    ]
    assert data["next"] == f"{here}&page=3"
    assert client.get(data["articles"][0]["api_url"]).json()["title"] == "Report 4"
    assert client.get(data["articles"][0]["url"]).status_code == 200


def test_following_next_reaches_every_article_once(client):
    wanted = {make.article(f"Report {number}").pk for number in range(7)}
    address, seen = "/api/v1/articles/?per_page=2", []
    while address:
        data = get(client, address, ARTICLES)
        seen += [each["id"] for each in data["articles"]]
        address = data["next"]
    assert sorted(seen) == sorted(wanted)


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=-1", "per_page=101", "per_page=0", "page=" + "9" * 5000, "per_page="]
)
def test_a_parameter_that_cannot_be_read_is_said(client, query):
    data = get(client, f"/api/v1/articles/?{query}", ARTICLES, 400)
    assert query.partition("=")[0] in data["error"]["message"]
    assert data["error"]["status"] == 400


def test_a_page_that_is_not_there_is_a_404(client, story):
    get(client, f"/api/v1/articles/?page={10**30}", ARTICLES, 404)
    data = get(client, "/api/v1/articles/?page=2", ARTICLES, 404)
    assert data["error"] == {"status": 404, "message": "There is no page 2; the last one is 1."}


def test_a_withdrawn_article_is_gone_and_a_draft_is_not_there(client, story):
    workflow.withdraw([story])
    assert get(client, f"/api/v1/articles/{story.pk}/", ARTICLE, 410)["error"]["status"] == 410
    workflow.back_to_draft([story])
    assert get(client, f"/api/v1/articles/{story.pk}/", ARTICLE, 404)["error"]["status"] == 404


@pytest.fixture
def indexed(story):
    make.article("Old maps", "Maps of old.", day=date(2019, 3, 4), parties="NO", outlet=make.source("A & B"))
    make.article("Secret maps", "Maps that nobody may see.", status="draft", parties="NO PE")
    call_command("rebuild_index", noinput=True, verbosity=0)
    return story


def test_a_search_answers_what_the_page_shows(client, indexed):
    data = get(client, "/api/v1/search/?q=maps&sort=newest", SEARCH)
    found = queries.search(queries.SearchRequest(q="maps", sort="newest"))
    assert [hit["id"] for hit in data["hits"]] == [hit.id for hit in found.hits]
    assert data["total"] == found.total == 2
    assert data["understood"] == found.understood
    assert "<mark>" in data["hits"][1]["snippet"]
    assert {"code": "PE", "name": "Peru"} in data["hits"][0]["countries"]
    assert sum(bar["count"] for bar in data["histogram"]) == 2


def test_the_links_of_a_search_lead_on_within_the_api(client, indexed):
    data = get(client, "/api/v1/search/?q=maps&country=NO&per_page=1", SEARCH)
    assert data["next"] == "http://testserver/api/v1/search/?q=maps&country=NO&page=2&per_page=1"
    facets = {facet["name"]: facet for facet in data["facets"]}
    assert set(facets) >= {"country", "topic", "person", "organization", "event", "source", "agency", "year"}
    values = {value["value"]: value for value in facets["country"]["values"]}
    assert values["NO"]["selected"]
    assert values["PE"]["label"] == "Peru"
    narrowed = get(client, values["PE"]["toggle_url"], SEARCH)
    assert narrowed["total"] == values["PE"]["count"] == 1
    widened = get(client, values["NO"]["toggle_url"], SEARCH)
    assert widened["total"] == 2
    bar = next(bar for bar in data["histogram"] if bar["count"])
    assert get(client, bar["url"], SEARCH)["total"] == bar["count"]


@pytest.mark.parametrize(
    "query",
    ["", "q=%22never", "q=zebra", "country=narnia", "from=x&to=2020", "sort=odd", "page=99", "q=%00%ff"],
)
def test_odd_questions_are_answered_and_what_is_odd_is_said(client, indexed, query):
    data = get(client, f"/api/v1/search/?{query}", SEARCH)
    assert bool(data["notices"]) == (query not in ("", "q=%00%ff"))


def test_a_search_in_pages_of_a_thousand_is_refused(client, indexed):
    get(client, "/api/v1/search/?per_page=1000", SEARCH, 400)


def test_an_index_out_of_order_is_no_empty_answer(client, monkeypatch):
    monkeypatch.setattr(
        queries, "search", lambda request: queries.SearchPage(request, notices=(queries.OUT_OF_ORDER,))
    )
    get(client, "/api/v1/search/?q=maps", SEARCH, 503)
    assert client.get("/api/v1/search/")["Retry-After"] == "60"


ADDRESSES = ["/api/v1/articles/", "/api/v1/articles/1/", "/api/v1/search/?q=maps", "/api/v1/openapi.json"]


def test_the_description_describes_itself_and_every_address_there_is(client):
    response = client.get("/api/v1/openapi.json")
    data = response.json()
    assert data == DOCUMENT
    assert data["openapi"].startswith("3.1")
    assert set(data["paths"]) == {ARTICLES, ARTICLE, SEARCH, "/api/v1/openapi.json"}
    for schema in data["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("address", ADDRESSES)
def test_scripts_of_other_sites_may_read_and_nobody_may_write(client, indexed, address):
    strict = Client(enforce_csrf_checks=True)
    asked = strict.options(address, headers={"origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "GET" in asked["Access-Control-Allow-Methods"]
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(strict, method)(address)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["error"]["status"] == 405
    assert strict.head(address).status_code in (200, 404)


def test_who_has_it_already_is_told_so_until_it_changes(client, indexed):
    for address in (f"/api/v1/articles/{indexed.pk}/", "/api/v1/articles/", "/api/v1/search/?q=maps"):
        tag = client.get(address)["ETag"]
        kept = client.get(address, headers={"if-none-match": tag})
        assert (kept.status_code, kept.content) == (304, b"")
        assert kept["Access-Control-Allow-Origin"] == "*"
    address = f"/api/v1/articles/{indexed.pk}/"
    tag = client.get(address)["ETag"]
    indexed.comments.filter(author="Emil").update(status="rejected")
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/articles/x/"])
def test_an_address_that_is_not_there_is_a_404_in_the_same_shape(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"status", "message"}


def test_a_host_that_is_not_ours_is_a_400_in_the_same_shape(client):
    response = client.get("/api/v1/articles/", headers={"host": "elsewhere.example"})
    assert (response.status_code, response.json()["error"]["status"]) == (400, 400)


def test_an_error_of_ours_is_a_500_in_the_same_shape_and_tells_nothing(monkeypatch, story):
    def broken(*_: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("articles.api.views.documents", broken)
    response = Client(raise_request_exception=False).get(f"/api/v1/articles/{story.pk}/")
    assert response.status_code == 500
    assert response.json()["error"]["status"] == 500
    assert "paper" not in response.content.decode()


def test_answers_take_the_same_few_queries_however_much_they_hold(client, story):
    def number(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    one, many = f"/api/v1/articles/{story.pk}/", "/api/v1/articles/"
    before = number(one), number(many)
    for day in range(1, 12):
        make.article(f"Report {day}", day=date(2024, 1, day), parties="NO PE", outlet=make.source("A"))
        host = make.person(f"Person {chr(64 + day)}", "PE")
        make.mention(story, "Lima", person=host)
        dialogue = make.series(f"Dialogue {day}", "NO", "PE")
        make.event(f"Round {day}", story, dialogue, day, chairs=(host,), countries="NO PE")
    assert (number(one), number(many)) == before
    assert before[0] <= 21
    assert before[1] <= 4
