"""The commands of studies: many worlds at once. Everything heavy is imported inside them."""

import click

COMMANDS: tuple[click.Command, ...] = ()
