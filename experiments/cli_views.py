"""The command that draws figures. Everything heavy is imported inside it."""

from typing import Any

import click

from experiments.cli_options import designs_option, reproduce, workers_option, world_options


@click.command()
@click.argument("name")
@click.option(
    "--figure", "names", multiple=True, default=("all",), show_default=True, metavar="FIGURE",
    help="map, maps, paths, survival, forest, emotion, talk, hours, days or all (repeatable).",
)  # fmt: skip
@designs_option
@click.option("--replications", default=10, show_default=True, help="Paired replications, 2 or more.")
@click.option("--promise", "promise_days", type=click.FloatRange(0, min_open=True), metavar="DAYS",
              help="What customers were told, for the figure `days`.")  # fmt: skip
@click.option("--language", default="en", show_default=True, help="en or es.")
@click.option("--out", default="results", show_default=True, help="Folder for figures and manifest.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["png", "svg"]),
    default="png",
    show_default=True,
    help="Of the files.",
)
@workers_option
@world_options
def figures(**asked: Any) -> None:
    """Draw what customers lived through: maps, paths, survival, personas, emotions, talk, queues, days.

    NAME is a built-in scenario or a YAML file. The same customers live through both designs.
    """
    from experiments.views.command import draw

    draw(**asked)
    reproduce()


COMMANDS: tuple[click.Command, ...] = (figures,)
