from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import fromstring

import pytest

from tests.benchmarks import doors, engines, floors, growth, pages, tables
from tests.benchmarks.corpus import (
    FAMILIES,
    UNDATED,
    Document,
    Question,
    Vocabulary,
    documents,
    held_in,
    kept,
    portions,
    questions,
)
from tests.benchmarks.engines import Built, Measured, Times
from tests.benchmarks.generate import article, as_text
from tests.benchmarks.peers import Engine

ROOT = Path(__file__).resolve().parent.parent


def test_an_article_depends_on_its_number_alone() -> None:
    again = subprocess.run(
        [sys.executable, "-c", "from tests.benchmarks.generate import article; print(article(7)['text'])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert again.rstrip("\n") == article(7)["text"]
    assert article(8)["text"] != article(7)["text"]


def test_articles_have_the_size_and_the_parts_of_news() -> None:
    for number in range(40):
        entry = article(number)
        assert 150 <= len(entry["text"].split()) <= 560
        assert entry["title"] in as_text(entry)
        assert entry["text"] in as_text(entry)


def test_the_measurement_leaves_nothing_but_its_report(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--articles", "6", "--only", "import", "engines"],
        cwd=ROOT,
        env={**os.environ, "ARCHIVE_DATA_DIR": str(tmp_path), "DATABASE_URL_PEER": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
    report = json.loads((tmp_path / "bench.json").read_text())
    assert report["import"]["articles"] == 6
    assert set(report["import"]["stages"]) == {"parsing", "extraction", "rows", "index"}
    assert "6 articles" in done.stdout
    told = {each["engine"] for each in report["engines"]["times"]}
    assert {"ours", "sqlite-fts5", "haystack facets", "haystack page"} <= told
    assert "missing: PostgreSQL: DATABASE_URL_PEER is not set" in done.stdout


class Counting(Engine):
    """An engine that remembers what it was told."""

    name = "counting"
    indexed = opened = 0
    made_by = "1"

    def version(self) -> str:
        return self.made_by

    def index(self, documents: Iterable[Document]) -> None:
        Counting.indexed += len(list(documents))

    def open(self) -> None:
        Counting.opened += 1


def test_an_index_is_made_once_and_again_when_its_engine_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = kept(tmp_path, 7)
    first = engines.prepared(Counting(tmp_path / "counting-7"), read, 7)
    again = engines.prepared(Counting(tmp_path / "counting-7"), read, 7)
    assert Counting.indexed == 7
    assert Counting.opened == 2
    assert again.articles_per_second == first.articles_per_second
    monkeypatch.setattr(Counting, "made_by", "2")
    engines.prepared(Counting(tmp_path / "counting-7"), read, 7)
    assert Counting.indexed == 14


def measured(ours: dict[int, float], other: dict[int, float]) -> Measured:
    built = [
        Built(SimpleNamespace(name=name, index_name=name), 10, speed, 1.0)  # type: ignore[arg-type]
        for name, speed in (("ours", 300.0), ("other", 20.0))
    ]
    return Measured(built, [Times("ours", "words", ours), Times("other", "words", other)], [], {})


def test_ratios_are_over_the_questions_that_both_were_asked() -> None:
    told = floors.ratios(measured({0: 1.0, 1: 100.0, 2: 3.0}, {0: 10.0, 2: 30.0}))
    assert told["other words p50"] == 10.0
    assert told["other indexing"] == 15.0


def test_a_slow_question_is_asked_once_more_and_a_very_slow_one_never_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    times = {"quick": 0.001, "slow": 0.06, "slowest": 1.01}
    monkeypatch.setattr(
        engines, "time", SimpleNamespace(perf_counter=lambda: sum(times[kind] for kind in asked))
    )

    class Slow:
        name, index_name, cannot, sample = "slow", "slow", {}, None

        def search(self, question: Question) -> int:
            asked.append(question.kind)
            return 1

    built = Built(Slow(), 10, 1.0, 1.0)  # type: ignore[arg-type]
    engines.asked([built], "words", [Question(kind, ("a",)) for kind in times])
    assert [asked.count(kind) for kind in times] == [1 + engines.ROUNDS, 2, 1]


def test_only_the_flag_lowers_a_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "FLOORS", tmp_path / "floors.json")
    floors.below_floors({"other words p50": 10.0}, 100, lower=True)
    assert floors.below_floors({"other words p50": 6.1}, 100, lower=False) == []
    assert floors.below_floors({"other words p50": 5.9}, 100, lower=False) == ["other words p50: 5.9 < 6.0"]
    assert floors.below_floors({"other words p50": 5.9}, 200, lower=False) == []
    assert json.loads((tmp_path / "floors.json").read_text()) == {"100": {"other words p50": 6.0}}


def test_a_page_that_is_too_large_or_slower_than_it_was_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"home": {"p50 ms": 90.0, "queries": 13, "kB": 99.9, "requests": 3, "plain passes": 2.0}}
    assert pages.above(told) == ["home: queries 13.0, at most 12"]
    assert pages.above(told, {"p50 ms": 40}) == ["home: p50 ms 90.0, at most 40"]
    monkeypatch.setattr(floors, "FLOORS", tmp_path / "floors.json")
    floors.below_floors(pages.speeds(told), 100, lower=True)
    assert not floors.below_floors(pages.speeds(told), 100, lower=False)
    told["home"]["plain passes"] = 4.0
    assert floors.below_floors(pages.speeds(told), 100, lower=False) == ["page home: 2.5 < 3.0"]


def test_goals_are_told_as_met_or_missed() -> None:
    told = tables.against_goals({"completion p95 ms": 4.0, "more like this p95 ms": 21.0}, 10_000)
    assert "these are 10,000" in told
    met, missed = told.splitlines()[-2:]
    assert met.split("|")[-2].strip() == "met"
    assert missed.split("|")[-2].strip() == "missed"


def test_a_table_tells_what_an_engine_cannot_and_who_is_missing() -> None:
    told = measured({0: 1.0}, {0: 2.0})
    told.missing.append("a peer that is not installed")
    told.cannot["other", "phrase"] = "it keeps no places"
    shown = tables.side_by_side(told)
    assert "missing: a peer that is not installed" in shown
    assert "not asked: other, phrase: it keeps no places" in shown
    assert "2 / 2" in shown


def test_any_lines_that_can_be_imported_are_a_corpus(tmp_path: Path) -> None:
    lines = tmp_path / "own.jsonl"
    entries = [
        {"title": "A port opens", "published": "2025-08", "text": "The harbor opened."},
        {"text": "Neither a title nor a date.", "published": None},
        {"id": "3", "title": "Rain", "dateline": "Oslo, May 4", "published": "2024-05-04T10:00:00Z"},
    ]
    lines.write_text("\n\n".join(json.dumps(entry) for entry in entries) + "\n")
    held = list(chain.from_iterable(portions(kept(tmp_path, held_in(lines, 50), lines))))
    assert [each.published for each in held] == [date(2025, 8, 1), UNDATED, date(2024, 5, 4)]
    assert [each.title for each in held] == ["A port opens", "", "Rain"]


def test_questions_are_the_same_for_the_same_documents() -> None:
    known = Vocabulary.of(documents(40))
    for family in FAMILIES:
        assert questions(known, family) == questions(known, family)
    assert {each.kind for each in questions(known, "phrase")} == {"phrase"}
    assert all(each.facets for each in questions(known, "facet"))


def test_growth_is_drawn_as_one_picture() -> None:
    rows = [
        {
            "articles": count,
            "ours p50 ms": ms,
            "ours p95 ms": 2 * ms,
            "ours MB": mb,
            "worker private MB": 90.0,
        }
        for count, ms, mb in ((10_000, 0.5, 50.0), (100_000, 1.9, 500.0), (1_000_000, 12.0, 5000.0))
    ]
    picture = fromstring(growth.chart(rows))
    assert picture.tag.endswith("svg")
    assert "1,000,000" in growth.chart(rows)
    assert growth.table(rows).count("\n") == 4


def test_a_whole_archive_is_generated_once_and_its_words_are_where_they_are_said_to_be(
    tmp_path: Path,
) -> None:
    """In processes of their own: the archive of this one is another."""
    made = [generated_archive(tmp_path, 30) for _ in range(2)]
    assert made[0]["rows_seconds"] == made[1]["rows_seconds"]
    with sqlite3.connect(tmp_path / "archive.sqlite3") as rows:
        assert rows.execute("SELECT count(*) FROM articles_article").fetchone() == (30,)
        wrong = rows.execute(
            "SELECT count(*) FROM articles_mention AS m JOIN articles_article AS a ON a.id = m.article_id"
            " WHERE substr(a.text, m.start + 1, m.end - m.start) != m.surface"
        )
        assert wrong.fetchone() == (0,)
        roles = rows.execute("SELECT DISTINCT role FROM articles_articlecountry")
        assert {"party", "mention"} <= {role for (role,) in roles}


def generated_archive(folder: Path, count: int) -> dict[str, object]:
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.archive",
        "--articles",
        str(count),
        "--into",
        str(folder),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_every_door_is_measured_over_an_archive_and_exports_in_processes_of_their_own(tmp_path: Path) -> None:
    exported, kinds = doors.of_archive(tmp_path, 30)
    for form in doors.FORMS:
        assert exported[f"export {form} articles"] == 30
        assert exported[f"export {form} file MB"] > 0
    assert {"feed", "feed, 304", "api search", "oai ListRecords, resumed", "sitemap"} <= set(kinds)
    assert kinds["feed, 304"]["kB"] == 0
    assert len(doors.shown(kinds).splitlines()) == 2 + len(kinds)


def test_a_door_over_its_limit_is_named_but_not_a_file_that_is_fetched_whole() -> None:
    slow = {"p50 ms": 41.0, "p95 ms": 90.0, "queries": 3}
    assert list(doors.above({"feed": slow, "sitemap": slow})) == ["feed: p50 ms 41.0, at most 40"]
