"""What one answer costs: time by both clocks, and queries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class Cost(NamedTuple):
    milliseconds: float
    processor: float
    queries: int


class Ask(Protocol):
    def __call__(self, work: Callable[[], T]) -> tuple[T, Cost]: ...


@contextmanager
def metered() -> Iterator[Ask]:
    """A way to do something and to be told what it cost."""
    from django.db import connection

    asked = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*args)

    def ask(work: Callable[[], T]) -> tuple[T, Cost]:
        before, began, cpu = asked, time.perf_counter(), time.process_time()
        told = work()
        spent, processor = time.perf_counter() - began, time.process_time() - cpu
        return told, Cost(1000 * spent, 1000 * processor, asked - before)

    with connection.execute_wrapper(counted):
        yield ask


def spread(costs: Iterable[Cost]) -> dict[str, float]:
    times, processor, _ = zip(*costs, strict=True)
    return {
        "p50 ms": round(median(times), 1),
        "p95 ms": round(quantiles(times, n=20, method="inclusive")[-1], 1),
        "cpu p50 ms": round(median(processor), 1),
        "cpu p95 ms": round(quantiles(processor, n=20, method="inclusive")[-1], 1),
    }
