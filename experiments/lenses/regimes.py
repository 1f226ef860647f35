"""The five lenses as five managements of one company: each spends the same budget on what it sees, by its own rule."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.errors import InputError, unknown
from experiments.kpis import Counted, Kpi, counted, kpis_of, measure
from experiments.lenses.comparison import GOAL_RATE, KPIS, LensComparison
from experiments.lenses.functions import function_steps
from experiments.lenses.look import Prices, losses
from experiments.lenses.measures import Measure, bought, measures_of
from experiments.lenses.spending import spend
from experiments.manifest import manifest
from experiments.statistics import Floats, paired, t_interval
from experiments.workers import Told, Workers, about
from experiments.worlds import Arm
from scenarios import load
from scenarios.lenses import REFERENCE, Lens, Sight
from scenarios.network import lenses_of, sight
from scenarios.schema import Scenario
from sim.intercepts import Intercepts

TODAY = "today"


@dataclass(frozen=True)
class Regime:
    """A lens at work: what it sees, and what it spends on each measure, EUR a year."""

    name: str
    lens: Lens
    sight: Sight
    euros: Floats


def compare_lenses(
    scenario: Scenario | str | os.PathLike[str],
    lenses: Sequence[str] = ("all",),
    *,
    replications: int = 30,
    seed: int = 1,
    preset: str = "central",
    workers: int | None = None,
    progress: Told | None = None,
) -> LensComparison:
    """Let every lens improve today's company (the first design) with the same yearly budget, and compare what comes
    out.

    lenses: names of lenses, built-in or the scenario's own, or `all`. The goal lens is always there to be compared
        with.
    replications, seed, preset, workers, progress: as in `experiments.compare`; the same customers in every world.
    Raises InputError for unknown names and senseless numbers, ScenarioError for a broken scenario file.
    """  # fmt: skip
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    chosen = known_lenses(scenario, lenses)
    first = next(iter(scenario.designs))
    known = worlds.anchor(scenario, preset, progress=about(progress, "calibrating today's company"))
    today = worlds.arms_of(known.scenario, (first, first), preset, middle=False)[0]
    measures = measures_of(today.scenario)
    table, prices = losses(today, measures, known.intercepts, about(progress, "looking at today's company"))
    regimes = [regime(today.scenario, name, chosen[name], measures, table) for name in chosen]
    arms = [today, *(improved(today, one, measures) for one in regimes)]
    lived_through = about(progress, f"lenses of {scenario.scenario}")
    with Workers(workers, replications * len(arms), lived_through) as pool:
        rows = pool.each(
            lambda r: _replication(arms, seed, r, known.intercepts),
            range(replications),
            lambda _: len(arms),
        )
    return _concluded(scenario, preset, seed, regimes, measures, table, prices, rows, known.unmet)


def known_lenses(scenario: Scenario, names: Sequence[str]) -> dict[str, Lens]:
    """The lenses of these names in the order of the scenario, the goal lens always among them. Raises InputError."""
    known = lenses_of(scenario)
    for name in names:
        if name != "all" and name not in known:
            raise unknown("lens", name, ["all", *known])
    return {
        name: lens for name, lens in known.items() if "all" in names or name in names or name == REFERENCE
    }


def regime(
    world: Scenario, name: str, lens: Lens, measures: Sequence[Measure], table: pd.DataFrame
) -> Regime:
    """What a lens does with the budget, given what each measure could win back (`look.losses`)."""
    seen = sight(world, lens)
    visible = np.array([seen.of(measure.at) for measure in measures], dtype=np.bool_)
    loss = np.where(visible, table[lens.objective].to_numpy(), 0.0)
    scales = np.array([measure.eur_per_year for measure in measures])
    euros = spend(lens.budget_rule, world.improvement.budget_eur_per_year, loss, scales)
    return Regime(name, lens, seen, euros)


def improved(today: Arm, one: Regime, measures: list[Measure]) -> Arm:
    """Today's company after a year's budget well or badly spent, the budget on its bill."""
    euros = {measure.code: float(spent) for measure, spent in zip(measures, one.euros, strict=True)}
    changes = bought(today.scenario, measures, euros)
    world = worlds.changed(today, changes).scenario if changes else today.scenario
    cost = today.cost.model_copy(update={"per_year_eur": today.cost.per_year_eur + float(np.sum(one.euros))})
    return Arm(one.name, one.lens.title, world, cost)


def _replication(
    arms: list[Arm], seed: int, replication: int, intercepts: Intercepts | None
) -> dict[str, dict[str, float]]:
    """The measures of every arm in one replication, by the arm's code."""
    people = worlds.populations(arms, seed, replication)
    found = {}
    for arm, own in zip(arms, people, strict=True):
        run = worlds.live(arm, seed=seed, replication=replication, intercepts=intercepts, people=own)
        found[arm.code if arm is not arms[0] else TODAY] = _measured(counted(run, arm.cost))
    return found


def _measured(c: Counted) -> dict[str, float]:
    return measure(c) | {GOAL_RATE.name: GOAL_RATE.measure(c)}


