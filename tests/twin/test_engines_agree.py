"""The kernel and the readable engine live the same lives, bit for bit."""

import math

import numpy as np
import pytest

from scenarios import change
from sim import JourneyModel, run
from sim.columns import BOOK, EDGE_COUNTS, PEOPLE, TOUCHPOINT_COUNTS, Cause, Column, Event, Logged, Status
from sim.persons import Person
from sim.records import Run
from sim.rows import Book, EdgeCounts, TouchpointCounts
from tests.twin.worlds import WORLDS, assert_same, intercepts_of, world


def lived(name: str, engine: str) -> Run:
    """One world lived through day by day."""
    model = JourneyModel(world(name), engine=engine, intercepts=intercepts_of(name), log=True)
    model.run_model()
    return model.to_run()


@pytest.mark.parametrize("name", WORLDS)
def test_logs_people_and_counters_are_identical(name: str) -> None:
    at_once = run(world(name), intercepts=intercepts_of(name), log=True)
    assert at_once.log is not None
    assert len(at_once.log) > 2_000
    assert_same(at_once, lived(name, "agents"))
    assert_same(at_once, lived(name, "kernel"))


def test_every_kind_of_thing_happens_in_some_world() -> None:
    """What never happens is never compared."""
    runs = [run(world(name), intercepts=intercepts_of(name), log=True) for name in WORLDS]
    logged = np.concatenate([one.log["kind"] for one in runs if one.log is not None])
    assert set(logged.tolist()) == set(map(int, Logged))
    causes = np.concatenate([one.people["cause"] for one in runs])
    assert set(causes.tolist()) == set(map(int, Cause))
    statuses = np.concatenate([one.people["status"] for one in runs])
    assert set(statuses.tolist()) == set(map(int, Status))
    for name in (
        "moved", "detours", "opinion", "neighbours_lost", "shown_bonus", "repeats", "forced_switch", "fit",
        "offers", "episode_days", "episodes_won", "heard_posts", "stories", "hearings", "incident_from",
    ):  # fmt: skip
        assert any(np.any(one.people[name] != 0) for one in runs), name
    for name in ("waited", "abandoned", "failures", "wasted_minutes", "cost_micro", "detours", "fixes"):
        assert any(np.any(one.touchpoints[name] > 0) for one in runs), name
    for name in ("forced_switches", "drops", "given_up", "repeats", "fixes"):
        assert any(np.any(one.edges[name] > 0) for one in runs), name
    for name in ("talk_positive", "talk_negative", "reviews", "reshared", "offers_heard", "purchases"):
        assert any(one.daily[name][-1] > 0 for one in runs), name


@pytest.mark.parametrize("name", WORLDS)
def test_nobody_forgets_to_leave(name: str) -> None:
    """A departure that was decided is carried out, even where the journey ended in between."""
    one = run(world(name), intercepts=intercepts_of(name))
    people = one.people
    decided = (people["status"] == Status.CUSTOMER) & (people["leaves_day"] < math.inf)
    assert np.all(people["event_kind"][decided] != Event.NOTHING)
    left = people[people["status"] == Status.LEFT]
    assert np.all(left["accrued_day"] <= left["left_day"])


@pytest.mark.parametrize("name", ["repair", "service", "market"])
@pytest.mark.parametrize("switched", [{"mechanisms": "off"}, {"interaction": False}])
def test_worlds_with_less_in_them_agree_too(name: str, switched: dict[str, object]) -> None:
    bare = change(world(name), switched)
    model = JourneyModel(bare, engine="agents", log=True)
    model.run_model()
    assert_same(run(bare, log=True), model.to_run())


@pytest.mark.parametrize(
    ("row", "table"),
    [(Person, PEOPLE), (Book, BOOK), (TouchpointCounts, TOUCHPOINT_COUNTS), (EdgeCounts, EDGE_COUNTS)],
)
def test_annotations_repeat_the_table(row: type, table: tuple[Column, ...]) -> None:
    kinds = {"u": "int", "i": "int", "f": "float"}
    own = {"company": "Company", "key": "np.uint64", "_settable": "frozenset[str]"}
    wanted = {column.name: kinds[column.dtype[0]] for column in table}
    assert {**own, **row.__annotations__} == {**own, **wanted}
