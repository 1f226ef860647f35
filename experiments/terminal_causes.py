"""Causes as people read them in a terminal."""

import numpy as np

from experiments.causes.blame import Blame
from experiments.causes.disconnects import Disconnects
from experiments.causes.grey_areas import GreyAreas
from experiments.explanation import Explanation
from experiments.kpis import Kpi, kpis_of
from experiments.levers.terminal import print_levers
from experiments.statistics import Interval
from experiments.terminal import print_table, prose
from experiments.terminal_lives import print_dashboards, print_fixing, print_policies, print_stories
from experiments.terminal_words import department, heading, hundredfold, number, percent, with_interval

SEAMS, PLACES = 8, 8


def print_explanation(explanation: Explanation) -> None:
    """Every part that was asked for."""
    first, second = explanation.titles
    prose(
        f"{explanation.scenario.title}: why {first} is as it is, beside {second}; the same customers in "
        "both, "
        f"{explanation.replications} replications, preset {explanation.preset}"
    )
    if explanation.blame is not None:
        _print_blame(explanation.blame, first, second)
    if explanation.grey is not None:
        _print_grey(explanation.grey, explanation)
    if explanation.disconnects is not None:
        _print_disconnects(explanation.disconnects, explanation.titles)
    if explanation.stories is not None:
        print_stories(explanation.stories, second)
    if explanation.dashboards is not None:
        print_dashboards(explanation.dashboards, explanation)
    if explanation.feedback is not None:
        print_policies(explanation.feedback.policies, first)
        print_fixing(explanation.feedback.fixing, explanation)
    if "levers" in explanation.asked:
        print_levers(explanation.levers, explanation.titles)


def _print_blame(blame: Blame, first: str, second: str) -> None:
    heading(f"Blame: where pain is voiced, and where it is caused ({first})")
    if blame.mean("events").total == 0.0:
        prose("Nothing hurt anybody: no action needed.")
        return
    rows = []
    columns = [blame.voiced("events"), *(blame.caused(name) for name in ("events", "customers", "money"))]
    for k, owner in enumerate(blame.owners):
        cells = [column[k] for column in columns]
        if any(cell.estimate for cell in cells):
            rows.append([owner, *(with_interval(cell) for cell in cells)])
    mean = [blame.mean(name) for name in ("events", "customers", "money")]
    rows.append(["no pain to blame", "", "", number(mean[1].without), number(mean[2].without)])
    rows.append(["together", *(number(m.total) for m in (mean[0], *mean))])
    print_table(
        ("per 1,000 entrants", "pain voiced here", "pain caused here", "people lost", "EUR lost"),
        rows,
        numbers=(1, 2, 3, 4),
    )
    prose(
        f"{percent(blame.elsewhere('events'))} of the painful events were caused elsewhere than where "
        "they were "
        f"voiced, {percent(blame.at_seams('events'))} at a seam between two departments. A seam counts "
        "half for each side: "
        "one side alone cannot sew it."
    )
    prose(
        f"People lost: booked on the last painful moment within {blame.within_days:g} days before "
        "leaving; this is "
        "where pain stood last, not proof that it drove them away. EUR lost: what the same people were "
        "worth more under "
        f"{second}, booked on the first pain it spared them; not what fixing that place alone "
        "would gain, which only a rerun can say (grey areas)."
    )
    codes = ", ".join(f"{code} {owner}" for code, owner in zip(blame.codes[:-1], blame.owners, strict=False))
    prose(f"In the matrices: {codes}. Rows: where it was voiced; columns: where it was caused.")
    for name, title in (
        ("customers", "People lost per 1,000 entrants"),
        ("money", f"EUR lost per 1,000 entrants, against {second}"),
    ):
        _print_matrix(blame, name, title)
    _print_seams(blame)


def _print_matrix(blame: Blame, name: str, title: str) -> None:
    matrix = blame.mean(name).matrix
    shown = blame.concerned(name)
    rows = [
        [blame.codes[i], *(_cell(float(matrix[i, j])) for j in shown), number(float(matrix[i].sum()))]
        for i in shown
    ]
    rows.append(["sum", *(number(float(matrix[:, j].sum())) for j in shown), number(float(matrix.sum()))])
    head = ("", *(blame.codes[j] for j in shown), "sum")
    print_table(head, rows, numbers=range(1, len(head)), title=title)


def _cell(value: float) -> str:
    text = number(value)
    return "·" if text == "0" else text


