"""The operator's export: whole, with editors' decisions, and nothing half written."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.search import rebuild
from articles import workflow
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(index: Any) -> Any:
    made = [
        make.article(f"Maps {number}", f"Lima, {number}.", day=date(2024, 5, 1 + number), parties="PE")
        for number in range(3)
    ]
    workflow.decide(made[0], "topic", "oceans", "rejected", editor=None)
    make.article("Hidden", status="draft")
    rebuild()
    return made


def exported(path: Path, *arguments: str, **options: Any) -> str:
    told = StringIO()
    call_command("export_articles", *arguments, output=str(path), verbosity=0, stderr=told, **options)
    return told.getvalue()


def test_all_published_articles_with_what_editors_decided(stories, tmp_path):
    assert "3 articles exported." in exported(tmp_path / "all.jsonl", site="https://archive.example/")
    head, *lines = map(json.loads, (tmp_path / "all.jsonl").read_text().splitlines())
    assert head["dateline_export"]["count"] == 3
    assert {line["id"] for line in lines} == {article.pk for article in stories}
    (decided,) = [line for line in lines if line["decisions"]]
    assert decided["decisions"] == [{"kind": "topic", "target": "oceans", "verdict": "rejected", "value": ""}]
    assert all(line["url"].startswith("https://archive.example/articles/") for line in lines)


def test_a_search_chooses_and_says_what_it_could_not_read(stories, tmp_path):
    told = exported(tmp_path / "some.csv", "q=maps&from=2024-05-03&country=narnia", format="csv")
    assert "1 article exported." in told
    assert "narnia" in told
    rows = [line for line in (tmp_path / "some.csv").read_text().splitlines() if not line.startswith("#")]
    assert len(list(csv.DictReader(rows))) == 1


def test_a_file_has_its_name_only_once_it_is_whole(stories, tmp_path, monkeypatch):
    def broken(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr("articles.management.commands.export_articles.documents", broken)
    with pytest.raises(CommandError, match="No space left"):
        exported(tmp_path / "all.jsonl")
    assert list(tmp_path.glob("all*")) == []


def test_without_an_index_it_says_what_to_run(stories, index, tmp_path):
    (index.root / "CURRENT").write_text("{")
    with pytest.raises(CommandError, match="rebuild_index"):
        exported(tmp_path / "all.jsonl")