def shown_kpis(scenario: Scenario) -> tuple[Kpi, ...]:
    """The measures of a lens comparison: goal attainment first."""
    return (GOAL_RATE, *(kpi for kpi in kpis_of(scenario) if kpi.name in KPIS))


def _concluded(
    scenario: Scenario,
    preset: str,
    seed: int,
    regimes: list[Regime],
    measures: list[Measure],
    table: pd.DataFrame,
    prices: Prices,
    rows: list[dict[str, dict[str, float]]],
    unmet: tuple[str, ...],
) -> LensComparison:
    kpis = shown_kpis(scenario)
    names = [one.name for one in regimes]
    values = {
        (name, kpi.name): np.array([row[name][kpi.name] for row in rows])
        for name in (TODAY, *names)
        for kpi in kpis
    }
    return LensComparison(
        scenario=scenario.scenario,
        title=scenario.title,
        preset=preset,
        seed=seed,
        replications=len(rows),
        budget_eur_per_year=scenario.improvement.budget_eur_per_year,
        kpis=kpis,
        titles={one.name: one.lens.title for one in regimes},
        results=_results(values, names, kpis),
        blind_spots=_blind_spots(values, regimes, measures, table, kpis),
        spending=_spending(regimes, measures, table),
        functions=function_steps(scenario),
        euros_per_goal=prices.goal,
        euros_per_point=prices.point,
        notes=(*unmet, *_cautions(regimes, measures)),
        manifest=manifest(
            scenario, designs=(next(iter(scenario.designs)),) * 2, preset=preset, seed=seed, replications=len(rows),
            parts={"lenses": names},
        ),
    )  # fmt: skip


def _cautions(regimes: list[Regime], measures: list[Measure]) -> list[str]:
    """What a careful reader should be told about money spent on routing, whose success is an assumption itself."""
    moves = np.array([any(path.endswith(".next") for path in measure.changes) for measure in measures])
    shares = {one.lens.title: float(one.euros[moves].sum() / (one.euros.sum() or 1.0)) for one in regimes}
    large = ", ".join(f"{title} {share:.0%}" for title, share in shares.items() if share >= 0.1)
    if not large:
        return []
    return [(
        f"Part of the money buys changed routing ({large}): how many people then go elsewhere is assumed in "
        "`improvement.purchases`, only what follows from it is simulated"
    )]  # fmt: skip


def _limits(prefix: str, values: Floats) -> dict[str, float]:
    interval = t_interval(values)
    return {prefix: interval.estimate, f"{prefix}_low": interval.low, f"{prefix}_high": interval.high}


def _results(values: dict[tuple[str, str], Floats], names: list[str], kpis: tuple[Kpi, ...]) -> pd.DataFrame:
    """Level of each measure under each lens, and its paired gain on today."""
    rows = []
    for name in (TODAY, *names):
        for kpi in kpis:
            gain = paired(values[TODAY, kpi.name], values[name, kpi.name]).difference
            row = {"lens": name, "kpi": kpi.name} | _limits("level", values[name, kpi.name])
            rows.append(row | {"gain": gain.estimate, "gain_low": gain.low, "gain_high": gain.high})
    return pd.DataFrame(rows).set_index(["lens", "kpi"])


def _blind_spots(
    values: dict[tuple[str, str], Floats],
    regimes: list[Regime],
    measures: list[Measure],
    table: pd.DataFrame,
    kpis: tuple[Kpi, ...],
) -> pd.DataFrame:
    """Per lens: what the goal lens gains more with the same money, and what loss lies where it cannot look."""
    value = table["value"].to_numpy()
    rows = []
    for one in regimes:
        hidden = np.array([not one.sight.of(measure.at) for measure in measures], dtype=np.bool_)
        row: dict[str, object] = {
            "lens": one.name,
            "touchpoints_seen": len(one.sight.touchpoints),
            "ways_seen": len(one.sight.edges),
            "hidden_eur": float(value[hidden].sum()),
            "hidden_share": float(value[hidden].sum() / value.sum()) if value.sum() > 0.0 else float("nan"),
        }
        for kpi in kpis:
            lost = paired(values[one.name, kpi.name], values[REFERENCE, kpi.name]).difference
            row |= {kpi.name: lost.estimate, f"{kpi.name}_low": lost.low, f"{kpi.name}_high": lost.high}
        rows.append(row)
    return pd.DataFrame(rows).set_index("lens")


def _spending(regimes: list[Regime], measures: list[Measure], table: pd.DataFrame) -> pd.DataFrame:
    """A row per measure: what it is, what it could win back by each objective, and what each lens spends on it."""
    facts = pd.DataFrame(
        [{"kind": one.kind, "at": one.at, "title": one.title, "eur_per_year": one.eur_per_year} for one in measures],
        index=table.index,
    )  # fmt: skip
    return facts.join(table).join(
        pd.DataFrame({f"spent_{one.name}": one.euros for one in regimes}, index=table.index)
    )
