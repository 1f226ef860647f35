"""A selection, and a front, as people read them in a terminal."""

from math import isfinite

from experiments.kpis import Kpi
from experiments.selection import words
from experiments.selection.field import Field
from experiments.selection.front import Front
from experiments.selection.result import Selection
from experiments.statistics import Interval
from experiments.terminal import print_line, print_table, prose

MOST_ROWS = 20


def print_selection(selection: Selection) -> None:
    """Who went out when, the test of the winner, and what it rests on."""
    prose(
        f"{selection.field.question.original.title}: the best of {words.field_of(selection)} in {selection.kpi.title}, "
        f"preset {selection.preset}, {selection.procedure}"
    )
    prose(words.zone(selection))
    _print_race(selection)
    _print_test(selection)
    _print_effects(selection)
    prose(words.verdict(selection), "bold")
    print_line()
    prose(words.curse(selection))
    prose(words.guarantee(selection))
    _print_prices(selection.field)
    prose(words.assumptions(selection.field, selection.preset))
    prose(f"Counted for {selection.kpi.title}: {selection.kpi.estimand}.")
    runs = ", ".join(f"{name} {count:,}" for name, count in selection.spent.items())
    prose(f"Runs: {runs}.")


def _print_race(selection: Selection) -> None:
    kpi, table = selection.kpi, selection.ranking
    races = len(selection.races)
    rows = []
    for row in table.head(MOST_ROWS).itertuples():
        when = "won" if row.rank == 1 else _when(row.given_up_in_race, row.replications, races)
        limits = f"{kpi.change(row.low)} to {kpi.change(row.high)}" if isfinite(row.low) else "–"
        best = "may be best" if row.first_look_may_be_best else "not the best"
        rows.append((str(row.rank), row.candidate, f"{row.price_eur_per_year:,.0f}", when, limits, best))
    look = selection.races[0][0].common.shape[1]
    unit = kpi.unit_of_difference
    print_table(
        ("", "candidate", "EUR a year", "given up after", f"minus the best{f', {unit}' if unit else ''}", "first look"),
        rows, numbers=(0, 2, 4),
        title=f"The race; minus the best of the others after {look} replications, {selection.level:.0%} all together",
    )  # fmt: skip
    if len(table) > MOST_ROWS:
        prose(f"{len(table) - MOST_ROWS} more, given up earlier, are in ranking.csv.")


def _when(race: int, replications: int, races: int) -> str:
    if race == 0:
        return "–"
    stage = "" if races == 1 else "screening, " if race == 1 else "KN, "
    return f"{stage}{replications} replications"


def _print_test(selection: Selection) -> None:
    kpi = selection.kpi
    rows = []
    for row in selection.tested.itertuples():
        level = Interval(row.level, row.level_low, row.level_high, selection.confirm)
        ahead = "" if row.candidate == selection.winner.name else kpi.change(row.winner_ahead_by)
        alone, together = (
            f"{kpi.change(low)} to {kpi.change(high)}" if ahead else ""
            for low, high in ((row.low, row.high), (row.low_together, row.high_together))
        )
        rows.append((row.candidate, kpi.around(level.estimate, level.half_width), ahead, alone, together,
                     "yes" if row.may_be_best else "no"))  # fmt: skip
    print_table(
        ("candidate", kpi.title_with_unit, "winner minus it", f"{selection.level:.0%} alone", "together", "best?"),
        rows, numbers=(1, 2, 3, 4),
        title=f"The test on {selection.confirm} fresh replications",
    )  # fmt: skip


def _print_effects(selection: Selection) -> None:
    kpis = {kpi.name: kpi for kpi in selection.field.trials.kpis}
    rows = []
    for row in selection.effects.itertuples():
        kpi = kpis[row.measure]
        change = Interval(row.difference, row.low, row.high, selection.confirm)
        if isfinite(change.estimate) and (change.low, change.high) != (0.0, 0.0):
            rows.append(
                (kpi.title_with_unit, kpi.bare(row.reference), kpi.bare(row.winner), *_read(kpi, change))
            )
    print_table(
        ("measure", selection.reference.name, "winner", "difference", "±", ""), rows, numbers=(1, 2, 3, 4),
        title=f"What else the winner changes, {selection.level:.0%} intervals alone",
    )  # fmt: skip


def _read(kpi: Kpi, change: Interval) -> tuple[str, str, str]:
    said = {1: "better", -1: "worse", 0: "undecided"}[change.sign * kpi.better]
    if kpi.better == 0:
        said = "differs" if change.sign else "undecided"
    return kpi.change(change.estimate), kpi.bare(change.half_width), said


def print_front(front: Front) -> None:
    """Who is on the front, who may be, and what it rests on."""
    prose(
        f"{front.field.question.original.title}: {len(front.candidates)} candidates{words.within(front.budget)}, "
        f"{front.replications} paired replications, preset {front.preset}"
    )
    rows = []
    for row in front.table.head(MOST_ROWS).to_dict(orient="records"):
        cells = [_change_of(kpi, row) for kpi in front.kpis]
        rows.append(
            (
                row["place"],
                row["candidate"],
                f"{row['price_eur_per_year']:,.0f}",
                *cells,
                str(row["replications"]),
            )
        )
    heads = [
        f"{kpi.title}{f', {kpi.unit_of_difference}' if kpi.unit_of_difference else ''}" for kpi in front.kpis
    ]
    print_table(
        ("place", "candidate", "EUR a year", *heads, "replications"), rows, numbers=(2, 3, 4, 5),
        title=f"Change from today, {front.level:.0%} intervals alone",
    )  # fmt: skip
    if len(front.table) > MOST_ROWS:
        prose(f"{len(front.table) - MOST_ROWS} more are in front.csv.")
    prose(front.verdict, "bold")
    print_line()
    _print_prices(front.field)
    prose(words.assumptions(front.field, front.preset))
    for kpi in front.kpis:
        prose(f"Counted for {kpi.title}: {kpi.estimand}.")


def _print_prices(field: Field) -> None:
    if any(each.price for each in field.candidates):
        prose(words.prices(field))


def _change_of(kpi: Kpi, row: dict[str, float]) -> str:
    change = row[f"{kpi.name}_change"]
    return f"{kpi.change(change)} ±{kpi.bare(row[f'{kpi.name}_high'] - change)}"
