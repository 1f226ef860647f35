"""JourneyModel as a citizen of Mesa: agents, sets, collectors, batch_run, several models at once."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from scenarios import change
from scenarios.schema import Scenario
from sim import Customer, JourneyModel, run
from sim.columns import Status
from sim.model import Own, Team, Touchpoint
from tests.twin.worlds import assert_same, world

ENGINES = ("kernel", "agents")


@pytest.fixture(params=ENGINES)
def model(request: pytest.FixtureRequest) -> JourneyModel:
    """A shortened bank after 30 days."""
    one = JourneyModel(short_bank(), engine=request.param)
    for _ in range(30):
        one.step()
    return one


def short_bank() -> Scenario:
    """A few weeks of the bank."""
    return change(
        world("bank_siloed"),
        {"clock.horizon_days": 60, "clock.follow_up_days": 20, "arrivals.rate_per_day": 12},
    )


# ---------------------------------------------------------------- time


def test_a_step_is_a_day(model: JourneyModel) -> None:
    assert model.day == 30.0
    assert model.steps == 30
    assert model.running
    model.run_model()
    assert model.day == 60.0
    assert not model.running
    with pytest.raises(RuntimeError, match="over"):
        model.step()


@pytest.mark.parametrize(("name", "ticks"), [("repair", 2), ("club", 1)])
def test_a_step_is_two_half_days_or_one_long_tick(name: str, ticks: int) -> None:
    one = JourneyModel(world(name))
    one.step()
    assert one.tick == ticks
    assert one.day == ticks * world(name).clock.tick_days


def test_closing_the_books_early_ends_the_world(model: JourneyModel) -> None:
    record = model.to_run()
    assert record is model.to_run()
    assert len(record.daily) == 30
    assert record.daily["day"][-1] == 30.0
    with pytest.raises(RuntimeError, match="over"):
        model.step()


def test_a_log_that_outgrows_its_room_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.model.LOG_ROWS_PER_PERSON", 1)
    one = JourneyModel(short_bank(), log=True)
    one.run_model()
    assert_same(one.to_run(), run(short_bank(), log=True))


# ---------------------------------------------------------------- agents


def test_organisation_and_crowd_are_agents(model: JourneyModel) -> None:
    assert len(model.touchpoints) == 22
    assert {type(agent) for agent in model.agents} == {Touchpoint, Team, Customer}
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert len(model.customers) == model.book.prospects + model.book.customers > 0
    assert len(model.agents) == len(model.customers) + len(model.touchpoints) + len(model.teams)
    ids = model.agents.get("unique_id")
    assert len(set(ids)) == len(ids)
    assert set(model.agent_types) == {Touchpoint, Team, Customer}
    assert len(model.agents_by_type[Customer]) == len(model.customers)
    assert model.agents.to_list()[0] in model.agents
    assert model.customers[0] in model.agents
    assert model.customers[-1] == model.agents[-1]


def test_touchpoints_stand_on_a_network_and_show_their_counters(model: JourneyModel) -> None:
    first = model.touchpoints["01"]
    assert model.network["01"].agents == [first]
    assert {cell.coordinate for cell in first.cell.neighborhood} == {"02", "03"}
    assert first.visits == model.book.entered
    assert first.counts.visits == first.visits
    assert sum(point.present for point in model.touchpoints.values()) >= 0
    with pytest.raises(AttributeError, match="no attribute 'visitz'"):
        _ = first.visitz
    team = model.teams["account_executives"]
    assert team.servers == 5
    assert 0 <= team.busy <= 5


def test_a_customer_is_a_view_of_a_row(model: JourneyModel) -> None:
    one = model.customers[0]
    before = one.trust
    one.trust = 0.125
    assert model.everybody["trust"][one.row] == 0.125
    assert model.customers[0].trust == 0.125
    one.trust = before
    assert one.model is model
    assert one.persona_name in model.scenario.personas
    assert one.touchpoint_name in model.scenario.touchpoints
    assert one.status_name in ("prospect", "customer")
    assert isinstance(one.uid, int)


def test_a_customer_knows_what_brought_it_back() -> None:
    one = JourneyModel(world("service"))
    while one.day < 40:
        one.step()
    named = one.everybody.map(lambda person: person.episode_name)
    assert {None, "trouble", "service", "upgrade"} == set(named)
    assert one.datacollector.get_model_vars_dataframe()["purchases"].iloc[-1] == one.book.purchases > 0


def test_what_would_be_lost_is_refused(model: JourneyModel) -> None:
    one = model.customers[0]
    with pytest.raises(AttributeError, match="did you mean 'trust'"):
        one.trsut = 1.0
    with pytest.raises(TypeError, match="arrive"):
        Customer(model)
    with pytest.raises(TypeError, match="arrive"):
        model.customers.add(one)
    with pytest.raises(TypeError, match="living"):
        model.customers.discard(one)
    with pytest.raises(TypeError, match="living"):
        one.remove()
    with pytest.raises(AttributeError, match="cannot change its scenario"):
        model.scenario = short_bank()


def test_sets_answer_as_mesas_do(model: JourneyModel) -> None:
    customers = model.customers
    low = customers.select(lambda one: one.trust < 0.5)
    assert 0 < len(low) < len(customers)
    assert len(customers.select(customers["trust"] < 0.5)) == len(low)
    assert len(customers.select(at_most=3)) == 3
    assert len(customers.select(at_most=0.5)) == len(customers) // 2
    assert len(model.agents.select(agent_type=Team)) == len(model.teams)
    assert len(model.agents.select(agent_type=Customer)) == len(customers)
    assert customers.agg("trust", max) == max(customers.get("trust"))
    assert customers.agg("trust", [np.min, np.max]) == [customers["trust"].min(), customers["trust"].max()]
    ordered = customers.sort("trust", ascending=True)["trust"]
    assert np.all(np.diff(ordered) >= 0)
    assert set(customers.shuffle()["uid"].tolist()) == set(customers["uid"].tolist())
    groups = customers.groupby("persona_name")
    assert sum(groups.count().values()) == len(customers)
    assert customers.map("is_followed", 30.0) == (customers["followed_until"] >= 30.0).tolist()
    heard: list[int] = []
    assert customers.do(lambda one: heard.append(one.row)) is customers
    assert heard == customers.rows.tolist()
    assert model.agents.get("trust", handle_missing="default", default_value=None)[0] is None
    with pytest.raises(AttributeError):
        model.agents.get("trust")
    with pytest.raises(KeyError, match="no column"):
        _ = customers["nonsense"]


# ---------------------------------------------------------------- collecting, batches


def trust_of(agent: mesa.Agent) -> float | None:
    """A reporter as a function: pickles, unlike a lambda."""
    return getattr(agent, "trust", None)


@pytest.mark.parametrize("engine", ENGINES)
def test_data_collector(engine: str) -> None:
    one = JourneyModel(short_bank(), engine=engine)
    one.datacollector = mesa.DataCollector(
        model_reporters={"day": "day", "present": lambda m: len(m.customers)},
        agent_reporters={"trust": trust_of, "id": "unique_id"},
        agenttype_reporters={Customer: {"touchpoint": "touchpoint_name"}, Team: {"busy": "busy"}},
    )
    for _ in range(5):
        one.step()
    frame = one.datacollector.get_model_vars_dataframe()
    assert frame["day"].tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert frame["present"].iloc[-1] == len(one.customers)
    agents = one.datacollector.get_agent_vars_dataframe()
    assert len(agents.loc[5]) == len(one.agents)
    assert agents.loc[5]["id"].tolist() == one.agents.get("unique_id")
    assert agents.loc[5]["trust"].notna().sum() == len(one.customers)
    by_type = one.datacollector.get_agenttype_vars_dataframe(Customer)
    assert by_type.loc[5]["touchpoint"].isin(list(one.touchpoints)).all()
    assert len(one.datacollector.get_agenttype_vars_dataframe(Team).loc[5]) == len(one.teams)


def test_batch_run() -> None:
    bank = change(
        short_bank(), {"clock.horizon_days": 12, "clock.warm_up_days": 0, "clock.follow_up_days": 1}
    )
    rows = mesa.batch_run(
        JourneyModel,
        {"scenario": [bank], "replication": [0, 1], "engine": list(ENGINES)},
        number_processes=1,
        max_steps=50,
        display_progress=False,
    )
    assert len(rows) == 4
    assert {row["day"] for row in rows} == {12.0}
    entered = {(row["replication"], row["engine"]): row["entered"] for row in rows}
    assert entered[0, "kernel"] == entered[0, "agents"] != entered[1, "kernel"]


# ---------------------------------------------------------------- several models


def test_two_models_do_not_touch_each_other() -> None:
    alone = JourneyModel(short_bank(), engine="agents")
    alone.run_model()
    a, b = (
        JourneyModel(short_bank(), engine="agents"),
        JourneyModel(short_bank(), engine="kernel", replication=1),
    )
    while a.running:
        a.step()
        b.step()
        b.customers.set("trust", 0.0)
    assert_same(alone.to_run(), a.to_run())
    assert a.customers["trust"].max() > 0.0 == b.customers["trust"].max()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_model_is_freed(engine: str) -> None:
    one = JourneyModel(short_bank(), engine=engine)
    one.step()
    kept = weakref.ref(one)
    del one
    gc.collect()
    assert kept() is None


def test_an_emptied_model_is_over(model: JourneyModel) -> None:
    model.remove_all_agents()
    assert len(model.agents) == 0
    with pytest.raises(RuntimeError, match="over"):
        model.step()


def test_arguments_are_checked() -> None:
    with pytest.raises(ValueError, match="engine"):
        JourneyModel(short_bank(), engine="abacus")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="whole number"):
        JourneyModel(short_bank(), rng=0.5)  # type: ignore[arg-type]

    class Stubborn(Customer):
        def abandon(self, day: float) -> None:
            self.status = int(Status.LEFT)

    with pytest.raises(ValueError, match=r"Stubborn.abandon; use engine='agents'"):
        JourneyModel(short_bank(), customer_class=Stubborn)


def test_subclasses_may_keep_values_of_their_own() -> None:
    class Counting(Customer):
        calls = Own(0)

        def reach(self, day: float) -> None:
            self.calls += 1
            super().reach(day)

    one = JourneyModel(short_bank(), engine="agents", customer_class=Counting)
    one.run_model()
    plain = JourneyModel(short_bank(), engine="agents")
    plain.run_model()
    assert sum(one.everybody.get("calls")) > 100
    assert len(one.agents_by_type[Counting]) == len(one.customers)
    assert_same(one.to_run(), plain.to_run())


def test_customers_of_the_kernel_cannot_act() -> None:
    one = JourneyModel(short_bank())
    one.step()
    customer = one.everybody.select(lambda person: person.status == Status.PROSPECT)[0]
    with pytest.raises(RuntimeError, match="the kernel moves"):
        customer.begin_visit(0, 1.0)