def _print_seams(blame: Blame) -> None:
    lost, money = (
        {(a, b): interval for a, b, interval in blame.seams(name)} for name in ("customers", "money")
    )
    nothing = Interval(0.0, 0.0, 0.0, 0)
    rows = [
        [
            f"{blame.owners[a]} > {blame.owners[b]}",
            with_interval(events),
            with_interval(lost.get((a, b), nothing)),
            with_interval(money.get((a, b), nothing)),
        ]
        for a, b, events in blame.seams("events")[:SEAMS]
    ]
    if rows:
        head = ("per 1,000 entrants", "painful events", "people lost", "EUR lost")
        print_table(head, rows, numbers=(1, 2, 3), title="The seams with most pain")


def _print_grey(grey: GreyAreas, explanation: Explanation) -> None:
    first = explanation.titles[0]
    heading(f"Grey areas: what changes when one seam alone is sewn ({first})")
    sewn = [area for area in grey.areas if area.sewn is not None]
    kpis = [_kpi(explanation, name) for name in grey.measures]
    if not sewn:
        prose("No hand-off hurt anybody: no action needed.")
        return
    rows = []
    for area in sewn:
        assert area.sewn is not None
        way, owners = area.crossing.way, area.crossing.owners
        changes = [_change(kpi, area.sewn[kpi.name]) for kpi in kpis]
        seam = " > ".join(department(explanation, owner) for owner in owners)
        rows.append([f"{seam} ({way[0]}>{way[1]})", *changes])
    head = ("seam", *(f"{_short(kpi)}" for kpi in kpis))
    print_table(head, rows, numbers=range(1, len(head)))
    prose(
        f"Each row lives through {first} once more with this one way sewn: nothing lost, nothing dropped, "
        "no extra "
        f"delay; the same people, the same luck, {grey.replications} replications, 95 % intervals "
        "(simulation noise only). "
        "Seams overlap: what several gain together is not the sum."
    )
    unsure = [area for area in sewn if area.sewn is not None and not area.sewn["profit"].sign]
    if unsure:
        prose(
            f"For {len(unsure)} of these {len(sewn)} the interval of profit holds zero: nobody can say "
            "from these "
            "replications that sewing it alone pays."
        )
    others = [area for area in grey.areas if area.sewn is None and area.crossing.points > 0]
    if others:
        ways = ", ".join(f"{a.crossing.way[0]} > {a.crossing.way[1]}" for a in others[:PLACES])
        prose(
            "Counted but not lived through again (less pain, or a change of channel inside a "
            f"department): {ways}."
        )


def _short(kpi: Kpi) -> str:
    names = {"churn_rate_12m": "churn", "wom_negative": "warnings", "profit": "profit"}
    return f"{names.get(kpi.name, kpi.title)}, {kpi.unit_of_difference}"


def _change(kpi: Kpi, interval: Interval) -> str:
    text = kpi.change(interval.estimate)
    return f"{text} ± {kpi.bare(interval.half_width)}" if np.isfinite(interval.low) else text


def _kpi(explanation: Explanation, name: str) -> Kpi:
    return next(kpi for kpi in kpis_of(explanation.scenario) if kpi.name == name)


def _print_disconnects(both: tuple[Disconnects, Disconnects], titles: tuple[str, str]) -> None:
    heading("From a disconnect to leaving")
    rows = [
        [label, *(with_interval(hundredfold(r)) for r in rates)]
        for label, *rates in zip(both[0].labels, both[0].rates, both[1].rates, strict=True)
    ]
    print_table(("last disconnect", *titles), rows, numbers=(1, 2), title="Departures per 100 customer-years")
    causes = list(dict.fromkeys([*both[0].days, *both[1].days]))
    cells = [[cause.replace("_", " "), *(_days(view, cause) for view in both)] for cause in causes[:PLACES]]
    if cells:
        print_table(
            ("left because of", *titles), cells, numbers=(1, 2),
            title="Days from the last disconnect to leaving: median (middle half), people",
        )  # fmt: skip
    scales = ", ".join(f"{name} {days:g} days" for name, days in both[0].scales_days.items())
    prose(
        "A disconnect is a failure, a dropped case, a repeated question or an abandoned queue. What it "
        "leaves behind "
        f"fades with these half-lives: {scales}."
    )


def _days(view: Disconnects, cause: str) -> str:
    if cause not in view.days:
        return "–"
    low, middle, high, people = view.days[cause]
    return f"{middle:.0f} ({low:.0f} to {high:.0f}), {people:,}"
