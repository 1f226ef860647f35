"""The engine without mechanisms is the absorbing semi-Markov chain, to a million customers per design."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from experiments.theory.chain import Answers, answers, population_answers, semi_markov
from scenarios.load import load
from scenarios.overlay import change, design
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.engine import run
from sim.population import draw_population
from sim.records import Run
from tests.simulated import LIMIT, only, z_of_mean, z_of_share

REPLICATIONS = 10
COUNTED = ("contacts", "handoffs", "channel_switches")


@dataclass(frozen=True)
class Million:
    """What a million customers did under one design."""

    scenario: Scenario
    outcome: np.ndarray
    days: np.ndarray
    counts: dict[str, np.ndarray]
    visits: dict[str, int]
    traversals: dict[str, int]
    edge_handoffs: dict[str, int]
    edge_channel_switches: dict[str, int]

    @property
    def people(self) -> int:
        return len(self.days)


def gather(scenario: Scenario, runs: list[Run]) -> Million:
    people = [r.people for r in runs]
    names = runs[0].names
    edges = [f"{source}>{target}" for source, target in names.edges]

    def per_edge(column: str) -> dict[str, int]:
        return dict(zip(edges, sum(r.edges[column] for r in runs).tolist(), strict=True))

    return Million(
        scenario,
        np.concatenate([p["episode_outcome"] for p in people]),
        np.concatenate([p["episode_closed_day"] - p["entered_day"] for p in people]),
        {name: np.concatenate([p[name] for p in people]) for name in COUNTED},
        dict(zip(names.touchpoints, sum(r.touchpoints["visits"] for r in runs).tolist(), strict=True)),
        per_edge("traversals"),
        per_edge("handoffs"),
        per_edge("channel_switches"),
    )


def simulate(scenarios: dict[str, Scenario], replications: int = REPLICATIONS) -> dict[str, Million]:
    """The same people live through every scenario, to the end."""
    runs: dict[str, list[Run]] = {name: [] for name in scenarios}
    for replication in range(replications):
        population = draw_population(next(iter(scenarios.values())), 17, replication)
        for name, scenario in scenarios.items():
            runs[name].append(run(scenario, population=population))
            assert runs[name][-1].daily["episodes_open"][-1] == 0, "somebody is still on the way"
    return {name: gather(scenario, runs[name]) for name, scenario in scenarios.items()}


def delayed_geometric(first: float, again: float) -> tuple[float, float]:
    """Mean and variance of a count that starts with one chance and goes on with another."""
    mean = first / (1.0 - again)
    return mean, first * (1.0 + again) / (1.0 - again) ** 2 - mean**2


def expected_counts(scenario: Scenario) -> Iterator[tuple[str, str, float, float, float]]:
    """(kind, name, mean, variance, chance of another) of visits per touchpoint and moves per edge.

    Both are delayed geometric.
    """
    chain, state = semi_markov(scenario)
    n = chain.visits()
    start = state[scenario.starts_at]
    for name, j in state.items():
        again = 1.0 - 1.0 / n[j, j]
        yield "visits", name, *delayed_geometric(n[start, j] / n[j, j], again), again
    for name, j in state.items():
        for target, share in scenario.touchpoints[name].next.items():
            back = n[state[target], j] * share if target in state else 0.0
            again = back / (1.0 + back)
            moments = delayed_geometric(n[start, j] * share * (1.0 - again), again)
            yield "traversals", f"{name}>{target}", *moments, again


def z_of_everything(seen: Million, theory: Scenario, *, with_service: bool = False) -> dict[str, float]:
    """Every comparison of a million customers with the exact chain of `theory`, in standard errors."""
    exact = answers(theory, with_service=with_service)
    n, won = seen.people, seen.outcome == Outcome.WON
    square = np.square(seen.days - seen.days.mean())
    sd = math.sqrt(square.mean())
    z = {
        "P(WIN)": z_of_share(int(won.sum()), n, exact.win_probability),
        "days": (seen.days.mean() - exact.mean_days) / (exact.sd_days / math.sqrt(n)),
        "SD of days": (sd - exact.sd_days) / (square.std() / math.sqrt(n) / (2.0 * sd)),
        "days of those who win": z_of_mean(seen.days[won], exact.mean_days_given_win),
    }
    for name in COUNTED:
        expected = getattr(exact, name)
        if expected > 0.0 and seen.counts[name].std() > 0.0:
            z[name] = z_of_mean(seen.counts[name], expected)
        else:
            assert (seen.counts[name] == expected).all()
    spread = {}
    for kind, name, mean, variance, again in expected_counts(theory):
        gap = getattr(seen, kind)[name] - n * mean
        z[f"{kind} {name}"] = gap / math.sqrt(n * variance) if variance > 1e-12 else gap
        spread[name] = (1.0 + again) / (1.0 - again)
    for kind in ("edge_handoffs", "edge_channel_switches"):
        for edge, mean in getattr(exact, kind).items():
            gap = getattr(seen, kind)[edge] - n * mean
            # E[X^2] <= mean (1 + again) / (1 - again) bounds the variance, closely where moves are rare
            z[f"{kind} {edge}"] = gap / math.sqrt(n * mean * spread[edge]) if mean > 0.0 else gap
    return z


def worst(z: dict[str, float]) -> tuple[float, str]:
    return max((abs(value), name) for name, value in z.items())


def close_in_shares(seen: Million, exact: Answers) -> None:
    """Within .002 in shares: the outcome, and every edge per visit of its source."""
    won = float((seen.outcome == Outcome.WON).mean())
    assert won == pytest.approx(exact.win_probability, abs=0.002)
    for name, touchpoint in seen.scenario.touchpoints.items():
        visits = seen.visits[name]
        for target, share in touchpoint.next.items():
            got = seen.traversals[f"{name}>{target}"] / visits
            assert abs(got - share) < max(0.002, LIMIT * math.sqrt(share * (1 - share) / visits)), (
                name,
                target,
            )


# ---------------------------------------------------------------- three states and two endings

PURE: dict[str, Any] = {"behaviour.churn.frailty_variance": 0}


@pytest.fixture(scope="module")
def absorbing() -> Scenario:
    return change(load("v_absorbing"), {**PURE, "arrivals.until_days": 100, "clock.tick_days": 5})


class TestAbsorbing:
    def test_a_million_customers(self, absorbing: Scenario) -> None:
        seen = simulate({"siloed": absorbing})["siloed"]
        exact = answers(absorbing)
        assert seen.people > 990_000
        assert round(exact.win_probability, 5) == 0.36609
        assert (round(exact.mean_days, 4), round(exact.sd_days, 4)) == (7.0287, 6.8598)
        z = z_of_everything(seen, absorbing)
        assert worst(z) < (LIMIT,), worst(z)
        close_in_shares(seen, exact)
        assert [seen.visits[name] / seen.people for name in ("one", "two", "three")] == pytest.approx(
            [1.0, 0.80460, 0.52299], abs=0.002
        )

    def test_a_share_wrong_by_one_in_a_hundred_is_seen(self, absorbing: Scenario) -> None:
        wrong = change(absorbing, {"touchpoints.one.next": {"two": 0.71, "LOST": 0.29}})
        z = z_of_everything(simulate({"wrong": wrong}, 2)["wrong"], absorbing)
        assert abs(z["visits two"]) > LIMIT
        assert abs(z["P(WIN)"]) > LIMIT

    def test_a_delay_wrong_by_one_in_a_hundred_is_seen(self, absorbing: Scenario) -> None:
        wrong = change(absorbing, {"touchpoints.two.delay_days": 3.1})
        z = z_of_everything(simulate({"wrong": wrong}, 2)["wrong"], absorbing)
        assert abs(z["days"]) > LIMIT
        assert abs(z["P(WIN)"]) < LIMIT


# ---------------------------------------------------------------- the 45-day bank credit

BANK: dict[str, Any] = {
    **PURE,
    "interaction": False,
    "arrivals.rate_per_day": 500,
    "arrivals.until_days": 200,
    "clock.tick_days": 7,
    "clock.horizon_days": 1700,
    "clock.warm_up_days": 0,
    "clock.follow_up_days": 1500,
}
PRINTED = {"siloed": (0.2163, 51.926, 51.999), "integrated": (0.2689, 49.700, 49.774)}
DESIGNS = tuple(PRINTED)


def bank(*on: str) -> dict[str, Scenario]:
    base = change(load("bank_credit_45d"), {**BANK, **only(*on)})
    return {name: design(base, name, only="process") for name in DESIGNS}


@pytest.fixture(scope="module")
def pure_bank() -> dict[str, Million]:
    return simulate(bank())


@pytest.fixture(scope="module")
def staffed_bank() -> dict[str, Million]:
    return simulate(bank("waiting"), 4)


@pytest.mark.parametrize("name", DESIGNS)
class TestBankCredit:
    def test_a_million_customers(self, pure_bank: dict[str, Million], name: str) -> None:
        seen, exact = pure_bank[name], answers(pure_bank[name].scenario)
        assert seen.people > 990_000
        assert round(exact.win_probability, 4) == PRINTED[name][0]
        assert round(exact.mean_days, 3) == PRINTED[name][1]
        z = z_of_everything(seen, seen.scenario)
        assert worst(z) < (LIMIT,), worst(z)
        close_in_shares(seen, exact)

    def test_with_service_times_and_endless_staff(self, staffed_bank: dict[str, Million], name: str) -> None:
        seen, exact = staffed_bank[name], answers(staffed_bank[name].scenario, with_service=True)
        assert round(exact.mean_days, 3) == PRINTED[name][2]
        z = z_of_everything(seen, seen.scenario, with_service=True)
        assert worst(z) < (LIMIT,), worst(z)

    def test_service_adds_its_minutes_to_the_very_same_journeys(
        self, pure_bank: dict[str, Million], staffed_bank: dict[str, Million], name: str
    ) -> None:
        """Same luck, so the difference carries hardly any noise: .073 and .074 days of work."""
        with_service, without = staffed_bank[name], pure_bank[name]
        added = with_service.days - without.days[: with_service.people]
        assert (with_service.outcome == without.outcome[: with_service.people]).all()
        exact = answers(with_service.scenario, with_service=True).mean_days
        assert abs(z_of_mean(added, exact - answers(with_service.scenario).mean_days)) < LIMIT
        assert added.min() >= 0.0


def test_a_bank_share_wrong_by_one_in_a_hundred_is_seen() -> None:
    right = bank()["siloed"]
    wrong = change(right, {"touchpoints.10.next": {"11": 0.36, "12": 0.64}})
    z = z_of_everything(simulate({"wrong": wrong}, 2)["wrong"], right)
    assert abs(z["traversals 10>11"]) > LIMIT


def test_personas_who_take_longer_mix_into_the_mean() -> None:
    """Choice on, but with nothing to move it: careful customers take three times as long over documents."""
    plain: dict[str, Any] = {f"personas.{code}.channel_utility": {} for code in ("julio", "andrea")}
    plain["personas.julio.delay_factor"] = {"08": 3.0, "20": 3.0}
    trust = {"behaviour.churn.trust": 0}  # the one grievance people may bring with them
    scenario = change(bank("choice")["siloed"], plain | trust)
    seen, exact = simulate({"siloed": scenario}, 2)["siloed"], population_answers(scenario)
    assert exact.mean_days > answers(scenario).mean_days + 2.0
    assert abs(z_of_mean(seen.days, exact.mean_days)) < LIMIT
    assert abs(z_of_mean(seen.days, answers(scenario).mean_days)) > LIMIT
    assert (
        abs(z_of_share(int((seen.outcome == Outcome.WON).sum()), seen.people, exact.win_probability)) < LIMIT
    )


def test_extra_days_on_an_edge() -> None:
    edges = [{"from": "12", "to": "13", "delay_days": 4.0}, {"from": "10", "to": "11", "delay_days": 1.5}]
    scenario = change(bank()["siloed"], {"edges": edges})
    seen = simulate({"siloed": scenario}, 1)["siloed"]
    assert abs(z_of_mean(seen.days, answers(scenario).mean_days)) < LIMIT
    assert abs(z_of_mean(seen.days, answers(bank()["siloed"]).mean_days)) > LIMIT
