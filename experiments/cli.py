"""The command line. Everything heavy is imported inside the commands: `journey --help` must answer at once."""

import sys
from typing import Any

import click

from experiments import cli_report, cli_studies, cli_studio, cli_views
from experiments.cli_options import command_line, designs_option, reproduce, workers_option, world_options

OUR_BUG, USERS_MISTAKE, INTERRUPTED = 1, 2, 130
HELP_NAMES = ["-h", "--help"]
REPLICATIONS, QUICK_REPLICATIONS = 30, 16


@click.group(context_settings={"help_option_names": HELP_NAMES, "max_content_width": 100})
@click.version_option(package_name="journeysim", prog_name="journey")
def journey() -> None:
    """What is an integrated customer journey worth? Simulation experiments on journey designs.

    \b
    Start here:   journey compare bank_credit_45d
    Results go to stdout (--json: as data), talk and progress to stderr.
    """


@journey.command()
@click.option("--json", "as_json", is_flag=True, help="Print only JSON.")
def scenarios(as_json: bool) -> None:
    """List the built-in scenarios."""
    from experiments import commands

    commands.scenarios(as_json)
    reproduce()


@journey.command()
@click.argument("name")
@click.option("--design", help="Show the scenario under this design; as it stands when left out.")
@click.option("--figure", metavar="FILE", help="Draw the journey map into FILE (.png or .svg).")
@click.option("--json", "as_json", is_flag=True, help="Print the whole scenario as JSON.")
def show(name: str, design: str | None, figure: str | None, as_json: bool) -> None:
    """Show a scenario: its story, its map with every seam, its levers and what they assume."""
    from experiments import commands

    commands.show(name, design, figure, as_json)
    reproduce()


@journey.command()
@click.argument("name")
@click.option(
    "--from", "source", default="bank_credit_45d", show_default=True, help="Scenario to start from."
)
@click.option("--folder", default=".", show_default=True, help="Where to write NAME.yaml.")
def new(name: str, source: str, folder: str) -> None:
    """Start a scenario of one's own: NAME.yaml, a commented copy of another one."""
    from experiments import commands

    commands.new(name, source, folder)
    reproduce()


