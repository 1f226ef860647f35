"""A lens comparison as people read it in a terminal."""

from math import isfinite

from experiments.kpis import Kpi
from experiments.lenses.comparison import LensComparison
from experiments.lenses.regimes import TODAY
from experiments.statistics import Interval
from experiments.terminal import print_line, print_table, prose

MOST = 4  # purchases listed per lens


def print_lenses(comparison: LensComparison) -> None:
    """What each lens gains, what it cannot see and what it buys; the verdict and what it assumes."""
    prose(
        f"{comparison.title}: {comparison.budget_eur_per_year:,.0f} EUR a year, spent by each lens's own rule on what "
        f"it sees; the same customers under each, {comparison.replications} paired replications, "
        f"preset {comparison.preset}"
    )
    _print_gains(comparison)
    _print_blind_spots(comparison)
    _print_spending(comparison)
    prose(comparison.verdict, "bold")
    print_line()
    prose(comparison.assumptions)
    prose(f"Goal attained: {comparison.kpi('goal_rate').estimand}.")
    for note in comparison.notes:
        prose(f"Note: {note}.")


def _print_gains(comparison: LensComparison) -> None:
    names = ["goal_rate", comparison.kpis[1].name, "nps", "churn_rate_12m", "profit"]
    kpis = [comparison.kpi(name) for name in names]
    head = ("lens", "goal", kpis[1].title, "NPS", "churn", "profit")
    today = [
        "today, level",
        *(kpi.bare(float(comparison.results.loc[(TODAY, kpi.name), "level"])) for kpi in kpis),
    ]
    rows = [
        [comparison.titles[lens], *(_gain(kpi, comparison.gain(lens, kpi.name)) for kpi in kpis)]
        for lens in comparison.lenses
    ]
    title = "Gain on today and half its 95 % interval, points (profit: EUR); * decided"
    print_table(head, [today, *rows], numbers=(1, 2, 3, 4, 5), title=title)


def _gain(kpi: Kpi, gain: Interval) -> str:
    if not isfinite(gain.estimate):
        return "–"
    change = kpi.change(gain.estimate)
    star = "*" if gain.sign and change.strip("0.") else ""
    return f"{change} ±{kpi.bare(gain.half_width)}{star}"


def _print_blind_spots(comparison: LensComparison) -> None:
    profit, goal = comparison.kpi("profit"), comparison.kpi("goal_rate")
    rows = []
    for lens in comparison.lenses:
        row = comparison.blind_spots.loc[lens]
        share = float(row["hidden_share"])
        rows.append((
            comparison.titles[lens], f"{row['touchpoints_seen']:.0f}", f"{row['ways_seen']:.0f}",
            f"{share:.0%}" if isfinite(share) else "–",
            _gain(goal, comparison.blind_spot_loss(lens, "goal_rate")), _gain(profit, comparison.blind_spot_loss(lens)),
        ))  # fmt: skip
    print_table(
        ("lens", "steps", "ways", "out of sight", "goal", "profit"),
        rows, numbers=(1, 2, 3, 4, 5), title="Blind spots: what it sees, and what the goal lens gains more",
    )  # fmt: skip


def _print_spending(comparison: LensComparison) -> None:
    rows = []
    for lens in comparison.lenses:
        spent = comparison.spent(lens)
        items = [f"{euros / 1000.0:,.0f}k {code}" for code, euros in spent.head(MOST).items()]
        more = f" and {len(spent) - MOST} more" if len(spent) > MOST else ""
        rows.append((comparison.titles[lens], ", ".join(items) + more or "nothing: it sees no loss"))
    print_table(("lens", "EUR a year"), rows, title="What it buys")
