"""The API: every answer is held against the description that programs are given."""

from __future__ import annotations

import re
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
from jsonschema import Draft202012Validator

from articles import identities, queries, receipts, urls, workflow
from articles.api.openapi import DOCUMENT
from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Article, Kinship, Person
from articles.reading import as_json, read, reading_config
from tests import factories as make
from tests.apicheck import check, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

SEEDS = sorted((Path(settings.BASE_DIR) / "seeds").glob("*.txt"))
#: What the page of one article promises to programs, as `annotate` does.
KEYS = set(
    "id source_file sha256 language title subtitle standfirst summary section byline outlet agency origin "
    "reading_minutes published dateline key_points pull_quote images text comments removed countries pair "
    "people organizations places topics events quotes statements".split()
)


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
    assert set(data) == KEYS | {"url", "original_url", "rules_version", "versions", "reports"}
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
    routes = {f"/{each.pattern}" for each in urls.urlpatterns if str(each.pattern).startswith("api/")}
    assert {re.sub(r"<\w+:(\w+)>", r"{\1}", route).replace("{pk}", "{id}") for route in routes} == set(
        data["paths"]
    )
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
    assert before[0] <= 22
    assert before[1] <= 4


# --- Registers and what articles say ---

REGISTERS = {
    "people": "ada-lind",
    "offices": "foreign-minister",
    "organizations": "sea-office",
    "places": "lima",
    "topics": "maps",
    "events": "talks",
    "sources": "harbor-daily",
}


@pytest.mark.parametrize(("path", "slug"), REGISTERS.items())
def test_a_register_leads_to_its_entries_and_those_to_their_articles(client, indexed, path, slug):
    make.article("Draft", status="draft", outlet=make.source("Zebra Daily"))
    make.person("Nobody", "NO")
    lines = get(client, f"/api/v1/{path}/", f"/api/v1/{path}/")[path]
    assert "nobody" not in {line["slug"] for line in lines}
    assert "zebra-daily" not in {line["slug"] for line in lines}
    line = next(line for line in lines if line["slug"] == slug)
    entry = get(client, line["api_url"], f"/api/v1/{path}/{{slug}}/")
    assert line.items() <= entry.items()
    listed = get(client, entry["articles_url"], ARTICLES)
    assert [each["id"] for each in listed["articles"]] == [indexed.pk]
    assert listed["total"] == entry["articles"] == 1
    if entry["search_url"]:
        assert [hit["id"] for hit in get(client, entry["search_url"], SEARCH)["hits"]] == [indexed.pk]
    assert client.get(entry["feed_url"]).status_code == client.get(entry["url"]).status_code == 200


def test_an_entry_tells_what_is_known_of_it(client, indexed):
    lind = get(client, "/api/v1/people/ada-lind/", "/api/v1/people/{slug}/")
    assert (lind["country"], lind["forms"]) == ("NO", ["Ada Lind", "Lind"])
    (held,) = lind["offices"]
    assert (held["office"]["name"], held["first"], held["articles"]) == ("Foreign Minister", "2024-05-14", 1)
    office = get(client, held["office"]["api_url"], "/api/v1/offices/{slug}/")
    assert [each["person"]["slug"] for each in office["holders"]] == ["ada-lind"]
    (quote,) = get(client, lind["quotes_url"], "/api/v1/quotes/")["quotes"]
    assert quote["text"] == "We print nothing in secret,"
    assert quote["speaker"]["slug"] == "ada-lind"
    article = get(client, quote["article"]["api_url"], ARTICLE)
    assert article["text"][quote["start"] : quote["end"]] == quote["text"]
    talks = get(client, "/api/v1/events/talks/", "/api/v1/events/{slug}/")
    (meeting,) = get(client, talks["meetings_url"], "/api/v1/meetings/")["meetings"]
    assert (meeting["ordinal"], meeting["countries"]) == (2, ["NO", "PE"])
    assert meeting["reports"][0]["article"]["id"] == indexed.pk
    assert meeting["reports"][0]["chairs"][0]["slug"] == "ada-lind"
    assert get(client, meeting["api_url"], "/api/v1/meetings/{id}/") == meeting


