"""The ledger of evidence: what is varied and how far, what that moves, and what is kept of it."""

import json
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.figures import to_png
from experiments.kpis import kpis_of
from experiments.ledger import store
from experiments.ledger.assumptions import FACT, LEVEL, PRICE, TODAY
from experiments.ledger.author import remarks_of
from experiments.ledger.figure import tornado
from experiments.ledger.levels import resolved
from experiments.ledger.plan import plan
from experiments.ledger.ranges import Bounds, bounds_at, ends, factor_of
from experiments.ledger.rests import by_rule, rests_most
from experiments.ledger.result import Effect, Ledger
from experiments.ledger.study import make, noise_of
from scenarios import change, design, load
from scenarios.remarks import Remark
from scenarios.schema import Scenario
from tests.experiments.synthetic import COMPANY, company

DESIGNS = ("siloed", "integrated")
SHARE, FREE = Bounds(0.0, 1.0, 0), Bounds(-np.inf, np.inf, 0)
LEVEL_PATH = "levers.shared_file.changes.handoffs.retention"


def repeats(retention: float, items: int = 3, handoffs: int = 5) -> float:
    """Items asked again in v_handoff, exactly."""
    return sum(items * (1 - retention**k) for k in range(1, handoffs + 1))


@pytest.fixture(scope="module")
def handoff() -> Ledger:
    return make(load("v_handoff"), kpi="repeats", replications=2, refined=2)


def shop(**changes: Any) -> Scenario:
    """The tiny company with money, staff that never tires and nobody who talks; nothing anchored."""
    data = COMPANY | {
        "clock": {"horizon_days": 200.0, "warm_up_days": 20.0, "follow_up_days": 90.0},
        "arrivals": {"rate_per_day": 10.0},
        "touchpoints": {name: point | {"items": 2} for name, point in COMPANY["touchpoints"].items()},
        "calibrate": {},
        "network": {"kind": "none"},
        "mechanisms": ["experience", "handoffs", "churn", "value", "effort"],
        "value": {"streams": [{"name": "Fee", "starts_at": "buy", "eur_per_year": 100.0}]},
        "levers": COMPANY["levers"] | {"route": {
            "title": "better shares", "kind": "process", "changes": {"touchpoints.ask.next": {"buy": 0.4, "LOST": 0.6}},
            "cost": {"per_year_eur": 500.0},
        }},
        "designs": {
            "siloed": {"title": "Siloed", "lens": "functional"},
            "integrated": {"title": "Integrated", "lens": "goal", "levers": "all"},
        },
        "presets": {},
        "uncertainties": {},
    }  # fmt: skip
    return Scenario.model_validate(data | changes)


class TestRanges:
    @pytest.mark.parametrize(
        ("value", "factor", "bounds", "wanted"),
        [
            (3.0, 2.0, FREE, (1.5, 6.0)),
            (-2.0, 2.0, FREE, (-4.0, -1.0)),
            (0.5, 2.0, SHARE, (1 / 3, 2 / 3)),
            (0.9, 2.0, SHARE, (9 / 11, 18 / 19)),
            (0.0, 2.0, FREE, (None, None)),
            (1.0, 2.0, SHARE, (None, None)),
            (5, 1.25, Bounds(0, 100, 1), (4, 6)),
            (1, 1.25, Bounds(1, 100, 1), (None, 2)),
            (8, 1.5, Bounds(0, 100, 2), (6, 12)),
            (1.25, 1.25, Bounds(1.2, 100.0, 0), (1.2, 1.5625)),
        ],
    )
    def test_ends(
        self, value: float, factor: float, bounds: Bounds, wanted: tuple[float | None, float | None]
    ) -> None:
        for found, expected in zip(ends(value, factor, bounds), wanted, strict=True):
            assert found == (None if expected is None else pytest.approx(expected, rel=1e-5))

    def test_evidence_narrows_and_what_can_be_counted_is_narrow(self) -> None:
        assert [factor_of("x", "uncertainty", tag) for tag in ("V", "M", "D", "A")] == [1.25, 1.5, 1.5, 2.0]
        assert factor_of("value.streams.0.eur_per_year", "fact", "A") == 1.25
        assert factor_of("teams.desk.servers", "lever", "A") == 1.25
        assert factor_of("handoffs.retention", "lever", "D") == 1.5

    def test_bounds_come_from_the_schema(self) -> None:
        assert bounds_at("handoffs.retention").is_share
        assert bounds_at("network.neighbours") == Bounds(0, 1000, 2)
        assert bounds_at("arrivals.cap").low == 1.0


