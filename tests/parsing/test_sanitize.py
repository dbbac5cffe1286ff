"""Markup never survives, words do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing.sanitize import clean_user_text, has_markup, plain_text


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("Talks &amp; dinner", "Talks & dinner"),
        ("&lt;b&gt;bold&lt;/b&gt; words", "bold words"),
        ("<script>alert('x')</script>after", "after"),
        ("before<style>p {color: red}</style> after", "before after"),
        ('<a href="javascript:alert(1)" onclick="x()">link</a>', "link"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("he wrote <sic> there", "he wrote <sic> there"),
        ("line<br>break", "line break"),
        ("<!-- hidden --><p>seen</p>", "seen"),
    ],
)
def test_plain_text(fragment: str, words: str) -> None:
    assert plain_text(fragment) == words


def test_a_comment_keeps_its_lines() -> None:
    assert clean_user_text("First <b>line</b>\n\n<p>second</p>") == "First line\nsecond"


@given(st.text(st.sampled_from('<>/&;"=abpis criptonerror#x27'), max_size=80))
def test_no_tag_comes_out(fragment: str) -> None:
    assert not has_markup(plain_text(f"<p>{fragment}</p>").replace("&", ""))


def test_many_unclosed_scripts_take_linear_time() -> None:
    started = time.process_time()
    plain_text("<script>x " * 100_000)
    assert time.process_time() - started < 5
