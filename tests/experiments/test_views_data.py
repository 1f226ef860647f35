"""What the figures of lived journeys show, against closed forms, twins and small cases worked by hand."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.kpis import Counted, counted
from experiments.statistics import kaplan_meier
from experiments.views import (
    daily,
    durations,
    feelings,
    flows,
    gallery,
    incidence,
    paths,
    personas,
    queue_hours,
)
from experiments.views.lived import Taking, lived
from experiments.views.survival import apart
from experiments.views.talk import _rows
from experiments.views.words import Words
from scenarios.overlay import change
from scenarios.schema import Cost, Scenario
from sim import run
from sim.columns import LOG, Logged, allocate
from tests.experiments.shop import shop

PERSONAS = {"hasty": {"title": "In a hurry", "share": 0.3}, "calm": {"title": "With time", "share": 0.7}}
DESIGNS = {
    "siloed": {"title": "As it is", "lens": "functional"},
    "integrated": {"title": "As it could be", "lens": "goal", "levers": ["advice"]},
}
LEVERS = {
    "advice": {
        "title": "Better advice",
        "kind": "process",
        "changes": {"touchpoints.advice.next": {"buy": 0.3, "LOST": 0.7}},
        "evidence": "A",
        "cost": {"per_year_eur": 1000},
    }
}


@cache
def company() -> Scenario:
    today = shop(personas=PERSONAS, designs=DESIGNS, levers=LEVERS)
    return change(
        today, {"touchpoints.advert.delay_days": 0.01}
    )  # nobody leaves at the very moment of entering


@cache
def people() -> Counted:
    cost = Cost(one_off_eur=9000.0, written_off_years=3.0, per_year_eur=500.0, per_customer_year_eur=12.0)
    return counted(run(company(), seed=3, log=True), cost)


class TestIncidence:
    def test_all_causes_together_are_one_minus_kaplan_meier(self) -> None:
        rng = np.random.default_rng(1)
        duration = np.round(rng.exponential(10.0, 400), 1)  # ties, on purpose
        cause = rng.integers(0, 4, 400)
        days = np.linspace(0.0, 40.0, 81)
        lost = incidence.cumulative_incidence(duration, cause, 3, days)
        assert lost.shape == (3, 81)
        np.testing.assert_allclose(
            lost.sum(axis=0), 1.0 - kaplan_meier(duration, cause > 0).at(days), atol=1e-12
        )

    def test_without_censoring_it_is_the_share_lost_to_the_cause(self) -> None:
        rng = np.random.default_rng(2)
        duration, cause = rng.exponential(5.0, 300), rng.integers(1, 3, 300)
        found = incidence.cumulative_incidence(duration, cause, 2, [4.0])
        expected = [[np.mean((duration <= 4.0) & (cause == c))] for c in (1, 2)]
        np.testing.assert_allclose(found, expected, atol=1e-12)

    def test_competing_constant_hazards_share_the_loss_in_their_proportion(self) -> None:
        # I_c(t) = h_c / h (1 - exp(-h t)), whoever is censored (Kalbfleisch & Prentice 2002, section 8.2)
        rng, n = np.random.default_rng(3), 200_000
        first, second, censored = (rng.exponential(1.0 / h, n) for h in (0.02, 0.01, 0.015))
        time = np.minimum(np.minimum(first, second), censored)
        cause = np.where(time == first, 1, np.where(time == second, 2, 0))
        found = incidence.cumulative_incidence(time, cause, 2, [50.0])[:, 0]
        exact = np.array([2.0, 1.0]) / 3.0 * (1.0 - np.exp(-0.03 * 50.0))
        np.testing.assert_allclose(found, exact, atol=4.3 * 0.5 / np.sqrt(n))

    def test_worked_by_hand(self) -> None:
        # 4 at risk: one lost to 1; of 3 one lost to 2 while one is censored at the same time; of 1 nobody
        found = incidence.cumulative_incidence([1.0, 2.0, 2.0, 3.0], [1, 2, 0, 0], 2, [0.5, 1.0, 2.0, 9.0])
        np.testing.assert_allclose(found, [[0.0, 0.25, 0.25, 0.25], [0.0, 0.0, 0.25, 0.25]])

    def test_nobody_lost(self) -> None:
        assert not incidence.cumulative_incidence([1.0, 2.0], [0, 0], 3, [0.0, 5.0]).any()


class TestPersonas:
    def test_weighted_by_people_they_are_everybody(self) -> None:
        found = personas.measure(people())
        everybody, own = found.pop(personas.EVERYBODY), found
        weight = {name: row["people"] / everybody["people"] for name, row in own.items()}
        assert sum(weight.values()) == pytest.approx(1.0)
        assert set(own) == set(PERSONAS)
        for kpi in ("conversion_rate", "revenue", "cost_to_serve", "profit", "repeats"):
            mean = sum(weight[name] * row[kpi] for name, row in own.items())
            assert mean == pytest.approx(everybody[kpi]), kpi

    def test_alone_in_the_world_a_persona_is_everybody(self) -> None:
        c = people()
        alone = replace(c, people=c.people.copy())
        alone.people["persona"] = 1
        found = personas.measure(alone)
        assert found["calm"] == pytest.approx(found[personas.EVERYBODY], nan_ok=True)
        assert found["hasty"]["people"] == 0.0
        assert np.isnan(found["hasty"]["profit"])


class TestFlows:
    def test_what_comes_in_goes_out(self) -> None:
        found = flows.measure(people())
        for code in company().touchpoints:
            out = sum(n for (source, _), n in found.crossings.items() if source == code)
            assert found.visits[code] == pytest.approx(out)

    def test_shares_of_the_scenario_come_back(self) -> None:
        found, n = flows.measure(people()), people().count
        share = found.crossings["advert", "think"] / found.visits["advert"]
        assert abs(share - 0.9) < 4.3 * np.sqrt(0.09 / n)
        assert found.visits["advert"] == pytest.approx(100.0, abs=100.0 * 30 / n)

    def test_a_hand_off_carries_across_the_silent_step(self) -> None:
        found = flows.measure(people())
        assert (
            found.handoff_share["think", "form"] == 1.0
        )  # marketing hands over, though nobody is met in between
        assert found.handoff_share["advert", "think"] == 0.0
        assert np.isnan(found.pain["think"])

    def test_change_is_second_minus_first_and_mean_is_the_mean(self) -> None:
        one = flows.measure(people())
        none = flows.change(one, one)
        assert set(none.visits.values()) == {0.0}
        double = flows.Flows({k: 2 * v for k, v in one.visits.items()}, one.crossings, {}, {}, one.pain)
        assert flows.change(one, double).visits == pytest.approx(one.visits)
        assert flows.mean([replace(one, handoff_share={}, switch_share={}), double]).visits[
            "advert"
        ] == pytest.approx(1.5 * one.visits["advert"])


class TestPaths:
    def test_departments_once_as_long_as_they_stay_the_same(self) -> None:
        kinds = [
            Logged.ENTER,
            Logged.CROSS,
            Logged.CROSS,
            Logged.CROSS,
            Logged.WON,
            Logged.OPEN,
            Logged.CROSS,
        ]
        found = paths.first_journey([int(k) for k in kinds], [0, 1, 2, 0, 0, 3, 3], ["A", "A", None, "B"])
        assert found == (("A",), "won")
        found = paths.first_journey([int(k) for k in kinds[:4]], [0, 3, 2, 0], ["A", "A", None, "B"])
        assert found == (("A", "B", "A"), "open")

    def test_nobody_met_is_no_path_and_a_long_one_is_cut(self) -> None:
        assert paths.first_journey([int(Logged.CROSS)], [0], ["A"]) is None
        many = [int(Logged.ENTER)] + [int(Logged.CROSS)] * 9
        found = paths.first_journey(many, [k % 2 for k in range(10)], ["A", "B"])
        assert found is not None
        assert len(found[0]) == paths.COLUMNS + 1
        assert found[0][-1] == paths.MORE

    def test_paths_end_as_often_as_people_do(self) -> None:
        c = people()
        found = paths.measure(c)
        won = sum(count for (_, ending), count in found.items() if ending == "won")
        assert sum(found.values()) == c.count
        assert won == pytest.approx(c.count * flows.measure(c).crossings["use", "WIN"] / 100.0, abs=0.5)


class TestFeelings:
    def test_grouped_loses_nothing(self) -> None:
        rng = np.random.default_rng(4)
        persona, place = rng.integers(0, 3, 50), rng.integers(0, 4, 50)
        value = rng.normal(size=50)
        found = feelings.grouped(persona, place, value)
        assert sum(len(v) for v in found.values()) == 50
        for (p, t), values in found.items():
            np.testing.assert_array_equal(np.sort(values), np.sort(value[(persona == p) & (place == t)]))
        assert feelings.grouped(*(np.zeros(0, np.int32),) * 2, np.zeros(0)) == {}

    def test_only_counted_people_within_their_follow_up(self) -> None:
        c = people()
        log = c.run.log  # type: ignore[attr-defined]
        until = dict(zip(c.people["uid"].tolist(), c.people["followed_until"].tolist(), strict=True))
        rows = log[log["kind"] == Logged.VALUE]
        expected = sum(
            day <= until.get(uid, -1.0)
            for uid, day in zip(rows["uid"].tolist(), rows["day"].tolist(), strict=True)
        )
        assert sum(len(v) for v in feelings.measure(c).values()) == expected > 0


class TestHours:
    def test_people_waiting_is_the_integral_of_their_waits(self) -> None:
        rng = np.random.default_rng(5)
        start = rng.uniform(-1.0, 12.0, 300)
        end = start + rng.exponential(0.4, 300)
        found = queue_hours.mean_by_hour(start, end, 2, 9)
        inside = np.clip(end, 2, 9) - np.clip(start, 2, 9)
        assert found.shape == (queue_hours.BINS,)
        assert found.mean() == pytest.approx(inside.sum() / 7)

    def test_one_wait_across_midnight(self) -> None:
        found = queue_hours.mean_by_hour(np.array([0.95]), np.array([1.125]), 0, 2)
        hours = found.reshape(24, -1).mean(axis=1)
        np.testing.assert_allclose(hours[[0, 1, 2, 3, 22, 23]], [0.5, 0.5, 0.5, 0.0, 0.1, 0.5])

    def test_staff_on_duty(self) -> None:
        staff = (
            queue_hours.on_duty(np.array([0.375, 0.5]), np.array([0.75, 0.75])).reshape(24, -1).mean(axis=1)
        )
        np.testing.assert_allclose(staff[[8, 9, 11, 12, 17, 18]], [0, 1, 1, 2, 2, 0])

    def test_contacts_are_told_from_the_log(self) -> None:
        rows = [
            (1.0, 7, Logged.REACH, 0.0), (1.0, 8, Logged.REACH, 0.0), (1.2, 7, Logged.START, 288.0),
            (1.3, 7, Logged.FINISH, 5.0), (1.5, 8, Logged.ABANDON, 720.0), (2.0, 9, Logged.REACH, 0.0),
        ]  # fmt: skip
        log = allocate(LOG, len(rows))
        for row, (day, uid, kind, value) in zip(log, rows, strict=True):
            row["day"], row["uid"], row["kind"], row["value"], row["touchpoint"] = day, uid, kind, value, 3
        reached, start, end, minutes = queue_hours.contacts_of(log, np.array([3]))
        np.testing.assert_allclose(reached, [1.0, 1.0, 2.0])
        np.testing.assert_allclose(start, [1.2, 1.5, 2.0])
        np.testing.assert_allclose(end, [1.3, 1.5, 2.0])
        np.testing.assert_allclose(minutes, [288.0, 720.0, 0.0])
        assert queue_hours.contacts_of(log, np.array([5]))[0].size == 0


def test_shares_of_a_promise() -> None:
    found = durations.conclude(
        None,
        ([(np.array([1.0, 2.0, 9.0]), 6), (np.zeros(0), 4)], [(np.array([2.0]), 5), (np.array([9.0]), 5)]),
    )  # type: ignore[arg-type]
    np.testing.assert_allclose(found.kept(0, 2.0), [2 / 3, np.nan])
    np.testing.assert_allclose(found.reached(0, 2.0), [2 / 6, 0.0])
    np.testing.assert_allclose(found.kept(1, 2.0), [1.0, 0.0])


def test_talk_is_averaged_over_the_days_there_are() -> None:
    np.testing.assert_allclose(daily.smoothed(np.array([3.0, 5.0, 1.0, 0.0]), 2), [3.0, 4.0, 3.0, 0.5])


def test_names_of_shocks_stand_in_rows_of_their_own_where_they_are_near() -> None:
    shocks = ((10.0, "A long name for a short outage"), (12.0, "Another"), (90.0, "Late"))
    data = daily.Daily(None, np.array([0.0, 100.0]), {}, {}, {}, shocks)  # type: ignore[arg-type]
    assert _rows(data, 10.0) == [0, 1, 0]


def test_labels_move_apart_and_no_further_than_they_must() -> None:
    assert apart([0.1, 0.5, 0.9], 0.1) == pytest.approx([0.1, 0.5, 0.9])
    assert apart([0.5, 0.5, 0.5], 0.1) == pytest.approx([0.4, 0.5, 0.6])
    assert apart([0.2, 0.25, 0.9], 0.1) == pytest.approx([0.175, 0.275, 0.9])
    assert apart([], 0.1) == []


class TestWords:
    def test_numbers_in_both_languages(self) -> None:
        english, spanish = Words("en"), Words("es")
        assert english.number(-1234.56, 1) == "−1,234.6"
        assert spanish.number(-1234.56, 1) == "−1.234,6"
        assert spanish.number(0.04, 1, sign=True) == "0,0"
        assert english.number(-0.04, 1) == "0.0"
        assert english.number(2.0, 1, sign=True) == "+2.0"
        assert (english.tick(0.25), spanish.tick(0.25), spanish.tick(1500.0)) == ("0.25", "0,25", "1.500")

    def test_both_languages_say_the_same_things_with_the_same_values(self) -> None:
        from string import Formatter

        from experiments.kpis import COMMON, CONVERSION, RESOLUTION
        from experiments.views.spanish_measures import KPIS_ES
        from experiments.views.words import TEXTS

        assert TEXTS["en"].keys() == TEXTS["es"].keys()
        for key, text in TEXTS["en"].items():
            fields = [
                {name for _, name, _, _ in Formatter().parse(t) if name} for t in (text, TEXTS["es"][key])
            ]
            assert fields[0] == fields[1], key
        assert set(KPIS_ES) == {kpi.name for kpi in (CONVERSION, RESOLUTION, *COMMON)}

    def test_an_unknown_language_is_the_users_mistake(self) -> None:
        with pytest.raises(InputError, match="unknown language 'fr'"):
            Words("fr")


class TestLived:
    def test_pairs_and_logs_of_the_first_replications(self) -> None:
        takings = {
            "all": Taking(lambda c: c.count),
            "logged": Taking(lambda c: c.run.log is not None, logged=True),
        }  # type: ignore[attr-defined]
        subject, pieces = lived(company(), None, takings, replications=4, seed=1, preset="central", workers=1)
        assert subject.titles == ("As it is", "As it could be")
        assert pieces["all"][0] == pieces["all"][1]  # the same people came
        assert len(pieces["all"][0]) == 4
        assert pieces["logged"] == ([True, True], [True, True])

    def test_better_advice_shows_in_the_forest_and_in_the_days(self) -> None:
        takings = {"forest": Taking(personas.measure), "days": Taking(durations.measure)}
        subject, pieces = lived(company(), None, takings, replications=3, seed=1, preset="central", workers=1)
        forest = personas.conclude(subject, pieces["forest"])
        assert list(forest.people) == ["", "hasty", "calm"]
        assert all(forest.change[p, "conversion_rate"].sign == 1 for p in forest.people)
        assert durations.conclude(subject, pieces["days"]).difference(30.0).sign == 1

    def test_one_replication_gives_no_interval(self) -> None:
        with pytest.raises(InputError, match="2 or more"):
            lived(company(), None, {}, replications=1, seed=1, preset="central")


def test_figures_a_scenario_does_not_have_are_told() -> None:
    wanted, left_out = gallery.known(company(), ["all"])
    assert "survival" not in wanted
    assert any("mechanisms.churn is off" in sentence for sentence in left_out)
    with pytest.raises(InputError, match="no figure 'survival'"):
        gallery.known(company(), ["survival"])
    with pytest.raises(InputError, match="did you mean 'forest'"):
        gallery.known(company(), ["forrest"])
    assert gallery.known(change(company(), {"converts_at": []}), ["all"])[1][-1].startswith(
        "no figure 'days'"
    )
