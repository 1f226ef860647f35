"""Levers on real worlds: shares, break-even levels and prices by closed forms, pay-back by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.anchor_store import key_of
from experiments.errors import InputError
from experiments.ledger.levels import between
from experiments.ledger.plan import plan
from experiments.levers.figure import steps, waterfall_figure
from experiments.levers.figure_payback import payback_figure
from experiments.levers.payback import Introduction, Stage, cash_flow, concluded, stages_of
from experiments.levers.players import grouped, players_of
from experiments.levers.result import Levers
from experiments.levers.shapley import coalitions, exact, pair_of_orders, sampled
from experiments.levers.study import explain_levers
from experiments.levers.words import level_words, needs_others, payback_words, worth_it
from experiments.pairing import compare
from experiments.statistics import t_interval
from experiments.study.question import Question, ask
from experiments.study.trials import Trials
from scenarios.overlay import change, design
from scenarios.schema import Scenario
from tests.experiments.shop import shop
from tests.simulated import point, small

DESIGNS = {
    "siloed": {"title": "Today", "lens": "functional"},
    "integrated": {"title": "All of it", "lens": "goal", "levers": "all"},
}
PER_DAY, MARGIN, TODAY, THEN = 20.0, 100.0, 0.2, 0.6
GAIN = MARGIN * (THEN - TODAY)  # EUR per entrant
WORTH = GAIN * 365 * PER_DAY  # EUR a year


def lever(title: str, changes: dict[str, Any], kind: str = "process", **cost: float) -> dict[str, Any]:
    return {"title": title, "kind": kind, "changes": changes, "cost": cost}


def counter(**levers: Any) -> Scenario:
    """Ask, and buy or leave a day later; a purchase is worth MARGIN. So profit is linear in the share that buys."""
    return small(
        {"ask": point({"buy": TODAY, "LOST": 1 - TODAY}, delay_days=1.0), "buy": point({"WIN": 1.0})},
        scenario="counter", title="Counter", converts_at="buy", mechanisms=["value"],
        clock={"horizon_days": 120, "follow_up_days": 20}, arrivals={"rate_per_day": PER_DAY, "until_days": 120},
        value={"streams": [{"name": "a sale", "starts_at": "buy", "eur_once": MARGIN}]},
        levers=levers, designs=DESIGNS,
    )  # fmt: skip


def reach(**cost: float) -> dict[str, Any]:
    return lever("Reach", {"touchpoints.ask.next": {"buy": THEN, "LOST": 1 - THEN}}, **cost)


FOUR = {
    "remind": lever("Remind", {"touchpoints.think.next": {"form": 0.9, "LOST": 0.1}}, one_off_eur=900.0,
                    per_year_eur=100.0, per_customer_year_eur=2.0),
    "advise": lever("Advise", {"touchpoints.advice.next": {"buy": 0.2, "LOST": 0.8}}, per_year_eur=50.0),
    "file": lever("One file", {"handoffs.retention": 0.95}, "mechanism"),
    "nothing": lever("Nothing", {"recovery.success_probability": 0.9}, "mechanism"),
}  # fmt: skip


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(shop(levers=FOUR, designs=DESIGNS))


@pytest.fixture(scope="module")
def found(question: Question) -> Levers:
    levers = explain_levers(question, replications=4, seed=2)
    assert levers is not None
    return levers


class TestShares:
    def test_add_up_in_every_replication_and_measure(self, found: Levers) -> None:
        a = found.attribution
        np.testing.assert_allclose(a.shapley.sum(axis=1), a.second - a.first, atol=1e-9, equal_nan=True)

    def test_the_whole_is_what_compare_says(self, found: Levers, question: Question) -> None:
        wanted = compare(question.original, replications=4, seed=2, arms=False, break_even=False, band=False)
        for kpi in wanted.kpis:
            np.testing.assert_allclose(
                found.attribution.total(kpi.name).estimate, wanted.difference(kpi.name).estimate, atol=1e-9
            )

    def test_a_lever_that_changes_nothing_gets_exactly_nothing(self, found: Levers) -> None:
        a = found.attribution
        place = a.codes.index("nothing")
        for values in (a.shapley, a.alone, a.last):
            assert np.all(values[:, place][np.isfinite(values[:, place])] == 0.0)
        assert np.any(a.shapley[:, a.codes.index("file")] != 0.0)

    def test_profit_is_what_is_gained_less_the_price(self, found: Levers) -> None:
        a = found.attribution
        profit, gross, price = (a.shapley[:, :, a.names.index(name)] for name in ("profit", *a.names[-2:]))
        np.testing.assert_allclose(profit, gross - price, atol=1e-9)
        assert np.all(price[:, a.codes.index("remind")] > 0.0)
        assert np.all(price[:, a.codes.index("file")] < price[:, a.codes.index("remind")])

    def test_alone_and_last(self, found: Levers, question: Question) -> None:
        nobody, everybody = question.at()
        others = question.levers(["advise", "file", "nothing"])
        trials = Trials(question.scenario, seed=2)
        none, every, alone, without = trials.measured(
            [nobody, everybody, question.levers(["remind"]), others], range(4)
        )
        k = trials.place("profit")
        for part, wanted in (("alone", alone - none), ("last", every - without)):
            np.testing.assert_allclose(
                found.attribution.of("remind", "profit", part).estimate, wanted[:, k].mean(), atol=1e-9
            )

    def test_orders_agree_with_all_coalitions(self, question: Question) -> None:
        trials, replications = Trials(question.scenario, seed=5), 6
        codes, profit = [player.code for player in players_of(question)], trials.place("profit")
        worlds = {c: question.levers([codes[p] for p in c]) for c in coalitions(4)}
        measured = dict(zip(worlds, trials.measured([*worlds.values()], range(replications)), strict=True))
        few, all_of_them = [], []
        for r in range(replications):
            value = lambda c, r=r: measured[c][r]  # noqa: E731
            few.append(sampled(value, pair_of_orders(codes, 5, r))[:, profit])
            all_of_them.append(exact(value, 4)[:, profit])
        for player in range(4):
            interval = t_interval(np.array(few)[:, player])
            assert interval.low <= np.mean(np.array(all_of_them)[:, player]) <= interval.high

    def test_two_groups_are_the_arms_of_a_comparison(self, question: Question) -> None:
        groups = grouped({"process": ["remind", "advise"], "mechanism": ["file", "nothing"]})
        shared = explain_levers(question, replications=3, seed=4, players=groups)
        arms = compare(question.original, replications=3, seed=4, arms=True, break_even=False, band=False)
        assert shared is not None
        for kpi in arms.kpis:
            for code, part, what in (
                ("process", "process", "shapley"),
                ("mechanism", "mechanisms", "shapley"),
                ("process", "interaction", "synergy"),
            ):
                wanted = arms.contribution(kpi.name, part)
                assert wanted is not None
                got = shared.attribution.of(code, kpi.name, what)
                np.testing.assert_allclose(
                    [got.estimate, got.low, got.high], [wanted.estimate, wanted.low, wanted.high], atol=1e-9
                )

    def test_the_other_way_round(self, found: Levers, question: Question) -> None:
        back = explain_levers(replace(question, designs=question.designs[::-1]), replications=4, seed=2)
        assert back is not None
        for code in ("remind", "file"):
            there, again = (side.attribution.of(code, "profit").estimate for side in (found, back))
            np.testing.assert_allclose(there, -again, atol=1e-9)
        assert back.payback is None
        assert "No pay-back" in payback_words(back)
        assert [one.code for one in back.pays] == ["all"]

    def test_same_levers_no_difference(self, question: Question) -> None:
        assert explain_levers(replace(question, designs=("siloed", "siloed")), replications=2) is None


class TestWhenALeverPays:
    def test_level_and_price_of_a_linear_lever(self) -> None:
        asked = ask(counter(reach=reach(per_year_eur=0.3 * WORTH)))
        levers = explain_levers(asked, replications=8, seed=1)
        assert levers is not None
        one, package = levers.pays
        assert one.level is not None
        assert one.level.verdict == "above"
        assert one.level.low <= 0.3 <= one.level.high
        assert one.level.high - one.level.low < 0.1
        assert one.worth.low <= WORTH <= one.worth.high
        assert one.price.estimate == pytest.approx(0.3 * WORTH)
        np.testing.assert_allclose(
            [package.worth.estimate, package.worth.low], [one.worth.estimate, one.worth.low]
        )
        assert "30 %" in level_words(one) or "29 %" in level_words(one) or "31 %" in level_words(one)
        assert worth_it(levers) == "Each pays for itself."

    @pytest.mark.parametrize("code", ["remind", "all"])
    def test_at_the_break_even_price_profit_is_the_same(
        self, found: Levers, question: Question, code: str
    ) -> None:
        worth = {one.code: one.worth.estimate for one in found.pays}[code]
        free = {f"levers.{c}.cost": {} for c in (FOUR if code == "all" else ["remind"])}
        dear = ask(change(question.original, free | {"levers.remind.cost": {"per_year_eur": worth}}))
        without = dear.at()[0] if code == "all" else dear.levers(["advise", "file", "nothing"])
        trials = Trials(dear.scenario, seed=2)
        with_it, other = trials.measured([dear.at()[1], without], range(4))
        profit = trials.place("profit")
        assert with_it[:, profit].mean() == pytest.approx(other[:, profit].mean(), abs=1e-9)

    def test_too_dear_free_and_all_or_nothing(self) -> None:
        asked = ask(
            counter(
                reach=reach(per_year_eur=2.0 * WORTH),
                free=lever("Free", {"touchpoints.ask.delay_days": 0.5}),
                pool=lever("Pool", {"learning.attribution": "causal"}, one_off_eur=10.0),
            )
        )
        levers = explain_levers(asked, replications=4)
        assert levers is not None
        words = {one.code: level_words(one) for one in levers.pays}
        assert words["reach"] == "at no level"
        assert words["free"] == "– (no price)"
        assert words["pool"] == "– (learning.attribution is all or nothing)"
        assert "Does not pay for itself: Reach, Pool, all levers together." in worth_it(levers)

    def test_between(self) -> None:
        share = between("touchpoints.a.next", {"b": 0.2, "LOST": 0.8}, {"b": 0.6, "c": 0.4}, 0.25)
        assert share == pytest.approx({"b": 0.3, "LOST": 0.6, "c": 0.1})
        assert between("touchpoints.a.delay_days", 4.0, 1, 0.25) == 3.25
        assert between("teams.a.servers", 2, 8, 0.5) == 5
        assert between("teams.a.servers", 5, 6, 0.5) is None
        assert between("campaign.personal", False, True, 0.5) is None
        assert between("touchpoints.a.next", {"b": 0.2}, {"b": "x"}, 0.5) is None


class TestPayback:
    def test_by_hand(self) -> None:
        year, month = 365.0, 365.0 / 12.0
        levers = [
            Introduction(1200.0, 120.0, introduced_day=2 * month, working_day=4 * month, loss_share=0.05),
            Introduction(300.0, 0.0, introduced_day=0.0, working_day=0.0, loss_share=0.0),
        ]
        stages = [Stage(0.0, np.array([240.0])), Stage(4 * month, np.array([1440.0]))]
        cash = cash_flow(levers, stages, np.array([2400.0]), ramp_days=0.0)[0]
        # a month: 600 of the one-off in months 1 and 2, then 10 of running cost; 10 lost in months 3 and 4;
        # 20 gained from the start, 120 from month 5 on
        np.testing.assert_allclose(cash[:7], [-300, -880, -1460, -1460, -1460, -1350, -1240])
        np.testing.assert_allclose(np.diff(cash)[6:], 110.0)
        assert year / month == 12

    def test_a_gain_that_comes_over_the_follow_up(self) -> None:
        cash = cash_flow([], [Stage(0.0, np.array([1200.0]))], np.array([0.0]), ramp_days=365.0)[0]
        np.testing.assert_allclose(cash[12], 600.0)  # half of the first year's gain
        np.testing.assert_allclose(cash[24] - cash[12], 1200.0)
        np.testing.assert_allclose(cash[6], 150.0)  # a quarter of that half

    def test_what_is_concluded(self) -> None:
        months = np.arange(61.0)
        spread = np.array([-1.0, 0.0, 1.0])[:, None]
        there = concluded(-100.0 + 10.0 * months + spread, [Stage(0.0, np.full(3, 120.0))], [])
        assert (there.told, there.depth_month, there.depth.estimate) == ("paid back", 0, -100.0)
        assert there.month is not None
        assert there.month.level == pytest.approx(10.0)
        assert there.month.low < 10.0 < there.month.high
        assert there.per_year.estimate == 120.0
        never = concluded(-100.0 + months + spread, [Stage(0.0, np.full(3, 12.0))], [])
        assert never.told == "not paid back"
        unsure = concluded(-70.0 + months + 20 * spread, [Stage(0.0, np.full(3, 12.0))], [])
        assert unsure.told == "undecided"
        assert concluded(months + spread + 1.0, [Stage(0.0, np.zeros(3))], []).told == "at once"
        assert concluded(-months + spread, [Stage(0.0, np.zeros(3))], []).told == "not paid back"

    def test_the_month_is_covered(self) -> None:
        random, hits, studies = np.random.default_rng(8), 0, 400
        months = np.arange(61.0)
        for _ in range(studies):
            gain = random.normal(10.0, 2.0, size=(6, 1))
            path = concluded(-205.0 + gain * months, [Stage(0.0, gain[:, 0] * 12)], [])
            assert path.month is not None
            hits += path.month.low <= 20.5 <= path.month.high
        assert abs(hits / studies - 0.95) < 0.035

    def test_levers_of_a_scenario(self) -> None:
        timed = {"lead_time_days": 73.0, "transition_days": 36.5, "transition_loss_share": 0.1}
        asked = ask(
            counter(
                reach=reach(one_off_eur=5000.0, per_year_eur=365.0) | timed,
                more=lever("More", {"touchpoints.buy.next": {"WIN": 1.0}}, per_year_eur=10.0),
            )
        )
        players = players_of(asked)
        assert stages_of(asked.scenario, players) == [(0.0, frozenset({1})), (109.5, frozenset({0, 1}))]
        levers = explain_levers(asked, replications=4)
        assert levers is not None
        assert levers.payback is not None
        assert levers.people == pytest.approx(365 * PER_DAY, rel=0.05)
        revenue = (
            levers.attribution.first[:, levers.attribution.names.index("revenue")].mean() * levers.people
        )
        mean, month = levers.payback.cash.mean(axis=0), 365.0 / 12.0
        np.testing.assert_allclose(mean[2], -5000.0 * 2 * month / 73.0 - 10.0 / 6.0)
        since = (3 * month - 73.0) / 365.0  # years since its introduction
        np.testing.assert_allclose(mean[3], -5000.0 - 10.0 / 4.0 - (365.0 + 0.1 * revenue) * since, rtol=0.02)
        works = (12 * month - 109.5 - 10.0) / 365.0  # half of the follow-up is lost to the rise
        spent = -5000.0 - 10.0 - 365.0 * (12 * month - 73.0) / 365.0 - 0.1 * revenue * 36.5 / 365.0
        np.testing.assert_allclose(mean[12], spent + WORTH * works, rtol=0.05)
        assert "Paid back after" in payback_words(levers)

    def test_without_times_all_begins_at_once(self, found: Levers) -> None:
        assert not found.has_times
        assert found.payback is not None
        assert found.payback.cash[0, 0] == -900.0


@pytest.mark.parametrize(
    ("field", "value"),
    [("lead_time_days", 90.0), ("transition_days", 30.0), ("transition_loss_share", 0.2)],
)
def test_when_a_lever_begins_solves_and_ranks_nothing_anew(field: str, value: float) -> None:
    scenario = counter(reach=reach(per_year_eur=1.0))
    later = change(scenario, {f"levers.reach.{field}": value})
    names = ("siloed", "integrated")
    assert key_of(design(later, "integrated")) == key_of(design(scenario, "integrated"))
    assert plan(later, names, "central").key == plan(scenario, names, "central").key
    dearer = change(scenario, {"levers.reach.cost.per_year_eur": 2.0})
    assert plan(dearer, names, "central").key != plan(scenario, names, "central").key


class TestShown:
    def test_the_waterfall_ends_where_the_second_design_is(self, found: Levers) -> None:
        for name in ("profit", found.kpis[0].name, "cost_to_serve"):
            rows = steps(found, name)
            assert rows[-2].end == pytest.approx(rows[-1].end, abs=1e-9)
            sizes = [abs(step.interval.estimate) for step in rows if step.kind == "lever"]
            assert sizes == sorted(sizes, reverse=True)
            assert ("price" in {step.kind for step in rows}) == (name == "profit")

    def test_no_label_leaves_the_figure(self, question: Question) -> None:
        name = (
            "A lever whose name is so long that nobody would ever put it on one line of any figure whatsoever"
        )
        long = change(question.original, {"levers.remind.title": name})
        levers = explain_levers(ask(long), replications=2)
        assert levers is not None
        for figure in (waterfall_figure(levers, "profit"), payback_figure(levers)):
            figure.draw_without_rendering()
            renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
            boxes = [text.get_window_extent(renderer) for text in figure.texts]
            boxes += [text.get_window_extent(renderer) for ax in figure.axes for text in ax.texts]
            width, height = figure.bbox.width, figure.bbox.height
            assert all(b.x0 >= 0 and b.x1 <= width and b.y0 >= 0 and b.y1 <= height for b in boxes)

    def test_an_unknown_measure(self, found: Levers) -> None:
        with pytest.raises(InputError, match="did you mean 'profit'"):
            waterfall_figure(found, "profitt")

    def test_who_needs_whom(self, found: Levers) -> None:
        words = needs_others(found)
        assert "Remind" in words  # a purchase needs both the reminder and the advice
        assert "Advise" in words
        assert "Nothing" not in words
