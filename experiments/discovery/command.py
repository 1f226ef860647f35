"""What `journey discover` does: discover, print, save."""

from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from experiments import terminal
from experiments.commands import changed
from experiments.discovery.study import VARIED, discover
from experiments.discovery.terminal import print_discovery
from experiments.ledger.author import remarks_of
from experiments.study.store import Store
from scenarios import load

FORECAST_FROM = 20  # runs after which a forecast is worth saying


def run(
    name: str,
    *,
    vary: tuple[str, ...],
    levers: tuple[str, ...],
    out: str,
    command: str,
    changes: tuple[str, ...],
    as_json: bool,
    **asked: Any,
) -> None:
    """Discover where the second design does not pay; print it, write the results folder."""
    scenario = changed(load(name), changes)
    subsets = [[code.strip() for code in codes.split(",") if code.strip()] for codes in levers]
    with terminal.progress() as told, Store(Path(out)) as store:
        found = discover(
            scenario, vary=vary or VARIED, subsets=subsets, store=store, remarks=remarks_of(scenario, name),
            say=_Forecast(told), **asked,
        )  # fmt: skip
    found = replace(found, manifest={**found.manifest, "command": command})
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        print_discovery(found)
    terminal.say(f"tables, figures and manifest: {found.save(out)}")


class _Forecast:
    """The bar, and one line that says how long the rest will take once that is known."""

    def __init__(self, told: Any) -> None:
        self._told, self._what, self._start, self._since = told, "", (0.0, 0), False

    def __call__(self, what: str, done: int, planned: int) -> None:
        self._told(what, done, planned)
        if what != self._what:
            self._what, self._start, self._since = what, (monotonic(), done), False
        began, before = self._start
        if not self._since and done - before >= FORECAST_FROM and planned - done > 10 * FORECAST_FROM:
            self._since = True
            minutes = (monotonic() - began) / (done - before) * (planned - done) / 60.0
            known = f", {before:,} of them known already" if before > 1 else ""
            terminal.say(
                f"{what}: {planned:,} runs{known}; about {minutes:.0f} min left; stop and go on at any time"
            )
