"""What boxes, trees and regrets say, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.discovery.boxes import HIGH, LOW, Box
from experiments.discovery.shares import none_of
from experiments.discovery.tree import Tree
from experiments.kpis import Kpi
from experiments.ledger.levels import between
from experiments.statistics import Interval
from experiments.study.levels import today_at
from experiments.study.places import title as title_at
from experiments.study.space import LEVEL, Factor
from experiments.voices.voice import ENGLISH, Voice
from scenarios.schema import Scenario

MOST_PATHS = 2
DIMENSIONLESS = ("share", "ratio", "weight")


def number(value: float, say: Voice = ENGLISH) -> str:
    """A limit as people read it: two digits that count below 1, else three."""
    return say.shown(value, ".2g" if abs(value) < 1.0 else ".3g")


def percent(value: float, say: Voice = ENGLISH) -> str:
    """A share in per cent."""
    return say("box.percent", share=say.percent(value)) if np.isfinite(value) else say("box.none")


def with_limits(share: Interval, say: Voice = ENGLISH) -> str:
    """A share in per cent with its interval."""
    if not np.isfinite(share.low):
        return percent(share.estimate, say)
    low, high = say.percent(share.low), say.percent(share.high)
    return say("box.share", share=percent(share.estimate, say), low=low, high=high)


def name_of(factor: Factor) -> str:
    """A factor in words, without what its share is a share of."""
    return factor.title.removesuffix(": share of its level")


def phrase(scenario: Scenario, factor: Factor, low: float, high: float, say: Voice = ENGLISH) -> str:
    """Limits on one factor as the end of a sentence that begins with 'where'; infinite where there is none."""
    tag = f" [{factor.evidence}]" if factor.evidence else ""
    if factor.path.startswith(LEVEL):
        meaning = _meaning(scenario, factor, low, high, say)
        return say("box.level", title=name_of(factor), reach=_reach(low, high, say), tag=tag, meaning=meaning)
    unit = f" {say.units(factor.unit)}" if factor.unit and factor.unit not in DIMENSIONLESS else ""
    told = {"low": number(factor.low, say), "high": number(factor.high, say), "unit": unit, "tag": tag}
    about, between_ = _about(scenario, factor, say), _between(factor, low, high, say)
    return say("box.number", about=about, between=between_, **told)


def phrases(scenario: Scenario, factors: Sequence[Factor], box: Box, say: Voice = ENGLISH) -> list[str]:
    """Every limited factor of a box."""
    return [
        phrase(scenario, factors[k], float(box.limits[LOW, k]), float(box.limits[HIGH, k]), say)
        for k in box.restricted
    ]


def sentence(
    title: str,
    limits: Sequence[str],
    kpi: Kpi,
    threshold: float,
    row: Mapping[str, Any],
    say: Voice = ENGLISH,
) -> str:
    """One box with the numbers of its re-test; row: see `Discovery.shares`."""
    shares = {name: with_limits(interval(row, name), say) for name in ("density", "coverage", "elsewhere")}
    return say(
        "box", title=title, limits=say("box.and").join(limits), case=case(kpi, threshold, say),
        mass=percent(row["mass"], say), held="" if row["holds"] else say("box.not_held"), **shares,
    )  # fmt: skip


def case(kpi: Kpi, threshold: float, say: Voice = ENGLISH) -> str:
    """What counts as not paying."""
    if threshold == 0.0:
        return say("box.loses", measure=say.title(kpi))
    key = "box.worse.more" if kpi.better < 0 else "box.worse.less"
    return say(key, measure=say.title(kpi), threshold=say.shown(threshold, "g"), unit=say.unit(kpi)).rstrip()


def interval(row: Mapping[str, Any], name: str) -> Interval:
    """An estimate and its limits out of three columns."""
    return Interval(float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"]), 0)


def nowhere(title: str, count: int, kpi: Kpi, threshold: float, say: Voice = ENGLISH) -> str:
    """When no sampled future loses (rule of three, exactly)."""
    most = say.shown(100.0 * none_of(count), ".2g")
    told = case(kpi, threshold, say)
    return say("box.nowhere", title=title, count=say.shown(count, ","), case=told, most=most)


def everywhere(title: str, count: int, kpi: Kpi, threshold: float, say: Voice = ENGLISH) -> str:
    """When every sampled future loses."""
    return say("box.everywhere", title=title, count=say.shown(count, ","), case=case(kpi, threshold, say))


def no_box(share: Interval, density: float | None, say: Voice = ENGLISH) -> str:
    """When some lose but no box of them is believed."""
    return say("box.no_box", share=with_limits(share, say), rule=rule(density, say))


def rule(density: float | None, say: Voice = ENGLISH) -> str:
    """How a box is chosen, in words; density: at least, None for the nearest to all losing futures."""
    if density is None:
        return say("box.rule.nearest")
    return say("box.rule.dense", density=say.shown(density, "g"))


def flattery(shares: pd.DataFrame, say: Voice = ENGLISH) -> str:
    """How much better the boxes looked in the sample that found them."""
    first = shares.iloc[0]
    density, coverage = (percent(first[f"found_{name}"], say) for name in ("density", "coverage"))
    return say("box.flattery", density=density, coverage=coverage, points=int(first["points"]))


def tree_sentence(
    grown: Tree,
    scenario: Scenario,
    factors: Sequence[Factor],
    opinion: Mapping[str, float],
    say: Voice = ENGLISH,
) -> str:
    """The second opinion."""
    if not grown.losing:
        return say("box.tree.nowhere")
    leaves = [say("box.and").join(phrases(scenario, factors, leaf.box, say)) for leaf in grown.losing]
    density, coverage = (with_limits(interval(opinion, name), say) for name in ("density", "coverage"))
    return say(
        "box.tree", agreement=percent(opinion["agreement"], say), density=density, coverage=coverage,
        where=say("box.or").join(f"({leaf})" for leaf in leaves),
    )  # fmt: skip


def regret_sentence(table: pd.DataFrame, kpi: Kpi, count: int, say: Voice = ENGLISH) -> str:
    """What a reader takes from the regret table."""
    by_worst = table.sort_values("largest_regret")
    safe, other = by_worst.iloc[0], by_worst.iloc[-1]
    better = table.sort_values("expected_regret").iloc[0]
    is_same = better["design"] == safe["design"]
    return say(
        "box.regret", count=say.shown(count, ","), safe=safe["title"], other=other["title"], unit=say.unit(kpi),
        measure=say.title(kpi), largest=say.shown(kpi.scale * safe["largest_regret"], ",.1f"),
        largest_other=say.shown(kpi.scale * other["largest_regret"], ",.1f"),
        same=say("box.regret.same") if is_same else say("box.regret.other", title=better["title"]),
        expected=say.shown(kpi.scale * safe["expected_regret"], ",.2f"),
        expected_other=say.shown(kpi.scale * other["expected_regret"], ",.2f"),
        best=with_limits(interval(safe, "best_share"), say),
    )  # fmt: skip


def _about(scenario: Scenario, factor: Factor, say: Voice) -> str:
    """A factor's title; in another language than English it is found again at its path."""
    title = factor.title if say is ENGLISH else title_at(scenario, factor.path, say)
    return title if title != factor.path else say("box.path", path=factor.path)


