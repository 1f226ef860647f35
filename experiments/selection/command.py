"""What `journey select` does: select, print, save."""

from dataclasses import replace
from typing import Any

from experiments import terminal
from experiments.commands import changed
from experiments.errors import InputError
from experiments.selection.front import Front
from experiments.selection.pareto import pareto as front_over
from experiments.selection.result import Selection
from experiments.selection.study import select as select_best
from experiments.selection.terminal import print_front, print_selection
from experiments.workers import phases
from scenarios import load


def select(
    name: str,
    *,
    portfolio: bool,
    levers: tuple[str, ...],
    pareto: tuple[str, str] | None,
    out: str,
    command: str,
    changes: tuple[str, ...],
    as_json: bool,
    confirm: int,
    kpi: str | None,
    indifference: float | None,
    runs: int | None,
    first_stage: int,
    **asked: Any,
) -> None:
    """Select the best candidate, or with `pareto` find the front over two measures; print it, write the folder."""
    unused = {"--kpi": kpi, "--indifference": indifference, "--runs": runs}
    if pareto and any(unused.values()):
        said = next(option for option, value in unused.items() if value)
        raise InputError(
            f"{said} is for choosing one winner; leave it out with --pareto, which names two measures"
        )
    scenario = changed(load(name), changes)
    chosen = levers if portfolio or levers else None
    with terminal.progress() as told:
        if pareto:
            front = front_over(
                scenario,
                pareto,
                levers=chosen,
                replications=confirm,
                progress=phases(told),
                folder=out,
                **asked,
            )
            found: Front | Selection = replace(front, command=command)
        else:
            selection = select_best(
                scenario, levers=chosen, kpi=kpi or "profit", indifference=indifference, runs=runs,
                first_stage=first_stage, confirm=confirm, progress=phases(told), folder=out, **asked,
            )  # fmt: skip
            found = replace(selection, command=command)
    if as_json:
        terminal.print_json(found.to_dict())
    elif isinstance(found, Front):
        print_front(found)
    else:
        print_selection(found)
    terminal.say(f"tables, figure and manifest: {found.save(out)}")
