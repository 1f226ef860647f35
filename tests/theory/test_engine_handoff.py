"""Hand-offs of the engine: repeats, drops and what one hand-off loses, against the binomial law."""

import numpy as np
import pytest

from experiments.theory.handoffs import (
    any_drop_probability,
    any_repeat_probability,
    repeats_with_recollection,
    repeats_without_recollection,
)
from scenarios.load import load
from scenarios.overlay import change, design
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.engine import run
from tests.simulated import LIMIT, z_of_mean, z_of_share

LEVELS = {"siloed": (0.40, 0.05), "integrated": (0.95, 0.005)}
PRINTED = {"siloed": (13.02048, 0.226219, 0.936), "integrated": (2.105513, 0.024751, 0.142625)}
CASES = {"arrivals.rate_per_day": 2500, "clock.horizon_days": 41, "clock.tick_days": 1}


def cases(name: str, changes: dict[str, object] | None = None) -> Scenario:
    return change(design(load("v_handoff"), name), CASES | (changes or {}))


def live(scenario: Scenario, replications: int) -> np.ndarray:
    people = [run(scenario, seed=21, replication=k) for k in range(replications)]
    return np.concatenate([r.people[r.counted] for r in people])


@pytest.mark.parametrize("name", LEVELS)
class TestFiveHandOffs:
    def test_half_a_million_cases_each(self, name: str) -> None:
        retention, drop = LEVELS[name]
        people = live(cases(name), 5)
        assert len(people) > 490_000
        assert (people["episode_outcome"] == Outcome.WON).all()
        assert (people["handoffs"] == 5).all()
        repeats = repeats_without_recollection(retention, 3, 5)
        dropped = any_drop_probability(drop, 5)
        assert (round(repeats, 5), round(dropped, 6)) == (round(PRINTED[name][0], 5), PRINTED[name][1])
        assert abs(z_of_mean(people["repeats"], repeats)) < LIMIT
        assert abs(z_of_share(int((people["drops"] > 0).sum()), len(people), dropped)) < LIMIT
        assert float((people["drops"] > 0).mean()) == pytest.approx(dropped, abs=0.002)
        assert abs(z_of_mean(people["drops"], 5 * drop)) < LIMIT

    def test_repeats_of_every_desk(self, name: str) -> None:
        retention, _ = LEVELS[name]
        r = run(cases(name), seed=22)
        n = len(r.people)
        for k, code in enumerate(("one", "two", "three", "four", "five", "six")):
            asked = int(r.touchpoints["repeats"][r.names.touchpoints.index(code)])
            if k == 0:
                assert asked == 0, "nothing is asked again before the first hand-off"
            else:
                assert abs(z_of_share(asked, 3 * n, 1 - retention**k)) < LIMIT

    def test_one_hand_off(self, name: str) -> None:
        """Everything else kept, so whatever is repeated was lost on the first way."""
        retention, _ = LEVELS[name]
        one = {"handoffs.retention": 1.0, "edges": [{"from": "one", "to": "two", "retention": retention}]}
        people = live(cases(name, {**one, "handoffs.recollects": True}), 2)
        exact = any_repeat_probability(retention, 3)
        assert round(exact, 6) == PRINTED[name][2]
        assert abs(z_of_share(int((people["repeats"] > 0).sum()), len(people), exact)) < LIMIT
        assert abs(z_of_mean(people["repeats"], 3 * (1 - retention))) < LIMIT
        assert float((people["repeats"] > 0).mean()) == pytest.approx(exact, abs=0.004)

    def test_desks_that_complete_the_file_again(self, name: str) -> None:
        retention, _ = LEVELS[name]
        people = live(cases(name, {"handoffs.recollects": True}), 1)
        assert abs(z_of_mean(people["repeats"], repeats_with_recollection(retention, 3, 5))) < LIMIT


def test_a_retention_wrong_by_one_in_a_hundred_is_seen() -> None:
    people = live(cases("siloed", {"handoffs.retention": 0.41}), 1)
    assert abs(z_of_mean(people["repeats"], repeats_without_recollection(0.40, 3, 5))) > LIMIT


def test_a_file_already_half_there_repeats_the_rest() -> None:
    """A returning customer whose case starts at .6: the first desk asks for the missing 40 %, others lose more."""
    people = live(cases("siloed", {"personas.anyone.case_start": 0.6}), 1)
    expected = 3 * sum(1 - 0.6 * 0.4**k for k in range(6))
    assert abs(z_of_mean(people["repeats"], expected)) < LIMIT


def test_a_channel_switch_loses_its_own_part() -> None:
    """A second channel from desk four on: the way there keeps .40 of the file times .9 for the switch."""
    changes = {f"touchpoints.{code}.channel": "app" for code in ("four", "five", "six")}
    scenario = cases("siloed", {"channels.app": {"name": "App", "live": False}, **changes})
    people = live(scenario, 1)
    assert (people["channel_switches"] == 1).all()
    expected = 3 * sum(1 - 0.4**k * (0.9 if k >= 3 else 1.0) for k in range(6))
    assert abs(z_of_mean(people["repeats"], expected)) < LIMIT


def test_full_retention_and_nothing_forgotten_repeats_nothing() -> None:
    people = live(cases("siloed", {"handoffs.retention": 1.0, "handoffs.drop_probability": 0.0}), 1)
    assert (people["repeats"] == 0).all()
    assert (people["drops"] == 0).all()


def test_chasing_takes_its_exponential_time() -> None:
    scenario = cases("siloed", {"handoffs.drop_probability": 1.0, "handoffs.chase_delay_days": 0.01})
    people = live(scenario, 1)
    assert (people["drops"] == 5).all()
    days = people["episode_closed_day"] - people["entered_day"]
    assert abs(z_of_mean(days, 0.05)) < LIMIT
    assert abs(days.var() / (5 * 0.01**2) - 1) < LIMIT * np.sqrt((2 + 6 / 5) / len(days))


def test_one_change_of_channel() -> None:
    """One department, two channels: what is repeated was lost where the channel changes, on the way that says so."""
    codes = ("one", "two", "three", "four", "five", "six")
    world = cases("siloed", {f"touchpoints.{code}.owner": "A" for code in codes})
    channels: dict[str, object] = {"channels.app": {"name": "App", "live": False}}
    world = change(world, channels | {f"touchpoints.{code}.channel": "app" for code in codes[3:]})
    lossless: dict[str, object] = {"channel_switches.retention": 1.0}
    assert (live(change(world, lossless), 1)["repeats"] == 0).all()
    sewn = {"edges": [{"from": "three", "to": "four", "switch_retention": 1.0}]}
    assert (live(change(world, sewn), 1)["repeats"] == 0).all()
    torn = lossless | {"edges": [{"from": "three", "to": "four", "switch_retention": 0.7}]}
    people = live(change(world, torn), 2)
    assert (people["channel_switches"] == 1).all()
    assert (
        abs(z_of_mean(people["repeats"], 3 * 3 * (1 - 0.7))) < LIMIT
    )  # three items at each of three desks after it
