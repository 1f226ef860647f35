"""The exact journey: the 45-day bank credit's printed answers, a slow twin, and identities of any chain."""

from collections import Counter, defaultdict
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from experiments.theory.absorbing import SemiMarkov, stay_square
from experiments.theory.chain import (
    LOST,
    WIN,
    answers,
    passage,
    population_answers,
    reach_probability,
    semi_markov,
)

Build = Callable[..., Any]

GOLDEN = {  # delays and service times, as printed; every digit
    "siloed": {
        "win_probability": (0.2163, 4),
        "mean_days": (51.999, 3),
        "mean_days_given_win": (179.68, 2),
        "contacts": (5.558, 3),
        "handoffs": (3.431, 3),
        "channel_switches": (2.653, 3),
    },
    "integrated": {
        "win_probability": (0.2689, 4),
        "mean_days": (49.774, 3),
        "mean_days_given_win": (150.86, 2),
        "contacts": (5.518, 3),
        "handoffs": (3.486, 3),
        "channel_switches": (2.449, 3),
    },
}


class TestBankCredit:
    @pytest.mark.parametrize("design", GOLDEN)
    def test_printed_answers(self, bank: Build, design: str) -> None:
        exact = answers(bank(design), with_service=True)
        for name, (value, decimals) in GOLDEN[design].items():
            assert round(getattr(exact, name), decimals) == value, name

    @pytest.mark.parametrize(("design", "days"), [("siloed", 51.926173841), ("integrated", 49.699802197)])
    def test_delays_alone(self, bank: Build, design: str, days: float) -> None:
        assert answers(bank(design)).mean_days == pytest.approx(days, abs=1e-9)

    def test_sd_with_exponential_stays(self, bank: Build) -> None:
        network = bank("siloed")
        for touchpoint in network.touchpoints.values():
            touchpoint.delay_days += touchpoint.service_minutes / 1440
            touchpoint.service_minutes = 0
            touchpoint.delay_law = "exponential"
        assert round(answers(network).sd_days, 2) == 82.17

    @pytest.mark.parametrize(
        ("design", "probability", "days"), [("siloed", 0.529, 44.99), ("integrated", 0.649, 15.46)]
    )
    def test_first_meeting_to_money_paid_out(
        self, bank: Build, design: str, probability: float, days: float
    ) -> None:
        paid_out = passage(bank(design), "06", "18", with_service=True)
        assert round(paid_out.probability, 3) == probability
        assert round(paid_out.mean_days, 2) == days
        assert reach_probability(bank(design), "17") == pytest.approx(
            paid_out.probability * 0.4151625, abs=1e-12
        )

    @pytest.mark.parametrize(("design", "contacts"), [("siloed", 6.08), ("integrated", 5.21)])
    def test_contacts_the_customer_sees_on_the_way_to_the_money(
        self, bank: Build, design: str, contacts: float
    ) -> None:
        network = bank(design)
        chain, state = semi_markov(network, ends=("17", WIN, LOST))
        visits = chain.given_end(0).visits()[state["06"]]
        seen = (
            n
            for t, n in zip(state, visits, strict=True)
            if not network.touchpoints[t].silent and network.touchpoints[t].channel != "back-office"
        )
        assert round(sum(seen), 2) == contacts

    def test_a_slightly_wrong_network_misses_the_printed_answers(self, bank: Build) -> None:
        network = bank("siloed")
        network.touchpoints["10"].next = {"11": 0.36, "12": 0.64}
        exact = answers(network, with_service=True)
        assert round(exact.win_probability, 4) != GOLDEN["siloed"]["win_probability"][0]
        assert round(exact.handoffs, 3) != GOLDEN["siloed"]["handoffs"][0]


# ------------------------------------------------- a slow twin: push the crowd through, one step at a time


