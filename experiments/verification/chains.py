"""Journeys without mechanisms: absorbing and semi-Markov chains."""

from collections.abc import Iterator

from experiments.theory.chain import answers
from experiments.theory.handoffs import contacts_per_issue
from experiments.verification.limit import Figure, Limit, Totals, mean, ratio, spread_about
from experiments.verification.worlds import entrants, small_world, step
from scenarios.load import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.records import Run

KEMENY_SNELL = "Kemeny & Snell 1960"
HOWARD = "Howard 1971"


def limits() -> Iterator[Limit]:
    """Three states and two ends; the 45-day bank credit; issues that need several contacts."""
    yield three_states()
    yield bank()
    yield issue("FCR 0.70", 0.70, 1.0)
    yield issue("FCR 0.85", 0.85, 1.0)
    yield issue("FCR 0.70, retry 0.8", 0.70, 0.8)


def three_states() -> Limit:
    """Q = [[0,.7,0],[0,0,.65],[0,.2,0]], R = [[.3,0],[.35,0],[.1,.7]], exponential stays of 2, 3 and 5 days."""

    def world(_: float) -> Scenario:
        return change(
            load("v_absorbing"),
            {"arrivals.rate_per_day": 1000, "arrivals.until_days": 10, "clock.tick_days": 5},
        )

    exact = answers(load("v_absorbing"))

    def observe(run: Run) -> Totals:
        people = entrants(run)
        days = people["episode_closed_day"] - people["entered_day"]
        won = people["episode_outcome"] == Outcome.WON
        visits = dict(zip(run.names.touchpoints, run.touchpoints["visits"].tolist(), strict=True))
        return {
            "people": len(people),
            "won": int(won.sum()),
            "days": float(days.sum()),
            "squares": float(((days - exact.mean_days) ** 2).sum()),
            "days won": float(days[won].sum()),
            "two": visits["two"],
            "three": visits["three"],
        }

    return Limit(
        "chains", "absorbing chain", f"{KEMENY_SNELL}; {HOWARD}", world, observe,
        [
            Figure("P(win)", exact.win_probability, mean("won")),
            Figure("visits to state 2", exact.visits["two"], mean("two")),
            Figure("visits to state 3", exact.visits["three"], mean("three")),
            Figure("days, mean", exact.mean_days, mean("days")),
            Figure("days, SD", exact.sd_days, spread_about("squares")),
            Figure("days of winners", exact.mean_days_given_win, ratio("days won", "won")),
        ],
        people=10_000,
        note="semi-Markov: exponential stays of 2, 3 and 5 days",
    )  # fmt: skip


def bank() -> Limit:
    """The 45-day bank credit as a bare network: routing and delays, hand-offs carried across silent steps."""

    def world(_: float) -> Scenario:
        people = {"arrivals.rate_per_day": 500, "arrivals.until_days": 20}
        clock = {"clock.warm_up_days": 0, "clock.horizon_days": 1500, "clock.follow_up_days": 1400}
        alone = {"interaction": False, "mechanisms": "off", "clock.tick_days": 10}
        return change(load("bank_credit_45d"), {**people, **clock, **alone})

    exact = answers(world(1.0))

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {
            "people": len(people),
            "won": int((people["episode_outcome"] == Outcome.WON).sum()),
            "days": float((people["episode_closed_day"] - people["entered_day"]).sum()),
            "handoffs": int(people["handoffs"].sum()),
        }

    return Limit(
        "chains", "45-day bank credit", f"{KEMENY_SNELL}; {HOWARD}", world, observe,
        [
            Figure("P(win)", exact.win_probability, mean("won")),
            Figure("days, mean", exact.mean_days, mean("days")),
            Figure("hand-offs", exact.handoffs, mean("handoffs")),
        ],
        people=10_000,
        note="22 touchpoints, all mechanisms off",
    )  # fmt: skip


def issue(name: str, resolution: float, retry: float) -> Limit:
    """Contacts per issue: each resolves with the same chance, the others try again or give up."""
    again = retry * (1.0 - resolution)
    onward = {"WIN": resolution, "call": again, "LOST": 1.0 - resolution - again}

    def world(_: float) -> Scenario:
        routing = {end: share for end, share in onward.items() if share > 1e-12}
        return small_world({"call": step(routing)}, people=10_000, horizon_days=10)

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {"people": len(people), "contacts": int(people["contacts"].sum())}

    return Limit(
        "chains", f"contacts per issue, {name}", "geometric law", world, observe,
        [Figure("", contacts_per_issue(resolution, retry), mean("contacts"))],
        people=10_000,
    )  # fmt: skip
