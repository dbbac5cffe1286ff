"""Work done by several processes, and handed back in the order it was given.

Reading texts is pure, so it runs anywhere; what it takes and gives is pickled. The
processes are started afresh rather than forked, since a fork would share the connection
to the database. What is worked on ahead is bounded, however far they are ahead of whoever
takes the results. They end with the process that started them, also when that is killed.

A process that is killed (most often for want of memory) takes with it what it had in
hand. That is done again, item by item; the item that kills its process again is lost.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, Generic, TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Done = TypeVar("Done")

#: Groups worked on ahead, for each process.
_AHEAD: Final = 4
#: Fewer groups than these are done sooner than processes start.
_FEW: Final = 16


@dataclass(slots=True)
class Crew(Generic[Item, Done]):
    """So many processes that do the same `work` on groups of items; with one, this process does it.

    `work` gives one result an item; both it and the items can be pickled. `lost` gives the result of
    an item whose process was killed.
    """

    work: Callable[[list[Item]], list[Done]]
    lost: Callable[[Item], Done]
    processes: int
    _ahead: deque[tuple[list[Item], Future[list[Done]]]] = field(default_factory=deque)

    def results(self, groups: Iterable[list[Item]]) -> Generator[list[Done], None, None]:
        """A list for each group, in their order. Close it to stop before the end."""
        waiting = iter(groups)
        first = list(islice(waiting, _FEW))
        if self.processes < 2 or len(first) < _FEW:
            yield from map(self.work, chain(first, waiting))
            return
        yield from self._parallel(chain(first, waiting))

    def _parallel(self, groups: Iterator[list[Item]]) -> Iterator[list[Done]]:
        executor = self._started(self.processes)
        try:
            while executor is not None:
                try:
                    self._hand_out(groups, executor)
                    if not self._ahead:
                        executor.shutdown()
                        return
                    done = self._ahead[0][1].result()
                except BrokenProcessPool:
                    logger.warning("A working process was killed; what it had in hand is done again")
                    yield from self._again()
                    executor = self._started(self.processes)
                else:
                    self._ahead.popleft()
                    yield done
            yield from map(self.work, groups)
        finally:
            self._ahead.clear()
            if executor is not None:
                executor.shutdown(wait=False, cancel_futures=True)

    def _hand_out(self, groups: Iterator[list[Item]], executor: ProcessPoolExecutor) -> None:
        for group in islice(groups, self.processes * _AHEAD - len(self._ahead)):
            self._ahead.append((group, Future()))
            self._ahead[-1] = (group, executor.submit(self.work, group))

    def _again(self) -> Iterator[list[Done]]:
        """What was in hand when a process was killed: what is not done yet is done item by item."""
        executor = self._started(1)
        while self._ahead:
            group, future = self._ahead.popleft()
            if future.done() and future.exception() is None:
                yield future.result()
                continue
            done: list[Done] = []
            for item in group:
                try:
                    done += (
                        self.work([item]) if executor is None else executor.submit(self.work, [item]).result()
                    )
                except BrokenProcessPool:
                    done.append(self.lost(item))
                    executor = self._started(1)
            yield done
        if executor is not None:
            executor.shutdown()

    def _started(self, processes: int) -> ProcessPoolExecutor | None:
        """New processes; None where they cannot live, so that this one has to do it all."""
        executor = _executor(processes)
        try:
            executor.submit(_stand_by).result()
        except BrokenProcessPool:
            logger.warning("No other process can be started here; this one goes on alone")
            return None
        return executor


@dataclass(slots=True)
class Companion(Generic[Item]):
    """One process, with Django set up, that does `work` while this one goes on.

    It is one item behind at most: who gives it another waits until the one before is done.
    Without `apart`, or where the process was killed, this process does it itself.
    """

    work: Callable[[Item], None]
    apart: bool
    _executor: ProcessPoolExecutor | None = None
    _given: tuple[Item, Future[None]] | None = None

    def give(self, item: Item) -> None:
        self.wait()
        if not self.apart:
            self.work(item)
            return
        self._executor = self._executor or _executor(1, django=True)
        self._given = (item, self._executor.submit(self.work, item))

    def wait(self) -> None:
        """Return when all that was given is done."""
        if self._given is None:
            return
        (item, future), self._given = self._given, None
        try:
            future.result()
        except BrokenProcessPool:
            self._executor = None
            self.work(item)

    def close(self) -> None:
        self.wait()
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None


def _executor(processes: int, *, django: bool = False) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(django,))


def _stand_by() -> None:
    """What a process is asked first, to see that it lives."""


def _begin(django: bool) -> None:
    """Leave Ctrl-C to the process that started this one, and end when that does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if django:
        from django import setup

        setup()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
