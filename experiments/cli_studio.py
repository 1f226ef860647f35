"""The command of the live page, in a file of its own: it is no study."""

import click

from experiments.cli_options import reproduce


@click.command()
@click.argument("name", default="bank_credit_45d")
@click.option(
    "--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--what-if",
    "what_if",
    default="",
    metavar="QUERY",
    help="Start from a what-if: the query of a page's address.",
)
@click.option(
    "--idle-minutes",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0.01),
    help="End when no page was open for so long.",
)
@click.option("--preset", default="central", show_default=True, help="Set of assumptions.")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1), help="Seed of all luck."
)
def studio(
    name: str, port: int, no_browser: bool, what_if: str, idle_minutes: float, preset: str, seed: int
) -> None:
    """A live page on this machine: move levers, staff and personas, and see what differs.

    NAME is a built-in scenario or a YAML file. The address printed on stdout carries a token; the page answers nobody
    else.
    """
    from experiments.studio.command import studio as serve

    serve(
        name,
        port=port,
        browser=not no_browser,
        what_if=what_if,
        idle_minutes=idle_minutes,
        preset=preset,
        seed=seed,
    )
    reproduce()
