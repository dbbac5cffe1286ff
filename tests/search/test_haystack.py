"""What Haystack's documentation promises of every backend, asked through its public names alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from haystack import connections
from haystack.exceptions import SearchBackendError
from haystack.inputs import AltParser, AutoQuery, Raw
from haystack.query import RelatedSearchQuerySet, SearchQuerySet

from .conftest import ALIAS, WHEN, pks
from .notes import Memo, MemoIndex, Note

ROWS = (
    {"title": "Envoys meet", "body": "Patrols at sea.", "author": "Lind", "tags": ["sea"], "pages": 2},
    {
        "title": "Yards reopen",
        "body": "Patrols & ships.",
        "author": "Berg",
        "tags": ["sea", "work"],
        "pages": 9,
    },
    {"title": "Harvest", "body": "Grain fell <low>.", "author": "Lind", "tags": ["work"], "pages": 5},
    {"title": "Harbors", "body": "Nothing else.", "pages": 2},
)


@pytest.fixture
def sqs(tables: None, write: Any, found: SearchQuerySet) -> SearchQuerySet:
    """Notes that are rows, too, so that results can be loaded."""
    for pk, row in enumerate(ROWS, start=1):
        made = {"written": date(2025, pk, 1), "changed": WHEN, **row}
        Note.objects.create(pk=pk, **made)
        write(made, first=pk)
    return found


def test_load_all_reads_the_rows_of_a_page_in_one_query(sqs: Any, django_assert_num_queries: Any) -> None:
    results = sqs.filter(content="patrols").order_by("pages").load_all()
    with django_assert_num_queries(1):
        assert [result.object.title for result in results] == ["Envoys meet", "Yards reopen"]


def test_an_object_is_read_when_it_is_asked_for(sqs: Any, django_assert_num_queries: Any) -> None:
    (result,) = sqs.filter(content="grain")
    with django_assert_num_queries(1):
        assert result.object == Note.objects.model(pk=3)
        assert result.object.title == "Harvest"


def test_a_result_whose_row_has_gone_is_left_out_of_what_is_loaded(sqs: Any) -> None:
    Note.objects.filter(pk=1).delete()
    assert [result.object.pk for result in sqs.filter(content="patrols").load_all() if result] == [2]


def test_related_rows_can_be_chosen(sqs: Any) -> None:
    related = (
        RelatedSearchQuerySet(using=ALIAS)
        .load_all()
        .load_all_queryset(Note, Note.objects.filter(pages__gt=4))
    )
    assert [result.object.pk for result in related.models(Note).order_by("pages")] == [3, 2]


def test_using_another_connection(sqs: Any) -> None:
    assert SearchQuerySet().using(ALIAS).filter(content="grain").count() == 1
    assert SearchQuerySet(using=ALIAS).filter(content="grain").query._using == ALIAS
    with pytest.raises(ImproperlyConfigured):
        connections["no such connection"]


def test_raw_questions(sqs: Any) -> None:
    assert pks(sqs.raw_search("author:lind AND pages:[3 TO 9]")) == [3]
    assert pks(sqs.filter(content=Raw("harv*"))) == [3]
    assert pks(sqs.filter(author="lind").raw_search("patrols")) == [1]


def test_highlighting(sqs: Any) -> None:
    (hit,) = sqs.filter(content="ships").highlight()
    assert hit.highlighted["text"][0].count("<em>ships</em>") == 1
    assert "Patrols &amp; " in hit.highlighted["text"][0]
    (hit,) = sqs.filter(content="grain").highlight(pre_tag="<b>", post_tag="</b>")
    assert "<b>Grain</b> fell &lt;low&gt;" in hit.highlighted["text"][0]
    assert all("highlighted" not in hit.get_additional_fields() for hit in sqs.filter(content="grain"))


def test_values_and_lists_of_values(sqs: Any) -> None:
    asked = sqs.order_by("title")
    assert next(iter(asked.values("pk", "title"))) == {"pk": "1", "title": "Envoys meet"}
    assert list(asked.values_list("title", flat=True)) == sorted(row["title"] for row in ROWS)
    assert [tuple(row) for row in asked.values_list("title", "pages")][:2] == [
        ("Envoys meet", 2),
        ("Harbors", 2),
    ]
    assert list(asked.values_list("title", flat=True)[1:3]) == ["Harbors", "Harvest"]


def test_mixed_orders(sqs: Any) -> None:
    assert pks(sqs.order_by("pages", "-title")) == [4, 1, 3, 2]
    assert pks(sqs.order_by("-pages", "title")) == [2, 3, 1, 4]
    assert pks(sqs.order_by("author", "-pages")) == [2, 3, 1, 4]
    assert pks(sqs.order_by("pages").order_by("-written")) == [4, 1, 3, 2]


def test_all_kinds_of_facets_at_once(sqs: Any) -> None:
    asked = (
        sqs.facet("author")
        .facet("tags")
        .date_facet("written", date(2025, 1, 1), date(2025, 4, 1), "month")
        .query_facet("pages", "[3 TO 9]")
    )
    assert asked.facet_counts() == {
        "fields": {"author": [("Lind", 2), ("Berg", 1)], "tags": [("sea", 2), ("work", 2)]},
        "dates": {"written": [(datetime.fromisoformat(f"2025-0{month}-01"), 1) for month in (1, 2, 3)]},
        "queries": {"pages:[3 TO 9]": 2},
    }
    narrowed = asked.narrow('author_exact:"Lind"').facet_counts()
    assert narrowed["fields"] == {"author": [("Lind", 2)], "tags": [("sea", 1), ("work", 1)]}
    assert narrowed["queries"] == {"pages:[3 TO 9]": 1}


def test_models(sqs: Any, backend: Any) -> None:
    backend.update(MemoIndex(), [Memo(pk=7, body="Patrols of memos")])
    assert {result.model for result in sqs.filter(content="patrols")} == {Note, Memo}
    assert pks(sqs.models(Memo).filter(content="patrols")) == [7]
    assert sqs.models(Note, Memo).filter(content="patrols").count() == 3
    assert {result.model_name for result in sqs.models(Memo)} == {"memo"}


def test_more_like_this_goes_on_as_a_search(sqs: Any) -> None:
    like = sqs.more_like_this(Note.objects.get(pk=1))
    assert pks(like) == [2]
    assert pks(like.filter(pages__gt=3)) == [2]
    assert pks(like.filter(author="lind")) == []


def test_boosts_move_the_order(sqs: Any) -> None:
    asked = sqs.filter(content="harvest").filter_or(content="envoys")
    assert pks(asked.boost("harvest", 9.0))[0] == 3
    assert pks(asked.boost("envoys", 9.0))[0] == 1


def test_suggestions_and_completion(sqs: Any) -> None:
    assert sqs.auto_query("harvset").spelling_suggestion() == "harvest"
    assert sqs.spelling_suggestion("patrosl") == "patrols"
    assert pks(sqs.autocomplete(start="harb")) == [4]


def test_typed_text(sqs: Any) -> None:
    assert pks(sqs.auto_query('"patrols at sea"')) == [1]
    assert sorted(pks(sqs.auto_query("patrols -ships"))) == [1]
    assert pks(sqs.filter(content=AutoQuery("grain"))) == [3]


def test_shortcuts(sqs: Any) -> None:
    assert sqs.filter(content="grain").best_match().pk == "3"
    assert sqs.latest("written").pk == "4"
    assert sqs.exclude(content="patrols").count() == 2
    assert (sqs.filter(content="grain") | sqs.filter(content="ships")).count() == 2
    assert (sqs.filter(content="patrols") & sqs.filter(author="berg")).count() == 1
    assert sqs.none().count() == 0
    assert len(sqs.all()) == len(list(sqs.all())) == len(ROWS)


@pytest.mark.parametrize(
    "ask",
    [
        lambda sqs: sqs.stats("pages"),
        lambda sqs: sqs.stats_facet("pages", "author"),
        lambda sqs: sqs.filter(content=AltParser("dismax", "patrols", qf="text")),
    ],
    ids=["stats", "stats_facet", "AltParser"],
)
def test_what_is_not_supported_says_so(sqs: Any, ask: Any) -> None:
    with pytest.raises(SearchBackendError, match="This engine"):
        list(ask(sqs))
