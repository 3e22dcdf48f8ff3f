"""Workers that share jobs."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

import pytest

from advocate.render.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 20
"""Seconds after which a test gives up."""


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_all_jobs_are_done_and_come_in_the_order_given(workers: int) -> None:
    crew = Crew(range(40), lambda: lambda job: job * 2, workers, first_alone=workers > 1)
    assert list(crew.done()) == [job * 2 for job in range(40)]


def test_nobody_begins_before_the_first_is_done_where_all_are_to_learn_from_it() -> None:
    begun: list[int] = []
    go_on, lock = Event(), Lock()

    def worker() -> Callable[[int], int]:
        def work(job: int) -> int:
            with lock:
                begun.append(job)
            if job == 0:
                assert go_on.wait(PATIENCE)
            return job

        return work

    crew = Crew(range(4), worker, 2, first_alone=True)
    # Whoever would not wait for the first has all the time to begin.
    assert not go_on.wait(0.2)
    assert begun == [0]
    go_on.set()
    assert list(crew.done()) == [0, 1, 2, 3]


def test_what_a_worker_raises_is_raised_to_the_reader() -> None:
    class BrokenError(Exception):
        """What nobody expects."""

    def broken(job: int) -> int:
        raise BrokenError(job)

    with pytest.raises(BrokenError):
        list(Crew(range(4), lambda: broken, 2, first_alone=True).done())
