"""Whatever small company is described, it runs to its horizon and nobody and nothing is lost."""

from hypothesis import event, given, settings

from scenarios.schema import Scenario
from sim.engine import run
from tests.sense.invariants import holds
from tests.simulated import differing
from tests.strategies import scenarios


@settings(max_examples=150)
@given(scenarios())
def test_runs_and_conserves(scenario: Scenario) -> None:
    r = run(scenario, seed=3, log=True)
    event(f"{min(len(r.people), 50) // 10 * 10}+ people")
    holds(r)


@settings(max_examples=30)
@given(scenarios())
def test_is_the_same_when_run_again(scenario: Scenario) -> None:
    one, other = run(scenario, seed=4, log=True), run(scenario, seed=4)
    for table in ("people", "touchpoints", "edges", "daily"):
        assert differing(getattr(one, table), getattr(other, table)) == []
