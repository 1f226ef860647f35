"""What-ifs of the studio: each is an ordinary scenario, its answers are those of `compare`, its address holds it."""

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.errors import InputError
from experiments.explanation import explain
from experiments.pairing import compare
from experiments.studio import views
from experiments.studio.address import LONGEST, pairs_of, query_of, what_if_of
from experiments.studio.exports import Answer, yaml_of
from experiments.studio.levers import Sharing, ladder_of
from experiments.studio.lived import Worlds, plan_of
from experiments.studio.map_svg import layout
from experiments.studio.session import Progress, Session
from experiments.studio.texts import TEXTS
from experiments.studio.what_if import WhatIf, build, command, shares
from experiments.studio.workshop import NICENESS, Workshop
from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.load import parse
from scenarios.schema import Scenario
from tests.browser.company import TEXT

BASELINE = "behaviour.churn.baseline_per_day"
START = WhatIf("corner_shop", ("today", "better"), replications=4)


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return parse(TEXT, "corner_shop.yaml")


def asked(shop: Scenario, what_if: WhatIf, cores: int = 2) -> list[tuple[Answer, Progress]]:
    """Every answer to a what-if, as they grow."""
    shown: list[tuple[Answer, Progress]] = []
    with Workshop(cores) as workshop:
        session = Session(
            workshop, shop, "corner_shop.yaml", what_if,
            show=lambda answer, progress: shown.append((answer, progress)), tell=lambda text, state: None,
        )  # fmt: skip
        asyncio.run(session.ask())
    return shown


MOVED = replace(
    START,
    seed=3,
    levels={"advice": 0.5},
    pulled=("advice",),
    servers=({"clerks": 2}, {"clerks": 3}),
    mix={"hasty": 20.0, "calm": 60.0},
    values={BASELINE: 0.004},
)


def test_untouched_it_is_the_scenario(shop: Scenario) -> None:
    built = build(shop, START)
    assert built.scenario is shop
    assert built.designs == ("today", "better")
    assert built.changes == {}


def test_what_is_moved_is_what_is_lived(shop: Scenario) -> None:
    plan = plan_of(build(shop, MOVED), "central")
    first, second = (arm.scenario for arm in plan.arms)
    assert (first.teams["clerks"].servers, second.teams["clerks"].servers) == (2, 3)
    assert [world.personas["hasty"].share for world in (first, second)] == [0.25, 0.25]
    assert [world.behaviour.churn.baseline_per_day for world in (first, second)] == [0.004, 0.004]
    assert first.touchpoints["order"].next["buy"] == 0.5
    assert second.touchpoints["order"].next["buy"] == pytest.approx(0.7)
    assert second.handoffs.retention == shop.handoffs.retention  # its lever is off
    assert plan.built.title(1) == "Better (what-if)"


def test_other_designs_stay_what_they_were(shop: Scenario) -> None:
    built = build(shop, MOVED)
    for name in shop.designs:
        assert overlay.design(built.scenario, name).teams == overlay.design(shop, name).teams
        assert overlay.design(built.scenario, name).personas == shop.personas


def test_a_moved_number_wins_over_the_preset(shop: Scenario) -> None:
    bold = overlay.change(shop, {"presets.bold": {BASELINE: 0.009, "handoffs.repeat_minutes": 3.0}})
    what_if = replace(START, preset="bold", values={BASELINE: 0.003})
    plan = plan_of(build(bold, what_if), "bold")
    for arm in plan.arms:
        assert arm.scenario.behaviour.churn.baseline_per_day == 0.003
        assert arm.scenario.handoffs.repeat_minutes == 3.0
    untouched = overlay.design(plan.built.scenario, "today", preset="bold")
    assert untouched.behaviour.churn.baseline_per_day == 0.009


