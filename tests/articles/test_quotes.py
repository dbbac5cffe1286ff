"""The register of quotations: found by speaker, country, day and words, each led to where it was said."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from articles import quoting
from tests import factories as make
from tests.htmlcheck import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(db) -> list[str]:
    """Three people quoted in three years; a fourth in an article that is not published."""
    rows = (
        ("Ada Lind", "NO", date(2022, 3, 1), "The harbor is open to all.", "published"),
        ("Bo Berg", "NO", date(2023, 3, 1), "Nobody asked the dockers.", "published"),
        ("Ines Paz", "PE", date(2024, 3, 1), "The harbor waits for its charts.", "published"),
        ("Zyta Zet", "PE", date(2024, 4, 1), "The harbor is a secret.", "draft"),
    )
    for name, code, day, words, status in rows:
        made = make.article(f"{name} speaks", f"“{words}” {name} said.", day=day, status=status)
        make.quote(made, words, make.person(name, code))
    call_command("rebuild_index", noinput=True, verbosity=0)
    return [words for *_, words, _ in rows]


def shown(client, **params: str) -> Page:
    response = client.get("/quotes/", params)
    assert response.status_code == 200
    return read(response.content.decode())


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, {0, 1, 2}),
        ({"q": "harbor"}, {0, 2}),
        ({"q": "harbor charts"}, {2}),
        ({"speaker": "ada-lind"}, {0}),
        ({"speaker": "Berg"}, {1}),
        ({"country": "no"}, {0, 1}),
        ({"from": "2023-01-01"}, {1, 2}),
        ({"to": "2023-01-01"}, {0}),
        ({"q": "harbor", "country": "pe", "from": "2024-01-01"}, {2}),
        ({"speaker": "Nobody"}, set()),
        ({"q": '"', "country": "narnia", "from": "soon", "page": "-3"}, {0, 1, 2}),
    ],
)
def test_quotations_are_narrowed(client, said, params, found):
    text = shown(client, **params).text
    assert {number for number, words in enumerate(said) if words in text} == found


def test_each_leads_to_its_words_and_is_cited(client, said):
    page = shown(client, speaker="ada-lind")
    (words,) = [link for link in page.links if ":~:text=" in link]
    article, _, fragment = words.partition("#")
    assert fragment.partition(":")[0] in read(client.get(article).content.decode()).ids
    cites = [link for link in page.links if "/cite." in link]
    assert len(cites) == 2
    assert all(said[0] in client.get(link).content.decode() for link in cites)


def test_a_country_is_quoted_the_same_among_the_latest_and_among_all(client, monkeypatch):
    for number in range(40):
        made = make.article(f"Talk {number}", f"Word {number} it is.", day=date(2024, 1, 1 + number % 9))
        make.quote(
            made,
            f"Word {number} it is.",
            make.person(*(("Ada Lind", "NO"), ("Ines Paz", "PE"))[number % 4 > 2]),
        )
    for params in (
        {"country": "no"},
        {"country": "no", "from": "2024-01-03"},
        {"country": "pe", "page": "2"},
    ):
        among_the_latest = client.get("/quotes/", params).content
        with monkeypatch.context() as changed:
            changed.setattr(quoting, "_NAMED", 0)
            changed.setattr(quoting, "_A_PAGE", 1)
            assert client.get("/quotes/", params).content == among_the_latest


def test_pages_follow_each_other_and_keep_the_question(client):
    made = make.article(
        "Long talk", " ".join(f"Word number {n} it is." for n in range(60)), day=date(2024, 1, 1)
    )
    for number in range(60):
        make.quote(made, f"Word number {number} it is.", make.person("Ada Lind", "NO"))
    seen, address = 0, "/quotes/?country=no"
    while address:
        page = read(client.get(address).content.decode())
        seen += page.text.count("Word number")
        following = [each for each in page.links if each.startswith("/quotes/?") and each > address]
        address = following[0] if following else ""
    assert seen == 60


def test_nobody_quoted_yet_is_told(client, db):
    assert "No article quotes anybody yet." in shown(client).text


def test_queries_do_not_grow_with_quotations(client, said, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        shown(client, q="harbor", speaker="lind", country="no")


def test_an_address_of_anything_is_understood_or_let_be():
    asked = quoting.Asked.from_params({"page": "99999999", "q": "a\0b" * 500, "country": "ÅÄ"})
    assert asked.page == 1
    assert len(asked.words) <= 200
    assert asked.country == ""
