from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query.spans import SpanNear2
from whoosh.util.times import datetime_to_long

from archive.search import Choice, DateField, Language, TextField, ValueField, understand
from archive.search._syntax import DEEPEST, In, Mark, NumberField, Quoted, Range, Word, tokenize

pytestmark = pytest.mark.usefixtures("uncollected")

COUNTRIES = {"no": "NO", "norway": "NO", "pe": "PE", "peru": "PE", "south sudan": "SS"}
NAMES = {"NO": "Norway", "PE": "Peru", "SS": "South Sudan"}


def choose(typed: str) -> Choice | None:
    code = COUNTRIES.get(typed.casefold())
    return Choice(code, NAMES[code]) if code else None


LANGUAGE = Language(
    TextField("text"),
    {
        "title": TextField("title"),
        "country": ValueField("codes", "country", choose),
        "tag": ValueField("tag", "tag"),
        "date": DateField("day"),
        "after": DateField("day", "after"),
        "before": DateField("day", "before"),
        "pages": NumberField("pages"),
    },
)


def asked(text: str) -> Any:
    return understand(text, LANGUAGE).query


def term(text: str, name: str = "text") -> query.Term:
    return query.Term(name, text)


def days(first: str | None, after_last: str | None) -> query.NumericRange:
    low, high = (
        None if day is None else datetime_to_long(datetime.fromisoformat(day)) for day in (first, after_last)
    )
    return query.NumericRange("day", low, high, endexcl=True)


def test_words_are_all_wanted_in_any_form() -> None:
    assert asked("Shipyards reopened") == query.And([term("shipyard"), term("reopen")])


def test_quoted_words_are_a_phrase() -> None:
    for quoted in ('"joint patrols"', "“joint patrols”", "«joint patrols»"):
        assert asked(quoted) == query.Phrase("text", ["joint", "patrol"])


def test_a_number_behind_a_phrase_is_a_distance() -> None:
    assert asked('"norway peru"~5') == SpanNear2([term("norway"), term("peru")], slop=5, ordered=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ship*", query.Prefix("text.words", "ship")),
        ("sh?p", query.Wildcard("text.words", "sh?p")),
        ("*yard", query.Wildcard("text.words", "*yard")),
        ("oslp~", query.FuzzyTerm("text.words", "oslp", maxdist=1, prefixlength=0)),
        ("title:Ship*", query.Prefix("title.words", "ship")),
    ],
)
def test_patterns_and_typos_ask_the_bare_words(typed: str, meant: Any) -> None:
    assert asked(typed) == meant


def test_a_question_mark_behind_a_word_is_no_pattern() -> None:
    assert asked("Who met whom?") == query.And([term("who"), term("met"), term("whom")])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a OR b", query.Or([term("a"), term("b")])),
        ("a || b", query.Or([term("a"), term("b")])),
        ("a AND b", query.And([term("a"), term("b")])),
        ("(a OR b) c", query.And([query.Or([term("a"), term("b")]), term("c")])),
        ("a -b", query.And([term("a"), query.Not(term("b"))])),
        ("a NOT b", query.And([term("a"), query.Not(term("b"))])),
        ("-b", query.And([query.Every(), query.Not(term("b"))])),
        ("a OR -b", query.Or([term("a"), query.And([query.Every(), query.Not(term("b"))])])),
        ("NOT NOT a", term("a")),
        ("-(a OR b) c", query.And([query.Not(query.Or([term("a"), term("b")])), term("c")])),
        ("+a b", query.And([term("a"), term("b")])),
    ],
)
def test_operators(typed: str, meant: Any) -> None:
    assert asked(typed) == meant


def test_operators_in_small_letters_are_words() -> None:
    assert asked("peace and not war") == query.And([term("peac"), term("and"), term("not"), term("war")])


def test_a_hyphen_within_or_between_words_excludes_nothing() -> None:
    assert asked("Norway - Peru") == query.And([term("norway"), term("peru")])
    assert asked("Lind-Berg") == query.Or([query.Phrase("text", ["lind", "berg"]), term("lindberg")])


def test_fields_reach_over_brackets_and_end_with_them() -> None:
    assert asked("title:(ship OR boat) sea") == query.And(
        [query.Or([term("ship", "title"), term("boat", "title")]), term("sea")]
    )


