"""Topics come from a controlled list, each with the words that speak of it."""

from __future__ import annotations

import pytest

from articles.drafts import ArticleDraft, ReadingConfig
from articles.extraction import annotate
from articles.extraction.tables import load


def topics(text: str, title: str | None = None) -> dict[str, list[str]]:
    draft = ArticleDraft(text=text, sha256="", title=title)
    found = annotate(draft, ReadingConfig()).topics
    return {tag.slug: [one.span.surface for one in tag.mentions] for tag in found}


@pytest.mark.parametrize(
    ("text", "slug", "surface"),
    [
        ("They spoke of green hydrogen.", "hydrogen", "green hydrogen"),
        ("New SHIPYARDS will open.", "shipbuilding", "SHIPYARDS"),
        ("Defence cooperation grows.", "defense-cooperation", "Defence cooperation"),
        ("Defense co-operation grows.", "defense-cooperation", "Defense co-operation"),
        ("Two memoranda of understanding were signed.", "treaties", "memoranda of understanding"),
        ("Fisheries matter.", "fisheries", "Fisheries"),
        ("AI will help.", "artificial-intelligence", "AI"),
        ("A magnitude six earthquake struck.", "disasters", "earthquake"),
    ],
)
def test_a_phrase_in_any_number_case_and_spelling(text: str, slug: str, surface: str) -> None:
    assert surface in topics(text)[slug]


def test_everyday_words_count_only_where_they_are_no_name() -> None:
    assert "security" in topics("They want security.")
    assert topics("The UN Security Council met. Ai Weiwei paints. Mr. Trade left.") == {}


def test_the_headline_counts_too() -> None:
    assert topics("They met.", title="Floods close schools")["disasters"] == ["Floods"]


def test_the_list_is_controlled() -> None:
    rows = load("topics.json")["topics"]
    slugs = [row["slug"] for row in rows]
    assert len(set(slugs)) == len(slugs)
    assert 60 <= len(slugs) <= 120
    phrases = [phrase for row in rows for phrase in row.get("phrases", ())]
    assert len(set(phrases)) == len(phrases)
