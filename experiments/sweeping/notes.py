"""What a careful reader of a sweep should be told, and what it rests on."""

from collections.abc import Iterator

from experiments.study.points import Lived
from experiments.sweeping.asked import acts_everywhere
from experiments.sweeping.plan import Plan
from scenarios import overlay

SAMPLED = ("latin_hypercube", "sobol")


def notes(plan: Plan, lived: Lived, enough: int) -> Iterator[str]:
    """Notes as sentences. enough: replications from which on t intervals of skewed measures hold."""
    yield _intervals(len(plan.values) - len(lived.problems))
    if lived.problems:
        first = next(iter(lived.problems))
        yield (
            f"{len(lived.problems)} of {len(plan.values)} points are no world that can be, and stay in the tables "
            f"without numbers; point {first}: {lived.problems[first]}."
        )
    if plan.method in SAMPLED:
        yield "Shares of points are of this sample, in which every value of a range is as likely as any other."
    yield from _today(plan)
    yield from _overruled(plan)
    if plan.asked.replications < enough:
        yield (
            f"{plan.asked.replications} replications at each point: below {enough} the intervals of skewed measures "
            "may be too narrow."
        )
    yield from (f"Today's number not met: {sentence.rstrip('.')}." for sentence in plan.question.unmet)


def assumptions(plan: Plan) -> str:
    """What all of it rests on, in one sentence or two."""
    scenario, (_, second) = plan.asked.scenario, plan.question.designs
    pulled = [scenario.levers[code] for code in overlay.levers_of(scenario, second)]
    levers = "; ".join(f"{lever.title} [{lever.evidence}]" for lever in pulled)
    parts = [f"lever levels are assumed ({levers})" if pulled else "no lever"]
    rest = [path for path in scenario.uncertainties if path not in {f.path for f in plan.factors}]
    if rest:
        parts.append(
            f"{len(rest)} uncertain coefficients that are not varied at their {plan.asked.preset} values"
        )
    return f"Assumed, not found: {'; '.join(parts)}. Intervals show simulation noise only."


def _intervals(points: int) -> str:
    alone = "Limits are 95 % at each point (t, paired by replication: the same customers in both designs)"
    if points < 2:
        return f"{alone}."
    chance = "each misses the truth with a chance of 5 %"
    if points >= 20:
        chance = f"of {points:,} such intervals about {round(0.05 * points):,} miss the truth by chance"
    return (
        f"{alone}; {chance}, so low_all and high_all hold at all points of a measure together (Bonferroni)."
    )


def _today(plan: Plan) -> Iterator[str]:
    """How today's company is taken at other values of a coefficient."""
    moved = [factor.path for factor in plan.factors if acts_everywhere(factor.path)]
    if not moved:
        return
    wanted = plan.asked.scenario.calibrate
    solved = wanted.conversion or wanted.targets or any(
        value is not None for name, value in wanted if name not in ("conversion", "targets")
    )  # fmt: skip
    if plan.asked.calibrate == "each":
        yield "Today's company was solved anew at every point, so it meets its own numbers at each."
    elif solved:
        yield (
            "At other values today's company is the one that was solved at the scenario's own values: its intercepts "
            "are not solved anew, so its own numbers move, too (calibrate: each solves it at every point)."
        )


def _overruled(plan: Plan) -> Iterator[str]:
    """Factors that a lever sets, so that only one design moves with them."""
    scenario = plan.asked.scenario
    for factor in plan.factors:
        if not acts_everywhere(factor.path):
            continue
        for design in plan.question.designs:
            for code in overlay.levers_of(scenario, design):
                path = next((p for p in scenario.levers[code].changes if _overlap(p, factor.path)), None)
                if path is not None:
                    yield (
                        f"{factor.path} is set by lever {code} under {design}, which does not move with it; to move "
                        f"that, vary levers.{code}.changes.{path}, level:{code} or {design}:{factor.path}."
                    )


def _overlap(one: str, other: str) -> bool:
    return one == other or other.startswith(f"{one}.") or one.startswith(f"{other}.")
