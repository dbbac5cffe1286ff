"""Versions of a report and other reports of its story, as readers see them."""

from __future__ import annotations

from datetime import date

import pytest

from articles import workflow
from articles.grouping import group
from articles.models import Article
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

TEXT = """The ferry between Bodø and Værøy was taken out of service on Friday after its second engine failed within a month, the operator said.

About four hundred travelers were waiting on the quay when the crossing was called off, harbor chief Ola Dahl told a local radio station.

A smaller ship from Tromsø will carry mail and medicine until the yard in Harstad has found the fault."""
EDITED = TEXT.replace("called off", "canceled").replace("About four hundred", "Some <400>")


@pytest.fixture
def versions() -> list[Article]:
    wire = make.source("NordWire", "agency")
    first = make.article(
        "Ferry fails again", TEXT, day=date(2024, 2, 2), agency=wire, outlet=make.source("Coast Mail")
    )
    second = make.article(
        "Ferry fails <b>yet</b> again",
        EDITED,
        day=date(2024, 2, 3),
        agency=wire,
        origin=make.source("Coast Mail"),
        outlet=make.source("Evening Post"),
    )
    group([first.pk, second.pk])
    return [first, second]


def page_of(client, article):
    return read(client.get(article.get_absolute_url()).content.decode())


def compare(client, one, other):
    return client.get(f"/articles/{one.pk}/compare/{other.pk}/")


def test_an_article_names_its_versions_the_earliest_first_with_who_wrote_and_who_printed_them(
    client, versions
):
    first, second = versions
    page = page_of(client, second)
    assert "Versions of this report 2" in page.text
    listed = page.text.split("Versions of this report")[1]
    assert listed.index("2 Feb 2024") < listed.index("3 Feb 2024")
    assert "agency NordWire, printed by Coast Mail" in " ".join(listed.split())
    assert "agency NordWire, from Coast Mail, printed by Evening Post" in " ".join(listed.split())
    assert f"/articles/{second.pk}/compare/{first.pk}/" in page.links


def test_two_versions_stand_word_by_word_on_a_page(client, versions):
    response = compare(client, *versions)
    html = response.content.decode()
    page = read(html)
    assert "<del>off,</del> " not in html
    assert "<del>called off,</del> <ins>canceled,</ins>" in html
    assert "<del>About four hundred</del> <ins>Some &lt;400&gt;</ins>" in html
    assert "<ins>&lt;b&gt;yet&lt;/b&gt;</ins>" in html
    assert f"/articles/{versions[1].pk}/compare/{versions[0].pk}/" in page.links
    turned = compare(client, *reversed(versions)).content.decode()
    assert "<del>canceled,</del> <ins>called off,</ins>" in turned


def test_articles_that_are_no_versions_of_one_report_are_not_compared(client, versions):
    other = make.article("Another", "Sheep were counted in the hills above the fjord.")
    group([other.pk])
    assert compare(client, versions[0], other).status_code == 404
    assert client.get(f"/articles/{versions[0].pk}/compare/999999/").status_code == 404
    assert "Versions" not in page_of(client, other).text


def test_an_article_compared_with_itself_is_the_article(client, versions):
    assert compare(client, versions[0], versions[0])["Location"] == versions[0].get_absolute_url()
    workflow.withdraw(versions[:1])
    assert compare(client, versions[0], versions[0]).status_code == 404


@pytest.mark.parametrize("hide", [workflow.withdraw, workflow.back_to_draft])
def test_a_hidden_version_shows_nowhere_even_before_groups_follow(client, versions, hide):
    first, second = versions
    hide([second])
    assert "Versions" not in page_of(client, first).text
    assert compare(client, first, second).status_code == 404
    assert compare(client, second, first).status_code == 404


def test_other_reports_of_the_story_stand_below_the_article(client):
    dialogue = make.series("Charts Dialogue", "NO", "PE")
    made = []
    for title, number in (("Ours", 3), ("Theirs", 3), ("The next one", 4)):
        each = make.article(title, f"{title}: talks were held.", day=date(2024, 3, 5), parties="NO PE")
        make.mention(
            each, "talks", event=make.event("Charts Dialogue", each, dialogue, number, date="2024-03-05")
        )
        made.append(each)
    group([each.pk for each in made])
    page = page_of(client, made[0])
    assert "Also reported by others 1" in page.text
    assert made[1].get_absolute_url() in page.links
    assert made[2].get_absolute_url() not in page.links
    workflow.withdraw(made[1:2])
    assert "Also reported" not in page_of(client, made[0]).text


def test_queries_do_not_grow_with_versions(client, versions, django_assert_max_num_queries):
    for number in range(5):
        versions.append(
            make.article(f"Version {number}", TEXT + f" It is ship {number}.", day=date(2024, 2, 2))
        )
    group([each.pk for each in versions])
    with django_assert_max_num_queries(3):
        assert compare(client, *versions[:2]).status_code == 200
    address = versions[0].get_absolute_url()
    with django_assert_max_num_queries(12):
        page = read(client.get(address).content.decode())
    assert "Versions of this report 7" in page.text
