"""What `annotate` promises for any article: evidence, order, and silence where it knows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.drafts import (
    Annotations,
    ArticleDraft,
    Dateline,
    Image,
    Piece,
    PullQuote,
    ReaderComment,
    ReadingConfig,
    Span,
)
from articles.extraction import LONGEST, RULES_VERSION, annotate

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

WORDS = (
    "India South Korea’s Seoul Ministry of Foreign Affairs (MFA) President Kim Lee Ms. Ana Ruiz said on X "
    '“We agree” "no," he added. held the 3rd Dialogue in Dhaka ROK U.S. AI trade and the UN. \n\n Embassy of '
    "Peru Georgia Mr. Jordan Paris, Texas National Assembly 2015 strategic partnership é ’s"
).split(" ")


def spans(found: object) -> Iterator[Span]:
    """Every span anywhere inside the annotations."""
    if isinstance(found, Span):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from spans(one)
    elif is_dataclass(found):
        for field in fields(found):
            yield from spans(getattr(found, field.name))


def assert_evidence(draft: ArticleDraft, found: Annotations) -> None:
    texts = draft.fields()
    for span in spans(found):
        assert texts[span.field][span.start : span.end] == span.surface


def seed_draft(path: Path) -> ArticleDraft:
    """The whole page as a body: more noise than any parser leaves."""
    return ArticleDraft(text=path.read_text("utf-8"), sha256="", source_file=path.name)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_fact_of_the_seeds_shows_its_words(path: Path) -> None:
    found = annotate(seed_draft(path), ReadingConfig())
    assert found.rules_version == RULES_VERSION
    assert found.countries
    assert_evidence(seed_draft(path), found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)
def test_any_text_gives_facts_with_their_words(text: str, title: str) -> None:
    draft = ArticleDraft(text=text, sha256="", title=title or None, key_points=(title,) if title else ())
    assert_evidence(draft, annotate(draft, ReadingConfig()))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_it_never_fails(text: str) -> None:
    annotate(ArticleDraft(text=text, sha256=""), ReadingConfig())


def test_what_is_around_the_article_changes_nothing() -> None:
    draft = ArticleDraft(
        text="Malta’s Ministry of Health met Fiji on fisheries in Suva on Friday.",
        sha256="",
        title="Malta and Fiji meet",
    )
    around = replace(
        draft,
        outlet="Times of Zambia",
        agency="KENYA NEWS AGENCY",
        byline="Ana Peru in Lima",
        section="Cuba",
        comments=(ReaderComment("Kenya Fan", "Japan's Ministry of Defence should speak on trade!"),),
        images=(Image("President Ann Lee in Cuba", "Brazil Photos"),),
        pieces=(Piece(0, "More from Chile", "removed", "related"),),
    )
    assert annotate(around, ReadingConfig()) == annotate(draft, ReadingConfig())


def test_the_pull_quote_counts_nothing_twice() -> None:
    draft = ArticleDraft(text="Malta and Fiji will trade more, an envoy said.", sha256="")
    pulled = replace(draft, pull_quote=PullQuote("Malta and Fiji will trade more", "An envoy"))
    assert annotate(pulled, ReadingConfig()).countries == annotate(draft, ReadingConfig()).countries
    assert annotate(pulled, ReadingConfig()).topics == annotate(draft, ReadingConfig()).topics


def test_another_language_gives_only_what_its_dateline_shows() -> None:
    draft = ArticleDraft(
        text="India e Chad hanno firmato un accordo a Roma, ha detto il ministro Mario Rossi.",
        sha256="",
        language="it",
        title="India e Chad firmano",
        dateline=Dateline("ROMA, 3 maggio", "ROMA", "IT"),
    )
    found = annotate(draft, ReadingConfig())
    assert [(tag.code, tag.role) for tag in found.countries] == [("IT", "dateline")]
    assert (found.pair, found.people, found.organizations, found.topics, found.quotes) == (
        None,
        (),
        (),
        (),
        (),
    )


def test_the_same_draft_gives_the_same_facts() -> None:
    for path in SEEDS:
        assert annotate(seed_draft(path), ReadingConfig()) == annotate(seed_draft(path), ReadingConfig())


def test_a_text_longer_than_any_article_is_read_from_its_beginning() -> None:
    word = "nothing "
    filling = word * (LONGEST // len(word) + 1)
    found = annotate(ArticleDraft(text=f"Malta met Fiji. {filling}Peru left.", sha256=""), ReadingConfig())
    assert [tag.code for tag in found.countries] == ["FJ", "MT"]
