"""An office's holders and a person's offices, in time, each with the sentence that says so."""

from __future__ import annotations

from datetime import date

import pytest

from articles.models import Article, Office, Person
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def minister() -> Office:
    return make.office("Fisheries Minister", "NO")


def called(person: Person, office: Office, day: date | None, **fields: object) -> Article:
    words = f"{office.name} {person.name}"
    made = make.article(
        f"Report of {day}", f"Cod is scarce. {words} said so in Bodø. Nobody replied.", day=day, **fields
    )
    make.mention(made, words, person=person, office=office)
    return made


def words_and_links(client, row) -> tuple[str, list[str]]:
    page = read(client.get(row.get_absolute_url()).content.decode())
    return " ".join(page.text.split()), page.links


def test_an_office_lists_its_holders_in_time_with_their_first_and_last_sentence(client, minister):
    lind, dahl = make.person("Ada Lind", "NO"), make.person("Ola Dahl", "NO")
    first = called(lind, minister, date(2019, 3, 4))
    called(lind, minister, date(2020, 1, 1))
    last = called(lind, minister, date(2021, 6, 7))
    later = called(dahl, minister, date(2023, 2, 2))
    words, links = words_and_links(client, minister)
    assert words.index("Ola Dahl 2 Feb 2023 · 1 article") < words.index(
        "Ada Lind 4 Mar 2019 – 7 Jun 2021 · 3 articles"
    )
    assert "4 Mar 2019: “Fisheries Minister Ada Lind said so in Bodø.”" in words
    assert "7 Jun 2021: “Fisheries Minister Ada Lind said so in Bodø.”" in words
    for made, person in ((first, lind), (last, lind), (later, dahl)):
        start = made.text.index("Fisheries")
        end = start + len(f"Fisheries Minister {person.name}")
        assert f"{made.get_absolute_url()}#s-text-{start}-{end}" in links


def test_a_person_has_offices_in_time(client, minister):
    lind = make.person("Ada Lind", "NO")
    called(lind, minister, date(2019, 3, 4))
    called(lind, make.office("Foreign Minister", "NO"), date(2022, 5, 6))
    words, _ = words_and_links(client, lind)
    assert words.index("Foreign Minister, Norway 6 May 2022") < words.index(
        "Fisheries Minister, Norway 4 Mar 2019"
    )
    assert "“Foreign Minister Ada Lind said so in Bodø.”" in words


def test_an_article_without_a_date_gives_evidence_and_no_time(client, minister):
    called(make.person("Ada Lind", "NO"), minister, None)
    words, _ = words_and_links(client, minister)
    assert "Ada Lind 1 article" in words
    assert "“Fisheries Minister Ada Lind said so in Bodø.”" in words


def test_a_headline_or_a_key_point_is_evidence_too(client, minister):
    lind = make.person("Ada Lind", "NO")
    made = make.article("Fisheries Minister Lind: cod is scarce", "Cod is scarce.", day=date(2019, 3, 4))
    made.key_points.create(position=0, text="Fisheries Minister Lind counts cod")
    make.mention(made, "Fisheries Minister Lind", "title", person=lind, office=minister)
    other = make.article("Cod", "Cod is scarce.", day=date(2020, 3, 4))
    other.key_points.create(position=0, text="Fisheries Minister Lind counts cod")
    make.mention(other, "Fisheries Minister Lind", "key_points/0", person=lind, office=minister)
    words, _ = words_and_links(client, minister)
    assert "“Fisheries Minister Lind: cod is scarce”" in words
    assert "“Fisheries Minister Lind counts cod”" in words


def test_what_a_hidden_article_calls_somebody_is_not_told(client, minister):
    lind = make.person("Ada Lind", "NO")
    called(lind, minister, date(2019, 3, 4))
    called(lind, minister, date(2024, 3, 4), status="draft")
    called(make.person("Ola Dahl", "NO"), minister, date(2023, 3, 4), status="withdrawn")
    words, _ = words_and_links(client, minister)
    assert "Ada Lind 4 Mar 2019 · 1 article" in words
    assert "Ola Dahl" not in words


def test_queries_do_not_grow_with_the_holders(client, minister, django_assert_max_num_queries):
    for number in range(30):
        called(make.person(f"Ada Lind {number}", "NO"), minister, date(2019, 3, 1 + number % 28))
    with django_assert_max_num_queries(16):
        assert client.get(minister.get_absolute_url()).status_code == 200
