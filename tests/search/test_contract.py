"""Plain Haystack code on the engine: every lookup, order, count and shape of results."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from unittest.mock import patch

import pytest
from haystack.backends import SQ
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.inputs import AutoQuery, Clean, Exact, Not, Raw
from haystack.models import SearchResult
from haystack.query import EmptySearchQuerySet, SearchQuerySet
from hypothesis import given
from hypothesis import strategies as st

from .conftest import WHEN, pks
from .notes import Memo, MemoIndex, Note, NoteIndex

ROWS = (
    {
        "title": "Envoys meet in Oslo",
        "body": "Norway and Peru agreed on joint patrols at sea.",
        "author": "Lind, Ada",
        "tags": ["South Korea", "Sea & Coast"],
        "written": date(2025, 3, 1),
        "filed": datetime(2025, 3, 1, 23, 30, tzinfo=UTC),
        "pages": 2,
        "rating": 4.5,
    },
    {
        "title": "Shipyards reopen",
        "body": "Patrols of the joint kind are over; shipbuilding grows.",
        "author": "Berg, Bo",
        "tags": ["South Korea"],
        "written": date(2025, 4, 2),
        "filed": datetime(2025, 4, 3, 1, 0, tzinfo=timezone(timedelta(hours=9))),
        "pages": 9,
        "rating": -1.25,
        "public": False,
    },
    {
        "title": "Harvest",
        "body": "Grain prices fell in Peru.",
        "author": "Lind, Ada",
        "written": date(2024, 1, 5),
        "pages": 5,
    },
    {"title": "Untagged", "body": "Nothing else is known."},
)


@pytest.fixture
def notes(write: Any) -> list[Note]:
    return write(*ROWS)


@pytest.fixture
def sqs(notes: Any, found: SearchQuerySet) -> SearchQuerySet:
    return found.order_by("id")


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        ({"content": "patrol"}, [1, 2]),
        ({"content": "peru grain"}, [3]),
        ({"text": "norway"}, [1]),
        ({"title": "shipyard"}, [2]),
        ({"content__exact": "joint patrols"}, [1]),
        ({"content__contains": "arves"}, [3]),
        ({"content__startswith": "ship"}, [2]),
        ({"content__endswith": "building"}, [2]),
        ({"content__fuzzy": "norwey"}, [1]),
        ({"title__in": ["Harvest", "Untagged"]}, [3, 4]),
        ({"author": "ada"}, [1, 3]),
        ({"author__exact": "Lind, Ada"}, [1, 3]),
        ({"author__exact": "ada"}, []),
        ({"author__in": ["Berg, Bo"]}, [2]),
        ({"author_exact__startswith": "Lind"}, [1, 3]),
        ({"author_exact__contains": ", B"}, [2]),
        ({"author_exact__endswith": "Ada"}, [1, 3]),
        ({"author_exact__gt": "C"}, [1, 3]),
        ({"tags": "korea"}, [1, 2]),
        ({"tags__in": ["Sea & Coast"]}, [1]),
        ({"written": date(2025, 3, 1)}, [1]),
        ({"written__gt": date(2025, 3, 1)}, [2]),
        ({"written__gte": date(2025, 3, 1)}, [1, 2]),
        ({"written__lt": date(2025, 3, 1)}, [3]),
        ({"written__lte": date(2025, 3, 1)}, [1, 3]),
        ({"written__range": (date(2024, 1, 1), date(2025, 3, 1))}, [1, 3]),
        ({"written__in": [date(2024, 1, 5), date(2025, 4, 2)]}, [2, 3]),
        ({"filed": datetime.fromisoformat("2025-03-01T23:30")}, [1]),
        ({"filed": date(2025, 4, 2)}, [2]),
        ({"filed__gt": datetime.fromisoformat("2025-03-01T23:30")}, [2]),
        ({"filed__gte": datetime.fromisoformat("2025-03-01T23:30")}, [1, 2]),
        ({"filed__lt": datetime(2025, 3, 2, 1, 30, tzinfo=timezone(timedelta(hours=2)))}, []),
        ({"pages": 5}, [3]),
        ({"pages": "5"}, [3]),
        ({"pages__gt": 2}, [2, 3]),
        ({"pages__lte": 5}, [1, 3]),
        ({"pages__range": [3, 9]}, [2, 3]),
        ({"pages__in": [2, 9, 77]}, [1, 2]),
        ({"pages": "many"}, []),
        ({"rating__lt": 0}, [2]),
        ({"rating__gte": 4.5}, [1]),
        ({"public": False}, [2]),
        ({"public": "true"}, [1, 3, 4]),
        ({"id": "archive_search.note.3"}, [3]),
        ({"django_id": "4"}, [4]),
        ({"django_id__in": [1, 4]}, [1, 4]),
        ({"start": "ship"}, [2]),
        ({"part": "arve"}, [3]),
        ({"nowhere": "x"}, []),
        ({"kept": "Lind"}, []),
        ({"content": "!!!"}, []),
        ({"content": ""}, []),
        ({"pages__in": []}, []),
    ],
)
def test_lookups(sqs: Any, condition: dict[str, Any], hits: list[int]) -> None:
    assert pks(sqs.filter(**condition)) == hits
    assert pks(sqs.narrow(SQ(**condition))) == hits, "narrow, which goes through a string, must mean the same"
    assert pks(sqs.exclude(**condition)) == [pk for pk in (1, 2, 3, 4) if pk not in hits]


@pytest.mark.parametrize(
    ("value", "hits"),
    [
        (AutoQuery('peru -grain "joint patrols"'), [1]),
        (AutoQuery("ship* (peru"), []),
        (Exact("joint patrols"), [1]),
        (Clean("peru (grain"), [3]),
        (Not("peru"), [2, 4]),
        (Raw("patrols AND NOT title:oslo"), [2]),
        (Raw("title:(oslo OR harvest)"), [1, 3]),
        (Raw('"patrols joint"~2 OR shipb*'), [1, 2]),
        (Raw("pages:[3 TO 9} OR written:2025-03"), [1, 3]),
        (Raw("public:false"), [2]),
        (Raw("*"), [1, 2, 3, 4]),
    ],
)
def test_input_types(sqs: Any, value: Any, hits: list[int]) -> None:
    assert pks(sqs.filter(content=value)) == hits
    assert pks(sqs.narrow(SQ(content=value))) == hits


def test_conditions_combine(sqs: Any) -> None:
    assert pks(sqs.filter(SQ(content="peru") & ~SQ(content="grain"))) == [1]
    assert pks(sqs.filter(SQ(content="grain") | SQ(title="oslo"))) == [1, 3]
    assert pks(sqs.filter(content="peru").filter_or(content="shipyards")) == [1, 2, 3]
    assert pks(sqs.filter(content="peru") | sqs.filter(content="shipyards")) == [1, 2, 3]
    assert pks(sqs.filter(content="peru") & sqs.filter(content="grain")) == [3]
    assert pks(sqs.exclude(content="peru").exclude(content="nothing")) == [2]
    assert pks(sqs.filter(~(SQ(content="peru") | SQ(content="nothing")))) == [2]


@pytest.mark.parametrize(
    "narrow",
    [
        'tags_exact:"South Korea"',
        "tags_exact:South\\ Korea",
        "tags:korea",
        'tags:"south korea" OR pages:77',
        "pages:[2 TO 9] -title:harvest",
    ],
)
def test_narrowing_by_strings(sqs: Any, narrow: str) -> None:
    assert pks(sqs.narrow(narrow)) == [1, 2]


@given(st.text(min_size=1, max_size=20))
def test_any_text_survives_cleaning(text: str) -> None:
    """What `clean` makes of a text means that text, quoted or not."""
    from archive.search._syntax import Language, Quoted, TextField, tokenize
    from archive.search.query import ArchiveSearchQuery

    cleaned = ArchiveSearchQuery.clean(None, text)  # type: ignore[arg-type]
    plain = Language(TextField("text"), {"title": TextField("title")})
    squeezed = " ".join(text.split())
    assert tokenize(f'"{cleaned}"', plain) == [Quoted(squeezed)]
    read = tokenize(cleaned, plain)
    assert " ".join(token.text for token in read) == squeezed  # type: ignore[union-attr]


def test_counting_and_slicing(found: Any, write: Any) -> None:
    write(*({"title": f"Number {number}", "pages": number} for number in range(25)))
    ordered = found.order_by("-pages")
    assert ordered.count() == len(ordered) == 25
    assert [result.pages for result in ordered[3:10]] == [21, 20, 19, 18, 17, 16, 15]
    assert [result.pages for result in ordered[7:9]] == [17, 16]
    assert ordered[24].pages == 0
    assert [result.pages for result in ordered] == list(range(24, -1, -1))
    assert list(ordered[25:30]) == []
    assert ordered.best_match().pages == 24
    assert found.latest("pages").pages == 24


def test_orders(sqs: Any, found: Any) -> None:
    assert pks(found.order_by("-written")) == [2, 1, 3, 4]
    assert pks(found.order_by("written")) == [3, 1, 2, 4]
    assert pks(found.order_by("author", "-pages")) == [2, 3, 1, 4]
    assert pks(found.order_by("-title")) == [4, 2, 3, 1]
    assert pks(found.order_by("rating")) == [2, 1, 3, 4]
    assert pks(found.order_by("-public", "pages")) == [1, 3, 4, 2]
    with pytest.raises(SearchBackendError, match="no field 'nothing'"):
        pks(found.order_by("nothing"))


def test_words_in_fewer_documents_and_more_often_score_higher(found: Any, write: Any) -> None:
    write({"body": "oil oil oil sea"}, {"body": "oil sea sea sea"}, {"body": "grain sea sea sea"})
    assert pks(found.filter(content="oil")) == [1, 2]
    best = found.filter(content=Raw("grain OR sea"))[0]
    assert int(best.pk) == 3
    assert best.score > 0


def test_boost_lifts_without_narrowing(found: Any, write: Any) -> None:
    write({"body": "oil oil"}, {"body": "oil grain"}, {"body": "sea"})
    assert pks(found.filter(content="oil")) == [1, 2]
    assert pks(found.filter(content="oil").boost("grain", 10)) == [2, 1]


def test_what_a_result_carries(sqs: Any) -> None:
    first = sqs[0]
    assert isinstance(first, SearchResult)
    assert (first.app_label, first.model_name, first.pk, first.model) == ("archive_search", "note", "1", Note)
    assert first.tags == first.tags_exact == ["South Korea", "Sea & Coast"]
    assert first.author_exact == first.kept == "Lind, Ada"
    assert (first.written, first.pages, first.rating, first.public) == (date(2025, 3, 1), 2, 4.5, True)
    assert sqs[1].filed == datetime.fromisoformat("2025-04-02T16:00")
    assert sqs[3].tags == []
    assert sqs[3].written is None
    assert "start" not in first.get_additional_fields()
    assert pickle.loads(pickle.dumps(first)).title == first.title


def test_values(sqs: Any) -> None:
    assert list(sqs.values_list("pk", "pages"))[:2] == [["1", 2], ["2", 9]]
    assert list(sqs.values_list("title", flat=True))[2:] == ["Harvest", "Untagged"]
    assert list(sqs.filter(pages=9).values("pk", "author")) == [{"pk": "2", "author": "Berg, Bo"}]


def test_a_result_class_of_ones_own(sqs: Any) -> None:
    class Result(SearchResult):
        pass

    assert isinstance(sqs.result_class(Result)[0], Result)


def test_models(sqs: Any, found: Any, backend: Any) -> None:
    backend.update(MemoIndex(), [Memo(pk=1, body="Peru again")])
    assert {result.model for result in found.filter(content="peru")} == {Note, Memo}
    assert pks(found.models(Note).filter(content="peru").order_by("id")) == [1, 3]
    assert pks(found.models(Memo)) == [1]


def test_documents_of_models_that_are_no_longer_indexed_are_not_found(
    sqs: Any, found: Any, engine: Any
) -> None:
    engine.get_backend().update(MemoIndex(), [Memo(pk=1, body="Peru again")])
    with patch.object(engine.get_unified_index(), "get_indexed_models", return_value=[Note]):
        assert pks(found.filter(content="peru").order_by("id")) == [1, 3]


def test_more_like_this(found: Any, write: Any) -> None:
    notes = write(
        {"body": "fishing quotas for cod and haddock in northern waters"},
        {"body": "haddock and cod: new fishing quotas"},
        {"body": "cod liver oil"},
        {"body": "a festival of music in the park"},
        *({"body": f"the weather of day {day}"} for day in range(10)),
    )
    like = found.more_like_this(notes[0])
    assert pks(like)[:2] == [2, 3]
    assert 4 not in pks(like)
    assert pks(like.filter(content="liver")) == [3]
    assert pks(like[:1]) == [2]
    assert pks(found.more_like_this(Note(pk=99))) == []


def test_spelling(sqs: Any) -> None:
    assert sqs.filter(content="shipbulding").spelling_suggestion() == "shipbuilding"
    assert sqs.spelling_suggestion("norwya patrols") == "norway patrols"
    assert sqs.filter(content="norway").spelling_suggestion() is None
    assert sqs.set_spelling_query("grian").spelling_suggestion() == "grain"


def test_spelling_is_put_right_only_where_that_finds_more(sqs: Any) -> None:
    assert sqs.spelling_suggestion("harvest norwya") is None, "the two words stand in no document together"
    assert sqs.spelling_suggestion('"norwya"') is None, "quoted words are meant as they stand"
    assert sqs.spelling_suggestion("xqzw") is None


def test_words_go_on_from_what_was_typed(sqs: Any, backend: Any, write: Any) -> None:
    assert backend.completions("p") == ["patrols", "peru", "prices"]
    assert backend.completions("joint pat") == ["joint patrols"]
    assert backend.completions("SHI", limit=1) == ["shipbuilding"]
    assert backend.completions("lin", field="author") == ["lind"]
    write({"body": "shipyards"}, first=9)
    assert backend.completions("shi") == ["shipyards", "shipbuilding"]
    assert backend.completions("xq") == backend.completions("!") == []


def test_completion(sqs: Any) -> None:
    assert pks(sqs.autocomplete(start="shi reo")) == [2]
    assert pks(sqs.autocomplete(part="pyar")) == [2]
    assert pks(sqs.autocomplete(start="yards")) == []


def test_removing_and_replacing(sqs: Any, found: Any, backend: Any, write: Any) -> None:
    backend.remove(Note(pk=1))
    backend.remove("archive_search.note.2")
    assert pks(found.order_by("id")) == [3, 4]
    write({"title": "Harvest", "body": "Now of rice."}, first=3)
    assert pks(found.filter(content="grain")) == []
    assert pks(found.filter(content="rice")) == [3]
    assert found.count() == 2


def test_the_last_of_several_states_of_one_object_stands(found: Any, backend: Any) -> None:
    backend.update(NoteIndex(), [Note(pk=1, body="old", changed=WHEN), Note(pk=1, body="new", changed=WHEN)])
    assert found.count() == 1
    assert pks(found.filter(content="new")) == [1]


def test_clearing(sqs: Any, found: Any, backend: Any) -> None:
    backend.update(MemoIndex(), [Memo(pk=1, body="Peru")])
    backend.clear(models=[Note])
    assert {result.model for result in found.all()} == {Memo}
    backend.clear()
    assert found.count() == 0


def test_an_index_may_skip_objects(found: Any, backend: Any) -> None:
    class Choosy(NoteIndex):
        def prepare(self, obj: Note) -> dict[str, Any]:
            if obj.title == "secret":
                raise SkipDocument
            return super().prepare(obj)

    backend.update(NoteIndex(), [Note(pk=1, title="secret", changed=WHEN)])
    backend.update(
        Choosy(), [Note(pk=1, title="secret", changed=WHEN), Note(pk=2, title="open", changed=WHEN)]
    )
    assert pks(found.all()) == [2]


def test_an_object_that_cannot_be_prepared_stops_only_itself(found: Any, backend: Any, caplog: Any) -> None:
    class Failing(NoteIndex):
        def prepare_title(self, obj: Note) -> str:
            if obj.pk == 1:
                raise ValueError("no title")
            return obj.title

    notes = [Note(pk=1, changed=WHEN), Note(pk=2, changed=WHEN)]
    with patch.object(backend, "silently_fail", True):
        backend.update(Failing(), notes)
    assert pks(found.all()) == [2]
    assert "archive_search.note.1" in caplog.text
    with pytest.raises(ValueError, match="no title"):
        backend.update(Failing(), notes)


@pytest.mark.parametrize("ask", ["all", "filter", "facet", "more_like_this", "date_facet"])
def test_an_index_that_was_never_built_finds_nothing(found: Any, backend: Any, ask: str) -> None:
    asked = {
        "all": lambda: found.all(),
        "filter": lambda: found.filter(content="x").order_by("-written").highlight(),
        "facet": lambda: found.facet("tags").query_facet("author", "x"),
        "more_like_this": lambda: found.more_like_this(Note(pk=1)),
        "date_facet": lambda: found.date_facet("written", date(2025, 1, 1), date(2025, 3, 1), "month"),
    }[ask]()
    assert list(asked) == []
    assert asked.count() == 0
    if ask == "facet":
        assert asked.facet_counts()["fields"] == {"tags": []}
    assert not backend.root.exists()


def test_none_is_still_nothing(sqs: Any) -> None:
    assert isinstance(sqs.none(), EmptySearchQuerySet)
    assert list(sqs.none()) == []


def test_distance_is_refused_rather_than_ignored(sqs: Any, backend: Any) -> None:
    with pytest.raises(SearchBackendError, match="distance"):
        backend.search("*", within={"field": "x"})


def test_a_query_reads_as_text(sqs: Any) -> None:
    assert str(sqs.filter(content="grain").query) == "text:grain"


def test_a_search_can_be_pickled(sqs: Any) -> None:
    assert pks(pickle.loads(pickle.dumps(sqs.filter(content="grain")))) == [3]
