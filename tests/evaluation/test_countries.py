"""The figures of countries count what they say, and hold on the own stories."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from articles import reading
from articles.drafts import Annotations

from . import countries, floors

OWN = Path(__file__).parent / "gold" / "countries.jsonl"

STORIES = (
    ("Chile and Peru sign pact", "LIMA, May 4", "Chile and Peru signed a pact on copper.", ["CL", "PE"]),
    ("Snow falls in Norway", "OSLO, May 4", "Norway closed its roads on Monday.", ["NO", "SE"]),
    ("Fair opens in Texas", "AUSTIN, May 4", "The fair will last a week.", ["US"]),
)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "countries.jsonl"
    keys = ("title", "dateline", "body", "countries")
    path.write_text("\n".join(json.dumps(dict(zip(keys, story, strict=True))) for story in STORIES))
    return path


def test_every_cut_counts_its_own_stories(labels: Path) -> None:
    rows = countries.countries(labels)
    assert rows["all stories"]["n"] == 3
    assert rows["all stories"]["precision"] == 1
    assert rows["all stories"]["recall"] == pytest.approx(4 / 5)
    assert rows["without the United States"]["recall"] == pytest.approx(3 / 4)
    assert rows["each country alike"]["n"] == 5
    assert rows["each country alike"]["F1"] == pytest.approx(4 / 5)
    assert rows["of two or more, no dateline, without the US"]["n"] == 2
    assert rows["pair"] == {"n": 2, "precision": 1, "recall": 0.5, "F1": pytest.approx(2 / 3)}
    assert rows["rule: city"] == {"n": 2, "precision": 1}


def test_the_own_stories_are_not_below_their_floor() -> None:
    now = floors.tabled(OWN, countries.countries(OWN))
    assert floors.falls("countries", now, floors.load()["countries"]) == []


def test_a_reading_that_finds_no_country_falls_below_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    annotate = reading.annotate

    def forgetful(*given: object) -> Annotations:
        return replace(annotate(*given), countries=(), pair=None)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "annotate", forgetful)
    now = floors.tabled(OWN, countries.countries(OWN))
    fallen = " ".join(floors.falls("countries", now, floors.load()["countries"]))
    assert all(row in fallen for row in ("all stories", "each country alike", "pair"))