@pytest.mark.parametrize(
    "what_if", [START, MOVED, replace(START, designs=("today", "today"), levels={"file": 0.0})]
)
def test_answers_grow_into_what_compare_says(shop: Scenario, what_if: WhatIf) -> None:
    shown = asked(shop, what_if)
    answer, last = shown[-1]
    assert last.done == what_if.replications
    built = answer.built
    said = compare(
        built.scenario,
        built.designs,
        replications=4,
        seed=what_if.seed,
        arms=False,
        break_even=False,
        band=False,
    )
    for name in ("differences", "people", "survival", "runs"):
        pd.testing.assert_frame_equal(answer.comparison.tables()[name], said.tables()[name])
    assert answer.comparison.verdict == said.verdict
    assert [progress.done for _, progress in shown] == [1, 2, 4]


def test_the_first_answer_is_that_of_as_few_replications(shop: Scenario) -> None:
    few = asked(shop, replace(MOVED, replications=2))[-1][0].comparison
    many = asked(shop, MOVED)[1][0].comparison
    pd.testing.assert_frame_equal(few.differences, many.differences)


def test_one_pair_has_neither_interval_nor_verdict(shop: Scenario) -> None:
    one = asked(shop, START)[0][0].comparison
    assert one.replications == 1
    assert one.differences["low"].isna().all()
    assert views.verdict_html(one) == f"<p class='verdict'>{TEXTS.one_pair}</p>"
    assert "better" not in views.leading_html(one)
    two = asked(shop, START)[1][0].comparison
    assert two.verdict.worth.split()[0] in views.verdict_html(two)


def sized(shop: Scenario, what_ifs: list[WhatIf], cores: int = 2) -> list[list[int]]:
    """After how many pairs something is shown, of one what-if after another on the same page."""
    shown: list[list[int]] = []

    async def one_after_another(session: Session) -> None:
        for what_if in what_ifs:
            shown.append([])
            session.what_if = what_if
            await session.ask()

    with Workshop(cores) as workshop:
        session = Session(
            workshop, shop, "corner_shop.yaml", what_ifs[0],
            show=lambda _, progress: shown[-1].append(progress.done), tell=lambda text, state: None,
        )  # fmt: skip
        asyncio.run(one_after_another(session))
    return shown


def test_two_pairs_come_first_where_the_cores_can_live_them_at_once(shop: Scenario) -> None:
    moved = replace(START, levels={"advice": 0.5})
    both = replace(START, mix={"hasty": 20.0})
    shown = sized(shop, [START, moved, both, START])
    assert [found[0] for found in shown] == [1, 2, 1, 2]  # both designs new, one, both, none
    assert [found[0] for found in sized(shop, [START], cores=4)] == [2]
    assert [found[0] for found in sized(shop, [START, moved], cores=1)] == [1, 1]
    assert all(found[-1] == 4 for found in shown)


def test_a_slider_that_is_held_is_answered_when_it_is_let_go(shop: Scenario) -> None:
    shown: list[tuple[WhatIf, int]] = []

    async def drag(session: Session) -> None:
        asks = []
        for share in (0.9, 0.8, 0.7, 0.6):
            session.moved(levels={"advice": share})
            asks.append(asyncio.create_task(session.ask(3600.0)))
            await asyncio.sleep(0)
        session.hurry()
        for ask in asks[:-1]:
            ask.cancel()
        await asks[-1]

    with Workshop(2) as workshop:
        session = Session(
            workshop, shop, "corner_shop.yaml", START,
            show=lambda answer, progress: shown.append((answer.what_if, progress.done)), tell=lambda *_: None,
        )  # fmt: skip
        asyncio.run(drag(session))
        runs = workshop.worlds.runs
    assert {what_if.levels["advice"] for what_if, _ in shown} == {0.6}
    assert runs == 8  # of the positions in between not one world was begun


def test_each_world_is_lived_through_once(shop: Scenario) -> None:
    worlds = Worlds()
    plan = plan_of(build(shop, START), "central")
    moved = plan_of(build(shop, replace(START, levels={"file": 0.5})), "central")
    first = worlds.once(plan, 0, 1, 0)
    assert worlds.once(moved, 0, 1, 0) is first  # today is the same today
    assert worlds.once(plan, 1, 1, 0) is not worlds.once(moved, 1, 1, 0)
    assert worlds.runs == 3


