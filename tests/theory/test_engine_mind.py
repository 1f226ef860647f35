"""What customers feel, remember, trust and hear in the engine, against closed forms."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.theory.chain import semi_markov
from experiments.theory.experience import (
    failure_probability,
    memory_fixed_point,
    noise_drag,
    nps_normal,
    trust_fixed_point,
)
from experiments.theory.voices import inconsistency_square, inconsistency_square_of_visits
from scenarios.load import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.engine import run
from tests.simulated import LIMIT, crowd, only, point, small, z_of_mean, z_of_share

ALMOST_SURELY = {"again": 1.0 - 1e-12, "WIN": 1e-12}


def switched(*on: str) -> dict[str, bool]:
    return {path.split(".")[1]: value for path, value in only(*on).items()}


def contact(on: tuple[str, ...], **behaviour: Any) -> Scenario:
    """One contact whose quality is just what was expected, .5."""
    experience = {"quality": 0.5, "expectation": 0.5} | behaviour
    return small({"ask": point({"WIN": 1})}, mechanisms=switched(*on), behaviour={"experience": experience})


def recurring(on: tuple[str, ...], every_days: float, horizon_days: float, **parts: Any) -> Scenario:
    """The same contact again and again, at fixed times."""
    again = point(ALMOST_SURELY, delay_days=every_days, delay_law="deterministic", moment_of_truth=True)
    clock = {"horizon_days": horizon_days, "follow_up_days": horizon_days - 1}
    return small({"again": again}, mechanisms=switched(*on), clock=clock, **parts)


class TestNoiseDrag:
    @pytest.mark.parametrize(
        ("zone", "printed"), [(0.0, -0.04787), (0.05, -0.02697), (0.10, -0.01360), (0.15, -0.00607)]
    )
    def test_mean_value_of_performance_that_only_varies(self, zone: float, printed: float) -> None:
        scenario = contact(("experience",), quality_noise=0.12, zone_of_tolerance=zone, loss_weight=2.0)
        people = run(scenario, population=crowd(scenario, 100_000)).people
        exact = noise_drag(0.12, zone, 2.0)
        assert round(exact, 5) == printed
        assert (people["felt"] == 1).all()
        assert abs(z_of_mean(people["value_sum"], exact)) < LIMIT

    def test_a_slightly_wider_zone_is_seen(self) -> None:
        scenario = contact(("experience",), quality_noise=0.12, zone_of_tolerance=0.10)
        people = run(scenario, population=crowd(scenario, 100_000)).people
        assert abs(z_of_mean(people["value_sum"], noise_drag(0.12, 0.11, 2.0))) > LIMIT

    def test_attribution_makes_losses_weigh_more(self) -> None:
        """(1 + chi) multiplies losses only: the drag is that of a loss weight of 2.6."""
        scenario = contact(("experience",), quality_noise=0.12, zone_of_tolerance=0.10, loss_weight=2.0)
        scenario = change(scenario, {"personas.anyone.traits": {"attribution": 0.3}})
        people = run(scenario, population=crowd(scenario, 100_000)).people
        assert abs(z_of_mean(people["value_sum"], noise_drag(0.12, 0.10, 2.6))) < LIMIT


class TestMemory:
    def test_fixed_point_of_a_contact_every_month(self) -> None:
        """v = -.3 every 30 days, weight .1, half-life 120 days: satisfaction right after a contact is -.1233587."""
        behaviour = {
            "experience": {"quality": 0.5, "expectation": 0.75, "quality_noise": 0.0, "loss_weight": 2.0},
            "memory": {"minimum_weight": 0.1, "half_life_days": 120},
        }
        scenario = recurring(("experience", "memory"), 30.0, 4500.0, behaviour=behaviour)
        person: Any = run(scenario, population=crowd(scenario, 1, day=0.25)).people[0]
        last_contact = person["event_day"] - 30.0
        assert person["value_last"] == pytest.approx(-0.3, abs=1e-12)
        after = person["satisfaction"] / 2.0 ** (-(person["remembered_day"] - last_contact) / 120.0)
        exact = memory_fixed_point(-0.3, 0.1, 120.0, 30.0)
        assert round(exact, 7) == -0.1233587
        assert after == pytest.approx(exact, abs=1e-9)

    def test_nothing_fades_when_memory_is_off(self) -> None:
        behaviour = {"experience": {"quality": 0.5, "expectation": 0.75, "quality_noise": 0.0}}
        scenario = recurring(("experience",), 30.0, 4500.0, behaviour=behaviour)
        person: Any = run(scenario, population=crowd(scenario, 1)).people[0]
        assert person["satisfaction"] == pytest.approx(-0.3, abs=1e-4)

    @pytest.mark.parametrize("minutes", [1.0, 7200.0])
    def test_nothing_fades_for_a_prospect_during_a_contact(self, minutes: float) -> None:
        """Ten days between two contacts count, five days in the second do not: longer service soothes nobody.

        Pure improvements lose no prospect only because of this. (Customers fade by the daily tick as well.)
        """
        steps = {
            "one": point({"two": 1}, quality=0.5),
            "two": point({"WIN": 1}, delay_days=10, delay_law="deterministic", quality=0.5)
            | {"team": "desk", "service_minutes": minutes, "service_law": "deterministic"},
        }
        behaviour = {
            "experience": {"expectation": 0.75, "quality_noise": 0.0, "loss_weight": 2.0},
            "memory": {"half_life_days": 10},
            "advocacy": {"satisfaction": 1.0, "trust": 0, "memory": 0, "noise": 0},
        }
        teams = {"desk": {"servers": 1, "hours_per_day": 24, "opens_at_hour": 0}}
        on = switched("experience", "memory", "waiting")
        scenario = small(steps, mechanisms=on, behaviour=behaviour, teams=teams, converts_at="two")
        person: Any = run(scenario, population=crowd(scenario, 1)).people[0]
        first = -0.3 / 4
        assert person["survey_satisfaction"] == pytest.approx(0.8 * first / 2 - 0.3 / 5, abs=1e-12)

    def test_the_episode_as_remembered(self) -> None:
        """Mean, peak and end of three contacts worth 0, -.6 and +.2."""
        steps = {
            "one": point({"two": 1}, quality=0.5),
            "two": point({"three": 1}, quality=0.1),
            "three": point({"WIN": 1}, quality=0.8),
        }
        behaviour = {
            "experience": {"expectation": 0.5, "quality_noise": 0.0, "loss_weight": 2.0},
            "advocacy": {"satisfaction": 0, "trust": 0, "memory": 2.0, "noise": 0},
        }
        scenario = small(steps, mechanisms=switched("experience"), behaviour=behaviour)
        person: Any = run(scenario, population=crowd(scenario, 1)).people[0]
        remembered = 0.5 * (0.0 - 0.6 + 0.2) / 3 + 0.3 * -0.6 + 0.2 * 0.2
        assert person["recommend_latent"] == pytest.approx(2.0 * remembered, abs=1e-12)

    def test_expectation_follows_experience(self) -> None:
        """E <- E + .15 (P - E): after k contacts the gap has shrunk by .85^k."""
        behaviour = {"experience": {"quality": 0.7, "expectation": 0.5, "quality_noise": 0.0}}
        scenario = recurring(("experience", "expectation_learning"), 1.0, 11.0, behaviour=behaviour)
        person: Any = run(scenario, population=crowd(scenario, 1)).people[0]
        assert person["felt"] == 10
        assert person["expectation"] == pytest.approx(0.7 - 0.2 * 0.85**10, abs=1e-12)


class TestTrust:
    def test_fixed_point_of_good_and_bad_contacts(self) -> None:
        """One contact in ten fails. v is .15 or -.3, so trust gains by .25 + .15 and loses by .3 times itself."""
        behaviour = {
            "experience": {
                "quality": 0.75,
                "expectation": 0.5,
                "quality_noise": 0.0,
                "failure_penalty": 0.5,
                "loss_weight": 2.0,
            },
            "trust": {"gain": 0.3, "loss": 1.0},
        }
        fails = {"failure_predictable": 0.1, "failure_unpredictable": 0.1}
        on = ("experience", "trust", "moments")
        scenario = recurring(on, 1.0, 121.0, behaviour=behaviour, moments=fails)
        people = run(scenario, population=crowd(scenario, 10_000)).people
        exact = trust_fixed_point(0.3, 1.0, 0.9, 0.4, 0.3)
        assert abs(z_of_mean(people["trust"], exact)) < LIMIT
        assert abs(z_of_mean(people["trust"], trust_fixed_point(0.3, 1.0, 0.89, 0.4, 0.3))) > LIMIT
        assert abs(z_of_share(int(people["failures"].sum()), 120 * len(people), 0.1)) < LIMIT


class TestMoments:
    @pytest.fixture(scope="class")
    @classmethod
    def bank(cls) -> np.ndarray:
        clock = {"clock.horizon_days": 1500, "clock.follow_up_days": 1400, "clock.warm_up_days": 0}
        people = {"arrivals.rate_per_day": 1000, "arrivals.until_days": 80, "clock.tick_days": 10}
        scenario = change(
            load("bank_credit_45d"), {**clock, **people, "interaction": False, **only("moments")}
        )
        return run(scenario, seed=4).people

    def test_flawless_share_by_number_of_moments(self, bank: np.ndarray) -> None:
        """(1 - .9 x .06 - .1 x .45)^n among those who lived n moments of truth."""
        f = failure_probability(0.06, 0.45, 0.1)
        assert f == pytest.approx(0.099)
        for n in range(1, 13):
            lived = bank[bank["moments"] == n]
            assert len(lived) > 100
            flawless = int((lived["failures"] == 0).sum())
            assert abs(z_of_share(flawless, len(lived), (1 - f) ** n)) < LIMIT, n
        assert (bank["failures"][bank["moments"] == 0] == 0).all()
        assert abs(z_of_share(int(bank["failures"].sum()), int(bank["moments"].sum()), f)) < LIMIT

    def test_flawless_way_to_the_money(self, bank: np.ndarray) -> None:
        """Among those paid out, exactly by the chain in which every moment survives with chance 1 - f."""
        scenario = load("bank_credit_45d")
        chain, state = semi_markov(scenario, ends=("17", "WIN", "LOST"))
        f = failure_probability(0.06, 0.45, 0.1)
        survives = np.array([1 - f if scenario.touchpoints[t].moment_of_truth else 1.0 for t in state])
        aim, one = chain.ends[:, 0], np.eye(len(state))
        flawless = np.linalg.solve(one - survives[:, None] * chain.moves, survives * aim)[state["01"]]
        anyhow = np.linalg.solve(one - chain.moves, aim)[state["01"]]
        paid = bank[~np.isnan(bank["converted_day"])]
        share = flawless / anyhow
        assert abs(z_of_share(len(paid), len(bank), anyhow)) < LIMIT
        assert abs(z_of_share(int((paid["failures_before_conversion"] == 0).sum()), len(paid), share)) < LIMIT
        assert (
            abs(z_of_share(int((paid["failures_before_conversion"] == 0).sum()), len(paid), share + 0.03))
            > LIMIT
        )

    def test_preparation_and_reaction(self) -> None:
        """Prepared by half for the foreseeable; reacting to the rest within 4 hours on a scale of 24."""
        moments = {
            "preparation": 0.5,
            "reaction": 0.8,
            "failure_predictable": 0.2,
            "failure_unpredictable": 0.6,
        }
        scenario = small(
            {"ask": point({"WIN": 1}, moment_of_truth=True)}, mechanisms=switched("moments"), moments=moments
        )
        people = run(scenario, population=crowd(scenario, 50_000)).people
        exact = 0.9 * 0.2 * 0.5 + 0.1 * 0.6 * (1 - 0.8 * math.exp(-4 / 24))
        assert abs(z_of_share(int(people["failures"].sum()), len(people), exact)) < LIMIT


class TestRecovery:
    """Everybody fails once; a quarter complain; half of these would be put right, less for the delay."""

    @pytest.fixture(scope="class")
    @classmethod
    def failed(cls) -> np.ndarray:
        scenario = small(
            {"ask": point({"WIN": 1}, moment_of_truth=True)},
            mechanisms=switched("experience", "moments", "recovery"),
            moments={"failure_predictable": 1.0, "failure_unpredictable": 1.0},
            recovery={"exit_probability": 0.0},
        )
        return run(scenario, population=crowd(scenario, 50_000, day=49.5)).people

    def test_voiced_and_put_right(self, failed: np.ndarray) -> None:
        success = 0.5 * math.exp(-3 / 10)
        voiced, right = failed["complaint"] > 0, failed["unresolved"] == 0
        assert abs(z_of_share(int(voiced.sum()), len(failed), 0.25)) < LIMIT
        assert abs(z_of_share(int(right.sum()), len(failed), 0.25 * success)) < LIMIT
        assert (voiced | ~right).all(), "nobody is helped who has not spoken"

    def test_a_recovery_shines_in_surveys_but_not_in_the_heart(self, failed: np.ndarray) -> None:
        right = failed["unresolved"] == 0
        assert (failed["survey_satisfaction"][right] > failed["satisfaction"][right]).all()
        np.testing.assert_allclose(
            failed["survey_satisfaction"][~right], failed["satisfaction"][~right], atol=1e-12
        )

    @pytest.mark.parametrize("probability", [0.05, 0.3])
    def test_silent_departure_has_its_probability(self, probability: float) -> None:
        """A single chance to leave after a failure that was not voiced."""
        scenario = small(
            {"ask": point({"WIN": 1}, moment_of_truth=True)},
            mechanisms=switched("experience", "moments", "recovery", "churn"),
            moments={"failure_predictable": 1.0, "failure_unpredictable": 1.0},
            recovery={"exit_probability": probability, "voice_probability": 0.2},
            behaviour={"churn": {"baseline_per_day": 0.0}},
        )
        people = run(scenario, population=crowd(scenario, 50_000)).people
        left = int((~np.isnan(people["left_day"])).sum())
        assert abs(z_of_share(left, len(people), 0.8 * probability)) < LIMIT


class TestVoices:
    OWNERS = "ABCDEF"

    def departments(self) -> Scenario:
        steps = {
            owner.lower(): point({following: 1}, owner=owner)
            for owner, following in zip(self.OWNERS, [*"bcdef", "WIN"], strict=True)
        }
        return small(
            steps,
            owners={owner: f"Department {owner}" for owner in self.OWNERS},
            mechanisms=switched("voices"),
            voices={"message_spread": 0.25, "alignment": 0.2, "contact_noise": 0.05},
        )

    def test_inconsistency_given_what_the_departments_say(self) -> None:
        scenario = self.departments()
        for replication in range(3):
            population = crowd(scenario, 20_000, replication=replication)
            people = run(scenario, population=population).people
            assert (people["message_count"] == 6).all()
            square = people["message_square"] / 5
            said = 0.8 * 0.25 * population.luck.owner_offset
            assert abs(z_of_mean(square, said.var(ddof=1) + 0.05**2)) < LIMIT
            assert abs(z_of_mean(people["message_mean"], said.mean())) < LIMIT

    def test_inconsistency_over_companies(self) -> None:
        """Every replication is a company whose departments have drawn other offsets."""
        scenario = self.departments()
        squares = [
            float(
                (
                    run(scenario, population=crowd(scenario, 20, replication=k)).people["message_square"] / 5
                ).mean()
            )
            for k in range(400)
        ]
        exact = inconsistency_square(0.25, 0.2, 0.05)
        assert inconsistency_square_of_visits(self.OWNERS, 0.25, 0.2, 0.05) == pytest.approx(exact)
        assert abs(z_of_mean(squares, exact)) < LIMIT
        assert abs(z_of_mean(squares, inconsistency_square(0.25, 0.0, 0.05))) > LIMIT


class TestRecommendation:
    @pytest.mark.parametrize(("mean", "printed"), [(7.0, -17.47), (7.5, 0.0), (8.0, 17.47), (8.5, 34.13)])
    def test_nps_of_a_normal_latent(self, mean: float, printed: float) -> None:
        behaviour = {"advocacy": {"intercept": mean, "noise": 2.0}}
        scenario = small({"ask": point({"WIN": 1})}, behaviour=behaviour)
        people = run(scenario, population=crowd(scenario, 100_000)).people
        answer = people["recommend"]
        score = 100.0 * ((answer >= 9).astype(float) - (answer <= 6))
        assert round(nps_normal(mean, 2.0), 2) == printed
        assert abs(z_of_mean(score, nps_normal(mean, 2.0))) < LIMIT
        assert answer.min() == 0 or mean > 7.5
        assert answer.max() == 10
