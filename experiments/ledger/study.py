"""Making the ledger: both designs at both ends of every range, one assumption at a time, on the same customers.

First one end of every range on one replication; then the other end of those that move the answer most; then further
replications of the first of these.
Intercepts stay as they were solved at the central values: what is asked is what the answer would be for today's
company, as it was solved, if one number were another. The yearly churn of today is the exception: one step of the
solver moves the baseline hazard.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from experiments import worlds
from experiments.errors import InputError, unknown
from experiments.kpis import Kpi, kpis_of
from experiments.ledger.assumptions import End
from experiments.ledger.observe import GROUPS, Seen
from experiments.ledger.pairs import Pairs, difference, pairs
from experiments.ledger.plan import plan
from experiments.ledger.result import Effect, Ledger
from experiments.statistics import Floats
from experiments.workers import Told, Workers, phases
from scenarios.remarks import Remark
from scenarios.schema import Scenario

BOTH_ENDS = 40
REFINED = 12
REPLICATIONS = 3
NOISE = 2.0  # standard errors
Job = tuple[str, str, int]
"""Path of an assumption, name of the end, replication."""


def make(
    scenario: Scenario,
    designs: tuple[str, str] | None = None,
    *,
    preset: str = "central",
    seed: int = 1,
    kpi: str | None = None,
    quick: bool = False,
    both_ends: int = BOTH_ENDS,
    refined: int = REFINED,
    replications: int = REPLICATIONS,
    remarks: Mapping[str, Remark] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Ledger:
    """The ledger of a comparison of two designs.

    kpi: the measure it goes by; profit when left out, or the first that differs where profit does not.
    quick: one end of every range only.  both_ends, refined: how many of the assumptions that move it most get the other
    end, and `replications` instead of one.  remarks: evidence that the scenario's author wrote beside numbers.
    workers: threads; one per core when left out. Raises InputError for unknown names and senseless numbers.
    """
    pair = worlds.known_designs(scenario, designs)
    names = [k.name for k in kpis_of(scenario)]
    if kpi is not None and kpi not in names:
        raise unknown("measure", kpi, names)
    if replications < 1:
        raise InputError(f"replications must be 1 or more, got {replications}")

    about = phases(progress)
    found = plan(scenario, pair, preset, remarks)
    both = pairs(scenario, pair, preset, seed, about)
    ends = {(a.path, name): end for a in found.varied for name, end in a.ends.items()}
    first = {(a.path, a.first) for a in found.varied}
    again = range(1, 1 if quick else replications)
    others = 0 if quick else min(both_ends, len(ends) - len(first))
    planned = 1 + len(first) + others + len(again) * (1 + 2 * min(refined, len(first)))
    with Workers(workers, planned, about("varying one assumption at a time")) as pool:
        central = {0: pool.each(both.central, [0])[0]}
        moved = _lived(pool, both, ends, central, [(*place, 0) for place in ends if place in first])
        heard = {path for path, _, _ in moved}  # of the rest the first end breaks a rule of the schema
        moved |= _lived(
            pool, both, ends, central, [(*at, 0) for at in ends if at[0] not in heard and at not in first]
        )
        leading = kpi or _leading(kpis_of(scenario), _paid(both, central[0]))
        place = names.index(leading)
        if not quick:
            best = _widest(moved, place, both_ends)
            other = [(*at, 0) for at in ends if (*at, 0) not in moved and at not in first and at[0] in best]
            moved |= _lived(pool, both, ends, central, other)
        best = _widest(moved, place, refined)
        central |= dict(zip(again, pool.each(both.central, again), strict=True))
        further = [(path, end, r) for path, end in ends if path in best for r in again]
        moved |= _lived(pool, both, ends, central, further)
    return Ledger(
        scenario=scenario,
        designs=pair,
        preset=preset,
        seed=seed,
        quick=quick,
        leading=leading,
        assumptions=found.varied,
        without_range=found.without_range,
        difference=dict(
            zip(names, np.mean([_paid(both, seen) for seen in central.values()], axis=0), strict=True)
        ),
        effects=_effects(moved),
        replications={path: len({r for p, _, r in moved if p == path}) for path, _, _ in moved},
        key=found.key,
    )


def _widest(moved: Mapping[Job, Floats], measure: int, count: int) -> set[str]:
    """Paths of the assumptions that move a measure most."""
    swing = {path: effects[measure].swing for path, effects in _effects(moved).items()}
    return set(sorted(swing, key=lambda path: -swing[path])[:count])


def _lived(
    pool: Workers,
    both: Pairs,
    ends: Mapping[tuple[str, str], End],
    central: Mapping[int, tuple[Seen, ...]],
    jobs: Iterable[Job],
) -> dict[Job, Floats]:
    """What each end adds to the difference in each replication; ends that break a rule are left out."""
    listed = list(jobs)
    results = pool.each(lambda job: both.moved(ends[job[:2]], job[2], central[job[2]]), listed)
    return {job: moved for job, moved in zip(listed, results, strict=True) if moved is not None}


def _paid(both: Pairs, seen: tuple[Seen, ...]) -> Floats:
    """The difference of every measure over everybody counted."""
    return np.asarray(difference(seen, [arm.cost for arm in both.arms])[0])


def _leading(kpis: tuple[Kpi, ...], central: Floats) -> str:
    """Profit, or the first measure whose difference can be seen where profit's cannot."""
    seen = {
        kpi.name: kpi.change(float(d)).strip("+-–0.,") != "" for kpi, d in zip(kpis, central, strict=True)
    }
    return next((name for name in ("profit", *seen) if seen[name]), "profit")


def _effects(moved: Mapping[Job, Floats]) -> dict[str, tuple[Effect, ...]]:
    """The mean movement at both ends over replications, with its noise; one Effect per measure."""
    effects = {}
    for path in dict.fromkeys(path for path, _, _ in moved):
        ends = {
            name: np.array([m for (p, end, _), m in moved.items() if (p, end) == (path, name)])
            for name in ("low", "high")
        }
        seen = {name: runs for name, runs in ends.items() if len(runs)}
        mean = {name: runs[:, 0, :].mean(axis=0) for name, runs in seen.items()}
        noise = np.max([noise_of(runs) for runs in seen.values()], axis=0)
        nowhere = np.full_like(noise, np.nan)
        columns = (mean.get("low", nowhere), mean.get("high", nowhere), noise)
        effects[path] = tuple(Effect(*map(float, values)) for values in zip(*columns, strict=True))
    return effects


def noise_of(runs: Floats) -> Floats:
    """Twice the standard error of a mean movement, shape (measures,); NaN where a measure does not exist.

    runs (replications, 1 + groups, measures). The larger of two standard errors: between groups of people inside a
    replication, and between replications where there are several.
    """
    replications, groups = len(runs), runs[:, 1:, :]
    there = np.isfinite(groups)
    count = there.sum(axis=1)
    mean = np.where(there, groups, 0.0).sum(axis=1) / np.maximum(count, 1)
    square = np.where(there, (groups - mean[:, None, :]) ** 2, 0.0).sum(axis=1)
    within = np.where(count > 1, square / np.maximum(count - 1, 1), np.nan).mean(axis=0) / (
        GROUPS * replications
    )
    between = runs[:, 0, :].var(axis=0, ddof=1) / replications if replications > 1 else within
    return np.asarray(NOISE * np.sqrt(np.fmax(within, between)))
