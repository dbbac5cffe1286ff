"""Rounds of one dialogue meet in its register, whatever articles call it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Event, EventSeries
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
