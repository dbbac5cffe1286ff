"""Files are found in a stable order, and those of many documents are handed on line by line."""

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
    assert {raw.format for raw in DocumentFile("feed", path, None).parts()} == {"json-lines"}


@given(
    st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=40),
    st.integers(1, 60),
)
def test_every_line_with_words_is_handed_on_once_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], head: int
) -> None:
    lines = [b"{}", *lines]
    path = tmp_path_factory.mktemp("parts") / "feed.jsonl"
    path.write_bytes(b"\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "HEAD", head)
        parts = list(DocumentFile("feed.jsonl", path, "json-lines").parts())
    worded = [(number, line.rstrip(b"\r")) for number, line in enumerate(lines, start=1) if line.strip()]
    assert [(raw.first_line, raw.data) for raw in parts] == worded


def test_a_file_of_blank_lines_is_one_empty_document(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"\n \n\r\n")
    (raw,) = DocumentFile("feed.jsonl", path, "json-lines").parts()
    assert raw.data == b""


def test_lines_in_utf_16_are_not_cut_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes('{"text": "One."}\n{"text": "Two."}\n'.encode("utf-16"))
    (raw,) = DocumentFile("feed.jsonl", path, None).parts()
    assert raw.data == path.read_bytes()
