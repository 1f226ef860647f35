"""Both designs lived through by the same customers, and what each figure takes from every run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from experiments import worlds
from experiments.errors import InputError
from experiments.kpis import Counted, counted
from experiments.workers import Told, Workers, about
from scenarios.schema import Scenario

LOGGED = 2  # replications whose event log is kept where a figure needs it: a log is large, its pictures vary little
Piece = Any
Pieces = tuple[list[Piece], list[Piece]]
"""What was taken from the runs of the first and of the second design, replication by replication."""


@dataclass(frozen=True)
class Subject:
    """What is drawn: two designs of a scenario, lived through under one seed.

    worlds: the scenario with each design applied.  titles: of the designs.
    """

    scenario: Scenario
    designs: tuple[str, str]
    worlds: tuple[Scenario, Scenario]
    seed: int
    preset: str
    replications: int

    @property
    def titles(self) -> tuple[str, str]:
        first, second = (self.scenario.designs[name].title for name in self.designs)
        return first, second


@dataclass(frozen=True)
class Taking:
    """What a figure takes from a run, and whether it needs the event log."""

    measure: Callable[[Counted], Piece]
    logged: bool = False


def lived(
    scenario: Scenario,
    designs: tuple[str, str] | None,
    takings: Mapping[str, Taking],
    *,
    replications: int,
    seed: int,
    preset: str,
    workers: int | None = None,
    progress: Told | None = None,
) -> tuple[Subject, dict[str, Pieces]]:
    """Live through two designs and take from every run what the figures need.

    Where the event log is needed only the first LOGGED replications are taken.
    Raises InputError for unknown names and fewer than 2 replications.
    """
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    first, second = worlds.known_designs(scenario, designs)
    today = worlds.anchor(scenario, preset, progress=about(progress, "calibrating today's company"))
    plan = worlds.arms_of(today.scenario, (first, second), preset, middle=False)
    arms = (plan[0], plan[-1])
    any_log = any(taking.logged for taking in takings.values())

    def once(replication: int) -> list[dict[str, Piece]]:
        people = worlds.populations(arms, seed, replication)
        log = any_log and replication < LOGGED
        found = []
        for arm, own in zip(arms, people, strict=True):
            run = worlds.live(
                arm, seed=seed, replication=replication, intercepts=today.intercepts, people=own, log=log
            )
            c = counted(run, arm.cost)
            found.append({name: t.measure(c) for name, t in takings.items() if log or not t.logged})
        return found

    always = any(not taking.logged for taking in takings.values())
    planned = replications if always else min(replications, LOGGED)
    with Workers(workers, 2 * planned, about(progress, f"living through {scenario.scenario} twice")) as pool:
        units = pool.each(once, range(planned), lambda _: 2)
    subject = Subject(
        today.scenario, (first, second), (arms[0].scenario, arms[1].scenario), seed, preset, replications
    )
    pieces = {
        name: tuple([unit[arm][name] for unit in units if name in unit[arm]] for arm in (0, 1))
        for name in takings
    }
    return subject, pieces  # type: ignore[return-value]
