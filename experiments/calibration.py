"""Calibrating today's company to the user's own numbers, and saying how well it went."""

import os
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from experiments import worlds
from experiments.kpis import Kpi, kpis_of
from experiments.voices.voice import ENGLISH, Voice
from experiments.workers import Progress
from experiments.worlds import Today
from scenarios import load, overlay
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from experiments.targets import Target

COLUMNS = ("what", "wanted", "reached", "standard_error", "knob", "from", "to", "problem")


def calibrate(
    scenario: Scenario | str | os.PathLike[str], *, preset: str = "central", progress: Progress | None = None
) -> Today:
    """Solve today's company (the first design) for the scenario's own numbers, its section `calibrate`.

    scenario: a Scenario without any design applied, or the name or path of one.
    Returns the scenario with its knobs turned, the intercepts that all designs share, and how well each number is met.
    Raises InputError for a preset or measure that does not exist, ScenarioError for a broken scenario file.
    """
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    return worlds.anchor(scenario, preset, progress=progress)


def rows(targets: "Sequence[Target]") -> list[dict[str, Any]]:
    """One record per number of today, with the names of COLUMNS."""
    return [
        dict(zip(COLUMNS, (t.what, t.wanted, t.reached, t.standard_error, t.knob, t.start, t.solved, t.problem),
                 strict=True))
        for t in targets
    ]  # fmt: skip


def measures_met(targets: "Sequence[Target]", scenario: Scenario) -> "list[tuple[Kpi, Target]]":
    """The numbers that are measures, each with its measure; routing shares apart."""
    known = {kpi.name: kpi for kpi in kpis_of(scenario)}
    return [(known[target.what], target) for target in targets if target.what in known]


def shares_words(targets: "Sequence[Target]", scenario: Scenario, say: Voice = ENGLISH) -> str:
    """How well the routing shares come out, in a few words; empty where they were not asked for."""
    known = {kpi.name for kpi in kpis_of(scenario)}
    shares = [target for target in targets if target.what not in known]
    if not shares:
        return ""
    worst = max(abs(target.reached - target.wanted) for target in shares)
    return say("today.shares", count=len(shares), points=say.percent(worst, 1))


def today_words(targets: "Sequence[Target]", scenario: Scenario, say: Voice = ENGLISH) -> str:
    """One sentence on how well today's own numbers are met; empty where there are none."""
    said = []
    for kpi, target in measures_met(targets, scenario):
        if isfinite(target.reached):
            numbers = {
                "level": say.level(kpi, target.reached),
                "wanted": say.bare(kpi, target.wanted),
                "error": say.bare(kpi, target.standard_error),
            }
            missed = say("today.missed") if target.problem else ""
            said.append(say("today.measure", measure=say.title(kpi), **numbers, missed=missed))
    shares = shares_words(targets, scenario, say)
    said += [shares] if shares else []
    return say("today", said="; ".join(said)) if said else ""


def unmet_words(
    targets: "Sequence[Target]", scenario: Scenario, unmet: Sequence[str], say: Voice = ENGLISH
) -> list[str]:
    """Sentences about what of today is not met, said again; `unmet`: in English, as they were kept."""
    from experiments.targets import sentences

    missed = {target.what for _, target in measures_met(targets, scenario) if target.problem}
    told = [target for target in targets if target.what in missed]
    known = dict(zip(sentences(scenario, told), sentences(scenario, told, say), strict=True))
    return [known.get(sentence) or say.again(sentence, "unmet.route") for sentence in unmet]


def values_to_paste(scenario: Scenario, today: Today) -> str:
    """The values that calibrating changed, as YAML that stands in a scenario as it is written here."""
    import yaml

    changed = dict(_changed(overlay.plain_data(scenario), overlay.plain_data(today.scenario)))
    for target in today.targets:
        if target.what in ("churn_rate_12m", "nps") and target.solved is not None:
            changed[tuple(target.knob.split("."))] = target.solved
    nested: dict[str, Any] = {}
    for path, value in changed.items():
        here = nested
        for key in path[:-1]:
            here = here.setdefault(key, {})
        here[path[-1]] = float(f"{value:.6g}") if isinstance(value, float) else value
    head = (
        f"# What calibrating {scenario.scenario} solved: paste these values over yours.\n"
        "# Intercepts of single ways have no place in a scenario: keep `conversion` and `conversion_rate`.\n"
    )
    return head + (
        yaml.safe_dump(nested, sort_keys=False, allow_unicode=True) if nested else "# No value changed.\n"
    )


def _changed(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths and new values of all that differs; a list, or a lever's changes, is replaced whole."""
    if (
        isinstance(before, dict)
        and isinstance(after, dict)
        and path[-1:] != ("changes",)
        and path[:1] != ("presets",)
    ):
        for key, value in after.items():
            yield from _changed(before.get(key), value, (*path, str(key)))
    elif before != after:
        yield path, after
