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
from experiments.study.space import LEVEL, Factor
from scenarios.schema import Scenario

SHARES = (
    "Shares are shares of the futures sampled, each range evenly and by itself; they are no probabilities, and lever "
    "levels are assumed."
)
MOST_PATHS = 2


def number(value: float) -> str:
    """A limit as people read it: two digits that count below 1, else three."""
    return f"{value:.2g}" if abs(value) < 1.0 else f"{value:.3g}"


def percent(value: float) -> str:
    """A share in per cent."""
    return "–" if not np.isfinite(value) else f"{100.0 * value:.0f} %"


def with_limits(share: Interval) -> str:
    """A share in per cent with its interval."""
    if not np.isfinite(share.low):
        return percent(share.estimate)
    return f"{percent(share.estimate)} [{100.0 * share.low:.0f}, {100.0 * share.high:.0f}]"


def name_of(factor: Factor) -> str:
    """A factor in words, without what its share is a share of."""
    return factor.title.removesuffix(": share of its level")


def phrase(scenario: Scenario, factor: Factor, low: float, high: float) -> str:
    """Limits on one factor as the end of a sentence that begins with 'where'; infinite where there is none."""
    tag = f" [{factor.evidence}]" if factor.evidence else ""
    if factor.path.startswith(LEVEL):
        return f"“{name_of(factor)}” {_reach(low, high)}{tag}{_meaning(scenario, factor, low, high)}"
    unit = f" {factor.unit}" if factor.unit and factor.unit not in ("share", "ratio", "weight") else ""
    sampled = f"{number(factor.low)} to {number(factor.high)} sampled"
    return f"{_about(factor)} ({sampled}) is {_between(factor, low, high)}{unit}{tag}"


def phrases(scenario: Scenario, factors: Sequence[Factor], box: Box) -> list[str]:
    """Every limited factor of a box."""
    return [
        phrase(scenario, factors[k], float(box.limits[LOW, k]), float(box.limits[HIGH, k]))
        for k in box.restricted
    ]


def sentence(title: str, limits: Sequence[str], kpi: Kpi, threshold: float, row: Mapping[str, Any]) -> str:
    """One box with the numbers of its re-test; row: see `Discovery.shares`."""
    density, coverage, elsewhere = (interval(row, name) for name in ("density", "coverage", "elsewhere"))
    held = "" if row["holds"] else " On fresh futures it did not hold up: do not act on it."
    return (
        f"“{title}” does not pay where {' AND '.join(limits)}: in {with_limits(density)} of fresh futures there "
        f"{case(kpi, threshold)}, against {with_limits(elsewhere)} elsewhere; the box holds {with_limits(coverage)} "
        f"of all losing futures, in {percent(row['mass'])} of the space.{held}"
    )


def case(kpi: Kpi, threshold: float) -> str:
    """What counts as not paying."""
    if threshold == 0.0:
        return f"it loses ({kpi.title})"
    word = "more" if kpi.better < 0 else "less"
    return f"its difference in {kpi.title} is {word} than {threshold:g} {kpi.unit_of_difference}".rstrip()


