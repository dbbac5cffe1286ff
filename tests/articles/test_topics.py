"""Topics are a tree: an article about a part is found under the whole, on pages and in search."""

from __future__ import annotations

import json
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles import workflow
from articles.models import Article, IndexNote, Mention, Topic
from articles.presenters import topics
from tests import factories as make
from tests.htmlcheck import read

pytestmark = pytest.mark.django_db

TEXTS = {
    "Port workers walk out": "Dockworkers went on strike at the container port on Monday.",
    "Pact on tariffs": "Peru and Norway signed a free trade agreement that ends a tariff on salmon.",
    "Rain": "A flood cut the road.",
}


@pytest.fixture
def archive(index: Any, tmp_path: Any) -> None:
    lines = (json.dumps({"id": title, "title": title, "text": text}) for title, text in TEXTS.items())
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join(lines))
    call_command("import_articles", str(file), stdout=StringIO(), verbosity=0)


def found(client: Any, slug: str) -> set[str]:
    told = client.get("/api/v1/search/", {"topic": slug}).json()
    return {each["title"] for each in told["hits"]}


def words_of(client: Any, path: str) -> str:
    return " ".join(read(client.get(path).content.decode()).text.split())


@pytest.mark.usefixtures("archive")
def test_an_article_is_found_under_what_its_topic_is_a_part_of(client: Any) -> None:
    assert found(client, "free-trade-agreements") == {"Pact on tariffs"}
    assert found(client, "trade") == {"Pact on tariffs"}
    assert found(client, "economy-and-business") == {"Pact on tariffs", "Port workers walk out"}
    assert found(client, "disasters-and-accidents") == {"Rain"}


@pytest.mark.usefixtures("archive")
def test_the_page_of_a_topic_lists_its_parts_and_their_articles(client: Any) -> None:
    words = words_of(client, "/topics/trade/")
    assert "Part of Economy and business" in words
    assert "Parts of this topic Free trade agreements : 1 article Tariffs and customs : 1 article" in words
    assert "Pact on tariffs" in words
    assert "Port workers walk out" not in words


@pytest.mark.usefixtures("archive")
def test_the_register_is_shown_as_a_tree(client: Any) -> None:
    words = words_of(client, "/topics/")
    assert "Trade : 1 article Free trade agreements : 1 article" in words
    assert words.index("Economy and business : 2 articles") < words.index(
        "Disasters and accidents : 1 article"
    )


@pytest.mark.usefixtures("archive")
def test_the_tree_is_counted_by_the_database_while_there_is_no_index(client: Any, monkeypatch: Any) -> None:
    counted = words_of(client, "/topics/")
    monkeypatch.setattr(topics, "gather", lambda _terms, _wanted: None)
    assert words_of(client, "/topics/") == counted


@pytest.mark.usefixtures("archive")
def test_a_renamed_topic_changes_what_is_found_of_its_parts() -> None:
    IndexNote.objects.all().delete()
    before = Article.objects.get(title="Pact on tariffs").modified_at
    workflow.renamed(Topic.objects.get(slug="economy-and-business"))
    assert Article.objects.get(title="Pact on tariffs").modified_at > before


def test_an_editor_names_a_topic_of_the_list_in_its_own_words() -> None:
    article = make.article("Coast", "Cod is scarce.")
    found = Mention(article=article, kind="topic", field="text", start=0, end=3, surface=article.text[:3])
    workflow.add_mention(found, "Natural Disasters", None, editor=None)
    topic = Topic.objects.get(key="disasters|")
    assert topic.parent is not None
    assert topic.parent.name == "Disasters and accidents"


def test_a_topic_is_no_part_of_itself_nor_four_levels_deep() -> None:
    rows = [Topic.objects.create(name="A")]
    for name in "BC":
        rows.append(Topic.objects.create(name=name, parent=rows[-1]))
    rows[0].parent = rows[2]
    with pytest.raises(ValidationError, match="part of itself"):
        rows[0].clean()
    with pytest.raises(ValidationError, match="3 levels"):
        Topic(name="D", parent=rows[2]).clean()
    rows[1].parent = Topic.objects.create(name="E", parent=Topic.objects.create(name="F"))
    with pytest.raises(ValidationError, match="3 levels"):
        rows[1].clean()


def test_topics_of_an_older_archive_get_their_place_and_editors_topics_stay() -> None:
    old, own = make.entry(Topic, "Tariffs and customs"), make.entry(Topic, "Lighthouses")
    Topic.objects.filter(pk=old.pk).update(key="tariffs|")
    article = make.article("Duties", "A tariff.")
    make.mention(article, "tariff", topic=old)
    IndexNote.objects.all().delete()
    import_module("articles.migrations.0009_topic_tree").place(apps, None)
    old.refresh_from_db()
    assert [each.name for each in old.broader()] == ["Economy and business", "Trade"]
    assert Topic.objects.get(pk=own.pk).parent is None
    assert list(IndexNote.objects.values_list("article", flat=True)) == [article.pk]
