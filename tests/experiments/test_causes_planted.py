"""Planted causes are found: one lossy way, one failing department, and nothing at all where nothing hurts."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from experiments import worlds
from experiments.causes import blame, dashboards, disconnects, feedback, fixing, grey_areas
from experiments.causes.chronicle import by_kind, cast_of, chronicle
from experiments.causes.feedback import Policy
from experiments.causes.pairs import Pair
from experiments.causes.stories import stories
from experiments.causes.tables import Kind
from experiments.errors import InputError
from experiments.worlds import Arm
from scenarios.overlay import change
from scenarios.schema import Cost, Scenario
from sim.engine import run
from sim.intercepts import Intercepts
from sim.population import draw_population
from tests.simulated import only, point, small

NO_COST = Cost()
ON = (
    "experience",
    "memory",
    "handoffs",
    "moments",
    "effort",
    "choice",
    "churn",
    "value",
    "trust",
    "recovery",
    "voices",
)


def company(**parts: Any) -> Scenario:
    """Four desks of four departments, in a row; nothing goes wrong by itself."""
    steps = {
        "a": point({"b": 0.95, "LOST": 0.05}, owner="A", items=3, delay_days=1.0),
        "b": point({"c": 0.95, "LOST": 0.05}, owner="B", items=3, delay_days=1.0, moment_of_truth=True),
        "c": point({"d": 0.95, "LOST": 0.05}, owner="C", items=3, delay_days=1.0, moment_of_truth=True),
        "d": point({"WIN": 1.0}, owner="D", items=3, delay_days=1.0),
    }
    steps.update(parts.pop("touchpoints", {}))
    return small(
        steps,
        **{
            "clock": {"horizon_days": 200, "warm_up_days": 10, "follow_up_days": 100},
            "arrivals": {"rate_per_day": 12},
            "owners": {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"},
            "converts_at": ["d"],
            "handoffs": {"retention": 1.0, "drop_probability": 0.0},
            "moments": {"failure_predictable": 0.0, "failure_unpredictable": 0.0},
            "voices": {"message_spread": 0.0, "contact_noise": 0.0},
            "mechanisms": {name.removeprefix("mechanisms."): on for name, on in only(*ON).items()},
            "behaviour": {
                "experience": {"quality_noise": 0.0, "quality": 0.8, "zone_of_tolerance": 0.0},
                "churn": {"baseline_per_day": 0.002},
                "choice": {"experience_weight": 1.0},
            },
            "value": {"streams": [{"name": "Margin", "starts_at": "d", "eur_per_year": 365.0}]},
            "personas": {"andrea": {"title": "Digital Andrea", "share": 1}},
        }
        | parts,
    )


LOSSY = {"edges": [{"from": "b", "to": "c", "retention": 0.2}]}


def arm(scenario: Scenario) -> Arm:
    return Arm("S", "as it is", scenario, NO_COST)


@cache
def pair(name: str, replication: int = 0) -> Pair:
    """A company with a planted cause, beside the calm one."""
    first = {
        "calm": company(),
        "lossy": company(**LOSSY),
        "failing": company(
            touchpoints={"c": point({"d": 0.95, "LOST": 0.05}, owner="C", delay_days=1.0)},
            moments={"failure_predictable": 0.3, "failure_unpredictable": 0.3},
        ),
        "silent": company(
            touchpoints={
                "b": {
                    **point({"c": 1.0}, delay_days=1.0),
                    "owner": None,
                    "channel": None,
                    "needs": {
                        "kinds": 3, "relevant_share": 0.5, "coverage": 0.0, "contact_probability": 0.0,
                        "cancellation_probability": 0.2, "incident_probability": 0.3,
                    },
                }
            },
            mechanisms=dict.fromkeys((*ON, "silent_needs"), True) | {"word_of_mouth": False},
        ),
    }[name]  # fmt: skip
    stories_of = [
        chronicle(run(s, seed=5, replication=replication, intercepts=Intercepts(), log=True))
        for s in (first, company())
    ]
    return Pair(*stories_of)


class TestOneLossyWay:
    def test_blame_falls_on_its_two_departments_half_and_half(self) -> None:
        story = pair("lossy").first
        booked = blame.measure(pair("lossy"))
        events = booked["events"]
        assert events.matrix.sum() > 500
        assert events.matrix[2, 1] == pytest.approx(events.matrix[2, 2])
        assert events.matrix.sum() == pytest.approx(events.matrix[2, 1:3].sum()), "voiced at C, nowhere else"
        assert events.seams[1, 2] == pytest.approx(events.matrix.sum())
        assert story.owners == ("Alpha", "Beta", "Gamma", "Delta", "nobody")

    def test_money_and_customers_follow(self) -> None:
        booked = blame.measure(pair("lossy"))
        assert booked["customers"].seams[1, 2] > 10
        assert booked["money"].seams[1, 2] > 0
        assert abs(booked["money"].without) < 1e-6, "nothing but this way differs between the two worlds"
        a, b = pair("lossy").first.run.people, pair("lossy").second.run.people
        mine = pair("lossy").first.run.counted
        gained = 1e-6 * float(
            (b["revenue_micro"] - b["cost_micro"] - a["revenue_micro"] + a["cost_micro"])[mine].sum()
        )
        assert booked["money"].total == pytest.approx(1000 * gained / mine.sum())

    def test_it_ranks_first_and_sewing_it_makes_the_calm_company(self) -> None:
        scenario = company(**LOSSY, handoffs={"retention": 0.97, "drop_probability": 0.0})
        screened = [
            grey_areas.screen(chronicle(run(scenario, seed=5, replication=r, log=True))) for r in range(2)
        ]
        grey = grey_areas.live_sewn(
            arm(scenario), screened, seed=5, replications=2, intercepts=Intercepts(), most=3, workers=1
        )
        assert next(a.crossing.way for a in grey.areas) == ("b", "c")
        first = grey.areas[0].sewn
        assert first is not None
        assert first["profit"].estimate > 0
        assert first["conversion_rate"].estimate > 0
        assert len([a for a in grey.areas if a.sewn is not None]) == 3
        sewn = grey_areas.sew(arm(company(**LOSSY)), ("b", "c")).scenario
        assert by_kind(chronicle(run(sewn, seed=5, log=True)).pains).sum() == 0

    def test_causal_attribution_fixes_the_way_and_siloed_the_place_where_it_was_told(self) -> None:
        story = pair("lossy").first
        heard = fixing.measure(story, Policy("everybody"))
        judged = fixing.conclude(cast_of(story.run.scenario), [heard, heard], most=3)
        assert judged.fixes["causal"] == [("b", "c")]
        assert judged.fixes["siloed"] == [("c", "")]
        assert judged.overlap == []
        assert judged.reach["causal"].estimate == 1.0
        assert judged.reach["siloed"].estimate == 0.0

    def test_every_contact_is_green_and_the_gap_is_whole(self) -> None:
        seen = dashboards.measure(pair("lossy").first)
        assert seen.green == 1.0
        assert seen.painless < 1.0
        assert seen.gap == 1.0


class TestOneFailingDepartment:
    def test_all_blame_is_there(self) -> None:
        events = blame.measure(pair("failing"))["events"]
        assert events.matrix[1, 1] == pytest.approx(events.matrix.sum())
        assert events.matrix.sum() > 50
        assert events.kinds[Kind.FAILED] == pytest.approx(events.matrix.sum())
        assert events.seams.sum() == 0.0

    def test_its_own_dashboard_shows_it(self) -> None:
        seen = dashboards.measure(pair("failing").first)
        failed = list(dashboards.REPORTED).index("failed")
        assert seen.departments[1, failed] == pytest.approx(0.3, abs=0.05)
        assert np.all(seen.departments[[0, 2, 3], failed] == 0.0)
        assert seen.gap == 0.0

    def test_both_attributions_agree(self) -> None:
        story = pair("failing").first
        heard = fixing.measure(story, Policy("everybody"))
        judged = fixing.conclude(cast_of(story.run.scenario), [heard, heard], most=3)
        assert judged.fixes["causal"] == judged.fixes["siloed"] == judged.overlap == [("b", "")]


def test_a_silent_step_is_nobodys() -> None:
    events = blame.measure(pair("silent"))["events"]
    assert events.kinds[Kind.INCIDENT] > 20
    assert events.kinds[Kind.CANCELLED] > 20
    assert events.matrix[:, -1].sum() == pytest.approx(events.matrix.sum()), "caused by nobody"
    assert events.matrix[-1, -1] == pytest.approx(events.kinds[Kind.CANCELLED]), (
        "what ends a journey is never voiced"
    )
    assert events.matrix[2, -1] == pytest.approx(events.kinds[Kind.INCIDENT])


class TestNoPain:
    def test_everything_is_zero(self) -> None:
        calm = pair("calm")
        booked = blame.measure(calm)
        assert booked["events"].total == 0.0
        assert booked["customers"].matrix.sum() == 0.0
        assert booked["customers"].without > 0.0, "people leave all the same, and no pain is blamed"
        assert booked["money"].total == 0.0
        seen = dashboards.measure(calm.first)
        assert (seen.green, seen.painless, seen.gap) == (1.0, 1.0, 0.0)
        assert sum(c.points for c in grey_areas.screen(calm.first)) == 0.0
        left = disconnects.measure(calm.first)
        assert left.leavers[:-1].sum() == 0.0
        assert left.years[-1] > 0.0

    def test_no_action_needed_anywhere(self) -> None:
        story = pair("calm").first
        heard = fixing.measure(story, Policy("everybody"))
        judged = fixing.conclude(cast_of(story.run.scenario), [heard, heard], most=3)
        for name in ("siloed", "causal"):
            assert {j.verdict for j in judged.judged[name]} == {"no action needed"}
            assert judged.fixes[name] == []


def test_what_hurts_shortens_the_time_to_leaving() -> None:
    """Years and departures add up to what the people's table says, whatever the time since the last disconnect."""
    run_, left = pair("lossy").first.run, disconnects.measure(pair("lossy").first)
    people = run_.people[run_.counted]
    days = np.fmin(people["left_day"], 200.0) - people["converted_day"]
    assert left.years.sum() == pytest.approx(np.nansum(days) / 365)
    assert left.leavers.sum() == np.sum(~np.isnan(people["converted_day"]) & ~np.isnan(people["left_day"]))
    assert disconnects.conclude(cast_of(run_.scenario), [left]).scales_days["unresolved failure"] == 60


