"""A calibration as people read it in a terminal."""

from collections.abc import Iterator

from experiments.calibration import measures_met, shares_words
from experiments.kpis import Kpi
from experiments.targets import Target
from experiments.terminal import print_line, print_table, prose
from experiments.worlds import Today
from scenarios.schema import Scenario


def print_calibration(scenario: Scenario, today: Today) -> None:
    """What was wanted of today, what is reached, and what was turned for it; then what could not be met."""
    first = next(iter(scenario.designs.values())).title
    if not today.targets:
        print_line(
            f"{scenario.title}: nothing to calibrate; give numbers of today in the section `calibrate`."
        )
        return
    print_line(f"{scenario.title}: {first} calibrated to its own numbers, on runs that no comparison uses")
    head = ("number of today", "wanted", "reached", "standard error", "", "turned", "from", "to")
    print_table(head, list(_rows(scenario, today)), numbers=(1, 2, 3, 6, 7))
    if words := shares_words(today.targets, scenario):
        print_line(f"{words[0].upper()}{words[1:]}.")
    for sentence in today.unmet:
        prose(f"Not met: {sentence.rstrip('.')}.")
    if not today.unmet:
        print_line("Everything is met. What was turned holds for every design.")


def _rows(scenario: Scenario, today: Today) -> Iterator[tuple[str, ...]]:
    for kpi, target in measures_met(today.targets, scenario):
        yield (kpi.title_with_unit, kpi.bare(target.wanted), *_reached(kpi, target), target.knob,
               _number(target.start), _number(target.solved))  # fmt: skip


def _reached(kpi: Kpi, target: Target) -> tuple[str, str, str]:
    met = "not met" if target.problem else "met"
    return kpi.bare(target.reached), kpi.bare(target.standard_error), met


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
