"""The figures of the own reports hold, their labels are the reports' words, and a fault would be noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from articles import reading
from articles.drafts import Annotations
from articles.extraction.tables import load

from . import floors, stories

OWN = Path(__file__).parent / "gold" / "stories.toml"
LABELED = tomllib.loads(OWN.read_text(encoding="utf-8"))["story"]


def _falls() -> list[str]:
    return floors.falls("stories", floors.tabled(OWN, stories.stories(OWN)), floors.load()["stories"])


def test_no_figure_is_below_its_floor() -> None:
    assert _falls() == []


@pytest.mark.parametrize("kind", ["people", "organizations", "topics", "events", "quotes", "statements"])
def test_a_fault_in_extraction_would_be_noticed(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    whole = reading.annotate

    def without(*of: Any) -> Annotations:
        return replace(whole(*of), **{kind: ()})

    monkeypatch.setattr(reading, "annotate", without)
    noticed = {"events": "rounds of dialogues"}.get(kind, kind)
    assert any(f": {noticed}: 0.0 right" in fall for fall in _falls())


def test_there_are_many_reports_and_none_twice() -> None:
    names = [story["id"] for story in LABELED]
    assert len(set(names)) == len(names) >= 40


@pytest.mark.parametrize("story", LABELED, ids=lambda story: story["id"])
def test_labels_are_words_of_the_report_and_topics_of_the_list(story: dict[str, Any]) -> None:
    """A slip of the labeler's pen must not pass for a fault of the reading."""
    page = story["page"]
    names = [*story["people"], *story["organizations"], *story.get("organizations_also", ())]
    for part in (part for name in names for part in name.split(" | ")[: 2 - (name in story["people"])]):
        assert part in page
    for label in story.get("quotes", ()):
        assert label.partition(": ")[2] in page
    known = {row["slug"] for row in load("topics.json")["topics"]}
    assert known.issuperset(story["topics"])
    assert known.issuperset(story.get("topics_also", ()))


def test_what_counts_for_neither_is_neither_right_nor_wrong() -> None:
    tally = stories.Tally()
    found = [stories.Found((name,), ("a rule",)) for name in ("A", "B", "C")]
    tally.add({"id": "x"}, ["A", "D"], ("B",), found)
    assert (tally.right, tally.extra, tally.missed) == (1, 1, 1)
    assert tally.row()["n"] == 2


def test_labels_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "stories.toml").write_text('[[story]]\nid = "x"\npage = "Rain fell in Oslo."\n' + _EMPTY)
    told = _evaluate(tmp_path, tmp_path)
    assert told.returncode == 0, told.stderr
    assert f"names: not measured, since there is no {tmp_path / 'names.jsonl'}" in told.stdout
    lost = _evaluate(tmp_path / "nowhere", tmp_path)
    assert lost.returncode == 2
    assert "there is no folder" in lost.stderr


def _evaluate(gold: Path, data: Path) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "tests.evaluation", "--gold", str(gold)]
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(data)}
    return subprocess.run(asked, capture_output=True, text=True, check=False, env=environment)


_EMPTY = "countries = []\npeople = []\norganizations = []\ntopics = []\n"
