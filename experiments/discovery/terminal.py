"""A discovery as people read it in a terminal."""

from typing import Any

from experiments import terminal
from experiments.discovery.result import Discovery
from experiments.discovery.words import interval, percent, with_limits

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]


def print_discovery(found: Discovery) -> None:
    """What was asked, the sentences, and the tables of boxes and regrets."""
    kpi = found.kpi
    fresh = int((found.points["sample"] == "fresh").sum())
    terminal.prose(
        f"{found.title}: {found.design_titles[1]} against {found.design_titles[0]} in {kpi.title} "
        f"({kpi.unit_of_difference or 'no unit'}; {kpi.estimand}). {len(found.points) - fresh:,} futures over "
        f"{len(found.factors)} numbers, {fresh:,} fresh ones to test, {found.replications} paired "
        f"replication{'s' * (found.replications > 1)} at each, preset {found.preset}."
    )
    terminal.print_line()
    for sentence in found.sentences:
        terminal.prose(f"- {sentence}")
    for title, (head, rows) in (
        (f"Boxes: {found.rule}; 95 % intervals on fresh futures", share_rows(found)),
        (f"Regret, {kpi.unit_of_difference}: best choice of each future minus own", regret_rows(found)),
    ):
        if rows:
            terminal.print_table(head, rows, numbers=tuple(range(1, len(head))), title=title)


def share_rows(found: Discovery) -> Rows:
    """The boxes in numbers."""
    head = (
        "box",
        "of the space",
        "density",
        "elsewhere",
        "coverage",
        "as found: density",
        "coverage",
        "limits",
    )
    return head, [
        (
            str(row["box"]), percent(row["mass"]),
            *(with_limits(interval(row, name)) for name in ("density", "elsewhere", "coverage")),
            percent(row["found_density"]), percent(row["found_coverage"]),
            ", ".join(found.boxes.loc[found.boxes["box"] == row["box"], "path"]),
        )
        for row in _records(found.shares)
    ]  # fmt: skip


def regret_rows(found: Discovery) -> Rows:
    """The designs in numbers."""
    kpi = found.kpi
    head = (
        "design",
        "mean",
        "expected regret",
        "largest regret",
        "the same, fresh luck",
        "best in",
        "does not lose in",
    )

    def amount(row: dict[str, Any], name: str) -> str:
        value = interval(row, name)
        return f"{kpi.bare(value.estimate)} [{kpi.bare(value.low)}, {kpi.bare(value.high)}]"

    return head, [
        (
            row["title"], amount(row, "mean"), amount(row, "expected_regret"), kpi.bare(row["largest_regret"]),
            amount(row, "again"), with_limits(interval(row, "best_share")), with_limits(interval(row, "enough_share")),
        )
        for row in _records(found.regret)
    ]  # fmt: skip


def _records(table: Any) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict(orient="records")]