def test_a_world_asked_for_twice_at_once_is_lived_through_once(shop: Scenario) -> None:
    worlds = Worlds()
    plan = plan_of(build(shop, START), "central")
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(worlds.once, plan, 0, 1, 0) for _ in range(8)]
    assert len({id(future.result()) for future in found}) == 1
    assert worlds.runs == 1


def test_a_world_that_failed_is_tried_again(shop: Scenario) -> None:
    worlds = Worlds()
    plan = plan_of(build(shop, START), "central")
    seed: Any = "no seed"
    for _ in range(2):
        with pytest.raises(TypeError):
            worlds.once(plan, 0, seed, 0)
    assert not worlds.has(plan, 0, seed, 0)


def test_what_waits_gives_way() -> None:
    with Workshop(1) as workshop:
        first, later = (pool.submit(_niceness).result() for pool in (workshop.simulating, workshop.refining))
        child = workshop.explaining.submit(lambda: ThreadPoolExecutor(1).submit(_niceness).result()).result()
    if sys.platform == "linux":
        assert later == min(first + NICENESS, 19)
        assert child == later


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_the_fair_waterfall_is_that_of_explain(shop: Scenario) -> None:
    built = build(shop, MOVED)
    plan = plan_of(built, "central")
    steps = {step.title: step.change for step in Sharing(plan, "central", MOVED.seed).steps(3)}
    said = explain(built.scenario, built.designs, what=["levers"], replications=3, seed=MOVED.seed).levers
    assert said is not None
    assert len(said.players) == 3  # a lever at half, and staff on both sides
    for player in said.players:
        assert steps[player.title] == said.attribution.of(player.code, "profit")
    whole = steps[TEXTS.waterfall_total]
    assert whole.estimate == pytest.approx(said.attribution.total("profit").estimate, abs=1e-9)


def test_no_order_decides_the_fair_waterfall() -> None:
    dear = TEXT.replace("per_year_eur: 500", "per_customer_year_eur: 50")  # who has more customers pays more
    one, other = parse(dear, "corner_shop.yaml"), parse(_swapped(dear), "corner_shop.yaml")
    assert list(other.levers) == list(one.levers)[::-1]
    quick, fair = [], []
    for scenario in (one, other):
        plan = plan_of(build(scenario, START), "central")
        ladder = ladder_of(plan, "central")
        worlds = Worlds()
        profit = np.array(
            [[worlds.once(ladder.plan, k, 1, r).kpis["profit"] for r in (0, 1)] for k in range(3)]
        )
        quick.append(dict(zip(ladder.titles, np.diff(profit.mean(axis=1)), strict=True)))
        fair.append({s.title: s.change.estimate for s in Sharing(plan, "central", 1).steps(2)})
    assert fair[0] == pytest.approx(fair[1], abs=1e-9)
    assert quick[0] != pytest.approx(quick[1], abs=1e-3)
    assert sum(quick[0].values()) == pytest.approx(fair[0][TEXTS.waterfall_total], abs=1e-9)


def _swapped(text: str) -> str:
    head, rest = text.split("  advice:\n")
    advice, rest = rest.split("  file:")
    file, rest = rest.split("\n", 1)
    return f"{head}  file:{file}\n  advice:\n{advice}{rest}"


def test_designs_that_pull_the_same_have_nothing_to_share_out(shop: Scenario) -> None:
    what_if = replace(START, designs=("today", "today"))
    assert Sharing(plan_of(build(shop, what_if), "central"), "central", 1).is_empty


def test_the_map_shows_every_customer(shop: Scenario) -> None:
    answer = asked(shop, replace(START, replications=2))[-1][0]
    for flow in answer.flows:
        assert flow.visits["ask"] == pytest.approx(100.0, abs=2.0)
        left = sum(flow.ways[way][0] for way in flow.ways if way[0] == "ask")
        assert left == pytest.approx(flow.visits["ask"], abs=1e-9)
    handed = answer.flows[0].ways["think", "order"]
    assert handed[1] == handed[0]  # the department changes across the silent step
    assert "<img" not in answer.maps[0]
    assert "&lt;img" in answer.maps[0]
    assert answer.maps[0].count('class="step"') == len(shop.touchpoints)


