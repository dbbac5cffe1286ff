"""The page on how the archive works tells what is so: its questions find, its addresses answer."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from articles import measured
from articles.presenters.about import QUESTIONS
from articles.queries import SearchRequest, search
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db


def test_every_way_out_answers(client, settings):
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), verbosity=0)
    page = read(client.get("/about/").content.decode())
    for address in set(page.links):
        if address.startswith("/") and not address.startswith("/static/"):
            assert client.get(address).status_code == 200, address
    found = {question: search(SearchRequest(q=question)).total for question, _ in QUESTIONS}
    assert sum(total > 0 for total in found.values()) >= len(QUESTIONS) - 2, found


def test_the_figures_are_those_that_were_measured(client):
    known = measured.measured()
    words = " ".join(read(client.get("/about/").content.decode()).text.split())
    assert {figure.name for figure in known.figures} >= {
        "Countries",
        "People",
        "Topics",
        "Speakers",
        "Statements",
    }
    for figure in known.figures:
        assert f"{figure.name} {figure.labeled} {figure.precision:.3f}" in words
    assert len(known.rules) > 20
    for rule in known.rules:
        assert f"{rule.name} {rule.found} {rule.precision:.3f}" in words


def test_an_evaluation_is_told_to_readers_in_short():
    told = measured.published(
        {
            "found": {"people": {"labeled": 8, "found": 9, "precision": 0.88889, "recall": 1.0}},
            "stories": {
                "rounds of dialogues": {"n": 4, "precision": 0.5, "recall": 0.25, "F1": 0.333},
                "rule: topics, topic-word": {"n": 3, "precision": 0.66667},
            },
            "quotes": {"speaker, of found": {"n": 5, "precision": 0.8}},
        }
    )
    assert told["figures"] == [
        {"texts": "Whole pages", "name": "People", "labeled": 8, "precision": 0.889, "recall": 1.0},
        {
            "texts": "Reports from every continent",
            "name": "Rounds of dialogues",
            "labeled": 4,
            "precision": 0.5,
            "recall": 0.25,
        },
        {"texts": "Single paragraphs", "name": "Speakers", "labeled": 5, "precision": 0.8, "recall": None},
    ]
    assert told["rules"] == [{"kind": "topics", "name": "topic-word", "found": 3, "precision": 0.667}]


def test_without_comments_nothing_is_said_of_their_cookie(client, settings):
    settings.COMMENTS = False
    assert "A comment is kept" not in client.get("/about/").content.decode()
