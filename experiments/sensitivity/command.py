"""What `journey sensitivity` and `journey value` do: study, print, save."""

from pathlib import Path
from typing import Any

import pandas as pd

from experiments import terminal
from experiments.commands import changed
from experiments.figures import to_png, to_svg
from experiments.ledger.assumptions import number
from experiments.ledger.author import remarks_of
from experiments.results import MANIFEST, csv_text, json_text, write_files
from experiments.sensitivity import figure, value_figure
from experiments.sensitivity.study import ASSUMED, Study
from experiments.sensitivity.study import sensitivity as study_sensitivity
from experiments.sensitivity.worth import Worth
from experiments.sensitivity.worth import worth as study_worth
from experiments.study.question import Question, ask
from experiments.study.store import Store
from experiments.workers import phases
from scenarios import load

SHOWN = 12


def sensitivity(
    name: str,
    designs: tuple[str, str] | None,
    *,
    vary: tuple[str, ...],
    command: str,
    out: str,
    workers: int | None,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
    **asked: Any,
) -> None:
    """Say what the difference between two designs depends on; print tables and verdict, write the results folder."""
    scenario = changed(load(name), changes)
    with terminal.progress() as told, Store(out) as store:
        question = ask(scenario, designs, preset=preset, progress=phases(told))
        study = study_sensitivity(
            question, vary or ("uncertainties",), seed=seed, remarks=remarks_of(scenario, name), workers=workers,
            progress=phases(told), store=store, **asked,
        )  # fmt: skip
    if as_json:
        terminal.print_json(study.to_dict())
    else:
        print_study(study)
    files = {"sensitivity": figure.sensitivity_figure(study)}
    tables = {"screen": study.screen, "indices": study.indices}
    where = _save(Path(out), "sensitivity", study, tables, files, command)
    terminal.say(f"tables, figure and manifest: {where}")


def value(
    name: str,
    designs: tuple[str, str] | None,
    *,
    vary: tuple[str, ...],
    command: str,
    out: str,
    workers: int | None,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
    **asked: Any,
) -> None:
    """Say what measuring would be worth; print the measurement plan, write the results folder."""
    scenario = changed(load(name), changes)
    with terminal.progress() as told, Store(out) as store:
        question = ask(scenario, designs, preset=preset, progress=phases(told))
        study = study_worth(
            question, vary or ("assumptions", "levels"), seed=seed, remarks=remarks_of(scenario, name), workers=workers,
            progress=phases(told), store=store, **asked,
        )  # fmt: skip
    if as_json:
        terminal.print_json(study.to_dict())
    else:
        print_worth(study)
    where = _save(
        Path(out),
        "value",
        study,
        {"value": study.table},
        {"value": value_figure.value_figure(study)},
        command,
    )
    terminal.say(f"measurement plan, figure and manifest: {where}")


def print_study(study: Study) -> None:
    """Tables, verdict, noise and what is assumed."""
    kpi, unit = study.kpi, study.kpi.unit_of_difference
    terminal.prose(_head(study.question, f"what {study.answer} depends on"))
    if study.screen is not None:
        rows = study.screen.sort_values("mu_star", ascending=False)
        terminal.print_table(
            ("factor", "from", "to", "moves it by (mu*)", "95 %", "sigma", "luck alone", "share", "tag"),
            [
                (
                    row["title"], number(row["from"]), number(row["to"]), f"{row['mu_star'] * kpi.scale:,.3g}",
                    f"{row['low'] * kpi.scale:,.3g} to {row['high'] * kpi.scale:,.3g}",
                    f"{row['sigma'] * kpi.scale:,.3g}", f"{row['noise'] * kpi.scale:,.2g}",
                    f"{100 * row['share']:.1f} %", _tag(row["evidence"]),
                )
                for _, row in rows.head(SHOWN).iterrows()
            ],
            numbers=(1, 2, 3, 4, 5, 6, 7),
            title=f"Screen: effect of a factor over its whole range, {unit}".rstrip(" ,"),
        )  # fmt: skip
        if len(rows) > SHOWN:
            terminal.prose(f"{len(rows) - SHOWN} more, each smaller; all are in screen.csv.")
    if study.indices is not None:
        terminal.print_table(
            ("factor", "from", "to", "first", "95 %", "total", "95 %", "total with luck left in", "tag"),
            [
                (
                    row["title"], _end(row["from"]), _end(row["to"]), *_index(row, "first"), *_index(row, "total"),
                    f"{row['total_with_noise']:.2f}", _tag(row["evidence"]),
                )
                for _, row in study.indices.iterrows()
            ],
            numbers=(1, 2, 3, 4, 5, 6, 7),
            title="Sobol' indices: share of the variance, alone (first) and with all it does together (total)",
        )  # fmt: skip
    for line in study.verdict:
        terminal.prose(line, "bold")
    noise = study.found.noise
    terminal.prose(
        f"Noise: {100 * noise.share:.1f} % of the variance between points, with {noise.replications} replications, the "
        f"same at every point. {ASSUMED} Counted: {kpi.estimand}."
    )
    for line in study.found.warnings:
        terminal.prose(f"Note: {line}")


