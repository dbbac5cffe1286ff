"""Work by several processes comes back whole and in order, whoever is killed meanwhile."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from articles.crew import Companion, Crew

GROUPS = [list(range(start, start + 3)) for start in range(0, 72, 3)]


def squares(numbers: list[int]) -> list[int]:
    time.sleep(0.01 * (numbers[0] % 4))
    return [number * number for number in numbers]


def squares_but(numbers: list[int], *, deadly: int) -> list[int]:
    if deadly in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(numbers)


def squares_once_killed(numbers: list[int], *, mark: str) -> list[int]:
    if 30 in numbers and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(numbers)


def lost(number: int) -> int:
    return -number


def write_down(line: str, *, path: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{line} by {os.getpid()}\n")


def write_down_or_die(line: str, *, path: str, living: int) -> None:
    if os.getpid() != living:
        os.kill(os.getpid(), signal.SIGKILL)
    write_down(line, path=path)


def test_results_come_in_the_order_of_the_work() -> None:
    for processes in (1, 2):
        assert list(Crew(squares, lost, processes).results(GROUPS)) == [squares(group) for group in GROUPS]


def test_what_a_killed_process_had_in_hand_is_done_again(tmp_path: Path) -> None:
    work = partial(squares_once_killed, mark=str(tmp_path / "killed"))
    assert list(Crew(work, lost, 2).results(GROUPS)) == [squares(group) for group in GROUPS]
    assert (tmp_path / "killed").exists()


def test_only_the_item_that_kills_its_process_is_lost() -> None:
    found = list(Crew(partial(squares_but, deadly=31), lost, 2).results(GROUPS))
    assert [number for group in found for number in group if number < 0] == [-31]
    assert [len(group) for group in found] == [3] * len(GROUPS)


def test_work_stops_when_nobody_wants_more() -> None:
    results = Crew(squares, lost, 2).results(GROUPS)
    assert next(results) == squares(GROUPS[0])
    results.close()
    assert list(results) == []


@pytest.fixture
def settings_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A companion sets Django up in its process, as `manage.py` does in its own."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "archive.settings")


@pytest.mark.usefixtures("settings_named")
def test_a_companion_works_in_a_process_of_its_own_in_the_order_given(tmp_path: Path) -> None:
    companion = Companion(partial(write_down, path=str(tmp_path / "lines")), apart=True)
    for line in ("first", "second"):
        companion.give(line)
    companion.close()
    lines = (tmp_path / "lines").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["first", "second"]
    assert not any(line.endswith(f" {os.getpid()}") for line in lines)


@pytest.mark.usefixtures("settings_named")
def test_what_a_killed_companion_had_in_hand_is_done_here(tmp_path: Path) -> None:
    work = partial(write_down_or_die, path=str(tmp_path / "lines"), living=os.getpid())
    companion = Companion(work, apart=True)
    companion.give("line")
    companion.close()
    assert (tmp_path / "lines").read_text() == f"line by {os.getpid()}\n"
