"""Roles and the pair: what a story is about, where it takes place, what it only names."""

from __future__ import annotations

from articles.drafts import ArticleDraft, CountryTag, Dateline, ReadingConfig
from articles.extraction import annotate


def tags(text: str, *, title: str | None = None, dateline: Dateline | None = None) -> dict[str, CountryTag]:
    draft = ArticleDraft(text=text, sha256="", title=title, dateline=dateline)
    return {tag.code: tag for tag in annotate(draft, ReadingConfig()).countries}


def pair(text: str, **fields: str) -> tuple[str, str] | None:
    return annotate(ArticleDraft(text=text, sha256="", **fields), ReadingConfig()).pair  # type: ignore[arg-type]


TWO = (
    "Norway and Kenya agreed on Monday to build a deep-sea port together.\n\n"
    "Norway’s fisheries minister said Kenyan crews would be trained in Bergen.\n\n"
    "The talks in Geneva were the second this year."
)


def test_two_that_act_are_parties_and_the_pair() -> None:
    found = tags(TWO)
    assert found["NO"].role == found["KE"].role == "party"
    assert pair(TWO) == ("KE", "NO")


def test_where_it_takes_place_is_no_party() -> None:
    text = "Leaders of Chile and Peru met in Vienna on Friday. Chile and Peru signed a pact on copper."
    found = tags(text, title="Chile and Peru sign copper pact in Vienna")
    assert found["AT"].role in ("venue", "mention")
    assert {code for code, tag in found.items() if tag.role == "party"} == {"CL", "PE"}


def test_a_country_named_as_a_circumstance_is_a_mention() -> None:
    text = (
        "Ghana’s trade minister asked Togo for a new railway on Tuesday, amid tensions with Nigeria.\n\n"
        "Togo welcomed the plan. Ghana and Togo will meet again in May."
    )
    found = tags(text, title="Ghana seeks railway with Togo amid tensions with Nigeria")
    assert found["NG"].role == "mention"
    assert pair(text, title="Ghana seeks railway with Togo amid tensions with Nigeria") == ("GH", "TG")


def test_only_the_dateline_is_a_role_of_its_own() -> None:
    text = "Brazil's coffee crop will be small this year, Brazilian farmers said. Brazil exports most of it."
    found = tags(text, dateline=Dateline("LONDON, March 3", "London", "GB"))
    assert found["GB"].role == "dateline"
    assert found["BR"].role == "party"


def test_a_dateline_that_the_gazetteer_reads_is_not_read_again_by_its_first_word() -> None:
    found = tags("The clinic opened in May.", dateline=Dateline("CAMBRIDGE, Mass., May 2", "CAMBRIDGE", "GB"))
    assert set(found) == {"US"}


def test_a_party_and_where_its_story_is_from_are_a_pair() -> None:
    peru = "Peru's exports to Africa doubled, Peruvian traders said. Peru sends fish."
    filed = Dateline("NAIROBI, March 3", "Nairobi", "KE")
    draft = ArticleDraft(text=peru, sha256="", dateline=filed)
    assert annotate(draft, ReadingConfig()).pair == ("KE", "PE")


def test_a_dateline_whose_place_no_table_knows_counts_by_the_country_it_states() -> None:
    found = tags(
        "The harvest was good.", dateline=Dateline("TOMBOUCTOU-NORD, May 1", "TOMBOUCTOU-NORD", "ML")
    )
    assert found["ML"].role == "dateline"
    assert found["ML"].mentions[0].span.field == "dateline"


def test_one_country_or_three_alike_make_no_pair() -> None:
    assert pair("Uruguay votes on Sunday. Uruguay has three million voters.") is None
    three = (
        "Estonia, Latvia and Lithuania will build a railway. Estonia, Latvia and Lithuania share the cost."
    )
    assert pair(three) is None


def test_the_headline_weighs_more_than_a_late_mention() -> None:
    text = (
        "The ministers met for two hours. They spoke of rice. They spoke of fish. They spoke of wood. "
        "A visit to Iceland is planned."
    )
    found = tags(text, title="Laos and Fiji agree on rice")
    assert found["LA"].score > found["IS"].score
    assert found["IS"].role == "mention"


def test_a_country_that_two_others_discuss_is_not_one_of_the_pair() -> None:
    text = (
        "Foreign Secretary Asha Ramani called on US Secretary of State Mark Cole in Washington on Thursday and "
        "discussed the situation in Haiti.\n\nThe talks touched on the India-US partnership."
    )
    title = "Foreign Secretary Ramani, US Secretary of State Cole discuss situation in Haiti, ties"
    assert pair(text, title=title) == ("IN", "US")
    assert tags(text, title=title)["HT"].role == "mention"
