"""The command of the report. Everything heavy is imported inside it."""

from typing import Any

import click

from experiments.cli_options import command_line, designs_option, reproduce, workers_option, world_options


@click.command()
@click.argument("name")
@designs_option
@click.option(
    "--replications",
    type=click.IntRange(min=2),
    help="Paired replications; 30 when left out, 10 with --quick.",
)
@click.option("--language", default="en", show_default=True, help="en or es.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Also a PDF beside it (needs the extra `pdf`).")
@click.option("--out", metavar="FILE.html", help="The file; NAME_report.html when left out.")
@click.option("--discovery", metavar="FOLDER", help="Show the boxes of a saved `journey discover`.")
@click.option(
    "--quick", is_flag=True, help="No levers, grey areas, break-evens and band; fewer replications."
)
@workers_option
@world_options
def report(name: str, designs: tuple[str, str] | None, **asked: Any) -> None:
    """One HTML file to mail: answer, numbers, maps, causes, personas, break-evens, stories, what it rests on.

    NAME is a scenario, a YAML file, or the folder of a saved comparison. The file asks nothing of any network.
    """
    from experiments.report.command import report as write

    context = click.get_current_context()
    typed = click.core.ParameterSource.COMMANDLINE
    given = {option for option in context.params if context.get_parameter_source(option) is typed}
    write(
        name,
        designs,
        asked.pop("replications"),
        asked.pop("language"),
        given=given,
        command=command_line(),
        **asked,
    )
    reproduce()
