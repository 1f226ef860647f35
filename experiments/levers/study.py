"""explain_levers(question) -> Levers: which worlds are needed, lived through once, and what they say together."""

from collections.abc import Callable

import numpy as np

from experiments.kpis import DAYS_PER_YEAR
from experiments.levers.attribution import attribute, needed
from experiments.levers.break_even import levels_of, pays
from experiments.levers.payback import payback, stages_of
from experiments.levers.played import played
from experiments.levers.players import Player, players_of
from experiments.levers.result import MONEY, Levers
from experiments.study.question import Question
from experiments.study.trials import Trials
from experiments.workers import Progress


def explain_levers(
    question: Question,
    *,
    replications: int,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
    players: list[Player] | None = None,
) -> Levers | None:
    """Share the difference between two designs out over the levers that make one out of the other.

    replications: 2 or more.  players: groups of levers instead of single ones (`players.grouped`).
    None when the designs pull the same levers.
    """
    players = players_of(question) if players is None else players
    if not players:
        return None
    trials = Trials(question.scenario, seed=seed, workers=workers, progress=progress)
    codes = [player.code for player in players]
    stages = {coalition for _, coalition in stages_of(question.scenario, players)}
    wanted = {r: needed(codes, seed, r) | stages for r in range(replications)}
    levels = {player.code: levels_of(question, players, player) for player in players}
    between = [trial for found in levels.values() for trial in found.trials.values()]
    lived = played(question, players, trials, wanted, between)
    return Levers(
        question=question,
        players=players,
        kpis=(*trials.kpis, *MONEY),
        replications=replications,
        seed=seed,
        worlds=sum(map(len, wanted.values())) + len(between) * replications,
        people=_people(question, float(np.mean(lived.years(lived.everybody)[:, 1]))),
        attribution=attribute(lived, seed),
        pays=pays(lived, trials, levels),
        payback=payback(lived),
    )


def _people(question: Question, years: float) -> float:
    """Who enter a year, or customers of the first day, from the years of the window per counted entrant."""
    scenario = question.scenario
    window = scenario.clock.follow_up_days / DAYS_PER_YEAR if scenario.arrivals.existing_customers else 1.0
    return window / years
