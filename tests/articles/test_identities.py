"""One person under several spellings: asked about, merged, and found by the old address for ever."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from archive.search import rebuild
from articles import identities
from articles.models import Alias, Mention, Person
from articles.registering import Registers
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Person, Person]:
    """A secretary in two spellings, the longer one in more articles."""
    kept, gone = make.person("Thiru Raghunathan", "IN"), make.person("T. Raghunathan", "IN")
    secretary = make.office("Transport Secretary", "IN")
    for number, (person, name) in enumerate([(kept, "Thiru Raghunathan")] * 2 + [(gone, "T. Raghunathan")]):
        made = make.article(
            f"Report {number}",
            f"Transport Secretary {name} said: “Rails first.”",
            day=date(2024, 5, number + 1),
        )
        make.mention(made, name, person=person)
        make.mention(made, f"Transport Secretary {name}", person=person, office=secretary)
        make.quote(made, "Rails first.", person)
        dialogue = make.series("Rail Talks", "IN", "NO")
        make.event("Rail Talks", made, dialogue, 1, chairs=(person,))
    return kept, gone


def test_what_was_said_of_both_is_said_of_the_one_that_is_kept(two):
    kept, gone = two
    identities.merge(kept, gone)
    assert set(Person.objects.all()) == {kept}
    assert Mention.objects.filter(person=kept).count() == 6
    assert kept.quotes.count() == 3
    assert kept.chaired.count() == 3


def test_both_chairs_of_one_report_are_one_afterwards(two):
    kept, gone = two
    report = gone.chaired.get()
    report.chairs.add(kept)
    identities.merge(kept, gone)
    assert list(report.chairs.all()) == [kept]


def test_the_old_address_leads_to_the_new_for_ever(client, two):
    kept, gone = two
    third = make.person("Thiru A. Raghunathan", "IN")
    old = gone.get_absolute_url()
    identities.merge(kept, gone)
    assert client.get(old).status_code == 301
    assert client.get(f"{old}?page=2")["Location"] == f"{kept.get_absolute_url()}?page=2"
    assert "Report 0" in client.get(f"{old}feed/").content.decode()
    between = kept.get_absolute_url()
    identities.merge(third, kept)
    assert client.get(old)["Location"] == third.get_absolute_url()
    assert client.get(between)["Location"] == third.get_absolute_url()
    assert client.get(third.get_absolute_url()).status_code == 200


def test_a_search_narrowed_to_the_one_that_went_finds_what_is_said_of_both(client, two, index):
    kept, gone = two
    old = gone.slug
    rebuild()
    receipt = client.post(f"/receipts/?person={old}")["Location"]
    identities.merge(kept, gone)
    rebuild()

    def found(slug: str) -> int:
        return client.get(f"/api/v1/search/?person={slug}").json()["total"]

    assert found(old) == found(kept.slug) == 3
    assert "3 articles" in client.get(f"/search/?person={old}").content.decode()
    now = client.get(f"/api/v1{receipt}").json()["now"]
    assert (now["count"], now["left_total"]) == (3, 0)


def test_an_article_that_comes_later_with_the_old_spelling_speaks_of_the_kept_one(two):
    kept, gone = two
    slug = gone.slug
    identities.merge(kept, gone)
    assert Registers().named("person", "T. Raghunathan", "IN") == kept.pk
    stranger = Registers().named("person", "T Raghunathan", "LK")
    assert stranger != kept.pk
    assert Person.objects.get(pk=stranger).slug not in ("", slug)


def test_a_country_that_only_the_other_told_is_kept_and_found():
    kept, gone = make.person("Ingrid Aas"), make.person("Ingrid Åås-Berg", "NO")
    identities.merge(kept, gone)
    kept.refresh_from_db()
    assert kept.country_id == "NO"
    assert Registers().named("person", "Ingrid Aas", "NO") == kept.pk


def test_entries_of_two_registers_are_never_merged(two):
    with pytest.raises(ValueError):
        identities.merge(two[0], make.office("Transport Secretary", "IN"))
    with pytest.raises(ValueError):
        identities.merge(two[0], two[0])


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("editor", password="secret")
    client.force_login(user)
    return user


PAGE = "admin:articles_person_same"


def test_the_editor_is_asked_with_reasons_and_merges_with_one_button(client, editor, two):
    kept, gone = two
    html = client.get(reverse(PAGE)).content.decode()
    assert "the same family name, and initials that fit" in html
    assert "both Transport Secretary" in html
    answer = client.post(reverse(PAGE), {"kept": kept.pk, "gone": gone.pk, "verdict": "merge"}, follow=True)
    assert "the old address leads there" in answer.content.decode()
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert "No two names look like" in answer.content.decode()


def test_two_people_are_asked_about_once(client, editor, two):
    kept, gone = two
    client.post(reverse(PAGE), {"kept": kept.pk, "gone": gone.pk, "verdict": "never"})
    assert "No two names look like" in client.get(reverse(PAGE)).content.decode()
    assert Person.objects.count() == 2
    assert not Alias.objects.exists()


def test_a_question_that_is_out_of_date_changes_nothing(client, editor, two):
    kept, _ = two
    for gone in ("999999", "", "abc", "²"):
        assert (
            client.post(reverse(PAGE), {"kept": kept.pk, "gone": gone, "verdict": "merge"}).status_code == 404
        )
    assert Person.objects.count() == 2


def test_the_question_is_asked_of_editors_alone(client, two):
    assert client.get(reverse(PAGE)).status_code == 302
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(reverse(PAGE)).status_code == 403


def test_the_page_of_people_leads_to_the_question(client, editor, two):
    assert reverse(PAGE) in client.get(reverse("admin:articles_person_changelist")).content.decode()


def test_queries_do_not_grow_with_the_pairs(client, two, django_assert_max_num_queries):
    for number in range(6):
        make.person(f"Thir{'u' * number} Raghunathan", "IN")
    with django_assert_max_num_queries(5):
        shown, number = identities.suggestions(10)
    assert number >= len(shown) > 3


def test_the_person_page_names_both_spellings(client, two):
    kept, gone = two
    identities.merge(kept, gone)
    page = read(client.get(kept.get_absolute_url()).content.decode())
    assert "T. Raghunathan" in page.text