class TestFeedback:
    def test_everybody_after_every_contact_has_no_bias(self) -> None:
        for name in ("lossy", "failing"):
            found = feedback.measure(pair(name).first, Policy("everybody"))
            assert found.painful == found.painful_truth
            assert np.array_equal(found.painful_at, found.painful_truth_at, equal_nan=True)
            assert np.array_equal(found.mean_at, found.mean_truth_at, equal_nan=True)

    def test_strong_feelings_answer_more_and_bias_upwards(self) -> None:
        story = pair("lossy").first
        policy = Policy("extremes", response=0.1, extremes=9.0)
        found, q = feedback.measure(story, policy), feedback.questions(story, policy)
        chance = 0.1 * (1.0 + 9.0 * q.felt)
        expected = float((chance * q.painful).sum() / chance.sum())
        assert expected > found.painful_truth + 0.03
        spread = np.sqrt(expected * (1 - expected) / chance.sum())
        assert abs(found.painful - expected) < 4.3 * spread

    def test_a_share_is_unbiased_within_its_noise(self) -> None:
        story = pair("lossy").first
        found = feedback.measure(story, Policy("share", share=0.3))
        spread = np.sqrt(found.painful_truth * (1 - found.painful_truth) / (0.3 * len(story.contacts)))
        assert abs(found.painful - found.painful_truth) < 4.3 * spread

    def test_promoters_see_less_pain(self) -> None:
        story = pair("failing").first
        one = feedback.measure(story, Policy("all"))
        promoters = feedback.measure(story, Policy("promoters", who="promoters"))
        assert promoters.painful < one.painful

    def test_the_end_of_the_episode_is_asked_once_and_booked_at_the_last_contact(self) -> None:
        story = pair("calm").first
        q = feedback.questions(story, Policy("end", when="episode", what="memory"))
        assert len(np.unique(q.person)) == len(q.person)
        contacts = story.contacts
        for k in range(0, len(q.person), 50):
            mine = contacts[(contacts["person"] == q.person[k]) & (contacts["day"] <= q.day[k])]
            assert mine["touchpoint"][-1] == q.touchpoint[k]

    def test_the_last_contact_of_every_period(self) -> None:
        story = pair("calm").first
        q = feedback.questions(story, Policy("days", when="days", every_days=2.0))
        entered = story.run.people["entered_day"][q.person]
        assert np.array_equal(q.number, np.floor((q.day - entered) / 2.0))
        assert len(np.unique(np.stack([q.person, q.number]), axis=1).T) == len(q.person)