def _between(factor: Factor, low: float, high: float, say: Voice) -> str:
    if factor.whole:
        low, high = np.ceil(low), np.floor(high)
    below, above = ("box.at_most", "box.at_least") if factor.whole else ("box.below", "box.above")
    if np.isfinite(low) and np.isfinite(high):
        return say("box.from_to", low=number(low, say), high=number(high, say))
    return say(above, low=number(low, say)) if np.isfinite(low) else say(below, high=number(high, say))


def _reach(low: float, high: float, say: Voice) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return say("box.reach.from_to", low=say.percent(low), high=say.percent(high))
    if np.isfinite(low):
        return say("box.reach.above", low=say.percent(low))
    return say("box.reach.below", high=say.percent(high))


def _meaning(scenario: Scenario, factor: Factor, low: float, high: float, say: Voice) -> str:
    """What a share of a lever's level is, in the numbers it moves: the first few that are single."""
    share = high if np.isfinite(high) else low
    told = []
    for path, level in scenario.levers[factor.path.removeprefix(LEVEL)].changes.items():
        today = today_at(scenario, path)
        part = between(path, today, level, share)
        if isinstance(part, int | float) and not isinstance(part, bool) and isinstance(today, int | float):
            about = path if say is ENGLISH else title_at(scenario, path, say)
            numbers = {
                "part": number(part, say),
                "today": number(today, say),
                "level": number(float(level), say),
            }
            told.append(say("box.part", path=about, **numbers))
    if not told:
        return ""
    key = "box.meaning.more" if len(told) > MOST_PATHS else "box.meaning"
    return say(key, parts="; ".join(told[:MOST_PATHS]))
