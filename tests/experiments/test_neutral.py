"""Equal staff and equal service: what is changed, by theory and by sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import Comparison, compare
from experiments.errors import InputError
from experiments.neutral import shared_out
from scenarios import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from tests.experiments.desk import desk
from tests.experiments.shop import shop


def quick(scenario: Scenario, second: str, neutral: str | None, replications: int = 6) -> Comparison:
    return compare(
        scenario, ("siloed", second), replications=replications, arms=False, break_even=False, band=False,
        neutral=neutral,  # type: ignore[arg-type]
    )  # fmt: skip


def people(c: Comparison) -> dict[str, int]:
    assert c.staff is not None
    return {name: int(c.staff[name].sum()) for name in ("first", "second", "compared")}


def test_a_gain_that_is_staff_alone_vanishes_at_equal_staff() -> None:
    """By theory: the sixth agent is all that differs, so without it the two designs are one."""
    erlang = change(load("v_erlang_a"), {"clock.horizon_days": 5})
    assert quick(erlang, "integrated", None).difference("abandonment_rate").sign == -1
    c = quick(erlang, "integrated", "staff")
    assert c.differences[["difference", "low", "high"]].fillna(0.0).abs().max().max() == 0.0
    assert people(c) == {"first": 5, "second": 6, "compared": 5}
    assert "given 5 people instead of 6 (Agents 6 to 5)" in c.notes[0]
    assert "120 staff hours a day instead of 144" in c.notes[0]
    assert "A sixth agent" in c.notes[0]


def test_equal_service_finds_the_staff_that_the_shorter_talk_saves() -> None:
    """By theory: one more person is all that `staffed` has; taken away, waits are equal to the last minute."""
    c = quick(desk(), "staffed", "service")
    assert people(c) == {"first": 2, "second": 3, "compared": 2}
    assert c.difference("wait_minutes").half_width == 0.0
    assert c.notes[0].startswith(
        "Service-neutral: to let people wait as long as Today, One more was given 2 people"
    )
    assert "wait +0.00 min against Today (+0.00 to +0.00, 10 pilot replications)" in c.notes[0]
    assert "EUR 122,640 a year less" in c.notes[0]  # 8 hours at 42 EUR on 365 days


def test_equal_service_adds_people_where_waits_are_longer() -> None:
    slower = change(desk(), {"levers.script.changes": {"touchpoints.call.service_minutes": 19.0}})
    c = quick(slower, "scripted", "service")
    assert people(c) == {"first": 2, "second": 2, "compared": 3}
    assert abs(c.difference("wait_minutes").estimate) < abs(
        quick(slower, "scripted", None).difference("wait_minutes").estimate
    )
    assert "a year more" in c.notes[0]
    assert c.levers["lever"].tolist() == ["script", "neutral_staff"]


def test_what_else_a_design_does_stays() -> None:
    c, both = quick(desk(), "integrated", "staff"), quick(desk(), "scripted", None)
    assert c.design_titles == ("Today", "Redesigned desk, staff-neutral")
    for name in ("profit", "wait_minutes"):  # the third person's wages are gone with the third person
        assert c.difference(name) == both.difference(name)
    assert c.manifest["parts"]["neutral"] == "staff"
    assert people(c)["compared"] == 2


def test_a_lever_that_changes_staff_and_something_else_keeps_the_else() -> None:
    mixed = change(desk(), {
        "levers.third.changes": {"teams.desk.servers": 4, "touchpoints.call.next": {"buy": 0.5, "LOST": 0.5}},
    })  # fmt: skip
    c = quick(mixed, "staffed", "staff")
    assert people(c)["compared"] == 2
    assert c.difference("conversion_rate").estimate > 0.1
    assert c.levers["per_year_eur"].sum() == 40000.0


def test_nothing_is_changed_where_staff_is_equal() -> None:
    c, plain = quick(desk(), "scripted", "staff"), quick(desk(), "scripted", None)
    assert "nothing had to be changed" in c.notes[0]
    assert c.difference("profit") == plain.difference("profit")
    assert people(c) == {"first": 2, "second": 2, "compared": 2}


def test_pools_keep_their_people() -> None:
    """Pooling shares queues, not heads: at equal staff nothing changes, at equal service fewer people do."""
    bank = load("bank_credit_45d")
    from experiments.neutral import _as_many_hours, _waited_for
    from scenarios.overlay import design

    pooled = design(bank, "integrated")
    own = {code: team.servers for code, team in pooled.teams.items()}
    assert _as_many_hours(bank.teams, pooled.teams) == own
    live = set(_waited_for(design(bank, "siloed")))
    assert live < set(_waited_for(pooled))


@pytest.mark.parametrize(
    ("scenario", "kind", "message"),
    [
        (desk(), "stuff", "did you mean 'staff'"),
        (
            shop(
                designs={"siloed": {"title": "T", "lens": "functional"}, "b": {"title": "B", "lens": "goal"}}
            ),
            "staff",
            "no teams",
        ),
    ],
)
def test_mistakes_are_explained(scenario: Scenario, kind: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        quick(scenario, list(scenario.designs)[1], kind)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(1, 500))
def test_people_are_shared_out_in_proportion(sizes: list[int], total: int) -> None:
    teams = {str(k): size for k, size in enumerate(sizes)}
    given_ = shared_out(teams, total)
    assert sum(given_.values()) == max(total, len(teams))
    assert min(given_.values()) >= 1
    quotas = {team: size * total / sum(sizes) for team, size in teams.items()}
    if min(quotas.values()) >= 1.0:
        assert all(abs(given_[team] - quotas[team]) < 1.0 for team in teams)
    if total == sum(sizes):
        assert given_ == teams


def test_a_pool_serves_as_well_with_fewer_people() -> None:
    """Three desks with a queue each against one queue for all: at equal waits the pool needs fewer people."""
    one = desk().model_dump(mode="python", by_alias=True)["touchpoints"]["call"]
    calls = {f"call_{k}": one | {"team": f"desk_{k}", "next": {"buy": 0.3, "LOST": 0.7}} for k in "abc"}
    start = one | {
        "channel": "web",
        "service_minutes": 0.0,
        "team": None,
        "next": dict.fromkeys(calls, 1 / 3),
    }
    pooled = desk().model_dump(mode="python", by_alias=True)["touchpoints"]["buy"]
    team = {"servers": 2, "hours_per_day": 8}
    world = change(desk(), {
        "touchpoints": {"call": start, **calls, "buy": pooled},
        "teams": {f"desk_{k}": team for k in "abc"},
        "arrivals.rate_per_day": 150,
        "levers": {
            "pool": {
                "title": "One queue", "kind": "mechanism", "changes": {"pools.all": ["desk_a", "desk_b", "desk_c"]}
            }
        },
        "designs": {"siloed": {"title": "Today", "lens": "functional"},
                    "integrated": {"title": "Pooled", "lens": "goal", "levers": ["pool"]}},
    })  # fmt: skip
    c = quick(world, "integrated", "service", replications=3)
    assert people(c)["second"] == 6
    assert 3 <= people(c)["compared"] < 6
