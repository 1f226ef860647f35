"""Units of work on all cores: threads, because the engine's kernel lets go of the interpreter."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import TracebackType
from typing import Self, TypeVar

Progress = Callable[[int, int], None]
"""Called with (runs done, runs planned), in the caller's thread, whenever a unit is done."""

Told = Callable[[str, int, int], None]
"""Called with (what is going on, runs done, runs planned), in the caller's thread."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def about(told: Told | None, what: str) -> Progress | None:
    """The progress of one phase; None where nobody listens."""
    return None if told is None else lambda done, planned: told(what, done, planned)


def phases(told: Told | None) -> Callable[[str], Progress | None]:
    """The progress of each phase by its name."""
    return lambda what: about(told, what)


class Workers:
    """A pool of threads that reports progress and, when interrupted, forgets what has not begun."""

    def __init__(self, workers: int | None, planned: int, progress: Progress | None = None) -> None:
        """workers: threads, one per core when None.  planned: runs of all `each` calls together."""
        self._pool = ThreadPoolExecutor(workers or os.cpu_count() or 1, thread_name_prefix="journey")
        self._planned, self._done, self._progress = planned, 0, progress

    def each(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], runs: Callable[[Task], int] = lambda _: 1
    ) -> list[Result]:
        """The results in the order of the tasks, whichever is done first. The first failure is raised.

        runs: how many runs of the engine a task takes, for the progress.
        """
        futures = {self._pool.submit(work, task): runs(task) for task in tasks}
        for future in as_completed(futures):
            future.result()
            self._done += futures[future]
            if self._progress is not None:
                self._progress(self._done, self._planned)
        return [future.result() for future in futures]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
