"""The map of the first page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.presenters.links import CountedLink
from articles.presenters.world import SHADES, shade_of, world_map
from tests import factories as make


def link(code: str, count: int) -> CountedLink:
    return CountedLink(f"Country {code}", f"/countries/{code.lower()}/", count)


def test_large_countries_are_shapes_small_ones_dots_and_the_rest_is_land():
    world = world_map({"NO": link("NO", 900), "SG": link("SG", 3), "PE": link("PE", 0)})
    drawn = {shape.link.label: shape for shade in world.shades for shape in shade.shapes}
    assert drawn["Country NO"].d.startswith("M")
    assert (drawn["Country SG"].d, bool(drawn["Country SG"].x)) == ("", True)
    assert "Country PE" not in drawn
    assert world.land.startswith("M")


def test_an_empty_archive_is_all_land():
    assert world_map({}).shades == ()


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_more_articles_are_never_lighter(counts):
    most = max(counts)
    shades = [shade_of(count, most) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert shades[-1] == SHADES
    assert min(shades) >= 1


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_legend_says_what_a_shade_stands_for(count, more):
    most = count + more
    world = world_map({"NO": link("NO", most), "PE": link("PE", count)})
    words = next(s.words for s in world.shades for shape in s.shapes if shape.link.count == count)
    low, _, high = words.replace(",", "").partition(" to ")
    assert int(low) <= count <= int(high or low)


@pytest.mark.django_db
def test_countries_on_the_first_page_are_links_with_a_table_beside_them(client):
    make.article("Talks", parties="NO PE")
    page = client.get("/").content.decode()
    assert '<a href="/countries/no/" tabindex="-1"><path' in page
    assert '<th scope="row"><a href="/countries/no/">' in page
