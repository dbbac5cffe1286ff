"""Topics come from a controlled list, each with the words that speak of it."""

from __future__ import annotations

import pytest

from articles.drafts import ArticleDraft, ReadingConfig
from articles.extraction import annotate
from articles.extraction.tables import load
from articles.extraction.topics import broader


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
        ("A magnitude six earthquake struck.", "earthquakes", "earthquake"),
        ("The harbour was closed.", "ports-and-shipping", "harbour"),
        ("Three gunmen fled.", "crime", "gunmen"),
        ("A FREE TRADE AGREEMENT was signed.", "free-trade-agreements", "FREE TRADE AGREEMENT"),
    ],
)
def test_a_phrase_in_any_number_case_and_spelling(text: str, slug: str, surface: str) -> None:
    assert surface in topics(text)[slug]


def test_everyday_words_count_only_where_they_are_no_name() -> None:
    assert "security" in topics("They want security.")
    assert "security" not in topics("The UN Security Council met.")
    assert topics("Ai Weiwei paints. Mr. Trade left.") == {}


def test_the_headline_counts_too() -> None:
    assert topics("They met.", title="Floods close roads")["floods-and-storms"] == ["Floods"]


@pytest.mark.parametrize(
    "text",
    [
        "It was a political earthquake for the party's old guard.",
        "A flood of complaints reached the shop.",
        "The veteran ended his goal drought.",
        "Marathon talks went on until dawn.",
        "She belongs to another school of thought.",
        "The outbreak of violence worried them.",
        "He has a broad appeal and drinks energy drinks.",
        "The offer is not a trade-off.",
    ],
)
def test_words_with_another_meaning_speak_of_nothing(text: str) -> None:
    assert topics(text) == {}


def test_hints_count_together_and_not_alone() -> None:
    assert topics("The judge smiled.") == {}
    assert topics("The judge left the room. The lawyer stayed.") == {}
    found = topics("The judge opened the trial. A lawyer asked for an appeal.")
    assert found == {"law-and-courts": ["judge", "trial", "lawyer", "appeal"]}


def test_a_hint_beside_a_phrase_is_evidence_too() -> None:
    assert topics("The midfielder scored from a penalty.")["football"] == ["midfielder", "scored", "penalty"]


def test_who_speaks_is_not_what_is_spoken_of() -> None:
    assert "energy" not in topics("The energy minister opened a museum.")
    assert "energy" not in topics("The minister of energy opened a library.")
    assert "energy" in topics("The minister spoke of energy.")


def test_a_part_of_a_name_speaks_of_nothing() -> None:
    assert topics("Maria Reactor went to Gold Harbor.") == {}
    assert topics("Hurricane Ida came near.")["floods-and-storms"] == ["Hurricane"]


def test_the_list_is_controlled() -> None:
    rows = load("topics.json")["topics"]
    slugs = [row["slug"] for row in rows]
    assert len(set(slugs)) == len(slugs) == len({row["name"] for row in rows})
    assert 100 <= len(slugs) <= 130
    phrases = [phrase for row in rows for phrase in row.get("phrases", ())]
    assert len(set(phrases)) == len(phrases)


def test_the_list_is_a_tree_of_three_levels() -> None:
    seen: set[str] = set()
    for row in load("topics.json")["topics"]:
        assert row["parent"] is None or row["parent"] in seen
        seen.add(row["slug"])
        assert len(broader(row["slug"])) <= 2
    assert broader("free-trade-agreements") == ("economy-and-business", "trade")
    assert broader("a topic that an editor made") == ()
