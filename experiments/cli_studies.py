"""The commands of studies: many worlds at once. Everything heavy is imported inside them."""

from typing import Any

import click

from experiments.cli_options import command_line, designs_option, reproduce, workers_option, world_options


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
@workers_option
@world_options
def select(name: str, **asked: Any) -> None:
    """Choose the best of many designs, or the best portfolio of levers within a budget.

    Candidates are the scenario's designs unless --portfolio, --levers or --candidates says otherwise; today always is
    one. Whoever is behind is given up early, and the winner is tested on fresh replications.
    """
    from experiments.selection import command

    command.select(name, command=command_line(), **asked)
    reproduce()


@click.command()
@click.argument("name", required=False)
@click.option(
    "--vary", multiple=True, metavar="PATH=LOW..HIGH|A,B,C",
    help="What is varied: a path with a range or values, or uncertainties, levels, assumptions (repeatable).",
)  # fmt: skip
@click.option("--table", metavar="FILE.csv", help="The points instead: columns are paths, a row is a point.")
@designs_option
@click.option(
    "--method", metavar="METHOD",
    help="grid, one_at_a_time, latin_hypercube or sobol; a grid for one or two paths, else a Latin hypercube.",
)  # fmt: skip
@click.option("--points", type=int, help="Points of a Latin hypercube (64) or Sobol' sequence.")
@click.option("--levels", type=int, help="Values of each path on a grid, 5 when left out.")
@click.option("--replications", default=10, show_default=True, help="Paired replications at each point.")
@click.option(
    "--calibrate", default="once", show_default=True, metavar="once|each",
    help="Solve today's company once, or anew at each point (slow).",
)  # fmt: skip
@click.option("--kpi", multiple=True, metavar="MEASURE", help="Measures that lead (repeatable).")
@click.option("--out", default="results", show_default=True, help="Folder for plan, tables and figure.")
@workers_option
@click.option("--example", is_flag=True, help="Print a study file to start from, and stop.")
@click.option("--schema", is_flag=True, help="Print the JSON schema of study files, and stop.")
@world_options
def sweep(name: str | None, **asked: Any) -> None:
    """Compare two designs at many points: where does the second pay, and from which value on?

    NAME is a scenario, or a study file that says everything itself. Interrupted, the same command continues.
    """
    from experiments.sweeping import command

    context = click.get_current_context()
    typed = click.core.ParameterSource.COMMANDLINE
    given = {option for option in context.params if context.get_parameter_source(option) is typed}
    if command.is_study(name):  # the file says the rest, so the line that makes it again does not
        context.params.update(dict.fromkeys(context.params.keys() - given - command.OWN))
    command.run(name, given=given, command=command_line(), **asked)
    reproduce()


@click.command()
@click.argument("name")
@designs_option
@click.option(
    "--vary",
    multiple=True,
    metavar="WHAT",
    help="PATH=LOW..HIGH, or one of uncertainties (when left out), levels, assumptions (repeatable).",
)
@click.option("--kpi", default="profit", show_default=True, help="Measure whose difference is looked at.")
@click.option(
    "--method",
    default="both",
    show_default=True,
    type=click.Choice(["both", "morris", "sobol"]),
    help="Screen all, take the indices of the few that matter; or one of the two.",
)
@click.option("--trajectories", default=20, show_default=True, help="Trajectories of the screen.")
@click.option("--points", default=64, show_default=True, help="Base points of the indices, a power of two.")
@click.option(
    "--replications", default=3, show_default=True, help="Paired replications per point, 3 or more."
)
@click.option("--out", default="results", show_default=True, help="Folder for worlds, tables and figure.")
@workers_option
@world_options
def sensitivity(name: str, designs: tuple[str, str] | None, **asked: Any) -> None:
    """What the difference between two designs depends on: Morris screen, then Sobol' indices.

    Worlds are kept in the folder of --out: an interrupted study goes on where it stopped.
    """
    from experiments.sensitivity.command import sensitivity as study

    study(name, designs, command=command_line(), **asked)
    reproduce()


@click.command()
@click.argument("name")
@designs_option
@click.option("--also", multiple=True, metavar="DESIGN", help="A further design to choose from (repeatable).")
@click.option(
    "--vary",
    multiple=True,
    metavar="WHAT",
    help="PATH=LOW..HIGH, or one of uncertainties, levels, assumptions; assumptions and levels when left out "
    "(repeatable).",
)
@click.option("--kpi", default="profit", show_default=True, help="Measure the choice goes by.")
@click.option(
    "--worth-at-least",
    "at_least",
    default=0.0,
    show_default=True,
    metavar="EUR",
    help="What a design must be worth more than the first, per entrant, to be chosen.",
)
@click.option("--points", default=128, show_default=True, help="Futures, a power of two, 32 or more.")
@click.option("--replications", default=2, show_default=True, help="Replications per future, 2 or more.")
@click.option("--out", default="results", show_default=True, help="Folder for worlds, table and figure.")
@workers_option
@world_options
def value(name: str, designs: tuple[str, str] | None, **asked: Any) -> None:
    """What measuring would be worth: which assumption, if known, would most change the choice of design.

    Worlds are kept in the folder of --out: an interrupted study goes on where it stopped.
    """
    from experiments.sensitivity.command import value as study

    study(name, designs, command=command_line(), **asked)
    reproduce()


@click.command()
@click.argument("name")
@designs_option
@click.option(
    "--vary", multiple=True, metavar="PATH=LOW..HIGH",
    help="What is uncertain: a path with a range, or uncertainties, levels, assumptions; uncertainties and levels when "
    "left out (repeatable).",
)  # fmt: skip
@click.option("--points", default=512, show_default=True, help="Futures in which boxes are looked for.")
@click.option(
    "--retest", "retests", default=480, show_default=True, help="Fresh futures that test the boxes."
)
@click.option("--replications", default=1, show_default=True, help="Paired replications in each future.")
@click.option("--kpi", default="profit", show_default=True, help="Measure whose difference is looked at.")
@click.option(
    "--threshold",
    default=0.0,
    show_default=True,
    help="Losing is worse than this, in the unit of differences.",
)
@click.option("--undecided", is_flag=True, help="Futures that are not decidedly above count as losing, too.")
@click.option("--density", type=float, metavar="SHARE", help="Boxes at least so dense, the largest of them.")
@click.option("--boxes", default=3, show_default=True, help="Boxes at most, one after the other.")
@click.option(
    "--also", multiple=True, metavar="DESIGN", help="A further design in the regret table (repeatable)."
)
@click.option(
    "--levers",
    multiple=True,
    metavar="CODE,CODE",
    help="Today with these levers in the regret table (repeatable).",
)
@click.option(
    "--out",
    default="results",
    show_default=True,
    help="Folder for tables and figures, and worlds to resume from.",
)
@workers_option
@world_options
def discover(name: str, **asked: Any) -> None:
    """Find where the second design does NOT pay: under which values of what nobody knows.

    Lives through both designs in many futures, finds boxes in which losing ones are dense (PRIM), tests them on fresh
    futures, asks a small tree for a second opinion, and weighs regrets. Interrupted, the same command goes on.
    """
    from experiments.discovery import command

    command.run(name, command=command_line(), **asked)
    reproduce()


COMMANDS: tuple[click.Command, ...] = (select, sweep, sensitivity, value, discover)
