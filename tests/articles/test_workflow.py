"""Editors win: what they decide outlives every run of the rules, and spans follow the text."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Article, Decision, Mention, Origin

STORY = """Nepal, Bhutan agree to link their power grids

Kathmandu, March 4

Nepal and Bhutan agreed on Tuesday to link their power grids by 2027, Energy Minister Dipak Rai said.

"The line will carry 400 megawatts in its first year," Rai said after the talks in Kathmandu.
"""


@pytest.fixture
def article(db: None) -> Article:
    (result,) = Importer().run(RawDocument(STORY.encode(), "story.txt"))
    return Article.objects.get(pk=result.article)


@pytest.fixture
def editor(db: None) -> object:
    return get_user_model().objects.create_user("ed")


def edit(article: Article, editor: object, **changes: str) -> None:
    before = article.span_fields()
    for name, value in changes.items():
        setattr(article, name, value)
    workflow.save_edit(article, before, editor=editor)
    article.refresh_from_db()


def assert_spans_stand(article: Article) -> None:
    fields = article.span_fields()
    for row in article.mentions.filter(stale=False):
        assert fields[row.field][row.start : row.end] == row.surface


def test_spans_follow_the_text_that_an_editor_changes(article: Article, editor: object) -> None:
    edit(article, editor, text="A correction stands here first.\n\n" + article.text)
    assert article.mentions.filter(kind="person", surface__contains="Dipak Rai").exists()
    assert_spans_stand(article)
    assert article.edited_by == editor


def test_a_rejected_country_stays_away_when_rules_run_again(article: Article, editor: object) -> None:
    workflow.reject_mentions(article.mentions.filter(kind="country", country="BT"), editor=editor)
    assert not article.article_countries.filter(country="BT").exists()
    workflow.annotate_again(article)
    assert not article.article_countries.filter(country="BT").exists()
    assert not article.mentions.filter(country="BT").exists()
    assert Decision.objects.get().verdict == "rejected"


def test_a_role_that_an_editor_set_stays(article: Article, editor: object) -> None:
    workflow.decide(article, "country", "BT", "confirmed", editor=editor, value="mention")
    workflow.annotate_again(article)
    assert article.article_countries.get(country="BT").role == "mention"
    article.refresh_from_db()
    assert article.pair is None


def test_a_fact_that_an_editor_added_moves_with_its_words(article: Article, editor: object) -> None:
    start = article.text.index("power grids")
    fact = Mention(
        article=article, kind="topic", field="text", start=start, end=start + 11, surface="power grids"
    )
    workflow.add_mention(fact, "Grid interconnection", "", editor=editor)
    edit(article, editor, text="New words come before everything else.\n\n" + article.text)
    kept = article.mentions.get(origin=Origin.EDITOR)
    assert article.text[kept.start : kept.end] == "power grids"
    assert kept.topic.name == "Grid interconnection"
    assert not kept.stale


def test_a_fact_whose_words_are_gone_is_marked_stale_and_kept(article: Article, editor: object) -> None:
    start = article.text.index("megawatts")
    fact = Mention(
        article=article, kind="topic", field="text", start=start, end=start + 9, surface="megawatts"
    )
    workflow.add_mention(fact, "Electricity", "", editor=editor)
    edit(article, editor, text=article.text.replace("400 megawatts", "a lot"))
    kept = article.mentions.get(origin=Origin.EDITOR)
    assert kept.stale
    assert kept.surface == "megawatts"


def test_a_rejected_quote_does_not_come_back(article: Article, editor: object) -> None:
    assert article.quotes.count() == 1
    workflow.reject_words(article.quotes.all(), editor=editor)
    workflow.annotate_again(article)
    assert article.quotes.count() == 0


def test_the_words_that_a_date_rests_on_stay_when_rules_run_again(article: Article) -> None:
    before = list(article.mentions.filter(kind="date").values_list("field", "start", "surface"))
    workflow.annotate_again(article)
    assert list(article.mentions.filter(kind="date").values_list("field", "start", "surface")) == before


def test_running_the_rules_again_ends_in_the_same_rows(article: Article) -> None:
    def rows() -> list[tuple[object, ...]]:
        return list(
            article.mentions.order_by("kind", "field", "start", "surface").values_list(
                "kind", "field", "start", "surface", "country", "person", "event"
            )
        )

    before = rows()
    workflow.annotate_again(article)
    assert rows() == before


@pytest.mark.parametrize(
    ("step", "status"),
    [(workflow.publish, "published"), (workflow.withdraw, "withdrawn"), (workflow.back_to_draft, "draft")],
)
def test_status_changes_are_counted_once(article: Article, step: object, status: str) -> None:
    Article.objects.update(status="draft" if status != "draft" else "published")
    assert step(Article.objects.all()) == 1
    assert step(Article.objects.all()) == 0
    article.refresh_from_db()
    assert article.status == status


@given(before=st.text(), words=st.text(min_size=1), after=st.text(), inserted=st.text())
def test_words_are_found_again_after_an_insertion_before_them(
    before: str, words: str, after: str, inserted: str
) -> None:
    old, new = before + words + after, inserted + before + words + after
    start = workflow.moved(len(before), words, old, new)
    assert start is not None
    assert new[start : start + len(words)] == words


def test_words_that_stand_twice_are_found_where_the_edit_carried_them() -> None:
    old = "Seoul agreed. Then Seoul left."
    new = "On Monday Seoul agreed. Then Seoul left."
    assert workflow.moved(19, "Seoul", old, new) == 29
    assert workflow.moved(0, "Seoul", old, "Rain fell.") is None
