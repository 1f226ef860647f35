"""What the commands do: each one a library call, its result printed."""

import os
import shlex
from pathlib import Path
from typing import Any

from experiments import terminal
from experiments.errors import InputError
from experiments.workers import about
from scenarios import load, overlay
from scenarios.schema import Scenario


def scenarios(as_json: bool) -> None:
    """Print name, title and size of the built-in scenarios."""
    from scenarios import names

    known = [load(name) for name in names()]
    if as_json:
        terminal.print_json([
            {"name": s.scenario, "title": s.title, "touchpoints": len(s.touchpoints), "designs": list(s.designs)}
            for s in known
        ])  # fmt: skip
        return
    terminal.print_table(
        ("name", "title", "touchpoints", "designs"),
        [(s.scenario, s.title, str(len(s.touchpoints)), ", ".join(s.designs)) for s in known],
    )


def show(name: str, design: str | None, figure: str | None, as_json: bool) -> None:
    """Print a scenario for people, or whole as JSON; draw its map into a file."""
    from experiments.journey_map import journey_map
    from experiments.map_text import print_map

    scenario = load(name)
    world = scenario if design is None else overlay.design(scenario, design)
    if as_json:
        terminal.print_json(world.model_dump(mode="json", by_alias=True))
    else:
        terminal.print_story(scenario)
        print_map(journey_map(world))
        terminal.print_parts(scenario)
    if figure is not None:
        from experiments.map_figure import map_figure
        from experiments.results import write_figure

        terminal.say(f"journey map: {write_figure(map_figure(journey_map(world)), Path(figure))}")


def new(name: str, source: str, folder: str) -> None:
    """Write a scenario of one's own, started from a built-in one."""
    from experiments.new_scenario import write_new

    path = write_new(name, source, Path(folder))
    terminal.print_line(str(path))
    terminal.say(f"now edit it, then: journey check {path} and journey compare {path} --quick")


def check(files: tuple[str, ...]) -> bool:
    """Check files, print what is fine to stdout and every problem to stderr; True when all are fine."""
    from experiments.knobs import check_measures
    from scenarios import ScenarioError

    fine = True
    for file in files:
        try:
            scenario = load(file)
            check_measures(scenario)
        except (ScenarioError, InputError) as error:
            terminal.say(str(error) if isinstance(error, ScenarioError) else f"{file}: error: {error}")
            fine = False
        else:
            terminal.print_line(
                f"{file}: fine ({len(scenario.touchpoints)} touchpoints, {len(scenario.personas)} personas, "
                f"{len(scenario.levers)} levers, designs {', '.join(scenario.designs)})"
            )
            say_ties(scenario)
    return fine


def schema() -> None:
    """Print the JSON schema of scenario files."""
    from scenarios.schema import json_schema

    terminal.print_json(json_schema())


