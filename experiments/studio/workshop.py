"""What all pages of a server share: the worlds, and the threads that work on them."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Self

from experiments.studio.lived import Worlds

NICENESS = 10


class Workshop:
    """Worlds, and four kinds of threads.

    simulating: lives through the worlds of a first answer.  refining: all other worlds of a page; gives way to those.
    composing: turns worlds into answers.  explaining: causes and reports, which take minutes; gives way, too.
    desk: taken by the page whose report is being made; one at a time.
    """

    def __init__(self, cores: int | None = None) -> None:
        """cores: as many as the machine has when left out."""
        self.cores = cores or os.cpu_count() or 1
        self.worlds = Worlds()
        self.desk = threading.Lock()
        self.simulating = ThreadPoolExecutor(self.cores, "journey")
        self.refining = ThreadPoolExecutor(self.cores, "journey-refining", give_way)
        self.composing = ThreadPoolExecutor(2, "journey-answers")
        self.explaining = ThreadPoolExecutor(3, "journey-causes", give_way)

    def close(self, *, wait: bool = True) -> None:
        """Drop what has not begun. wait: until what has begun is done."""
        for pool in (self.simulating, self.refining, self.composing, self.explaining):
            pool.shutdown(wait=wait, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def give_way() -> None:
    """Let all other threads go first, and those that this one starts give way as well.

    Only Linux has threads of different niceness; elsewhere all share the cores evenly.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICENESS)
