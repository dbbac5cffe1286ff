"""Who wrote it, who sent it, who took the picture, whose site it stood on."""

from __future__ import annotations

import pytest

from articles.parsing.credits import (
    agency_inputs,
    agency_line,
    agency_name,
    byline,
    caption,
    credit_only,
    ending,
    is_outlet,
    origin,
    outlet_named,
    person_name,
)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ANI", "ANI"), ("ani", "ANI"), ("Press Trust of India", "PTI"), ("The Associated Press", "AP"), ("Anadolu Agency", "Anadolu"),
        ("ANI/WAM", "ANI"), ("Xinhua News Agency", "Xinhua"), ("Yonhap News", "Yonhap"), ("Harbor Post", None), ("", None), ("Anita", None),
    ],
)  # fmt: skip
def test_agency_names(printed: str, name: str | None) -> None:
    assert agency_name(printed) == name


@pytest.mark.parametrize(
    "line",
    ["- IANS", "(ANI)", "--ANI", "— Bernama", "-BSS", "Source: Xinhua", "-BSS/ASG/GM/1843 hrs", "(UNB)"],
)
def test_a_line_that_is_an_agencys_credit(line: str) -> None:
    assert agency_line(line, bare=False) is not None


@pytest.mark.parametrize("line", ["ANI", "Reuters"])
def test_a_bare_name_is_a_credit_only_where_that_is_allowed(line: str) -> None:
    assert agency_line(line, bare=False) is None
    assert agency_line(line, bare=True) is not None


@pytest.mark.parametrize("line", ["ANI reported that", "- Anita", "AP Moller wins bid", "The AP and others"])
def test_words_that_begin_like_an_agency(line: str) -> None:
    assert agency_line(line, bare=True) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(With inputs from PTI)", "PTI"),
        ("With inputs from agencies", None),
        ("With reporting by Reuters", "Reuters"),
    ],
)
def test_inputs(line: str, name: str | None) -> None:
    assert agency_inputs(line) == name


@pytest.mark.parametrize(
    ("text", "kept", "agency"),
    [
        ("They left. (ANI)", "They left.", "ANI"),
        ("They left.(ANI)", "They left.", "ANI"),
        ("They left, he said. — Bernama", "They left, he said.", "Bernama"),
        ("They left. -BSS", "They left.", "BSS"),
        ("They left. PTI MPB ZMN", "They left.", "PTI"),
        ("They left. (With inputs from PTI)", "They left.", "PTI"),
        ("They left. (END)", "They left.", None),
        ("They left on Friday./.", "They left on Friday.", None),
    ],
)
def test_endings(text: str, kept: str, agency: str | None) -> None:
    found = ending(text)
    assert found is not None
    assert (text[: found.start].rstrip(), found.agency) == (kept, agency)


@pytest.mark.parametrize(
    "text",
    [
        "They left.",
        "He joined the AP.",
        "The ministry (MFA) agreed with the ANI.",
        "They met at the UN.",
        "It was over (at last).",
    ],
)
def test_a_sentence_without_a_credit(text: str) -> None:
    assert ending(text) is None


@pytest.mark.parametrize(
    ("line", "words", "credit"),
    [
        ("The gate. (Image: Jane Doe/ X profile)", "The gate.", "Jane Doe/ X profile"),
        ("The two at the gate | Photo: Harbor Post", "The two at the gate", "Harbor Post"),
        ("The two at the gate (Source: VNA)", "The two at the gate", "VNA"),
        (
            "The two at the gate on May 3. REUTERS/Jane Doe",
            "The two at the gate on May 3.",
            "REUTERS/Jane Doe",
        ),
        (
            "Photo: The two ministers stand at the gate of the harbor",
            "The two ministers stand at the gate of the harbor",
            None,
        ),
    ],
)
def test_captions(line: str, words: str, credit: str | None) -> None:
    found = caption(line)
    assert found is not None
    assert (found.caption, found.credit) == (words, credit)


@pytest.mark.parametrize(
    "line",
    [
        "The two agreed on a photo session at noon.",
        "A source said: no photo.",
        "He spoke (in English) to reporters.",
    ],
)
def test_what_is_no_caption(line: str) -> None:
    assert caption(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Photo: Reuters", "Reuters"),
        ("File photo", ""),
        ("(Representational image)", ""),
        ("Image courtesy: Harbor Post", "Harbor Post"),
        ("Photo finish in the vote", None),
    ],
)
def test_a_credit_without_a_caption(line: str, name: str | None) -> None:
    assert credit_only(line) == name


@pytest.mark.parametrize(
    "line", ["By the end of May", "By then it was over.", "From May the line will run", "By Friday noon."]
)
def test_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Source: The Island Times", "The Island Times"),
        ("Originally published in The Island Times", "The Island Times"),
        ("This article was first published by The Island Times.", "The Island Times"),
        ("Source of information and images “islandtimes.example”", "islandtimes.example"),
        ("Read the original article on The Island Times", "The Island Times"),
    ],
)
def test_origins(line: str, name: str) -> None:
    assert origin(line) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Discover more from Harbor Post", "Harbor Post"),
        ("The post Ferry to sail appeared first on Harbor Post.", "Harbor Post"),
        ("© 2025 Harbor Post. All rights reserved.", "Harbor Post"),
        ("Follow Harbor Post on Google News", "Harbor Post"),
        ("Published in Harbor Post, August 2nd, 2016", "Harbor Post"),
    ],
)
def test_outlets_that_name_themselves(line: str, name: str) -> None:
    found = outlet_named(line)
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("KQTV Business", True),
        ("The Harbor Times", True),
        ("harborpost.com", True),
        ("Jane Doe", False),
        ("News", False),
        ("ANI", False),
        ("They read the news.", False),
    ],
)
def test_lines_that_are_an_outlets_name(line: str, is_one: bool) -> None:
    assert is_outlet(line) is is_one


def test_a_persons_name() -> None:
    assert person_name("Jane Doe")
    assert person_name("S. M. Karim")
    assert not person_name("Ferry to sail")
    assert not person_name("FM Dar")