def compare(
    name: str,
    designs: tuple[str, str] | None,
    replications: int,
    out: str,
    quick: bool,
    by: str | None,
    workers: int | None,
    *,
    precision: tuple[str, ...],
    at_most: int | None,
    neutral: Any,
    command: str,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare two designs; print table and verdict, write the results folder."""
    from dataclasses import replace

    from experiments.ledger.author import remarks_of
    from experiments.ledger.rests import rests_most
    from experiments.pairing import compare as compare_designs
    from experiments.precision import AT_MOST
    from experiments.stage_views import known_model
    from experiments.terminal_comparison import print_comparison
    from experiments.terminal_stages import print_stages

    known_model(by or "six")
    scenario = changed(load(name), changes)
    say_ties(scenario)
    with terminal.progress() as progress:
        comparison = compare_designs(
            scenario, designs, replications=replications, seed=seed, preset=preset, arms=not quick,
            break_even=not quick, band=not quick, precision=half_widths(precision),
            at_most=AT_MOST if at_most is None else at_most,
            neutral=neutral, workers=workers, progress=progress, say=terminal.say,
        )  # fmt: skip
    ranks = _ranks(name, designs, preset, changes)
    if neutral is None:  # with other staff it is another question, which nobody has ranked
        rests = rests_most(scenario, comparison.designs, preset, remarks_of(scenario, name), ranks)
        comparison = replace(comparison, rests_most_on=rests)
    comparison = replace(comparison, manifest=comparison.manifest | {"command": command})
    if as_json:
        stages = {"stages": comparison.by(by).reset_index().to_dict(orient="records")} if by else {}
        terminal.print_json(comparison.to_dict() | stages)
    else:
        print_comparison(comparison)
        if by:
            print_stages(comparison, by)
    terminal.say(f"tables, figure and manifest: {comparison.save(out)}")


def half_widths(wanted: tuple[str, ...]) -> dict[str, float] | None:
    """Measure -> half-width of every `KPI=WIDTH`; None where nothing was asked. Raises InputError."""
    return assigned("--precision", wanted, "KPI=WIDTH", "nps=1") if wanted else None


def calibrate(name: str, write: str | None, *, preset: str, changes: tuple[str, ...], as_json: bool) -> None:
    """Solve today's company; print what was wanted and what is reached, write the solved values."""
    from experiments import calibration
    from experiments.results import write_whole
    from experiments.terminal_calibration import print_calibration

    scenario = changed(load(name), changes)
    with terminal.progress() as told:
        today = calibration.calibrate(
            scenario,
            preset=preset,
            progress=about(told, "calibrating today's company"),
        )
    if as_json:
        terminal.print_json({"scenario": scenario.scenario, "preset": preset, "unmet": list(today.unmet),
                             "numbers": calibration.rows(today.targets)})  # fmt: skip
    else:
        print_calibration(scenario, today)
    if write is None:
        return
    try:
        write_whole(Path(write), calibration.values_to_paste(scenario, today).encode())
    except OSError as error:
        raise InputError(f"cannot write the values to {write}: {error.strerror or error}") from error
    terminal.say(f"solved values: {write}")


def run(
    name: str,
    design: str | None,
    replication: int,
    log: str | None,
    by: str | None,
    *,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Live through one world once; print its measures, write its event log."""
    from experiments import worlds
    from experiments.kpis import counted, kpis_of, measure
    from experiments.stage_views import known_model
    from experiments.terminal_stages import print_world_by_stage, world_by_stage

    known_model(by or "six")
    scenario = changed(load(name), changes)
    say_ties(scenario)
    chosen = design or next(iter(scenario.designs))
    worlds.known_designs(scenario, (chosen, chosen))
    with terminal.progress() as told:
        today = worlds.anchor(
            scenario,
            preset,
            progress=about(told, "calibrating today's company"),
        )
        arm = worlds.arms_of(today.scenario, (chosen, chosen), preset, middle=False)[0]
        world = worlds.live(
            arm, seed=seed, replication=replication, intercepts=today.intercepts, log=log is not None
        )
    people = counted(world, arm.cost)
    measures = measure(people)
    if as_json:
        stages = {"stages": world_by_stage(world, by).reset_index().to_dict(orient="records")} if by else {}
        terminal.print_json({"scenario": scenario.scenario, "design": chosen, "seed": seed, "replication": replication,
                             "counted_entrants": people.count, "measures": measures, **stages})  # fmt: skip
    else:
        terminal.print_line(f"{scenario.title} — {scenario.designs[chosen].title}, one world")
        terminal.print_table(
            ("measure", "value", "who was counted"),
            [(kpi.title, kpi.level(measures[kpi.name]), kpi.estimand) for kpi in kpis_of(scenario)],
            numbers=(1,),
        )
        terminal.print_line(
            f"{people.count:,} counted entrants; one world shows no uncertainty: compare designs to get intervals."
        )
        if by:
            print_world_by_stage(world, by)
    if log is not None:
        _write_log(world, Path(log))


def evidence(
    name: str, designs: tuple[str, str] | None, *, preset: str, changes: tuple[str, ...], **asked: Any
) -> None:
    """Rank what a comparison rests on; print the table, write the tornado."""
    from experiments.ledger.command import evidence as rank

    rank(changed(load(name), changes), name, designs, preset=preset, **asked)


def describe(name: str, design: str | None, protocol: str) -> None:
    """Print the description of a scenario by a protocol."""
    from experiments import description, worlds
    from experiments.ledger.author import remarks_of

    scenario = load(name)
    chosen = design or next(iter(scenario.designs))
    worlds.known_designs(scenario, (chosen, chosen))
    told = description.subject(scenario, chosen, remarks_of(scenario, name))
    terminal.print_line((description.odd if protocol == "odd" else description.stress)(told).rstrip("\n"))


def doctor(as_json: bool) -> None:
    """Print versions, cores and the cache's place."""
    from experiments.manifest import versions
    from sim.compiled import cache_folder

    folder = cache_folder()
    facts = {
        **versions(),
        "cores": str(os.cpu_count()),
        "compiled code": str(folder)
        if folder
        else "nowhere: no folder can be written, every start compiles anew",
        "scenarios": str(Path(overlay.__file__).parent / "library"),
    }
    if as_json:
        terminal.print_json(facts)
    else:
        terminal.print_table(("what", "value"), list(facts.items()))


def _ranks(name: str, designs: tuple[str, str] | None, preset: str, changes: tuple[str, ...]) -> str:
    """The command that ranks the assumptions of a comparison."""
    words = ["journey", "evidence", name, *(("--designs", *designs) if designs else ())]
    words += ["--preset", preset] if preset != "central" else []
    return shlex.join([*words, *(word for change in changes for word in ("--set", change))])


def changed(scenario: Scenario, changes: tuple[str, ...]) -> Scenario:
    """The scenario after every `--set PATH=VALUE`."""
    return overlay.change(scenario, assigned("--set", changes)) if changes else scenario


def assigned(
    option: str, changes: tuple[str, ...], form: str = "PATH=VALUE", example: str = "handoffs.retention=0.8"
) -> dict[str, Any]:
    """Path -> value of every `PATH=VALUE` of an option; values are read as YAML. Raises InputError."""
    from scenarios.errors import Source
    from scenarios.yaml12 import plain, read

    values: dict[str, Any] = {}
    for change in changes:
        path, sign, text = change.partition("=")
        if not sign or not path:
            raise InputError(f"{option} wants {form}, got {change!r}; for example {option} {example}")
        document = read(Source(option, text))
        if document.problems or document.root is None:
            raise InputError(f"{option} {path}: cannot read the value {text!r}")
        values[path] = plain(document.root)
    return values


def say_ties(scenario: Scenario) -> None:
    """Say how many people a file of ties has, and how many are expected."""
    from scenarios.ties import note

    words = note(scenario)
    if words is not None:
        terminal.say(words)


def _write_log(world: Any, path: Path) -> None:
    """The event log in words: who did what, where, when."""
    import numpy as np
    import pandas as pd

    from experiments.results import csv_text, write_whole
    from sim.columns import Logged

    rows, names = world.log, world.names
    touchpoints = np.array([*names.touchpoints, ""], dtype=object)
    edges = np.array([*(">".join(edge) for edge in names.edges), ""], dtype=object)
    table = pd.DataFrame({
        "day": rows["day"],
        "uid": rows["uid"],
        "event": [Logged(kind).name.lower() for kind in rows["kind"]],
        "touchpoint": touchpoints[rows["touchpoint"]],
        "edge": edges[rows["edge"]],
        "value": rows["value"],
    })  # fmt: skip
    try:
        write_whole(path, csv_text(table).encode())
    except OSError as error:
        raise InputError(f"cannot write the event log to {path}: {error.strerror or error}") from error
    terminal.say(f"event log: {path} ({len(table):,} rows)")
