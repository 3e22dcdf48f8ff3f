"""Workers that share some jobs while the caller does something else."""

from __future__ import annotations

from itertools import count
from threading import Condition, Thread
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Job = TypeVar("Job")
Done = TypeVar("Done")

# What is done and waits for its reader: of single pages about 5 MB.
_AHEAD: Final = 256


class Crew(Generic[Job, Done]):
    """Jobs being done by a few threads; `done` gives what became of them as it comes.

    Typst lets go of Python's lock while it compiles, so threads, each with a press of its own, leave the
    processors little rest. They are never far ahead of the reader: where jobs come one by one, ten thousand
    take no more memory than a few hundred.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        worker: Callable[[], Callable[[Job], Done]],
        workers: int,
        *,
        first_alone: bool = False,
    ) -> None:
        """Begin the jobs; each of `workers` is made in its own thread by calling `worker`.

        With `first_alone` all others wait for the first: where jobs are alike, it teaches the engine, whose
        memory the threads share, what the others would each set anew.
        """
        self._worker = worker
        self._waiting = enumerate(jobs)
        self._done: dict[int, Done] = {}
        self._failed: list[BaseException] = []
        self._changed = Condition()
        self._at_work = workers
        self._free = not first_alone
        self._begun = False
        # Plain threads: concurrent.futures would cost more to import than it saves on 23 letters. Daemons: an
        # interrupted program ends at once and does not wait for pages that nobody will read.
        for _ in range(workers):
            Thread(target=self._work, daemon=True).start()

    def done(self) -> Iterator[Done]:
        """Yield once what became of each job, in the order given; raise what a worker has raised."""
        for place in count():
            with self._changed:
                while place not in self._done and self._at_work:
                    self._changed.wait()
                if self._failed:
                    raise self._failed[0]
                if place not in self._done:
                    return
                done = self._done.pop(place)
                self._changed.notify_all()
            yield done

    def _work(self) -> None:
        try:
            work = self._worker()
            while (taken := self._next()) is not None:
                place, job = taken
                done = work(job)
                with self._changed:
                    self._done[place] = done
                    self._free = True
                    self._changed.notify_all()
        except BaseException as failure:  # noqa: BLE001 - it is raised again where somebody can see it
            self._failed.append(failure)
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def _next(self) -> tuple[int, Job] | None:
        """Return a job that waits and its place; wait for the reader where enough is done."""
        with self._changed:
            self._changed.wait_for(self._may_go_on)
            self._begun = True
            return None if self._failed else next(self._waiting, None)

    def _may_go_on(self) -> bool:
        return bool(self._failed) or (len(self._done) < _AHEAD and (self._free or not self._begun))
