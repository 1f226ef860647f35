"""All limits, lived through on all cores, with a verdict per line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.errors import unknown
from experiments.verification import (
    books,
    chains,
    choice,
    handoffs,
    learning,
    market,
    mind,
    purchases,
    queues,
    spread,
    survival,
)
from experiments.verification.limit import Limit, Line, Totals, conclude, largest_z
from experiments.workers import Progress, Workers
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim import run
from sim.streams import name_hash

SUBJECTS = (chains, queues, handoffs, choice, survival, market, purchases, spread, mind, learning, books)


@dataclass(frozen=True)
class Verification:
    """What came out: one line per figure, and how far luck may carry the largest of them."""

    lines: Sequence[Line]
    bound: float

    @property
    def failed(self) -> list[Line]:
        """The lines in which simulation and theory disagree."""
        return [line for line in self.lines if not line.holds(self.bound)]

    @property
    def largest_z(self) -> float:
        """The largest |z| of all lines in which luck plays a part."""
        return max((abs(line.z) for line in self.lines if line.tolerance is None), default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON wants it."""
        return {
            "lines": [
                {
                    "subject": line.subject, "limit": line.limit, "figure": line.what, "theory": line.theory,
                    "simulated": line.simulated, "standard_error": line.error, "runs": line.runs, "z": line.z,
                    "tolerance": line.tolerance, "holds": line.holds(self.bound), "source": line.source,
                    "note": line.note,
                }
                for line in self.lines
            ],
            "hold": len(self.lines) - len(self.failed),
            "of": len(self.lines),
            "largest_z": self.largest_z,
            "bound": self.bound,
        }  # fmt: skip


def all_limits() -> list[Limit]:
    """Every limit, by subject."""
    return [limit for subject in SUBJECTS for limit in subject.limits()]


def chosen(word: str | None) -> list[Limit]:
    """The limits with this word in their name or subject, or else with these letters; all without one.

    Raises InputError when there is none.
    """
    limits = all_limits()
    if word is None:
        return limits
    letters = re.escape(word)
    for pattern in (rf"(?<!\w){letters}(?!\w)", letters):
        found = [
            limit for limit in limits if re.search(pattern, f"{limit.subject}, {limit.name}", re.IGNORECASE)
        ]
        if found:
            return found
    names = {name for limit in limits for name in (limit.subject, limit.name.split(",")[0])}
    raise unknown("limit", word, sorted(names))


def verify(
    limits: Sequence[Limit],
    *,
    scale: float | None = 1.0,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    wrong: Mapping[str, Any] | None = None,
) -> Verification:
    """Live through limits and compare with theory.

    scale: how many times the usual number of people; None = thorough, as many as each limit asks for.
    wrong: values changed in every world but not in theory: a suite that cannot fail proves nothing.
    """
    sizes = [limit.thorough_scale if scale is None else scale for limit in limits]
    worlds = [change(limit.world(size), dict(wrong or {})) for limit, size in zip(limits, sizes, strict=True)]
    tasks = [
        (number, replication)
        for number, (limit, size) in enumerate(zip(limits, sizes, strict=True))
        for replication in range(limit.runs_at(size))
    ]

    def work(task: tuple[int, int]) -> Totals:
        number, replication = task
        return count(limits[number], worlds[number], seed, replication)

    with Workers(workers, len(tasks), progress) as pool:
        counted = pool.each(work, tasks)
    lines = []
    for number, limit in enumerate(limits):
        mine = [totals for (owner, _), totals in zip(tasks, counted, strict=True) if owner == number]
        lines += conclude(limit, mine)
    return Verification(lines, largest_z(sum(line.tolerance is None for line in lines)))


def count(limit: Limit, world: Scenario, seed: int, replication: int) -> Totals:
    """What is counted in one run; every limit has luck of its own."""
    own = name_hash(f"{seed} {limit.address}")
    return limit.observe(run(world, seed=own, replication=replication, log=limit.log))
