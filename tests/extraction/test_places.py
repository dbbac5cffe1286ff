"""Places: cities, regions, countries where something happens, venues."""

from __future__ import annotations

from articles.drafts import ArticleDraft, PlaceTag, ReadingConfig
from articles.extraction import annotate


def places(text: str) -> dict[str, PlaceTag]:
    draft = ArticleDraft(text=text, sha256="")
    return {tag.name: tag for tag in annotate(draft, ReadingConfig()).places}


def test_cities_and_regions_with_their_country() -> None:
    found = places("From Mombasa they sailed past the Horn of Africa to Karachi, then to Karachi’s rivals.")
    assert (found["Mombasa"].kind, found["Mombasa"].country) == ("city", "KE")
    assert (found["Horn of Africa"].kind, found["Horn of Africa"].country) == ("region", None)
    assert len(found["Karachi"].mentions) == 2


def test_a_country_is_a_place_where_the_story_is_about_others() -> None:
    text = (
        "Ghana and Togo signed a treaty on fishing. Ghana and Togo share a coast. "
        "Officials of Ghana and Togo met on the sidelines of a summit in Norway."
    )
    found = places(text)
    assert found["Norway"].kind == "country"
    assert "Ghana" not in found


def test_a_building_after_at_is_a_venue_of_the_city_named_next() -> None:
    found = places(
        "They met at the Rose Garden Palace in Colombo. She spoke at the Sapphire Convention Centre."
    )
    assert (found["Rose Garden Palace"].kind, found["Rose Garden Palace"].country) == ("venue", "LK")
    assert found["Sapphire Convention Centre"].country is None


def test_a_parliament_is_a_venue_where_something_takes_place_at_it() -> None:
    found = places("The envoy met the speaker of South Korea’s parliament at the National Assembly in Seoul.")
    assert (found["National Assembly"].kind, found["National Assembly"].country) == ("venue", "KR")
