"""Whatever small company is described, the kernel and the readable engine live the same lives in it."""

from hypothesis import Phase, assume, given, settings

from scenarios.schema import Scenario
from sim import JourneyModel, run
from tests.strategies import scenarios
from tests.twin.worlds import assert_same

MANY_ROWS = 12_000  # of the event log: journeys that go round in circles take the readable engine minutes


@settings(max_examples=20, phases=[Phase.generate])
@given(scenarios())
def test_random_worlds_are_lived_alike(scenario: Scenario) -> None:
    fast = run(scenario, seed=5, log=True)
    assume(fast.log is not None and len(fast.log) < MANY_ROWS)
    model = JourneyModel(scenario, engine="agents", rng=5, log=True)
    model.run_model()
    assert_same(fast, model.to_run())
