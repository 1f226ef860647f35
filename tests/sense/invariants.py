"""What must hold after any run whatever: nobody and nothing is lost, and numbers mean something."""

import numpy as np

from sim.columns import Cause, Detour, Logged, Outcome, Status
from sim.records import Run

CLOSED = (Outcome.WON, Outcome.LOST, Outcome.CUT_SHORT)
COUNTS = (
    "contacts", "repeats", "handoffs", "channel_switches", "drops", "failures", "live_contacts", "abandonments",
    "failures_before_conversion", "defects_before_conversion", "talk_positive", "talk_negative", "felt", "moments",
    "purchases", "detours", "cost_micro", "cost_later_micro", "talks",
)  # fmt: skip
SHARES = ("trust", "information", "unresolved", "complaint")
ALWAYS_NUMBERS = (
    "satisfaction", "shown_bonus", "trust", "effort", "unresolved", "complaint", "neighbours_lost", "opinion",
    "message_square", "message_mean", "message_count", "hazard", "information", "expectation", "value_sum",
    "value_peak", "value_last", "wait_minutes", "wait_now", "service_now", "log_frailty", "churn_threshold",
    "remembered_day", "accrued_day",
)  # fmt: skip
AT_THE_SURVEY = ("survey_day", "survey_satisfaction", "survey_trust", "survey_effort", "recommend_latent")


def holds(r: Run) -> None:
    """Everything below."""
    persons_and_episodes(r)
    days_and_states(r)
    numbers(r)
    money(r)
    touchpoints(r)
    edges(r)


def persons_and_episodes(r: Run) -> None:
    """At every tick: entered = prospects + customers + left; opened = open + won + lost + cut short."""
    d = r.daily
    assert (d["entered"] == d["prospects"] + d["customers"] + d["left"]).all()
    ended = d["episodes_won"] + d["episodes_lost"] + d["episodes_cut_short"]
    assert (d["episodes_opened"] == d["episodes_open"] + ended).all()
    existing, later = (r.people["existing"] == 1), r.people["episode_number"] > 0
    assert d["episodes_opened"][-1] == d["entered"][-1] - existing.sum() + r.people["episode_number"].sum()
    for name in ("prospects", "customers", "episodes_open"):
        assert (d[name] >= 0).all(), name
    for name in (
        "entered",
        "left",
        "episodes_won",
        "episodes_lost",
        "episodes_cut_short",
        "reviews",
        "talk_positive",
    ):
        assert (np.diff(d[name]) >= 0).all(), name
    last, status, outcome = d[-1], r.people["status"], r.people["episode_outcome"]
    expected = (Status.EXPECTED,) if r.scenario.arrivals.market_size else ()
    assert np.isin(status, (Status.REFUSED, Status.PROSPECT, Status.CUSTOMER, Status.LEFT, *expected)).all()
    for name, value in (
        ("prospects", Status.PROSPECT),
        ("customers", Status.CUSTOMER),
        ("left", Status.LEFT),
    ):
        assert last[name] == (status == value).sum(), name
    for name, value in (
        ("episodes_open", Outcome.OPEN),
        ("episodes_won", Outcome.WON),
        ("episodes_lost", Outcome.LOST),
        ("episodes_cut_short", Outcome.CUT_SHORT),
    ):
        ended_before = 0 if value == Outcome.OPEN else last[name] - (outcome == value).sum()
        assert 0 <= ended_before <= r.people["episode_number"][later].sum(), name


def days_and_states(r: Run) -> None:
    """A day stands where something happened, nowhere else, and in the right order."""
    p, horizon = r.people, r.daily["day"][-1]
    status, entered = p["status"], ~np.isnan(p["entered_day"])
    at_rest = (p["existing"] == 1) & (p["episode_number"] == 0)
    first = p["episode_number"] == 0
    left, converted, closed = (
        ~np.isnan(p[name]) for name in ("left_day", "converted_day", "episode_closed_day")
    )
    assert (entered == ~np.isin(status, (Status.REFUSED, Status.EXPECTED))).all()
    assert (left == (status == Status.LEFT)).all()
    assert converted[status == Status.CUSTOMER].all()
    assert not converted[status == Status.PROSPECT].any()
    assert (closed == np.isin(p["episode_outcome"], CLOSED))[first].all()
    assert ((entered & ~at_rest) == (p["episode_outcome"] != Outcome.NONE)).all()
    assert (p["episode_outcome"][left] != Outcome.OPEN).all()
    assert (p["cause"][left] != Cause.NONE).all()
    assert (p["cause"][left & ~converted] == Cause.JOURNEY).all()
    new = p["existing"] == 0
    assert (p["left_day"][left & new] >= p["entered_day"][left & new]).all()
    assert (p["left_day"][left & converted] >= p["converted_day"][left & converted]).all()
    assert (p["left_day"][left] <= horizon).all()
    assert (p["episode_closed_day"][closed & new] >= p["entered_day"][closed & new]).all()
    assert (p["episodes_won"] <= p["episodes_closed"]).all()
    assert (p["episodes_closed"] <= p["episodes_counted"]).all()
    done = closed & (p["episode_outcome"] != Outcome.OPEN)
    cut = p["episode_outcome"] == Outcome.CUT_SHORT
    assert (p["episode_closed_day"][cut] == p["left_day"][cut]).all()
    assert (p["event_kind"][done & (p["in_contact"] == 0)] == 0).all(), "nothing is pending after the end"


