"""What a process keeps of words: never too much, and right after every save."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from haystack.query import SearchQuerySet

from archive.search._postings import Kept, Postings, grown, stepped
from archive.search._snapshot import Reading

WORDS = ["oil", "peru", "harbor", "treaty", "ships", "gas", "copper", "lithium"]


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, range(len(WORDS), 0, -1), k=chance.randint(1, 30)))


def _answers(snapshot: Any, name: str) -> dict[str, tuple[list[int], list[float]]]:
    """Documents and what they are worth, of words that are kept as lists and as spreads."""
    held = {}
    for word in (*WORDS, "nowhere"):
        listed = snapshot.term(name, word.encode())
        spread = snapshot.spread(name, word.encode())
        assert np.flatnonzero(spread.has).tolist() == listed.docs.tolist()
        assert spread.worth[listed.docs].tolist() == listed.worth.tolist()
        assert len(spread.has) == len(spread.worth) == snapshot.size
        held[word] = (listed.docs.tolist(), listed.worth.tolist())
    return held


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_over_saves_is_what_a_new_process_reads(
    write: Callable[..., Any], backend: Any, found: SearchQuerySet, seed: int
) -> None:
    chance = random.Random(f"kept {seed}")
    write(*({"body": _text(chance)} for _ in range(300)))
    name = backend.layout.content
    pieces = 0
    for _ in range(25):
        if chance.random() < 0.3:
            backend.remove(f"notes.note.{chance.randrange(1, 300)}")
        write(*({"body": _text(chance)} for _ in range(chance.randint(1, 3))), first=chance.randrange(1, 400))
        found.filter(content="oil").count()
        with backend.reading.lock:
            here = backend.reading.snapshot(backend.layout.fingerprint)
            fresh = Reading(backend.root).snapshot(backend.layout.fingerprint)
            assert fresh is not None
            assert _answers(here, name) == _answers(fresh, name)
        pieces += here.postings_kept is not fresh.postings_kept and here._shared < here.size
    assert pieces, "no save was met with what was kept"


def test_what_is_kept_never_passes_the_setting(write: Callable[..., Any], backend: Any) -> None:
    chance = random.Random("memory")
    backend.memory = 40_000
    write(*({"body": f"{_text(chance)} word{n}"} for n in range(500)))
    name = backend.layout.content
    for save in range(3):
        write({"body": f"oil word{save}"}, first=1_000 + save)
        with backend.reading.lock:
            snapshot = backend.reading.snapshot(backend.layout.fingerprint)
            for number in range(500):
                for word in (f"word{number}", chance.choice(WORDS)):
                    snapshot.term(name, word.encode())
                    snapshot.spread(name, word.encode())
                    held = snapshot.postings_kept
                    assert held.size <= 40_000
                    assert sum(each.nbytes for each in held._held.values()) <= held.size
    assert len(held) > 10


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept() -> None:
    kept = Kept(1_000)
    kept.put("small", np.zeros(10, np.uint8))
    kept.put("large", np.zeros(2_000, np.uint8))
    assert (len(kept), kept.size) == (0, 0)


def test_what_is_put_again_counts_once() -> None:
    kept = Kept(10_000)
    for _ in range(50):
        kept.put("word", np.zeros(100, np.uint8))
    assert len(kept) == 1
    assert kept.size < 1_000


def test_an_array_grows_in_its_own_room() -> None:
    first = grown(np.arange(1_000), 1_000, np.arange(3))
    second = grown(first, 1_000, np.arange(4))
    assert second.tolist() == [*range(1_000), 0, 1, 2, 3]
    assert second.base is first.base
    assert Postings(second, np.zeros(0)).nbytes >= second.nbytes


def test_a_stepped_average_is_within_a_hundred_thousandth() -> None:
    for average in (0.01, 1.0, 3.7, 338.4, 99_999.0):
        assert stepped(average) == pytest.approx(average, rel=8e-6)
        assert stepped(stepped(average)) == stepped(average)
