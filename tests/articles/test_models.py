"""Names become keys and addresses; the rows' constraints speak for themselves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Person, make_slug, numbered_slug, register_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Yoonjoo", "Park Yoon-joo"),
        ("P. Kumaran", "P Kumaran"),
        ("TÜRK", "Tu\u0308rk"),
        ("Lee Jae-Myung", "lee jae-myung"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert register_key(one, "KR") == register_key(other, "KR")


def test_one_name_in_two_countries_has_two_keys() -> None:
    assert register_key("Ministry of Foreign Affairs", "BD") != register_key(
        "Ministry of Foreign Affairs", "KR"
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Norway–Peru Dialogue", "norway-peru-dialogue"),
        ("São Paulo", "sao-paulo"),
        ("ঢাকা", "ঢাকা"),
        ("…", ""),
        ("word " * 60, ("word-" * 16)[:80].strip("-")),
    ],
)
def test_a_name_of_any_script_has_a_readable_address(name: str, slug: str) -> None:
    assert make_slug(name) == slug


def test_a_slug_that_is_taken_is_numbered() -> None:
    assert numbered_slug("cho-hyun", {"cho-hyun", "cho-hyun-2"}) == "cho-hyun-3"


@pytest.mark.django_db
def test_a_row_that_an_editor_named_gets_key_and_address_of_its_own() -> None:
    first, second = Person(name="Cho Hyun"), Person(name="Cho  Hyun", key="another")
    first.save()
    second.save()
    assert (first.slug, second.slug) == ("cho-hyun", "cho-hyun-2")
    assert first.folded == "chohyun"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "lost"},
        {"published_basis": "stated"},
        {"published_confidence": 1.5},
    ],
)
def test_the_database_refuses_what_no_article_can_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(text="Words.", fingerprint="x", **wrong)


def test_an_article_without_a_headline_shows_its_first_words() -> None:
    article = Article(
        text="One two three four five six seven eight nine ten eleven twelve thirteen.\n\nMore."
    )
    assert article.headline == "One two three four five six seven eight nine ten eleven twelve…"