class TestPlan:
    def test_only_what_can_act_is_listed(self) -> None:
        paths = {a.path for a in plan(shop(), DESIGNS, "central").varied}
        assert {
            "behaviour.effort.handoff",
            "value.streams.0.eur_per_year",
            "behaviour.churn.satisfaction",
        } <= paths
        parts = {path.split(".")[0] for path in paths}
        assert parts.isdisjoint({"voices", "word_of_mouth", "reputation", "network", "competitors", "clock"})

    def test_a_scenarios_own_range_wins_and_a_remark_narrows(self) -> None:
        path = "behaviour.effort.handoff"
        own = plan(shop(uncertainties={path: {"low": 0.1, "high": 0.5}}), DESIGNS, "central")
        found = next(a for a in own.varied if a.path == path)
        assert (found.low and found.low.shown, found.high and found.high.shown) == (0.1, 0.5)
        scenario = change(shop(), {path: 0.6})
        told = plan(scenario, DESIGNS, "central", {path: Remark(0.6, "D", "our log")})
        found = next(a for a in told.varied if a.path == path)
        assert (found.evidence, found.source, found.high and found.high.shown) == (
            "D",
            "our log",
            pytest.approx(0.9),
        )

    def test_levers_are_assumptions_half_way_back_to_today(self) -> None:
        found = {a.path: a for a in plan(shop(), DESIGNS, "central").varied if a.kind in (LEVEL, PRICE)}
        level = found["levers.file.changes.handoffs.retention"]
        assert level.low is not None
        assert level.low.shown == pytest.approx((0.95 + 0.40) / 2)
        assert level.low.changes == {level.path: level.low.shown}
        route = found["levers.route.changes.touchpoints.ask.next"].low
        assert route is not None
        shares = route.changes["levers.route.changes.touchpoints.ask.next"]
        assert shares == pytest.approx({"buy": 0.3, "LOST": 0.7})
        assert found["levers.route.cost"].high is not None

    def test_a_level_stands_among_the_other_changes_of_its_lever(self) -> None:
        bank = load("bank_credit_45d")
        path = "levers.shared_file.changes.handoffs.retention"
        others = dict(bank.levers["shared_file"].changes)
        assert resolved(bank, {path: 0.6}) == {
            "levers.shared_file.changes": others | {"handoffs.retention": 0.6}
        }
        pool = "levers.pooled_teams.changes.pools.risk"
        assert "pools.risk" not in resolved(bank, {pool: None})["levers.pooled_teams.changes"]
        alone = resolved(shop(), {"levers.file.changes.handoffs.retention": None})
        assert alone == {"levers.file.changes": {"behaviour.effort.ces_scale": 5.0}}
        changed = change(shop(), alone)
        assert design(changed, "integrated").handoffs.retention == shop().handoffs.retention

    def test_what_is_solved_for_today_is_no_assumption(self) -> None:
        known = {"calibrate": {"wait_minutes": 3.0, "satisfaction": 0.1, "churn_rate_12m": 0.1}}
        free = {a.path for a in plan(load("bank_credit_45d"), DESIGNS, "central").varied}
        solved = change(load("bank_credit_45d"), {f"calibrate.{k}": v for k, v in known["calibrate"].items()})
        paths = {a.path for a in plan(solved, DESIGNS, "central").varied}
        assert free - paths == {"touchpoints.*.service_minutes", "behaviour.experience.quality"}
        assert "calibrate.churn_rate_12m" in paths

    def test_facts_of_many_things_stand_together_and_stay_valid(self) -> None:
        scenario = shop()
        found = {a.path: a for a in plan(scenario, DESIGNS, "central").varied}
        leaving = found["touchpoints.*.next.LOST"]
        assert leaving.kind == FACT
        for end in leaving.ends.values():
            assert sum(end.changes["touchpoints.ask.next"].values()) == pytest.approx(1.0)
            change(scenario, end.changes)
        assert found["handoffs.retention"].kind == TODAY

    def test_the_key_follows_numbers_and_not_words(self) -> None:
        key = plan(shop(), DESIGNS, "central").key
        assert plan(shop(title="Another name"), DESIGNS, "central").key == key
        assert plan(change(shop(), {"handoffs.retention": 0.41}), DESIGNS, "central").key != key
        assert plan(shop(), ("integrated", "siloed"), "central").key != key


