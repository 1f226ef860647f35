"""Exact answers of all eight scenarios, to the printed digits, and the engine without mechanisms beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from experiments.theory.chain import answers
from scenarios.load import load
from scenarios.overlay import change, design
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.engine import run
from sim.population import draw_population
from sim.records import Run

DESIGNS = ("siloed", "integrated")
PRINTED = """
    P(WIN)         days all         days given WIN   contacts       hand-offs      channel switches  SD of days
grey_retail
    .1101 .1207    2.312 2.363      10.34 10.09      3.273 3.272    1.026 1.024    1.822 1.823       3.89
bank_credit_45d
    .2163 .2689    51.999 49.774    179.68 150.86    5.558 5.518    3.431 3.486    2.653 2.449       82.17
hotel_goal_lens
    .2677 .3071    16.847 17.534    43.34 42.91      3.912 4.019    2.452 2.605    2.319 2.353       22.93
bank_social_selfservice
    .9588 .9719    0.404 0.278      0.40 0.28        1.460 1.278    0.389 0.241    0.288 0.189       0.70
auto_five_stage
    .0347 .0493    18.553 22.594    326.63 320.77    2.766 2.870    1.599 1.647    1.625 1.687       69.66
ski_personas
    .1649 .1951    20.712 22.308    78.40 77.03      2.295 2.396    0.812 0.900    0.729 0.825       36.88
telco_storm
    .9148 .9488    0.750 0.259      0.67 0.24        1.741 1.521    0.616 0.448    0.359 0.262       2.95
b2b_functional_gap
    .0161 .0198    15.809 15.852    195.90 178.51    1.903 1.914    0.296 0.308    0.826 0.817       30.64
"""
COLUMNS = ("win_probability", "mean_days", "mean_days_given_win", "contacts", "handoffs", "channel_switches")
DIGITS = (4, 3, 2, 3, 3, 3)


def printed() -> Iterator[tuple[str, list[float]]]:
    """(name, figures): siloed and integrated by turns in the order of COLUMNS, then the siloed SD of days."""
    lines = PRINTED.strip().splitlines()[1:]
    for name, figures in zip(lines[::2], lines[1::2], strict=True):
        yield name, [float(figure) for figure in figures.split()]


GOLDEN = dict(printed())


def process_only(name: str, which: str) -> Scenario:
    """A design's routing and delays; no other lever."""
    return design(load(name), which, only="process")


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("which", DESIGNS)
def test_exact_answers_to_the_printed_digits(name: str, which: str) -> None:
    exact = answers(process_only(name, which), with_service=True)
    figures = GOLDEN[name][DESIGNS.index(which) : 12 : 2]
    for column, digits, figure in zip(COLUMNS, DIGITS, figures, strict=True):
        assert round(getattr(exact, column), digits) == figure, column


@pytest.mark.parametrize("name", GOLDEN)
def test_spread_of_the_days_with_exponential_stays(name: str) -> None:
    scenario = process_only(name, "siloed")
    stays: dict[str, Any] = {}
    for code, touchpoint in scenario.touchpoints.items():
        stays[f"touchpoints.{code}.delay_days"] = touchpoint.delay_days + touchpoint.service_minutes / 1440
        stays[f"touchpoints.{code}.delay_law"] = "exponential"
    assert round(answers(change(scenario, stays)).sd_days, 2) == GOLDEN[name][-1]


def test_a_slightly_wrong_network_misses_them() -> None:
    right = process_only("telco_storm", "siloed")
    routes = {**right.touchpoints["05"].next, "WIN": 0.57, "06": 0.21}
    wrong = answers(change(right, {"touchpoints.05.next": routes}), with_service=True)
    figures = GOLDEN["telco_storm"][0:12:2]
    missed = [
        column
        for column, digits, figure in zip(COLUMNS, DIGITS, figures, strict=True)
        if round(getattr(wrong, column), digits) != figure
    ]
    assert missed == list(COLUMNS)


def test_two_thousand_messages_a_month() -> None:
    """Messages on the two networks: needs per day x visits of 07 and 08 x days of a month."""
    for which, printed_messages in (("siloed", 2031), ("integrated", 1629)):
        bank = process_only("bank_social_selfservice", which)
        visits = answers(bank).visits
        assert bank.arrivals.rate_per_day * 30 * (visits["07"] + visits["08"]) == pytest.approx(
            printed_messages, abs=0.5
        )


# ------------------------------------------------- fifty thousand people, no mechanism, nobody in the way

BARE: dict[str, Any] = {
    "mechanisms": "off",
    "interaction": False,
    "behaviour.churn.frailty_variance": 0,
    "arrivals.rate_per_day": 500,
    "arrivals.until_days": 100,
    "arrivals.existing_customers": 0,
    "season.arrivals": [1.0] * 12,
    "clock.tick_days": 10,
    "clock.warm_up_days": 0,
}
SHOCKED = {"shocks": {}}
HORIZON = {"auto_five_stage": 4000.0}  # half a year at the wheel, several times over
LIMIT = 4.0


@dataclass(frozen=True)
class Lived:
    """What everybody did under one design."""

    scenario: Scenario
    run: Run

    @property
    def won(self) -> np.ndarray:
        return np.asarray(self.run.people["episode_outcome"] == Outcome.WON)

    @property
    def days(self) -> np.ndarray:
        return np.asarray(self.run.people["episode_closed_day"] - self.run.people["entered_day"])


@pytest.fixture(scope="module", params=[name for name in GOLDEN if name != "bank_credit_45d"])
def lived(request: pytest.FixtureRequest) -> dict[str, Lived]:
    """The same people under both designs; the bank lives in test_engine_chain.py."""
    horizon = HORIZON.get(request.param, 2000.0)
    bare = {**BARE, "clock.horizon_days": horizon, "clock.follow_up_days": horizon - 100}
    base = change(load(request.param), {**bare, **SHOCKED})
    worlds = {which: design(base, which, only="process") for which in DESIGNS}
    people = draw_population(base, 23, 0)
    return {which: Lived(world, run(world, population=people)) for which, world in worlds.items()}


@pytest.mark.parametrize("which", DESIGNS)
def test_the_engine_is_the_chain(lived: dict[str, Lived], which: str) -> None:
    seen, exact = lived[which], answers(lived[which].scenario)
    n = len(seen.days)
    assert 49_000 < n < 51_000
    assert seen.run.daily["episodes_open"][-1] == 0, "somebody is still on the way"
    p = exact.win_probability
    z = {
        "P(WIN)": (seen.won.mean() - p) / np.sqrt(p * (1 - p) / n),
        "days": (seen.days.mean() - exact.mean_days) / (exact.sd_days / np.sqrt(n)),
        "days of those who win": (seen.days[seen.won].mean() - exact.mean_days_given_win)
        / (exact.sd_days_given_win / np.sqrt(seen.won.sum())),
    }
    for name in ("contacts", "handoffs", "channel_switches"):
        counts = seen.run.people[name]
        z[name] = (counts.mean() - getattr(exact, name)) / (counts.std() / np.sqrt(n))
    assert max(map(abs, z.values())) < LIMIT, z


def test_the_designs_are_told_apart(lived: dict[str, Lived]) -> None:
    """The other design's answer is missed by far, so the test above can fail."""
    siloed, integrated = lived["siloed"], answers(lived["integrated"].scenario)
    p = integrated.win_probability
    assert abs(siloed.won.mean() - p) / np.sqrt(p * (1 - p) / len(siloed.won)) > LIMIT
