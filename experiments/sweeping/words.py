"""A sweep in sentences: where the second design pays, from which value on, and what moves the difference most."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from scipy.special import ndtri

from experiments.kpis import Kpi
from experiments.statistics import LEVEL
from experiments.study.space import Factor
from experiments.sweeping.result import Sweep
from experiments.verdict import PAYS

MOST = 3  # factors named as moving a difference most


@dataclass(frozen=True)
class Effect:
    """How a difference moves with one factor, whatever the others are.

    lowest, highest: mean over the points in the lowest and highest third of its range.  half_width: of the 95 %
    interval of highest - lowest, points taken as a sample of the space (normal, unequal variances).
    """

    factor: Factor
    lowest: float
    highest: float
    half_width: float

    @property
    def gap(self) -> float:
        return self.highest - self.lowest


def sentences(sweep: Sweep, name: str) -> list[str]:
    """What one measure says: at how many points, from which value on, and with which factors."""
    kpi, found = sweep.kpi(name), sweep.of(name)
    measured = found[np.isfinite(found["difference"])]
    if measured.empty:
        return [f"{_title(kpi)}: at no point was anybody there to be measured."]
    if not measured[["difference", "low", "high"]].any(axis=None):
        return [f"{_title(kpi)}: not the slightest difference at any of {len(measured)} points."]
    alone = sweep.method == "one_at_a_time" or len(sweep.factors) <= 2
    return [_shares(sweep, kpi, measured), *(_crossings if alone else _movers)(sweep, kpi)]


def _shares(sweep: Sweep, kpi: Kpi, found: pd.DataFrame) -> str:
    wanted = (_good(kpi), -_good(kpi), 0)
    good, bad, open_ = (int((found["sign"] == sign).sum()) for sign in wanted)
    surely = [int((found["sign_all"] == sign).sum()) for sign in wanted]
    count, second = len(found), sweep.design_titles[1]
    worst, best = found.loc[found["difference"].idxmin()], found.loc[found["difference"].idxmax()]
    text = (
        f"{_title(kpi)}: {second} {_verb(kpi)} at {good} of {count} points ({100 * good / count:.0f} %), "
        f"{_otherwise(kpi)} at {bad}, undecided at {open_}"
    )
    if count > 1:
        text += f" (with limits that hold at all points together {surely[0]}, {surely[1]} and {surely[2]})"
        runs = f"the difference runs from {_change(kpi, worst)} to {_change(kpi, best)}"
    else:
        runs = f"the difference is {_change(kpi, best)}"
    return f"{text}; {runs}{_unit(kpi)}."


def _crossings(sweep: Sweep, kpi: Kpi) -> Iterator[str]:
    """From which value on, for each factor that was moved alone."""
    table = sweep.break_evens[sweep.break_evens["kpi"] == kpi.name]
    all_lines = [(factor, table[table["factor"] == factor.path]) for factor in sweep.factors]
    alone = [(factor, found.iloc[0]) for factor, found in all_lines if len(found) == 1]
    for factor, root in alone:
        if _turned(kpi, root["verdict"]) not in ("everywhere", "nowhere") or len(alone) == 1:
            yield _one(sweep, kpi, factor, root)
    if len(alone) > 1:
        for verdict, verb in (("everywhere", _verb(kpi)), ("nowhere", _otherwise(kpi))):
            same = [factor for factor, root in alone if _turned(kpi, root["verdict"]) == verdict]
            if same:
                listed = "; ".join(f"{factor.title} ({_tried(factor)})" for factor in same)
                yield f"It {verb} at every value tried of: {listed}, all else as in the scenario."
    yield from (_several(kpi, factor, found) for factor, found in all_lines if len(found) > 1)


def _one(sweep: Sweep, kpi: Kpi, factor: Factor, root: pd.Series) -> str:
    verb, about, verdict, tried = _verb(kpi), _named(factor), _turned(kpi, root["verdict"]), _tried(factor)
    rest = ", all else as in the scenario" if len(sweep.factors) > 1 else ""
    if verdict == "everywhere":
        return f"It {verb} at every value tried of {about}: {tried}{rest}."
    if verdict == "nowhere":
        return f"It {_otherwise(kpi)} at every value tried of {about}: {tried}{rest}."
    if not (isfinite(root["level"]) and (isfinite(root["low"]) or isfinite(root["high"]))):
        return f"No value tried of {about} decides whether it {verb}: {tried}{rest}."
    span = limits(root["low"], root["high"])
    level = f"{number(root['level'])}{_after(factor)} (95 % interval {span}; tried {tried})"
    if verdict in ("above", "below"):
        return f"It {verb} where {about} is {verdict} {level}{rest}."
    return f"It crosses break-even more than once as {about} grows, first at {level}{rest}."


def headline(sweep: Sweep) -> str:
    """The main finding in a few words: at how many points the second design pays."""
    name = "profit" if "profit" in sweep.leading else sweep.leading[0]
    kpi, found = sweep.kpi(name), sweep.of(name)
    found = found[np.isfinite(found["difference"])]
    good = int((found["sign"] == _good(kpi)).sum())
    where = f"all {len(found):,}" if good == len(found) else f"{good:,} of {len(found):,}"
    return f"{sweep.design_titles[1]} {_verb(kpi)} at {where} points"


def _several(kpi: Kpi, factor: Factor, found: pd.DataFrame) -> str:
    """One factor on many lines: where break-even lies, over all of them."""
    verdicts = [_turned(kpi, verdict) for verdict in found["verdict"]]
    count = {verdict: verdicts.count(verdict) for verdict in ("everywhere", "nowhere", "undecided")}
    crossing = found[found["verdict"].isin(["above", "below", "several"])]
    parts = []
    if count["everywhere"]:
        parts.append(f"{count['everywhere']} on which it {_verb(kpi)} throughout")
    if count["nowhere"]:
        parts.append(f"{count['nowhere']} on which it {_otherwise(kpi)} throughout")
    if len(crossing):
        lowest, highest = number(crossing["level"].min()), number(crossing["level"].max())
        where = lowest if lowest == highest else f"{lowest} to {highest}"
        parts.append(f"{len(crossing)} on which it crosses break-even, at {where}{_after(factor)}")
    if count["undecided"]:
        parts.append(f"{count['undecided']} undecided")
    return f"Lines along {_named(factor)}: {'; '.join(parts)}."


def _good(kpi: Kpi) -> int:
    """The sign that is welcome; more, where neither is."""
    return kpi.better or 1


def _turned(kpi: Kpi, verdict: str) -> str:
    """Where the welcome side is, for a measure of which less is better."""
    turned = {"everywhere": "nowhere", "nowhere": "everywhere", "above": "below", "below": "above"}
    return turned.get(verdict, verdict) if _good(kpi) < 0 else verdict


def _movers(sweep: Sweep, kpi: Kpi) -> Iterator[str]:
    """The factors that the difference moves with beyond the noise."""
    found = [e for e in effects(sweep, kpi.name) if abs(e.gap) > e.half_width][:MOST]
    if not found:
        yield "It moves with no single factor beyond the noise between points."
        return
    listed = "; ".join(
        f"{_named(e.factor)} ({kpi.change(e.lowest)} in the lowest third of its range, {kpi.change(e.highest)} in the "
        f"highest, apart by {kpi.bare(abs(e.gap))} ± {kpi.bare(e.half_width)})"
        for e in found
    )
    yield f"It moves most with {listed}."


def effects(sweep: Sweep, name: str) -> list[Effect]:
    """How the difference moves with each factor of numbers, strongest first."""
    table = sweep.of(name)
    difference = table["difference"].to_numpy(dtype=float)
    found = []
    for factor in sweep.factors:
        if factor.words:
            continue
        x = table[factor.path].to_numpy(dtype=float)
        fine = np.isfinite(x) & np.isfinite(difference)
        span = factor.high - factor.low
        ends = [
            difference[fine & (x <= factor.low + span / 3.0)],
            difference[fine & (x >= factor.high - span / 3.0)],
        ]
        if min(len(end) for end in ends) < 2:
            continue
        variance = sum(float(end.var(ddof=1)) / len(end) for end in ends)
        half = float(ndtri(0.5 + LEVEL / 2.0)) * float(np.sqrt(variance))
        found.append(Effect(factor, float(ends[0].mean()), float(ends[1].mean()), half))
    return sorted(found, key=lambda effect: -abs(effect.gap))


def rows(sweep: Sweep, most: int | None = None) -> Iterator[tuple[str, ...]]:
    """A heading, then the points as words: their factors, and each leading measure with its interval and reading."""
    kpis = [sweep.kpi(name) for name in sweep.leading]
    measures = [word for kpi in kpis for word in (kpi.title + _unit_after(kpi), "95 % interval")]
    yield ("point", *short_names([factor.path for factor in sweep.factors]), *measures)
    tables = {kpi.name: sweep.of(kpi.name) for kpi in kpis}
    for k, point in enumerate(sweep.points.head(most).to_dict(orient="records")):
        cells = [str(point["point"]), *(_cell(point[factor.path]) for factor in sweep.factors)]
        for kpi in kpis:
            row = tables[kpi.name].iloc[k]
            if point["problem"]:
                cells += ["no world", "–"]
            else:
                span = (
                    f"{kpi.change(row['low'])} to {kpi.change(row['high'])}" if isfinite(row["low"]) else "–"
                )
                cells += [kpi.change(row["difference"]), span]
        yield tuple(cells)


def short_names(paths: list[str]) -> list[str]:
    """The last parts of each path, as many as tell it from the others; levels of levers whole."""
    found = []
    for path in paths:
        parts = path.split(".")
        tails = (".".join(parts[-k:]) for k in range(1, len(parts) + 1))
        others = [f".{other}" for other in paths if other != path]
        alone = (tail for tail in tails if not any(other.endswith(f".{tail}") for other in others))
        found.append(next(alone, path))
    return found


def named(factor: Factor) -> str:
    """A factor's title with its unit, for an axis."""
    unit = factor.unit
    return factor.title if factor.words or unit in factor.title else f"{factor.title}, {unit}"