class TestEffects:
    def test_what_cannot_matter_moves_nothing_at_all(self, handoff: Ledger) -> None:
        rows = {row.assumption.path: row.effect for row in handoff.rows("repeats")}
        assert rows["behaviour.trust.start"].is_nothing
        assert rows["handoffs.chase_delay_days"].is_nothing
        assert not rows[LEVEL_PATH].is_nothing

    def test_a_level_half_way_moves_as_far_as_the_closed_form_says(self, handoff: Ledger) -> None:
        row = next(row for row in handoff.rows("repeats") if row.assumption.path == LEVEL_PATH)
        exact = repeats((0.95 + 0.4) / 2) - repeats(0.95)
        assert abs(row.effect.low - exact) < 2.2 * row.effect.noise
        assert row.replications == 2
        assert handoff.rows("repeats")[0].assumption.path == LEVEL_PATH

    def test_better_files_today_leave_less_to_gain(self, handoff: Ledger) -> None:
        row = next(row for row in handoff.rows("repeats") if row.assumption.path == "handoffs.retention")
        assert row.effect.low < 0.0 < row.effect.high  # the difference is negative: fewer repeats
        assert not row.effect.is_noise

    def test_money_scales_with_margins_and_prices_exactly(self) -> None:
        ledger = make(shop(), replications=1, both_ends=999)
        assert ledger.leading == "profit"
        place = [k.name for k in kpis_of(ledger.scenario)].index("profit")
        revenue = ledger.difference["revenue"]
        margin = ledger.effects["value.streams.0.eur_per_year"][place]
        assert margin.high == pytest.approx(0.25 * revenue, rel=1e-4)
        assert margin.low == pytest.approx(-0.2 * revenue, rel=1e-4)
        price = ledger.effects["levers.route.cost"][place]
        assert price.low == pytest.approx(-price.high / 2, rel=1e-9)
        assert price.high < 0.0
        assert ledger.effects["behaviour.effort.ces_scale"][place].is_nothing
        assert sum(ledger.by_tag().values()) == pytest.approx(1.0)

    def test_noise_is_the_larger_of_two_standard_errors(self) -> None:
        rng = np.random.default_rng(5)
        within = rng.normal(0.0, 1.0, (2, 11, 1))
        within[:, 0] = 0.0
        assert noise_of(within)[0] == pytest.approx(
            2.0 * np.sqrt(within[:, 1:].var(axis=1, ddof=1).mean() / 20)
        )
        apart = within + np.array([-5.0, 5.0])[:, None, None]
        assert noise_of(apart)[0] == pytest.approx(2.0 * np.sqrt(50.0 / 2))
        assert np.isnan(noise_of(np.full((1, 11, 1), np.nan)))[0]

    def test_nonsense_is_refused(self) -> None:
        with pytest.raises(InputError, match="did you mean 'profit'"):
            make(shop(), kpi="profits")
        with pytest.raises(InputError, match="1 or more"):
            make(shop(), replications=0)


def ledger_of(scenario: Scenario, *, quick: bool = False) -> Ledger:
    """A made-up ranking: the first assumption moves most, the last nothing."""
    found = plan(scenario, DESIGNS, "central")
    names = [kpi.name for kpi in kpis_of(scenario)]
    sizes = np.linspace(9.0, 0.0, len(found.varied))
    effects = {
        a.path: tuple(Effect(-size, np.nan, 0.5) for _ in names)
        for a, size in zip(found.varied, sizes, strict=True)
    }
    return Ledger(
        scenario=scenario, designs=DESIGNS, preset="central", seed=1, quick=quick, leading="profit",
        assumptions=found.varied, without_range=found.without_range, difference=dict.fromkeys(names, 20.0),
        effects=effects, replications=dict.fromkeys(effects, 1), key=found.key,
    )  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of rankings of the test's own."""
    monkeypatch.setattr(store, "_cache_path", lambda key: tmp_path / "cache" / f"{key}.json")
    return tmp_path / "cache"


