"""Intercepts that ship with a scenario are true: today comes out as it is known, on seeds they never saw."""

import numpy as np
import pytest

from experiments import anchor_store, anchors
from experiments.kpis import counted, measure
from experiments.pairing import BAND_DRAWS
from experiments.uncertain import draws
from scenarios import change, load
from sim import run
from sim.intercepts import Intercepts

BANK = load("bank_credit_45d")
FRESH_SEED, REPLICATIONS = 99, 6


@pytest.mark.parametrize("preset", BANK.presets)
def test_shipped_intercepts_keep_today_as_it_is_known(preset: str) -> None:
    world = anchors.today(BANK, preset)
    solved = anchors.intercepts_for(BANK, preset)
    runs = [run(world, seed=FRESH_SEED, replication=r, intercepts=solved) for r in range(REPLICATIONS)]
    crossings = np.array([r.edges["counted"] for r in runs], float)
    sources = np.array([source for source, _ in runs[0].names.edges])
    for number, (source, target) in enumerate(runs[0].names.edges):
        if source in solved.never_leaves:
            continue
        wanted = BANK.touchpoints[source].next.get(target, 0.0)
        visits = crossings[:, sources == source].sum(axis=1)
        seen = crossings[:, number] / visits
        error = max(seen.std(ddof=1), np.sqrt(wanted * (1 - wanted) / visits.mean())) / np.sqrt(REPLICATIONS)
        assert abs(seen.mean() - wanted) < max(0.002, 4 * error), (source, target, seen.mean(), wanted)
    measured = [measure(counted(r)) for r in runs]
    for name, wanted in (("churn_rate_12m", BANK.calibrate.churn_rate_12m), ("nps", BANK.calibrate.nps)):
        seen = np.array([m[name] for m in measured])
        assert wanted is not None
        assert abs(seen.mean() - wanted) < 4 * seen.std(ddof=1) / np.sqrt(REPLICATIONS), (
            name,
            seen.mean(),
            wanted,
        )


def test_every_preset_and_every_draw_of_the_band_ships_solved() -> None:
    shipped = anchor_store.shipped(BANK.scenario)
    worlds = [anchors.today(BANK, preset) for preset in BANK.presets]
    worlds += [anchors.today(BANK, "central", draw) for draw in draws(BANK, BAND_DRAWS)]
    missing = [world for world in worlds if anchor_store.key_of(world) not in shipped]
    assert not missing, "solve them again with: python -m experiments.anchors bank_credit_45d"
    assert len(shipped) == len({anchor_store.key_of(world) for world in worlds})


def test_words_and_designs_do_not_change_what_is_anchored_but_numbers_do() -> None:
    key = anchor_store.key_of(anchors.today(BANK, None))
    assert key == anchor_store.key_of(change(anchors.today(BANK, None), {"title": "Another name"}))
    assert key != anchor_store.key_of(change(anchors.today(BANK, None), {"handoffs.retention": 0.41}))


def test_a_scenario_without_anchors_needs_no_solving() -> None:
    solved = anchors.anchored(load("v_absorbing"), None)
    assert solved == anchors.Anchored(Intercepts(), (), ())


def test_solutions_survive_being_written_down() -> None:
    solved = anchors.anchored(BANK, "central")
    assert anchor_store.from_data(anchor_store.as_data(solved)) == solved


def test_abandonment_beyond_the_leaving_share_is_said() -> None:
    """Where more give up waiting than may leave, nobody leaves by choice and the excess is reported."""
    solved = anchors.anchored(BANK, "central")
    assert set(solved.intercepts.never_leaves) <= set(BANK.touchpoints)
    given_up = [sentence for sentence in solved.unmet if "give up waiting" in sentence]
    assert len(given_up) == len(solved.intercepts.never_leaves)
    assert {sentence.split(" (")[0] for sentence in given_up} == set(solved.intercepts.never_leaves)
