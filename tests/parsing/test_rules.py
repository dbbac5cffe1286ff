"""The table of furniture: every rule has a name of its own and takes whole lines only."""

from __future__ import annotations

import re
import time

import pytest

from articles.parsing.rules import LINE_RULES, furniture

ADVERSE = [
    "(" * 400,
    "a " * 200,
    "- " * 200,
    "1/" * 200,
    "| " * 200,
    "for more latest " * 25,
    "share on " * 44,
    "read more: " * 38,
    "and " * 100,
]


def test_names_are_unique_and_in_kebab_case() -> None:
    names = [rule.name for rule in LINE_RULES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_no_form_takes_an_empty_line_or_a_plain_sentence(rule: object) -> None:
    assert furniture("", outside=True) is None
    assert (
        furniture(
            "The ministers of the two countries met on Friday and agreed to reopen the line.", outside=True
        )
        is None
    )


@pytest.mark.parametrize("line", ["Search", "Menu", "Contact us", "Sections"])
def test_masthead_words_are_furniture_outside_the_story_only(line: str) -> None:
    assert furniture(line, outside=True) is not None
    assert furniture(line, outside=False) is None


@pytest.mark.parametrize("line", ADVERSE)
def test_odd_lines_are_answered_quickly(line: str) -> None:
    started = time.monotonic()
    for variant in range(20):
        furniture(f"{line[:390]}{variant}", outside=True)
    assert time.monotonic() - started < 4