class TestStore:
    @pytest.mark.usefixtures("cache")
    def test_what_is_remembered_comes_back(self) -> None:
        scenario = shop()
        assert store.known(scenario, DESIGNS, "central") is None
        store.remember(ledger_of(scenario))
        found = store.known(scenario, DESIGNS, "central")
        assert found is not None
        before, after = ledger_of(scenario).rows(), found.rows()
        assert [row.assumption for row in before] == [row.assumption for row in after]
        assert after[0].effect.low == pytest.approx(before[0].effect.low, rel=1e-3)
        assert not isfinite(found.effects[found.assumptions[0].path][0].high)

    @pytest.mark.usefixtures("cache")
    def test_a_changed_scenario_is_not_ranked(self) -> None:
        store.remember(ledger_of(shop()))
        assert store.known(change(shop(), {"handoffs.retention": 0.5}), DESIGNS, "central") is None

    def test_a_quick_ranking_never_replaces_a_whole_one(self, cache: Path) -> None:
        store.remember(ledger_of(shop()))
        store.remember(ledger_of(shop(), quick=True))
        assert not json.loads(next(cache.iterdir()).read_text())["quick"]

    def test_a_broken_cache_counts_as_none(self, cache: Path) -> None:
        store.remember(ledger_of(shop()))
        next(cache.iterdir()).write_text('{"effects": 3}')
        assert store.known(shop(), DESIGNS, "central") is None

    def test_what_ships_is_ranked_for_the_scenario_that_ships(self) -> None:
        for path in sorted(store.shipped_path("x").parent.glob("*.evidence.json")):
            name = path.name.removesuffix(".evidence.json")
            scenario = load(name)
            pair = tuple(scenario.designs)[:2]
            ledger = store.shipped(scenario, (pair[0], pair[1]), "central", remarks_of(scenario, name))
            assert ledger is not None, f"rank it again: python -m experiments.ledger {name}"
            assert set(ledger.effects) == {a.path for a in ledger.assumptions}, name


@pytest.mark.usefixtures("cache")
class TestRestsMost:
    def test_until_there_is_a_ranking_a_rule_names_three(self) -> None:
        told = rests_most(shop(), DESIGNS, "central", hint="journey evidence shop.yaml")
        assert not told.ranked
        assert "Not ranked yet" in told.sentence
        assert told.sentence.endswith("journey evidence shop.yaml")
        assert len(told.assumptions) == 3
        assert all("[A]" in words for words in told.assumptions)
        first = by_rule(shop(), plan(shop(), DESIGNS, "central").varied)[0]
        assert (
            first.path == "levers.fast.changes.touchpoints.buy.delay_days"
        )  # from 0 to 1: nothing is farther

    def test_the_ranking_names_its_first_three_with_tags_and_movement(self) -> None:
        store.remember(ledger_of(shop()))
        told = rests_most(shop(), DESIGNS, "central")
        assert told.ranked
        assert told.sentence.startswith("Rests most on: ")
        assert [row["path"] for row in told.data] == [
            a.path for a in plan(shop(), DESIGNS, "central").varied[:3]
        ]
        assert "[A] (-9 to 0 EUR)" in told.assumptions[0]
        assert told.to_dict()["assumptions"][0]["evidence"] == "A"


def test_the_tornado_is_the_same_twice_and_survives_odd_words() -> None:
    ledger = ledger_of(company(title="$x^2 <b>_bold_</b> | \\frac{1}{2}"))
    assert to_png(tornado(ledger)) == to_png(tornado(ledger))
    nothing = {path: tuple(Effect(0.0, 0.0, 0.0) for _ in row) for path, row in ledger.effects.items()}
    quiet = Ledger(**{**vars(ledger), "effects": nothing})
    assert to_png(tornado(quiet))[:4] == b"\x89PNG"
