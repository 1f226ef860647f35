"""What all commands of the command line share: options of worlds, and the line that makes the same output again."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])

designs_option = click.option(
    "--designs", nargs=2, metavar="A B", help="Two designs; the scenario's first two when left out."
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=1), help="Threads; one per core when left out."
)


def world_options(function: Function) -> Function:
    """Options of every command that simulates."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print only JSON."),
        click.option(
            "--set", "changes", multiple=True, metavar="PATH=VALUE",
            help="Change a value, e.g. --set handoffs.retention=0.8 (repeatable).",
        ),
        click.option("--preset", default="central", show_default=True, help="Set of assumptions."),
        click.option("--seed", default=1, show_default=True, help="Seed of all luck."),
    ):  # fmt: skip
        function = option(function)
    return function


def command_line() -> str:
    """The line that makes the present command again, defaults that move numbers included."""
    import shlex

    context = click.get_current_context()
    words = ["journey", str(context.info_name)]
    for parameter in context.command.params:
        value = context.params.get(str(parameter.name))
        if isinstance(parameter, click.Argument):
            words += value if isinstance(value, tuple) else [] if value is None else [str(value)]
        elif isinstance(parameter, click.Option) and value not in (None, False, ()):
            flag = parameter.opts[-1] if parameter.opts[-1].startswith("--") else parameter.opts[0]
            if parameter.is_flag:
                words.append(flag)
            elif parameter.multiple:
                words += [word for item in value or () for word in (flag, str(item))]
            else:
                words += [flag, *(map(str, value) if isinstance(value, tuple) else [str(value)])]
    return shlex.join(words)


def reproduce() -> None:
    """Say on stderr how to make the same output again."""
    click.echo(f"again: {command_line()}", err=True)
