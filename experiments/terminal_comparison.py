"""A comparison as people read it in a terminal."""

from collections.abc import Iterator

from experiments.comparison import Comparison
from experiments.terminal import console, print_line, print_table, prose
from experiments.verdict import break_even_words

WIDE = 132  # from this many columns on the table says itself who was counted


def print_comparison(comparison: Comparison) -> None:
    """The paired table, who changed sides, the parts, break-even and band, the verdict and what it assumes."""
    first, second = comparison.design_titles
    print_line(
        f"{comparison.title}: {first} against {second}, the same customers in both, "
        f"{comparison.replications} paired replications, preset {comparison.preset}"
    )
    wide = console().width >= WIDE
    head = ["measure", *comparison.design_titles, "difference", "95 % interval", "reading"]
    rows = [
        [*row[:5], reading, *([row[5]] if wide else [])]
        for row, reading in zip(comparison.rows(), _readings(comparison), strict=True)
    ]
    print_table([*head, "who was counted"] if wide else head, rows, numbers=(1, 2, 3, 4))
    if not wide:
        print_line("Who was counted:")
        for row in comparison.rows():
            print_line(f"  {row[0]}: {row[5]}")
        print_line()
    prose(comparison.interval_words)
    if comparison.precision is not None:
        prose(comparison.precision_words)
    prose(comparison.pairing)
    print_line()
    _print_people(comparison)
    _print_parts(comparison)
    _print_band(comparison)
    words = comparison.verdict
    for text in (words.worth, words.rests_on):
        prose(text, "bold")
        print_line()
    prose(comparison.assumptions)
    if comparison.rests_most_on is not None:
        prose(comparison.rests_most_on.sentence)
    for note in comparison.notes:
        prose(f"Note: {note}.")


def _readings(comparison: Comparison) -> Iterator[str]:
    for kpi in comparison.kpis:
        row = comparison.differences.loc[kpi.name]
        if row["low"] != row["low"]:
            yield "–"
        elif row["low"] == 0.0 == row["high"]:
            yield "same"
        elif not row["sign"]:
            yield "undecided"
        else:
            yield {1: "better", -1: "worse", 0: "differs"}[int(row["sign"]) * kpi.better]


def _print_people(comparison: Comparison) -> None:
    rows = []
    for outcome, what in (("converted", "reach the goal"), ("kept", "reach the goal and stay")):
        cells = [what]
        for change in ("saved", "lost", "net"):
            side = comparison.changed_sides(outcome, change)
            cells.append(f"{side.estimate:.1f} ({side.low:.1f} to {side.high:.1f})")
        rows.append(cells)
    second = comparison.design_titles[1]
    head = ("of 1,000 people", f"saved by {second}", f"lost by {second}", "net")
    print_table(head, rows, numbers=(1, 2, 3), title="The same people in both worlds")


def _print_parts(comparison: Comparison) -> None:
    if comparison.arms is None:
        return
    rows = []
    for name in (comparison.headline, "churn_rate_12m", "profit"):
        kpi, cells = comparison.kpi(name), []
        for part in ("process", "mechanisms", "interaction"):
            share = comparison.contribution(name, part)
            if share is not None:
                cells.append(
                    f"{kpi.change(share.estimate)} ({kpi.change(share.low)} to {kpi.change(share.high)})"
                )
        rows.append([f"{kpi.title}, {kpi.unit_of_difference}", *cells])
    head = (
        "difference comes from",
        "process (routing, delays)",
        "mechanisms (other levers)",
        "of which only together",
    )
    print_table(head, rows, numbers=(1, 2, 3), title="Where it comes from")


def _print_band(comparison: Comparison) -> None:
    if comparison.break_even is not None:
        for name in comparison.break_even.roots:
            words = break_even_words(comparison.break_even, name)
            print_line(f"Break-even, {comparison.kpi(name).title}: {words}.")
    if comparison.band is not None:
        for name in (comparison.headline, "profit"):
            kpi, row = comparison.kpi(name), comparison.band.loc[name]
            print_line(
                f"Band over {int(row['draws'])} draws of the uncertain coefficients, {kpi.title}: "
                f"{kpi.change(float(row['lowest']))} to {kpi.change(float(row['highest']))} {kpi.unit_of_difference}."
            )
    print_line()
