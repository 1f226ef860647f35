"""A selection in sentences: who is best, by how much, how sure that is, and what it rests on."""

from experiments.kpis import Kpi
from experiments.selection.candidates import BUDGET_MEANING, BUDGET_UNIT
from experiments.selection.field import Field
from experiments.selection.result import HALVING, KN, Selection
from experiments.statistics import Interval


def amount(kpi: Kpi, value: float) -> str:
    """A difference with its sign and unit."""
    return f"{kpi.change(value)} {kpi.unit_of_difference}".rstrip()


def interval(kpi: Kpi, found: Interval) -> str:
    """Both limits of a difference."""
    return f"{kpi.change(found.low)} to {kpi.change(found.high)}"


def zone(selection: Selection) -> str:
    """The indifference zone with its unit, and whose choice it is."""
    said = (
        "as asked for"
        if selection.zone_named
        else "by default; name what is too small to matter to you with --indifference"
    )
    return f"Indifference zone: {_zone_size(selection)} in {selection.kpi.title} ({said})."


def _zone_size(selection: Selection) -> str:
    size, unit = f"{selection.zone * selection.kpi.scale:.3g}", selection.kpi.unit_of_difference
    return f"{size} {'point' if (size, unit) == ('1', 'points') else unit}".rstrip()


def field_of(selection: Selection) -> str:
    """How many candidates, and within which budget."""
    return f"{len(selection.candidates)} candidates{within(selection.budget)}"


def within(budget: float | None) -> str:
    """The budget in words, empty where there is none."""
    return "" if budget is None else f" within {budget:,.0f} {BUDGET_UNIT}"


def verdict(selection: Selection) -> str:
    """Who is best, how far ahead of today and of the runner-up, and whether the fresh replications agree."""
    won = selection.winner is selection.today
    who = "Nothing beats today" if won else f"Best in {selection.kpi.title}: {selection.winner.name}"
    return f"{who}. {finding(selection)}"


def finding(selection: Selection) -> str:
    """The verdict without the name of the winner."""
    kpi, other = selection.kpi, selection.reference
    lead = selection.leads[other.name].alone
    against = "today" if other is selection.today else "the runner-up"
    text = (
        f"On {selection.confirm} fresh replications {amount(kpi, lead.estimate)} against {against} ({other.name}), "
        f"{selection.level:.0%} interval {interval(kpi, lead)}"
    )
    if other is not selection.runner_up:
        second = selection.leads[selection.runner_up.name].alone
        text += (
            f"; {amount(kpi, second.estimate)} against the runner-up ({selection.runner_up.name}), "
            f"{interval(kpi, second)}"
        )
    return f"{text}. {_agreement(selection)}"


def _agreement(selection: Selection) -> str:
    worse = [name for name, lead in selection.leads.items() if lead.together.sign * selection.kpi.better < 0]
    if worse:
        return (
            f"The fresh replications contradict the choice: {', '.join(worse)} did better. Raise --first-stage or "
            "--runs and choose again."
        )
    same = [name for name, lead in selection.leads.items() if lead.alone.low == lead.alone.high == 0.0]
    rest = [name for name in selection.may_be_best[1:] if name not in same]
    said = [f"Exactly as good in every replication: {', '.join(same)}."] if same else []
    if rest:
        said.append(f"May be as good or better, within the intervals: {', '.join(rest)}.")
    elif len(same) < len(selection.leads):
        said.append("Every other candidate that was tested anew is worse beyond its interval.")
    return " ".join(said)


def guarantee(selection: Selection) -> str:
    """What the procedure promises, and what it does not."""
    level, ahead = f"{selection.level:.0%}", f"leads all others by {_zone_size(selection)} or more"
    count = len(selection.candidates)
    if selection.procedure == KN:
        return (
            f"Kim and Nelson's procedure on paired replications: the best of {count} is chosen with a probability of "
            f"{level} or more whenever it {ahead} (normal means assumed)."
        )
    if selection.procedure == HALVING:
        return (
            f"Successive halving with {selection.runs:,} runs: no probability of choosing the best is promised; what "
            "is known of the winner is what the fresh replications say."
        )
    finalists = len(selection.races[-1][1])
    return (
        f"{count} candidates were halved to {finalists} first; that the best is among them is not guaranteed. Among "
        f"them Kim and Nelson's procedure chooses the best with a probability of {level} or more whenever it {ahead} "
        "(normal means assumed)."
    )


def curse(selection: Selection) -> str:
    """What the winner's lead seemed to be, and is."""
    kpi, found = selection.kpi, selection.curse
    lead = selection.leads[selection.reference.name].alone
    flattered = "did not flatter it" if found.estimate * kpi.better <= 0.0 else "flattered it"
    return (
        f"Winner's curse: in the race the lead on {selection.reference.name} seemed to be "
        f"{amount(kpi, selection.seemed)}, on fresh replications it is {amount(kpi, lead.estimate)}, the figure to "
        f"quote. The race {flattered}: {amount(kpi, found.estimate)} ({interval(kpi, found)})."
    )


def prices(field: Field) -> str:
    """What prices are made of, and for how many customers."""
    return (
        f"Prices in {BUDGET_UNIT}: {BUDGET_MEANING} ({field.customers:,.0f}). Profit is net of what is "
        "really paid: prices per customer there follow each candidate's own customers."
    )


def assumptions(field: Field, preset: str) -> str:
    """What is assumed, not found."""
    scenario = field.question.scenario
    used = list(dict.fromkeys(code for each in field.candidates for code in each.levers))
    parts = ["what the candidates change, and its price"]
    if used:
        tags = sorted({scenario.levers[code].evidence for code in used})
        parts = [f"levels and prices of {len(used)} levers (evidence {', '.join(tags)})"]
    if scenario.uncertainties:
        parts.append(f"{len(scenario.uncertainties)} uncertain coefficients at their {preset} values")
    return f"Lever levels are assumed, not found: {'; '.join(parts)}. Intervals show simulation noise only."