def numbers(r: Run) -> None:
    """No NaN where there must be none, and everything within its bounds."""
    p = r.people[~np.isin(r.people["status"], (Status.REFUSED, Status.EXPECTED))]
    for name in ALWAYS_NUMBERS:
        assert not np.isnan(p[name]).any(), name
    for name in COUNTS:
        assert (p[name] >= 0).all(), name
    for name in SHARES:
        assert ((p[name] >= 0) & (p[name] <= 1)).all(), name
    gone_before = (
        p["left_day"] < p["entered_day"]
    )  # customers of the first day who left before the counting began
    for name in AT_THE_SURVEY:
        assert np.isfinite(p[name][~gone_before]).all(), name
    assert (np.abs(p["satisfaction"]) <= 1).all()
    assert (p["effort"] >= 0).all()
    assert (p["hazard"] >= 0).all()
    assert ((p["recommend"] >= 0) & (p["recommend"] <= 10))[~gone_before].all()
    assert (p["abandonments"] <= p["live_contacts"]).all()
    assert (p["message_square"] >= 0).all()
    d = r.daily
    assert ((d["reputation"] >= 1) & (d["reputation"] <= 5)).all()
    assert ((d["acquisition_factor"] >= 0) & (d["acquisition_factor"] <= r.scenario.arrivals.cap)).all()
    for table in (r.touchpoints, r.edges, r.daily):
        for name in table.dtype.names or ():
            assert not np.isnan(table[name].astype(float)).any(), name


def money(r: Run) -> None:
    """What people brought and cost is what the books and the touchpoints say, to the micro-euro."""
    p, last = r.people, r.daily[-1]
    assert int(p["revenue_micro"].sum() + p["revenue_later_micro"].sum()) == last["revenue_micro"]
    assert int(p["cost_micro"].sum() + p["cost_later_micro"].sum()) == last["cost_micro"]
    assert int(r.touchpoints["cost_micro"].sum()) == last["cost_micro"]
    assert int(p["talk_positive"].sum()) <= last["talk_positive"]
    assert int(p["talk_negative"].sum()) <= last["talk_negative"]


def touchpoints(r: Run) -> None:
    """Who comes in has come from somewhere; who is inside is seen; Little's law."""
    t, p, names = r.touchpoints, r.people, r.names
    into, out, dropped = (np.zeros(len(t), np.int64) for _ in range(3))
    place = {name: n for n, name in enumerate(names.touchpoints)}
    for (source, target), edge in zip(names.edges, r.edges, strict=True):
        out[place[source]] += edge["traversals"]
        if target in place:
            into[place[target]] += edge["traversals"]
            dropped[place[target]] += edge["drops"]
    into[place[r.scenario.starts_at]] += r.daily["entered"][-1] - (p["existing"] == 1).sum()
    if p["episode_number"].any():
        assert r.log is not None, "where customers come back, the log says where"
        np.add.at(into, r.log["touchpoint"][r.log["kind"] == Logged.OPEN], 1)
    assert (t["visits"] <= into).all()
    assert (into - t["visits"] <= dropped).all(), "only a dropped case is on no touchpoint's way"
    waiting_for_chase = p["detour"] == Detour.AFTER_CROSSING
    assert (into - t["visits"]).sum() == waiting_for_chase.sum()
    assert (out <= t["visits"]).all()
    assert (t["counted_visits"] <= out).all()
    inside = np.bincount(p["touchpoint"][p["in_contact"] == 1], minlength=len(t))
    assert (t["present"] == inside).all()
    assert (t["abandoned"] <= t["live_contacts"]).all()
    scale = np.maximum(t["sojourn_days"], 1e-6)
    assert (np.abs(t["area_days"] - t["sojourn_days"]) <= 1e-9 * scale).all()


def edges(r: Run) -> None:
    """A drop is a hand-off is a crossing."""
    e = r.edges
    assert (e["drops"] <= e["handoffs"]).all()
    for name in ("handoffs", "channel_switches", "forced_switches", "counted"):
        assert (e[name] <= e["traversals"]).all(), name
        assert (e[name] >= 0).all(), name
