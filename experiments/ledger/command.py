"""What `journey evidence` does: rank, print, save."""

from pathlib import Path
from typing import Any

import pandas as pd

from experiments import terminal, worlds
from experiments.errors import InputError, unknown
from experiments.figures import to_png, to_svg
from experiments.kpis import Kpi, kpis_of
from experiments.ledger import store
from experiments.ledger.assumptions import number
from experiments.ledger.author import remarks_of
from experiments.ledger.figure import tornado
from experiments.ledger.result import Ledger, Row, moved
from experiments.ledger.study import make
from experiments.results import csv_text, json_text, write_whole
from scenarios.schema import Scenario

SHOWN = 20


def evidence(
    scenario: Scenario,
    origin: str,
    designs: tuple[str, str] | None,
    *,
    kpi: str | None,
    every: bool,
    quick: bool,
    fresh: bool,
    workers: int | None,
    out: str,
    seed: int,
    preset: str,
    as_json: bool,
) -> None:
    """Rank the assumptions of a comparison, print the table, write table and figure.

    origin: the name or path the scenario was read from.  every: print every row.  fresh: rank anew even where it was
    done before.
    """
    ledger = ranking(
        scenario,
        origin,
        designs,
        kpi=kpi,
        quick=quick,
        fresh=fresh,
        workers=workers,
        seed=seed,
        preset=preset,
    )
    if as_json:
        terminal.print_json(ledger.to_dict(kpi))
    else:
        print_ledger(ledger, ledger.kpi(kpi), every=every)
    terminal.say(f"table and figure: {save(ledger, kpi, Path(out))}")


def ranking(
    scenario: Scenario,
    origin: str,
    designs: tuple[str, str] | None,
    *,
    kpi: str | None,
    quick: bool,
    fresh: bool,
    workers: int | None,
    seed: int,
    preset: str,
) -> Ledger:
    """The ranking as it was made before, with the same seed and at least as carefully, or made now."""
    names = [k.name for k in kpis_of(scenario)]
    if kpi is not None and kpi not in names:
        raise unknown("measure", kpi, names)
    pair, said = worlds.known_designs(scenario, designs), remarks_of(scenario, origin)
    before = None if fresh else store.known(scenario, pair, preset, said)
    if before is not None and before.seed == seed and (quick or not before.quick):
        return before
    with terminal.progress() as told:
        ledger = make(
            scenario, pair, preset=preset, seed=seed, kpi=kpi, quick=quick, remarks=said, workers=workers, progress=told
        )  # fmt: skip
    store.remember(ledger)
    return ledger


def print_ledger(ledger: Ledger, kpi: Kpi, *, every: bool) -> None:
    """The ranking as a table, the same by tag, and what was done."""
    first, second = (ledger.scenario.designs[name].title for name in ledger.designs)
    rows = ledger.rows(kpi.name)
    moving = [row for row in rows if not row.effect.is_noise]
    shown = rows if every else moving[:SHOWN]
    terminal.prose(
        f"{ledger.scenario.title}: {second} against {first}, {kpi.title} {kpi.change(ledger.difference[kpi.name])} "
        f"{kpi.unit_of_difference}, preset {ledger.preset}. How far that moves when one assumption is another:"
    )
    head = ("moves it by", "noise", "assumption", "value", "range", "tag", "source", "path")
    terminal.print_table(head, [cells(row, kpi) for row in shown], numbers=(1,))
    for line in summary(ledger, kpi, len(moving) - len(shown)):
        terminal.prose(line)


def cells(row: Row, kpi: Kpi) -> tuple[str, ...]:
    """One row as words."""
    a, effect = row.assumption, row.effect
    moves = " to ".join(moved(kpi, end) for end in (effect.low, effect.high) if end == end)
    ends = " to ".join(number(end.shown) for end in a.ends.values())
    return (
        "nothing" if effect.is_nothing else moves,
        "within" if effect.is_noise and not effect.is_nothing else moved(kpi, effect.noise).removeprefix("+"),
        a.title,
        f"{number(a.value)} {a.unit}".strip(),
        ends,
        f"[{a.evidence}]",
        a.source or "none",
        a.path,
    )


def summary(ledger: Ledger, kpi: Kpi, more: int) -> list[str]:
    """What the table does not say."""
    rows = ledger.rows(kpi.name)
    nothing = [row.assumption.path for row in rows if row.effect.is_nothing]
    noise = sum(row.effect.is_noise for row in rows) - len(nothing)
    tags = ledger.by_tag(kpi.name)
    shares = ", ".join(f"{100 * share:.0f} % on [{tag}]" for tag, share in tags.items() if share >= 0.005)
    lines = [f"Of all that moves it beyond the noise, by evidence: {shares}." if shares else ""]
    lines.append(f"{more} more move it beyond their noise; --all shows every row." if more > 0 else "")
    lines.append(
        f"{noise} assumption{'s move' if noise > 1 else ' moves'} it by no more than noise." if noise else ""
    )
    if nothing:
        listed = f"{', '.join(nothing[:6])}{' ...' if len(nothing) > 6 else ''}"
        lines.append(f"{len(nothing)} {'do' if len(nothing) > 1 else 'does'} not move it at all: {listed}.")
    if ledger.without_range:
        lines.append(
            f"Numbers that could act but have no range (0, or a share of 1, and none given by the scenario): "
            f"{len(ledger.without_range)}."
        )
    return [*(line for line in lines if line), ledger.method]


def save(ledger: Ledger, kpi: str | None, folder: Path) -> Path:
    """Write table, data and tornado into `folder`/<scenario>-evidence-<key>/; returns that folder."""
    target = folder / f"{ledger.scenario.scenario}-evidence-{ledger.key}"
    figure, data = tornado(ledger, kpi), ledger.to_dict(kpi)
    files: dict[str, bytes] = {
        "evidence.csv": csv_text(_table(data)).encode(),
        "evidence.json": json_text(data).encode(),
        "tornado.png": to_png(figure),
        "tornado.svg": to_svg(figure),
    }
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_whole(target / name, content)
    except OSError as error:
        raise InputError(f"cannot write results to {target}: {error.strerror or error}") from error
    return target


def _table(data: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(data["assumptions"])
