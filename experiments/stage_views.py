"""One result by any stage model: what was counted at touchpoints, added up by their labels. Nothing is run again."""

from typing import get_args

import numpy as np
import pandas as pd

from experiments.errors import unknown
from experiments.kpis import MICRO, RunLike
from experiments.statistics import t_interval
from scenarios.labels import StageModel, labels
from scenarios.network import STEPS, step_of, written_edge
from scenarios.schema import LOST, Scenario

MODELS: tuple[str, ...] = (*get_args(StageModel), "step")
HIDDEN = "(not seen)"
COUNTS = ("visits", "contacts", "lost", "defects", "pain", "cost_eur", "days")
"""Per touchpoint: visits; contacts finished; journeys that end there in LOST; defects (failed, dropped on the way
there, asked again, abandoned); pain (performance those cost, as `behaviour.experience` weighs them, and waiting);
cost of contacts,
EUR; days (visits times mean delay, plus queue and service)."""


def known_model(name: str) -> str:
    """The stage model of this name. Raises InputError."""
    if name not in MODELS:
        raise unknown("stage model", name, MODELS)
    return name


def places(run: RunLike) -> pd.DataFrame:
    """What was counted at each touchpoint of one run: a row per touchpoint, columns `COUNTS`, totals of the run."""
    world, names = run.scenario, run.names
    rows = {}
    for code, here in zip(names.touchpoints, run.touchpoints, strict=True):
        defects = float(here["failures"] + here["repeats"] + here["abandoned"])
        pain = pain_at(
            world, code, float(here["failures"]), float(here["wait_minutes"]), float(here["abandoned"])
        )
        pain += pain_on_the_way(world, float(here["repeats"]), 0.0)
        days = float(here["visits"]) * world.touchpoints[code].delay_days + float(here["sojourn_days"])
        cost = float(here["cost_micro"]) * MICRO
        counts = (float(here["visits"]), float(here["contacts"]), 0.0, defects, pain, cost, days)
        rows[code] = dict(zip(COUNTS, counts, strict=True))
    for (start, end), way in zip(names.edges, run.edges, strict=True):
        if end == LOST:
            rows[start]["lost"] += float(way["traversals"])
        elif end in rows:
            edge, drops = written_edge(world, (start, end)), float(way["drops"])
            rows[end]["defects"] += drops
            rows[end]["pain"] += pain_on_the_way(world, 0.0, drops)
            rows[end]["days"] += float(way["traversals"]) * (0.0 if edge is None else edge.delay_days)
    index = pd.Index(names.touchpoints, name="touchpoint")
    return pd.DataFrame(list(rows.values()), index=index, columns=list(COUNTS))


def pain_at(world: Scenario, code: str, failures: float, wait_minutes: float, abandoned: float) -> float:
    """Performance lost at a touchpoint to failures, waits (against the channel's patience) and giving up."""
    feel, channel = world.behaviour.experience, world.channels.get(world.touchpoints[code].channel or "")
    patience = None if channel is None or not channel.live else channel.patience_minutes
    waiting = 0.0 if patience is None else wait_minutes / patience
    return (
        feel.failure_penalty * failures
        + feel.wait_penalty * waiting
        + feel.abandonment_penalty * abandoned
    )  # fmt: skip


def pain_on_the_way(world: Scenario, repeats: float, drops: float) -> float:
    """Performance lost to what a hand-off forgets: items asked again, cases dropped."""
    feel = world.behaviour.experience
    return feel.repeat_penalty * repeats + feel.dropped_penalty * drops


def labelled(scenario: Scenario) -> pd.DataFrame:
    """The label of every touchpoint (row) in every stage model (column); what a model hides is `HIDDEN`."""
    return pd.DataFrame(
        {
            model: [
                (step_of(scenario, code) if model == "step" else labels(code, point, model)) or HIDDEN
                for code, point in scenario.touchpoints.items()
            ]
            for model in MODELS
        },
        index=pd.Index(scenario.touchpoints, name="touchpoint"),
    )


def counted_places(run: RunLike) -> pd.DataFrame:
    """`places`, with the number of people who entered the run as a column of its own."""
    table = places(run)
    return table.assign(entered=float(np.isfinite(run.people["entered_day"]).sum()))


def long_table(found: dict[str, list[pd.DataFrame]], scenario: Scenario) -> pd.DataFrame:
    """All runs in one table: arm, replication, touchpoint, `entered`, `COUNTS`, and the label in every stage model."""
    names = labelled(scenario)
    return pd.concat(
        [
            table.join(names).reset_index().assign(arm=arm, replication=replication)
            for arm, tables in found.items()
            for replication, table in enumerate(tables)
        ],
        ignore_index=True,
    )[["arm", "replication", "touchpoint", "entered", *COUNTS, *MODELS]]


def by_stage(counts: pd.DataFrame, names: pd.DataFrame, model: str) -> pd.DataFrame:
    """Sums over the touchpoints of each stage, stages in the order in which they first occur (goal steps in theirs).

    counts: a row per touchpoint, as `places` gives it.  names: as `labelled` gives it.  Raises InputError for an
    unknown model. Column sums are those of `counts`, whichever the model.
    """
    label = names[known_model(model)].reindex(counts.index)
    order = [step for step in STEPS if step in set(label)] if model == "step" else list(dict.fromkeys(label))
    sums = counts.groupby(label.to_numpy()).sum().reindex([*order])
    sums.index.name = "stage"
    return sums


def compared_by_stage(table: pd.DataFrame, model: str) -> pd.DataFrame:
    """Two designs by stage, per 100 people who entered: mean of each, and the paired difference with its limits.

    table: a row per design (S first, I second), replication and touchpoint, with the columns of `places` and
    `labelled` and `entered`, the people who entered that run. Returns rows (stage, count) with first, second,
    difference, low, high.
    """
    known_model(model)
    names = table.drop_duplicates("touchpoint").set_index("touchpoint")[list(MODELS)]
    worlds: dict[str, list[pd.DataFrame]] = {"S": [], "I": []}
    for (arm, _), rows in table.groupby(["arm", "replication"], sort=True):
        per_100 = 100.0 / max(float(rows["entered"].iloc[0]), 1.0)
        worlds[str(arm)].append(by_stage(rows.set_index("touchpoint")[list(COUNTS)], names, model) * per_100)
    first, second = (np.array([one.to_numpy() for one in worlds[arm]]) for arm in ("S", "I"))
    stages = worlds["S"][0].index
    found = []
    for row, stage in enumerate(stages):
        for column, count in enumerate(COUNTS):
            a, b = first[:, row, column], second[:, row, column]
            change = t_interval(b - a)
            found.append({
                "stage": stage, "count": count, "first": float(a.mean()), "second": float(b.mean()),
                "difference": change.estimate, "low": change.low, "high": change.high,
            })  # fmt: skip
    return pd.DataFrame(found).set_index(["stage", "count"])