def naive_counts(network: Any, steps: int = 20_000) -> Counter[str]:
    """Expected counts by following the crowd step by step, each share with its last owner and channel."""
    totals: Counter[str] = Counter()
    crowd: dict[tuple[str, Any, Any], float] = {(network.starts_at, None, None): 1.0}
    for _ in range(steps):
        following: dict[tuple[str, Any, Any], float] = defaultdict(float)
        for (name, owner, channel), mass in crowd.items():
            if name in (WIN, LOST):
                totals[name] += mass
                continue
            here = network.touchpoints[name]
            totals[f"visit {name}"] += mass
            if here.owner is not None:
                totals["contacts"] += mass
                totals["handoffs"] += mass * (owner is not None and owner != here.owner)
                owner = here.owner
                if here.channel is not None:
                    totals["channel_switches"] += mass * (channel is not None and channel != here.channel)
                    channel = here.channel
            for target, share in here.next.items():
                following[target, owner, channel] += mass * share
        crowd = following
        if sum(crowd.values()) < 1e-14:
            break
    return totals


def random_network(touchpoint: Build, network: Build, seed: int) -> Any:
    """Up to nine touchpoints, some silent, loops allowed, every one with a way out."""
    rng = np.random.default_rng(seed)
    names = [f"t{i}" for i in range(rng.integers(1, 10))]
    touchpoints = {}
    for name in names:
        targets = [*rng.choice(names, size=rng.integers(0, len(names) + 1), replace=False), WIN, LOST]
        shares = rng.dirichlet(np.ones(len(targets)))
        owner = rng.choice(["A", "B", "C", None])
        touchpoints[name] = touchpoint(
            dict(zip(map(str, targets), map(float, shares), strict=True)),
            owner=owner,
            channel=rng.choice(["web", "phone", None]),
            delay_days=float(rng.uniform(0, 10)),
            delay_law=str(rng.choice(["lognormal", "exponential", "deterministic"])),
            service_minutes=float(rng.choice([0, 30])),
        )
    return network(touchpoints)


seeds = st.integers(0, 2**32 - 1)


@given(seed=seeds)
def test_equals_the_slow_twin(touchpoint: Build, network: Build, seed: int) -> None:
    described = random_network(touchpoint, network, seed)
    exact, naive = answers(described), naive_counts(described)
    assert exact.win_probability == pytest.approx(naive[WIN], abs=1e-9)
    for name in ("contacts", "handoffs", "channel_switches"):
        assert getattr(exact, name) == pytest.approx(naive[name], rel=1e-6, abs=1e-9), name
    for name, visits in exact.visits.items():
        assert visits == pytest.approx(naive[f"visit {name}"], rel=1e-6, abs=1e-9)


def test_the_bank_equals_the_slow_twin(bank: Build) -> None:
    exact, naive = answers(bank("siloed")), naive_counts(bank("siloed"))
    for name in ("contacts", "handoffs", "channel_switches"):
        assert getattr(exact, name) == pytest.approx(naive[name], rel=1e-12)


# ---------------------------------------------------------------- identities


@given(seed=seeds)
def test_what_goes_in_comes_out(touchpoint: Build, network: Build, seed: int) -> None:
    described = random_network(touchpoint, network, seed)
    exact = answers(described)
    assert sum(exact.edge_handoffs.values()) == pytest.approx(exact.handoffs)
    assert sum(exact.edge_channel_switches.values()) == pytest.approx(exact.channel_switches)
    for name, visits in exact.visits.items():
        entered = sum(n for edge, n in exact.traversals.items() if edge.endswith(f">{name}"))
        left = sum(n for edge, n in exact.traversals.items() if edge.startswith(f"{name}>"))
        assert visits == pytest.approx(entered + (name == described.starts_at))
        assert visits == pytest.approx(left)
    assert exact.win_probability == pytest.approx(
        sum(n for edge, n in exact.traversals.items() if edge.endswith(f">{WIN}"))
    )


@given(seed=seeds)
def test_winners_and_losers_make_up_all(touchpoint: Build, network: Build, seed: int) -> None:
    """The law of total expectation ties the conditional chain to the whole one, first and second moment."""
    chain, _ = semi_markov(random_network(touchpoint, network, seed), with_service=True)
    shares = chain.end_probability()
    parts = [chain.given_end(end) for end in (0, 1)]
    mean = sum(shares[:, k] * part.mean_days() for k, part in enumerate(parts))
    square = sum(shares[:, k] * part.mean_square_days() for k, part in enumerate(parts))
    np.testing.assert_allclose(mean, chain.mean_days(), rtol=1e-9)
    np.testing.assert_allclose(square, chain.mean_square_days(), rtol=1e-9)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)