def test_an_unknown_name_before_a_colon_is_text() -> None:
    assert asked("Oslo:12") == query.And([term("oslo"), term("12")])
    assert understand("Oslo:12", LANGUAGE).notices == ()


@pytest.mark.parametrize(
    "typed", ["country:NO", "country:norway", 'country:"Norway"', "Country: Norway", "country:no,"]
)
def test_a_value_is_chosen_by_any_of_its_names(typed: str) -> None:
    understood = understand(typed, LANGUAGE)
    assert understood.query == term("NO", "codes")
    assert understood.text == "country: Norway"
    assert understood.notices == ()


def test_a_name_of_several_words_needs_no_quotes() -> None:
    assert asked("country:south sudan oil") == query.And([term("SS", "codes"), term("oil")])


def test_an_unknown_value_is_searched_as_a_word_and_said() -> None:
    understood = understand("country:narnia oil", LANGUAGE)
    assert understood.query == query.And([term("narnia"), term("oil")])
    assert understood.notices == ("No country is called “narnia”, so it was searched as a word.",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("date:2025", days("2025-01-01", "2026-01-01")),
        ("date:2025-08", days("2025-08-01", "2025-09-01")),
        ("date:2025-8-5", days("2025-08-05", "2025-08-06")),
        ("date:2024-02", days("2024-02-01", "2024-03-01")),
        ("date:2025-01..2025-06", days("2025-01-01", "2025-07-01")),
        ("date:2025..", days("2025-01-01", None)),
        ("date:..2025-06", days(None, "2025-07-01")),
        ("date:[2025 TO 2026]", days("2025-01-01", "2027-01-01")),
        ("after:2025-08-01", days("2025-08-02", None)),
        ("after:2025", days("2026-01-01", None)),
        ("before:2026", days(None, "2026-01-01")),
        ("date:9999-12-31", days("9999-12-31", None)),
    ],
)
def test_dates_and_ranges(typed: str, meant: Any) -> None:
    assert asked(typed) == meant


@pytest.mark.parametrize(
    "typed", ["date:soon", "after:2025-13", "before:2025-02-30", "date:2025..soon", "date:0000"]
)
def test_what_is_no_date_is_left_out_and_said(typed: str) -> None:
    understood = understand(f"{typed} oil", LANGUAGE)
    assert understood.query == term("oil")
    assert "is no date" in understood.notices[0]


def test_numbers_and_their_ranges() -> None:
    assert asked("pages:[3 TO 9}") == query.NumericRange("pages", 3, 9, False, True)
    assert asked("pages:4") == query.NumericRange("pages", 4, 4)
    assert understand("pages:many", LANGUAGE).query is None


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ('"joint patrols', query.And([term("joint"), term("patrol")]), "quotation mark was not closed"),
        ("(ships", term("ship"), "bracket was not closed"),
        ("ships)", term("ship"), "closing bracket"),
        ("ships AND", term("ship"), "AND with nothing"),
        ("OR ships", term("ship"), "OR with nothing"),
        ("ships NOT", term("ship"), "NOT with nothing"),
        ("ships title:", term("ship"), "“title:” had nothing behind it"),
        ("a*", term("a"), "needs at least 2 letters"),
        ("AND", None, "AND with nothing"),
    ],
)
def test_odd_input_is_repaired_and_said(typed: str, meant: Any, said: str) -> None:
    understood = understand(typed, LANGUAGE)
    assert understood.query == meant
    assert any(said in notice for notice in understood.notices)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "()", "-", "*?*?", '""', "\x00"])
def test_nothing_asked_is_no_query(typed: str) -> None:
    assert asked(typed) is None


def test_a_star_alone_is_everything() -> None:
    assert asked("*") == query.Every()
    assert asked("title:*") == query.Every("title")


def test_it_says_how_a_question_was_understood() -> None:
    text = understand('ship* "joint patrols" (oil OR gas) -fish country:peru before:2026', LANGUAGE).text
    assert text == "ship* and “joint patrols” and (oil or gas) and not fish and country: Peru and before 2026"


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("date:2025", "published in 2025"),
        ("date:2025-08", "published in August 2025"),
        ("date:2025-8-5", "published on 5 August 2025"),
        ("date:2025-01..2025-06", "published from January 2025 to June 2025"),
        ("date:..2025-06-30", "published to 30 June 2025"),
        ("date:[2025 TO *]", "published from 2025"),
        ("date:..", "published at any time"),
        ("after:2025-08-01", "after 1 August 2025"),
        ("before:2026", "before 2026"),
    ],
)
def test_dates_read_as_dates(typed: str, reads: str) -> None:
    assert understand(typed, LANGUAGE).text == reads