@journey.command()
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check scenario files: every problem at once, with its place and a suggestion."""
    from experiments import commands

    fine = commands.check(files)
    reproduce()
    if not fine:
        sys.exit(USERS_MISTAKE)


@journey.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    from experiments import commands

    commands.schema()
    reproduce()


@journey.command()
@click.argument("name")
@designs_option
@click.argument("more", nargs=-1, metavar="[C]...")
@click.option(
    "--replications", type=int, help="Paired replications, 2 or more; 30 when left out, 16 with --quick."
)
@click.option(
    "--precision",
    multiple=True,
    metavar="KPI=WIDTH",
    help="Add replications until the measure's 95 % interval is ± WIDTH, e.g. nps=1 (repeatable).",
)
@click.option(
    "--at-most", type=int, help="Replications after which --precision stops in any case; 400 when left out."
)
@click.option(
    "--neutral",
    type=click.Choice(["staff", "service"]),
    help="Give the second design as many people as the first (staff), or as many as give the same waits (service).",
)
@click.option("--out", default="results", show_default=True, help="Folder for tables, figure and manifest.")
@click.option("--quick", is_flag=True, help="A first look: no parts, no break-even, no band.")
@click.option(
    "--by", metavar="MODEL", help="Also show the result by the stages of a model, e.g. six or goal."
)
@click.option(
    "--lens", "lenses", multiple=True, metavar="LENS",
    help="Compare lenses instead: the same budget spent by what each sees (a name, repeatable, or all).",
)  # fmt: skip
@workers_option
@world_options
def compare(
    name: str,
    designs: tuple[str, str] | None,
    more: tuple[str, ...],
    replications: int | None,
    precision: tuple[str, ...],
    at_most: int | None,
    neutral: str | None,
    out: str,
    quick: bool,
    by: str | None,
    lenses: tuple[str, ...],
    workers: int | None,
    **world: Any,
) -> None:
    """Compare two designs on the same customers: the main job.

    NAME is a built-in scenario or a YAML file. Prints the paired table and the verdict, writes tables, figure and
    manifest into a folder of their own. More than two designs (--designs A B C) are each compared with the first, with
    intervals that hold for all of them together.
    """
    _goes_together(
        designs, more, lenses, at_most, precision=precision, neutral=neutral, by=by if more else None
    )
    if replications is None:
        replications = QUICK_REPLICATIONS if quick and not precision else REPLICATIONS
        click.get_current_context().params["replications"] = replications  # `again:` names it
    if more:
        from experiments.many.command import compare_many

        assert designs is not None
        compare_many(name, (*designs, *more), replications, out, workers, command=command_line(), **world)
    elif lenses:
        from experiments.lenses.commands import compare_lenses

        compare_lenses(name, lenses, replications, out, workers, command=command_line(), **world)
    else:
        from experiments import commands

        commands.compare(
            name, designs, replications, out, quick, by, workers, precision=precision, at_most=at_most,
            neutral=neutral, command=command_line(), **world,
        )  # fmt: skip
    reproduce()


def _goes_together(
    designs: tuple[str, str] | None,
    more: tuple[str, ...],
    lenses: tuple[str, ...],
    at_most: int | None,
    **pair_only: object,
) -> None:
    """Raises UsageError for what cannot be asked at once."""
    if more and not designs:
        raise click.UsageError(f"unexpected {' '.join(more)!r}; name designs with --designs A B C")
    if more and lenses:
        raise click.UsageError("--lens compares lenses, --designs designs; ask for one of them")
    if at_most is not None and not pair_only["precision"]:
        raise click.UsageError(
            "--at-most caps the replications of --precision; ask for one, e.g. --precision nps=1"
        )
    asked = [f"--{name}" for name, value in pair_only.items() if value]
    if asked and (more or lenses):
        what = "more than two designs" if more else "--lens"
        raise click.UsageError(f"{', '.join(asked)} goes with two designs only, not with {what}")


@journey.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print only JSON.")
def audit(name: str, as_json: bool) -> None:
    """A checklist of a scenario: steps nobody covers, hand-offs nobody owns, blind spots."""
    from experiments.lenses.commands import audit as audit_scenario

    audit_scenario(name, as_json)
    reproduce()


@journey.command()
@click.argument("name")
@click.option(
    "--designs",
    nargs=2,
    metavar="A B",
    help="Design to explain, and the one beside it; the first two when left out.",
)
@click.option(
    "--what",
    multiple=True,
    default=("all",),
    show_default=True,
    type=click.Choice(["blame", "grey", "disconnects", "stories", "dashboards", "feedback", "levers", "all"]),
    help="Which views (repeatable).",
)
@click.option("--replications", default=5, show_default=True, help="Paired replications, 2 or more.")
@click.option(
    "--output", metavar="FOLDER", help="Also save figures and all numbers into a folder of their own there."
)
@workers_option
@world_options
def explain(
    name: str,
    designs: tuple[str, str] | None,
    what: tuple[str, ...],
    replications: int,
    output: str | None,
    workers: int | None,
    **world: Any,
) -> None:
    """Say why: blame, grey areas, disconnects, stories, dashboards, feedback, levers.

    The first design is explained by its causes, next to the second, which the same customers live through as well.
    """
    from experiments import explaining

    explaining.explain(name, designs, what, replications, output, workers, **world)
    reproduce()


@journey.command()
@click.argument("name")
@click.option(
    "--write", "write", metavar="FILE.yaml", help="Also write the solved values, to paste into a scenario."
)
@click.option("--json", "as_json", is_flag=True, help="Print only JSON.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change a value, e.g. --set calibrate.nps=12 (repeatable).",
)
@click.option("--preset", default="central", show_default=True, help="Set of assumptions.")
def calibrate(name: str, write: str | None, **world: Any) -> None:
    """Solve today's company for its own numbers (section `calibrate`), and show how well each is met.

    NAME is a built-in scenario or a YAML file. `compare` does the same by itself; here you see it alone.
    """
    from experiments import commands

    commands.calibrate(name, write, **world)
    reproduce()


@journey.command()
@click.argument("name")
@click.option("--design", "design", help="Design to live through; the scenario's first when left out.")
@click.option("--replication", default=0, show_default=True, help="Which replication.")
@click.option("--log", "log", metavar="FILE.csv", help="Also write the event log.")
@click.option("--by", metavar="MODEL", help="Also show the world by the stages of a model, e.g. six or goal.")
@world_options
def run(
    name: str, design: str | None, replication: int, log: str | None, by: str | None, **world: Any
) -> None:
    """Live through one world once and print its measures."""
    from experiments import commands

    commands.run(name, design, replication, log, by, **world)
    reproduce()


@journey.command()
@click.option("--only", metavar="WORD", help="Only limits with this word in their name or subject.")
@click.option("--thorough", is_flag=True, help="About 10 million people per limit instead of 400,000.")
@click.option(
    "--wrong",
    "wrong",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change a value in the worlds but not in theory: a line must fail (repeatable).",
)
@workers_option
@click.option("--seed", default=1, show_default=True, help="Seed of all luck.")
@click.option("--json", "as_json", is_flag=True, help="Print only JSON.")
def verify(**options: Any) -> None:
    """Hold the engine on this machine against theory: small worlds whose answers are known exactly.

    One line per limit: theory, simulation, and how many standard errors (z) lie between them. Exit code 1 when a line
    fails.
    """
    from experiments.verification import command

    fine = command.run(**options)
    reproduce()
    if not fine:
        sys.exit(OUR_BUG)


@journey.command()
@click.argument("name")
@designs_option
@click.option("--kpi", help="Measure whose difference is looked at; profit when left out.")
@click.option("--all", "every", is_flag=True, help="Print every row, not only those beyond the noise.")
@click.option("--quick", is_flag=True, help="One end of every range only; the large ones are not refined.")
@click.option("--fresh", is_flag=True, help="Rank anew even where it was done before.")
@click.option("--out", default="results", show_default=True, help="Folder for table and figure.")
@workers_option
@world_options
def evidence(name: str, **asked: Any) -> None:
    """List what a comparison rests on, by how far it moves when each assumption is varied.

    Every assumption with its range, evidence tag and source; a tornado figure is written beside. Built-in scenarios are
    ranked already; another takes some minutes, once.
    """
    from experiments import commands

    commands.evidence(name, **asked)
    reproduce()


@journey.command()
@click.argument("name")
@click.option("--design", "design", help="Design to describe; the scenario's first when left out.")
@click.option(
    "--format", "protocol", type=click.Choice(["odd", "stress"]), default="odd", show_default=True,
    help="ODD (2020), or the STRESS-ABS checklist.",
)  # fmt: skip
def describe(name: str, design: str | None, protocol: str) -> None:
    """Describe a scenario for reviewers, in Markdown, from its actual content."""
    from experiments import commands

    commands.describe(name, design, protocol)
    reproduce()


@journey.command()
@click.option("--json", "as_json", is_flag=True, help="Print only JSON.")
def doctor(as_json: bool) -> None:
    """Versions, cores and the place of compiled code: what a bug report needs."""
    from experiments import commands

    commands.doctor(as_json)
    reproduce()


for _command in (*cli_studies.COMMANDS, *cli_views.COMMANDS, cli_report.report, cli_studio.studio):
    journey.add_command(_command)
for _command in journey.commands.values():
    _command.context_settings.setdefault("help_option_names", HELP_NAMES)  # alike when called by itself


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 fine, 2 the user's mistake, 1 our bug, 130 interrupted."""
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: list[str] | None) -> int:
    try:
        code = journey.main(arguments, prog_name="journey", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USERS_MISTAKE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing half-written is left behind", err=True)
        return INTERRUPTED
    except Exception as error:
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> int:
    """Tell the user's mistake (its message, no traceback) from our bug (traceback, and a request to report it)."""
    from experiments.errors import InputError
    from scenarios.errors import ScenarioError

    if isinstance(error, ScenarioError | InputError):
        click.echo(str(error) if isinstance(error, ScenarioError) else f"error: {error}", err=True)
        return USERS_MISTAKE
    import traceback

    traceback.print_exception(error)
    click.echo(
        "\nThis is a bug in journeysim, not your mistake. Please report it with the lines above, your scenario and the "
        "output of `journey doctor`.",
        err=True,
    )
    return OUR_BUG


if __name__ == "__main__":
    main()
