"""The report of a what-if, made beside the page: the same code, and the same bytes, as `journey report`."""

import json
import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Event

from experiments.report.evidence import about_runs, gather
from experiments.report.page import html
from experiments.studio.what_if import Built, WhatIf, build
from scenarios.schema import Scenario

LANGUAGES = {"en": "English", "es": "Español"}
COMPOSING_SECONDS = 5.0  # for words and figures once the worlds are there
Told = Callable[[str, int, int], None]


class Cancelled(Exception):  # noqa: N818
    """Whoever wanted the report does not want it any more."""


@dataclass(frozen=True)
class Order:
    """A report as asked for.

    base: the scenario, source its name or file.  whole: with levers, grey areas, break-evens and band.
    language: en or es.
    """

    base: Scenario
    source: str
    what_if: WhatIf
    whole: bool
    language: str

    def built(self) -> Built:
        """The what-if as a scenario; raises like `build`."""
        return build(self.base, self.what_if)

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return f"{self.what_if.scenario}{'_what_if' if self.built().changes else ''}_report.html"

    def command(self, built: Built) -> str:
        """The line that makes the same file, as `journey report` itself would say it."""
        asked = self.what_if
        words = ["journey", "report", self.source, "--designs", *built.designs]
        words += ["--replications", str(asked.replications), "--language", self.language]
        words += [] if self.whole else ["--quick"]
        words += ["--seed", str(asked.seed), "--preset", asked.preset]
        for path, value in built.changes.items():
            words += ["--set", f"{path}={json.dumps(value, ensure_ascii=False)}"]
        return shlex.join(words)


def write(order: Order, unwanted: Event, told: Told) -> bytes:
    """The report as one HTML file.

    unwanted: set by whoever cancels.  told: called with (what is going on, worlds done, worlds planned) of each step.
    Raises InputError, ScenarioError, Cancelled.
    """

    def progress(what: str, done: int, planned: int) -> None:
        if unwanted.is_set():
            raise Cancelled
        told(what, done, planned)

    built, asked = order.built(), order.what_if
    progress("", 0, 0)
    evidence = gather(
        order.base, built.designs, replications=asked.replications, quick=not order.whole, seed=asked.seed,
        preset=asked.preset, changes=built.changes, origin=order.source, command=order.command(built),
        workers=threads(), progress=progress,
    )  # fmt: skip
    progress("", 0, 0)
    return html(evidence, order.language).encode()


def threads() -> int:
    """All cores where threads can give way to others; else all but one."""
    cores = os.cpu_count() or 1
    return cores if sys.platform == "linux" else max(cores - 1, 1)


def about_minutes(order: Order, world_seconds: float) -> int:
    """About how many minutes it takes. world_seconds: of one world, lived through beside others."""
    built = order.built()
    runs = about_runs(built.scenario, built.designs, order.what_if.replications, quick=not order.whole)
    return max(ceil((1.25 * runs * world_seconds / threads() + COMPOSING_SECONDS) / 60.0), 1)
