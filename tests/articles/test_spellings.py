"""A person stands in the register under the form of the name that most articles use."""

from __future__ import annotations

import random

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from articles.grouping import group
from articles.models import Article, Person
from articles.spellings import printed_form, settle_names
from tests import factories as make

pytestmark = pytest.mark.django_db


def printed(surface: str, **fields: object) -> Article:
    made = make.article(surface, f"{surface} spoke.", **fields)
    make.mention(made, surface, person=make.person("Han Jiwoo", "KR"))
    return made


FORMS = ("Han Jiwoo", "Vice Minister Han Ji-woo", "Han Ji-woo", "HAN JI-WOO", "Han Ji-Woo", "Han")


@pytest.mark.parametrize("seed", range(4))
def test_the_form_of_most_articles_stands_whatever_came_first(seed):
    made = [printed(form) for form in random.Random(seed).sample(FORMS, len(FORMS))]
    for each in made:
        settle_names([each.pk])
    assert Person.objects.get().name == "Han Ji-woo"
    assert Person.objects.get().slug == "han-jiwoo"
    assert settle_names([each.pk for each in made]) == []


def test_articles_of_one_renamed_are_told_so_that_the_index_follows():
    made = [printed("Han Jiwoo"), printed("Han Ji-woo"), printed("Han Ji-woo")]
    assert sorted(settle_names([made[1].pk])) == [each.pk for each in made]


def test_what_a_hidden_article_prints_does_not_count():
    printed("Han Jiwoo")
    hidden = [printed("Han Ji-woo", status="draft").pk, printed("Han Ji-woo", status="withdrawn").pk]
    assert settle_names(hidden) == []
    assert Person.objects.get().name == "Han Jiwoo"


def test_what_an_editor_typed_stands(client):
    made = [printed("Han Jiwoo"), printed("Han Ji-woo"), printed("Han Ji-woo")]
    person = Person.objects.get()
    client.force_login(get_user_model().objects.create_superuser("editor"))
    page = reverse("admin:articles_person_change", args=[person.pk])
    answer = client.post(page, {"name": "Han Jee-woo", "country": "KR"})
    assert answer.status_code == 302
    assert settle_names([each.pk for each in made]) == []
    assert Person.objects.get().name == "Han Jee-woo"


def test_the_index_follows_a_name(django_capture_on_commit_callbacks, client):
    """End to end: the page of the person and the register call it so."""
    from articles import workflow

    made = [printed("Han Jiwoo"), *(printed("Han Ji-woo", status="draft") for _ in range(2))]
    group([each.pk for each in made])
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(made[1:])
    assert "Han Ji-woo" in client.get("/people/").content.decode()


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("Prof. Ana Šimić", "Ana Šimić"),
        ("Šimić", ""),
        ("Ana Šimić,", "Ana Šimić"),
        ("Ana Simic", "Ana Simic"),
        ("Ana Marija Šimić", ""),
    ],
)
def test_a_name_is_read_among_titles(surface, form):
    assert printed_form(surface, "anasimic") == form
