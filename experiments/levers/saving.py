"""The levers as files."""

from experiments.figures import to_png, to_svg
from experiments.levers.figure import waterfall_figure
from experiments.levers.figure_payback import payback_figure
from experiments.levers.result import Levers
from experiments.levers.words import headline_kpis
from experiments.results import csv_text


def saved(levers: Levers) -> dict[str, bytes]:
    """A waterfall per leading measure, the pay-back, and all tables: file name -> content."""
    figures = {f"levers_{name}": waterfall_figure(levers, name) for name in headline_kpis(levers)}
    if levers.payback is not None:
        figures["payback"] = payback_figure(levers)
    files = {f"{name}.csv": csv_text(table).encode() for name, table in levers.tables().items()}
    for name, figure in figures.items():
        files |= {f"{name}.png": to_png(figure), f"{name}.svg": to_svg(figure)}
    return files
