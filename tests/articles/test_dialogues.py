"""Rounds of one dialogue meet in its register, whatever articles call it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Article, Event, EventSeries
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

FIRST = """Norway and Peru hold third round of Foreign Office Consultations

Lima, May 14, 2024

Norway and Peru held the third round of their Foreign Office Consultations in Lima on Tuesday. Norwegian Deputy Minister Ada Lind led the delegation from Oslo.
"""
SECOND = """Oslo hosts Peruvian delegation for talks

Oslo, June 3, 2026

The 5th Norway-Peru Foreign Secretary Level Bilateral Consultations took place in Oslo on Wednesday. Peruvian Vice Minister Rui Soto led the visitors.
"""


def take_in(*texts: str) -> None:
    importer = Importer()
    for number, text in enumerate(texts):
        list(importer.run(RawDocument(text.encode(), f"{number}.txt"), place=f"/{number}.txt"))
    importer.finish()


@pytest.mark.parametrize("texts", [(FIRST, SECOND), (SECOND, FIRST)])
def test_rounds_under_two_names_are_one_series(client, texts):
    take_in(*texts)
    (series,) = EventSeries.objects.all()
    assert sorted(series.events.values_list("ordinal", flat=True)) == [3, 5]
    page = read(client.get(series.get_absolute_url()).content.decode())
    words = " ".join(page.text.split())
    assert "2 of 5 rounds are in the archive" in words
    assert "1st – 2nd No article reports these rounds." in words
    assert "4th No article reports this round." in words


def test_dialogues_from_before_go_on_under_their_address():
    made = make.article("Round", "The consultations were held.")
    old = EventSeries.objects.create(
        name="Norway-Peru Foreign Office Consultations",
        key="norwayperuforeignofficeconsultations|NO-PE",
        first=make.country("NO"),
        second=make.country("PE"),
    )
    make.event("Consultations", made, old, 2)
    slug = old.slug
    import_module("articles.migrations.0007_kinds_of_dialogues").by_kind(apps, None)
    take_in(FIRST)
    (series,) = EventSeries.objects.all()
    assert series.slug == slug
    assert Event.objects.filter(key__endswith="|NO-PE#2").exists()
    assert sorted(series.events.values_list("ordinal", flat=True)) == [2, 3]


def talks(title: str, ordinal: int | None, date: str, place: str = "Lima") -> Article:
    made = make.article(title, f"{title} says the charts dialogue was held.", parties="NO PE")
    dialogue = make.series("Charts Dialogue", "NO", "PE")
    name = "Charts Dialogue" if ordinal else f"Charts Dialogue of {date}"
    event = make.event(name, made, dialogue, ordinal, date=date, place=place)
    make.mention(made, "charts dialogue", event=event)
    return made


def words_and_links(client) -> tuple[str, list[str]]:
    page = read(client.get(EventSeries.objects.get().get_absolute_url()).content.decode())
    return " ".join(page.text.split()), page.links


def test_reports_that_disagree_stand_side_by_side_with_their_sentences(client):
    made = [
        talks("Ours", 2, "2024-05-14"),
        talks("Theirs", 2, "2024-05-14"),
        talks("Third", 2, "2024-05-15", "Cusco"),
    ]
    words, links = words_and_links(client)
    assert "2nd Charts Dialogue 14 May 2024, Lima Reports disagree:" in words
    assert "14 May 2024: Ours; Theirs 15 May 2024: Third" in words
    assert "Cusco: Third" in words
    assert "Lima: Ours" in words
    for each in made:
        start = each.text.index("charts dialogue")
        assert f"{each.get_absolute_url()}#s-text-{start}-{start + 15}" in links


def test_a_month_and_its_day_do_not_disagree(client):
    talks("Early word", 2, "2024-05", "")
    talks("Later word", 2, "2024-05-14")
    words, _ = words_and_links(client)
    assert "disagree" not in words
    assert "14 May 2024, Lima" in words


def test_two_numbers_for_the_round_of_one_day_are_told(client):
    talks("Second, they say", 2, "2024-05-14")
    talks("Third, we say", 3, "2024-05-14")
    words, _ = words_and_links(client)
    assert words.count("the 2nd round: Second, they say the 3rd round: Third, we say") == 1
    assert words.count("the 3rd round: Third, we say the 2nd round: Second, they say") == 1


def test_a_report_without_a_number_stands_under_the_round_of_its_day(client):
    talks("With its number", 2, "2024-05-14")
    talks("Without one", None, "2024-05-14")
    talks("Another day", None, "2024-06-01")
    words, _ = words_and_links(client)
    first, _, rest = words.partition("Without one")
    assert "2nd Charts Dialogue 14 May 2024" in first
    assert "dialogue Charts Dialogue of 2024-06-01 1 June 2024" in rest


def test_what_a_hidden_article_says_disagrees_with_nothing(client):
    talks("Ours", 2, "2024-05-14")
    hidden = talks("Hidden", 2, "2024-05-15", "Cusco")
    Article.objects.filter(pk=hidden.pk).update(status="draft")
    words, _ = words_and_links(client)
    assert "disagree" not in words
    assert "Cusco" not in words
