"""Pages that count and list by the index, and by the database where the index cannot be relied on."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest
from haystack import connections

from articles import workflow
from articles.models import Article, Person
from articles.queries.gathering import in_step
from articles.selections import everything, party_to, spoken_of, survey
from tests import factories as make
from tests.articles.test_views_browse import PAGES, QUERIES, archive

pytestmark = pytest.mark.django_db
__all__ = ["archive"]


def indexed(index) -> None:
    unified = connections["default"].get_unified_index().get_index(Article)
    index.update(unified, unified.index_queryset())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_by_the_index_and_without_it(
    client, archive, index, address, django_assert_max_num_queries
):
    by_the_database = client.get(address).content
    indexed(index)
    assert in_step()
    with django_assert_max_num_queries(QUERIES):
        by_the_index = client.get(address).content
    assert by_the_index == by_the_database


def test_an_index_of_another_archive_is_not_asked(archive, index):
    indexed(index)
    make.article("Written past the index", day=date(2024, 5, 6), parties="NO PE")
    assert not in_step()
    assert survey(everything()).total == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change", [workflow.publish, workflow.withdraw, workflow.back_to_draft, workflow.delete]
)
def test_what_is_published_is_counted_once_until_it_changes(change, index, django_assert_num_queries):
    told = make.article("Fish", parties="NO PE")
    draft = make.article("Oil", parties="NO PE", status="draft")
    indexed(index)
    assert in_step()
    with django_assert_num_queries(1):
        assert in_step()
    with patch("articles.workflow.index_follows"):
        change([draft if change is workflow.publish else told])
    assert not in_step()


def test_articles_of_one_day_and_without_a_day_have_one_order(index):
    norway = make.country("NO")
    for title, day in (
        ("a", date(2020, 1, 1)),
        ("b", date(2020, 1, 1)),
        ("c", None),
        ("d", date(2021, 1, 1)),
    ):
        make.article(title, day=day, parties="NO PE")

    def titles(order) -> list[str]:
        pages = [survey(party_to(norway), order=order, page=page, size=3) for page in (1, 2)]
        held = Article.objects.in_bulk()
        return [held[number].title for found in pages for number in found.numbers]

    by_the_database = titles("newest"), titles("oldest")
    indexed(index)
    assert in_step()
    assert (titles("newest"), titles("oldest")) == by_the_database == (list("dbac"), list("abdc"))


@pytest.mark.parametrize("asked", ["0", "-1", "999999999999", "three", "٣", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(archive, index, asked):
    indexed(index)
    assert survey(everything(), page=asked, size=3).page in (1, 2)
    assert survey(everything(), page=asked, size=3).numbers


def test_people_of_one_country_are_found_behind_many_of_another(index):
    for number in range(3):
        told = make.article(f"Talks {number}", "Ada Lind and Luis Rojas met.", parties="NO PE")
        make.mention(told, "Ada Lind", person=make.person("Ada Lind", "NO"))
    make.mention(told, "Luis Rojas", person=make.person("Luis Rojas", "PE"))
    indexed(index)
    found = survey(everything(), {"people": None})
    (only,) = spoken_of(found, Person.objects.filter(country="PE"), 8, among_all=False)
    assert (only.name, only.articles) == ("Luis Rojas", 1)