def test_clauses_are_told_apart_with_the_places_where_they_were_typed() -> None:
    typed = 'oil -gas AND country:peru "deep sea"~3 (cod OR eel)'
    told = understand(typed, LANGUAGE).clauses
    assert [(each.text, typed[each.start : each.end], each.negative) for each in told] == [
        ("oil", "oil", False),
        ("gas", "-gas", True),
        ("country: Peru", "country:peru", False),
        ("“deep sea” within 3 words", '"deep sea"~3', False),
        ("cod or eel", "(cod OR eel)", False),
    ]
    assert told[0].query == term("oil")
    assert told[2].query == term("PE", "codes")


@given(st.text(max_size=60))
def test_each_clause_stands_where_it_says(typed: str) -> None:
    """In order and apart from each other, whatever is typed."""
    behind = 0
    for clause in understand(typed, LANGUAGE).clauses:
        assert behind <= clause.start < clause.end <= len(typed)
        behind = clause.end


def test_tokens() -> None:
    assert tokenize('title:"a b"~2 -c^2 (d~ OR pages:[1 TO 2})', LANGUAGE) == [
        In("title"),
        Quoted("a b", 2),
        Mark("NOT"),
        Word("c", boost=2.0),
        Mark("("),
        Word("d", typos=1),
        Mark("OR"),
        In("pages"),
        Range("1", "2", high_open=True),
        Mark(")"),
    ]


def test_a_backslash_takes_the_meaning_from_a_mark() -> None:
    assert tokenize(r"\-a \OR b\*", LANGUAGE) == [
        Word("-a", literal=True),
        Word("OR", literal=True),
        Word("b*", literal=True),
    ]


MARKS = (
    *('"', "(", ")", "[", "]", "{", "}", " TO ", "..", "|", "&&", "-", "*", "?", "~", "^", "\\", " ", "\x00"),
    *("OR", "AND", "NOT", "title:", "country:", "date:", "after:", "pages:"),
    *("oil", "norway", "2025-08", "東京", "é", "a" * 70),
)
marks = st.sampled_from(MARKS)
hostile = st.one_of(
    st.text(max_size=80),
    st.lists(marks, max_size=40).map("".join),
    st.lists(marks, max_size=40).map(" ".join),
)


@given(hostile)
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    understood = understand(text, LANGUAGE)
    assert understood.query is None or isinstance(understood.query, query.Query)
    assert (understood.query is None) == (understood.text == "")
    hash(understood.query)


@given(hostile)
def test_a_question_is_understood_the_same_way_twice(text: str) -> None:
    assert understand(text, LANGUAGE) == understand(text, LANGUAGE)


@given(
    st.lists(st.sampled_from(["oil", "gas", "norway", "Lind-Berg", "東京"]), min_size=1, max_size=6), hostile
)
@example(["oil"], "date:((")
def test_plain_words_survive_whatever_stands_before_them(words: list[str], noise: str) -> None:
    """The words behind the noise are still asked for, in some place of the query."""
    understood = understand(f'{noise} " ) {" ".join(words)}', LANGUAGE)
    assert understood.query is not None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "(" * 10_000,
        ")" * 10_000,
        "(a OR " * 5_000,
        '"' * 9_999,
        "* " * 5_000,
        "*" * 9_999,
        "a*b*c*d*e*f*g*h" * 100,
        "-" * 9_999,
        "title:" * 2_000,
        "NOT " * 2_500,
        "\\" * 9_999,
        "~^" * 4_000,
        "date:[" * 1_500,
        "a-" * 5_000,
        "東" * 10_000,
    ],
)
def test_hostile_length_costs_little_and_is_said(text: str) -> None:
    started = time.process_time()
    understood = understand(text, LANGUAGE)
    assert time.process_time() - started < 0.5
    assert understood.notices


def test_brackets_are_read_to_a_depth_and_no_further() -> None:
    assert asked("(" * DEEPEST + "oil" + ")" * DEEPEST) == term("oil")
    assert asked("(" * (DEEPEST + 1) + "oil" + ")" * (DEEPEST + 1)) == term("oil")
