"""From what was lived to what is concluded: pure functions that turn measures into a Comparison."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments import calibration
from experiments.cautions import assumptions, notes
from experiments.comparison import BreakEven, Caveats, Comparison
from experiments.intervals import difference_interval
from experiments.kpis import Kpi
from experiments.manifest import manifest
from experiments.people import OUTCOMES
from experiments.precision import Precision
from experiments.records import Recorded, daily_table, edges_table
from experiments.shared_luck import pairing_words
from experiments.stage_views import long_table
from experiments.statistics import Floats, Interval, break_even, paired, t_interval
from experiments.uncertain import Draw
from experiments.voices.voice import SPANISH
from scenarios import overlay
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from experiments.neutral import Neutral
    from experiments.targets import Target

Measures = list[dict[str, float]]  # one per replication


@dataclass(frozen=True)
class Evidence:
    """What the replications left behind.

    measures: arm code -> measures of each replication, in order.  people: who changed sides, per replication.
    survival, at_risk: arm code -> array (replications, len(survival_days)).
    retention: level -> measures of the second design at that level (its first replications).
    uncertain: per draw, arm code -> measures.  targets, unmet: how well today's own numbers are met, and what is not,
    in sentences.
    places: arm code -> what was counted at touchpoints, per replication (`stage_views.counted_places`).
    records: arm code -> days and edges of the replications whose records were kept.
    precision: how a precision run ended.  neutral: what was changed so that the comparison is neutral.
    """

    scenario: Scenario
    designs: tuple[str, str]
    preset: str
    seed: int
    replications: int
    kpis: tuple[Kpi, ...]
    own_retention: float
    measures: dict[str, Measures]
    people: Measures
    survival_days: Floats
    survival: dict[str, Floats]
    at_risk: dict[str, Floats]
    retention: dict[float, Measures]
    draws: list[Draw]
    uncertain: list[dict[str, Measures]]
    targets: "tuple[Target, ...]" = ()
    unmet: tuple[str, ...] = ()
    places: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    records: dict[str, list[Recorded]] = field(default_factory=dict)
    precision: Precision | None = None
    neutral: "Neutral | None" = None


def conclude(e: Evidence) -> Comparison:
    """The Comparison that the evidence supports."""
    first, second = (e.scenario.designs[name] for name in e.designs)
    differences = _differences(e)
    levers = _levers(e)
    names = dict(zip("SI", e.designs, strict=True))
    return Comparison(
        scenario=e.scenario.scenario,
        title=e.scenario.title,
        designs=e.designs,
        design_titles=(first.title, second.title),
        preset=e.preset,
        seed=e.seed,
        replications=e.replications,
        follow_up_days=e.scenario.clock.follow_up_days,
        kpis=e.kpis,
        runs=_runs(e),
        differences=differences,
        people=_people(e),
        arms=_arms(e) if "P" in e.measures else None,
        break_even=_break_even(e) if e.retention else None,
        band=_band(e) if e.uncertain else None,
        survival=_survival(e),
        levers=levers,
        assumptions=assumptions(e, levers),
        notes=tuple(notes(e)),
        pairing=pairing_words(differences, e.kpis),
        calibration=pd.DataFrame(calibration.rows(e.targets), columns=[*calibration.COLUMNS]) if e.targets else None,
        places=long_table(e.places, e.scenario) if e.places else None,
        daily=daily_table(e.records, names) if e.records else None,
        edges=edges_table(e.records, names) if e.records else None,
        precision=e.precision,
        staff=None if e.neutral is None else e.neutral.staff,
        spanish=Caveats(
            assumptions(e, levers, SPANISH), tuple(notes(e, SPANISH)), pairing_words(differences, e.kpis, SPANISH)
        ),
        manifest=manifest(
            e.scenario, designs=e.designs, preset=e.preset, seed=e.seed, replications=e.replications, parts=_parts(e),
        ),
    )  # fmt: skip


def _parts(e: Evidence) -> dict[str, Any]:
    """What was asked beside the two designs; what was not asked for leaves no trace, so that ids stay what they are."""
    parts: dict[str, Any] = {
        "arms": "P" in e.measures,
        "break_even": bool(e.retention),
        "band": len(e.uncertain),
    }
    if e.precision is not None:
        parts["precision"] = e.precision.rule
    if e.neutral is not None:
        parts["neutral"] = e.neutral.kind
    return parts


def _column(measures: Measures, name: str) -> Floats:
    return np.array([row[name] for row in measures], dtype=np.float64)


def _limits(prefix: str, interval: Interval) -> dict[str, float]:
    return {prefix: interval.estimate, f"{prefix}_low": interval.low, f"{prefix}_high": interval.high}


def _runs(e: Evidence) -> pd.DataFrame:
    names = {"S": e.designs[0], "I": e.designs[1], "P": "process only", "M": "mechanisms only"}
    return pd.DataFrame(
        [
            {"arm": arm, "design": names[arm], "replication": replication, **row}
            for arm, rows in e.measures.items()
            for replication, row in enumerate(rows)
        ]
    )


def _differences(e: Evidence) -> pd.DataFrame:
    rows = []
    for kpi in e.kpis:
        first, second = _column(e.measures["S"], kpi.name), _column(e.measures["I"], kpi.name)
        pair = paired(first, second)
        change, method = difference_interval(second - first)
        levels = _limits("first", t_interval(first)) | _limits("second", t_interval(second))
        rows.append({
            "kpi": kpi.name, "title": kpi.title, "unit": kpi.unit, "better": kpi.better,
            **levels,
            "difference": change.estimate, "low": change.low, "high": change.high, "sign": change.sign,
            "interval": method, "correlation": pair.correlation, "variance_ratio": pair.variance_ratio,
            "width_ratio": pair.width_ratio, "replications": change.count, "estimand": kpi.estimand,
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("kpi")


def _people(e: Evidence) -> pd.DataFrame:
    rows = []
    for outcome in OUTCOMES:
        for change in ("saved", "lost", "net"):
            per_1000 = t_interval(_column(e.people, f"{outcome}_{change}"))
            rows.append({
                "outcome": outcome, "change": change, "per_1000": per_1000.estimate, "low": per_1000.low,
                "high": per_1000.high, "replications": per_1000.count,
                "people_per_replication": float(np.mean(_column(e.people, "people"))),
            })  # fmt: skip
    return pd.DataFrame(rows).set_index(["outcome", "change"])


def _arms(e: Evidence) -> pd.DataFrame:
    """Shapley values of two players: each part's mean contribution over both orders, and what only both give."""
    rows = []
    for kpi in e.kpis:
        s, p, m, i = (_column(e.measures[arm], kpi.name) for arm in "SPMI")
        process = t_interval(((p - s) + (i - m)) / 2.0)
        rows.append({
            "kpi": kpi.name, **_limits("process", process),
            **_limits("mechanisms", t_interval(((m - s) + (i - p)) / 2.0)),
            **_limits("interaction", t_interval(i - p - m + s)),
            "replications": process.count,
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("kpi")


def _break_even(e: Evidence) -> BreakEven:
    few = len(next(iter(e.retention.values())))
    at = {**e.retention, e.own_retention: e.measures["I"][:few]}
    levels = sorted(at)
    rows, roots = [], {}
    for name in (e.kpis[0].name, "profit"):
        today = _column(e.measures["S"][:few], name)
        differences = np.array([_column(at[level], name) - today for level in levels]).T
        finite = differences[np.all(np.isfinite(differences), axis=1)]
        if len(finite) < 2:
            continue
        roots[name] = break_even(levels, finite)
        for level, column in zip(levels, differences.T, strict=True):
            change = t_interval(column)
            rows.append(
                {
                    "kpi": name,
                    "retention": level,
                    "difference": change.estimate,
                    "low": change.low,
                    "high": change.high,
                }
            )
    columns = ["kpi", "retention", "difference", "low", "high"]
    return BreakEven(e.own_retention, pd.DataFrame(rows, columns=columns), roots, few)


def _band(e: Evidence) -> pd.DataFrame:
    rows = []
    for kpi in e.kpis:
        changes = np.array(
            [t_interval(_column(u["I"], kpi.name) - _column(u["S"], kpi.name)).estimate for u in e.uncertain]
        )
        changes = changes[np.isfinite(changes)]
        rows.append({
            "kpi": kpi.name,
            "lowest": changes.min() if changes.size else np.nan, "highest": changes.max() if changes.size else np.nan,
            "share_positive": float(np.mean(changes > 0.0)) if changes.size else np.nan, "draws": changes.size,
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("kpi")


def _survival(e: Evidence) -> pd.DataFrame:
    rows = []
    for arm, design in (("S", e.designs[0]), ("I", e.designs[1])):
        for k, day in enumerate(e.survival_days):
            stay = t_interval(e.survival[arm][:, k])
            rows.append({
                "arm": arm, "design": design, "day": day, "survival": stay.estimate, "low": stay.low, "high": stay.high,
                "at_risk": float(np.mean(e.at_risk[arm][:, k])),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _levers(e: Evidence) -> pd.DataFrame:
    columns = [
        "lever",
        "title",
        "kind",
        "evidence",
        "source",
        "one_off_eur",
        "per_year_eur",
        "per_customer_year_eur",
    ]
    rows = []
    for name in overlay.levers_of(e.scenario, e.designs[1]):
        pulled = e.scenario.levers[name]
        cost = pulled.cost
        rows.append((name, pulled.title, pulled.kind, pulled.evidence, pulled.source, cost.one_off_eur,
                     cost.per_year_eur, cost.per_customer_year_eur))  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