@given(seed=seeds)
@example(seed=50_000_000)  # a touchpoint nobody can reach, which a linear solution gave a chance of 1e-18
def test_visits_are_the_chance_to_arrive_times_the_returns(
    touchpoint: Build, network: Build, seed: int
) -> None:
    described = random_network(touchpoint, network, seed)
    chain, state = semi_markov(described)
    visits = chain.visits()
    for name, i in state.items():
        from_start = visits[state[described.starts_at], i]
        assert from_start == pytest.approx(reach_probability(described, name) * visits[i, i])


def test_days_to_a_touchpoint_and_onwards_add_up(bank: Build) -> None:
    """Everybody paid out passes the contract, so the days before and after it are independent and add."""
    network = bank("siloed")
    before, after = passage(network, "06", "16"), passage(network, "16", "17")
    whole = passage(network, "06", "17")
    assert whole.probability == pytest.approx(before.probability * after.probability)
    assert whole.mean_days == pytest.approx(before.mean_days + after.mean_days)
    assert whole.sd_days**2 == pytest.approx(before.sd_days**2 + after.sd_days**2)


def test_days_on_an_edge_equal_a_step_that_only_takes_time(touchpoint: Build, network: Build) -> None:
    last = touchpoint({"a": 0.5, LOST: 0.5}, delay_days=3.0)
    on_edge = network(
        {"a": touchpoint({"b": 0.6, WIN: 0.4}, delay_days=2.0), "b": last},
        edges=(
            SimpleNamespace(from_="a", to="b", delay_days=1.5),
            SimpleNamespace(from_="a", to=WIN, delay_days=4.0),
        ),
    )
    as_steps = network(
        {
            "a": touchpoint({"ab": 0.6, "aw": 0.4}, delay_days=2.0),
            "ab": touchpoint({"b": 1.0}, delay_days=1.5, delay_law="deterministic"),
            "aw": touchpoint({WIN: 1.0}, delay_days=4.0, delay_law="deterministic"),
            "b": last,
        }
    )
    one, other = answers(on_edge), answers(as_steps)
    for name in ("mean_days", "sd_days", "mean_days_given_win", "sd_days_given_win"):
        assert getattr(one, name) == pytest.approx(getattr(other, name)), name


# ---------------------------------------------------------------- what counts as a hand-off


class TestCarriedOwnerAndChannel:
    def through(self, touchpoint: Build, network: Build, middle: Any, last: Any) -> Any:
        first = touchpoint({"m": 1.0}, owner="SALES", channel="web")
        return answers(network({"f": first, "m": middle, "l": last}))

    def test_back_to_the_same_owner_through_silence_is_no_handoff(
        self, touchpoint: Build, network: Build
    ) -> None:
        silence = touchpoint({"l": 1.0})
        exact = self.through(
            touchpoint, network, silence, touchpoint({WIN: 1.0}, owner="SALES", channel="web")
        )
        assert (exact.contacts, exact.handoffs, exact.channel_switches) == (2, 0, 0)

    def test_another_owner_after_silence_is_a_handoff_on_the_edge_out_of_it(
        self, touchpoint: Build, network: Build
    ) -> None:
        silence = touchpoint({"l": 1.0})
        exact = self.through(
            touchpoint, network, silence, touchpoint({WIN: 1.0}, owner="CARE", channel="phone")
        )
        assert (exact.handoffs, exact.channel_switches) == (1, 1)
        assert exact.edge_handoffs == {"f>m": 0, "m>l": 1, "l>WIN": 0}

    @pytest.mark.parametrize("channel", ["wom", "social"])
    def test_nobody_of_ours_is_there_whatever_the_channel(
        self, touchpoint: Build, network: Build, channel: str
    ) -> None:
        """Friends' advice and a public complaint are the customers' own: silent, and no change of channel."""
        talk = touchpoint({"l": 1.0}, channel=channel)
        exact = self.through(touchpoint, network, talk, touchpoint({WIN: 1.0}, owner="SALES", channel="web"))
        assert (exact.contacts, exact.handoffs, exact.channel_switches) == (2, 0, 0)

    def test_a_step_without_channel_keeps_the_last_one(self, touchpoint: Build, network: Build) -> None:
        back_office = touchpoint({"l": 1.0}, owner="OPS")
        exact = self.through(
            touchpoint, network, back_office, touchpoint({WIN: 1.0}, owner="OPS", channel="web")
        )
        assert (exact.contacts, exact.handoffs, exact.channel_switches) == (3, 1, 0)

    def test_the_first_contact_is_no_handoff(self, touchpoint: Build, network: Build) -> None:
        exact = answers(
            network({"s": touchpoint({"c": 1.0}), "c": touchpoint({WIN: 1.0}, owner="CARE", channel="web")})
        )
        assert (exact.handoffs, exact.channel_switches) == (0, 0)


