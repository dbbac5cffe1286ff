from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.generate import article, as_text

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
        [sys.executable, "-m", "tests.benchmarks", "--articles", "6"],
        cwd=ROOT,
        env={**os.environ, "ARCHIVE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
    figures = json.loads((tmp_path / "bench.json").read_text())["import"]
    assert figures["articles"] == 6
    assert set(figures["stages"]) == {"parsing", "extraction", "rows", "index"}
    assert "6 articles" in done.stdout