def number(value: float) -> str:
    """A value of a factor as people read it."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def limits(low: float, high: float) -> str:
    """The interval of a crossing, of which one side may be beyond what was tried."""
    if not isfinite(low):
        return f"{number(high)} or less"
    return f"{number(low)} to {number(high)}" if isfinite(high) else f"{number(low)} or more"


def _named(factor: Factor) -> str:
    return factor.path if factor.title == factor.path else f"{factor.title} ({factor.path})"


def _tried(factor: Factor) -> str:
    return f"{number(factor.low)} to {number(factor.high)}{_after(factor)}"


def _after(factor: Factor) -> str:
    return f" {factor.unit}" if factor.unit and factor.unit not in ("share", "ratio", "probability") else ""


def _verb(kpi: Kpi) -> str:
    return PAYS.get(kpi.name, f"{'raises' if _good(kpi) > 0 else 'lowers'} {kpi.title}")


def _otherwise(kpi: Kpi) -> str:
    words = {"profit": "loses money", "conversion_rate": "converts less", "resolution_rate": "resolves less"}
    return words.get(kpi.name, "lowers it" if _good(kpi) > 0 else "raises it")


def _title(kpi: Kpi) -> str:
    return f"{kpi.title[:1].upper()}{kpi.title[1:]}"


def _change(kpi: Kpi, row: pd.Series) -> str:
    if not isfinite(row["low"]):
        return kpi.change(row["difference"])
    return f"{kpi.change(row['difference'])} ({kpi.change(row['low'])} to {kpi.change(row['high'])})"


def _unit(kpi: Kpi) -> str:
    return f" {kpi.unit_of_difference}" if kpi.unit_of_difference else ""


def _unit_after(kpi: Kpi) -> str:
    return f", {kpi.unit_of_difference}" if kpi.unit_of_difference else ""


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}" if isfinite(value) else "as it is"
    return str(value) or "as it is"
