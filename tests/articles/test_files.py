"""Files are found in a stable order, and large ones are handed on in whole lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import files
from articles.files import DocumentFile, FileProblem, find_documents


def test_a_folder_gives_known_formats_in_order_and_passes_over_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "picture.png", "sub/c.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    found = list(find_documents([str(tmp_path)]))
    assert [each.name for each in found] == ["a.txt", "b.txt", "sub/c.jsonl"]


def test_what_is_not_there_is_a_problem_with_its_name(tmp_path: Path) -> None:
    (missing, empty) = find_documents([str(tmp_path / "none.txt"), str(tmp_path)])
    assert isinstance(missing, FileProblem)
    assert isinstance(empty, FileProblem)
    assert "none.txt" in missing.name


def test_a_file_is_known_by_its_first_bytes_when_its_name_does_not_tell(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_text('{"text": "One."}\n{"text": "Two."}\n')
    (raw,) = DocumentFile("feed", path, None).parts()
    assert raw.format == "json-lines"


@given(
    st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=40),
    st.integers(1, 60),
)
def test_parts_hold_every_line_once_and_count_on(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], part: int
) -> None:
    path = tmp_path_factory.mktemp("parts") / "feed.jsonl"
    path.write_bytes(b"\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "PART", part)
        patch.setattr(files, "HEAD", part)
        parts = list(DocumentFile("feed.jsonl", path, "json-lines").parts())
    assert b"".join(raw.data for raw in parts) == path.read_bytes()
    counted = 1
    for raw in parts:
        assert raw.first_line == counted
        assert raw.data.endswith(b"\n") or raw is parts[-1]
        counted += raw.data.count(b"\n")
