"""What is indexed of many articles together is what is indexed of each alone."""

from __future__ import annotations

from typing import Any

import pytest
from haystack import connections

from archive.search import rebuild
from articles.models import Article, Comment, KeyPoint, Mention, Place, Topic, register_key
from articles.search_indexes import ArticleIndex
from tests import factories
from tests.held import differences

pytestmark = pytest.mark.django_db


def full(title: str) -> Article:
    """An article with one of everything that is indexed, and things it shares with its like."""
    article = factories.article(
        title,
        f"Ada Lind of Norway said in Lima: we trade. {title} ended.",
        parties="NO PE",
        outlet=factories.source("The Harbor"),
        agency=factories.source("North Wire", "agency"),
        pull_quote="We trade",
        pull_quote_speaker="Ada Lind",
    )
    person = factories.person("Ada Lind", "NO")
    factories.mention(article, "Ada Lind", person=person)
    factories.mention(article, "Lind", person=person)
    factories.mention(article, "Lima", place=factories.place("Lima", "PE"))
    factories.mention(article, "trade", topic=factories.topic("Tariffs"))
    dialogue = factories.series("Harbor Dialogue", "NO", "PE")
    event = factories.event(f"The round of {title}", article, dialogue, len(title))
    factories.mention(article, "we trade", event=event)
    factories.quote(article, "we trade", person)
    KeyPoint.objects.create(article=article, position=0, text="Trade goes on")
    Comment.objects.create(article=article, position=0, author="Bo", text="Splendid", status="approved")
    Comment.objects.create(article=article, position=1, author="Cy", text="Hidden", status="rejected")
    return article


def index() -> ArticleIndex:
    return connections["default"].get_unified_index().get_index(Article)


def alone(article: Article) -> dict[str, Any]:
    return dict(index().full_prepare(Article.objects.get(pk=article.pk)))


def test_articles_prepared_together_are_as_each_alone() -> None:
    articles = [full("One"), full("Three"), factories.article("Bare", "Rain fell.")]
    topics = {each.name: each for each in Topic.objects.all()}
    trade = factories.topic("Trade")
    Topic.objects.filter(pk=topics["Tariffs"].pk).update(parent=trade)
    rows = list(index().index_queryset().order_by("pk"))
    index().gather(rows)
    together = [dict(index().full_prepare(row)) for row in rows]
    assert together == [alone(article) for article in articles]
    one = together[0]
    assert one["people"] == ["Ada Lind", "Lind"]
    assert one["topics"] == ["Trade", "Tariffs"]
    assert one["comment"] == ["Splendid"]
    assert one["agency"] == "North Wire"
    assert one["sources"] == ["The Harbor"]
    assert one["said"] == ["we trade", "We trade"]
    assert together[2]["people"] == together[2]["topics"] == []


def test_an_article_is_never_prepared_from_what_was_read_for_an_earlier_time() -> None:
    article = full("One")
    index().gather([article])
    index().full_prepare(article)
    Mention.objects.filter(kind="person").delete()
    assert index().full_prepare(article)["people"] == []


def test_more_articles_take_no_more_queries(index: Any, django_assert_num_queries: Any) -> None:
    searched = connections["default"].get_unified_index().get_index(Article)
    for number in range(3):
        full(f"Number {number}")
    articles = list(searched.index_queryset())
    with django_assert_num_queries(12):
        searched.gather(articles[:1])
    with django_assert_num_queries(12):
        searched.gather(articles)


def test_articles_that_speak_of_more_than_a_thousand_places_are_indexed(index: Any) -> None:
    names = [f"Place{number}" for number in range(1_100)]
    article = factories.article("A gazetteer", " ".join(names))
    places = Place.objects.bulk_create(
        Place(name=name, slug=name.casefold(), key=register_key(name), kind="city") for name in names
    )
    Mention.objects.bulk_create(
        Mention(
            article=article,
            kind="place",
            place=place,
            surface=place.name,
            start=(start := article.text.index(place.name)),
            end=start + len(place.name),
            rule="test",
            rules_version="1",
        )
        for place in places
    )
    assert rebuild() == 1
    assert differences() == []
    assert index.search("gazetteer")["hits"] == 1
