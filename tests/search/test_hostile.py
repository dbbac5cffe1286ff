"""Questions made to hurt: none raises, none takes long, whatever it is made of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from haystack.inputs import Raw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import Language, TextField, _executor, understand

from . import hostile

pytestmark = pytest.mark.usefixtures("uncollected")

PARTS = [
    "(",
    ")",
    '"',
    "*",
    "?",
    "~",
    "~2",
    "^9",
    ":",
    "-",
    " ",
    "OR",
    "AND",
    "NOT",
    "[",
    "TO",
    "]",
    "..",
    "\\",
    "\0",
]
WORDS = [
    "oil",
    "peru",
    "title",
    "author",
    "pages",
    "written",
    "2024-02-30",
    "9" * 30,
    "e\u0301",
    "東京",
    "\U0001f600",
    "a" * 300,
]
questions = st.lists(st.sampled_from(PARTS + WORDS), max_size=40).map("".join)

LANGUAGE = Language(TextField("text"), {"title": TextField("title"), "by": TextField("author")})

#: Of the processor, twenty times what is promised: the machine that runs the tests may be busy.
SECONDS = 2.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(questions, st.text(max_size=60)))
def test_no_question_raises_or_takes_long(found: Any, write: Any, backend: Any, text: str) -> None:
    if not backend.root.exists():
        write(*({"title": f"Oil {n}", "body": f"Peru oil word{n}", "tags": ["a"]} for n in range(50)))
    started = time.process_time()
    asked = found.filter(content=Raw(text)).facet("tags").highlight()
    assert len(list(asked[:5])) <= 5
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "*" * 5_000,
        "?" * 5_000,
        "*a" * 2_000,
        "a" * 1_000_000,
        "(" * 10_000,
        '"' * 10_001,
        "a~2 " * 2_000,
    ],
)
def test_what_is_long_is_bounded(found: Any, write: Any, text: str) -> None:
    write(*({"body": f"oil {'a' * n}b word{n}"} for n in range(200)))
    started = time.process_time()
    found.filter(content=Raw(text)).count()
    assert time.process_time() - started < SECONDS


def test_whatever_is_generated_is_answered_in_bounded_time(found: Any, write: Any) -> None:
    words = ["oil", "peru", "harbor", "fisheries", "treaty"]
    write(
        *(
            {"title": f"Oil {n}", "body": f"the oil of Peru and a treaty word{n} on the harbor"}
            for n in range(60)
        )
    )
    for question in hostile.questions(150, words):
        started = time.process_time()
        understood = understand(question, LANGUAGE)
        asked = found.filter(content=Raw(understood.query)) if understood.query is not None else found.all()
        list(asked.facet("tags").highlight()[:5])
        assert time.process_time() - started < SECONDS, question[:200]


def test_what_had_to_be_left_out_is_told(found: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    write(*({"body": f"oil from peru word{n}"} for n in range(30)))
    monkeypatch.setattr(_executor, "_PORTION", 8)
    monkeypatch.setattr(_executor.Budget, "of", classmethod(lambda cls, _: cls(postings=1, places=20)))
    for question, notice in (
        ("wo* OR pe*", _executor.NOT_ALL_WORDS),
        ('"oil from"', _executor.NOT_ALL_PLACES),
    ):
        asked = found.filter(content=Raw(question)).query
        asked.run()
        assert 0 < asked.get_count() < 30
        assert asked.notices == (notice,)


@pytest.mark.parametrize(
    "text",
    ["a-" * 400, "<b>" * 300, "ab-cd~2 " * 100, "東京都庁" * 200, '"' + "東京都庁" * 200 + '"', "u*-" * 300],
)
def test_words_within_a_word_count(text: str) -> None:
    understood = understand(text, LANGUAGE)
    assert sum(1 for part in _leaves(understood.query)) <= 3 * LANGUAGE.most_words
    assert any(notice.startswith("Only the first") for notice in understood.notices)


def _leaves(asked: Any) -> Iterator[Any]:
    words = getattr(asked, "words", None)
    yield from words if words else () if asked.children() else (asked,)
    for part in asked.children():
        yield from _leaves(part)


def test_an_export_has_what_a_page_had_no_time_for(
    found: Any, write: Any, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(*({"body": f"oil from peru word{n}"} for n in range(30)))
    monkeypatch.setattr(_executor.Budget, "of", classmethod(lambda cls, _: cls(postings=1, places=20)))
    asked = found.filter(content=Raw('"oil from"')).query
    asked.run()
    assert asked.get_count() < 30
    keys, _, notices = backend.keys(asked.build_query(), **asked.build_params())
    assert (len(keys), notices) == (30, ())
    monkeypatch.setattr(_executor, "_PATIENT", 1)
    keys, _, notices = backend.keys(asked.build_query(), **asked.build_params())
    assert (len(keys) < 30, notices) == (True, (_executor.NOT_ALL_PLACES,))


def test_places_that_do_not_fit_into_memory_come_in_portions(
    found: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(*({"body": "oil from peru" if n % 3 else "from oil to peru"} for n in range(30)))
    monkeypatch.setattr(_executor, "_PLACES_HELD", 7)
    assert found.filter(content=Raw('"oil from"')).count() == 20
    assert found.filter(content=Raw('"peru oil"~2')).count() == 30


def test_words_near_each_other_are_bounded(found: Any, write: Any) -> None:
    words = [f"word{chr(97 + n)}" for n in range(20)]
    write({"body": " ".join(words[:16])})
    asked = found.filter(content=Raw(f'"{" ".join(words)}"~30')).query
    asked.run()
    assert (asked.get_count(), asked.notices) == (1, (_executor.NOT_ALL_NEAR,))


def test_nothing_is_left_out_of_an_ordinary_question(found: Any, write: Any) -> None:
    write({"body": "oil from peru"})
    asked = found.filter(content=Raw('oi* "from peru"~3 peri~')).query
    asked.run()
    assert (asked.get_count(), asked.notices) == (1, ())


def test_a_word_that_is_repeated_counts_each_time(
    found: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(*({"body": "oil " * 8 + f"word{n}"} for n in range(30)))
    monkeypatch.setattr(_executor.Budget, "of", classmethod(lambda cls, _: cls(postings=1_000, places=600)))
    for times, notices in ((2, ()), (8, (_executor.NOT_ALL_PLACES,))):
        asked = found.filter(content=Raw(f'"{"oil " * times}"')).query
        asked.run()
        assert asked.notices == notices