def interval(row: Mapping[str, Any], name: str) -> Interval:
    """An estimate and its limits out of three columns."""
    return Interval(float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"]), 0)


def nowhere(title: str, count: int, kpi: Kpi, threshold: float) -> str:
    """When no sampled future loses (rule of three, exactly)."""
    return (
        f"In none of {count:,} futures is it so that {case(kpi, threshold)} with “{title}”; with 95 % confidence "
        f"that is so in at most {100.0 * none_of(count):.2g} % of the space sampled."
    )


def everywhere(title: str, count: int, kpi: Kpi, threshold: float) -> str:
    """When every sampled future loses."""
    return f"With “{title}”, {case(kpi, threshold)} in every one of {count:,} futures: there is no box to look for."


def no_box(share: Interval, rule: str) -> str:
    """When some lose but no box of them is believed."""
    return (
        f"{with_limits(share)} of the futures lose, but {rule}: what searching finds here is no better than what it "
        "finds in shuffled futures, or rests on limits that could be chance. More points may show more."
    )


def flattery(shares: pd.DataFrame) -> str:
    """How much better the boxes looked in the sample that found them."""
    first = shares.iloc[0]
    return (
        f"In the sample that found the first box its density was {percent(first['found_density'])} and its coverage "
        f"{percent(first['found_coverage'])}; the numbers above are those of {int(first['points'])} fresh "
        "futures in it."
    )


def tree_sentence(
    grown: Tree, scenario: Scenario, factors: Sequence[Factor], opinion: Mapping[str, float]
) -> str:
    """The second opinion."""
    if not grown.losing:
        return "A classification tree, asked for a second opinion, expects a loss nowhere."
    where = " OR ".join(f"({' AND '.join(phrases(scenario, factors, leaf.box))})" for leaf in grown.losing)
    return (
        f"A small classification tree, asked for a second opinion, says the same of {percent(opinion['agreement'])} of "
        f"the space; it expects a loss where {where}: on fresh futures density "
        f"{with_limits(interval(opinion, 'density'))}, coverage {with_limits(interval(opinion, 'coverage'))}."
    )


def regret_sentence(table: pd.DataFrame, kpi: Kpi, count: int) -> str:
    """What a reader takes from the regret table."""
    by_worst = table.sort_values("largest_regret")
    safe, other = by_worst.iloc[0], by_worst.iloc[-1]
    unit = kpi.unit_of_difference
    better = table.sort_values("expected_regret").iloc[0]
    same = (
        "and the smallest on average"
        if better["design"] == safe["design"]
        else f"on average “{better['title']}” has less"
    )
    return (
        f"Whoever cannot know which of the {count:,} futures comes regrets least with “{safe['title']}”: at worst it "
        f"is {kpi.scale * safe['largest_regret']:,.1f} {unit} ({kpi.title}) behind the best choice, “{other['title']}” "
        f"{kpi.scale * other['largest_regret']:,.1f}, {same} ({kpi.scale * safe['expected_regret']:,.2f} against "
        f"{kpi.scale * other['expected_regret']:,.2f}). It is the best in "
        f"{with_limits(interval(safe, 'best_share'))} of the futures."
    )


def _about(factor: Factor) -> str:
    return factor.title if factor.title != factor.path else f"`{factor.path}`"


def _between(factor: Factor, low: float, high: float) -> str:
    if factor.whole:
        low, high = np.ceil(low), np.floor(high)
    below, above = ("at most", "at least") if factor.whole else ("below", "above")
    if np.isfinite(low) and np.isfinite(high):
        return f"{number(low)} to {number(high)}"
    return f"{above} {number(low)}" if np.isfinite(low) else f"{below} {number(high)}"


def _reach(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"reaches {100.0 * low:.0f} to {100.0 * high:.0f} % of its assumed level"
    if np.isfinite(low):
        return f"reaches more than {100.0 * low:.0f} % of its assumed level"
    return f"reaches less than {100.0 * high:.0f} % of its assumed level"


def _meaning(scenario: Scenario, factor: Factor, low: float, high: float) -> str:
    """What a share of a lever's level is, in the numbers it moves: the first few that are single."""
    share = high if np.isfinite(high) else low
    told = []
    for path, level in scenario.levers[factor.path.removeprefix(LEVEL)].changes.items():
        today = today_at(scenario, path)
        part = between(path, today, level, share)
        if isinstance(part, int | float) and not isinstance(part, bool) and isinstance(today, int | float):
            told.append(f"{path} {number(part)} between {number(today)} today and {number(float(level))}")
    more = " and more" if len(told) > MOST_PATHS else ""
    return f" ({'; '.join(told[:MOST_PATHS])}{more})" if told else ""
