"""What every coalition of levers reached, in every replication."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from experiments.levers.players import Player, pulled
from experiments.levers.shapley import Coalition
from experiments.statistics import Floats
from experiments.study.question import Question
from experiments.study.trials import Trial, Trials, price
from scenarios import overlay
from scenarios.schema import Cost

GROSS, PRICE = "profit_before_levers", "lever_price"
"""Profit before levers are paid for, and what they cost, EUR per counted entrant: profit is the one less the other."""


@dataclass(frozen=True)
class World:
    """One world in every replication it was lived through in.

    values: replication -> every measure, profit net of its levers, then GROSS and PRICE.
    years: replication -> customer-years and years of the counting window, both per counted entrant.
    """

    values: Mapping[int, Floats]
    years: Mapping[int, Floats]


def unpaid(question: Question, codes: Collection[str]) -> Trial:
    """The world with these levers pulled, before they are paid for."""
    return replace(question.levers(codes), cost=Cost())


def looked_up(trials: Trials, trial: Trial, cost: Cost, replications: Collection[int]) -> World:
    """An unpaid trial that was lived through in these replications, once its levers are paid for."""
    chosen = sorted(replications)
    measured = trials.measured([trial], chosen)[0]
    years = trials.years([trial], chosen)[0]
    profit = trials.place("profit")
    gross, cost_eur = measured[:, profit].copy(), price(cost, years[:, 0], years[:, 1])
    measured[:, profit] = gross - cost_eur
    values = np.column_stack([measured, gross, cost_eur])
    return World(dict(zip(chosen, values, strict=True)), dict(zip(chosen, years, strict=True)))


@dataclass(frozen=True)
class Played:
    """Coalitions of players and what they reached.

    names: of the measures, GROSS and PRICE last.  worlds: coalition -> its world; only those coalitions that were asked
    for, each in the replications it was asked for.
    """

    question: Question
    players: list[Player]
    names: tuple[str, ...]
    replications: int
    worlds: Mapping[Coalition, World]

    @property
    def everybody(self) -> Coalition:
        return frozenset(range(len(self.players)))

    def value(self, coalition: Coalition, replication: int) -> Floats:
        """Every measure of a coalition in one replication, shape (measures,)."""
        return self.worlds[coalition].values[replication]

    def column(self, coalition: Coalition, name: str) -> Floats:
        """One measure of a coalition that was lived through in all replications, shape (replications,)."""
        at = self.names.index(name)
        return np.array([self.value(coalition, r)[at] for r in range(self.replications)])

    def years(self, coalition: Coalition) -> Floats:
        """Customer-years and years of the window per counted entrant, shape (replications, 2)."""
        return np.array([self.worlds[coalition].years[r] for r in range(self.replications)])

    def cost(self, coalition: Coalition) -> Cost:
        """What all levers of a coalition cost, those of the first design among them."""
        return overlay.price_of(self.question.scenario, pulled(self.question, self.players, coalition))


def played(
    question: Question,
    players: list[Player],
    trials: Trials,
    wanted: Mapping[int, Collection[Coalition]],
    others: Collection[Trial] = (),
) -> Played:
    """Live through coalitions.

    wanted: replication -> coalitions; replications count from 0.  others: trials to live through on the way, in every
    replication, to be looked up in `trials` afterwards.
    """
    replications: dict[Coalition, list[int]] = {}
    for replication, coalitions in wanted.items():
        for coalition in coalitions:
            replications.setdefault(coalition, []).append(replication)
    worlds = {coalition: unpaid(question, pulled(question, players, coalition)) for coalition in replications}
    jobs = [(worlds[coalition], r) for coalition, chosen in replications.items() for r in chosen]
    jobs += [(trial, r) for trial in others for r in wanted]
    trials.live(jobs, "pulling levers one by one and together")
    out = Played(question, players, (*trials.names, GROSS, PRICE), len(wanted), {})
    found = {c: looked_up(trials, worlds[c], out.cost(c), chosen) for c, chosen in replications.items()}
    return replace(out, worlds=found)
