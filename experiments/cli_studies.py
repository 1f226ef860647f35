"""The commands of studies: many worlds at once. Everything heavy is imported inside them."""

from typing import Any

import click

from experiments.cli_options import command_line, reproduce, world_options


@click.command()
@click.argument("name")
@click.option("--portfolio", is_flag=True, help="Candidates are all sets of the scenario's levers.")
@click.option("--levers", multiple=True, metavar="CODE", help="... of these levers only (repeatable).")
@click.option(
    "--candidates",
    "table",
    metavar="FILE",
    help="Candidates are the rows of a CSV or YAML file: columns are paths.",
)
@click.option(
    "--budget",
    type=float,
    metavar="EUR",
    help="EUR a year beyond today's: one-off prices written off, yearly prices, prices per customer as of today.",
)
@click.option("--kpi", help="Measure to be best in; profit when left out.")
@click.option(
    "--indifference",
    type=float,
    metavar="X",
    help="What difference is too small to matter, in the measure's unit (points for shares in %).",
)
@click.option(
    "--runs", type=click.IntRange(min=1), help="Choose with so many runs (successive halving) instead of KN."
)
@click.option(
    "--first-stage", default=10, show_default=True, help="Replications of everybody before KN gives up any."
)
@click.option("--confirm", default=30, show_default=True, help="Fresh replications that test the winner.")
@click.option(
    "--confidence", "level", default=0.95, show_default=True, help="Of the choice and of all intervals."
)
@click.option("--pareto", nargs=2, metavar="A B", help="Instead of one winner, the front over two measures.")
@click.option(
    "--out",
    default="results",
    show_default=True,
    help="Folder for tables, figure, and worlds to resume from.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Threads; one per core when left out.")
@world_options
def select(name: str, **asked: Any) -> None:
    """Choose the best of many designs, or the best portfolio of levers within a budget.

    Candidates are the scenario's designs unless --portfolio, --levers or --candidates says otherwise; today always is
    one. Whoever is behind is given up early, and the winner is tested on fresh replications.
    """
    from experiments.selection import command

    command.select(name, command=command_line(), **asked)
    reproduce()


COMMANDS: tuple[click.Command, ...] = (select,)