def print_worth(study: Worth) -> None:
    """Verdict, measurement plan and what is assumed."""
    terminal.prose(
        _head(study.question, f"what it would be worth to know, for the choice by {study.kpi.title}")
    )
    for line in study.verdict:
        terminal.prose(line, "bold")
    plan = study.table.head(len(study.ranked)).head(SHOWN)
    if len(plan):
        terminal.print_table(
            ("", "measure", "today", "range", "tag", "worth", "how", "the decision flips"),
            [
                (
                    str(k + 1), row["title"], f"{number(row['today'])} {row['unit']}".rstrip(),
                    f"{number(row['from'])} to {number(row['to'])}", _tag(row["evidence"]),
                    study.shown(study.found.known[study.ranked[k]].worth), row["how"], row["flips"] or "nowhere",
                )
                for k, row in enumerate(plan.to_dict(orient="records"))
            ],
            title="Measurement plan",
        )  # fmt: skip
    rest = len(study.factors) - len(study.ranked)
    if rest and len(plan):
        terminal.prose(
            f"The other {rest} would not be worth measuring alone: they seem worth no more than a number that "
            "says nothing."
        )
    found = study.found
    year = f"{study.entrants_per_year:,.0f} entrants a year. " if study.is_money else ""
    terminal.prose(
        f"{found.points} futures over {len(study.factors)} numbers at once, {study.plan['replications']} replications, "
        f"the same people under every design; noise is {100 * found.noise_share:.1f} % of the variance between futures "
        f"and is not counted as information. {year}{ASSUMED} Counted: {study.kpi.estimand}."
    )


def _head(question: Question, what: str) -> str:
    return f"{question.scenario.title}: {what}, preset {question.preset}."


def _index(row: pd.Series, name: str) -> tuple[str, str]:
    """An index with its limits; the estimates may lie a little outside 0 to 1, where no index is."""
    middle, low, high = (min(max(row[f"{name}{end}"], 0.0), 1.0) for end in ("", "_low", "_high"))
    return f"{middle:.2f}", f"{low:.2f} to {high:.2f}"


def _end(value: float) -> str:
    return "" if value != value else number(value)


def _tag(evidence: str) -> str:
    return f"[{evidence}]" if evidence else ""


def _save(
    folder: Path, kind: str, study: Study | Worth, tables: dict[str, pd.DataFrame | None], figures: dict[str, Any],
    command: str,
) -> Path:  # fmt: skip
    """Write tables, data, figure and manifest into `folder`/<scenario>-<kind>-<key>/; returns that folder."""
    files = {f"{name}.csv": csv_text(table).encode() for name, table in tables.items() if table is not None}
    files[f"{kind}.json"] = json_text(study.to_dict()).encode()
    for name, drawn in figures.items():
        files |= {f"{name}.png": to_png(drawn), f"{name}.svg": to_svg(drawn)}
    files[MANIFEST] = json_text(study.manifest | {"command": command}).encode()
    return write_files(folder / f"{study.question.scenario.scenario}-{kind}-{study.key}", files)
