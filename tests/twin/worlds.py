"""The scenarios on which both engines must agree, and what agreeing means."""

from functools import cache
from pathlib import Path

import numpy as np

from scenarios import change, design, load
from scenarios.schema import Scenario
from sim.columns import Table
from sim.intercepts import Intercepts
from sim.records import Run

HERE = Path(__file__).parent
SMALL_BANK = {
    "arrivals.rate_per_day": 5,
    "clock.horizon_days": 200,
    "clock.warm_up_days": 20,
    "clock.follow_up_days": 90,
}
ANCHORED = Intercepts(
    edge={"03>LOST": 0.3, "06>07": -0.2},
    never_leaves=("05",),
    baseline_per_day=0.002,
    advocacy=6.0,
    rating=4.2,
    reviews_per_day=0.05,
)
CAUSAL = {
    "learning.attribution": "causal",
    "campaign.personal": False,
    "campaign.offer": {"ease": 1.0, "price": 0.5},
    "clock.tick_days": 0.5,
    "competitors.offers_per_month_before": 1,
}
WORLDS = ("bank_siloed", "bank_integrated", "repair", "club", "service", "service_causal", "market")
CALENDAR = {"next_in_bucket"}  # the kernel's own bookkeeping; the readable engine keeps a heap


@cache
def world(name: str) -> Scenario:
    """One of WORLDS."""
    if name.startswith("bank_"):
        return change(design(load("bank_credit_45d"), name.removeprefix("bank_")), SMALL_BANK)
    if name == "service_causal":
        return change(world("service"), CAUSAL)
    return load(str(HERE / f"{name}.yaml"))


def intercepts_of(name: str) -> Intercepts | None:
    """Intercepts for one of WORLDS: the banks have some."""
    return ANCHORED if name.startswith("bank_") else None


def differences(one: Table, other: Table) -> list[str]:
    """The columns that are not the same to the last bit."""
    assert one.dtype == other.dtype
    assert one.shape == other.shape
    names = (name for name in one.dtype.names or () if name not in CALENDAR)
    return [name for name in names if one[name].tobytes() != other[name].tobytes()]


def assert_same(one: Run, other: Run) -> None:
    """Every table of both runs is the same to the last bit."""
    for table in ("people", "touchpoints", "edges", "daily"):
        assert differences(getattr(one, table), getattr(other, table)) == [], table
    assert (one.log is None) == (other.log is None)
    if one.log is not None and other.log is not None:
        assert differences(one.log, other.log) == []


def by_uid(table: Table) -> Table:
    """Rows in order of uid."""
    return table[np.argsort(table["uid"], kind="stable")]