def test_steps_of_the_map_do_not_overlap(shop: Scenario) -> None:
    from experiments.studio.map_svg import BOX, WIDTH
    from scenarios import load

    for scenario in (shop, load("bank_credit_45d"), load("auto_five_stage")):
        places = np.array([at for _, at in layout(scenario).places])
        apart = np.abs(places[:, None] - places[None])
        both = (apart[..., 0] < BOX[0]) & (apart[..., 1] < BOX[1])
        assert int(both.sum()) == len(places)
        assert np.all((places[:, 0] > BOX[0] / 2) & (places[:, 0] < WIDTH - BOX[0] / 2))


def test_the_exported_file_is_the_scenario(shop: Scenario) -> None:
    built = build(shop, MOVED)
    text = yaml_of(built, MOVED, 4)
    assert parse(text, "exported.yaml") == built.scenario
    assert "# journey compare corner_shop_what_if.yaml --designs what_if_first what_if" in text
    assert text.startswith("# A what-if of corner_shop")


def test_the_command_line_makes_the_same_scenario(shop: Scenario) -> None:
    import shlex

    from experiments.commands import changed

    built = build(shop, MOVED)
    words = shlex.split(command(built, MOVED, "corner_shop.yaml", 4))
    sets = tuple(words[k + 1] for k, word in enumerate(words) if word == "--set")
    assert changed(shop, sets) == built.scenario


@pytest.mark.parametrize(
    "what_if", [START, MOVED, replace(MOVED, pulled=(), levels={"advice": 0.35}, replications=30)]
)
def test_the_address_holds_the_what_if(shop: Scenario, what_if: WhatIf) -> None:
    query = query_of(shop, what_if)
    found = what_if_of(shop, WhatIf("corner_shop", ("today", "better")), pairs_of(query))
    assert found == what_if
    assert build(shop, found).changes == build(shop, what_if).changes


@pytest.mark.parametrize(
    "query",
    [
        "level.advice=1.5", "level.advice=nan", "level.nobody=1", "replications=100000", "replications=1", "seed=-1",
        "seed=1.5", "staff.first.clerks=0", "staff.first.clerks=1e9", "staff.third.clerks=2", "staff.first.nobody=2",
        "mix.hasty=-1", "mix.nobody=3", f"value.{BASELINE}=0.5", "value.touchpoints.ask.next=1", "first=nobody",
        "preset=nobody", "on=nobody", "level.advice=",
    ],
)  # fmt: skip
def test_what_comes_from_outside_is_bounded(shop: Scenario, query: str) -> None:
    with pytest.raises((InputError, ScenarioError)):
        what_if_of(shop, START, pairs_of(query))


def test_an_endless_address_is_not_read() -> None:
    with pytest.raises(InputError, match="at most"):
        pairs_of("x=" + "1" * LONGEST)
    with pytest.raises(InputError, match="too many parts"):
        pairs_of("&".join(["a=1"] * 1000))


def test_shares_add_up(shop: Scenario) -> None:
    assert shares(shop, {"hasty": 1.0, "calm": 2.0}) == {"hasty": 0.333333, "calm": 0.666667}
    assert shares(shop, {"hasty": 0.0, "calm": 0.0}) == {"hasty": 0.5, "calm": 0.5}
    assert shares(shop, {}) == {"hasty": 0.5, "calm": 0.5}


def test_without_the_framework_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments import cli

    monkeypatch.setitem(sys.modules, "nicegui", None)
    with pytest.raises(SystemExit) as ended:
        cli.main(["studio", "v_handoff", "--no-browser"])
    assert ended.value.code == 2
    assert 'pip install "journeysim[studio]"' in capsys.readouterr().err
