"""Staffed queues: Erlang-C, Erlang-A and its identity, pooling, open networks."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from experiments.theory.queues import Waiting, erlang_a, erlang_c, jackson_rates, pooling
from experiments.verification.limit import Figure, Limit, Totals, mean, ratio
from experiments.verification.worlds import DAY_AND_NIGHT, small_world, step
from scenarios.schema import Scenario
from sim.columns import Logged
from sim.records import Run

ERLANG = "Erlang 1917"
PALM = "Palm 1957; Mandelbaum & Zeltyn 2007"
JACKSON = "Jackson 1957"

SECONDS_PER_HOUR = 3600.0
PATIENCE_SECONDS = 379.0
CALLS_PER_HOUR, SERVED_PER_HOUR = 48.0, 10.0
DAYS = 20.0
"""Counted days of each run; half a day before them fills the queue, half a day after them empties it."""
CALLS = round(24 * CALLS_PER_HOUR * DAYS)

PHONE: dict[str, Any] = {"name": "Phone", "live": True, "retry_share": 0, "switch_share": 0}
CALL: dict[str, Any] = {"channel": "phone", "service_minutes": 6, "service_law": "exponential"}


def limits() -> Iterator[Limit]:
    """Patient callers apart and together, impatient callers, three stations with feedback."""
    desks = pooling(CALLS_PER_HOUR / 2, SERVED_PER_HOUR, 3, 2)
    yield patient("Erlang-C, 2 pools of 3", desks.separate, {})
    yield patient("Erlang-C, 1 pool of 6", desks.pooled, {"all": ["first", "second"]})
    for servers in (4, 5, 6):
        yield impatient(servers)
    yield jackson()


def telephone(touchpoints: dict[str, Any], *, patience_seconds: float | None, **parts: Any) -> Scenario:
    """A telephone line day and night, with Poisson calls to the end."""
    days = DAYS + 1.0
    patience = None if patience_seconds is None else patience_seconds / 60.0
    return small_world(
        touchpoints,
        people=24 * CALLS_PER_HOUR * days,
        horizon_days=days,
        arrival_days=days,
        mechanisms=["waiting"],
        interaction=True,
        clock={"horizon_days": days, "warm_up_days": 0.5, "follow_up_days": 0.5, "tick_days": 0.5},
        channels={"phone": PHONE | {"patience_minutes": patience}},
        **parts,
    )


def waits(run: Run) -> Totals:
    """Calls that came in the counted days: who waited, how long (seconds), who hung up."""
    people = run.people[run.counted]
    minutes = people["wait_minutes"]
    return {
        "people": len(people),
        "waited": int((minutes > 0).sum()),
        "seconds": 60.0 * float(minutes.sum()),
        "hung up": int(people["abandonments"].sum()),
    }


def patient(name: str, exact: Waiting, pools: dict[str, list[str]]) -> Limit:
    """Half of the callers want each of two desks of three; nobody hangs up."""

    def world(_: float) -> Scenario:
        choose = {"name": "Choose", "stages": step({})["stages"], "next": {"a": 0.5, "b": 0.5}}
        desk = {"servers": 3, **DAY_AND_NIGHT}
        return telephone(
            {
                "choose": choose,
                "a": step({"WIN": 1}, **CALL, team="first"),
                "b": step({"WIN": 1}, **CALL, team="second"),
            },
            patience_seconds=None,
            teams={"first": desk, "second": desk},
            pools=pools,
        )

    return Limit(
        "queues", name, ERLANG, world, waits,
        [
            Figure("P(wait)", exact.wait_probability, mean("waited")),
            Figure("wait, s", exact.mean_wait * SECONDS_PER_HOUR, mean("seconds")),
        ],
        people=CALLS,
    )  # fmt: skip


def impatient(servers: int) -> Limit:
    """Callers who hang up after 379 seconds on average."""
    exact = erlang_a(CALLS_PER_HOUR, SERVED_PER_HOUR, SECONDS_PER_HOUR / PATIENCE_SECONDS, servers)

    def world(_: float) -> Scenario:
        return telephone(
            {"call": step({"WIN": 1}, **CALL, team="agents")},
            patience_seconds=PATIENCE_SECONDS,
            teams={"agents": {"servers": servers, **DAY_AND_NIGHT}},
        )

    def identity(totals: Totals) -> float:
        return totals["hung up"] * PATIENCE_SECONDS / totals["seconds"]

    return Limit(
        "queues", f"Erlang-A, {servers} agents", PALM, world, waits,
        [
            Figure("P(wait)", exact.wait_probability, mean("waited")),
            Figure("wait, s", exact.mean_wait * SECONDS_PER_HOUR, mean("seconds")),
            Figure("P(Ab)", exact.abandonment_probability, mean("hung up")),
            Figure("P(Ab) / theta E[W]", 1.0, identity),
        ],
        people=CALLS,
    )  # fmt: skip


def jackson() -> Limit:
    """Three stations; a tenth of those who are through start again."""
    external = np.array([10.0, 0.0, 0.0])
    routing = np.array([[0, 0.6, 0.4], [0, 0, 0.3], [0.1, 0, 0]])
    rates = jackson_rates(external, routing)
    servers = {"one": 2, "two": 1, "three": 1}
    onward = {"one": {"two": 0.6, "three": 0.4}, "two": {"three": 0.3, "WIN": 0.7}}
    onward["three"] = {"one": 0.1, "WIN": 0.9}
    days = 41.0

    def world(_: float) -> Scenario:
        return small_world(
            {name: step(onward[name], **CALL, team=name) for name in servers},
            people=240 * days,
            horizon_days=days,
            arrival_days=days,
            mechanisms=["waiting"],
            interaction=True,
            clock={"horizon_days": days, "follow_up_days": 1, "tick_days": 0.5},
            channels={"phone": PHONE},
            teams={name: {"servers": n, **DAY_AND_NIGHT} for name, n in servers.items()},
        )

    def observe(run: Run) -> Totals:
        assert run.log is not None
        starts = run.log[run.log["kind"] == Logged.START]
        reached = starts["day"] - starts["value"] / 1440.0
        counted = (reached >= 0.5) & (reached < days - 0.5)
        totals: dict[str, float] = {"hours": 24.0 * (days - 1.0)}
        for number, name in enumerate(run.names.touchpoints):
            here = counted & (starts["touchpoint"] == number)
            totals[f"visits {name}"] = int(here.sum())
            totals[f"seconds {name}"] = 60.0 * float(starts["value"][here].sum())
        return totals

    figures = []
    for number, ((name, n), rate) in enumerate(zip(servers.items(), rates.tolist(), strict=True), start=1):
        wait = erlang_c(rate, SERVED_PER_HOUR, n).mean_wait * SECONDS_PER_HOUR
        figures += [
            Figure(f"station {number}, visits/hour", rate, ratio(f"visits {name}", "hours")),
            Figure(f"station {number}, wait, s", wait, ratio(f"seconds {name}", f"visits {name}")),
        ]
    return Limit(
        "queues",
        "open Jackson",
        JACKSON,
        world,
        observe,
        figures,
        people=round(240 * days),
        log=True,
    )
