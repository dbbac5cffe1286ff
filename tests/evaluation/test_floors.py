"""The figures hold, and a fault in the reading would be noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from articles import reading

from . import documents, floors

GOLD = Path(__file__).parent / "gold"
FOLDERS = (GOLD, settings.BASE_DIR / "seeds")
CORPORA = ("seeds", "pages")


def _falls(corpus: str) -> list[str]:
    labels = GOLD / f"{corpus}.json"
    now = floors.measured(labels, FOLDERS, documents.evaluate(labels, FOLDERS))
    return floors.falls(corpus, now, floors.load()[corpus])


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_figure_is_below_its_floor(corpus: str) -> None:
    assert _falls(corpus) == []


@pytest.mark.parametrize(
    ("faulty", "noticed"),
    [
        ({"title": None}, "title"),
        ({"comments": ()}, "comments"),
        ({"dateline": None}, "dateline"),
        ({"text": "Nothing was kept."}, "body"),
    ],
)
def test_a_fault_in_parsing_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, faulty: dict[str, object], noticed: str
) -> None:
    whole = reading.read_documents
    monkeypatch.setattr(
        reading,
        "read_documents",
        lambda raw, config: (replace(draft, **faulty) for draft in whole(raw, config)),
    )
    assert any(f": {noticed}:" in fall for fall in _falls("pages"))


@pytest.mark.parametrize(
    ("field", "noticed"), [("people", "people"), ("countries", "countries"), ("events", "dialogue events")]
)
def test_a_fault_in_extraction_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, field: str, noticed: str
) -> None:
    whole = reading.annotate
    monkeypatch.setattr(
        reading, "annotate", lambda draft, config: replace(whole(draft, config), **{field: ()})
    )
    told = [*_falls("pages"), *_falls("seeds")]
    assert any(f": {noticed}:" in fall for fall in told)


def test_every_document_beside_the_labels_is_labeled() -> None:
    assert {path.name for path in GOLD.glob("*.txt")} == set(documents.labeled(GOLD / "pages.json"))


def test_what_labels_quote_stands_in_the_document() -> None:
    """A slip of the labeler's pen must not pass for a fault of the reading."""
    for corpus in CORPORA:
        for name, label in documents.labeled(GOLD / f"{corpus}.json").items():
            page = next(folder / name for folder in FOLDERS if (folder / name).exists())
            words = page.read_text(encoding="utf-8")
            quoted = [label.get(key) for key in ("title", "byline", "outlet", "subtitle")]
            quoted += [label["body_first_sentence"], label["body_last_sentence"]]
            quoted += [each["opens"] for each in label.get("direct_quotes", [])]
            quoted += [each["author"] for each in label.get("comments", [])]
            for person in label["people"]:
                assert any(form in words for form in (person["name"], *person["variants"])), (name, person)
            for each in quoted:
                assert each is None or each in words, (name, each)


def _floor(labels: str = "a", **right: int) -> floors.Floor:
    return {"labels": labels, "right": right}


def test_a_loss_in_one_field_is_told_whatever_another_gained() -> None:
    assert floors.falls("pages", _floor(title=9, body=3), _floor(title=5, body=4)) == [
        "pages: body: 3 right, the floor is 4"
    ]


def test_raising_never_lowers() -> None:
    assert floors.raised(_floor(title=9, body=3), _floor(title=5, body=4)) == _floor(title=9, body=4)
    assert floors.raised(_floor("other", title=9), _floor(title=5)) == _floor(title=5)


def test_a_floor_says_nothing_of_other_labels() -> None:
    (told,) = floors.falls("pages", _floor("other", title=9), _floor(title=5))
    assert "--lower-floors" in told


def test_a_floor_depends_on_labels_and_documents(tmp_path: Path) -> None:
    labels, page = tmp_path / "pages.json", tmp_path / "a.txt"
    labels.write_text(json.dumps({"a.txt": {}}))
    page.write_text("one")
    first = floors.measured(labels, [tmp_path], [])
    page.write_text("two")
    assert floors.measured(labels, [tmp_path], [])["labels"] != first["labels"]


def test_a_labeled_document_that_is_nowhere_is_named(tmp_path: Path) -> None:
    labels = tmp_path / "pages.json"
    labels.write_text(json.dumps({"lost.txt": {}}))
    with pytest.raises(FileNotFoundError, match=r"lost\.txt is labeled"):
        documents.evaluate(labels, [tmp_path])