def test_the_same_again() -> None:
    again = chronicle(run(company(**LOSSY), seed=5, intercepts=Intercepts(), log=True))
    story = pair("lossy").first
    assert np.array_equal(again.contacts, story.contacts)
    assert np.array_equal(again.pains, story.pains)
    policy = Policy("share", share=0.3)
    assert np.array_equal(feedback.answered(again, policy)[1], feedback.answered(story, policy)[1])
    assert [s.to_dict() for s in stories(pair("lossy"), ("One", "Two"))] == [
        s.to_dict() for s in stories(Pair(again, pair("lossy").second), ("One", "Two"))
    ]


def test_contradictions_are_heard_where_departments_speak_differently() -> None:
    """Only voices differ, without noise: who contradicts follows from the departments' offsets alone."""
    scenario = company(voices={"message_spread": 1.0, "contact_noise": 0.0})
    story = chronicle(run(scenario, seed=7, intercepts=Intercepts(), log=True))
    said = draw_population(scenario, 7, 0).luck.owner_offset
    behaviour = scenario.behaviour.experience
    for k, code in enumerate("abcd"):
        contacts = int((story.contacts["touchpoint"] == k).sum())
        here = story.pains[story.pains["touchpoint"] == k]
        differs = (
            k > 0
            and min(abs(said[k] - said[:k].mean()), 1.0) * behaviour.voice_penalty >= behaviour.repeat_penalty
        )
        assert len(here) == (contacts if differs else 0), code
        assert set(here["kind"].tolist()) <= {Kind.CONTRADICTED}
        assert (here["receiver"] == k).all()
        assert (here["giver"] == k - 1).all()
    assert len(story.pains) > 0


def test_what_cannot_be_told() -> None:
    with pytest.raises(InputError, match="log=True"):
        chronicle(run(company(), seed=5))
    with pytest.raises(InputError, match="experience is off"):
        chronicle(run(change(company(), {"mechanisms.experience": False}), seed=5, log=True))


def test_worlds_know_nothing_of_a_way_that_was_never_special() -> None:
    sewn = grey_areas.sew(arm(company(**LOSSY)), ("a", "b")).scenario
    assert {(e.from_, e.to): e.retention for e in sewn.edges} == {("b", "c"): 0.2, ("a", "b"): 1.0}
    assert worlds.people_key(sewn) == worlds.people_key(company())
