"""Workers that share some jobs while the caller does something else."""

from __future__ import annotations

from collections import deque
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Job = TypeVar("Job")
Done = TypeVar("Done")


class Crew(Generic[Job, Done]):
    """Jobs being done by a few threads; `done` waits for them.

    Typst lets go of Python's lock while it compiles, so threads, each with a press of its own, leave the
    processors little rest.
    """

    def __init__(self, jobs: Sequence[Job], worker: Callable[[], Callable[[Job], Done]], count: int) -> None:
        """Begin the jobs; each of `count` workers is made in its own thread by calling `worker`."""
        self._count = len(jobs)
        self._worker = worker
        # Plain threads and a deque: concurrent.futures would cost more to import than it saves on 23 letters.
        self._waiting = deque(enumerate(jobs))
        self._done: dict[int, Done] = {}
        self._failed: list[BaseException] = []
        # Daemons: an interrupted program ends at once and does not wait for pages that nobody will read.
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def done(self) -> list[Done]:
        """Return what became of each job, in the order given; raise what a worker has raised."""
        for thread in self._threads:
            thread.join()
        if self._failed:
            raise self._failed[0]
        return [self._done[place] for place in range(self._count)]

    def _work(self) -> None:
        try:
            work = self._worker()
            while self._waiting:
                try:
                    place, job = self._waiting.popleft()
                except IndexError:
                    return
                self._done[place] = work(job)
        except BaseException as failure:  # noqa: BLE001 - it is raised again where somebody can see it
            self._waiting.clear()
            self._failed.append(failure)
