"""Questions made to hurt: none raises, none takes long, whatever it is made of."""

from __future__ import annotations

import time
from typing import Any

import pytest
from haystack.inputs import Raw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

#: Twenty times what is promised: the machine that runs the tests may be busy.
SECONDS = 2.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(questions, st.text(max_size=60)))
def test_no_question_raises_or_takes_long(found: Any, write: Any, backend: Any, text: str) -> None:
    if not backend.root.exists():
        write(*({"title": f"Oil {n}", "body": f"Peru oil word{n}", "tags": ["a"]} for n in range(50)))
    started = time.perf_counter()
    asked = found.filter(content=Raw(text)).facet("tags").highlight()
    assert len(list(asked[:5])) <= 5
    assert time.perf_counter() - started < SECONDS


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
    started = time.perf_counter()
    found.filter(content=Raw(text)).count()
    assert time.perf_counter() - started < SECONDS
