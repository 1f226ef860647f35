"""From what level on, and up to what price, a lever pays in the design it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from experiments.ledger.levels import between
from experiments.levers.played import GROSS, Played, looked_up
from experiments.levers.players import Player, pulled
from experiments.levers.shapley import Coalition
from experiments.statistics import LEVEL, Floats, Interval, Root, break_even
from experiments.study.levels import today_at
from experiments.study.question import Question
from experiments.study.trials import Trial, Trials, price
from scenarios import overlay
from scenarios.schema import Cost

BETWEEN = (0.5,)
"""Shares of a lever's level that are lived through, beside 0 (today) and 1 (as assumed)."""


@dataclass(frozen=True)
class Pays:
    """When a lever, or the whole package, pays; everything else of the second design as it is.

    level: share of the way from today to its level from which on it pays at its full price; None where it has no level
    between, or no price: `no_level` says so.
    price, worth: what it costs a year, one-off cost written off, and the highest price a year at which it would still
    pay, EUR a year for the whole company.
    """

    code: str
    title: str
    level: Root | None
    no_level: str
    price: Interval
    worth: Interval


@dataclass(frozen=True)
class Levels:
    """The worlds in which a lever is between today and its level: share -> trial; or why there are none."""

    trials: Mapping[float, Trial]
    why_none: str = ""


def levels_of(question: Question, players: list[Player], player: Player) -> Levels:
    """The second design with one lever part of the way."""
    if len(player.levers) != 1 or player.dropped:
        return Levels({}, "more than one lever, or one that is taken away")
    (code,) = player.levers
    lever = question.scenario.levers[code]
    if not _costs(lever.cost):
        return Levels({}, "no price")
    today = question.levers(overlay.levers_of(question.scenario, question.designs[0])).scenario
    everybody = frozenset(range(len(players)))
    trials = {}
    for share in BETWEEN:
        changes = {}
        for path, level in lever.changes.items():
            now = today_at(today, path)
            middle = between(path, now, level, share)
            if middle is None and now != level:
                return Levels({}, f"{path} is all or nothing")
            changes[f"levers.{code}.changes.{path}"] = level if middle is None else middle
        trials[share] = replace(question.levers(pulled(question, players, everybody), changes), cost=Cost())
    return Levels(trials)


def pays(lived: Played, trials: Trials, levels: Mapping[str, Levels]) -> list[Pays]:
    """Every lever that the second design pulls beyond the first, and last the package of all of them."""
    everybody = lived.everybody
    found = [
        _pays(lived, player.code, player.title, everybody - {number}, _level(lived, trials, number, levels))
        for number, player in enumerate(lived.players)
        if player.levers
    ]
    return [*found, _pays(lived, "all", "all levers together", frozenset(), (None, "many levels at once"))]


def _pays(lived: Played, code: str, title: str, without: Coalition, level: tuple[Root | None, str]) -> Pays:
    """What the players outside `without` cost, and what they are worth, a year."""
    everybody = lived.everybody
    years = lived.years(everybody)
    others = price(lived.cost(without), years[:, 0], years[:, 1])
    gain = lived.column(everybody, GROSS) - others - lived.column(without, "profit")
    cost = price(lived.cost(everybody), years[:, 0], years[:, 1]) - others
    return Pays(code, title, *level, ratio(cost, years[:, 1]), ratio(gain, years[:, 1]))


def _level(
    lived: Played, trials: Trials, number: int, levels: Mapping[str, Levels]
) -> tuple[Root | None, str]:
    """Where the profit of having a lever crosses zero between nothing of it and all of it."""
    player, everybody = lived.players[number], lived.everybody
    found = levels[player.code]
    if not found.trials:
        return None, found.why_none
    without, cost = lived.column(everybody - {number}, "profit"), lived.cost(everybody)
    years = lived.years(everybody - {number})
    nothing = lived.column(everybody - {number}, GROSS) - price(cost, years[:, 0], years[:, 1])
    curve = {0.0: nothing - without, 1.0: lived.column(everybody, "profit") - without}
    at = lived.names.index("profit")
    for share, trial in found.trials.items():
        world = looked_up(trials, trial, cost, range(lived.replications))
        curve[share] = np.array([world.values[r][at] for r in range(lived.replications)]) - without
    shares = sorted(curve)
    return break_even(shares, np.array([curve[share] for share in shares]).T), ""


def ratio(numerator: Floats, denominator: Floats, level: float = LEVEL) -> Interval:
    """The ratio of two means over replications with Fieller's limits (1954): all r for which the t interval of
    numerator - r * denominator holds zero; infinite when the denominator may be zero itself.

    Both of shape (replications,); raises ValueError when these differ.
    """
    a, b = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"a ratio needs equally many values, got {a.size} and {b.size}")
    n = a.size
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = float(a.mean() / b.mean())
    if n < 2:
        return Interval(estimate, np.nan, np.nan, n)
    (aa, ab), (_, bb) = np.cov(a, b) * (float(stdtrit(n - 1, 0.5 + level / 2.0)) ** 2 / n)
    square = b.mean() ** 2 - bb
    if square <= 0.0:
        return Interval(estimate, -np.inf, np.inf, n)
    middle = (a.mean() * b.mean() - ab) / square
    half = float(np.sqrt(max(middle**2 - (a.mean() ** 2 - aa) / square, 0.0)))
    return Interval(estimate, float(middle) - half, float(middle) + half, n)


def _costs(cost: Cost) -> bool:
    return bool(cost.one_off_eur or cost.per_year_eur or cost.per_customer_year_eur)