def test_a_register_is_asked_by_a_part_of_a_name(client, story):
    for asked, found in (("lind", ["ada-lind"]), ("adalind", ["ada-lind"]), ("zebra", []), ("%00", None)):
        lines = get(client, f"/api/v1/people/?q={asked}", "/api/v1/people/")["people"]
        assert found is None or [line["slug"] for line in lines] == found


def test_following_next_reaches_every_entry_once(client, story):
    names = {make.person(f"Person {number}", "PE").slug for number in range(7)}
    for slug in names:
        make.mention(story, "Lima", person=Person.objects.get(slug=slug))
    for path, key, number in (("people", "slug", 8), ("countries", "code", 3), ("quotes", "id", 4)):
        for words in ("Ties grew", "in 2019", "in Lima") if path == "quotes" else ():
            make.quote(story, words)
        address, seen = f"/api/v1/{path}/?per_page=2", []
        while address:
            response = client.get(address)
            data = response.json()
            check(data, f"/api/v1/{path}/")
            seen += [line[key] for line in data[path]]
            address = data["next"]
            assert ("Link" in response) == bool(address)
        assert seen == sorted(set(seen))
        assert len(seen) == number


def test_countries_and_pairs_lead_to_what_is_said_of_them(client, indexed):
    lines = get(client, "/api/v1/countries/", "/api/v1/countries/")["countries"]
    assert [line["code"] for line in lines] == ["IN", "NO", "PE"]
    norway = get(client, lines[1]["api_url"], "/api/v1/countries/{code}/")
    assert (norway["articles"], norway["mentioned"]) == (2, 2)
    assert get(client, norway["articles_url"], ARTICLES)["total"] == 2
    (line,) = get(client, norway["pairs_url"], "/api/v1/pairs/")["pairs"]
    assert (line["pair"], line["names"]) == (["NO", "PE"], ["Norway", "Peru"])
    pair = get(client, line["api_url"], "/api/v1/pairs/{codes}/")
    assert get(client, pair["articles_url"], ARTICLES)["total"] == pair["articles"] == 1
    (made,) = get(client, pair["statements_url"], "/api/v1/statements/")["statements"]
    assert (made["year"], made["surface"]) == (2019, "Ties grew in 2019")
    assert len(get(client, pair["meetings_url"], "/api/v1/meetings/")["meetings"]) == 1
    assert get(client, "/api/v1/pairs/?after=NO-PE", "/api/v1/pairs/")["pairs"] == []
    assert client.get("/api/v1/pairs/pe-no/")["Location"] == "/api/v1/pairs/no-pe/"
    assert client.get(pair["feed_url"]).status_code == client.get(pair["calendar_url"]).status_code == 200


def test_a_merged_entry_leads_to_the_one_that_was_kept(client, story):
    kept = Person.objects.get(slug="ada-lind")
    other = make.person("Ada Lindh", "NO")
    make.mention(story, "Lind", person=other)
    identities.merge(kept, other)
    response = client.get("/api/v1/people/ada-lindh/")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/people/ada-lind/")
    assert get(client, "/api/v1/articles/?person=ada-lindh", ARTICLES)["total"] == 1


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        ("/api/v1/people/nobody/", "/api/v1/people/{slug}/", 404),
        ("/api/v1/countries/zz/", "/api/v1/countries/{code}/", 404),
        ("/api/v1/pairs/no/", "/api/v1/pairs/{codes}/", 404),
        ("/api/v1/pairs/in-no/", "/api/v1/pairs/{codes}/", 404),
        (f"/api/v1/meetings/{10**30}/", "/api/v1/meetings/{id}/", 404),
        ("/api/v1/articles/?person=nobody", ARTICLES, 404),
        ("/api/v1/articles/?country=ZZ", ARTICLES, 404),
        ("/api/v1/articles/?pair=norway", ARTICLES, 400),
        ("/api/v1/articles/?pair=", ARTICLES, 400),
        ("/api/v1/articles/?pair=no-no", ARTICLES, 404),
        ("/api/v1/search/?" + "topic=a&" * 21, SEARCH, 400),
        ("/api/v1/quotes/?after=x", "/api/v1/quotes/", 400),
        ("/api/v1/quotes/?article=x", "/api/v1/quotes/", 400),
        ("/api/v1/people/?per_page=0", "/api/v1/people/", 400),
        ("/api/v1/receipts/nothing/", "/api/v1/receipts/{key}/", 404),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_said_in_the_one_shape(client, indexed, address, path, status):
    assert get(client, address, path, status)["error"]["status"] == status


