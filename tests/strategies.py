"""Small companies of every shape, for property tests: all valid, many of them odd."""

from typing import Any

from hypothesis import strategies as st

from scenarios.schema import Scenario
from tests.simulated import MECHANISMS, STAGES, small

CHANCE = st.sampled_from([0.0, 0.1, 0.5, 1.0])
LAWS = st.sampled_from(["lognormal", "exponential", "deterministic"])
CHANNELS = {
    "web": {"name": "Web", "live": False},
    "desk": {"name": "Desk", "live": True},
    "back": {"name": "Back office", "live": False, "customer_facing": False},
}
OWNERS = {"A": "Department A", "B": "Department B", "C": "Department C"}
TEAMS = ("first", "second", "third")
GOALS = ("price", "ease")
OFTEN = st.sampled_from([0.0, 4.0, 60.0])
SLOPE = st.sampled_from([0.0, 2.0, -2.0])


@st.composite
def teams(draw: st.DrawFn) -> dict[str, Any]:
    """Some work around the clock, some until midnight, some for a quarter of an hour."""
    hours = st.sampled_from([(24, 0), (8, 9), (8, 16), (0.25, 12), (5.5, 0)])
    found = {}
    for name in TEAMS:
        length, opens = draw(hours)
        found[name] = {"servers": draw(st.integers(1, 3)), "hours_per_day": length, "opens_at_hour": opens}
    return found


@st.composite
def onward(draw: st.DrawFn, names: list[str], following: str) -> dict[str, float]:
    """Shares of where to go next: always a way forward, perhaps back, perhaps out, some of them 0."""
    others = draw(st.lists(st.sampled_from([*names, "WIN", "LOST"]), max_size=3, unique=True))
    weights = {name: draw(st.sampled_from([0.0, 0.1, 0.4])) for name in others if name != following}
    total = sum(weights.values()) + 1.0
    shares = {name: weight / total for name, weight in weights.items()}
    return shares | {following: 1.0 - sum(shares.values())}