# ---------------------------------------------------------------- personas, laws, refusals


def test_a_population_mixes_the_days_of_its_personas(touchpoint: Build, network: Build) -> None:
    described = network(
        {"a": touchpoint({WIN: 1.0}, delay_days=2.0, delay_law="deterministic")},
        personas={
            "quick": SimpleNamespace(share=0.25, delay_factor={}),
            "slow": SimpleNamespace(share=0.75, delay_factor={"a": 3.0}),
        },
    )
    assert answers(described).mean_days == 2.0
    assert answers(described, persona="slow").mean_days == 6.0
    mixed = population_answers(described)
    assert mixed.mean_days == pytest.approx(5.0)
    assert mixed.sd_days == pytest.approx(4 * (0.25 * 0.75) ** 0.5)


def test_service_is_added_as_an_independent_time(touchpoint: Build, network: Build) -> None:
    described = network(
        {"a": touchpoint({WIN: 1.0}, delay_days=1.0, delay_cv=0.5, service_minutes=1440, service_cv=2.0)}
    )
    exact = answers(described, with_service=True)
    assert exact.mean_days == pytest.approx(2.0)
    assert exact.sd_days == pytest.approx((0.25 + 4.0) ** 0.5)


@pytest.mark.parametrize(
    ("law", "square"), [("lognormal", 4 * 1.36), ("exponential", 8), ("deterministic", 4)]
)
def test_second_moment_of_a_stay(law: str, square: float) -> None:
    assert stay_square(2.0, law, 0.6) == pytest.approx(square)


def test_an_unknown_law_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown law 'gamma'"):
        stay_square(2.0, "gamma", 0.6)


def test_what_cannot_be_reached_says_so(touchpoint: Build, network: Build) -> None:
    described = network({"a": touchpoint({LOST: 1.0}), "b": touchpoint({WIN: 1.0})})
    assert np.isnan(answers(described).mean_days_given_win)
    assert passage(described, "a", "b").probability == 0
    assert np.isnan(passage(described, "a", "b").mean_days)
    assert passage(described, "a", "a").mean_days == 0


@pytest.mark.parametrize(
    ("probability", "message"),
    [
        ([[1.0]], "a column per end too"),
        ([[0.5, 0.4]], "sum to 1"),
        ([[-0.5, 1.5]], "sum to 1"),
        ([[1.0, 0.0]], "no end can be reached"),
    ],
)
def test_impossible_walks_are_refused(probability: list[list[float]], message: str) -> None:
    rows = np.array(probability)
    with pytest.raises(ValueError, match=message):
        SemiMarkov(rows, np.ones(1), np.ones(1), np.zeros_like(rows))


def test_disagreeing_shapes_are_refused() -> None:
    rows = np.array([[0.0, 1.0]])
    with pytest.raises(ValueError, match="edge_days has shape"):
        SemiMarkov(rows, np.ones(1), np.ones(1), np.zeros((1, 1)))
    with pytest.raises(ValueError, match=r"need shape \(1,\)"):
        SemiMarkov(rows, np.ones(2), np.ones(1), np.zeros_like(rows))
