"""The archive harvested with sickle, as a library would, and asked what the protocol forbids."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import requests
from django.test import Client
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, IdDoesNotExist, NoRecordsMatch

from articles import harvest, workflow
from articles.models import Article
from tests import factories as make

pytestmark = pytest.mark.django_db
OAI = {"oai": harvest.OAI}


class _Answer:
    """What `requests` would give sickle, from Django's own client."""

    def __init__(self, response: Any) -> None:
        self.content = response.content
        self.text = response.content.decode()
        self.encoding = "utf-8"
        self.status_code = response.status_code

    def raise_for_status(self) -> None:
        assert self.status_code == 200


@pytest.fixture
def library(monkeypatch) -> Sickle:
    def get(_url: str, params: dict[str, str], **_: Any) -> _Answer:
        return _Answer(Client().get("/oai/", params))

    monkeypatch.setattr(requests, "get", get)
    return Sickle("http://testserver/oai/")


@pytest.fixture
def many(monkeypatch) -> list[Article]:
    monkeypatch.setattr(harvest, "PORTION", 3)
    daily = make.source("Harbor Daily")
    return [
        make.article(
            f"Report {number} & more",
            f"Body \x0b {number}.",
            day=date(2023 + number % 2, 5, 1 + number),
            parties="NO PE" if number % 2 else "PE",
            naming="IN",
            outlet=daily if number < 4 else None,
            byline="Tove Dahl",
            language="en",
        )
        for number in range(8)
    ]


def keys(headers: Any) -> list[int]:
    return [int(header.identifier.rpartition(":")[2].partition("-")[0]) for header in headers]


def test_harvested_whole_each_record_comes_once(library, many):
    records = list(library.ListRecords(metadataPrefix="oai_dc"))
    assert keys(record.header for record in records) == [article.pk for article in many]
    assert records[1].metadata["title"] == ["Report 1 & more"]
    assert records[1].metadata["creator"] == ["Tove Dahl"]
    assert records[1].metadata["publisher"] == ["Harbor Daily"]
    assert records[1].metadata["date"] == ["2024-05-02"]
    assert records[1].metadata["coverage"] == ["Norway", "Peru"]
    assert records[1].metadata["identifier"] == [f"http://testserver{many[1].get_absolute_url()}"]
    assert keys(library.ListIdentifiers(metadataPrefix="oai_dc")) == [article.pk for article in many]


def test_who_changes_meanwhile_comes_again_and_nobody_is_left_out(library, many):
    records = library.ListRecords(metadataPrefix="oai_dc")
    seen = [next(records).header for _ in range(3)]
    workflow.touch(many[0])
    rest = keys(record.header for record in records)
    assert sorted({*keys(seen), *rest}) == [article.pk for article in many]
    assert rest[-1] == many[0].pk


def test_sets_hold_what_their_names_say(library, many):
    sets = {each.setSpec: each.setName for each in library.ListSets()}
    daily = next(spec for spec, name in sets.items() if name == "Harbor Daily")
    assert sets["country:NO"] == "Norway"
    assert {"country", "source", "year", "year:2023", "year:2024"} <= set(sets)
    assert "country:IN" not in sets, "it is only named, and a set without records is an error"

    def members(spec: str) -> list[int]:
        return keys(library.ListIdentifiers(metadataPrefix="oai_dc", set=spec))

    assert members("country:NO") == [article.pk for article in many[1::2]]
    assert members("country") == [article.pk for article in many]
    assert members(daily) == members("source") == [article.pk for article in many[:4]]
    assert members("year:2023") == [article.pk for article in many[::2]]
    record = library.GetRecord(
        identifier=harvest.identifier(many[1].pk, many[1].created_at), metadataPrefix="oai_dc"
    )
    assert set(record.header.setSpecs) == {"country:NO", "country:PE", daily, "year:2024"}
    for spec in ("country:XX", "nonsense", "source:x", "year:0000", "source:99999999999"):
        with pytest.raises(NoRecordsMatch):
            members(spec)