@st.composite
def touchpoints(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """One to eight steps, silent ones, staffed ones, moments of truth, needs."""
    names = [f"t{n}" for n in range(draw(st.integers(1, 8)))]
    steps: dict[str, dict[str, Any]] = {}
    for name, following in zip(names, [*names[1:], "WIN"], strict=True):
        step: dict[str, Any] = {
            "name": name,
            "stages": STAGES,
            "next": draw(onward(names, following)),
            "delay_days": draw(st.sampled_from([0.0, 0.3, 2.0])),
            "delay_law": draw(LAWS),
            "items": draw(st.sampled_from([0, 3, 9])),
        }
        if draw(st.integers(0, 3)) > 0:
            step["owner"] = draw(st.sampled_from(list(OWNERS)))
            step["channel"] = draw(st.sampled_from(["desk", "desk", "web", "back"]))
            step["moment_of_truth"] = draw(st.booleans())
            step["initiated_by"] = draw(st.sampled_from(["customer", "customer", "company"]))
            step["quality"] = draw(st.sampled_from([None, 0.0, 0.5, 1.0]))
            step["cost_per_contact_eur"] = draw(st.sampled_from([0.0, 2.5]))
            step["cost_per_minute_eur"] = draw(st.sampled_from([0.0, 0.9]))
            if draw(st.integers(0, 3)) > 0:
                step["team"] = draw(st.sampled_from(TEAMS))
                step["service_minutes"] = draw(st.sampled_from([45.0, 600.0, 1.0]))
                step["service_law"] = draw(LAWS)
            if draw(st.integers(0, 3)) > 0:
                step["switch_to"] = draw(st.sampled_from(names))
        elif draw(st.booleans()):
            step["needs"] = {
                "kinds": draw(st.integers(1, 5)),
                "relevant_share": draw(CHANCE),
                "coverage": draw(CHANCE),
                "contact_probability": draw(CHANCE),
                "cancellation_probability": draw(CHANCE),
                "incident_probability": draw(CHANCE),
                "contact_at": draw(st.sampled_from([None, *names])),
            }
        steps[name] = step
    return steps


def mechanisms() -> st.SearchStrategy[Any]:
    """Mostly all of them; sometimes any mixture."""
    return st.sampled_from(["on", "on"]) | st.fixed_dictionaries({name: st.booleans() for name in MECHANISMS})


@st.composite
def edges(draw: st.DrawFn, steps: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Ways of their own for some of the moves there are."""
    moves = [(source, target) for source, step in steps.items() for target in step["next"]]
    chosen = draw(st.lists(st.sampled_from(moves), max_size=2, unique=True))
    found = []
    for source, target in chosen:
        way: dict[str, Any] = {"from": source, "to": target}
        if target == "LOST":
            way["leaves"] = draw(st.booleans())
        elif target != "WIN":
            way |= {"retention": draw(CHANCE), "drop_probability": draw(CHANCE)}
            way |= {
                "delay_days": draw(st.sampled_from([0.0, 1.5])),
                "voice_offset": draw(st.sampled_from([0.0, -1.0])),
            }
        found.append(way)
    return found


@st.composite
def months(draw: st.DrawFn) -> list[float]:
    """Factors of the months of a year, often all alike."""
    busy, quiet = draw(st.sampled_from([(1.0, 1.0), (2.0, 0.5), (3.0, 0.0)]))
    return [busy, quiet] * 6


@st.composite
def episodes(draw: st.DrawFn, names: list[str]) -> dict[str, dict[str, Any]]:
    """What brings customers back: needs, regular ones, purchases with and without a journey, after which some lapse."""
    found = {}
    for code in draw(st.lists(st.sampled_from(["need", "check", "refill", "order"]), unique=True)):
        kind: dict[str, Any] = {
            "title": code.title(),
            "kind": "service" if code in ("need", "check") else "repurchase",
            "starts_at": None if code == "refill" else draw(st.sampled_from(names)),
            "per_year": draw(st.sampled_from([0.0, 12.0, 400.0])),
            "rate_shape": draw(st.sampled_from([None, 0.5, 4.0])),
            "satisfaction_on_rate": draw(SLOPE),
            "seasonal": draw(st.booleans()),
        }
        if code == "check":
            kind["every_days"] = draw(st.sampled_from([0.4, 7.0]))
        if kind["kind"] == "repurchase" and draw(st.booleans()):
            kind |= {"lapse_alpha": 1.0, "lapse_beta": draw(st.sampled_from([0.5, 9.0]))}
            kind["satisfaction_on_lapse"] = draw(SLOPE)
        found[code] = kind
    return found


@st.composite
def shocks(draw: st.DrawFn, later: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Perhaps something that hits many at once."""
    opened = [None, *(code for code, kind in later.items() if kind["starts_at"] is not None)]
    found = {}
    for code in draw(st.lists(st.sampled_from(["outage", "error"]), unique=True)):
        found[code] = {
            "title": code.title(),
            "day": draw(st.sampled_from([0.0, 4.5, 12.0])),
            "lasts_days": draw(st.sampled_from([0.0, 3.0])),
            "share": draw(CHANCE),
            "episode": draw(st.sampled_from(opened)),
            "predictable": draw(st.booleans()),
        }
    return found


@st.composite
def surroundings(draw: st.DrawFn, names: list[str], *, closed: bool) -> dict[str, Any]:
    """Sections that say what comes from outside, what brings customers back, and what the company learns."""
    later = draw(episodes(names))
    return {
        "season": {
            "first_month": draw(st.integers(1, 12)),
            "arrivals": [1.0] * 12 if closed else draw(months()),
            "needs": draw(months()),
        },
        "competitors": {
            "offers_per_month": draw(OFTEN),
            "offers_per_month_before": draw(OFTEN),
            "attraction": draw(st.sampled_from([-2.5, 1.0])),
            "attraction_spread": draw(st.sampled_from([0.0, 2.0])),
            "choice_scale": draw(st.sampled_from([0.01, 1.0])),
        },
        "campaign": {
            "offer": draw(st.sampled_from([{}, {"price": 1.0}, {"price": 0.0, "ease": -1.0}])),
            "personal": draw(st.booleans()),
            "research": draw(CHANCE),
            "goal_spread": draw(st.sampled_from([0.0, 0.7])),
        },
        "episodes": later,
        "shocks": draw(shocks(later)),
        "learning": {
            "fixes_per_review": draw(st.sampled_from([0, 1, 3])),
            "attribution": draw(st.sampled_from(["siloed", "causal"])),
            "review_days": draw(st.sampled_from([0.7, 5.0, 14.0])),
            "response_share": draw(CHANCE),
            "target": draw(CHANCE),
            "improvement": draw(CHANCE),
        },
    }


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A whole small company with its customers, some weeks long."""
    steps = draw(touchpoints())
    names = list(steps)
    live = {
        "patience_minutes": draw(st.sampled_from([2.0, 30.0, None])),
        "patience_shape": draw(st.sampled_from([0.5, 1.0, 3.0])),
        "retry_delay_days": draw(st.sampled_from([0.0, 0.04, 1.0])),
        "silent_abandonment": draw(CHANCE),
    }
    retry = draw(st.sampled_from([0.0, 0.5, 1.0]))
    live |= {"retry_share": retry, "switch_share": draw(st.sampled_from([1.0 - retry, 0.0]))}
    tick = draw(st.sampled_from([0.5, 1.0, 3.0]))
    traits = draw(
        st.sampled_from(
            [
                {},
                {"patience_factor": {"mean": 0.6, "sd": 0.4, "law": "lognormal"}, "attribution": 0.5},
                {"trust_start": {"mean": 0.5, "sd": 0.5, "minimum": 0, "maximum": 1}, "expectation": 1.0},
                {"offer_factor": 3.0, "need_factor": {"mean": 1, "sd": 1}, "spend_factor": 0.5},
            ]
        )
    )
    share = draw(st.sampled_from([0.0, 0.3, 1.0]))
    market = draw(st.sampled_from([None, None, 1, 150]))
    return small(
        steps,
        clock={"horizon_days": 30, "follow_up_days": draw(st.sampled_from([0, 10, 20])), "tick_days": tick},
        arrivals={
            "rate_per_day": draw(st.sampled_from([12.0, 4.0, 0.3, 0.0])),
            "cap": draw(st.sampled_from([1.0, 2.0])),
            "market_size": market,
            "entry_per_recommendation": draw(CHANCE),
            "existing_customers": draw(st.sampled_from([0, 0, 1, 60])),
            "existing_tenure_days": draw(st.sampled_from([30.0, 900.0])),
        },
        converts_at=draw(st.lists(st.sampled_from(names), max_size=2, unique=True)),
        interaction=draw(st.integers(0, 3)) > 0,
        mechanisms=draw(mechanisms()),
        owners=OWNERS,
        channels=CHANNELS | {"desk": CHANNELS["desk"] | live},
        teams=draw(teams()),
        pools=draw(st.sampled_from([{}, {"both": ["first", "second"]}, {"all": list(TEAMS)}])),
        edges=draw(edges(steps)),
        handoffs={
            "retention": draw(CHANCE),
            "drop_probability": draw(CHANCE),
            "chase_delay_days": draw(st.sampled_from([0.0, 1.0])),
            "chase_at": draw(st.sampled_from([None, *names])),
            "recollects": draw(st.booleans()),
        },
        channel_switches={"retention": draw(CHANCE)},
        moments={"unpredictable_share": draw(CHANCE), "failure_predictable": draw(CHANCE)},
        recovery={
            "voice_probability": draw(CHANCE),
            "success_probability": draw(CHANCE),
            "post_probability": draw(CHANCE),
            "exit_probability": draw(CHANCE),
        },
        behaviour={
            "churn": {"baseline_per_day": draw(st.sampled_from([0.0, 0.01, 0.5]))},
            "experience": {"curvature": draw(st.sampled_from([1.0, 0.88]))},
            "patience": {"learning": draw(CHANCE), "minimum": draw(CHANCE)},
        },
        personas={
            "one": {
                "title": "One",
                "share": 1.0 - share,
                "traits": traits,
                "case_start": draw(CHANCE),
                "goals": {goal: draw(st.sampled_from([0.0, 1.0, -0.5])) for goal in GOALS},
            },
            "two": {"title": "Two", "share": share, "channel_utility": {"web": 2.0, "desk": -2.0}},
        },
        network={
            "kind": draw(
                st.sampled_from(["none", "watts_strogatz", "scale_free", "configuration", "full_mixing"])
            ),
            "neighbours": draw(st.sampled_from([0, 2, 8])),
            "rewiring": draw(CHANCE),
            "weak_ties": draw(st.integers(0, 3)),
            "weak_tie_weight": draw(st.sampled_from([0.01, 0.3, 1.0])),
        },
        word_of_mouth={
            "ambient_per_month": 3.0,
            "tell_resolved": draw(CHANCE),
            "listeners_resolved": draw(st.sampled_from([0, 1, 4])),
            "base_choice": draw(CHANCE),
            "reshare": draw(CHANCE),
            "reshare_post": draw(CHANCE),
            "story_days": draw(st.sampled_from([3.0, 30.0])),
        },
        reputation={"learning": draw(CHANCE), "post_base": draw(CHANCE)},
        value={
            "streams": [
                {"name": "Margin", "starts_at": draw(st.sampled_from(names)), "eur_per_year": 100.0},
                {
                    "name": "Price",
                    "starts_at": draw(st.sampled_from(names)),
                    "eur_once": 7.0,
                    "every_time": draw(st.booleans()),
                    "spend_cv": draw(st.sampled_from([0.0, 2.0])),
                    "price_eur": draw(st.sampled_from([0.0, 9.0])),
                    "lasts_days": draw(st.sampled_from([None, 5.0])),
                },
            ],
            "premium_ceiling": draw(CHANCE),
        },
        **draw(surroundings(names, closed=market is not None)),
    )
