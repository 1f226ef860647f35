"""The world told again: every painful event the engine counted is found, and nothing else."""

import numpy as np
from hypothesis import given, settings

from experiments.causes.blame import measure
from experiments.causes.chronicle import Chronicle, by_kind, chronicle
from experiments.causes.pairs import Pair
from experiments.causes.tables import Kind
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.engine import run
from tests.strategies import scenarios


def told(scenario: Scenario, **options: int) -> Chronicle:
    return chronicle(run(scenario, log=True, **options))


@settings(max_examples=40)
@given(scenarios())
def test_agrees_with_the_counters_of_any_company(scenario: Scenario) -> None:
    story = told(change(scenario, {"mechanisms.experience": True}), seed=3)
    r, pains, contacts = story.run, story.pains, story.contacts
    count = by_kind(pains)
    assert count[Kind.DROPPED] == r.edges["drops"].sum()
    assert count[Kind.REPEATED] == r.touchpoints["repeats"].sum()
    assert count[Kind.ABANDONED] == r.touchpoints["abandoned"].sum()
    assert count[Kind.FAILED] + count[Kind.INCIDENT] == r.touchpoints["failures"].sum()
    for name, kind in (("repeats", Kind.REPEATED), ("abandoned", Kind.ABANDONED)):
        here = np.bincount(pains["touchpoint"][pains["kind"] == kind], minlength=len(r.touchpoints))
        assert np.array_equal(here, r.touchpoints[name])
    drops = np.bincount(pains["edge"][pains["kind"] == Kind.DROPPED], minlength=len(r.edges))
    assert np.array_equal(drops, r.edges["drops"])
    felt = contacts["abandoned"] == 0
    assert np.array_equal(
        np.bincount(contacts["person"][felt], minlength=len(r.people)), felt_contacts(story)
    )
    assert np.allclose(story.causing(pains).sum(axis=1), 1.0)
    within, people = by_kind(pains[story.within(pains)]), r.people[story.counted]
    assert within[Kind.REPEATED] == people["repeats"].sum()
    assert within[Kind.DROPPED] == people["drops"].sum()
    assert within[Kind.ABANDONED] == people["abandonments"].sum()
    assert within[[Kind.FAILED, Kind.INCIDENT, Kind.SHOCK]].sum() == people["failures"].sum()
    events = measure(Pair(story, story))["events"]
    assert np.isclose(events.matrix.sum() * max(len(people), 1) / 1000.0, within.sum())


def felt_contacts(story: Chronicle) -> np.ndarray:
    """Contacts felt by each person: all that are felt, less abandonments and shocks."""
    people, pains = story.run.people, story.pains
    not_contacts = np.isin(pains["kind"], (Kind.ABANDONED, Kind.SHOCK))
    return people["felt"] - np.bincount(pains["person"][not_contacts], minlength=len(people))