def test_what_readers_lost_is_told_as_deleted_and_says_nothing_else(library, many):
    workflow.withdraw([many[0]])
    workflow.back_to_draft([many[1]])
    workflow.delete([many[2]])
    make.article("Never shown", status="draft")
    headers = {keys([header])[0]: header for header in library.ListIdentifiers(metadataPrefix="oai_dc")}
    gone = {number for number, header in headers.items() if header.deleted}
    assert gone == {article.pk for article in many[:3]}
    assert len(headers) == 8
    assert not [headers[number].setSpecs for number in gone if headers[number].setSpecs]
    created = many[2].created_at
    assert library.GetRecord(
        identifier=harvest.identifier(many[2].pk, created), metadataPrefix="oai_dc"
    ).header.deleted
    many[1].refresh_from_db()
    workflow.publish([many[1]])
    again = {keys([header])[0]: header for header in library.ListIdentifiers(metadataPrefix="oai_dc")}
    assert not again[many[1].pk].deleted


def test_addresses_of_what_readers_had_say_that_it_is_gone(client, many):
    number, never = many[2].pk, make.article("Never shown", status="draft").pk
    workflow.delete([many[2]])
    for address in (f"/articles/{number}/", f"/articles/{number}/cite.bib", f"/api/v1/articles/{number}/"):
        assert client.get(address).status_code == 410, address
        assert client.get(address.replace(str(number), str(never))).status_code == 404, address


def test_only_what_changed_in_a_time_is_told(library, many):
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for number, article in enumerate(many):
        Article.objects.filter(pk=article.pk).update(modified_at=start + timedelta(days=number))

    def told(**between: str) -> list[int]:
        return keys(library.ListIdentifiers(metadataPrefix="oai_dc", **between))

    assert told(**{"from": "2026-01-07"}) == [many[6].pk, many[7].pk]
    assert told(until="2026-01-02") == [many[0].pk, many[1].pk]
    moment = "2026-01-03T12:00:00Z"
    assert told(**{"from": moment, "until": moment}) == [many[2].pk]
    with pytest.raises(NoRecordsMatch):
        told(**{"from": "2030-01-01"})
    for wrong in (
        {"from": "soon"},
        {"from": "2026-01-02", "until": "2026-01-01"},
        {"from": "2026-01-01", "until": moment},
        {"until": "9999-12-31", "from": "2026-13-01"},
    ):
        with pytest.raises(BadArgument):
            told(**wrong)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "badVerb"),
        ("verb=Sing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=W10", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1", "idDoesNotExist"),
        ("verb=GetRecord&identifier=1", "badArgument"),
        ("verb=ListMetadataFormats&identifier=%00", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", None),
    ],
)
def test_what_the_protocol_forbids_gets_its_code(client, many, asked, code):
    response = client.get(f"/oai/?{asked}")
    assert response.status_code == 200
    error = ElementTree.fromstring(response.content).find("oai:error", OAI)
    assert (error.get("code") if error is not None else None) == code


def test_it_is_asked_by_post_as_well(client, many):
    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    strict = Client(enforce_csrf_checks=True)
    told = strict.post("/oai/", urlencode(asked), content_type="application/x-www-form-urlencoded")
    assert ElementTree.fromstring(told.content).findall(".//oai:header", OAI)


def test_it_says_who_it_is(library, many, settings):
    settings.CONTACT = "desk@archive.example"
    told = library.Identify()
    assert (told.protocolVersion, told.deletedRecord) == ("2.0", "persistent")
    assert told.adminEmail == "desk@archive.example"
    assert told.baseURL == "http://testserver/oai/"
    assert [each.metadataPrefix for each in library.ListMetadataFormats()] == ["oai_dc"]
    with pytest.raises(IdDoesNotExist):
        library.GetRecord(identifier="oai:dateline.invalid:1-1", metadataPrefix="oai_dc")


def test_queries_do_not_grow_with_the_portion(client, many, monkeypatch, django_assert_max_num_queries: Any):
    monkeypatch.setattr(harvest, "PORTION", 100)
    with django_assert_max_num_queries(7):
        client.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc")