def test_numbers_past_any_row_are_answered(client, indexed):
    huge = 10**30
    assert get(client, f"/api/v1/quotes/?after={huge}", "/api/v1/quotes/")["quotes"] == []
    assert get(client, f"/api/v1/quotes/?article={huge}", "/api/v1/quotes/")["quotes"] == []


def test_suggestions_lead_to_searches_of_the_api(client, indexed):
    data = get(client, "/api/v1/suggestions/?q=per", "/api/v1/suggestions/")
    peru = next(each for each in data["suggestions"] if each["text"] == "Peru")
    assert get(client, peru["api_url"], SEARCH)["total"] == 1


def test_a_receipt_is_told_with_what_left_since(client, indexed):
    made = receipts.issue(queries.SearchRequest(q="maps"))
    data = get(client, f"/api/v1/receipts/{made.key}/", "/api/v1/receipts/{key}/")
    assert data["count"] == data["now"]["count"] == 2
    assert get(client, data["search_url"], SEARCH)["total"] == 2
    workflow.withdraw([indexed])
    call_command("rebuild_index", noinput=True, verbosity=0)
    now = get(client, f"/api/v1/receipts/{made.key}/", "/api/v1/receipts/{key}/")["now"]
    assert now["left"] == [{"id": indexed.pk, "why": "was withdrawn", "article": None}]


def test_lists_of_facts_take_the_same_few_queries_however_much_they_hold(client, story):
    paths = ("people", "offices", "organizations", "events", "pairs", "quotes", "statements", "meetings")

    def numbers() -> dict[str, int]:
        counted = {}
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/api/v1/{path}/").status_code == 200
            counted[path] = len(asked)
        return counted

    before = numbers()
    for day in range(1, 6):
        host = make.person(f"Person {chr(64 + day)}", "PE")
        make.mention(story, "Lima", person=host, office=make.office(f"Office {chr(64 + day)}", "PE"))
        make.quote(story, "Ties grew", host)
        make.event(f"Round {day}", story, make.series("Talks", "NO", "PE"), day + 5, chairs=(host,))
    assert numbers() == before
    assert max(before.values()) <= 6


def test_an_article_names_its_other_printings_and_other_reports_of_the_same(client, story):
    text = "The ministers met in Lima and signed a chart of the coast. " * 12
    first, second, other = (
        make.article(title, text, day=date(2024, 5, day), outlet=make.source(title))
        for title, day in (("Morning Mail", 14), ("Evening Mail", 15), ("Coast Times", 15))
    )
    for row, copies in ((first, first.pk), (second, first.pk), (other, None)):
        Kinship.objects.update_or_create(article=row, defaults={"copies": copies, "story": first.pk})
    data = get(client, f"/api/v1/articles/{second.pk}/", ARTICLE)
    assert [(each["id"], bool(each["compare_url"])) for each in data["versions"]] == [
        (first.pk, True),
        (second.pk, False),
    ]
    assert client.get(data["versions"][0]["compare_url"]).status_code == 200
    assert [each["id"] for each in data["reports"]] == [other.pk]
    workflow.withdraw([other])
    assert get(client, f"/api/v1/articles/{second.pk}/", ARTICLE)["reports"] == []
    alone = get(client, f"/api/v1/articles/{story.pk}/", ARTICLE)
    assert (alone["versions"], alone["reports"]) == ([], [])
