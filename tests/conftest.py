"""What every test shares: property tests that find the same examples everywhere, and made-up runs."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


@pytest.fixture
def made_up_engine(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Replace the engine by made-up runs of the tiny company; the list notes (arm, replication) of each.

    Conversion is .20 + .3 (retention - .40), and .03 more with the faster steps: the levers alone decide.
    """
    from experiments import worlds
    from experiments.uncertain import Draw
    from scenarios.schema import Scenario
    from sim.intercepts import Intercepts
    from tests.experiments.synthetic import SyntheticRun, synthetic_run

    lived: list[tuple[str, int]] = []

    def live(arm: worlds.Arm, *, seed: int, replication: int, **_: object) -> SyntheticRun:
        lived.append((arm.code, replication))
        retention, delay = arm.scenario.handoffs.retention, arm.scenario.touchpoints["buy"].delay_days
        return synthetic_run(
            arm.scenario,
            replication=1000 * seed + replication,
            conversion=0.20 + 0.3 * (retention - 0.40) + 0.03 * delay,
            churn=0.15 - 0.05 * (retention > 0.9),
        )

    monkeypatch.setattr(worlds, "live", live)
    monkeypatch.setattr(worlds, "populations", lambda arms, seed, replication: [None] * len(arms))

    def anchor(
        scenario: Scenario, preset: str, draw: Draw | None = None, progress: object = None
    ) -> worlds.Today:
        worlds.known_preset(scenario, preset)
        drawn = scenario if draw is None else worlds.drawn(scenario, preset, draw)
        return worlds.Today(drawn, Intercepts())

    monkeypatch.setattr(worlds, "anchor", anchor)
    return lived
