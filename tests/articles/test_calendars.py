"""Calendars, read by the library that others read them with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from articles import calendars, identities, workflow
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(db) -> Any:
    dialogue = make.series("Maps; Charts, and “Ångström” Dialogue", "NO", "PE")
    first = make.article("Talks, held", "In Lima.", day=date(2024, 5, 15), parties="NO PE")
    second = make.article("More talks", "In Oslo.", day=date(2025, 5, 15), parties="NO PE")
    lind = make.person("Ada Lind", "NO")
    make.event(
        "2nd Maps Dialogue, with a name so long that the line it stands in has to be folded",
        first, dialogue, 2, date="2024-05-14", place="Lima", country=make.country("PE"), chairs=(lind,), countries="NO PE",
    )  # fmt: skip
    make.event("3rd Maps Dialogue", second, dialogue, 3, date="2025-05", countries="NO PE")
    return dialogue, first


def events(client: Any, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_the_dated_events_of_a_pair_and_of_a_series_read_back(client, talks):
    dialogue, article = talks
    for address in ("/pairs/no-pe/events.ics", f"/events/{dialogue.slug}/events.ics"):
        (event,) = events(client, address)
        assert event["SUMMARY"].startswith("2nd Maps Dialogue, with a name so long")
        assert event["DTSTART"].dt == date(2024, 5, 14)
        assert event["DTEND"].dt == date(2024, 5, 15)
        assert event["LOCATION"] == "Lima, Peru"
        assert "Talks, held; in the chair: Ada Lind; http://testserver/articles/" in event["DESCRIPTION"]
        assert event["URL"] == f"http://testserver{article.get_absolute_url()}"


def test_an_event_keeps_its_id_and_who_has_the_file_gets_no_other(client, talks):
    address = "/pairs/no-pe/events.ics"
    response = client.get(address)
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    before = events(client, address)[0]["UID"]
    workflow.touch(talks[1])
    assert events(client, address)[0]["UID"] == before


def test_what_is_not_published_is_in_no_calendar(client, talks):
    workflow.withdraw([talks[1]])
    assert events(client, "/pairs/no-pe/events.ics") == []
    assert client.get("/pairs/no-xx/events.ics").status_code == 404
    assert client.get("/events/narnia/events.ics").status_code == 404


def test_a_calendar_has_all_events_and_says_how_many_more_articles_tell_of_one(client, talks, monkeypatch):
    monkeypatch.setattr(calendars, "_REPORTS", 1)
    monkeypatch.setattr(calendars, "_AT_ONCE", 2)
    dialogue, _ = talks
    for number in range(4, 9):
        both = [make.article(f"Talk {number} {paper}", "In Lima.", parties="NO PE") for paper in "ab"]
        event = make.event(
            f"Round {number}", both[0], dialogue, number, date=f"2025-0{number}-14", countries="NO PE"
        )
        event.reports.create(article=both[1], date=event.date)
    found = events(client, "/pairs/no-pe/events.ics")
    assert len(found) == 6
    assert "and 1 more article" in found[-1]["DESCRIPTION"]
    assert "more" not in found[0]["DESCRIPTION"]


def test_the_calendar_of_a_series_that_was_merged_leads_to_the_one_that_was_kept(client, talks):
    kept, _ = talks
    identities.merge(kept, make.series("Old Talks", "NO", "PE"))
    response = client.get("/events/old-talks/events.ics")
    assert response.status_code == 301
    assert response["Location"] == f"/events/{kept.slug}/events.ics"


def test_the_pages_lead_to_their_calendars(client, talks):
    for page in ("/pairs/no-pe/", f"/events/{talks[0].slug}/"):
        assert f'href="{page}events.ics"' in client.get(page).content.decode()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=300))
def test_any_words_survive_folding_and_escaping(words):
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        f"SUMMARY:{calendars._said(words)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    body = b"".join(piece for line in lines for piece in calendars._folded(line))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(event["SUMMARY"]).replace("\u2028", "").strip() == words.replace("\u2028", "").strip()
